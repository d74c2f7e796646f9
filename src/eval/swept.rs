//! What a program comes to around one value of a fact, as functions of that fact.

use super::along::{Along, Path, Way};
use super::answer::Answer;
use super::caps::Work;
use super::context::FactPlace;
use super::evaluate::Prepared;
use super::number::Number;
use super::unknown::Verdict;
use super::{Cell, Facts, SubjectId};
use crate::ir::RuleId;
use crate::quantity::Ratio;

/// The amounts around one value of a fact.
#[derive(Debug, Clone, PartialEq)]
pub struct Around {
    /// How far from this value they hold.
    pub reach: Reach,
    /// An entry for each outcome that is evaluated, in no order that means anything.
    pub amounts: Vec<AmountAround>,
}

/// How far from a value of the fact the interpreter takes the same way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reach {
    /// Between two values, both not included; none is any.
    Between(Option<Ratio>, Option<Ratio>),
    /// At this value alone: something stands exactly at a figure.
    Here,
    /// It cannot be told: the way turns on something that moves along no line with the fact.
    Bent,
}

/// What an outcome's amount is around a value of the fact, before it is rounded for payment.
#[derive(Debug, Clone, PartialEq)]
pub struct AmountAround {
    /// Which rule.
    pub rule: RuleId,
    /// Which stage.
    pub stage: usize,
    /// For whom.
    pub subject: SubjectId,
    /// For which year.
    pub year: Option<i32>,
    /// Its least and its greatest, the same where it is known; none where there is no amount, or
    /// where it has no such end.
    pub ends: [Option<Moving>; 2],
    /// Whether there may be no entitlement at all.
    pub may_be_none: bool,
}

/// A number here, and how it moves with the fact.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Moving {
    /// What it is here.
    pub at: Ratio,
    /// How much it rises for each unit of the fact; none where it moves along no line.
    pub slope: Option<Ratio>,
}

impl Prepared<'_> {
    /// What the program comes to around the value that the facts state for one of them, a number.
    /// None where they state none.
    #[must_use]
    pub fn around(&self, facts: &Facts, place: FactPlace) -> Option<Around> {
        let FactPlace { fact, subject, year } = place;
        let Cell::Number(at) = facts.cell(self.program(), subject, fact, year) else { return None };
        let path = Path::default();
        let run = self.settled(facts, Some((place, Along::fact(at, &path))));
        let amounts = run.ledger.settled.iter().map(|(task, verdict)| AmountAround {
            rule: task.rule,
            stage: task.stage,
            subject: task.subject,
            year: task.year,
            ends: ends(verdict),
            may_be_none: may_be_none(verdict),
        });
        let amounts = amounts.collect();
        let moved = |step: Ratio| Ratio::from(at).checked_add(step);
        let reach = match path.way() {
            Way::Between(down, up) => match (down.map(moved), up.map(moved)) {
                (Some(None), _) | (_, Some(None)) => Reach::Bent,
                (low, high) => Reach::Between(low.flatten(), high.flatten()),
            },
            Way::Here => Reach::Here,
            Way::Bent => Reach::Bent,
        };
        Some(Around { reach, amounts })
    }
}

fn may_be_none(verdict: &Verdict<Along<'_>>) -> bool {
    let work = verdict.work.as_ref();
    work.is_ok_and(|work| matches!(&work.answer, Answer::Amount(amount) if amount.may_be_absent()))
}

/// The least and the greatest amount.
fn ends(verdict: &Verdict<Along<'_>>) -> [Option<Moving>; 2] {
    let moving = |number: Along<'_>| Moving { at: number.value(), slope: number.slope() };
    match &verdict.work {
        Ok(Work { answer: Answer::Amount(Number::Point(amount)), .. }) => {
            [Some(moving(*amount)); 2]
        }
        Ok(Work { answer: Answer::Amount(Number::Open(open)), .. }) => {
            [open.range.low.map(moving), open.range.high.map(moving)]
        }
        _ => [None; 2],
    }
}
