//! The error for a name that means nothing where it stands: what was looked for, and what may
//! have been meant.

use crate::ast::{At, Name};
use crate::diag::{Code, Diagnostic, Text, suggest, suggest_unit};
use crate::ir::Named;
use crate::syntax::Keyword;
use crate::text;

/// What a name was looked up as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sought {
    Kind,
    Fact,
    /// A fact's type: a unit or an enumeration.
    Type,
    Variant,
    Measure,
    Series,
    Level,
    Body,
    Reading,
    Rule,
    Stage,
    Decision,
    /// Whatever may stand in an expression.
    Value,
}

impl Sought {
    /// What it is called.
    fn text(self) -> Text {
        let (zh, en) = match self {
            Self::Kind => ("主体", "kind of subject"),
            Self::Fact => ("事实", "fact"),
            Self::Type => ("单位或枚举", "unit or enumeration"),
            Self::Variant => ("枚举值", "value"),
            Self::Measure => ("计数单位", "measure word"),
            Self::Series => ("序列", "series"),
            Self::Level => ("层级", "level"),
            Self::Body => ("机构", "body"),
            Self::Reading => ("读法", "reading"),
            Self::Rule => ("规则", "rule"),
            Self::Stage => ("阶段", "stage"),
            Self::Decision => ("裁量", "decision"),
            Self::Value => ("事实或中间量", "fact or intermediate"),
        };
        Text::new(zh, en)
    }
}

/// There is no such name among the candidates.
pub(super) fn name<'a>(
    sought: Sought,
    name: &Name,
    candidates: impl Iterator<Item = &'a str>,
) -> Diagnostic {
    let candidates: Vec<&str> = candidates.collect();
    let what = sought.text();
    let (word, zh, en) = (&name.text, &what.zh, &what.en);
    Diagnostic::new(
        Code::UnknownName,
        text!(zh: "没有叫“{word}”的{zh}", en: "there is no {en} `{word}`"),
    )
    .primary(name.at.0, text!(zh: "没有声明过", en: "not declared"))
    .maybe_help(meant(sought, word, &candidates))
}

/// There is such a fact, but of a kind that is not in sight.
pub(super) fn of_another_kind(error: Diagnostic, kind: &Named, declared: At) -> Diagnostic {
    let Named { zh, en } = kind;
    error
        .secondary(declared.0, text!(zh: "这是 {zh} 的事实", en: "this is a fact of {en}"))
        .help(text!(
            zh: "下级主体的事实经 合计 {zh} {{ … }} 之类取得，别的主体的经引用取得",
            en: "reach a child's fact through a fold such as 合计 {zh} {{ … }}, another subject's through a reference",
        ))
}

/// There is no clause of that number.
pub(super) fn clause(number: u32, at: At, known: impl Iterator<Item = u32>) -> Diagnostic {
    let nearest = known.min_by_key(|other| other.abs_diff(number));
    Diagnostic::new(
        Code::UnknownName,
        text!(zh: "没有条款 {number}", en: "there is no clause {number}"),
    )
    .primary(at.0, text!(zh: "没有声明过", en: "not declared"))
    .maybe_help(
        nearest.map(|near| text!(zh: "最近的是条款 {near}", en: "the nearest is clause {near}")),
    )
}

/// A rule's name without its clause, where no clause is around.
pub(super) fn rule_without_clause(name: &Name) -> Diagnostic {
    let word = &name.text;
    Diagnostic::new(
        Code::UnknownName,
        text!(zh: "“{word}”没有写明条款", en: "`{word}` does not say which clause"),
    )
    .primary(name.at.0, text!(zh: "哪一条的？", en: "of which clause?"))
    .help(text!(zh: "写成 条款号.{word}", en: "write NUMBER.{word}"))
}

/// What may have been meant.
fn meant(sought: Sought, word: &str, candidates: &[&str]) -> Option<Text> {
    if let Some(parts) = segmented(word, candidates) {
        let parts = parts.join(" ");
        return Some(text!(zh: "分开写：{parts}", en: "write it apart: `{parts}`"));
    }
    let words = candidates.iter().copied();
    let close = match sought {
        Sought::Type | Sought::Measure => suggest_unit(word, words),
        _ => suggest(word, words),
    }?;
    Some(text!(zh: "写成 {close}", en: "write `{close}`"))
}

/// The fewest known names and keywords that a word is made of, when there are at least two.
/// A run of hanzi is one word, so `位于开发区且按期建成` is what its writer meant as three.
fn segmented<'a>(word: &'a str, names: &[&str]) -> Option<Vec<&'a str>> {
    let known = |part: &str| names.contains(&part) || Keyword::of_word(part).is_some();
    // best[i]: the segmentation of the first i bytes.
    let mut best: Vec<(usize, Vec<&str>)> = vec![(0, Vec::new())];
    let ends = word.char_indices().skip(1).map(|(at, _)| at);
    for end in ends.chain([word.len()]) {
        let longer = best.iter().filter_map(|(start, parts)| {
            let part = word.get(*start..end).filter(|part| known(part))?;
            Some(parts.iter().copied().chain([part]).collect::<Vec<_>>())
        });
        if let Some(fewest) = longer.min_by_key(Vec::len) {
            best.push((end, fewest));
        }
    }
    let (end, parts) = best.pop()?;
    (end == word.len() && parts.len() > 1).then_some(parts)
}
