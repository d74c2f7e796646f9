//! Expressions that are numbers.

use super::context::{Env, Eval, Read, Stop};
use super::day::Day;
use super::deps::{Dep, Deps};
use super::domain::{Domain, Value};
use super::number::Number;
use super::range::Range;
use super::scalar::Scalar;
use super::trace::{Event, Seen, Tracer, position};
use super::{Cell, Missing};
use crate::ir::{AddressId, DecisionId, Expr, FactId, FoldOp, Place, SeriesId};
use crate::quantity::{Date, Exact};

impl<V: Scalar> Domain<V> for Number<V> {
    fn compute<T: Tracer>(
        eval: &mut Eval<'_, '_, T, V>,
        expr: &Expr,
        env: Env<'_>,
    ) -> Result<Number<V>, Stop> {
        match expr {
            Expr::Number(number, _) => Ok(Number::Point(V::from(*number))),
            Expr::Fact { fact, place } => eval.number_fact(*fact, place, env),
            Expr::Add(a, b) => {
                let a = Number::eval(eval, a, env)?;
                Ok(a.plus(Number::eval(eval, b, env)?)?)
            }
            Expr::Sub(a, b) => {
                let a = Number::eval(eval, a, env)?;
                Ok(a.minus(Number::eval(eval, b, env)?)?)
            }
            Expr::Mul(a, b) => {
                let a = Number::eval(eval, a, env)?;
                Ok(a.times(Number::eval(eval, b, env)?)?)
            }
            Expr::Div(a, b) => {
                let a = Number::eval(eval, a, env)?;
                Ok(a.over(Number::eval(eval, b, env)?)?)
            }
            Expr::Monus(a, b, at) => {
                eval.step(a, *at, env, |eval, a| Ok(a.monus(Number::eval(eval, b, env)?)?))
            }
            Expr::Tiers(tiers) => eval.tiers(tiers, env),
            Expr::Cap { value, limit, address } => eval.cap(value, limit, *address, env),
            Expr::Round { value, to, mode, address } => {
                eval.step(value, *address, env, |_, value| Ok(value.rounded(*to, *mode)?))
            }
            Expr::InYears { days, basis, address } => eval.step(days, *address, env, |_, days| {
                Ok(days.over(Number::Point(V::from(*basis)))?)
            }),
            Expr::Extreme { highest, of } => of.iter().try_fold(Number::Absent, |best, one| {
                Ok(best.extreme(Number::eval(eval, one, env)?, *highest))
            }),
            Expr::Fold(fold) if fold.op != FoldOp::First => eval.fold_number(fold, env),
            Expr::Decision(decision) => eval.number_decision(*decision, env),
            Expr::Series { series, on } => eval.series(*series, on, env),
            Expr::Paid(paid) => eval.paid(paid, env),
            Expr::Days { from, to } => eval.days(from, to, env),
            Expr::YearsSince(date) => eval.years_since(date, env),
            _ => eval.shared(expr, env),
        }
    }

    fn absent() -> Number<V> {
        Number::Absent
    }

    fn either(self, other: Number<V>, deps: Deps) -> Number<V> {
        self.or(other, deps)
    }

    fn anything(deps: Deps) -> Number<V> {
        Number::within(Range::ANY, deps)
    }

    fn from_value(value: Value<V>) -> Option<Number<V>> {
        match value {
            Value::Number(number) => Some(number),
            _ => None,
        }
    }

    fn seen(&self) -> Seen {
        Seen::from(self)
    }
}

impl<T: Tracer, V: Scalar> Eval<'_, '_, T, V> {
    #[inline]
    fn number_fact(
        &mut self,
        fact: FactId,
        place: &Place,
        env: Env<'_>,
    ) -> Result<Number<V>, Stop> {
        match self.read(fact, place, env)? {
            Read::Cell(Cell::Number(value)) => Ok(Number::Point(V::from(value))),
            Read::Cell(_) => Err(Stop::Fault),
            Read::Within(range, deps) => Ok(Number::within(range, deps)),
            Read::Unknown(deps) => {
                let declared = self.fact(fact)?;
                let range =
                    Range { low: declared.min.map(V::from), high: declared.max.map(V::from) };
                Ok(Number::within(range, deps))
            }
        }
    }

    /// A step on a running amount, with what was before and after it.
    fn step(
        &mut self,
        before: &Expr,
        at: AddressId,
        env: Env<'_>,
        f: impl FnOnce(&mut Self, Number<V>) -> Result<Number<V>, Stop>,
    ) -> Result<Number<V>, Stop> {
        let before = Number::eval(self, before, env)?;
        let seen = T::ON.then(|| Seen::from(&before));
        let after = f(self, before)?;
        if let Some(before) = seen {
            self.tracer.event(at, Event::Step { before, after: Seen::from(&after) });
        }
        Ok(after)
    }

    fn cap(
        &mut self,
        value: &Expr,
        limit: &Expr,
        at: AddressId,
        env: Env<'_>,
    ) -> Result<Number<V>, Stop> {
        let value = Number::eval(self, value, env)?;
        let limit = Number::eval(self, limit, env)?;
        Ok(self.capped(value, limit, at))
    }

    /// min(value, limit), traced.
    pub(super) fn capped(
        &mut self,
        value: Number<V>,
        limit: Number<V>,
        at: AddressId,
    ) -> Number<V> {
        if !T::CAPS {
            return value.capped(limit);
        }
        let (before, most) = (Seen::from(&value), Seen::from(&limit));
        let position = position(&value, &limit);
        let after = value.capped(limit);
        let seen = Seen::from(&after);
        self.tracer.event(at, Event::Cap { before, limit: most, position, after: seen });
        after
    }

    fn number_decision(&mut self, decision: DecisionId, env: Env<'_>) -> Result<Number<V>, Stop> {
        match self.decided(decision, env) {
            Ok(Cell::Number(value)) => Ok(Number::Point(V::from(value))),
            Ok(_) => Err(Stop::Fault),
            Err(dep) => {
                let declared = self.decision(decision)?;
                let lower = match &declared.lower {
                    Some(lower) => Number::eval(self, lower, env)?,
                    None => Number::ZERO,
                };
                let upper = match &declared.upper {
                    Some(upper) => Number::eval(self, upper, env)?,
                    None => Number::within(Range::NOT_NEGATIVE, Deps::one(dep)),
                };
                let range = Range {
                    low: lower.range().and_then(|range| range.low),
                    high: upper.range().and_then(|range| range.high),
                };
                let mut deps = lower.into_deps().and(upper.into_deps());
                deps.insert(dep);
                Ok(Number::within(range, deps))
            }
        }
    }

    /// The latest value of a series published by that day.
    fn series(&mut self, series: SeriesId, on: &Expr, env: Env<'_>) -> Result<Number<V>, Stop> {
        let day = match Day::eval(self, on, env)? {
            Day::Known(day) => day,
            Day::NotHappened | Day::Absent => return Ok(Number::Absent),
            Day::Open { deps, none, .. } => {
                let number = Number::within(Range::NOT_NEGATIVE, deps.clone());
                return Ok(if none { number.or_absent(deps) } else { number });
            }
        };
        Ok(match self.run.facts.published(series, day) {
            Some(value) => Number::Point(V::from(value)),
            None => {
                let missing = Missing::Series(series, Some(day));
                Number::within(Range::NOT_NEGATIVE, Deps::missing(missing))
            }
        })
    }

    fn days(&mut self, from: &Expr, to: &Expr, env: Env<'_>) -> Result<Number<V>, Stop> {
        let from = Day::eval(self, from, env)?;
        let to = Day::eval(self, to, env)?;
        number_of_dates(from, to, |from, to| i64::from(from.days_until(to)))
    }

    fn years_since(&mut self, date: &Expr, env: Env<'_>) -> Result<Number<V>, Stop> {
        let date = Day::eval(self, date, env)?;
        let Some(year) = env.year else {
            let deps = self.undated.clone().and(date.into_deps());
            let deps = if deps.is_empty() { Deps::missing(Missing::Year) } else { deps };
            return Ok(Number::within(Range::ANY, deps));
        };
        let bound = Date::new(year, 1, 1).map_err(|_| Stop::Overflow)?;
        number_of_dates(date, Day::Known(bound), |from, to| {
            i64::from(to.year()).saturating_sub(i64::from(from.year()))
        })
    }

    /// A decision's value; else what it hangs on.
    pub(super) fn decided(&self, decision: DecisionId, env: Env<'_>) -> Result<Cell, Dep> {
        let subject = env.whose;
        let taken = self.run.facts.decided(decision, subject, env.year);
        let dep = Dep::Decision(decision, subject);
        match (taken, self.assumption(dep)) {
            (taken, _) if taken != Cell::Missing => Ok(taken),
            (_, Some(super::context::Assumed::Cell(cell))) => Ok(cell),
            _ => {
                self.ask(dep);
                Err(dep)
            }
        }
    }
}

/// A number that falls with the first date and rises with the second; 无 where there is no date.
fn number_of_dates<V: Scalar>(
    from: Day,
    to: Day,
    f: impl Fn(Date, Date) -> i64,
) -> Result<Number<V>, Stop> {
    let number = |from, to| V::from(Exact::from_i64(f(from, to)));
    match (from, to) {
        (Day::Known(from), Day::Known(to)) => Ok(Number::Point(number(from, to))),
        (Day::NotHappened | Day::Absent, _) | (_, Day::NotHappened | Day::Absent) => {
            Ok(Number::Absent)
        }
        (from, to) => {
            let absent = from.may_be_none() || to.may_be_none();
            let ((from_low, from_high), (to_low, to_high)) =
                from.span().zip(to.span()).ok_or(Stop::Fault)?;
            let range = Range {
                low: from_high.zip(to_low).map(|(from, to)| number(from, to)),
                high: from_low.zip(to_high).map(|(from, to)| number(from, to)),
            };
            Ok(Number::of(Some(range), absent, from.into_deps().and(to.into_deps())))
        }
    }
}
