//! Places in tables, as people who work in spreadsheets name them.

use std::fmt;

use serde::Serialize;

/// A cell, row, column or sheet of a table: `data.xlsx 企业!C12`. What is not told is left out.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct CellPlace {
    /// The file's name.
    pub file: String,
    /// The sheet's name; none where the file is one table.
    pub sheet: Option<String>,
    /// The row from 1, its header row counted.
    pub row: Option<u64>,
    /// The column from 1.
    pub column: Option<u32>,
}

impl CellPlace {
    /// The column by letters, as spreadsheets count: A, B, … Z, AA.
    #[must_use]
    pub fn letters(column: u32) -> String {
        let mut letters = Vec::new();
        let mut rest = column;
        while let Some(before) = rest.checked_sub(1) {
            letters.push(char::from_u32(u32::from(b'A').saturating_add(before % 26)));
            rest = before / 26;
        }
        letters.into_iter().rev().flatten().collect()
    }
}

impl fmt::Display for CellPlace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.file)?;
        let column = self.column.map(Self::letters).unwrap_or_default();
        let row = self.row.map(|row| row.to_string()).unwrap_or_default();
        match (&self.sheet, column.is_empty() && row.is_empty()) {
            (Some(sheet), true) => write!(f, " {sheet}"),
            (Some(sheet), false) => write!(f, " {sheet}!{column}{row}"),
            (None, true) => Ok(()),
            (None, false) => write!(f, " {column}{row}"),
        }
    }
}
