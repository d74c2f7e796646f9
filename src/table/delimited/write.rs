//! Writing CSV (RFC 4180), safe to open in a spreadsheet.

use std::io::Write;

use super::{GUARD, needs_guard, system};
use crate::diag::Diagnostic;
use crate::table::cell::trimmed;
use crate::table::{Cell, Column, Options, TableWriter, problem};

/// The mark by which Excel and WPS know UTF-8.
const MARK: &[u8] = b"\xEF\xBB\xBF";

/// Writes one table as CSV.
pub(in crate::table) struct CsvWriter<W: Write> {
    csv: csv::Writer<W>,
    name: String,
    begun: bool,
}

impl<W: Write> CsvWriter<W> {
    pub(in crate::table) fn new(
        mut output: W,
        name: &str,
        options: &Options,
    ) -> Result<Self, Diagnostic> {
        let mark = if options.mark { MARK } else { b"" };
        output.write_all(mark).map_err(|error| problem::cannot_write(name, error))?;
        let csv = csv::WriterBuilder::new()
            .terminator(csv::Terminator::CRLF)
            .buffer_capacity(1 << 16)
            .from_writer(output);
        Ok(Self { csv, name: name.to_owned(), begun: false })
    }

    fn field(&mut self, text: &str) -> csv::Result<()> {
        // Blanks around a text are none of it, and would hide the start of a formula.
        let text = trimmed(text);
        match needs_guard(text) {
            true => self.csv.write_field(format!("{GUARD}{text}")),
            false => self.csv.write_field(text),
        }
    }

    fn cell(&mut self, cell: &Cell<'_>) -> csv::Result<()> {
        match cell {
            Cell::Empty | Cell::Fault(_) => self.csv.write_field(""),
            Cell::Text(text) => self.field(text),
            Cell::Number(number) => self.csv.write_field(number.to_string()),
            Cell::Truth(truth) => self.csv.write_field(if *truth { "TRUE" } else { "FALSE" }),
            Cell::Date(date) => self.csv.write_field(date.to_string()),
        }
    }

    fn end(&mut self) -> csv::Result<()> {
        self.csv.write_record(None::<&[u8]>)
    }

    fn failed(&self, error: csv::Error) -> Diagnostic {
        problem::cannot_write(&self.name, system(error))
    }
}

impl<W: Write + Send> TableWriter for CsvWriter<W> {
    fn sheet(&mut self, _: &str, columns: &[Column]) -> Result<(), Diagnostic> {
        if self.begun {
            return Err(problem::one_sheet(&self.name));
        }
        self.begun = true;
        let titles = columns.iter().try_for_each(|column| self.field(&column.title));
        titles.and_then(|()| self.end()).map_err(|error| self.failed(error))
    }

    fn row(&mut self, cells: &[Cell<'_>]) -> Result<(), Diagnostic> {
        let written = cells.iter().try_for_each(|cell| self.cell(cell));
        written.and_then(|()| self.end()).map_err(|error| self.failed(error))
    }

    fn finish(mut self: Box<Self>) -> Result<(), Diagnostic> {
        self.csv.flush().map_err(|error| problem::cannot_write(&self.name, error))
    }
}
