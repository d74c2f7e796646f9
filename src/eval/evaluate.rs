//! The run: every rule for every subject and year, and what their awards do to each other.

use super::answer::{Answer, Refusal};
use super::caps::Work;
use super::context::{Env, Eval, Frame, Run};
use super::deps::Deps;
use super::domain::Domain;
use super::history::Award;
use super::number::Number;
use super::relations::beats;
use super::schedule::{Task, reporting_kind, schedule};
use super::trace::{NoTrace, Tracer};
use super::truth::Truth;
use super::unknown::{Verdict, resolve};
use super::{Facts, Failure, Found, Interval, Listing, Missing, Outcome, Status, SubjectId};
use crate::ir::{Body, DecisionId, Program, RelationHow, Rule, RuleId};
use crate::quantity::Ratio;

/// What every rule of a program comes to, for the subjects and years of the facts: rules in
/// written order, then subjects, years and stages in order.
pub fn evaluate(program: &Program, facts: &Facts, tracer: &mut impl Tracer) -> Vec<Outcome> {
    let mut run = Run::new(program, facts);
    let tasks = schedule(&run);
    let mut verdicts: Vec<(Task, Verdict)> = Vec::with_capacity(tasks.len());
    for task in tasks {
        let verdict = settle(&run, &task, tracer);
        run.ledger.awards.extend(award(&task, &verdict));
        verdicts.push((task, verdict));
        take_lower_awards(&mut run, &task, &mut verdicts);
    }
    let mut outcomes: Vec<Outcome> = Vec::with_capacity(verdicts.len());
    for (task, verdict) in &verdicts {
        if run.asked.binary_search(&task.rule).is_ok() {
            outcomes.push(Eval::new(&run, &[], tracer).outcome(task, verdict));
        }
    }
    outcomes.extend(duties(&run));
    outcomes.extend(vacancies(&run));
    let key = |outcome: &Outcome| (outcome.rule, outcome.subject, outcome.year, outcome.stage);
    if !outcomes.is_sorted_by_key(key) {
        outcomes.sort_by_key(key);
    }
    outcomes
}

/// The exact bounds within which an authority may decide, for a subject and year; none where they
/// hang on missing facts or are not numbers.
#[must_use]
pub fn decision_bounds(
    program: &Program,
    facts: &Facts,
    decision: DecisionId,
    subject: SubjectId,
    year: Option<i32>,
) -> Option<Interval> {
    let declared = program.decisions.get(decision.index())?;
    let run = Run::new(program, facts);
    let mut tracer = NoTrace;
    let mut eval = Eval::new(&run, &[], &mut tracer);
    let frame = Frame::own(subject);
    let env = Env { frame: &frame, year, rule: declared.rule, whose: subject };
    let mut bound = |expr: &crate::ir::Expr| match Number::eval(&mut eval, expr, env) {
        Ok(Number::Point(bound)) => Some(bound),
        Ok(Number::Absent | Number::Open(_)) | Err(_) => None,
    };
    let low = match &declared.lower {
        Some(lower) => bound(lower)?,
        None => Ratio::ZERO,
    };
    let high = match &declared.upper {
        Some(upper) => Some(bound(upper)?),
        None => None,
    };
    Some(Interval { low, high })
}

/// What a task comes to.
fn settle(run: &Run<'_>, task: &Task, tracer: &mut impl Tracer) -> Verdict {
    let mut eval = Eval::new(run, &[], tracer);
    let work = eval.work(task);
    let breaks = std::mem::take(&mut eval.breaks);
    resolve(run, task, work, breaks)
}

/// What the history records of a verdict: nothing for 无 and for 0, bounds for what is open.
fn award(task: &Task, verdict: &Verdict) -> Option<Award> {
    let amount = match &verdict.work {
        Ok(Work { answer: Answer::Amount(amount), .. }) => amount.clone(),
        _ => return None,
    };
    if matches!(amount, Number::Absent) || amount == Number::ZERO {
        return None;
    }
    let parts = verdict.work.as_ref().map(|work| work.parts.clone()).unwrap_or_default();
    Some(Award {
        rule: task.rule,
        stage: task.stage,
        subject: task.subject,
        year: task.year,
        amount,
        parts,
    })
}

/// Where a rule is paid instead of a lower one that was evaluated before it, takes the lower award
/// away (or leaves it open).
fn take_lower_awards(run: &mut Run<'_>, task: &Task, verdicts: &mut [(Task, Verdict)]) {
    let Some(Body::Money(money)) = run.program.rules.get(task.rule.index()).map(|rule| &rule.body)
    else {
        return;
    };
    if money.relations.is_empty() {
        return;
    }
    let Some((last, earlier)) = verdicts.split_last_mut() else { return };
    let Ok(Work { answer: Answer::Amount(own), .. }) = &last.1.work else { return };
    let mut tracer = NoTrace;
    for relation in &money.relations {
        let how = Eval::new(run, &[], &mut tracer).relation(relation);
        let doubt = match how {
            Ok(Ok(RelationHow::HighestOf)) => Deps::default(),
            Ok(Err(deps)) if relation.how.contains(&RelationHow::HighestOf) => deps,
            _ => continue,
        };
        let same = |other: &Task| {
            other.rule == relation.rule && other.subject == task.subject && other.year == task.year
        };
        for (other, verdict) in earlier.iter_mut().filter(|(other, _)| same(other)) {
            let Ok(Work { answer: Answer::Amount(amount), .. }) = &mut verdict.work else {
                continue;
            };
            let beaten = match beats(task.rule, own.clone(), other.rule, amount.clone()) {
                Truth::True if !doubt.is_empty() => Truth::Unknown(doubt.clone()),
                beaten => beaten,
            };
            match beaten {
                Truth::False => continue,
                Truth::Unknown(deps) => {
                    verdict.deps.extend(deps.clone());
                    *amount = std::mem::replace(amount, Number::Absent).or_absent(deps);
                }
                Truth::True => {
                    verdict.deps = Deps::default();
                    if let Ok(work) = &mut verdict.work {
                        work.answer = Answer::Refused(Refusal::Excluded(task.rule));
                    }
                }
            }
            let recorded = award(other, verdict);
            run.ledger.awards.retain(|award| {
                (award.rule, award.stage, award.subject, award.year)
                    != (other.rule, other.stage, other.subject, other.year)
            });
            run.ledger.awards.extend(recorded);
        }
    }
}

/// Duties are listed.
fn duties<'r>(run: &'r Run<'_>) -> impl Iterator<Item = Outcome> + use<'r> {
    rules(run)
        .filter(|(_, rule)| matches!(rule.body, Body::Duty { .. }))
        .map(|(id, _)| plain(id, None, Status::Listed))
}

/// Where a rule's subject kind is a child of another and a parent has none: whether it has is
/// unknown, or there is nothing to give for.
fn vacancies<'r>(run: &'r Run<'_>) -> impl Iterator<Item = Outcome> + use<'r> {
    rules(run).flat_map(move |(id, rule)| {
        let kind = reporting_kind(rule);
        let parent = kind.and_then(|kind| run.program.vocabulary.kinds.get(kind.index())?.parent);
        kind.zip(parent).into_iter().flat_map(move |(kind, parent)| {
            run.subjects_of(parent).filter_map(move |(subject, stated)| {
                let list = stated.children.iter().find(|(listed, _, _)| *listed == kind);
                match list {
                    Some((_, _, given)) if !given.is_empty() => None,
                    Some((_, Listing::Complete, _)) => {
                        let failure = Failure { address: rule.address, found: Some(Found::NoItem) };
                        Some(plain(id, Some(subject), Status::NotEligible(vec![failure])))
                    }
                    _ => {
                        let missing = vec![Missing::Children { subject, kind }];
                        let status = Status::Undetermined {
                            missing,
                            decisions: Vec::new(),
                            may_be_none: true,
                            bounds: None,
                        };
                        Some(plain(id, Some(subject), status))
                    }
                }
            })
        })
    })
}

fn rules<'r>(run: &'r Run<'_>) -> impl Iterator<Item = (RuleId, &'r Rule)> + use<'r> {
    run.asked.iter().filter_map(|id| Some((*id, run.program.rules.get(id.index())?)))
}

fn plain(rule: RuleId, subject: Option<SubjectId>, status: Status) -> Outcome {
    Outcome {
        rule,
        stage: 0,
        subject,
        year: None,
        status,
        payers: Vec::new(),
        parts: Vec::new(),
        failures: Vec::new(),
    }
}
