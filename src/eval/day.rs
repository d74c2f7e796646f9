//! Dates and events as far as they are known.

use super::deps::Deps;
use super::range::Range;
use super::scalar::Scalar;
use super::truth::Truth;
use crate::ir::CompareOp;
use crate::quantity::Date;

/// A date, as far as it is known.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Day {
    /// Known.
    Known(Date),
    /// The event has not happened.
    NotHappened,
    /// 无: there is nothing to date.
    Absent,
    /// Between two days (none is open-ended), or no date at all; and what it hangs on.
    Open { low: Option<Date>, high: Option<Date>, none: bool, deps: Deps },
}

impl Day {
    /// A missing day whose number lies in a range.
    pub(super) fn within<V: Scalar>(range: Range<V>, deps: Deps) -> Day {
        let day = |number: Option<V>| {
            let number = i32::try_from(number?.to_exact()?.to_i64()?).ok()?;
            Date::of_day_number(number)
        };
        match (day(range.low), day(range.high)) {
            (Some(low), Some(high)) if low == high => Day::Known(low),
            (low, high) => Day::Open { low, high, none: false, deps },
        }
    }

    /// The first and the last day it may be, when it may be a day.
    pub(super) fn span(&self) -> Option<(Option<Date>, Option<Date>)> {
        match self {
            Day::Known(date) => Some((Some(*date), Some(*date))),
            Day::NotHappened | Day::Absent => None,
            Day::Open { low, high, .. } => Some((*low, *high)),
        }
    }

    /// Whether it may be no date: 无, or an event that has not happened.
    pub(super) fn may_be_none(&self) -> bool {
        match self {
            Day::Known(_) => false,
            Day::NotHappened | Day::Absent => true,
            Day::Open { none, .. } => *none,
        }
    }

    /// What it hangs on.
    pub(super) fn into_deps(self) -> Deps {
        match self {
            Day::Open { deps, .. } => deps,
            Day::Known(_) | Day::NotHappened | Day::Absent => Deps::default(),
        }
    }

    /// This day or that: which of them hangs on `deps`.
    pub(super) fn or(self, other: Day, deps: Deps) -> Day {
        if self == other && !matches!(self, Day::Open { .. }) {
            return self;
        }
        let none = self.may_be_none() || other.may_be_none();
        let (low, high) = match (self.span(), other.span()) {
            (Some(a), Some(b)) => {
                (a.0.zip(b.0).map(|(a, b)| a.min(b)), a.1.zip(b.1).map(|(a, b)| a.max(b)))
            }
            (a, b) => a.or(b).unwrap_or_default(),
        };
        Day::Open { low, high, none, deps: self.into_deps().and(other.into_deps()).and(deps) }
    }

    /// Through a function of dates that does not fall; none is outside the calendar.
    pub(super) fn moved(self, f: impl Fn(Date) -> Option<Date>) -> Option<Day> {
        match self {
            Day::Known(date) => f(date).map(Day::Known),
            Day::Open { low, high, none, deps } => {
                Some(Day::Open { low: low.and_then(&f), high: high.and_then(&f), none, deps })
            }
            none => Some(none),
        }
    }

    /// Whether the comparison holds; where there is no date, it does not.
    pub(super) fn compare(self, op: CompareOp, other: Day) -> Truth {
        if let (Day::Known(a), Day::Known(b)) = (&self, &other) {
            return Truth::from(op.holds(a, b));
        }
        let Some(((a_low, a_high), (b_low, b_high))) = self.span().zip(other.span()) else {
            return Truth::False;
        };
        let (a_after, a_not_before) = relation(a_low, b_high);
        let (b_after, b_not_before) = relation(b_low, a_high);
        let (always, never) = match op {
            CompareOp::AtLeast => (a_not_before, b_after),
            CompareOp::AtMost => (b_not_before, a_after),
            CompareOp::Above => (a_after, b_not_before),
            CompareOp::Below => (b_after, a_not_before),
            CompareOp::Equal => (false, a_after || b_after),
        };
        let none = self.may_be_none() || other.may_be_none();
        match (always && !none, never) {
            (true, _) => Truth::True,
            (_, true) => Truth::False,
            _ => Truth::Unknown(self.into_deps().and(other.into_deps())),
        }
    }
}

/// Whether a day from `low` on is always after, and never before, a day up to `high`.
fn relation(low: Option<Date>, high: Option<Date>) -> (bool, bool) {
    low.zip(high).map_or((false, false), |(low, high)| (low > high, low >= high))
}
