//! The nearest change of facts that would make an outcome eligible: found by looking for what
//! would turn each condition that fails, and confirmed by evaluating again with the change.

mod repair;
mod say;
mod search;
mod solve;

pub(super) use say::tell;
pub use search::remedy;

use crate::diag::Text;
use crate::eval::{Cell, Facts, NoTrace, Outcome, Prepared, Status, SubjectId};
use crate::ir::{FactId, Period, Program, Type};
use crate::scenario::{Directory, words};

/// At most so many facts are changed together.
pub(super) const CHANGES: usize = 5;

/// Another value for one fact.
#[derive(Debug, Clone, PartialEq)]
pub struct Change {
    /// Which fact.
    pub fact: FactId,
    /// Whose.
    pub subject: SubjectId,
    /// In which year, when it is yearly.
    pub year: Option<i32>,
    /// What it would have to be.
    pub to: Cell,
    /// Other values that would do as well, each confirmed.
    pub or: Vec<Cell>,
}

/// Changes that make an outcome eligible when they are made together.
#[derive(Debug, Clone, PartialEq)]
pub struct Remedy {
    /// The changes: no fewer would do.
    pub changes: Vec<Change>,
    /// What the outcome comes to with them.
    pub then: Status,
}

impl Remedy {
    /// The facts with the changes made.
    #[must_use]
    pub fn applied(&self, program: &Program, facts: &Facts) -> Facts {
        let mut changed = facts.clone();
        for change in &self.changes {
            let Change { fact, subject, year, to, .. } = change;
            changed.set_cell(program, *subject, *fact, *year, *to);
        }
        changed
    }
}

/// Whether an outcome gives what its rule gives, or may once something else is known.
pub(super) fn is_eligible(status: &Status) -> bool {
    matches!(
        status,
        Status::Granted(_) | Status::Range { .. } | Status::Elsewhere(_) | Status::Determined(true)
    )
}

/// The number of the clause an outcome is of.
pub(super) fn clause_of(program: &Program, outcome: &Outcome) -> Option<u32> {
    let rule = program.rules.get(outcome.rule.index())?;
    Some(program.clauses.get(rule.clause.index())?.number)
}

/// The outcome of the same rule and subject among others; what is given once may then fall in
/// another year.
pub(super) fn same<'o>(
    program: &Program,
    outcomes: &'o [Outcome],
    of: &Outcome,
) -> Option<&'o Outcome> {
    let rule = program.rules.get(of.rule.index())?;
    let is_dated = matches!(rule.period, Period::Once(_) | Period::Staged);
    outcomes.iter().find(|one| {
        (one.rule, one.stage, one.subject) == (of.rule, of.stage, of.subject)
            && (is_dated || one.year == of.year)
    })
}

/// What an outcome is with other facts.
pub(super) fn outcome_after(program: &Program, facts: &Facts, of: &Outcome) -> Option<Outcome> {
    let prepared = Prepared::new(program, &[clause_of(program, of)?], &facts.readings);
    same(program, &prepared.evaluate(facts, &mut NoTrace), of).cloned()
}

/// The values of a yes or no, or of a choice, each with its name; none for other facts.
pub(super) fn values_of(directory: &Directory, fact: FactId) -> Vec<(Text, Cell)> {
    let vocabulary = &directory.program.vocabulary;
    match vocabulary.facts.get(fact.index()).map(|fact| fact.ty) {
        Some(Type::Truth) => {
            [true, false].map(|truth| (words::truth(truth), Cell::Truth(truth))).to_vec()
        }
        Some(Type::Choice(of)) => {
            let named = (0..).zip(vocabulary.variants(of));
            named.map(|(at, name)| (words::named(name), Cell::Variant(at))).collect()
        }
        _ => Vec::new(),
    }
}
