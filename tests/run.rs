//! `polc run` and `polc test` as an official and a drafter meet them.
#![allow(clippy::unwrap_used, clippy::unwrap_in_result, clippy::panic)]

mod common;

use common::memory::{Memory, polc as run};
use polc::cli::Exit;

const DEMO: &str = include_str!("fixtures/demo.pol");
const CLAUSE: &str = include_str!("fixtures/demo_clause.pol");

/// 12万吨 and 12.5万吨 processed; 16亿元 invested in 2022 and 2亿元 in 2023; the decision for 2022
/// taken, for 2023 open; a second enterprise of which little is known.
const SCENARIO: &str = r#"情景 "两家企业" {
  评价日 2023-12-31
  年度 2022年 至 2023年
  园区 "东园" {
    企业 "甲公司" {
      位于园区: 是
      龙头级别: 国家级
      上市日: 2024-03-01
      2022年 { 加工量: 12万吨 }
      2023年 { 加工量: 12.5万吨 }
      项目 "一期" { 按期建成: 是  2022年 { 当年投资: 16亿元 }  2023年 { 当年投资: 2亿元 } }
      完整 项目
      历史 无
      裁量 1.特别支持.额度 2022年: 80万元
    }
    企业 "乙公司" {
      位于园区: 否
      上市日: 未发生
      2022年 { 加工量: 1万吨 }
      历史 无
    }
  }
}
"#;

/// How a command line ends, and what it prints.
fn polc(clause: &str, line: &str) -> (Exit, String) {
    let files = [("set/a.pol", DEMO), ("set/b.pol", clause), ("two.pol", SCENARIO)];
    let files = Memory::of(&files.map(|(path, text)| (path, text.as_bytes())));
    let (exit, out, err) = run(&files, "C", line);
    (exit, out + &err)
}

fn shown(clause: &str, line: &str) -> String {
    let (exit, told) = polc(clause, line);
    format!("$ polc {line}\n{told}{exit:?}\n")
}

#[test]
fn a_report_for_an_official() {
    let lines = ["run two.pol --policies set --lang zh", "run two.pol --policies set --lang en"];
    let told = lines.map(|line| shown(CLAUSE, line));
    insta::assert_snapshot!(format!("{SCENARIO}\n{}", told.join("\n")));
}

#[test]
fn what_other_readings_change_and_why_it_is_so() {
    let line = "run two.pol --policies set --clause 1 --readings --explain --lang zh";
    insta::assert_snapshot!(shown(CLAUSE, line));
}

/// 16亿元 × 2.5% = 4000万元 at the first reading; 15亿元 × 2% + 1亿元 × 2.5% = 3250万元 at the
/// second; three fifths and two fifths of it are paid by the two levels.
#[test]
fn outcomes_are_data_for_programs() {
    let run = |more: &str| {
        let line = format!("run two.pol --policies set --format json {more}");
        let (exit, told) = polc(CLAUSE, &line);
        assert_eq!(exit, Exit::Fine);
        serde_json::from_str::<serde_json::Value>(&told).unwrap()
    };
    let told = run("--readings --explain");
    assert_eq!(told["schema"], "polc.run/2");
    let first = &told["runs"][0];
    let award = &first["outcomes"][0];
    assert_eq!((&award["status"], &award["amount"]), (&"granted".into(), &"40000000".into()));
    assert_eq!(award["payers"][0]["amount"], "24000000");
    assert_eq!(award["payers"][1]["amount"], "16000000");
    assert_eq!(award["source"]["line"], 11);
    assert_eq!(first["variations"][0]["changes"][0]["difference"], "-7500000");
    assert!(first["derivations"][0]["steps"][0]["line"].is_number());
    let outcomes = first["outcomes"].as_array().unwrap();
    let duty = outcomes.iter().find(|one| one["kind"] == "duty").unwrap();
    assert_eq!(duty["consequence"]["modality"], "support");
    assert_eq!(duty["consequence"]["addressed_to"], serde_json::json!(["园区", "协会"]));
    let other = run("--reading 1.tier_scope=2");
    assert_eq!(other["runs"][0]["outcomes"][0]["amount"], "32500000");
    assert_eq!(other["runs"][0]["readings"][0]["chosen_by"], "hand");
    assert_eq!(run(""), run(""), "the same inputs give the same bytes");
}

#[test]
fn examples_that_come_out_otherwise_are_told_cell_by_cell() {
    let wrong = CLAUSE
        .replace(
            "| 15亿元          |           |        | 3000万元 | 1800万元",
            "| 15亿元          |           |        | 3750万元 | 1700万元",
        )
        .replace("缺 {当年投资} 0元", "缺 {按期建成} 0元");
    assert_ne!(wrong, CLAUSE);
    let zh = shown(&wrong, "test set --lang zh");
    let en = shown(&wrong, "test set --lang en");
    insta::assert_snapshot!(format!("{zh}\n{en}"));
}

#[test]
fn coverage_names_what_no_example_has_tried() {
    insta::assert_snapshot!(shown(CLAUSE, "test set --coverage --lang zh"));
    let (exit, told) = polc(CLAUSE, "test set --coverage --format json");
    assert_eq!(exit, Exit::Problems);
    let told: serde_json::Value = serde_json::from_str(&told).unwrap();
    assert_eq!((&told["cases"], &told["failed"]), (&6.into(), &0.into()));
}

/// No facts come to 30% = 100万元 exactly, and no facts decide what year it is. A head may name a
/// rule of another clause where both have one of that name.
const UNREACHABLE: &str = "\
条款 1 甲条 (clause_a) {
  给付 补贴 (subsidy) 给 企业 每年 {
    条件 年数自 2022-12-31 不超过 1年
    金额 年产值 × 30% 上限 100万元
    出资 市级
  }
}
条款 2 乙条 (clause_b) {
  给付 补贴 (subsidy) 给 企业 每年 { 金额 年产值 × 10%  出资 市级 }
  示例 \"两条\" {
    年度 2022年
    园区 { 企业 { 年产值: 0元 } }
    | 年产值       | 1.补贴     | 补贴        | 2.补贴.市级 |
    | 3333333.30元 | 999999.99元 | 333333.33元 | 333333.33元 |
    | 3333333.33元 | 100万元     | 333333.33元 | 333333.33元 |
    | 3333333.34元 | 100万元     | 333333.33元 | 333333.33元 |
    | 1000万元     | 100万元     | 100万元     | 100万元     |
  }
}
";

#[test]
fn coverage_asks_for_nothing_that_cannot_be() {
    let (exit, told) = polc(UNREACHABLE, "test set --coverage --lang zh");
    assert_eq!(exit, Exit::Fine, "{told}");
    let reached = UNREACHABLE.replace("3333333.33元", "3333333.30元");
    let (exit, told) =
        polc(&reached.replace("3333333.34元", "3333333.30元"), "test set --coverage");
    assert_eq!(exit, Exit::Problems, "{told}");
}

#[test]
fn examples_that_cannot_be_read_are_told() {
    let row =
        "    | 16亿元          |           |        | 4000万元 |               |               |\n";
    let refused = [
        row.replace("4000万元", "未知"),
        row.replace("16亿元", "不符合"),
        row.replace("|           |", "| 3         |"),
        row.replace("16亿元", "16亿吨"),
    ]
    .map(|bad| shown(&CLAUSE.replace(row, &bad), "test set --lang zh"));
    let heads = [("\"一期\".当年投资", "\"二期\".当年投资"), ("投资奖励.市级", "投资奖励.乡级")]
        .map(|(good, bad)| shown(&CLAUSE.replace(good, bad), "test set --lang zh"));
    insta::assert_snapshot!([refused.join("\n"), heads.join("\n")].join("\n"));
}

#[test]
fn command_lines_that_make_no_sense_are_refused() {
    for line in [
        "run two.pol --policies set --clause 7",
        "run two.pol --policies set --as-of 2022-02-30",
        "run two.pol --policies set --reading tier_scope",
        "run two.pol --policies set --reading 1.tier_scope=9",
    ] {
        assert_eq!(polc(CLAUSE, line).0, Exit::Usage, "{line}");
    }
    assert_eq!(polc(CLAUSE, "run set --policies set").0, Exit::Problems);
    assert_eq!(polc(CLAUSE, "run set/a.pol --policies set").0, Exit::Problems);
}
