//! Facts for which rules pay, found by asking the interpreter: it says which facts are missing,
//! each is given a value that the conditions allow, and so on until all is known.

use super::candidates::{Candidates, Values};
use super::case;
use crate::eval::{Cell, Facts, Listing, Missing, NoTrace, Outcome, Status, SubjectId, evaluate};
use crate::ir::{Program, RuleId};
use crate::quantity::Exact;

/// At most so many evaluations for one search.
const BUDGET: usize = 400;

/// What rules pay, and for what facts.
#[derive(Debug, Clone, PartialEq)]
pub struct Witness {
    /// The facts.
    pub facts: Facts,
    /// What each rule pays, in the order in which the rules were given.
    pub paid: Vec<Status>,
}

/// Facts for which all these rules pay something; none where none were found.
pub(super) fn witness(
    program: &Program,
    rules: &[RuleId],
    start: Facts,
    values: &Values,
) -> Option<Witness> {
    let candidates = Candidates::new(program, rules, values);
    let mut search = Search { program, rules, candidates, budget: BUDGET };
    search.from(start)
}

/// What a rule comes to for these facts: the best of its outcomes.
pub(super) fn comes_to(program: &Program, rule: RuleId, facts: &Facts) -> Option<Status> {
    best(&evaluate(program, facts, &mut NoTrace), rule).map(|outcome| outcome.status.clone())
}

/// The greatest amount that an outcome promises, when it promises one; no bound is none.
pub(super) fn promised(status: &Status) -> Option<Option<Exact>> {
    match status {
        Status::Granted(amount) => Some(Some(*amount)),
        Status::Range { high, .. } => Some(*high),
        _ => None,
    }
}

/// Whether an outcome pays something, or may when an authority so decides.
fn pays(status: &Status) -> bool {
    promised(status).is_some_and(|most| most.is_none_or(|most| !most.is_zero()))
}

fn best(outcomes: &[Outcome], rule: RuleId) -> Option<&Outcome> {
    let of_rule = || outcomes.iter().filter(|outcome| outcome.rule == rule);
    let open = |outcome: &&Outcome| {
        matches!(outcome.status, Status::Undetermined { .. } | Status::ByText(_))
    };
    of_rule()
        .find(|outcome| pays(&outcome.status))
        .or_else(|| of_rule().find(open))
        .or_else(|| of_rule().next())
}

struct Search<'a> {
    program: &'a Program,
    rules: &'a [RuleId],
    candidates: Candidates<'a>,
    budget: usize,
}

impl Search<'_> {
    fn from(&mut self, facts: Facts) -> Option<Witness> {
        self.budget = self.budget.checked_sub(1)?;
        let outcomes = evaluate(self.program, &facts, &mut NoTrace);
        let reached: Option<Vec<&Outcome>> =
            self.rules.iter().map(|rule| best(&outcomes, *rule)).collect();
        let reached = reached?;
        let open = reached.iter().find(|outcome| !pays(&outcome.status));
        let Some(open) = open else {
            let paid = reached.iter().map(|outcome| outcome.status.clone()).collect();
            return Some(Witness { facts, paid });
        };
        // What can no longer pay ends this path, whatever else is unknown.
        let hopeless = |outcome: &&Outcome| {
            let may = matches!(outcome.status, Status::Undetermined { .. } | Status::ByText(_));
            !may && !pays(&outcome.status)
        };
        if reached.iter().any(hopeless) {
            return None;
        }
        self.further(&facts, &open.status).into_iter().find_map(|facts| self.from(facts))
    }

    /// The facts, with one thing more that the outcome hangs on, said in every way worth trying.
    fn further(&self, facts: &Facts, status: &Status) -> Vec<Facts> {
        match status {
            Status::Undetermined { missing, .. } => {
                let lists = missing.iter().filter(|one| matches!(one, Missing::Children { .. }));
                let others = missing.iter().filter(|one| !matches!(one, Missing::Children { .. }));
                let mut in_turn = lists.chain(others).map(|one| self.said(facts, one));
                in_turn.find(|ways| !ways.is_empty()).unwrap_or_default()
            }
            Status::ByText(readings) => {
                let Some(reading) = readings.first() else { return Vec::new() };
                let info = self.program.readings.get(reading.index());
                let count = info.map_or(0, |info| info.alternatives.len());
                let chosen = (0..count).map(|position| {
                    let mut facts = facts.clone();
                    facts.readings.push((*reading, position));
                    facts
                });
                chosen.collect()
            }
            _ => Vec::new(),
        }
    }

    /// The facts with something that was missing.
    fn said(&self, facts: &Facts, missing: &Missing) -> Vec<Facts> {
        let program = self.program;
        let changed = |change: &dyn Fn(&mut Facts) -> Option<()>| {
            let mut facts = facts.clone();
            change(&mut facts).map(|()| facts)
        };
        match *missing {
            Missing::Fact { fact, subject, year } => {
                if facts.subject(subject).is_none() {
                    return Vec::new();
                }
                let values = self.candidates.values(fact, year).into_iter();
                let state = |value| {
                    changed(&|facts| case::state(program, facts, (subject, fact, year), value))
                };
                let refer = |kind| {
                    changed(&|facts| {
                        let other = case::subject_of(program, facts, kind)?;
                        let value = Cell::Subject(other);
                        case::state(program, facts, (subject, fact, year), value)
                    })
                };
                values
                    .filter_map(state)
                    .chain(self.candidates.refers_to(fact).and_then(refer))
                    .collect()
            }
            Missing::Children { subject, kind } => {
                let one_more = changed(&|facts| {
                    case::add_subject(program, facts, kind, Some(subject)).map(|_| ())
                });
                let as_it_is = changed(&|facts| {
                    case::list(facts, subject, kind, None);
                    Some(())
                });
                match has_children(facts, subject, kind) {
                    true => as_it_is.into_iter().collect(),
                    false => one_more.into_iter().chain(as_it_is).collect(),
                }
            }
            Missing::Series(series, _) => {
                let value = self.candidates.of_series(series);
                let published =
                    |value| changed(&|facts| case::publish(facts, series.index(), value));
                value.and_then(published).into_iter().collect()
            }
            Missing::History(_) | Missing::AsOf | Missing::Year => Vec::new(),
        }
    }
}

fn has_children(facts: &Facts, subject: SubjectId, kind: crate::ir::KindId) -> bool {
    let lists = facts.subject(subject).into_iter().flat_map(|subject| &subject.children);
    lists.into_iter().any(|(listed, listing, children)| {
        *listed == kind && !children.is_empty() && *listing != Listing::Complete
    })
}
