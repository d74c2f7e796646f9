//! What is paid in all.

use super::piece::{Amount, Course, End, Line, Piece};
use super::{Inputs, Key};
use crate::eval::{Outcome, Status};
use crate::ir::{Body, MoneyKind, Program, RuleId};
use crate::quantity::Ratio;

/// The sum of all money that is paid: that of the courses, and that of the outcomes apart from
/// the fact. Where an amount is only sampled, or open without a least amount, the sum is not given
/// (no amount). None when nothing that is paid depends on the fact. The key is that of the first.
#[must_use]
pub fn total(
    program: &Program,
    courses: &[Course],
    apart: &[Outcome],
    inputs: Inputs,
) -> Option<Course> {
    let paid: Vec<&Course> =
        courses.iter().filter(|course| is_paid(program, course.key.rule)).collect();
    let key: Key = paid.iter().find(|course| !course.is_still())?.key;
    let apart = apart.iter().filter(|outcome| is_paid(program, outcome.rule));
    let still = apart.filter_map(|outcome| fixed(&outcome.status)).collect::<Vec<_>>();
    let mut starts: Vec<(Ratio, bool)> =
        paid.iter().flat_map(|course| course.pieces.iter().skip(1).map(start)).collect();
    starts.push((inputs.from.into(), false));
    starts.sort();
    starts.dedup();
    let mut pieces: Vec<Piece> = Vec::new();
    for start in starts {
        let within = paid.iter().filter_map(|course| piece_at(course, start));
        let within: Vec<&Piece> = within.collect();
        let amounts = within.iter().map(|piece| amount_of(piece));
        let amount = sum(amounts.chain(still.iter().map(|amount| Some(amount.clone()))));
        let low = End { at: start.0, belongs: !start.1 };
        if let Some(last) = pieces.last_mut() {
            last.high = End { at: start.0, belongs: start.1 };
            if last.amount == amount {
                continue;
            }
        }
        let granted = Status::Granted(crate::quantity::Exact::ZERO);
        let high = End { at: inputs.to.into(), belongs: true };
        pieces.push(Piece { low, high, inputs: (inputs.from, inputs.to), status: granted, amount });
    }
    pieces.last_mut()?.high = End { at: inputs.to.into(), belongs: true };
    settle_inputs(&mut pieces, inputs);
    Some(Course { key, pieces })
}

/// Whether a rule pays money.
pub(super) fn is_paid(program: &Program, rule: RuleId) -> bool {
    let rule = program.rules.get(rule.index());
    let body = rule.map(|rule| &rule.body);
    matches!(body, Some(Body::Money(money)) if money.kind == MoneyKind::Paid)
}

/// Where a piece starts: at a value, or after it.
fn start(piece: &Piece) -> (Ratio, bool) {
    (piece.low.at, !piece.low.belongs)
}

fn piece_at(course: &Course, at: (Ratio, bool)) -> Option<&Piece> {
    course.pieces.iter().rev().find(|piece| start(piece) <= at).or(course.pieces.first())
}

/// The amount of a piece in a sum; none where it is not known.
fn amount_of(piece: &Piece) -> Option<Amount> {
    let or_none = matches!(piece.status, Status::Undetermined { may_be_none: true, .. });
    match &piece.amount {
        Amount::None => fixed(&piece.status),
        Amount::Between(_, high) if or_none => {
            Some(Amount::Between(Line::flat(Ratio::ZERO), *high))
        }
        Amount::Sampled(_) => None,
        known => Some(known.clone()),
    }
}

/// The amount of a status that does not move; none where it may be anything, and left out.
fn fixed(status: &Status) -> Option<Amount> {
    let flat = |amount: crate::quantity::Exact| Line::flat(amount.into());
    match status {
        Status::Granted(amount) => Some(Amount::Exact(flat(*amount))),
        Status::Range { low, high, .. } => Some(Amount::Between(flat(*low), high.map(flat))),
        Status::Undetermined { bounds: Some((low, high)), may_be_none, .. } => {
            let low = if *may_be_none { Line::flat(Ratio::ZERO) } else { flat(*low) };
            Some(Amount::Between(low, high.map(flat)))
        }
        Status::Undetermined { bounds: None, .. } | Status::ByText(_) | Status::Elsewhere(_) => {
            Some(Amount::Between(Line::flat(Ratio::ZERO), None))
        }
        _ => Some(Amount::Exact(Line::flat(Ratio::ZERO))),
    }
}

/// The sum of amounts; none where one is not known or the sum does not fit.
fn sum(mut amounts: impl Iterator<Item = Option<Amount>>) -> Amount {
    let zero = Line::flat(Ratio::ZERO);
    let sum = amounts.try_fold((zero, Some(zero)), |(low, high), amount| {
        let (more_low, more_high) = match amount? {
            Amount::Exact(line) => (line, Some(line)),
            Amount::Between(low, high) => (low, high),
            Amount::None | Amount::Sampled(_) => return None,
        };
        let high = match high.zip(more_high) {
            Some((high, more)) => Some(plus(high, more)?),
            None => None,
        };
        Some((plus(low, more_low)?, high))
    });
    match sum {
        Some((low, Some(high))) if low == high => Amount::Exact(low),
        Some((low, high)) => Amount::Between(low, high),
        None => Amount::None,
    }
}

fn plus(a: Line, b: Line) -> Option<Line> {
    Some(Line {
        slope: a.slope.checked_add(b.slope)?,
        intercept: a.intercept.checked_add(b.intercept)?,
    })
}

/// Sets the least and greatest input of each piece by its ends.
fn settle_inputs(pieces: &mut Vec<Piece>, inputs: Inputs) {
    let granule = inputs.granule;
    for piece in pieces.iter_mut() {
        let low = piece.low.at.ceil_to(granule).unwrap_or(inputs.from);
        let high = piece.high.at.floor_to(granule).unwrap_or(inputs.to);
        let shut_low = !piece.low.belongs && Ratio::from(low) == piece.low.at;
        let shut_high = !piece.high.belongs && Ratio::from(high) == piece.high.at;
        let low = if shut_low { low.checked_add(granule).unwrap_or(low) } else { low };
        let high = if shut_high { high.checked_sub(granule).unwrap_or(high) } else { high };
        piece.inputs = (low, high);
    }
    pieces.retain(|piece| piece.inputs.0 <= piece.inputs.1);
}
