//! Ranges of exact numbers: bounds that always contain the truth.

use super::scalar::Scalar;
use crate::quantity::Ratio;

/// From `low` to `high`, both included; none is unbounded.
///
/// A bound that leaves the range of exact numbers becomes unbounded, which still contains the
/// truth.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Range<V = Ratio> {
    pub(super) low: Option<V>,
    pub(super) high: Option<V>,
}

impl<V: Scalar> Range<V> {
    /// Any number not below zero.
    pub(super) const NOT_NEGATIVE: Range<V> = Range { low: Some(V::ZERO), high: None };
    /// Any number.
    pub(super) const ANY: Range<V> = Range { low: None, high: None };

    /// The range of one number.
    pub(super) fn point(value: V) -> Range<V> {
        Range { low: Some(value), high: Some(value) }
    }

    /// The one number in it, if there is but one.
    pub(super) fn as_point(self) -> Option<V> {
        self.low.filter(|_| self.low == self.high)
    }

    /// The least range that contains both.
    pub(super) fn hull(self, other: Range<V>) -> Range<V> {
        Range {
            low: self.low.zip(other.low).map(|(a, b)| a.min(b)),
            high: self.high.zip(other.high).map(|(a, b)| a.max(b)),
        }
    }

    /// Sums.
    pub(super) fn plus(self, other: Range<V>) -> Range<V> {
        let sum = |(a, b): (V, V)| a.checked_add(b);
        Range {
            low: self.low.zip(other.low).and_then(sum),
            high: self.high.zip(other.high).and_then(sum),
        }
    }

    /// The numbers with the other sign.
    pub(super) fn negated(self) -> Range<V> {
        Range { low: self.high.map(V::negated), high: self.low.map(V::negated) }
    }

    /// Differences.
    pub(super) fn minus(self, other: Range<V>) -> Range<V> {
        self.plus(other.negated())
    }

    /// Products.
    pub(super) fn times(self, other: Range<V>) -> Range<V> {
        let ends = [self.low_end(), self.high_end()];
        let others = [other.low_end(), other.high_end()];
        let products = ends.into_iter().flat_map(|a| others.into_iter().map(move |b| a.times(b)));
        let (low, high) = products.fold((End::Above, End::Below), |(low, high), product| {
            (low.min(product), high.max(product))
        });
        Range { low: low.number(), high: high.number() }
    }

    /// Quotients by the divisors above zero; none when there are none.
    pub(super) fn over(self, divisor: Range<V>) -> Option<Range<V>> {
        let above_zero = |number: &V| !number.is_negative() && !number.is_zero();
        if divisor.high.is_some_and(|high| !above_zero(&high)) {
            return None;
        }
        let inverse = |number: V| V::ONE.checked_div(number);
        let inverses = Range {
            low: Some(divisor.high.and_then(inverse).unwrap_or(V::ZERO)),
            high: divisor.low.filter(above_zero).and_then(inverse),
        };
        Some(self.times(inverses))
    }

    /// The greater of each pair.
    pub(super) fn max(self, other: Range<V>) -> Range<V> {
        Range {
            low: [self.low, other.low].into_iter().flatten().max(),
            high: self.high.zip(other.high).map(|(a, b)| a.max(b)),
        }
    }

    /// The lesser of each pair.
    pub(super) fn min(self, other: Range<V>) -> Range<V> {
        self.negated().max(other.negated()).negated()
    }

    /// Whether every number of this range is at least every number of the other.
    pub(super) fn is_not_below(self, other: Range<V>) -> bool {
        self.low.zip(other.high).is_some_and(|(low, high)| low >= high)
    }

    /// Whether every number of this range is above every number of the other.
    pub(super) fn is_above(self, other: Range<V>) -> bool {
        self.low.zip(other.high).is_some_and(|(low, high)| low > high)
    }

    /// Both ends through a function that does not fall; it gives none where the result does not fit.
    pub(super) fn map(self, f: impl Fn(V) -> Option<V>) -> Range<V> {
        Range { low: self.low.and_then(&f), high: self.high.and_then(&f) }
    }

    /// The part of it within another range, if they share a number.
    pub(super) fn within(self, other: Range<V>) -> Option<Range<V>> {
        let part = Range {
            low: [self.low, other.low].into_iter().flatten().max(),
            high: [self.high, other.high].into_iter().flatten().min(),
        };
        part.low.zip(part.high).is_none_or(|(low, high)| low <= high).then_some(part)
    }

    fn low_end(self) -> End<V> {
        self.low.map_or(End::Below, End::At)
    }

    fn high_end(self) -> End<V> {
        self.high.map_or(End::Above, End::At)
    }
}

/// An end of a range: a number, or beyond all of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum End<V> {
    Below,
    At(V),
    Above,
}

impl<V: Scalar> End<V> {
    fn times(self, other: End<V>) -> End<V> {
        if let (End::At(a), End::At(b)) = (self, other)
            && let Some(product) = a.checked_mul(b)
        {
            return End::At(product);
        }
        match (self.sign(), other.sign()) {
            (0, _) | (_, 0) => End::At(V::ZERO),
            (a, b) if a == b => End::Above,
            _ => End::Below,
        }
    }

    fn sign(self) -> i8 {
        match self {
            End::Below => -1,
            End::Above => 1,
            End::At(number) if number.is_zero() => 0,
            End::At(number) if number.is_negative() => -1,
            End::At(_) => 1,
        }
    }

    fn number(self) -> Option<V> {
        match self {
            End::At(number) => Some(number),
            End::Below | End::Above => None,
        }
    }
}
