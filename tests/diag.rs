//! How problems are shown: in both languages, over wide characters, long lines and several files.
#![allow(clippy::unwrap_used, clippy::arithmetic_side_effects)]

use polc::diag::render::{Style, one};
use polc::diag::{ClauseRef, Code, Diagnostic, Lang};
use polc::source::{FileId, Sources, Span};
use polc::text;

/// The span of the `nth` place (from 0) where `needle` stands in a file.
fn find(sources: &Sources, file: FileId, needle: &str, nth: usize) -> Span {
    let text = sources.get(file).unwrap().text();
    let (start, _) = text.match_indices(needle).nth(nth).unwrap();
    Span::of_range(file, start..start + needle.len())
}

/// The source, then the report in both languages.
fn shown(diagnostic: &Diagnostic, sources: &Sources) -> String {
    let source: Vec<_> = sources.iter().map(|(_, file)| file.text()).collect();
    let [zh, en] = [Lang::Zh, Lang::En]
        .map(|lang| one(diagnostic, sources, Style { lang, ..Style::default() }));
    format!("{}\n──── zh\n{zh}\n──── en\n{en}", source.join("\n──\n"))
}

fn unknown_name(span: Span) -> Diagnostic {
    Diagnostic::new(
        Code::UnknownName,
        text!(zh: "没有叫“企业所得稅”的事实", en: "there is no fact `企业所得稅`"),
    )
    .primary(span, text!(zh: "没有这个名称", en: "no such name"))
    .help(text!(zh: "写成 企业所得税", en: "write `企业所得税`"))
    .clause(&ClauseRef::new("14", Some("二·14".into())))
}

#[test]
fn labels_stand_under_wide_characters() {
    let mut sources = Sources::new();
    let file =
        sources.add("policies/14.pol", "条款 14 奖励 {\n  条件\t企业所得稅 超过 15亿元\n}\n");
    let diagnostic = unknown_name(find(&sources, file, "企业所得稅", 0));
    insta::assert_snapshot!(shown(&diagnostic, &sources));
}

#[test]
fn several_labels_say_why() {
    let mut sources = Sources::new();
    let file =
        sources.add("14.pol", "按档 全额 {\n  起 2%\n  超过 30亿元 3%\n  超过 15亿元 2.5%\n}\n");
    let vocabulary = sources.add("vocabulary.pol", "事实 投资 (investment): 金额\n");
    let diagnostic = Diagnostic::new(
        Code::UnknownName,
        text!(zh: "档次次序颠倒", en: "tiers are out of order"),
    )
    .secondary(
        find(&sources, file, "30亿元", 0),
        text!(zh: "前一档从这里起", en: "the tier before starts here"),
    )
    .primary(find(&sources, file, "15亿元", 0), text!(zh: "这一档却更低", en: "this one is lower"))
    .secondary(
        find(&sources, file, "按档 全额 {\n  起 2%\n  超过 30亿元 3%\n  超过 15亿元 2.5%\n}", 0),
        text!(zh: "在这张表里", en: "in this table"),
    )
    .secondary(
        find(&sources, vocabulary, "金额", 0),
        text!(zh: "量纲由此而来", en: "its dimension comes from here"),
    )
    .help(text!(zh: "把 15亿元 一档移到 30亿元 之前", en: "move the tier of 15亿元 before 30亿元"));
    insta::assert_snapshot!(shown(&diagnostic, &sources));
}
