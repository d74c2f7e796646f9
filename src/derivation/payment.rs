//! From the exact amount to what is paid: caps of a wider scope, the one rounding, the shares.

use super::amount::{capped, mode_word, point};
use super::figure::Measure;
use super::record::{Part, Passed};
use super::write::{Scope, Steps};
use crate::diag::Text;
use crate::eval::{Event, Outcome, Seen, Status};
use crate::ir::{Expr, LevelId, Money, MoneyKind, Share};
use crate::quantity::{Exact, Ratio};
use crate::scenario::words;
use crate::text;

/// What happens to the amount until it is paid.
pub(super) fn payment(
    steps: &mut Steps<'_>,
    money: &Money,
    outcome: &Outcome,
    parts: &[Part],
    scope: Scope,
) {
    let exact = in_all(steps, money, parts, scope);
    match &outcome.status {
        Status::Granted(amount) => {
            if let Some(exact) = exact.filter(|exact| *exact != Ratio::from(*amount)) {
                rounded(steps, exact, *amount, scope);
            }
            split(steps, money, outcome, *amount, scope);
        }
        Status::Range { low, high, decisions } => {
            let program = steps.teller.directory.program;
            for decision in decisions.iter().filter_map(|id| program.decisions.get(id.index())) {
                let by = program.vocabulary.bodies.get(decision.authority.index());
                let by = by.map(words::named).unwrap_or_default();
                let ((zh, en), name) = ((by.zh, by.en), words::named(&decision.name));
                let (name, name_en) = (name.zh, name.en);
                let said =
                    text!(zh: "还要由{zh}裁量{name}", en: "{en} has yet to decide {name_en}");
                steps.say(scope.at(decision.address), said);
            }
            let Text { zh, en } = words::bounds(*low, *high);
            steps.say(scope, text!(zh: "因此在 {zh} 之间", en: "so it lies between these: {en}"));
        }
        _ => {}
    }
}

/// The parts summed, then the caps of a wider scope; gives what comes out, where it is known.
fn in_all(steps: &mut Steps<'_>, money: &Money, parts: &[Part], scope: Scope) -> Option<Ratio> {
    let passed = || parts.iter().flat_map(|part| &part.passed);
    let amounts = passed().filter_map(|passed| match passed {
        Passed::Event(_, Event::Amount(value)) if *value != Seen::Absent => Some(value),
        _ => None,
    });
    let amounts: Vec<&Seen> = amounts.collect();
    let known: Option<Vec<Ratio>> = amounts.iter().map(|value| point(value)).collect();
    let known = known.unwrap_or_default();
    let mut exact = known.iter().try_fold(Ratio::ZERO, |sum, one| sum.checked_add(*one));
    if let (Some(sum), true) = (exact, known.len() > 1) {
        let teller = steps.teller;
        let money = |value: &Ratio| teller.number(*value, &Measure::MONEY);
        let shown: Vec<Text> = known.iter().map(money).collect();
        let (zh, en): (Vec<_>, Vec<_>) = shown.into_iter().map(|one| (one.zh, one.en)).unzip();
        let (zh, en, sum) = (zh.join(" + "), en.join(" + "), money(&sum));
        let (sum, sum_en) = (sum.zh, sum.en);
        steps.say(scope, text!(zh: "合计：{zh} = {sum}", en: "in all: {en} = {sum_en}"));
    }
    let mut of = None;
    for passed in passed() {
        match passed {
            Passed::Node(node) => of = node.subject,
            Passed::Event(at, event @ Event::Cap { after, .. })
                if money.caps.iter().any(|cap| cap.address == *at) =>
            {
                let whose =
                    of.map(|of| words::subject(steps.teller.directory, steps.teller.facts, of));
                let whose = whose.map_or_else(
                    Text::default,
                    |Text { zh, en }| text!(zh: "{zh}：", en: "{en}: "),
                );
                capped(steps, event, &whose, scope.at(*at));
                exact = point(after);
            }
            Passed::Event(..) => {}
        }
    }
    exact.filter(|_| !amounts.is_empty())
}

fn rounded(steps: &mut Steps<'_>, exact: Ratio, amount: Exact, scope: Scope) {
    let list = &steps.teller.directory.program.list;
    let to = words::money(list.payable_to);
    let mode = mode_word(list.payable_mode);
    let (was, is) = (steps.teller.number(exact, &Measure::MONEY), words::money(amount));
    let (was_en, is_en, to_en, mode_en) = (was.en, is.en, to.en, mode.en);
    let (was, is, to, mode) = (was.zh, is.zh, to.zh, mode.zh);
    let fraction = match exact.to_exact() {
        None => text!(zh: "（即 {exact} 元）", en: " (that is {exact} yuan)"),
        Some(_) => Text::default(),
    };
    let (fraction, fraction_en) = (fraction.zh, fraction.en);
    let said = text!(
        zh: "付款时取整一次，精确到 {to}，{mode}：{was}{fraction} → {is}",
        en: "rounded once for payment, to {to_en}, {mode_en}: {was_en}{fraction_en} → {is_en}",
    );
    steps.say(Scope { at: None, ..scope }, said);
}

/// Who pays what, and who takes the remainder.
fn split(steps: &mut Steps<'_>, money: &Money, outcome: &Outcome, amount: Exact, scope: Scope) {
    if let MoneyKind::Sought(level) = money.kind {
        let Text { zh, en } = level_name(steps, level);
        let said = text!(
            zh: "这笔钱要向{zh}争取，不是承诺支付", en: "to be sought from {en}; no commitment to pay",
        );
        return steps.say(scope, said);
    }
    match (money.payers.shares.as_slice(), money.kind) {
        ([], MoneyKind::Paid) => {
            let said = Text::new("原文没有写明由谁出资", "the text does not say who pays");
            steps.say(scope, said);
        }
        ([], _) => {}
        ([only], _) => {
            let Text { zh, en } = level_name(steps, only.level);
            let all = words::money(amount);
            let (all, all_en) = (all.zh, all.en);
            let said = text!(zh: "{zh}出全部 {all}", en: "{en} pays all of {all_en}");
            steps.say(scope.at(only.address), said);
        }
        (shares, _) => shared(steps, shares, money.payers.remainder, outcome, amount, scope),
    }
}

fn shared(
    steps: &mut Steps<'_>,
    shares: &[Share],
    remainder: usize,
    outcome: &Outcome,
    amount: Exact,
    scope: Scope,
) {
    let weights: Option<Vec<Exact>> = shares
        .iter()
        .map(|share| match &share.weight {
            Expr::Number(weight, _) => Some(*weight),
            _ => None,
        })
        .collect();
    let all = weights.as_ref().and_then(|weights| {
        weights.iter().try_fold(Exact::ZERO, |sum, weight| sum.checked_add(*weight))
    });
    for (position, (share, (level, pays))) in shares.iter().zip(&outcome.payers).enumerate() {
        let weight = weights.as_ref().and_then(|weights| weights.get(position)).copied();
        let part = weight
            .zip(all)
            .and_then(|(weight, all)| Ratio::new(weight, all)?.checked_mul(Ratio::from(amount)));
        let of = weight.zip(all).map(|(weight, all)| format!("{weight}/{all}"));
        let name = level_name(steps, *level);
        let said = one_share(steps, name, of, part, *pays, position == remainder);
        steps.say(scope.at(share.address), said);
    }
}

fn one_share(
    steps: &Steps<'_>,
    name: Text,
    of: Option<String>,
    part: Option<Ratio>,
    pays: Exact,
    takes_rest: bool,
) -> Text {
    let Text { zh, en } = name;
    let Text { zh: paid, en: paid_en } = words::money(pays);
    let (Some(of), Some(part)) = (of, part) else {
        return text!(zh: "{zh}出 {paid}", en: "{en} pays {paid_en}");
    };
    if part == Ratio::from(pays) {
        return text!(zh: "{zh}出 {of}：{paid}", en: "{en} pays {of}: {paid_en}");
    }
    let Text { zh: exact, en: exact_en } = steps.teller.number(part, &Measure::MONEY);
    match takes_rest {
        true => text!(
            zh: "{zh}出 {of}（{exact}）并承担余数：{paid}",
            en: "{en} pays {of} ({exact_en}) and takes the remainder: {paid_en}",
        ),
        false => text!(
            zh: "{zh}出 {of}（{exact}），不足一分的舍去：{paid}",
            en: "{en} pays {of} ({exact_en}), less than a fen dropped: {paid_en}",
        ),
    }
}

/// The name of a level of government.
pub(super) fn level_name(steps: &Steps<'_>, level: LevelId) -> Text {
    let levels = &steps.teller.directory.program.vocabulary.levels;
    levels.get(level.index()).map(words::named).unwrap_or_default()
}
