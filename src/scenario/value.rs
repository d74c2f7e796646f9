//! Values as written, turned into what facts hold.

use super::directory::Directory;
use crate::ast::{BinaryOp, Expr, ExprKind, Pipeline};
use crate::diag::{Code, Diagnostic, Diagnostics, Text, suggest_unit};
use crate::eval::Cell;
use crate::ir::{Named, Type};
use crate::quantity::{
    Date, Dimension, Exact, Quantity, QuantityError, Unit, UnitError, format_in, parse_unit,
    unit_words,
};
use crate::source::Span;
use crate::text;

/// What a number must keep to.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Limits<'a> {
    /// Its unit as declared, for showing.
    pub(crate) unit: &'a str,
    /// Its dimension.
    pub(crate) dimension: Dimension,
    /// Its smallest unit.
    pub(crate) granule: Option<Exact>,
    /// The least it may be, included.
    pub(crate) min: Option<Exact>,
    /// The most it may be, included.
    pub(crate) max: Option<Exact>,
}

impl Directory<'_> {
    /// The value of a constant expression, as a cell of this type. References are not values of
    /// expressions: they are written as labels.
    pub(super) fn constant(
        &self,
        expr: &Expr,
        ty: Type,
        limits: &Limits,
        found: &mut Diagnostics,
    ) -> Option<Cell> {
        match (ty, &unwrapped(expr).kind) {
            (Type::Number(_), _) => self.number(expr, limits, found).map(Cell::Number),
            (Type::Truth, ExprKind::Truth(truth)) => Some(Cell::Truth(*truth)),
            (Type::Choice(of), ExprKind::Name(name)) => {
                self.variant(of, name, found).map(Cell::Variant)
            }
            (Type::Date { .. }, ExprKind::Date(_)) => date(expr, found).map(Cell::Date),
            _ => {
                found.push(self.wrong_type(ty, expr.at.0));
                None
            }
        }
    }

    /// A number in the canonical unit, within its limits.
    pub(super) fn number(
        &self,
        expr: &Expr,
        limits: &Limits,
        found: &mut Diagnostics,
    ) -> Option<Exact> {
        let quantity = self.quantity(expr, found)?;
        self.within(&quantity, limits, expr.at.0).map_err(|problem| found.push(problem)).ok()
    }

    /// The value of a quantity that keeps to its limits; else which one it breaks.
    pub(crate) fn within(
        &self,
        quantity: &Quantity,
        limits: &Limits,
        at: Span,
    ) -> Result<Exact, Diagnostic> {
        let is_bare_zero = quantity.value.is_zero() && quantity.dimension.is_plain();
        if quantity.dimension != limits.dimension && !is_bare_zero {
            return Err(self.wrong_unit(limits, quantity, at));
        }
        match self.broken_limit(quantity.value, limits, at) {
            Some(problem) => Err(problem),
            None => Ok(quantity.value),
        }
    }

    /// The value of a constant expression of quantities: `15亿元 + 1分`.
    pub(super) fn quantity(&self, expr: &Expr, found: &mut Diagnostics) -> Option<Quantity> {
        match &unwrapped(expr).kind {
            ExprKind::Quantity(written) => {
                let quantity = self.literal(&written.number, &written.unit);
                quantity.map_err(|error| found.push(self.unreadable(&error, expr.at.0))).ok()
            }
            ExprKind::Proportion(over, under) => {
                let value = proportion(over, under);
                if value.is_none() {
                    found.push(endless(over, under, expr.at.0));
                }
                Some(Quantity { value: value?, dimension: Dimension::PLAIN })
            }
            ExprKind::Binary(op, left, right) => {
                let (left, right) = (self.quantity(left, found), self.quantity(right, found));
                self.combined(*op, left?, right?, expr.at.0, found)
            }
            _ => {
                let message = text!(zh: "这里要写一个数", en: "a number is expected here");
                found.push(Diagnostic::new(Code::WrongValue, message).at(expr.at.0));
                None
            }
        }
    }

    fn literal(&self, number: &str, unit: &str) -> Result<Quantity, QuantityError> {
        let number = Exact::parse(number).map_err(QuantityError::Number)?;
        if unit.is_empty() {
            return Ok(Quantity { value: number, dimension: Dimension::PLAIN });
        }
        let unit = parse_unit(unit, &self.counts).map_err(QuantityError::Unit)?;
        let value = number.checked_mul(unit.factor).ok_or(QuantityError::OutOfRange)?;
        Ok(Quantity { value, dimension: unit.dimension })
    }

    fn combined(
        &self,
        op: BinaryOp,
        left: Quantity,
        right: Quantity,
        at: Span,
        found: &mut Diagnostics,
    ) -> Option<Quantity> {
        let adds = matches!(op, BinaryOp::Add | BinaryOp::Sub);
        let is_bare_zero = |one: &Quantity| one.value.is_zero() && one.dimension.is_plain();
        let like = left.dimension == right.dimension || is_bare_zero(&left) || is_bare_zero(&right);
        if adds && !like {
            let dimension = left.dimension;
            let limits = Limits { unit: "", dimension, granule: None, min: None, max: None };
            found.push(self.wrong_unit(&limits, &right, at));
            return None;
        }
        let sum_of = if is_bare_zero(&left) { right.dimension } else { left.dimension };
        let (value, dimension) = match op {
            BinaryOp::Add => (left.value.checked_add(right.value), Some(sum_of)),
            BinaryOp::Sub => (left.value.checked_sub(right.value), Some(sum_of)),
            BinaryOp::Mul => {
                (left.value.checked_mul(right.value), left.dimension.checked_mul(right.dimension))
            }
            _ => {
                let message = text!(zh: "事实里只能用 + - ×", en: "a fact may only use + - ×");
                let help = text!(
                    zh: "先算出结果，写到最小单位为止", en: "write the result, to the smallest unit",
                );
                found.push(Diagnostic::new(Code::WrongValue, message).at(at).help(help));
                return None;
            }
        };
        if value.is_none() {
            found.push(too_long(at));
        }
        Some(Quantity { value: value?, dimension: dimension? })
    }

    fn broken_limit(&self, value: Exact, limits: &Limits, at: Span) -> Option<Diagnostic> {
        let shown = |value: Exact| self.shown(value, limits);
        let is = shown(value);
        if let Some(granule) = limits.granule.filter(|granule| !value.is_multiple_of(*granule)) {
            let granule = shown(granule);
            let message = text!(
                zh: "{is} 比最小单位 {granule} 还细", en: "{is} is finer than the smallest unit, {granule}",
            );
            return Some(
                Diagnostic::new(Code::TooFine, message)
                    .primary(at, text!(zh: "精确到 {granule}", en: "to the nearest {granule}")),
            );
        }
        let below = limits.min.filter(|min| value < *min).map(|min| {
            let min = shown(min);
            text!(zh: "不低于 {min}", en: "at least {min}")
        });
        let above = limits.max.filter(|max| value > *max).map(|max| {
            let max = shown(max);
            text!(zh: "不超过 {max}", en: "at most {max}")
        });
        let bound = below.or(above)?;
        let message =
            text!(zh: "{is} 不在允许的范围内", en: "{is} is outside the admissible range");
        Some(Diagnostic::new(Code::OutOfRange, message).primary(at, bound))
    }

    /// A value in the unit its fact is declared in, or in one a person can read it in.
    pub(super) fn shown(&self, value: Exact, limits: &Limits) -> String {
        let canonical = limits.dimension.canonical_unit(&self.counts);
        let unit = if limits.unit.is_empty() { canonical.as_str() } else { limits.unit };
        if limits.dimension == Dimension::MONEY {
            return crate::quantity::money_zh(value);
        }
        let unit: Option<Unit> = parse_unit(unit, &self.counts).ok();
        unit.map_or_else(|| value.to_string(), |unit| format_in(value, &unit))
    }

    /// "This is no quantity", with the unit that was likely meant.
    pub(crate) fn unreadable(&self, error: &QuantityError, at: Span) -> Diagnostic {
        let code = match error {
            QuantityError::Unit(_) => Code::WrongValue,
            QuantityError::Number(_) | QuantityError::OutOfRange => Code::NumberTooLong,
        };
        let words = unit_words().map(|word| -> &str { word }).chain(self.counts.words());
        let known: Vec<&str> = words.collect();
        let close = match error {
            QuantityError::Unit(UnitError::Unknown { word }) => suggest_unit(word, known),
            _ => None,
        };
        let help = close.map(|close| text!(zh: "写成 {close}", en: "write `{close}`"));
        Diagnostic::new(code, Text::new(error.zh(), error.en())).at(at).maybe_help(help)
    }

    fn wrong_unit(&self, limits: &Limits, quantity: &Quantity, at: Span) -> Diagnostic {
        let counts = &self.counts;
        let canonical = limits.dimension.canonical_unit(counts);
        let wanted = if limits.unit.is_empty() { &canonical } else { limits.unit };
        let (zh, en) = (limits.dimension.zh(counts), limits.dimension.en(counts));
        let (is_zh, is_en) = (quantity.dimension.zh(counts), quantity.dimension.en(counts));
        let message = text!(
            zh: "这里要的是{zh}，写的却是{is_zh}", en: "expected {en}, found {is_en}",
        );
        let problem = Diagnostic::new(Code::WrongValue, message).at(at);
        match wanted {
            "" => problem.help(text!(zh: "不带单位", en: "write no unit")),
            wanted => problem.help(text!(zh: "单位用 {wanted}", en: "write it in {wanted}")),
        }
    }

    /// "Something of this type is wanted here."
    pub(crate) fn wrong_type(&self, ty: Type, at: Span) -> Diagnostic {
        let what = self.type_in_words(ty);
        let (zh, en) = (&what.zh, &what.en);
        let message = text!(zh: "这里要的是{zh}", en: "expected {en}");
        let help = matches!(ty, Type::Date { .. })
            .then(|| text!(zh: "日期写成 2022-05-20", en: "write a date as 2022-05-20"));
        Diagnostic::new(Code::WrongValue, message).at(at).maybe_help(help)
    }

    /// What a value of this type looks like.
    pub(super) fn type_in_words(&self, ty: Type) -> Text {
        match ty {
            Type::Number(dimension) => Text::new(
                format!("{}的数", dimension.zh(&self.counts)),
                format!("a number of {}", dimension.en(&self.counts)),
            ),
            Type::Truth => text!(zh: "“是”或“否”", en: "yes or no (`是`, `否`)"),
            Type::Choice(of) => {
                let info = self.program.vocabulary.enums.get(of.index());
                let all = info.map_or(&[][..], |info| info.variants.as_slice());
                let list =
                    |form: fn(&Named) -> &str| all.iter().map(form).collect::<Vec<_>>().join("、");
                let (zh, en) = (list(|name| &name.zh), list(|name| &name.en));
                text!(zh: "{zh}之一", en: "one of {en}")
            }
            Type::Date { event: true } => {
                text!(zh: "日期或“未发生”", en: "a date or `未发生` (not happened)")
            }
            Type::Date { event: false } => text!(zh: "日期", en: "a date"),
            Type::Subject(kind) => {
                let Named { zh, en } = self.kind_name(kind);
                text!(zh: "{zh}的名字，写在引号里", en: "the label of {en}, in quotes")
            }
        }
    }
}

/// The date that is written here.
pub(super) fn date(expr: &Expr, found: &mut Diagnostics) -> Option<Date> {
    let ExprKind::Date(written) = &unwrapped(expr).kind else {
        let message = text!(zh: "这里要写日期", en: "a date is expected here");
        found.push(Diagnostic::new(Code::WrongValue, message).at(expr.at.0));
        return None;
    };
    let date = Date::parse(written);
    date.map_err(|error| {
        let message = Text::new(error.zh(), error.en());
        found.push(Diagnostic::new(Code::BadDate, message).at(expr.at.0));
    })
    .ok()
}

/// The expression inside parentheses.
fn unwrapped(expr: &Expr) -> &Expr {
    match &expr.kind {
        ExprKind::Pipeline(inner) => match inner.as_ref() {
            Pipeline { start, steps } if steps.is_empty() => unwrapped(start),
            _ => expr,
        },
        _ => expr,
    }
}

/// The first over the second, when that has a finite decimal form.
fn proportion(over: &str, under: &str) -> Option<Exact> {
    let (over, under) = (Exact::parse(over).ok()?, Exact::parse(under).ok()?);
    crate::quantity::Ratio::new(over, under)?.to_exact()
}

fn endless(over: &str, under: &str, at: Span) -> Diagnostic {
    let message = text!(
        zh: "比 {over}:{under} 不能写成有限小数", en: "the ratio {over}:{under} is not a finite decimal",
    );
    let help = text!(
        zh: "写成小数或百分数，写到最小单位为止",
        en: "write a decimal or a percentage, to the smallest unit",
    );
    Diagnostic::new(Code::NumberTooLong, message).at(at).help(help)
}

fn too_long(at: Span) -> Diagnostic {
    let message = text!(
        zh: "这个数超出可精确表示的范围（28 位有效数字）",
        en: "this number is outside what 28 significant digits hold",
    );
    Diagnostic::new(Code::NumberTooLong, message).at(at)
}
