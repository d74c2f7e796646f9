//! `polc compare`: who gains, who loses, what it costs; figures on trial.
#![allow(clippy::unwrap_used, clippy::unwrap_in_result, clippy::panic)]

mod common;

use std::path::Path;

use common::memory::{Memory, polc};
use polc::cli::Exit;

const DEMO: &str = include_str!("fixtures/demo.pol");
const CLAUSE: &str = include_str!("fixtures/demo_clause.pol");

/// 16亿元 invested by the first, 10亿元 by the second, 20亿元 by the third; of the fourth it is not
/// known; the fifth stands elsewhere.
const DATA: &str = r#"情景 "五家企业" {
  评价日 2022-12-31
  年度 2022年
  园区 "东园" {
    企业 "甲" { 位于园区: 是  加工量: 2万吨  项目 "一" { 按期建成: 是  当年投资: 16亿元 }  完整 项目 }
    企业 "乙" { 位于园区: 是  加工量: 2万吨  项目 "一" { 按期建成: 是  当年投资: 10亿元 }  完整 项目 }
    企业 "丙" { 位于园区: 是  加工量: 2万吨  项目 "一" { 按期建成: 是  当年投资: 20亿元 }  完整 项目 }
    企业 "丁" { 位于园区: 是  加工量: 2万吨  项目 "一" { 按期建成: 是 }  完整 项目 }
    企业 "戊" { 位于园区: 否  加工量: 2万吨  项目 "一" { 按期建成: 是  当年投资: 10亿元 }  完整 项目 }
  }
}
"#;

fn files(variant: &str) -> Memory {
    let files = [
        ("set/a.pol", DEMO),
        ("set/b.pol", CLAUSE),
        ("new/a.pol", DEMO),
        ("new/b.pol", variant),
        ("five.pol", DATA),
    ];
    Memory::of(&files.map(|(path, text)| (path, text.as_bytes())))
}

/// How a command line ends, and what it prints.
fn shown(variant: &str, line: &str) -> String {
    let files = files(variant);
    let (exit, out, err) = polc(&files, "zh_CN", line);
    assert!(files.1.borrow().is_empty(), "{line} wrote to the policies");
    format!("$ polc {line}\n{out}{err}{exit:?}\n")
}

/// 16亿元 at 3% instead of 2.5%: 4800万元 instead of 4000万元, of which 480万元 and 320万元 more by
/// the two levels. 10亿元 stays below the boundary; 20亿元 is capped at 5000万元 either way.
#[test]
fn a_higher_rate() {
    let line = "compare set five.pol --set 1.投资奖励.档2.率=3%";
    let zh = shown(CLAUSE, line);
    assert!(zh.contains("+8,000,000.00"), "{zh}");
    let en =
        shown(CLAUSE, "compare set five.pol --set 1.investment_reward.tier2.rate=3% --lang en");
    insta::assert_snapshot!(format!("{zh}\n{en}"));
}

/// A cap of 4500万元 takes 500万元 from the third, and the bounds of the fourth end there.
#[test]
fn a_lower_cap_with_every_change_as_a_row() {
    let files = files(CLAUSE);
    let line = "compare set five.pol --set 1.投资奖励.上限1=4500万元 -o changes.csv";
    let (exit, out, err) = polc(&files, "zh_CN", line);
    assert_eq!(exit, Exit::Fine, "{out}{err}");
    let rows = files.2.lock().unwrap().remove(Path::new("changes.csv")).unwrap();
    let rows = String::from_utf8(rows).unwrap().replace("\r\n", "\n");
    insta::assert_snapshot!(format!("{out}\n──── changes.csv\n{rows}"));
}

#[test]
fn for_programs() {
    let line = "compare set five.pol --set 1.投资奖励.档2.率=3% --format json";
    let (exit, out, _) = polc(&files(CLAUSE), "zh_CN", line);
    assert_eq!(exit, Exit::Fine);
    let told: serde_json::Value = serde_json::from_str(&out).unwrap();
    let rule = &told["rules"][0];
    assert_eq!((&rule["before"], &rule["after"]), (&"40000000".into(), &"48000000".into()));
    assert_eq!((&rule["winners"], &rule["gained"]), (&1.into(), &"8000000".into()));
    let levels: Vec<_> = rule["levels"].as_array().unwrap().iter().collect();
    assert_eq!(
        (&levels[0]["level"]["zh"], &levels[0]["after"]),
        (&"县级".into(), &"19200000".into())
    );
    assert_eq!(
        (&levels[1]["level"]["zh"], &levels[1]["after"]),
        (&"市级".into(), &"28800000".into())
    );
    // 4000万 + 2000万 + 5000万 before, three fifths and two.
    let totals: Vec<_> = told["totals"].as_array().unwrap().iter().collect();
    assert_eq!(
        (&totals[0]["before"], &totals[1]["before"]),
        (&"44000000".into(), &"66000000".into())
    );
    assert_eq!((&told["records"], &told["changed"]), (&1.into(), &1.into()));
}

/// Two directories: one rule dropped, one new, a fact less is asked, a condition more.
#[test]
fn two_policy_sets() {
    let variant = CLAUSE
        .replace("特别支持 (special_support)", "专项支持 (special_grant)")
        .replace("    条件 位于园区\n", "")
        .replace("余数归 县级", "余数归 市级");
    insta::assert_snapshot!(shown(&variant, "compare set new five.pol"));
}

#[test]
fn nothing_changes() {
    let same = [
        "compare set set five.pol",
        "compare set five.pol --set 1.投资奖励.档2.率=2.50%",
        "compare set five.pol --set 1.投资奖励.档2.界=150000万元",
    ];
    insta::assert_snapshot!(same.map(|line| shown(CLAUSE, line)).join("\n"));
}

/// What cannot be tried, and what the checker says of what can be written but does not hold together.
#[test]
fn figures_that_cannot_be_tried() {
    let trials = [
        "1.投资奖厉.档2.率=3%",
        "1.投资奖励.档9.率=3%",
        "7.投资奖励=3%",
        "1.投资奖励.条件1=5",
        "1.投资奖励=5",
        "1.投资奖励.档2.率=3万元",
        "1.投资奖励.档2.率=很多",
        "1.投资奖励.档2.界=0元",
        "1.上市补助.值1=2万元 --set 1.上市补助.值1=3万元",
        "1.投资奖励.出资.市级=0",
        "1.投资奖励.上限1=-5000万元",
        "1.投资奖励.档2.率=300%",
        "1.投资奖励.档2.率=3%且",
        "1.投资奖励.档2.率",
    ];
    let told = trials.map(|trial| shown(CLAUSE, &format!("compare set five.pol --set {trial}")));
    insta::assert_snapshot!(told.join("\n"));
}

/// 1% of an output of 10亿元 and 20亿元, at most 1500万元: 1000万元 and 1500万元. At 2% and 3000万元
/// 2000万元 and 3000万元. The output of the third is not known: its bounds move.
#[test]
fn a_data_set() {
    let demo = DEMO.replace("主体 企业 (enterprise) 属于 园区 {", "主体 企业 (enterprise) {");
    let clause = "条款 1 奖补 (awards) {\n  概述 \"示范\"\n  出处 \"一·1\"\n  责任 甲局\n\
        给付 产值奖 (output_award) 给 企业 每年 {\n    金额 年产值 × 1% 上限 1500万元\n\
        出资 市级 60%、县级 40% 余数归 市级\n  }\n}\n";
    let data = "编号,年产值(万元)\n001,100000\n002,200000\n003,\n";
    let files = Memory::of(&[
        ("set/a.pol", demo.as_bytes()),
        ("set/b.pol", clause.as_bytes()),
        ("data/企业.csv", data.as_bytes()),
    ]);
    let line = "compare set data --year 2022 --as-of 2022-12-31 \
        --set 1.产值奖.值1=2% --set 1.产值奖.上限1=3000万元";
    let (exit, out, err) = polc(&files, "zh_CN", line);
    assert_eq!(exit, Exit::Fine, "{out}{err}");
    insta::assert_snapshot!(format!("{clause}\n{data}\n$ polc {line}\n{out}{err}"));
    // The same from two directories, whether the data are read once, or once for each since the
    // vocabulary of the second has one more fact; on any number of threads.
    let tables = |told: &str| told.split_once("比较了").unwrap().1.to_owned();
    let variant = clause.replace("1%", "2%").replace("1500万元", "3000万元");
    let other = demo.replace("年产值 (", "别的 (spare): 是否\n  年产值 (");
    assert_ne!(other, demo);
    for (vocabulary, threads) in [(&demo, 1), (&demo, 3), (&other, 1), (&other, 3)] {
        let files = Memory::of(&[
            ("set/a.pol", demo.as_bytes()),
            ("set/b.pol", clause.as_bytes()),
            ("new/a.pol", vocabulary.as_bytes()),
            ("new/b.pol", variant.as_bytes()),
            ("data/企业.csv", data.as_bytes()),
        ]);
        let line =
            format!("compare set new data --year 2022 --as-of 2022-12-31 --threads {threads}");
        let (_, told, err) = polc(&files, "zh_CN", &line);
        assert_eq!(err, "");
        assert_eq!(tables(&told), tables(&out));
    }
    // What cannot be taken is told of its cell, and nothing is compared.
    let data = data.replace("200000", "很多");
    let files = Memory::of(&[
        ("set/a.pol", demo.as_bytes()),
        ("set/b.pol", clause.as_bytes()),
        ("data/企业.csv", data.as_bytes()),
    ]);
    let (exit, out, err) = polc(&files, "zh_CN", line);
    assert_eq!((exit, out.as_str()), (Exit::Problems, ""));
    assert!(err.contains("B3"), "{err}");
}

/// Figures of other policies can be tried in a run too.
#[test]
fn a_figure_on_trial_in_a_run() {
    let told = shown(CLAUSE, "run five.pol --policies set --clause 1 --set 1.投资奖励.档2.率=3%");
    assert!(told.contains("48,000,000.00"), "{told}");
    assert!(told.contains("2.5% 改为 3%"), "{told}");
}
