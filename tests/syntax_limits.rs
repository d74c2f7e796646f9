//! Hostile sources: long, deep, cut, mangled. The parser answers each, soon and in its place.
#![allow(clippy::unwrap_used, clippy::panic, clippy::string_slice)]
#![allow(clippy::arithmetic_side_effects)]

use std::time::{Duration, Instant};

use polc::ast::File;
use polc::diag::{Code, Diagnostics};
use polc::source::FileId;
use polc::syntax::parse as parse_file;
use proptest::prelude::*;

fn parse(text: &str) -> (File, Diagnostics) {
    parse_file(FileId::default(), text)
}

fn codes(text: &str) -> Vec<Code> {
    parse(text).1.into_sorted().iter().map(|one| one.code).collect()
}

/// The blocks of the reference that are whole items.
fn reference() -> String {
    let reference = include_str!("../docs/language.md");
    let blocks = reference.split("```pol\n").skip(1).filter_map(|rest| rest.split("```").next());
    blocks.filter(|block| !block.starts_with(' ')).collect()
}

fn rule(statement: &str) -> String {
    format!("条款 1 甲 (a) {{\n  给付 甲 (a) 给 企业 {{\n    {statement}\n  }}\n}}\n")
}

#[allow(clippy::disallowed_methods, reason = "what is measured is time")]
fn time(text: &str) -> Duration {
    let start = Instant::now();
    std::hint::black_box(parse(text));
    start.elapsed()
}

/// Four times the text takes about four times the time; quadratic would be sixteen times.
///
/// Other load only ever lengthens a run. So the least of several runs in turns is compared, and of
/// as many more as it takes for both sizes to have met a calm moment.
fn assert_linear(text: impl Fn(usize) -> String, size: usize) {
    let (small, large) = (text(size), text(4 * size));
    let (mut once, mut four_times) = (Duration::MAX, Duration::MAX);
    for round in 1..=20 {
        once = once.min(time(&small));
        four_times = four_times.min(time(&large));
        if round >= 3 && four_times < once * 8 {
            return;
        }
    }
    panic!("{once:?}, then {four_times:?}");
}

#[test]
fn time_is_linear_in_the_text() {
    let items = reference();
    assert_linear(|n| items.repeat(n), 4);
    // With a mistake in each item.
    let wrong = items.replace("出资 市级", "出资");
    assert_linear(|n| wrong.repeat(n), 2);
    // On one line.
    let line = items.lines().map(|line| line.split("//").next().unwrap()).collect::<Vec<_>>();
    assert_linear(|n| line.join(" ").replace('|', "").repeat(n), 2);
}

#[test]
fn time_is_linear_in_the_nesting() {
    let nested = |open: &str, inner: &str, close: &str, depth: usize| {
        rule(&format!("金额 {}{inner}{}", open.repeat(depth), close.repeat(depth)))
    };
    for (open, close) in [
        ("(", ")"),
        ("(甲 + ", ")"),
        ("若 (甲 超过 (", ")) 则 1 否则 2"),
        ("取高 {1、", "}"),
        ("按 级别 { 甲: ", " }"),
        ("合计 项目 { ", " }"),
        ("依读法 甲 { 1: ", " }"),
    ] {
        assert_linear(|depth| nested(open, "1", close, depth), 7);
        // And when it fails at the innermost place; tables are mended level by level.
        if !open.starts_with("按") {
            assert_linear(|depth| nested(open, "?", close, depth), 7);
        }
    }
}

#[test]
fn the_limit_on_nesting_is_the_same_in_every_build() {
    let nested = |depth: usize| format!("{}1元{}", "(".repeat(depth), ")".repeat(depth));
    // Two braces are open around the statement.
    assert_eq!(codes(&rule(&format!("金额 {}", nested(62)))), []);
    assert_eq!(codes(&rule(&format!("金额 {}", nested(63)))), [Code::TooDeep]);
    assert_eq!(codes(&rule(&format!("金额 {}", nested(10_000)))), [Code::TooDeep]);
    assert_eq!(codes(&"项目 {".repeat(10_000)), [Code::TooDeep]);
    assert_eq!(codes(&"(".repeat(10_000)), [Code::TooDeep]);
    let brackets = "按 级别 { 甲: ".repeat(62);
    assert_eq!(codes(&rule(&format!("金额 {brackets} 1元 {}", "}".repeat(62)))), []);
}

#[test]
fn nesting_without_brackets_is_limited_too() {
    for repeated in ["非 ", "上年 ", "甲 + ", "甲 且 ", "若 甲 则 乙 否则 ", "甲 于 ", "甲."]
    {
        let long = rule(&format!("金额 {}甲", repeated.repeat(20_000)));
        assert_eq!(codes(&long), [Code::TooLong], "{repeated}");
        let short = rule(&format!("金额 {}甲", repeated.repeat(40)));
        assert_eq!(codes(&short), [], "{repeated}");
    }
}

#[test]
fn a_line_of_ten_megabytes() {
    // A build without optimisation is some twenty times slower; it gets a tenth.
    let size = if cfg!(debug_assertions) { 1 << 20 } else { 10 << 20 };
    assert_eq!(codes(&"甲".repeat(size / 3)), [Code::Unexpected]);
    assert_eq!(codes(&" ".repeat(size)), []);
    assert_eq!(codes(&format!("// {}", "甲".repeat(size / 3))), []);
    assert_eq!(codes(&format!("条款 1 甲 (a) {{ 概述 \"{}\" }}", "甲".repeat(size / 3))), []);
    assert_eq!(codes(&format!("概述 \"{}", "甲".repeat(size / 3))), [Code::Unexpected]);
}

#[test]
fn a_number_of_forty_digits_is_kept_as_written() {
    let digits = "1234567890".repeat(4);
    let (file, problems) = parse(&rule(&format!("金额 {digits}.5万元")));
    assert!(problems.is_empty());
    assert!(format!("{file:?}").contains(&format!("\"{digits}.5\"")));
    assert_eq!(codes(&format!("条款 {digits} 甲 (a) {{ }}")), [Code::NumberTooLarge]);
}

#[test]
fn an_empty_file_is_an_empty_tree() {
    for empty in ["", " \r\n", "// 只有注释"] {
        let (file, problems) = parse(empty);
        assert!(file.items.is_empty() && problems.is_empty());
    }
}

#[test]
fn line_breaks_of_windows_change_nothing() {
    let text = reference();
    assert_eq!(parse(&text).0, parse(&text.replace('\n', "\r\n")).0);
}

#[test]
fn a_file_cut_anywhere_is_answered() {
    let text = reference();
    for (cut, _) in text.char_indices().step_by(7) {
        check(&text[..cut]);
    }
}

/// No fault, every span on characters inside the text, one error at a place.
fn check(text: &str) {
    let (_, problems) = parse(text);
    for problem in problems.iter() {
        assert_ne!(problem.code, Code::Internal, "{text}");
        for label in &problem.labels {
            assert!(text.get(label.span.range()).is_some(), "{problem:?}\n{text}");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_answered(text in any::<String>()) {
        check(&text);
    }

    #[test]
    fn any_run_of_tokens_is_answered(tokens in prop::collection::vec(token(), 0..60)) {
        check(&tokens.join(" "));
    }

    #[test]
    fn a_mangled_source_is_answered(edits in prop::collection::vec((any::<prop::sample::Index>(), token()), 1..6)) {
        let mut text = reference();
        for (at, put) in edits {
            let places: Vec<_> = text.char_indices().map(|(at, _)| at).collect();
            let at = at.get(&places);
            let until = text[*at..].chars().next().map_or(0, char::len_utf8) + at;
            text.replace_range(*at..until, &put);
        }
        check(&text);
    }
}

fn token() -> impl Strategy<Value = String> {
    let keyword = prop::sample::select(polc::syntax::Keyword::ALL);
    let sign = prop::sample::select(
        &[
            "{", "}", "(", ")", "|", ":", "、", "\"", "“", "”", "「", "」", "//", "\n", "+", "×",
            "-", ".", "①", "≥", "",
        ][..],
    );
    let word = prop::sample::select(
        &["甲", "企业", "1", "15亿元", "2%", "2022年", "2022-05-20", "1:1", "10 元/吨", "\"一\""][..],
    );
    prop_oneof![
        2 => keyword.prop_map(|one| one.zh().to_owned()),
        1 => prop::sample::select(polc::syntax::Keyword::ALL).prop_map(|one| one.en().to_owned()),
        2 => sign.prop_map(str::to_owned),
        2 => word.prop_map(str::to_owned),
    ]
}
