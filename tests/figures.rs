//! The rules held against the figures of the official text.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

mod common;

use common::memory::{Memory, polc};
use polc::cli::Exit;
use polc::diag::Code;

const SET: &str = "\
清单 示范清单 (demo_list) {
  标题 \"示范市产业支持清单\"
  印发 2022-05-20
  时效 2022-05-20 至 2024-05-20
  层级 省级 (province)、市级 (city)
  机构 工信局 (industry_bureau)
  支付 精确到 1分 四舍五入
}
主体 企业 (enterprise) {
  在本市注册 (registered_here): 是否
  营业收入 (revenue): 元 每年 精确到 1分
  采购量 (purchased): 吨 每年 精确到 1千克
}
";

const HEADER: &str =
    "clause,ordinal,figure,word,role\n0,1,2022-05-20,,印发日\n0,2,2024-05-20,至,末日\n";

/// A clause with one yearly grant.
fn clause(notes: &str, statements: &str) -> String {
    format!(
        "条款 1 奖补 (award) {{\n  概述 \"奖补\"\n  出处 \"一·1\"\n  责任 工信局\n{notes}\n  \
         给付 奖励 (grant_a) 给 企业 每年 {{\n    {statements}\n    出资 市级\n  }}\n}}\n"
    )
}

fn files(clause: &str, rows: &str) -> Memory {
    let ledger = format!("{HEADER}{rows}");
    Memory::of(&[
        ("set/list.pol", SET.as_bytes()),
        ("set/1.pol", clause.as_bytes()),
        ("set/figures.csv", ledger.as_bytes()),
    ])
}

/// The codes of the problems that `check` finds.
fn codes(clause: &str, rows: &str) -> Vec<String> {
    let (_, out, err) = polc(&files(clause, rows), "zh", "check set --format json");
    let found: serde_json::Value =
        serde_json::from_str(&out).unwrap_or_else(|_| panic!("{out}{err}"));
    let problems = found["problems"].as_array().unwrap();
    problems.iter().map(|one| one["code"].as_str().unwrap().to_owned()).collect()
}

fn has(clause: &str, rows: &str, expected: &[Code]) {
    let expected: Vec<&str> = expected.iter().map(|code| code.as_str()).collect();
    assert_eq!(codes(clause, rows), expected, "{rows}{clause}");
}

/// The sources, then the problems in both languages.
fn shown(clause: &str, rows: &str) -> String {
    let files = files(clause, rows);
    let [zh, en] = ["zh", "en"].map(|locale| polc(&files, locale, "check set").1);
    format!("{clause}\n{rows}\n──── zh\n{zh}\n──── en\n{en}")
}

#[test]
fn each_figure_has_its_literal() {
    let rule = clause("", "条件 营业收入 超过 1000万元\n    金额 营业收入 × 2%\n      上限 50万元");
    has(&rule, "1,1,1000万元,超过,\n1,2,2%,,\n1,3,50万元,不超过,\n", &[]);
    // The order is the text's, not the rule's; scales and words of one side are the same.
    has(&rule, "1,1,50万元,最高,\n1,2,0.1亿元,及以下,\n1,3,2%,,\n", &[]);
}

#[test]
fn a_figure_that_no_rule_says() {
    let rule = clause("", "金额 营业收入 × 2%");
    has(&rule, "1,1,2%,,比例\n1,2,50万元,不超过,封顶\n", &[Code::FigureOpen]);
    insta::assert_snapshot!(shown(&rule, "1,1,2%,,比例\n1,2,50万元,不超过,封顶\n"));
}

#[test]
fn a_mistyped_figure_is_one_error() {
    let rule = clause("", "金额 营业收入 × 20%");
    has(&rule, "1,1,2%,,比例\n", &[Code::FigureOpen]);
    insta::assert_snapshot!(shown(&rule, "1,1,2%,,比例\n"));
}

#[test]
fn a_figure_on_the_other_side() {
    let bound = |statement: &str| clause("", &format!("条件 {statement}\n    金额 营业收入 × 2%"));
    let rows = |word: &str| format!("1,1,1000万元,{word},门槛\n1,2,2%,,\n");
    for (statement, word) in [
        ("营业收入 超过 1000万元", "以上"),
        ("营业收入 不低于 1000万元", "超过"),
        ("营业收入 1000万元 以上", "不超过"),
        ("1000万元 超过 营业收入", "超过"),
        ("非 (营业收入 低于 1000万元)", "以下"),
    ] {
        has(&bound(statement), &rows(word), &[Code::FigureSide]);
    }
    for (statement, word) in [
        ("营业收入 不低于 1000万元", "以上"),
        ("营业收入 超过 1000万元 原文\"以上\"", "以上"),
        ("非 (营业收入 低于 1000万元)", "以上"),
        ("1000万元 低于 营业收入", "超过"),
        ("营业收入 在 500万元 至 1000万元", "含"),
    ] {
        let rule = bound(statement).replace("在 500万元", "在 0元");
        has(&rule, &rows(word), &[]);
    }
    // An amount of the text that is a limit has to be one in the rule.
    let plain = clause("", "金额 营业收入 × 2%");
    has(&plain, "1,1,2%,不超过,\n", &[Code::FigureSide]);
    insta::assert_snapshot!(shown(&bound("营业收入 超过 1000万元"), &rows("以上")));
}

#[test]
fn a_limit_of_the_text_may_be_a_decision_a_cap_or_the_least_of_several() {
    for statements in [
        "裁量 额 (sum) 由 工信局: 不超过 营业收入 × 2%\n    金额 额",
        "金额 取低 {营业收入 × 2%、营业收入}",
        "金额 营业收入 上限 营业收入 × 2%",
    ] {
        has(&clause("", statements), "1,1,2%,不超过,\n", &[]);
    }
}

#[test]
fn a_literal_that_the_text_lacks() {
    let rule = clause("", "条件 营业收入 不低于 1000万元\n    金额 营业收入 × 2%");
    has(&rule, "1,1,2%,,比例\n", &[Code::LiteralUnsourced]);
    insta::assert_snapshot!(shown(&rule, "1,1,2%,,比例\n"));
    let sourced = clause(
        "  外据 1000万元 \"另一文件\"",
        "条件 营业收入 不低于 1000万元\n    金额 营业收入 × 2%",
    );
    has(&sourced, "1,1,2%,,比例\n", &[]);
}

#[test]
fn one_literal_for_two_figures_has_to_be_said() {
    let statements = "条件 营业收入 超过 1000万元\n    金额 营业收入 × 2%";
    let rows = "1,1,1000万元,含,低档上端\n1,2,1000万元,从,高档下端\n1,3,2%,,\n";
    has(&clause("", statements), rows, &[Code::FigureOpen]);
    has(&clause("  同数 1000万元: 1、2 \"两档相接\"", statements), rows, &[]);
    has(&clause("  同数 1000万元 \"两档相接\"", statements), rows, &[]);
    insta::assert_snapshot!(shown(&clause("", statements), rows));
    // What the rule has as one must fit the words of both.
    let apart = rows.replace("从", "以上");
    has(
        &clause("  同数 1000万元: 1、2 \"两档相接\"", statements),
        &apart,
        &[Code::FigureSide, Code::FigureSide],
    );
}

#[test]
fn two_literals_may_come_from_one_figure() {
    let rule = clause("", "金额 若 在本市注册 则 营业收入 × 2% 否则 采购量 × 2% × 1元/吨");
    has(&rule, "1,1,2%,,\n1,2,1元/吨,,\n", &[]);
}

#[test]
fn a_waiver_names_one_figure() {
    let statements = "金额 营业收入 × 2%";
    let rows = "1,1,2%,,\n1,2,3年,,前一期\n1,3,3年,,后一期\n";
    has(&clause("  豁免 3年: 2、3 \"只是说明\"", statements), rows, &[]);
    has(&clause("  豁免 3年: 2 \"只是说明\"\n  豁免 3年: 3 \"也是\"", statements), rows, &[]);
    let idle = [
        "  豁免 3年 \"哪一处没有说\"",
        "  豁免 3年: 2、3 \"只是说明\"\n  豁免 3年: 3 \"说了两次\"",
        "  豁免 3年: 2、3 \"只是说明\"\n  豁免 4年 \"没有这个数\"",
        "  豁免 3年: 2、3 \"只是说明\"\n  豁免 4年: 1 \"是别的数\"",
        "  豁免 3年: 2、9 \"没有这一处\"",
        "  同数 3年: 2、9 \"没有这一处\"",
        "  豁免 3年: 2、3 \"只是说明\"\n  同数 2% \"只有一处\"",
        "  豁免 3年: 2、3 \"只是说明\"\n  外据 5% \"规则没有\"",
        "  豁免 3年: 2、3 \"只是说明\"\n  外据 2% \"原文就有\"",
        "  豁免 3年: 2、3 \"只是说明\"\n  外据 \"某数\" \"不是数\"",
    ];
    for notes in idle {
        has(&clause(notes, statements), rows, &[Code::FigureNoteIdle]);
    }
    insta::assert_snapshot!(shown(&clause(idle[0], statements), rows));
}

#[test]
fn figures_that_are_no_literals_are_waived_as_text() {
    let statements = "金额 营业收入 × 2%";
    let rows = "1,1,2%,,\n1,2,3月1日,从,\n1,3,某发〔2021〕9号,引用,\n";
    has(&clause("", statements), rows, &[Code::FigureOpen, Code::FigureOpen]);
    let notes = "  豁免 \"3月1日\" \"事实即以此为界\"\n  豁免 \"某发[2021]9号\" \"不影响数额\"";
    has(&clause(notes, statements), rows, &[]);
}

#[test]
fn a_reference_is_named_in_words() {
    let rows = "1,1,2%,,\n1,2,某发〔2021〕9号,引用,\n";
    let elsewhere = clause("  // 依某发〔2021〕9 号办理。", "金额 营业收入 × 2%");
    has(&elsewhere, rows, &[]);
    let summary = clause("", "金额 营业收入 × 2%").replace("\"奖补\"", "\"照某发〔2021〕9号奖补\"");
    has(&summary, rows, &[]);
}

#[test]
fn words_of_a_rule_say_figures_too() {
    let duty = "条款 1 培训 (training) {\n  概述 \"办培训\"\n  出处 \"一·1\"\n  责任 工信局\n  \
                职责 办班 (courses) { 方式 应当  内容 \"全年培训不低于三千人次，办两个班\" }\n}\n";
    has(duty, "1,1,3000人次,以上,\n1,2,2个,,\n", &[]);
    has(duty, "1,1,3000人次,以下,\n1,2,2个,,\n", &[Code::FigureSide]);
    has(duty, "1,1,3000人次,以上,\n", &[Code::LiteralUnsourced]);
}

#[test]
fn a_summary_agrees_with_the_text() {
    let told = |summary: &str| {
        clause("", "金额 营业收入 × 2%").replace("概述 \"奖补\"", &format!("概述 \"{summary}\""))
    };
    has(&told("两项奖补，百分之二"), "1,1,2%,,\n", &[]);
    has(&told("两项奖补，按20%"), "1,1,2%,,\n", &[Code::LiteralUnsourced]);
    // What is only told is in no rule.
    has(&told("按2%，封顶50万元"), "1,1,2%,,\n1,2,50万元,不超过,\n", &[Code::FigureOpen]);
}

#[test]
fn structure_needs_no_source() {
    let rule = clause(
        "",
        "条件 营业收入 超过 0元\n    金额 营业收入 × (1 - 98%) × 1 取整 精确到 1元 舍去",
    );
    has(&rule, "1,1,98%,,\n", &[]);
}

#[test]
fn a_clause_that_is_not_written() {
    let rule = clause("", "金额 营业收入 × 2%");
    has(&rule, "1,1,2%,,\n2,1,3%,,\n2,2,4%,,\n", &[Code::ClauseUnwritten]);
}

#[test]
fn a_ledger_that_cannot_be_read() {
    let rule = clause("", "金额 营业收入 × 2%");
    has(&rule, "1,1,约2%,,\n", &[Code::LedgerFigure]);
    // With lines lost, what follows from them is not told.
    has(&rule, "1,1,5%\n", &[Code::LedgerRow]);
    has(&rule, "1,2,5%,,\n", &[Code::LedgerOrder]);
}

#[test]
fn the_check_can_be_left_out() {
    let files = files(&clause("", "金额 营业收入 × 20%"), "1,1,2%,,\n");
    assert_eq!(polc(&files, "zh", "check set").0, Exit::Problems);
    assert_eq!(polc(&files, "zh", "check set --no-figures").0, Exit::Fine);
    // A file of the set alone is checked with the set around it.
    assert_eq!(polc(&files, "zh", "check set/1.pol").0, Exit::Problems);
}

#[test]
fn the_status_counts() {
    let notes = "  豁免 3年 \"只是说明\"";
    let files = files(&clause(notes, "金额 营业收入 × 2%"), "1,1,2%,,\n1,2,3年,,\n1,3,5%,,\n");
    let (exit, out, _) = polc(&files, "zh", "figures status set");
    assert_eq!(exit, Exit::Problems);
    let expected = "\
条款      数  已对应  已豁免  未落
清单自身  2   2       0       0
1         3   1       1       1
合计      5   3       1       1
";
    assert_eq!(out, expected);
    let (exit, out, _) = polc(&files, "en", "figures status set --clause 0");
    assert_eq!(exit, Exit::Fine);
    let expected = "\
clause    figures  matched  waived  open
the list  2        2        0       0
all       2        2        0       0

the list
  1  2022-05-20      印发日  set/list.pol:3:6
  2  2024-05-20  至  末日    set/list.pol:4:19
";
    assert_eq!(out, expected);
    let (_, out, _) = polc(&files, "zh", "figures status set --clause 1");
    assert!(out.ends_with("\n  2  3年      豁免：只是说明\n  3  5%       未落\n"), "{out}");
    let (_, out, _) = polc(&files, "en", "figures status set --format json");
    let found: serde_json::Value = serde_json::from_str(&out).unwrap();
    assert_eq!((&found["figures"], &found["open"]), (&5.into(), &1.into()));
    let without = Memory::of(&[("set/list.pol", SET.as_bytes())]);
    assert_eq!(polc(&without, "en", "figures status set").0, Exit::Usage);
}

#[test]
fn mutants_are_caught_by_the_figures() {
    let rule = clause("", "金额 营业收入 × 2%");
    let files = files(&rule, "1,1,2%,,\n");
    // No example holds the rate, so only the text does.
    let survivors = |line: &str| {
        let (_, out, err) = polc(&files, "en", line);
        let found: serde_json::Value =
            serde_json::from_str(&out).unwrap_or_else(|_| panic!("{out}{err}"));
        let survivors = found["clauses"][0]["survivors"].as_array().unwrap().clone();
        survivors.iter().filter(|one| one["detail"]["en"].as_str().unwrap().contains("2%")).count()
    };
    assert!(survivors("mutate set --format json") > 0);
    assert_eq!(survivors("mutate set --figures --format json"), 0);
}

#[test]
fn a_text_is_compared_with_its_ledger() {
    let text = include_bytes!("fixtures/official.txt");
    let ledger = include_str!("fixtures/official.csv");
    let changed = ledger.replace("200万元,满", "300万元,满").replace("20%,", "30%,");
    let files = Memory::of(&[
        ("text.txt", text),
        ("same.csv", ledger.as_bytes()),
        ("other.csv", changed.as_bytes()),
    ]);
    assert_eq!(polc(&files, "en", "figures extract text.txt --against same.csv").0, Exit::Fine);
    let (exit, out, _) = polc(&files, "zh", "figures extract text.txt --against other.csv");
    assert_eq!(exit, Exit::Problems);
    assert!(out.starts_with("1  读出 3: 200万元 满  清册 3: 300万元 满"), "{out}");
    assert!(out.ends_with("读出的与它有 1 处不同。\n"), "{out}");
    let allowed = "figures extract text.txt --against other.csv --allow 1";
    assert_eq!(polc(&files, "en", allowed).0, Exit::Fine);
    let (exit, out, _) = polc(&files, "en", "figures extract text.txt");
    assert_eq!((exit, out.lines().count()), (Exit::Fine, ledger.lines().count()));
}

#[test]
fn literals_are_dealt_out_so_that_most_figures_have_one() {
    // Only the first literal limits, so the plain figure has to leave it to the other.
    let rule =
        clause("", "裁量 额 (sum) 由 工信局: 不超过 营业收入 × 2%\n    金额 额 + 营业收入 × 2%");
    has(&rule, "1,1,2%,,\n1,2,2%,不超过,\n", &[]);
    has(&rule, "1,1,2%,不超过,\n1,2,2%,,\n", &[]);
    has(&rule, "1,1,2%,不超过,\n1,2,2%,不超过,\n", &[Code::FigureSide]);
    // A long chain of moves.
    let many = vec!["营业收入 × 2%"; 20].join(" + ");
    let rows: String = (1..=20).map(|n| format!("1,{n},2%,,\n")).collect();
    has(&clause("", &format!("金额 {many}")), &rows, &[]);
}
