//! Numbers as far as they are known: a point, 无, or bounds with what they hang on.

use super::deps::Deps;
use super::range::Range;
use super::scalar::Scalar;
use super::truth::Truth;
use crate::ir::CompareOp;
use crate::quantity::{Exact, Mode, Ratio};

/// A number as far as it is known.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Number<V = Ratio> {
    /// Known.
    Point(V),
    /// 无: no entitlement.
    Absent,
    /// Not settled.
    Open(Box<Open<V>>),
}

/// A number that is not settled.
///
/// Invariant, upheld by [`Number::of`]: it is neither known to be 无 nor known to be one number.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Open<V = Ratio> {
    /// Where it lies, if it is not 无.
    pub(super) range: Range<V>,
    /// Whether it may be 无.
    pub(super) absent: bool,
    /// What it hangs on.
    pub(super) deps: Deps,
}

/// The exact result does not fit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct DoesNotFit;

type Outcome<V> = Result<Number<V>, DoesNotFit>;

impl<V: Scalar> Number<V> {
    /// 0.
    pub(super) const ZERO: Number<V> = Number::Point(V::ZERO);

    /// What is known of a number that lies in `range` (when it is not 无) and may be 无. What it
    /// hangs on is dropped where that leaves no question.
    pub(super) fn of(range: Option<Range<V>>, absent: bool, deps: Deps) -> Number<V> {
        let Some(range) = range else { return Number::Absent };
        match range.as_point() {
            Some(point) if !absent => Number::Point(point),
            _ => Number::Open(Box::new(Open { range, absent, deps })),
        }
    }

    /// A number somewhere in a range.
    pub(super) fn within(range: Range<V>, deps: Deps) -> Number<V> {
        Number::of(Some(range), false, deps)
    }

    /// Where it lies, if it may be something else than 无.
    pub(super) fn range(&self) -> Option<Range<V>> {
        match self {
            Number::Point(value) => Some(Range::point(*value)),
            Number::Absent => None,
            Number::Open(open) => Some(open.range),
        }
    }

    /// Whether it may be 无.
    pub(super) fn may_be_absent(&self) -> bool {
        match self {
            Number::Point(_) => false,
            Number::Absent => true,
            Number::Open(open) => open.absent,
        }
    }

    /// What it is if it is not 无.
    pub(super) fn present(self) -> Number<V> {
        match self {
            Number::Open(open) if open.absent => Number::of(Some(open.range), false, open.deps),
            known => known,
        }
    }

    /// What it hangs on.
    pub(super) fn into_deps(self) -> Deps {
        match self {
            Number::Open(open) => open.deps,
            Number::Point(_) | Number::Absent => Deps::default(),
        }
    }

    /// This number, or 无: which of them hangs on `deps`.
    pub(super) fn or_absent(self, deps: Deps) -> Number<V> {
        Number::of(self.range(), true, self.into_deps().and(deps))
    }

    /// This number or that: which of them hangs on `deps`.
    pub(super) fn or(self, other: Number<V>, deps: Deps) -> Number<V> {
        let range = hull(self.range(), other.range());
        let absent = self.may_be_absent() || other.may_be_absent();
        Number::of(range, absent, self.into_deps().and(other.into_deps()).and(deps))
    }

    /// a + b; 无 + x = x.
    #[inline]
    pub(super) fn plus(self, other: Number<V>) -> Outcome<V> {
        match (self, other) {
            (Number::Point(a), Number::Point(b)) => known(a.checked_add(b)),
            (Number::Absent, x) | (x, Number::Absent) => Ok(x),
            (a, b) => Ok(either_alone(a, b, Range::plus)),
        }
    }

    /// a − b; nothing can be taken from 无, and 无 takes nothing away.
    #[inline]
    pub(super) fn minus(self, other: Number<V>) -> Outcome<V> {
        match (self, other) {
            (Number::Point(a), Number::Point(b)) => known(a.checked_sub(b)),
            (Number::Absent, _) => Ok(Number::Absent),
            (x, Number::Absent) => Ok(x),
            (a, b) => Ok(left_alone(a, b, Range::minus)),
        }
    }

    /// max(0, a − b).
    pub(super) fn monus(self, other: Number<V>) -> Outcome<V> {
        self.minus(other).map(Number::not_below_zero)
    }

    /// max(0, a).
    fn not_below_zero(self) -> Number<V> {
        match self {
            Number::Point(a) if a.is_negative() => Number::ZERO,
            Number::Open(open) => {
                let range = open.range.max(Range::point(V::ZERO));
                Number::of(Some(range), open.absent, open.deps)
            }
            known => known,
        }
    }

    /// a × b.
    #[inline]
    pub(super) fn times(self, other: Number<V>) -> Outcome<V> {
        match (self, other) {
            (Number::Point(a), Number::Point(b)) => known(a.checked_mul(b)),
            (a, b) => Ok(both(a, b, |a, b| Some(a.times(b)))),
        }
    }

    /// a ÷ b; a divisor not above zero makes 无.
    pub(super) fn over(self, divisor: Number<V>) -> Outcome<V> {
        match (self, divisor) {
            (Number::Point(_), Number::Point(b)) if b.is_zero() || b.is_negative() => {
                Ok(Number::Absent)
            }
            (Number::Point(a), Number::Point(b)) => known(a.checked_div(b)),
            (a, b) => {
                let above_zero = b.range().is_some_and(|b| b.is_above(Range::point(V::ZERO)));
                let absent = a.may_be_absent() || b.may_be_absent() || !above_zero;
                let range = a.range().zip(b.range()).and_then(|(a, b)| a.over(b));
                Ok(Number::of(range, absent, a.into_deps().and(b.into_deps())))
            }
        }
    }

    /// The greater (or lesser) of the two; 无 takes no part.
    pub(super) fn extreme(self, other: Number<V>, highest: bool) -> Number<V> {
        let beats =
            |a: Range<V>, b: Range<V>| if highest { a.is_not_below(b) } else { b.is_not_below(a) };
        match (self, other) {
            (Number::Absent, x) | (x, Number::Absent) => x,
            (Number::Point(a), Number::Point(b)) => {
                Number::Point(if highest { a.max(b) } else { a.min(b) })
            }
            (a, b) => {
                let ranges = a.range().zip(b.range());
                if ranges.is_some_and(|(x, y)| beats(x, y)) && !a.may_be_absent() {
                    a
                } else if ranges.is_some_and(|(x, y)| beats(y, x)) && !b.may_be_absent() {
                    b
                } else {
                    either_alone(a, b, if highest { Range::max } else { Range::min })
                }
            }
        }
    }

    /// min(value, limit); without a limit (无) the value stands.
    pub(super) fn capped(self, limit: Number<V>) -> Number<V> {
        match (&self, &limit) {
            (Number::Absent, _) | (_, Number::Absent) => return self,
            (Number::Point(value), Number::Point(most)) => {
                return if value <= most { self } else { limit };
            }
            _ => {}
        }
        let ranges = self.range().zip(limit.range());
        if ranges.is_some_and(|(value, limit)| limit.is_not_below(value)) {
            return self;
        }
        let binds = ranges.is_some_and(|(value, limit)| value.is_not_below(limit));
        if binds && !limit.may_be_absent() {
            return if self.may_be_absent() { limit.or_absent(self.into_deps()) } else { limit };
        }
        left_alone(self, limit, Range::min)
    }

    /// The multiple of `to` that it rounds to, once.
    pub(super) fn rounded(self, to: Exact, mode: Mode) -> Outcome<V> {
        self.mapped(|value| value.round(to, mode).map(V::from))
    }

    /// Through a function that does not fall; it gives none where the result does not fit.
    pub(super) fn mapped(self, f: impl Fn(V) -> Option<V>) -> Outcome<V> {
        match self {
            Number::Point(value) => known(f(value)),
            Number::Absent => Ok(Number::Absent),
            Number::Open(open) => Ok(Number::of(Some(open.range.map(f)), open.absent, open.deps)),
        }
    }

    /// Whether the comparison holds; with 无 on either side it does not.
    #[inline]
    pub(super) fn compare(self, op: CompareOp, other: Number<V>) -> Truth {
        match (self, other) {
            (Number::Point(a), Number::Point(b)) => Truth::from(op.holds(&a, &b)),
            (a, b) => compare_open(op, a, b),
        }
    }
}

#[cold]
fn compare_open<V: Scalar>(op: CompareOp, a: Number<V>, b: Number<V>) -> Truth {
    let Some((x, y)) = a.range().zip(b.range()) else { return Truth::False };
    let (always, never) = match op {
        CompareOp::AtLeast => (x.is_not_below(y), y.is_above(x)),
        CompareOp::AtMost => (y.is_not_below(x), x.is_above(y)),
        CompareOp::Above => (x.is_above(y), y.is_not_below(x)),
        CompareOp::Below => (y.is_above(x), x.is_not_below(y)),
        CompareOp::Equal => (false, x.is_above(y) || y.is_above(x)),
    };
    let absent = a.may_be_absent() || b.may_be_absent();
    match (always && !absent, never) {
        (true, _) => Truth::True,
        (_, true) => Truth::False,
        _ => Truth::Unknown(a.into_deps().and(b.into_deps())),
    }
}

fn known<V: Scalar>(value: Option<V>) -> Outcome<V> {
    value.map(Number::Point).ok_or(DoesNotFit)
}

fn hull<V: Scalar>(a: Option<Range<V>>, b: Option<Range<V>>) -> Option<Range<V>> {
    match (a, b) {
        (Some(a), Some(b)) => Some(a.hull(b)),
        (a, b) => a.or(b),
    }
}

/// An operation that gives 无 when either side is 无.
#[cold]
fn both<V: Scalar>(
    a: Number<V>,
    b: Number<V>,
    f: impl Fn(Range<V>, Range<V>) -> Option<Range<V>>,
) -> Number<V> {
    let range = a.range().zip(b.range()).and_then(|(a, b)| f(a, b));
    let absent = a.may_be_absent() || b.may_be_absent();
    Number::of(range, absent, a.into_deps().and(b.into_deps()))
}

/// An operation that leaves the left side as it is when the right side is 无.
#[cold]
fn left_alone<V: Scalar>(
    a: Number<V>,
    b: Number<V>,
    f: impl Fn(Range<V>, Range<V>) -> Range<V>,
) -> Number<V> {
    let both = a.range().zip(b.range()).map(|(a, b)| f(a, b));
    let alone = a.range().filter(|_| b.may_be_absent());
    let absent = a.may_be_absent();
    Number::of(hull(both, alone), absent, a.into_deps().and(b.into_deps()))
}

/// An operation that leaves either side as it is when the other is 无.
#[cold]
fn either_alone<V: Scalar>(
    a: Number<V>,
    b: Number<V>,
    f: impl Fn(Range<V>, Range<V>) -> Range<V>,
) -> Number<V> {
    let both = a.range().zip(b.range()).map(|(a, b)| f(a, b));
    let left = a.range().filter(|_| b.may_be_absent());
    let right = b.range().filter(|_| a.may_be_absent());
    let absent = a.may_be_absent() && b.may_be_absent();
    let range = hull(both, hull(left, right));
    Number::of(range, absent, a.into_deps().and(b.into_deps()))
}
