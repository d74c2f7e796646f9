//! The report of a run: what an official would print.
//!
//! What is got, what could be got, what not and why; determinations, targets and duties apart.
//! Every outcome stands in exactly one part, and clauses without a subject in the scenario are
//! named at the end: nothing is left out.

mod lacking;
mod line;
mod parts;
mod readings;
mod sums;

pub(super) use line::{Context, is_broken};
pub(super) use readings::{Varied, shown as variations_shown, variations};

use std::collections::{BTreeMap, BTreeSet};

use super::page::{Block, Table};
use crate::diag::{Lang, Text};
use crate::eval::Outcome;
use crate::scenario::words;
use crate::text;
use line::{Group, Line};

/// The report.
pub(super) fn report(context: Context, title: &str, outcomes: &[Outcome]) -> Vec<Block> {
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
        parts.extend(parts::part(context, *group, lines));
        if *group == Group::CouldGet {
            parts.push(lacking::worth_asking(context, lines));
        }
    }
    parts.extend(sums::sums(context, outcomes));
    parts.extend(without_subject(context, outcomes));
    parts
}

/// What was run: scenario, day, years, policies.
fn heading(context: Context, title: &str) -> Block {
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
    let of = text!(zh: "政策：{policies}（{digest}）", en: "Policies: {name} ({digest})");
    let when =
        text!(zh: "评价日：{day}　年度：{years}", en: "Evaluated on: {day}   Years: {years}");
    let lines = [of, when].iter().map(|line| context.say(line)).collect();
    Block::Heading { title: title.to_owned(), lines }
}

/// Clauses that say nothing here, since the scenario has no subject of the kind they speak of.
fn without_subject(context: Context, outcomes: &[Outcome]) -> Option<Block> {
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
        return None;
    }
    let numbers = numbers.join(" ");
    Some(Block::Note(context.say(&text!(
        zh: "情景里没有这些条款所说的主体：{numbers}",
        en: "The scenario has no subject of the kinds that these clauses speak of: {numbers}",
    ))))
}

/// A titled table; the columns named in `figures` end together. Columns that are empty below their
/// heads are left out.
fn titled(context: Context, title: &Text, rows: Vec<Vec<String>>, figures: &[usize]) -> Block {
    Block::Table(Table::new(Some(context.say(title)), rows, figures))
}

/// A table that belongs to the one before it.
fn untitled(rows: Vec<Vec<String>>, figures: &[usize]) -> Block {
    Block::Table(Table::new(None, rows, figures))
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
