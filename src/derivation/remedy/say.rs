//! The nearest change in words.

use super::search::search;
use super::{CHANGES, Change, Remedy, is_eligible};
use crate::derivation::write::{Scope, Steps, Teller};
use crate::diag::Text;
use crate::eval::{Cell, Found, Outcome, Status};
use crate::ir::{AddressId, Named};
use crate::quantity::Ratio;
use crate::scenario::words;
use crate::text;

/// So many missing facts are named.
const NAMED: usize = 3;

/// What would make an outcome that is not eligible so; nothing for any other.
pub(crate) fn tell(steps: &mut Steps<'_>, outcome: &Outcome, scope: Scope) {
    if !matches!(outcome.status, Status::NotEligible(_) | Status::Determined(false)) {
        return;
    }
    let scope = Scope { at: None, ..scope };
    let teller = steps.teller;
    let found = search(teller.directory.program, teller.facts, outcome);
    let Some(found) = found.remedy else {
        return none_found(steps, found.blocked, scope);
    };
    for change in &found.changes {
        steps.say(scope, words_of(teller, change));
    }
    let (count, after) = (found.changes.len(), result(teller, &found));
    let (then, then_en) = (after.zh, after.en);
    let said = match count {
        1 => text!(zh: "这样{then}", en: "then {then_en}"),
        _ => text!(zh: "这 {count} 项一起，{then}", en: "with these {count} together, {then_en}"),
    };
    steps.say(scope, said);
}

/// That no change was found, and where one comes to an end.
fn none_found(steps: &mut Steps<'_>, blocked: Option<Remedy>, scope: Scope) {
    let teller = steps.teller;
    let failures = match blocked.as_ref().map(|blocked| &blocked.then) {
        Some(Status::NotEligible(failures)) => failures.as_slice(),
        _ => &[],
    };
    // A child that is not there stops every change; anything else is but one of many ends.
    let lacking = failures.iter().filter(|one| one.found == Some(Found::NoItem));
    let fails = lacking.map(|one| words::failure(teller.directory, one));
    let Text { zh, en } = words::list(fails);
    let changes = blocked.as_ref().map_or(&[][..], |blocked| &blocked.changes);
    let said = match (zh.is_empty(), changes) {
        (true, _) => text!(
            zh: "一起改动至多 {CHANGES} 项事实，没有找到能使它符合的办法",
            en: "no change of up to {CHANGES} facts together was found that would make it eligible",
        ),
        (false, []) => text!(
            zh: "改动情景里已有的事实，不能使它符合：{zh}",
            en: "no change of the facts that the scenario has would make it eligible: {en}",
        ),
        (false, changes) => {
            let changes = words::list(changes.iter().map(|change| words_of(teller, change)));
            let (change, change_en) = (changes.zh, changes.en);
            text!(
                zh: "没有找到能使它符合的办法：即使{change}，仍不符合：{zh}",
                en: "no change was found that would make it eligible. {change_en}: then it still fails: {en}",
            )
        }
    };
    steps.say(scope, said);
}

fn result(teller: &Teller<'_>, found: &Remedy) -> Text {
    let lacks = match &found.then {
        Status::Undetermined { missing, .. } => missing.len(),
        _ => 0,
    };
    let Text { zh, en } = match lacks {
        1..=NAMED => words::status(teller.directory, teller.facts, &found.then),
        _ => words::short_status(teller.directory, teller.facts, &found.then),
    };
    match (&found.then, is_eligible(&found.then)) {
        (Status::Determined(_), _) => Text::new("即认定为是", "it is determined: yes"),
        (_, true) => text!(zh: "即符合：{zh}", en: "it is eligible: {en}"),
        _ => text!(
            zh: "就不再有不符合的条件，但还{zh}", en: "no condition fails any more, but it is still undetermined: {en}",
        ),
    }
}

/// One change: of what, from what, to what.
fn words_of(teller: &Teller<'_>, change: &Change) -> Text {
    let program = teller.directory.program;
    let Some(info) = program.vocabulary.facts.get(change.fact.index()) else {
        return Text::default();
    };
    let Named { zh, en } = &info.name;
    let of = words::subject(teller.directory, teller.facts, change.subject);
    let (of, of_en) = (of.zh, of.en);
    let year = change.year.filter(|_| info.yearly);
    let name = match year {
        Some(year) => text!(zh: "{of}·{year}年{zh}", en: "{of_en}: {en} of {year}"),
        None => text!(zh: "{of}·{zh}", en: "{of_en}: {en}"),
    };
    let now = teller.facts.cell(program, change.subject, change.fact, year);
    let (was, to) = (cell(teller, change, now), cell(teller, change, change.to));
    let or = words::list(change.or.iter().map(|other| cell(teller, change, *other)));
    let Text { zh: mut to_zh, en: mut to_en } = to;
    if !change.or.is_empty() {
        to_zh = format!("{to_zh}（{} 也可）", or.zh);
        to_en = format!("{to_en} (or {})", or.en);
    }
    let ((name, name_en), (was, was_en)) = ((name.zh, name.en), (was.zh, was.en));
    match (now, change.to) {
        (Cell::Missing, _) => text!(zh: "{name} 为 {to_zh}", en: "{name_en} is {to_en}"),
        (Cell::Number(from), Cell::Number(to)) if from < to => text!(
            zh: "把 {name} 从 {was} 提高到 {to_zh}", en: "raise {name_en} from {was_en} to {to_en}",
        ),
        (Cell::Number(_), Cell::Number(_)) => text!(
            zh: "把 {name} 从 {was} 降低到 {to_zh}", en: "lower {name_en} from {was_en} to {to_en}",
        ),
        (Cell::Date(_) | Cell::NotHappened, _) => text!(
            zh: "{name} 须是 {to_zh}（现为 {was}；日期不是想改就能改的，这里只说明需要哪一天）",
            en: "{name_en} would have to be {to_en} (it is {was_en}; a date cannot be changed at will, this only says which is needed)",
        ),
        _ => text!(
            zh: "把 {name} 由 {was} 改为 {to_zh}", en: "change {name_en} from {was_en} to {to_en}",
        ),
    }
}

/// A value of a changed fact.
fn cell(teller: &Teller<'_>, change: &Change, cell: Cell) -> Text {
    match cell {
        Cell::Missing => Text::new("未知", "unknown"),
        Cell::Number(value) => teller.number(Ratio::from(value), &teller.of_fact(change.fact)),
        Cell::Truth(truth) => words::truth(truth),
        Cell::Variant(variant) => {
            let found = Found::Variant(change.fact, variant);
            words::found(teller.directory, AddressId(0), &found)
        }
        Cell::Date(day) => Text::same(day.to_string()),
        Cell::NotHappened => Text::new("未发生", "not happened"),
        Cell::Subject(of) => words::subject(teller.directory, teller.facts, of),
    }
}
