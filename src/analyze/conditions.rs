//! What certainly must hold for a rule to pay, and whether two such demands can be met together.

use std::collections::BTreeMap;

use super::overlap::is_own;
use crate::diag::Text;
use crate::ir::{Body, CompareOp, Expr, Fact, FactId, Program, Rule, Type, VariantSet};
use crate::quantity::{Exact, format_in, parse_unit};

/// What must hold of a fact. Of the rule's own subject or one above, in the bound year.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Needed {
    /// It is yes, or no.
    Truth(bool),
    /// It is one of these.
    Among(VariantSet),
    /// It lies between: each end with whether it is included.
    Between(Option<(Exact, bool)>, Option<(Exact, bool)>),
}

/// One way in which conditions may hold: what it demands, fact by fact.
pub(super) type Way = BTreeMap<FactId, Needed>;

/// At most so many ways are told apart; of conditions with more, none demands anything.
const MAX_WAYS: usize = 64;

/// The ways in which a rule's conditions may hold and its amount be one. Anything they say in
/// another form (a count, another year, a child's fact) demands nothing here.
pub(super) fn ways(program: &Program, rule: &Rule) -> Vec<Way> {
    let guards = rule.guards.iter().map(|guard| demand(program, &guard.condition, true));
    // With stages or exceptions there is more than one amount that may be given.
    let amount = match &rule.body {
        Body::Money(money) if money.exceptions.is_empty() => match money.stages.as_slice() {
            [only] => only.amount.computed(),
            _ => None,
        },
        _ => None,
    };
    let granted = amount.and_then(not_nothing);
    guards.chain(granted.map(|way| vec![way])).fold(vec![Way::new()], all_of)
}

/// The ways in which a condition is as wanted.
fn demand(program: &Program, condition: &Expr, wanted: bool) -> Vec<Way> {
    let one = |fact, needed| vec![Way::from([(fact, needed)])];
    match condition {
        Expr::And(parts) | Expr::Or(parts) => {
            let parts = parts.iter().map(|part| demand(program, part, wanted));
            match matches!(condition, Expr::And(_)) == wanted {
                true => parts.fold(vec![Way::new()], all_of),
                false => parts.flatten().collect(),
            }
        }
        Expr::Not(inner) => demand(program, inner, !wanted),
        Expr::Test { value, .. } => demand(program, value, wanted),
        Expr::Fact { fact, place } if is_own(place) => one(*fact, Needed::Truth(wanted)),
        Expr::Is { value, variants, .. } => own_fact(value).map_or_else(anything, |fact| {
            let all = variants_of(program, fact);
            one(fact, Needed::Among(if wanted { *variants } else { all & !variants }))
        }),
        Expr::Compare { op, left, right, .. } => match (own_fact(left), &**right) {
            (Some(fact), Expr::Number(figure, _)) => {
                side(*op, *figure, wanted).map_or_else(anything, |needed| one(fact, needed))
            }
            _ => anything(),
        },
        _ => anything(),
    }
}

/// The way that demands nothing.
fn anything() -> Vec<Way> {
    vec![Way::new()]
}

/// The ways that are one of the former and one of the latter.
fn all_of(former: Vec<Way>, latter: Vec<Way>) -> Vec<Way> {
    let pairs = former.iter().flat_map(|one| latter.iter().map(move |two| joined(one, two)));
    let ways: Vec<Way> = pairs.flatten().collect();
    if ways.len() > MAX_WAYS { anything() } else { ways }
}

/// What meets the demands of both ways; none when they exclude each other.
fn joined(one: &Way, two: &Way) -> Option<Way> {
    let mut met = one.clone();
    for (fact, needed) in two {
        let joint = match one.get(fact) {
            Some(other) => both(*other, *needed)?,
            None => *needed,
        };
        met.insert(*fact, joint);
    }
    Some(met)
}

/// The values of a look-up's key for which it gives an amount at all.
fn not_nothing(amount: &Expr) -> Option<Way> {
    let Expr::Match { key, arms } = amount else { return None };
    let giving = arms.iter().filter(|arm| arm.body != Expr::Nothing);
    let variants = giving.fold(0, |set: VariantSet, arm| set | arm.variants);
    Some(Way::from([(own_fact(key)?, Needed::Among(variants))]))
}

fn own_fact(expr: &Expr) -> Option<FactId> {
    match expr {
        Expr::Fact { fact, place } if is_own(place) => Some(*fact),
        _ => None,
    }
}

fn variants_of(program: &Program, fact: FactId) -> VariantSet {
    let info = program.vocabulary.facts.get(fact.index());
    let one = info.and_then(|info| match info.ty {
        Type::Choice(one) => program.vocabulary.enums.get(one.index()),
        _ => None,
    });
    let count = one.map_or(0, |one| one.variants.len());
    let count = u32::try_from(count).unwrap_or(VariantSet::BITS);
    // 64 variants fill the set; a shift by 64 is none.
    VariantSet::MAX.checked_shr(VariantSet::BITS.saturating_sub(count)).unwrap_or(0)
}

/// The side of the figure on which the comparison is as wanted.
fn side(op: CompareOp, figure: Exact, wanted: bool) -> Option<Needed> {
    let from = |included| Some(Needed::Between(Some((figure, included)), None));
    let to = |included| Some(Needed::Between(None, Some((figure, included))));
    match (op, wanted) {
        (CompareOp::AtLeast, true) | (CompareOp::Below, false) => from(true),
        (CompareOp::Above, true) | (CompareOp::AtMost, false) => from(false),
        (CompareOp::AtMost, true) | (CompareOp::Above, false) => to(true),
        (CompareOp::Below, true) | (CompareOp::AtLeast, false) => to(false),
        (CompareOp::Equal, true) => {
            Some(Needed::Between(Some((figure, true)), Some((figure, true))))
        }
        (CompareOp::Equal, false) => None,
    }
}

/// What meets both demands, if anything does.
fn both(one: Needed, two: Needed) -> Option<Needed> {
    match (one, two) {
        (Needed::Truth(a), Needed::Truth(b)) => (a == b).then_some(one),
        (Needed::Among(a), Needed::Among(b)) => (a & b != 0).then_some(Needed::Among(a & b)),
        (Needed::Between(from_a, to_a), Needed::Between(from_b, to_b)) => {
            // Of two lower ends the higher counts, and at the same figure the one that excludes it.
            let from = [from_a, from_b]
                .into_iter()
                .flatten()
                .max_by_key(|(at, included)| (*at, !included));
            let to =
                [to_a, to_b].into_iter().flatten().min_by_key(|(at, included)| (*at, *included));
            let is_empty = match (from, to) {
                (Some((from, from_in)), Some((to, to_in))) => {
                    from > to || (from == to && !(from_in && to_in))
                }
                _ => false,
            };
            (!is_empty).then_some(Needed::Between(from, to))
        }
        // A fact has one type, so its demands are of one sort.
        _ => Some(one),
    }
}

/// A case that meets one way of each of two rules, in words; none when they exclude each other.
pub(super) fn together(program: &Program, one: &[Way], two: &[Way]) -> Option<Text> {
    let met = one.iter().find_map(|one| two.iter().find_map(|two| joined(one, two)))?;
    let facts = met.iter().filter_map(|(id, needed)| {
        Some(shown(program, program.vocabulary.facts.get(id.index())?, *needed))
    });
    let facts: Vec<Text> = facts.collect();
    let join =
        |pick: fn(&Text) -> &str, sep: &str| facts.iter().map(pick).collect::<Vec<_>>().join(sep);
    Some(Text::new(join(|text| &text.zh, "、"), join(|text| &text.en, ", ")))
}

/// `在本地注册`, `级别 为 国家级`, `营业收入 超过 100万元`.
fn shown(program: &Program, fact: &Fact, needed: Needed) -> Text {
    let (zh, en) = (&fact.name.zh, &fact.name.en);
    match needed {
        Needed::Truth(true) => Text::new(zh, en),
        Needed::Truth(false) => Text::new(format!("非 {zh}"), format!("not {en}")),
        Needed::Among(variants) => {
            let one = match fact.ty {
                Type::Choice(one) => program.vocabulary.enums.get(one.index()),
                _ => None,
            };
            let held = |at: u32| variants.checked_shr(at).is_some_and(|rest| rest & 1 == 1);
            let variants = one.into_iter().flat_map(|one| one.variants.iter().zip(0..));
            let first = variants.filter(|(_, at)| held(*at)).map(|(name, _)| name).next();
            let (of_zh, of_en) = first.map_or(("", ""), |name| (&name.zh, &name.en));
            Text::new(format!("{zh} 为 {of_zh}"), format!("{en} is {of_en}"))
        }
        Needed::Between(from, to) => {
            let counts = program.vocabulary.counts();
            let figure = |at: Exact| {
                let unit = parse_unit(&fact.unit, &counts).ok();
                unit.map_or_else(|| at.to_string(), |unit| format_in(at, &unit))
            };
            let from = from.map(|(at, included)| {
                let (zh, en) =
                    if included { ("不低于", "at least") } else { ("超过", "over") };
                (format!("{zh} {}", figure(at)), format!("{en} {}", figure(at)))
            });
            let to = to.map(|(at, included)| {
                let (zh, en) =
                    if included { ("不超过", "at most") } else { ("低于", "below") };
                (format!("{zh} {}", figure(at)), format!("{en} {}", figure(at)))
            });
            let ends: Vec<(String, String)> = from.into_iter().chain(to).collect();
            let join = |pick: fn(&(String, String)) -> &str| {
                ends.iter().map(pick).collect::<Vec<_>>().join(" ")
            };
            Text::new(
                format!("{zh} {}", join(|end| &end.0)),
                format!("{en} {}", join(|end| &end.1)),
            )
        }
    }
}
