//! Sums of exact awards: paid money by payer, other kinds of money each apart.

use std::collections::BTreeMap;

use crate::eval::{Outcome, Status};
use crate::ir::{Body, LevelId, MoneyKind, Program};
use crate::quantity::Exact;

/// A sum of awards of one kind of money, one payer and one year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Total {
    /// Which kind of money; kinds are never summed together.
    pub kind: MoneyKind,
    /// Who pays; none where the text does not say, and for money that nobody pays out.
    pub level: Option<LevelId>,
    /// In which year; none when no year is bound.
    pub year: Option<i32>,
    /// How much, in 元; none when the sum leaves the exact range, as no wrong figure may stand
    /// for it.
    pub amount: Option<Exact>,
}

/// The totals, by kind, level and year. Only exact amounts count: a range is not money yet.
#[must_use]
pub fn totals(program: &Program, outcomes: &[Outcome]) -> Vec<Total> {
    let mut sums: BTreeMap<(MoneyKind, Option<LevelId>, Option<i32>), Option<Exact>> =
        BTreeMap::new();
    for outcome in outcomes {
        let rule = program.rules.get(outcome.rule.index());
        let Some(Body::Money(money)) = rule.map(|rule| &rule.body) else { continue };
        let Status::Granted(whole) = outcome.status else { continue };
        let shares = outcome.payers.iter().map(|(level, amount)| (Some(*level), *amount));
        let unsplit = outcome.payers.is_empty().then_some((None, whole));
        for (level, amount) in shares.chain(unsplit) {
            let sum = sums.entry((money.kind, level, outcome.year)).or_insert(Some(Exact::ZERO));
            *sum = sum.and_then(|sum| sum.checked_add(amount));
        }
    }
    let sums = sums.into_iter();
    sums.map(|((kind, level, year), amount)| Total { kind, level, year, amount }).collect()
}
