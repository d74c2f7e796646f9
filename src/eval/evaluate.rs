//! The run: every rule for every subject and year, in order.

use super::context::{Env, Eval, FactPlace, Frame, Run};
use super::domain::Domain;
use super::history::Ledger;
use super::listed::{duties, vacancies};
use super::needed::{asked, needed};
use super::number::Number;
use super::relations::take_lower_awards;
use super::scalar::Scalar;
use super::schedule::{Planned, reporting_kind, schedule};
use super::trace::{NoTrace, Tracer};
use super::unknown::settle;
use super::{Facts, Interval, Outcome, SubjectId};
use crate::ir::{DecisionId, Program, ReadingId, Rule, RuleId};
use crate::quantity::Ratio;

/// A program made ready to evaluate some of its clauses for one set of facts after another.
#[derive(Debug, Clone)]
pub struct Prepared<'p> {
    pub(super) program: &'p Program,
    readings: Vec<(ReadingId, usize)>,
    /// The rules to evaluate, each after those it reads in the same year.
    planned: Vec<Planned<'p>>,
    /// The rules whose outcomes are told, in written order.
    asked: Vec<(RuleId, &'p Rule)>,
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
        let told = asked(program, clauses);
        let needed = needed(program, &told, readings);
        let order = program.order.iter().filter(|id| needed.get(id.index()) == Some(&true));
        let planned = order.filter_map(|id| {
            let rule = program.rules.get(id.index())?;
            let asked = told.binary_search(id).is_ok();
            Some(Planned { id: *id, rule, kind: reporting_kind(rule)?, asked })
        });
        let rule = |id: &RuleId| Some((*id, program.rules.get(id.index())?));
        Prepared {
            program,
            readings: readings.to_vec(),
            planned: planned.collect(),
            asked: told.iter().filter_map(rule).collect(),
        }
    }

    /// What the rules of the clauses come to, for the subjects and years of the facts: rules in
    /// written order, then subjects, years and stages in order. The clauses and readings that the
    /// facts ask for are not looked at.
    pub fn evaluate(&self, facts: &Facts, tracer: &mut impl Tracer) -> Vec<Outcome> {
        let mut run = Run::new(self.program, facts, &self.readings);
        self.settle_all(&mut run, tracer);
        let settled = &run.ledger.settled;
        let mut outcomes: Vec<Outcome> = Vec::with_capacity(settled.len());
        for (task, verdict) in settled.iter().filter(|(task, _)| task.asked) {
            run.ledger.year.set(task.year);
            outcomes.push(Eval::new(&run, &[], tracer).outcome(task, verdict));
        }
        outcomes.extend(duties(&self.asked));
        outcomes.extend(vacancies(&run, &self.asked));
        let key = |outcome: &Outcome| (outcome.rule, outcome.subject, outcome.year, outcome.stage);
        if !outcomes.is_sorted_by_key(key) {
            outcomes.sort_by_key(key);
        }
        outcomes
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
