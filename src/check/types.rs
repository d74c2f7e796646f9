//! Types of expressions while they are being checked.

use crate::diag::{Text, text};
use crate::ir::{EnumId, Expr, KindId, Type, Vocabulary};
use crate::quantity::{Counts, Dimension};

/// The type of an expression.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ty {
    /// Something was wrong here and has been reported; fits everywhere, so that one cause makes one error.
    Unknown,
    /// `不予`: fits wherever an entitlement does.
    Nothing,
    /// A literal 0: fits any dimension.
    Zero,
    /// A number of a dimension.
    Number(Dimension),
    /// A calendar year.
    Year,
    /// Yes or no.
    Truth,
    /// One of an enumeration.
    Choice(EnumId),
    /// A date.
    Date {
        /// It may also be 未发生.
        event: bool,
    },
    /// A subject.
    Subject(KindId),
}

impl Ty {
    /// The type of a declared fact.
    pub(super) fn of(ty: Type) -> Ty {
        match ty {
            Type::Number(dimension) => Ty::Number(dimension),
            Type::Truth => Ty::Truth,
            Type::Choice(id) => Ty::Choice(id),
            Type::Date { event } => Ty::Date { event },
            Type::Subject(kind) => Ty::Subject(kind),
        }
    }

    /// The type as the core keeps it; a failed one is kept as a plain number, since a program
    /// with errors is never handed out.
    pub(super) fn to_core(self) -> Type {
        match self {
            Ty::Number(dimension) => Type::Number(dimension),
            Ty::Unknown | Ty::Nothing | Ty::Zero | Ty::Year => Type::Number(Dimension::PLAIN),
            Ty::Truth => Type::Truth,
            Ty::Choice(id) => Type::Choice(id),
            Ty::Date { event } => Type::Date { event },
            Ty::Subject(kind) => Type::Subject(kind),
        }
    }

    /// Whether it is a number, or may be taken for one.
    pub(super) fn is_numeric(self) -> bool {
        matches!(self, Ty::Unknown | Ty::Nothing | Ty::Zero | Ty::Number(_))
    }

    /// Whether it is a date, or may be taken for one.
    pub(super) fn is_date(self) -> bool {
        matches!(self, Ty::Unknown | Ty::Date { .. })
    }

    /// The dimension, when it is a number of one.
    pub(super) fn dimension(self) -> Option<Dimension> {
        match self {
            Ty::Number(dimension) => Some(dimension),
            _ => None,
        }
    }

    /// The type of something that may be either; `None` when the two do not go together.
    pub(super) fn join(self, other: Ty) -> Option<Ty> {
        match (self, other) {
            (a, b) if a == b => Some(a),
            (Ty::Unknown, _) | (_, Ty::Unknown) => Some(Ty::Unknown),
            (Ty::Nothing, other) | (other, Ty::Nothing) => Some(other),
            (Ty::Zero, Ty::Number(d)) | (Ty::Number(d), Ty::Zero) => Some(Ty::Number(d)),
            (Ty::Date { .. }, Ty::Date { .. }) => Some(Ty::Date { event: true }),
            _ => None,
        }
    }

    /// The type in words, with the unit its values are kept in.
    pub(super) fn describe(self, vocabulary: &Vocabulary, counts: &Counts) -> Text {
        match self {
            Ty::Unknown => text!(zh: "不明", en: "unknown"),
            Ty::Nothing => text!(zh: "不予", en: "no entitlement"),
            Ty::Zero => text!(zh: "零", en: "zero"),
            Ty::Number(dimension) => describe_dimension(dimension, counts),
            Ty::Year => text!(zh: "年份", en: "a calendar year"),
            Ty::Truth => text!(zh: "是否", en: "yes or no"),
            Ty::Choice(id) => match vocabulary.enums.get(id.index()) {
                Some(found) => Text::new(found.name.zh.clone(), found.name.en.clone()),
                None => text!(zh: "枚举", en: "an enumeration"),
            },
            Ty::Date { event: true } => text!(zh: "事件", en: "an event"),
            Ty::Date { event: false } => text!(zh: "日期", en: "a date"),
            Ty::Subject(kind) => match vocabulary.kinds.get(kind.index()) {
                Some(found) => Text::new(found.name.zh.clone(), found.name.en.clone()),
                None => text!(zh: "主体", en: "a subject"),
            },
        }
    }
}

/// A dimension in words: `钱（元）`.
pub(super) fn describe_dimension(dimension: Dimension, counts: &Counts) -> Text {
    let (zh, en) = (dimension.zh(counts), dimension.en(counts));
    let unit = dimension.canonical_unit(counts);
    match unit.is_empty() || unit == zh {
        true => Text::new(zh, en),
        false => text!(zh: "{zh}（{unit}）", en: "{en} ({unit})"),
    }
}

/// A lowered expression and its type.
#[derive(Debug, Clone)]
pub(super) struct Typed {
    /// The core expression.
    pub(super) expr: Expr,
    /// Its type.
    pub(super) ty: Ty,
    /// True when a division by a fact makes it a quotient that no decimal may hold: it may be
    /// compared, or rounded by a written 取整, and nothing else.
    pub(super) quotient: bool,
}

impl Typed {
    /// A lowered expression that is no quotient.
    pub(super) fn new(expr: Expr, ty: Ty) -> Typed {
        Typed { expr, ty, quotient: false }
    }

    /// What stands for an expression that failed and has been reported.
    pub(super) fn failed() -> Typed {
        Typed::new(Expr::Nothing, Ty::Unknown)
    }

    /// Whether it failed.
    pub(super) fn is_failed(&self) -> bool {
        self.ty == Ty::Unknown
    }
}
