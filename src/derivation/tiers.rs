//! Which tier of a table a value falls in, and what that makes of it.

use super::amount::point;
use super::figure::Measure;
use super::record::{Node, What};
use super::write::{Scope, Steps, Teller};
use crate::diag::Text;
use crate::eval::Event;
use crate::ir::{AddressId, Expr, TierKind, Tiers};
use crate::quantity::{Exact, Ratio};
use crate::scenario::words;
use crate::text;

/// The part of a value that lies in one tier: from where to where, and at what rate.
struct Band {
    width: Ratio,
    rate: Ratio,
}

/// No more bands than these are told one by one.
const BANDS: usize = 12;

/// A tier table applied to its value.
pub(super) fn applied(
    steps: &mut Steps<'_>,
    node: &Node,
    (at, kind): (AddressId, TierKind),
    scope: Scope,
) {
    let teller = steps.teller;
    let (Some(value), Some(tiers)) = (node.first(), teller.tiers(at, kind)) else { return };
    let taken = node.events().filter_map(|(at, event)| match event {
        Event::Tier { certain } => Some((at, *certain)),
        _ => None,
    });
    let taken: Vec<(AddressId, bool)> = taken.collect();
    match (taken.as_slice(), value.value.as_ref().and_then(point)) {
        ([.., (tier, true)], Some(known)) => {
            let scope = scope.at(*tier);
            let stands = stands(teller, tiers, *tier, teller.called(value, scope));
            let made = made(teller, tiers, *tier, (value, known), node);
            let (stands_en, made_en) = (stands.en, made.en);
            let (stands, made) = (stands.zh, made.zh);
            steps.say(scope, text!(zh: "{stands}：{made}", en: "{stands_en}: {made_en}"));
        }
        ([], _) => {}
        (open, _) => {
            let mut open = open.to_vec();
            open.sort_unstable();
            let rows = open.iter().map(|(at, _)| words::address(teller.directory, *at));
            let Text { zh, en } = words::list(rows);
            let is = teller.value(node);
            let (is, is_en) = (is.zh, is.en);
            let said = text!(
                zh: "可能在的档：{zh}；得 {is}", en: "tiers it may be in: {en}; it comes to {is_en}",
            );
            steps.say(scope.at(at), said);
        }
    }
}

/// Where the value stands in the table: `16亿元 超过 15亿元，在第 2 档`.
fn stands(teller: &Teller<'_>, tiers: &Tiers, tier: AddressId, value: Text) -> Text {
    let Text { zh, en } = value;
    let position = tiers.rows.iter().position(|row| row.address == tier);
    let Some(position) = position else {
        return text!(zh: "{zh} 在续档之中", en: "{en} lies in a generated tier");
    };
    let number = position.saturating_add(1);
    match tiers.rows.get(position).and_then(|row| row.lower.as_ref()) {
        None => text!(zh: "{zh} 在首档", en: "{en} lies in the first tier"),
        Some(lower) => {
            let from = words::address(teller.directory, lower.address);
            let from = from.zh;
            text!(zh: "{zh} 在第 {number} 档（{from}）", en: "{en} lies in tier {number} ({from})")
        }
    }
}

/// What the tier makes of the value.
fn made(
    teller: &Teller<'_>,
    tiers: &Tiers,
    tier: AddressId,
    (value, known): (&Node, Ratio),
    node: &Node,
) -> Text {
    let of = teller.measure(value);
    let rate_measure = tiers.rows.first().map_or(Measure::MONEY, |row| teller.written(row.address));
    let rate = |rate: Ratio| teller.number(rate, &rate_measure);
    let comes_to = teller.value(node);
    let bands = bands(tiers, known).filter(|bands| adds_up(bands, tiers.kind, known, node));
    let (is, is_en) = (comes_to.zh, comes_to.en);
    let kind = kind_word(tiers.kind);
    let (kind, kind_en) = (kind.zh, kind.en);
    let Some(bands) = bands else {
        let row = words::address(teller.directory, tier).zh;
        return text!(zh: "{kind}，{row}，得 {is}", en: "{kind_en}, {row}: {is_en}");
    };
    let last = bands.last().map(|band| rate(band.rate)).unwrap_or_default();
    match tiers.kind {
        TierKind::Flat => {
            text!(zh: "{kind}，得 {is}", en: "{kind_en}: {is_en}")
        }
        TierKind::Whole => {
            let x = teller.number(known, &of);
            let (x_en, last_en, x, last) = (x.en, last.en, x.zh, last.zh);
            text!(zh: "{kind}，{x} × {last} = {is}", en: "{kind_en}, {x_en} × {last_en} = {is_en}")
        }
        TierKind::Marginal => {
            let side = |get: fn(Text) -> String| {
                let parts = bands.iter().map(|band| {
                    format!("{} × {}", get(teller.number(band.width, &of)), get(rate(band.rate)))
                });
                parts.collect::<Vec<_>>().join(" + ")
            };
            let (zh, en) = (side(|text| text.zh), side(|text| text.en));
            text!(zh: "{kind}，{zh} = {is}", en: "{kind_en}, {en} = {is_en}")
        }
    }
}

fn kind_word(kind: TierKind) -> Text {
    match kind {
        TierKind::Whole => Text::new("全部按这一档计", "the whole at this tier's rate"),
        TierKind::Marginal => Text::new("各档分段计", "each part at its tier's rate"),
        TierKind::Flat => Text::new("按这一档的定额", "the tier's own amount"),
    }
}

/// How a value is spread over the tiers, lowest first; none where a figure of the table is no
/// literal, or there are too many to tell.
fn bands(tiers: &Tiers, value: Ratio) -> Option<Vec<Band>> {
    let mut bands: Vec<Band> = Vec::new();
    let mut start = Ratio::ZERO;
    let passed = |start: Ratio, inclusive: bool| value > start || (inclusive && value == start);
    let mut rate = Ratio::ZERO;
    for row in &tiers.rows {
        if let Some(lower) = &row.lower {
            let at = literal(&lower.at)?;
            if !passed(at, lower.inclusive) {
                bands.push(Band { width: value.checked_sub(start)?, rate });
                return Some(bands);
            }
            bands.push(Band { width: at.checked_sub(start)?, rate });
            start = at;
        }
        rate = literal(&row.value)?;
    }
    if let Some(tail) = &tiers.tail {
        let (step, add) = (literal(&tail.step)?, literal(&tail.add)?);
        let inclusive = tiers.rows.last()?.lower.as_ref().is_some_and(|lower| lower.inclusive);
        while bands.len() < BANDS && passed(start.checked_add(step)?, inclusive) {
            bands.push(Band { width: step, rate });
            start = start.checked_add(step)?;
            rate = rate.checked_add(add)?;
        }
    }
    bands.push(Band { width: value.checked_sub(start)?, rate });
    (bands.len() <= BANDS).then_some(bands)
}

fn literal(expr: &Expr) -> Option<Ratio> {
    match expr {
        Expr::Number(value, _) => Some(Ratio::from(*value)),
        _ => None,
    }
}

/// Whether the bands give what was evaluated: nothing is shown that does not.
fn adds_up(bands: &[Band], kind: TierKind, value: Ratio, node: &Node) -> bool {
    let last = bands.last().map(|band| band.rate);
    let sum = match kind {
        TierKind::Flat => last,
        TierKind::Whole => last.and_then(|rate| rate.checked_mul(value)),
        TierKind::Marginal => bands.iter().try_fold(Ratio::from(Exact::ZERO), |sum, band| {
            sum.checked_add(band.width.checked_mul(band.rate)?)
        }),
    };
    debug_assert!(matches!(node.what, What::Tiers { .. }));
    sum.is_some() && sum == node.value.as_ref().and_then(point)
}
