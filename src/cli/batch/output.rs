//! Where the tables of a run go.

use std::io::{Seek, Write};
use std::path::{Path, PathBuf};

use crate::batch::{Results, Table, Value};
use crate::budget::Page;
use crate::diag::{Code, Diagnostic, Lang, Text};
use crate::driver::{self, FileKind, Files, Output};
use crate::table::{self, Cell, Column, Format, Held, Options, TableWriter, capacity};
use crate::text;

/// Where the results go.
pub(super) enum Target {
    /// A file of a format; the sums beside the results where it holds several sheets.
    File(PathBuf, Format),
    /// A directory, a file of CSV for each table.
    Directory(PathBuf),
}

impl Target {
    /// What stands at the path, or what its ending says.
    pub(super) fn of(path: &Path, files: &dyn Files) -> Result<Self, Text> {
        if matches!(files.kind(path), Ok(FileKind::Directory)) {
            return Ok(Self::Directory(path.to_owned()));
        }
        let shown = path.display();
        match Format::of(&shown.to_string()) {
            Some(format) => Ok(Self::File(path.to_owned(), format)),
            None => Err(text!(
                zh: "{shown} 不是目录，后缀也看不出格式：要 .xlsx、.csv、.parquet 或 .json",
                en: "{shown} is no directory, and its ending tells no format: .xlsx, .csv, .parquet or .json",
            )),
        }
    }

    /// Whether it holds tables beside the results.
    pub(super) fn has_several(&self) -> bool {
        matches!(self, Self::Directory(_) | Self::File(_, Format::Xlsx))
    }

    /// The file of the results.
    pub(super) fn results(&self, results: &Results) -> (PathBuf, Format) {
        match self {
            Self::File(path, format) => (path.clone(), *format),
            Self::Directory(directory) => {
                (in_directory(directory, &results.name(), "csv"), Format::Csv)
            }
        }
    }
}

/// An output that is yet to be committed, and its path.
pub(super) type Created<'a> = (Box<dyn Output + 'a>, PathBuf);

/// The file of a table or drawing in a directory.
pub(super) fn in_directory(directory: &Path, name: &str, ending: &str) -> PathBuf {
    directory.join(format!("{name}.{ending}"))
}

/// Writes a small table as a file of its own, yet to be committed.
pub(super) fn written<'a>(
    files: &'a dyn Files,
    directory: &Path,
    table: &Table,
) -> Result<Created<'a>, Diagnostic> {
    let path = in_directory(directory, &table.name, "csv");
    let mut output = driver::create(files, &path)?;
    let mut writer = Writer::new(&mut output, &path, Format::Csv)?;
    writer.table(table)?;
    writer.finish()?;
    Ok((output, path))
}

/// Writes rows, as many as a sheet holds.
pub(super) struct Writer<'a> {
    writer: Box<dyn TableWriter + 'a>,
    path: PathBuf,
    /// How many rows the sheet has, and how many it may have.
    count: u64,
    room: u64,
}

impl<'a> Writer<'a> {
    /// To an output of a format.
    pub(super) fn new(
        output: impl Write + Seek + Send + 'a,
        path: &Path,
        format: Format,
    ) -> Result<Self, Diagnostic> {
        let name = path.display().to_string();
        let writer = table::create(output, &name, format, &Options::default())?;
        Ok(Self { writer, path: path.to_owned(), count: 0, room: capacity(format).rows })
    }

    /// To an output for the rows that were left out, by the ending of its name, else as CSV.
    pub(super) fn of_left_out(
        output: impl Write + Seek + Send + 'a,
        path: &Path,
        columns: &[Column],
    ) -> Result<Self, Diagnostic> {
        let format = Format::of(&path.display().to_string()).unwrap_or(Format::Csv);
        let mut writer = Self::new(output, path, format)?;
        let name = path.file_stem().unwrap_or_default().to_string_lossy();
        writer.sheet(&name, columns)?;
        Ok(writer)
    }

    /// Writes rows that were left out, with their reasons.
    pub(super) fn left_out(&mut self, rows: &[Vec<Held>]) -> Result<(), Diagnostic> {
        for row in rows {
            let cells: Vec<Cell<'_>> = row.iter().map(Held::cell).collect();
            self.writer.row(&cells)?;
        }
        Ok(())
    }

    /// Begins a sheet.
    pub(super) fn sheet(&mut self, name: &str, columns: &[Column]) -> Result<(), Diagnostic> {
        self.count = 0;
        self.writer.sheet(name, columns)
    }

    /// Writes rows of the sheet.
    pub(super) fn rows(&mut self, rows: &[Vec<Value<'_>>]) -> Result<(), Diagnostic> {
        for row in rows {
            if self.count == self.room {
                return Err(too_many_rows(&self.path, self.room));
            }
            self.count = self.count.saturating_add(1);
            let cells: Vec<Cell<'_>> = row.iter().map(Value::cell).collect();
            self.writer.row(&cells)?;
        }
        Ok(())
    }

    /// Writes a sheet whole.
    pub(super) fn table(&mut self, table: &Table) -> Result<(), Diagnostic> {
        self.sheet(&table.name, &table.columns)?;
        self.rows(&table.rows)
    }

    /// Writes a page of the summary with its charts.
    pub(super) fn page(&mut self, page: &Page, lang: Lang) -> Result<(), Diagnostic> {
        self.table(&page.table(lang))?;
        page.charts(lang).iter().try_for_each(|chart| self.writer.chart(chart))
    }

    /// How many rows the sheet has.
    pub(super) fn count(&self) -> u64 {
        self.count
    }

    /// Writes what is left.
    pub(super) fn finish(self) -> Result<(), Diagnostic> {
        self.writer.finish()
    }
}

/// The results have more rows than the sheet of a file holds.
pub(super) fn too_many_rows(path: &Path, room: u64) -> Diagnostic {
    let path = path.display();
    let message = text!(
        zh: "结果超过一张工作表能放的 {room} 行，{path} 没有写",
        en: "the results have more than the {room} rows that a sheet holds; {path} was not written",
    );
    let help = text!(
        zh: "写成 .csv 或 .parquet，或用 --layout wide 每个主体一行，或用 --only、--clause 分几次算",
        en: "write .csv or .parquet, or a row a subject with --layout wide, or fewer at once with --only or --clause",
    );
    Diagnostic::new(Code::TableTooLarge, message).help(help)
}
