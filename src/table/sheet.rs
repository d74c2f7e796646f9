//! A sheet: a header, and rows that are read as they are asked for.

use std::fmt;

use super::{Notes, Row};
use crate::diag::{CellPlace, Diagnostic};

/// A table of a file.
#[derive(Debug)]
pub struct Sheet {
    /// Its name: of the sheet in a workbook, else the file's without its ending.
    pub name: String,
    /// The titles of its columns, without blanks around them; an empty one where there is none.
    pub header: Vec<String>,
    /// The row that the header stands in; 0 where the format has none and names its columns.
    pub header_row: u64,
    /// Its rows below the header. Rows without any content are left out.
    pub rows: Rows,
    /// Its place: the file, and the sheet if the file has several.
    pub place: CellPlace,
}

impl Sheet {
    /// The place of a title, its column counted from 0.
    #[must_use]
    pub fn title_place(&self, column: usize) -> CellPlace {
        let row = (self.header_row > 0).then_some(self.header_row);
        CellPlace { row, ..cell_place(&self.place, 0, column) }
    }

    /// The place of a cell, its column counted from 0.
    #[must_use]
    pub fn cell_place(&self, row: u64, column: usize) -> CellPlace {
        cell_place(&self.place, row, column)
    }
}

/// The place of a cell in a sheet, its column counted from 0.
pub(super) fn cell_place(sheet: &CellPlace, row: u64, column: usize) -> CellPlace {
    let column = u32::try_from(column).ok().and_then(|column| column.checked_add(1));
    CellPlace { row: Some(row), column, ..sheet.clone() }
}

/// Rows that are read as they are asked for. After a problem that leaves no way on (the bytes of a
/// file stop making sense) no more come.
pub struct Rows {
    source: Box<dyn RowSource>,
}

/// What reads the rows of one format.
pub(super) trait RowSource: Send {
    /// The next row with any content.
    fn next(&mut self) -> Option<Result<Row, Diagnostic>>;

    /// What was noticed so far.
    fn notes(&self) -> &Notes;
}

impl Rows {
    pub(super) fn new(source: impl RowSource + 'static) -> Self {
        Self { source: Box::new(source) }
    }

    /// What was noticed in the rows given so far.
    #[must_use]
    pub fn notes(&self) -> &Notes {
        self.source.notes()
    }
}

impl Iterator for Rows {
    type Item = Result<Row, Diagnostic>;

    fn next(&mut self) -> Option<Self::Item> {
        self.source.next()
    }
}

impl fmt::Debug for Rows {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Rows").field("notes", self.notes()).finish_non_exhaustive()
    }
}
