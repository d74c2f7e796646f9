//! `polc template`: an empty input that asks for what some clauses need.

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::policies::{self, unlisted};
use super::{Console, Exit};
use crate::dataset::template::{Blank, Needed, blanks, needed, scenario_json, scenario_pol};
use crate::dataset::years;
use crate::diag::{Code, Diagnostic, Lang, Text};
use crate::driver::{self, FileKind};
use crate::ir::{KindId, Program};
use crate::quantity::Date;
use crate::scenario::Directory;
use crate::source::Sources;
use crate::table::{self, Cell, Options, TableWriter};
use crate::text;

/// Arguments of `template`.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Only what these clauses need
    #[arg(long, value_name = "N,…", value_delimiter = ',')]
    clause: Vec<u32>,

    /// Only the table of this kind of subject
    #[arg(long, value_name = "KIND")]
    kind: Option<String>,

    /// The years to be run, such as 2022 or 2022-2024 (default: the year in which the list was
    /// issued); yearly facts get columns for those and for the earlier years that clauses look at
    #[arg(long, value_name = "YEARS")]
    years: Option<String>,

    /// What to write: a workbook, tables of CSV, or a scenario in JSON or pol
    #[arg(long = "as", value_name = "xlsx|csv|json|pol", id = "form")]
    #[arg(value_enum, hide_possible_values = true)]
    form: Option<Form>,

    /// The file to write (default: by --as to standard output); for CSV a directory, or a file for
    /// one kind
    #[arg(short, long, value_name = "PATH")]
    out: Option<PathBuf>,

    /// The policies (default: those shipped with polc)
    #[arg(long, value_name = "DIR")]
    policies: Option<PathBuf>,
}

/// What to write.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Form {
    Xlsx,
    Csv,
    Json,
    Pol,
}

impl Form {
    /// The form that the ending of a path tells; a path without ending is a directory of CSV.
    fn of(path: &Path) -> Option<Self> {
        let ending = path.extension().map(|ending| ending.to_ascii_lowercase());
        match ending.as_ref().and_then(|ending| ending.to_str()) {
            Some("xlsx") => Some(Self::Xlsx),
            Some("csv") | None => Some(Self::Csv),
            Some("json") => Some(Self::Json),
            Some("pol") => Some(Self::Pol),
            Some(_) => None,
        }
    }
}

/// Writes the template.
pub(super) fn run(args: &Args, console: &mut Console<'_>) -> io::Result<Exit> {
    let program = match policies::load(args.policies.as_ref(), console)? {
        Ok(policies) => policies.program,
        Err(exit) => return Ok(exit),
    };
    if let Some(sentence) = unlisted(&args.clause, &program) {
        return console.misused(&sentence);
    }
    let directory = Directory::new(&program);
    let asked = match Asked::of(args, &directory) {
        Ok(asked) => asked,
        Err(sentence) => return console.misused(&sentence),
    };
    let Asked { form, needed, years, .. } = &asked;
    let lang = console.lang;
    let text = match form {
        Form::Pol => scenario_pol(&directory, needed, *years, lang),
        Form::Json => scenario_json(&directory, needed, *years, lang),
        Form::Xlsx | Form::Csv => {
            let tables = asked.tables(args, &directory, console.lang);
            return match write_tables(args, *form, &tables, console)? {
                Ok(()) => Ok(Exit::Fine),
                Err(problem) => console.problems(&[problem], &Sources::new()),
            };
        }
    };
    match &args.out {
        None => console.write(&text)?,
        Some(path) => {
            if let Err(error) = console.files.write(path, &text) {
                return console.problems(&[driver::unwritable(path, &error)], &Sources::new());
            }
        }
    }
    Ok(Exit::Fine)
}

/// What the command line asks for.
struct Asked {
    form: Form,
    needed: Needed,
    /// The only kind of which a table is wanted.
    kind: Option<KindId>,
    years: Option<(i32, i32)>,
}

impl Asked {
    fn of(args: &Args, directory: &Directory<'_>) -> Result<Self, Text> {
        let by_path = args.out.as_deref().map(|path| (path, Form::of(path)));
        let form = match (args.form, by_path) {
            (Some(form), _) | (None, Some((_, Some(form)))) => form,
            (None, Some((path, None))) => {
                let path = path.display();
                return Err(text!(
                    zh: "{path} 的后缀看不出要写什么；用 --as 指明",
                    en: "the ending of {path} does not tell what to write; say so with --as",
                ));
            }
            (None, None) => Form::Csv,
        };
        if form == Form::Xlsx && args.out.is_none() {
            return Err(
                text!(zh: "工作簿要写进文件：用 -o 指明", en: "a workbook needs a file: name it with -o"),
            );
        }
        let years = args.years.as_deref().map(years).transpose();
        let years = years.map_err(|problem| problem.message)?;
        let needed = needed(directory.program, &args.clause);
        let kind = args.kind.as_ref().map(|name| {
            let kind = directory.kind_named(name).filter(|kind| needed.kinds.contains(kind));
            kind.ok_or_else(|| {
                text!(
                    zh: "这些条款用不到叫“{name}”的主体", en: "these clauses need no kind of subject `{name}`",
                )
            })
        });
        let kind = kind.transpose()?;
        let years = years.or(year_of_issue(directory.program));
        Ok(Self { form, needed, kind, years })
    }

    /// The tables to write. A file of one table holds that of one kind, without what is for all.
    fn tables(&self, args: &Args, directory: &Directory<'_>, lang: Lang) -> Vec<Blank> {
        let mut tables = blanks(directory, &self.needed, self.years, lang);
        let is_file = args.out.as_ref().is_none_or(|path| path.extension().is_some());
        let alone = self.form == Form::Csv && is_file;
        if self.kind.is_some() {
            tables.retain(|table| match table.kind {
                None => !alone,
                kind => kind == self.kind,
            });
        }
        tables
    }
}

fn year_of_issue(program: &Program) -> Option<(i32, i32)> {
    let year = program.list.issued.map(Date::year)?;
    Some((year, year))
}

/// Writes tables: into a workbook, into one file, into files of a directory, or onto the console.
fn write_tables(
    args: &Args,
    form: Form,
    tables: &[Blank],
    console: &mut Console<'_>,
) -> io::Result<Result<(), Diagnostic>> {
    let Some(path) = &args.out else {
        let mut text = Vec::new();
        for (at, table) in tables.iter().enumerate() {
            if tables.len() > 1 {
                let gap = if at == 0 { "" } else { "\n" };
                text.extend(format!("{gap}# {}.csv\n", table.name).into_bytes());
            }
            if let Err(problem) = csv(&mut text, table, false) {
                return Ok(Err(problem));
            }
        }
        console.out.write_all(&text)?;
        return Ok(Ok(()));
    };
    let is_directory = matches!(console.files.kind(path), Ok(FileKind::Directory));
    Ok(match form {
        Form::Xlsx => written(console, path, |output, name| {
            let mut writer = table::create(output, name, table::Format::Xlsx, &Options::default())?;
            tables.iter().try_for_each(|table| put(writer.as_mut(), table))?;
            writer.finish()
        }),
        _ if is_directory => tables.iter().try_for_each(|table| {
            let path = path.join(format!("{}.csv", table.name));
            written(console, &path, |output, _| csv(output, table, true))
        }),
        _ => match tables {
            [table] => written(console, path, |output, _| csv(output, table, true)),
            _ => Err(several(path)),
        },
    })
}

/// Writes a file; what stood there stays if that fails.
fn written(
    console: &Console<'_>,
    path: &Path,
    write: impl FnOnce(&mut Vec<u8>, &str) -> Result<(), Diagnostic>,
) -> Result<(), Diagnostic> {
    let mut content = Vec::new();
    write(&mut content, &path.display().to_string())?;
    let mut output = driver::create(console.files, path)?;
    output.write_all(&content).map_err(|error| driver::unwritable(path, &error))?;
    driver::commit(output, path)
}

fn csv(output: &mut Vec<u8>, table: &Blank, mark: bool) -> Result<(), Diagnostic> {
    let options = Options { mark };
    let mut writer = table::create(output, &table.name, table::Format::Csv, &options)?;
    put(writer.as_mut(), table)?;
    writer.finish()
}

fn put(writer: &mut dyn TableWriter, table: &Blank) -> Result<(), Diagnostic> {
    writer.sheet(&table.name, &table.columns)?;
    for row in &table.rows {
        let cells = row.iter().map(|text| match text.as_str() {
            "" => Cell::Empty,
            text => Cell::Text(text),
        });
        writer.row(&cells.collect::<Vec<_>>())?;
    }
    Ok(())
}

fn several(path: &Path) -> Diagnostic {
    let path = path.display();
    let message = text!(
        zh: "要写几个表，{path} 却不是已有的目录", en: "there are several tables to write, and {path} is no directory that exists",
    );
    let help = text!(
        zh: "先建好目录；或写成 .xlsx；或用 --kind 只写一个表", en: "make the directory first, write .xlsx, or one table with --kind",
    );
    Diagnostic::new(Code::CannotWrite, message).help(help)
}
