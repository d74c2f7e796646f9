//! Conditions: comparisons, memberships, and how they are connected.

use super::address::word;
use super::context::Context;
use super::types::{Ty, Typed};
use crate::ast::{At, BinaryOp, Bound, BoundWord, Expr, ExprKind, Name, Quantity, Slot};
use crate::diag::{Code, Diagnostic, Text, text};
use crate::ir::{self, AddressId, CompareOp, Role};
use crate::quantity::{Base, Dimension};

/// What a comparison word means: which side of the figure, and what it compares.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sense {
    /// Compares quantities.
    Quantity(CompareOp),
    /// Compares dates.
    Date(CompareOp),
    /// `左右`: near, within a tolerance.
    Near,
}

/// The sense of each comparison word. Civil Code art. 1259: 以上, 以下, 以内, 届满 (here 满, and 达到,
/// 不超过, 不低于, 至少 by the same sense) include the figure; 不满, 超过, 以外 (here 低于, 不足) do not.
pub(super) fn sense(word: BoundWord) -> Sense {
    use BoundWord as W;
    match word {
        W::Yishang | W::BuDiyu | W::Zhishao | W::Man | W::Dadao => {
            Sense::Quantity(CompareOp::AtLeast)
        }
        W::Yixia | W::Yinei | W::BuChaoguo | W::JiYixia => Sense::Quantity(CompareOp::AtMost),
        W::Chaoguo | W::Yiwai => Sense::Quantity(CompareOp::Above),
        W::Diyu | W::Buzu | W::Buman => Sense::Quantity(CompareOp::Below),
        W::Dengyu => Sense::Quantity(CompareOp::Equal),
        W::Zaoyu => Sense::Date(CompareOp::Below),
        W::Wanyu => Sense::Date(CompareOp::Above),
        W::BuZaoyu => Sense::Date(CompareOp::AtLeast),
        W::BuWanyu => Sense::Date(CompareOp::AtMost),
        W::Zuoyou => Sense::Near,
    }
}

/// The two sides of a comparison, lowered.
struct Sides {
    left: Typed,
    right: Typed,
    tolerance: Option<(At, Typed)>,
    address: AddressId,
}

impl Context<'_> {
    /// A condition: its parts are addressed, and a bare fact is a part of its own.
    pub(super) fn condition(&mut self, expr: &Expr) -> ir::Expr {
        self.deeper(expr.at, |cx| cx.condition_of(expr)).unwrap_or(ir::Expr::Nothing)
    }

    fn condition_of(&mut self, expr: &Expr) -> ir::Expr {
        match &expr.kind {
            ExprKind::Binary(op @ (BinaryOp::Or | BinaryOp::And), left, right) => {
                self.connect(*op, left, right).expr
            }
            ExprKind::Pipeline(inner) if inner.steps.is_empty() => self.condition(&inner.start),
            ExprKind::Not(inner) => ir::Expr::Not(Box::new(self.condition(inner))),
            ExprKind::Switch(switch) => {
                let typed = self.switch_over(switch, |cx| {
                    let arms = switch.arms.iter();
                    arms.map(|(_, arm)| (arm.at, Typed::new(cx.condition(arm), Ty::Truth)))
                        .collect()
                });
                typed.expr
            }
            _ => {
                let typed = self.expr(expr);
                self.test(expr.at, typed)
            }
        }
    }

    /// What was lowered; a truth stands as a condition, anything else as it is.
    pub(super) fn as_condition(&mut self, at: At, typed: Typed) -> Typed {
        match typed.ty {
            Ty::Truth => Typed::new(self.test(at, typed), Ty::Truth),
            _ => typed,
        }
    }

    /// What was lowered, as a part of a condition.
    fn test(&mut self, at: At, typed: Typed) -> ir::Expr {
        match (typed.ty, typed.expr) {
            (Ty::Unknown, expr) => expr,
            (Ty::Truth, expr) if !is_condition(&expr) => {
                let address = self.next_address(word::PART, Role::Condition, at);
                ir::Expr::Test { value: Box::new(expr), address }
            }
            (Ty::Truth, expr) => expr,
            (ty, _) => {
                let expected = text!(zh: "一个条件（是或否）", en: "a condition (yes or no)");
                self.mismatch(at, &expected, ty).expr
            }
        }
    }

    /// `a 且 b`, `a 或 b`; a run of the same word is one list.
    pub(super) fn connect(&mut self, op: BinaryOp, left: &Expr, right: &Expr) -> Typed {
        let mut parts = Vec::new();
        for side in [left, right] {
            match (op, self.condition(side)) {
                (BinaryOp::And, ir::Expr::And(more)) | (BinaryOp::Or, ir::Expr::Or(more)) => {
                    parts.extend(more)
                }
                (_, part) => parts.push(part),
            }
        }
        let expr = if op == BinaryOp::And { ir::Expr::And(parts) } else { ir::Expr::Or(parts) };
        Typed::new(expr, Ty::Truth)
    }

    /// Comparisons, memberships and the rest that is true or false by itself.
    pub(super) fn truth_expr(&mut self, expr: &Expr) -> Typed {
        let lowered = match &expr.kind {
            ExprKind::Not(inner) => ir::Expr::Not(Box::new(self.condition(inner))),
            ExprKind::Compare { left, word, right, tolerance } => {
                return self.compare(expr.at, left, word, right, tolerance.as_deref());
            }
            ExprKind::Within { value, from, to } => return self.within(expr.at, value, from, to),
            ExprKind::During { value, year } => {
                return self.during(expr.at, value, year.as_deref());
            }
            ExprKind::Member { value, members, negated } => {
                return self.member(expr.at, value, members, *negated);
            }
            ExprKind::Happened(event) => {
                let typed = self.expr(event);
                let expected = text!(zh: "事件", en: "an event");
                match typed.ty {
                    Ty::Unknown => return typed,
                    Ty::Date { .. } => ir::Expr::Happened(Box::new(typed.expr)),
                    ty => return self.mismatch(event.at, &expected, ty),
                }
            }
            ExprKind::EachYear { years, body } => return self.each_year(expr.at, years, body),
            _ => return Typed::failed(),
        };
        Typed::new(lowered, Ty::Truth)
    }

    fn compare(
        &mut self,
        at: At,
        left: &Expr,
        word: &Bound,
        right: &Expr,
        tolerance: Option<&Expr>,
    ) -> Typed {
        let address = self.next_address(word::BOUND, Role::Bound, at);
        self.note_word(address, word);
        let left_typed = self.expr(left);
        let right_typed = self.figure(address, right);
        let tolerance = tolerance.map(|expr| (expr.at, self.number(expr)));
        let Some(ty) = self.comparable((left.at, &left_typed), (right.at, &right_typed)) else {
            return Typed::failed();
        };
        if let Some(dimension) = ty.dimension() {
            self.settle_zero(&left_typed.expr, dimension);
            self.settle_zero(&right_typed.expr, dimension);
            self.book.set_dimension(address, dimension);
        }
        let sides = Sides { left: left_typed, right: right_typed, tolerance, address };
        match &word.word {
            Slot::Fixed(word_kind) => self.compare_as(*word_kind, word.at, ty, &sides),
            Slot::Switch(switch) => {
                let arms =
                    switch.arms.iter().map(|(number, kind)| (*number, *kind)).collect::<Vec<_>>();
                self.switch_over(switch, |cx| {
                    arms.iter()
                        .map(|(_, kind)| (word.at, cx.compare_as(*kind, word.at, ty, &sides)))
                        .collect()
                })
            }
        }
    }

    /// Notes the comparison word of a place, and the text's own.
    pub(super) fn note_word(&mut self, address: AddressId, bound: &Bound) {
        let word = self.text_at(bound.at.0);
        self.book.set_word(address, &word, bound.in_text.as_ref().map(|text| text.text.as_str()));
    }

    /// The common type of two things compared.
    fn comparable(&mut self, (left, a): (At, &Typed), (right, b): (At, &Typed)) -> Option<Ty> {
        match (a.ty, b.ty) {
            (Ty::Unknown, _) | (_, Ty::Unknown) => None,
            (Ty::Number(one), Ty::Number(other)) if one != other => {
                self.unlike(&text!(zh: "相比", en: "compared"), (left, one), (right, other));
                None
            }
            (a @ (Ty::Number(_) | Ty::Zero | Ty::Year | Ty::Date { .. }), b) => match a.join(b) {
                Some(ty) => Some(ty),
                None => {
                    let expected = self.describe(a);
                    self.mismatch(right, &expected, b);
                    None
                }
            },
            (ty, _) => {
                let expected = text!(zh: "数或日期", en: "a number or a date");
                self.mismatch(left, &expected, ty);
                None
            }
        }
    }

    fn compare_as(&mut self, word: BoundWord, at: At, ty: Ty, sides: &Sides) -> Typed {
        let is_date = matches!(ty, Ty::Date { .. });
        let op = match (sense(word), is_date) {
            (Sense::Quantity(op), false) | (Sense::Date(op), true) => op,
            (Sense::Quantity(CompareOp::Equal), true) => CompareOp::Equal,
            (Sense::Near, false) => return self.near(at, sides),
            (_, true) => {
                return self.word_misused(
                    at,
                    text!(zh: "日期不能用这个词来比", en: "dates are not compared with this word"),
                    text!(zh: "用 早于、晚于、不早于、不晚于", en: "use the words for dates: before, after and their negations"),
                );
            }
            (_, false) => {
                return self.word_misused(
                    at,
                    text!(zh: "这个词只用来比日期", en: "this word compares dates only"),
                    text!(zh: "用 超过、低于、不超过、不低于 等", en: "use a word for quantities, such as `over` or `below`"),
                );
            }
        };
        let (left, right) = (Box::new(sides.left.expr.clone()), Box::new(sides.right.expr.clone()));
        Typed::new(ir::Expr::Compare { op, left, right, address: sides.address }, Ty::Truth)
    }

    /// Says that a comparison word stands where it has no sense.
    pub(super) fn word_misused(&mut self, at: At, message: Text, help: Text) -> Typed {
        self.fail(Diagnostic::new(Code::WordMisused, message).at(at.0).help(help))
    }

    fn near(&mut self, at: At, sides: &Sides) -> Typed {
        let Some((tolerance_at, tolerance)) = &sides.tolerance else {
            return self.word_misused(
                at,
                text!(zh: "“左右”没有说明容差", en: "nearness needs a tolerance"),
                text!(zh: "写明容差，如：200名 左右 容差 10%", en: "state one, such as: within a tolerance of 10%"),
            );
        };
        let target = sides.right.ty.dimension();
        let relative = match (tolerance.ty, target) {
            (Ty::Unknown, _) => return Typed::failed(),
            (Ty::Number(found), Some(target)) if found == target && !found.is_plain() => false,
            (Ty::Number(found), _) if found.is_plain() => true,
            (Ty::Number(found), Some(target)) => {
                return self.wrong_dimension(
                    *tolerance_at,
                    target,
                    found,
                    &text!(zh: "容差", en: "the tolerance"),
                );
            }
            _ => true,
        };
        let [value, target, tolerance] =
            [&sides.left, &sides.right, tolerance].map(|typed| Box::new(typed.expr.clone()));
        Typed::new(
            ir::Expr::Near { value, target, tolerance, relative, address: sides.address },
            Ty::Truth,
        )
    }

    /// `x 在 a 至 b`: both ends included.
    fn within(&mut self, at: At, value: &Expr, from: &Expr, to: &Expr) -> Typed {
        let typed = self.expr(value);
        let mut parts = Vec::new();
        for (op, end) in [(CompareOp::AtLeast, from), (CompareOp::AtMost, to)] {
            let address = self.next_address(word::BOUND, Role::Bound, At(at.0.to(end.at.0)));
            let bound = self.figure(address, end);
            let Some(ty) = self.comparable((value.at, &typed), (end.at, &bound)) else {
                return Typed::failed();
            };
            if let Some(dimension) = ty.dimension() {
                self.settle_zero(&bound.expr, dimension);
                self.book.set_dimension(address, dimension);
            }
            let (left, right) = (Box::new(typed.expr.clone()), Box::new(bound.expr));
            parts.push(ir::Expr::Compare { op, left, right, address });
        }
        Typed::new(ir::Expr::And(parts), Ty::Truth)
    }

    /// `d 在 2022年`, `d 在 本年度`.
    fn during(&mut self, at: At, value: &Expr, year: Option<&Expr>) -> Typed {
        let address = self.next_address(word::BOUND, Role::Bound, at);
        let typed = self.expr(value);
        let date = Box::new(self.require_date(value.at, typed));
        let year = match year.map(|year| (year.at, &year.kind)) {
            None if self.require_year(at) => None,
            None => return Typed::failed(),
            Some((_, ExprKind::Year(year))) => Some(*year),
            Some((at, _)) => {
                let message = text!(zh: "“在”后面单写一个值，只能是年份", en: "only a calendar year can follow `between` alone");
                let help = text!(zh: "写成 在 2022年、在 本年度，或 在 起 至 止", en: "write `between 2022年`, `between this_year` or `between FIRST to LAST`");
                return self.fail(Diagnostic::new(Code::TypeMismatch, message).at(at.0).help(help));
            }
        };
        Typed::new(ir::Expr::During { date, year, address }, Ty::Truth)
    }

    /// `级别 属于 {国家级、省级}`, `级别 为 国家级`.
    fn member(&mut self, at: At, value: &Expr, members: &[Name], negated: bool) -> Typed {
        let typed = self.expr(value);
        let id = match typed.ty {
            Ty::Unknown => return typed,
            Ty::Choice(id) => id,
            ty => {
                let expected = text!(zh: "枚举类型的事实", en: "a fact of an enumeration");
                return self.mismatch(value.at, &expected, ty);
            }
        };
        let found: Vec<Option<u16>> = members.iter().map(|name| self.variant(id, name)).collect();
        let Some(variants) = found.into_iter().collect::<Option<Vec<u16>>>() else {
            return Typed::failed();
        };
        let address = self.next_address(word::PART, Role::Condition, at);
        let is = ir::Expr::Is { value: Box::new(typed.expr), variants: set_of(&variants), address };
        let expr = if negated { ir::Expr::Not(Box::new(is)) } else { is };
        Typed::new(expr, Ty::Truth)
    }

    /// `近 3年 均 { c }`.
    fn each_year(&mut self, at: At, years: &Quantity, body: &Expr) -> Typed {
        let address = self.next_address(word::EACH_YEAR, Role::Condition, at);
        if !self.require_year(at) {
            return Typed::failed();
        }
        let body = Box::new(self.condition(body));
        let Some(years) = self.whole_years(years).and_then(|years| u8::try_from(years).ok()) else {
            return Typed::failed();
        };
        Typed::new(ir::Expr::EachYear { years, body, address }, Ty::Truth)
    }

    /// A literal that is a whole number of years, at least one.
    pub(super) fn whole_years(&mut self, quantity: &Quantity) -> Option<u32> {
        let (value, dimension) = self.parse(quantity)?;
        let years = value
            .to_i64()
            .and_then(|years| u32::try_from(years).ok())
            .filter(|years| (1..=100).contains(years));
        if dimension == Dimension::of(Base::Year) && years.is_some() {
            return years;
        }
        let message = text!(
            zh: "年数应是 1年 到 100年 之间的整年数",
            en: "the number of years is to be a whole number from 1年 to 100年"
        );
        self.report(Diagnostic::new(Code::BadNumber, message).at(quantity.at.0));
        None
    }
}

/// Whether coverage can see the truth of an expression by itself: it has an address of its own, is
/// made of such, or never changes.
fn is_condition(expr: &ir::Expr) -> bool {
    use ir::Expr as E;
    match expr {
        E::Compare { .. } | E::Near { .. } | E::During { .. } | E::Is { .. } => true,
        E::EachYear { .. } | E::Test { .. } => true,
        E::And(_) | E::Or(_) | E::Not(_) | E::Truth(_) => true,
        E::Switch { arms, .. } => arms.iter().all(is_condition),
        _ => false,
    }
}

/// A set of variants as bits. An enumeration has at most 64 (the resolver sees to it).
pub(super) fn set_of(variants: &[u16]) -> ir::VariantSet {
    variants.iter().fold(0, |set, variant| set | ir::variant_bit(*variant))
}
