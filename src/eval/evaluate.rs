//! The run: every rule for every subject and year, in order.

use super::context::{Env, Eval, FactPlace, Frame, Run};
use super::domain::Domain;
use super::history::Ledger;
use super::listed::{Below, below, duty, vacancies, vacancy};
use super::needed::{asked, needed};
use super::number::Number;
use super::relations::take_lower_awards;
use super::scalar::Scalar;
use super::schedule::{Planned, Task, reporting_kind, schedule};
use super::trace::{NoTrace, Tracer};
use super::unknown::settle;
use super::{Facts, Interval, Listing, Outcome, Status, SubjectId};
use crate::ir::{Body, DecisionId, Program, ReadingId, Rule, RuleId};
use crate::quantity::Ratio;

/// A program made ready to evaluate some of its clauses for one set of facts after another.
#[derive(Debug, Clone)]
pub struct Prepared<'p> {
    program: &'p Program,
    readings: Vec<(ReadingId, usize)>,
    /// The rules to evaluate, each after those it reads in the same year.
    planned: Vec<Planned<'p>>,
    /// The duties that are told, in written order.
    duties: Vec<RuleId>,
    /// The rules that are told of a parent when it has no child of their kind, in written order.
    below: Vec<Below>,
    /// Whether the conditions that keep an award or a determination from coming out well are told.
    reasons: bool,
}

/// An outcome's place among the others.
type Place = (RuleId, Option<SubjectId>, Option<i32>, usize);

/// Where an outcome comes from.
enum Told<'p> {
    /// A task that was settled, by position.
    Settled(usize),
    /// A duty.
    Duty,
    /// A rule for children of a parent that has none.
    Vacancy(&'p Below, SubjectId, Listing),
}

impl<'p> Prepared<'p> {
    /// For the clauses with these numbers; for all when there are none. What bears on them is
    /// evaluated with them, but not told. Readings that are not named take their defaults.
    #[must_use]
    pub fn new(
        program: &'p Program,
        clauses: &[u32],
        readings: &[(ReadingId, usize)],
    ) -> Prepared<'p> {
        Prepared::of_rules(program, &asked(program, clauses), readings)
    }

    /// For these rules, each named once.
    #[must_use]
    pub fn of_rules(
        program: &'p Program,
        rules: &[RuleId],
        readings: &[(ReadingId, usize)],
    ) -> Prepared<'p> {
        let mut told = rules.to_vec();
        told.sort();
        let needed = needed(program, &told, readings);
        let order = program.order.iter().filter(|id| needed.get(id.index()) == Some(&true));
        let planned = order.filter_map(|id| {
            let rule = program.rules.get(id.index())?;
            let asked = told.binary_search(id).is_ok();
            Some(Planned { id: *id, rule, kind: reporting_kind(rule)?, asked })
        });
        let is_duty = |id: &RuleId| {
            let rule = program.rules.get(id.index());
            rule.is_some_and(|rule| matches!(rule.body, Body::Duty { .. }))
        };
        Prepared {
            program,
            readings: readings.to_vec(),
            planned: planned.collect(),
            duties: told.iter().copied().filter(is_duty).collect(),
            below: below(program, &told),
            reasons: true,
        }
    }

    /// Without the conditions that keep an award or a determination from coming out well (targets
    /// keep theirs): finding them is a second evaluation of whatever is refused.
    #[must_use]
    pub fn without_reasons(self) -> Prepared<'p> {
        Prepared { reasons: false, ..self }
    }

    /// Without the duties: they are the same whatever the facts are.
    #[must_use]
    pub fn without_duties(self) -> Prepared<'p> {
        Prepared { duties: Vec::new(), ..self }
    }

    /// The program.
    #[must_use]
    pub fn program(&self) -> &'p Program {
        self.program
    }

    /// The rules that are evaluated: those asked for, and all that bear on them.
    pub fn rules(&self) -> impl Iterator<Item = &'p Rule> {
        self.planned.iter().map(|planned| planned.rule)
    }

    /// The rules that are evaluated, those included that only bear on what is told.
    pub fn evaluated_rules(&self) -> impl Iterator<Item = RuleId> {
        self.planned.iter().map(|planned| planned.id)
    }

    /// Whether the outcomes of a rule are told.
    #[must_use]
    pub fn tells(&self, rule: RuleId) -> bool {
        self.planned.iter().any(|planned| planned.id == rule && planned.asked)
    }

    /// Readings chosen by hand.
    #[must_use]
    pub fn readings(&self) -> &[(ReadingId, usize)] {
        &self.readings
    }

    /// Whether the conditions that keep an award or a determination from coming out well are told.
    #[must_use]
    pub fn tells_reasons(&self) -> bool {
        self.reasons
    }

    /// Whether there are duties to tell.
    #[must_use]
    pub fn tells_duties(&self) -> bool {
        !self.duties.is_empty()
    }

    /// What some of the rules come to, and the duties. `wanted` tells of each rule by position whether
    /// it is one; what bears on those must be among them.
    pub fn evaluate_only(
        &self,
        facts: &Facts,
        wanted: &[bool],
        tracer: &mut impl Tracer,
    ) -> Vec<Outcome> {
        let is_wanted = |rule: RuleId| wanted.get(rule.index()) == Some(&true);
        let planned = self.planned.iter().filter(|planned| is_wanted(planned.id));
        let below = self.below.iter().filter(|below| is_wanted(below.rule));
        let part = Prepared {
            program: self.program,
            readings: self.readings.clone(),
            planned: planned.copied().collect(),
            duties: self.duties.clone(),
            below: below.copied().collect(),
            reasons: self.reasons,
        };
        part.evaluate(facts, tracer)
    }

    /// Tells of outcomes without reasons the conditions that kept them from coming out well: of an
    /// award not given, or a determination that does not hold, where no other rule's award had a
    /// part in it.
    pub(crate) fn tell_reasons(&self, facts: &Facts, outcomes: &mut [Outcome]) {
        let run: Run<'_> = Run::new(self.program, facts, &self.readings);
        for outcome in outcomes {
            let Outcome { rule, stage, subject: Some(subject), year, .. } = *outcome else {
                continue;
            };
            let told = match &mut outcome.status {
                Status::NotEligible(told) => told,
                Status::Determined(false) => &mut outcome.failures,
                _ => continue,
            };
            if told.is_empty() {
                let task = Task { rule, stage, subject, year, asked: true };
                *told = Eval::new(&run, &[], &mut NoTrace).failures(&task);
            }
        }
    }

    /// What the rules of the clauses come to, for the subjects and years of the facts: rules in
    /// written order, then subjects, years and stages in order. The clauses and readings that the
    /// facts ask for are not looked at.
    pub fn evaluate(&self, facts: &Facts, tracer: &mut impl Tracer) -> Vec<Outcome> {
        let mut run = Run::new(self.program, facts, &self.readings);
        run.reasons = self.reasons;
        self.settle_all(&mut run, tracer);
        let told = self.told(&run);
        let mut outcomes = Vec::with_capacity(told.len());
        for ((rule, ..), told) in told {
            outcomes.push(match told {
                Told::Settled(position) => match run.ledger.settled.get(position) {
                    Some((task, verdict)) => {
                        run.ledger.year.set(task.year);
                        Eval::new(&run, &[], tracer).outcome(task, verdict)
                    }
                    None => continue,
                },
                Told::Duty => duty(rule),
                Told::Vacancy(of, parent, listing) => vacancy(of, parent, listing, run.reasons),
            });
        }
        outcomes
    }

    /// The outcomes to be told, in order.
    fn told(&self, run: &Run<'_>) -> Vec<(Place, Told<'_>)> {
        let settled = &run.ledger.settled;
        let count = settled.len().saturating_add(self.duties.len());
        let mut told: Vec<(Place, Told<'_>)> = Vec::with_capacity(count);
        let asked = settled.iter().enumerate().filter(|(_, (task, _))| task.asked);
        told.extend(asked.map(|(position, (task, _))| {
            ((task.rule, Some(task.subject), task.year, task.stage), Told::Settled(position))
        }));
        told.extend(self.duties.iter().map(|rule| ((*rule, None, None, 0), Told::Duty)));
        told.extend(vacancies(run, &self.below).map(|(of, parent, listing)| {
            ((of.rule, Some(parent), None, 0), Told::Vacancy(of, parent, listing))
        }));
        if !told.is_sorted_by_key(|(place, _)| *place) {
            told.sort_by_key(|(place, _)| *place);
        }
        told
    }
}

impl<'p> Prepared<'p> {
    /// Settles every rule for every subject and year, in order.
    fn settle_all<V: Scalar>(&self, run: &mut Run<'_, V>, tracer: &mut impl Tracer) {
        let tasks = schedule(run, &self.planned);
        run.ledger = Ledger::with_room(tasks.len());
        for task in tasks {
            run.ledger.year.set(task.year);
            let verdict = settle(run, &task, tracer);
            let awarded_before = run.was_awarded(&task);
            run.ledger.record(task, verdict, awarded_before);
            take_lower_awards(run, &task);
        }
    }

    /// A run of the program, in which nothing is settled yet.
    pub(super) fn settled<'a, V: Scalar>(
        &'a self,
        facts: &'a Facts,
        varied: Option<(FactPlace, V)>,
    ) -> Run<'a, V> {
        let mut run = Run::new(self.program, facts, &self.readings);
        run.varied = varied;
        self.settle_all(&mut run, &mut NoTrace);
        run
    }
}

/// What the rules of a program come to, for the subjects, years and clauses of the facts: rules in
/// written order, then subjects, years and stages in order.
pub fn evaluate(program: &Program, facts: &Facts, tracer: &mut impl Tracer) -> Vec<Outcome> {
    Prepared::new(program, &facts.clauses, &facts.readings).evaluate(facts, tracer)
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
    let run = Run::new(program, facts, &facts.readings);
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
