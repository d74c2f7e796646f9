//! Where an amount jumps.

use super::piece::{Amount, Line, Piece};
use crate::eval::Status;
use crate::quantity::Ratio;

/// A jump between two pieces.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Jump {
    /// Where.
    pub at: Ratio,
    /// Whether the amount there is still the one before the jump (超过) or already the one after
    /// it (达到).
    pub before: bool,
    /// The amount that is come to from below: least and greatest, none without bound.
    pub from: (Ratio, Option<Ratio>),
    /// The one that is come to from above.
    pub to: (Ratio, Option<Ratio>),
}

impl Jump {
    /// By how much a known amount jumps to another; none where one of them is open.
    #[must_use]
    pub fn size(&self) -> Option<Ratio> {
        let known = |(low, high): (Ratio, Option<Ratio>)| (high == Some(low)).then_some(low);
        known(self.to)?.checked_sub(known(self.from)?)
    }
}

/// The jumps between pieces that follow each other.
#[must_use]
pub fn jumps(pieces: &[Piece]) -> Vec<Jump> {
    let pairs = pieces.iter().zip(pieces.iter().skip(1));
    let jumps = pairs.filter_map(|(left, right)| {
        let (from, to) = (value(left, left.high.at)?, value(right, right.low.at)?);
        let at = if left.high.belongs { left.high.at } else { right.low.at };
        (from != to).then_some(Jump { at, before: !right.low.belongs, from, to })
    });
    jumps.collect()
}

/// The amount to which a piece comes at one of its ends; nothing is 0. None where it is not known.
fn value(piece: &Piece, at: Ratio) -> Option<(Ratio, Option<Ratio>)> {
    let value = |line: &Line| line.at(at);
    match (&piece.amount, &piece.status) {
        (Amount::Exact(line), _) => value(line).map(|value| (value, Some(value))),
        (Amount::Between(low, Some(high)), _) => Some((value(low)?, Some(value(high)?))),
        (Amount::Between(low, None), _) => Some((value(low)?, None)),
        (
            Amount::None,
            Status::NotEligible(_)
            | Status::NotYet { .. }
            | Status::NotInForce
            | Status::Exhausted(_)
            | Status::Excluded(_),
        ) => Some((Ratio::ZERO, Some(Ratio::ZERO))),
        (Amount::None | Amount::Sampled(_), _) => None,
    }
}
