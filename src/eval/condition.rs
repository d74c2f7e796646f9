//! Expressions that are true or false.

use super::choice::{Choice, all_variants};
use super::context::{Env, Eval, Read, Stop};
use super::day::Day;
use super::deps::{Dep, Deps};
use super::domain::{Domain, Value};
use super::fold::first_and_last;
use super::number::Number;
use super::scalar::Scalar;
use super::trace::{AgainstBound, Event, Seen, Tracer};
use super::truth::Truth;
use super::{Cell, Missing, SubjectId};
use crate::ir::{
    AddressId, CompareOp, DecisionId, Expr, FactId, FoldOp, Place, Type, VariantSet, YearRef,
};
use crate::quantity::Exact;

impl<V: Scalar> Domain<V> for Truth {
    fn compute<T: Tracer>(
        eval: &mut Eval<'_, '_, T, V>,
        expr: &Expr,
        env: Env<'_>,
    ) -> Result<Truth, Stop> {
        match expr {
            Expr::Truth(holds) => Ok(Truth::from(*holds)),
            Expr::Fact { fact, place } => eval.truth_fact(*fact, place, env),
            Expr::Test { value, address } => eval.condition(value, *address, env),
            Expr::Compare { op, left, right, address } => {
                if eval.is_day(left) {
                    eval.compare_days(*op, left, right, *address, env)
                } else {
                    eval.compare_numbers(*op, left, right, *address, env)
                }
            }
            Expr::Is { value, variants, address } => eval.is_among(value, *variants, *address, env),
            Expr::And(all) => eval.connective(all, false, env),
            Expr::Or(any) => eval.connective(any, true, env),
            Expr::Not(inner) => Ok(Truth::eval(eval, inner, env)?.negated()),
            Expr::Near { value, target, tolerance, relative, address } => {
                let value = Number::eval(eval, value, env)?;
                let target = Number::eval(eval, target, env)?;
                let tolerance = Number::eval(eval, tolerance, env)?;
                let holds = near(value, target, tolerance, *relative)?;
                eval.trace(*address, || Event::Condition(holds.known()));
                Ok(holds)
            }
            Expr::During { date, year, address } => {
                let holds = eval.is_during(date, *year, env)?;
                eval.trace(*address, || Event::Condition(holds.known()));
                Ok(holds)
            }
            Expr::Happened(date) => {
                let date = Day::eval(eval, date, env)?;
                Ok(eval.has_come(date))
            }
            Expr::EachYear { years, body, address } => {
                let mut holds = Truth::True;
                for back in 0..*years {
                    let back = i8::try_from(back).ok().and_then(i8::checked_neg);
                    let env = env.in_year(YearRef::Offset(back.ok_or(Stop::Fault)?));
                    holds = holds.and(Truth::eval(eval, body, env)?);
                }
                eval.trace(*address, || Event::Condition(holds.known()));
                Ok(holds)
            }
            Expr::Fold(fold) if fold.op != FoldOp::First => eval.fold_truth(fold, env),
            Expr::Decision(decision) => eval.truth_decision(*decision, env),
            Expr::Nothing => Ok(Truth::False),
            _ => eval.shared(expr, env),
        }
    }

    /// What is not there does not hold.
    fn absent() -> Truth {
        Truth::False
    }

    fn either(self, other: Truth, deps: Deps) -> Truth {
        self.or_else(other, deps)
    }

    fn anything(deps: Deps) -> Truth {
        Truth::Unknown(deps)
    }

    fn from_value(value: Value<V>) -> Option<Truth> {
        match value {
            Value::Truth(truth) => Some(truth),
            _ => None,
        }
    }

    fn seen(&self) -> Seen {
        Seen::from(self)
    }
}

impl<T: Tracer, V: Scalar> Eval<'_, '_, T, V> {
    fn truth_fact(&mut self, fact: FactId, place: &Place, env: Env<'_>) -> Result<Truth, Stop> {
        match self.read(fact, place, env)? {
            Read::Cell(Cell::Truth(holds)) => Ok(Truth::from(holds)),
            Read::Cell(_) => Err(Stop::Fault),
            Read::Within(_, deps) | Read::Unknown(deps) => Ok(Truth::Unknown(deps)),
        }
    }

    fn truth_decision(&mut self, decision: DecisionId, env: Env<'_>) -> Result<Truth, Stop> {
        match self.decided(decision, env) {
            Ok(Cell::Truth(holds)) => Ok(Truth::from(holds)),
            Ok(_) => Err(Stop::Fault),
            Err(dep) => Ok(Truth::Unknown(Deps::one(dep))),
        }
    }

    /// All of the parts, or any of them. One decisive part decides; the rest are only looked at
    /// for the tracer, and cannot change or stop anything any more.
    fn connective(&mut self, parts: &[Expr], any: bool, env: Env<'_>) -> Result<Truth, Stop> {
        let mut so_far = Truth::from(!any);
        for part in parts {
            if so_far.known() == Some(any) {
                if !T::THROUGH {
                    break;
                }
                let _ = Truth::eval(self, part, env);
                continue;
            }
            let part = Truth::eval(self, part, env)?;
            so_far = if any { so_far.or(part) } else { so_far.and(part) };
        }
        Ok(so_far)
    }

    fn compare_numbers(
        &mut self,
        op: CompareOp,
        left: &Expr,
        right: &Expr,
        at: AddressId,
        env: Env<'_>,
    ) -> Result<Truth, Stop> {
        let sides = (left, right);
        let left = Number::eval(self, left, env)?;
        let right = Number::eval(self, right, env)?;
        let seen = (T::ON || T::BOUNDS).then(|| (Seen::from(&left), Seen::from(&right)));
        self.note_break(&left, &right);
        self.note_break(&right, &left);
        let holds = left.compare(op, right);
        self.trace_comparison(at, op, (sides, env), seen, &holds);
        Ok(holds)
    }

    fn compare_days(
        &mut self,
        op: CompareOp,
        left: &Expr,
        right: &Expr,
        at: AddressId,
        env: Env<'_>,
    ) -> Result<Truth, Stop> {
        let sides = (left, right);
        let left = Day::eval(self, left, env)?;
        let right = Day::eval(self, right, env)?;
        let seen =
            (T::ON || T::BOUNDS).then(|| (Domain::<V>::seen(&left), Domain::<V>::seen(&right)));
        self.note_turns(op, &left, &right);
        self.note_turns(op.mirrored(), &right, &left);
        let holds = left.compare(op, right);
        self.trace_comparison(at, op, (sides, env), seen, &holds);
        Ok(holds)
    }

    /// Whether a date falls in a calendar year; in the bound one where none is named.
    fn is_during(&mut self, date: &Expr, year: Option<i32>, env: Env<'_>) -> Result<Truth, Stop> {
        let date = Day::eval(self, date, env)?;
        let Some(year) = year.or(env.year) else {
            return Ok(Truth::Unknown(self.no_year().and(date.into_deps())));
        };
        let (first, last) = first_and_last(year)?;
        self.note_turns(CompareOp::AtLeast, &date, &Day::Known(first));
        self.note_turns(CompareOp::AtMost, &date, &Day::Known(last));
        let begun = date.clone().compare(CompareOp::AtLeast, Day::Known(first));
        Ok(begun.and(date.compare(CompareOp::AtMost, Day::Known(last))))
    }

    fn trace_comparison(
        &mut self,
        at: AddressId,
        op: CompareOp,
        ((left, right), env): ((&Expr, &Expr), Env<'_>),
        seen: Option<(Seen, Seen)>,
        holds: &Truth,
    ) {
        let Some((value, bound)) = seen else { return };
        if T::BOUNDS {
            match left.is_literal() {
                true => self.trace_bound(at, (right, bound), op.mirrored(), value, env),
                false => self.trace_bound(at, (left, value), op, bound, env),
            }
        }
        let (left, right) = (value, bound);
        self.trace(at, || Event::Compared { op, left, right, holds: holds.known() });
    }

    /// Tells a tracer that listens to bounds of a value that is held against one.
    pub(super) fn trace_bound(
        &mut self,
        at: AddressId,
        (of, value): (&Expr, Seen),
        op: CompareOp,
        bound: Seen,
        env: Env<'_>,
    ) {
        let (subject, year) = self.whose(of, env);
        self.tracer.bound(AgainstBound { at, subject, year, value, op, bound });
    }

    /// Whose value of which year an expression is: that of a fact, else of what is in view.
    fn whose(&self, of: &Expr, env: Env<'_>) -> (SubjectId, Option<i32>) {
        match of {
            Expr::InYear(year, of) => self.whose(of, env.in_year(*year)),
            Expr::Fact { place, .. } => match self.subject(place, env) {
                Ok(Ok(subject)) => (subject, env.year),
                _ => (env.frame.subject, env.year),
            },
            _ => (env.frame.subject, env.year),
        }
    }

    fn is_among(
        &mut self,
        value: &Expr,
        wanted: VariantSet,
        at: AddressId,
        env: Env<'_>,
    ) -> Result<Truth, Stop> {
        let value = Choice::eval(self, value, env)?;
        let possible = value.variants();
        let holds = if possible & wanted == 0 {
            Truth::False
        } else if possible & !wanted == 0 && !value.may_be_absent() {
            Truth::True
        } else {
            Truth::Unknown(value.into_deps())
        };
        self.trace(at, || Event::Condition(holds.known()));
        Ok(holds)
    }

    /// Whether a date has come by the day of evaluation; an event that has not happened has not.
    pub(super) fn has_come(&self, date: Day) -> Truth {
        match (date, self.run.facts.as_of) {
            (Day::NotHappened | Day::Absent, _) => Truth::False,
            (date, Some(today)) => date.compare(CompareOp::AtMost, Day::Known(today)),
            (date, None) => Truth::Unknown(date.into_deps().and(Deps::missing(Missing::AsOf))),
        }
    }

    /// Whether an expression is a date (it is well-typed: one look at its value's place tells).
    pub(super) fn is_day(&self, expr: &Expr) -> bool {
        match expr {
            Expr::Date(..) | Expr::DateAdd { .. } => true,
            Expr::Fact { fact, .. } => {
                self.fact(*fact).is_ok_and(|fact| matches!(fact.ty, Type::Date { .. }))
            }
            Expr::Local { local, .. } => {
                let local = self.run.program.locals.get(local.index());
                local.is_some_and(|local| matches!(local.ty, Type::Date { .. }))
            }
            Expr::InYear(_, body) => self.is_day(body),
            Expr::If { then, otherwise, .. } => self.is_day(then) || self.is_day(otherwise),
            Expr::Match { arms, .. } => arms.iter().any(|arm| self.is_day(&arm.body)),
            Expr::Switch { arms, .. } | Expr::Extreme { of: arms, .. } => {
                arms.iter().any(|arm| self.is_day(arm))
            }
            Expr::Fold(fold) => fold.body.as_ref().is_some_and(|body| self.is_day(body)),
            _ => false,
        }
    }
}

/// |value − target| ≤ tolerance, or tolerance × target.
fn near<V: Scalar>(
    value: Number<V>,
    target: Number<V>,
    tolerance: Number<V>,
    relative: bool,
) -> Result<Truth, Stop> {
    let over = value.clone().minus(target.clone())?;
    let under = target.clone().minus(value)?;
    let most = if relative { tolerance.times(target)? } else { tolerance };
    Ok(over.compare(CompareOp::AtMost, most.clone()).and(under.compare(CompareOp::AtMost, most)))
}

impl<V: Scalar> Domain<V> for Choice {
    fn compute<T: Tracer>(
        eval: &mut Eval<'_, '_, T, V>,
        expr: &Expr,
        env: Env<'_>,
    ) -> Result<Choice, Stop> {
        match expr {
            Expr::Variant(variant) => Ok(Choice::Known(*variant)),
            Expr::Fact { fact, place } => match eval.read(*fact, place, env)? {
                Read::Cell(Cell::Variant(variant)) => Ok(Choice::Known(variant)),
                Read::Cell(_) => Err(Stop::Fault),
                Read::Within(_, deps) | Read::Unknown(deps) => {
                    let variants = eval.variants_of(*fact)?;
                    Ok(Choice::Open { variants, absent: false, deps })
                }
            },
            _ => eval.shared(expr, env),
        }
    }

    fn absent() -> Choice {
        Choice::Absent
    }

    fn either(self, other: Choice, deps: Deps) -> Choice {
        if self == other && !matches!(self, Choice::Open { .. }) {
            return self;
        }
        let variants = self.variants() | other.variants();
        let absent = self.may_be_absent() || other.may_be_absent();
        let deps = self.into_deps().and(other.into_deps()).and(deps);
        Choice::Open { variants, absent, deps }
    }

    fn anything(deps: Deps) -> Choice {
        Choice::Open { variants: u64::MAX, absent: true, deps }
    }

    fn from_value(value: Value<V>) -> Option<Choice> {
        match value {
            Value::Choice(choice) => Some(choice),
            _ => None,
        }
    }

    fn seen(&self) -> Seen {
        match self {
            Choice::Known(variant) => Seen::Variant(*variant),
            Choice::Absent => Seen::Absent,
            Choice::Open { .. } => Seen::Unknown,
        }
    }
}

impl<T: Tracer, V: Scalar> Eval<'_, '_, T, V> {
    /// All variants a fact may have.
    fn variants_of(&self, fact: FactId) -> Result<VariantSet, Stop> {
        let Type::Choice(enumeration) = self.fact(fact)?.ty else { return Err(Stop::Fault) };
        let declared = self.run.program.vocabulary.enums.get(enumeration.index());
        Ok(all_variants(declared.ok_or(Stop::Fault)?.variants.len()))
    }

    /// Remembers where the comparison of a missing number with a known one turns.
    pub(super) fn note_break(&mut self, value: &Number<V>, bound: &Number<V>) {
        if let (Number::Open(open), Number::Point(at)) = (value, bound) {
            self.note_break_at(open, *at);
        }
    }

    /// The same for a missing day and a known one: between which days the comparison turns.
    fn note_turns(&mut self, op: CompareOp, value: &Day, bound: &Day) {
        let (Day::Open { deps, .. }, Day::Known(bound)) = (value, bound) else { return };
        let Some(dep) = sole_fact(deps) else { return };
        let (from, past) = match op {
            CompareOp::AtLeast | CompareOp::Below => (true, false),
            CompareOp::AtMost | CompareOp::Above => (false, true),
            CompareOp::Equal => (true, true),
        };
        let twice = i64::from(bound.day_number()).saturating_mul(2);
        let before = from.then(|| twice.saturating_sub(1));
        let after = past.then(|| twice.saturating_add(1));
        let halves = [before, after].into_iter().flatten();
        let turns = halves.filter_map(|n| V::new(Exact::from_i64(n), Exact::from_i64(2)));
        self.breaks.extend(turns.map(|at| (dep, at)));
    }

    /// The same for one known figure. A number that hangs on one fact and has its very range is
    /// taken for the fact itself; where it is not, the split that follows is idle but sound.
    fn note_break_at(&mut self, open: &super::number::Open<V>, at: V) {
        self.breaks.extend(sole_fact(&open.deps).map(|dep| (dep, at)));
    }
}

/// The one fact that something hangs on, where it is but one.
fn sole_fact(deps: &Deps) -> Option<Dep> {
    let mut deps = deps.iter();
    match (deps.next(), deps.next()) {
        (Some(dep @ Dep::Missing(Missing::Fact { .. })), None) => Some(dep),
        _ => None,
    }
}
