//! `polc figures`: the figures of the official text, and what became of them.

use std::io;
use std::path::{Path, PathBuf};

use clap::Subcommand;
use serde::Serialize;

use super::policies::{PolicySet, unlisted};
use super::{Console, Exit, Format, table};
use crate::analyze::figures::{Fate, Figures, Tally};
use crate::diag::{Lang, Text};
use crate::driver::{self, Held};
use crate::ledger::{Difference, Ledger, Row, differences, extract};
use crate::source::{Position, Sources, Span};
use crate::text;

/// Arguments of `figures`.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// What to do with them
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// How many figures of the text the policies say, clause by clause
    Status(StatusArgs),
    /// Draw up a ledger from an official text
    Extract(ExtractArgs),
}

/// Arguments of `figures status`.
#[derive(Debug, clap::Args)]
struct StatusArgs {
    #[command(flatten)]
    set: PolicySet,

    /// Only these clauses (0: what stands outside of any)
    #[arg(long, value_name = "N,…", value_delimiter = ',')]
    clause: Vec<u32>,
}

/// Arguments of `figures extract`.
#[derive(Debug, clap::Args)]
struct ExtractArgs {
    /// The text, plain or Markdown
    #[arg(value_name = "FILE")]
    text: PathBuf,

    /// List where this ledger differs, instead of printing one
    #[arg(long, value_name = "LEDGER")]
    against: Option<PathBuf>,

    /// How many differences are fine
    #[arg(long, value_name = "N", default_value_t = 0, hide_default_value = true)]
    #[arg(requires = "against")]
    allow: usize,
}

/// Runs the command.
pub(super) fn run(args: &Args, console: &mut Console<'_>) -> io::Result<Exit> {
    match &args.command {
        Command::Status(args) => status(args, console),
        Command::Extract(args) => extracted(args, console),
    }
}

/// The status for programs.
#[derive(Serialize)]
struct Status {
    schema: &'static str,
    #[serde(flatten)]
    counts: Counts,
    clauses: Vec<ClauseStatus>,
}

#[derive(Serialize)]
struct ClauseStatus {
    clause: u32,
    #[serde(flatten)]
    counts: Counts,
    each: Vec<FigureStatus>,
}

/// How many figures there are, and what became of them.
#[derive(Serialize)]
struct Counts {
    figures: usize,
    matched: usize,
    waived: usize,
    open: usize,
}

impl Counts {
    fn of(tallies: &[Tally]) -> Self {
        let sum =
            |part: fn(&Tally) -> usize| tallies.iter().map(part).fold(0, usize::saturating_add);
        Self {
            figures: sum(|one| one.figures.len()),
            matched: sum(Tally::matched),
            waived: sum(Tally::waived),
            open: sum(Tally::open),
        }
    }
}

#[derive(Serialize)]
struct FigureStatus {
    #[serde(flatten)]
    said: Said,
    role: String,
    /// `said`, `named`, `waived` or `open`.
    fate: &'static str,
    /// The place of the literal, or why it is waived.
    by: Option<String>,
}

impl FigureStatus {
    fn of(row: &Row, fate: &Fate, sources: &Sources) -> Self {
        let (fate, by) = match fate {
            Fate::Said(at) => ("said", Some(place(*at, sources))),
            Fate::Named => ("named", None),
            Fate::Waived(why) => ("waived", Some(why.clone())),
            Fate::Open => ("open", None),
        };
        Self { said: Said::of(row), role: row.role.clone(), fate, by }
    }
}

fn status(args: &StatusArgs, console: &mut Console<'_>) -> io::Result<Exit> {
    let mut compiled = driver::compile(console.files, &args.set.paths);
    let Some(program) = &compiled.program else {
        return console.problems(&compiled.diagnostics, &compiled.sources);
    };
    // 0 is what stands outside of any clause.
    let clauses: Vec<u32> = args.clause.iter().copied().filter(|number| *number > 0).collect();
    if let Some(sentence) = unlisted(&clauses, program) {
        return console.misused(&sentence);
    }
    let Some(found) = driver::against_ledger(console.files, &mut compiled) else {
        return console.misused(&no_ledger());
    };
    let Figures { diagnostics, mut tallies } = found;
    if tallies.is_empty() {
        return console.problems(&diagnostics.into_sorted(), &compiled.sources);
    }
    if !args.clause.is_empty() {
        tallies.retain(|tally| args.clause.contains(&tally.clause));
    }
    let is_open = tallies.iter().any(|tally| tally.open() > 0);
    match console.format {
        Format::Json => console.json(&for_programs(&tallies, &compiled.sources))?,
        Format::Human => {
            console.write(&shown(&tallies, console.lang))?;
            // Of the clauses asked for, each figure is told.
            for tally in tallies.iter().filter(|_| !args.clause.is_empty()) {
                console.write(&each(tally, &compiled.sources, console.lang))?;
            }
        }
    }
    Ok(if is_open { Exit::Problems } else { Exit::Fine })
}

/// That there is no ledger to hold the policies against.
pub(super) fn no_ledger() -> Text {
    text!(
        zh: "政策目录里没有清册 figures.csv",
        en: "there is no ledger figures.csv beside the policies",
    )
}

fn for_programs(tallies: &[Tally], sources: &Sources) -> Status {
    let counts = Counts::of(tallies);
    let clauses = tallies.iter().map(|one| {
        let figures = one.figures.iter().map(|(row, fate)| FigureStatus::of(row, fate, sources));
        let counts = Counts::of(std::slice::from_ref(one));
        ClauseStatus { clause: one.clause, counts, each: figures.collect() }
    });
    Status { schema: "polc.figures/1", counts, clauses: clauses.collect() }
}

fn shown(tallies: &[Tally], lang: Lang) -> String {
    let head = text!(zh: "条款 数 已对应 已豁免 未落", en: "clause figures matched waived open");
    let row = |name: String, of: &[Tally]| {
        let Counts { figures, matched, waived, open } = Counts::of(of);
        let numbers = [figures, matched, waived, open];
        std::iter::once(name).chain(numbers.map(|number| number.to_string())).collect()
    };
    let mut rows: Vec<Vec<String>> = vec![head.get(lang).split(' ').map(str::to_owned).collect()];
    rows.extend(tallies.iter().map(|one| row(name(one.clause, lang), std::slice::from_ref(one))));
    rows.push(row(text!(zh: "合计", en: "all").get(lang).to_owned(), tallies));
    table::aligned(&rows)
}

fn name(clause: u32, lang: Lang) -> String {
    match clause {
        0 => text!(zh: "清单自身", en: "the list").get(lang).to_owned(),
        clause => clause.to_string(),
    }
}

/// Each figure of a clause on a line: what it is, and where it stands in the policies.
fn each(tally: &Tally, sources: &Sources, lang: Lang) -> String {
    let rows = tally.figures.iter().map(|(row, fate)| {
        let place = match fate {
            Fate::Said(at) => place(*at, sources),
            Fate::Named => text!(zh: "在字句里提到", en: "named in words").get(lang).to_owned(),
            Fate::Waived(why) => text!(zh: "豁免：{why}", en: "waived: {why}").get(lang).to_owned(),
            Fate::Open => text!(zh: "未落", en: "open").get(lang).to_owned(),
        };
        let Row { ordinal, figure, word, role, .. } = row;
        vec![format!("  {ordinal}"), figure.clone(), word.clone(), role.clone(), place]
    });
    format!("\n{}\n{}", name(tally.clause, lang), table::aligned(&rows.collect::<Vec<_>>()))
}

/// `policies/14.pol:21:9`.
fn place(at: Span, sources: &Sources) -> String {
    let file = sources.get(at.file).map_or("", |file| file.name());
    let Position { line, column } = sources.position(at);
    format!("{file}:{line}:{column}")
}

/// The differences for programs.
#[derive(Serialize)]
struct Compared {
    schema: &'static str,
    differences: Vec<Differs>,
}

#[derive(Serialize)]
struct Differs {
    clause: u32,
    /// As the text was read.
    read: Option<Said>,
    /// As the ledger has it.
    ledger: Option<Said>,
}

#[derive(Serialize)]
struct Said {
    ordinal: u32,
    figure: String,
    word: String,
}

impl Said {
    fn of(row: &Row) -> Self {
        Self { ordinal: row.ordinal, figure: row.figure.clone(), word: row.word.clone() }
    }
}

fn extracted(args: &ExtractArgs, console: &mut Console<'_>) -> io::Result<Exit> {
    let text = match driver::text(console.files, &args.text) {
        Ok(text) => text,
        Err(problem) => return console.problems(&[*problem], &Sources::new()),
    };
    let read = extract(&text);
    let Some(against) = &args.against else {
        console.write(&read.write())?;
        return Ok(Exit::Fine);
    };
    compare(&read, against, args.allow, console)
}

fn compare(
    read: &Ledger,
    against: &Path,
    allow: usize,
    console: &mut Console<'_>,
) -> io::Result<Exit> {
    let mut sources = Sources::new();
    let Held { ledger, diagnostics } = driver::ledger_at(console.files, against, &mut sources);
    if diagnostics.has_errors() {
        return console.problems(&diagnostics.into_sorted(), &sources);
    }
    let found = differences(read, &ledger);
    match console.format {
        Format::Json => {
            let differences = found.iter().map(differs).collect();
            console.json(&Compared { schema: "polc.figures.differences/1", differences })?;
        }
        Format::Human => {
            let lang = console.lang;
            let rows: Vec<Vec<String>> = found.iter().map(|one| line(one, lang)).collect();
            console.write(&table::aligned(&rows))?;
            let (count, rows) = (found.len(), ledger.rows.len());
            console.say(&text!(
                zh: "清册 {rows} 数，读出的与它有 {count} 处不同。",
                en: "The ledger has {rows} figures; the text as read differs in {count}.",
            ))?;
        }
    }
    Ok(if found.len() > allow { Exit::Problems } else { Exit::Fine })
}

fn sides(difference: &Difference) -> (Option<&Row>, Option<&Row>) {
    match difference {
        Difference::First(row) => (Some(row), None),
        Difference::Second(row) => (None, Some(row)),
        Difference::Both(read, ledger) => (Some(read), Some(ledger)),
    }
}

fn differs(difference: &Difference) -> Differs {
    let (read, ledger) = sides(difference);
    let (read, ledger) = (read.map(Said::of), ledger.map(Said::of));
    Differs { clause: difference.clause(), read, ledger }
}

/// `16  3: 1亿元 含  3: 1亿元 至  …年—1亿元（含）`.
fn line(difference: &Difference, lang: Lang) -> Vec<String> {
    let (read, ledger) = sides(difference);
    let none = Text::new("无", "none");
    let said = |row: Option<&Row>| match row {
        Some(row) => format!("{}: {} {}", row.ordinal, row.figure, row.word).trim_end().to_owned(),
        None => none.get(lang).to_owned(),
    };
    let names = text!(zh: "读出 清册", en: "read ledger");
    let mut names = names.get(lang).split(' ');
    let mut cell = |row| format!("{} {}", names.next().unwrap_or_default(), said(row));
    let (one, two) = (cell(read), cell(ledger));
    let about = read.or(ledger).map(|row| row.role.clone()).unwrap_or_default();
    vec![difference.clause().to_string(), one, two, about]
}
