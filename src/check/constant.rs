//! Constant expressions, and what they come to under a choice of readings.

use std::collections::{BTreeMap, BTreeSet};

use crate::ir::{Expr, ReadingId};
use crate::quantity::Ratio;

/// A chosen alternative, by position, for each reading that matters.
pub(super) type Choices = BTreeMap<ReadingId, usize>;

/// So many combinations of readings are looked at.
const MAX_COMBINATIONS: usize = 64;

/// Whether an expression is made of literals only.
pub(super) fn is_constant(expr: &Expr) -> bool {
    match expr {
        Expr::Number(..) | Expr::Date(..) | Expr::Truth(_) => true,
        Expr::Add(a, b) | Expr::Sub(a, b) | Expr::Mul(a, b) | Expr::Div(a, b) => {
            is_constant(a) && is_constant(b)
        }
        Expr::Switch { arms, .. } => arms.iter().all(is_constant),
        Expr::DateAdd { date, .. } => is_constant(date),
        _ => false,
    }
}

/// What a constant number comes to; `None` when it is none or leaves the exact range.
pub(super) fn value_under(expr: &Expr, choices: &Choices) -> Option<Ratio> {
    let of = |expr: &Expr| value_under(expr, choices);
    match expr {
        Expr::Number(value, _) => Some(Ratio::from(*value)),
        Expr::Add(a, b) => of(a)?.checked_add(of(b)?),
        Expr::Sub(a, b) => of(a)?.checked_sub(of(b)?),
        Expr::Mul(a, b) => of(a)?.checked_mul(of(b)?),
        Expr::Div(a, b) => of(a)?.checked_div(of(b)?),
        Expr::Switch { reading, arms } => of(arms.get(choices.get(reading).copied().unwrap_or(0))?),
        _ => None,
    }
}

/// The readings that a constant hangs on, with how many alternatives each has.
pub(super) fn readings_of(expr: &Expr, into: &mut BTreeSet<(ReadingId, usize)>) {
    match expr {
        Expr::Add(a, b) | Expr::Sub(a, b) | Expr::Mul(a, b) | Expr::Div(a, b) => {
            readings_of(a, into);
            readings_of(b, into);
        }
        Expr::Switch { reading, arms } => {
            into.insert((*reading, arms.len()));
            arms.iter().for_each(|arm| readings_of(arm, into));
        }
        _ => {}
    }
}

/// Every combination of alternatives, up to a bound.
pub(super) fn combinations(readings: &BTreeSet<(ReadingId, usize)>) -> Vec<Choices> {
    let mut all = vec![Choices::new()];
    for (reading, count) in readings {
        let longer = all.iter().flat_map(|choices| {
            (0..*count).map(move |position| {
                let mut choices = choices.clone();
                choices.insert(*reading, position);
                choices
            })
        });
        all = longer.take(MAX_COMBINATIONS).collect();
    }
    all
}
