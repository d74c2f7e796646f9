//! The amounts as functions of one fact, all else as the facts say.
//!
//! | file | what it holds |
//! |---|---|
//! | `explore` | the stretches of the fact over which the interpreter takes the same way |
//! | `piece` | from those, each outcome piece by piece, like neighbours joined |
//! | `jump` | where an amount jumps, and by how much |
//! | `total` | what is paid in all |
//! | `values` | facts that are no numbers: every value, every day |
//!
//! Break points are computed by the interpreter itself, on numbers that know how they move with
//! the fact (`Prepared::around`); `docs/sweep.md` gives the argument. Where an amount does not move
//! along a line, there are samples and no line.

mod explore;
mod jump;
mod piece;
mod total;
mod values;

pub use jump::{Jump, jumps};
pub use piece::{Amount, Course, End, Line, Piece, Sample};
pub use total::total;
pub use values::{Span, Table, values};

use crate::eval::{FactPlace, Facts, Outcome, Prepared, SubjectId};
use crate::ir::{Program, RuleId};
use crate::quantity::Exact;

/// One outcome of a run: which rule and stage, for whom, for which year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Key {
    /// Which rule.
    pub rule: RuleId,
    /// For whom; none for a duty.
    pub subject: Option<SubjectId>,
    /// For which year.
    pub year: Option<i32>,
    /// Which stage.
    pub stage: usize,
}

impl Key {
    fn of(outcome: &Outcome) -> Key {
        let Outcome { rule, subject, year, stage, .. } = *outcome;
        Key { rule, subject, year, stage }
    }
}

/// The values that a number takes in a sweep: the multiples of its smallest unit between two.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Inputs {
    /// The least, itself a multiple of the smallest unit.
    pub from: Exact,
    /// The greatest, likewise.
    pub to: Exact,
    /// The smallest unit, above zero.
    pub granule: Exact,
}

/// What the rules asked for come to over a range of one number: each outcome by rule, subject,
/// year and stage. The clauses and readings are those that the facts ask for.
#[must_use]
pub fn sweep(program: &Program, facts: &Facts, place: FactPlace, inputs: Inputs) -> Vec<Course> {
    let mut courses = Vec::new();
    for rule in looking(program, facts, place) {
        let prepared = Prepared::of_rules(program, &[rule], &facts.readings);
        let mut runs = explore::Runs { prepared, facts: facts.clone(), place };
        courses.extend(piece::courses(&explore::explore(&mut runs, inputs)));
    }
    courses.sort_by_key(|course| course.key);
    courses
}

/// What does not depend on the fact at all: outcomes of rules that neither look at it nor at what
/// does.
#[must_use]
pub fn apart(program: &Program, facts: &Facts, place: FactPlace) -> Vec<Outcome> {
    let looking = looking(program, facts, place);
    let mut rules = asked(program, facts);
    rules.retain(|rule| !looking.contains(rule));
    let prepared = Prepared::of_rules(program, &rules, &facts.readings);
    prepared.evaluate(facts, &mut crate::eval::NoTrace)
}

/// The rules asked for that may look at the fact, or at a rule that does, and so on.
fn looking(program: &Program, facts: &Facts, place: FactPlace) -> Vec<RuleId> {
    let rules = asked(program, facts).into_iter();
    let looks = |rule: &RuleId| {
        let prepared = Prepared::of_rules(program, &[*rule], &facts.readings);
        prepared.rules().any(|needed| program.facts_of(needed).contains(&place.fact))
    };
    rules.filter(looks).collect()
}

fn asked(program: &Program, facts: &Facts) -> Vec<RuleId> {
    let of = |clause: &&crate::ir::Clause| {
        facts.clauses.is_empty() || facts.clauses.contains(&clause.number)
    };
    program.clauses.iter().filter(of).flat_map(|clause| clause.rules.iter().copied()).collect()
}
