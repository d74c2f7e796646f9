//! Why nothing is given, since when and until when.

use super::record::{Node, Part, Passed, nodes};
use super::write::{Scope, Steps};
use crate::diag::Text;
use crate::eval::{Event, Outcome, Seen, Status};
use crate::ir::{AddressId, Body, Money, Period, Rule, RuleId, YearLimit, YearLimitHow};
use crate::quantity::{Date, Exact};
use crate::scenario::words;
use crate::text;

/// What a relation to another rule or a limit of years came to, where that bears on the outcome.
pub(super) fn settled(steps: &mut Steps<'_>, event: &Event, scope: Scope) {
    let said = match event {
        Event::Relation(None) => Text::new(
            "是否因另一项奖补而不发，还未定",
            "whether another award takes this one away is not settled",
        ),
        Event::Exhausted(None) => {
            Text::new("是否已经用尽，还未定", "whether it is used up is not settled")
        }
        _ => return,
    };
    steps.say(scope, said);
}

/// Why nothing is given.
pub(super) fn refusal(
    steps: &mut Steps<'_>,
    outcome: &Outcome,
    status: &Status,
    parts: &[Part],
    scope: Scope,
) {
    let Some(rule) = steps.teller.rule(outcome) else { return };
    match status {
        Status::NotEligible(failures) => {
            for failure in failures {
                if !steps.has_failed(failure.address) {
                    let said = words::failure(steps.teller.directory, failure);
                    steps.say(scope.at(failure.address), said);
                }
            }
        }
        Status::NotInForce => not_in_force(steps, outcome, parts, scope),
        Status::NotYet { earliest } => not_yet(steps, *earliest, scope),
        Status::Exhausted(at) => exhausted(steps, rule, outcome, *at, scope.at(*at)),
        Status::Excluded(by) => excluded(steps, *by, outcome, scope),
        Status::Elsewhere(by) => {
            let said = text!(zh: "金额另定：{by}", en: "the amount is decided elsewhere: {by}");
            steps.say(scope, said);
        }
        other => {
            let said = words::status(steps.teller.directory, steps.teller.facts, other);
            steps.say(scope, said);
        }
    }
}

/// That a part is not in force, where nothing more was asked of it.
pub(super) fn part_not_in_force(
    steps: &mut Steps<'_>,
    outcome: &Outcome,
    part: &Part,
    scope: Scope,
) {
    let asked = part.passed.iter().any(|passed| matches!(passed, Passed::Event(..)));
    if !asked && !matches!(outcome.status, Status::NotInForce) {
        not_in_force(steps, outcome, std::slice::from_ref(part), scope);
    }
}

/// The last two dates evaluated are the first and the last day of the validity; the first is the
/// event of a rule that pays once.
fn not_in_force(steps: &mut Steps<'_>, outcome: &Outcome, parts: &[Part], scope: Scope) {
    let dates = parts.iter().flat_map(|part| nodes(&part.passed)).filter_map(date);
    let dates: Vec<Date> = dates.collect();
    let [.., from, to] = dates.as_slice() else {
        return steps.say(scope, Text::new("不在有效期内", "not in force"));
    };
    let teller = steps.teller;
    let is_once = teller
        .rule(outcome)
        .is_some_and(|rule| matches!(rule.period, Period::Once(_) | Period::Staged));
    let event = dates.first().copied().filter(|_| is_once && dates.len() > 2);
    let said = match (event, outcome.year, teller.facts.as_of) {
        (Some(day), ..) | (None, None, Some(day)) => text!(
            zh: "有效期 {from} 至 {to}；{day} 不在其内",
            en: "in force from {from} to {to}; {day} lies outside",
        ),
        (None, Some(year), _) => text!(
            zh: "有效期 {from} 至 {to}；{year}年度不在其内",
            en: "in force from {from} to {to}; the year {year} lies outside",
        ),
        (None, None, None) => {
            text!(zh: "有效期 {from} 至 {to}", en: "in force from {from} to {to}")
        }
    };
    steps.say(scope, said);
}

fn date(node: &Node) -> Option<Date> {
    match node.value {
        Some(Seen::Date(date)) => Some(date),
        _ => None,
    }
}

fn not_yet(steps: &mut Steps<'_>, earliest: Option<Date>, scope: Scope) {
    let today = steps.teller.facts.as_of.map_or_else(|| "—".to_owned(), |day| day.to_string());
    let said = match earliest {
        Some(day) => text!(
            zh: "评价日 {today}，要到 {day} 才可以发",
            en: "on {today} it is too early: it can be given from {day} on",
        ),
        None => text!(
            zh: "到评价日 {today}，要等的事还没有发生",
            en: "by {today} what it waits for has not happened",
        ),
    };
    steps.say(scope, said);
}

fn exhausted(steps: &mut Steps<'_>, rule: &Rule, outcome: &Outcome, at: AddressId, scope: Scope) {
    let Body::Money(money) = &rule.body else { return };
    let paid = payments(steps, outcome);
    if let Some(limit) = money.year_limits.iter().find(|limit| limit.address == at) {
        let (years, how) = (limit.years, limit_word(steps, limit));
        let (how, how_en) = (how.zh, how.en);
        let said = text!(
            zh: "年限 {years} 年（{how}）已经用完", en: "its {years} years ({how_en}) are used up",
        );
        steps.say(scope, said);
    } else if money.caps.iter().any(|cap| cap.address == at) {
        let said = Text::new("上限已经用完，没有剩下的", "nothing is left below the cap");
        steps.say(scope, said);
    } else {
        steps.say(
            scope,
            Text::new("这项只给一次，已经给过", "it is given once, and was given already"),
        );
    }
    let first = paid.first().map(|(year, _)| *year);
    if !paid.is_empty() {
        let list = paid.into_iter().map(|(year, amount)| {
            let Text { zh, en } = words::money(amount);
            text!(zh: "{year}年 {zh}", en: "{year} {en}")
        });
        let Text { zh, en } = words::list(list);
        steps.say(scope, text!(zh: "已得：{zh}", en: "received: {en}"));
    }
    since_first(steps, money, at, first, scope);
}

/// From which year to which a limit ran that counts from the first year.
fn since_first(
    steps: &mut Steps<'_>,
    money: &Money,
    at: AddressId,
    first: Option<i32>,
    scope: Scope,
) {
    let limit = money.year_limits.iter().find(|limit| limit.address == at);
    let (Some(limit), Some(first)) = (limit, first) else { return };
    let years = i32::try_from(limit.years).ok();
    let last = years.and_then(|years| first.checked_add(years)?.checked_sub(1));
    if let (Some(YearLimitHow::SinceFirst), Some(last)) = (how_counted(steps, limit), last) {
        let said = text!(zh: "从 {first}年算到 {last}年", en: "it ran from {first} to {last}");
        steps.say(scope, said);
    }
}

/// How a limit counts, under the reading in use.
fn how_counted(steps: &Steps<'_>, limit: &YearLimit) -> Option<YearLimitHow> {
    let facts = steps.teller.facts;
    let chosen = limit.reading.and_then(|reading| {
        facts.readings.iter().rfind(|(id, _)| *id == reading).map(|(_, at)| *at)
    });
    limit.how.get(chosen.unwrap_or(0)).copied()
}

/// How a limit counts its years, in words.
fn limit_word(steps: &Steps<'_>, limit: &YearLimit) -> Text {
    match how_counted(steps, limit) {
        Some(YearLimitHow::Consecutive) => Text::new(
            "连续；中断一年后重新计",
            "in a row; after a year without, counting starts anew",
        ),
        Some(YearLimitHow::Total) => Text::new("前后累计", "in all"),
        Some(YearLimitHow::SinceFirst) => {
            Text::new("自首次起，首次的那年也算", "from the first year on, that one included")
        }
        None => Text::default(),
    }
}

/// What was paid of the rule to the subject, or to one it belongs to, in earlier years: as the
/// facts state it, in earlier runs, and in this one.
fn payments(steps: &Steps<'_>, outcome: &Outcome) -> Vec<(i32, Exact)> {
    let teller = steps.teller;
    let mut at = outcome.subject;
    let mut paid: Vec<(i32, Exact)> = Vec::new();
    while let Some(subject) = at.and_then(|at| teller.facts.subject(at)) {
        if let Some(history) = &subject.history {
            let own = history.iter().filter(|one| one.rule == outcome.rule);
            paid.extend(own.map(|one| (one.year, one.amount)));
            break;
        }
        at = subject.parent;
    }
    let past = teller.facts.past.awards.iter().filter(|one| {
        (one.rule, Some(one.subject)) == (outcome.rule, outcome.subject)
            && outcome.year.is_none_or(|year| one.year < year)
    });
    paid.extend(past.filter_map(|one| Some((one.year, one.amount.settled()?))));
    let run = teller.outcomes.iter().filter(|one| {
        (one.rule, one.subject) == (outcome.rule, outcome.subject) && one.year < outcome.year
    });
    paid.extend(run.filter_map(|one| match (&one.status, one.year) {
        (Status::Granted(amount), Some(year)) if !amount.is_zero() => Some((year, *amount)),
        _ => None,
    }));
    paid.sort_unstable();
    paid
}

/// The award that stands in the way, and what it comes to.
fn excluded(steps: &mut Steps<'_>, by: RuleId, outcome: &Outcome, scope: Scope) {
    let teller = steps.teller;
    let other = teller
        .outcomes
        .iter()
        .find(|one| (one.rule, one.subject, one.year) == (by, outcome.subject, outcome.year));
    let Text { zh, en } = words::rule(teller.directory, by);
    let amount = other.and_then(|other| match &other.status {
        Status::Granted(amount) => Some(words::money(*amount)),
        _ => None,
    });
    let said = match amount {
        Some(Text { zh: sum, en: sum_en }) => text!(
            zh: "同一对象已得 {zh} {sum}，这项不再发",
            en: "the same one receives {sum_en} of {en}, so this is not given as well",
        ),
        None => text!(
            zh: "同一对象得 {zh}，这项不再发", en: "the same one receives {en}, so this is not given as well",
        ),
    };
    let relation = relation_to(steps, outcome, by);
    steps.say(relation.map_or(scope, |at| scope.at(at)), said);
}

fn relation_to(steps: &Steps<'_>, outcome: &Outcome, by: RuleId) -> Option<AddressId> {
    let Body::Money(money) = &steps.teller.rule(outcome)?.body else { return None };
    money.relations.iter().find(|relation| relation.rule == by).map(|relation| relation.address)
}
