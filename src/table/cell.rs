//! What stands in a cell.

use compact_str::CompactString;
use serde::{Deserialize, Serialize};

use super::delimited::without_guard;
use super::{Fault, Texts};
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
    /// Something that cannot be taken; [`Fault::diagnostic`] says why, to whoever needs the cell.
    Fault(&'a Fault),
}

/// The same, held.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum Held {
    /// Nothing.
    #[default]
    Empty,
    /// Text; a short one takes no memory of its own.
    Text(CompactString),
    /// A number.
    Number(Exact),
    /// Yes or no.
    Truth(bool),
    /// A date.
    Date(Date),
    /// Something that cannot be taken.
    Fault(Box<Fault>),
}

/// The cells of a row, in whichever form its format gives them cheaply.
#[derive(Debug, Clone)]
pub enum Cells {
    /// The texts of a CSV record, as they stand there.
    Text(Texts),
    /// Typed cells.
    Typed(Vec<Held>),
}

/// A row of a table.
#[derive(Debug, Clone)]
pub struct Row {
    /// Its number from 1 as a spreadsheet counts, the header row being 1. Formats without a header
    /// row (Parquet, JSON) count their records from 1.
    pub number: u64,
    /// Its cells; cells after the last are empty.
    pub cells: Cells,
}

impl Row {
    /// The cell of a column, counted from 0.
    #[must_use]
    pub fn cell(&self, column: usize) -> Cell<'_> {
        match &self.cells {
            Cells::Text(texts) => match texts.get(column).map(without_guard) {
                None | Some("") => Cell::Empty,
                Some(text) => Cell::Text(text),
            },
            Cells::Typed(held) => held.get(column).map_or(Cell::Empty, Held::cell),
        }
    }

    /// How many cells it has, empty ones counted.
    #[must_use]
    pub fn width(&self) -> usize {
        match &self.cells {
            Cells::Text(texts) => texts.len(),
            Cells::Typed(held) => held.len(),
        }
    }
}

impl Held {
    /// The cell it holds.
    #[must_use]
    pub fn cell(&self) -> Cell<'_> {
        match self {
            Self::Empty => Cell::Empty,
            Self::Text(text) => match trimmed(text) {
                "" => Cell::Empty,
                text => Cell::Text(text),
            },
            Self::Number(number) => Cell::Number(*number),
            Self::Truth(truth) => Cell::Truth(*truth),
            Self::Date(date) => Cell::Date(*date),
            Self::Fault(fault) => Cell::Fault(fault),
        }
    }
}

/// A text without blanks around it. Most begin and end with printable ASCII or a Chinese character,
/// which a look at these alone tells.
pub(super) fn trimmed(text: &str) -> &str {
    let chinese = |lead: u8| matches!(lead, 0xE4..=0xE9);
    let solid = |byte: u8| byte.is_ascii_graphic() || chinese(byte);
    match text.as_bytes() {
        [first, .., last] if solid(*first) && last.is_ascii_graphic() => text,
        [.., lead, _, _] if chinese(*lead) && text.bytes().next().is_some_and(solid) => text,
        _ => text.trim(),
    }
}

impl From<Cell<'_>> for Held {
    fn from(cell: Cell<'_>) -> Self {
        match cell {
            Cell::Empty => Self::Empty,
            Cell::Text(text) => Self::Text(text.into()),
            Cell::Number(number) => Self::Number(number),
            Cell::Truth(truth) => Self::Truth(truth),
            Cell::Date(date) => Self::Date(date),
            Cell::Fault(fault) => Self::Fault(Box::new(fault.clone())),
        }
    }
}
