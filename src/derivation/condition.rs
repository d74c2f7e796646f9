//! Conditions: what was found, what must be, and whether it is.

use super::amount::{named_readings, parts_of_amount};
use super::formula::within;
use super::items::{Item, items};
use super::record::{Node, What};
use super::step::Verdict;
use super::write::{Scope, Steps, Teller};
use crate::diag::Text;
use crate::eval::Seen;
use crate::ir::{CompareOp, FoldOp, KindId, VariantSet};
use crate::scenario::words;
use crate::text;

/// So many items of a fold are told one by one.
const ITEMS: usize = 20;

/// The conditions in one, each on a line of its own; `wanted` is what it has to come out as.
/// `negative` says that the text denies the benefit when the condition inside holds.
pub(super) fn conditions(
    steps: &mut Steps<'_>,
    node: &Node,
    wanted: bool,
    negative: bool,
    scope: Scope,
) {
    // A 不予 is kept as the negation of its condition.
    match (&node.what, negative) {
        (What::Not, true) => {
            if let Some(inner) = node.first() {
                condition(steps, inner, false, scope);
            }
        }
        _ => condition(steps, node, wanted || negative, scope),
    }
}

fn condition(steps: &mut Steps<'_>, node: &Node, wanted: bool, scope: Scope) {
    let verdict = verdict(node, wanted);
    match &node.what {
        What::And | What::Or => connective(steps, node, wanted, scope),
        What::Not => {
            if let Some(inner) = node.first() {
                condition(steps, inner, !wanted, scope);
            }
        }
        What::Test(at) => {
            if let Some(inner) = node.first() {
                condition(steps, inner, wanted, scope.at(*at));
            }
        }
        What::InYear => {
            if let Some(inner) = node.first() {
                condition(steps, inner, wanted, scope);
            }
        }
        What::Switch(reading) => {
            named_readings(steps, *reading, scope);
            for inner in node.nodes() {
                condition(steps, inner, wanted, scope);
            }
        }
        What::If(_) | What::Match if node.nodes().count() > 1 => {
            if let Some(taken) = node.nodes().next_back() {
                condition(steps, taken, wanted, scope);
            }
        }
        What::Local(_) if node.first().is_some() => {
            if let Some(inner) = node.first() {
                let scope = Scope { subject: node.subject, ..scope };
                condition(steps, inner, wanted, scope);
            }
        }
        What::Compare { op, address } => {
            compared(steps, node, asked(*op, wanted), verdict, scope.at(*address));
        }
        What::Is { variants, address } => {
            is_among(steps, node, *variants, wanted, scope.at(*address));
        }
        What::Near { address, .. } => near(steps, node, wanted, scope.at(*address)),
        What::During { year, address } => {
            during(steps, node, year.or(node.year), wanted, scope.at(*address));
        }
        What::Happened => happened(steps, node, wanted, scope),
        What::EachYear { years } => {
            let said =
                text!(zh: "近 {years} 年每年都要：", en: "in each of the last {years} years:");
            steps.judge(scope, said, verdict);
            for inner in node.nodes() {
                // Each year's condition names the year it speaks of.
                condition(steps, inner, wanted, Scope { year: None, ..scope.deeper() });
            }
        }
        What::Fold { op: op @ (FoldOp::Exists | FoldOp::All), kind, address, .. } => {
            question(steps, node, (*op, *kind), wanted, scope.at(*address));
        }
        What::Truth => {}
        _ => {
            let (Text { zh, en }, is) = (steps.teller.named(node, scope), steps.teller.value(node));
            let (is, is_en) = (is.zh, is.en);
            steps.judge(scope, text!(zh: "{zh}：{is}", en: "{en}: {is_en}"), verdict);
        }
    }
}

/// Several that must all hold stand side by side; of which one is enough, below a line saying so.
fn connective(steps: &mut Steps<'_>, node: &Node, wanted: bool, scope: Scope) {
    let all_needed = matches!(node.what, What::And) == wanted;
    let inner = match all_needed {
        true => scope,
        false => {
            let said = Text::new("下列有一项即可：", "one of these is enough:");
            steps.judge(scope, said, verdict(node, wanted));
            scope.deeper()
        }
    };
    for part in node.nodes() {
        condition(steps, part, wanted, inner);
    }
}

/// How a condition came out that has to be so.
pub(super) fn verdict(node: &Node, wanted: bool) -> Verdict {
    match node.holds() {
        Some(holds) if holds == wanted => Verdict::Met,
        Some(_) => Verdict::NotMet,
        None => Verdict::Open,
    }
}

/// The comparison that must hold: where one must not, the opposite one.
fn asked(op: CompareOp, wanted: bool) -> Result<CompareOp, CompareOp> {
    match (op, wanted) {
        (op, true) => Ok(op),
        (CompareOp::AtLeast, false) => Ok(CompareOp::Below),
        (CompareOp::AtMost, false) => Ok(CompareOp::Above),
        (CompareOp::Above, false) => Ok(CompareOp::AtMost),
        (CompareOp::Below, false) => Ok(CompareOp::AtLeast),
        (CompareOp::Equal, false) => Err(CompareOp::Equal),
    }
}

fn compared(
    steps: &mut Steps<'_>,
    node: &Node,
    op: Result<CompareOp, CompareOp>,
    verdict: Verdict,
    scope: Scope,
) {
    let Some((left, right)) = node.pair() else { return };
    let teller = steps.teller;
    let is_date = |node: &Node| matches!(node.value, Some(Seen::Date(_) | Seen::NotHappened));
    let word = match is_date(left) || is_date(right) {
        true => date_word(op),
        false => number_word(op),
    };
    let left = teller.equation(left, scope);
    let right = match within(right).what {
        What::Number(_) | What::Date(_) => teller.value(right),
        _ => teller.equation(right, scope),
    };
    let (left_en, right_en, word_en) = (left.en, right.en, word.en);
    let (left, right, word) = (left.zh, right.zh, word.zh);
    let said = text!(
        zh: "{left}；要求{word} {right}", en: "{left_en}; required: {word_en} {right_en}",
    );
    steps.judge(scope, said, verdict);
    for side in node.nodes() {
        parts_of_amount(steps, side, scope.deeper());
    }
}

impl Teller<'_> {
    /// A yes or no with its answer; none for a condition that takes more words.
    pub(super) fn short_condition(&self, node: &Node, scope: Scope) -> Option<Text> {
        match node.what {
            What::Fact(_) | What::Decision(_) => {
                let (Text { zh, en }, is) = (self.named(node, scope), self.value(node));
                let (is, is_en) = (is.zh, is.en);
                Some(text!(zh: "{zh}：{is}", en: "{en}: {is_en}"))
            }
            What::Test(_) => self.short_condition(node.first()?, scope),
            _ => None,
        }
    }
}

fn number_word(op: Result<CompareOp, CompareOp>) -> Text {
    match op {
        Ok(CompareOp::AtLeast) => Text::new("不低于", "at least"),
        Ok(CompareOp::AtMost) => Text::new("不超过", "at most"),
        Ok(CompareOp::Above) => Text::new("超过", "more than"),
        Ok(CompareOp::Below) => Text::new("低于", "less than"),
        Ok(CompareOp::Equal) => Text::new("等于", "exactly"),
        Err(_) => Text::new("不等于", "other than"),
    }
}

fn date_word(op: Result<CompareOp, CompareOp>) -> Text {
    match op {
        Ok(CompareOp::AtLeast) => Text::new("不早于", "not before"),
        Ok(CompareOp::AtMost) => Text::new("不晚于", "not after"),
        Ok(CompareOp::Above) => Text::new("晚于", "after"),
        Ok(CompareOp::Below) => Text::new("早于", "before"),
        Ok(CompareOp::Equal) => Text::new("就在", "on"),
        Err(_) => Text::new("不在", "not on"),
    }
}

fn is_among(steps: &mut Steps<'_>, node: &Node, set: VariantSet, wanted: bool, scope: Scope) {
    let Some(value) = node.first() else { return };
    let teller = steps.teller;
    let of = teller.enumeration(value).map_or(&[][..], |of| of.variants.as_slice());
    let among = |at: usize| {
        u32::try_from(at).ok().and_then(|at| set.checked_shr(at)).is_some_and(|set| set & 1 == 1)
    };
    let names = of.iter().enumerate().filter(|(at, _)| among(*at)).map(|(_, name)| name);
    let Text { zh, en } = words::list(names.map(words::named));
    let left = teller.equation(value, scope);
    let (left_en, left) = (left.en, left.zh);
    let said = match wanted {
        true => text!(zh: "{left}；要求是 {zh}", en: "{left_en}; required: {en}"),
        false => text!(zh: "{left}；不得是 {zh}", en: "{left_en}; must not be: {en}"),
    };
    steps.judge(scope, said, verdict(node, wanted));
}

fn near(steps: &mut Steps<'_>, node: &Node, wanted: bool, scope: Scope) {
    let [value, target, tolerance] = node.nodes().collect::<Vec<_>>()[..] else { return };
    let teller = steps.teller;
    let left = teller.equation(value, scope);
    let (target, tolerance) = (teller.value(target), teller.value(tolerance));
    let (left_en, target_en, tolerance_en) = (left.en, target.en, tolerance.en);
    let (left, target, tolerance) = (left.zh, target.zh, tolerance.zh);
    let said = text!(
        zh: "{left}；要求与 {target} 相差不超过 {tolerance}",
        en: "{left_en}; required: within {tolerance_en} of {target_en}",
    );
    steps.judge(scope, said, verdict(node, wanted));
}

fn during(steps: &mut Steps<'_>, node: &Node, year: Option<i32>, wanted: bool, scope: Scope) {
    let Some(date) = node.first() else { return };
    let Text { zh, en } = steps.teller.equation(date, scope);
    let year = year.map_or_else(|| "—".to_owned(), |year| year.to_string());
    let said = match wanted {
        true => text!(zh: "{zh}；要求在 {year}年内", en: "{en}; required: in {year}"),
        false => text!(zh: "{zh}；不得在 {year}年内", en: "{en}; must not be in {year}"),
    };
    steps.judge(scope, said, verdict(node, wanted));
}

fn happened(steps: &mut Steps<'_>, node: &Node, wanted: bool, scope: Scope) {
    let Some(date) = node.first() else { return };
    let Text { zh, en } = steps.teller.equation(date, scope);
    let by = steps.teller.facts.as_of.map_or_else(|| "—".to_owned(), |day| day.to_string());
    let said = match wanted {
        true => text!(zh: "{zh}；要求到 {by} 已发生", en: "{en}; required: has happened by {by}"),
        false => {
            text!(zh: "{zh}；要求到 {by} 尚未发生", en: "{en}; required: has not happened by {by}")
        }
    };
    steps.judge(scope, said, verdict(node, wanted));
}

/// Whether there is an item of which something holds, or whether it holds of all.
fn question(
    steps: &mut Steps<'_>,
    node: &Node,
    (op, kind): (FoldOp, KindId),
    wanted: bool,
    scope: Scope,
) {
    let Text { zh, en } = steps.teller.kind(kind);
    let said = match (op, wanted) {
        (FoldOp::All, true) => text!(zh: "每个{zh}都要：", en: "of every {en}:"),
        (FoldOp::All, false) => text!(zh: "不得每个{zh}都：", en: "not of every {en}:"),
        (_, true) => text!(zh: "要有这样的{zh}：", en: "there must be such a {en}:"),
        (_, false) => text!(zh: "不得有这样的{zh}：", en: "there must be no such {en}:"),
    };
    steps.judge(scope, said, verdict(node, wanted));
    let items = items(node);
    if items.is_empty() {
        let none = text!(zh: "情景里没有{zh}", en: "the scenario has no {en}");
        steps.say(scope.deeper(), none);
    }
    let all = items.len();
    for Item { subject, filter, .. } in items.into_iter().take(ITEMS) {
        let label = words::subject(steps.teller.directory, steps.teller.facts, subject);
        steps.say(scope.deeper(), label);
        let inner = Scope { subject: Some(subject), ..scope.deeper().deeper() };
        for asked in filter {
            condition(steps, asked, true, inner);
        }
    }
    rest(steps, all, scope.deeper());
}

/// How many more items there are than are told one by one.
pub(super) fn rest(steps: &mut Steps<'_>, all: usize, scope: Scope) {
    let more = all.saturating_sub(ITEMS);
    if more > 0 {
        steps.say(scope, text!(zh: "另有 {more} 个", en: "and {more} more"));
    }
}

/// The items told one by one.
pub(super) fn told<T>(all: &[T]) -> &[T] {
    all.get(..ITEMS).unwrap_or(all)
}
