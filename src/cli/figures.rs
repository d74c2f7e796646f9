//! `polc figures`: the figures of the official text, and what became of them.

use std::io;
use std::path::{Path, PathBuf};

use clap::Subcommand;
use serde::Serialize;

use super::{Console, Exit, Format, table};
use crate::analyze::figures::{Figures, Tally};
use crate::diag::{Lang, Text};
use crate::driver::{self, Held};
use crate::ledger::{Difference, Ledger, Row, differences, extract};
use crate::source::Sources;
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
    /// Files and directories that make up the policy set
    #[arg(value_name = "PATH", default_value = "policies", hide_default_value = true)]
    paths: Vec<PathBuf>,

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
    figures: usize,
    matched: usize,
    waived: usize,
    open: usize,
    clauses: Vec<ClauseStatus>,
}

#[derive(Serialize)]
struct ClauseStatus {
    clause: u32,
    figures: usize,
    matched: usize,
    waived: usize,
    open: usize,
}

fn status(args: &StatusArgs, console: &mut Console<'_>) -> io::Result<Exit> {
    let mut compiled = driver::compile(console.files, &args.paths);
    if compiled.program.is_none() {
        return console.problems(&compiled.diagnostics, &compiled.sources);
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
    let open: usize = tallies.iter().map(Tally::open).fold(0, usize::saturating_add);
    match console.format {
        Format::Json => console.json(&for_programs(&tallies))?,
        Format::Human => console.write(&shown(&tallies, console.lang))?,
    }
    Ok(if open == 0 { Exit::Fine } else { Exit::Problems })
}

/// That there is no ledger to hold the policies against.
pub(super) fn no_ledger() -> Text {
    text!(
        zh: "政策目录里没有清册 figures.csv",
        en: "there is no ledger figures.csv beside the policies",
    )
}

/// All of them as one.
fn sum(tallies: &[Tally]) -> Tally {
    let sum = |part: fn(&Tally) -> usize| tallies.iter().map(part).fold(0, usize::saturating_add);
    Tally {
        clause: 0,
        figures: sum(|one| one.figures),
        matched: sum(|one| one.matched),
        waived: sum(|one| one.waived),
    }
}

fn for_programs(tallies: &[Tally]) -> Status {
    let all = sum(tallies);
    let clauses = tallies.iter().map(|one| {
        let Tally { clause, figures, matched, waived } = *one;
        ClauseStatus { clause, figures, matched, waived, open: one.open() }
    });
    Status {
        schema: "polc.figures/1",
        figures: all.figures,
        matched: all.matched,
        waived: all.waived,
        open: all.open(),
        clauses: clauses.collect(),
    }
}

fn shown(tallies: &[Tally], lang: Lang) -> String {
    let head = text!(zh: "条款 数 已对应 已豁免 未落", en: "clause figures matched waived open");
    let row = |name: String, one: &Tally| {
        let numbers = [one.figures, one.matched, one.waived, one.open()];
        std::iter::once(name).chain(numbers.map(|number| number.to_string())).collect()
    };
    let mut rows: Vec<Vec<String>> = vec![head.get(lang).split(' ').map(str::to_owned).collect()];
    let name = |one: &Tally| match one.clause {
        0 => text!(zh: "清单自身", en: "the list").get(lang).to_owned(),
        clause => clause.to_string(),
    };
    rows.extend(tallies.iter().map(|one| row(name(one), one)));
    rows.push(row(text!(zh: "合计", en: "all").get(lang).to_owned(), &sum(tallies)));
    table::aligned(&rows)
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
    let said = |row: &Row| Said {
        ordinal: row.ordinal,
        figure: row.figure.clone(),
        word: row.word.clone(),
    };
    let (read, ledger) = sides(difference);
    Differs { clause: difference.clause(), read: read.map(said), ledger: ledger.map(said) }
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
