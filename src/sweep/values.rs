//! Facts that are no numbers: all that they may be.

use super::Key;
use crate::eval::{Cell, FactPlace, Facts, NoTrace, Outcome, Prepared, Status};
use crate::ir::{Program, Type};
use crate::quantity::Date;

/// What outcomes come to for values of a fact.
#[derive(Debug, Clone, PartialEq)]
pub struct Table {
    /// The outcomes.
    pub keys: Vec<Key>,
    /// The values, in order; days with the same outcomes are one span.
    pub spans: Vec<Span>,
}

/// A value of a fact, or days from one to another, with what each outcome comes to.
#[derive(Debug, Clone, PartialEq)]
pub struct Span {
    /// The value, or the first day.
    pub first: Cell,
    /// The same value, or the last day.
    pub last: Cell,
    /// By key; none where a run has no such outcome.
    pub statuses: Vec<Option<Status>>,
}

/// What the rules asked for come to for each value that the fact may have: yes and no, each of its
/// enumeration, or for a date each day from one to another (for an event also that it has not
/// happened). None for a number or a reference, and for a date without days.
#[must_use]
pub fn values(
    program: &Program,
    facts: &Facts,
    place: FactPlace,
    days: Option<(Date, Date)>,
) -> Option<Table> {
    let cells = cells(program, place, days)?;
    let looking = super::looking(program, facts, place);
    let prepared = Prepared::of_rules(program, &looking, &facts.readings);
    let mut facts = facts.clone();
    let mut runs: Vec<(Cell, Vec<Outcome>)> = Vec::new();
    for cell in cells {
        if !facts.set_cell(program, place.subject, place.fact, place.year, cell) {
            return None;
        }
        runs.push((cell, prepared.evaluate(&facts, &mut NoTrace)));
    }
    let outcomes = runs.iter().flat_map(|(_, outcomes)| outcomes);
    let mut keys: Vec<Key> = outcomes.map(Key::of).collect();
    keys.sort();
    keys.dedup();
    let mut spans: Vec<Span> = Vec::new();
    for (cell, outcomes) in runs {
        let status = |key: &Key| {
            let outcome = outcomes.iter().find(|outcome| Key::of(outcome) == *key);
            outcome.map(|outcome| outcome.status.clone())
        };
        let statuses: Vec<Option<Status>> = keys.iter().map(status).collect();
        match (spans.last_mut(), cell) {
            (Some(last), Cell::Date(_)) if last.statuses == statuses => last.last = cell,
            _ => spans.push(Span { first: cell, last: cell, statuses }),
        }
    }
    Some(Table { keys, spans })
}

/// All values of the fact, in order.
fn cells(program: &Program, place: FactPlace, days: Option<(Date, Date)>) -> Option<Vec<Cell>> {
    match program.vocabulary.facts.get(place.fact.index())?.ty {
        Type::Truth => Some(vec![Cell::Truth(true), Cell::Truth(false)]),
        Type::Choice(of) => {
            let variants = program.vocabulary.enums.get(of.index())?.variants.len();
            let last = u16::try_from(variants).ok()?;
            Some((0..last).map(Cell::Variant).collect())
        }
        Type::Date { event } => {
            let (first, last) = days?;
            let days = (first.day_number()..=last.day_number()).filter_map(Date::of_day_number);
            let never = event.then_some(Cell::NotHappened);
            Some(days.map(Cell::Date).chain(never).collect())
        }
        Type::Number(_) | Type::Subject(_) => None,
    }
}
