//! A row for each outcome.

use super::Evaluated;
use super::reason::{missing, reason};
use super::results::{Results, Title};
use super::summary::open_bounds;
use super::value::Value;
use crate::diag::Text;
use crate::eval::{Facts, Outcome, Status, SubjectId};
use crate::ir::DecisionId;
use crate::quantity::Exact;
use crate::scenario::{StatusWord, words};
use crate::table::Column;

/// The columns.
pub(super) fn columns(results: &Results) -> Vec<Column> {
    let mut columns = vec![
        results.texts("编号", "id"),
        results.texts("名称", "name"),
        results.ordinals("条款", "clause"),
        results.texts("条款名称", "clause name"),
        results.texts("规则", "rule"),
        results.texts("阶段", "stage"),
        results.texts("对象类型", "kind"),
        results.texts("对象", "subject"),
        results.ordinals("年度", "year"),
        results.texts("资金性质", "money"),
        results.texts("结果", "outcome"),
        results.amounts(results.say("金额", "amount")),
    ];
    columns.extend(results.levels.iter().map(|level| results.amounts(&results.level(*level))));
    columns.extend([
        results.amounts(results.say("下限", "low")),
        results.amounts(results.say("上限", "high")),
        results.texts("缺", "missing"),
        results.texts("待裁量", "decisions"),
        results.texts("原因", "reason"),
    ]);
    columns
}

/// The rows of a record.
pub(super) fn rows<'r>(results: &'r Results, evaluated: &Evaluated) -> Vec<Vec<Value<'r>>> {
    let outcomes = evaluated.outcomes.iter();
    let told = outcomes.filter(|one| results.only.has(StatusWord::of(&one.status)));
    told.filter_map(|one| Some(row(results, evaluated, one, results.title(one.rule)?))).collect()
}

fn row<'r>(
    results: &'r Results,
    evaluated: &Evaluated,
    outcome: &Outcome,
    title: &'r Title,
) -> Vec<Value<'r>> {
    let facts = &evaluated.record.facts;
    let (amount, low, high) = amounts(&outcome.status);
    let label = facts.subjects.first().map_or("", |subject| subject.label.as_str());
    let kind = outcome.subject.and_then(|subject| facts.subject(subject)).map(|one| one.kind);
    let kind = kind.map(|kind| results.directory.kind_name(kind));
    let kind = kind.map_or("", |name| results.name_of(name));
    let stage = title.stages.get(outcome.stage).map_or("", String::as_str);
    let mut row = vec![
        Value::text(evaluated.record.id.clone()),
        Value::text(label.to_owned()),
        Value::whole(title.number),
        Value::name(&title.clause),
        Value::name(&title.path),
        Value::name(stage),
        Value::name(kind),
        Value::text(below_first(results, facts, outcome.subject)),
        outcome.year.map_or(Value::Empty, Value::whole),
        Value::name(&title.money),
        Value::name(results.word(StatusWord::of(&outcome.status))),
        Value::maybe(amount),
    ];
    row.extend(results.levels.iter().map(|level| {
        let share = outcome.payers.iter().find(|(paying, _)| paying == level);
        Value::maybe(share.map(|(_, amount)| *amount))
    }));
    row.extend([
        Value::maybe(low),
        Value::maybe(high),
        Value::text(missing(results, facts, &outcome.status)),
        Value::text(decisions(results, &outcome.status)),
        Value::text(reason(results, facts, outcome)),
    ]);
    row
}

/// The amount, or the bounds of what is open.
fn amounts(status: &Status) -> (Option<Exact>, Option<Exact>, Option<Exact>) {
    match (status, open_bounds(status)) {
        (Status::Granted(amount), _) => (Some(*amount), None, None),
        (_, Some((low, high))) => (None, Some(low), high),
        _ => (None, None, None),
    }
}

/// The labels of a subject and of those above it, the record's own left out.
pub(super) fn below_first(results: &Results, facts: &Facts, subject: Option<SubjectId>) -> String {
    let mut labels = Vec::new();
    let mut at = subject;
    while let Some(here) = at.filter(|here| here.0 > 0) {
        labels.push(results.get(&words::subject(results.directory, facts, here)));
        at = facts.subject(here).and_then(|subject| subject.parent);
    }
    labels.reverse();
    labels.join("·")
}

/// The decisions that are open.
fn decisions(results: &Results, status: &Status) -> String {
    let (Status::Range { decisions, .. } | Status::Undetermined { decisions, .. }) = status else {
        return String::new();
    };
    let all = &results.directory.program.decisions;
    let name = |id: &DecisionId| all.get(id.index()).map(|one| words::named(&one.name));
    let Text { zh, en } = words::list(decisions.iter().filter_map(name));
    results.get(&Text { zh, en })
}
