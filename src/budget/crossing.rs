//! What crossing a bound would change: a fact is moved so that the value stands on the other side,
//! everything else stays, and the clause is evaluated again.
//!
//! Where a fact by itself is compared with a fixed figure, it goes to the nearest value on the other
//! side that it may have. A computed value has several facts that may move; of those the first, in
//! written order and then in the order of subjects, whose move is seen to take the value across is
//! taken. That it does is never concluded: the evaluation tells.

use super::near::Side;
use super::thresholds::{Bound, Compared, Figure};
use crate::eval::{
    AgainstBound, Cell, Event, FactPlace, Facts, Outcome, Prepared, SubjectId, Tracer,
};
use crate::ir::{AddressId, CompareOp, Program, RuleId, Type};
use crate::quantity::{Date, Exact, Ratio};

/// At most so many moves are tried for a value.
const TRIES: usize = 12;

/// A value near a bound.
#[derive(Debug, Clone, Copy)]
pub(super) struct Standing {
    pub(super) at: AddressId,
    pub(super) subject: SubjectId,
    pub(super) year: Option<i32>,
    pub(super) value: Figure,
    pub(super) bound: Figure,
    /// True when the bound itself is on the upper side.
    pub(super) inclusive: bool,
}

/// A fact with another value.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Move {
    pub(super) place: FactPlace,
    pub(super) to: Cell,
}

impl Standing {
    /// How a value stands to a bound; none where it is only compared as equal.
    pub(super) fn of(met: &AgainstBound) -> Option<Standing> {
        let inclusive = match met.op {
            // At the figure of 不低于 and 低于 the upper side begins; past that of 超过 and 不超过.
            CompareOp::AtLeast | CompareOp::Below => true,
            CompareOp::Above | CompareOp::AtMost => false,
            CompareOp::Equal => return None,
        };
        let AgainstBound { at, subject, year, .. } = *met;
        let (value, bound) = (Figure::of(met.value)?, Figure::of(met.bound)?);
        Some(Standing { at, subject, year, value, bound, inclusive })
    }

    /// On which side it is.
    pub(super) fn side(&self) -> Side {
        match self.value > self.bound || (self.value == self.bound && self.inclusive) {
            true => Side::Above,
            false => Side::Below,
        }
    }

    /// Whether it may be the same value as another, after a move.
    fn is_again(&self, other: &Standing) -> bool {
        (self.at, self.subject, self.year) == (other.at, other.subject, other.year)
    }
}

/// Listens for the side on which a value stands.
struct Crossed<'c> {
    from: Standing,
    compared: &'c Compared<'c>,
    /// Whether it was on the other side; none if it was not held against the bound.
    crossed: Option<bool>,
}

impl Tracer for Crossed<'_> {
    const ON: bool = false;
    const BOUNDS: bool = true;

    fn begin(&mut self, _: RuleId, _: usize, _: SubjectId, _: Option<i32>) {}

    fn event(&mut self, _: AddressId, _: Event) {}

    fn bound(&mut self, met: AgainstBound) {
        if met.at != self.from.at {
            return;
        }
        let Some(standing) = Standing::of(&met) else { return };
        // A figure that is computed may move with the fact.
        let same_bound =
            standing.bound == self.from.bound || self.compared.bound == Bound::Computed;
        if same_bound && standing.is_again(&self.from) {
            let crossed = standing.side() != self.from.side();
            self.crossed = Some(self.crossed.unwrap_or(false) || crossed);
        }
    }
}

/// The move that takes a value across, and what the clause comes to then. The facts are given back
/// as they were.
pub(super) fn crossing(
    prepared: &Prepared<'_>,
    compared: &Compared<'_>,
    from: Standing,
    facts: &mut Facts,
) -> Option<(Move, Vec<Outcome>)> {
    let program = prepared.program();
    // What is behind such a bound may not be evaluated at all once the fact has moved.
    let certain = compared.fact().is_some() && compared.bound != Bound::Computed;
    for one in moves(program, compared, &from, facts).into_iter().take(TRIES) {
        let FactPlace { fact, subject, year } = one.place;
        let kept = facts.cell(program, subject, fact, year);
        if !facts.set_cell(program, subject, fact, year, one.to) {
            continue;
        }
        let mut listening = Crossed { from, compared, crossed: None };
        let outcomes = prepared.evaluate(facts, &mut listening);
        facts.set_cell(program, subject, fact, year, kept);
        if listening.crossed == Some(true) || (certain && listening.crossed.is_none()) {
            return Some((one, outcomes));
        }
    }
    None
}

/// Moves that may take a value across, those of the facts it comes from.
fn moves(program: &Program, compared: &Compared<'_>, from: &Standing, facts: &Facts) -> Vec<Move> {
    let subjects = || (0..).map(SubjectId).zip(&facts.subjects);
    let own = compared.fact();
    let mut moves = Vec::new();
    for fact in &compared.facts {
        let Some(info) = program.vocabulary.facts.get(fact.index()) else { continue };
        let whose = subjects().filter(|(id, subject)| match own {
            Some(_) => *id == from.subject,
            None => subject.kind == info.kind,
        });
        for (subject, _) in whose {
            let place = FactPlace { fact: *fact, subject, year: from.year.filter(|_| info.yearly) };
            let cell = facts.cell(program, subject, *fact, place.year);
            let to = match (cell, info.granule) {
                (Cell::Number(old), Some(granule)) => {
                    let to = numbers(program, compared, from, info.ty, old, granule);
                    let allowed = |to: &Exact| {
                        info.min.is_none_or(|min| *to >= min)
                            && info.max.is_none_or(|max| *to <= max)
                    };
                    to.into_iter()
                        .filter(|to| allowed(to) && *to != old)
                        .map(Cell::Number)
                        .collect()
                }
                (Cell::Date(old), _) => day(from, old).into_iter().map(Cell::Date).collect(),
                _ => Vec::new(),
            };
            moves.extend(to.into_iter().map(|to| Move { place, to }));
        }
    }
    moves
}

/// What a number may become: as much more as the value lacks, or so many times as much, or as
/// little.
fn numbers(
    program: &Program,
    compared: &Compared<'_>,
    from: &Standing,
    ty: Type,
    old: Exact,
    granule: Exact,
) -> Vec<Exact> {
    let (Figure::Number(value), Figure::Number(bound)) = (from.value, from.bound) else {
        return Vec::new();
    };
    let up = from.side() == Side::Below;
    // At the bound itself the upper side begins or the lower ends.
    let past = from.inclusive != up;
    let to = |to: Option<Ratio>, up: bool| -> Option<Exact> {
        match (up, past) {
            (true, false) => to?.ceil_to(granule),
            (true, true) => to?.floor_to(granule)?.checked_add(granule),
            (false, false) => to?.floor_to(granule),
            (false, true) => to?.ceil_to(granule)?.checked_sub(granule),
        }
    };
    let old = Ratio::from(old);
    let unit = program.addresses.get(compared.unit_at.0 as usize).and_then(|at| at.dimension);
    let alike = compared.fact().is_some() || unit.is_some_and(|unit| ty == Type::Number(unit));
    let more = bound.checked_sub(value).and_then(|lack| old.checked_add(lack));
    let times = bound.checked_div(value).and_then(|times| old.checked_mul(times));
    let parts = value.checked_div(bound).and_then(|parts| old.checked_mul(parts));
    let mut found = Vec::new();
    found.extend(to(more, up).filter(|_| alike));
    if compared.fact().is_none() {
        found.extend([to(times, up), to(parts, !up)].into_iter().flatten());
    }
    found
}

/// What a date becomes: as many days later or earlier as the value is off the other side.
fn day(from: &Standing, old: Date) -> Option<Date> {
    let (Figure::Day(value), Figure::Day(bound)) = (from.value, from.bound) else { return None };
    let past = match (from.side(), from.inclusive) {
        (Side::Below, true) | (Side::Above, false) => 0,
        (Side::Below, false) => 1,
        (Side::Above, true) => -1,
    };
    old.add_days(value.days_until(bound).checked_add(past)?)
}
