//! All that is asked of a batch, folded over its records.

use std::sync::Arc;

use super::caps::{CapSaving, KnownCaps, Savings};
use super::ceiling::{Ceiling, Ceilings};
use super::distribution::{Awards, Distribution};
use super::near::{Near, NearBounds, Nearness};
use super::stakes::{StakeRow, Stakes};
use crate::batch::{Evaluated, Fold};
use crate::eval::Status;
use crate::ir::{Program, ReadingId, RuleId};
use crate::quantity::Exact;

/// What a survey is of: a program, its readings, and what is asked beside the sums.
#[derive(Debug, Clone)]
struct Question<'p> {
    program: &'p Program,
    caps: KnownCaps,
    near: Option<Nearness<'p>>,
    listed: usize,
}

/// Who is near a threshold, if that is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NearAsked {
    /// Within which part of the bound: 0.05 for 5 %.
    pub part: Exact,
    /// Within how many days, where days are compared.
    pub days: u32,
    /// So many of them are listed for each bound.
    pub listed: usize,
}

/// All that is asked of a batch beside its sums, as far as it was gathered.
#[derive(Debug, Clone)]
pub struct Survey<'p> {
    question: Arc<Question<'p>>,
    records: u64,
    /// Awards, by rule.
    awards: Vec<Awards>,
    caps: Savings,
    stakes: Stakes,
    ceilings: Ceilings,
    near: NearBounds,
}

/// What a survey found.
#[derive(Debug, Clone, PartialEq)]
pub struct Findings<'p> {
    /// How many records.
    pub records: u64,
    /// Awards rule by rule, of rules with any.
    pub distributions: Vec<Distribution>,
    /// Caps that an award met, in order of address.
    pub caps: Vec<CapSaving>,
    /// What is missing, ranked by the money paid that hangs on it.
    pub missing: Vec<StakeRow>,
    /// The same rule by rule, for all kinds of money.
    pub missing_by_rule: Vec<StakeRow>,
    /// Declared budgets.
    pub ceilings: Vec<Ceiling<'p>>,
    /// Bounds that someone is near; none when it was not asked.
    pub near: Option<Vec<Near<'p>>>,
}

impl<'p> Survey<'p> {
    /// Of the clauses with these numbers (all when there are none) under readings chosen by hand,
    /// else the defaults: the same as those of the evaluation, which must
    /// [listen to caps](crate::batch::ListeningToCaps) for their savings to be told, and to
    /// [bounds](crate::batch::ListeningToBounds) for who is near them.
    #[must_use]
    pub fn new(
        program: &'p Program,
        clauses: &[u32],
        readings: &[(ReadingId, usize)],
        near: Option<NearAsked>,
    ) -> Survey<'p> {
        let asked = |rule: RuleId| {
            let rule = program.rules.get(rule.index());
            let clause = rule.and_then(|rule| program.clauses.get(rule.clause.index()));
            clauses.is_empty() || clause.is_some_and(|clause| clauses.contains(&clause.number))
        };
        let listed = near.map_or(0, |near| near.listed);
        let near = near.map(|near| Nearness::new(program, asked, readings, near));
        let caps = KnownCaps::of(program);
        Survey::of(Arc::new(Question { program, caps, near, listed }))
    }

    fn of(question: Arc<Question<'p>>) -> Survey<'p> {
        Survey {
            records: 0,
            awards: vec![Awards::default(); question.program.rules.len()],
            caps: Savings::default(),
            stakes: Stakes::default(),
            ceilings: Ceilings::default(),
            near: NearBounds::default(),
            question,
        }
    }

    /// What it all comes to.
    #[must_use]
    pub fn findings(self) -> Findings<'p> {
        let question = &self.question;
        let awards = (0..).map(RuleId).zip(self.awards);
        let (missing, missing_by_rule) = self.stakes.ranked();
        Findings {
            records: self.records,
            distributions: awards.filter_map(|(rule, awards)| awards.distribution(rule)).collect(),
            caps: self.caps.into_savings(),
            missing,
            missing_by_rule,
            ceilings: self.ceilings.held(question.program),
            near: question.near.as_ref().map(|near| near.told(self.near)),
        }
    }
}

impl Fold for Survey<'_> {
    fn fresh(&self) -> Self {
        Survey::of(Arc::clone(&self.question))
    }

    fn take(&mut self, evaluated: &Evaluated) {
        let Question { program, caps, near, .. } = &*self.question;
        self.records = self.records.saturating_add(1);
        for outcome in &evaluated.outcomes {
            if let (Status::Granted(amount), Some(awards)) =
                (&outcome.status, self.awards.get_mut(outcome.rule.index()))
            {
                awards.take(*amount);
            }
        }
        self.caps.take(program, caps, evaluated);
        self.stakes.take(program, evaluated);
        self.ceilings.take(program, evaluated);
        if let Some(near) = near {
            self.near.take(near, evaluated);
        }
    }

    fn join(&mut self, later: Self) {
        self.records = self.records.saturating_add(later.records);
        for (awards, more) in self.awards.iter_mut().zip(later.awards) {
            awards.join(more);
        }
        self.caps.join(later.caps);
        self.stakes.join(later.stakes);
        self.ceilings.join(later.ceilings);
        self.near.join(later.near, self.question.listed);
    }
}
