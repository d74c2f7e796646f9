//! What numbers, truths, choices and dates have in common: expressions that take the type of
//! their parts.

use super::choice::Choice;
use super::context::{Env, Eval, Frame, Stop};
use super::day::Day;
use super::deps::Deps;
use super::number::Number;
use super::scalar::Scalar;
use super::trace::{Event, Seen, Tracer};
use super::truth::Truth;
use crate::ir::{AddressId, Arm, Expr, LocalId, Place, ReadingId, YearRef, variant_bit};

/// A value of any type.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Value<V> {
    Number(Number<V>),
    Truth(Truth),
    Choice(Choice),
    Day(Day),
}

/// A type of values that an expression may have.
pub(super) trait Domain<V: Scalar>: Sized + Clone + Into<Value<V>> {
    /// Evaluates an expression of this type, and tells a tracer that wants to hear of each.
    #[inline]
    fn eval<T: Tracer>(
        eval: &mut Eval<'_, '_, T, V>,
        expr: &Expr,
        env: Env<'_>,
    ) -> Result<Self, Stop> {
        if !T::DEEP {
            return Self::compute(eval, expr, env);
        }
        eval.enter(expr, env);
        let value = Self::compute(eval, expr, env);
        eval.tracer.leave(value.as_ref().ok().map(Domain::<V>::seen));
        value
    }
    /// The value of an expression of this type.
    fn compute<T: Tracer>(
        eval: &mut Eval<'_, '_, T, V>,
        expr: &Expr,
        env: Env<'_>,
    ) -> Result<Self, Stop>;
    /// The value when there is none.
    fn absent() -> Self;
    /// This value or that: which of them hangs on `deps`.
    fn either(self, other: Self, deps: Deps) -> Self;
    /// Any value at all.
    fn anything(deps: Deps) -> Self;
    /// Out of a value of any type.
    fn from_value(value: Value<V>) -> Option<Self>;
    /// For showing.
    fn seen(&self) -> Seen;
}

impl<T: Tracer, V: Scalar> Eval<'_, '_, T, V> {
    fn enter(&mut self, expr: &Expr, env: Env<'_>) {
        let subject = match expr.place() {
            Some(place) => self.subject(place, env).ok().and_then(Result::ok),
            None => Some(env.frame.subject),
        };
        self.tracer.enter(expr, subject, env.year);
    }

    /// An expression whose type is that of its parts.
    pub(super) fn shared<D: Domain<V>>(&mut self, expr: &Expr, env: Env<'_>) -> Result<D, Stop> {
        match expr {
            Expr::Nothing => Ok(D::absent()),
            Expr::If { condition, then, otherwise, address } => {
                let holds = self.condition(condition, *address, env)?;
                self.branch(holds, then, otherwise, env)
            }
            Expr::Match { key, arms } => self.look_up(key, arms, env),
            Expr::Local { local, place } => self.local(*local, place, env),
            Expr::InYear(year, body) => D::eval(self, body, env.in_year(*year)),
            Expr::Switch { reading, arms } => self.switch(*reading, arms, env),
            Expr::Fold(fold) => self.first(fold, env),
            _ => Err(Stop::Fault),
        }
    }

    /// A condition that stands at an address of its own.
    pub(super) fn condition(
        &mut self,
        condition: &Expr,
        at: AddressId,
        env: Env<'_>,
    ) -> Result<Truth, Stop> {
        let holds = Truth::eval(self, condition, env)?;
        self.trace(at, || Event::Condition(holds.known()));
        Ok(holds)
    }

    fn branch<D: Domain<V>>(
        &mut self,
        holds: Truth,
        then: &Expr,
        otherwise: &Expr,
        env: Env<'_>,
    ) -> Result<D, Stop> {
        match holds {
            Truth::True => D::eval(self, then, env),
            Truth::False => D::eval(self, otherwise, env),
            Truth::Unknown(deps) => {
                let then = D::eval(self, then, env)?;
                Ok(then.either(D::eval(self, otherwise, env)?, deps))
            }
        }
    }

    fn look_up<D: Domain<V>>(&mut self, key: &Expr, arms: &[Arm], env: Env<'_>) -> Result<D, Stop> {
        let key = Choice::eval(self, key, env)?;
        if let Choice::Known(variant) = key {
            let bit = variant_bit(variant);
            let arm = arms.iter().find(|arm| arm.variants & bit != 0).ok_or(Stop::Fault)?;
            self.trace(arm.address, || Event::Arm { certain: true });
            return D::eval(self, &arm.body, env);
        }
        let (variants, absent) = (key.variants(), key.may_be_absent());
        let deps = key.into_deps();
        let mut joined = absent.then(D::absent);
        for arm in arms.iter().filter(|arm| arm.variants & variants != 0) {
            self.trace(arm.address, || Event::Arm { certain: false });
            let value = D::eval(self, &arm.body, env)?;
            joined = Some(match joined {
                None => value,
                Some(before) => before.either(value, deps.clone()),
            });
        }
        joined.ok_or(Stop::Fault)
    }

    fn local<D: Domain<V>>(
        &mut self,
        local: LocalId,
        place: &Place,
        env: Env<'_>,
    ) -> Result<D, Stop> {
        let subject = match self.subject(place, env)? {
            Ok(subject) => subject,
            Err(deps) => return Ok(D::anything(deps)),
        };
        let key = (local, subject, env.year);
        if let Some((_, value)) = self.locals.iter().find(|(known, _)| *known == key) {
            return D::from_value(value.clone()).ok_or(Stop::Fault);
        }
        let declared = self.run.program.locals.get(local.index()).ok_or(Stop::Fault)?;
        let under = (subject == env.frame.subject).then_some(env.frame.under).flatten();
        let frame = Frame { under, ..Frame::own(subject) };
        let value = D::eval(self, &declared.body, Env { frame: &frame, ..env })?;
        self.trace(declared.address, || Event::Local(value.seen()));
        self.locals.push((key, value.clone().into()));
        Ok(value)
    }

    fn switch<D: Domain<V>>(
        &mut self,
        reading: ReadingId,
        arms: &[Expr],
        env: Env<'_>,
    ) -> Result<D, Stop> {
        match self.alternative(reading) {
            Ok(chosen) => D::eval(self, arms.get(chosen).ok_or(Stop::Fault)?, env),
            Err(deps) => {
                let mut arms = arms.iter();
                let mut joined = D::eval(self, arms.next().ok_or(Stop::Fault)?, env)?;
                for arm in arms {
                    joined = joined.either(D::eval(self, arm, env)?, deps.clone());
                }
                Ok(joined)
            }
        }
    }
}

impl Env<'_> {
    /// With another year bound.
    pub(super) fn in_year(self, year: YearRef) -> Self {
        Env { year: year.of(self.year), ..self }
    }
}

/// The last year of a local's key is the bound one, so intermediates of an unlisted child must not
/// be kept beyond their fold.
impl<T, V: Scalar> Eval<'_, '_, T, V> {
    pub(super) fn forget_unlisted(&mut self) {
        self.locals.retain(|((_, subject, _), _)| *subject != super::SubjectId::UNLISTED);
    }
}

impl<V> From<Number<V>> for Value<V> {
    fn from(number: Number<V>) -> Value<V> {
        Value::Number(number)
    }
}

impl<V> From<Truth> for Value<V> {
    fn from(truth: Truth) -> Value<V> {
        Value::Truth(truth)
    }
}

impl<V> From<Choice> for Value<V> {
    fn from(choice: Choice) -> Value<V> {
        Value::Choice(choice)
    }
}

impl<V> From<Day> for Value<V> {
    fn from(day: Day) -> Value<V> {
        Value::Day(day)
    }
}
