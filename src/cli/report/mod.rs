//! The report of a run: what an official would print.
//!
//! What is got, what could be got, what not and why; determinations, targets and duties apart.
//! Every outcome stands in exactly one part, and clauses without a subject in the scenario are
//! named at the end: nothing is left out.

mod explain;
mod lacking;
mod line;
mod parts;
mod readings;
mod sums;

pub(super) use explain::explanation;
pub(super) use line::{Context, is_broken};
pub(super) use readings::{Varied, shown as variations_shown, variations};

use std::collections::{BTreeMap, BTreeSet};

use super::table;
use crate::diag::{Lang, Text};
use crate::eval::Outcome;
use crate::scenario::words;
use crate::text;
use line::{Group, Line};

/// The report.
pub(super) fn report(context: Context, title: &str, outcomes: &[Outcome]) -> String {
    let mut groups: BTreeMap<Group, Vec<Line>> = BTreeMap::new();
    for line in outcomes.iter().filter_map(|outcome| Line::of(context, outcome)) {
        groups.entry(line.group()).or_default().push(line);
    }
    // The subjects at the top one after the other; within each, in the order of the clauses.
    for lines in groups.values_mut() {
        lines.sort_by_key(|line| context.root(line));
    }
    let mut parts = vec![heading(context, title)];
    for (group, lines) in &groups {
        parts.push(parts::part(context, *group, lines));
        if *group == Group::CouldGet {
            parts.push(lacking::worth_asking(context, lines));
        }
    }
    parts.push(sums::sums(context, outcomes));
    parts.push(without_subject(context, outcomes));
    parts.retain(|part| !part.is_empty());
    parts.join("\n")
}

/// What was run: scenario, day, years, policies.
fn heading(context: Context, title: &str) -> String {
    let list = &context.directory.program.list;
    let day = context.facts.as_of.map_or_else(|| "—".to_owned(), |day| day.to_string());
    let years = match context.facts.years {
        Some((from, to)) if from == to => from.to_string(),
        Some((from, to)) => format!("{from}–{to}"),
        None => "—".to_owned(),
    };
    let digest: String = context.directory.program.digest.chars().take(12).collect();
    let policies = &list.title;
    let name = &list.name.en;
    context.say(&text!(
        zh: "{title}\n政策：{policies}（{digest}）\n评价日：{day}　年度：{years}\n",
        en: "{title}\nPolicies: {name} ({digest})\nEvaluated on: {day}   Years: {years}\n",
    ))
}

/// Clauses that say nothing here, since the scenario has no subject of the kind they speak of.
fn without_subject(context: Context, outcomes: &[Outcome]) -> String {
    let program = context.directory.program;
    let spoke: BTreeSet<_> = outcomes
        .iter()
        .filter_map(|outcome| program.rules.get(outcome.rule.index()))
        .map(|rule| rule.clause.index())
        .collect();
    let asked =
        |number: u32| context.facts.clauses.is_empty() || context.facts.clauses.contains(&number);
    let silent = program.clauses.iter().enumerate().filter(|(position, clause)| {
        asked(clause.number) && !clause.rules.is_empty() && !spoke.contains(position)
    });
    let numbers: Vec<String> = silent.map(|(_, clause)| clause.number.to_string()).collect();
    if numbers.is_empty() {
        return String::new();
    }
    let numbers = numbers.join(" ");
    context.say(&text!(
        zh: "情景里没有这些条款所说的主体：{numbers}\n",
        en: "The scenario has no subject of the kinds that these clauses speak of: {numbers}\n",
    ))
}

/// A titled table; the columns named in `figures` end together. Columns that are empty below their
/// heads are left out. Rows below one that stands across are indented.
fn titled(context: Context, title: &Text, rows: Vec<Vec<String>>, figures: &[usize]) -> String {
    format!("{}\n{}", context.say(title), untitled(context, rows, figures))
}

/// A table that belongs to the one before it.
fn untitled(context: Context, mut rows: Vec<Vec<String>>, figures: &[usize]) -> String {
    let columns = 0..rows.first().map_or(0, Vec::len);
    let says = |column: &usize| {
        let mut cells = rows.iter().skip(1).filter_map(|row| row.get(*column));
        cells.any(|cell| !cell.is_empty())
    };
    let told: Vec<usize> = columns.filter(says).collect();
    let figures: Vec<usize> =
        (0..).zip(&told).filter(|(_, was)| figures.contains(was)).map(|(is, _)| is).collect();
    let mut indent = "  ";
    for row in &mut rows {
        let across = row.len() == 1;
        if !across {
            *row = told.iter().filter_map(|column| row.get(*column).cloned()).collect();
        }
        if let Some(first) = row.first_mut() {
            first.insert_str(0, if across { "  " } else { indent });
        }
        if across {
            indent = "    ";
        }
    }
    table::fitted(&rows, &figures, context.width)
}

/// The heads of a table in one language.
fn heads<const N: usize>(context: Context, zh: [&str; N], en: [&str; N]) -> Vec<String> {
    let heads = match context.lang {
        Lang::Zh => zh,
        Lang::En => en,
    };
    heads.iter().map(|head| (*head).to_owned()).collect()
}

/// A declared name in one language.
fn name(context: Context, named: &crate::ir::Named) -> String {
    context.say(&words::named(named))
}
