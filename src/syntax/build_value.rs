//! Atoms of expressions: literals, tables, folds, the history and the rest that has a keyword.

use super::build::{Builder, half_width};
use super::grammar::Rule;
use super::tree::{Pair, Parts};
use super::words::Worded;
use crate::ast::{Expr, ExprKind, Fold, FoldOp, Name, PaidWhat, Slot, TableRow, Window};

impl Builder {
    pub(super) fn atom(&mut self, pair: Pair) -> Option<Expr> {
        let at = self.at(&pair);
        let kind = match pair.as_rule() {
            Rule::name => ExprKind::Name(self.value_name(&pair)),
            Rule::figure => return self.figure(pair),
            Rule::date => ExprKind::Date(half_width(pair.as_str())),
            Rule::k_yes => ExprKind::Truth(true),
            Rule::k_no => ExprKind::Truth(false),
            Rule::k_denied => ExprKind::Nothing,
            Rule::paren => {
                let pipeline = Parts::of(pair).take(Rule::pipeline)?;
                ExprKind::Pipeline(Box::new(self.pipeline(pipeline)?))
            }
            Rule::extreme => {
                let mut parts = Parts::of(pair);
                let highest = parts.has(Rule::k_max_of);
                ExprKind::Extreme { highest, of: self.each(parts.rest(), Self::expr) }
            }
            Rule::table => self.table(pair)?,
            Rule::fold | Rule::counting => ExprKind::Fold(Box::new(self.fold(pair)?)),
            Rule::each_year => {
                let mut parts = Parts::of(pair);
                let years = self.quantity(parts.take(Rule::figure)?)?;
                let body = Box::new(self.expr(parts.take(Rule::expr)?)?);
                ExprKind::EachYear { years, body }
            }
            Rule::paid => self.paid(pair)?,
            Rule::switch => {
                let switch = self
                    .switch(pair, |this, parts| this.pipeline_expr(parts.take(Rule::pipeline)?))?;
                ExprKind::Switch(Box::new(switch))
            }
            Rule::years_since => ExprKind::YearsSince(Box::new(self.at_operand_in(pair)?)),
            Rule::days => {
                let mut parts = Parts::of(pair);
                let from = Box::new(self.sum(parts.take(Rule::sum)?)?);
                let to = Box::new(self.sum(parts.take(Rule::sum)?)?);
                ExprKind::Days { from, to }
            }
            _ => return None,
        };
        Some(Expr { kind, at })
    }

    fn table(&mut self, pair: Pair) -> Option<ExprKind> {
        let mut parts = Parts::of(pair);
        let mut keys = Vec::new();
        while let Some(key) = parts.take(Rule::expr) {
            keys.push(self.expr(key)?);
        }
        let rows = self.each(parts.rest(), Self::table_row);
        Some(ExprKind::Table { keys, rows })
    }

    fn table_row(&mut self, pair: Pair) -> Option<TableRow> {
        let at = self.at(&pair);
        let mut parts = Parts::of(pair);
        let mut keys = Vec::new();
        while let Some(key) = parts.take(Rule::row_key) {
            keys.push(self.row_key(key));
        }
        let value = self.pipeline(parts.take(Rule::pipeline)?)?;
        Some(TableRow { keys, value, at })
    }

    /// The values of one key in a row; none for 其他.
    fn row_key(&mut self, pair: Pair) -> Option<Vec<Name>> {
        let values = pair.into_inner().filter(|one| one.as_rule() == Rule::row_value);
        let values = values.filter_map(|value| value.into_inner().next());
        let values: Vec<_> = values.map(|value| self.value_word(&value)).collect();
        (!values.is_empty()).then_some(values)
    }

    fn fold(&mut self, pair: Pair) -> Option<Fold> {
        let at = self.at(&pair);
        let mut parts = Parts::of(pair);
        let op = match parts.keyword() {
            Some(keyword) => Slot::Fixed(FoldOp::of(keyword)?),
            None => self.slot(parts.take(Rule::fold_slot)?)?,
        };
        let kind = parts.take(Rule::name)?;
        let kind = self.name(&kind);
        let event = match parts.next_if(Rule::at) {
            Some(event) => Some(self.at_operand_in(event)?),
            None => None,
        };
        let mut clause = |wanted| match parts.next_if(wanted) {
            Some(pair) => self.expr_in(pair).map(Some),
            None => Some(None),
        };
        let (order, filter) = (clause(Rule::order)?, clause(Rule::filter)?);
        let body = match parts.take(Rule::pipeline) {
            Some(body) => Some(self.pipeline(body)?),
            None => None,
        };
        Some(Fold { op, kind, event, order, filter, body, at })
    }

    fn paid(&mut self, pair: Pair) -> Option<ExprKind> {
        let mut parts = Parts::of(pair);
        let what = PaidWhat::of(parts.keyword()?)?;
        let rule = self.rule_ref(parts.take(Rule::rule_ref)?)?;
        let window = Self::window(&mut parts);
        let scope = parts.next_if(Rule::per).and_then(|per| self.name_in(per));
        Some(ExprKind::Paid { what, rule, window, scope })
    }

    pub(super) fn window(parts: &mut Parts) -> Window {
        if parts.has(Rule::k_yearly) {
            Window::Year
        } else if parts.has(Rule::k_cumulative) {
            Window::Lifetime
        } else {
            Window::Period
        }
    }
}
