//! The list's own declaration.

use super::address::{Path, word};
use super::context::Context;
use super::scope::Scope;
use super::statement::Word;
use super::steps::mode_of;
use crate::ast::{At, Expr, ExprKind, List, ListEntry, Rounding, Validity};
use crate::diag::{Code, Diagnostic, text};
use crate::ir::{self, ListInfo, Named, Role};
use crate::quantity::{Date, Dimension};

const TITLE: Word = ("标题", "titled");
const ISSUED: Word = ("印发", "issued");
const VALIDITY: Word = ("时效", "in_force");
const PAYABLE: Word = ("支付", "payable");

impl Context<'_> {
    /// Lowers the list's declaration.
    pub(super) fn list(&mut self, list: &List) -> Option<ListInfo> {
        self.scope = Scope::default();
        self.path =
            Path::root(&list.name.zh.text, &list.name.en.as_ref().unwrap_or(&list.name.zh).text);
        let (mut titles, mut issued, mut validities, mut payables) =
            (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        let mut budgets = Vec::new();
        for entry in &list.entries {
            match entry {
                ListEntry::Title(text) => titles.push((text, text.at)),
                ListEntry::Issued(date) => issued.push((date, date.at)),
                ListEntry::Validity(validity) => validities.push((validity, validity.at)),
                ListEntry::Payable(rounding) => payables.push((rounding, rounding.at)),
                ListEntry::Budget(budget) => budgets.push(budget),
                // The resolver has these; readings are checked with the clauses'.
                ListEntry::Reading(_)
                | ListEntry::Levels(_)
                | ListEntry::Bodies(_)
                | ListEntry::FigureNote(_) => {}
            }
        }
        let title = self.one(TITLE, &titles).map(|title| title.text.clone()).unwrap_or_default();
        let issued = self.one(ISSUED, &issued).and_then(|date| self.day(date));
        let validity = self.one(VALIDITY, &validities).map(|validity| self.validity(validity));
        let payable = self.one(PAYABLE, &payables);
        if payables.is_empty() {
            let message = text!(zh: "清单没有写明支付怎样取整", en: "the list does not say how payments are rounded");
            let help = text!(zh: "加一句“支付 精确到 1分 四舍五入”", en: "add `payable precise_to 1分 half_up`");
            self.report(
                Diagnostic::new(Code::StatementMissing, message).at(list.name.zh.at.0).help(help),
            );
        }
        let budgets: Vec<_> = budgets.into_iter().map(|budget| self.budget(budget)).collect();
        let (payable_to, payable_mode) = self.payable(payable?)?;
        let budgets = budgets.into_iter().collect::<Option<_>>()?;
        let name = named(list);
        Some(ListInfo { name, title, issued, validity, payable_to, payable_mode, budgets })
    }

    fn payable(
        &mut self,
        rounding: &Rounding,
    ) -> Option<(crate::quantity::Exact, crate::quantity::Mode)> {
        let path = self.path.word(word::ROUND);
        let address = self.address(&path, Role::Step, rounding.at);
        let (to, ty) = self.granule(rounding, address)?;
        let dimension = ty.dimension()?;
        if dimension != Dimension::MONEY {
            self.wrong_dimension(
                rounding.to.at,
                Dimension::MONEY,
                dimension,
                &text!(zh: "支付的最小单位", en: "the unit of payment"),
            );
            return None;
        }
        Some((to, mode_of(rounding.mode)))
    }

    /// A day written out.
    fn day(&mut self, expr: &Expr) -> Option<Date> {
        match (&expr.kind, self.date(expr)) {
            (ExprKind::Date(_), ir::Expr::Date(date, _)) => Some(date),
            (ExprKind::Date(_), _) => None,
            _ => {
                let message = text!(zh: "这里要写一个日期，如 2022-05-20", en: "write a date here, such as 2022-05-20");
                self.report(Diagnostic::new(Code::NotConstant, message).at(expr.at.0));
                None
            }
        }
    }

    /// `时效 a 至 b`: no subject is in view, and no year is bound.
    pub(super) fn validity(&mut self, validity: &Validity) -> ir::Validity {
        let path = self.path.word(word::VALIDITY);
        let (from, to) = self.under(path, |cx| (cx.edge(&validity.from), cx.edge(&validity.to)));
        self.check_rising(validity.at, &from, &to);
        ir::Validity { from, to }
    }

    fn edge(&mut self, expr: &Expr) -> ir::Expr {
        let address = self.next_address(word::VALUE, Role::Time, expr.at);
        let typed = self.figure(address, expr);
        self.require_date(expr.at, typed)
    }

    fn check_rising(&mut self, at: At, from: &ir::Expr, to: &ir::Expr) {
        let (ir::Expr::Date(from, _), ir::Expr::Date(to, _)) = (from, to) else {
            return;
        };
        if from > to {
            let message = text!(zh: "时效的止日早于起日", en: "the validity ends before it starts");
            self.report(Diagnostic::new(Code::NoSuchDate, message).at(at.0));
        }
    }
}

fn named(list: &List) -> Named {
    let en = list.name.en.as_ref().unwrap_or(&list.name.zh);
    Named { zh: list.name.zh.text.clone(), en: en.text.clone() }
}
