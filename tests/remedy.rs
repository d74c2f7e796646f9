//! The nearest change that is told really makes the outcome eligible: on the facts of every
//! example of the shipped policies.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]
#![allow(clippy::arithmetic_side_effects)]

mod common;

use common::root;
use polc::ast::Item;
use polc::derivation::{Remedy, remedy};
use polc::driver::{Disk, compile};
use polc::eval::{Facts, NoTrace, Outcome, Prepared, Status};
use polc::ir::{Period, Program};
use polc::scenario::Directory;
use polc::scenario::example::cases;

/// The outcome with other facts: of the same rule, stage and subject; of what is given once in
/// whatever year it then falls.
fn after(program: &Program, prepared: &Prepared<'_>, facts: &Facts, of: &Outcome) -> Status {
    let period = &program.rules[of.rule.index()].period;
    let is_once = matches!(period, Period::Once(_) | Period::Staged);
    let outcomes = prepared.evaluate(facts, &mut NoTrace);
    let mut same = outcomes.into_iter().filter(|one| {
        (one.rule, one.stage, one.subject) == (of.rule, of.stage, of.subject)
            && (is_once || one.year == of.year)
    });
    same.next().unwrap().status
}

fn is_eligible(status: &Status) -> bool {
    matches!(
        status,
        Status::Granted(_) | Status::Range { .. } | Status::Elsewhere(_) | Status::Determined(true)
    )
}

#[derive(Debug, Default)]
struct Count {
    asked: usize,
    eligible: usize,
    open: usize,
    several: usize,
}

#[test]
fn every_change_told_makes_the_outcome_eligible() {
    let compiled = compile(&Disk, &[root().join("policies")]);
    let program = compiled.program.unwrap();
    let directory = Directory::new(&program);
    let mut count = Count::default();
    for item in compiled.files.iter().flat_map(|file| &file.items) {
        let Item::Clause(clause) = item else { continue };
        // Each row of a table stands for many that differ in one fact: a few of them will do.
        let (all, _) = cases(&directory, clause);
        for case in all.iter().step_by(3) {
            let prepared = Prepared::new(&program, &[clause.number], &case.facts.readings);
            for outcome in prepared.evaluate(&case.facts, &mut NoTrace) {
                check(&program, &prepared, &case.facts, &outcome, &mut count);
            }
        }
    }
    assert!(count.eligible > 200 && count.several > 20, "{count:?}");
    assert!(count.eligible + count.open > count.asked / 3, "{count:?}");
}

fn check(
    program: &Program,
    prepared: &Prepared<'_>,
    facts: &Facts,
    outcome: &Outcome,
    count: &mut Count,
) {
    let fails = matches!(outcome.status, Status::NotEligible(_) | Status::Determined(false));
    let found = remedy(program, facts, outcome);
    if !fails {
        assert_eq!(found, None, "nothing to mend");
        return;
    }
    count.asked += 1;
    let Some(found) = found else { return };
    let then = after(program, prepared, &found.applied(program, facts), outcome);
    assert_eq!(then, found.then);
    if !is_eligible(&then) {
        assert!(matches!(then, Status::Undetermined { .. }), "{found:?}");
        count.open += 1;
        return;
    }
    count.eligible += 1;
    count.several += usize::from(found.changes.len() > 1);
    for (position, change) in found.changes.iter().enumerate() {
        for other in &change.or {
            let mut with_other = found.clone();
            with_other.changes[position].to = *other;
            let then = after(program, prepared, &with_other.applied(program, facts), outcome);
            assert!(is_eligible(&then), "{with_other:?}");
        }
        let mut less = found.changes.clone();
        less.remove(position);
        let less = Remedy { changes: less, then: found.then.clone() };
        let then = after(program, prepared, &less.applied(program, facts), outcome);
        assert!(!is_eligible(&then), "{change:?} is needed");
    }
}
