//! What an analysis found, in words.

use super::case::{stated, year_of_case};
use super::cause::Cause;
use super::conditions::{Ends, Key, Needed};
use super::interaction::Dismissal;
use crate::diag::Text;
use crate::eval::{Cell, Facts};
use crate::ir::{Fact, FactId, Named, Program, ReadingId, Type, VariantSet};
use crate::quantity::{Exact, Ratio};
use crate::scenario::{Directory, words};
use crate::text;

/// What is paid for.
pub fn cause(program: &Program, cause: Cause) -> Text {
    let vocabulary = &program.vocabulary;
    let fact = |id: FactId| vocabulary.facts.get(id.index()).map(|fact| words::named(&fact.name));
    match cause {
        Cause::Measured(id) | Cause::Event(id) | Cause::Held(id) => fact(id).unwrap_or_default(),
        Cause::Counted(kind) => {
            let kind = vocabulary.kinds.get(kind.index());
            let Text { zh, en } = kind.map(|kind| words::named(&kind.name)).unwrap_or_default();
            text!(zh: "{zh}个数", en: "the count of {en}")
        }
    }
}

/// The facts of a case, and the readings chosen for it.
pub fn facts(directory: &Directory, facts: &Facts) -> Text {
    let program = directory.program;
    let year = year_of_case(program);
    let known = stated(program, facts).filter_map(|(_, fact, of, cell)| {
        let fact = program.vocabulary.facts.get(fact.index())?;
        let Text { zh, en } = held(directory, fact, cell)?;
        Some(match of.filter(|of| *of != year) {
            Some(of) => text!(zh: "{of}年{zh}", en: "{en} in {of}"),
            None => text!(zh: "{zh}", en: "{en}"),
        })
    });
    let read = facts.readings.iter().filter_map(|(id, position)| reading(program, *id, *position));
    words::list(known.chain(read))
}

/// `级别 为 国家级`, `营业收入 1亿元`, `获批日 2022-05-20`.
fn held(directory: &Directory, fact: &Fact, cell: Cell) -> Option<Text> {
    let Named { zh, en } = &fact.name;
    Some(match cell {
        Cell::Missing | Cell::Subject(_) => return None,
        Cell::Number(value) => {
            let value = number(directory, fact, value);
            text!(zh: "{zh} {value}", en: "{en} {value}")
        }
        Cell::Truth(true) => text!(zh: "{zh}", en: "{en}"),
        Cell::Truth(false) => text!(zh: "非 {zh}", en: "not {en}"),
        Cell::Variant(variant) => {
            let names = variants(directory.program, fact, |at| at == u32::from(variant));
            let Text { zh: of_zh, en: of_en } = words::list(names);
            text!(zh: "{zh} 为 {of_zh}", en: "{en} is {of_en}")
        }
        Cell::Date(day) => text!(zh: "{zh} {day}", en: "{en} {day}"),
        Cell::NotHappened => text!(zh: "{zh} 未发生", en: "{en} not happened"),
    })
}

fn reading(program: &Program, id: ReadingId, position: usize) -> Option<Text> {
    let reading = program.readings.get(id.index())?;
    let (number, _) = reading.alternatives.get(position)?;
    let clause = reading.clause.map(|clause| format!("{clause}.")).unwrap_or_default();
    let Named { zh, en } = &reading.name;
    Some(text!(zh: "读法 {clause}{zh}={number}", en: "reading {clause}{en}={number}"))
}

/// Why a pair was put aside.
pub fn dismissal(directory: &Directory, dismissal: &Dismissal) -> Text {
    match dismissal {
        Dismissal::Apart => {
            Text::new("给的不是同一主体，也不是上下级", "paid to different parties")
        }
        Dismissal::SharedCap => Text::new("合用一个上限", "they share a cap"),
        Dismissal::NoCase => {
            Text::new("没有找到两者都付的情形", "no facts were found for which both pay")
        }
        Dismissal::Exclusive(key, one, two) => {
            let Text { zh, en } = match key {
                Key::Fact(fact) => cause(directory.program, Cause::Held(*fact)),
                Key::Reading(id) => {
                    let reading = directory.program.readings.get(id.index());
                    reading.map(|reading| words::named(&reading.name)).unwrap_or_default()
                }
            };
            let Text { zh: one_zh, en: one_en } = needed(directory, *key, *one);
            let Text { zh: two_zh, en: two_en } = needed(directory, *key, *two);
            text!(
                zh: "条件互斥：{zh}，一要{one_zh}，一要{two_zh}",
                en: "conditions exclude each other: {en}, {one_en} for one and {two_en} for the other",
            )
        }
    }
}

/// What is demanded of a fact or a reading, without its name.
fn needed(directory: &Directory, key: Key, needed: Needed) -> Text {
    let fact = match key {
        Key::Fact(fact) => directory.program.vocabulary.facts.get(fact.index()),
        Key::Reading(_) => None,
    };
    match (needed, fact) {
        (Needed::Truth(truth), _) => words::truth(truth),
        (Needed::Among(set), Some(fact)) => {
            words::list(variants(directory.program, fact, |at| in_set(set, at)))
        }
        (Needed::Among(set), None) => {
            let chosen = (0..VariantSet::BITS).filter(|at| in_set(set, *at));
            words::list(chosen.map(|at| Text::same(at.saturating_add(1).to_string())))
        }
        (Needed::Between(ends), Some(fact)) => between(ends, |at| number(directory, fact, at)),
        (Needed::Between(ends), None) => between(ends, |at| at.to_string()),
        (Needed::Dated(ends), _) => between(ends, |day| day.to_string()),
    }
}

fn between<T: Copy>(ends: Ends<T>, shown: impl Fn(T) -> String) -> Text {
    let from = ends.from.map(|(at, included)| {
        (at, if included { ["不低于", "at least"] } else { ["超过", "over"] })
    });
    let to = ends.to.map(|(at, included)| {
        (at, if included { ["不超过", "at most"] } else { ["低于", "below"] })
    });
    let ends = from.into_iter().chain(to).map(|(at, [zh, en])| {
        let at = shown(at);
        text!(zh: "{zh} {at}", en: "{en} {at}")
    });
    words::list(ends)
}

fn number(directory: &Directory, fact: &Fact, value: Exact) -> String {
    match fact.ty {
        Type::Number(dimension) => {
            words::quantity(directory, Ratio::from(value), &fact.unit, dimension)
        }
        _ => value.to_string(),
    }
}

/// The names of those variants of a fact's enumeration.
fn variants(program: &Program, fact: &Fact, wanted: impl Fn(u32) -> bool) -> Vec<Text> {
    let one = match fact.ty {
        Type::Choice(one) => program.vocabulary.enums.get(one.index()),
        _ => None,
    };
    let names = one.into_iter().flat_map(|one| (0..).zip(&one.variants));
    names.filter(|(at, _)| wanted(*at)).map(|(_, name)| words::named(name)).collect()
}

fn in_set(set: VariantSet, at: u32) -> bool {
    set.checked_shr(at).is_some_and(|rest| rest & 1 == 1)
}
