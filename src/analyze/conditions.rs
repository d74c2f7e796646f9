//! What certainly must hold for a condition to be as wanted, and whether two such demands can be
//! met together: a small solver over yes and no, enumerations, readings, and bounds of numbers and
//! dates.
//!
//! Facts are named without whose they are: along one line of subjects (an enterprise and one of
//! its projects) each kind stands once, so the fact alone tells. What is reached through a
//! reference, or of some other child, or of another year, demands nothing here; evaluation has the
//! last word.

use std::collections::BTreeMap;

use crate::ir::{CompareOp, Expr, FactId, Hop, Place, Program, ReadingId, Rule, Type, VariantSet};
use crate::quantity::{Date, DateRange, Exact};

/// What a demand is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Key {
    /// A fact, in the bound year when it is yearly.
    Fact(FactId),
    /// Which alternative of a reading is chosen.
    Reading(ReadingId),
}

/// What must hold of it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Needed {
    /// It is yes, or no.
    Truth(bool),
    /// It is one of these variants, or alternatives by position.
    Among(VariantSet),
    /// A number between these.
    Between(Ends<Exact>),
    /// A day between these.
    Dated(Ends<Date>),
}

/// The ends between which a value lies, each with whether it is included.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Ends<T> {
    /// The lower end.
    pub from: Option<(T, bool)>,
    /// The upper end.
    pub to: Option<(T, bool)>,
}

/// One way in which conditions may hold: what it demands of each.
pub(super) type Way = BTreeMap<Key, Needed>;

/// At most so many ways are told apart; of conditions with more, none demands anything.
const MAX_WAYS: usize = 64;

/// The ways in which a rule's conditions may hold.
pub(super) fn guarded(program: &Program, rule: &Rule) -> Vec<Way> {
    let guards = rule.guards.iter().map(|guard| holds(program, &guard.condition, true));
    guards.fold(free(), all_of)
}

/// The ways in which a condition is as wanted.
pub(super) fn holds(program: &Program, condition: &Expr, wanted: bool) -> Vec<Way> {
    match condition {
        Expr::And(parts) | Expr::Or(parts) => {
            let parts = parts.iter().map(|part| holds(program, part, wanted));
            match matches!(condition, Expr::And(_)) == wanted {
                true => parts.fold(free(), all_of),
                false => parts.flatten().collect(),
            }
        }
        Expr::Truth(truth) => {
            if *truth == wanted {
                free()
            } else {
                Vec::new()
            }
        }
        Expr::Not(inner) => holds(program, inner, !wanted),
        Expr::Test { value, .. } => holds(program, value, wanted),
        Expr::Fact { fact, place } if in_line(place) => {
            vec![only(Key::Fact(*fact), Needed::Truth(wanted))]
        }
        Expr::Local { local, place } if in_line(place) => {
            let local = program.locals.get(local.index());
            local.map_or_else(free, |local| holds(program, &local.body, wanted))
        }
        Expr::Switch { reading, arms } => {
            let arms = arms.iter().enumerate().map(|(position, arm)| {
                all_of(vec![read_as(*reading, position)], holds(program, arm, wanted))
            });
            arms.flatten().collect()
        }
        Expr::Is { value, variants, .. } => fact_of(value).map_or_else(free, |fact| {
            let among = if wanted { *variants } else { all_variants(program, fact) & !variants };
            vec![only(Key::Fact(fact), Needed::Among(among))]
        }),
        Expr::Compare { op, left, right, .. } => compared(*op, left, right, wanted),
        Expr::During { date, year: Some(year), .. } => during(date, *year, wanted),
        _ => free(),
    }
}

fn compared(op: CompareOp, left: &Expr, right: &Expr, wanted: bool) -> Vec<Way> {
    let needed = match right {
        Expr::Number(figure, _) => side(op, *figure, wanted).map(Needed::Between),
        Expr::Date(day, _) => side(op, *day, wanted).map(Needed::Dated),
        _ => None,
    };
    match (fact_of(left), needed) {
        (Some(fact), Some(needed)) => vec![only(Key::Fact(fact), needed)],
        _ => free(),
    }
}

/// The days of a calendar year, or those before and those after.
fn during(date: &Expr, year: i32, wanted: bool) -> Vec<Way> {
    let (Some(fact), Some(days)) = (fact_of(date), DateRange::of_year(year)) else {
        return free();
    };
    let dated = |from: Option<(Date, bool)>, to: Option<(Date, bool)>| {
        only(Key::Fact(fact), Needed::Dated(Ends { from, to }))
    };
    match wanted {
        true => vec![dated(Some((days.from(), true)), Some((days.to(), true)))],
        false => {
            vec![dated(None, Some((days.from(), false))), dated(Some((days.to(), false)), None)]
        }
    }
}

/// The side of the figure on which the comparison is as wanted.
fn side<T: Copy>(op: CompareOp, figure: T, wanted: bool) -> Option<Ends<T>> {
    let from = |included| Some(Ends { from: Some((figure, included)), to: None });
    let to = |included| Some(Ends { from: None, to: Some((figure, included)) });
    match (op, wanted) {
        (CompareOp::AtLeast, true) | (CompareOp::Below, false) => from(true),
        (CompareOp::Above, true) | (CompareOp::AtMost, false) => from(false),
        (CompareOp::AtMost, true) | (CompareOp::Above, false) => to(true),
        (CompareOp::Below, true) | (CompareOp::AtLeast, false) => to(false),
        (CompareOp::Equal, true) => {
            Some(Ends { from: Some((figure, true)), to: Some((figure, true)) })
        }
        (CompareOp::Equal, false) => None,
    }
}

/// The one way that demands nothing.
pub(super) fn free() -> Vec<Way> {
    vec![Way::new()]
}

/// The way that demands one thing.
pub(super) fn only(key: Key, needed: Needed) -> Way {
    Way::from([(key, needed)])
}

/// The way that demands an alternative of a reading, by position.
pub(super) fn read_as(reading: ReadingId, position: usize) -> Way {
    let bit =
        u32::try_from(position).ok().and_then(|position| (1 as VariantSet).checked_shl(position));
    bit.map_or_else(Way::new, |bit| only(Key::Reading(reading), Needed::Among(bit)))
}

/// The ways that are one of the former and one of the latter.
pub(super) fn all_of(former: Vec<Way>, latter: Vec<Way>) -> Vec<Way> {
    let pairs = former.iter().flat_map(|one| latter.iter().map(move |two| joined(one, two).ok()));
    let ways: Vec<Way> = pairs.flatten().collect();
    if ways.len() > MAX_WAYS { free() } else { ways }
}

/// What meets the demands of both ways; else the first thing they do not agree about.
pub(super) fn joined(one: &Way, two: &Way) -> Result<Way, (Key, Needed, Needed)> {
    let mut met = one.clone();
    for (key, needed) in two {
        let joint = match one.get(key) {
            Some(other) => other.and(*needed).ok_or((*key, *other, *needed))?,
            None => *needed,
        };
        met.insert(*key, joint);
    }
    Ok(met)
}

impl Needed {
    /// What meets both demands, if anything does.
    fn and(self, other: Needed) -> Option<Needed> {
        match (self, other) {
            (Needed::Truth(a), Needed::Truth(b)) => (a == b).then_some(self),
            (Needed::Among(a), Needed::Among(b)) => (a & b != 0).then_some(Needed::Among(a & b)),
            (Needed::Between(a), Needed::Between(b)) => a.and(b).map(Needed::Between),
            (Needed::Dated(a), Needed::Dated(b)) => a.and(b).map(Needed::Dated),
            // A fact has one type, so its demands are of one sort.
            _ => Some(self),
        }
    }
}

impl<T: Copy + Ord> Ends<T> {
    /// What lies between both, if anything does.
    fn and(self, other: Self) -> Option<Self> {
        // Of two lower ends the higher counts, and at the same figure the one that excludes it.
        let from = [self.from, other.from].into_iter().flatten();
        let from = from.max_by_key(|(at, included)| (*at, !included));
        let to = [self.to, other.to].into_iter().flatten();
        let to = to.min_by_key(|(at, included)| (*at, *included));
        let is_empty = match (from, to) {
            (Some((from, from_in)), Some((to, to_in))) => {
                from > to || (from == to && !(from_in && to_in))
            }
            _ => false,
        };
        (!is_empty).then_some(Self { from, to })
    }

    /// Whether a value lies between the ends.
    pub(super) fn contains(&self, value: T) -> bool {
        let above = self.from.is_none_or(|(at, included)| value > at || (included && value == at));
        let below = self.to.is_none_or(|(at, included)| value < at || (included && value == at));
        above && below
    }
}

/// Whether a place lies on the line of the subjects in view, so that the fact alone tells whose
/// it is.
pub(super) fn in_line(place: &Place) -> bool {
    place.hops.iter().all(|hop| *hop == Hop::Parent)
}

/// The fact that an expression is.
pub(super) fn fact_of(expr: &Expr) -> Option<FactId> {
    match expr {
        Expr::Fact { fact, place } if in_line(place) => Some(*fact),
        _ => None,
    }
}

fn all_variants(program: &Program, fact: FactId) -> VariantSet {
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
