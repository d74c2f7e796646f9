//! Expressions: flat operator lists are given their precedence here.

use super::build::{Builder, half_width};
use super::grammar::Rule;
use super::keyword::Keyword;
use super::tree::{Pair, Parts};
use crate::ast::{
    At, BinaryOp, Bound, BoundWord, Expr, ExprKind, Name, Pipeline, Quantity, Slot, Text,
};

impl Builder {
    pub(super) fn pipeline(&mut self, pair: Pair) -> Option<Pipeline> {
        let mut parts = Parts::of(pair);
        let start = self.expr(parts.take(Rule::expr)?)?;
        let steps = self.each(parts.rest(), Self::step);
        Some(Pipeline { start, steps })
    }

    /// A pipeline in the place of an expression: without steps it is the expression itself.
    pub(super) fn pipeline_expr(&mut self, pair: Pair) -> Option<Expr> {
        let at = self.at(&pair);
        let pipeline = self.pipeline(pair)?;
        if pipeline.steps.is_empty() {
            return Some(pipeline.start);
        }
        Some(Expr { kind: ExprKind::Pipeline(Box::new(pipeline)), at })
    }

    /// The expression in a pair that holds one, such as `条件 c`.
    pub(super) fn expr_in(&mut self, pair: Pair) -> Option<Expr> {
        let expr = Parts::of(pair).take(Rule::expr)?;
        self.expr(expr)
    }

    /// `若 c 则 a 否则 … b`, or without any 若 just `b`.
    pub(super) fn expr(&mut self, pair: Pair) -> Option<Expr> {
        let at = self.at(&pair);
        let mut parts = Parts::of(pair);
        let mut arms = Vec::new();
        while let Some(Rule::if_arm) = parts.rule() {
            arms.push(parts.next()?);
        }
        self.deeper(arms.len().saturating_add(1), at, |this| {
            let mut built = Vec::new();
            for arm in arms {
                let start = this.at(&arm);
                let mut arm = Parts::of(arm);
                let condition = this.logic(&mut Parts::of(arm.take(Rule::logic)?), at)?;
                let then = this.logic(&mut Parts::of(arm.take(Rule::logic)?), at)?;
                built.push((start, condition, then));
            }
            let last = this.logic(&mut parts, at)?;
            let nest = |otherwise: Expr, (start, condition, then): (At, Expr, Expr)| {
                let at = join(start, otherwise.at);
                let [condition, then, otherwise] = [condition, then, otherwise].map(Box::new);
                Expr { kind: ExprKind::If { condition, then, otherwise }, at }
            };
            Some(built.into_iter().rev().fold(last, nest))
        })
    }

    /// `a 且 b 或 c`: 且 binds more tightly.
    fn logic(&mut self, parts: &mut Parts, at: At) -> Option<Expr> {
        self.deeper(parts.left() / 2, at, |this| {
            let mut before: Option<(Expr, BinaryOp)> = None;
            let mut current = this.compared(parts)?;
            while let Some(keyword) = parts.keyword() {
                let next = this.compared(parts)?;
                if keyword == Keyword::And {
                    current = binary(BinaryOp::And, current, next);
                } else {
                    before = Some((joined(before, current), BinaryOp::Or));
                    current = next;
                }
            }
            Some(joined(before, current))
        })
    }

    /// `非 a 超过 b`: 非 takes in the comparison.
    fn compared(&mut self, parts: &mut Parts) -> Option<Expr> {
        let mut negations = Vec::new();
        while let Some(Rule::k_not) = parts.rule() {
            negations.push(self.at(&parts.next()?));
        }
        let value = self.sum(parts.take(Rule::sum)?)?;
        let value = match parts.rule() {
            None | Some(Rule::k_or | Rule::k_and) => value,
            Some(_) => self.tail(value, parts.next()?)?,
        };
        let negate = |value: Expr, not: At| {
            let at = join(not, value.at);
            Expr { kind: ExprKind::Not(Box::new(value)), at }
        };
        Some(negations.into_iter().rev().fold(value, negate))
    }

    /// What follows the left side of a comparison.
    fn tail(&mut self, value: Expr, pair: Pair) -> Option<Expr> {
        let at = join(value.at, self.at(&pair));
        let value = Box::new(value);
        let kind = match pair.as_rule() {
            Rule::compare => {
                let mut parts = Parts::of(pair);
                let bound = parts.take(Rule::bound_slot)?;
                let right = Box::new(self.sum(parts.take(Rule::sum)?)?);
                let word = self.bound(bound, parts.next_if(Rule::in_text))?;
                ExprKind::Compare { left: value, word, right, tolerance: None }
            }
            Rule::trailing => {
                let mut parts = Parts::of(pair);
                let right = Box::new(self.edge(parts.take(Rule::edge)?)?);
                let bound = parts.take(Rule::suffix_slot)?;
                let word = self.bound(bound, parts.next_if(Rule::in_text))?;
                let tolerance = match parts.next_if(Rule::tolerance) {
                    Some(tolerance) => Some(Box::new(self.figure_in(tolerance)?)),
                    None => None,
                };
                ExprKind::Compare { left: value, word, right, tolerance }
            }
            Rule::within => {
                let mut parts = Parts::of(pair);
                let mut end = || parts.take(Rule::sum).map(|sum| self.sum(sum).map(Box::new));
                match (end(), end()) {
                    (None, _) => ExprKind::During { value, year: None },
                    (Some(year), None) => ExprKind::During { value, year: Some(year?) },
                    (Some(from), Some(to)) => ExprKind::Within { value, from: from?, to: to? },
                }
            }
            Rule::k_happened => ExprKind::Happened(value),
            Rule::member => {
                let mut parts = Parts::of(pair);
                let negated = parts.has(Rule::k_is_not);
                let members = self.each(parts.rest(), Self::name_in);
                ExprKind::Member { value, members, negated }
            }
            _ => return None,
        };
        Some(Expr { kind, at })
    }

    /// A comparison word and the text's own word.
    pub(super) fn bound(&mut self, pair: Pair, in_text: Option<Pair>) -> Option<Bound> {
        let at = self.at(&pair);
        let word: Slot<BoundWord> = self.slot(pair)?;
        let in_text: Option<Text> = in_text.and_then(|text| self.text_in(text));
        Some(Bound { word, in_text, at })
    }

    /// The figure before a trailing comparison word.
    pub(super) fn edge(&mut self, pair: Pair) -> Option<Expr> {
        self.atom(pair.into_inner().next()?)
    }

    /// `a + b × c`: products bind more tightly.
    pub(super) fn sum(&mut self, pair: Pair) -> Option<Expr> {
        let at = self.at(&pair);
        let mut parts = Parts::of(pair);
        self.deeper(parts.left() / 2, at, |this| {
            let mut before: Option<(Expr, BinaryOp)> = None;
            let mut current = this.operand(&mut parts)?;
            while let Some(sign) = parts.next() {
                let op = match sign.as_rule() {
                    Rule::plus => BinaryOp::Add,
                    Rule::minus => BinaryOp::Sub,
                    Rule::times => BinaryOp::Mul,
                    Rule::over => BinaryOp::Div,
                    Rule::k_in_excess_of => BinaryOp::Monus,
                    _ => return None,
                };
                let next = this.operand(&mut parts)?;
                if matches!(op, BinaryOp::Mul | BinaryOp::Div) {
                    current = binary(op, current, next);
                } else {
                    before = Some((joined(before, current), op));
                    current = next;
                }
            }
            Some(joined(before, current))
        })
    }

    /// `上年 所属项目.投资额 于 2021年`: what follows an operand binds more tightly than 上年.
    fn operand(&mut self, parts: &mut Parts) -> Option<Expr> {
        let mut years_back = Vec::new();
        while let Some(Rule::k_last_year) = parts.rule() {
            years_back.push(self.at(&parts.next()?));
        }
        let mut value = self.atom(parts.next()?)?;
        while let Some(Rule::field | Rule::at | Rule::in_years) = parts.rule() {
            value = self.postfix(value, parts.next()?)?;
        }
        let last_year = |value: Expr, word: At| {
            let at = join(word, value.at);
            Expr { kind: ExprKind::LastYear(Box::new(value)), at }
        };
        Some(years_back.into_iter().rev().fold(value, last_year))
    }

    fn postfix(&mut self, value: Expr, pair: Pair) -> Option<Expr> {
        let at = join(value.at, self.at(&pair));
        let value = Box::new(value);
        let kind = match pair.as_rule() {
            Rule::field => ExprKind::Path(value, self.name_in(pair)?),
            Rule::at => ExprKind::Of(value, Box::new(self.at_operand_in(pair)?)),
            _ => {
                let basis = self.quantity(Parts::of(pair).take(Rule::figure)?)?;
                ExprKind::InYears { days: value, basis }
            }
        };
        Some(Expr { kind, at })
    }

    /// `于 e`: the e.
    pub(super) fn at_operand_in(&mut self, pair: Pair) -> Option<Expr> {
        let operand = Parts::of(pair).take(Rule::at_operand)?;
        let at = self.at(&operand);
        let mut parts = Parts::of(operand);
        self.deeper(parts.left(), at, |this| this.operand(&mut parts))
    }

    fn figure_in(&mut self, pair: Pair) -> Option<Expr> {
        let figure = Parts::of(pair).take(Rule::figure)?;
        self.figure(figure)
    }

    /// A number with its unit, a ratio, or a year.
    pub(super) fn figure(&mut self, pair: Pair) -> Option<Expr> {
        let at = self.at(&pair);
        let mut parts = Parts::of(pair);
        let first = parts.take(Rule::number)?;
        if parts.take(Rule::ratio_sign).is_some() {
            let [over, under] =
                [first, parts.take(Rule::number)?].map(|one| half_width(one.as_str()));
            return Some(Expr { kind: ExprKind::Proportion(over, under), at });
        }
        let quantity = self.quantity(pair)?;
        let kind = match calendar_year(&quantity) {
            Some(year) => ExprKind::Year(year),
            None => ExprKind::Quantity(quantity),
        };
        Some(Expr { kind, at })
    }

    /// A word in the place of a value.
    pub(super) fn value_word(&mut self, pair: &Pair) -> Name {
        match Keyword::of_rule(pair.as_rule()) {
            Some(_) => Name { text: pair.as_str().to_owned(), at: self.at(pair) },
            None => self.name(pair),
        }
    }
}

/// Four digits and 年 are a calendar year: no period is a thousand years long.
fn calendar_year(quantity: &Quantity) -> Option<i32> {
    let four_digits =
        quantity.number.len() == 4 && quantity.number.bytes().all(|b| b.is_ascii_digit());
    (four_digits && quantity.unit == "年").then(|| quantity.number.parse().ok())?
}

fn binary(op: BinaryOp, left: Expr, right: Expr) -> Expr {
    let at = join(left.at, right.at);
    let kind = ExprKind::Binary(op, Box::new(left), Box::new(right));
    Expr { kind, at }
}

fn joined(before: Option<(Expr, BinaryOp)>, current: Expr) -> Expr {
    match before {
        Some((left, op)) => binary(op, left, current),
        None => current,
    }
}

fn join(first: At, last: At) -> At {
    At(first.0.to(last.0))
}
