//! What differs between the outcomes of one record under two programs.

use std::collections::BTreeMap;

use super::matching::{Matching, Side};
use crate::batch::open_bounds;
use crate::eval::{Facts, Outcome, Status, SubjectId};
use crate::ir::{LevelId, Program};
use crate::quantity::Exact;
use crate::scenario::StatusWord;

/// What a record came to under a program.
#[derive(Debug, Clone, Copy)]
pub struct Ran<'r> {
    /// Its facts, as the program reads them.
    pub facts: &'r Facts,
    /// Its outcomes.
    pub outcomes: &'r [Outcome],
}

/// An outcome under both programs; none where the rule stands in one of them only.
#[derive(Debug, Clone, Copy)]
pub struct Change<'r> {
    /// The rule, by its position among the pairs of the [`Matching`].
    pub pair: usize,
    /// The stage, as the program before counts.
    pub stage: usize,
    /// For whom.
    pub subject: Option<SubjectId>,
    /// For which year.
    pub year: Option<i32>,
    /// What it came to before.
    pub before: Option<&'r Outcome>,
    /// What it comes to after.
    pub after: Option<&'r Outcome>,
}

type Key = (usize, Option<SubjectId>, Option<i32>, usize);

/// The outcomes of a record under both programs, side by side: by rule, subject, year and stage.
#[must_use]
pub fn changes<'r>(matching: &Matching, before: Ran<'r>, after: Ran<'r>) -> Vec<Change<'r>> {
    let mut both: BTreeMap<Key, [Option<&Outcome>; 2]> = BTreeMap::new();
    for (side, ran) in [(Side::Before, before), (Side::After, after)] {
        for outcome in ran.outcomes {
            let Some((pair, stage)) = matching.place(side, outcome.rule, outcome.stage) else {
                continue;
            };
            let key = (pair, outcome.subject, outcome.year, stage);
            let [old, new] = both.entry(key).or_default();
            match side {
                Side::Before => *old = Some(outcome),
                Side::After => *new = Some(outcome),
            }
        }
    }
    let change =
        |((pair, subject, year, stage), [before, after]): (Key, [Option<&'r Outcome>; 2])| Change {
            pair,
            stage,
            subject,
            year,
            before,
            after,
        };
    both.into_iter().map(change).collect()
}

impl Change<'_> {
    /// Whether the two come to different things: another word, another amount or bounds, other
    /// payers. Why a condition fails, or which facts are missing, is no difference.
    #[must_use]
    pub fn differs(&self, programs: [&Program; 2]) -> bool {
        let (Some(before), Some(after)) = (self.before, self.after) else { return true };
        let [old, new] = programs;
        told(&before.status) != told(&after.status) || payers(old, before) != payers(new, after)
    }

    /// What is awarded on both sides: none where that is open on either of them.
    #[must_use]
    pub fn settled(&self) -> Option<[Exact; 2]> {
        Some([settled(self.before)?, settled(self.after)?])
    }

    /// What is awarded after, less what was before; none where either is open.
    #[must_use]
    pub fn difference(&self) -> Option<Exact> {
        let [before, after] = self.settled()?;
        after.checked_sub(before)
    }
}

/// What an outcome awards; none where that is open, or cannot be computed.
pub(super) fn settled(outcome: Option<&Outcome>) -> Option<Exact> {
    match outcome.map(|outcome| &outcome.status) {
        Some(Status::Granted(amount)) => Some(*amount),
        Some(
            Status::Range { .. }
            | Status::Undetermined { .. }
            | Status::ByText(_)
            | Status::Contradiction(_)
            | Status::Overflow(_)
            | Status::Fault(_),
        ) => None,
        Some(_) | None => Some(Exact::ZERO),
    }
}

type Told = (StatusWord, Option<Exact>, Option<(Exact, Option<Exact>)>);

/// What is compared of a status.
fn told(status: &Status) -> Told {
    let amount = if let Status::Granted(amount) = status { Some(*amount) } else { None };
    (StatusWord::of(status), amount, open_bounds(status))
}

/// Who pays how much, by name: the two programs may number levels differently.
fn payers<'p>(program: &'p Program, outcome: &Outcome) -> Vec<(&'p str, Exact)> {
    let payers = outcome.payers.iter();
    payers.map(|(level, amount)| (level_name(program, *level), *amount)).collect()
}

/// The name of a level.
pub(super) fn level_name(program: &Program, level: LevelId) -> &str {
    program.vocabulary.levels.get(level.index()).map_or("", |level| level.zh.as_str())
}
