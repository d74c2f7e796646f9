//! Which rules are evaluated for whom and when: years ascend, and in a year rules go in the order
//! in which they read each other.

use super::SubjectId;
use super::context::{Env, Eval, Frame, Run, Stop};
use super::scalar::Scalar;
use super::time::year_of;
use super::trace::NoTrace;
use crate::ir::{Body, KindId, Period, Rule, RuleId};

/// A rule (or stage) for a subject of the kind at which it reports.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Task {
    pub(super) rule: RuleId,
    pub(super) stage: usize,
    pub(super) subject: SubjectId,
    /// None when no year is bound, or that of the event is not known.
    pub(super) year: Option<i32>,
    /// Whether its outcome is told.
    pub(super) asked: bool,
}

/// The kind at which a rule reports; none for a duty.
pub(super) fn reporting_kind(rule: &Rule) -> Option<KindId> {
    match &rule.body {
        Body::Money(money) => Some(money.scope),
        _ => rule.subject,
    }
}

/// A rule to be evaluated.
#[derive(Debug, Clone, Copy)]
pub(super) struct Planned<'p> {
    pub(super) id: RuleId,
    pub(super) rule: &'p Rule,
    /// The kind at which it reports.
    pub(super) kind: KindId,
    /// Whether its outcomes are told.
    pub(super) asked: bool,
}

/// All tasks of a run, in order.
pub(super) fn schedule<V: Scalar>(run: &Run<'_, V>, planned: &[Planned<'_>]) -> Vec<Task> {
    let mut tasks: Vec<(When, Task)> = Vec::with_capacity(planned.len());
    for planned in planned {
        for subject in run.subjects_of(planned.kind) {
            plan(run, planned, subject, &mut tasks);
        }
    }
    // Stable: within a year the order of rules stays.
    if !tasks.is_sorted_by_key(|(when, _)| *when) {
        tasks.sort_by_key(|(when, _)| *when);
    }
    tasks.into_iter().map(|(_, task)| task).collect()
}

/// When a task is due: rules without a year first, those of an unknown year last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum When {
    Always,
    In(i32),
    Unknown,
}

fn plan<V: Scalar>(
    run: &Run<'_, V>,
    planned: &Planned<'_>,
    subject: SubjectId,
    tasks: &mut Vec<(When, Task)>,
) {
    let Planned { id, rule, kind, asked } = *planned;
    let mut add = |when: When, stage: usize| {
        let year = if let When::In(year) = when { Some(year) } else { None };
        tasks.push((when, Task { rule: id, stage, subject, year, asked }));
    };
    match (&rule.period, run.facts.years) {
        (Period::Unbound, _) => add(When::Always, 0),
        (Period::Yearly, Some((first, last))) => {
            (first..=last).for_each(|year| add(When::In(year), 0))
        }
        (Period::Yearly, None) => add(When::Unknown, 0),
        (Period::Once(_) | Period::Staged, _) => {
            let stages = if let Body::Money(money) = &rule.body { money.stages.len() } else { 1 };
            let when = |year: Option<i32>| year.map_or(When::Unknown, When::In);
            for stage in 0..stages {
                if rule.subject == Some(kind) {
                    let year = event_year(run, rule, id, stage, subject);
                    add(when(year.ok().flatten()), stage);
                    continue;
                }
                for year in event_years(run, rule, id, stage, subject) {
                    add(when(year), stage);
                }
            }
        }
    }
}

/// The years in which a rule's event falls for the subjects it is computed for.
fn event_years<V: Scalar>(
    run: &Run<'_, V>,
    rule: &Rule,
    id: RuleId,
    stage: usize,
    subject: SubjectId,
) -> Vec<Option<i32>> {
    let mut years = Vec::new();
    for part in run.parts(rule, subject) {
        let year = event_year(run, rule, id, stage, part).ok().flatten();
        if !years.contains(&year) {
            years.push(year);
        }
    }
    if years.is_empty() {
        years.push(None);
    }
    years
}

/// The year of the event of a rule or stage for a subject.
pub(super) fn event_year<V: Scalar>(
    run: &Run<'_, V>,
    rule: &Rule,
    id: RuleId,
    stage: usize,
    subject: SubjectId,
) -> Result<Option<i32>, Stop> {
    let frame = Frame::own(subject);
    let env = Env { frame: &frame, year: None, rule: id, whose: subject };
    let event = Eval::new(run, &[], &mut NoTrace).event(rule, stage, env)?;
    Ok(event.as_ref().and_then(year_of))
}

impl<V: Scalar> Run<'_, V> {
    /// The subjects a rule is computed for that belong to the subject at which it reports.
    pub(super) fn parts(&self, rule: &Rule, whole: SubjectId) -> impl Iterator<Item = SubjectId> {
        let kinds = rule.subject.zip(self.facts.subject(whole).map(|whole| whole.kind));
        let alone = kinds.filter(|(own, kind)| own == kind).map(|_| whole);
        let below = kinds.filter(|(own, kind)| own != kind).map(move |(own, kind)| {
            self.subjects_of(own).filter(move |part| self.scope(*part, kind) == Some(whole))
        });
        alone.into_iter().chain(below.into_iter().flatten())
    }
}
