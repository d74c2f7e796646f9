//! Gathering problems over a pass, and over all passes.

use std::collections::BTreeSet;

use super::{ClauseRef, Code, Diagnostic, Severity};
use crate::source::Span;

/// The problems found so far.
///
/// One cause makes one error: [`into_sorted`](Self::into_sorted) drops a repeat of the same code
/// with the same words at the same place, and passes skip what an earlier error already spoiled.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Diagnostics {
    found: Vec<Diagnostic>,
}

impl Diagnostics {
    /// None as yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds one.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        self.found.push(diagnostic);
    }

    /// Adds those found in one clause, naming it on each that does not name one yet.
    pub fn extend_in(&mut self, clause: &ClauseRef, others: impl IntoIterator<Item = Diagnostic>) {
        self.extend(others.into_iter().map(|mut diagnostic| {
            diagnostic.clause.get_or_insert_with(|| clause.clone());
            diagnostic
        }));
    }

    /// Whether anything was found that makes the sources unusable.
    pub fn has_errors(&self) -> bool {
        self.iter().any(|one| one.severity == Severity::Error)
    }

    /// Whether nothing was found at all.
    pub fn is_empty(&self) -> bool {
        self.found.is_empty()
    }

    /// How many were found, repeats included.
    pub fn len(&self) -> usize {
        self.found.len()
    }

    /// Those found, in the order they were.
    pub fn iter(&self) -> impl Iterator<Item = &Diagnostic> {
        self.found.iter()
    }

    /// Those found, by file and place, without repeats. What has no place comes first.
    pub fn into_sorted(self) -> Vec<Diagnostic> {
        let mut found = self.found;
        found.sort_by_key(place);
        let mut seen = BTreeSet::new();
        found.retain(|one| seen.insert((place(one), one.message.clone())));
        found
    }
}

fn place(diagnostic: &Diagnostic) -> (Option<Span>, Code) {
    (diagnostic.span(), diagnostic.code)
}

impl From<Diagnostic> for Diagnostics {
    fn from(one: Diagnostic) -> Self {
        Self { found: vec![one] }
    }
}

impl From<Vec<Diagnostic>> for Diagnostics {
    fn from(found: Vec<Diagnostic>) -> Self {
        Self { found }
    }
}

impl Extend<Diagnostic> for Diagnostics {
    fn extend<I: IntoIterator<Item = Diagnostic>>(&mut self, others: I) {
        self.found.extend(others);
    }
}

impl FromIterator<Diagnostic> for Diagnostics {
    fn from_iter<I: IntoIterator<Item = Diagnostic>>(found: I) -> Self {
        let found = found.into_iter().collect();
        Self { found }
    }
}

impl IntoIterator for Diagnostics {
    type Item = Diagnostic;
    type IntoIter = std::vec::IntoIter<Diagnostic>;

    fn into_iter(self) -> Self::IntoIter {
        self.found.into_iter()
    }
}
