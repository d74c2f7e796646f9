//! Reading xlsx. Every sheet is read once, from above, into packed rows.

use calamine::{DataRef, ExcelDateTime, Reader, SheetType, Xlsx, XlsxError};

use super::formatted::Formatted;
use super::merged::{self, Merged};
use super::packed::{Filled, Packed};
use super::{LAST_ROW, unpack};
use crate::diag::{CellPlace, Diagnostic, Diagnostics};
use crate::quantity::{Date, Exact};
use crate::table::sheet::cell_place;
use crate::table::{Fault, Held, Limits, Rows, Sheet, Source, binary, problem};

/// The sheets of a workbook, hidden ones too.
pub(in crate::table) fn open(
    mut input: Box<dyn Source>,
    name: &str,
    limits: &Limits,
) -> Result<Vec<Sheet>, Diagnostics> {
    let one = |problem| Diagnostics::from_iter([problem]);
    unpack::check(&mut input, name, limits).map_err(one)?;
    let refused = |error| one(told(name, error));
    let mut workbook = Xlsx::new(input).map_err(refused)?;
    let names: Vec<String> = workbook
        .sheets_metadata()
        .iter()
        .filter(|sheet| sheet.typ == SheetType::WorkSheet)
        .map(|sheet| sheet.name.clone())
        .collect();
    let (mut sheets, mut found) = (Vec::new(), Diagnostics::new());
    let mut kept = 0;
    for sheet in names {
        let place =
            CellPlace { file: name.to_owned(), sheet: Some(sheet.clone()), ..CellPlace::default() };
        let merged = workbook.merge_cells_by_sheet_name(&sheet).map_err(refused)?;
        let mut reading = Reading::new(place, Merged::new(merged), limits, kept);
        reading.read(&mut workbook, &sheet).map_err(one)?;
        kept = reading.kept;
        found.extend(std::mem::take(&mut reading.header_problems));
        sheets.extend(reading.into_sheet(sheet));
    }
    match (found.is_empty(), sheets.is_empty()) {
        (false, _) => Err(found),
        (true, false) => Ok(sheets),
        (true, true) => {
            let place = CellPlace { file: name.to_owned(), ..CellPlace::default() };
            Err(one(problem::empty(&place)))
        }
    }
}

/// A sheet being read.
struct Reading<'a> {
    place: CellPlace,
    merged: Merged,
    formatted: Formatted,
    limits: &'a Limits,
    /// How many bytes the rows kept so far take, those of the sheets before included.
    kept: u64,
    /// The titles, once they are met, and their row from 1.
    header: Option<(Vec<String>, u64)>,
    header_problems: Vec<Diagnostic>,
    packed: Packed,
    /// The row being gathered, from 0, and what stands in it.
    row: u32,
    filled: Filled,
}

impl<'a> Reading<'a> {
    fn new(place: CellPlace, merged: Merged, limits: &'a Limits, kept: u64) -> Self {
        Self {
            place,
            merged,
            formatted: Formatted::default(),
            limits,
            kept,
            header: None,
            header_problems: Vec::new(),
            packed: Packed::default(),
            row: 0,
            filled: Vec::new(),
        }
    }

    fn read(&mut self, workbook: &mut Xlsx<Box<dyn Source>>, name: &str) -> Result<(), Diagnostic> {
        let refused = |error| told(&self.place.file, error);
        let formatted = Formatted::of(workbook, name).map_err(refused)?;
        self.formatted =
            formatted.ok_or_else(|| problem::keeps_too_much(&self.place, self.limits))?;
        let mut cells = workbook.worksheet_cells_reader(name).map_err(refused)?;
        while let Some(cell) = cells
            .next_cell_with_formula_metadata()
            .map_err(|error| told(&self.place.file, error))?
        {
            let (row, column) = cell.pos;
            if row < self.row || row > LAST_ROW {
                let row = u64::from(row).saturating_add(1);
                let order = format!("row {row} out of order");
                return Err(unpack::damaged(&self.place.file, &order));
            }
            if row > self.row {
                self.end_row()?;
                self.row = row;
            }
            let held = self.held(cell.value, cell.formula.is_some(), column)?;
            if held != Held::Empty {
                self.filled.push((column, held));
            }
        }
        self.end_row()
    }

    /// What stands in a cell, noting what is to be noted of it.
    fn held(
        &mut self,
        value: DataRef<'_>,
        is_formula: bool,
        column: u32,
    ) -> Result<Held, Diagnostic> {
        let limit = self.limits.listed;
        let place = place(&self.place, self.row, column);
        if is_formula {
            if matches!(value, DataRef::Empty) {
                return Ok(Held::Fault(Box::new(Fault::Uncached)));
            }
            self.packed.notes.formulas.add(limit, place.clone());
        }
        Ok(match value {
            DataRef::Empty => Held::Empty,
            DataRef::SharedString(text) => self.text(text, column, place)?,
            DataRef::String(text) => self.text(&text, column, place)?,
            DataRef::Bool(truth) => Held::Truth(truth),
            DataRef::Int(number) => Held::Number(Exact::from_i64(number)),
            DataRef::Float(value) => match binary::of_double(value) {
                Ok(taken) => {
                    if taken.rounded {
                        self.packed.notes.rounded.add(limit, place);
                    }
                    match self.formatted.at(self.row, column) {
                        Some(format) => format.shown(taken.number),
                        None => Held::Number(taken.number),
                    }
                }
                Err(fault) => fault.into(),
            },
            DataRef::DateTime(moment) => day(&moment).map_or_else(Held::from, Held::Date),
            DataRef::DateTimeIso(text) => iso_day(&text).map_or_else(Held::from, Held::Date),
            DataRef::DurationIso(text) => Fault::NoDate(text).into(),
            DataRef::Error(error) => Fault::ErrorValue(error.to_string()).into(),
        })
    }

    fn text(&mut self, text: &str, column: u32, place: CellPlace) -> Result<Held, Diagnostic> {
        match text.trim() {
            "" => Ok(Held::Empty),
            text if text.len() > self.limits.cell => {
                Err(problem::cell_too_long(place, self.limits.cell))
            }
            text => Ok(Held::Text(match self.formatted.at(self.row, column) {
                Some(format) => format.shown_text(text).into(),
                None => text.into(),
            })),
        }
    }

    /// Keeps the row that was gathered, as the header if it is the first.
    fn end_row(&mut self) -> Result<(), Diagnostic> {
        let mut filled = std::mem::take(&mut self.filled);
        if filled.is_empty() {
            return Ok(());
        }
        let is_filled = |column| filled.iter().any(|(filled, _)| *filled == column);
        let merged = self.merged.at(self.row, is_filled).to_vec();
        for range in &merged {
            let columns = range.start.1..=range.end.1;
            let merged = || Held::from(Fault::Merged(merged::name(range)));
            filled.retain(|(column, _)| !columns.contains(column));
            let within = columns.clone().take(self.limits.columns);
            filled.extend(within.map(|column| (column, merged())));
        }
        let number = u64::from(self.row).saturating_add(1);
        let Some((header, _)) = &self.header else {
            self.header = Some((self.titles(filled)?, number));
            return Ok(());
        };
        let beyond = |column: &u32| usize::try_from(*column).is_ok_and(|at| at >= header.len());
        // A merged range may go on beyond the header; only content there is a problem.
        filled.retain(|(column, held)| !(beyond(column) && matches!(held, Held::Fault(_))));
        if filled.iter().any(|(column, _)| beyond(column)) {
            let problem = problem::beyond_header(&self.place, number, header.len());
            self.packed.push_problem(number, problem);
            return Ok(());
        }
        let size = self.packed.push(number, filled);
        let size = size.map_err(|error| unpack::damaged(&self.place.file, &error))?;
        self.kept = self.kept.saturating_add(u64::try_from(size).unwrap_or(u64::MAX));
        match self.kept > self.limits.kept {
            true => Err(problem::keeps_too_much(&self.place, self.limits)),
            false => Ok(()),
        }
    }

    fn titles(&mut self, filled: Filled) -> Result<Vec<String>, Diagnostic> {
        let mut titles = Vec::new();
        for (column, held) in filled {
            let Ok(at) = usize::try_from(column) else { continue };
            if at >= self.limits.columns {
                return Err(problem::too_many_columns(&self.place, self.limits.columns));
            }
            if titles.len() <= at {
                titles.resize(at.saturating_add(1), String::new());
            }
            let title = match held {
                Held::Empty => continue,
                Held::Text(text) => text.into(),
                Held::Number(number) => number.to_string(),
                Held::Truth(truth) => truth.to_string(),
                Held::Date(date) => date.to_string(),
                Held::Fault(fault) => {
                    self.header_problems.push(fault.diagnostic(place(
                        &self.place,
                        self.row,
                        column,
                    )));
                    continue;
                }
            };
            if let Some(slot) = titles.get_mut(at) {
                *slot = title;
            }
        }
        Ok(titles)
    }

    fn into_sheet(mut self, name: String) -> Option<Sheet> {
        let (header, header_row) = self.header?;
        self.packed.width = header.len();
        let rows = Rows::new(self.packed);
        Some(Sheet { name, header, header_row, rows, place: self.place })
    }
}

/// The place of a cell, its row and column counted from 0.
fn place(sheet: &CellPlace, row: u32, column: u32) -> CellPlace {
    let row = u64::from(row).saturating_add(1);
    cell_place(sheet, row, usize::try_from(column).unwrap_or(usize::MAX))
}

/// The day of a cell with a date's format, if it is a day and no more.
fn day(moment: &ExcelDateTime) -> Result<Date, Fault> {
    let (year, month, day, hour, minute, second, _) = moment.to_ymd_hms_milli();
    let shown = || {
        Fault::NoDate(format!("{year:04}-{month:02}-{day:02} {hour:02}:{minute:02}:{second:02}"))
    };
    if moment.is_duration() || !binary::is_day(moment.as_f64()) {
        return Err(shown());
    }
    Date::new(i32::from(year), u32::from(month), u32::from(day)).map_err(|_| shown())
}

/// The day of a date that the file holds as text (ISO 8601).
fn iso_day(text: &str) -> Result<Date, Fault> {
    let day = text.split_once('T').map_or(Some(text), |(day, time)| {
        time.chars().all(|c| matches!(c, '0' | ':' | '.' | 'Z')).then_some(day)
    });
    let date = day.and_then(|day| Date::parse(day).ok());
    date.ok_or_else(|| Fault::NoDate(text.to_owned()))
}

fn told(name: &str, error: XlsxError) -> Diagnostic {
    match error {
        XlsxError::Password => problem::locked(name),
        other => unpack::damaged(name, &other),
    }
}
