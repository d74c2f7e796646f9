//! Values in figures, each in the unit it is declared or written in. Nothing is rounded: a
//! quotient that does not end is shown with its first digits and a mark that more follow.

use super::items::items;
use super::record::{Node, What};
use super::write::Teller;
use crate::diag::Text;
use crate::eval::{Interval, Seen};
use crate::ir::{AddressId, DecisionId, Enumeration, FactId, PaidWhat, TierKind, Type};
use crate::quantity::{Base, Dimension, Exact, Ratio, format_in, parse_unit, short};
use crate::scenario::words;
use crate::text;

/// What a number counts, and the unit to show it in.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Measure {
    pub(super) dimension: Dimension,
    pub(super) unit: Option<String>,
}

impl Measure {
    const PLAIN: Measure = Measure { dimension: Dimension::PLAIN, unit: None };
    /// Money.
    pub(super) const MONEY: Measure = Measure { dimension: Dimension::MONEY, unit: None };

    fn of(dimension: Dimension) -> Measure {
        Measure { dimension, unit: None }
    }

    fn of_type(ty: Type, unit: &str) -> Measure {
        match ty {
            Type::Number(dimension) => Measure { dimension, unit: Some(unit.to_owned()) },
            _ => Measure::PLAIN,
        }
    }
}

/// Digits shown of a quotient that does not end.
const DIGITS: i32 = -6;

impl Teller<'_> {
    /// What an expression's value counts.
    pub(super) fn measure(&self, node: &Node) -> Measure {
        let first = || node.first().map_or(Measure::PLAIN, |first| self.measure(first));
        match &node.what {
            What::Number(at) => self.written(*at),
            What::Fact(fact) => self.of_fact(*fact),
            What::Decision(decision) => self.of_decision(*decision),
            What::Series(series) => {
                let series = self.directory.program.vocabulary.series.get(series.index());
                series.map_or(Measure::PLAIN, |series| Measure {
                    dimension: series.dimension,
                    unit: Some(series.unit.clone()),
                })
            }
            What::Local(local) => {
                let local = self.directory.program.locals.get(local.index());
                let of_type = local.map_or(Measure::PLAIN, |local| match local.ty {
                    Type::Number(dimension) => Measure::of(dimension),
                    _ => Measure::PLAIN,
                });
                let within = first();
                if within.dimension == of_type.dimension { within } else { of_type }
            }
            What::Add | What::Sub | What::Monus(_) | What::Extreme { .. } => {
                let mut parts = node.nodes().map(|part| self.measure(part));
                parts.find(|part| !part.dimension.is_plain()).unwrap_or(first())
            }
            What::Mul => self.combined(node, Dimension::checked_mul),
            What::Div => self.combined(node, Dimension::checked_div),
            What::If(_) | What::Match => {
                node.nodes().next_back().map_or(Measure::PLAIN, |taken| self.measure(taken))
            }
            What::Fold { has_body: true, .. } => {
                let body = items(node).into_iter().find_map(|item| item.body);
                body.map_or(Measure::PLAIN, |body| self.measure(body))
            }
            What::Fold { address, .. } => self.written(*address),
            What::Tiers { kind, address } => self.of_tiers(*address, *kind, first()),
            What::Paid { what: PaidWhat::Amount, .. } => Measure::MONEY,
            What::YearsSince | What::InYears { .. } => Measure::of(Dimension::of(Base::Year)),
            What::Days => Measure::of(Dimension::of(Base::Day)),
            What::InYear | What::Switch(_) | What::Cap(_) | What::Round { .. } => first(),
            _ => Measure::PLAIN,
        }
    }

    /// The measure of what is written at an address.
    pub(super) fn written(&self, at: AddressId) -> Measure {
        let info = self.directory.program.addresses.get(at.0 as usize);
        info.map_or(Measure::PLAIN, |info| Measure {
            dimension: info.dimension.unwrap_or(Dimension::PLAIN),
            unit: info.unit.clone(),
        })
    }

    /// The measure of a fact.
    pub(super) fn of_fact(&self, fact: FactId) -> Measure {
        let fact = self.directory.program.vocabulary.facts.get(fact.index());
        fact.map_or(Measure::PLAIN, |fact| Measure::of_type(fact.ty, &fact.unit))
    }

    fn of_decision(&self, decision: DecisionId) -> Measure {
        let decision = self.directory.program.decisions.get(decision.index());
        decision.map_or(Measure::PLAIN, |one| Measure::of_type(one.ty, &one.unit))
    }

    fn of_tiers(&self, at: AddressId, kind: TierKind, value: Measure) -> Measure {
        let Some(tiers) = self.tiers(at, kind) else { return Measure::MONEY };
        let rate = tiers.rows.first().map_or(Measure::PLAIN, |row| self.written(row.address));
        match tiers.kind {
            TierKind::Flat => rate,
            TierKind::Whole | TierKind::Marginal => {
                let product = value.dimension.checked_mul(rate.dimension);
                Measure::of(product.unwrap_or(Dimension::PLAIN))
            }
        }
    }

    /// The measure of a product or quotient; that of one side where the other is a plain number.
    fn combined(
        &self,
        node: &Node,
        combine: impl Fn(Dimension, Dimension) -> Option<Dimension>,
    ) -> Measure {
        let Some((left, right)) = node.pair() else { return Measure::PLAIN };
        let (left, right) = (self.measure(left), self.measure(right));
        match (left.dimension.is_plain(), right.dimension.is_plain()) {
            (false, true) => left,
            _ => Measure::of(combine(left.dimension, right.dimension).unwrap_or(Dimension::PLAIN)),
        }
    }

    /// The value of an expression.
    pub(super) fn value(&self, node: &Node) -> Text {
        match &node.value {
            Some(Seen::Variant(variant)) => self.variant(node, *variant),
            Some(seen) => self.seen(seen, &self.measure(node)),
            None => Text::new("算不出", "not computed"),
        }
    }

    /// A value.
    pub(super) fn seen(&self, seen: &Seen, measure: &Measure) -> Text {
        match seen {
            Seen::Number(Interval { low, high: Some(high) }) if low == high => {
                self.number(*low, measure)
            }
            Seen::Number(Interval { low, high: Some(high) }) => {
                let (low, high) = (self.number(*low, measure), self.number(*high, measure));
                let (low_en, high_en) = (low.en, high.en);
                let (low, high) = (low.zh, high.zh);
                text!(zh: "{low} 至 {high}", en: "{low_en} to {high_en}")
            }
            Seen::Number(Interval { low, high: None }) => {
                let Text { zh, en } = self.number(*low, measure);
                match low.is_zero() {
                    true => Text::new("未知", "unknown"),
                    false => text!(zh: "{zh} 以上", en: "{en} or more"),
                }
            }
            Seen::Truth(truth) => words::truth(*truth),
            Seen::Date(day) => Text::same(day.to_string()),
            Seen::NotHappened => Text::new("未发生", "not happened"),
            Seen::Absent => Text::new("无", "none"),
            Seen::AnyNumber | Seen::Variant(_) | Seen::Unknown => Text::new("未知", "unknown"),
        }
    }

    /// A number.
    pub(super) fn number(&self, value: Ratio, measure: &Measure) -> Text {
        let exact = value.to_exact();
        if measure.dimension == Dimension::MONEY {
            return match exact {
                Some(exact) => words::money(exact),
                None => {
                    let digits = first_digits(value);
                    text!(zh: "{digits}元", en: "CNY {digits}")
                }
            };
        }
        let counts = &self.directory.counts;
        let canonical = measure.dimension.canonical_unit(counts);
        let unit = measure.unit.as_deref().unwrap_or(&canonical);
        Text::same(match (exact, parse_unit(unit, counts)) {
            (Some(exact), _) if unit == canonical && !unit.contains('/') => short(exact, unit),
            (Some(exact), Ok(unit)) => format_in(exact, &unit),
            (Some(exact), Err(_)) => exact.to_string(),
            (None, _) => format!("{}{canonical}", first_digits(value)),
        })
    }

    /// The name of a choice.
    fn variant(&self, node: &Node, variant: u16) -> Text {
        let of = self.enumeration(node);
        let name = of.and_then(|of| of.variants.get(usize::from(variant)));
        name.map(words::named).unwrap_or_default()
    }

    /// The enumeration of which a choice is.
    pub(super) fn enumeration(&self, node: &Node) -> Option<&Enumeration> {
        let vocabulary = &self.directory.program.vocabulary;
        let ty = match &node.what {
            What::Fact(fact) => vocabulary.facts.get(fact.index())?.ty,
            What::Local(local) => self.directory.program.locals.get(local.index())?.ty,
            _ => return node.nodes().rev().find_map(|inner| self.enumeration(inner)),
        };
        match ty {
            Type::Choice(of) => vocabulary.enums.get(of.index()),
            _ => None,
        }
    }
}

/// The first digits of a quotient that does not end.
fn first_digits(value: Ratio) -> String {
    let place = Exact::power_of_ten(DIGITS);
    match place.and_then(|place| value.floor_to(place)) {
        Some(digits) if !value.is_negative() => format!("{digits}…"),
        _ => value.to_string(),
    }
}
