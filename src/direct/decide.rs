//! Evaluating code: truths, folds over children, and tier tables.

use super::code::{Children, Code, Day, Fold, FoldHow, Quotient, Tier, Tiers, Truth};
use super::compute::{Domain, both, extreme, plus};
use super::look::{Env, Frame, Got, Looked, Value};
use super::unit::{Unsure, div_floor, fits};
use crate::eval::{Cell, SubjectId};
use crate::ir::{CompareOp, TierKind, YearRef, variant_bit};
use crate::quantity::{Date, DateRange};

impl Looked<'_> {
    pub(super) fn decide(&self, truth: &Truth, env: Env<'_>) -> Value<bool> {
        match truth {
            Truth::Is(holds) => Ok(Got::Known(*holds)),
            Truth::Fact(place, slot) => match self.cell(place, *slot, env)? {
                Cell::Truth(holds) => Ok(Got::Known(holds)),
                Cell::Missing => Ok(Got::Unknown),
                _ => Err(Unsure),
            },
            Truth::Compare(op, sides) => Ok(compare(*op, both(sides, self, env)?)),
            Truth::CompareDays(op, sides) => Ok(compare(*op, both(sides, self, env)?)),
            Truth::Quotient(quotient) => self.compare_quotient(quotient, env),
            Truth::Among(value, wanted) => Ok(match value.eval(self, env)? {
                Got::Known(variant) => Got::Known(variant_bit(variant) & wanted != 0),
                Got::Absent => Got::Known(false),
                Got::Unknown => Got::Unknown,
            }),
            Truth::All(parts) => self.connective(parts, false, env),
            Truth::Any(parts) => self.connective(parts, true, env),
            Truth::Not(inner) => Ok(negated(inner.eval(self, env)?)),
            Truth::During(day, year) => {
                let day = day.eval(self, env)?;
                let year = year.or(env.year).ok_or(Unsure)?;
                within(day, days_of(year)?)
            }
            Truth::Happened(day) => {
                let day = day.eval(self, env)?;
                self.has_come(day)
            }
            Truth::EachYear(years, body) => {
                let mut holds = Got::Known(true);
                for back in 0..*years {
                    let back = i8::try_from(back).ok().and_then(i8::checked_neg).ok_or(Unsure)?;
                    let env = env.in_year(YearRef::Offset(back));
                    holds = and(holds, body.eval(self, env)?);
                }
                Ok(holds)
            }
            Truth::Exists { children, body, all } => {
                let found = self.exists(children, body.as_deref(), *all, env)?;
                Ok(if *all { negated(found) } else { found })
            }
            Truth::Decision(decision) => match self.decided(*decision, env) {
                Cell::Truth(holds) => Ok(Got::Known(holds)),
                _ => Err(Unsure),
            },
        }
    }

    /// Whether a date has come by the day of evaluation.
    pub(super) fn has_come(&self, day: Got<Date>) -> Value<bool> {
        match (day, self.facts.as_of) {
            (Got::Absent, _) => Ok(Got::Known(false)),
            (Got::Known(day), Some(today)) => Ok(Got::Known(day <= today)),
            (Got::Unknown, _) => Ok(Got::Unknown),
            (Got::Known(_), None) => Err(Unsure),
        }
    }

    /// All of the parts, or any of them; one decisive part decides.
    fn connective(&self, parts: &[Code<Truth>], any: bool, env: Env<'_>) -> Value<bool> {
        let mut so_far = Got::Known(!any);
        for part in parts {
            match part.eval(self, env)? {
                Got::Known(holds) if holds == any => return Ok(Got::Known(any)),
                Got::Known(_) => {}
                Got::Absent | Got::Unknown => so_far = Got::Unknown,
            }
        }
        Ok(so_far)
    }

    /// a ÷ b beside c; where b is not above zero there is no quotient.
    fn compare_quotient(&self, quotient: &Quotient, env: Env<'_>) -> Value<bool> {
        let left = quotient.left.eval(self, env)?;
        let by = quotient.by.eval(self, env)?;
        let right = quotient.right.eval(self, env)?;
        let (left, by, right) = match (left, by, right) {
            (Got::Absent, ..) | (_, Got::Absent, _) | (.., Got::Absent) => {
                return Ok(Got::Known(false));
            }
            (Got::Known(left), Got::Known(by), Got::Known(right)) => (left, by, right),
            _ => return Ok(Got::Unknown),
        };
        if by <= 0 {
            return Ok(Got::Known(false));
        }
        let (to_left, to_right) = quotient.factors;
        let left = left.checked_mul(to_left).ok_or(Unsure)?;
        let right = by.checked_mul(right).and_then(|right| right.checked_mul(to_right));
        Ok(Got::Known(quotient.op.holds(&left, &right.ok_or(Unsure)?)))
    }

    /// A sum, an extreme or a count.
    pub(super) fn fold(&self, fold: &Fold, env: Env<'_>) -> Value<i128> {
        let children = &fold.children;
        let Some((_, of)) = self.subject(&children.of, env)? else { return Err(Unsure) };
        let mut made = if fold.how == FoldHow::Count { Got::Known(0) } else { Got::Absent };
        for child in self.children(of, children.kind, children.position)? {
            let frame = self.item(*child, env)?;
            let env = Env { frame: &frame, ..env };
            let item = match (self.keeps(children, env)?, &fold.body) {
                (Got::Known(false), _) => continue,
                (kept, Some(body)) => {
                    let item = body.eval(self, env)?;
                    if kept == Got::Known(true) { item } else { or_absent(item) }
                }
                (Got::Known(true), None) => Got::Known(1),
                _ => Got::Unknown,
            };
            made = match fold.how {
                FoldHow::Sum | FoldHow::Count => plus(made, item)?,
                FoldHow::Highest => extreme(made, item, true),
                FoldHow::Lowest => extreme(made, item, false),
            };
        }
        Ok(made)
    }

    /// Whether there is a child for which the body holds; where `all`, for which it does not.
    fn exists(
        &self,
        children: &Children,
        body: Option<&Code<Truth>>,
        all: bool,
        env: Env<'_>,
    ) -> Value<bool> {
        let Some((_, of)) = self.subject(&children.of, env)? else { return Err(Unsure) };
        let mut found = Got::Known(false);
        for child in self.named(of, children.kind, children.position) {
            let frame = self.item(*child, env)?;
            let env = Env { frame: &frame, ..env };
            let kept = self.keeps(children, env)?;
            let decides = match body {
                Some(body) if kept != Got::Known(false) => {
                    let holds = body.eval(self, env)?;
                    and(kept, if all { negated(holds) } else { holds })
                }
                _ => kept,
            };
            match decides {
                Got::Known(true) => return Ok(Got::Known(true)),
                Got::Known(false) => {}
                Got::Absent | Got::Unknown => found = Got::Unknown,
            }
        }
        self.children(of, children.kind, children.position)?;
        Ok(found)
    }

    /// The body for the child with the earliest date.
    pub(super) fn first<D: Domain>(
        &self,
        children: &Children,
        order: &Code<Day>,
        body: &Code<D>,
        env: Env<'_>,
    ) -> Value<D::Value> {
        let Some((_, of)) = self.subject(&children.of, env)? else { return Err(Unsure) };
        let mut first: Option<(Date, SubjectId)> = None;
        for child in self.children(of, children.kind, children.position)? {
            let frame = self.item(*child, env)?;
            let env = Env { frame: &frame, ..env };
            match (self.keeps(children, env)?, order.eval(self, env)?) {
                (Got::Known(false), _) | (_, Got::Absent) => {}
                (Got::Known(true), Got::Known(date)) => {
                    if first.is_none_or(|(earliest, _)| date < earliest) {
                        first = Some((date, *child));
                    }
                }
                _ => return Err(Unsure),
            }
        }
        match first {
            None => Ok(D::ABSENT),
            Some((_, child)) => {
                let frame = self.item(child, env)?;
                body.eval(self, Env { frame: &frame, ..env })
            }
        }
    }

    #[inline]
    fn item<'f>(&'f self, child: SubjectId, env: Env<'f>) -> Result<Frame<'f>, Unsure> {
        let subject = self.facts.subject(child).ok_or(Unsure)?;
        let depth = env.frame.depth.checked_add(1).ok_or(Unsure)?;
        Ok(Frame { id: child, subject, outer: Some(env.frame), depth })
    }

    /// Whether a child passes the filter and its event falls in the time of the rule.
    fn keeps(&self, children: &Children, env: Env<'_>) -> Value<bool> {
        let timely = match &children.event {
            None => Got::Known(true),
            Some(event) => {
                let day = event.eval(self, env)?;
                let in_force = match children.validity {
                    None => Got::Known(true),
                    Some(validity) => within(day, validity)?,
                };
                match env.year.filter(|_| children.yearly) {
                    None => in_force,
                    Some(year) => and(within(day, days_of(year)?)?, in_force),
                }
            }
        };
        match &children.filter {
            Some(filter) if timely != Got::Known(false) => Ok(and(timely, filter.eval(self, env)?)),
            _ => Ok(timely),
        }
    }
}

impl Tiers {
    /// The table at a value.
    #[inline]
    pub(super) fn at(&self, x: i128) -> Result<i128, Unsure> {
        let mut rows = self.rows.iter();
        let mut tier = *rows.next().ok_or(Unsure)?;
        let mut last = true;
        for row in rows {
            if !(x > row.start || (row.inclusive && x == row.start)) {
                last = false;
                break;
            }
            tier = *row;
        }
        if last {
            tier = self.generated(tier, x)?;
        }
        match self.kind {
            TierKind::Flat => Ok(tier.value),
            TierKind::Whole => fits(x.checked_mul(tier.value)),
            TierKind::Marginal => {
                let part = fits(x.checked_sub(tier.start))?;
                let part = fits(part.checked_mul(tier.value))?;
                fits(part.checked_add(tier.below))
            }
        }
    }

    /// The generated row that a value beyond the last row's start falls in: row k starts at
    /// b + k·step with v + k·add; below it lie Σ (v + j·add)·step for j = 0 … k − 1, which is
    /// v·step·k + add·step·k(k − 1)/2.
    fn generated(&self, last: Tier, x: i128) -> Result<Tier, Unsure> {
        let Some(tail) = self.tail else { return Ok(last) };
        let over = fits(x.checked_sub(last.start))?;
        let (steps, rest) = div_floor(over, tail.step).ok_or(Unsure)?;
        let on_start = rest == 0 && !last.inclusive;
        let k = if on_start { steps.checked_sub(1).ok_or(Unsure)? } else { steps };
        if k <= 0 {
            return Ok(last);
        }
        let times = |a: i128, b: i128| fits(a.checked_mul(b));
        let pairs = times(k, k.saturating_sub(1))?.checked_div(2).ok_or(Unsure)?;
        let width = times(tail.step, k)?;
        let even = times(last.value, width)?;
        let rise = times(times(tail.add, tail.step)?, pairs)?;
        let below = fits(last.below.checked_add(even))?;
        Ok(Tier {
            start: fits(last.start.checked_add(width))?,
            inclusive: last.inclusive,
            value: fits(last.value.checked_add(times(tail.add, k)?))?,
            below: fits(below.checked_add(rise))?,
        })
    }
}

/// Whether the comparison of two values holds; with 无 on either side it does not.
#[inline]
fn compare<T: Ord>(op: CompareOp, sides: [Got<T>; 2]) -> Got<bool> {
    match sides {
        [Got::Known(a), Got::Known(b)] => Got::Known(op.holds(&a, &b)),
        [Got::Absent, _] | [_, Got::Absent] => Got::Known(false),
        _ => Got::Unknown,
    }
}

/// Whether a date lies between two days, both included.
#[inline]
pub(super) fn within(day: Got<Date>, (first, last): (Date, Date)) -> Value<bool> {
    Ok(match day {
        Got::Known(day) => Got::Known(first <= day && day <= last),
        Got::Absent => Got::Known(false),
        Got::Unknown => Got::Unknown,
    })
}

/// The first and the last day of a year.
pub(super) fn days_of(year: i32) -> Result<(Date, Date), Unsure> {
    let range = DateRange::of_year(year).ok_or(Unsure)?;
    Ok((range.from(), range.to()))
}

#[inline]
pub(super) fn and(a: Got<bool>, b: Got<bool>) -> Got<bool> {
    match (a, b) {
        (Got::Known(false), _) | (_, Got::Known(false)) => Got::Known(false),
        (Got::Known(true), x) | (x, Got::Known(true)) => x,
        _ => Got::Unknown,
    }
}

#[inline]
fn negated(truth: Got<bool>) -> Got<bool> {
    match truth {
        Got::Known(holds) => Got::Known(!holds),
        other => other,
    }
}

/// A number that may also be 无.
fn or_absent(item: Got<i128>) -> Got<i128> {
    match item {
        Got::Absent => Got::Absent,
        Got::Known(_) | Got::Unknown => Got::Unknown,
    }
}
