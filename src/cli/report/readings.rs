//! What each other reading of the text would change.

use serde::Serialize;

use super::line::{Context, Line};
use super::{heads, titled};
use crate::cli::page::Block;
use crate::diag::{Lang, Text};
use crate::eval::{Facts, NoTrace, Outcome, Status, evaluate};
use crate::ir::{Named, ReadingId};
use crate::quantity::{Exact, yuan};
use crate::scenario::{Directory, words};
use crate::text;

/// One outcome that another reading changes.
#[derive(Debug, Serialize)]
pub(crate) struct Change {
    rule: Text,
    subject: String,
    year: Option<i32>,
    before: Text,
    after: Text,
    /// How much more, when both are amounts.
    difference: Option<Exact>,
}

/// An alternative of a reading that changes some outcome.
#[derive(Debug, Serialize)]
pub(crate) struct Varied<'a> {
    clause: Option<u32>,
    reading: &'a Named,
    choice: u32,
    meaning: &'a str,
    changes: Vec<Change>,
}

/// Every alternative of every reading, one at a time, that changes an outcome of `before`.
pub(crate) fn variations<'a>(
    directory: &Directory<'a>,
    facts: &Facts,
    before: &[Outcome],
) -> Vec<Varied<'a>> {
    let readings = (0..=u16::MAX).map(ReadingId).zip(&directory.program.readings);
    let mut all = Vec::new();
    for (id, reading) in readings {
        let given = facts.readings.iter().rev().find(|(given, _)| *given == id);
        let current = given.map(|(_, at)| *at).or(reading.has_default.then_some(0));
        for (position, (choice, meaning)) in reading.alternatives.iter().enumerate() {
            if Some(position) == current {
                continue;
            }
            let mut other = facts.clone();
            other.readings.retain(|(given, _)| *given != id);
            other.readings.push((id, position));
            let after = evaluate(directory.program, &other, &mut NoTrace);
            let changes = changes(directory, facts, before, &after);
            if !changes.is_empty() {
                let (clause, reading) = (reading.clause, &reading.name);
                all.push(Varied { clause, reading, choice: *choice, meaning, changes });
            }
        }
    }
    all
}

fn changes(
    directory: &Directory,
    facts: &Facts,
    before: &[Outcome],
    after: &[Outcome],
) -> Vec<Change> {
    let key = |one: &Outcome| (one.rule, one.stage, one.subject, one.year);
    let mut changes = Vec::new();
    for old in before {
        let new = after.iter().find(|new| key(new) == key(old));
        if new.is_none_or(|new| new.status != old.status) {
            changes.push(change(directory, facts, Some(old), new));
        }
    }
    let appeared = after.iter().filter(|new| !before.iter().any(|old| key(old) == key(new)));
    changes.extend(appeared.map(|new| change(directory, facts, None, Some(new))));
    changes
}

fn change(
    directory: &Directory,
    facts: &Facts,
    old: Option<&Outcome>,
    new: Option<&Outcome>,
) -> Change {
    let context = Context { directory, facts, lang: Lang::Zh };
    let either = old.or(new);
    let line = either.and_then(|one| Line::of(context, one));
    let title =
        |lang| line.map_or_else(String::new, |line| Context { lang, ..context }.title(&line));
    let status = |one: Option<&Outcome>| match one {
        Some(one) => words::short_status(directory, facts, &one.status),
        None => Text::new("没有结果", "nothing"),
    };
    let amount = |one: Option<&Outcome>| match one.map(|one| &one.status) {
        Some(Status::Granted(amount)) => Some(*amount),
        _ => None,
    };
    Change {
        rule: Text::new(title(Lang::Zh), title(Lang::En)),
        subject: context.subject(either.and_then(|one| one.subject)),
        year: either.and_then(|one| one.year),
        before: status(old),
        after: status(new),
        difference: amount(new).zip(amount(old)).and_then(|(new, old)| new.checked_sub(old)),
    }
}

/// The variations as a table for each alternative.
pub(in crate::cli) fn shown(context: Context, varied: &[Varied]) -> Vec<Block> {
    if varied.is_empty() {
        let none = Text::new("换用别的读法，结果都不变。", "No other reading changes an outcome.");
        return vec![Block::Note(context.say(&none))];
    }
    varied.iter().map(|one| one_table(context, one)).collect()
}

fn one_table(context: Context, varied: &Varied) -> Block {
    let clause = varied.clause.map_or_else(String::new, |number| format!("{number}."));
    let (Named { zh, en }, choice, meaning) = (varied.reading, varied.choice, varied.meaning);
    let title = text!(
        zh: "读法 {clause}{zh}={choice}：{meaning}", en: "Reading {clause}{en}={choice}: {meaning}",
    );
    let mut rows = vec![heads(
        context,
        ["条款", "对象", "年度", "现为", "改为", "差额（元）"],
        ["clause", "for", "year", "is", "becomes", "difference (yuan)"],
    )];
    rows.extend(varied.changes.iter().map(|change| {
        let difference = change.difference.map(|more| match more.is_negative() {
            true => yuan(more),
            false => format!("+{}", yuan(more)),
        });
        vec![
            context.say(&change.rule),
            change.subject.clone(),
            change.year.map_or_else(|| "—".to_owned(), |year| year.to_string()),
            context.say(&change.before),
            context.say(&change.after),
            difference.unwrap_or_else(|| "—".to_owned()),
        ]
    }));
    titled(context, &title, rows, &[5])
}
