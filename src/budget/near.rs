//! Who is near a threshold, and what crossing it would change.
//!
//! A subject is near when its fact lies within a part (say 5 %) of the bound, on either side. What
//! crossing would change is not estimated: the fact is put at the nearest value on the other side
//! that it may have, and the clause is evaluated again.

use std::collections::{BTreeMap, BTreeSet};

use super::thresholds::{Threshold, thresholds};
use crate::batch::{Evaluated, Sum};
use crate::eval::{Cell, Facts, NoTrace, Outcome, Prepared, Status, SubjectId};
use crate::ir::{Body, ClauseId, Fact, MoneyKind, Program, ReadingId, RuleId, YearRef};
use crate::quantity::Exact;

/// The bounds of a program and how near is near.
#[derive(Debug, Clone)]
pub(super) struct Nearness<'p> {
    program: &'p Program,
    bounds: Vec<Bound<'p>>,
    /// The clauses with bounds, ready to be evaluated again.
    clauses: BTreeMap<ClauseId, Prepared<'p>>,
    /// So many subjects are listed for each bound.
    listed: usize,
}

/// A bound and the values near it.
#[derive(Debug, Clone)]
struct Bound<'p> {
    threshold: Threshold,
    fact: &'p Fact,
    clause: ClauseId,
    /// The kind of money that counts: the rule's own, else money paid.
    kind: MoneyKind,
    least: Exact,
    most: Exact,
    /// The greatest value on the lower side and the least on the upper; none where the fact may not
    /// have it.
    below: Option<Exact>,
    above: Option<Exact>,
}

/// The two sides of a bound.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Side {
    /// On its lower side.
    Below,
    /// On its upper side.
    Above,
}

/// Those near a bound on one side.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct NearSide {
    /// How many values are near: one a subject, and a year where the fact has years.
    pub values: u64,
    /// Records that have one.
    pub records: u64,
    /// What all of them together would get more (or less, below zero) if each crossed, in 元.
    pub change: Sum,
    /// Values for which that is not known: the clause is not settled on either side, or no value on
    /// the other side is allowed.
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
    /// The value, in the canonical unit.
    pub value: Exact,
    /// What crossing would change, where that is known, in 元.
    pub change: Option<Exact>,
}

/// A bound and who is near it.
#[derive(Debug, Clone, PartialEq)]
pub struct Near {
    /// The bound.
    pub threshold: Threshold,
    /// The kind of money whose change is told.
    pub kind: MoneyKind,
    /// Those on its lower side.
    pub below: NearSide,
    /// Those on its upper side.
    pub above: NearSide,
    /// The first of them in the order of the data.
    pub listed: Vec<NearValue>,
}

/// Who is near each bound, by its position.
#[derive(Debug, Clone, Default)]
pub(super) struct NearBounds(BTreeMap<usize, (NearSide, NearSide, Vec<NearValue>)>);

impl<'p> Nearness<'p> {
    /// The bounds of the rules asked for, with `part` of each (0.05 for 5 %) being near.
    pub(super) fn new(
        program: &'p Program,
        asked: impl Fn(RuleId) -> bool,
        readings: &[(ReadingId, usize)],
        part: Exact,
        listed: usize,
    ) -> Nearness<'p> {
        let found = thresholds(program, readings).into_iter();
        let bounds: Vec<Bound<'p>> = found
            .filter(|threshold| asked(threshold.rule))
            .filter_map(|threshold| Bound::new(program, threshold, part))
            .collect();
        let clauses: BTreeSet<ClauseId> = bounds.iter().map(|bound| bound.clause).collect();
        let clauses = clauses.into_iter().filter_map(|id| {
            let number = program.clauses.get(id.index())?.number;
            Some((id, Prepared::new(program, &[number], readings)))
        });
        Nearness { program, bounds, clauses: clauses.collect(), listed }
    }

    /// Each bound that someone is near, in order of address.
    pub(super) fn told(&self, near: NearBounds) -> Vec<Near> {
        let told = near.0.into_iter().filter_map(|(position, (below, above, listed))| {
            let bound = self.bounds.get(position)?;
            let threshold = bound.threshold.clone();
            Some(Near { threshold, kind: bound.kind, below, above, listed })
        });
        told.collect()
    }
}

impl<'p> Bound<'p> {
    fn new(program: &'p Program, threshold: Threshold, part: Exact) -> Option<Bound<'p>> {
        let reach = threshold.bound.abs().checked_mul(part).filter(|reach| !reach.is_zero())?;
        let fact = program.vocabulary.facts.get(threshold.fact.index())?;
        let rule = program.rules.get(threshold.rule.index())?;
        let granule = fact.granule?;
        let (below, above) = match threshold.inclusive {
            true => (threshold.bound.checked_sub(granule), Some(threshold.bound)),
            false => (Some(threshold.bound), threshold.bound.checked_add(granule)),
        };
        let allowed = |value: &Exact| {
            value.is_multiple_of(granule)
                && fact.min.is_none_or(|min| *value >= min)
                && fact.max.is_none_or(|max| *value <= max)
        };
        Some(Bound {
            least: threshold.bound.checked_sub(reach)?,
            most: threshold.bound.checked_add(reach)?,
            below: below.filter(allowed),
            above: above.filter(allowed),
            clause: rule.clause,
            kind: match &rule.body {
                Body::Money(money) => money.kind,
                _ => MoneyKind::Paid,
            },
            fact,
            threshold,
        })
    }

    fn side(&self, value: Exact) -> Side {
        let bound = self.threshold.bound;
        match value > bound || (value == bound && self.threshold.inclusive) {
            true => Side::Above,
            false => Side::Below,
        }
    }

    /// The years of the fact that the rule looks at, in the years that are run.
    fn years(&self, facts: &Facts) -> BTreeSet<Option<i32>> {
        if !self.fact.yearly {
            return BTreeSet::from([None]);
        }
        let run = facts.years.into_iter().flat_map(|(first, last)| first..=last);
        let seen = run.flat_map(|year| {
            self.threshold.years.iter().map(move |of| match of {
                YearRef::Offset(by) => Some(year.saturating_add(i32::from(*by))),
                YearRef::Fixed(year) => Some(*year),
            })
        });
        seen.collect()
    }
}

impl NearBounds {
    /// Adds a record.
    pub(super) fn take(&mut self, nearness: &Nearness<'_>, evaluated: &Evaluated) {
        // The one copy of the facts in which values are moved and put back.
        let mut moved: Option<Facts> = None;
        for (position, bound) in nearness.bounds.iter().enumerate() {
            for (subject, year, value) in near(nearness, bound, &evaluated.record.facts) {
                let side = bound.side(value);
                let facts = moved.get_or_insert_with(|| evaluated.record.facts.clone());
                let change = nearness.crossing(bound, evaluated, facts, (subject, year), side);
                let whose = evaluated.record.facts.subject(subject);
                let label = whose.map(|subject| subject.label.clone()).unwrap_or_default();
                let id = evaluated.record.id.clone();
                self.add(
                    position,
                    nearness.listed,
                    NearValue { id, label, year, side, value, change },
                );
            }
        }
    }

    fn add(&mut self, position: usize, most: usize, near: NearValue) {
        let (below, above, listed) = self.0.entry(position).or_default();
        let again = listed.iter().any(|one| one.id == near.id && one.side == near.side);
        let side = if near.side == Side::Below { below } else { above };
        side.values = side.values.saturating_add(1);
        side.records = side.records.saturating_add(u64::from(!again));
        match near.change {
            Some(change) => side.change.add(change),
            None => side.unsettled = side.unsettled.saturating_add(1),
        }
        if listed.len() < most {
            listed.push(near);
        }
    }

    /// Adds what the records after these came to.
    pub(super) fn join(&mut self, later: NearBounds, most: usize) {
        for (position, (below, above, more)) in later.0 {
            let known = self.0.entry(position).or_default();
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

/// The values of a record that are near a bound.
fn near(
    nearness: &Nearness<'_>,
    bound: &Bound<'_>,
    facts: &Facts,
) -> Vec<(SubjectId, Option<i32>, Exact)> {
    let of_kind = (0..).map(SubjectId).zip(&facts.subjects);
    let of_kind = of_kind.filter(|(_, subject)| subject.kind == bound.fact.kind);
    let mut found = Vec::new();
    for (id, _) in of_kind {
        for year in bound.years(facts) {
            match facts.cell(nearness.program, id, bound.threshold.fact, year) {
                Cell::Number(value) if value >= bound.least && value <= bound.most => {
                    found.push((id, year, value));
                }
                _ => {}
            }
        }
    }
    found
}

impl Nearness<'_> {
    /// What the record would get more under the clause if the value stood on the other side.
    fn crossing(
        &self,
        bound: &Bound<'_>,
        evaluated: &Evaluated,
        facts: &mut Facts,
        (subject, year): (SubjectId, Option<i32>),
        side: Side,
    ) -> Option<Exact> {
        let to = if side == Side::Below { bound.above } else { bound.below }?;
        let prepared = self.clauses.get(&bound.clause)?;
        let rules = &self.program.clauses.get(bound.clause.index())?.rules;
        let of_clause = evaluated.outcomes.iter().filter(|one| rules.contains(&one.rule));
        let before = self.settled(bound.kind, of_clause)?;
        let fact = bound.threshold.fact;
        let kept = facts.cell(self.program, subject, fact, year);
        if !facts.set_cell(self.program, subject, fact, year, Cell::Number(to)) {
            return None;
        }
        let outcomes = prepared.evaluate(facts, &mut NoTrace);
        facts.set_cell(self.program, subject, fact, year, kept);
        self.settled(bound.kind, outcomes.iter())?.checked_sub(before)
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
}
