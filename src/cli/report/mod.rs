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

pub(super) use explain::{Derivation, Recorder, derivations, explanation};
pub(super) use line::is_broken;
pub(super) use readings::{Varied, shown as variations_shown, variations};

use std::collections::{BTreeMap, BTreeSet};

use super::table;
use crate::diag::{Lang, Text};
use crate::eval::{Facts, Outcome};
use crate::scenario::{Directory, words};
use crate::text;
use line::{Context, Group, Line};

/// The report in one language.
pub(super) fn report(
    directory: &Directory,
    title: &str,
    facts: &Facts,
    outcomes: &[Outcome],
    lang: Lang,
) -> String {
    let context = Context { directory, facts, lang };
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

/// A titled table; the columns named in `right` are figures, and stand at the right.
fn titled(context: Context, title: &Text, mut rows: Vec<Vec<String>>, right: &[usize]) -> String {
    for column in right {
        pad_left(&mut rows, *column);
    }
    for row in &mut rows {
        if let Some(first) = row.first_mut() {
            first.insert_str(0, "  ");
        }
    }
    format!("{}\n{}", context.say(title), table::aligned(&rows))
}

/// Puts blanks before the cells of a column, so that they end together.
fn pad_left(rows: &mut [Vec<String>], column: usize) {
    let width = |cell: &String| unicode_width::UnicodeWidthStr::width(cell.as_str());
    let widest = rows.iter().filter_map(|row| row.get(column)).map(width).max().unwrap_or(0);
    for cell in rows.iter_mut().filter_map(|row| row.get_mut(column)) {
        let blanks = widest.saturating_sub(width(cell));
        cell.insert_str(0, &" ".repeat(blanks));
    }
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
