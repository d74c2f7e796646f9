//! How an amount comes about: what its formula is made of, each with the figures put in.

use super::condition::{conditions, rest, told};
use super::figure::Measure;
use super::formula::within;
use super::items::{Item, items};
use super::record::{Node, What};
use super::tiers;
use super::write::{Scope, Steps};
use crate::diag::Text;
use crate::eval::{Event, Interval, Position, Seen};
use crate::ir::{AddressId, FoldOp, KindId, ReadingId};
use crate::quantity::{Exact, Mode, Ratio};
use crate::scenario::words;
use crate::text;

/// The amount of a rule (or stage), from its parts to the whole.
pub(super) fn amount(steps: &mut Steps<'_>, node: &Node, comes_to: &Seen, scope: Scope) {
    parts_of_amount(steps, node, scope);
    let last = within(node);
    // What ends in a step of its own, or in an intermediate just computed, has said its value.
    let said = matches!(last.what, What::Local(_)) && last.first().is_some();
    if last.what.is_arithmetic() || (is_leaf(&last.what) && !said) {
        let Text { zh, en } = steps.teller.equation(node, scope);
        steps.say(scope, text!(zh: "金额：{zh}", en: "amount: {en}"));
    }
    if Some(comes_to) != node.value.as_ref() {
        let Text { zh, en } = steps.teller.seen(comes_to, &Measure::MONEY);
        steps.say(scope, text!(zh: "因此得 {zh}", en: "so it comes to {en}"));
    }
}

fn is_leaf(what: &What) -> bool {
    matches!(
        what,
        What::Number(_)
            | What::Fact(_)
            | What::Decision(_)
            | What::Local(_)
            | What::Paid { .. }
            | What::Series(_)
            | What::Nothing
    )
}

/// The steps of all that stands in a formula and is more than names and figures.
pub(super) fn parts_of_amount(steps: &mut Steps<'_>, node: &Node, scope: Scope) {
    match &node.what {
        What::Local(_) => local(steps, node, scope),
        What::Switch(reading) => {
            named_readings(steps, *reading, scope);
            inner(steps, node, scope);
        }
        What::Fold { op, kind, address, .. } => {
            fold(steps, node, *op, *kind, scope.at(*address));
        }
        What::Tiers { kind, address } => {
            worked_out(steps, node, scope);
            tiers::applied(steps, node, (*address, *kind), scope);
        }
        What::Cap(at) => {
            worked_out(steps, node, scope);
            for (_, event) in node.events() {
                capped(steps, event, &Text::default(), scope.at(*at));
            }
        }
        What::Round { to, mode, address } => {
            worked_out(steps, node, scope);
            rounded(steps, node, (*to, *mode), scope.at(*address));
        }
        What::If(at) => branch(steps, node, *at, scope),
        What::Match => row(steps, node, scope),
        what if what.is_arithmetic() || matches!(what, What::InYear | What::Test(_)) => {
            inner(steps, node, scope);
        }
        _ => {}
    }
}

/// What a step works on, worked out first; its other sides, such as a cap's limit, before it.
fn worked_out(steps: &mut Steps<'_>, node: &Node, scope: Scope) {
    let mut nodes = node.nodes();
    let value = nodes.next();
    for side in nodes {
        parts_of_amount(steps, side, scope);
    }
    if let Some(value) = value {
        in_full(steps, value, scope);
    }
}

/// The steps of an expression, and the formula it ends in where it does not end in a step.
fn in_full(steps: &mut Steps<'_>, node: &Node, scope: Scope) {
    parts_of_amount(steps, node, scope);
    if within(node).what.is_arithmetic() {
        let said = steps.teller.equation(node, scope);
        steps.say(scope, said);
    }
}

fn inner(steps: &mut Steps<'_>, node: &Node, scope: Scope) {
    for part in node.nodes() {
        parts_of_amount(steps, part, scope);
    }
}

/// An intermediate, where it is computed; where it is used again it is only named.
fn local(steps: &mut Steps<'_>, node: &Node, scope: Scope) {
    let Some(body) = node.first() else { return };
    let What::Local(local) = node.what else { return };
    let declared = steps.teller.directory.program.locals.get(local.index());
    let Some(declared) = declared else { return };
    let scope = Scope { year: node.year.or(scope.year), ..scope.at(declared.address) };
    let own = Scope { subject: node.subject, ..scope };
    parts_of_amount(steps, body, own);
    let Text { zh, en } = steps.teller.named(node, scope);
    let last = within(body);
    let is = match last.what.is_arithmetic() || is_leaf(&last.what) {
        true => steps.teller.equation(body, own),
        false => steps.teller.value(node),
    };
    let (is, is_en) = (is.zh, is.en);
    steps.say(scope, text!(zh: "{zh} = {is}", en: "{en} = {is_en}"));
}

/// Names the reading that decided something, once in a derivation.
pub(super) fn named_readings(steps: &mut Steps<'_>, reading: ReadingId, scope: Scope) {
    if steps.readings.contains(&reading) {
        return;
    }
    steps.readings.push(reading);
    let teller = steps.teller;
    let Some(info) = teller.directory.program.readings.get(reading.index()) else { return };
    let by_hand = teller.facts.readings.iter().rfind(|(id, _)| *id == reading);
    let chosen = by_hand.map(|(_, at)| *at).or(info.has_default.then_some(0));
    let Some((number, meaning)) = chosen.and_then(|at| info.alternatives.get(at)) else { return };
    let Text { zh, en } = words::named(&info.name);
    let said = text!(
        zh: "读法“{zh}”取 {number}：{meaning}", en: "reading {en} = {number}: {meaning}",
    );
    steps.say(Scope { at: None, ..scope }, said);
}

/// The children that are taken in, each with what it adds, then what is made of them.
fn fold(steps: &mut Steps<'_>, node: &Node, op: FoldOp, kind: KindId, scope: Scope) {
    let items = items(node);
    let kept = items.iter().filter(|item| item.kept == Some(true)).count();
    for item in told(&items) {
        one_item(steps, item, op, scope);
    }
    rest(steps, items.len(), scope);
    let Text { zh, en } = steps.teller.kind(kind);
    match (op, kept) {
        (_, 0) if node.value == Some(Seen::Absent) => {
            let none = text!(zh: "没有符合条件的{zh}", en: "there is no {en} that qualifies");
            steps.say(scope, none);
        }
        _ if items.is_empty() && op != FoldOp::Count => {}
        // Of one child there is nothing to add up.
        (FoldOp::Sum | FoldOp::Highest | FoldOp::Lowest, 1) if items.len() == 1 => {}
        _ => total(steps, node, &items, op, scope),
    }
}

fn total(steps: &mut Steps<'_>, node: &Node, items: &[Item<'_>], op: FoldOp, scope: Scope) {
    let teller = steps.teller;
    let Text { zh: value, en: value_en } = teller.value(node);
    let bodies: Vec<Text> =
        items.iter().filter_map(|item| Some(teller.value(item.body?))).collect();
    let sum = |sign: &str| {
        let side = |get: fn(&Text) -> &str| bodies.iter().map(get).collect::<Vec<_>>().join(sign);
        (side(|text| &text.zh), side(|text| &text.en))
    };
    let said = match op {
        FoldOp::Sum if adds_up(node, items) => {
            let (zh, en) = sum(" + ");
            text!(zh: "合计：{zh} = {value}", en: "in all: {en} = {value_en}")
        }
        FoldOp::Sum => text!(zh: "合计：{value}", en: "in all: {value_en}"),
        FoldOp::Highest => text!(zh: "最高：{value}", en: "the highest: {value_en}"),
        FoldOp::Lowest => text!(zh: "最低：{value}", en: "the lowest: {value_en}"),
        FoldOp::Count => text!(zh: "个数：{value}", en: "count: {value_en}"),
        FoldOp::First => text!(zh: "取最早的：{value}", en: "the earliest: {value_en}"),
        FoldOp::Exists | FoldOp::All => return,
    };
    steps.say(scope, said);
}

/// Whether what the items add, each of which was told, makes the sum.
fn adds_up(node: &Node, items: &[Item<'_>]) -> bool {
    let bodies = items.iter().filter_map(|item| item.body);
    let sum = bodies
        .clone()
        .try_fold(Ratio::ZERO, |sum, body| sum.checked_add(body.value.as_ref().and_then(point)?));
    let is_told = told(items).len() == items.len() && bodies.count() > 1;
    is_told && sum.is_some() && sum == node.value.as_ref().and_then(point)
}

/// One child: what it was held against, and what it adds. Where both are short they stand on one
/// line, else the line is followed by how it is worked out.
fn one_item(steps: &mut Steps<'_>, item: &Item<'_>, op: FoldOp, scope: Scope) {
    let teller = steps.teller;
    let Text { zh, en } = words::subject(teller.directory, teller.facts, item.subject);
    let inside = Scope { subject: Some(item.subject), ..scope.deeper() };
    let short: Option<Vec<Text>> =
        item.filter.iter().map(|filter| teller.short_condition(filter, inside)).collect();
    let held = match short.as_deref() {
        Some([_, ..]) => words::list(short.clone().unwrap_or_default()),
        _ => Text::default(),
    };
    let (zh, en) = match held.zh.as_str() {
        "" => (zh, en),
        _ => (format!("{zh}（{}）", held.zh), format!("{en} ({})", held.en)),
    };
    let body = item.body.filter(|_| op != FoldOp::First);
    let said = match (item.kept, body) {
        (Some(false), _) => text!(zh: "{zh}：不计入", en: "{en}: does not count"),
        (None, _) => text!(zh: "{zh}：是否计入未定", en: "{en}: whether it counts is not settled"),
        (Some(true), None) => text!(zh: "{zh}：计入", en: "{en}: counts"),
        (Some(true), Some(body)) => {
            let adds = match is_leaf(&within(body).what) {
                true => teller.equation(body, inside),
                false => teller.value(body),
            };
            let (adds, adds_en) = (adds.zh, adds.en);
            text!(zh: "{zh}：计入 {adds}", en: "{en}: counts with {adds_en}")
        }
    };
    steps.say(scope, said);
    if short.is_none() {
        for filter in &item.filter {
            conditions(steps, filter, true, false, inside);
        }
    }
    if let Some(body) = item.body {
        in_full(steps, body, inside);
    }
}

/// A cap on a running amount: whether it binds, and how much it takes.
pub(super) fn capped(steps: &mut Steps<'_>, event: &Event, whose: &Text, scope: Scope) {
    let Event::Cap { before, limit, position, after } = event else { return };
    if *before == Seen::Absent {
        return;
    }
    let of = |seen: &Seen| steps.teller.seen(seen, &Measure::MONEY);
    let (was, most, is) = (of(before), of(limit), of(after));
    let (was_en, most_en, is_en) = (was.en, most.en, is.en);
    let (was, most, is) = (was.zh, most.zh, is.zh);
    let Text { zh: whose, en: whose_en } = whose;
    let taken = point(before).zip(point(after)).and_then(|(was, is)| was.checked_sub(is));
    let said = match (position, taken) {
        (Position::Above, Some(taken)) => {
            let taken = steps.teller.number(taken, &Measure::MONEY);
            let (taken_en, taken) = (taken.en, taken.zh);
            text!(
                zh: "{whose}上限 {most}：{was} 超过上限，减去 {taken}，得 {is}",
                en: "{whose_en}cap {most_en}: {was_en} is over it by {taken_en}, which is cut: {is_en}",
            )
        }
        (Position::At, _) => text!(
            zh: "{whose}上限 {most}：{was} 恰到上限，不减",
            en: "{whose_en}cap {most_en}: {was_en} just reaches it, nothing is cut",
        ),
        (Position::Below, _) => text!(
            zh: "{whose}上限 {most}：{was} 未到上限，不减",
            en: "{whose_en}cap {most_en}: {was_en} is below it, nothing is cut",
        ),
        _ => text!(
            zh: "{whose}上限 {most}：{was}，封顶后 {is}",
            en: "{whose_en}cap {most_en}: {was_en}, capped {is_en}",
        ),
    };
    steps.say(scope, said);
}

/// A number that is known.
pub(super) fn point(seen: &Seen) -> Option<Ratio> {
    match seen {
        Seen::Number(Interval { low, high: Some(high) }) if low == high => Some(*low),
        _ => None,
    }
}

fn rounded(steps: &mut Steps<'_>, node: &Node, (to, mode): (Exact, Mode), scope: Scope) {
    let Some(value) = node.first().filter(|value| value.value != node.value) else { return };
    let teller = steps.teller;
    let measure = teller.measure(node);
    let (was, is) = (teller.value(value), teller.value(node));
    let to = teller.number(to.into(), &measure);
    let mode = mode_word(mode);
    let (was_en, is_en, to_en, mode_en) = (was.en, is.en, to.en, mode.en);
    let (was, is, to, mode) = (was.zh, is.zh, to.zh, mode.zh);
    let said = text!(
        zh: "取整到 {to}（{mode}）：{was} → {is}",
        en: "rounded to {to_en} ({mode_en}): {was_en} → {is_en}",
    );
    steps.say(scope, said);
}

/// How something is rounded, in words.
pub(super) fn mode_word(mode: Mode) -> Text {
    match mode {
        Mode::HalfUp => Text::new("四舍五入", "half up"),
        Mode::Down => Text::new("舍去", "down"),
        Mode::Up => Text::new("进位", "up"),
    }
}

/// A choice on a condition: the condition, then the branch taken.
fn branch(steps: &mut Steps<'_>, node: &Node, at: AddressId, scope: Scope) {
    let mut nodes = node.nodes();
    let Some(condition) = nodes.next() else { return };
    let said = match condition.holds() {
        Some(true) => {
            Text::new("条件成立，按前一种算：", "the condition holds, so the first way applies:")
        }
        Some(false) => {
            Text::new("条件不成立，按后一种算：", "the condition fails, so the other way applies:")
        }
        None => Text::new(
            "条件未定，两种都可能：",
            "the condition is not settled, either way may apply:",
        ),
    };
    steps.say(scope.at(at), said);
    conditions(steps, condition, true, false, scope.at(at).deeper());
    for taken in nodes {
        in_full(steps, taken, scope);
    }
}

/// A look-up table: the key and the row taken.
fn row(steps: &mut Steps<'_>, node: &Node, scope: Scope) {
    let mut nodes = node.nodes();
    let Some(key) = nodes.next() else { return };
    parts_of_amount(steps, key, scope);
    let rows = node.events().filter(|(_, event)| matches!(event, Event::Arm { certain: true }));
    for (at, _) in rows {
        let Text { zh, en } = steps.teller.equation(key, scope);
        let written = words::address(steps.teller.directory, at).zh;
        let said = text!(
            zh: "{zh}，取表中一行：{written}", en: "{en}: the row `{written}` of the table",
        );
        steps.say(scope.at(at), said);
    }
    for taken in nodes {
        in_full(steps, taken, scope);
    }
}
