//! Rows of children, read ahead so that they may stand in another order than their parents.

use std::collections::hash_map::Entry;
use std::collections::{BTreeMap, HashMap, HashSet};

use super::Rows;
use super::fingerprint::{ByFingerprint, Fingerprint};
use crate::diag::Diagnostic;
use crate::table::{Notes, Row};

/// How many rows are read ahead in all, shared evenly by the tables of children.
pub(super) const ROWS_AHEAD: usize = 400_000;

/// Rows of one table, to be claimed by key.
pub(super) struct Window {
    rows: Rows,
    /// How many unclaimed rows are held at most.
    size: usize,
    /// Unclaimed rows by their numbers.
    held: BTreeMap<u64, Row>,
    /// The numbers of the unclaimed rows of each key.
    by_key: HashMap<Fingerprint, Numbers, ByFingerprint>,
}

/// The numbers of some rows, of which there is at least one, and mostly no more.
struct Numbers {
    first: u64,
    more: Vec<u64>,
}

impl Window {
    /// A window over rows, holding so many.
    pub(super) fn new(rows: Rows, size: usize) -> Self {
        Self { rows, size, held: BTreeMap::new(), by_key: HashMap::default() }
    }

    /// How many unclaimed rows are held at most.
    pub(super) fn size(&self) -> usize {
        self.size
    }

    /// What was noticed in the rows read so far.
    pub(super) fn notes(&self) -> &Notes {
        self.rows.notes()
    }

    /// The next row of the table, when there is room for it.
    pub(super) fn read(&mut self) -> Option<Result<Row, Diagnostic>> {
        if self.held.len() >= self.size {
            return None;
        }
        self.rows.next()
    }

    /// Holds a row until its key claims it.
    pub(super) fn hold(&mut self, key: Fingerprint, row: Row) {
        match self.by_key.entry(key) {
            Entry::Occupied(mut numbers) => numbers.get_mut().more.push(row.number),
            Entry::Vacant(place) => {
                place.insert(Numbers { first: row.number, more: Vec::new() });
            }
        }
        self.held.insert(row.number, row);
    }

    /// Takes the rows of a key, in their order.
    pub(super) fn claim(&mut self, key: Fingerprint) -> Vec<Row> {
        let Some(Numbers { first, more }) = self.by_key.remove(&key) else { return Vec::new() };
        let numbers = std::iter::once(first).chain(more);
        numbers.filter_map(|number| self.held.remove(&number)).collect()
    }

    /// Takes the first row that nobody has claimed.
    pub(super) fn first(&mut self) -> Option<Row> {
        self.held.pop_first().map(|(_, row)| row)
    }
}

/// Ids that were met.
#[derive(Default)]
pub(super) struct Met(HashSet<Fingerprint, ByFingerprint>);

impl Met {
    /// Whether an id was met before.
    pub(super) fn contains(&self, id: Fingerprint) -> bool {
        self.0.contains(&id)
    }

    /// Notes an id; false if it was met before.
    pub(super) fn insert(&mut self, id: Fingerprint) -> bool {
        self.0.insert(id)
    }
}
