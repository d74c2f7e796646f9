//! Mutation: what the examples of a small clause hold it to, and what slips through when a row of
//! them is taken away.
#![allow(clippy::unwrap_used)]

use polc::analyze::mutate::{Fate, Mutation, Operator, Unfit, mutate};
use polc::ast::File;
use polc::source::Sources;
use polc::syntax;

const SET: &str = "\
清单 示范清单 (demo_list) {
  标题 \"示范市产业支持清单\"
  层级 省级 (province)、市级 (city)
  支付 精确到 1分 四舍五入
}
主体 企业 (enterprise) {
  在本地注册 (registered): 是否
  营业收入 (revenue): 元 每年 精确到 1分
  利润 (profit): 元 每年 精确到 1分
}
";

/// The clause, with these rows of examples. 2% of what is over 100万元 up to 20万元: the rate
/// comes to the cap at 1000万元.
fn clause(rows: &[&str]) -> String {
    let rows: String = rows.iter().map(|row| format!("    | {row} |\n")).collect();
    format!(
        "\
条款 1 营收奖励 (revenue_award) {{
  给付 奖励 (award) 给 企业 每年 {{
    条件 在本地注册 且 营业收入 超过 100万元
    金额 营业收入 × 2% 上限 20万元
    出资 市级
  }}
  示例 \"界线\" {{
    年度 2022年
    企业 {{ 在本地注册: 是 利润: 300万元 }}
    | 在本地注册 | 营业收入 | 奖励 | 奖励.市级 |
{rows}  }}
}}
"
    )
}

const ALL_ROWS: [&str; 6] = [
    "是 | 100万元 | 不符合 | ",
    "是 | 100万元 + 1分 | 20000元 | 20000元",
    "否 | 200万元 | 不符合 | ",
    "是 | 200万元 | 40000元 | ",
    "是 | 1000万元 + 1元 | 200000元 | ",
    "未知 | 100万元 | 不符合 | ",
];

fn mutated(clause: &str) -> (Sources, Result<Mutation, Unfit>) {
    let mut sources = Sources::new();
    let files: Vec<File> = [("set.pol", SET), ("1.pol", clause)]
        .into_iter()
        .map(|(name, text)| {
            let id = sources.add(name, text);
            let (file, found) = syntax::parse(id, text);
            assert!(found.is_empty(), "{found:#?}");
            file
        })
        .collect();
    let mutation = mutate(&files, 1, None);
    (sources, mutation)
}

/// Operator, detail and place of each survivor.
fn survivors(clause: &str) -> Vec<String> {
    let (sources, mutation) = mutated(clause);
    let mutants = mutation.unwrap().mutants.into_iter();
    let survived = mutants.filter(|mutant| mutant.fate == Fate::Survived);
    survived
        .map(|one| {
            format!("{:?} {} at {}", one.operator, one.detail.zh, sources.snippet(one.at).unwrap())
        })
        .collect()
}

#[test]
fn full_examples_leave_no_survivor() {
    assert_eq!(survivors(&clause(&ALL_ROWS)), [""; 0]);
}

#[test]
fn what_no_example_touches_may_be_changed() {
    let rows: Vec<&str> = ALL_ROWS.into_iter().filter(|row| !row.contains("| 100万元 |")).collect();
    // No row is left at or under the bound: the condition may go, and profit, 300万元 in every
    // row, may stand for revenue. From 1分 above it the row at 100万元 + 1分 still holds the bound.
    let expected = [
        "SwapFact 营业收入 → 利润 at 营业收入",
        "DropCondition  at 营业收入 超过 100万元",
        "FlipBound 超过 → 不低于 at 超过",
        "ShiftFigure 100万元 → 99.999999万元 at 100万元",
    ];
    assert_eq!(survivors(&clause(&rows)), expected);
}

#[test]
fn a_clause_whose_examples_fail_is_not_mutated() {
    let (_, mutation) = mutated(&clause(&["是 | 200万元 | 40001元 | "]));
    assert_eq!(mutation.unwrap_err(), Unfit::Failing("界线".to_owned()));
    let (_, mutation) = mutated("条款 2 别的 (another) { 概述 \"别的\" 出处 \"一·2\" }\n");
    assert_eq!(mutation.unwrap_err(), Unfit::NoClause);
}

#[test]
fn every_sort_of_place_is_changed() {
    let (_, mutation) = mutated(&clause(&ALL_ROWS));
    let mut operators: Vec<Operator> =
        mutation.unwrap().mutants.iter().map(|one| one.operator).collect();
    operators.sort();
    operators.dedup();
    assert_eq!(
        operators,
        [
            Operator::FlipBound,
            Operator::ShiftFigure,
            Operator::SwapFact,
            Operator::SwapLogic,
            Operator::Negate,
            Operator::DropCondition,
            Operator::SwapArithmetic,
            Operator::DropCap,
            Operator::SwapCapScope,
            Operator::SwapPeriod,
            Operator::SwapMoneyKind,
            Operator::SwapPayer,
        ]
    );
}

/// A clause whose text names no payer, with one more line in its example.
fn unstated(extra: &str) -> String {
    format!(
        "\
条款 1 营收奖励 (revenue_award) {{
  给付 奖励 (award) 给 企业 每年 {{
    金额 营业收入 × 2%
    出资 未载明
  }}
  示例 \"出资\" {{
    年度 2022年
    企业 {{ 营业收入: 100万元 利润: 1元 }}
    应得 奖励: 2万元
    {extra}
  }}
}}
"
    )
}

#[test]
fn an_example_can_hold_that_nobody_is_named_to_pay() {
    assert_eq!(survivors(&unstated("应得 奖励.未载明: 2万元")), [""; 0]);
    let open = [
        "SwapMoneyKind 给付 → 争取 at 给付 奖励 (award) 给 企业 每年",
        "SwapPayer 未载明 → 省级 at 出资 未载明",
    ];
    assert_eq!(survivors(&unstated("")), open);
}

#[test]
fn an_example_can_hold_the_figure_before_a_limit() {
    let limit = |extra: &str| {
        format!(
            "\
条款 1 时长 (time) {{
  时限 营收 (revenue_limit) 给 企业 每年 {{
    指标 营业收入 不超过 3元
    原 5元
  }}
  示例 \"原来\" {{
    年度 2022年
    企业 {{ 利润: 9元 }}
    {extra}
    | 营业收入  | 营收   |
    | 3元       | 达标   |
    | 3元 + 1分 | 未达标 |
  }}
}}
"
        )
    };
    let head = "| 营业收入 | 营收.原 |\n    | 1元 | 5元 |\n";
    assert_eq!(survivors(&limit(head)), [""; 0]);
    let open = ["ShiftFigure 5元 → 5.01元 at 5元", "ShiftFigure 5元 → 4.99元 at 5元"];
    assert_eq!(survivors(&limit("")), open);
}

#[test]
fn only_the_year_of_a_day_counts_for_the_years_since() {
    let clause = "\
条款 1 年数 (years) {
  认定 够年 (enough) 给 企业 每年 { 条件 年数自 2020-12-31 至少 2年 后果 可以 \"申请\" }
  示例 \"年数\" {
    年度 2021年 至 2022年
    企业 { 在本地注册: 是 }
    应得 2021年.够年: 否
    应得 2022年.够年: 是
  }
}
";
    assert_eq!(survivors(clause), [""; 0]);
}
