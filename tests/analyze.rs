//! What is well formed and yet hardly meant: money paid twice, more that gives less.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic)]

use polc::diag::render::{Style, one};
use polc::diag::{Code, Diagnostics, Lang};
use polc::source::Sources;
use polc::{analyze, ast, check, syntax};

const SET: &str = "\
清单 示范清单 (demo_list) {
  标题 \"示范市产业支持清单\"
  印发 2022-05-20
  时效 2022-05-20 至 2024-05-20
  层级 省级 (province)、市级 (city)
  机构 工信局 (industry_bureau)
  支付 精确到 1分 四舍五入
}
枚举 级别 (grade) { 国家级 (national)、省级龙头 (provincial)、无级别 (ungraded) }
主体 企业 (enterprise) {
  位于园区 (in_zone): 是否
  企业级别 (enterprise_grade): 级别
  营业收入 (revenue): 元 每年 精确到 1分
}
主体 项目 (project) 属于 企业 {
  投资额 (investment): 元 每年 精确到 1分
}
";

/// A clause with one yearly grant: subject, conditions and amount, relation.
fn clause(number: u32, subject: &str, body: &str) -> String {
    format!(
        "条款 {number} 奖补{} (award_{}) {{\n  概述 \"奖补\"\n  出处 \"二·{number}\"\n  责任 工信局\n  \
         给付 奖{} (grant_{}) 给 {subject} 每年 {{\n    {body}\n    出资 市级\n  }}\n}}\n",
        NAMES[number as usize],
        LETTERS[number as usize],
        NAMES[number as usize],
        LETTERS[number as usize],
    )
}

const NAMES: [&str; 4] = ["零", "甲", "乙", "丙"];
const LETTERS: [&str; 4] = ["o", "a", "b", "c"];

fn analysed(clauses: &[String]) -> (Sources, Diagnostics) {
    let mut sources = Sources::new();
    let texts = std::iter::once(SET.to_owned()).chain(clauses.iter().cloned());
    let files: Vec<ast::File> = texts
        .enumerate()
        .map(|(position, text)| {
            let id = sources.add(format!("{position}.pol"), text.clone());
            let (file, found) = syntax::parse(id, &text);
            assert!(found.is_empty(), "{found:#?}");
            file
        })
        .collect();
    let (program, found) = check::program(&files, &sources);
    let program = program.unwrap_or_else(|| panic!("{found:#?}"));
    let mut found = analyze::overlaps(&program);
    found.extend(analyze::cliffs(&program));
    (sources, found)
}

fn codes(clauses: &[String]) -> Vec<Code> {
    analysed(clauses).1.into_sorted().iter().map(|one| one.code).collect()
}

/// The clauses, then the warnings in both languages.
fn shown(clauses: &[String]) -> String {
    let (sources, found) = analysed(clauses);
    let found = found.into_sorted();
    let [zh, en] = [Lang::Zh, Lang::En].map(|lang| {
        let style = Style { lang, ..Style::default() };
        found.iter().map(|problem| one(problem, &sources, style)).collect::<Vec<_>>().join("\n")
    });
    format!("{}\n──── zh\n{zh}\n──── en\n{en}", clauses.join(""))
}

#[test]
fn two_clauses_pay_for_one_investment() {
    let clauses = [
        clause(1, "项目", "条件 企业级别 属于 {国家级、省级龙头}\n    金额 投资额 × 1%"),
        clause(
            2,
            "企业",
            "条件 位于园区 且 企业级别 不为 国家级\n    金额 合计 项目 { 投资额 } 按档 全额累进 { 首档: 1%  超过 1000万元: 2% }",
        ),
    ];
    assert_eq!(codes(&clauses), [Code::Overlap]);
    insta::assert_snapshot!(shown(&clauses));
}

#[test]
fn conditions_that_exclude_each_other_are_no_overlap() {
    let exclusive = [
        ("位于园区", "非 位于园区"),
        ("企业级别 为 国家级", "企业级别 属于 {省级龙头、无级别}"),
        ("企业级别 为 国家级", "企业级别 不为 国家级"),
        ("营业收入 超过 1亿元", "营业收入 不超过 1亿元"),
        ("营业收入 低于 1亿元", "营业收入 不低于 1亿元"),
        (
            "(位于园区 且 企业级别 为 国家级) 或 营业收入 超过 2亿元",
            "非 位于园区 且 营业收入 低于 1亿元",
        ),
    ];
    for (one, two) in exclusive {
        let clauses = [
            clause(1, "企业", &format!("条件 {one}\n    金额 营业收入 × 1%")),
            clause(2, "企业", &format!("条件 {two}\n    金额 营业收入 × 2%")),
        ];
        assert_eq!(codes(&clauses), [], "{one} against {two}");
    }
    let meeting = [
        ("营业收入 不低于 1亿元", "营业收入 不超过 1亿元"),
        ("位于园区 或 企业级别 为 国家级", "非 位于园区"),
    ];
    for (one, two) in meeting {
        let clauses = [
            clause(1, "企业", &format!("条件 {one}\n    金额 营业收入 × 1%")),
            clause(2, "企业", &format!("条件 {two}\n    金额 营业收入 × 2%")),
        ];
        assert_eq!(codes(&clauses), [Code::Overlap], "{one} against {two}");
    }
}

#[test]
fn a_relation_on_either_side_settles_it() {
    let one = clause(1, "企业", "金额 营业收入 × 1%");
    let with = |relation: &str| clause(2, "企业", &format!("金额 营业收入 × 2%\n    {relation}"));
    for relation in ["叠加 1.奖甲 \"原文未说\"", "排除 1.奖甲", "就高 1.奖甲"] {
        assert_eq!(codes(&[one.clone(), with(relation)]), [], "{relation}");
    }
    assert_eq!(codes(&[one.clone(), with("")]), [Code::Overlap]);
    let other_figure = clause(2, "项目", "金额 投资额 × 2%");
    assert_eq!(codes(&[one, other_figure]), []);
}

#[test]
fn more_gives_less() {
    let table = |kind: &str, low: &str, high: &str| {
        [clause(
            1,
            "企业",
            &format!("金额 营业收入 按档 {kind} {{ 首档: {low}  超过 1000万元: {high} }}"),
        )]
    };
    assert_eq!(codes(&table("全额累进", "2%", "3%")), []);
    assert_eq!(codes(&table("超额累进", "3%", "2%")), []);
    assert_eq!(codes(&table("定额", "10万元", "20万元")), []);
    assert_eq!(codes(&table("定额", "20万元", "10万元")), [Code::Cliff]);
    // 1000万元 × 3% = 30万元, × 2% = 20万元.
    insta::assert_snapshot!(shown(&table("全额累进", "3%", "2%")));
}
