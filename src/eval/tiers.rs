//! Tier tables: piecewise linear functions of one value.

use super::context::{Env, Eval, Stop};
use super::deps::Deps;
use super::domain::Domain;
use super::number::{Number, Open};
use super::range::Range;
use super::scalar::Scalar;
use super::trace::{Event, Position, Seen, Tracer, position};
use crate::ir::{AddressId, CompareOp, Expr, TierBound, TierKind, TierTail, Tiers};
use crate::quantity::Exact;

/// Where a value stands when it meets a bound: on it, or next to it. The values next to a bound
/// are limits; they make the bounds of a range right where a table jumps.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Side {
    Below,
    On,
    Above,
}

/// The tier that a value falls in.
#[derive(Debug, Clone, Copy)]
struct Tier<V> {
    /// Its rate or amount.
    value: V,
    /// Where it starts; the first starts at zero.
    start: V,
    /// Whether its start belongs to it.
    inclusive: bool,
    /// What the rates of the tiers below it come to, up to its start.
    below: V,
}

/// Why a table cannot be read.
enum Unread {
    Stop(Stop),
    /// A figure of it hangs on something.
    Open(Deps),
}

impl From<Stop> for Unread {
    fn from(stop: Stop) -> Unread {
        Unread::Stop(stop)
    }
}

const OVERFLOW: Unread = Unread::Stop(Stop::Overflow);

impl<T: Tracer, V: Scalar> Eval<'_, '_, T, V> {
    /// The tier table applied to its value.
    pub(super) fn tiers(&mut self, tiers: &Tiers, env: Env<'_>) -> Result<Number<V>, Stop> {
        let value = Number::eval(self, &tiers.of, env)?;
        if T::ON {
            self.trace_tiers(tiers, &value, env)?;
        }
        if let (true, Number::Point(x)) = (T::BOUNDS, &value) {
            self.trace_starts(tiers, *x, env)?;
        }
        let applied = match &value {
            Number::Absent => return Ok(Number::Absent),
            Number::Point(x) => self.at(tiers, *x, Side::On, env).map(Number::Point),
            Number::Open(open) => self.over_range(tiers, open, env),
        };
        match applied {
            Ok(number) => Ok(number),
            Err(Unread::Stop(stop)) => Err(stop),
            Err(Unread::Open(deps)) => {
                let absent = value.may_be_absent();
                Ok(Number::of(Some(Range::ANY), absent, value.into_deps().and(deps)))
            }
        }
    }

    /// The table at one value.
    fn at(&mut self, tiers: &Tiers, x: V, side: Side, env: Env<'_>) -> Result<V, Unread> {
        let tier = self.tier(tiers, x, side, env)?;
        let amount = match tiers.kind {
            TierKind::Flat => Some(tier.value),
            TierKind::Whole => tier.value.checked_mul(x),
            TierKind::Marginal => part(&tier, x).and_then(|part| tier.below.checked_add(part)),
        };
        amount.ok_or(OVERFLOW)
    }

    /// The tier that a value falls in.
    fn tier(&mut self, tiers: &Tiers, x: V, side: Side, env: Env<'_>) -> Result<Tier<V>, Unread> {
        let mut tier = Tier { value: V::ZERO, start: V::ZERO, inclusive: false, below: V::ZERO };
        for row in &tiers.rows {
            if let Some(bound) = &row.lower {
                let start = self.figure(&bound.at, env)?;
                if !passes(x, start, bound.inclusive, side) {
                    return Ok(tier);
                }
                if tiers.kind == TierKind::Marginal {
                    let part = part(&tier, start).and_then(|part| tier.below.checked_add(part));
                    tier.below = part.ok_or(OVERFLOW)?;
                }
                (tier.start, tier.inclusive) = (start, bound.inclusive);
            }
            tier.value = self.figure(&row.value, env)?;
        }
        match &tiers.tail {
            Some(tail) => self.generated(tail, tier, x, side, env),
            None => Ok(tier),
        }
    }

    /// The generated tier that a value beyond the last row's start falls in: tier k starts at
    /// b + k·step with value v + k·add.
    fn generated(
        &mut self,
        tail: &TierTail,
        last: Tier<V>,
        x: V,
        side: Side,
        env: Env<'_>,
    ) -> Result<Tier<V>, Unread> {
        let step = self.figure(&tail.step, env)?;
        let add = self.figure(&tail.add, env)?;
        generated(last, step, add, x, side).ok_or(OVERFLOW)
    }

    /// A figure of the table.
    #[inline]
    fn figure(&mut self, figure: &Expr, env: Env<'_>) -> Result<V, Unread> {
        if let Expr::Number(value, _) = figure {
            return Ok(V::from(*value));
        }
        match Number::eval(self, figure, env)? {
            Number::Point(value) => Ok(value),
            Number::Absent => Err(Unread::Stop(Stop::Fault)),
            Number::Open(open) => Err(Unread::Open(open.deps)),
        }
    }

    /// Bounds of the table over a range: a piecewise linear function takes its extremes at the ends
    /// and on either side of each bound.
    fn over_range(
        &mut self,
        tiers: &Tiers,
        open: &Open<V>,
        env: Env<'_>,
    ) -> Result<Number<V>, Unread> {
        let mut reach: Option<Range<V>> = None;
        let mut include =
            |range: Range<V>| reach = Some(reach.map_or(range, |reach| reach.hull(range)));
        for end in [open.range.low, open.range.high].into_iter().flatten() {
            include(Range::point(self.at(tiers, end, Side::On, env)?));
        }
        for bound in tiers.rows.iter().filter_map(|row| row.lower.as_ref()) {
            let start = self.figure(&bound.at, env)?;
            self.note_break(&Number::Open(Box::new(open.clone())), &Number::Point(start));
            for side in [Side::Below, Side::On, Side::Above] {
                if reaches(open.range, start, side) {
                    include(Range::point(self.at(tiers, start, side, env)?));
                }
            }
        }
        if open.range.low.is_none() {
            include(Range::ANY);
        }
        if let Some(beyond) = self.beyond(tiers, open.range, env)? {
            include(beyond);
        }
        Ok(Number::of(reach, open.absent, open.deps.clone()))
    }

    /// What lies between the last row's start and the upper end: it rises or falls without end
    /// when there is no upper end, and may turn when rates are generated downwards.
    fn beyond(
        &mut self,
        tiers: &Tiers,
        range: Range<V>,
        env: Env<'_>,
    ) -> Result<Option<Range<V>>, Unread> {
        let Some(last) = tiers.rows.last() else { return Err(Unread::Stop(Stop::Fault)) };
        let rate = self.figure(&last.value, env)?;
        let add = match &tiers.tail {
            Some(tail) => self.figure(&tail.add, env)?,
            None => V::ZERO,
        };
        let turns = add.is_negative() || (!add.is_zero() && rate.is_negative());
        let slope = if tiers.kind == TierKind::Flat { add } else { rate.max(add) };
        Ok(match (turns, range.high) {
            (true, _) => Some(Range::ANY),
            (false, Some(_)) => None,
            (false, None) if slope.is_negative() => Some(Range { low: None, high: Some(V::ZERO) }),
            (false, None) if slope.is_zero() => None,
            (false, None) => {
                let low = self.at(tiers, range.low.unwrap_or(V::ZERO), Side::On, env)?;
                Some(Range { low: Some(low), high: None })
            }
        })
    }

    fn trace_tiers(&mut self, tiers: &Tiers, value: &Number<V>, env: Env<'_>) -> Result<(), Stop> {
        let mut taken = None;
        for row in &tiers.rows {
            let stands = match &row.lower {
                None => Some(true),
                Some(bound) => self.trace_start(bound, value, env)?,
            };
            match stands {
                Some(true) => taken = Some(row.address),
                Some(false) => break,
                None => self.trace(row.address, || Event::Tier { certain: false }),
            }
        }
        let certain = matches!(value, Number::Point(_));
        if let Some(at) = taken.filter(|_| value.range().is_some()) {
            self.trace(at, || Event::Tier { certain });
        }
        if let (Some(tail), Number::Point(x)) = (&tiers.tail, value)
            && let Ok(tier) = self.tier(tiers, *x, Side::On, env)
            && let Ok(last) = self.last_start(tiers, env)
            && tier.start > last
        {
            self.trace(tail.address, || Event::Tier { certain });
        }
        Ok(())
    }

    /// Tells a tracer that listens to bounds where tiers start: each written one, and of those
    /// generated the one in which the value lies and the next.
    fn trace_starts(&mut self, tiers: &Tiers, x: V, env: Env<'_>) -> Result<(), Stop> {
        for bound in tiers.rows.iter().filter_map(|row| row.lower.as_ref()) {
            if let Number::Point(start) = Number::eval(self, &bound.at, env)? {
                self.trace_start_at(tiers, (bound.address, bound.inclusive), x, start, env);
            }
        }
        let Some(tail) = &tiers.tail else { return Ok(()) };
        let (Ok(tier), Ok(last), Ok(step)) = (
            self.tier(tiers, x, Side::On, env),
            self.last_start(tiers, env),
            self.figure(&tail.step, env),
        ) else {
            return Ok(());
        };
        let own = Some(tier.start).filter(|start| *start > last);
        let next = tier.start.checked_add(step).filter(|_| tier.start >= last);
        for start in [own, next].into_iter().flatten() {
            self.trace_start_at(tiers, (tail.address, tier.inclusive), x, start, env);
        }
        Ok(())
    }

    fn trace_start_at(
        &mut self,
        tiers: &Tiers,
        (at, inclusive): (AddressId, bool),
        x: V,
        start: V,
        env: Env<'_>,
    ) {
        let op = if inclusive { CompareOp::AtLeast } else { CompareOp::Above };
        let [value, start] = [x, start].map(|number| Seen::from(&Number::Point(number)));
        self.trace_bound(at, (&tiers.of, value), op, start, env);
    }

    /// Where the last written row starts; the first tier does at zero.
    fn last_start(&mut self, tiers: &Tiers, env: Env<'_>) -> Result<V, Unread> {
        match tiers.rows.last().and_then(|row| row.lower.as_ref()) {
            Some(bound) => self.figure(&bound.at, env),
            None => Ok(V::ZERO),
        }
    }

    /// Tells how the value stands to a bound; whether its tier (or one above) is reached.
    fn trace_start(
        &mut self,
        bound: &TierBound,
        value: &Number<V>,
        env: Env<'_>,
    ) -> Result<Option<bool>, Stop> {
        let at = Number::eval(self, &bound.at, env)?;
        let stands = position(value, &at);
        self.trace(bound.address, || Event::Bound(stands));
        Ok(match stands {
            Position::Below => Some(false),
            Position::At => Some(bound.inclusive),
            Position::Above => Some(true),
            Position::Unknown => None,
        })
    }
}

/// Whether a value has passed a tier's start.
fn passes<V: Scalar>(x: V, start: V, inclusive: bool, side: Side) -> bool {
    let includes = match side {
        Side::Below => false,
        Side::On => inclusive,
        Side::Above => true,
    };
    if includes { x >= start } else { x > start }
}

/// Whether a range has values on that side of a bound.
fn reaches<V: Scalar>(range: Range<V>, bound: V, side: Side) -> bool {
    let above_low =
        range.low.is_none_or(|low| if side == Side::Below { bound > low } else { bound >= low });
    let below_high = range
        .high
        .is_none_or(|high| if side == Side::Above { bound < high } else { bound <= high });
    above_low && below_high
}

/// The tier's rate on what a value has over its start.
fn part<V: Scalar>(tier: &Tier<V>, x: V) -> Option<V> {
    x.checked_sub(tier.start)?.checked_mul(tier.value)
}

fn generated<V: Scalar>(last: Tier<V>, step: V, add: V, x: V, side: Side) -> Option<Tier<V>> {
    let steps = x.checked_sub(last.start)?.checked_div(step)?;
    let whole = steps.floor_to(Exact::ONE)?;
    let on_start = V::from(whole) == steps && !passes(x, x, last.inclusive, side);
    let k = if on_start { whole.checked_sub(Exact::ONE)? } else { whole };
    if k.is_zero() || k.is_negative() {
        return Some(last);
    }
    // Σ (v + j·add)·step for j = 0 … k − 1 is v·step·k + add·step·k(k − 1)/2.
    let count = k.to_i64()?;
    let pairs = count.checked_mul(count.checked_sub(1)?)?.checked_div(2)?;
    let (k, pairs) = (V::from(k), V::from(Exact::from_i64(pairs)));
    let width = step.checked_mul(k)?;
    let even = last.value.checked_mul(width)?;
    let rise = add.checked_mul(step)?.checked_mul(pairs)?;
    Some(Tier {
        value: last.value.checked_add(add.checked_mul(k)?)?,
        start: last.start.checked_add(width)?,
        inclusive: last.inclusive,
        below: last.below.checked_add(even)?.checked_add(rise)?,
    })
}
