//! Each outcome, piece by piece.

use super::Key;
use super::explore::{Found, Stretch};
use crate::eval::{AmountAround, Failure, Moving, Outcome, Status};
use crate::quantity::{Exact, Ratio};

/// An outcome over the whole range.
#[derive(Debug, Clone, PartialEq)]
pub struct Course {
    /// Which outcome.
    pub key: Key,
    /// Its pieces in order; together they cover every input once.
    pub pieces: Vec<Piece>,
}

/// An outcome over a part of the range.
#[derive(Debug, Clone, PartialEq)]
pub struct Piece {
    /// Where it begins.
    pub low: End,
    /// Where it ends.
    pub high: End,
    /// The least and the greatest input in it.
    pub inputs: (Exact, Exact),
    /// What the outcome is at one of its inputs; over the piece the same but for figures. Reasons
    /// why not are those that were found wherever it was looked, where there are such.
    pub status: Status,
    /// The amount before it is rounded for payment.
    pub amount: Amount,
}

/// An end of a piece. An end that does not belong may belong to no piece: where it is no input.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct End {
    /// Where.
    pub at: Ratio,
    /// Whether it belongs to the piece.
    pub belongs: bool,
}

/// The amount over a piece.
#[derive(Debug, Clone, PartialEq)]
pub enum Amount {
    /// There is none.
    None,
    /// Known: a line.
    Exact(Line),
    /// Open, between two lines; without an upper one, without bound.
    Between(Line, Option<Line>),
    /// It moves along no line, or turns where it cannot be told: only samples are known.
    Sampled(Vec<Sample>),
}

/// A line, exactly.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Line {
    /// How much it rises for each canonical unit of the fact.
    pub slope: Ratio,
    /// What it comes to where the fact is zero.
    pub intercept: Ratio,
}

/// The outcome at one input.
#[derive(Debug, Clone, PartialEq)]
pub struct Sample {
    /// The input.
    pub at: Exact,
    /// The outcome.
    pub status: Status,
}

impl Course {
    /// Whether the outcome is the same over the whole range.
    #[must_use]
    pub fn is_still(&self) -> bool {
        let flat = |line: &Line| line.slope.is_zero();
        match self.pieces.as_slice() {
            [piece] => match &piece.amount {
                Amount::None => true,
                Amount::Exact(line) => flat(line),
                Amount::Between(low, high) => flat(low) && high.as_ref().is_none_or(flat),
                Amount::Sampled(samples) => {
                    samples.iter().all(|sample| sample.status == piece.status)
                }
            },
            _ => false,
        }
    }
}

impl Line {
    /// A line that stays at a value.
    #[must_use]
    pub fn flat(at: Ratio) -> Line {
        Line { slope: Ratio::ZERO, intercept: at }
    }

    /// Its value; none if that does not fit.
    #[must_use]
    pub fn at(&self, value: Ratio) -> Option<Ratio> {
        self.slope.checked_mul(value)?.checked_add(self.intercept)
    }

    fn through(end: Moving, at: Exact) -> Option<Line> {
        let slope = end.slope?;
        let intercept = end.at.checked_sub(slope.checked_mul(at.into())?)?;
        Some(Line { slope, intercept })
    }
}

/// The outcomes over stretches, in order.
pub(super) fn courses(stretches: &[Stretch]) -> Vec<Course> {
    let mut keys: Vec<Key> = stretches.iter().flat_map(keys).collect();
    keys.sort();
    keys.dedup();
    let course = |key| {
        let mut pieces: Vec<Piece> = Vec::new();
        for piece in stretches.iter().filter_map(|stretch| piece(stretch, key)) {
            if !pieces.last_mut().is_some_and(|last| joined(last, &piece)) {
                pieces.push(piece);
            }
        }
        Course { key, pieces }
    };
    keys.into_iter().map(course).collect()
}

fn keys(stretch: &Stretch) -> Vec<Key> {
    match &stretch.found {
        Found::OneWay { outcomes, .. } => outcomes.iter().map(Key::of).collect(),
        Found::Samples(samples) => {
            samples.iter().flat_map(|(_, outcomes)| outcomes).map(Key::of).collect()
        }
    }
}

/// What an outcome is over a stretch.
fn piece(stretch: &Stretch, key: Key) -> Option<Piece> {
    let Stretch { low, high, inputs, found } = stretch;
    let (status, amount) = match found {
        Found::OneWay { at, outcomes, amounts, samples } => {
            let status = status_of(outcomes, key)?;
            let around = amounts.iter().find(|amount| is_of(amount, key));
            let amount = amount(&status, around, *at);
            (status, amount.unwrap_or_else(|| sampled(samples, key)))
        }
        Found::Samples(samples) => {
            let (_, outcomes) = samples.first()?;
            (status_of(outcomes, key)?, sampled(samples, key))
        }
    };
    Some(Piece { low: *low, high: *high, inputs: *inputs, status, amount })
}

fn is_of(amount: &AmountAround, key: Key) -> bool {
    let AmountAround { rule, stage, subject, year, .. } = *amount;
    key == Key { rule, stage, subject: Some(subject), year }
}

fn status_of(outcomes: &[Outcome], key: Key) -> Option<Status> {
    outcomes.iter().find(|outcome| Key::of(outcome) == key).map(|outcome| outcome.status.clone())
}

fn sampled(samples: &[(Exact, Vec<Outcome>)], key: Key) -> Amount {
    let sample = |(at, outcomes): &(Exact, Vec<Outcome>)| {
        Some(Sample { at: *at, status: status_of(outcomes, key)? })
    };
    Amount::Sampled(samples.iter().filter_map(sample).collect())
}

/// The amount along a line, or between two; none where it moves along no line.
fn amount(status: &Status, around: Option<&AmountAround>, at: Exact) -> Option<Amount> {
    let line = |end: Moving| Line::through(end, at);
    match (status, around) {
        (Status::Granted(_), Some(around)) => {
            let [least, _] = around.ends;
            Some(Amount::Exact(line(least?)?))
        }
        (
            Status::Range { high, .. } | Status::Undetermined { bounds: Some((_, high)), .. },
            Some(around),
        ) => {
            let [least, most] = around.ends;
            let or_none = around.may_be_none && matches!(status, Status::Range { .. });
            let low = if or_none { Line::flat(Ratio::ZERO) } else { line(least?)? };
            let high = high.and(most).map(|most| line(most).ok_or(())).transpose();
            Some(Amount::Between(low, high.ok()?))
        }
        (Status::Granted(_), None) => None,
        _ => Some(Amount::None),
    }
}

/// Whether two statuses are the same but for figures.
fn alike(a: &Status, b: &Status) -> bool {
    match (a, b) {
        (Status::Granted(_), Status::Granted(_)) => true,
        (Status::Range { decisions: a, .. }, Status::Range { decisions: b, .. }) => a == b,
        (Status::NotEligible(_), Status::NotEligible(_)) => true,
        (
            Status::Undetermined { missing: a, decisions: c, may_be_none: e, bounds: g },
            Status::Undetermined { missing: b, decisions: d, may_be_none: f, bounds: h },
        ) => a == b && c == d && e == f && g.is_some() == h.is_some(),
        (a, b) => a == b,
    }
}

/// Lets a piece go on over the next one, where both are alike. A piece of one value goes with
/// either neighbour on whose line it lies.
fn joined(last: &mut Piece, next: &Piece) -> bool {
    if !alike(&last.status, &next.status) {
        return false;
    }
    let amount = match (&last.amount, &next.amount) {
        (Amount::None, Amount::None) => Some(Amount::None),
        (Amount::Sampled(a), Amount::Sampled(b)) => {
            Some(Amount::Sampled(a.iter().chain(b).cloned().collect()))
        }
        (Amount::Exact(a), Amount::Exact(b)) => common(last, next, *a, *b).map(Amount::Exact),
        (Amount::Between(a, c), Amount::Between(b, d)) => {
            let high = match (c, d) {
                (None, None) => Some(None),
                (Some(c), Some(d)) => common(last, next, *c, *d).map(Some),
                _ => None,
            };
            common(last, next, *a, *b).zip(high).map(|(low, high)| Amount::Between(low, high))
        }
        _ => None,
    };
    let Some(amount) = amount else { return false };
    if let (Status::NotEligible(own), Status::NotEligible(reasons)) =
        (&mut last.status, &next.status)
    {
        keep_common(own, reasons);
    }
    last.high = next.high;
    last.inputs.1 = next.inputs.1;
    last.amount = amount;
    true
}

/// Keeps of some reasons those that are among others too, if there are any.
pub(super) fn keep_common(own: &mut Vec<Failure>, others: &[Failure]) {
    let given = |one: &Failure| others.iter().any(|other| other.address == one.address);
    if own.iter().any(given) {
        own.retain(given);
    }
}

/// The line of which both are parts.
fn common(last: &Piece, next: &Piece, a: Line, b: Line) -> Option<Line> {
    let on = |piece: &Piece, own: Line, other: Line| {
        let (at, only) = (Ratio::from(piece.inputs.0), piece.inputs.0 == piece.inputs.1);
        only && piece.low.at == piece.high.at && own.at(at) == other.at(at)
    };
    if a == b || on(next, b, a) { Some(a) } else { on(last, a, b).then_some(b) }
}
