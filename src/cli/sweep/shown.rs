//! A sweep for people: tables of pieces, jumps, small charts.

use super::said::Speaker;
use super::{Swept, chart};
use crate::cli::table::{fitted, wrapped};
use crate::diag::{Lang, Text};
use crate::eval::Cell;
use crate::ir::Type;
use crate::quantity::Ratio;
use crate::scenario::words;
use crate::sweep::{Amount, Course, Piece, Span, Table, jumps};
use crate::text;

/// The report on a number.
pub(super) fn of_number(speaker: Speaker<'_>, swept: &Swept, lang: Lang, width: usize) -> String {
    let Text { zh, en } = speaker.fact();
    let title = speaker.title;
    let from = speaker.value(swept.inputs.from.into());
    let to = speaker.value(swept.inputs.to.into());
    let head = text!(
        zh: "{title}\nx：{zh}，{from} 至 {to}\n", en: "{title}\nx: {en}, {from} to {to}\n",
    );
    let mut text = head.get(lang).to_owned();
    if swept.moving.is_empty() {
        text.push_str(Text::new("没有结果随它变化。\n", "No outcome moves with it.\n").get(lang));
    }
    let mut charted = false;
    for course in &swept.moving {
        let name = speaker.outcome(course.key);
        let told = told(speaker, swept, course, name.get(lang), lang, width);
        charted |= told.contains(" |");
        text.push_str(&told);
    }
    if let Some(total) = &swept.total {
        let name = Text::new("给付合计", "All money paid");
        text.push_str(&told(speaker, swept, total, name.get(lang), lang, width));
    }
    if charted {
        text.push_str(&format!("\n{}\n", chart::legend().get(lang)));
    }
    if swept.unrounded {
        text.push_str(&format!("\n{}\n", wrapped(unrounded().get(lang), width).join("\n")));
    }
    if !swept.still.is_empty() {
        let still = swept.still.iter().map(|course| speaker.outcome(course.key));
        let Text { zh, en } = words::list(still);
        let line = text!(zh: "不随它变化：{zh}", en: "Not moved by it: {en}");
        text.push_str(&format!("\n{}\n", wrapped(line.get(lang), width).join("\n")));
    }
    let apart = swept.apart;
    if apart > 0 {
        let line = text!(
            zh: "\n另有 {apart} 项结果与它无关。\n",
            en: "\n{apart} more outcomes have nothing to do with it.\n",
        );
        text.push_str(line.get(lang));
    }
    text
}

/// What is to be known of amounts of later years.
fn unrounded() -> Text {
    text!(
        zh: "往年随它变化的给付，按取整之前计入后面的年度：取决于它们的金额可能差 1分。",
        en: "Awards of earlier years that move with it enter later years before they are rounded for payment: amounts that hang on them may be 1分 off.",
    )
}

/// One outcome: its pieces, its jumps, its chart.
fn told(
    speaker: Speaker<'_>,
    swept: &Swept,
    course: &Course,
    name: &str,
    lang: Lang,
    width: usize,
) -> String {
    let mut text = format!("\n{name}\n");
    let row = |piece: &Piece| {
        let comes_to = match (&piece.amount, name_is_total(swept, course)) {
            (Amount::None, true) => Text::new("不能加总", "cannot be summed"),
            _ => speaker.comes_to(piece),
        };
        let stretch = format!("  {}", speaker.stretch(piece));
        vec![stretch, comes_to.get(lang).to_owned(), speaker.formula(piece)]
    };
    let rows: Vec<Vec<String>> = course.pieces.iter().map(row).collect();
    text.push_str(&fitted(&rows, &[], width));
    let jumps = jumps(&course.pieces);
    if !jumps.is_empty() {
        let said = jumps.iter().map(|jump| speaker.jump(jump).get(lang).to_owned());
        let (label, between) = match lang {
            Lang::Zh => ("跃变：", "；"),
            Lang::En => ("jumps: ", "; "),
        };
        let line = format!("  {label}{}", said.collect::<Vec<_>>().join(between));
        text.push_str(&wrapped(&line, width).join("\n"));
        text.push('\n');
    }
    let end = |at: crate::quantity::Exact| speaker.value(Ratio::from(at));
    let foot = (end(swept.inputs.from), end(swept.inputs.to));
    text.push_str(&chart::drawn(&course.pieces, swept.inputs, foot, lang, width));
    text
}

fn name_is_total(swept: &Swept, course: &Course) -> bool {
    swept.total.as_ref().is_some_and(|total| std::ptr::eq(total, course))
}

/// The report on a fact that is no number.
pub(super) fn of_values(speaker: Speaker<'_>, table: &Table, lang: Lang, width: usize) -> String {
    let Text { zh, en } = speaker.fact();
    let title = speaker.title;
    let head = text!(zh: "{title}\nx：{zh}\n", en: "{title}\nx: {en}\n");
    let mut text = head.get(lang).to_owned();
    let (mut still, mut moves) = (Vec::new(), false);
    for (column, key) in table.keys.iter().enumerate() {
        let runs = runs(table, column);
        let name = speaker.outcome(*key);
        if runs.len() < 2 {
            still.push(name);
            continue;
        }
        moves = true;
        text.push_str(&format!("\n{}\n", name.get(lang)));
        let row = |(first, last, said): &(Cell, Cell, Option<Text>)| {
            let said = said.as_ref().map_or("—", |said| said.get(lang));
            vec![format!("  {}", days(speaker, *first, *last, lang)), said.to_owned()]
        };
        let told = runs.iter().map(|run| {
            let status = run.status.as_ref();
            (run.first, run.last, status.map(|status| speaker.status(status)))
        });
        let rows: Vec<Vec<String>> = told.map(|told| row(&told)).collect();
        text.push_str(&fitted(&rows, &[], width));
    }
    if !moves {
        text.push_str(Text::new("没有结果随它变化。\n", "No outcome moves with it.\n").get(lang));
    }
    if !still.is_empty() {
        let Text { zh, en } = words::list(still);
        let line = text!(zh: "不随它变化：{zh}", en: "Not moved by it: {en}");
        text.push_str(&format!("\n{}\n", wrapped(line.get(lang), width).join("\n")));
    }
    text
}

/// Values one after another for which an outcome is the same.
struct Run {
    first: Cell,
    last: Cell,
    status: Option<crate::eval::Status>,
}

/// An outcome's column, days that it is the same for joined.
fn runs(table: &Table, column: usize) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    for Span { first, last, statuses } in &table.spans {
        let status = statuses.get(column).cloned().flatten();
        match runs.last_mut() {
            Some(run) if run.status == status && matches!(last, Cell::Date(_)) => run.last = *last,
            _ => runs.push(Run { first: *first, last: *last, status }),
        }
    }
    runs
}

/// A value of the fact, or several that follow each other.
fn days(speaker: Speaker<'_>, first: Cell, last: Cell, lang: Lang) -> String {
    let (from, to) = (cell(speaker, first), cell(speaker, last));
    let between = match (first, last, lang) {
        _ if first == last => return from.get(lang).to_owned(),
        (Cell::Date(_), Cell::Date(_), Lang::Zh) => " 至 ",
        (Cell::Date(_), Cell::Date(_), Lang::En) => " to ",
        (_, _, Lang::Zh) => "……",
        (_, _, Lang::En) => " … ",
    };
    format!("{}{between}{}", from.get(lang), to.get(lang))
}

/// A value of the fact.
pub(super) fn cell(speaker: Speaker<'_>, cell: Cell) -> Text {
    match (cell, speaker.asked.fact.ty) {
        (Cell::Truth(truth), _) => words::truth(truth),
        (Cell::Date(day), _) => Text::same(day.to_string()),
        (Cell::NotHappened, _) => Text::new("未发生", "not happened"),
        (Cell::Variant(variant), Type::Choice(of)) => {
            let of = speaker.directory.program.vocabulary.enums.get(of.index());
            let name = of.and_then(|of| of.variants.get(usize::from(variant)));
            name.map(words::named).unwrap_or_default()
        }
        _ => Text::default(),
    }
}
