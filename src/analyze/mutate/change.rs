//! What can be changed at a node.

use std::collections::BTreeMap;

use serde::Serialize;

use super::node::{Node, Piece};
use super::{exprs, rules, steps};
use crate::ast::{At, Period};
use crate::diag::Text;
use crate::ir::{Fact, KindId, Type, Vocabulary};
use crate::quantity::{Dimension, Exact};
use crate::resolve::Symbols;
use crate::text;

/// A sort of change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Operator {
    /// A bound includes its figure instead of excluding it, or the other way round.
    FlipBound,
    /// A figure moved by its smallest unit.
    ShiftFigure,
    /// Another fact of the same type.
    SwapFact,
    /// 且 for 或 and the like.
    SwapLogic,
    /// The opposite of a condition.
    Negate,
    /// A condition, or a part of one, left out.
    DropCondition,
    /// − for + and the like.
    SwapArithmetic,
    /// The highest for the lowest, each for pooled.
    SwapChoice,
    /// A tier left out.
    DropTier,
    /// Whole amount for marginal.
    SwapTierKind,
    /// A cap left out.
    DropCap,
    /// A cap for another scope or time.
    SwapCapScope,
    /// Two steps in the other order.
    SwapSteps,
    /// A step other than a cap left out.
    DropStep,
    /// A row of a look-up table left out or put under another value.
    ChangeRow,
    /// Another year, or the bound year.
    SwapYear,
    /// Yearly, once or without period.
    SwapPeriod,
    /// For another subject.
    SwapRecipient,
    /// Another kind of money: sought for paid.
    SwapMoneyKind,
    /// A payer left out.
    DropPayer,
    /// Another level pays.
    SwapPayer,
    /// Once, at most so many years.
    ChangeYearLimit,
    /// A relation to another rule left out or changed.
    ChangeRelation,
    /// An exception, stage or wait left out.
    DropStatement,
}

impl Operator {
    /// What is done, in a few words.
    pub fn title(self) -> Text {
        let (zh, en) = match self {
            Self::FlipBound => ("界线含与不含互换", "bound flipped"),
            Self::ShiftFigure => ("数值移动最小单位", "figure shifted"),
            Self::SwapFact => ("换成另一项事实", "another fact"),
            Self::SwapLogic => ("且与或互换", "and/or swapped"),
            Self::Negate => ("条件取反", "condition negated"),
            Self::DropCondition => ("去掉条件", "condition dropped"),
            Self::SwapArithmetic => ("换运算", "another operation"),
            Self::SwapChoice => ("换取法", "another choice"),
            Self::DropTier => ("去掉一档", "tier dropped"),
            Self::SwapTierKind => ("全额与超额互换", "whole/marginal swapped"),
            Self::DropCap => ("去掉上限", "cap dropped"),
            Self::SwapCapScope => ("换上限范围", "another cap scope"),
            Self::SwapSteps => ("换步骤次序", "steps reordered"),
            Self::DropStep => ("去掉步骤", "step dropped"),
            Self::ChangeRow => ("改表行", "table row changed"),
            Self::SwapYear => ("换年度", "another year"),
            Self::SwapPeriod => ("换周期", "another period"),
            Self::SwapRecipient => ("换对象", "another recipient"),
            Self::SwapMoneyKind => ("换资金性质", "another kind of money"),
            Self::DropPayer => ("去掉出资方", "payer dropped"),
            Self::SwapPayer => ("换出资方", "another payer"),
            Self::ChangeYearLimit => ("改年限", "year limit changed"),
            Self::ChangeRelation => ("改关系", "relation changed"),
            Self::DropStatement => ("去掉语句", "statement dropped"),
        };
        Text::new(zh, en)
    }
}

/// One change: what is put in the place of a node.
#[derive(Debug, Clone)]
pub(super) struct Change {
    pub(super) operator: Operator,
    pub(super) at: At,
    /// `超过 → 不低于`; empty when the operator says it all.
    pub(super) detail: Text,
    pub(super) piece: Piece,
}

impl Change {
    pub(super) fn new(operator: Operator, at: At, piece: Piece) -> Self {
        Self { operator, at, detail: Text::default(), piece }
    }

    /// From what to what.
    pub(super) fn showing(
        mut self,
        from: impl std::fmt::Display,
        to: impl std::fmt::Display,
    ) -> Self {
        self.detail = text!(zh: "{from} → {to}", en: "{from} → {to}");
        self
    }
}

/// What the names around mean, as far as changes need it.
pub(super) struct Around<'a> {
    pub(super) symbols: &'a Symbols<'a>,
    vocabulary: &'a Vocabulary,
    granules: BTreeMap<String, Exact>,
}

impl<'a> Around<'a> {
    pub(super) fn new(symbols: &'a Symbols<'a>, vocabulary: &'a Vocabulary) -> Self {
        let mut granules: BTreeMap<String, Exact> = BTreeMap::new();
        for fact in &vocabulary.facts {
            if let (Type::Number(dimension), Some(granule)) = (fact.ty, fact.granule) {
                let key = dimension.zh(&symbols.counts);
                let finest = granules.get(&key).is_none_or(|known| granule < *known);
                if finest {
                    granules.insert(key, granule);
                }
            }
        }
        Self { symbols, vocabulary, granules }
    }

    /// The smallest unit that any fact of the dimension has. A plain number has none: what is
    /// fine for a share is not for a rate.
    pub(super) fn granule(&self, dimension: Dimension) -> Option<Exact> {
        let known = self.granules.get(&dimension.zh(&self.symbols.counts));
        known.copied().filter(|_| !dimension.is_plain())
    }

    /// Another fact that might have been written instead: the next of the same kind, type and
    /// yearliness.
    pub(super) fn another_fact(&self, name: &str) -> Option<&str> {
        let facts = &self.vocabulary.facts;
        let own = facts.iter().position(|fact| fact.name.zh == name || fact.name.en == name)?;
        let fact = facts.get(own)?;
        let like = |other: &&Fact| {
            other.kind == fact.kind && other.ty == fact.ty && other.yearly == fact.yearly
        };
        let mut after = facts.iter().skip(own).skip(1).chain(facts.iter().take(own));
        after.find(like).map(|other| other.name.zh.as_str())
    }
}

/// The rule that a node stands in, as far as its changes need it.
#[derive(Debug, Default)]
pub(super) struct Within {
    /// It pays once, so that every time over which it might count is the same.
    pub(super) once: bool,
    /// The kind it is computed for.
    pub(super) subject: Option<KindId>,
}

impl Within {
    /// The same rule, or the one that the node is.
    pub(super) fn moved_to(self, node: &Node<'_>, around: &Around<'_>) -> Self {
        let Node::Rule(rule) = node else { return self };
        let subject = rule.subject.as_ref().and_then(|name| around.symbols.kind(&name.text));
        Self { once: matches!(rule.period, Period::Once(_)), subject }
    }
}

/// Everything that can be changed at a node itself, not in those below it.
pub(super) fn changes(node: &Node<'_>, around: &Around<'_>, within: &Within) -> Vec<Change> {
    match node {
        Node::Rule(rule) => rules::of_rule(rule, around),
        Node::Entry(entry) => rules::of_entry(entry),
        Node::Payers(payers) => rules::of_payers(payers, around),
        Node::Pipeline(pipeline) => steps::of_pipeline(pipeline),
        Node::Tiers(tiers) => steps::of_tiers(tiers),
        Node::Cap(cap) => steps::of_cap(cap, around, within),
        Node::Bound(bound) => steps::of_bound(bound),
        Node::Expr(expr) => exprs::of_expr(expr, around),
    }
}

/// The list without its `position`-th element.
pub(super) fn without<T: Clone>(list: &[T], position: usize) -> Vec<T> {
    let kept = list.iter().enumerate().filter(|(at, _)| *at != position);
    kept.map(|(_, one)| one.clone()).collect()
}
