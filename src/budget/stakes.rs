//! What is undetermined for want of which fact, and how much money hangs on it.
//!
//! The money at stake in an outcome is the width of its bounds: from the least that may come out
//! (nothing, where there may be no entitlement) to the most. An outcome that hangs on several facts
//! counts in full for each of them, so the rows of a table do not sum to a total.

use std::collections::{BTreeMap, BTreeSet};

use crate::batch::{Evaluated, Sum};
use crate::eval::{Missing, Status};
use crate::ir::{Body, FactId, KindId, MoneyKind, Program, RuleId, SeriesId};
use crate::quantity::Exact;

/// What is missing, whoever's it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Wanted {
    /// A fact.
    Fact(FactId),
    /// Whether a list of children is complete.
    Children(KindId),
    /// What was paid before.
    History,
    /// A value of a series.
    Series(SeriesId),
    /// The day of evaluation.
    AsOf,
    /// The year.
    Year,
}

impl From<&Missing> for Wanted {
    fn from(missing: &Missing) -> Wanted {
        match missing {
            Missing::Fact { fact, .. } => Wanted::Fact(*fact),
            Missing::Children { kind, .. } => Wanted::Children(*kind),
            Missing::History(_) => Wanted::History,
            Missing::Series(series, _) => Wanted::Series(*series),
            Missing::AsOf => Wanted::AsOf,
            Missing::Year => Wanted::Year,
        }
    }
}

/// What hangs on something missing.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Stake {
    /// Records with an outcome that hangs on it.
    pub records: u64,
    /// Outcomes that hang on it.
    pub outcomes: u64,
    /// The width of the bounds, in 元, of those outcomes whose amount is bounded.
    pub width: Sum,
    /// Outcomes whose amount has no upper bound.
    pub unbounded: u64,
    /// Outcomes without an amount: of a determination, a target, a service limit.
    pub without_amount: u64,
}

/// A row of a table of stakes.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct StakeRow {
    /// What is missing.
    pub wanted: Wanted,
    /// In which rule; none for money paid under all rules together.
    pub rule: Option<RuleId>,
    /// What hangs on it.
    pub stake: Stake,
}

/// Stakes by what is missing and rule.
#[derive(Debug, Clone, Default)]
pub(super) struct Stakes {
    rules: BTreeMap<(Wanted, RuleId), Stake>,
    /// Under all rules together; amounts are of money paid only.
    all: BTreeMap<Wanted, Stake>,
}

impl Stakes {
    /// Adds a record.
    pub(super) fn take(&mut self, program: &Program, evaluated: &Evaluated) {
        let mut in_rules = BTreeSet::new();
        let mut in_all = BTreeSet::new();
        for outcome in &evaluated.outcomes {
            let Status::Undetermined { missing, may_be_none, bounds, .. } = &outcome.status else {
                continue;
            };
            let rule = program.rules.get(outcome.rule.index());
            let paid = rule.is_some_and(|rule| is_paid(&rule.body));
            let amount =
                bounds.map(|(low, high)| (if *may_be_none { Exact::ZERO } else { low }, high));
            let wanted: BTreeSet<Wanted> = missing.iter().map(Wanted::from).collect();
            for wanted in wanted {
                let key = (wanted, outcome.rule);
                self.rules.entry(key).or_default().take(amount);
                in_rules.insert(key);
                self.all.entry(wanted).or_default().take(amount.filter(|_| paid));
                in_all.insert(wanted);
            }
        }
        let count = |stake: Option<&mut Stake>| {
            if let Some(stake) = stake {
                stake.records = stake.records.saturating_add(1);
            }
        };
        in_rules.iter().for_each(|key| count(self.rules.get_mut(key)));
        in_all.iter().for_each(|key| count(self.all.get_mut(key)));
    }

    /// Adds what other records came to.
    pub(super) fn join(&mut self, other: Stakes) {
        for (key, stake) in other.rules {
            self.rules.entry(key).or_default().join(stake);
        }
        for (key, stake) in other.all {
            self.all.entry(key).or_default().join(stake);
        }
    }

    /// By what is missing, and by that and rule; each ranked by the money at stake.
    pub(super) fn ranked(self) -> (Vec<StakeRow>, Vec<StakeRow>) {
        let all = self.all.into_iter();
        let all = all.map(|(wanted, stake)| StakeRow { wanted, rule: None, stake });
        let rules = self.rules.into_iter();
        let rules =
            rules.map(|((wanted, rule), stake)| StakeRow { wanted, rule: Some(rule), stake });
        (ranked(all.collect()), ranked(rules.collect()))
    }
}

/// The most money first; then what has no bound, then the most outcomes; then in order.
fn ranked(mut rows: Vec<StakeRow>) -> Vec<StakeRow> {
    rows.sort_by_key(|row| {
        let Stake { width, unbounded, outcomes, .. } = row.stake;
        // A sum too large for an exact number stands before all others.
        let width = (width.0.is_none(), width.0);
        (std::cmp::Reverse((width, unbounded, outcomes)), row.wanted, row.rule)
    });
    rows
}

impl Stake {
    fn take(&mut self, amount: Option<(Exact, Option<Exact>)>) {
        self.outcomes = self.outcomes.saturating_add(1);
        match amount {
            Some((low, Some(high))) => match high.checked_sub(low) {
                Some(width) => self.width.add(width),
                None => self.width = Sum(None),
            },
            Some((_, None)) => self.unbounded = self.unbounded.saturating_add(1),
            None => self.without_amount = self.without_amount.saturating_add(1),
        }
    }

    fn join(&mut self, other: Stake) {
        self.records = self.records.saturating_add(other.records);
        self.outcomes = self.outcomes.saturating_add(other.outcomes);
        self.width.join(other.width);
        self.unbounded = self.unbounded.saturating_add(other.unbounded);
        self.without_amount = self.without_amount.saturating_add(other.without_amount);
    }
}

fn is_paid(body: &Body) -> bool {
    matches!(body, Body::Money(money) if money.kind == MoneyKind::Paid)
}
