//! What goes wrong in syntax, in words.

use super::keyword::Keyword;
use super::prescan::MAX_DEPTH;
use crate::diag::{Code, Diagnostic};
use crate::quantity::{Counts, parse_unit};
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
pub(super) fn glued_unit(span: Span, word: &str) -> Option<Diagnostic> {
    let ends = Keyword::ALL.iter().filter_map(|one| Some((word.strip_suffix(one.zh())?, *one)));
    let (unit, keyword) = ends.min_by_key(|(unit, _)| unit.len())?;
    parse_unit(unit, &Counts::default()).ok()?;
    let message = text!(
        zh: "“{word}”是一个词，不是单位",
        en: "`{word}` is one word, and no unit",
    );
    let error = Diagnostic::new(Code::GluedUnit, message)
        .at(span)
        .help(text!(zh: "分开写：{unit} {keyword}", en: "write it apart: `{unit} {keyword}`"));
    Some(error)
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

/// A brace that is open where its item ends.
pub(super) fn unclosed(open: Span, end: Span) -> Diagnostic {
    let message = text!(zh: "“{{” 没有合上", en: "`{{` is not closed");
    Diagnostic::new(Code::UnclosedBracket, message)
        .primary(open, text!(zh: "从这里开始", en: "opened here"))
        .secondary(end.after(), text!(zh: "到这里还没有合上", en: "still open here"))
        .help(text!(zh: "在它的内容之后补上 }}", en: "write `}}` after what it holds"))
}

/// A closing brace without a partner; `early` is the one that closed its item before.
pub(super) fn unmatched(extra: Span, early: Option<Span>) -> Diagnostic {
    let message = text!(zh: "多出一个 “}}”", en: "`}}` closes nothing");
    let error = Diagnostic::new(Code::UnmatchedBracket, message).at(extra);
    match early {
        Some(early) => {
            error.secondary(early, text!(zh: "这一项在这里已经合上", en: "the item is closed here"))
        }
        None => error.help(text!(zh: "删去它", en: "delete it")),
    }
}

/// A string or 「」 name without its closing mark on the line.
pub(super) fn unclosed_string(span: Span) -> Diagnostic {
    let message = text!(zh: "引号没有合上", en: "the quotation is not closed");
    Diagnostic::new(Code::UnclosedString, message)
        .primary(span, text!(zh: "从这里开始", en: "it starts here"))
        .help(text!(zh: "在同一行合上它", en: "close it on the same line"))
}

/// A character that has no meaning in pol.
pub(super) fn stray(span: Span, c: char) -> Diagnostic {
    let message = text!(zh: "“{c}” 在这里没有意义", en: "`{c}` has no meaning here");
    let instead = match c {
        '≥' | '>' | '＞' | '》' => Some(("不低于 或 超过", "`at_least` or `over`")),
        '≤' | '<' | '＜' | '《' => Some(("不超过 或 低于", "`at_most` or `below`")),
        ';' | '；' | '。' | '，' => Some(("换行", "a new line")),
        '\'' | '‘' | '’' | '”' => Some(("“…”", "`\"…\"`")),
        '!' | '！' => Some(("非", "`not`")),
        '&' => Some(("且", "`and`")),
        '[' | ']' | '【' | '】' => Some(("{ }", "`{ }`")),
        _ => None,
    };
    let help = instead.map(|(zh, en)| text!(zh: "用 {zh}", en: "use {en}"));
    Diagnostic::new(Code::StrayCharacter, message).at(span).maybe_help(help)
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
