//! What may be wrong with a declaration.

use super::super::symbols::FactSymbol;
use crate::ast::{self, Name};
use crate::diag::{Code, Diagnostic, Text};
use crate::quantity::CountError;
use crate::source::Span;
use crate::text;

pub(super) fn twice(name: &Name, earlier: Span) -> Diagnostic {
    let word = &name.text;
    Diagnostic::new(
        Code::DeclaredTwice,
        text!(zh: "“{word}”声明了两次", en: "`{word}` is declared twice"),
    )
    .primary(name.at.0, text!(zh: "这里又声明", en: "declared again"))
    .secondary(earlier, text!(zh: "先在这里声明", en: "first declared here"))
}

pub(super) fn number_twice(clause: &ast::Clause, before: &ast::Clause) -> Diagnostic {
    let number = clause.number;
    Diagnostic::new(
        Code::ClauseTwice,
        text!(zh: "条款 {number} 出现了两次", en: "clause {number} stands twice"),
    )
    .primary(clause.number_at.0, text!(zh: "又是条款 {number}", en: "clause {number} again"))
    .secondary(before.number_at.0, text!(zh: "条款 {number} 在这里", en: "clause {number} is here"))
}

pub(super) fn part_twice(part: &ast::Part, before: &ast::Part) -> Diagnostic {
    let number = ast::circled(part.number);
    Diagnostic::new(
        Code::ClauseTwice,
        text!(zh: "款 {number} 出现了两次", en: "item {number} stands twice"),
    )
    .primary(part.at.0, text!(zh: "又是款 {number}", en: "item {number} again"))
    .secondary(before.at.0, text!(zh: "款 {number} 在这里", en: "item {number} is here"))
}

pub(super) fn measure_taken(word: &Name, error: &CountError) -> Diagnostic {
    Diagnostic::new(Code::DeclaredTwice, Text::new(error.zh(), error.en()))
        .primary(word.at.0, text!(zh: "换一个词", en: "take another word"))
}

pub(super) fn hides(name: &Name, fact: &FactSymbol<'_>) -> Diagnostic {
    let word = &name.text;
    Diagnostic::new(
        Code::HidesFact,
        text!(zh: "“{word}”与一项事实同名", en: "`{word}` has the name of a fact"),
    )
    .primary(name.at.0, text!(zh: "换一个名称", en: "take another name"))
    .secondary(fact.decl.name.zh.at.0, text!(zh: "事实在这里声明", en: "the fact is declared here"))
}

/// Two heads of a kind that name different parents or measure words.
pub(super) fn two_heads(kind: &ast::Decl, again: &Name, said: &Name) -> Diagnostic {
    let word = &kind.zh.text;
    Diagnostic::new(
        Code::DeclaredTwice,
        text!(zh: "“{word}”的两处声明不一致", en: "two declarations of `{word}` contradict each other"),
    )
    .primary(again.at.0, text!(zh: "这里写的是{}", en: "`{}` here", again.text))
    .secondary(said.at.0, text!(zh: "先前写的是{}", en: "`{}` before", said.text))
    .help(text!(zh: "属于、计数 写在一处就够了", en: "one place is enough for belongs_to and count_unit"))
}

/// Kinds and their parents, of which each belongs to the next, and the last to the first.
pub(super) fn kind_cycle(round: &[(&ast::Decl, &Name)]) -> Diagnostic {
    let names = round.iter().chain(round.first()).map(|(kind, _)| kind.zh.text.as_str());
    let names: Vec<&str> = names.collect();
    let (zh, en) = (names.join(" 属于 "), names.join(" in "));
    let error = Diagnostic::new(
        Code::KindCycle,
        text!(zh: "主体绕成一圈：{zh}", en: "kinds of subjects form a circle: {en}"),
    );
    let parents = round.iter().map(|(_, parent)| parent);
    parents.enumerate().fold(error, |error, (position, parent)| match position {
        0 => error.primary(parent.at.0, text!(zh: "从这里绕回自己", en: "leads back to itself")),
        _ => error.secondary(parent.at.0, text!(zh: "经过这里", en: "by way of this")),
    })
}

/// Alternatives bear different numbers, and there are at least two.
pub(super) fn alternatives(reading: &ast::Reading) -> Option<Diagnostic> {
    let (word, alternatives) = (&reading.name.zh.text, &reading.alternatives);
    if alternatives.len() < 2 {
        let message = text!(
            zh: "读法“{word}”不到两种解释", en: "reading `{word}` has fewer than two alternatives",
        );
        return Some(
            Diagnostic::new(Code::ReadingAlternatives, message)
                .primary(reading.name.zh.at.0, text!(zh: "至少要两种", en: "at least two are needed"))
                .help(text!(zh: "补上另一种解释，或删去这个读法", en: "add the other alternative, or drop the reading")),
        );
    }
    alternatives.iter().enumerate().find_map(|(position, (number, meaning))| {
        let mut earlier = alternatives.iter().take(position);
        let (_, first) = earlier.find(|(other, _)| other == number)?;
        let message = text!(
            zh: "读法“{word}”有两个 {number}", en: "reading `{word}` has two alternatives {number}",
        );
        Some(
            Diagnostic::new(Code::ReadingAlternatives, message)
                .primary(meaning.at.0, text!(zh: "又一个 {number}", en: "{number} again"))
                .secondary(first.at.0, text!(zh: "{number} 在这里", en: "{number} is here")),
        )
    })
}

/// Clauses need a list: who may pay, how money is rounded, when they hold.
pub(super) fn no_list(first: &ast::Clause) -> Diagnostic {
    Diagnostic::new(
        Code::NoList,
        text!(zh: "没有 清单 声明", en: "no file declares the list"),
    )
    .primary(first.number_at.0, text!(zh: "这一条属于哪份清单？", en: "of which list is this clause?"))
    .help(text!(zh: "加一个文件，写 清单 名称 (alias) {{ … }}", en: "add a file with `list alias (名称) {{ … }}`"))
}
