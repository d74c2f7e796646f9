//! What many records come to in all.

use std::collections::BTreeMap;

use super::Evaluated;
use super::fold::Fold;
use super::sum::Sum;
use crate::eval::{Outcome, Status};
use crate::ir::{Body, LevelId, MoneyKind, Program, RuleId};
use crate::quantity::Exact;
use crate::scenario::{StatusWord, Total};

/// Counts and sums over records: for each rule and year, how many outcomes there are of each word,
/// what was awarded and what each level pays of it, and between which bounds open amounts lie.
#[derive(Debug, Clone)]
pub struct Summary<'p> {
    program: &'p Program,
    /// How many records there were.
    pub records: u64,
    /// How many of them were awarded money that is paid.
    pub awarded: u64,
    /// By rule, then by year, as they came.
    rules: Vec<Vec<(Option<i32>, Tally)>>,
}

/// The outcomes of a rule in a year.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tally {
    /// How many there are of each word, in the order of [`StatusWord::ALL`].
    pub counts: [u64; StatusWord::ALL.len()],
    /// What was awarded.
    pub awarded: Sum,
    /// What of it each payer pays; under none, what no payer is named for.
    pub payers: Vec<(Option<LevelId>, Sum)>,
    /// The least that ranges and undetermined outcomes with bounds come to.
    pub open_low: Sum,
    /// The most they come to, those without an upper bound left out.
    pub open_high: Sum,
    /// How many of them have no upper bound.
    pub unbounded: u64,
}

impl<'p> Summary<'p> {
    /// Of the rules of a program, over no record yet.
    #[must_use]
    pub fn new(program: &'p Program) -> Self {
        let rules = vec![Vec::new(); program.rules.len()];
        Self { program, records: 0, awarded: 0, rules }
    }

    /// The tallies by rule and year (none where no year is bound or known).
    pub fn tallies(&self) -> impl Iterator<Item = (RuleId, Option<i32>, &Tally)> {
        (0..).map(RuleId).zip(&self.rules).flat_map(|(rule, years)| {
            let mut years: Vec<&(Option<i32>, Tally)> = years.iter().collect();
            years.sort_by_key(|(year, _)| *year);
            years.into_iter().map(move |(year, tally)| (rule, *year, tally))
        })
    }

    /// The exact awards by kind of money, payer and year: as [`totals`](crate::scenario::totals)
    /// tells them of one record.
    #[must_use]
    pub fn totals(&self) -> Vec<Total> {
        let mut sums: BTreeMap<(MoneyKind, Option<LevelId>, Option<i32>), Sum> = BTreeMap::new();
        for (rule, year, tally) in self.tallies() {
            let Some(kind) = money_kind(self.program, rule) else { continue };
            for (level, sum) in &tally.payers {
                sums.entry((kind, *level, year)).or_default().join(*sum);
            }
        }
        let sums = sums.into_iter();
        sums.map(|((kind, level, year), sum)| Total { kind, level, year, amount: sum.0 }).collect()
    }

    fn take_outcome(&mut self, outcome: &Outcome) -> Option<()> {
        let years = self.rules.get_mut(outcome.rule.index())?;
        let at = match years.iter().position(|(year, _)| *year == outcome.year) {
            Some(at) => at,
            None => {
                years.push((outcome.year, Tally::default()));
                years.len().checked_sub(1)?
            }
        };
        years.get_mut(at)?.1.take(outcome);
        Some(())
    }

    /// Whether money is paid by one of the outcomes.
    fn pays(&self, outcomes: &[Outcome]) -> bool {
        outcomes.iter().any(|outcome| {
            matches!(outcome.status, Status::Granted(sum) if !sum.is_zero())
                && money_kind(self.program, outcome.rule) == Some(MoneyKind::Paid)
        })
    }
}

impl Fold for Summary<'_> {
    fn fresh(&self) -> Self {
        Self::new(self.program)
    }

    fn take(&mut self, evaluated: &Evaluated) {
        self.records = self.records.saturating_add(1);
        self.awarded = self.awarded.saturating_add(u64::from(self.pays(&evaluated.outcomes)));
        for outcome in &evaluated.outcomes {
            self.take_outcome(outcome);
        }
    }

    fn join(&mut self, later: Self) {
        self.records = self.records.saturating_add(later.records);
        self.awarded = self.awarded.saturating_add(later.awarded);
        for (years, later) in self.rules.iter_mut().zip(later.rules) {
            for (year, tally) in later {
                match years.iter_mut().find(|(known, _)| *known == year) {
                    Some((_, known)) => known.join(&tally),
                    None => years.push((year, tally)),
                }
            }
        }
    }
}

impl Tally {
    /// How many outcomes there are of a word.
    #[must_use]
    pub fn count(&self, word: StatusWord) -> u64 {
        self.counts.get(word.position()).copied().unwrap_or(0)
    }

    fn take(&mut self, outcome: &Outcome) {
        if let Some(count) = self.counts.get_mut(StatusWord::of(&outcome.status).position()) {
            *count = count.saturating_add(1);
        }
        match outcome.status {
            Status::Granted(amount) => {
                self.awarded.add(amount);
                for (level, amount) in &outcome.payers {
                    self.pay(Some(*level), Sum(Some(*amount)));
                }
                if outcome.payers.is_empty() {
                    self.pay(None, Sum(Some(amount)));
                }
            }
            _ => self.take_open(&outcome.status),
        }
    }

    fn take_open(&mut self, status: &Status) {
        let Some((low, high)) = open_bounds(status) else { return };
        self.open_low.add(low);
        match high {
            Some(high) => self.open_high.add(high),
            None => self.unbounded = self.unbounded.saturating_add(1),
        }
    }

    fn join(&mut self, later: &Self) {
        for (count, later) in self.counts.iter_mut().zip(later.counts) {
            *count = count.saturating_add(later);
        }
        self.awarded.join(later.awarded);
        for (level, sum) in &later.payers {
            self.pay(*level, *sum);
        }
        self.open_low.join(later.open_low);
        self.open_high.join(later.open_high);
        self.unbounded = self.unbounded.saturating_add(later.unbounded);
    }

    fn pay(&mut self, level: Option<LevelId>, sum: Sum) {
        match self.payers.iter_mut().find(|(known, _)| *known == level) {
            Some((_, paid)) => paid.join(sum),
            None => self.payers.push((level, sum)),
        }
    }
}

/// The kind of money that a rule awards, if it awards any.
pub(super) fn money_kind(program: &Program, rule: RuleId) -> Option<MoneyKind> {
    match &program.rules.get(rule.index())?.body {
        Body::Money(money) => Some(money.kind),
        _ => None,
    }
}

/// Between what an open amount lies, where that is known. What may come to nothing starts at 0.
#[must_use]
pub fn open_bounds(status: &Status) -> Option<(Exact, Option<Exact>)> {
    match status {
        Status::Range { low, high, .. } => Some((*low, *high)),
        Status::Undetermined { bounds, may_be_none, .. } => {
            let (low, high) = (*bounds)?;
            Some((if *may_be_none { low.min(Exact::ZERO) } else { low }, high))
        }
        _ => None,
    }
}
