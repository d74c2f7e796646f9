//! Core expressions. All numbers are in the canonical unit of their dimension.

use serde::{Deserialize, Serialize};

use super::{AddressId, DecisionId, FactId, KindId, LocalId, ReadingId, RuleId, SeriesId};
use crate::quantity::{Date, Exact, Mode};

/// A subject as seen from where an expression stands: a frame, then hops.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    /// 0 is the rule's own subject; each fold pushes one more.
    pub frame: u8,
    /// From there.
    pub hops: Vec<Hop>,
}

/// One step from a subject to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Hop {
    /// To its parent.
    Parent,
    /// To the subject that a reference fact names.
    Follow(FactId),
}

/// A set of variants of one enumeration: bit i is variant i.
pub type VariantSet = u64;

/// The set of one variant; empty for a position that no enumeration has.
#[inline]
pub fn variant_bit(variant: u16) -> VariantSet {
    1u64.checked_shl(u32::from(variant)).unwrap_or(0)
}

/// How two quantities or dates compare.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum CompareOp {
    /// ≥
    AtLeast,
    /// ≤
    AtMost,
    /// >
    Above,
    /// <
    Below,
    /// =
    Equal,
}

impl CompareOp {
    /// Whether the comparison of two values holds.
    #[inline]
    pub fn holds<V: Ord>(self, a: &V, b: &V) -> bool {
        match self {
            CompareOp::AtLeast => a >= b,
            CompareOp::AtMost => a <= b,
            CompareOp::Above => a > b,
            CompareOp::Below => a < b,
            CompareOp::Equal => a == b,
        }
    }

    /// The same with its sides exchanged.
    pub fn mirrored(self) -> Self {
        match self {
            CompareOp::AtLeast => CompareOp::AtMost,
            CompareOp::AtMost => CompareOp::AtLeast,
            CompareOp::Above => CompareOp::Below,
            CompareOp::Below => CompareOp::Above,
            CompareOp::Equal => CompareOp::Equal,
        }
    }
}

/// Which year an expression speaks of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum YearRef {
    /// So many years before (negative) or after the bound one.
    Offset(i8),
    /// A calendar year.
    Fixed(i32),
}

impl YearRef {
    /// The calendar year that is meant where one, or none, is bound.
    #[must_use]
    pub fn of(self, bound: Option<i32>) -> Option<i32> {
        match self {
            YearRef::Fixed(year) => Some(year),
            YearRef::Offset(by) => bound?.checked_add(i32::from(by)),
        }
    }

    /// The year that is meant where this one is bound.
    #[must_use]
    pub fn then(self, of: YearRef) -> YearRef {
        match (self, of) {
            (_, YearRef::Fixed(year)) => YearRef::Fixed(year),
            (YearRef::Offset(a), YearRef::Offset(b)) => YearRef::Offset(a.saturating_add(b)),
            (YearRef::Fixed(year), YearRef::Offset(by)) => {
                YearRef::Fixed(year.saturating_add(i32::from(by)))
            }
        }
    }

    /// The calendar year that is meant where this year is bound.
    #[must_use]
    pub fn from(self, bound: i32) -> i32 {
        match self {
            YearRef::Fixed(year) => year,
            YearRef::Offset(by) => bound.saturating_add(i32::from(by)),
        }
    }
}

/// A core expression.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[allow(missing_docs, reason = "a variant's comment tells of its fields")]
pub enum Expr {
    /// A number, and its address.
    Number(Exact, AddressId),
    /// Yes or no.
    Truth(bool),
    /// A variant of an enumeration.
    Variant(u16),
    /// A date, and its address.
    Date(Date, AddressId),
    /// 无: no entitlement.
    Nothing,
    /// A fact of a subject, in the bound year when it is yearly.
    Fact { fact: FactId, place: Place },
    /// A series on a day.
    Series { series: SeriesId, on: Box<Expr> },
    /// A decision taken for the rule's own subject and the bound year.
    Decision(DecisionId),
    /// An intermediate of a subject.
    Local { local: LocalId, place: Place },
    /// The body with another year bound.
    InYear(YearRef, Box<Expr>),
    /// a + b; 无 + x = x.
    Add(Box<Expr>, Box<Expr>),
    /// a − b.
    Sub(Box<Expr>, Box<Expr>),
    /// max(0, a − b).
    Monus(Box<Expr>, Box<Expr>, AddressId),
    /// a × b.
    Mul(Box<Expr>, Box<Expr>),
    /// a ÷ b; a divisor not above zero makes 无.
    Div(Box<Expr>, Box<Expr>),
    /// The greatest or least of several; 无 takes no part.
    Extreme { highest: bool, of: Vec<Expr> },
    /// A choice on a condition.
    If { condition: Box<Expr>, then: Box<Expr>, otherwise: Box<Expr>, address: AddressId },
    /// A choice on an enumeration; exhaustive.
    Match { key: Box<Expr>, arms: Vec<Arm> },
    /// A fold over the children of a subject.
    Fold(Box<Fold>),
    /// A comparison of numbers or dates. With 无 on either side it is false.
    Compare { op: CompareOp, left: Box<Expr>, right: Box<Expr>, address: AddressId },
    /// |value − target| ≤ tolerance × target (a plain tolerance) or ≤ tolerance (one of the target's dimension).
    Near {
        value: Box<Expr>,
        target: Box<Expr>,
        tolerance: Box<Expr>,
        relative: bool,
        address: AddressId,
    },
    /// The day lies in a calendar year; without one, in the bound year.
    During { date: Box<Expr>, year: Option<i32>, address: AddressId },
    /// All of them.
    And(Vec<Expr>),
    /// Any of them.
    Or(Vec<Expr>),
    /// Not.
    Not(Box<Expr>),
    /// The value is among the variants.
    Is { value: Box<Expr>, variants: VariantSet, address: AddressId },
    /// A fact or other truth standing as a condition part of its own, so that coverage can see it.
    Test { value: Box<Expr>, address: AddressId },
    /// The event has happened by the day of evaluation.
    Happened(Box<Expr>),
    /// The condition holds in each of the last n years, the bound one included.
    EachYear { years: u8, body: Box<Expr>, address: AddressId },
    /// The award history.
    Paid(Paid),
    /// One alternative for each of a reading's, by position.
    Switch { reading: ReadingId, arms: Vec<Expr> },
    /// A tier table on a value.
    Tiers(Box<Tiers>),
    /// min(value, limit): a cap at the grain where it stands.
    Cap { value: Box<Expr>, limit: Box<Expr>, address: AddressId },
    /// A written rounding.
    Round { value: Box<Expr>, to: Exact, mode: Mode, address: AddressId },
    /// Calendar years from the year of the date to the bound year (a number of years).
    YearsSince(Box<Expr>),
    /// Days from one date to another.
    Days { from: Box<Expr>, to: Box<Expr> },
    /// Days ÷ basis: years by a declared day count.
    InYears { days: Box<Expr>, basis: Exact, address: AddressId },
    /// A date so much later (or earlier, when negative).
    DateAdd { date: Box<Expr>, amount: i32, unit: DateUnit, address: AddressId },
}

/// Calendar units of date arithmetic.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum DateUnit {
    /// Calendar years.
    Years,
    /// Calendar months.
    Months,
    /// Days.
    Days,
}

impl DateUnit {
    /// A date so many of them later (Civil Code art. 201, 202); none outside the calendar.
    pub fn later(self, date: Date, amount: i32) -> Option<Date> {
        match self {
            DateUnit::Years => date.add_years(amount),
            DateUnit::Months => date.add_months(amount),
            DateUnit::Days => date.add_days(amount),
        }
    }
}

/// One arm of a `Match`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Arm {
    /// The variants it matches; no two arms share one.
    pub variants: VariantSet,
    /// Its value.
    pub body: Expr,
    /// Its address.
    pub address: AddressId,
}

/// A fold over the children of a subject.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Fold {
    /// What is made of the items.
    pub op: FoldOp,
    /// Whose children.
    pub of: Place,
    /// Children of which kind. Inside filter, event, order and body they are the next frame.
    pub kind: KindId,
    /// Only items whose event falls in the bound year (for a yearly rule) and in the rule's validity.
    pub event: Option<Expr>,
    /// The date that orders the items, for `First`.
    pub order: Option<Expr>,
    /// Only items for which this holds.
    pub filter: Option<Expr>,
    /// What is computed of each.
    pub body: Option<Expr>,
    /// Its address.
    pub address: AddressId,
}

/// What a fold makes of its items.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum FoldOp {
    /// The sum; 无 when there is no item or all are 无.
    Sum,
    /// The greatest; 无 when none.
    Highest,
    /// The least; 无 when none.
    Lowest,
    /// How many.
    Count,
    /// Whether there is one.
    Exists,
    /// Whether the body holds of all.
    All,
    /// The body of the item with the earliest date; 无 when none.
    First,
}

/// A question to the award history, years before the bound one only.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Paid {
    /// What is asked.
    pub what: PaidWhat,
    /// Of which rules.
    pub rules: Vec<RuleId>,
    /// For the subject of this kind at or above the rule's own.
    pub scope: KindId,
    /// True for all earlier years, false for the bound year's earlier payments.
    pub lifetime: bool,
}

/// What is asked of the history.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum PaidWhat {
    /// The amount.
    Amount,
    /// How many years.
    Times,
    /// The first year (a plain number).
    FirstYear,
}

/// A tier table on a value.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Tiers {
    /// The value.
    pub of: Expr,
    /// How rows apply.
    pub kind: TierKind,
    /// Rows, lowest first; the first has no lower bound.
    pub rows: Vec<TierRow>,
    /// Generated rows after the last.
    pub tail: Option<TierTail>,
    /// Its address.
    pub address: AddressId,
}

/// How the rows of a tier table apply.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum TierKind {
    /// The tier's rate on the whole value.
    Whole,
    /// Each tier's rate on the part in it.
    Marginal,
    /// The tier's own amount.
    Flat,
}

/// A row of a tier table.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TierRow {
    /// Where it starts; none for the first.
    pub lower: Option<TierBound>,
    /// Rate or amount; a constant expression.
    pub value: Expr,
    /// Address of the value.
    pub address: AddressId,
}

/// Where a tier starts.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TierBound {
    /// The figure; a constant expression.
    pub at: Expr,
    /// True when the figure itself belongs to the upper tier.
    pub inclusive: bool,
    /// Its address.
    pub address: AddressId,
}

/// From the last row's bound b on: rows at b + k·step with value + k·add, k = 1, 2, …
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TierTail {
    /// Width of each row.
    pub step: Expr,
    /// Added to the value for each.
    pub add: Expr,
    /// Its address.
    pub address: AddressId,
}
