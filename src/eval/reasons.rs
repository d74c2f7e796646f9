//! Why not: the conditions that fail.
//!
//! Every guard, and every conjunct of one, that definitely fails is reported, each by an
//! inclusion-minimal set of the conditions in it: of several that must all hold inside an
//! alternative the first that fails, of alternatives all (each of them failed).

use super::choice::Choice;
use super::context::{Env, Eval, Frame, Stop};
use super::day::Day;
use super::domain::Domain;
use super::number::Number;
use super::schedule::Task;
use super::trace::{NoTrace, Tracer};
use super::truth::Truth;
use super::{Failure, Found, SubjectId};
use crate::ir::{Amount, Arm, Body, Expr, FoldOp, Rule};

impl<'a, T: Tracer> Eval<'a, '_, T> {
    /// The conditions that fail for a task.
    pub(super) fn failures(&self, task: &Task) -> Vec<Failure> {
        let mut tracer = NoTrace;
        let mut eval = Eval::new(self.run, self.assumed, &mut tracer);
        eval.failed(task).unwrap_or_default()
    }

    fn failed(&mut self, task: &Task) -> Result<Vec<Failure>, Stop> {
        let rule = self.rule(task.rule)?;
        let mut failures = Vec::new();
        let run = self.run;
        let mut parts = run.parts(rule, task.subject).peekable();
        if parts.peek().is_none() {
            failures.push(Failure { address: rule.address, found: Some(Found::NoItem) });
        }
        for part in parts {
            let frame = Frame::own(part);
            let env = Env { frame: &frame, year: task.year, rule: task.rule, whose: part };
            self.failed_part(rule, task.stage, env, &mut failures)?;
        }
        let mut seen = Vec::new();
        failures.retain(|failure| {
            let new = !seen.contains(&failure.address);
            seen.push(failure.address);
            new
        });
        Ok(failures)
    }

    fn failed_part(
        &mut self,
        rule: &'a Rule,
        stage: usize,
        env: Env<'_>,
        failures: &mut Vec<Failure>,
    ) -> Result<(), Stop> {
        let mut guarded = false;
        for guard in &rule.guards {
            if Truth::eval(self, &guard.condition, env)? == Truth::False {
                guarded = true;
                let before = failures.len();
                self.conjuncts(&guard.condition, env, failures)?;
                if failures.len() == before {
                    failures.push(Failure { address: guard.address, found: None });
                }
            }
        }
        match &rule.body {
            Body::Target { measure, .. } | Body::ServiceLimit { measure, .. } if !guarded => {
                self.conjuncts(measure, env, failures)
            }
            Body::Money(money) if !guarded => {
                match money.stages.get(stage).map(|stage| &stage.amount) {
                    Some(Amount::Computed(amount)) => self.nothing(amount, env, failures),
                    _ => Ok(()),
                }
            }
            _ => Ok(()),
        }
    }

    /// Each conjunct that fails, with its own reason.
    fn conjuncts(
        &mut self,
        condition: &'a Expr,
        env: Env<'_>,
        failures: &mut Vec<Failure>,
    ) -> Result<(), Stop> {
        if self.inside(condition, env, failures, |eval, inner, env, failures| {
            eval.conjuncts(inner, env, failures)
        })? {
            return Ok(());
        }
        let Expr::And(all) = condition else {
            return self.because(condition, false, env, failures);
        };
        for part in all {
            if Truth::eval(self, part, env)? == Truth::False {
                self.conjuncts(part, env, failures)?;
            }
        }
        Ok(())
    }

    /// An inclusion-minimal set of conditions that make this one definitely what it is (`holds`).
    fn because(
        &mut self,
        condition: &'a Expr,
        holds: bool,
        env: Env<'_>,
        failures: &mut Vec<Failure>,
    ) -> Result<(), Stop> {
        if self.inside(condition, env, failures, |eval, inner, env, failures| {
            eval.because(inner, holds, env, failures)
        })? {
            return Ok(());
        }
        match condition {
            Expr::Not(inner) => self.because(inner, !holds, env, failures)?,
            Expr::And(parts) | Expr::Or(parts) => {
                let all_needed = matches!(condition, Expr::And(_)) == holds;
                for part in parts {
                    if all_needed {
                        self.because(part, holds, env, failures)?;
                    } else if Truth::eval(self, part, env)?.known() == Some(holds) {
                        return self.because(part, holds, env, failures);
                    }
                }
            }
            Expr::Test { value, address } => {
                let found = match &**value {
                    Expr::Fact { .. } | Expr::Decision(_) => Some(Found::Truth(holds)),
                    Expr::Fold(fold) if fold.op == FoldOp::Exists && !holds => Some(Found::NoItem),
                    _ => None,
                };
                failures.push(Failure { address: *address, found });
            }
            Expr::Compare { left, address, .. } => {
                let found = self.found(left, env)?;
                failures.push(Failure { address: *address, found });
            }
            Expr::Near { value, address, .. } | Expr::During { date: value, address, .. } => {
                let found = self.found(value, env)?;
                failures.push(Failure { address: *address, found });
            }
            Expr::Is { value, address, .. } => {
                let found = match (&**value, Choice::eval(self, value, env)?) {
                    (Expr::Fact { fact, .. }, Choice::Known(variant)) => {
                        Some(Found::Variant(*fact, variant))
                    }
                    _ => None,
                };
                failures.push(Failure { address: *address, found });
            }
            Expr::EachYear { address, .. } => {
                failures.push(Failure { address: *address, found: None })
            }
            Expr::Fold(fold) => failures.push(Failure {
                address: fold.address,
                found: (fold.op == FoldOp::Exists && !holds).then_some(Found::NoItem),
            }),
            Expr::If { address, .. } => failures.push(Failure { address: *address, found: None }),
            _ => {}
        }
        Ok(())
    }

    /// Looks for reasons in what a condition stands for: the intermediate it names, the
    /// alternative of a reading or of a table that applies. False when there are none in it.
    fn inside(
        &mut self,
        condition: &'a Expr,
        env: Env<'_>,
        failures: &mut Vec<Failure>,
        look: impl FnOnce(&mut Self, &'a Expr, Env<'_>, &mut Vec<Failure>) -> Result<(), Stop>,
    ) -> Result<bool, Stop> {
        let Some((inner, subject)) = self.stands_for(condition, env)? else {
            return Ok(false);
        };
        let frame = subject.map(Frame::own);
        let env = match &frame {
            Some(frame) => Env { frame, ..env },
            None => env,
        };
        let before = failures.len();
        look(self, inner, env, failures)?;
        Ok(failures.len() > before)
    }

    /// What a condition stands for, and the subject it speaks of when that is another.
    fn stands_for(
        &mut self,
        condition: &'a Expr,
        env: Env<'_>,
    ) -> Result<Option<(&'a Expr, Option<SubjectId>)>, Stop> {
        Ok(match condition {
            Expr::Test { value, .. } => self.stands_for(value, env)?,
            Expr::Local { local, place } => {
                let declared = self.run.program.locals.get(local.index()).ok_or(Stop::Fault)?;
                self.subject(place, env)?.ok().map(|subject| (&declared.body, Some(subject)))
            }
            Expr::Switch { reading, arms } => {
                let at = self.alternative(*reading).ok();
                at.and_then(|at| arms.get(at)).map(|arm| (arm, None))
            }
            Expr::Match { key, arms } => match Choice::eval(self, key, env)? {
                Choice::Known(variant) => taken(arms, variant).map(|arm| (&arm.body, None)),
                Choice::Absent | Choice::Open { .. } => None,
            },
            Expr::If { condition, then, otherwise, .. } => {
                let branch = |holds| if holds { then } else { otherwise };
                Truth::eval(self, condition, env)?.known().map(|holds| (&**branch(holds), None))
            }
            _ => None,
        })
    }

    /// The value on the left of a comparison.
    fn found(&mut self, expr: &Expr, env: Env<'_>) -> Result<Option<Found>, Stop> {
        let found = if self.is_day(expr) {
            match Day::eval(self, expr, env)? {
                Day::Known(date) => Some(Found::Date(date)),
                Day::NotHappened => Some(Found::NotHappened),
                Day::Absent | Day::Open { .. } => None,
            }
        } else {
            match Number::eval(self, expr, env)? {
                Number::Point(value) => Some(Found::Number(value)),
                Number::Absent => Some(Found::NoItem),
                Number::Open(_) => None,
            }
        };
        Ok(found)
    }

    /// Where an amount that comes to 无 got lost.
    fn nothing(
        &mut self,
        amount: &'a Expr,
        env: Env<'_>,
        failures: &mut Vec<Failure>,
    ) -> Result<(), Stop> {
        match amount {
            Expr::Fold(fold) => {
                failures.push(Failure { address: fold.address, found: Some(Found::NoItem) })
            }
            Expr::Match { key, arms } => {
                if let (Expr::Fact { fact, .. }, Choice::Known(variant)) =
                    (&**key, Choice::eval(self, key, env)?)
                    && let Some(arm) = taken(arms, variant)
                {
                    let found = Some(Found::Variant(*fact, variant));
                    match arm.body {
                        Expr::Nothing => failures.push(Failure { address: arm.address, found }),
                        _ => self.nothing(&arm.body, env, failures)?,
                    }
                }
            }
            Expr::If { condition, then, otherwise, address } => {
                let branch = match Truth::eval(self, condition, env)? {
                    Truth::True => then,
                    _ => otherwise,
                };
                match **branch {
                    Expr::Nothing => failures.push(Failure { address: *address, found: None }),
                    _ => self.nothing(branch, env, failures)?,
                }
            }
            Expr::Mul(a, b) | Expr::Div(a, b) | Expr::Sub(a, b) | Expr::Add(a, b) => {
                for side in [a, b] {
                    if Number::eval(self, side, env)? == Number::Absent {
                        self.nothing(side, env, failures)?;
                    }
                }
            }
            Expr::Cap { value, .. } | Expr::Round { value, .. } => {
                self.nothing(value, env, failures)?
            }
            Expr::Monus(value, ..) => self.nothing(value, env, failures)?,
            Expr::Tiers(tiers) => self.nothing(&tiers.of, env, failures)?,
            Expr::Switch { reading, arms } => {
                let at = self.alternative(*reading).ok();
                if let Some(arm) = at.and_then(|at| arms.get(at)) {
                    self.nothing(arm, env, failures)?;
                }
            }
            Expr::Extreme { of, .. } => {
                for one in of {
                    self.nothing(one, env, failures)?;
                }
            }
            Expr::Local { local, place } => {
                let declared = self.run.program.locals.get(local.index()).ok_or(Stop::Fault)?;
                if let Ok(subject) = self.subject(place, env)? {
                    let frame = Frame::own(subject);
                    self.nothing(&declared.body, Env { frame: &frame, ..env }, failures)?;
                }
            }
            _ => {}
        }
        Ok(())
    }
}

fn taken(arms: &[Arm], variant: u16) -> Option<&Arm> {
    let bit = crate::ir::variant_bit(variant);
    arms.iter().find(|arm| arm.variants & bit != 0)
}
