//! Writing tables, whatever the format.

use std::io::Write;

#[cfg(feature = "parquet")]
use super::columnar::ParquetWriter;
use super::delimited::CsvWriter;
use super::objects::JsonWriter;
#[cfg(not(feature = "parquet"))]
use super::problem;
use super::workbook::XlsxWriter;
use super::{Cell, Format};
use crate::diag::Diagnostic;

/// A column that is to be written.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Column {
    /// Its title.
    pub title: String,
    /// What its cells hold.
    pub kind: Kind,
    /// A note on the title, where the format has them (xlsx).
    pub note: Option<String>,
    /// The only texts allowed, offered as a drop-down where the format has them (xlsx).
    pub choices: Vec<String>,
}

/// What the cells of a column hold. Any of them may be empty.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Kind {
    /// Texts.
    #[default]
    Text,
    /// Numbers of at most so many digits after the point.
    Number {
        /// How many digits.
        decimals: u32,
    },
    /// Whole numbers that name something, such as years: shown without separators.
    Ordinal,
    /// Yes or no.
    Truth,
    /// Dates.
    Date,
}

/// A chart of rows of a sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chart {
    /// What it says on top.
    pub title: String,
    /// How it is drawn.
    pub shape: Shape,
    /// The column of the labels, from 0.
    pub labels: usize,
    /// The columns of the figures, from 0, each a series under the title of its column.
    pub figures: Vec<usize>,
    /// The first and the last of the rows, the row below the header being 0.
    pub rows: (u32, u32),
}

/// How a chart is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// Upright columns, the series side by side.
    Columns,
    /// Upright columns, the series on top of each other.
    StackedColumns,
    /// Bars from the left, for long labels.
    Bars,
    /// A line through the figures.
    Line,
}

/// How tables are written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Options {
    /// Whether CSV begins with the mark by which Excel and WPS know UTF-8.
    pub mark: bool,
}

impl Default for Options {
    fn default() -> Self {
        Self { mark: true }
    }
}

impl Column {
    /// A column of a title and what its cells hold.
    pub fn new(title: impl Into<String>, kind: Kind) -> Self {
        Self { title: title.into(), kind, ..Self::default() }
    }
}

/// Writes tables of one file: for each sheet its header, then its rows.
///
/// Nothing is complete before [`finish`](Self::finish); an error leaves what was written unusable,
/// and whoever gave the output must not put it in the place of another.
pub trait TableWriter: Send {
    /// Begins a sheet with its header. Formats with one sheet a file
    /// ([`capacity`](super::capacity)) do not keep its name, and refuse a second.
    fn sheet(&mut self, name: &str, columns: &[Column]) -> Result<(), Diagnostic>;

    /// Writes a row of the sheet: a cell for each column, in order. A cell of another sort than its
    /// column's is refused where the format has types (Parquet), so is more than the format holds.
    fn row(&mut self, cells: &[Cell<'_>]) -> Result<(), Diagnostic>;

    /// Draws a chart of the rows of the sheet beside it, where the format has charts (xlsx).
    fn chart(&mut self, chart: &Chart) -> Result<(), Diagnostic> {
        let _ = chart;
        Ok(())
    }

    /// Writes what is left.
    fn finish(self: Box<Self>) -> Result<(), Diagnostic>;
}

/// A writer of the format to an output; `name` is the file's, for messages.
pub fn create<'a>(
    output: impl Write + Send + 'a,
    name: &str,
    format: Format,
    options: &Options,
) -> Result<Box<dyn TableWriter + 'a>, Diagnostic> {
    match format {
        Format::Csv => Ok(Box::new(CsvWriter::new(output, name, options)?)),
        Format::Xlsx => Ok(Box::new(XlsxWriter::new(output, name))),
        #[cfg(feature = "parquet")]
        Format::Parquet => Ok(Box::new(ParquetWriter::new(output, name))),
        #[cfg(not(feature = "parquet"))]
        Format::Parquet => Err(problem::not_built(name, format)),
        Format::Json => Ok(Box::new(JsonWriter::new(output, name))),
    }
}
