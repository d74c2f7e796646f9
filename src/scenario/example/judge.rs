//! Compares what came out with what an example wants.

use std::collections::BTreeSet;

use super::wanted::{AS_OF, HISTORY, YEAR};
use super::{Case, Check, Figure, Place, Wanted, clause_ref};
use crate::diag::{Code, Diagnostic, Diagnostics, Text};
use crate::eval::{Facts, Missing, Outcome, Status};
use crate::ir::{Body, Expr, MoneyKind};
use crate::quantity::Exact;
use crate::scenario::directory::Directory;
use crate::scenario::words;
use crate::text;

/// What does not come out as the case wants it.
#[must_use]
pub fn judge(directory: &Directory, case: &Case, outcomes: &[Outcome]) -> Diagnostics {
    let failures = case.checks.iter().filter_map(|check| failure(directory, case, check, outcomes));
    failures.collect()
}

/// Whether all comes out as the case wants it, without saying what does not.
#[must_use]
pub fn passes(directory: &Directory, case: &Case, outcomes: &[Outcome]) -> bool {
    case.checks.iter().all(|check| {
        let outcome = outcome_at(check.place, outcomes).ok();
        outcome.is_some_and(|outcome| agrees(directory, check, outcome))
    })
}

fn failure(
    directory: &Directory,
    case: &Case,
    check: &Check,
    outcomes: &[Outcome],
) -> Option<Diagnostic> {
    let outcome = outcome_at(check.place, outcomes);
    if outcome.as_ref().is_ok_and(|outcome| agrees(directory, check, outcome)) {
        return None;
    }
    let found = match outcome {
        Ok(outcome) => found(directory, &case.facts, check.place, outcome),
        Err(why) => why,
    };
    let wanted = wanted(&check.wanted);
    let Text { zh: rule_zh, en: rule_en } = words::rule(directory, check.place.rule);
    let (wanted_zh, wanted_en, found_zh, found_en) = (wanted.zh, wanted.en, found.zh, found.en);
    let message = text!(
        zh: "{rule_zh} 应得 {wanted_zh}，算得 {found_zh}", en: "{rule_en}: expected {wanted_en}, found {found_en}",
    );
    let problem = Diagnostic::new(Code::ExpectationFailed, message)
        .primary(check.at, text!(zh: "算得 {found_zh}", en: "found {found_en}"));
    let rule = directory.rule_info(check.place.rule);
    Some(match rule.map(|rule| clause_ref(directory, rule.clause)) {
        Some(clause) => problem.clause(&clause),
        None => problem,
    })
}

/// The one outcome at a place; if there is none, or not one only, that in words.
fn outcome_at(place: Place, outcomes: &[Outcome]) -> Result<&Outcome, Text> {
    let stands_there = |one: &&Outcome| {
        one.rule == place.rule
            && one.subject == Some(place.subject)
            && place.stage.is_none_or(|stage| one.stage == stage)
            && place.year.is_none_or(|year| one.year == Some(year))
    };
    let mut there = outcomes.iter().filter(stands_there);
    match (there.next(), there.next()) {
        (Some(outcome), None) => Ok(outcome),
        (None, _) => Err(Text::new("没有结果", "nothing")),
        (Some(one), Some(other)) if one.year != other.year => {
            Err(Text::new("好几年的结果，要写明年份", "several years; write which"))
        }
        (Some(_), Some(_)) => {
            Err(Text::new("好几个阶段的结果，要写明阶段", "several stages; write which"))
        }
    }
}

fn agrees(directory: &Directory, check: &Check, outcome: &Outcome) -> bool {
    match (&check.wanted, &outcome.status) {
        (Wanted::Amount(wanted), _) => {
            figure(directory, check.place, outcome).is_some_and(|figure| figure == *wanted)
        }
        (Wanted::Truth(wanted), Status::Determined(truth)) => wanted == truth,
        (Wanted::NotEligible, Status::NotEligible(_))
        | (Wanted::NotInForce, Status::NotInForce)
        | (Wanted::Exhausted, Status::Exhausted(_))
        | (Wanted::Excluded, Status::Excluded(_))
        | (Wanted::ByText, Status::ByText(_)) => true,
        (Wanted::Elsewhere, Status::Elsewhere(_)) => pays_elsewhere(directory, check.place),
        (Wanted::NotYet(wanted), Status::NotYet { earliest }) => {
            wanted.is_none() || wanted == earliest
        }
        (Wanted::Missing(names, within), Status::Undetermined { missing, bounds, .. }) => {
            let lacking: BTreeSet<String> =
                missing.iter().map(|one| name(directory, one)).collect();
            *names == lacking && (within.is_none() || same_bounds(*within, *bounds))
        }
        (Wanted::Range(within), Status::Range { low, high, .. }) => {
            within.is_none() || same_bounds(*within, Some((*low, *high)))
        }
        (Wanted::Target(wanted), Status::Target(state)) => wanted == state,
        _ => false,
    }
}

/// The figure of an outcome that a place speaks of, if it has one.
fn figure(directory: &Directory, place: Place, outcome: &Outcome) -> Option<Exact> {
    let body = &directory.rule_info(place.rule)?.body;
    match (place.figure, body, &outcome.status) {
        (Figure::Whole, _, Status::Granted(amount)) => Some(*amount),
        (Figure::PaidBy(level), _, Status::Granted(_)) => {
            let share = outcome.payers.iter().find(|(payer, _)| *payer == level);
            share.map(|(_, pays)| *pays)
        }
        (Figure::Unstated, Body::Money(money), Status::Granted(amount)) => {
            let nobody = money.kind == MoneyKind::Paid && outcome.payers.is_empty();
            nobody.then_some(*amount)
        }
        (Figure::Formerly, Body::ServiceLimit { baseline: Some(Expr::Number(was, _)), .. }, _) => {
            Some(*was)
        }
        _ => None,
    }
}

/// Whether an amount that is decided elsewhere is to come from whom the place says.
fn pays_elsewhere(directory: &Directory, place: Place) -> bool {
    let rule = directory.rule_info(place.rule);
    let Some(Body::Money(money)) = rule.map(|rule| &rule.body) else { return false };
    let shares = &money.payers.shares;
    match place.figure {
        Figure::Whole => true,
        Figure::PaidBy(level) => shares.iter().any(|share| share.level == level),
        Figure::Unstated => money.kind == MoneyKind::Paid && shares.is_empty(),
        Figure::Formerly => false,
    }
}

fn same_bounds(wanted: Option<(Exact, Exact)>, found: Option<(Exact, Option<Exact>)>) -> bool {
    wanted.map(|(low, high)| (low, Some(high))) == found
}

/// The original name of what is missing, as an example writes it.
fn name(directory: &Directory, missing: &Missing) -> String {
    let vocabulary = &directory.program.vocabulary;
    let name = match missing {
        Missing::Fact { fact, .. } => vocabulary.facts.get(fact.index()).map(|one| &one.name.zh),
        Missing::Children { kind, .. } => {
            vocabulary.kinds.get(kind.index()).map(|one| &one.name.zh)
        }
        Missing::Series(id, _) => vocabulary.series.get(id.index()).map(|one| &one.name.zh),
        Missing::History(_) => return HISTORY.0.to_owned(),
        Missing::AsOf => return AS_OF.0.to_owned(),
        Missing::Year => return YEAR.0.to_owned(),
    };
    name.cloned().unwrap_or_default()
}

fn found(directory: &Directory, facts: &Facts, place: Place, outcome: &Outcome) -> Text {
    match figure(directory, place, outcome) {
        Some(figure) if place.figure == Figure::Formerly => Text::same(figure.to_string()),
        Some(figure) => words::money(figure),
        None => words::status(directory, facts, &outcome.status),
    }
}

fn wanted(wanted: &Wanted) -> Text {
    match wanted {
        Wanted::Amount(amount) => words::money(*amount),
        Wanted::Truth(truth) => words::truth(*truth),
        Wanted::NotEligible => Text::new("不符合", "not eligible"),
        Wanted::NotYet(Some(day)) => text!(zh: "未到 {day}", en: "not yet, {day} at the earliest"),
        Wanted::NotYet(None) => Text::new("未到", "not yet"),
        Wanted::NotInForce => Text::new("不在时效", "not in force"),
        Wanted::Exhausted => Text::new("用尽", "exhausted"),
        Wanted::Excluded => Text::new("已排除", "excluded"),
        Wanted::Elsewhere => Text::new("另定", "decided elsewhere"),
        Wanted::Missing(names, within) => {
            let names = names.iter().cloned().collect::<Vec<_>>().join("、");
            let Text { zh, en } = within_words(*within);
            text!(zh: "缺 {{{names}}}{zh}", en: "missing {{{names}}}{en}")
        }
        Wanted::Range(within) => {
            let Text { zh, en } = within_words(*within);
            text!(zh: "待裁量{zh}", en: "awaiting decision{en}")
        }
        Wanted::ByText => Text::new("文义未定", "undetermined by the text"),
        Wanted::Target(state) => words::target(*state),
    }
}

fn within_words(within: Option<(Exact, Exact)>) -> Text {
    let Some((low, high)) = within else { return Text::default() };
    let Text { zh, en } = words::bounds(low, Some(high));
    text!(zh: " {zh}", en: ", {en}")
}
