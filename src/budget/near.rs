//! Who is near a threshold, and what crossing it would change.
//!
//! A value is near when it lies within a part (say 5 %) of the figure with which it is compared, on
//! either side; a day when it is so many days off. The values are those that the evaluation
//! compared, whatever they are: facts, sums, quotients, intermediates.

use std::collections::{BTreeMap, BTreeSet};

use super::crossing::{Move, Standing, crossing};
use super::survey::NearAsked;
use super::thresholds::{Bound, Compared, Figure, Threshold, compared};
use crate::batch::{Evaluated, Sum};
use crate::eval::{Cell, Facts, Outcome, Prepared, Status, SubjectId};
use crate::ir::{AddressId, Body, ClauseId, FactId, MoneyKind, Program, ReadingId, RuleId};
use crate::quantity::{Exact, Ratio};

/// What is compared in a program and how near is near.
#[derive(Debug, Clone)]
pub(super) struct Nearness<'p> {
    program: &'p Program,
    compared: BTreeMap<AddressId, Compared<'p>>,
    /// The clauses that compare, ready to be evaluated again.
    clauses: BTreeMap<ClauseId, Prepared<'p>>,
    asked: NearAsked,
}

/// The two sides of a bound.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Side {
    /// On its lower side; of a deadline, before it.
    Below,
    /// On its upper side.
    Above,
}

/// Those near a bound on one side.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct NearSide {
    /// How many values are near: one a subject, and a year where the value has years.
    pub values: u64,
    /// Records that have one.
    pub records: u64,
    /// What all of them together would get more (or less, below zero) if each crossed, in 元.
    pub change: Sum,
    /// Values for which that is not known: the clause is not settled on either side, or no fact was
    /// found that takes the value across.
    pub unsettled: u64,
}

/// A value near a bound.
#[derive(Debug, Clone, PartialEq)]
pub struct NearValue {
    /// The record.
    pub id: String,
    /// Whose value: the subject's label, empty when it has none.
    pub label: String,
    /// The year.
    pub year: Option<i32>,
    /// On which side it is.
    pub side: Side,
    /// The value.
    pub value: Figure,
    /// The figure that it is near.
    pub bound: Figure,
    /// The fact that was moved so that a computed value crosses.
    pub moved: Option<Moved>,
    /// What crossing would change, where that is known, in 元.
    pub change: Option<Exact>,
}

/// A fact that was moved.
#[derive(Debug, Clone, PartialEq)]
pub struct Moved {
    /// The fact.
    pub fact: FactId,
    /// Whose: the subject's label, empty when it has none.
    pub label: String,
    /// The value it was moved to.
    pub to: Figure,
}

/// A bound and who is near it.
#[derive(Debug, Clone, PartialEq)]
pub struct Near<'p> {
    /// The bound.
    pub threshold: Threshold<'p>,
    /// The kind of money whose change is told: the rule's own, else money paid.
    pub kind: MoneyKind,
    /// Those on its lower side.
    pub below: NearSide,
    /// Those on its upper side.
    pub above: NearSide,
    /// The first of them in the order of the data.
    pub listed: Vec<NearValue>,
}

/// What is told as one bound: an address, its figure where that is fixed, and whether the figure is
/// on the upper side.
type Group = (AddressId, Option<Figure>, bool);

/// Who is near each bound.
#[derive(Debug, Clone, Default)]
pub(super) struct NearBounds(BTreeMap<Group, (NearSide, NearSide, Vec<NearValue>)>);

impl<'p> Nearness<'p> {
    /// What the rules asked for compare.
    pub(super) fn new(
        program: &'p Program,
        is_asked: impl Fn(RuleId) -> bool,
        readings: &[(ReadingId, usize)],
        asked: NearAsked,
    ) -> Nearness<'p> {
        let compared = compared(program, is_asked);
        let clause = |rule: RuleId| program.rules.get(rule.index()).map(|rule| rule.clause);
        let clauses: BTreeSet<ClauseId> =
            compared.values().filter_map(|one| clause(one.rule)).collect();
        let clauses = clauses.into_iter().filter_map(|id| {
            let number = program.clauses.get(id.index())?.number;
            let prepared = Prepared::new(program, &[number], readings);
            Some((id, prepared.without_reasons().without_duties()))
        });
        Nearness { program, clauses: clauses.collect(), compared, asked }
    }

    /// Each bound that someone is near, in order of address, then of figure.
    pub(super) fn told(&self, near: NearBounds) -> Vec<Near<'p>> {
        let told = near.0.into_iter().filter_map(|(group, (below, above, listed))| {
            let (address, figure, inclusive) = group;
            let compared = self.compared.get(&address)?.clone();
            let kind = self.kind(compared.rule);
            let threshold = Threshold { address, compared, figure, inclusive };
            Some(Near { threshold, kind, below, above, listed })
        });
        told.collect()
    }

    fn kind(&self, rule: RuleId) -> MoneyKind {
        match self.program.rules.get(rule.index()).map(|rule| &rule.body) {
            Some(Body::Money(money)) => money.kind,
            _ => MoneyKind::Paid,
        }
    }

    fn is_near(&self, standing: &Standing) -> bool {
        match (standing.value, standing.bound) {
            (Figure::Number(value), Figure::Number(bound)) => {
                let part = Ratio::from(self.asked.part);
                let (reach, off) = (bound.checked_mul(part), value.checked_sub(bound));
                let near = reach.zip(off).map(|(reach, off)| magnitude(off) <= magnitude(reach));
                !bound.is_zero() && near == Some(true)
            }
            (Figure::Day(value), Figure::Day(bound)) => {
                value.days_until(bound).unsigned_abs() <= self.asked.days
            }
            _ => false,
        }
    }

    /// The values of a record that are near a bound, each once.
    fn near(&self, evaluated: &Evaluated) -> BTreeMap<(Group, SubjectId, Option<i32>), Standing> {
        let mut found = BTreeMap::new();
        for met in &evaluated.bounds {
            let Some(compared) = self.compared.get(&met.at) else { continue };
            let Some(mut standing) = Standing::of(met).filter(|one| self.is_near(one)) else {
                continue;
            };
            let fact =
                compared.fact().and_then(|fact| self.program.vocabulary.facts.get(fact.index()));
            if fact.is_some_and(|fact| !fact.yearly) {
                standing.year = None;
            }
            let figure = Some(standing.bound).filter(|_| compared.bound == Bound::Fixed);
            let group = (standing.at, figure, standing.inclusive);
            found.entry((group, standing.subject, standing.year)).or_insert(standing);
        }
        found
    }

    /// What the record would get more under the clause if the value stood on the other side, and
    /// the move that takes it there.
    fn change(
        &self,
        standing: Standing,
        evaluated: &Evaluated,
        facts: &mut Facts,
    ) -> Option<(Move, Option<Exact>)> {
        let compared = self.compared.get(&standing.at)?;
        let clause = self.program.rules.get(compared.rule.index())?.clause;
        let prepared = self.clauses.get(&clause)?;
        let rules = &self.program.clauses.get(clause.index())?.rules;
        let (moved, after) = crossing(prepared, compared, standing, facts)?;
        let kind = self.kind(compared.rule);
        let of_clause = evaluated.outcomes.iter().filter(|one| rules.contains(&one.rule));
        let before = self.settled(kind, of_clause);
        let after = self.settled(kind, after.iter());
        Some((moved, after.zip(before).and_then(|(after, before)| after.checked_sub(before))))
    }

    /// What outcomes come to in one kind of money, if all of them are settled.
    fn settled<'o>(
        &self,
        kind: MoneyKind,
        outcomes: impl Iterator<Item = &'o Outcome>,
    ) -> Option<Exact> {
        let mut sum = Exact::ZERO;
        for outcome in outcomes {
            let rule = self.program.rules.get(outcome.rule.index())?;
            if !matches!(&rule.body, Body::Money(money) if money.kind == kind) {
                continue;
            }
            match &outcome.status {
                Status::Granted(amount) => sum = sum.checked_add(*amount)?,
                Status::Range { .. } | Status::Undetermined { .. } | Status::ByText(_) => {
                    return None;
                }
                _ => {}
            }
        }
        Some(sum)
    }

    fn near_value(
        &self,
        standing: Standing,
        evaluated: &Evaluated,
        facts: &mut Facts,
    ) -> NearValue {
        let label = |subject: SubjectId| {
            let whose = evaluated.record.facts.subject(subject);
            whose.map(|subject| subject.label.clone()).unwrap_or_default()
        };
        let changed = self.change(standing, evaluated, facts);
        let is_fact = self.compared.get(&standing.at).is_some_and(|one| one.fact().is_some());
        let moved = changed.as_ref().filter(|_| !is_fact).and_then(|(moved, _)| {
            let to = match moved.to {
                Cell::Number(to) => Figure::Number(to.into()),
                Cell::Date(to) => Figure::Day(to),
                _ => return None,
            };
            Some(Moved { fact: moved.place.fact, label: label(moved.place.subject), to })
        });
        NearValue {
            id: evaluated.record.id.clone(),
            label: label(standing.subject),
            year: standing.year,
            side: standing.side(),
            value: standing.value,
            bound: standing.bound,
            moved,
            change: changed.and_then(|(_, change)| change),
        }
    }
}

impl NearBounds {
    /// Adds a record.
    pub(super) fn take(&mut self, nearness: &Nearness<'_>, evaluated: &Evaluated) {
        // The one copy of the facts in which values are moved and put back.
        let mut moved: Option<Facts> = None;
        let mut counted = BTreeSet::new();
        for ((group, ..), standing) in nearness.near(evaluated) {
            let facts = moved.get_or_insert_with(|| evaluated.record.facts.clone());
            let near = nearness.near_value(standing, evaluated, facts);
            let (below, above, listed) = self.0.entry(group).or_default();
            let side = if near.side == Side::Below { below } else { above };
            side.values = side.values.saturating_add(1);
            if counted.insert((group, near.side)) {
                side.records = side.records.saturating_add(1);
            }
            match near.change {
                Some(change) => side.change.add(change),
                None => side.unsettled = side.unsettled.saturating_add(1),
            }
            if listed.len() < nearness.asked.listed {
                listed.push(near);
            }
        }
    }

    /// Adds what the records after these came to.
    pub(super) fn join(&mut self, later: NearBounds, most: usize) {
        for (group, (below, above, more)) in later.0 {
            let known = self.0.entry(group).or_default();
            known.0.join(below);
            known.1.join(above);
            let room = most.saturating_sub(known.2.len());
            known.2.extend(more.into_iter().take(room));
        }
    }
}

impl NearSide {
    fn join(&mut self, other: NearSide) {
        self.values = self.values.saturating_add(other.values);
        self.records = self.records.saturating_add(other.records);
        self.change.join(other.change);
        self.unsettled = self.unsettled.saturating_add(other.unsettled);
    }
}

fn magnitude(number: Ratio) -> Ratio {
    if number.is_negative() { number.negated() } else { number }
}
