//! Mutation: change a rule in one place, and see whether the checker or an example notices.
//!
//! | file | what it holds |
//! |---|---|
//! | `node` | the places of a clause that can be changed |
//! | `change` | what a change is, and what the names around mean |
//! | `exprs`, `figures`, `steps`, `rules` | the changes of each sort of place |
//! | `subset` | the clauses that one clause hangs on |
//!
//! A change replaces one node of the tree. Each changed clause is checked anew with the vocabulary
//! and the clauses it hangs on, and its own examples run. A change that makes the same tree is no
//! mutant; one that nothing notices survives, and shows a figure or word that no example holds.

mod change;
mod exprs;
mod figures;
mod node;
mod rules;
mod steps;
mod subset;

pub use change::Operator;

use super::figures::figures_of;
use crate::ast::{Clause, File, Item};
use crate::check;
use crate::diag::{Code, Diagnostics, Text};
use crate::eval::{NoTrace, evaluate};
use crate::ledger::Ledger;
use crate::resolve::{symbols, vocabulary};
use crate::scenario::Directory;
use crate::scenario::example::{cases, passes};
use crate::source::{Sources, Span};
use change::{Around, Change, Within, changes};
use node::visit;

/// The mutants of a clause.
#[derive(Debug, Clone, PartialEq)]
pub struct Mutation {
    /// How many cases its examples make.
    pub cases: usize,
    /// Every mutant, in the order of the places changed.
    pub mutants: Vec<Mutant>,
}

/// A changed clause and what became of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Mutant {
    /// What sort of change.
    pub operator: Operator,
    /// Where.
    pub at: Span,
    /// From what to what; empty when the operator says it all.
    pub detail: Text,
    /// What became of it.
    pub fate: Fate,
}

/// What became of a mutant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fate {
    /// The checker refused it; the first error's code.
    CaughtByCheck(Code),
    /// This example came out otherwise.
    CaughtByTest(String),
    /// Nothing noticed.
    Survived,
}

/// The mutants of a clause, or what is wrong with the clause as it stands: mutants of a clause
/// that fails its own check or examples would tell nothing.
///
/// With a ledger the figures of the official text count as part of the check.
pub fn mutate(files: &[File], number: u32, ledger: Option<&Ledger>) -> Result<Mutation, Unfit> {
    let (file, clause) = subset::around(files, number).ok_or(Unfit::NoClause)?;
    let mut bench = Bench { files: [file], place: clause, ledger };
    let original = bench.clause().cloned().ok_or(Unfit::NoClause)?;
    let planned = planned(&bench.files, &original);
    let cases = match bench.try_out(&original) {
        Trial::Refused(found) => return Err(Unfit::Refused(found)),
        Trial::Failed(example) => return Err(Unfit::Failing(example)),
        Trial::Passed(cases) => cases,
    };
    let mut mutants = Vec::new();
    for (position, change) in planned {
        let mutant = with(&original, position, &change);
        if mutant == original {
            continue;
        }
        let fate = match bench.try_out(&mutant) {
            Trial::Refused(found) => Fate::CaughtByCheck(first_code(&found)),
            Trial::Failed(example) => Fate::CaughtByTest(example),
            Trial::Passed(_) => Fate::Survived,
        };
        let Change { operator, at, detail, .. } = change;
        mutants.push(Mutant { operator, at: at.0, detail, fate });
    }
    Ok(Mutation { cases, mutants })
}

/// Why a clause cannot be mutated.
#[derive(Debug, Clone, PartialEq)]
pub enum Unfit {
    /// There is none of that number.
    NoClause,
    /// It does not pass the check.
    Refused(Diagnostics),
    /// This example of its own does not come out.
    Failing(String),
}

/// Each change with the position of its node.
fn planned(files: &[File], clause: &Clause) -> Vec<(usize, Change)> {
    let (symbols, _) = symbols(files);
    let (vocabulary, _) = vocabulary(&symbols);
    let around = Around::new(&symbols, &vocabulary);
    let (mut planned, mut position, mut within) = (Vec::new(), 0_usize, Within::default());
    visit(&mut clause.clone(), &mut |node| {
        within = std::mem::take(&mut within).moved_to(&node, &around);
        planned
            .extend(changes(&node, &around, &within).into_iter().map(|change| (position, change)));
        position = position.saturating_add(1);
    });
    planned.sort_by_key(|(position, change)| (change.at.0, *position));
    planned
}

/// The clause with a change at one node.
fn with(clause: &Clause, position: usize, change: &Change) -> Clause {
    let mut clause = clause.clone();
    let mut before = position;
    let mut piece = Some(change.piece.clone());
    visit(&mut clause, &mut |node| match before.checked_sub(1) {
        Some(rest) => before = rest,
        None => {
            if let Some(piece) = piece.take() {
                node.replace(piece);
            }
        }
    });
    clause
}

fn first_code(found: &Diagnostics) -> Code {
    let errors = found.iter().find(|one| one.severity == crate::diag::Severity::Error);
    errors.map_or(Code::Internal, |error| error.code)
}

/// A clause with what it needs around it.
struct Bench<'a> {
    files: [File; 1],
    /// The clause's place among the items.
    place: usize,
    ledger: Option<&'a Ledger>,
}

/// What came of checking a clause and running its examples.
enum Trial {
    Refused(Diagnostics),
    Failed(String),
    Passed(usize),
}

impl Bench<'_> {
    fn clause(&self) -> Option<&Clause> {
        match self.files.first()?.items.get(self.place)? {
            Item::Clause(clause) => Some(clause),
            _ => None,
        }
    }

    /// Puts the clause in its place, checks and runs it.
    fn try_out(&mut self, clause: &Clause) -> Trial {
        for item in self.files.iter_mut().flat_map(|file| file.items.get_mut(self.place)) {
            *item = Item::Clause(clause.clone());
        }
        // Texts are only for showing; without them no digest has to be worked out.
        let (program, found) = check::program(&self.files, &Sources::new());
        let Some(program) = program else { return Trial::Refused(found) };
        if let Some(ledger) = self.ledger {
            let unlike = figures_of(clause, ledger, &program.vocabulary.counts());
            if !unlike.is_empty() {
                return Trial::Refused(unlike.into_iter().collect());
            }
        }
        let directory = Directory::new(&program);
        let (cases, found) = cases(&directory, clause);
        if found.has_errors() {
            return Trial::Refused(found);
        }
        let failed = cases.iter().find(|case| {
            let outcomes = evaluate(&program, &case.facts, &mut NoTrace);
            !passes(&directory, case, &outcomes)
        });
        match failed {
            Some(case) => Trial::Failed(case.title.clone()),
            None => Trial::Passed(cases.len()),
        }
    }
}
