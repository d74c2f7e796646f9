//! Expressions that are dates.

use super::Cell;
use super::context::{Env, Eval, Read, Stop};
use super::day::Day;
use super::deps::Deps;
use super::domain::{Domain, Value};
use super::scalar::Scalar;
use super::trace::{Seen, Tracer};
use crate::ir::{CompareOp, Expr, Type};

impl<V: Scalar> Domain<V> for Day {
    fn compute<T: Tracer>(
        eval: &mut Eval<'_, '_, T, V>,
        expr: &Expr,
        env: Env<'_>,
    ) -> Result<Day, Stop> {
        match expr {
            Expr::Date(date, _) => Ok(Day::Known(*date)),
            Expr::Fact { fact, place } => match eval.read(*fact, place, env)? {
                Read::Cell(Cell::Date(date)) => Ok(Day::Known(date)),
                Read::Cell(Cell::NotHappened) => Ok(Day::NotHappened),
                Read::Cell(_) => Err(Stop::Fault),
                Read::Within(range, deps) => Ok(Day::within(range, deps)),
                Read::Unknown(deps) => {
                    let none = matches!(eval.fact(*fact)?.ty, Type::Date { event: true });
                    Ok(Day::Open { low: None, high: None, none, deps })
                }
            },
            Expr::DateAdd { date, amount, unit, .. } => {
                let date = Day::eval(eval, date, env)?;
                date.moved(|date| unit.later(date, *amount)).ok_or(Stop::Overflow)
            }
            Expr::Extreme { highest, of } => of.iter().try_fold(Day::Absent, |best, one| {
                Ok(extreme(best, Day::eval(eval, one, env)?, *highest))
            }),
            _ => eval.shared(expr, env),
        }
    }

    fn absent() -> Day {
        Day::Absent
    }

    fn either(self, other: Day, deps: Deps) -> Day {
        self.or(other, deps)
    }

    fn anything(deps: Deps) -> Day {
        Day::Open { low: None, high: None, none: true, deps }
    }

    fn from_value(value: Value<V>) -> Option<Day> {
        match value {
            Value::Day(day) => Some(day),
            _ => None,
        }
    }

    fn seen(&self) -> Seen {
        match self {
            Day::Known(date) => Seen::Date(*date),
            Day::NotHappened => Seen::NotHappened,
            Day::Absent => Seen::Absent,
            Day::Open { .. } => Seen::Unknown,
        }
    }
}

/// The later (or earlier) of two dates; what is no date takes no part.
fn extreme(a: Day, b: Day, highest: bool) -> Day {
    match (&a, &b) {
        (Day::NotHappened | Day::Absent, _) => b,
        (_, Day::NotHappened | Day::Absent) => a,
        _ => {
            let op = if highest { CompareOp::AtLeast } else { CompareOp::AtMost };
            match a.clone().compare(op, b.clone()).known() {
                Some(true) => a,
                Some(false) => b,
                None => a.or(b, Deps::default()),
            }
        }
    }
}
