//! Looking for the smallest set of changes, fewest first.

use super::repair::Repairer;
use super::{CHANGES, Change, Remedy, clause_of, is_eligible, same};
use crate::derivation::record::Recorder;
use crate::eval::{Cell, Facts, NoTrace, Outcome, Prepared, Status};
use crate::ir::Program;

/// At most so many sets of changes are tried.
const TRIED: usize = 80;

/// The nearest change that would make an outcome eligible, confirmed by evaluating the clause
/// again with it; none when no change of up to five facts was found that does, or the outcome is
/// eligible as it is. What is then still undetermined is only taken where nothing better is found.
#[must_use]
pub fn remedy(program: &Program, facts: &Facts, outcome: &Outcome) -> Option<Remedy> {
    search(program, facts, outcome).remedy
}

/// What a search came to.
#[derive(Debug, Default)]
pub(super) struct Found {
    pub(super) remedy: Option<Remedy>,
    /// Where there is none: changes after which something fails that no change mends.
    pub(super) blocked: Option<Remedy>,
}

pub(super) fn search(program: &Program, facts: &Facts, outcome: &Outcome) -> Found {
    let clause = clause_of(program, outcome);
    let (Status::NotEligible(_) | Status::Determined(false), Some(clause)) =
        (&outcome.status, clause)
    else {
        return Found::default();
    };
    let prepared = Prepared::new(program, &[clause], &facts.readings);
    let mut search =
        Search { program, facts, outcome, prepared, tried: vec![Vec::new()], blocked: None };
    Found { remedy: search.remedy(), blocked: search.blocked }
}

struct Search<'a> {
    program: &'a Program,
    facts: &'a Facts,
    outcome: &'a Outcome,
    prepared: Prepared<'a>,
    /// Sets of changes found so far; those tried stand first.
    tried: Vec<Vec<Change>>,
    blocked: Option<Remedy>,
}

impl Search<'_> {
    fn remedy(&mut self) -> Option<Remedy> {
        let mut open: Option<Remedy> = None;
        for position in 0..TRIED {
            self.next_smallest(position);
            let Some(changes) = self.tried.get(position).cloned() else { break };
            if open.as_ref().is_some_and(|open| open.changes.len() < changes.len()) {
                break;
            }
            let (recorder, after) = self.evaluated(&changes)?;
            let Some(after) = after else { continue };
            match &after.status {
                status if is_eligible(status) => {
                    let found = self.without_idle(Remedy { changes, then: after.status });
                    return Some(self.with_others(found));
                }
                Status::Undetermined { .. } if !changes.is_empty() && open.is_none() => {
                    open = Some(Remedy { changes, then: after.status });
                }
                Status::NotEligible(_) | Status::Determined(false) => {
                    self.expand(&changes, &recorder, &after);
                }
                _ => {}
            }
        }
        open.map(|open| self.with_others(open))
    }

    /// Brings the smallest set not tried yet to the front of those; of equals the one found first.
    fn next_smallest(&mut self, position: usize) {
        let untried = self.tried.iter().enumerate().skip(position);
        let smallest = untried.min_by_key(|(at, changes)| (changes.len(), *at)).map(|(at, _)| at);
        if let Some(slice) = smallest.and_then(|at| self.tried.get_mut(position..=at)) {
            slice.rotate_right(1);
        }
    }

    fn evaluated(&self, changes: &[Change]) -> Option<(Recorder, Option<Outcome>)> {
        let facts = changed(self.program, self.facts, changes)?;
        let mut recorder = Recorder::default();
        let outcomes = self.prepared.evaluate(&facts, &mut recorder);
        Some((recorder, same(self.program, &outcomes, self.outcome).cloned()))
    }

    /// The sets that mend what still fails.
    fn expand(&mut self, changes: &[Change], recorder: &Recorder, after: &Outcome) {
        let Some(facts) = changed(self.program, self.facts, changes) else { return };
        let parts = recorder.parts(after);
        let mut mends = false;
        let repairer = Repairer { program: self.program, facts: &facts, parts };
        for repair in repairer.repairs() {
            let again = |change: &Change| changes.iter().any(|known| known.is_of_same(change));
            if repair.is_empty() || repair.iter().any(again) {
                continue;
            }
            let mut all = changes.to_vec();
            all.extend(repair);
            let room = all.len() <= CHANGES && changed(self.program, self.facts, &all).is_some();
            let same = |known: &Vec<Change>| {
                known.len() == all.len() && known.iter().all(|change| all.contains(change))
            };
            mends |= room;
            if room && !self.tried.iter().any(same) {
                self.tried.push(all);
            }
        }
        if !mends && self.blocked.is_none() {
            self.blocked = Some(Remedy { changes: changes.to_vec(), then: after.status.clone() });
        }
    }

    /// Leaves out each change without which the outcome is eligible all the same: one fact may
    /// mend several conditions.
    fn without_idle(&self, remedy: Remedy) -> Remedy {
        let mut needed = remedy;
        let mut position = 0;
        while position < needed.changes.len() {
            let mut fewer = needed.changes.clone();
            fewer.remove(position);
            match self.status_with(&fewer) {
                Some(then) if is_eligible(&then) => needed = Remedy { changes: fewer, then },
                _ => position = position.saturating_add(1),
            }
        }
        needed
    }

    fn status_with(&self, changes: &[Change]) -> Option<Status> {
        let facts = changed(self.program, self.facts, changes)?;
        let outcomes = self.prepared.evaluate(&facts, &mut NoTrace);
        same(self.program, &outcomes, self.outcome).map(|after| after.status.clone())
    }

    /// Keeps of the other values of each change those that do as well.
    fn with_others(&self, remedy: Remedy) -> Remedy {
        let mut confirmed = remedy.clone();
        for (position, change) in remedy.changes.iter().enumerate() {
            let does = |other: &Cell| {
                let mut changes = remedy.changes.clone();
                if let Some(change) = changes.get_mut(position) {
                    change.to = *other;
                }
                self.status_with(&changes).is_some_and(|then| is_eligible(&then))
            };
            let or = change.or.iter().filter(|other| does(other)).copied().collect();
            if let Some(kept) = confirmed.changes.get_mut(position) {
                kept.or = or;
            }
        }
        confirmed
    }
}

impl Change {
    /// Whether it changes the same fact.
    fn is_of_same(&self, other: &Change) -> bool {
        (self.fact, self.subject, self.year) == (other.fact, other.subject, other.year)
    }
}

/// The facts with changes made; none where there is no room for one of them.
fn changed(program: &Program, facts: &Facts, changes: &[Change]) -> Option<Facts> {
    let mut facts = facts.clone();
    for Change { fact, subject, year, to, .. } in changes {
        if !facts.set_cell(program, *subject, *fact, *year, *to) {
            return None;
        }
    }
    Some(facts)
}
