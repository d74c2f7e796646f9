#![allow(clippy::arithmetic_side_effects)]

use super::*;
use crate::source::{FileId, Span};
use crate::text;

fn at(file: u32, start: u32) -> Span {
    Span::new(FileId(file), start, start + 1)
}

fn unknown(name: &str) -> Diagnostic {
    Diagnostic::new(Code::UnknownName, text!(zh: "没有 {name}", en: "there is no {name}"))
}

#[test]
fn messages_are_formatted_in_both_languages() {
    let (limit, found) = ("15亿元", 3);
    let message = text!(zh: "{found} 处超过 {limit}", en: "{found} above {limit}");
    assert_eq!(message.get(Lang::Zh), "3 处超过 15亿元");
    assert_eq!(message.get(Lang::En), "3 above 15亿元");
    assert_eq!("en".parse(), Ok(Lang::En));
    assert_eq!("fr".parse::<Lang>(), Err(()));
    assert_eq!(Lang::Zh.to_string(), "zh");
}

#[test]
fn problems_come_out_by_place_and_once() {
    let mut found = Diagnostics::new();
    found.push(unknown("丙").at(at(1, 4)));
    found.push(unknown("乙").at(at(0, 9)));
    found.push(unknown("甲").at(at(0, 2)));
    found.push(unknown("乙").at(at(0, 9)));
    found.push(unknown("丁").at(at(0, 9)));
    found.push(Diagnostic::new(Code::NotUtf8, Text::same("x.pol")));
    assert_eq!(found.len(), 6);
    let sorted = found.into_sorted();
    let names: Vec<_> = sorted.iter().map(|one| one.message.zh.as_str()).collect();
    assert_eq!(names, ["x.pol", "没有 甲", "没有 乙", "没有 丁", "没有 丙"]);
}

#[test]
fn the_guilty_place_is_the_primary_one() {
    let labelled = unknown("甲")
        .secondary(at(0, 1), Text::default())
        .primary(at(0, 5), Text::default())
        .at(at(0, 9));
    assert_eq!(labelled.span(), Some(at(0, 5)));
    let only_why = unknown("甲").secondary(at(0, 1), Text::default());
    assert_eq!(only_why.span(), Some(at(0, 1)));
    assert_eq!(unknown("甲").span(), None);
}

#[test]
fn a_clause_is_named_once() {
    let [inner, outer] = ["14", "49"].map(|number| ClauseRef::new(number, None));
    let mut found = Diagnostics::new();
    found.extend_in(&outer, [unknown("甲").clause(&inner), unknown("乙")]);
    let sentences: Vec<_> = found.iter().map(|one| one.sentence(Lang::En)).collect();
    assert_eq!(sentences, ["clause 14: there is no 甲", "clause 49: there is no 乙"]);
}

#[test]
fn only_errors_stop() {
    let mut warning = unknown("甲");
    warning.severity = Severity::Warning;
    let mut found: Diagnostics = [warning].into_iter().collect();
    assert!(!found.has_errors() && !found.is_empty());
    found.push(unknown("乙"));
    assert!(found.has_errors());
}

#[test]
fn an_earlier_help_stands_until_a_better_one() {
    let helped = unknown("甲").help(Text::same("a"));
    assert_eq!(helped.clone().maybe_help(None).help, Some(Text::same("a")));
    assert_eq!(helped.maybe_help(Some(Text::same("b"))).help, Some(Text::same("b")));
}

#[test]
fn close_names_are_suggested() {
    let facts = ["企业所得税", "上限", "年度固定资产投资", "annual_investment", "户", "5G基站数"];
    for (written, meant) in [
        ("企业所得稅", Some("企业所得税")), // a look-alike is no change
        ("企業所得稅", Some("企业所得税")), // nor are two
        ("企业所的税", Some("企业所得税")), // one changed
        ("企业得所税", Some("企业所得税")), // neighbours swapped
        ("上线", Some("上限")),             // one changed in a short word
        ("固定资产投资", Some("年度固定资产投资")), // two left out of a long word
        ("annual_investmant", Some("annual_investment")),
        ("Annual_Investment", Some("annual_investment")),
        ("５Ｇ基站數", Some("5G基站数")), // full width
        ("戶", Some("户")),               // one character: only a look-alike
        ("家", None),
        ("下沿", None),       // both characters differ
        ("营业收入", None),   // nothing near
        ("资产投资", None),   // four left out
        ("企业所得税", None), // itself is no suggestion
        ("", None),
    ] {
        assert_eq!(suggest(written, facts), meant, "{written}");
    }
}

#[test]
fn the_closest_then_the_first_is_suggested() {
    assert_eq!(suggest("投资奖力", ["投资将励", "投资奖励"]), Some("投资奖励"));
    assert_eq!(suggest("甲乙丁", ["甲乙丙", "甲乙戊"]), Some("甲乙丙"));
}
