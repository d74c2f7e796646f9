//! Writing JSON: an object a line; in a file called `.json` all in one array.

use std::io::{self, BufWriter, Write};

use crate::diag::Diagnostic;
use crate::table::{Cell, Column, TableWriter, problem};

/// Writes one table as objects.
pub(in crate::table) struct JsonWriter<W: Write> {
    output: BufWriter<W>,
    name: String,
    /// The keys as they are written, quotes included.
    keys: Option<Vec<String>>,
    array: bool,
    first: bool,
}

impl<W: Write> JsonWriter<W> {
    pub(in crate::table) fn new(output: W, name: &str) -> Self {
        let extension = name.rsplit('.').next().unwrap_or_default();
        Self {
            output: BufWriter::with_capacity(1 << 16, output),
            name: name.to_owned(),
            keys: None,
            array: extension.eq_ignore_ascii_case("json"),
            first: true,
        }
    }

    fn object(&mut self, cells: &[Cell<'_>]) -> io::Result<()> {
        let between: &[u8] = match (self.first, self.array) {
            (true, true) => b"[\n",
            (true, false) => b"",
            (false, true) => b",\n",
            (false, false) => b"\n",
        };
        self.first = false;
        self.output.write_all(between)?;
        let mut separator = "{";
        for (key, cell) in self.keys.iter().flatten().zip(cells) {
            if *cell == Cell::Empty {
                continue;
            }
            write!(self.output, "{separator}{key}:")?;
            separator = ",";
            write_cell(&mut self.output, cell)?;
        }
        self.output.write_all(if separator == "{" { b"{}" } else { b"}" })
    }

    fn end(&mut self) -> io::Result<()> {
        let end: &[u8] = match (self.first, self.array) {
            (true, true) => b"[]\n",
            (true, false) => b"",
            (false, true) => b"\n]\n",
            (false, false) => b"\n",
        };
        self.output.write_all(end)?;
        self.output.flush()
    }

    fn failed(&self, error: io::Error) -> Diagnostic {
        problem::cannot_write(&self.name, error)
    }
}

impl<W: Write + Send> TableWriter for JsonWriter<W> {
    fn sheet(&mut self, _: &str, columns: &[Column]) -> Result<(), Diagnostic> {
        if self.keys.is_some() {
            return Err(problem::one_sheet(&self.name));
        }
        let key = |column: &Column| serde_json::to_string(column.title.trim());
        let keys = columns.iter().map(key).collect::<Result<_, _>>();
        self.keys = Some(keys.map_err(|error| self.failed(error.into()))?);
        Ok(())
    }

    fn row(&mut self, cells: &[Cell<'_>]) -> Result<(), Diagnostic> {
        self.object(cells).map_err(|error| self.failed(error))
    }

    fn finish(mut self: Box<Self>) -> Result<(), Diagnostic> {
        self.end().map_err(|error| self.failed(error))
    }
}

fn write_cell(output: &mut impl Write, cell: &Cell<'_>) -> io::Result<()> {
    match cell {
        Cell::Empty => output.write_all(b"null"),
        Cell::Text(text) => Ok(serde_json::to_writer(output, text.trim())?),
        Cell::Number(number) => write!(output, "{number}"),
        Cell::Truth(truth) => write!(output, "{truth}"),
        Cell::Date(date) => write!(output, "\"{date}\""),
        Cell::Fault(fault) => Ok(serde_json::to_writer(output, fault.shown())?),
    }
}
