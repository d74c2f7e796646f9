//! What a clause says of figures, found in the ledger.

use std::collections::{BTreeMap, BTreeSet};

use super::literals::noted;
use super::words::plain;
use super::{Figure, span};
use crate::ast::{At, FigureNote, FigureNoteKind, Noted};
use crate::diag::{Code, Diagnostic, Text};
use crate::ledger::{Row, Value};
use crate::quantity::Counts;
use crate::source::Span;
use crate::text;

/// The notes of a clause; figures are named by their position in it.
#[derive(Debug, Default)]
pub(super) struct Notes {
    /// Those that no literal stands for, and why.
    pub(super) waived: BTreeMap<usize, String>,
    /// Sets of figures for which one literal stands.
    pub(super) same: Vec<Vec<usize>>,
    /// Those that a note may mean which does not say clearly; of these nothing else is told.
    pub(super) doubtful: BTreeSet<usize>,
    /// Values that come from elsewhere.
    pub(super) outside: Vec<(Value, Span)>,
    /// Notes that meet no figure.
    pub(super) problems: Vec<Diagnostic>,
}

/// Finds the figures that the notes are about.
pub(super) fn resolve(notes: &[&FigureNote], figures: &[Figure<'_>], counts: &Counts) -> Notes {
    let mut found = Notes::default();
    let mut spoken = BTreeSet::new();
    for note in notes {
        if note.kind == FigureNoteKind::Outside {
            match noted(&note.figure, counts) {
                Some(value) => found.outside.push((value, figure_at(note))),
                None => found.problems.push(no_value(note)),
            }
            continue;
        }
        let meant = match meant(note, figures, counts) {
            Ok(meant) => meant,
            Err(problem) => {
                found.problems.push(*problem);
                found.doubtful.extend(of_value(note, figures, counts));
                continue;
            }
        };
        if let Some(twice) = meant.iter().find(|position| !spoken.insert(**position)) {
            found.problems.extend(figures.get(*twice).map(|figure| said_twice(note, figure)));
        }
        match note.kind {
            FigureNoteKind::Waived => {
                let reason = |position| (position, note.reason.text.clone());
                found.waived.extend(meant.into_iter().map(reason));
            }
            _ => found.same.push(meant),
        }
    }
    found
}

/// The figures a note means, by their position.
fn meant(
    note: &FigureNote,
    figures: &[Figure<'_>],
    counts: &Counts,
) -> Result<Vec<usize>, Box<Diagnostic>> {
    let of_value = of_value(note, figures, counts);
    let several = note.kind == FigureNoteKind::Same;
    if note.places.is_empty() {
        return match (of_value.len(), several) {
            (0, _) => Err(Box::new(no_such_figure(note, figures))),
            (1, false) | (2.., true) => Ok(of_value),
            (_, true) => Err(Box::new(only_one(note))),
            (_, false) => Err(Box::new(which(note, &of_value, figures))),
        };
    }
    let place = |(ordinal, at): &(u32, At)| {
        let mut of_value = of_value.iter().copied();
        let is_it = |position: &usize| {
            figures.get(*position).is_some_and(|figure| figure.row.ordinal == *ordinal)
        };
        of_value.find(is_it).ok_or_else(|| Box::new(another_there(*ordinal, *at, figures)))
    };
    let meant: Vec<usize> = note.places.iter().map(place).collect::<Result<_, _>>()?;
    if several && meant.len() < 2 {
        return Err(Box::new(only_one(note)));
    }
    Ok(meant)
}

/// The figures of the value that a note names.
fn of_value(note: &FigureNote, figures: &[Figure<'_>], counts: &Counts) -> Vec<usize> {
    let named =
        figures.iter().enumerate().filter(|(_, figure)| names(&note.figure, figure, counts));
    named.map(|(position, _)| position).collect()
}

/// Whether a note names this figure: by its value, or as it is written.
fn names(noted_as: &Noted, figure: &Figure<'_>, counts: &Counts) -> bool {
    let written = match noted_as {
        Noted::Text(text) => plain(&text.text) == plain(&figure.row.figure),
        Noted::Literal(_) => false,
    };
    let value = noted(noted_as, counts);
    let equal = value
        .zip(figure.value.as_ref())
        .is_some_and(|(noted, value)| value.said_by(&noted) || noted == *value);
    written || equal
}

fn figure_at(note: &FigureNote) -> Span {
    match &note.figure {
        Noted::Literal(expr) => span(expr.at),
        Noted::Text(text) => span(text.at),
    }
}

fn idle(at: Span, message: Text, help: Text) -> Diagnostic {
    Diagnostic::new(Code::FigureNoteIdle, message).at(at).help(help)
}

fn no_such_figure(note: &FigureNote, figures: &[Figure<'_>]) -> Diagnostic {
    let message = text!(
        zh: "原文这一条没有这个数", en: "the text of this clause has no such figure",
    );
    let help = match listed(figures) {
        none if none.is_empty() => {
            text!(zh: "删去这一句：清册里这一条没有数", en: "remove it: the ledger has no figure of this clause")
        }
        all => text!(zh: "清册里这一条的数：{all}", en: "the ledger has: {all}"),
    };
    idle(figure_at(note), message, help)
}

fn only_one(note: &FigureNote) -> Diagnostic {
    let message = text!(
        zh: "同数 至少要有两处", en: "at least two figures can be one number",
    );
    let help = text!(
        zh: "写明各处的序号，或删去这一句", en: "name the ordinals of all, or remove the note",
    );
    idle(figure_at(note), message, help)
}

fn which(note: &FigureNote, of_value: &[usize], figures: &[Figure<'_>]) -> Diagnostic {
    let rows = of_value.iter().filter_map(|position| figures.get(*position));
    let rows: Vec<&Row> = rows.map(|figure| figure.row).collect();
    let places: Vec<String> = rows.iter().map(|row| row.ordinal.to_string()).collect();
    let (zh, en) = (places.join("、"), places.join(", "));
    let figure = rows.first().map(|row| row.figure.as_str()).unwrap_or_default();
    let place = places.first().map(String::as_str).unwrap_or_default();
    let message = text!(
        zh: "这个数在原文这一条不止一处", en: "the text of this clause has this figure more than once",
    );
    let help = Text::new(
        format!("写明是第几数，在 {zh} 中选，如 豁免 {figure}: {place} \"…\""),
        format!("say which of {en}, as in `waive {figure}: {place} \"…\"`"),
    );
    idle(figure_at(note), message, help)
}

fn another_there(ordinal: u32, at: At, figures: &[Figure<'_>]) -> Diagnostic {
    let there = figures.iter().find(|figure| figure.row.ordinal == ordinal);
    let message = match there {
        Some(figure) => {
            let found = &figure.row.figure;
            text!(
                zh: "原文这一条的第 {ordinal} 数是 {found}",
                en: "figure {ordinal} of this clause is {found}",
            )
        }
        None => text!(
            zh: "原文这一条没有第 {ordinal} 数", en: "this clause has no figure {ordinal}",
        ),
    };
    let all = listed(figures);
    let help = text!(zh: "清册里这一条的数：{all}", en: "the ledger has: {all}");
    let error = idle(span(at), message, help);
    match there {
        Some(figure) => {
            error.secondary(figure.row.figure_at, text!(zh: "清册在这里", en: "in the ledger"))
        }
        None => error,
    }
}

fn said_twice(note: &FigureNote, figure: &Figure<'_>) -> Diagnostic {
    let ordinal = figure.row.ordinal;
    let message = text!(
        zh: "第 {ordinal} 数说明了两次", en: "figure {ordinal} is spoken of twice",
    );
    let help = text!(zh: "只留一句", en: "keep one of the notes");
    idle(span(note.at), message, help)
}

fn no_value(note: &FigureNote) -> Diagnostic {
    let message = text!(
        zh: "外据 之后要写规则里的数", en: "`outside_source` names a figure as the rule has it",
    );
    let help = text!(zh: "如 外据 365天 \"…\"", en: "as in `outside_source 365天 \"…\"`");
    idle(figure_at(note), message, help)
}

/// `1: 2%、2: 1000万元`, for choosing.
fn listed(figures: &[Figure<'_>]) -> String {
    let rows = figures.iter().map(|figure| figure.row);
    let each: Vec<String> = rows.map(|row| format!("{}: {}", row.ordinal, row.figure)).collect();
    each.join("、")
}
