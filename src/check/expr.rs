//! Expressions to the core, with their types.

use super::address::word;
use super::context::Context;
use super::types::{Ty, Typed};
use crate::ast::{At, Expr, ExprKind, Name, PaidWhat, Quantity, RuleRef, Window};
use crate::diag::{Code, Diagnostic, Text, suggest_unit, text};
use crate::ir::{self, Role, YearRef};
use crate::quantity::{Base, Date, Dimension, Exact, Ratio, UnitError, parse_unit, unit_words};

impl Context<'_> {
    /// Lowers an expression and tells its type. What fails is reported once, here or deeper.
    pub(super) fn expr(&mut self, expr: &Expr) -> Typed {
        self.deeper(expr.at, |cx| cx.expr_of(expr)).unwrap_or_else(Typed::failed)
    }

    fn expr_of(&mut self, expr: &Expr) -> Typed {
        let figure = self.figure.take();
        match &expr.kind {
            ExprKind::Quantity(quantity) => self.quantity(quantity, figure),
            ExprKind::Proportion(over, under) => self.proportion(expr.at, over, under),
            ExprKind::Date(written) => self.date_literal(expr.at, written, figure),
            ExprKind::Year(year) => self.year_literal(expr.at, *year),
            ExprKind::Truth(truth) => Typed::new(ir::Expr::Truth(*truth), Ty::Truth),
            ExprKind::Nothing => Typed::new(ir::Expr::Nothing, Ty::Nothing),
            ExprKind::Name(name) => self.name(name),
            ExprKind::Path(base, name) => self.path_expr(base, name),
            ExprKind::LastYear(inner) => self.last_year(expr.at, inner),
            ExprKind::Of(inner, when) => self.of(inner, when),
            ExprKind::Binary(op, left, right) => self.binary(expr.at, *op, left, right),
            ExprKind::Not(_)
            | ExprKind::Compare { .. }
            | ExprKind::Within { .. }
            | ExprKind::During { .. }
            | ExprKind::Member { .. }
            | ExprKind::Happened(_)
            | ExprKind::EachYear { .. } => self.truth_expr(expr),
            ExprKind::Extreme { highest, of } => self.extreme(*highest, of),
            ExprKind::If { condition, then, otherwise } => self.choose(condition, then, otherwise),
            ExprKind::Table { keys, rows } => self.table(expr.at, keys, rows),
            ExprKind::Fold(fold) => self.fold(fold),
            ExprKind::Paid { what, rule, window, scope } => {
                self.paid(expr.at, *what, rule, *window, scope.as_ref())
            }
            ExprKind::Switch(switch) => self.switch_expr(switch),
            ExprKind::YearsSince(date) => self.years_since(expr.at, date),
            ExprKind::Days { from, to } => self.days(from, to),
            ExprKind::InYears { days, basis } => self.in_years(days, basis),
            ExprKind::Pipeline(pipeline) => self.pipeline(pipeline),
        }
    }

    /// `1500万元`.
    pub(super) fn quantity(&mut self, quantity: &Quantity, figure: Option<ir::AddressId>) -> Typed {
        let address =
            figure.unwrap_or_else(|| self.next_address(word::VALUE, Role::Literal, quantity.at));
        let Some((value, dimension)) = self.parse(quantity) else {
            return Typed::failed();
        };
        self.book.set_number(address, &quantity.unit, dimension);
        let is_zero = value.is_zero() && quantity.unit.is_empty();
        let ty = if is_zero { Ty::Zero } else { Ty::Number(dimension) };
        Typed::new(ir::Expr::Number(value, address), ty)
    }

    /// The canonical value and the dimension of a literal, or a report of what is wrong with it.
    pub(super) fn parse(&mut self, quantity: &Quantity) -> Option<(Exact, Dimension)> {
        let number = match Exact::parse(&quantity.number) {
            Ok(number) => number,
            Err(error) => return self.bad_number(quantity.at, Text::new(error.zh(), error.en())),
        };
        if quantity.unit.is_empty() {
            return Some((number, Dimension::PLAIN));
        }
        let unit = match parse_unit(&quantity.unit, self.counts) {
            Ok(unit) => unit,
            Err(error) => {
                self.unknown_unit(quantity.at, &error);
                return None;
            }
        };
        match number.checked_mul(unit.factor) {
            Some(value) => Some((value, unit.dimension)),
            None => self.bad_number(
                quantity.at,
                text!(zh: "这个量超出可精确表示的范围", en: "the quantity is outside what can be held exactly"),
            ),
        }
    }

    fn bad_number<T>(&mut self, at: At, message: Text) -> Option<T> {
        self.report(Diagnostic::new(Code::BadNumber, message).at(at.0));
        None
    }

    /// Says that a unit is unknown, and which is close.
    pub(super) fn unknown_unit(&mut self, at: At, error: &UnitError) {
        let words = unit_words().map(|word| -> &str { word }).chain(self.counts.words());
        let known: Vec<&str> = words.collect();
        let close = match error {
            UnitError::Unknown { word } => suggest_unit(word, known),
            _ => None,
        };
        let help = close.map(|close| text!(zh: "写成 {close}", en: "write `{close}`"));
        let message = Text::new(error.zh(), error.en());
        self.report(Diagnostic::new(Code::UnknownUnit, message).at(at.0).maybe_help(help));
    }

    /// `1:2` is one half. It must be a decimal, since a literal is one.
    fn proportion(&mut self, at: At, over: &str, under: &str) -> Typed {
        let address = self.next_address(word::VALUE, Role::Literal, at);
        let parsed = Exact::parse(over).ok().zip(Exact::parse(under).ok());
        let ratio = parsed.and_then(|(over, under)| Ratio::new(over, under));
        match ratio.and_then(|ratio| ratio.to_exact()) {
            Some(value) => {
                self.book.set_number(address, "", Dimension::PLAIN);
                Typed::new(ir::Expr::Number(value, address), Ty::Number(Dimension::PLAIN))
            }
            None => {
                let message = text!(
                    zh: "比 {over}:{under} 不能写成有限小数",
                    en: "the ratio {over}:{under} is no finite decimal"
                );
                let help = text!(zh: "写成除法：{over} ÷ {under}", en: "write a division: {over} ÷ {under}");
                self.fail(Diagnostic::new(Code::BadNumber, message).at(at.0).help(help))
            }
        }
    }

    fn date_literal(&mut self, at: At, written: &str, figure: Option<ir::AddressId>) -> Typed {
        let address = figure.unwrap_or_else(|| self.next_address(word::VALUE, Role::Literal, at));
        match Date::parse(written) {
            Ok(date) => Typed::new(ir::Expr::Date(date, address), Ty::Date { event: false }),
            Err(error) => {
                let message = Text::new(error.zh(), error.en());
                self.fail(Diagnostic::new(Code::NoSuchDate, message).at(at.0))
            }
        }
    }

    fn year_literal(&mut self, at: At, year: i32) -> Typed {
        let address = self.next_address(word::VALUE, Role::Literal, at);
        let value = Exact::from_i64(i64::from(year));
        Typed::new(ir::Expr::Number(value, address), Ty::Year)
    }

    /// `上年 x`.
    fn last_year(&mut self, at: At, inner: &Expr) -> Typed {
        if !self.require_year(at) {
            return Typed::failed();
        }
        self.in_year(YearRef::Offset(-1), inner)
    }

    fn in_year(&mut self, year: YearRef, inner: &Expr) -> Typed {
        let needed = self.needs_year;
        let typed = self.with_year(true, |cx| cx.expr(inner));
        if matches!(year, YearRef::Fixed(_)) {
            self.needs_year = needed;
        }
        let expr = ir::Expr::InYear(year, Box::new(typed.expr));
        Typed { expr, ..typed }
    }

    /// `x 于 2021年`, `LPR 于 放款日`.
    fn of(&mut self, inner: &Expr, when: &Expr) -> Typed {
        if let ExprKind::Year(year) = when.kind {
            return self.in_year(YearRef::Fixed(year), inner);
        }
        let Some(series) = self.series_named(inner) else {
            let typed = self.expr(when);
            let expected = text!(zh: "年份，如 2021年", en: "a calendar year, such as 2021年");
            return if typed.is_failed() {
                typed
            } else {
                self.mismatch(when.at, &expected, typed.ty)
            };
        };
        let on = Box::new(self.date(when));
        let declared = self.vocabulary.series.get(series.index());
        let ty = declared.map_or(Ty::Unknown, |series| Ty::Number(series.dimension));
        Typed::new(ir::Expr::Series { series, on }, ty)
    }

    /// `取高 {a、b}`.
    fn extreme(&mut self, highest: bool, of: &[Expr]) -> Typed {
        let items: Vec<(At, Typed)> = of.iter().map(|expr| (expr.at, self.number(expr))).collect();
        let ty = self.join_all(items.iter().map(|(at, typed)| (*at, typed.ty)));
        let quotient = items.iter().any(|(_, typed)| typed.quotient);
        let of = items.into_iter().map(|(_, typed)| typed.expr).collect();
        Typed { expr: ir::Expr::Extreme { highest, of }, ty, quotient }
    }

    /// `若 c 则 a 否则 b`.
    fn choose(&mut self, condition: &Expr, then: &Expr, otherwise: &Expr) -> Typed {
        let path = self.book.next(&self.path, word::IF);
        let address = self.address(&path, Role::Condition, condition.at);
        let condition = Box::new(self.under(path, |cx| cx.condition(condition)));
        let (first, second) = (self.expr(then), self.expr(otherwise));
        let ty = self.join_all([(then.at, first.ty), (otherwise.at, second.ty)]);
        if let Some(dimension) = ty.dimension() {
            self.settle_zero(&first.expr, dimension);
            self.settle_zero(&second.expr, dimension);
        }
        let quotient = first.quotient || second.quotient;
        let (then, otherwise) = (Box::new(first.expr), Box::new(second.expr));
        Typed { expr: ir::Expr::If { condition, then, otherwise, address }, ty, quotient }
    }

    /// The type that several branches have in common; where one does not go with those before it,
    /// says so there.
    pub(super) fn join_all(&mut self, branches: impl IntoIterator<Item = (At, Ty)>) -> Ty {
        let mut common: Option<(At, Ty)> = None;
        for (at, ty) in branches {
            let Some((first, so_far)) = common else {
                common = Some((at, ty));
                continue;
            };
            let Some(joined) = so_far.join(ty) else {
                self.branches_differ((first, so_far), (at, ty));
                return Ty::Unknown;
            };
            // The place that settled the type is the one later branches are held against.
            let settled = if joined == so_far { first } else { at };
            common = Some((settled, joined));
        }
        common.map_or(Ty::Unknown, |(_, ty)| ty)
    }

    fn branches_differ(&mut self, (first, wanted): (At, Ty), (at, found): (At, Ty)) {
        let (want, got) = (self.describe(wanted), self.describe(found));
        let message = Text::new(
            format!("这些值应是同一种：前面是 {}，这里是 {}", want.zh, got.zh),
            format!("these values are to be of one type: {} before, {} here", want.en, got.en),
        );
        let help = match (wanted, found) {
            (Ty::Number(wanted), Ty::Number(found)) => self.conversion_help(wanted, found),
            _ => None,
        };
        let code = match (wanted, found) {
            (Ty::Number(_), Ty::Number(_)) => Code::DimensionMismatch,
            _ => Code::TypeMismatch,
        };
        self.report(
            Diagnostic::new(code, message)
                .primary(at.0, got)
                .secondary(first.0, want)
                .maybe_help(help),
        );
    }

    /// `已得 投资奖励 累计`.
    fn paid(
        &mut self,
        at: At,
        what: PaidWhat,
        rule: &RuleRef,
        window: Window,
        scope: Option<&Name>,
    ) -> Typed {
        let Some(id) = self.money_rule(rule) else {
            return Typed::failed();
        };
        if what != PaidWhat::Amount && window == Window::Year {
            return self.word_misused(
                at,
                text!(zh: "次数和首得年都是历年的，不能写“每年”", en: "times and the first year are of all years: `yearly` has no sense here"),
                text!(zh: "删去“每年”", en: "remove `yearly`"),
            );
        }
        let Some(own) = self.scope.frames.first().copied() else {
            return Typed::failed();
        };
        let Some(scope) = self.scope_at_or_above(own, scope) else {
            return Typed::failed();
        };
        let (what, ty) = match what {
            PaidWhat::Amount => (ir::PaidWhat::Amount, Ty::Number(Dimension::MONEY)),
            PaidWhat::Times => (ir::PaidWhat::Times, Ty::Number(Dimension::PLAIN)),
            PaidWhat::FirstYear => (ir::PaidWhat::FirstYear, Ty::Year),
        };
        let lifetime = window != Window::Year;
        Typed::new(ir::Expr::Paid(ir::Paid { what, rules: vec![id], scope, lifetime }), ty)
    }

    /// `年数自 d`.
    fn years_since(&mut self, at: At, date: &Expr) -> Typed {
        if !self.require_year(at) {
            return Typed::failed();
        }
        let date = Box::new(self.date(date));
        Typed::new(ir::Expr::YearsSince(date), Ty::Number(Dimension::of(Base::Year)))
    }

    /// Says that something needs a bound year where none is.
    pub(super) fn require_year(&mut self, at: At) -> bool {
        if self.scope.year_bound {
            self.needs_year = true;
            return true;
        }
        let message = text!(zh: "这里没有定年度", en: "no year is bound here");
        let help = text!(zh: "在规则头上写“每年”", en: "write `yearly` in the rule's head");
        self.report(Diagnostic::new(Code::NoYear, message).at(at.0).help(help));
        false
    }

    /// `从 a 至 b 天数`.
    fn days(&mut self, from: &Expr, to: &Expr) -> Typed {
        let (from, to) = (Box::new(self.date(from)), Box::new(self.date(to)));
        Typed::new(ir::Expr::Days { from, to }, Ty::Number(Dimension::of(Base::Day)))
    }

    /// `x 折年 365天`.
    fn in_years(&mut self, days: &Expr, basis: &Quantity) -> Typed {
        let address = self.next_address(word::IN_YEARS, Role::Literal, basis.at);
        let day = Dimension::of(Base::Day);
        let role = text!(zh: "折年的天数", en: "what is turned into years");
        let typed = self.expr(days);
        let typed = self.number_of(typed, days.at, day, &role);
        let Some((value, dimension)) = self.parse(basis) else {
            return Typed::failed();
        };
        self.book.set_number(address, &basis.unit, dimension);
        let positive = !value.is_zero() && !value.is_negative();
        if dimension != day || !positive {
            return self.wrong_dimension(
                basis.at,
                day,
                dimension,
                &text!(zh: "一年的天数", en: "the day count of a year"),
            );
        }
        let days = Box::new(typed.expr);
        let ty = if typed.ty == Ty::Unknown {
            Ty::Unknown
        } else {
            Ty::Number(Dimension::of(Base::Year))
        };
        Typed {
            expr: ir::Expr::InYears { days, basis: value, address },
            ty,
            quotient: typed.quotient,
        }
    }
}
