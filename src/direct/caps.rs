//! Rules with parts, and caps of a scope wider than a part's: each part, then the caps from the
//! narrowest outward.

use super::code::{Code, Number};
use super::compute::{capped, plus};
use super::look::{Env, Frame, Got, Looked};
use super::rule::{Answer, Money, Period, RuleCode, Task, interval, year_of};
use super::unit::{Unit, Unsure, fits};
use crate::eval::{Interval, Refusal, SubjectId};
use crate::ir::{AddressId, KindId};

/// A cap wider than its rule's grain, in the unit of the rule's amounts.
#[derive(Debug, Clone)]
pub(super) struct WiderCap {
    pub(super) limit: Code<Number>,
    pub(super) scope: KindId,
    pub(super) lifetime: bool,
    pub(super) address: AddressId,
}

/// The amount of a subject; none for those that are of no subject of a cap's scope.
#[derive(Debug, Clone, Copy)]
struct Item {
    of: Option<SubjectId>,
    amount: Got<i128>,
}

impl RuleCode {
    /// What the rule comes to for the subject at which it reports.
    pub(super) fn capped(
        &self,
        looked: &Looked<'_>,
        money: &Money,
        task: Task,
        parts: &mut Vec<(SubjectId, Option<Interval>)>,
    ) -> Result<Answer, Unsure> {
        if !money.caps.is_empty() {
            self.is_first_award(looked)?;
        }
        let mut items: Vec<Item> = Vec::new();
        let mut refusal: Option<Refusal> = None;
        let mut elsewhere = None;
        self.each_part(looked, task.subject, |part| {
            if elsewhere.is_some() || !self.falls_in(looked, task, part)? {
                return Ok(());
            }
            let amount = match self.part(looked, task, part)? {
                Answer::Amount(amount) => amount,
                Answer::Refused(label) => {
                    // The part that came closest says why there is nothing.
                    refusal = refusal.max(Some(label));
                    Got::Absent
                }
                other => {
                    elsewhere = Some(other);
                    return Ok(());
                }
            };
            items.push(Item { of: Some(part), amount });
            Ok(())
        })?;
        if let Some(other) = elsewhere {
            return Ok(other);
        }
        self.has_all_parts(looked, money, task.subject)?;
        if self.own != self.kind {
            for Item { of, amount } in &items {
                parts.push((of.ok_or(Unsure)?, interval(money.unit, *amount)?));
            }
        }
        for cap in &money.caps {
            items = self.under(cap, looked, items, money.unit, task)?;
        }
        let total = items.iter().try_fold(Got::Absent, |sum, item| plus(sum, item.amount))?;
        Ok(match (total, refusal) {
            (Got::Absent, Some(refusal)) => Answer::Refused(refusal),
            (Got::Absent, None) if parts.is_empty() => Answer::Refused(Refusal::NotEligible),
            (total, _) => Answer::Amount(total),
        })
    }

    /// That no award of this run for the same subject, of another year or stage, can be before.
    pub(super) fn is_first_award(&self, looked: &Looked<'_>) -> Result<(), Unsure> {
        let first = match &self.period {
            Period::Yearly => looked.is_of_one_year(),
            Period::Staged(stages) => stages.len() == 1,
            Period::Unbound | Period::Once(_) => true,
        };
        if first { Ok(()) } else { Err(Unsure) }
    }

    /// Whether a part's event falls in the year of the task.
    fn falls_in(&self, looked: &Looked<'_>, task: Task, part: SubjectId) -> Result<bool, Unsure> {
        let event = match &self.period {
            Period::Once(event) => event,
            Period::Staged(events) => events.get(task.stage).ok_or(Unsure)?,
            Period::Unbound | Period::Yearly => return Ok(true),
        };
        Ok(part == task.subject || year_of(looked, event, part)? == task.year)
    }

    /// That no list, from the reporting subject down to the rule's own kind, may be longer.
    fn has_all_parts(
        &self,
        looked: &Looked<'_>,
        money: &Money,
        whole: SubjectId,
    ) -> Result<(), Unsure> {
        let mut kind = self.own;
        for parent in &money.between {
            let owners = looked.index.of(*parent).iter();
            for owner in owners.filter(|owner| looked.above(**owner, self.kind) == Some(whole)) {
                let owner = looked.facts.subject(*owner).ok_or(Unsure)?;
                looked.children(owner, kind, 0)?;
            }
            kind = *parent;
        }
        Ok(())
    }

    /// The amounts under a cap: for each subject of its scope min(e, max(0, limit)), as long as
    /// nothing was paid there before.
    fn under(
        &self,
        cap: &WiderCap,
        looked: &Looked<'_>,
        items: Vec<Item>,
        unit: Unit,
        task: Task,
    ) -> Result<Vec<Item>, Unsure> {
        let mut grouped: Vec<Item> = Vec::with_capacity(items.len());
        for item in items {
            let of = match self.kind == cap.scope {
                true => Some(task.subject),
                false => item.of.and_then(|of| looked.above(of, cap.scope)),
            };
            match grouped.iter_mut().find(|group| group.of == of) {
                Some(group) => group.amount = plus(group.amount, item.amount)?,
                None => grouped.push(Item { of, amount: item.amount }),
            }
        }
        for item in &mut grouped {
            let of = item.of.ok_or(Unsure)?;
            // Rules that share the cap are of the same group.
            let known = !cap.lifetime || looked.has_history(of);
            if !(looked.has_no_payment(self.id) && known) {
                return Err(Unsure);
            }
            let frame = Frame::own(looked.facts, of)?;
            let env = Env { frame: &frame, year: task.year, whose: of };
            let left = match cap.limit.eval(looked, env)? {
                Got::Known(limit) => Got::Known(fits(Some(limit.max(0)))?),
                other => other,
            };
            let after = capped(item.amount, left);
            looked.hear(cap.address, unit, item.amount, after);
            item.amount = after;
        }
        Ok(grouped)
    }
}
