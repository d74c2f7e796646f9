//! The largest changes, as many as are told.

use std::cmp::Reverse;

use crate::eval::{Facts, Outcome};
use crate::quantity::Exact;

/// How many changes are told of each kind of money.
pub const LARGEST: usize = 10;

/// A change worth telling by itself.
#[derive(Debug, Clone)]
pub struct Large {
    /// The id of its record; empty in a scenario.
    pub id: String,
    /// What is awarded after, less what was before.
    pub difference: Exact,
    /// The facts, as each of the two programs reads them.
    pub facts: [Facts; 2],
    /// The outcome under each of them.
    pub outcomes: [Option<Outcome>; 2],
}

/// The largest changes met so far, the largest first; of equals those met first.
#[derive(Debug, Clone, Default)]
pub struct Largest(Vec<Large>);

impl Largest {
    /// Whether a change of this size would be among them.
    pub(super) fn takes(&self, difference: Exact) -> bool {
        let smaller = |last: &Large| difference.abs() > last.difference.abs();
        self.0.len() < LARGEST || self.0.last().is_some_and(smaller)
    }

    /// Adds a change.
    pub(super) fn add(&mut self, large: Large) {
        self.0.push(large);
        self.0.sort_by_key(|large| Reverse(large.difference.abs()));
        self.0.truncate(LARGEST);
    }

    /// They, the largest first.
    pub fn iter(&self) -> impl Iterator<Item = &Large> {
        self.0.iter()
    }
}
