//! `--history FILE`: what was paid in other years is read before a run, what it came to is written
//! after it.

use std::io;
use std::path::{Path, PathBuf};

use super::trial::TrialArgs;
use super::{Console, Exit, Format};
use crate::diag::{CellPlace, Code, Diagnostic, Text};
use crate::driver::{self, FileKind, Files};
use crate::eval::{Facts, Outcome};
use crate::history::{Book, Names};
use crate::scenario::Directory;
use crate::source::Sources;
use crate::table::{self, Limits, Options};
use crate::text;

/// Arguments of commands that keep a history.
#[derive(Debug, Clone, clap::Args)]
pub(super) struct HistoryArgs {
    /// The award history: read before the run, written back after it
    #[arg(long, value_name = "FILE")]
    history: Option<PathBuf>,

    /// What the history does not list was not paid
    #[arg(long, requires = "history")]
    history_complete: bool,
}

/// A history that is being kept.
pub(super) struct Kept<'p> {
    /// What it holds.
    pub(super) book: Book<'p>,
    path: PathBuf,
    format: table::Format,
}

/// The history of the scenario that is run, and what its subjects are called there.
pub(super) struct Running<'p> {
    kept: Kept<'p>,
    names: Names,
}

/// Reads the history, if one is named, and puts what it tells into the facts of the scenario.
pub(super) fn begin<'p>(
    args: &HistoryArgs,
    directory: &'p Directory<'p>,
    scenarios: &mut [(String, Facts)],
    console: &mut Console<'_>,
) -> io::Result<Result<Option<Running<'p>>, Exit>> {
    let kept = match args.read(directory, console)? {
        Ok(Some(kept)) => kept,
        Ok(None) => return Ok(Ok(None)),
        Err(exit) => return Ok(Err(exit)),
    };
    let [(_, facts)] = scenarios else {
        let sentence = text!(
            zh: "有 --history 时，文件里只能有一个情景",
            en: "with --history, the file holds one scenario",
        );
        return Ok(Err(console.misused(&sentence)?));
    };
    if let Some(sentence) = unfit(&facts.clauses) {
        return Ok(Err(console.misused(&sentence)?));
    }
    let labels: Vec<String> = facts.subjects.iter().map(|one| one.label.clone()).collect();
    let labels: Vec<&str> = labels.iter().map(String::as_str).collect();
    let named = kept.book.names(facts, &labels);
    let stated = named.and_then(|names| kept.book.state(&names, facts).map(|()| names));
    match stated {
        Ok(names) => Ok(Ok(Some(Running { kept, names }))),
        Err(found) => Ok(Err(console.problems(&found, &Sources::new())?)),
    }
}

/// Why a run of these clauses alone leaves no history behind, if it does not.
pub(super) fn unfit(clauses: &[u32]) -> Option<Text> {
    (!clauses.is_empty()).then(|| text!(
        zh: "--history 不能和 --clause 一起用：只算几条，别的条款那一年付了什么就不知道了",
        en: "--history goes with no --clause: of a run of some clauses, what others paid is not known",
    ))
}

impl Running<'_> {
    /// Takes in what the run came to, and writes the history back.
    pub(super) fn keep(
        mut self,
        facts: &Facts,
        outcomes: &[Outcome],
        console: &mut Console<'_>,
    ) -> io::Result<Exit> {
        let page = self.kept.book.page(&self.names, facts, outcomes);
        self.kept.book.replace(page);
        self.kept.write(console)
    }
}

impl HistoryArgs {
    /// Why figures on trial leave no history behind, if any are.
    pub(super) fn unfit(&self, trial: &TrialArgs) -> Option<Text> {
        (self.is_given() && trial.is_given()).then(|| {
            text!(
                zh: "--history 不能和 --set 一起用：试改的数算出来的没有付过",
                en: "--history goes with no --set: what figures on trial come to was never paid",
            )
        })
    }

    /// Whether a history is kept.
    pub(super) fn is_given(&self) -> bool {
        self.history.is_some()
    }

    /// Reads the history, if one is named; where no file stands yet, nothing is told in it. With
    /// problems in it, these are reported and the command ends.
    pub(super) fn read<'p>(
        &self,
        directory: &'p Directory<'p>,
        console: &mut Console<'_>,
    ) -> io::Result<Result<Option<Kept<'p>>, Exit>> {
        let Some(path) = &self.history else { return Ok(Ok(None)) };
        let Some(format) = table::Format::of(&shown(path)) else {
            let sentence = text!(
                zh: "历史文件的名称要以 .csv 或 .xlsx 结尾",
                en: "the name of a history file ends in .csv or .xlsx",
            );
            return Ok(Err(console.misused(&sentence)?));
        };
        let mut book = match read(path, format, directory, console.files) {
            Ok(book) => book,
            Err(found) => return Ok(Err(console.problems(&found, &Sources::new())?)),
        };
        if self.history_complete {
            book.declare_complete();
        }
        Ok(Ok(Some(Kept { book, path: path.clone(), format })))
    }
}

impl Kept<'_> {
    /// Writes the history back. What stood in the file stays if that fails.
    pub(super) fn write(&self, console: &mut Console<'_>) -> io::Result<Exit> {
        if let Err(problem) = self.written(console.files) {
            return console.problems(&[problem], &Sources::new());
        }
        if console.format == Format::Human {
            let path = shown(&self.path);
            console
                .say(&text!(zh: "\n历史已写入 {path}", en: "\nthe history is written to {path}"))?;
        }
        Ok(Exit::Fine)
    }

    fn written(&self, files: &dyn Files) -> Result<(), Diagnostic> {
        let name = shown(&self.path);
        let mut output = driver::create(files, &self.path)?;
        let mut table = table::create(&mut output, &name, self.format, &Options::default())?;
        self.book.write(table.as_mut())?;
        table.finish()?;
        driver::commit(output, &self.path)
    }
}

fn read<'p>(
    path: &Path,
    format: table::Format,
    directory: &'p Directory<'p>,
    files: &dyn Files,
) -> Result<Book<'p>, Vec<Diagnostic>> {
    let name = shown(path);
    let unreadable = |error: io::Error| {
        let message = text!(zh: "{name} 读不了：{error}", en: "cannot read {name}: {error}");
        vec![Diagnostic::new(Code::UnreadableFile, message)]
    };
    match files.kind(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Book::new(directory)),
        Err(error) => return Err(unreadable(error)),
        Ok(FileKind::Directory) => {
            let message = text!(zh: "{name} 是目录", en: "{name} is a directory");
            return Err(vec![Diagnostic::new(Code::UnreadableFile, message)]);
        }
        Ok(FileKind::File { .. }) => {}
    }
    let input = files.open(path).map_err(unreadable)?;
    let sheets = table::open(input, &name, format, &Limits::default());
    let mut sheets = sheets.map_err(|found| found.into_sorted())?.into_iter();
    match (sheets.next(), sheets.next()) {
        (Some(sheet), None) => Book::read(directory, sheet),
        _ => {
            let message = text!(
                zh: "历史文件里只能有一个工作表", en: "a history file holds one sheet",
            );
            let place = CellPlace { file: name, ..CellPlace::default() };
            Err(vec![Diagnostic::new(Code::HistoryColumns, message).in_cell(place)])
        }
    }
}

fn shown(path: &Path) -> String {
    path.display().to_string()
}
