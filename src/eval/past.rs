//! What earlier runs awarded. A kept history tells it in the same terms as this run's own ledger:
//! bounds where a year was not settled, and what the parts came to before caps of a wider scope.

use super::context::Run;
use super::deps::Deps;
use super::history::{Asked, Award};
use super::number::Number;
use super::payable::payable;
use super::range::Range;
use super::scalar::Scalar;
use super::schedule::Task;
use super::{Interval, Missing, Outcome, Status, SubjectId};
use crate::ir::{Body, ListInfo, MoneyKind, Program, RuleId};
use crate::quantity::Exact;

/// What is known of the awards of earlier runs.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Past {
    /// Of which subjects without a parent, and of which years, all awards are among these: those of
    /// the subject and of all below it.
    pub settled: Vec<(SubjectId, i32)>,
    /// Awards of years that are not run now; each rule, stage, subject and year once.
    pub awards: Vec<PastAward>,
}

/// What a rule (or stage) came to in an earlier run; neither 无 nor 0.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PastAward {
    /// Which rule.
    pub rule: RuleId,
    /// Which stage, by position.
    pub stage: usize,
    /// To whom: a subject of the kind at which the rule reports.
    pub subject: SubjectId,
    /// For which year.
    pub year: i32,
    /// How much.
    pub amount: PastAmount,
    /// What each part came to before caps of a wider scope; empty when the rule reports at its own
    /// grain.
    pub parts: Vec<(SubjectId, PastAmount)>,
}

/// How much was awarded, in 元: an amount, or bounds of one that was not settled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PastAmount {
    /// The least.
    pub low: Exact,
    /// The most; none is unbounded.
    pub high: Option<Exact>,
    /// Whether it may be that there is no entitlement.
    pub may_be_none: bool,
}

impl PastAmount {
    /// An amount that was settled.
    #[must_use]
    pub fn exactly(amount: Exact) -> PastAmount {
        PastAmount { low: amount, high: Some(amount), may_be_none: false }
    }

    /// The amount, if it was settled.
    #[must_use]
    pub fn settled(self) -> Option<Exact> {
        (self.high == Some(self.low) && !self.may_be_none).then_some(self.low)
    }

    /// Whether it is, or may be, more than nothing.
    fn is_some(self) -> bool {
        self.high.is_none_or(|high| !high.is_zero())
    }

    /// The number it is; what is open of it hangs on the history of the subject asked for.
    fn number<V: Scalar>(self, asked: Asked<'_>) -> Number<V> {
        let range = Range { low: Some(V::from(self.low)), high: self.high.map(V::from) };
        let deps = match self.settled() {
            Some(_) => Deps::default(),
            None => Deps::missing(Missing::History(asked.to)),
        };
        Number::of(Some(range), self.may_be_none, deps)
    }
}

impl<V: Scalar> Run<'_, V> {
    /// The awards of earlier runs among those asked for: year and amount.
    pub(super) fn each_past_award(
        &self,
        asked: Asked<'_>,
        mut f: impl FnMut(Option<i32>, Number<V>),
    ) {
        let past = self.facts.past.awards.iter();
        for award in past.filter(|award| asked.is_for(award.rule, award.stage)) {
            if self.is_within(award.subject, asked.to) {
                f(Some(award.year), award.amount.number(asked));
                continue;
            }
            for (part, amount) in &award.parts {
                if self.is_within(*part, asked.to) {
                    f(Some(award.year), amount.number(asked));
                }
            }
        }
    }

    /// What an earlier run awarded under a rule to a subject (or to it as a part) for a year.
    pub(super) fn past_award(&self, rule: RuleId, to: SubjectId, year: Option<i32>) -> Number<V> {
        let asked = Asked { rules: &[rule], stage: None, to };
        let past = self.facts.past.awards.iter();
        let of_year = past.filter(|award| award.rule == rule && Some(award.year) == year);
        let amounts = of_year.filter_map(|award| match award.subject == to {
            true => Some(award.amount),
            false => award.parts.iter().find(|(part, _)| *part == to).map(|(_, amount)| *amount),
        });
        let sum = amounts
            .map(|amount| amount.number(asked))
            .try_fold(Number::Absent, |sum, amount| sum.plus(amount));
        sum.unwrap_or(Number::Absent)
    }

    /// Whether earlier runs have told all awards of a subject in a year.
    pub(super) fn is_told_of(&self, subject: SubjectId, year: i32) -> bool {
        let settled = &self.facts.past.settled;
        !settled.is_empty() && {
            let mut line = std::iter::successors(Some(subject), |subject| self.parent(*subject));
            line.any(|subject| settled.contains(&(subject, year)))
        }
    }

    /// Whether an earlier run has awarded what a task is about, so that it is not counted twice.
    pub(super) fn was_awarded(&self, task: &Task) -> bool {
        self.facts.past.awards.iter().any(|award| {
            (award.rule, award.stage, award.subject, Some(award.year))
                == (task.rule, task.stage, task.subject, task.year)
        })
    }

    /// An amount of this run as a later year sees it: what was paid. The kept history holds no
    /// more, and it makes no difference whether years are run at once or one after the other.
    pub(super) fn as_paid(&self, award: Award<'_, V>, amount: &Number<V>) -> Number<V> {
        let amount = amount.clone();
        if award.task.year.zip(self.ledger.year.get()).is_none_or(|(of, now)| of >= now) {
            return amount;
        }
        let rule = self.program.rules.get(award.task.rule.index());
        let kind = match rule.map(|rule| &rule.body) {
            Some(Body::Money(money)) => money.kind,
            _ => MoneyKind::Paid,
        };
        let paid = amount.clone().mapped(|amount| amount.as_paid(kind, &self.program.list));
        paid.unwrap_or(amount)
    }
}

/// What an outcome leaves behind for later runs: how much, and what its parts came to. None where
/// it is no award of money, or comes to 无 or 0.
#[must_use]
pub fn awarded(
    program: &Program,
    outcome: &Outcome,
) -> Option<(PastAmount, Vec<(SubjectId, PastAmount)>)> {
    let rule = program.rules.get(outcome.rule.index())?;
    let Body::Money(money) = &rule.body else { return None };
    let amount = match &outcome.status {
        Status::Granted(amount) => PastAmount::exactly(*amount),
        Status::Range { low, high, .. } => {
            PastAmount { low: *low, high: *high, may_be_none: low.is_zero() }
        }
        Status::Undetermined { bounds, may_be_none, .. } => {
            let (low, high) = bounds.unwrap_or((Exact::ZERO, None));
            PastAmount { low, high, may_be_none: *may_be_none }
        }
        Status::ByText(_) => PastAmount { low: Exact::ZERO, high: None, may_be_none: true },
        _ => return None,
    };
    let part = |(part, amount): &(SubjectId, Option<Interval>)| {
        Some((*part, paid(&program.list, money.kind, (*amount)?)?))
    };
    let parts = outcome.parts.iter().filter_map(part);
    amount.is_some().then(|| (amount, parts.filter(|(_, amount)| amount.is_some()).collect()))
}

/// An interval of what a part comes to, as it would be paid.
fn paid(list: &ListInfo, kind: MoneyKind, amount: Interval) -> Option<PastAmount> {
    let low = payable(list, kind, amount.low)?;
    let high = amount.high.and_then(|high| payable(list, kind, high));
    Some(PastAmount { low, high, may_be_none: high != Some(low) })
}
