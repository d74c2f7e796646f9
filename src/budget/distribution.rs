//! How the awards of a rule are distributed: quantiles and a histogram, both exact.

use crate::batch::Sum;
use crate::ir::RuleId;
use crate::quantity::Exact;

/// No more than so many different amounts are classes of their own.
const SINGLES: usize = 12;
/// Classes that part each decade at 1, 2 and 5 are no more than so many; else decades are whole.
const FINE: usize = 15;
/// Amounts that came in one by one are sorted into the others when there are so many.
const FRESH: usize = 1024;

/// Awards of one rule, equal ones together.
#[derive(Debug, Clone, Default)]
pub(super) struct Awards {
    /// Amounts, rising, and how often each was awarded.
    sorted: Vec<(Exact, u64)>,
    /// Those that are not sorted in yet.
    fresh: Vec<(Exact, u64)>,
}

/// The awards of a rule.
#[derive(Debug, Clone, PartialEq)]
pub struct Distribution {
    /// The rule.
    pub rule: RuleId,
    /// How many awards.
    pub count: u64,
    /// What they sum to, in 元.
    pub sum: Sum,
    /// The least.
    pub least: Exact,
    /// The median: the least award that at least half of all do not exceed.
    pub median: Exact,
    /// The award that at least nine in ten do not exceed.
    pub nine_tenths: Exact,
    /// The greatest.
    pub greatest: Exact,
    /// Classes of amounts, rising; together they hold every award once.
    pub classes: Vec<Class>,
}

/// Awards from an amount (included) to another (excluded).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Class {
    /// From.
    pub from: Exact,
    /// To, excluded; none for a class of one amount.
    pub below: Option<Exact>,
    /// How many.
    pub count: u64,
}

impl Awards {
    /// Adds an award.
    pub(super) fn take(&mut self, amount: Exact) {
        self.fresh.push((amount, 1));
        self.settle_many();
    }

    /// Adds the awards of other records.
    pub(super) fn join(&mut self, other: Awards) {
        self.fresh.extend(other.sorted);
        self.fresh.extend(other.fresh);
        self.settle_many();
    }

    /// Sorts in what came, once that is more than was sorted before: so each is moved few times.
    fn settle_many(&mut self) {
        if self.fresh.len() >= FRESH.max(self.sorted.len()) {
            self.settle();
        }
    }

    fn settle(&mut self) {
        self.sorted.append(&mut self.fresh);
        self.sorted.sort_unstable_by_key(|(amount, _)| *amount);
        self.sorted.dedup_by(|later, kept| {
            let equal = later.0 == kept.0;
            if equal {
                kept.1 = kept.1.saturating_add(later.1);
            }
            equal
        });
    }

    /// How they are distributed; none when there are none.
    pub(super) fn distribution(mut self, rule: RuleId) -> Option<Distribution> {
        self.settle();
        let amounts = self.sorted;
        let (least, _) = *amounts.first()?;
        let (greatest, _) = *amounts.last()?;
        let mut sum = Sum::default();
        let mut count = 0u64;
        for (amount, often) in &amounts {
            count = count.saturating_add(*often);
            let times = i64::try_from(*often).ok().map(Exact::from_i64);
            match times.and_then(|times| amount.checked_mul(times)) {
                Some(all) => sum.add(all),
                None => sum = Sum(None),
            }
        }
        Some(Distribution {
            rule,
            count,
            sum,
            least,
            median: quantile(&amounts, count, 1, 2)?,
            nine_tenths: quantile(&amounts, count, 9, 10)?,
            greatest,
            classes: classes(&amounts, least, greatest),
        })
    }
}

/// The least amount that at least `of`/`all` of the awards do not exceed.
fn quantile(amounts: &[(Exact, u64)], count: u64, of: u64, all: u64) -> Option<Exact> {
    let rank = count.checked_mul(of)?.div_ceil(all);
    let mut reached = 0u64;
    let found = amounts.iter().find(|(_, often)| {
        reached = reached.saturating_add(*often);
        reached >= rank
    });
    found.map(|(amount, _)| *amount)
}

/// Few different amounts stand each by itself; many go by 1, 2 and 5 of each decade, or by decade.
fn classes(amounts: &[(Exact, u64)], least: Exact, greatest: Exact) -> Vec<Class> {
    if amounts.len() <= SINGLES {
        let single =
            |(amount, count): &(Exact, u64)| Class { from: *amount, below: None, count: *count };
        return amounts.iter().map(single).collect();
    }
    let fine = bounds(least, greatest, &[1, 2, 5]);
    let bounds = if fine.len() <= FINE { fine } else { bounds(least, greatest, &[1]) };
    let mut classes: Vec<Class> = Vec::new();
    let mut amounts = amounts.iter().copied().peekable();
    for (from, below) in bounds.iter().zip(bounds.iter().skip(1)) {
        let mut count = 0u64;
        while let Some((_, often)) = amounts.next_if(|(amount, _)| amount < below) {
            count = count.saturating_add(often);
        }
        classes.push(Class { from: *from, below: Some(*below), count });
    }
    classes
}

/// Rising bounds of classes, the first at or below the least amount, the last above the greatest.
fn bounds(least: Exact, greatest: Exact, steps: &[i64]) -> Vec<Exact> {
    let mut bounds = Vec::new();
    // Nothing is paid in less than 分; an award of 0 (or less, of no money paid) has a class below.
    if least < Exact::CENT {
        bounds.push(least);
    }
    for power in -2..=20 {
        for step in steps {
            let decade = Exact::power_of_ten(power);
            let bound = decade.and_then(|decade| decade.checked_mul(Exact::from_i64(*step)));
            let Some(bound) = bound else { return bounds };
            if bound <= least && least >= Exact::CENT {
                bounds.clear();
            }
            bounds.push(bound);
            if bound > greatest {
                return bounds;
            }
        }
    }
    bounds
}
