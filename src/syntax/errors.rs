//! What goes wrong in syntax, in words.

use super::prescan::MAX_DEPTH;
use crate::diag::{Code, Diagnostic};
use crate::source::Span;
use crate::text;

/// A node that its builder could not make although the grammar took it.
pub(super) fn fault(span: Span) -> Diagnostic {
    let message = text!(
        zh: "polc 没能读懂语法上正确的一处；请报告这段源文",
        en: "polc failed on a place whose syntax is right; please report the source",
    );
    Diagnostic::new(Code::Internal, message).at(span)
}

/// An expression of too many operators.
pub(super) fn too_long(span: Span, most: usize) -> Diagnostic {
    let message = text!(
        zh: "式子太长：层数与运算符合计超过 {most}",
        en: "the expression is too long: more than {most} levels and operators in all",
    );
    Diagnostic::new(Code::TooLong, message)
        .at(span)
        .help(text!(zh: "用 设 把中间量分开写", en: "name intermediates with `let`"))
}

/// A keyword where a name is wanted.
pub(super) fn keyword_as_name(span: Span, word: &str) -> Diagnostic {
    let message = text!(
        zh: "“{word}”是关键词，不能直接作名称",
        en: "`{word}` is a keyword and cannot stand as a name",
    );
    Diagnostic::new(Code::KeywordAsName, message)
        .primary(span, text!(zh: "关键词", en: "a keyword"))
        .help(text!(zh: "换个名称，或写作「{word}」", en: "choose another name, or write `「{word}」`"))
}

/// A number that counts something and is far too large.
pub(super) fn number_too_large(span: Span) -> Diagnostic {
    let message = text!(zh: "编号太大", en: "the number is too large");
    Diagnostic::new(Code::NumberTooLarge, message).at(span)
}

/// A unit and a keyword written as one word, such as `万吨以上`.
pub(super) fn glued_unit(_span: Span, _word: &str) -> Option<Diagnostic> {
    None
}

/// A second 背景 in one example.
pub(super) fn second_background(span: Span) -> Diagnostic {
    let message = text!(
        zh: "一个示例只能有一个 背景",
        en: "an example can have only one `background`",
    );
    Diagnostic::new(Code::SecondBackground, message).at(span)
}

/// A row with more or fewer cells than its table has columns.
pub(super) fn wrong_cell_count(
    span: Span,
    heads: Span,
    found: usize,
    expected: usize,
) -> Diagnostic {
    let message = text!(
        zh: "这一行应有 {expected} 格，却有 {found} 格",
        en: "expected {expected} cells in this row, found {found}",
    );
    Diagnostic::new(Code::WrongCellCount, message)
        .at(span)
        .secondary(heads, text!(zh: "表头 {expected} 格", en: "{expected} columns here"))
}

/// Brackets deeper than the limit.
pub(super) fn too_deep(span: Span) -> Diagnostic {
    let message = text!(
        zh: "括号嵌套超过 {MAX_DEPTH} 层",
        en: "brackets are nested more than {MAX_DEPTH} deep",
    );
    Diagnostic::new(Code::TooDeep, message)
        .at(span)
        .help(text!(zh: "用 设 把中间量分开写", en: "name intermediates with `let`"))
}
