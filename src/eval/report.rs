//! From what a rule comes to, to the outcome that is told.

use super::answer::{AmountOf, Answer, Refusal};
use super::caps::Work;
use super::context::{Eval, Run, Stop};
use super::deps::{Dep, Deps};
use super::number::Number;
use super::payable::payable;
use super::range::Range;
use super::schedule::Task;
use super::trace::Tracer;
use super::truth::Truth;
use super::unknown::Verdict;
use super::{Failure, Interval, Outcome, Status};
use crate::ir::{AddressId, Amount, Body, DecisionId, Money, MoneyKind, ReadingId, Rule};
use crate::quantity::{Exact, Ratio};

impl<T: Tracer> Eval<'_, '_, T> {
    /// The outcome of a task.
    pub(super) fn outcome(&mut self, task: &Task, verdict: &Verdict) -> Outcome {
        let mut outcome = Outcome {
            stage: task.stage,
            year: task.year,
            ..Outcome::plain(task.rule, Some(task.subject), Status::NotInForce)
        };
        let Ok(rule) = self.rule(task.rule) else {
            outcome.status = Status::Fault(AddressId(0));
            return outcome;
        };
        match &verdict.work {
            Err(stop) => outcome.status = stopped(stop, rule.address),
            Ok(work) => {
                if let Err(stop) = self.tell(task, rule, work, &verdict.deps, &mut outcome) {
                    outcome.status = stopped(&stop, rule.address);
                }
            }
        }
        outcome
    }

    fn tell(
        &mut self,
        task: &Task,
        rule: &Rule,
        work: &Work,
        deps: &Deps,
        outcome: &mut Outcome,
    ) -> Result<(), Stop> {
        outcome.parts = work.parts.iter().map(|(part, amount)| (*part, interval(amount))).collect();
        outcome.status = match (&work.answer, &rule.body) {
            (Answer::Refused(refusal), _) => self.refused(task, *refusal),
            (Answer::Amount(Number::Absent), _) => Status::NotEligible(self.why_not(task)),
            (Answer::Amount(amount), Body::Money(money)) => {
                self.amount_told(task, money, amount, deps, outcome)?
            }
            (Answer::Elsewhere(of, _), Body::Money(money)) if deps.is_empty() => {
                Status::Elsewhere(elsewhere(money, task.stage, *of).ok_or(Stop::Fault)?)
            }
            (Answer::Truth(truth), _) if deps.is_empty() => {
                if *truth == Truth::False {
                    outcome.failures = self.why_not(task);
                }
                Status::Determined(*truth == Truth::True)
            }
            (Answer::Target(state), _) => {
                if *state != super::TargetState::Met {
                    outcome.failures = self.failures(task);
                }
                Status::Target(*state)
            }
            (Answer::Elsewhere(..) | Answer::Truth(_) | Answer::Open(_), _) => {
                undetermined(deps, true, None)
            }
            (Answer::Amount(_), _) => return Err(Stop::Fault),
        };
        Ok(())
    }

    fn amount_told(
        &mut self,
        task: &Task,
        money: &Money,
        amount: &Number,
        deps: &Deps,
        outcome: &mut Outcome,
    ) -> Result<Status, Stop> {
        // Known, or known to be paid alike wherever it lies.
        let known = match amount {
            Number::Point(value) => Some(*value),
            Number::Open(open) if deps.is_empty() => Some(open.range.low.ok_or(Stop::Overflow)?),
            Number::Open(_) | Number::Absent => None,
        };
        if let Some(value) = known {
            let value = payable(&self.run.program.list, money.kind, value).ok_or(Stop::Overflow)?;
            outcome.payers = self.shares(money, task, value)?;
            return Ok(Status::Granted(value));
        }
        let range = amount.range().ok_or(Stop::Fault)?;
        Ok(open_status(self.run, money.kind, range, amount.may_be_absent(), deps))
    }

    /// The conditions that keep an award or a determination from coming out well; none where they
    /// are not told.
    fn why_not(&self, task: &Task) -> Vec<Failure> {
        if self.run.reasons { self.failures(task) } else { Vec::new() }
    }

    fn refused(&mut self, task: &Task, refusal: Refusal) -> Status {
        match refusal {
            Refusal::NotInForce => Status::NotInForce,
            Refusal::NotEligible => Status::NotEligible(self.why_not(task)),
            Refusal::NotYet(earliest) => Status::NotYet { earliest },
            Refusal::Excluded(rule) => Status::Excluded(rule),
            Refusal::Exhausted(address) => Status::Exhausted(address),
        }
    }
}

/// The status of an amount that is not settled.
pub(super) fn open_status(
    run: &Run<'_>,
    kind: MoneyKind,
    range: Range,
    may_be_none: bool,
    deps: &Deps,
) -> Status {
    let only_decisions =
        !deps.is_empty() && deps.iter().all(|dep| matches!(dep, Dep::Decision(..)));
    let granule = run.program.list.payable_to;
    if only_decisions && let Some(low) = range.low {
        // Displayed ends are rounded inwards: what is shown may be decided.
        let low = if may_be_none { low.min(Ratio::ZERO) } else { low };
        let high = range.high.map(|high| high.floor_to(granule));
        if let (Some(low), None | Some(Some(_))) = (low.ceil_to(granule), high) {
            return Status::Range { low, high: high.flatten(), decisions: decisions(deps) };
        }
    }
    let payable = |end: Ratio| payable(&run.program.list, kind, end);
    let bounds = range.low.and_then(payable).map(|low| (low, range.high.and_then(payable)));
    undetermined(deps, may_be_none, bounds)
}

/// Undetermined: by missing facts first, else by the text.
fn undetermined(deps: &Deps, may_be_none: bool, bounds: Option<(Exact, Option<Exact>)>) -> Status {
    let missing: Vec<_> = deps
        .iter()
        .filter_map(|dep| if let Dep::Missing(missing) = dep { Some(missing) } else { None })
        .collect();
    let readings: Vec<ReadingId> = deps
        .iter()
        .filter_map(|dep| if let Dep::Reading(reading) = dep { Some(reading) } else { None })
        .collect();
    if missing.is_empty() && !readings.is_empty() {
        return Status::ByText(readings);
    }
    Status::Undetermined { missing, decisions: decisions(deps), may_be_none, bounds }
}

fn decisions(deps: &Deps) -> Vec<DecisionId> {
    let mut decisions: Vec<DecisionId> = Vec::new();
    for dep in deps.iter() {
        if let Dep::Decision(decision, _) = dep
            && !decisions.contains(&decision)
        {
            decisions.push(decision);
        }
    }
    decisions
}

fn stopped(stop: &Stop, rule: AddressId) -> Status {
    match stop {
        Stop::Overflow => Status::Overflow(rule),
        Stop::Contradiction(exceptions) => Status::Contradiction(exceptions.to_vec()),
        Stop::Fault => Status::Fault(rule),
    }
}

/// What decides an amount that is decided elsewhere.
fn elsewhere(money: &Money, stage: usize, of: AmountOf) -> Option<String> {
    let amount = match of {
        AmountOf::Stage => &money.stages.get(stage)?.amount,
        AmountOf::Exception(position) => &money.exceptions.get(position)?.amount,
    };
    match amount {
        Amount::Elsewhere(text) => Some(text.clone()),
        Amount::Computed(_) => None,
    }
}

fn interval(amount: &Number) -> Option<Interval> {
    let range = amount.range()?;
    Some(Interval { low: range.low.unwrap_or(Ratio::ZERO), high: range.high })
}
