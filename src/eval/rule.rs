//! A rule for one subject: its guards in the order of their labels, then what it gives.

use super::answer::{AmountOf, Answer, Refusal};
use super::context::{Env, Eval, Frame, Stop};
use super::day::Day;
use super::deps::Deps;
use super::domain::Domain;
use super::history::Asked;
use super::number::Number;
use super::scalar::Scalar;
use super::schedule::Task;
use super::trace::{Event, Seen, Tracer};
use super::truth::Truth;
use super::{Missing, SubjectId, TargetState};
use crate::ir::{
    AddressId, Amount, Body, Exception, Expr, Money, Period, Rule, Stage, YearLimit, YearLimitHow,
};

/// Whether the rule was refused, or what its guards still hang on.
type Guarded = Result<Deps, Refusal>;

impl<'a, T: Tracer, V: Scalar> Eval<'a, '_, T, V> {
    /// What a rule (or stage) comes to for one subject of its own kind, before caps of a wider
    /// scope. `under` is the parent of a subject that no list names.
    pub(super) fn part(
        &mut self,
        task: &Task,
        subject: SubjectId,
        under: Option<SubjectId>,
    ) -> Result<Answer<V>, Stop> {
        let rule = self.rule(task.rule)?;
        let frame = Frame { under, ..Frame::own(subject) };
        let env = Env { frame: &frame, year: task.year, rule: task.rule, whose: subject };
        if T::CAPS {
            self.tracer.begin(task.rule, task.stage, subject, task.year);
        }
        let event = self.event(rule, task.stage, env)?;
        self.undated = match &event {
            Some(Day::Open { deps, .. }) => deps.clone(),
            _ => Deps::default(),
        };
        let doubt = match self.guards(rule, task.stage, event.as_ref(), env)? {
            Ok(doubt) => doubt,
            Err(Refusal::NotEligible) if matches!(rule.body, Body::Determination { .. }) => {
                return Ok(Answer::Truth(Truth::False));
            }
            Err(refusal) => return Ok(Answer::Refused(refusal)),
        };
        match &rule.body {
            Body::Money(money) => self.money(money, task.stage, doubt, env),
            Body::Determination { .. } if doubt.is_empty() => Ok(Answer::Truth(Truth::True)),
            Body::Determination { .. } => Ok(Answer::Truth(Truth::Unknown(doubt))),
            Body::Target { measure, deadline } => {
                let state = self.target(measure, deadline.as_ref(), env)?;
                Ok(doubted(state, doubt))
            }
            Body::ServiceLimit { measure, deadline, .. } => {
                let state = self.service_limit(measure, deadline.as_ref(), env)?;
                Ok(doubted(state, doubt))
            }
            Body::Duty { .. } => Err(Stop::Fault),
        }
    }

    /// A rule of the program.
    pub(super) fn rule(&self, rule: crate::ir::RuleId) -> Result<&'a Rule, Stop> {
        self.run.program.rules.get(rule.index()).ok_or(Stop::Fault)
    }

    /// The guards in the order of their labels. The first that definitely fails decides, whatever
    /// is unknown of the others.
    fn guards(
        &mut self,
        rule: &'a Rule,
        stage: usize,
        event: Option<&Day>,
        env: Env<'_>,
    ) -> Result<Guarded, Stop> {
        let mut doubt = Deps::default();
        macro_rules! guard {
            ($truth:expr, $refusal:expr) => {
                match $truth {
                    Truth::True => {}
                    Truth::False => return Ok(Err($refusal)),
                    Truth::Unknown(deps) => doubt.extend(deps),
                }
            };
        }
        guard!(self.in_force(rule, event, env)?, Refusal::NotInForce);
        guard!(self.is_eligible(rule, env)?, Refusal::NotEligible);
        if event.is_some() || !rule.awaits.is_empty() {
            let (due, earliest) = self.is_due(rule, event, env)?;
            guard!(due, Refusal::NotYet(earliest));
        }
        if let Body::Money(money) = &rule.body {
            for relation in &money.relations {
                guard!(self.is_not_excluded(relation, env)?, Refusal::Excluded(relation.rule));
            }
            guard!(
                self.is_not_paid_yet(rule, money, stage, env),
                Refusal::Exhausted(stage_address(rule, money, stage))
            );
            for limit in &money.year_limits {
                guard!(self.is_used_up(limit, env)?.negated(), Refusal::Exhausted(limit.address));
            }
        }
        Ok(Ok(doubt))
    }

    fn is_eligible(&mut self, rule: &'a Rule, env: Env<'_>) -> Result<Truth, Stop> {
        let mut eligible = Truth::True;
        for guard in &rule.guards {
            if eligible == Truth::False {
                // Decided; the rest is only looked at for the tracer, and cannot stop anything.
                if !T::THROUGH {
                    break;
                }
                let holds =
                    Truth::eval(self, &guard.condition, env).ok().and_then(|holds| holds.known());
                self.trace(guard.address, || Event::Guard(holds));
                continue;
            }
            let holds = Truth::eval(self, &guard.condition, env)?;
            self.trace(guard.address, || Event::Guard(holds.known()));
            eligible = eligible.and(holds);
        }
        Ok(eligible)
    }

    /// A benefit given once is not given to whom it was given before.
    fn is_not_paid_yet(&mut self, rule: &Rule, money: &Money, stage: usize, env: Env<'_>) -> Truth {
        if !matches!(rule.period, Period::Once(_) | Period::Staged) {
            return Truth::True;
        }
        let asked = Asked { rules: &[env.rule], stage: Some(stage), to: env.whose };
        let paid = self.run.paid_by(asked, None);
        self.trace(stage_address(rule, money, stage), || Event::Exhausted(paid.known()));
        paid.negated()
    }

    /// Whether a year limit is used up before the bound year.
    fn is_used_up(&mut self, limit: &YearLimit, env: Env<'_>) -> Result<Truth, Stop> {
        let Some(to) = self.run.scope(env.whose, limit.scope) else {
            return Ok(Truth::Unknown(Deps::missing(Missing::History(env.whose))));
        };
        let chosen = limit.reading.map_or(Ok(0), |reading| self.alternative(reading));
        let used_up = match chosen {
            Ok(chosen) => {
                let how = *limit.how.get(chosen).ok_or(Stop::Fault)?;
                self.has_run_out(how, limit.years, to, env)?
            }
            Err(deps) => {
                let (first, more) = limit.how.split_first().ok_or(Stop::Fault)?;
                let mut used_up = self.has_run_out(*first, limit.years, to, env)?;
                for how in more {
                    let other = self.has_run_out(*how, limit.years, to, env)?;
                    used_up = used_up.or_else(other, deps.clone());
                }
                used_up
            }
        };
        self.trace(limit.address, || Event::Exhausted(used_up.known()));
        Ok(used_up)
    }

    /// Whether so many years, counted so, had been paid before the bound year.
    fn has_run_out(
        &self,
        how: YearLimitHow,
        years: u32,
        to: SubjectId,
        env: Env<'_>,
    ) -> Result<Truth, Stop> {
        let asked = Asked { rules: &[env.rule], stage: None, to };
        Ok(match (how, env.year) {
            (_, None) => Truth::Unknown(self.undated.clone()),
            (YearLimitHow::Consecutive, Some(year)) => {
                let back =
                    (1..=i64::from(years)).filter_map(|n| year.checked_sub(i32::try_from(n).ok()?));
                back.fold(Truth::True, |so_far, year| match so_far {
                    Truth::False => Truth::False,
                    so_far => so_far.and(self.run.paid_in(asked, year)),
                })
            }
            (YearLimitHow::SinceFirst, Some(year)) => {
                let last = i32::try_from(years).ok().and_then(|years| year.checked_sub(years));
                self.run.paid_by(asked, Some(last.ok_or(Stop::Overflow)?))
            }
            (YearLimitHow::Total, Some(year)) => {
                let most = Number::Point(crate::quantity::Exact::from_i64(i64::from(years)).into());
                self.run.times_paid(asked, year).compare(crate::ir::CompareOp::AtLeast, most)
            }
        })
    }

    fn money(
        &mut self,
        money: &'a Money,
        stage: usize,
        doubt: Deps,
        env: Env<'_>,
    ) -> Result<Answer<V>, Stop> {
        let stage = money.stages.get(stage).ok_or(Stop::Fault)?;
        let answer = match self.exceptional(&money.exceptions, stage, env)? {
            Answer::Amount(amount) => {
                let (amount, beaten_by) = self.highest_of(money, amount, env)?;
                match beaten_by {
                    Some(rule) => return Ok(Answer::Refused(Refusal::Excluded(rule))),
                    None if doubt.is_empty() => Answer::Amount(amount),
                    None => Answer::Amount(amount.or_absent(doubt)),
                }
            }
            Answer::Elsewhere(of, deps) => Answer::Elsewhere(of, deps.and(doubt)),
            other => other,
        };
        if let (true, Answer::Amount(amount)) = (T::ON, &answer) {
            self.tracer.event(stage.address, Event::Amount(Seen::from(amount)));
        }
        Ok(answer)
    }

    /// The amount of the exception that holds, else the stage's own. Two that hold contradict each
    /// other; two that may hold leave open whether they do.
    fn exceptional(
        &mut self,
        exceptions: &'a [Exception],
        stage: &'a Stage,
        env: Env<'_>,
    ) -> Result<Answer<V>, Stop> {
        if exceptions.is_empty() {
            return self.amount(AmountOf::Stage, &stage.amount, env);
        }
        let mut holding = Vec::new();
        let mut possible = Vec::new();
        let mut doubt = Deps::default();
        for (position, exception) in exceptions.iter().enumerate() {
            match self.condition(&exception.condition, exception.address, env)? {
                Truth::True => holding.push((position, exception)),
                Truth::False => {}
                Truth::Unknown(deps) => {
                    doubt.extend(deps);
                    possible.push((position, exception));
                }
            }
        }
        if holding.len() > 1 {
            return Err(Stop::Contradiction(
                holding.iter().map(|(_, exception)| exception.address).collect(),
            ));
        }
        let clash = holding.len().saturating_add(possible.len()) > 1;
        let mut joined = match holding.first() {
            Some((position, exception)) => {
                self.amount(AmountOf::Exception(*position), &exception.amount, env)?
            }
            None => self.amount(AmountOf::Stage, &stage.amount, env)?,
        };
        for (position, exception) in possible {
            let amount = self.amount(AmountOf::Exception(position), &exception.amount, env)?;
            joined = either(joined, amount, &doubt);
        }
        // A contradiction pays nothing.
        Ok(match joined {
            Answer::Amount(amount) if clash => Answer::Amount(amount.or_absent(doubt)),
            joined => joined,
        })
    }

    fn amount(
        &mut self,
        of: AmountOf,
        amount: &'a Amount,
        env: Env<'_>,
    ) -> Result<Answer<V>, Stop> {
        Ok(match amount {
            Amount::Computed(expr) => Answer::Amount(Number::eval(self, expr, env)?),
            Amount::Elsewhere(_) => Answer::Elsewhere(of, Deps::default()),
        })
    }

    /// Met if the measure holds; missed if it does not and its day, or its year, is over.
    fn target(
        &mut self,
        measure: &Expr,
        deadline: Option<&Expr>,
        env: Env<'_>,
    ) -> Result<Result<TargetState, Deps>, Stop> {
        let last = match (deadline, env.year) {
            (Some(deadline), _) => Day::eval(self, deadline, env)?,
            (None, Some(year)) => Day::Known(super::fold::first_and_last(year)?.1),
            (None, None) => Day::Absent,
        };
        let over = match (last, self.run.facts.as_of) {
            (Day::NotHappened | Day::Absent, _) => Truth::False,
            (last, Some(today)) => last.compare(crate::ir::CompareOp::Below, Day::Known(today)),
            (_, None) => Truth::Unknown(Deps::missing(Missing::AsOf)),
        };
        Ok(match (Truth::eval(self, measure, env)?, over) {
            (Truth::True, _) => Ok(TargetState::Met),
            (Truth::False, Truth::True) => Ok(TargetState::Missed),
            (Truth::False, Truth::False) => Ok(TargetState::Pending),
            (Truth::Unknown(deps), over) => Err(deps.and(over.into_deps())),
            (Truth::False, Truth::Unknown(deps)) => Err(deps),
        })
    }

    /// Within the limit if the measure holds; beyond it if it does not, from the day on which it
    /// must hold.
    fn service_limit(
        &mut self,
        measure: &Expr,
        from: Option<&Expr>,
        env: Env<'_>,
    ) -> Result<Result<TargetState, Deps>, Stop> {
        let binds = match from {
            None => Truth::True,
            Some(from) => {
                let from = Day::eval(self, from, env)?;
                self.has_come(from)
            }
        };
        Ok(match (Truth::eval(self, measure, env)?, binds) {
            (Truth::True, _) => Ok(TargetState::Met),
            (Truth::False, Truth::True) => Ok(TargetState::Missed),
            (Truth::False, Truth::False) => Ok(TargetState::Pending),
            (Truth::Unknown(deps), binds) => Err(deps.and(binds.into_deps())),
            (Truth::False, Truth::Unknown(deps)) => Err(deps),
        })
    }
}

/// Where a benefit's being given once is stated.
fn stage_address(rule: &Rule, money: &Money, stage: usize) -> AddressId {
    let own = money.stages.get(stage).filter(|stage| stage.name.is_some());
    own.map_or(rule.address, |stage| stage.address)
}

fn doubted<V: Scalar>(state: Result<TargetState, Deps>, doubt: Deps) -> Answer<V> {
    match state {
        Ok(state) if doubt.is_empty() => Answer::Target(state),
        Ok(_) => Answer::Open(doubt),
        Err(deps) => Answer::Open(deps.and(doubt)),
    }
}

/// This amount or that: which of them hangs on `deps`. Decided elsewhere is any amount.
fn either<V: Scalar>(a: Answer<V>, b: Answer<V>, deps: &Deps) -> Answer<V> {
    match (a, b) {
        (Answer::Amount(a), Answer::Amount(b)) => Answer::Amount(a.or(b, deps.clone())),
        (Answer::Elsewhere(of, more), other) | (other, Answer::Elsewhere(of, more)) => {
            Answer::Elsewhere(of, more.and(other.deps()).and(deps.clone()))
        }
        (a, _) => a,
    }
}
