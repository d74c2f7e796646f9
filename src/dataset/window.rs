//! Rows of children, read ahead so that they may stand in another order than their parents.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::hash::{DefaultHasher, Hash, Hasher};

use super::Rows;
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
    by_key: HashMap<String, Vec<u64>>,
}

impl Window {
    /// A window over rows, holding so many.
    pub(super) fn new(rows: Rows, size: usize) -> Self {
        Self { rows, size, held: BTreeMap::new(), by_key: HashMap::new() }
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
    pub(super) fn hold(&mut self, key: &str, row: Row) {
        match self.by_key.get_mut(key) {
            Some(numbers) => numbers.push(row.number),
            None => {
                self.by_key.insert(key.to_owned(), vec![row.number]);
            }
        }
        self.held.insert(row.number, row);
    }

    /// Takes the rows of a key, in their order.
    pub(super) fn claim(&mut self, key: &str) -> Vec<Row> {
        let numbers = self.by_key.remove(key).unwrap_or_default();
        numbers.iter().filter_map(|number| self.held.remove(number)).collect()
    }

    /// Takes the first row that nobody has claimed.
    pub(super) fn first(&mut self) -> Option<Row> {
        self.held.pop_first().map(|(_, row)| row)
    }
}

/// Ids that were met. Kept as fingerprints of 128 bits: of a thousand million ids two would share
/// one by chance less often than once in 10^20 runs.
#[derive(Default)]
pub(super) struct Met(HashSet<[u64; 2]>);

impl Met {
    /// Whether an id was met before.
    pub(super) fn contains(&self, id: &str) -> bool {
        self.0.contains(&fingerprint(id))
    }

    /// Notes an id; false if it was met before.
    pub(super) fn insert(&mut self, id: &str) -> bool {
        self.0.insert(fingerprint(id))
    }
}

fn fingerprint(id: &str) -> [u64; 2] {
    [0u8, 1].map(|half| {
        // Unlike a `RandomState` this one is the same in every run.
        let mut hasher = DefaultHasher::new();
        (half, id).hash(&mut hasher);
        hasher.finish()
    })
}
