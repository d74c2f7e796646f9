//! Figures that make no sense below zero: what is paid, the most that is paid, shares.

use super::context::Context;
use crate::diag::{Code, Diagnostic, text};
use crate::ir::{AddressId, Expr};

impl Context<'_> {
    /// Reports the figures below zero that a sum of money is made of.
    ///
    /// What is taken off (`a - b`) and what is only compared may be anything.
    pub(super) fn no_less_than_zero(&mut self, money: &Expr) {
        let mut found = Vec::new();
        collect(money, &mut found);
        // Where a reading decides a word, the figures beside it are lowered for each alternative.
        found.sort();
        found.dedup();
        let spans = found.into_iter().filter_map(|id| self.book.get(id).map(|place| place.span));
        for span in spans.collect::<Vec<_>>() {
            let message = text!(zh: "金额、上限和份额里的数不能小于零", en: "a figure of an amount, a cap or a share is not below zero");
            let help = text!(zh: "去掉负号；要减去的写成 a - b", en: "drop the sign; what is taken off is written `a - b`");
            self.report(Diagnostic::new(Code::BelowZero, message).at(span).help(help));
        }
    }
}

/// The literals below zero that give or scale what an expression comes to.
fn collect(expr: &Expr, found: &mut Vec<AddressId>) {
    match expr {
        Expr::Number(value, address) if value.is_negative() => found.push(*address),
        Expr::Mul(a, b) | Expr::Div(a, b) | Expr::Add(a, b) => {
            collect(a, found);
            collect(b, found);
        }
        Expr::If { then, otherwise, .. } => {
            collect(then, found);
            collect(otherwise, found);
        }
        Expr::Cap { value, limit, .. } => {
            collect(value, found);
            collect(limit, found);
        }
        Expr::Match { arms, .. } => arms.iter().for_each(|arm| collect(&arm.body, found)),
        Expr::Switch { arms, .. } => arms.iter().for_each(|arm| collect(arm, found)),
        Expr::Fold(fold) => fold.body.iter().for_each(|body| collect(body, found)),
        Expr::Tiers(tiers) => {
            collect(&tiers.of, found);
            tiers.rows.iter().for_each(|row| collect(&row.value, found));
        }
        Expr::Sub(from, _) | Expr::Monus(from, ..) => collect(from, found),
        Expr::InYear(_, inner) | Expr::Round { value: inner, .. } => collect(inner, found),
        _ => {}
    }
}
