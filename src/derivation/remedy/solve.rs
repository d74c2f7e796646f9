//! Which value of one fact makes a number or a date stand so to a bound: the formula is undone
//! step by step, from its value to the fact.

use super::repair::{Repair, Repairer, change, date_change};
use crate::derivation::amount::point;
use crate::derivation::formula::within;
use crate::derivation::items::items;
use crate::derivation::record::{Node, What};
use crate::eval::{Cell, Seen};
use crate::ir::{CompareOp, DateUnit, FactId, FoldOp};
use crate::quantity::{Date, Exact, Ratio};

/// Ways to make an expression stand so to a bound, one fact at a time.
pub(super) fn solve(
    repairer: &Repairer<'_>,
    node: &Node,
    op: CompareOp,
    bound: Option<&Seen>,
) -> Vec<Repair> {
    match bound {
        Some(Seen::Date(day)) => dated(repairer, node, op, *day),
        Some(seen) => point(seen).map_or_else(Vec::new, |bound| number(repairer, node, op, bound)),
        None => Vec::new(),
    }
}

fn number(repairer: &Repairer<'_>, node: &Node, op: CompareOp, bound: Ratio) -> Vec<Repair> {
    let known = |node: &Node| node.value.as_ref().and_then(point);
    let go = |node: &Node, op: CompareOp, bound: Option<Ratio>| {
        bound.map_or_else(Vec::new, |bound| number(repairer, node, op, bound))
    };
    // What the other side is, so that this side alone is undone.
    let sides = || {
        let (a, b) = node.pair()?;
        Some((a, b, known(a), known(b)))
    };
    match &node.what {
        What::Fact(fact) => on_granule(repairer, node, *fact, op, bound),
        What::Local(_) => match repairer.computed(node).and_then(Node::first) {
            Some(inner) => number(repairer, inner, op, bound),
            None => Vec::new(),
        },
        What::InYear | What::Switch(_) | What::Test(_) | What::Cap(_) | What::Round { .. } => {
            node.first().map(|inner| number(repairer, inner, op, bound)).unwrap_or_default()
        }
        What::If(_) | What::Match => {
            let taken = node.nodes().next_back();
            taken.map(|taken| number(repairer, taken, op, bound)).unwrap_or_default()
        }
        What::Add => {
            let Some((a, b, is_a, is_b)) = sides() else { return Vec::new() };
            let mut ways = go(a, op, is_b.and_then(|b| bound.checked_sub(b)));
            ways.extend(go(b, op, is_a.and_then(|a| bound.checked_sub(a))));
            ways
        }
        What::Sub | What::Monus(_) => {
            let Some((a, b, is_a, is_b)) = sides() else { return Vec::new() };
            let mut ways = go(a, op, is_b.and_then(|b| bound.checked_add(b)));
            ways.extend(go(b, op.mirrored(), is_a.and_then(|a| a.checked_sub(bound))));
            ways
        }
        What::Mul => {
            let Some((a, b, is_a, is_b)) = sides() else { return Vec::new() };
            let over = |by: Option<Ratio>| bound.checked_div(by.filter(|by| *by > Ratio::ZERO)?);
            let mut ways = go(a, op, over(is_b));
            ways.extend(go(b, op, over(is_a)));
            ways
        }
        What::Div => {
            let Some((a, b, is_a, is_b)) = sides() else { return Vec::new() };
            let above = |one: Option<Ratio>| one.filter(|one| *one > Ratio::ZERO);
            let mut ways = go(a, op, above(is_b).and_then(|b| bound.checked_mul(b)));
            let needed = above(is_a).zip(above(Some(bound)));
            ways.extend(go(b, op.mirrored(), needed.and_then(|(a, bound)| a.checked_div(bound))));
            ways
        }
        What::InYears { basis } => {
            let days = bound.checked_mul(Ratio::from(*basis));
            node.first().map(|inner| go(inner, op, days)).unwrap_or_default()
        }
        What::Fold { op: made, .. } => fold(repairer, node, *made, op, bound),
        What::Extreme { highest: true } => {
            node.nodes().flat_map(|one| number(repairer, one, op, bound)).collect()
        }
        What::YearsSince => years_since(repairer, node, op, bound),
        What::Days => days(repairer, node, op, bound),
        _ => Vec::new(),
    }
}

/// The value of a fact nearest to the bound that stands so to it, in its smallest unit and range.
fn on_granule(
    repairer: &Repairer<'_>,
    node: &Node,
    fact: FactId,
    op: CompareOp,
    bound: Ratio,
) -> Vec<Repair> {
    let nearest = || {
        let info = repairer.program.vocabulary.facts.get(fact.index())?;
        let granule = info.granule?;
        let (floor, ceil) = (bound.floor_to(granule)?, bound.ceil_to(granule)?);
        let value = match op {
            CompareOp::AtLeast => ceil,
            CompareOp::AtMost => floor,
            CompareOp::Above => floor.checked_add(granule)?,
            CompareOp::Below => ceil.checked_sub(granule)?,
            CompareOp::Equal => Some(floor).filter(|_| floor == ceil)?,
        };
        let fits =
            info.min.is_none_or(|min| value >= min) && info.max.is_none_or(|max| value <= max);
        fits.then_some(value)
    };
    nearest().map(|value| change(node, fact, Cell::Number(value))).unwrap_or_default()
}

fn fold(
    repairer: &Repairer<'_>,
    node: &Node,
    made: FoldOp,
    op: CompareOp,
    bound: Ratio,
) -> Vec<Repair> {
    let items = items(node);
    let known = |node: &Node| node.value.as_ref().and_then(point);
    match made {
        FoldOp::Sum => {
            let total = known(node).unwrap_or(Ratio::ZERO);
            let of_item = |body: &Node| {
                let others = total.checked_sub(known(body)?)?;
                Some(number(repairer, body, op, bound.checked_sub(others)?))
            };
            items.iter().filter_map(|item| of_item(item.body?)).flatten().collect()
        }
        FoldOp::Highest | FoldOp::First => items
            .iter()
            .filter_map(|item| Some(number(repairer, item.body?, op, bound)))
            .flatten()
            .collect(),
        FoldOp::Count => {
            // One more that is taken in; several are found one after the other.
            let kept_out = items.iter().filter(|item| item.kept == Some(false));
            kept_out.flat_map(|item| repairer.taken_in(item)).collect()
        }
        FoldOp::Lowest | FoldOp::Exists | FoldOp::All => Vec::new(),
    }
}

/// The year of the date is so many years before the bound one.
fn years_since(repairer: &Repairer<'_>, node: &Node, op: CompareOp, bound: Ratio) -> Vec<Repair> {
    let needed = || {
        let (fact, date) = repairer.fact(node.first()?)?;
        let years = match op {
            CompareOp::AtLeast => bound.ceil_to(Exact::ONE)?,
            CompareOp::AtMost => bound.floor_to(Exact::ONE)?,
            CompareOp::Above => bound.floor_to(Exact::ONE)?.checked_add(Exact::ONE)?,
            CompareOp::Below => bound.ceil_to(Exact::ONE)?.checked_sub(Exact::ONE)?,
            CompareOp::Equal => bound.to_exact()?,
        };
        let year = node.year?.checked_sub(i32::try_from(years.to_i64()?).ok()?)?;
        // Nearest: from a later date back to that year's end, from an earlier one on to its start.
        let (month, day) = match op {
            CompareOp::AtLeast | CompareOp::Above | CompareOp::Equal => (12, 31),
            CompareOp::AtMost | CompareOp::Below => (1, 1),
        };
        Some(date_change(date, fact, Date::new(year, month, day).ok()))
    };
    needed().unwrap_or_default()
}

fn days(repairer: &Repairer<'_>, node: &Node, op: CompareOp, bound: Ratio) -> Vec<Repair> {
    let needed = || {
        let (from, to) = node.pair()?;
        let count = match op {
            CompareOp::AtLeast | CompareOp::Equal => bound.ceil_to(Exact::ONE)?,
            CompareOp::AtMost => bound.floor_to(Exact::ONE)?,
            CompareOp::Above => bound.floor_to(Exact::ONE)?.checked_add(Exact::ONE)?,
            CompareOp::Below => bound.ceil_to(Exact::ONE)?.checked_sub(Exact::ONE)?,
        };
        let count = i32::try_from(count.to_i64()?).ok()?;
        let day = |node: &Node| match node.value {
            Some(Seen::Date(day)) => Some(day),
            _ => None,
        };
        let mut ways = Vec::new();
        if let (Some((fact, value)), Some(from)) = (repairer.fact(to), day(from)) {
            ways.extend(date_change(value, fact, from.add_days(count)));
        }
        if let (Some((fact, value)), Some(to)) = (repairer.fact(from), day(to)) {
            ways.extend(date_change(value, fact, to.add_days(count.checked_neg()?)));
        }
        Some(ways)
    };
    needed().unwrap_or_default()
}

/// A date that stands so to a day.
fn dated(repairer: &Repairer<'_>, node: &Node, op: CompareOp, day: Date) -> Vec<Repair> {
    if let Some((fact, value)) = repairer.fact(node) {
        let to = match op {
            CompareOp::Above => day.add_days(1),
            CompareOp::Below => day.add_days(-1),
            CompareOp::AtLeast | CompareOp::AtMost | CompareOp::Equal => Some(day),
        };
        return date_change(value, fact, to);
    }
    let node = within(node);
    let What::DateAdd { amount, unit } = node.what else { return Vec::new() };
    let moved = amount.checked_neg().and_then(|back| match unit {
        DateUnit::Years => day.add_years(back),
        DateUnit::Months => day.add_months(back),
        DateUnit::Days => day.add_days(back),
    });
    node.first().zip(moved).map(|(date, day)| dated(repairer, date, op, day)).unwrap_or_default()
}
