//! What rules are lowered to: expressions with slots for facts, figures as counts of known units,
//! readings chosen, and no place in the text.

use super::look::{Place, Slot};
use super::unit::Rounding;
use crate::ir::{
    AddressId, CompareOp, DateUnit, DecisionId, KindId, Paid, SeriesId, TierKind, VariantSet,
    YearRef,
};
use crate::quantity::Date;

/// An expression: what all types of values have in common, or what only this one has.
#[derive(Debug, Clone)]
pub(super) enum Code<D> {
    /// 无.
    Nothing,
    Own(D),
    If(Box<(Code<Truth>, Code<D>, Code<D>)>),
    /// A choice on an enumeration.
    Match(Box<(Code<Choice>, Arms<D>)>),
    /// An intermediate of the subject at a place.
    Local(Box<(Place, Code<D>)>),
    InYear(YearRef, Box<Code<D>>),
    /// The body for the child with the earliest date.
    First(Box<(Children, Code<Day>, Code<D>)>),
}

/// What a choice may be taken to, by the set of variants.
pub(super) type Arms<D> = Vec<(VariantSet, Code<D>)>;

/// Numbers: counts of the unit that lowering found.
#[derive(Debug, Clone)]
pub(super) enum Number {
    Is(i128),
    Fact(Place, Slot, u32),
    /// In a unit so many times finer.
    Finer(Box<Code<Number>>, i128),
    Add(Box<[Code<Number>; 2]>),
    Sub(Box<[Code<Number>; 2]>),
    Monus(Box<[Code<Number>; 2]>),
    Mul(Box<[Code<Number>; 2]>),
    Extreme(bool, Vec<Code<Number>>),
    Fold(Box<Fold>),
    Tiers(Box<Tiers>),
    Cap(Box<Cap>),
    Round(Box<Code<Number>>, Rounding),
    Days(Box<[Code<Day>; 2]>),
    YearsSince(Box<Code<Day>>),
    Decision(DecisionId, u32),
    Series(SeriesId, Box<Code<Day>>, u32),
    /// What rules paid before; told as long as it is nothing.
    Paid(Paid),
}

/// Truths. 无 is false.
#[derive(Debug, Clone)]
pub(super) enum Truth {
    Is(bool),
    Fact(Place, Slot),
    /// Both sides in one unit.
    Compare(CompareOp, Box<[Code<Number>; 2]>),
    CompareDays(CompareOp, Box<[Code<Day>; 2]>),
    Quotient(Box<Quotient>),
    Among(Box<Code<Choice>>, VariantSet),
    All(Vec<Code<Truth>>),
    Any(Vec<Code<Truth>>),
    Not(Box<Code<Truth>>),
    During(Box<Code<Day>>, Option<i32>),
    Happened(Box<Code<Day>>),
    EachYear(u8, Box<Code<Truth>>),
    /// Whether there is a child for which the body holds; or, negated, for which it does not.
    Exists {
        children: Box<Children>,
        body: Option<Box<Code<Truth>>>,
        all: bool,
    },
    Decision(DecisionId),
}

/// Choices from an enumeration.
#[derive(Debug, Clone)]
pub(super) enum Choice {
    Is(u16),
    Fact(Place, Slot),
}

/// Dates. An event that has not happened is no date.
#[derive(Debug, Clone)]
pub(super) enum Day {
    Is(Date),
    Fact(Place, Slot),
    Later(Box<Code<Day>>, i32, DateUnit),
    Extreme(bool, Vec<Code<Day>>),
}

/// A quotient compared with a number: `left` ÷ `by` with `right`, by products.
#[derive(Debug, Clone)]
pub(super) struct Quotient {
    pub(super) op: CompareOp,
    pub(super) left: Code<Number>,
    pub(super) by: Code<Number>,
    pub(super) right: Code<Number>,
    /// What the counts of `left`, and the product of those of `by` and `right`, are multiplied with.
    pub(super) factors: (i128, i128),
}

/// Children of the subject at a place: those whose event is timely and that pass the filter.
#[derive(Debug, Clone)]
pub(super) struct Children {
    pub(super) of: Place,
    pub(super) kind: KindId,
    /// Where the list of this kind stands among its parent's, as a rule.
    pub(super) position: usize,
    pub(super) event: Option<Code<Day>>,
    /// First and last day of the rule's validity.
    pub(super) validity: Option<(Date, Date)>,
    /// Whether events count in the bound year alone.
    pub(super) yearly: bool,
    pub(super) filter: Option<Code<Truth>>,
}

/// A sum, an extreme or a count.
#[derive(Debug, Clone)]
pub(super) struct Fold {
    pub(super) children: Children,
    pub(super) how: FoldHow,
    /// What is made of each; where there is none, 1.
    pub(super) body: Option<Code<Number>>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum FoldHow {
    Sum,
    Count,
    Highest,
    Lowest,
}

/// A tier table; its first row starts at zero.
#[derive(Debug, Clone)]
pub(super) struct Tiers {
    pub(super) of: Code<Number>,
    pub(super) kind: TierKind,
    pub(super) rows: Vec<Tier>,
    pub(super) tail: Option<Tail>,
}

/// A row of it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Tier {
    pub(super) start: i128,
    pub(super) inclusive: bool,
    /// Rate or amount.
    pub(super) value: i128,
    /// What the rates of the rows below come to, up to its start.
    pub(super) below: i128,
}

/// Generated rows.
#[derive(Debug, Clone, Copy)]
pub(super) struct Tail {
    pub(super) step: i128,
    pub(super) add: i128,
}

/// min(value, limit).
#[derive(Debug, Clone)]
pub(super) struct Cap {
    pub(super) value: Code<Number>,
    pub(super) limit: Code<Number>,
    pub(super) address: AddressId,
    pub(super) unit: super::unit::Unit,
}
