//! Budgets of the whole list: an amount of money, the levels and clauses it is for, and what
//! happens when it does not suffice.

use super::address::word;
use super::context::Context;
use super::types::Ty;
use crate::ast::{self, Name};
use crate::diag::{Code, Diagnostic, text};
use crate::ir::{self, FactId, Role, Type};
use crate::quantity::{Dimension, Exact};

impl Context<'_> {
    /// Lowers `预算 …`.
    pub(super) fn budget(&mut self, budget: &ast::Budget) -> Option<ir::Budget> {
        let address = self.next_address(word::BUDGET, Role::Cap, budget.at);
        let most = self.budgeted(&budget.most, address);
        let levels: Vec<_> =
            budget.payers.iter().map(|name| self.ok(self.symbols.expect_level(name))).collect();
        let rules: Vec<_> =
            budget.clauses.iter().map(|of| self.ok(self.symbols.expect_rules_of(of))).collect();
        let beyond = match &budget.beyond {
            None => None,
            Some(ast::Beyond::ProRata) => Some(ir::Beyond::ProRata),
            Some(ast::Beyond::FirstCome(None)) => Some(ir::Beyond::FirstCome(None)),
            Some(ast::Beyond::FirstCome(Some(name))) => {
                Some(ir::Beyond::FirstCome(Some(self.day_of_coming(name)?)))
            }
        };
        let rules: Vec<Vec<_>> = rules.into_iter().collect::<Option<_>>()?;
        let mut rules = rules.concat();
        rules.sort();
        rules.dedup();
        Some(ir::Budget {
            span: match budget.span {
                ast::BudgetSpan::Year(year) => ir::BudgetSpan::Year(year),
                ast::BudgetSpan::Yearly => ir::BudgetSpan::Yearly,
                ast::BudgetSpan::Whole => ir::BudgetSpan::Whole,
            },
            most: most?,
            levels: levels.into_iter().collect::<Option<_>>()?,
            rules: (!budget.clauses.is_empty()).then_some(rules),
            beyond,
            address,
        })
    }

    /// The amount of a budget: money, not below zero.
    fn budgeted(&mut self, most: &ast::Quantity, address: ir::AddressId) -> Option<Exact> {
        let (value, dimension) = self.parse(most)?;
        self.book.set_number(address, &most.unit, dimension);
        if dimension != Dimension::MONEY {
            let role = text!(zh: "预算", en: "a budget");
            self.wrong_dimension(most.at, Dimension::MONEY, dimension, &role);
            return None;
        }
        if value.is_negative() {
            let message = text!(zh: "预算不能小于零", en: "a budget is not below zero");
            let help = text!(zh: "去掉负号", en: "drop the sign");
            self.report(Diagnostic::new(Code::BelowZero, message).at(most.at.0).help(help));
            return None;
        }
        Some(value)
    }

    /// The date by which those who ask first are told from those who ask later.
    fn day_of_coming(&mut self, name: &Name) -> Option<FactId> {
        let fact = self.ok(self.symbols.expect_fact_of_any(name))?;
        match self.vocabulary.facts.get(fact.index())?.ty {
            Type::Date { .. } => Some(fact),
            other => {
                let wanted = text!(zh: "日期", en: "a date");
                self.mismatch(name.at, &wanted, Ty::of(other));
                None
            }
        }
    }
}
