//! Tables of typed cells: read from CSV, xlsx, Parquet and JSON, and written to them. Nothing
//! here knows of policies; [`dataset`](crate::dataset) makes facts of rows, and
//! [`batch`](crate::batch) rows of outcomes.
//!
//! [`open`] gives the [`Sheet`]s of a file, each with its header and its rows, which come one
//! after the other in bounded memory. [`create`] gives a [`TableWriter`]. What is written reads
//! back equal, in every format.

mod binary;
mod cell;
#[cfg(feature = "parquet")]
mod columnar;
mod delimited;
mod fault;
mod format;
mod guard;
mod limits;
mod notes;
mod number;
mod objects;
mod problem;
mod sheet;
mod texts;
mod workbook;
mod write;

pub use cell::{Cell, Cells, Held, Row};
pub use fault::Fault;
pub use format::{Capacity, Format, capacity};
pub use guard::is_guarded;
pub use limits::Limits;
pub use notes::{CellRange, Listed, Notes};
pub use sheet::{Rows, Sheet};
pub use texts::Texts;
pub use write::{Chart, Column, Kind, Options, Shape, TableWriter, create};

use std::io::{Read, Seek};

use crate::diag::Diagnostics;

/// A file that is read piece by piece, and again from its start where its format asks for it.
pub(crate) trait Source: Read + Seek + Send {}

impl<T: Read + Seek + Send> Source for T {}

/// The sheets of a file, in its order: those without any content are left out.
///
/// `name` is the file's, for messages and for the sheet of a format that has only one (its stem).
/// The error says what is wrong with the file as a whole; what is wrong with one row or cell comes
/// with the rows.
pub fn open(
    input: impl Read + Seek + Send + 'static,
    name: &str,
    format: Format,
    limits: &Limits,
) -> Result<Vec<Sheet>, Diagnostics> {
    let input: Box<dyn Source> = Box::new(input);
    let one = |problem| Diagnostics::from_iter([problem]);
    match format {
        Format::Csv => delimited::open(input, name, limits).map(|sheet| vec![sheet]).map_err(one),
        Format::Xlsx => workbook::open(input, name, limits),
        #[cfg(feature = "parquet")]
        Format::Parquet => {
            columnar::open(input, name, limits).map(|sheet| vec![sheet]).map_err(one)
        }
        #[cfg(not(feature = "parquet"))]
        Format::Parquet => Err(one(problem::not_built(name, format))),
        Format::Json => objects::open(input, name, limits).map(|sheet| vec![sheet]).map_err(one),
    }
}
