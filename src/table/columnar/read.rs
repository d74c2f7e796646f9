//! Reading Parquet, some rows of every column at a time.

use std::io::Read;

use parquet::column::reader::ColumnReader;
use parquet::errors::{ParquetError, Result as Parquet};
use parquet::file::reader::{FileReader, SerializedFileReader};

use super::chunks::Chunks;
use super::decode::{Meaning, decode, meaning};
use crate::diag::{CellPlace, Diagnostic, Text};
use crate::table::guard::guarded;
use crate::table::sheet::{RowSource, cell_place};
use crate::table::{Cells, Fault, Format, Held, Limits, Notes, Row, Rows, Sheet, Source, problem};
use crate::text;

/// How many rows are decoded at once: few enough that their cells stay in a processor's cache.
const BATCH: usize = 256;

/// The one sheet of a Parquet file.
pub(in crate::table) fn open(
    mut input: Box<dyn Source>,
    name: &str,
    limits: &Limits,
) -> Result<Sheet, Diagnostic> {
    let place = CellPlace { file: name.to_owned(), ..CellPlace::default() };
    let unreadable = |error| problem::unreadable(name, &error);
    let mut beginning = Vec::new();
    input.by_ref().take(8).read_to_end(&mut beginning).map_err(unreadable)?;
    if beginning.is_empty() {
        return Err(problem::empty(&place));
    }
    if !beginning.starts_with(b"PAR1") {
        let other = text!(zh: "开头不是 PAR1", en: "it does not begin with PAR1");
        let found = problem::other_format(&beginning).unwrap_or(other);
        return Err(problem::not_of_format(name, Format::Parquet, found));
    }
    let chunks = Chunks::new(input).map_err(unreadable)?;
    let file =
        within(|| SerializedFileReader::new(chunks)).map_err(|error| damaged(name, &error))?;
    let columns: Vec<Column> = {
        let schema = file.metadata().file_metadata().schema_descr();
        let column = |column: &parquet::schema::types::ColumnDescPtr| Column {
            meaning: meaning(column),
            reader: None,
            cells: Vec::new(),
        };
        schema.columns().iter().map(column).collect()
    };
    if columns.len() > limits.columns {
        return Err(problem::too_many_columns(&place, limits.columns));
    }
    check_sizes(&file, name, limits)?;
    let header = titles(&file);
    let rows = Rows::new(Records {
        file,
        columns,
        groups: 0,
        left: 0,
        batch: 0..0,
        number: 0,
        limits: limits.clone(),
        place: place.clone(),
        notes: Notes::default(),
        done: false,
    });
    Ok(Sheet { name: problem::stem(name).to_owned(), header, header_row: 0, rows, place })
}

fn titles(file: &SerializedFileReader<Chunks>) -> Vec<String> {
    let columns = file.metadata().file_metadata().schema_descr().columns();
    let title = |path: &str| path.trim().to_owned();
    columns.iter().map(|column| title(&column.path().string())).collect()
}

fn check_sizes(
    file: &SerializedFileReader<Chunks>,
    name: &str,
    limits: &Limits,
) -> Result<(), Diagnostic> {
    let size = |group: &parquet::file::metadata::RowGroupMetaData| {
        let sizes = group.columns().iter().map(|column| column.uncompressed_size());
        sizes.fold(0u64, |sum, size| sum.saturating_add(u64::try_from(size).unwrap_or(u64::MAX)))
    };
    match file.metadata().row_groups().iter().any(|group| size(group) > limits.unpacked) {
        true => Err(problem::row_group_too_large(name, limits.unpacked)),
        false => Ok(()),
    }
}

/// Work of the parquet crate, whose panics at damaged pages are errors of the file.
fn within<T>(work: impl FnOnce() -> Parquet<T>) -> Parquet<T> {
    guarded(work).unwrap_or_else(|panic| Err(ParquetError::General(panic)))
}

fn damaged(name: &str, error: &ParquetError) -> Diagnostic {
    let error = error.to_string();
    let found: Text = text!(
        zh: "文件损坏或不完整（{error}）",
        en: "it is damaged or cut short ({error})",
    );
    problem::not_of_format(name, Format::Parquet, found)
}

/// The rows of a file.
struct Records {
    file: SerializedFileReader<Chunks>,
    columns: Vec<Column>,
    /// How many row groups were begun.
    groups: usize,
    /// How many rows of the group are not decoded yet.
    left: usize,
    /// Which of the decoded rows are not given yet.
    batch: std::ops::Range<usize>,
    /// The number of the last row given.
    number: u64,
    limits: Limits,
    place: CellPlace,
    notes: Notes,
    done: bool,
}

/// A column of the row group being read.
struct Column {
    meaning: Meaning,
    reader: Option<ColumnReader>,
    /// The rows decoded.
    cells: Vec<Held>,
}

impl Records {
    /// Decodes more rows, and says whether there are any.
    fn decode(&mut self) -> Parquet<bool> {
        while self.left == 0 {
            if self.groups >= self.file.num_row_groups() {
                return Ok(false);
            }
            self.begin_group()?;
        }
        let count = self.left.min(BATCH);
        for (at, column) in self.columns.iter_mut().enumerate() {
            let mut rounded = Vec::new();
            column.cells = match &mut column.reader {
                Some(reader) => {
                    decode(reader, column.meaning, count, self.limits.cell, &mut rounded)?
                }
                None => vec![Fault::Nested.into(); count],
            };
            for position in rounded {
                let before = u64::try_from(position).unwrap_or(u64::MAX);
                let row = self.number.saturating_add(before).saturating_add(1);
                self.notes.rounded.add(self.limits.listed, cell_place(&self.place, row, at));
            }
        }
        self.left = self.left.saturating_sub(count);
        self.batch = 0..count;
        Ok(true)
    }

    fn begin_group(&mut self) -> Parquet<()> {
        let group = self.file.get_row_group(self.groups)?;
        self.groups = self.groups.saturating_add(1);
        self.left = usize::try_from(group.metadata().num_rows())?;
        for (at, column) in self.columns.iter_mut().enumerate() {
            column.reader = match column.meaning {
                Meaning::Nested => None,
                _ => Some(group.get_column_reader(at)?),
            };
        }
        Ok(())
    }

    /// The row at a position of those decoded.
    fn row(&mut self, at: usize) -> Vec<Held> {
        let cell = |column: &mut Column| column.cells.get_mut(at).map(std::mem::take);
        self.columns.iter_mut().map(|column| cell(column).unwrap_or_default()).collect()
    }
}

impl RowSource for Records {
    fn next(&mut self) -> Option<Result<Row, Diagnostic>> {
        while !self.done {
            let Some(at) = self.batch.next() else {
                match within(|| self.decode()) {
                    Ok(more) => self.done = !more,
                    Err(error) => {
                        self.done = true;
                        return Some(Err(damaged(&self.place.file, &error)));
                    }
                }
                continue;
            };
            self.number = self.number.saturating_add(1);
            let cells = self.row(at);
            if cells.iter().any(|cell| *cell != Held::Empty) {
                return Some(Ok(Row { number: self.number, cells: Cells::Typed(cells) }));
            }
        }
        None
    }

    fn notes(&self) -> &Notes {
        &self.notes
    }
}
