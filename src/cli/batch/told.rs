//! What is said of a run on the console.

use std::io;

use serde::Serialize;

use super::compute::Done;
use super::summed::{self, Summed, is_asked};
use super::{Args, Asked};
use crate::batch::{Results, Table, Value, rules_table, totals_table};
use crate::cli::noticed::{self, Noticed};
use crate::cli::{Console, Exit, Format, table, trial};
use crate::quantity::{Exact, yuan};
use crate::scenario::StatusWord;
use crate::table::{Column, Kind};
use crate::text;

/// The run for programs.
#[derive(Serialize)]
struct Ran<'a> {
    schema: &'static str,
    subjects: u64,
    awarded: u64,
    rows: u64,
    skipped: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    noticed: Option<Noticed>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    changed_figures: Vec<trial::Figure>,
    out: String,
    totals: Vec<Total<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    summary: Option<Summed<'a>>,
}

/// A sum of awards of a kind of money, a payer and a year.
#[derive(Serialize)]
struct Total<'a> {
    kind: String,
    level: Option<&'a crate::ir::Named>,
    year: Option<i32>,
    amount: Option<Exact>,
}

/// Says what was done. That polc could not tell an outcome is a problem.
pub(super) fn told(
    (args, asked): (&Args, &Asked),
    results: &Results<'_>,
    done: &Done<'_>,
    console: &mut Console<'_>,
) -> io::Result<Exit> {
    match console.format {
        Format::Json => json((args, asked), results, done, console)?,
        Format::Human => {
            noticed::told(&done.notes, asked.target.has_several(), console)?;
            trial::told(&asked.edits, console)?;
            done_in_words(args, done, console)?;
            let mut tables = vec![totals_table(results, &done.summary)];
            if is_asked(args) {
                tables.push(rules_table(results, &done.summary));
            }
            for table in tables.iter().filter(|table| !table.rows.is_empty()) {
                let shown = shown(table, console.width);
                console.write(&format!("\n{}\n{shown}", table.name))?;
            }
            summed_in_words(done, console)?;
        }
    }
    Ok(match broken(done) {
        true => Exit::Problems,
        false => Exit::Fine,
    })
}

/// The pages of the summary, the first rows of each, and which budgets do not suffice.
fn summed_in_words(done: &Done, console: &mut Console<'_>) -> io::Result<()> {
    for page in done.pages.iter().filter(|page| !page.is_empty()) {
        let (table, left_out) = summed::shown(page, console.lang);
        let mut told = format!("\n{}\n{}", table.name, shown(&table, console.width));
        if left_out > 0 {
            let more = text!(zh: "  还有 {left_out} 行", en: "  and {left_out} rows more");
            told.push_str(&format!("{}\n", more.get(console.lang)));
        }
        if let Some(note) = &page.note {
            told.push_str(&format!("  {}\n", note.get(console.lang)));
        }
        console.write(&told)?;
    }
    let exceeded = summed::exceeded(&done.pages);
    if !exceeded.is_empty() {
        console.write("\n")?;
    }
    exceeded.iter().try_for_each(|sentence| console.say(sentence))
}

fn done_in_words(args: &Args, done: &Done, console: &mut Console<'_>) -> io::Result<()> {
    let (subjects, rows, out) = (done.summary.records, done.rows, args.out.display());
    console.say(&text!(
        zh: "{subjects} 个主体，{rows} 行结果，写进 {out}",
        en: "{subjects} subjects, {rows} rows of results, written to {out}",
    ))?;
    if let Some(path) = args.skip_bad_rows.as_ref().filter(|_| done.skipped > 0) {
        let (skipped, path) = (done.skipped, path.display());
        console.say(&text!(
            zh: "{skipped} 个没有算，原因写在 {path}",
            en: "{skipped} were left out, the reasons are in {path}",
        ))?;
    }
    Ok(())
}

/// Whether an outcome could not be told: a number left the exact range, exceptions contradict.
fn broken(done: &Done) -> bool {
    let broken = [StatusWord::Contradiction, StatusWord::Overflow, StatusWord::Fault];
    done.summary.tallies().any(|(_, _, tally)| broken.iter().any(|word| tally.count(*word) > 0))
}

fn json(
    (args, asked): (&Args, &Asked),
    results: &Results<'_>,
    done: &Done<'_>,
    console: &mut Console<'_>,
) -> io::Result<()> {
    let program = results.directory().program;
    let total = |total: crate::scenario::Total| Total {
        kind: crate::scenario::words::money_kind(results.directory(), total.kind).en,
        level: total.level.and_then(|level| program.vocabulary.levels.get(level.index())),
        year: total.year,
        amount: total.amount,
    };
    console.json(&Ran {
        schema: "polc.batch/1",
        subjects: done.summary.records,
        awarded: done.summary.awarded,
        rows: done.rows,
        skipped: done.skipped,
        noticed: noticed::record(&done.notes),
        changed_figures: trial::record(&asked.edits),
        out: args.out.display().to_string(),
        totals: done.summary.totals().into_iter().map(total).collect(),
        summary: is_asked(args).then_some(Summed(&done.pages)),
    })
}

/// A table on the terminal; columns that are empty below their heads are left out.
fn shown(of: &Table, width: usize) -> String {
    let says = |at: &usize| of.rows.iter().any(|row| row.get(*at) != Some(&Value::Empty));
    let kept: Vec<usize> = (0..of.columns.len()).filter(says).collect();
    let columns = || kept.iter().filter_map(|at| of.columns.get(*at));
    let mut rows = vec![columns().map(|column| column.title.clone()).collect::<Vec<_>>()];
    for row in &of.rows {
        let cells = kept.iter().filter_map(|at| row.get(*at)).zip(columns());
        rows.push(cells.map(|(value, column)| cell(value, column)).collect());
    }
    for row in &mut rows {
        if let Some(first) = row.first_mut() {
            first.insert_str(0, "  ");
        }
    }
    let is_figure = |column: &Column| matches!(column.kind, Kind::Number { .. } | Kind::Ordinal);
    let figures: Vec<usize> =
        columns().enumerate().filter(|(_, one)| is_figure(one)).map(|(at, _)| at).collect();
    table::fitted(&rows, &figures, width)
}

/// Amounts as people write them, years and counts as they are.
fn cell(value: &Value, column: &Column) -> String {
    match (value, column.kind) {
        (Value::Empty, _) => String::new(),
        (Value::Text(text), _) => text.to_string(),
        (Value::Number(number), Kind::Number { decimals: 0 } | Kind::Ordinal) => number.to_string(),
        (Value::Number(number), _) => yuan(*number),
    }
}
