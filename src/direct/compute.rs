//! Evaluating code: what all types have in common, numbers, choices and dates.

use super::code::{Choice, Code, Day, Number, Truth};
use super::look::{Env, Frame, Got, Looked, Value};
use super::unit::{Unsure, fits};
use crate::eval::Cell;
use crate::ir::{DecisionId, Paid, PaidWhat, YearRef, variant_bit};
use crate::quantity::{Date, Exact};

/// What code of a type comes to.
pub(super) trait Domain: Sized {
    type Value: Copy;
    /// What stands for 无.
    const ABSENT: Got<Self::Value>;
    /// The value of what only this type has.
    fn own(&self, looked: &Looked<'_>, env: Env<'_>) -> Value<Self::Value>;
}

impl<D: Domain> Code<D> {
    /// The value. Whatever the interpreter would evaluate is evaluated, so that nothing which would
    /// stop it goes unnoticed.
    #[inline]
    pub(super) fn eval(&self, looked: &Looked<'_>, env: Env<'_>) -> Value<D::Value> {
        match self {
            Code::Own(own) => own.own(looked, env),
            shared => shared.shared(looked, env),
        }
    }

    fn shared(&self, looked: &Looked<'_>, env: Env<'_>) -> Value<D::Value> {
        match self {
            Code::Nothing => Ok(D::ABSENT),
            Code::Own(own) => own.own(looked, env),
            Code::If(parts) => {
                let (condition, then, otherwise) = &**parts;
                match condition.eval(looked, env)? {
                    Got::Known(true) => then.eval(looked, env),
                    Got::Known(false) | Got::Absent => otherwise.eval(looked, env),
                    Got::Unknown => unknown([then, otherwise], looked, env),
                }
            }
            Code::Match(parts) => {
                let (key, arms) = &**parts;
                match key.eval(looked, env)? {
                    Got::Known(variant) => {
                        let bit = variant_bit(variant);
                        let arm = arms.iter().find(|(variants, _)| variants & bit != 0);
                        arm.ok_or(Unsure)?.1.eval(looked, env)
                    }
                    Got::Absent => Ok(D::ABSENT),
                    Got::Unknown => unknown(arms.iter().map(|(_, arm)| arm), looked, env),
                }
            }
            Code::Local(parts) => {
                let (place, body) = &**parts;
                let Some((id, subject)) = looked.subject(place, env)? else {
                    return Ok(Got::Unknown);
                };
                let frame = Frame { id, subject, outer: None, depth: 0 };
                body.eval(looked, Env { frame: &frame, ..env })
            }
            Code::InYear(year, body) => body.eval(looked, env.in_year(*year)),
            Code::First(parts) => {
                let (children, order, body) = &**parts;
                looked.first(children, order, body, env)
            }
        }
    }
}

/// One of several, and it is not known which.
fn unknown<'c, D: Domain + 'c>(
    several: impl IntoIterator<Item = &'c Code<D>>,
    looked: &Looked<'_>,
    env: Env<'_>,
) -> Value<D::Value> {
    for one in several {
        one.eval(looked, env)?;
    }
    Ok(Got::Unknown)
}

impl Env<'_> {
    /// With another year bound.
    pub(super) fn in_year(self, year: YearRef) -> Self {
        Env { year: year.of(self.year), ..self }
    }
}

/// A decimal number as a count of 10^−scale, if it is one.
#[inline]
fn counted(number: Exact, scale: u32) -> Result<i128, Unsure> {
    fits(number.units(scale))
}

impl Domain for Number {
    type Value = i128;
    const ABSENT: Got<i128> = Got::Absent;

    fn own(&self, looked: &Looked<'_>, env: Env<'_>) -> Value<i128> {
        match self {
            Number::Is(count) => Ok(Got::Known(*count)),
            Number::Fact(place, slot, scale) => match looked.cell(place, *slot, env)? {
                Cell::Number(number) => Ok(Got::Known(counted(number, *scale)?)),
                Cell::Missing => Ok(Got::Unknown),
                _ => Err(Unsure),
            },
            Number::Finer(value, factor) => Ok(match value.eval(looked, env)? {
                Got::Known(count) => Got::Known(fits(count.checked_mul(*factor))?),
                other => other,
            }),
            Number::Add(sides) => {
                let [a, b] = both(sides, looked, env)?;
                plus(a, b)
            }
            Number::Sub(sides) => {
                let [a, b] = both(sides, looked, env)?;
                minus(a, b)
            }
            Number::Monus(sides) => {
                let [a, b] = both(sides, looked, env)?;
                Ok(match minus(a, b)? {
                    Got::Known(count) => Got::Known(count.max(0)),
                    other => other,
                })
            }
            Number::Mul(sides) => {
                let [a, b] = both(sides, looked, env)?;
                Ok(match (a, b) {
                    (Got::Known(a), Got::Known(b)) => Got::Known(fits(a.checked_mul(b))?),
                    (Got::Absent, _) | (_, Got::Absent) => Got::Absent,
                    _ => Got::Unknown,
                })
            }
            Number::Extreme(highest, of) => {
                let mut best = Got::Absent;
                for one in of {
                    best = extreme(best, one.eval(looked, env)?, *highest);
                }
                Ok(best)
            }
            Number::Fold(fold) => looked.fold(fold, env),
            Number::Tiers(tiers) => match tiers.of.eval(looked, env)? {
                Got::Known(count) => Ok(Got::Known(tiers.at(count)?)),
                other => Ok(other),
            },
            Number::Cap(cap) => {
                let value = cap.value.eval(looked, env)?;
                let limit = cap.limit.eval(looked, env)?;
                let after = capped(value, limit);
                looked.hear(cap.address, cap.unit, value, after);
                Ok(after)
            }
            Number::Round(value, rounding) => Ok(match value.eval(looked, env)? {
                Got::Known(count) => Got::Known(rounding.apply(count)?),
                other => other,
            }),
            Number::Days(days) => {
                let [from, to] = both(days, looked, env)?;
                Ok(dated(from, to, |from, to| from.days_until(to).into()))
            }
            Number::YearsSince(day) => {
                let day = day.eval(looked, env)?;
                let Some(year) = env.year else { return Err(Unsure) };
                let bound = Date::new(year, 1, 1).map_err(|_| Unsure)?;
                Ok(dated(day, Got::Known(bound), |from, to| {
                    i64::from(to.year()).saturating_sub(from.year().into())
                }))
            }
            Number::Decision(decision, scale) => match looked.decided(*decision, env) {
                Cell::Number(number) => Ok(Got::Known(counted(number, *scale)?)),
                _ => Err(Unsure),
            },
            Number::Series(series, on, scale) => match on.eval(looked, env)? {
                Got::Known(day) => {
                    let value = looked.facts.published(*series, day).ok_or(Unsure)?;
                    Ok(Got::Known(counted(value, *scale)?))
                }
                Got::Absent => Ok(Got::Absent),
                Got::Unknown => Ok(Got::Unknown),
            },
            Number::Paid(paid) => looked.paid(paid, env),
        }
    }
}

/// Both sides of an operation.
#[inline]
pub(super) fn both<D: Domain>(
    sides: &[Code<D>; 2],
    looked: &Looked<'_>,
    env: Env<'_>,
) -> Result<[Got<D::Value>; 2], Unsure> {
    let [a, b] = sides;
    Ok([a.eval(looked, env)?, b.eval(looked, env)?])
}

/// a + b; 无 + x = x.
#[inline]
pub(super) fn plus(a: Got<i128>, b: Got<i128>) -> Value<i128> {
    match (a, b) {
        (Got::Known(a), Got::Known(b)) => Ok(Got::Known(fits(a.checked_add(b))?)),
        (Got::Absent, x) | (x, Got::Absent) => Ok(x),
        _ => Ok(Got::Unknown),
    }
}

/// a − b; nothing can be taken from 无, and 无 takes nothing away.
#[inline]
fn minus(a: Got<i128>, b: Got<i128>) -> Value<i128> {
    match (a, b) {
        (Got::Known(a), Got::Known(b)) => Ok(Got::Known(fits(a.checked_sub(b))?)),
        (Got::Absent, _) => Ok(Got::Absent),
        (x, Got::Absent) => Ok(x),
        _ => Ok(Got::Unknown),
    }
}

/// The greater (or lesser); 无 takes no part.
#[inline]
pub(super) fn extreme(a: Got<i128>, b: Got<i128>, highest: bool) -> Got<i128> {
    match (a, b) {
        (Got::Known(a), Got::Known(b)) => Got::Known(if highest { a.max(b) } else { a.min(b) }),
        (Got::Absent, x) | (x, Got::Absent) => x,
        _ => Got::Unknown,
    }
}

/// min(value, limit); without a limit (无) the value stands.
#[inline]
pub(super) fn capped(value: Got<i128>, limit: Got<i128>) -> Got<i128> {
    match (value, limit) {
        (Got::Known(value), Got::Known(limit)) => Got::Known(value.min(limit)),
        (Got::Absent, _) => Got::Absent,
        (value, Got::Absent) => value,
        _ => Got::Unknown,
    }
}

/// A number of two dates; 无 where there is no date.
fn dated(from: Got<Date>, to: Got<Date>, f: impl Fn(Date, Date) -> i64) -> Got<i128> {
    match (from, to) {
        (Got::Known(from), Got::Known(to)) => Got::Known(f(from, to).into()),
        (Got::Absent, _) | (_, Got::Absent) => Got::Absent,
        _ => Got::Unknown,
    }
}

impl Looked<'_> {
    /// What the history says of rules that paid nothing.
    fn paid(&self, paid: &Paid, env: Env<'_>) -> Value<i128> {
        let to = self.above(env.whose, paid.scope).ok_or(Unsure)?;
        let nothing = paid.rules.iter().all(|rule| self.has_no_payment(*rule));
        if !(nothing && self.has_history(to) && self.is_of_one_year()) {
            return Err(Unsure);
        }
        Ok(match paid.what {
            PaidWhat::Amount | PaidWhat::Times => Got::Known(0),
            PaidWhat::FirstYear => Got::Absent,
        })
    }

    /// What an authority has decided for the rule's own subject and the bound year; the last word
    /// counts.
    pub(super) fn decided(&self, decision: DecisionId, env: Env<'_>) -> Cell {
        self.facts.decided(decision, env.whose, env.year)
    }
}

impl Domain for Choice {
    type Value = u16;
    const ABSENT: Got<u16> = Got::Absent;

    fn own(&self, looked: &Looked<'_>, env: Env<'_>) -> Value<u16> {
        match self {
            Choice::Is(variant) => Ok(Got::Known(*variant)),
            Choice::Fact(place, slot) => match looked.cell(place, *slot, env)? {
                Cell::Variant(variant) => Ok(Got::Known(variant)),
                Cell::Missing => Ok(Got::Unknown),
                _ => Err(Unsure),
            },
        }
    }
}

impl Domain for Day {
    type Value = Date;
    const ABSENT: Got<Date> = Got::Absent;

    fn own(&self, looked: &Looked<'_>, env: Env<'_>) -> Value<Date> {
        match self {
            Day::Is(date) => Ok(Got::Known(*date)),
            Day::Fact(place, slot) => match looked.cell(place, *slot, env)? {
                Cell::Date(date) => Ok(Got::Known(date)),
                Cell::NotHappened => Ok(Got::Absent),
                Cell::Missing => Ok(Got::Unknown),
                _ => Err(Unsure),
            },
            Day::Later(day, amount, unit) => match day.eval(looked, env)? {
                Got::Known(day) => unit.later(day, *amount).map(Got::Known).ok_or(Unsure),
                other => Ok(other),
            },
            Day::Extreme(highest, of) => {
                let mut best = Got::Absent;
                for one in of {
                    best = match (best, one.eval(looked, env)?) {
                        (Got::Known(a), Got::Known(b)) => {
                            Got::Known(if *highest { a.max(b) } else { a.min(b) })
                        }
                        (Got::Absent, x) | (x, Got::Absent) => x,
                        _ => Got::Unknown,
                    };
                }
                Ok(best)
            }
        }
    }
}

impl Domain for Truth {
    type Value = bool;
    /// What is not there does not hold.
    const ABSENT: Got<bool> = Got::Known(false);

    #[inline]
    fn own(&self, looked: &Looked<'_>, env: Env<'_>) -> Value<bool> {
        looked.decide(self, env)
    }
}
