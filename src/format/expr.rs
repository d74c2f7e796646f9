//! Expressions. Parentheses are part of the tree, so none are added or dropped.

use super::doc::{Doc, Rows, block, group, mark, seq, spaced, text};
use super::word::{Form, name, quantity, word_or_name, year};
use crate::ast::{
    At, BinaryOp, Bound, BoundWord, Expr, ExprKind, Fold, Name, PaidWhat, RuleRef, Slot, TableRow,
    Window,
};
use crate::syntax::{Keyword, Worded};

impl Form {
    /// An expression.
    pub(super) fn expr(self, expr: &Expr) -> Doc {
        let at = expr.at;
        match &expr.kind {
            ExprKind::Quantity(one) => quantity(one),
            ExprKind::Proportion(first, second) => text(format!("{first}:{second}")),
            ExprKind::Date(date) => text(date),
            ExprKind::Year(number) => year(*number),
            ExprKind::Truth(true) => self.word(Keyword::Yes),
            ExprKind::Truth(false) => self.word(Keyword::No),
            ExprKind::Nothing => self.word(Keyword::Denied),
            ExprKind::Name(one) => name(one),
            ExprKind::Path(of, field) => seq(vec![self.expr(of), text("."), name(field)]),
            ExprKind::LastYear(of) => self.said(Keyword::LastYear, [self.expr(of)]),
            ExprKind::Of(of, when) => {
                spaced([self.expr(of), self.word(Keyword::At), self.expr(when)])
            }
            ExprKind::Not(of) => self.said(Keyword::Not, [self.expr(of)]),
            ExprKind::Binary(op, left, right) => self.binary(*op, left, right, at),
            ExprKind::Compare { left, word, right, tolerance } => {
                self.compare(left, word, right, tolerance.as_deref())
            }
            ExprKind::Within { value, from, to } => {
                let range = self.range(self.expr(from), self.expr(to));
                spaced([self.expr(value), self.word(Keyword::Between), range])
            }
            ExprKind::During { value, year } => {
                let year = match year {
                    Some(year) => self.expr(year),
                    None => self.word(Keyword::ThisYear),
                };
                spaced([self.expr(value), self.word(Keyword::Between), year])
            }
            ExprKind::Member { value, members, negated } => self.member(value, members, *negated),
            ExprKind::Happened(of) => spaced([self.expr(of), self.word(Keyword::Happened)]),
            ExprKind::Extreme { highest, of } => self.extreme(*highest, of, at),
            ExprKind::If { condition, then, otherwise } => {
                self.choice(condition, then, otherwise, at)
            }
            ExprKind::Table { keys, rows } => self.table(keys, rows, at),
            ExprKind::Fold(fold) => self.fold(fold),
            ExprKind::EachYear { years, body } => {
                let past = self.said(Keyword::Past, [quantity(years)]);
                let head = spaced([past, self.word(Keyword::Throughout)]);
                block(head, vec![(body.at.0.start, self.expr(body))], at, Rows::Short)
            }
            ExprKind::Paid { what, rule, window, scope } => {
                self.paid(*what, rule, *window, scope.as_ref())
            }
            ExprKind::Switch(switch) => {
                self.switch(switch, |arm| (Some(arm.at.0.start), self.arm(arm)))
            }
            ExprKind::YearsSince(date) => self.said(Keyword::YearsSince, [self.expr(date)]),
            ExprKind::Days { from, to } => {
                let range = self.range(self.expr(from), self.expr(to));
                spaced([self.word(Keyword::Span), range, self.word(Keyword::InDays)])
            }
            ExprKind::InYears { days, basis } => {
                spaced([self.expr(days), self.word(Keyword::InYears), quantity(basis)])
            }
            ExprKind::Pipeline(inner) => seq(vec![text("("), self.pipeline(inner, at), text(")")]),
        }
    }

    /// A chain of 或, of 且 or of sums is broken before each operator; products stay together.
    fn binary(self, op: BinaryOp, left: &Expr, right: &Expr, at: At) -> Doc {
        let sign = self.operator(op);
        if matches!(op, BinaryOp::Mul | BinaryOp::Div) {
            return spaced([self.expr(left), sign, self.expr(right)]);
        }
        let mut links = vec![(sign, right)];
        let mut first = left;
        while let ExprKind::Binary(next, left, right) = &first.kind
            && same_level(*next, op)
        {
            links.push((self.operator(*next), right));
            first = left;
        }
        let mut rest = Vec::new();
        for (sign, operand) in links.into_iter().rev() {
            let operand_at = operand.at.0.start;
            rest.extend([Doc::Line(1), mark(operand_at), sign, text(" "), self.expr(operand)]);
        }
        group(at, vec![self.expr(first), Doc::Nest(rest)])
    }

    fn operator(self, op: BinaryOp) -> Doc {
        match op {
            BinaryOp::Or => self.word(Keyword::Or),
            BinaryOp::And => self.word(Keyword::And),
            BinaryOp::Add => text("+"),
            BinaryOp::Sub => text("-"),
            BinaryOp::Monus => self.word(Keyword::MinusToZero),
            BinaryOp::Mul => text("×"),
            BinaryOp::Div => text("÷"),
        }
    }

    fn compare(self, left: &Expr, word: &Bound, right: &Expr, tolerance: Option<&Expr>) -> Doc {
        let tolerance = tolerance.map(|one| self.said(Keyword::Tolerance, [self.expr(one)]));
        let bounded = self.bounded(word, right);
        spaced([self.expr(left), bounded].into_iter().chain(tolerance))
    }

    /// `超过 15亿元`, `15亿元 以上`, with the text's own word where that differs.
    pub(super) fn bounded(self, bound: &Bound, figure: &Expr) -> Doc {
        let figure = self.expr(figure);
        let word = self.slot(&bound.word);
        let in_text = bound.in_text.as_ref().map(|own| self.in_text(own));
        let pair = match follows_figure(&bound.word) {
            true => [figure, word],
            false => [word, figure],
        };
        spaced(pair.into_iter().chain(in_text))
    }

    fn member(self, value: &Expr, members: &[Name], negated: bool) -> Doc {
        let value = self.expr(value);
        match (members, negated) {
            ([one], false) => spaced([value, self.word(Keyword::Is), name(one)]),
            ([one], true) => spaced([value, self.word(Keyword::IsNot), name(one)]),
            _ => {
                let set = self.set(members.iter().map(name));
                spaced([value, self.word(Keyword::BelongsTo), set])
            }
        }
    }

    fn extreme(self, highest: bool, of: &[Expr], at: At) -> Doc {
        let keyword = if highest { Keyword::MaxOf } else { Keyword::MinOf };
        let parts = of.iter().map(|one| (one.at.0.start, self.expr(one))).collect();
        let list = self.list(parts, at.0.end);
        seq(vec![self.word(keyword), text(" {"), list, text("}")])
    }

    fn choice(self, condition: &Expr, then: &Expr, otherwise: &Expr, at: At) -> Doc {
        let then = [
            Doc::Line(1),
            mark(then.at.0.start),
            self.said(Keyword::Then, [self.expr(then)]),
            Doc::Line(1),
            mark(otherwise.at.0.start),
            self.said(Keyword::Else, [self.expr(otherwise)]),
        ];
        let condition = self.said(Keyword::If, [self.expr(condition)]);
        group(at, vec![condition, Doc::Nest(then.into())])
    }

    fn table(self, keys: &[Expr], rows: &[TableRow], at: At) -> Doc {
        let keys = self.inline(keys.iter().map(|key| self.expr(key)));
        let rows = rows.iter().map(|row| (row.at.0.start, self.row(row))).collect();
        block(self.said(Keyword::By, [keys]), rows, at, Rows::Short)
    }

    fn row(self, row: &TableRow) -> Doc {
        let keys = row.keys.iter().map(|key| match key {
            None => self.word(Keyword::Other),
            Some(values) => {
                let mut either = Vec::new();
                for value in values {
                    if !either.is_empty() {
                        either.push(self.word(Keyword::Or));
                    }
                    either.push(word_or_name(value));
                }
                spaced(either)
            }
        });
        seq(vec![self.inline(keys), text(": "), self.pipeline(&row.value, row.at)])
    }

    fn fold(self, fold: &Fold) -> Doc {
        let event = fold.event.as_ref().map(|one| self.said(Keyword::At, [self.expr(one)]));
        let order = fold.order.as_ref().map(|one| self.said(Keyword::By, [self.expr(one)]));
        let filter = fold.filter.as_ref().map(|one| self.said(Keyword::Where, [self.expr(one)]));
        let parts = [Some(self.slot(&fold.op)), Some(name(&fold.kind)), event, order, filter];
        let head = spaced(parts.into_iter().flatten());
        match &fold.body {
            None => head,
            Some(body) => {
                let start = body.start.at.0.start;
                let rows = vec![(start, self.pipeline(body, body.start.at))];
                block(head, rows, fold.at, Rows::Short)
            }
        }
    }

    fn paid(self, what: PaidWhat, rule: &RuleRef, window: Window, scope: Option<&Name>) -> Doc {
        let parts = [
            Some(self.word(what.keyword())),
            Some(self.rule_ref(rule)),
            self.window(window),
            scope.map(|kind| self.per(kind)),
        ];
        spaced(parts.into_iter().flatten())
    }

    /// `每年`, `累计`; nothing for the benefit's own period.
    pub(super) fn window(self, window: Window) -> Option<Doc> {
        match window {
            Window::Period => None,
            Window::Year => Some(self.word(Keyword::Yearly)),
            Window::Lifetime => Some(self.word(Keyword::Cumulative)),
        }
    }
}

/// Whether two operators are of one precedence, so that a chain of both is read from the left.
fn same_level(one: BinaryOp, other: BinaryOp) -> bool {
    let is_sum = |op| matches!(op, BinaryOp::Add | BinaryOp::Sub | BinaryOp::Monus);
    one == other || (is_sum(one) && is_sum(other))
}

/// Whether the word stands after its figure.
fn follows_figure(word: &Slot<BoundWord>) -> bool {
    let word = match word {
        Slot::Fixed(word) => Some(*word),
        Slot::Switch(switch) => switch.arms.first().map(|(_, word)| *word),
    };
    use BoundWord::{JiYixia, Yinei, Yishang, Yiwai, Yixia, Zuoyou};
    matches!(word, Some(Yishang | Yixia | Yinei | JiYixia | Yiwai | Zuoyou))
}
