//! `polc test [PATH…]`: every example of the policies, and how far the examples go.

use std::io;

use serde::Serialize;

use super::policies::{PolicySet, unlisted};
use super::{Console, Exit, Format, table};
use crate::ast::Item;
use crate::diag::{Diagnostic, Diagnostics, Lang, Text, json, render};
use crate::driver::{self, Compiled};
use crate::eval::{NoTrace, evaluate};
use crate::ir::Program;
use crate::scenario::coverage::{ClauseCoverage, Mark, Tried, coverage};
use crate::scenario::example::{cases, judge};
use crate::scenario::{Directory, words};
use crate::source::Sources;
use crate::text;

/// Arguments of `test`.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(flatten)]
    set: PolicySet,

    /// Only the examples of these clauses
    #[arg(long, value_name = "N,…", value_delimiter = ',')]
    clause: Vec<u32>,

    /// Show what the examples have not tried; anything untried is a problem
    #[arg(long)]
    coverage: bool,
}

/// The result for programs.
#[derive(Serialize)]
struct Tested<'a> {
    schema: &'static str,
    cases: usize,
    failed: usize,
    problems: Vec<json::Record>,
    #[serde(skip_serializing_if = "Option::is_none")]
    coverage: Option<Vec<Covered<'a>>>,
}

/// How far the examples of a clause go, for programs.
#[derive(Serialize)]
struct Covered<'a> {
    clause: u32,
    ways: usize,
    tried: usize,
    gaps: Vec<Untried<'a>>,
}

#[derive(Serialize)]
struct Untried<'a> {
    address: &'a str,
    file: &'a str,
    line: usize,
    untried: Vec<&'static str>,
}

/// What running the examples came to.
struct Results<'p> {
    cases: usize,
    failed: usize,
    found: Diagnostics,
    tried: Tried<'p>,
}

/// Runs the examples.
pub(super) fn run(args: &Args, console: &mut Console<'_>) -> io::Result<Exit> {
    let Compiled { sources, files, program, diagnostics, .. } =
        driver::compile(console.files, &args.set.paths);
    let Some(program) = program else {
        return console.problems(&diagnostics, &sources);
    };
    if let Some(sentence) = unlisted(&args.clause, &program) {
        return console.misused(&sentence);
    }
    let directory = Directory::new(&program);
    let tried = Tried::new(&program);
    let mut results = Results { cases: 0, failed: 0, found: Diagnostics::new(), tried };
    for item in files.iter().flat_map(|file| &file.items) {
        let Item::Clause(clause) = item else { continue };
        if args.clause.is_empty() || args.clause.contains(&clause.number) {
            results.test(&directory, clause, args.coverage);
        }
    }
    let Results { cases, failed, found, tried } = results;
    let covered = args.coverage.then(|| {
        let mut all = coverage(&tried);
        all.retain(|one| args.clause.is_empty() || args.clause.contains(&one.clause));
        all
    });
    // What compiling says of examples is said again by their cases: repeats are dropped.
    let problems: Diagnostics = diagnostics.into_iter().chain(found).collect();
    let problems: Vec<Diagnostic> = problems.into_sorted();
    match console.format {
        Format::Json => console.json(&Tested {
            schema: "polc.test/1",
            cases,
            failed,
            problems: json::records(&problems, &sources),
            coverage: covered.as_deref().map(|all| records(&program, &sources, all)),
        })?,
        Format::Human => {
            if !problems.is_empty() {
                console.write(&render::report(&problems, &sources, console.style()))?;
            }
            if let Some(all) = &covered {
                let shown = shown(&directory, &sources, all, console.lang);
                console.write(&shown)?;
            }
            console.say(&summary(cases, failed, Exit::of(&problems)))?;
        }
    }
    let all_tried = covered.is_none_or(|all| all.iter().all(|one| one.gaps.is_empty()));
    Ok(if all_tried { Exit::of(&problems) } else { Exit::Problems })
}

impl Results<'_> {
    fn test(&mut self, directory: &Directory, clause: &crate::ast::Clause, traced: bool) {
        let (cases, problems) = cases(directory, clause);
        self.found.extend(problems);
        for case in &cases {
            let outcomes = match traced {
                true => evaluate(directory.program, &case.facts, &mut self.tried),
                false => evaluate(directory.program, &case.facts, &mut NoTrace),
            };
            let failures = judge(directory, case, &outcomes);
            self.cases = self.cases.saturating_add(1);
            self.failed = self.failed.saturating_add(usize::from(!failures.is_empty()));
            self.found.extend(failures);
        }
    }
}

/// How many cases there were; with none failed, problems are of examples that could not be run.
fn summary(cases: usize, failed: usize, exit: Exit) -> Text {
    match (failed, exit) {
        (0, Exit::Fine) => {
            text!(zh: "{cases} 例，全部相符。", en: "{cases} cases, all as expected.")
        }
        (0, _) => text!(
            zh: "{cases} 例相符，另有示例无法运行。",
            en: "{cases} cases as expected; some examples could not be run.",
        ),
        _ => text!(
            zh: "{cases} 例，{failed} 例不符。", en: "{cases} cases, {failed} not as expected.",
        ),
    }
}

/// A line for each clause, and what was not tried below it.
fn shown(directory: &Directory, sources: &Sources, all: &[ClauseCoverage], lang: Lang) -> String {
    let program = directory.program;
    let mut rows = Vec::new();
    for one in all {
        let clause = program.clauses.iter().find(|clause| clause.number == one.clause);
        let name = clause.map(|clause| words::named(&clause.name)).unwrap_or_default();
        rows.push(vec![
            format!("{} {}", one.clause, name.get(lang)),
            percent(one),
            format!("{}/{}", one.tried, one.ways),
        ]);
        for gap in &one.gaps {
            let marks = gap.untried.iter().map(|mark| words_of(*mark).get(lang).to_owned());
            let (file, line) = place(program, sources, gap.address);
            rows.push(vec![
                format!("    {}", words::address(directory, gap.address).get(lang)),
                marks.collect::<Vec<_>>().join("、"),
                format!("{file}:{line}"),
            ]);
        }
    }
    table::aligned(&rows)
}

/// Whole percents, rounded down: 100% means all.
fn percent(one: &ClauseCoverage) -> String {
    let share = one.tried.saturating_mul(100).checked_div(one.ways);
    share.map_or_else(|| "100%".to_owned(), |share| format!("{share}%"))
}

fn records<'a>(
    program: &'a Program,
    sources: &'a Sources,
    all: &[ClauseCoverage],
) -> Vec<Covered<'a>> {
    let record = |one: &ClauseCoverage| Covered {
        clause: one.clause,
        ways: one.ways,
        tried: one.tried,
        gaps: one
            .gaps
            .iter()
            .map(|gap| {
                let info = program.addresses.get(gap.address.0 as usize);
                let (file, line) = place(program, sources, gap.address);
                let untried = gap.untried.iter().map(|mark| word(*mark)).collect();
                Untried { address: info.map_or("", |info| &info.path), file, line, untried }
            })
            .collect(),
    };
    all.iter().map(record).collect()
}

fn place<'a>(
    program: &Program,
    sources: &'a Sources,
    at: crate::ir::AddressId,
) -> (&'a str, usize) {
    let span = program.addresses.get(at.0 as usize).map(|info| info.span);
    let file = span.and_then(|span| Some((span, sources.get(span.file)?)));
    file.map_or(("", 0), |(span, file)| (file.name(), file.position(span.start).line))
}

fn word(mark: Mark) -> &'static str {
    match mark {
        Mark::True => "true",
        Mark::False => "false",
        Mark::Unknown => "unknown",
        Mark::Below => "below",
        Mark::At => "at",
        Mark::Above => "above",
        Mark::Taken => "taken",
    }
}

fn words_of(mark: Mark) -> Text {
    let zh = match mark {
        Mark::True => "未试成立",
        Mark::False => "未试不成立",
        Mark::Unknown => "未试未知",
        Mark::Below => "未试低于",
        Mark::At => "未试恰到",
        Mark::Above => "未试高于",
        Mark::Taken => "未试取用",
    };
    Text::new(zh, format!("never {}", word(mark)))
}
