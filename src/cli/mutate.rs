//! `polc mutate [PATH…]`: which changes of a rule do its examples not notice?

use std::io;

use serde::Serialize;

use super::policies::{PolicySet, unlisted};
use super::{Console, Exit, Format, table};
use crate::analyze::mutate::{Fate, Mutant, Mutation, Operator, Unfit, mutate};
use crate::ast::{Clause, Item};
use crate::diag::{Lang, Text};
use crate::driver::{self, Compiled, Held};
use crate::source::{Position, Sources};
use crate::text;

/// Arguments of `mutate`.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(flatten)]
    set: PolicySet,

    /// Only the rules of these clauses
    #[arg(long, value_name = "N,…", value_delimiter = ',')]
    clause: Vec<u32>,

    /// Let the check of the figures of the official text notice changes too
    #[arg(long)]
    figures: bool,
}

/// The result for programs.
#[derive(Serialize)]
struct Mutated {
    schema: &'static str,
    clauses: Vec<Tally>,
}

/// A clause and what became of its mutants.
#[derive(Default, Serialize)]
struct Tally {
    clause: u32,
    name: String,
    cases: usize,
    tried: usize,
    caught_by_check: usize,
    caught_by_test: usize,
    survivors: Vec<Survivor>,
    /// Why the clause could not be mutated.
    #[serde(skip_serializing_if = "Option::is_none")]
    unfit: Option<Text>,
}

/// A change that nothing noticed.
#[derive(Serialize)]
struct Survivor {
    change: Operator,
    title: Text,
    detail: Text,
    file: String,
    #[serde(flatten)]
    position: Position,
    text: String,
}

/// Mutates the clauses one by one.
pub(super) fn run(args: &Args, console: &mut Console<'_>) -> io::Result<Exit> {
    let Compiled { mut sources, paths, files, program, diagnostics } =
        driver::compile(console.files, &args.set.paths);
    let Some(program) = program else {
        return console.problems(&diagnostics, &sources);
    };
    let ledger = match args.figures {
        true => match driver::ledger(console.files, &paths, &mut sources) {
            Some(Held { ledger, diagnostics }) if !diagnostics.has_errors() => Some(ledger),
            Some(Held { diagnostics, .. }) => {
                return console.problems(&diagnostics.into_sorted(), &sources);
            }
            None => return console.misused(&super::figures::no_ledger()),
        },
        false => None,
    };
    if let Some(sentence) = unlisted(&args.clause, &program) {
        return console.misused(&sentence);
    }
    let mut clauses: Vec<&Clause> =
        files.iter().flat_map(|file| &file.items).filter_map(clause).collect();
    clauses.sort_by_key(|clause| clause.number);
    clauses.retain(|clause| args.clause.is_empty() || args.clause.contains(&clause.number));
    let mut tallies = Vec::new();
    for clause in clauses {
        let tally = tally(clause, mutate(&files, clause.number, ledger.as_ref()), &sources);
        // A run over many clauses takes a while, so each is shown as it comes.
        if console.format == Format::Human {
            console.write(&shown(&tally, console.lang))?;
        }
        tallies.push(tally);
    }
    let all_caught =
        tallies.iter().all(|tally| tally.survivors.is_empty() && tally.unfit.is_none());
    match console.format {
        Format::Json => console.json(&Mutated { schema: "polc.mutate/1", clauses: tallies })?,
        Format::Human => console.say(&summary(&tallies))?,
    }
    Ok(if all_caught { Exit::Fine } else { Exit::Problems })
}

fn clause(item: &Item) -> Option<&Clause> {
    match item {
        Item::Clause(clause) => Some(clause),
        _ => None,
    }
}

fn tally(clause: &Clause, mutation: Result<Mutation, Unfit>, sources: &Sources) -> Tally {
    let tally =
        Tally { clause: clause.number, name: clause.name.zh.text.clone(), ..Tally::default() };
    let Mutation { cases, mutants } = match mutation {
        Ok(mutation) => mutation,
        Err(unfit) => return Tally { unfit: Some(why_unfit(&unfit)), ..tally },
    };
    let count =
        |fate: fn(&Fate) -> bool| mutants.iter().filter(|mutant| fate(&mutant.fate)).count();
    let survivors = mutants.iter().filter(|mutant| mutant.fate == Fate::Survived);
    Tally {
        cases,
        tried: mutants.len(),
        caught_by_check: count(|fate| matches!(fate, Fate::CaughtByCheck(_))),
        caught_by_test: count(|fate| matches!(fate, Fate::CaughtByTest(_))),
        survivors: survivors.map(|mutant| survivor(mutant, sources)).collect(),
        ..tally
    }
}

fn survivor(mutant: &Mutant, sources: &Sources) -> Survivor {
    let file = sources.get(mutant.at.file);
    let text = sources.snippet(mutant.at).unwrap_or_default();
    Survivor {
        change: mutant.operator,
        title: mutant.operator.title(),
        detail: mutant.detail.clone(),
        file: file.map_or_else(String::new, |file| file.name().to_owned()),
        position: sources.position(mutant.at),
        text: text.lines().next().unwrap_or_default().to_owned(),
    }
}

fn why_unfit(unfit: &Unfit) -> Text {
    match unfit {
        Unfit::NoClause => text!(zh: "没有这一条", en: "there is no such clause"),
        Unfit::Refused(found) => {
            let first = found.iter().next().map(|first| first.message.clone()).unwrap_or_default();
            Text::new(
                format!("单独检查不通过：{}", first.zh),
                format!("it does not pass the check alone: {}", first.en),
            )
        }
        Unfit::Failing(example) => text!(
            zh: "示例“{example}”本来就不符，先改好再变异",
            en: "the example `{example}` fails as it is; mend it first",
        ),
    }
}

/// A clause's line, and under it each survivor's.
fn shown(tally: &Tally, lang: Lang) -> String {
    let Tally {
        clause, name, cases, tried, caught_by_check: checked, caught_by_test: tested, ..
    } = tally;
    let survived = tally.survivors.len();
    let line = match &tally.unfit {
        Some(why) => {
            text!(zh: "条款 {clause} {name}：{}", en: "clause {clause} {name}: {}", why.get(lang))
        }
        None => text!(
            zh: "条款 {clause} {name}：{cases} 例；{tried} 处改动，检查发现 {checked}，示例发现 {tested}，未发现 {survived}",
            en: "clause {clause} {name}: {cases} cases; {tried} changes, {checked} caught by check, {tested} by test, {survived} survived",
        ),
    };
    let rows = tally.survivors.iter().map(|one| {
        let Position { line, column } = one.position;
        let place = format!("  {}:{line}:{column}", one.file);
        let (title, detail) = (one.title.get(lang).to_owned(), one.detail.get(lang).to_owned());
        vec![place, title, detail, one.text.clone()]
    });
    let rows: Vec<Vec<String>> = rows.collect();
    format!("{}\n{}", line.get(lang), table::aligned(&rows))
}

fn summary(tallies: &[Tally]) -> Text {
    let sum = |part: fn(&Tally) -> usize| tallies.iter().map(part).fold(0, usize::saturating_add);
    let (tried, survived) = (sum(|tally| tally.tried), sum(|tally| tally.survivors.len()));
    let (checked, tested) = (sum(|tally| tally.caught_by_check), sum(|tally| tally.caught_by_test));
    text!(
        zh: "共 {tried} 处改动：检查发现 {checked}，示例发现 {tested}，未发现 {survived}。",
        en: "{tried} changes in all: {checked} caught by check, {tested} by test, {survived} survived.",
    )
}
