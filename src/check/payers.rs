//! Who pays: levels, their weights, and the one that takes the remainder.

use super::address::word;
use super::constant::{Choices, is_constant, value_under};
use super::context::Context;
use super::statement::{self, Statements};
use super::types::{Ty, Typed};
use crate::ast::{self, At, Expr, Name, Rule, RuleKind};
use crate::diag::{Code, Diagnostic, text};
use crate::ir::{self, AddressId, LevelId, Role, Share, Stage};
use crate::quantity::{Dimension, Exact, Ratio};

/// A share, lowered: its weight and where that stands.
struct Lowered {
    share: Share,
    ty: Ty,
    at: At,
}

/// A literal of the amount, and how it is written.
struct Literal {
    value: Exact,
    text: String,
    at: crate::source::Span,
}

impl Context<'_> {
    /// `出资 …`: required of money that is paid. Money sought is the level's it is sought from.
    pub(super) fn payers(
        &mut self,
        rule: &Rule,
        statements: &Statements<'_>,
        stages: &Option<Vec<Stage>>,
    ) -> Option<ir::Payers> {
        let nobody = ir::Payers { shares: Vec::new(), remainder: 0 };
        if rule.kind != RuleKind::Grant && statements.payers.is_empty() {
            return Some(nobody);
        }
        let payers = self.required(rule, statement::PAYERS, &statements.payers)?;
        if payers.shares.is_empty() {
            return Some(nobody);
        }
        let lowered: Vec<Option<Lowered>> = payers
            .shares
            .iter()
            .map(|(level, weight)| self.share(payers, level, weight.as_ref()))
            .collect();
        let lowered: Vec<Lowered> = lowered.into_iter().collect::<Option<_>>()?;
        let remainder = self.remainder(payers, &lowered)?;
        if !self.check_weights(payers, &lowered, stages.as_deref()) {
            return None;
        }
        Some(ir::Payers { shares: lowered.into_iter().map(|one| one.share).collect(), remainder })
    }

    fn share(
        &mut self,
        payers: &ast::Payers,
        name: &Name,
        weight: Option<&Expr>,
    ) -> Option<Lowered> {
        let level = self.ok(self.symbols.expect_level(name));
        let named = level.and_then(|level| self.vocabulary.levels.get(level.index()));
        let path = self.path.word(word::PAYER);
        let path = match named {
            Some(named) => path.child(&named.zh, &named.en),
            None => path.child(&name.text, &name.text),
        };
        let at = weight.map_or(name.at, |weight| At(name.at.0.to(weight.at.0)));
        let address = self.address(&path, Role::Share, at);
        let typed = match weight {
            Some(weight) => self.weight(address, weight)?,
            None if payers.shares.len() == 1 => {
                Typed::new(ir::Expr::Number(Exact::ONE, address), Ty::Number(Dimension::PLAIN))
            }
            None => {
                let message =
                    text!(zh: "“{0}”没有写明出多少", en: "`{0}` lacks its share", name.text);
                self.report(Diagnostic::new(Code::SplitMixed, message).at(name.at.0));
                return None;
            }
        };
        Some(Lowered {
            share: Share { level: level?, weight: typed.expr, address },
            ty: typed.ty,
            at,
        })
    }

    fn weight(&mut self, address: AddressId, weight: &Expr) -> Option<Typed> {
        let typed = self.figure(address, weight);
        let typed = self.require_number(weight.at, typed);
        if typed.is_failed() {
            return None;
        }
        if is_constant(&typed.expr) {
            self.no_less_than_zero(&typed.expr);
            return Some(typed);
        }
        let message = text!(zh: "出资份额只能写确定的数", en: "a share is a fixed figure");
        self.report(Diagnostic::new(Code::NotConstant, message).at(weight.at.0));
        None
    }

    /// Who takes what rounding leaves: one of the payers, named when there are several.
    fn remainder(&mut self, payers: &ast::Payers, shares: &[Lowered]) -> Option<usize> {
        let twice = shares.iter().enumerate().find_map(|(index, one)| {
            let earlier =
                shares.iter().take(index).any(|other| other.share.level == one.share.level);
            earlier.then_some(one.at)
        });
        if let Some(at) = twice {
            let message = text!(zh: "同一级写了两次", en: "a level stands twice");
            self.report(Diagnostic::new(Code::SplitMixed, message).at(at.0));
            return None;
        }
        let Some(name) = &payers.remainder else {
            if shares.len() == 1 {
                return Some(0);
            }
            let first =
                payers.shares.first().map(|(name, _)| name.text.clone()).unwrap_or_default();
            let message = text!(zh: "几级分担，要写明除不尽的余数归谁", en: "several levels share: say who takes the remainder");
            let help =
                text!(zh: "在末尾加“余数归 {first}”", en: "add `remainder_to {first}` at the end");
            self.report(Diagnostic::new(Code::SplitRemainder, message).at(payers.at.0).help(help));
            return None;
        };
        let level: LevelId = self.ok(self.symbols.expect_level(name))?;
        let position = shares.iter().position(|one| one.share.level == level);
        if position.is_none() {
            let message = text!(zh: "余数归“{0}”，它却不出资", en: "the remainder goes to `{0}`, which pays nothing", name.text);
            self.report(Diagnostic::new(Code::SplitRemainder, message).at(name.at.0));
        }
        position
    }

    /// Shares by unit sum to the amount's own figure, percentages to 100%; plain weights are free.
    fn check_weights(
        &mut self,
        payers: &ast::Payers,
        shares: &[Lowered],
        stages: Option<&[Stage]>,
    ) -> bool {
        let ty = self.join_all(shares.iter().map(|one| (one.at, one.ty)));
        if ty == Ty::Unknown {
            return false;
        }
        let is_nothing = |one: &&Lowered| {
            value_under(&one.share.weight, &Choices::new()).is_some_and(|weight| weight.is_zero())
        };
        if let Some(nothing) = shares.iter().filter(|_| shares.len() > 1).find(is_nothing)
            && shares.iter().any(|one| !is_nothing(&one))
        {
            let message = text!(zh: "份额是零", en: "a share is zero");
            let help = text!(zh: "不出资的一级就不写", en: "leave out a level that pays nothing");
            self.report(Diagnostic::new(Code::SplitSum, message).at(nothing.at.0).help(help));
            return false;
        }
        let sum = shares.iter().try_fold(Ratio::ZERO, |sum, one| {
            sum.checked_add(value_under(&one.share.weight, &Choices::new())?)
        });
        let Some(sum) = sum else {
            return true;
        };
        match ty {
            Ty::Number(dimension) if !dimension.is_plain() => {
                self.check_rate(payers, dimension, sum, stages)
            }
            _ if sum <= Ratio::ZERO => {
                let message = text!(zh: "各级的份额加起来是零", en: "the shares sum to zero");
                self.report(Diagnostic::new(Code::SplitSum, message).at(payers.at.0));
                false
            }
            _ => self.check_percentages(payers, sum),
        }
    }

    fn check_percentages(&mut self, payers: &ast::Payers, sum: Ratio) -> bool {
        let weights: Vec<&Expr> =
            payers.shares.iter().filter_map(|(_, weight)| weight.as_ref()).collect();
        let percent = |weight: &&Expr| matches!(&weight.kind, ast::ExprKind::Quantity(q) if !q.unit.is_empty());
        let count = weights.iter().filter(|weight| percent(weight)).count();
        if count == 0 {
            return true;
        }
        if count < weights.len() {
            let message = text!(zh: "份额要么都写百分比，要么都写比数", en: "shares are all percentages or all plain weights");
            self.report(Diagnostic::new(Code::SplitMixed, message).at(payers.at.0));
            return false;
        }
        if sum == Ratio::ONE {
            return true;
        }
        let shown = sum.checked_mul(Ratio::from(Exact::from_i64(100))).unwrap_or(sum);
        let message = text!(zh: "各级份额合计 {shown}%，不是 100%", en: "the shares sum to {shown}%, not 100%");
        self.report(Diagnostic::new(Code::SplitSum, message).at(payers.at.0));
        false
    }

    fn check_rate(
        &mut self,
        payers: &ast::Payers,
        dimension: Dimension,
        sum: Ratio,
        stages: Option<&[Stage]>,
    ) -> bool {
        let Some(stages) = stages else {
            return true;
        };
        let mut literals = Vec::new();
        for stage in stages {
            if let ir::Amount::Computed(expr) = &stage.amount {
                self.literals_of(expr, dimension, &mut literals);
            }
        }
        let unit = dimension.canonical_unit(self.counts);
        let off = literals.iter().find(|literal| Ratio::from(literal.value) != sum);
        match (literals.is_empty(), off) {
            (false, None) => true,
            (true, _) => {
                let message = text!(
                    zh: "份额合计 {sum}{unit}，金额里却没有这样的标准",
                    en: "the shares sum to {sum}{unit}, but the amount has no such rate"
                );
                let help =
                    text!(zh: "改写成比数，如 5、3、2", en: "write plain weights, such as 5, 3, 2");
                self.report(Diagnostic::new(Code::SplitSum, message).at(payers.at.0).help(help));
                false
            }
            (false, Some(literal)) => {
                let wanted = &literal.text;
                let message = text!(
                    zh: "各级份额合计 {sum}{unit}，金额的标准却是 {wanted}",
                    en: "the shares sum to {sum}{unit}, but the amount's rate is {wanted}"
                );
                self.report(
                    Diagnostic::new(Code::SplitSum, message)
                        .at(payers.at.0)
                        .secondary(literal.at, text!(zh: "标准在这里", en: "the rate is here")),
                );
                false
            }
        }
    }

    /// The literals of a dimension that an amount is made of (bounds and caps are not).
    fn literals_of(&self, expr: &ir::Expr, dimension: Dimension, into: &mut Vec<Literal>) {
        use ir::Expr as E;
        match expr {
            E::Number(value, address) => {
                if let Some(entry) =
                    self.book.get(*address).filter(|entry| entry.dimension == Some(dimension))
                {
                    into.push(Literal { value: *value, text: entry.text.clone(), at: entry.span });
                }
            }
            E::Add(a, b) | E::Sub(a, b) | E::Monus(a, b, _) | E::Mul(a, b) | E::Div(a, b) => {
                self.literals_of(a, dimension, into);
                self.literals_of(b, dimension, into);
            }
            E::If { then, otherwise, .. } => {
                self.literals_of(then, dimension, into);
                self.literals_of(otherwise, dimension, into);
            }
            E::InYear(_, inner) | E::Cap { value: inner, .. } | E::Round { value: inner, .. } => {
                self.literals_of(inner, dimension, into);
            }
            E::Match { arms, .. } => {
                arms.iter().for_each(|arm| self.literals_of(&arm.body, dimension, into))
            }
            E::Extreme { of: all, .. } | E::Switch { arms: all, .. } => {
                all.iter().for_each(|one| self.literals_of(one, dimension, into));
            }
            E::Fold(fold) => {
                fold.body.iter().for_each(|body| self.literals_of(body, dimension, into))
            }
            E::Tiers(tiers) => {
                tiers.rows.iter().for_each(|row| self.literals_of(&row.value, dimension, into));
            }
            _ => {}
        }
    }
}
