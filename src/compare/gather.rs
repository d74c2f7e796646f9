//! Who gains, who loses, and what it costs, over all records.

use std::collections::BTreeMap;

use super::difference::{Change, Ran, changes, level_name, settled};
use super::largest::{Large, Largest};
use super::matching::Matching;
use crate::batch::Sum;
use crate::eval::{Outcome, Status};
use crate::ir::{Body, MoneyKind, Program, RuleId};
use crate::quantity::Exact;

/// How many gain and lose, and how much.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Flow {
    /// How many get more.
    pub winners: u64,
    /// By how much, in 元.
    pub gained: Sum,
    /// How many get less.
    pub losers: u64,
    /// By how much, in 元; not negative.
    pub lost: Sum,
}

/// What a rule comes to under both programs, over all records.
///
/// Amounts are those of outcomes that are settled under both, so that their difference means
/// something; what is open under one of them is counted apart.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RuleChange {
    /// Awarded before and after, in 元.
    pub awarded: [Sum; 2],
    /// The same by who pays: the level's name; empty where the text names nobody.
    pub levels: BTreeMap<String, [Sum; 2]>,
    /// Outcomes that award more or less.
    pub flow: Flow,
    /// Outcomes that were settled and are open now, and what they awarded.
    pub opened: (u64, Sum),
    /// Outcomes that were open and are settled now, and what they award.
    pub closed: (u64, Sum),
    /// Outcomes that are open under both, within other bounds.
    pub moved: u64,
    /// Outcomes that come to the same amount in another way: another reason, other payers, another
    /// conclusion.
    pub otherwise: u64,
}

/// What records gain and lose in all, of one kind of money.
#[derive(Debug, Clone, Default)]
pub struct Net {
    /// Records that get more or less in all.
    pub flow: Flow,
    /// Records of which that cannot be told, since an outcome is open under one of the programs and
    /// not the same under the other.
    pub open: u64,
    /// The largest changes of a single outcome.
    pub largest: Largest,
}

/// The differences between two programs, over all records so far.
#[derive(Debug)]
pub struct Differences<'p> {
    /// The program before and the one after.
    pub programs: [&'p Program; 2],
    /// Which of their rules are the same.
    pub matching: Matching,
    /// How many records were compared.
    pub records: u64,
    /// How many of them come to something else.
    pub changed: u64,
    /// How many outcomes cannot be computed, before and after: contradictions, figures that do not
    /// fit, faults.
    pub broken: [u64; 2],
    /// What changed of each rule, by position among the pairs; rules of which nothing changed are
    /// left out.
    pub rules: BTreeMap<usize, RuleChange>,
    /// What is awarded before and after in all, by kind of money and level, settled under both.
    pub totals: BTreeMap<(MoneyKind, String), [Sum; 2]>,
    /// What records gain and lose, by kind of money.
    pub nets: BTreeMap<MoneyKind, Net>,
}

impl<'p> Differences<'p> {
    /// None as yet.
    #[must_use]
    pub fn new(before: &'p Program, after: &'p Program) -> Differences<'p> {
        Differences {
            programs: [before, after],
            matching: Matching::new(before, after),
            records: 0,
            changed: 0,
            broken: [0; 2],
            rules: BTreeMap::new(),
            totals: BTreeMap::new(),
            nets: BTreeMap::new(),
        }
    }

    /// The rule of a pair: in the program before, or else in the one after.
    #[must_use]
    pub fn rule(&self, pair: usize) -> Option<(&'p Program, RuleId)> {
        let [before, after] = self.programs;
        let pair = self.matching.pairs.get(pair)?;
        pair.before.map(|id| (before, id)).or(pair.after.map(|id| (after, id)))
    }

    /// The kind of money that the rule of a pair gives.
    #[must_use]
    pub fn money(&self, pair: usize) -> Option<MoneyKind> {
        let (program, id) = self.rule(pair)?;
        match &program.rules.get(id.index())?.body {
            Body::Money(money) => Some(money.kind),
            _ => None,
        }
    }

    /// Takes in what a record comes to under both, and gives what differs.
    pub fn take<'r>(&mut self, id: &str, before: Ran<'r>, after: Ran<'r>) -> Vec<Change<'r>> {
        let mut all = changes(&self.matching, before, after);
        let mut nets: BTreeMap<MoneyKind, Option<Exact>> = BTreeMap::new();
        for change in &all {
            self.total(change);
            for (count, outcome) in self.broken.iter_mut().zip([change.before, change.after]) {
                let is_broken = outcome.is_some_and(|outcome| is_broken(&outcome.status));
                *count = count.saturating_add(u64::from(is_broken));
            }
        }
        all.retain(|change| change.differs(self.programs));
        for change in &all {
            let difference = change.difference();
            if let Some(kind) = self.money(change.pair) {
                let net = nets.entry(kind).or_insert(Some(Exact::ZERO));
                *net = net.zip(difference).and_then(|(net, more)| net.checked_add(more));
                if let Some(difference) = difference {
                    self.consider(kind, id, difference, change, [before, after]);
                }
            }
            self.rule_changed(change);
        }
        self.records = self.records.saturating_add(1);
        self.changed = self.changed.saturating_add(u64::from(!all.is_empty()));
        for (kind, net) in nets {
            let told = self.nets.entry(kind).or_default();
            match net {
                Some(net) => told.flow.add(net),
                None => told.open = told.open.saturating_add(1),
            }
        }
        all
    }

    /// Adds to what is awarded in all, whether it differs or not.
    fn total(&mut self, change: &Change<'_>) {
        let (Some(kind), Some(_)) = (self.money(change.pair), change.settled()) else { return };
        for (side, payers) in self.payers(change).into_iter().enumerate() {
            for (level, amount) in payers {
                let sums = self.totals.entry((kind, level)).or_default();
                if let Some(sum) = sums.get_mut(side) {
                    sum.add(amount);
                }
            }
        }
    }

    fn rule_changed(&mut self, change: &Change<'_>) {
        let payers = self.payers(change);
        let told = self.rules.entry(change.pair).or_default();
        match (settled(change.before), settled(change.after)) {
            (Some(before), Some(after)) => {
                for (sum, amount) in told.awarded.iter_mut().zip([before, after]) {
                    sum.add(amount);
                }
                for (side, payers) in payers.into_iter().enumerate() {
                    for (level, amount) in payers {
                        let sums = told.levels.entry(level).or_default();
                        if let Some(sum) = sums.get_mut(side) {
                            sum.add(amount);
                        }
                    }
                }
                match after.checked_sub(before) {
                    Some(difference) if !difference.is_zero() => told.flow.add(difference),
                    _ => told.otherwise = told.otherwise.saturating_add(1),
                }
            }
            (Some(before), None) => count(&mut told.opened, before),
            (None, Some(after)) => count(&mut told.closed, after),
            (None, None) => told.moved = told.moved.saturating_add(1),
        }
    }

    /// Who pays what on each side; the whole amount under no name where the text names nobody.
    fn payers(&self, change: &Change<'_>) -> [Vec<(String, Exact)>; 2] {
        let of = |program: &Program, outcome: Option<&Outcome>| -> Vec<(String, Exact)> {
            let amount = settled(outcome).filter(|amount| !amount.is_zero());
            match (outcome, amount) {
                (Some(outcome), Some(amount)) if outcome.payers.is_empty() => {
                    vec![(String::new(), amount)]
                }
                (Some(outcome), Some(_)) => {
                    let payers = outcome.payers.iter();
                    payers
                        .map(|(level, sum)| (level_name(program, *level).to_owned(), *sum))
                        .collect()
                }
                _ => Vec::new(),
            }
        };
        let [before, after] = self.programs;
        [of(before, change.before), of(after, change.after)]
    }

    fn consider(
        &mut self,
        kind: MoneyKind,
        id: &str,
        difference: Exact,
        change: &Change<'_>,
        [before, after]: [Ran<'_>; 2],
    ) {
        let largest = &mut self.nets.entry(kind).or_default().largest;
        if !difference.is_zero() && largest.takes(difference) {
            largest.add(Large {
                id: id.to_owned(),
                difference,
                facts: [before.facts.clone(), after.facts.clone()],
                outcomes: [change.before.cloned(), change.after.cloned()],
            });
        }
    }
}

/// Whether an outcome cannot be computed.
fn is_broken(status: &Status) -> bool {
    matches!(status, Status::Contradiction(_) | Status::Overflow(_) | Status::Fault(_))
}

impl Flow {
    fn add(&mut self, difference: Exact) {
        let (count, sum) = match difference.is_negative() {
            _ if difference.is_zero() => return,
            false => (&mut self.winners, &mut self.gained),
            true => (&mut self.losers, &mut self.lost),
        };
        *count = count.saturating_add(1);
        sum.add(difference.abs());
    }
}

fn count((count, sum): &mut (u64, Sum), amount: Exact) {
    *count = count.saturating_add(1);
    sum.add(amount);
}
