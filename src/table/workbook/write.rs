//! Writing xlsx in constant memory: rows go to a temporary file, and into the workbook at the end.
//! The same rows give the same bytes.

use std::io::{self, Write};

use rust_xlsxwriter::{
    Chart as Drawn, ChartAxisLabelPosition, ChartLegendPosition, ChartType, DocProperties,
    ExcelDateTime, Format as Look, FormatAlign, FormatBorder, Note, Workbook, Worksheet, XlsxError,
};

use zip::result::ZipError;

use super::LAST_ROW;
use super::choices::Choices;
use super::layout::{self, WIDEST, Widths};
use crate::diag::{CellPlace, Diagnostic};
use crate::table::guard::guarded;
use crate::table::sheet::cell_place;
use crate::table::{Cell, Chart, Column, Format, Kind, Shape, TableWriter, binary, problem};

/// The most characters of a cell.
const MAX_TEXT: usize = 32_767;

/// The paper size A4 (ISO/IEC 29500-1, 18.3.1.63).
const A4: u8 = 9;

/// The height of a line in points.
const LINE: u16 = 16;

/// The height of a row in points: Chinese characters need more than the usual 15.
const ROW: u16 = 18;

/// Behind titles.
const TITLE_COLOUR: u32 = 0x00E8_EEF4;

/// The day 0 of the count of days from 1970 in the count of spreadsheets.
const DAY_ZERO: i32 = 25_569;

/// The rows that a chart takes, with a gap.
const CHART_ROWS: u32 = 16;

/// The rows of a page.
const PAGE: u32 = 30;

/// Writes tables as the sheets of a workbook.
pub(in crate::table) struct XlsxWriter<W> {
    output: W,
    name: String,
    workbook: Workbook,
    sheet: Option<Current>,
    looks: Looks,
    choices: Choices,
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
    /// Of columns whose cells stand on the right.
    title_of_figures: Look,
    title_of_ordinals: Look,
    ordinal: Look,
    text: Look,
    guarded: Look,
    long: Look,
    day: Look,
}

impl<W: Write + Send> XlsxWriter<W> {
    pub(in crate::table) fn new(output: W, name: &str) -> Self {
        let title = Look::new()
            .set_bold()
            .set_align(FormatAlign::VerticalCenter)
            .set_text_wrap()
            .set_background_color(TITLE_COLOUR)
            .set_border_bottom(FormatBorder::Thin);
        let looks = Looks {
            title_of_figures: title.clone().set_align(FormatAlign::Right),
            title_of_ordinals: title.clone().set_align(FormatAlign::Center),
            ordinal: number_look(Kind::Ordinal),
            title,
            text: Look::new().set_num_format("@"),
            guarded: Look::new().set_quote_prefix(),
            long: Look::new().set_text_wrap().set_align(FormatAlign::Top),
            day: Look::new().set_num_format("yyyy-mm-dd").set_align(FormatAlign::Left),
        };
        Self {
            output,
            name: name.to_owned(),
            workbook: Workbook::new(),
            sheet: None,
            looks,
            choices: Choices::default(),
        }
    }

    fn begin(&mut self, name: &str, columns: &[Column]) -> Result<(), XlsxError> {
        let sheet = self.workbook.add_worksheet_with_constant_memory()?;
        sheet.set_name(name)?;
        let last = u16::try_from(columns.len().saturating_sub(1)).unwrap_or(u16::MAX);
        for (column, at) in columns.iter().zip(0u16..) {
            let look = match column.kind {
                Kind::Number { .. } => &self.looks.title_of_figures,
                Kind::Ordinal => &self.looks.title_of_ordinals,
                Kind::Text | Kind::Truth | Kind::Date => &self.looks.title,
            };
            sheet.write_string_with_format(0, at, column.title.trim(), look)?;
            // What has a note is for people to fill in.
            if let Some(note) = &column.note {
                sheet.insert_note(0, at, &note_of(note))?;
                match column.kind {
                    // Identifiers stay the texts that they are.
                    Kind::Text => sheet.set_column_format(at, &self.looks.text)?,
                    Kind::Date => sheet.set_column_format(at, &self.looks.day)?,
                    Kind::Number { .. } | Kind::Ordinal | Kind::Truth => sheet,
                };
            }
            if let Some(validation) = self.choices.validation(&column.choices)? {
                sheet.add_data_validation(1, at, LAST_ROW, at, &validation)?;
            }
        }
        sheet.set_row_height(
            0,
            layout::title_lines(columns).saturating_mul(LINE).saturating_add(4),
        )?;
        sheet.set_default_row_height(ROW);
        sheet.set_freeze_panes(1, 0)?;
        sheet.set_paper_size(A4).set_landscape().set_repeat_rows(0, 0)?;
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
        let across = current.widths.pages_across();
        sheet.set_print_fit_to_pages(across, 0);
        if across > 1 {
            // Who a row speaks of stands on every page.
            sheet.set_repeat_columns(0, 1)?;
        }
        Ok(())
    }

    /// Works on the workbook. Where the disk for its temporary files is full, the crate panics.
    fn working(
        &mut self,
        work: impl FnOnce(&mut Self) -> Result<(), XlsxError>,
    ) -> Result<(), Diagnostic> {
        match guarded(|| work(self)) {
            Ok(worked) => worked.map_err(|error| self.failed(error)),
            Err(panic) => Err(problem::cannot_write(&self.name, told_in(panic))),
        }
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
        self.working(|writer| {
            writer.end()?;
            writer.begin(name, columns)
        })?;
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
        if let Some(current) = &self.sheet {
            let too_long = |cell: &Cell<'_>| match cell {
                Cell::Text(text) => text.len() > MAX_TEXT && text.chars().count() > MAX_TEXT,
                _ => false,
            };
            if let Some(at) = cells.iter().position(too_long) {
                let row = u64::from(current.row).saturating_add(1);
                return Err(problem::text_too_long(cell_place(&current.place, row, at), MAX_TEXT));
            }
        }
        self.working(|writer| {
            let sheet = writer.workbook.worksheets_mut().last_mut();
            let (Some(current), Some(sheet)) = (&mut writer.sheet, sheet) else { return Ok(()) };
            current.widths.see(cells);
            for (at, cell) in cells.iter().enumerate() {
                let column = current.columns.get(at).map(|column| column.kind);
                let look = current.looks.get(at).zip(column);
                write_cell(sheet, (current.row, at), cell, &writer.looks, look)?;
            }
            current.row = current.row.saturating_add(1);
            Ok(())
        })
    }

    fn chart(&mut self, chart: &Chart) -> Result<(), Diagnostic> {
        let (Some(current), Some(sheet)) =
            (&mut self.sheet, self.workbook.worksheets_mut().last_mut())
        else {
            return Ok(());
        };
        let beside = u16::try_from(current.columns.len().saturating_add(1)).unwrap_or(u16::MAX);
        // Below the rows a chart prints on their page, if they all stand on one.
        let (first, column) = match current.row {
            rows @ 0..=PAGE => (rows.saturating_add(1), 0),
            _ => (1, beside),
        };
        let row = current.charts.saturating_mul(CHART_ROWS).saturating_add(first);
        current.charts = current.charts.saturating_add(1);
        let drawn = drawn(chart, &current.name);
        let inserted = sheet.insert_chart(row, column, &drawn).map(|_| ());
        inserted.map_err(|error| self.failed(error))
    }

    fn finish(mut self: Box<Self>) -> Result<(), Diagnostic> {
        self.working(|writer| {
            writer.end()?;
            writer.choices.write(&mut writer.workbook)?;
            // The clock would make two runs differ.
            let day = ExcelDateTime::from_ymd(2000, 1, 1)?;
            writer.workbook.set_properties(&DocProperties::new().set_creation_datetime(&day));
            writer.workbook.save_to_writer(&mut writer.output)
        })?;
        self.output.flush().map_err(|error| problem::cannot_write(&self.name, error))
    }
}

/// The error of the system that a panic tells of.
fn told_in(panic: String) -> io::Error {
    let kinds = [
        ("StorageFull", io::ErrorKind::StorageFull),
        ("QuotaExceeded", io::ErrorKind::QuotaExceeded),
        ("FileTooLarge", io::ErrorKind::FileTooLarge),
    ];
    match kinds.into_iter().find(|(name, _)| panic.contains(name)) {
        Some((_, kind)) => kind.into(),
        None => io::Error::other(panic),
    }
}

fn write_cell(
    sheet: &mut Worksheet,
    (row, at): (u32, usize),
    cell: &Cell<'_>,
    looks: &Looks,
    of_column: Option<(&Look, Kind)>,
) -> Result<(), XlsxError> {
    let number_look = of_column.map(|(look, _)| look);
    let column = u16::try_from(at).map_err(|_| XlsxError::RowColumnLimitError)?;
    match cell {
        Cell::Empty => return Ok(()),
        Cell::Text(text) if of_column.is_some_and(|(_, kind)| kind == Kind::Ordinal) => {
            sheet.write_string_with_format(row, column, text.trim(), &looks.ordinal)
        }
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
        _ if layout::text_width(text) > WIDEST => {
            sheet.write_string_with_format(row, column, text, &looks.long)
        }
        _ => sheet.write_string(row, column, text),
    }
    .map(|_| ())
}

fn number_look(kind: Kind) -> Look {
    match kind {
        Kind::Number { decimals: 0 } => Look::new().set_num_format("#,##0_ "),
        Kind::Number { decimals } => {
            let zeros = "0".repeat(usize::try_from(decimals.min(15)).unwrap_or_default());
            Look::new().set_num_format(format!("#,##0.{zeros}_ "))
        }
        // Every digit is shown.
        Kind::Text | Kind::Truth | Kind::Date => Look::new(),
        Kind::Ordinal => Look::new().set_num_format("0").set_align(FormatAlign::Center),
    }
}

/// A note large enough for its text.
fn note_of(text: &str) -> Note {
    let lines = u32::try_from(text.chars().count() / 16).unwrap_or(u32::MAX);
    let height = lines.saturating_add(2).saturating_mul(18).clamp(60, 400);
    Note::new(text).add_author_prefix(false).set_width(240).set_height(height)
}

fn drawn(chart: &Chart, sheet: &str) -> Drawn {
    let parts = chart.figures.len();
    let mut drawn = Drawn::new(match chart.shape {
        Shape::Columns => ChartType::Column,
        Shape::StackedColumns => ChartType::ColumnStacked,
        Shape::Bars if parts > 1 => ChartType::BarStacked,
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
        drawn.y_axis().set_reverse();
        drawn.x_axis().set_num_format("#,##0").set_label_position(ChartAxisLabelPosition::High);
    }
    match parts {
        0 | 1 => drawn.legend().set_hidden(),
        _ => drawn.legend().set_position(ChartLegendPosition::Bottom),
    };
    drawn.set_width(640).set_height(340);
    drawn
}
