//! What is noticed while reading that is no problem, and that people should know.

use std::collections::BTreeMap;
use std::fmt;

use crate::diag::CellPlace;

/// What was noticed while reading that is no problem, and that people should know.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Notes {
    /// Formulas, of which the value the file holds was taken.
    pub formulas: Listed,
    /// Binary numbers that hold more than the 15 significant digits that were taken.
    pub rounded: Listed,
}

/// Cells: how many, and where the first of them are.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Listed {
    /// How many there are.
    pub count: u64,
    /// Where the first of them are, in the order in which the ranges begin.
    pub ranges: Vec<CellRange>,
    /// The latest range of each column.
    latest: BTreeMap<Option<u32>, usize>,
}

/// Cells of a column that follow each other: `data.xlsx 企业!C2:C50`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CellRange {
    /// The first of them.
    pub first: CellPlace,
    /// The row of the last.
    pub last_row: Option<u64>,
}

impl Notes {
    /// Whether nothing was noticed.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.formulas.count == 0 && self.rounded.count == 0
    }

    /// Adds what was noticed in another table.
    pub fn join(&mut self, other: &Self) {
        self.formulas.join(&other.formulas);
        self.rounded.join(&other.rounded);
    }
}

impl Listed {
    /// Adds a cell of one table, below those of its column before, naming it unless `limit` ranges
    /// are named.
    pub(super) fn add(&mut self, limit: usize, place: CellPlace) {
        self.count = self.count.saturating_add(1);
        let named = self.ranges.len();
        let latest = self.latest.get(&place.column).and_then(|at| self.ranges.get_mut(*at));
        let next = |range: &CellRange| range.last_row.and_then(|row| row.checked_add(1));
        match latest {
            Some(range) if next(range) == place.row => range.last_row = place.row,
            _ if named < limit => {
                self.latest.insert(place.column, named);
                self.ranges.push(CellRange { last_row: place.row, first: place });
            }
            _ => {}
        }
    }

    /// How many cells are in no range that is named.
    #[must_use]
    pub fn unnamed(&self) -> u64 {
        let named = self.ranges.iter().map(CellRange::count);
        self.count.saturating_sub(named.fold(0, u64::saturating_add))
    }

    fn join(&mut self, other: &Self) {
        self.count = self.count.saturating_add(other.count);
        self.ranges.extend_from_slice(&other.ranges);
        // Another table: its rows follow on none of those before.
        self.latest.clear();
    }
}

impl CellRange {
    /// How many cells it has.
    #[must_use]
    pub fn count(&self) -> u64 {
        let more =
            self.last_row.zip(self.first.row).map(|(last, first)| last.saturating_sub(first));
        more.unwrap_or(0).saturating_add(1)
    }

    /// Its cells without file and sheet: `C2:C50`.
    #[must_use]
    pub fn cells(&self) -> String {
        let column = self.first.column.map(CellPlace::letters).unwrap_or_default();
        let cell = |row: Option<u64>| row.map(|row| format!("{column}{row}")).unwrap_or_default();
        match self.last_row == self.first.row {
            true => cell(self.first.row),
            false => format!("{}:{}", cell(self.first.row), cell(self.last_row)),
        }
    }
}

impl fmt::Display for CellRange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let table = CellPlace { row: None, column: None, ..self.first.clone() };
        let gap = if self.first.sheet.is_some() { "!" } else { " " };
        write!(f, "{table}{gap}{}", self.cells())
    }
}
