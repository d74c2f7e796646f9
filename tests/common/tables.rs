//! Tables read and written in memory, and shown.
#![allow(dead_code, unreachable_pub, clippy::unwrap_used)]

use std::fmt::Write as _;
use std::io::Cursor;

use polc::diag::render::{Style, report};
use polc::diag::{Diagnostic, Lang};
use polc::source::Sources;
use polc::table::{Cell, Column, Format, Limits, Listed, Options, Row, Sheet, create, open};

/// What a file holds, as text: each sheet with its header, rows, problems and notes.
pub fn sheet(name: &str, format: Format, bytes: &[u8]) -> String {
    read(bytes.to_vec(), name, format, &Limits::default())
}

/// The same under given limits.
pub fn read(bytes: Vec<u8>, name: &str, format: Format, limits: &Limits) -> String {
    match open(Cursor::new(bytes), name, format, limits) {
        Ok(sheets) => sheets.into_iter().map(shown).collect(),
        Err(found) => told(&found.into_sorted(), Lang::Zh),
    }
}

fn shown(mut sheet: Sheet) -> String {
    let mut out = format!("{} (row {}): {:?}\n", sheet.name, sheet.header_row, sheet.header);
    let rows: Vec<_> = sheet.rows.by_ref().collect();
    for row in rows {
        match row {
            Ok(row) => writeln!(out, "{}: {}", row.number, cells(&row)).unwrap(),
            Err(problem) => writeln!(out, "{}", told(&[problem], Lang::Zh)).unwrap(),
        }
    }
    let notes = sheet.rows.notes();
    for (what, listed) in [("formulas", &notes.formulas), ("rounded", &notes.rounded)] {
        list(&mut out, what, listed);
    }
    out
}

fn list(out: &mut String, what: &str, listed: &Listed) {
    if listed.count > 0 {
        let first: Vec<_> = listed.ranges.iter().map(ToString::to_string).collect();
        writeln!(out, "{what}: {} ({})", listed.count, first.join(", ")).unwrap();
    }
}

/// The cells of a row.
pub fn cells(row: &Row) -> String {
    let cells = (0..row.width()).map(|column| match row.cell(column) {
        Cell::Empty => "·".into(),
        Cell::Text(text) => format!("{text:?}"),
        Cell::Number(number) => number.to_string(),
        Cell::Truth(truth) => truth.to_string(),
        Cell::Date(date) => date.to_string(),
        Cell::Fault(fault) => format!("{fault:?}"),
    });
    cells.collect::<Vec<_>>().join(" | ")
}

/// What is wrong with a file, in both languages: with all of it, or with its rows and cells.
pub fn refused(what: &str, name: &str, format: Format, bytes: &[u8]) -> String {
    let found = problems(name, format, bytes, &Limits::default());
    assert!(!found.is_empty(), "{what} was accepted");
    let [zh, en] = [Lang::Zh, Lang::En].map(|lang| told(&found, lang));
    format!("════ {what}\n{zh}──── en\n{en}")
}

/// All problems of a file, its cells included.
pub fn problems(name: &str, format: Format, bytes: &[u8], limits: &Limits) -> Vec<Diagnostic> {
    let sheets = match open(Cursor::new(bytes.to_vec()), name, format, limits) {
        Ok(sheets) => sheets,
        Err(found) => return found.into_sorted(),
    };
    let mut found = Vec::new();
    for mut sheet in sheets {
        let rows: Vec<_> = sheet.rows.by_ref().collect();
        for row in rows {
            match row {
                Err(problem) => found.push(problem),
                Ok(row) => found.extend((0..row.width()).filter_map(|column| {
                    let Cell::Fault(fault) = row.cell(column) else { return None };
                    Some(fault.diagnostic(sheet.cell_place(row.number, column)))
                })),
            }
        }
    }
    found
}

fn told(found: &[Diagnostic], lang: Lang) -> String {
    report(found, &Sources::new(), Style { lang, ..Style::default() })
}

/// A file with each text in every column of a row.
pub fn written(format: Format, options: &Options, columns: &[Column], texts: &[&str]) -> Vec<u8> {
    let rows = texts.iter().map(|text| vec![Cell::Text(text); columns.len()]);
    write(format, options, columns, &rows.collect::<Vec<_>>()).unwrap()
}

/// A file of one sheet with the rows.
pub fn write(
    format: Format,
    options: &Options,
    columns: &[Column],
    rows: &[Vec<Cell<'_>>],
) -> Result<Vec<u8>, Diagnostic> {
    let mut bytes = Cursor::new(Vec::new());
    {
        let mut writer = create(&mut bytes, "out", format, options)?;
        writer.sheet("表", columns)?;
        rows.iter().try_for_each(|row| writer.row(row))?;
        writer.finish()?;
    }
    Ok(bytes.into_inner())
}
