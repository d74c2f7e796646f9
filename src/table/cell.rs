//! What stands in a cell.

use crate::quantity::{Date, Exact};

/// What stands in a cell. Formats without types give text; what the text means is for the reader of
/// the column to say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cell<'a> {
    /// Nothing.
    Empty,
    /// Text, without blanks around it.
    Text(&'a str),
    /// A number, exactly as the format holds it. (A spreadsheet's binary number is taken at its 15
    /// significant digits.)
    Number(Exact),
    /// Yes or no.
    Truth(bool),
    /// A date.
    Date(Date),
}

/// The same, held.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Held {
    /// Nothing.
    #[default]
    Empty,
    /// Text.
    Text(String),
    /// A number.
    Number(Exact),
    /// Yes or no.
    Truth(bool),
    /// A date.
    Date(Date),
}

/// The cells of a row, in whichever form its format gives them cheaply.
#[derive(Debug, Clone)]
pub enum Cells {
    /// Text only.
    Text(csv::StringRecord),
    /// Typed cells.
    Typed(Vec<Held>),
}

/// A row of a table.
#[derive(Debug, Clone)]
pub struct Row {
    /// Its number from 1 as a spreadsheet counts, the header row being 1.
    pub number: u64,
    /// Its cells; cells after the last are empty.
    pub cells: Cells,
}

impl Row {
    /// The cell of a column, counted from 0.
    #[must_use]
    pub fn cell(&self, column: usize) -> Cell<'_> {
        match &self.cells {
            Cells::Text(record) => match record.get(column).map(str::trim) {
                None | Some("") => Cell::Empty,
                Some(text) => Cell::Text(text),
            },
            Cells::Typed(held) => held.get(column).map_or(Cell::Empty, Held::cell),
        }
    }
}

impl Held {
    /// The cell it holds.
    #[must_use]
    pub fn cell(&self) -> Cell<'_> {
        match self {
            Self::Empty => Cell::Empty,
            Self::Text(text) => Cell::Text(text.trim()).non_empty(),
            Self::Number(number) => Cell::Number(*number),
            Self::Truth(truth) => Cell::Truth(*truth),
            Self::Date(date) => Cell::Date(*date),
        }
    }
}

impl<'a> Cell<'a> {
    fn non_empty(self) -> Self {
        match self {
            Self::Text("") => Self::Empty,
            other => other,
        }
    }
}
