//! Reading CSV.

use std::io::{Read, SeekFrom};

use csv::ByteRecord;

use super::encoding::Decoder;
use super::{Metered, system};
use crate::diag::{CellPlace, Diagnostic};
use crate::table::sheet::{RowSource, cell_place};
use crate::table::{Cells, Format, Limits, Notes, Row, Rows, Sheet, Source, Texts, problem};

/// How much of a file is looked at before reading it: enough for the longest header in use.
const BEGINNING: u64 = 1 << 20;

/// How much is read at once.
const BUFFER: usize = 1 << 18;

/// The one sheet of a CSV file.
pub(in crate::table) fn open(
    mut input: Box<dyn Source>,
    name: &str,
    limits: &Limits,
) -> Result<Sheet, Diagnostic> {
    let unreadable = |error| problem::unreadable(name, &error);
    let mut beginning = Vec::new();
    input.by_ref().take(BEGINNING).read_to_end(&mut beginning).map_err(unreadable)?;
    input.seek(SeekFrom::Start(0)).map_err(unreadable)?;
    if let Some(found) = problem::other_format(&beginning) {
        return Err(problem::not_of_format(name, Format::Csv, found));
    }
    let csv = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(separator(&beginning))
        .buffer_capacity(BUFFER)
        .from_reader(Metered::new(input));
    let mut records = Records {
        csv,
        decoder: Decoder::new(&beginning),
        limits: limits.clone(),
        place: CellPlace { file: name.to_owned(), ..CellPlace::default() },
        record: ByteRecord::new(),
        row: 0,
        spans_lines: false,
        width: None,
        done: false,
        notes: Notes::default(),
    };
    let header = records.header()?;
    records.width = Some(header.len());
    let place = records.place.clone();
    let header_row = records.row;
    let name = problem::stem(name).to_owned();
    Ok(Sheet { name, header, header_row, rows: Rows::new(records), place })
}

/// What separates the fields: that of the three which stands most often in the first line.
fn separator(beginning: &[u8]) -> u8 {
    let line = beginning.split(|byte| matches!(byte, b'\n' | b'\r')).find(|line| !line.is_empty());
    let count = |wanted: u8| {
        let mut quoted = false;
        let outside = line.unwrap_or_default().iter().filter(|byte| {
            quoted ^= **byte == b'"';
            !quoted && **byte == wanted
        });
        outside.count()
    };
    // Of equals the last is taken.
    [b';', b'\t', b','].into_iter().max_by_key(|separator| count(*separator)).unwrap_or(b',')
}

/// The records of a file, cut from its bytes.
struct Records {
    csv: csv::Reader<Metered<Box<dyn Source>>>,
    decoder: Decoder,
    limits: Limits,
    place: CellPlace,
    /// The last record read, its memory used again.
    record: ByteRecord,
    /// The number of that record, as a spreadsheet counts rows.
    row: u64,
    /// Whether a line ends within a field of that record.
    spans_lines: bool,
    /// How many titles the header has, once it is read.
    width: Option<usize>,
    done: bool,
    notes: Notes,
}

impl Records {
    fn header(&mut self) -> Result<Vec<String>, Diagnostic> {
        let first = match self.next() {
            None => return Err(problem::empty(&self.place)),
            Some(row) => row?,
        };
        let Cells::Text(titles) = first.cells else { return Ok(Vec::new()) };
        let mut header: Vec<String> =
            titles.iter().map(|title| super::without_guard(title).to_owned()).collect();
        while header.last().is_some_and(String::is_empty) {
            header.pop();
        }
        Ok(header)
    }

    /// Reads the next record, and says whether there was one.
    fn read(&mut self) -> Result<bool, Diagnostic> {
        let before = self.csv.position().clone();
        let buffered = u64::try_from(BUFFER).unwrap_or(u64::MAX);
        let until = before.byte().saturating_add(self.limits.record).saturating_add(buffered);
        self.csv.get_mut().allow(until);
        let next = self.row.saturating_add(1);
        match self.csv.read_byte_record(&mut self.record) {
            // A quote that is not closed makes one cell of all that follows.
            Ok(false) if self.spans_lines && !self.csv.get_ref().quotes_are_paired() => {
                Err(problem::unclosed_quote(&self.place, self.row))
            }
            Ok(false) => Ok(false),
            Ok(true) => {
                let lines = self.csv.position().line().saturating_sub(before.line());
                let inside = self.lines_inside();
                self.spans_lines = inside > 0;
                // A spreadsheet counts the blank lines before the record, the reader passes over
                // them.
                let blank = lines.saturating_sub(1).saturating_sub(inside);
                self.row = next.saturating_add(blank);
                Ok(true)
            }
            Err(_) if self.csv.get_ref().is_exhausted() => {
                Err(problem::record_too_long(&self.place, next, self.limits.record))
            }
            Err(error) => Err(problem::unreadable(&self.place.file, &system(error))),
        }
    }

    /// How many lines end within the fields of the record.
    fn lines_inside(&self) -> u64 {
        let inside = self.record.as_slice().iter().filter(|byte| **byte == b'\n').count();
        u64::try_from(inside).unwrap_or(u64::MAX)
    }

    /// The record as a row, or `None` if it is without content.
    fn row(&mut self) -> Result<Option<Row>, Diagnostic> {
        let bytes = self.record.as_slice();
        if bytes.iter().all(u8::is_ascii_whitespace) {
            return Ok(None);
        }
        if bytes.contains(&0) {
            return Err(problem::nul(&cell_place(&self.place, self.row, self.field_with(0))));
        }
        if bytes.len() > self.limits.cell {
            self.check_cells()?;
        }
        let texts = self.decoder.decode(&self.record);
        let texts = texts.map_err(|bad| {
            problem::undecodable(&cell_place(&self.place, self.row, bad.field), &bad)
        })?;
        self.check_width(&texts)?;
        Ok(Some(Row { number: self.row, cells: Cells::Text(texts) }))
    }

    fn field_with(&self, byte: u8) -> usize {
        self.record.iter().position(|field| field.contains(&byte)).unwrap_or_default()
    }

    fn check_cells(&self) -> Result<(), Diagnostic> {
        match self.record.iter().position(|field| field.len() > self.limits.cell) {
            None => Ok(()),
            Some(at) => {
                let place = cell_place(&self.place, self.row, at);
                Err(problem::cell_too_long(place, self.limits.cell))
            }
        }
    }

    fn check_width(&self, texts: &Texts) -> Result<(), Diagnostic> {
        let Some(width) = self.width else {
            return match texts.len() > self.limits.columns {
                true => Err(problem::too_many_columns(&self.place, self.limits.columns)),
                false => Ok(()),
            };
        };
        let beyond = || texts.iter().skip(width).any(|text| !text.trim().is_empty());
        if texts.len() < width {
            return Err(problem::too_few_cells(&self.place, self.row, texts.len(), width));
        }
        match beyond() {
            true => Err(problem::beyond_header(&self.place, self.row, width)),
            false => Ok(()),
        }
    }
}

impl RowSource for Records {
    fn next(&mut self) -> Option<Result<Row, Diagnostic>> {
        while !self.done {
            let row = match self.read() {
                Ok(true) => self.row(),
                Ok(false) => {
                    self.done = true;
                    break;
                }
                Err(problem) => {
                    self.done = true;
                    Err(problem)
                }
            };
            if let Some(row) = row.transpose() {
                return Some(row);
            }
        }
        None
    }

    fn notes(&self) -> &Notes {
        &self.notes
    }
}
