//! A row for each record: sums, what is missing, and for each rule what it comes to.

use super::Evaluated;
use super::reason::lacking;
use super::results::Results;
use super::sum::Sum;
use super::value::Value;
use crate::eval::{Outcome, Status};
use crate::ir::{LevelId, MoneyKind};
use crate::scenario::{StatusWord, Total, totals, words};
use crate::table::Column;

/// The columns: of the record, of money by kind and payer, of what is missing, of each rule.
pub(super) fn columns(results: &Results) -> Vec<Column> {
    let mut columns = vec![results.texts("编号", "id"), results.texts("名称", "name")];
    for kind in &results.kinds {
        let word = results.get(&words::money_kind(results.directory, *kind));
        columns.push(results.amounts(&word));
        for level in payers(results, *kind) {
            let payer = match level {
                Some(level) => results.level(level),
                None => results.say("未载明", "not stated").to_owned(),
            };
            columns.push(results.amounts(&format!("{word}·{payer}")));
        }
    }
    columns.push(results.texts("缺", "missing"));
    for title in results.told() {
        columns.push(Column::new(title.path.clone(), crate::table::Kind::Text));
        if title.awards {
            columns.push(results.amounts(&title.path));
        }
    }
    columns
}

/// The row of a record.
pub(super) fn row<'r>(results: &'r Results, evaluated: &Evaluated) -> Vec<Value<'r>> {
    let facts = &evaluated.record.facts;
    let label = facts.subjects.first().map_or("", |subject| subject.label.as_str());
    let mut row = vec![Value::text(evaluated.record.id.clone()), Value::text(label.to_owned())];
    let totals = totals(results.directory.program, &evaluated.outcomes);
    for kind in &results.kinds {
        let of_kind = || totals.iter().filter(|total| total.kind == *kind);
        row.push(sum(of_kind()));
        for level in payers(results, *kind) {
            row.push(sum(of_kind().filter(|total| total.level == level)));
        }
    }
    row.push(Value::text(missing(results, evaluated)));
    // The outcomes of a rule stand together, in the order of the rules.
    let mut rest = evaluated.outcomes.as_slice();
    for title in results.told() {
        let from = rest.iter().position(|one| one.rule >= title.rule).unwrap_or(rest.len());
        let (_, after) = rest.split_at(from);
        let count = after.iter().take_while(|one| one.rule == title.rule).count();
        let (own, after) = after.split_at(count);
        rest = after;
        row.push(outcome(results, own));
        if title.awards {
            row.push(awarded(results, own));
        }
    }
    row
}

/// Who pays money of a kind; only what is paid has payers.
fn payers(results: &Results, kind: MoneyKind) -> impl Iterator<Item = Option<LevelId>> {
    let paid = kind == MoneyKind::Paid;
    let levels = results.levels.iter().map(|level| Some(*level)).chain([None]);
    levels.filter(move |_| paid)
}

fn sum<'t, 'r>(totals: impl Iterator<Item = &'t Total>) -> Value<'r> {
    let mut totals = totals.peekable();
    match totals.peek() {
        None => Value::Empty,
        Some(_) => Value::maybe(totals.map(|total| Sum(total.amount)).collect::<Sum>().0),
    }
}

/// What is missing for any of the rules, each once.
fn missing(results: &Results, evaluated: &Evaluated) -> String {
    let mut seen = Vec::new();
    for outcome in &evaluated.outcomes {
        let Status::Undetermined { missing, .. } = &outcome.status else { continue };
        if results.title(outcome.rule).is_some() {
            seen.extend(missing.iter().filter(|one| !seen.contains(one)).collect::<Vec<_>>());
        }
    }
    let facts = &evaluated.record.facts;
    let all: Vec<String> = seen.into_iter().map(|one| lacking(results, facts, one)).collect();
    all.join(results.say("、", ", "))
}

/// The outcomes of a rule in a cell: the word, or how many there are of each.
fn outcome<'r>(results: &'r Results, outcomes: &[Outcome]) -> Value<'r> {
    if let [one] = outcomes {
        let word = StatusWord::of(&one.status);
        return if results.only.has(word) { Value::name(results.word(word)) } else { Value::Empty };
    }
    let words = outcomes.iter().map(|one| StatusWord::of(&one.status));
    let told: Vec<StatusWord> = words.filter(|word| results.only.has(*word)).collect();
    let count = |word: StatusWord| told.iter().filter(|one| **one == word).count();
    match told.as_slice() {
        [] => Value::Empty,
        [first, rest @ ..] if rest.iter().all(|word| word == first) => {
            Value::name(results.word(*first))
        }
        _ => {
            let counted = StatusWord::ALL.iter().filter(|word| count(**word) > 0);
            let counted = counted.map(|word| format!("{} {}", results.word(*word), count(*word)));
            Value::text(counted.collect::<Vec<_>>().join(results.say("、", ", ")))
        }
    }
}

/// What a rule awards in all.
fn awarded<'r>(results: &Results, outcomes: &[Outcome]) -> Value<'r> {
    let mut sum = None;
    for outcome in outcomes {
        if let Status::Granted(amount) = outcome.status
            && results.only.has(StatusWord::Granted)
        {
            sum.get_or_insert_with(Sum::default).add(amount);
        }
    }
    sum.map_or(Value::Empty, |sum| Value::maybe(sum.0))
}
