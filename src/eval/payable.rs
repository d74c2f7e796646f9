//! Payable money: one rounding, then whole 分 to each payer.

use super::context::{Env, Eval, Frame, Stop};
use super::domain::Domain;
use super::number::Number;
use super::schedule::Task;
use super::trace::{Event, Tracer};
use crate::ir::{LevelId, ListInfo, Money, MoneyKind, Share};
use crate::quantity::{Exact, Ratio, allocate};

/// The amount as it is paid: rounded once, by the list's own rounding. What is no money paid
/// (a deduction, a reduction of a rate) stands as it is, where it is a decimal number.
pub(super) fn payable(list: &ListInfo, kind: MoneyKind, amount: Ratio) -> Option<Exact> {
    let exact = match kind {
        MoneyKind::Paid | MoneyKind::Sought(_) => None,
        MoneyKind::Deduction | MoneyKind::Deferral | MoneyKind::Reduction => amount.to_exact(),
    };
    exact.or_else(|| amount.round(list.payable_to, list.payable_mode))
}

impl<T: Tracer> Eval<'_, '_, T> {
    /// What each payer pays of a payable amount.
    pub(super) fn shares(
        &mut self,
        money: &Money,
        task: &Task,
        amount: Exact,
    ) -> Result<Vec<(LevelId, Exact)>, Stop> {
        let shares = &money.payers.shares;
        let paid: Vec<(LevelId, Exact)> = match shares.as_slice() {
            [] => Vec::new(),
            // Nobody pays less than nothing.
            _ if amount.is_negative() => Vec::new(),
            [only] => vec![(only.level, amount)],
            several => {
                let weights = self.weights(several, task)?;
                let amounts = allocate(amount, &weights, money.payers.remainder);
                let levels = several.iter().map(|share| share.level);
                levels.zip(amounts.ok_or(Stop::Overflow)?).collect()
            }
        };
        for (share, (level, amount)) in shares.iter().zip(&paid) {
            self.trace(share.address, || Event::Share { level: *level, amount: *amount });
        }
        Ok(paid)
    }

    fn weights(&mut self, shares: &[Share], task: &Task) -> Result<Vec<Exact>, Stop> {
        let frame = Frame::own(task.subject);
        let env = Env { frame: &frame, year: task.year, rule: task.rule, whose: task.subject };
        let mut weights = Vec::with_capacity(shares.len());
        for share in shares {
            weights.push(match Number::eval(self, &share.weight, env)? {
                Number::Point(weight) => weight.to_exact().ok_or(Stop::Overflow)?,
                Number::Absent | Number::Open(_) => return Err(Stop::Fault),
            });
        }
        Ok(weights)
    }
}
