//! The ledger: reading it, drawing one up from a text, and where two differ.
#![allow(clippy::unwrap_used, clippy::arithmetic_side_effects)]

use polc::diag::render::{Style, report};
use polc::diag::{Code, Lang};
use polc::draft::draft;
use polc::ledger::{Difference, Ledger, Side, Value, clauses, differences, extract, figures_in};
use polc::quantity::Counts;
use polc::source::{FileId, Sources};
use polc::syntax::parse;
use proptest::prelude::*;

/// A text of our own that holds every pattern, and its figures read by hand.
const TEXT: &str = include_str!("fixtures/official.txt");
const FIGURES: &str = include_str!("fixtures/official.csv");

fn read(text: &str) -> Ledger {
    let (ledger, found) = Ledger::read(Sources::new().add("figures.csv", text), text);
    assert!(found.is_empty(), "{found:#?}");
    ledger
}

/// Clause, figure and word of each row.
fn said(ledger: &Ledger) -> Vec<(u32, &str, &str)> {
    ledger.rows.iter().map(|row| (row.clause, &*row.figure, &*row.word)).collect()
}

#[test]
fn every_pattern_is_read_as_by_hand() {
    assert_eq!(said(&extract(TEXT)), said(&read(FIGURES)));
    assert_eq!(differences(&extract(TEXT), &read(FIGURES)), []);
}

#[test]
fn every_figure_that_is_read_is_a_value() {
    let counts = Counts::default();
    for row in extract(TEXT).rows.iter().filter(|row| !row.is_reference()) {
        assert!(Value::read(&row.figure, &counts).is_ok(), "{}", row.figure);
    }
}

#[test]
fn lines_and_pages_break_nothing() {
    let whole = "奖补不超过1000万元，期限3个工作日。";
    let expected = figures_in(whole);
    assert_eq!(expected.len(), 2);
    for at in whole.char_indices().map(|(at, _)| at).skip(1) {
        for break_ in ["\n", "\r\n", " \n  ", "\n\n\u{C}\n\n", "\n\n— 7 —\n\n", "　\n"] {
            let (before, after) = whole.split_at(at);
            assert_eq!(figures_in(&format!("{before}{break_}{after}")), expected, "{break_:?}");
        }
    }
    // A paragraph's end parts numbers.
    let two = figures_in("共 5\n\n6万元");
    assert_eq!(two.iter().map(|one| &*one.figure).collect::<Vec<_>>(), ["5", "6万元"]);
}

#[test]
fn clauses_are_told_by_their_numbering() {
    let numbers = |text: &str| clauses(text).iter().map(|one| one.number).collect::<Vec<_>>();
    assert_eq!(numbers("# 题\n前言\n## 一、税\n### 1\n甲\n### 2\n乙\n十三、末\n"), [0, 1, 2]);
    assert_eq!(numbers("题\n第一条 甲\n第十二条 乙\n"), [0, 1, 12]);
    assert_eq!(numbers("题\n1. 甲\n2022年的事\n2. 乙\n3、丙\n"), [0, 1, 2, 3]);
    assert_eq!(numbers("第一条 甲\n第三条 丙\n第一条所称的甲\n"), [0, 1, 3]);
    assert_eq!(numbers("没有条款\n"), [0]);
    // What stands after the last clause under a heading of its own is outside of it.
    let of = clauses("### 1\n甲\n\n## 附则\n\n十三、有效期两年。\n");
    assert_eq!(of.iter().map(|one| one.text.trim()).collect::<Vec<_>>(), ["有效期两年。", "甲"]);
}

#[test]
fn a_ledger_is_written_as_it_is_read() {
    let text = "clause,ordinal,figure,word,role\n0,1,2年,,有效期\n14,1,2%,,\"比例，甲,乙\"\n";
    assert_eq!(read(text).write(), text);
    assert_eq!(read(&FIGURES.replace('\n', "\r\n")).rows.len(), read(FIGURES).rows.len());
}

#[test]
fn lines_that_are_not_well_formed_are_told_at_their_place() {
    let text = "clause,ordinal,figure,role\n1,1,2%,,比例\n1,二,3%,,\n1,2,,,\n1,2\n1,3,4%,,跳号\n\
                1,2,5%,,\n0,1,6%,,倒退\n2,2,7%,,不从一起\n";
    let mut sources = Sources::new();
    let file = sources.add("figures.csv", text);
    let (ledger, found) = Ledger::read(file, text);
    assert_eq!(ledger.rows.len(), 5, "{:#?}", ledger.rows);
    let found = found.into_sorted();
    let codes: Vec<_> = found.iter().map(|one| one.code).collect();
    assert_eq!(codes.iter().filter(|code| **code == Code::LedgerRow).count(), 4);
    assert_eq!(codes.iter().filter(|code| **code == Code::LedgerOrder).count(), 3);
    let [zh, en] = [Lang::Zh, Lang::En]
        .map(|lang| report(&found, &sources, Style { lang, ..Style::default() }));
    insta::assert_snapshot!(format!("{text}\n──── zh\n{zh}\n──── en\n{en}"));
}

#[test]
fn values_of_the_text_are_said_by_literals() {
    let mut counts = Counts::default();
    counts.declare("座", "station").unwrap();
    counts.declare("户", "household").unwrap();
    let value = |text: &str| Value::read(text, &counts).unwrap();
    let alike = [
        ("1500万元", "0.15亿元"),
        ("2%", "0.02"),
        ("1:1", "100%"),
        ("100%", "1:1"),
        ("1:2", "50%"),
        ("5:3:2", "5"),
        ("2:1", "4:2"),
        ("100元", "100元/吨"),
        ("500元/户", "500元"),
        ("300吨", "300吨标准煤"),
        ("200元/吨", "200元/吨标准煤"),
        ("7000个", "7000座"),
        ("3名", "3"),
        ("3户", "3"),
        ("2022年", "2022-12-31"),
        ("2022年", "2022年"),
        ("2022年9月", "2022-09-30"),
        ("2024年2月", "2024-02-29"),
        ("3月1日", "3月1日"),
    ];
    for (figure, literal) in alike {
        assert!(value(figure).said_by(&value(literal)), "{figure} by {literal}");
    }
    let unlike = [
        ("1500万元", "1500元"),
        ("2%", "2"),
        ("3年", "3个月"),
        ("3天", "3个工作日"),
        ("100元/亩", "100元/吨"),
        ("100吨", "100元/吨"),
        ("3户", "3座"),
        ("3名", "3元"),
        ("2022年", "2022-12-30"),
        ("2022年", "2023年"),
        ("2024年2月", "2024-02-28"),
        ("5:3:2", "4"),
        ("2:1", "1:2"),
        ("1:3", "33%"),
        ("3月1日", "2022-03-01"),
    ];
    for (figure, literal) in unlike {
        assert!(!value(figure).said_by(&value(literal)), "{figure} by {literal}");
    }
    for wrong in ["", "万元", "2022-13-01", "13月1日", "1:", "1:x", "3kg元", "2022年13月"] {
        assert!(Value::read(wrong, &counts).is_err(), "{wrong}");
    }
}

#[test]
fn a_word_puts_the_figure_on_a_side() {
    let above = [
        "以上",
        "及以上",
        "不低于",
        "至少达到",
        "满",
        "达到",
        "未达到",
        "低于",
        "不足",
        "不满",
        "不含以下",
        "提高到",
    ];
    let below = [
        "以下",
        "及以下",
        "以内",
        "不超过",
        "最高不超过",
        "最高",
        "不超",
        "超过",
        "以外",
        "含",
        "不含以上",
        "内",
        "压缩至",
        "降低到",
    ];
    let open = ["", "从", "至", "由", "前", "起"];
    for (words, side) in
        [(&above[..], Some(Side::Above)), (&below, Some(Side::Below)), (&open, None)]
    {
        for word in words {
            assert_eq!(Side::of(word), side, "{word}");
        }
    }
    assert_eq!(Side::of("左右"), Some(Side::Near));
    assert_eq!(Side::Above.mirrored(), Side::Below);
}

#[test]
fn differences_stand_beside_each_other() {
    let one =
        read("clause,ordinal,figure,word,role\n1,1,2%,,\n1,2,3%,超过,\n1,3,4%,,\n2,1,1年,,\n");
    let two =
        read("clause,ordinal,figure,word,role\n1,1,3%,以上,\n1,2,4%,,\n1,3,5%,,\n2,1,2年,,\n");
    let found: Vec<String> = differences(&one, &two)
        .iter()
        .map(|difference| match difference {
            Difference::First(row) => format!("{}: {} lost", row.clause, row.figure),
            Difference::Second(row) => format!("{}: {} found", row.clause, row.figure),
            Difference::Both(a, b) => {
                format!("{}: {}{} {}{}", a.clause, a.figure, a.word, b.figure, b.word)
            }
        })
        .collect();
    assert_eq!(found, ["1: 2% lost", "1: 3%超过 3%以上", "1: 5% found", "2: 1年 2年"]);
    assert_eq!(differences(&one, &one), []);
}

#[test]
fn long_ledgers_are_compared_in_time() {
    let rows = |from: usize| {
        let lines = (1..=1500).map(|n| format!("0,{n},{}元,,\n", n + from));
        format!("clause,ordinal,figure,word,role\n{}", lines.collect::<String>())
    };
    assert_eq!(differences(&read(&rows(0)), &read(&rows(1))).len(), 2);
    // Nothing alike: each stands beside one of the other.
    assert_eq!(differences(&read(&rows(0)), &read(&rows(9000))).len(), 1500);
}

proptest! {
    /// Whatever the text, reading it ends, and what is read can be written and read again.
    #[test]
    fn any_text_can_be_read(text in "[0-9一二十百千万亿半第元吨年月日%％个工作日:：〔〕《》“”（）()/、。—至每其中以上不超过号版底 GBT\\n\u{C}.,-]{0,60}") {
        let read_of = extract(&text);
        prop_assert!(read_of.rows.iter().all(|row| !row.figure.is_empty()), "{text}");
        let again = read(&read_of.write());
        prop_assert_eq!(differences(&read_of, &again), []);
        for clause in clauses(&text) {
            let written = draft(&clause, Lang::Zh).unwrap();
            let (_, problems) = parse(FileId::default(), &written);
            prop_assert!(problems.is_empty(), "{text}\n{written}");
        }
    }
}
