//! Which table holds what: kinds of subjects, what was paid, series, settings.

use super::Table;
use super::header::Heading;
use super::header::words::{self, Word};
use super::place::in_table;
use crate::diag::{Code, Diagnostic, suggest};
use crate::ir::{KindId, Named};
use crate::scenario::{Directory, numbered};
use crate::text;

/// What a table holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Holds {
    /// What holds for all subjects.
    Settings,
    /// Series.
    Series,
    /// Subjects of a kind.
    Kind(KindId),
    /// What was paid before.
    History,
    /// Explanations.
    Nothing,
}

/// Tables with what each holds, parents before their children.
pub(super) fn layout(
    directory: &Directory<'_>,
    tables: Vec<Table>,
    found: &mut Vec<Diagnostic>,
) -> Vec<(Holds, Table)> {
    let only = tables.len() == 1;
    let mut laid: Vec<(Holds, Table)> = Vec::new();
    for table in tables {
        let holds = match (by_name(directory, &table.name), only) {
            (Some(holds), _) => holds,
            (None, true) => match by_columns(directory, &table.header) {
                Some(kind) => Holds::Kind(kind),
                None => {
                    found.push(kind_unclear(directory, &table));
                    continue;
                }
            },
            (None, false) => {
                found.push(unknown_table(directory, &table));
                continue;
            }
        };
        match laid.iter().find(|(other, _)| *other == holds && holds != Holds::Nothing) {
            Some((_, first)) => found.push(table_twice(first, &table)),
            None => laid.push((holds, table)),
        }
    }
    // A kind's parent has a lower id.
    laid.sort_by_key(|(holds, _)| *holds);
    let kinds: Vec<KindId> = laid.iter().filter_map(|(holds, _)| holds.kind()).collect();
    for (holds, table) in &laid {
        found.extend(holds.kind().and_then(|kind| lacks_parent(directory, kind, &kinds, table)));
    }
    laid
}

impl Holds {
    fn kind(self) -> Option<KindId> {
        match self {
            Self::Kind(kind) => Some(kind),
            _ => None,
        }
    }
}

/// What a table of this name holds.
fn by_name(directory: &Directory<'_>, name: &str) -> Option<Holds> {
    if let Some(kind) = directory.kind_named(name) {
        return Some(Holds::Kind(kind));
    }
    let words: [(Word, Holds); 6] = [
        (words::SETTINGS, Holds::Settings),
        (words::SERIES, Holds::Series),
        (words::HISTORY, Holds::History),
        (words::GUIDE, Holds::Nothing),
        (words::CHOICES, Holds::Nothing),
        (words::NOTES, Holds::Nothing),
    ];
    words.into_iter().find(|(word, _)| word.contains(&name)).map(|(_, holds)| holds)
}

/// The kind of subject that has all the facts which these columns name, if it is one.
fn by_columns(directory: &Directory<'_>, header: &[String]) -> Option<KindId> {
    let headings = || header.iter().map(|text| Heading::of(text));
    let is_fact =
        |kind: KindId, heading: &Heading<'_>| directory.fact_named(kind, heading.name).is_some();
    let kinds = numbered(&directory.program.vocabulary.kinds).map(|(at, _)| KindId(at));
    // Columns that are facts of no kind at all are reported later, as unknown.
    let known = |heading: &Heading<'_>| directory.owners(heading.name).next().is_some();
    let fits = |kind: &KindId| {
        let mut facts = headings().filter(known).peekable();
        facts.peek().is_some() && facts.all(|heading| is_fact(*kind, &heading))
    };
    let mut fitting = kinds.filter(fits);
    fitting.next().filter(|_| fitting.next().is_none())
}

fn lacks_parent(
    directory: &Directory<'_>,
    kind: KindId,
    kinds: &[KindId],
    table: &Table,
) -> Option<Diagnostic> {
    let parent = directory.program.vocabulary.kinds.get(kind.index())?.parent?;
    if kinds.contains(&parent) {
        return None;
    }
    let (Named { zh, en }, Named { zh: above_zh, en: above_en }) =
        (directory.kind_name(kind), directory.kind_name(parent));
    let message = text!(
        zh: "{zh}属于{above_zh}，数据里却没有{above_zh}表",
        en: "`{en}` belongs to `{above_en}`, of which the data has no table",
    );
    let help = text!(
        zh: "加一个叫“{above_zh}”的表，每行一个{above_zh}，有“编号”列",
        en: "add a table called `{above_en}` with a row for each and a column `id`",
    );
    Some(Diagnostic::new(Code::TableMissing, message).in_cell(table.place.clone()).help(help))
}

fn unknown_table(directory: &Directory<'_>, table: &Table) -> Diagnostic {
    let name = &table.name;
    let kinds = &directory.program.vocabulary.kinds;
    let kinds = kinds.iter().flat_map(|kind| [kind.name.zh.as_str(), kind.name.en.as_str()]);
    let words = [words::SETTINGS, words::SERIES, words::HISTORY, words::GUIDE].into_iter();
    let close = suggest(name, kinds.chain(words.flatten()));
    let message = text!(
        zh: "“{name}”不是主体类型，看不出这个表放的是什么",
        en: "`{name}` is no kind of subject: what the table holds cannot be told",
    );
    let help = match close {
        Some(close) => text!(zh: "改名为“{close}”", en: "call it `{close}`"),
        None => text!(
            zh: "用主体类型作表名；不要读的表叫“说明”",
            en: "call it by a kind of subject, or `guide` if it is not to be read",
        ),
    };
    Diagnostic::new(Code::TableUnknown, message).in_cell(table.place.clone()).help(help)
}

fn kind_unclear(directory: &Directory<'_>, table: &Table) -> Diagnostic {
    let message = text!(
        zh: "表名和列名都看不出是哪一类主体", en: "neither its name nor its columns tell of which kind of subject the table is",
    );
    let close = suggest(&table.name, directory.kind_names());
    let name = close.unwrap_or_else(|| directory.kind_names().next().unwrap_or_default());
    let help = text!(
        zh: "用主体类型作文件名或工作表名，如“{name}”", en: "name the file or the sheet after the kind, such as `{name}`",
    );
    Diagnostic::new(Code::TableUnknown, message).in_cell(table.place.clone()).help(help)
}

fn table_twice(first: &Table, second: &Table) -> Diagnostic {
    let (first, place) = (&first.place, in_table(&second.place, None, None));
    let message = text!(
        zh: "同一类主体有两个表，另一个是 {first}", en: "there are two tables of one kind; the other is {first}",
    );
    let help = text!(zh: "合成一个表", en: "put the rows into one");
    Diagnostic::new(Code::TableTwice, message).in_cell(place).help(help)
}
