//! Writing xlsx in constant memory: rows go to a temporary file, and into the workbook at the end.
//! The same rows give the same bytes.

use std::io::{self, Write};

use rust_xlsxwriter::{
    Chart as Drawn, ChartLegendPosition, ChartType, DataValidation, DocProperties, ExcelDateTime,
    Format as Look, FormatAlign, FormatBorder, Note, Workbook, Worksheet, XlsxError,
};

use zip::result::ZipError;

use super::LAST_ROW;
use super::layout::Widths;
use crate::diag::{CellPlace, Diagnostic};
use crate::table::sheet::cell_place;
use crate::table::{Cell, Chart, Column, Format, Kind, Shape, TableWriter, binary, problem};

/// The most characters of a cell.
const MAX_TEXT: usize = 32_767;

/// The most characters of a drop-down's texts with the commas between.
const MAX_CHOICES: usize = 255;

/// The day 0 of the count of days from 1970 in the count of spreadsheets.
const DAY_ZERO: i32 = 25_569;

/// The rows that a chart takes, with a gap.
const CHART_ROWS: u32 = 18;

/// Writes tables as the sheets of a workbook.
pub(in crate::table) struct XlsxWriter<W> {
    output: W,
    name: String,
    workbook: Workbook,
    sheet: Option<Current>,
    looks: Looks,
}

/// The sheet being written; it is the last of the workbook.
struct Current {
    place: CellPlace,
    name: String,
    columns: Vec<Column>,
    /// How each column's numbers look.
    looks: Vec<Look>,
    widths: Widths,
    /// The next row, from 0.
    row: u32,
    charts: u32,
}

/// How cells look that do not depend on their column.
struct Looks {
    title: Look,
    guarded: Look,
    day: Look,
}

impl<W: Write + Send> XlsxWriter<W> {
    pub(in crate::table) fn new(output: W, name: &str) -> Self {
        let looks = Looks {
            title: Look::new()
                .set_bold()
                .set_align(FormatAlign::VerticalCenter)
                .set_text_wrap()
                .set_border_bottom(FormatBorder::Thin),
            guarded: Look::new().set_quote_prefix(),
            day: Look::new().set_num_format("yyyy-mm-dd"),
        };
        Self { output, name: name.to_owned(), workbook: Workbook::new(), sheet: None, looks }
    }

    fn begin(&mut self, name: &str, columns: &[Column]) -> Result<(), XlsxError> {
        let sheet = self.workbook.add_worksheet_with_constant_memory()?;
        sheet.set_name(name)?;
        let last = u16::try_from(columns.len().saturating_sub(1)).unwrap_or(u16::MAX);
        for (column, at) in columns.iter().zip(0u16..) {
            sheet.write_string_with_format(0, at, column.title.trim(), &self.looks.title)?;
            if let Some(note) = &column.note {
                sheet.insert_note(0, at, &note_of(note))?;
            }
            offer_choices(sheet, at, &column.choices)?;
        }
        sheet.set_freeze_panes(1, 0)?;
        sheet.set_landscape().set_print_fit_to_pages(1, 0).set_repeat_rows(0, 0)?;
        if !columns.is_empty() {
            sheet.autofilter(0, 0, LAST_ROW, last)?;
        }
        Ok(())
    }

    /// Sets the widths, which only the rows told.
    fn end(&mut self) -> Result<(), XlsxError> {
        let Some(current) = self.sheet.take() else { return Ok(()) };
        let Some(sheet) = self.workbook.worksheets_mut().last_mut() else { return Ok(()) };
        for (width, at) in current.widths.columns().zip(0u16..) {
            sheet.set_column_width(at, width)?;
        }
        Ok(())
    }

    fn failed(&self, error: XlsxError) -> Diagnostic {
        let error = match error {
            XlsxError::IoError(error) | XlsxError::ZipError(ZipError::Io(error)) => error,
            XlsxError::RowColumnLimitError => return problem::sheet_full(&self.name, Format::Xlsx),
            other => io::Error::other(other.to_string()),
        };
        problem::cannot_write(&self.name, error)
    }
}

impl<W: Write + Send> TableWriter for XlsxWriter<W> {
    fn sheet(&mut self, name: &str, columns: &[Column]) -> Result<(), Diagnostic> {
        self.end().map_err(|error| self.failed(error))?;
        self.begin(name, columns).map_err(|error| self.failed(error))?;
        let place = CellPlace {
            file: self.name.clone(),
            sheet: Some(name.to_owned()),
            row: None,
            column: None,
        };
        self.sheet = Some(Current {
            place,
            name: name.to_owned(),
            columns: columns.to_vec(),
            looks: columns.iter().map(|column| number_look(column.kind)).collect(),
            widths: Widths::new(columns),
            row: 1,
            charts: 0,
        });
        Ok(())
    }

    fn row(&mut self, cells: &[Cell<'_>]) -> Result<(), Diagnostic> {
        let (Some(current), Some(sheet)) =
            (&mut self.sheet, self.workbook.worksheets_mut().last_mut())
        else {
            return Ok(());
        };
        current.widths.see(cells);
        let mut written = Ok(());
        for (at, cell) in cells.iter().enumerate() {
            written = written.and_then(|()| {
                write_cell(sheet, (current.row, at), cell, &self.looks, current.looks.get(at))
            });
            if let Err(XlsxError::MaxStringLengthExceeded) = written {
                let place =
                    cell_place(&current.place, u64::from(current.row).saturating_add(1), at);
                return Err(problem::text_too_long(place, MAX_TEXT));
            }
        }
        current.row = current.row.saturating_add(1);
        written.map_err(|error| self.failed(error))
    }

    fn chart(&mut self, chart: &Chart) -> Result<(), Diagnostic> {
        let (Some(current), Some(sheet)) =
            (&mut self.sheet, self.workbook.worksheets_mut().last_mut())
        else {
            return Ok(());
        };
        let beside = u16::try_from(current.columns.len().saturating_add(1)).unwrap_or(u16::MAX);
        let row = current.charts.saturating_mul(CHART_ROWS).saturating_add(1);
        current.charts = current.charts.saturating_add(1);
        let drawn = drawn(chart, &current.name);
        let inserted = sheet.insert_chart(row, beside, &drawn).map(|_| ());
        inserted.map_err(|error| self.failed(error))
    }

    fn finish(mut self: Box<Self>) -> Result<(), Diagnostic> {
        self.end().map_err(|error| self.failed(error))?;
        // The clock would make two runs differ.
        let day = ExcelDateTime::from_ymd(2000, 1, 1).map_err(|error| self.failed(error))?;
        self.workbook.set_properties(&DocProperties::new().set_creation_datetime(&day));
        let output = &mut self.output;
        let saved = self.workbook.save_to_writer(&mut *output);
        saved.map_err(|error| self.failed(error))?;
        self.output.flush().map_err(|error| problem::cannot_write(&self.name, error))
    }
}

fn write_cell(
    sheet: &mut Worksheet,
    (row, at): (u32, usize),
    cell: &Cell<'_>,
    looks: &Looks,
    number_look: Option<&Look>,
) -> Result<(), XlsxError> {
    let column = u16::try_from(at).map_err(|_| XlsxError::RowColumnLimitError)?;
    match cell {
        Cell::Empty => return Ok(()),
        Cell::Text(text) => return write_text(sheet, (row, column), text, looks),
        Cell::Fault(fault) => return write_text(sheet, (row, column), fault.shown(), looks),
        // More digits than a spreadsheet keeps are kept as text.
        Cell::Number(number) => match (binary::double(*number), number_look) {
            (None, _) => sheet.write_string(row, column, number.to_string()),
            (Some(double), Some(look)) => sheet.write_number_with_format(row, column, double, look),
            (Some(double), None) => sheet.write_number(row, column, double),
        },
        Cell::Truth(truth) => sheet.write_boolean(row, column, *truth),
        Cell::Date(date) => {
            let days = date.day_number().saturating_add(DAY_ZERO);
            sheet.write_number_with_format(row, column, days, &looks.day)
        }
    }
    .map(|_| ())
}

/// A text stays one even when someone edits its cell: one that looks like a formula is marked.
fn write_text(
    sheet: &mut Worksheet,
    (row, column): (u32, u16),
    text: &str,
    looks: &Looks,
) -> Result<(), XlsxError> {
    let text = text.trim();
    match text {
        "" => return Ok(()),
        _ if text.starts_with(['=', '+', '-', '@']) => {
            sheet.write_string_with_format(row, column, text, &looks.guarded)
        }
        _ => sheet.write_string(row, column, text),
    }
    .map(|_| ())
}

fn number_look(kind: Kind) -> Look {
    match kind {
        Kind::Number { decimals: 0 } => Look::new().set_num_format("#,##0"),
        Kind::Number { decimals } => {
            let zeros = "0".repeat(usize::try_from(decimals.min(15)).unwrap_or_default());
            Look::new().set_num_format(format!("#,##0.{zeros}"))
        }
        // Every digit is shown.
        Kind::Text | Kind::Truth | Kind::Date => Look::new(),
    }
}

/// A note large enough for its text.
fn note_of(text: &str) -> Note {
    let lines = u32::try_from(text.chars().count() / 16).unwrap_or(u32::MAX);
    let height = lines.saturating_add(2).saturating_mul(18).clamp(60, 400);
    Note::new(text).add_author_prefix(false).set_width(240).set_height(height)
}

/// A drop-down for every cell of the column below its title. More texts than a drop-down holds are
/// left to the note.
fn offer_choices(sheet: &mut Worksheet, at: u16, choices: &[String]) -> Result<(), XlsxError> {
    let length =
        choices.iter().map(|choice| choice.chars().count().saturating_add(1)).sum::<usize>();
    if choices.is_empty() || length > MAX_CHOICES || choices.iter().any(|one| one.contains(',')) {
        return Ok(());
    }
    let validation = DataValidation::new().allow_list_strings(choices)?;
    sheet.add_data_validation(1, at, LAST_ROW, at, &validation).map(|_| ())
}

fn drawn(chart: &Chart, sheet: &str) -> Drawn {
    let mut drawn = Drawn::new(match chart.shape {
        Shape::Columns => ChartType::Column,
        Shape::StackedColumns => ChartType::ColumnStacked,
        Shape::Bars => ChartType::Bar,
        Shape::Line => ChartType::Line,
    });
    drawn.title().set_name(&chart.title);
    let column = |at: usize| u16::try_from(at).unwrap_or(u16::MAX);
    let (first, last) = (chart.rows.0.saturating_add(1), chart.rows.1.saturating_add(1));
    for figures in &chart.figures {
        let (labels, figures) = (column(chart.labels), column(*figures));
        drawn
            .add_series()
            .set_name((sheet, 0, figures))
            .set_categories((sheet, first, labels, last, labels))
            .set_values((sheet, first, figures, last, figures));
    }
    // From above, as the rows stand.
    if chart.shape == Shape::Bars {
        drawn.x_axis().set_reverse();
    }
    match chart.figures.len() {
        0 | 1 => drawn.legend().set_hidden(),
        _ => drawn.legend().set_position(ChartLegendPosition::Bottom),
    };
    drawn.set_width(640).set_height(340);
    drawn
}
