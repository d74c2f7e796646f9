//! Sums, products, quotients, and dates so much later.

use super::address::word;
use super::constant::{Choices, is_constant, value_under};
use super::context::Context;
use super::types::{Ty, Typed};
use crate::ast::{At, BinaryOp, Expr};
use crate::diag::{Code, Diagnostic, Text, text};
use crate::ir::{self, DateUnit, Role};
use crate::quantity::{Base, Dimension};

impl Context<'_> {
    /// `a + b` and its kin.
    pub(super) fn binary(&mut self, at: At, op: BinaryOp, left: &Expr, right: &Expr) -> Typed {
        match op {
            BinaryOp::Or | BinaryOp::And => self.connect(op, left, right),
            BinaryOp::Add | BinaryOp::Sub | BinaryOp::Monus => self.sum(at, op, left, right),
            BinaryOp::Mul => self.product(left, right),
            BinaryOp::Div => self.quotient(left, right),
        }
    }

    fn sum(&mut self, at: At, op: BinaryOp, left: &Expr, right: &Expr) -> Typed {
        let first = self.expr(left);
        if matches!(first.ty, Ty::Date { .. }) && op != BinaryOp::Monus {
            return self.date_sum(at, op, first, right);
        }
        let first = self.require_number(left.at, first);
        let second = self.number(right);
        let ty = self.same_dimension((left.at, &first), (right.at, &second), op);
        let quotient = first.quotient || second.quotient;
        let (a, b) = (Box::new(first.expr), Box::new(second.expr));
        let expr = match op {
            BinaryOp::Add => ir::Expr::Add(a, b),
            BinaryOp::Monus => {
                let address = self.next_address(word::MONUS, Role::Step, at);
                if let Ty::Number(dimension) = ty {
                    self.book.set_number(address, "", dimension);
                }
                ir::Expr::Monus(a, b, address)
            }
            _ => ir::Expr::Sub(a, b),
        };
        Typed { expr, ty, quotient }
    }

    /// The common type of two numbers that are added or compared.
    fn same_dimension(&mut self, left: (At, &Typed), right: (At, &Typed), op: BinaryOp) -> Ty {
        let (first, second) = (left.1.ty, right.1.ty);
        match (first, second) {
            (Ty::Zero, Ty::Number(d)) => self.settle_zero(&left.1.expr, d),
            (Ty::Number(d), Ty::Zero) => self.settle_zero(&right.1.expr, d),
            (Ty::Number(a), Ty::Number(b)) if a != b => {
                let verb = match op {
                    BinaryOp::Add => text!(zh: "相加", en: "added"),
                    _ => text!(zh: "相减", en: "subtracted"),
                };
                self.unlike(&verb, (left.0, a), (right.0, b));
                return Ty::Unknown;
            }
            _ => {}
        }
        first.join(second).unwrap_or(Ty::Unknown)
    }

    /// Says that two numbers of different dimensions cannot be put together.
    pub(super) fn unlike(
        &mut self,
        verb: &Text,
        (left, a): (At, Dimension),
        (right, b): (At, Dimension),
    ) {
        let (one, other) = (self.describe_dimension(a), self.describe_dimension(b));
        let message = Text::new(
            format!("{} 与 {} 不能{}", one.zh, other.zh, verb.zh),
            format!("{} and {} cannot be {}", one.en, other.en, verb.en),
        );
        let help = self
            .conversion_help(a, b)
            .map(|how| Text::new(format!("把右边{}", how.zh), format!("{} on the right", how.en)));
        let problem = Diagnostic::new(Code::DimensionMismatch, message);
        self.report(problem.primary(right.0, other).secondary(left.0, one).maybe_help(help));
    }

    fn product(&mut self, left: &Expr, right: &Expr) -> Typed {
        let (first, second) = (self.number(left), self.number(right));
        let ty = match (first.ty, second.ty) {
            (Ty::Unknown, _) | (_, Ty::Unknown) => Ty::Unknown,
            (Ty::Nothing, _) | (_, Ty::Nothing) => Ty::Nothing,
            (Ty::Zero, _) | (_, Ty::Zero) => Ty::Zero,
            (Ty::Number(a), Ty::Number(b)) => self.dimension_or_report(a.checked_mul(b), right.at),
            _ => Ty::Unknown,
        };
        let quotient = first.quotient || second.quotient;
        let expr = ir::Expr::Mul(Box::new(first.expr), Box::new(second.expr));
        let is_known = ty != Ty::Unknown && is_constant(&expr);
        if is_known && value_under(&expr, &Choices::new()).is_none() {
            let message = text!(
                zh: "积超出可精确表示的范围",
                en: "the product is outside what can be held exactly"
            );
            let at = left.at.0.to(right.at.0);
            return self.fail(Diagnostic::new(Code::BadNumber, message).at(at));
        }
        Typed { expr, ty, quotient }
    }

    fn quotient(&mut self, left: &Expr, right: &Expr) -> Typed {
        let (first, second) = (self.number(left), self.number(right));
        let divisor = value_under(&second.expr, &Choices::new());
        let by_zero = second.ty == Ty::Zero || divisor.is_some_and(|divisor| divisor.is_zero());
        if by_zero {
            let message = text!(zh: "不能除以零", en: "division by zero");
            return self.fail(Diagnostic::new(Code::DivisionByZero, message).at(right.at.0));
        }
        let ty = match (first.ty, second.ty) {
            (Ty::Unknown, _) | (_, Ty::Unknown) => Ty::Unknown,
            (Ty::Nothing, _) | (_, Ty::Nothing) => Ty::Nothing,
            (Ty::Zero, _) => Ty::Zero,
            (Ty::Number(a), Ty::Number(b)) => self.dimension_or_report(a.checked_div(b), right.at),
            _ => Ty::Unknown,
        };
        let quotient = first.quotient || second.quotient || !is_constant(&second.expr);
        Typed { expr: ir::Expr::Div(Box::new(first.expr), Box::new(second.expr)), ty, quotient }
    }

    fn dimension_or_report(&mut self, dimension: Option<Dimension>, at: At) -> Ty {
        match dimension {
            Some(dimension) => Ty::Number(dimension),
            None => {
                let message = text!(zh: "量纲太复杂：最多由四种基本量组成", en: "the dimension is too complex: at most four bases");
                self.fail(Diagnostic::new(Code::DimensionMismatch, message).at(at.0)).ty
            }
        }
    }

    /// `放款日 + 3年`: a calendar duration later or earlier.
    fn date_sum(&mut self, at: At, op: BinaryOp, date: Typed, right: &Expr) -> Typed {
        let address = self.next_address(word::DATE_ADD, Role::Time, at);
        let amount = self.figure(address, right);
        if amount.is_failed() {
            return amount;
        }
        let Some((count, unit)) = duration(&amount) else {
            let expected = text!(
                zh: "整数的年、月或天，如 3年",
                en: "a whole number of years, months or days, such as 3年"
            );
            return self.mismatch(right.at, &expected, amount.ty);
        };
        let amount = if op == BinaryOp::Sub { count.saturating_neg() } else { count };
        let ty = date.ty;
        let date = Box::new(date.expr);
        Typed::new(ir::Expr::DateAdd { date, amount, unit, address }, ty)
    }
}

/// A literal calendar duration.
fn duration(typed: &Typed) -> Option<(i32, DateUnit)> {
    let ir::Expr::Number(value, _) = typed.expr else {
        return None;
    };
    let unit = match typed.ty.dimension()?.base()? {
        Base::Year => DateUnit::Years,
        Base::Month => DateUnit::Months,
        Base::Day => DateUnit::Days,
        _ => return None,
    };
    Some((i32::try_from(value.to_i64()?).ok()?, unit))
}
