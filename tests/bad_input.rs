//! Bad input, as the one who gives it meets it: each kind is refused at its place, in both
//! languages, by the commands that read it. Where a pass has more to say of its own kind of
//! mistake, its own tests show that:
//!
//! | bad input | also in |
//! |---|---|
//! | bytes that are no text, files that cannot be read, a closed pipe | `cli.rs`, `diag.rs` |
//! | truncated text, unclosed brackets, five mistakes in a clause | `syntax_errors.rs` |
//! | long lines, deep nesting, mangled text | `syntax_limits.rs`, `diag.rs` |
//! | names and numbers of clauses given twice, names that are not known | `resolve.rs` |
//! | figures in rules | `check.rs`, `check_mutated.rs` |
//! | values of facts, JSON | `scenario.rs` |
#![allow(clippy::unwrap_used, clippy::string_slice, clippy::arithmetic_side_effects)]
#![allow(clippy::indexing_slicing)]

mod common;

use std::process::{Command, Stdio};

use common::memory::{Memory, polc};
use polc::cli::Exit;
use serde_json::Value;

const DEMO: &str = include_str!("fixtures/demo.pol");
const CLAUSE: &str = include_str!("fixtures/demo_clause.pol");
const SCENARIO: &str = r#"情景 "甲" {
  年度 2022年
  园区 "东园" {
    企业 "甲公司" {
      位于园区: 是
      加工量: 12万吨
      项目 "一期" { 按期建成: 是  当年投资: 16亿元 }
      完整 项目
      历史 无
    }
  }
}
"#;
const JSON: &str = r#"{
  "title": "甲",
  "years": 2022,
  "subjects": [ { "kind": "园区", "label": "东园", "children": [ {
    "kind": "企业", "label": "甲公司", "facts": { "位于园区": true, "加工量": "12万吨" },
    "children": [ {
      "kind": "项目", "label": "一期", "facts": { "按期建成": true, "当年投资": "16亿元" }
    } ],
    "complete": [ "项目" ],
    "history": []
  } ] } ]
}
"#;

/// The demo policies and scenarios, with these files put in, or in the place of their own.
fn with(files: &[(&str, &[u8])]) -> Memory {
    let mut all = Memory::of(&[
        ("set/demo.pol", DEMO.as_bytes()),
        ("set/1.pol", CLAUSE.as_bytes()),
        ("ok.pol", SCENARIO.as_bytes()),
        ("ok.json", JSON.as_bytes()),
    ]);
    all.0.extend(Memory::of(files).0);
    all
}

/// What a command line that meets bad input says, in both languages.
fn told(files: &Memory, line: &str) -> String {
    let told = ["zh_CN.UTF-8", "C"].map(|locale| {
        let (exit, out, err) = polc(files, locale, line);
        assert_eq!(exit, Exit::Problems, "{line}: {out}{err}");
        format!("──── {locale}\n{out}{err}")
    });
    format!("$ polc {line}\n{}", told.join(""))
}

/// Each text under a file name, then what a command line says of it.
fn shown(name: &str, texts: &[String], line: &str) -> String {
    let shown = texts.iter().map(|text| {
        let told = told(&with(&[(name, text.as_bytes())]), line);
        format!("{text}\n{told}")
    });
    shown.collect::<Vec<_>>().join("\n════════\n")
}

/// The codes of the problems that a command line tells.
fn codes(files: &Memory, line: &str) -> Vec<String> {
    let (_, out, _) = polc(files, "C", &format!("{line} --format json"));
    let told: Value = serde_json::from_str(&out).unwrap();
    let problems = told["problems"].as_array().unwrap().iter();
    problems.map(|one| one["code"].as_str().unwrap().to_owned()).collect()
}

/// A clause with these statements in its rule.
fn clause(statements: &str) -> String {
    format!(
        "条款 2 乙条 (second) {{\n  概述 \"示范。\"\n  出处 \"一·2\"\n  责任 甲局\n  给付 奖 (award) 给 企业 每年 {{\n    {statements}\n    出资 市级\n  }}\n}}\n"
    )
}

/// A scenario with these statements in its enterprise.
fn enterprise(statements: &str) -> String {
    format!("情景 \"甲\" {{\n  年度 2022年\n  园区 {{ 企业 {{ {statements} }} }}\n}}\n")
}

/// A scenario in JSON with these facts of its enterprise.
fn json(facts: &str) -> String {
    format!(
        "{{\n  \"title\": \"甲\", \"years\": 2022,\n  \"subjects\": [{{\"kind\": \"园区\", \"children\": [{{\"kind\": \"企业\",\n    \"facts\": {{{facts}}}\n  }}]}}]\n}}\n"
    )
}

const RUN: &str = "run bad.pol --policies set";
const RUN_JSON: &str = "run bad.json --policies set";

#[test]
fn scenarios_that_cannot_be_read() {
    let mut files = with(&[
        ("empty.pol", b""),
        ("blank.json", b" \r\n"),
        ("gbk.pol", b"\xC7\xE9\xBE\xB0"),
        ("cut.json", b"{\"title\": \"\xE4\xB8"),
        ("comment.pol", b"// \xE7\xA9\xBA"),
    ]);
    files.0.insert("locked.pol".into(), None);
    let names = [
        "empty.pol",
        "blank.json",
        "gbk.pol",
        "cut.json",
        "comment.pol",
        "locked.pol",
        "set",
        "no.pol",
        "data.xlsx",
        "data.csv",
    ];
    let lines = names.map(|name| told(&files, &format!("run {name} --policies set")));
    insta::assert_snapshot!(lines.join("\n"));
}

#[test]
fn policies_that_cannot_be_read() {
    let mut files =
        with(&[("set/2.pol", b""), ("set/3.pol", b"\xCC\xF5\xBF\xEE 3"), ("bare/a.txt", b"")]);
    files.0.insert("set/4.pol".into(), None);
    let lines = [
        "check set",
        "run ok.pol --policies set",
        "run ok.pol --policies bare",
        "run ok.pol --policies absent",
        "run ok.pol --policies ok.pol",
        "fmt --check set/2.pol",
    ];
    insta::assert_snapshot!(lines.map(|line| told(&files, line)).join("\n"));
}

/// With a byte order mark and the line breaks of Windows.
fn of_windows(text: &str) -> Vec<u8> {
    format!("\u{FEFF}{}", text.replace('\n', "\r\n")).into_bytes()
}

#[test]
fn marks_and_line_breaks_of_windows_change_nothing() {
    let plain = with(&[]);
    let windows = with(&[
        ("set/demo.pol", &of_windows(DEMO)),
        ("set/1.pol", &of_windows(CLAUSE)),
        ("ok.pol", &of_windows(SCENARIO)),
        ("ok.json", &of_windows(JSON)),
    ]);
    for line in ["check set", "test set", "run ok.pol --policies set", "run ok.json --policies set"]
    {
        let [plain, windows] = [&plain, &windows].map(|files| {
            let (exit, out, err) = polc(files, "C", line);
            assert_eq!(exit, Exit::Fine, "{out}{err}");
            // The digests tell the bytes apart, as they should.
            let lines = out.lines().filter(|line| !line.starts_with("Policies:"));
            lines.collect::<Vec<_>>().join("\n")
        });
        assert_eq!(plain, windows);
    }
}

#[test]
fn mistakes_in_files_of_windows_are_told_at_the_same_place() {
    let wrong = SCENARIO.replace("12万吨", "12万元");
    let wrong_json = JSON.replace("12万吨", "12万元");
    let cut = CLAUSE.replace("超过 15亿元: 2.5%", "超过 15亿元 2.5%");
    for (name, text, line) in [
        ("bad.pol", wrong, RUN),
        ("bad.json", wrong_json, RUN_JSON),
        ("set/1.pol", cut, "check set"),
    ] {
        let plain = told(&with(&[(name, text.as_bytes())]), line);
        assert_eq!(plain, told(&with(&[(name, &of_windows(&text))]), line));
    }
}

/// Wherever a file is cut off, that is told, and no fault of polc.
#[test]
fn files_cut_anywhere_are_refused() {
    for (name, text, line) in [
        ("set/1.pol", CLAUSE, "check set"),
        ("bad.pol", SCENARIO, RUN),
        ("bad.json", JSON, RUN_JSON),
    ] {
        for (cut, _) in text.trim_end().char_indices().step_by(17) {
            let found = codes(&with(&[(name, &text.as_bytes()[..cut])]), line);
            assert!(!found.is_empty() && !found.contains(&"E9901".to_owned()), "{}", &text[..cut]);
        }
    }
    insta::assert_snapshot!(shown("bad.json", &[JSON[..120].to_owned()], RUN_JSON));
}

/// A build without optimisation is some twenty times slower; it gets a tenth.
const LONG: usize = if cfg!(debug_assertions) { 1 << 20 } else { 10 << 20 };

/// The column is told, and not the line shown.
#[test]
fn a_mistake_in_a_line_of_ten_megabytes() {
    let words = "甲".repeat(LONG / 3);
    let column = |before: &str| words.chars().count() + before.chars().count() + 1;
    let in_clause = format!("条款 2 乙条 (second) {{ 概述 \"{words}\" 出处 出处 }}");
    let in_scenario = format!("情景 \"{words}\" {{ 年度 2022年 园区 {{ 园区面积: 1吨 }} }}");
    let in_json = format!("{{\"title\": \"{words}\", \"years\": 2022.5}}");
    for (name, text, line, column) in [
        ("set/2.pol", in_clause, "check set", column("条款 2 乙条 (second) { 概述 \"\" 出处 ")),
        ("bad.pol", in_scenario, RUN, column("情景 \"\" { 年度 2022年 园区 { 园区面积: ")),
        ("bad.json", in_json, RUN_JSON, column("{\"title\": \"\", \"years\": ")),
    ] {
        let told = told(&with(&[(name, text.as_bytes())]), line);
        assert!(
            told.contains(&format!("[{name}:1:{column}]")),
            "{}",
            &told[..told.len().min(9000)]
        );
        assert!(told.len() < 4000);
    }
}

/// The limit on nesting is one and the same in every build.
#[test]
fn nesting_of_ten_thousand_levels() {
    let deep = 10_000;
    let brackets = format!("{}1吨{}", "(".repeat(deep), ")".repeat(deep));
    let within = format!("{}1吨{}", "(".repeat(50), ")".repeat(50));
    let refused =
        |name: &str, text: String, line: &str| codes(&with(&[(name, text.as_bytes())]), line);
    let amount = clause(&format!("条件 加工量 超过 {brackets}\n    金额 1元"));
    assert_eq!(refused("set/2.pol", amount, "check set"), ["E0204"]);
    assert_eq!(refused("bad.pol", enterprise(&format!("加工量: {brackets}")), RUN), ["E0204"]);
    assert_eq!(refused("bad.pol", enterprise(&"项目 { ".repeat(deep)), RUN), ["E0204"]);
    assert_eq!(refused("bad.json", "[".repeat(deep), RUN_JSON), ["E0713"]);
    let value = format!("\"加工量\": {}{}", "[".repeat(deep), "]".repeat(deep));
    assert_eq!(refused("bad.json", json(&value), RUN_JSON), ["E0713"]);
    let fits = with(&[("good.pol", enterprise(&format!("加工量: {within}")).as_bytes())]);
    assert_eq!(polc(&fits, "C", "run good.pol --policies set").0, Exit::Fine);
}

#[test]
fn numbers_that_cannot_be_held() {
    let digits = "1234567891".repeat(4);
    let rules = [
        clause(&format!("条件 加工量 超过 {digits}吨\n    金额 1元")),
        clause("金额 年产值 × 1:3"),
    ];
    let facts = [format!("加工量: {digits}吨"), "加工量: 1吨 ÷ 3".into(), "加工量: 1:3".into()];
    let values =
        [format!("\"{digits}\""), "\"1÷3吨\"".into(), "\"NaN\"".into(), "\"1e5吨\"".into()];
    let in_rules = shown("set/2.pol", &rules, "check set");
    let in_facts = shown("bad.pol", &facts.map(|one| enterprise(&one)), RUN);
    let in_json =
        shown("bad.json", &values.map(|one| json(&format!("\"加工量\": {one}"))), RUN_JSON);
    insta::assert_snapshot!([in_rules, in_facts, in_json].join("\n════════\n"));
}

/// A third is no decimal, but in a rule it is exact until the amount is rounded for payment:
/// 10万元 ÷ 3 is 33333.33元, and three times that quotient is 10万元 again.
#[test]
fn a_third_in_a_rule_is_exact() {
    for (amount, expected) in [("10万元 ÷ 3", "33333.33"), ("(10万元 ÷ 3) × 3", "100000")] {
        let text = clause(&format!("金额 {amount}"));
        let files = with(&[("set/2.pol", text.as_bytes())]);
        let (exit, out, err) =
            polc(&files, "C", "run ok.pol --policies set --clause 2 --format json");
        assert_eq!(exit, Exit::Fine, "{out}{err}");
        let told: Value = serde_json::from_str(&out).unwrap();
        assert_eq!(told["runs"][0]["outcomes"][0]["amount"], expected);
    }
}

#[test]
fn days_that_do_not_exist() {
    let list = DEMO.replace("时效 2022-05-20 至", "时效 2022-02-30 至");
    let example = CLAUSE.replace("        历史 无", "        历史 无\n        上市日: 2022-02-30");
    let day = |entry: &str| SCENARIO.replace("  年度 2022年", &format!("  年度 2022年\n  {entry}"));
    let days = [
        day("评价日 2022-02-30"),
        day("一年期利率 { 2022-02-30: 3.7%/年 }"),
        day("评价日 2022-2-3"),
    ];
    let shown = [
        shown("set/demo.pol", &[list], "check set"),
        shown("set/1.pol", &[example], "test set"),
        shown("bad.pol", &days, RUN),
        shown(
            "bad.json",
            &[json("\"上市日\": \"2022-02-30\""), json("\"上市日\": 20220230")],
            RUN_JSON,
        ),
    ];
    insta::assert_snapshot!(shown.join("\n════════\n"));
}

#[test]
fn a_clause_number_in_two_files() {
    let second = CLAUSE.replace("园区投资奖励 (park_reward)", "另一条 (another)");
    insta::assert_snapshot!(told(&with(&[("set/2.pol", second.as_bytes())]), "check set"));
}

#[test]
fn facts_given_twice_unknown_or_misfit() {
    let facts = [
        "加工量: 1吨  2022年 { 加工量: 2吨 }",
        "加工量: 1吨  tonnage: 1吨",
        "加工两: 1吨",
        "加工量: 12万顿",
        "加工量: 12万元",
        "加工量: 0.5千克",
        "加工量: -5吨",
        "历史 { 1.投资奖励 2021年: 0.001元 }",
        "99999年 { 加工量: 1吨 }",
    ];
    let values = [
        "\"加工量\": \"1吨\", \"\\u52a0工量\": \"2吨\"",
        "\"加工量\": \"1吨\", \"tonnage\": \"1吨\"",
        "\"加工两\": \"1吨\"",
        "\"加工量\": \"12万元\"",
        "\"加工量\": \"0.0005\"",
        "\"加工量\": \"-5\"",
    ];
    let in_pol = shown("bad.pol", &facts.map(enterprise), RUN);
    let in_json = shown("bad.json", &values.map(json), RUN_JSON);
    insta::assert_snapshot!([in_pol, in_json].join("\n════════\n"));
}

#[test]
fn texts_that_are_no_json() {
    let facts = [
        "\"年产值\": NaN",
        "\"年产值\": 100",
        "\"年产值\": true",
        "\"用工数\": 3.5",
        "\"位于园区\": 1",
    ];
    let texts = [
        "{\"years\": 2022, \"titel\": \"甲\"}",
        "{\"years\": 2022,}",
        "{'years': 2022}",
        "{\"years\": 2022 \"title\": \"甲\"}",
        "{\"years\": 2022}}",
        "{\"title\": \"a\\qb\"}",
        "{\"title\": \"甲\n乙\"}",
        "{\"years\": 02022}",
        "[]",
        "{\"schema\": \"polc.scenario/2\"}",
    ];
    let of_facts = shown("bad.json", &facts.map(json), RUN_JSON);
    let others = shown("bad.json", &texts.map(str::to_owned), RUN_JSON);
    insta::assert_snapshot!([of_facts, others].join("\n════════\n"));
}

/// Two investments of 25 and 28 digits, to the 分: neither their sum nor its share can be held.
#[test]
fn an_amount_that_overflows_is_told_and_is_a_problem() {
    let huge = SCENARIO.replace(
        "当年投资: 16亿元 }",
        "当年投资: 9000000000000000000000000元 }\n      项目 \"二期\" { 按期建成: 是  当年投资: 99999999999999999999999999.99元 }",
    );
    let files = with(&[("bad.pol", huge.as_bytes())]);
    insta::assert_snapshot!(format!("{huge}\n{}", told(&files, &format!("{RUN} --clause 1"))));
    let (_, out, _) = polc(&files, "C", &format!("{RUN} --format json"));
    let told: Value = serde_json::from_str(&out).unwrap();
    let award = &told["runs"][0]["outcomes"][0];
    assert_eq!((&award["status"], &award["at"]), (&"overflow".into(), &"1.投资奖励".into()));
}

/// The mistakes of grammar in `syntax_errors.rs` are five errors also for the one who checks:
/// nothing follows from them.
#[test]
fn five_mistakes_of_grammar_have_no_consequences() {
    let wrong = CLAUSE
        .replace("责任 甲局、乙局", "责任 甲局 乙局")
        .replace("条件 位于园区\n", "条件 位于园区 且\n")
        .replace("超过 15亿元: 2.5%", "超过 15亿元 2.5%")
        .replace("余数归 县级", "余数归")
        .replace("加工量: 2万吨", "加工量 2万吨");
    assert_eq!(codes(&with(&[("set/1.pol", wrong.as_bytes())]), "check set"), ["E0201"; 5]);
}

/// Nor from mistakes of meaning.
#[test]
fn five_mistakes_of_meaning_give_five_errors() {
    let wrong = CLAUSE
        .replace("责任 甲局、乙局", "责任 甲局、丙局")
        .replace("条件 位于园区\n", "条件 位于园曲\n")
        .replace("超过 15亿元: 2.5%", "超过 15亿元: 2.5%\n           超过 3亿元: 3%")
        .replace("市级 3、县级 2", "市级 60%、县级 50%")
        .replace("龙头级别 为 国家级", "龙头级别 为 国级");
    insta::assert_snapshot!(shown("set/1.pol", &[wrong], "check set"));
}

/// An unclosed brace takes its item with it, and leaves those before and after.
#[test]
fn an_unclosed_brace_leaves_the_other_items() {
    let open = clause("金额 1元").replace("出资 市级\n  }", "出资 市级");
    let wrong = clause("金额 且").replace("条款 2 乙条 (second)", "条款 3 丙条 (third)");
    let both = format!("{open}\n{wrong}");
    assert_eq!(codes(&with(&[("set/2.pol", both.as_bytes())]), "check set"), ["E0202", "E0201"]);
}

/// Of the program itself: the reader of its output is gone before it starts.
#[test]
fn a_closed_pipe_ends_the_program_quietly() {
    for args in [&["explain", "E0301"][..], &["--help"], &["check", "absent"], &["facts"], &["ir"]]
    {
        let (reader, writer) = std::io::pipe().unwrap();
        drop(reader);
        let mut command = Command::new(env!("CARGO_BIN_EXE_polc"));
        let command = command.args(args).stdin(Stdio::null()).stdout(writer);
        let ended = command.output().unwrap();
        assert_eq!(String::from_utf8(ended.stderr).unwrap(), "", "{args:?}");
        assert_eq!(ended.status.code(), Some(0), "{args:?}");
    }
}
