//! What an evaluation passes on its way: explanations and coverage are built on these events.

use super::number::Number;
use super::range::Range;
use super::scalar::Scalar;
use super::truth::Truth;
use super::{Interval, SubjectId};
use crate::ir::{AddressId, CompareOp, Expr, LevelId, RuleId};
use crate::quantity::{Date, Exact};

/// Listens to an evaluation. With [`Tracer::ON`] false no event is even built, but those of caps for
/// a tracer that asks for them alone.
pub trait Tracer {
    /// Whether it listens to everything.
    const ON: bool;

    /// Whether it also wants to hear of every expression.
    const DEEP: bool = false;

    /// Whether it listens to caps, and to what they belong to.
    const CAPS: bool = Self::ON;

    /// Whether it listens to values that are held against bounds.
    const BOUNDS: bool = false;

    /// Whether what is decided is gone through to its end all the same.
    const THROUGH: bool = Self::ON || Self::BOUNDS;

    /// A rule (or stage) is about to be evaluated for a subject and year.
    fn begin(&mut self, rule: RuleId, stage: usize, subject: SubjectId, year: Option<i32>);

    /// Something happened at an address.
    fn event(&mut self, at: AddressId, event: Event);

    /// A value is held against a bound.
    fn bound(&mut self, _: AgainstBound) {}

    /// What follows settles the outcome of a rule (or stage) for a subject and year; its parts
    /// begin one by one.
    fn settle(&mut self, _: RuleId, _: usize, _: SubjectId, _: Option<i32>) {}

    /// An expression is about to be evaluated, with this year bound: whose fact, intermediate or
    /// children it asks for (none where that cannot be told), else for whom it is evaluated.
    fn enter(&mut self, _: &Expr, _: Option<SubjectId>, _: Option<i32>) {}

    /// The expression entered last has this value; none where the evaluation stopped.
    fn leave(&mut self, _: Option<Seen>) {}
}

/// The tracer that does not listen.
#[derive(Debug, Clone, Copy, Default)]
pub struct NoTrace;

impl Tracer for NoTrace {
    const ON: bool = false;

    fn begin(&mut self, _: RuleId, _: usize, _: SubjectId, _: Option<i32>) {}

    fn event(&mut self, _: AddressId, _: Event) {}
}

/// A value held against a bound: where a comparison looks at it, or a tier starts. Of a generated
/// tier it is the one that the value lies in and the next.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct AgainstBound {
    /// The comparison, or the tier's start (of a generated one, the generator).
    pub at: AddressId,
    /// Whose fact the value is, where it is one; else for whom it is computed.
    pub subject: SubjectId,
    /// The year that is bound there.
    pub year: Option<i32>,
    /// The value.
    pub value: Seen,
    /// How it is compared.
    pub op: CompareOp,
    /// The bound.
    pub bound: Seen,
}

/// What happened at an address. A truth of `None` is undetermined.
#[derive(Debug, Clone, PartialEq)]
pub enum Event {
    /// A condition, or a part of one.
    Condition(Option<bool>),
    /// A guard of the rule as a whole.
    Guard(Option<bool>),
    /// A comparison: both values, and whether it holds.
    Compared {
        /// How.
        op: CompareOp,
        /// The value on its left.
        left: Seen,
        /// The value on its right.
        right: Seen,
        /// Whether it holds.
        holds: Option<bool>,
    },
    /// A row of a look-up table was taken (or may be, when its key is not known).
    Arm {
        /// False when it is only one of several that may be taken.
        certain: bool,
    },
    /// How a value stands to a tier's start.
    Bound(Position),
    /// A tier was taken (`certain`) or may be. For a generated tier, at the generator's address.
    Tier {
        /// False when it is only one of several that may be taken.
        certain: bool,
    },
    /// An item of a fold: kept by its filter or not.
    Item {
        /// Which.
        subject: SubjectId,
        /// Whether it is kept.
        kept: Option<bool>,
    },
    /// A cap.
    Cap {
        /// The amount before it.
        before: Seen,
        /// The most there may be here, what was paid already taken away.
        limit: Seen,
        /// How the amount stands to it.
        position: Position,
        /// The amount after it.
        after: Seen,
    },
    /// A step: rounding, topping up, a day count.
    Step {
        /// Before.
        before: Seen,
        /// After.
        after: Seen,
    },
    /// An intermediate.
    Local(Seen),
    /// What one payer pays.
    Share {
        /// Who.
        level: LevelId,
        /// How much.
        amount: Exact,
    },
    /// A relation to another rule: whether it takes this award away.
    Relation(Option<bool>),
    /// A year limit or the rule's being once only: whether it is used up.
    Exhausted(Option<bool>),
    /// The amount of the rule (or stage) before caps of a wider scope.
    Amount(Seen),
}

/// How a value stands to a bound.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Position {
    /// Below it.
    Below,
    /// Exactly at it.
    At,
    /// Above it.
    Above,
    /// Not known.
    Unknown,
}

/// A value as an event shows it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Seen {
    /// A number, or where it lies.
    Number(Interval),
    /// A number with no lower bound.
    AnyNumber,
    /// Yes or no.
    Truth(bool),
    /// A variant.
    Variant(u16),
    /// A date.
    Date(Date),
    /// The event has not happened.
    NotHappened,
    /// 无.
    Absent,
    /// Not known.
    Unknown,
}

impl<V: Scalar> From<&Number<V>> for Seen {
    fn from(number: &Number<V>) -> Seen {
        match number.range() {
            None => Seen::Absent,
            Some(Range { low: Some(low), high }) => {
                Seen::Number(Interval { low: low.shown(), high: high.map(V::shown) })
            }
            Some(Range { low: None, .. }) => Seen::AnyNumber,
        }
    }
}

impl From<&Truth> for Seen {
    fn from(truth: &Truth) -> Seen {
        truth.known().map_or(Seen::Unknown, Seen::Truth)
    }
}

/// How a value stands to a bound.
pub(super) fn position<V: Scalar>(value: &Number<V>, bound: &Number<V>) -> Position {
    let (Some(value), Some(bound)) = (value.range(), bound.range()) else {
        return Position::Unknown;
    };
    match value.as_point().zip(bound.as_point()) {
        Some((a, b)) if a == b => Position::At,
        _ if value.is_above(bound) => Position::Above,
        _ if bound.is_above(value) => Position::Below,
        _ => Position::Unknown,
    }
}
