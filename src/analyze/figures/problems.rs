//! What is told of figures and literals that do not agree.

use super::Figure;
use super::literals::Literal;
use super::matching::{Open, Outcome, Why, side};
use crate::diag::{Code, Diagnostic, Text};
use crate::ledger::{Row, Side, Value, ValueError};
use crate::source::Span;
use crate::text;

/// The problems of a clause whose name stands at `head`.
pub(super) fn of(
    head: Span,
    figures: &[Figure<'_>],
    literals: &[Literal],
    outcome: &Outcome,
) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let mut unsourced = outcome.unsourced.clone();
    let figure = |at: usize| figures.get(at);
    found.extend(outcome.unnamed.iter().filter_map(|at| Some(unnamed(figure(*at)?.row, head))));
    for Open { figure: at, why } in &outcome.open {
        let Some(figure) = figure(*at) else { continue };
        let mistyped = match why {
            Why::NoValue => unsourced.iter().position(|at| {
                literals.get(*at).is_some_and(|literal| alike(&literal.value, figure))
            }),
            Why::OtherSide(_) | Why::Taken(_) => None,
        };
        let literal = |at: &usize| literals.get(*at).map(|literal| literal.at);
        found.extend(match (why, mistyped) {
            // A figure that is not in the rule and a literal that is not in the text are one slip.
            (_, Some(position)) => {
                let at = unsourced.remove(position);
                literal(&at).map(|at| differs(figure.row, at))
            }
            (Why::NoValue, None) => Some(open(figure.row, head)),
            (Why::OtherSide(at), _) => literal(at).map(|at| other_side(figure, at)),
            (Why::Taken(at), _) => literal(at).map(|at| taken(figure.row, at)),
        });
    }
    let first = figures.first().map(|figure| figure.row);
    let mut unsourced: Vec<&Literal> =
        unsourced.iter().filter_map(|at| literals.get(*at)).collect();
    // One number in several places is one cause.
    while let Some(literal) = unsourced.first().copied() {
        let (same, others) = unsourced.iter().partition(|other| other.value == literal.value);
        found.push(not_in_text(same, first));
        unsourced = others;
    }
    found.extend(outcome.idle.iter().map(|at| idle_source(*at)));
    found
}

/// Whether a literal may be the figure mistyped: it is of the same sort.
fn alike(literal: &Value, figure: &Figure<'_>) -> bool {
    match (literal, &figure.value) {
        (Value::Number(_, of), Some(Value::Number(_, by))) => of == by,
        (Value::Ratio(_), Some(Value::Ratio(_)))
        | (Value::Day(_), Some(Value::Day(_)))
        | (Value::Year(_), Some(Value::Year(_))) => true,
        _ => false,
    }
}

fn in_ledger(error: Diagnostic, row: &Row) -> Diagnostic {
    let (figure, word) = (&row.figure, &row.word);
    let label = match word.is_empty() {
        true => text!(zh: "清册：{figure}", en: "in the ledger: {figure}"),
        false => {
            text!(zh: "清册：{figure}，原文用词“{word}”", en: "in the ledger: {figure}, with the word {word}")
        }
    };
    error.secondary(row.figure_at, label)
}

/// The figure with its place, `第 3 数 50万元（低档奖励）`.
fn named(row: &Row) -> Text {
    let Row { ordinal, figure, role, .. } = row;
    match role.is_empty() {
        true => text!(zh: "第 {ordinal} 数 {figure}", en: "figure {ordinal}, {figure},"),
        false => text!(
            zh: "第 {ordinal} 数 {figure}（{role}）", en: "figure {ordinal}, {figure} ({role}),",
        ),
    }
}

fn waive(row: &Row) -> Text {
    let (figure, ordinal) = (&row.figure, row.ordinal);
    let shown = match Value::read(figure, &crate::quantity::Counts::default()) {
        Ok(Value::MonthDay(..)) | Err(_) => format!("\"{figure}\""),
        Ok(_) => figure.clone(),
    };
    text!(
        zh: "把它写进规则；规则用不着的，写 豁免 {shown}: {ordinal} \"理由\"",
        en: "write it into a rule, or `waive {shown}: {ordinal} \"why\"` if none needs it",
    )
}

fn open(row: &Row, head: Span) -> Diagnostic {
    let named = named(row);
    let message = Text::new(
        format!("原文的{}没有落到规则里", named.zh),
        format!("{} of the text is in no rule", named.en),
    );
    let error = Diagnostic::new(Code::FigureOpen, message)
        .primary(head, text!(zh: "这一条里没有相等的数", en: "no literal here has this value"))
        .help(waive(row));
    in_ledger(error, row)
}

fn unnamed(row: &Row, head: Span) -> Diagnostic {
    let figure = &row.figure;
    let message = text!(
        zh: "原文引用的 {figure} 在文件里没有提到",
        en: "the reference {figure} of the text is not named in the file",
    );
    let ordinal = row.ordinal;
    let help = text!(
        zh: "写进 内容、出处 或注释；用不着的，写 豁免 \"{figure}\": {ordinal} \"理由\"",
        en: "name it in a `content`, the `source` or a comment, or `waive \"{figure}\": {ordinal} \"why\"`",
    );
    let error = Diagnostic::new(Code::FigureOpen, message)
        .primary(head, text!(zh: "这一条的字句里没有它", en: "no words here have it"))
        .help(help);
    in_ledger(error, row)
}

fn differs(row: &Row, at: Span) -> Diagnostic {
    let named = named(row);
    let message = Text::new(
        format!("原文的{}没有落到规则里，规则里的数原文没有", named.zh),
        format!("{} of the text is in no rule, and this one is not in the text", named.en),
    );
    let figure = &row.figure;
    let error = Diagnostic::new(Code::FigureOpen, message)
        .primary(at, text!(zh: "原文这一条没有这个数", en: "the text of this clause has no such figure"))
        .help(text!(
            zh: "照原文写 {figure}；不是同一个数的，分别写 豁免 和 外据",
            en: "write {figure} as the text has it; if they are not one, write `waive` and `outside_source`",
        ));
    in_ledger(error, row)
}

fn taken(row: &Row, at: Span) -> Diagnostic {
    let (named, figure) = (named(row), &row.figure);
    let message = Text::new(
        format!("原文的{}没有自己的一处", named.zh),
        format!("{} of the text has no literal of its own", named.en),
    );
    let error = Diagnostic::new(Code::FigureOpen, message)
        .primary(at, text!(zh: "这一处已对应另一数", en: "this one stands for another figure"))
        .help(text!(
            zh: "两处若是同一个数，写 同数 {figure}: 序号、序号 \"理由\"",
            en: "if both are one number, write `same_figure {figure}: ordinal, ordinal \"why\"`",
        ));
    in_ledger(error, row)
}

fn other_side(figure: &Figure<'_>, at: Span) -> Diagnostic {
    let row = figure.row;
    let asked = match side(row, figure.value.as_ref()) {
        Some(Side::Above) => text!(zh: "归上一边", en: "belongs to the part above"),
        Some(Side::Below) => text!(zh: "归下一边", en: "belongs to the part below"),
        Some(Side::Near) => text!(zh: "左右都算", en: "is only neared"),
        None => text!(zh: "不拘哪一边", en: "belongs to either part"),
    };
    let (value, word) = (&row.figure, &row.word);
    let message = Text::new(
        format!("照原文的“{word}”，{value} 本身{}；规则不是这样", asked.zh),
        format!("by the text's word {word}, {value} itself {}; not so in the rule", asked.en),
    );
    let error = Diagnostic::new(Code::FigureSide, message)
        .primary(at, text!(zh: "规则在这里", en: "the rule has it here"))
        .help(text!(
            zh: "换用同一边的词或上限；原文用词与本意不同的，写 原文\"{word}\"",
            en: "use a word of the same side, or a cap; where word and sense differ, add `in_text \"{word}\"`",
        ));
    in_ledger(error, row)
}

/// A literal that neither the text nor a named source has, in all its places.
fn not_in_text(places: Vec<&Literal>, first: Option<&Row>) -> Diagnostic {
    let message = text!(
        zh: "原文这一条没有这个数", en: "the text of this clause has no such figure",
    );
    let error = Diagnostic::new(Code::LiteralUnsourced, message).help(text!(
        zh: "照原文改；数另有来处的，写 外据 这个数 \"来处\"",
        en: "correct it; if it comes from elsewhere, write `outside_source FIGURE \"where from\"`",
    ));
    let mut places = places.into_iter().map(|literal| literal.at);
    let error = match places.next() {
        Some(at) => error.at(at),
        None => error,
    };
    let again =
        |error: Diagnostic, at| error.secondary(at, text!(zh: "这里也是", en: "here as well"));
    let error = places.fold(error, again);
    match first {
        Some(row) => error.secondary(
            row.at,
            text!(zh: "清册里这一条的数从这里起", en: "the clause's figures start here"),
        ),
        None => error,
    }
}

fn idle_source(at: Span) -> Diagnostic {
    let message = text!(
        zh: "规则里没有来自别处的这个数", en: "no literal of the rules has this figure from elsewhere",
    );
    let help = text!(
        zh: "删去这一句：规则没有这个数，或原文就有", en: "remove it: no rule has the figure, or the text itself does",
    );
    Diagnostic::new(Code::FigureNoteIdle, message).at(at).help(help)
}

/// A clause of the ledger that no file writes.
pub(super) fn unwritten(row: &Row) -> Diagnostic {
    let clause = row.clause;
    let message = text!(
        zh: "清册有条款 {clause}，政策里没有", en: "the ledger has a clause {clause}, the policies do not",
    );
    let help = text!(zh: "写这一条的文件", en: "write the clause's file");
    Diagnostic::new(Code::ClauseUnwritten, message).at(row.at).help(help)
}

/// A figure of the ledger that is none.
pub(super) fn unreadable(row: &Row, error: &ValueError) -> Diagnostic {
    let (figure, why) = (&row.figure, error.text());
    let message = Text::new(
        format!("清册里的 {figure} 看不懂：{}", why.zh),
        format!("{figure} in the ledger cannot be read: {}", why.en),
    );
    Diagnostic::new(Code::LedgerFigure, message).at(row.figure_at).help(ValueError::help())
}
