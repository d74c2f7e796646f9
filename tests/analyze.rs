//! What is well formed and yet hardly meant: money paid twice, more that gives less.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::arithmetic_side_effects
)]

use polc::analyze::{Finding, Interaction, describe};
use polc::diag::render::{Style, one};
use polc::diag::{Code, Diagnostics, Lang};
use polc::eval::Status;
use polc::ir::Program;
use polc::quantity::Exact;
use polc::scenario::Directory;
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
  利润 (profit): 元 每年 精确到 1分
}
主体 项目 (project) 属于 企业 {
  投资额 (investment): 元 每年 精确到 1分
}
枚举 等第 (rank) { 甲等 (first_rank)、乙等 (second_rank) }
主体 荣誉 (honour) 属于 企业 {
  称号 (title): 等第
  获得日 (awarded_on): 事件
  复核日 (reviewed_on): 事件
}
主体 园区 (park) {
  产值 (output): 元 每年 精确到 1分
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

fn compiled(clauses: &[String]) -> (Sources, Program) {
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
    (sources, program.unwrap_or_else(|| panic!("{found:#?}")))
}

fn analysed(clauses: &[String]) -> (Sources, Diagnostics) {
    let (sources, program) = compiled(clauses);
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

/// One honour, paid for on two conditions about the day of its review.
#[test]
fn days_of_different_years_are_no_overlap() {
    let award = |number: usize, condition: &str| {
        let (zh, en) = (NAMES[number], LETTERS[number]);
        format!(
            "条款 {number} 奖补{zh} (award_{en}) {{\n  给付 奖{zh} (grant_{en}) 给 荣誉 一次 于 获得日 \
             {{\n    条件 {condition}\n    金额 10万元\n    出资 市级\n  }}\n}}\n"
        )
    };
    let of = |condition: &str| [award(1, "复核日 在 2022年"), award(2, condition)];
    assert_eq!(codes(&of("复核日 在 2022年")), [Code::Overlap]);
    assert_eq!(codes(&of("复核日 在 2023年")), []);
    assert_eq!(codes(&of("非 复核日 在 2022年")), []);
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

/// Each pair that was looked at: what both pay for, and what was found.
fn found(clauses: &[String]) -> Vec<String> {
    let program = compiled(clauses).1;
    let directory = Directory::new(&program);
    let told = |pair: &Interaction| {
        let cause = pair.cause.map(|cause| describe::cause(&program, cause).zh);
        let finding = match &pair.finding {
            Finding::Undeclared(_) => "都付".to_owned(),
            Finding::Declared { alone, .. } => {
                format!("写明，{}", if alone.is_ok() { "都付" } else { "不都付" })
            }
            Finding::Dismissed(why) => describe::dismissal(&directory, why).zh,
        };
        format!("{}：{finding}", cause.unwrap_or_default())
    };
    analyze::interactions(&program).iter().map(told).collect()
}

#[test]
fn a_pair_put_aside_has_its_reason() {
    let own = |condition: &str| {
        clause(
            1,
            "企业",
            &format!("条件 企业级别 为 国家级 且 {condition}\n    金额 营业收入 × 1%"),
        )
    };
    let other =
        |condition: &str| clause(2, "企业", &format!("条件 {condition}\n    金额 营业收入 × 2%"));
    let reasons = |condition: &str| found(&[own("位于园区"), other(condition)]);
    assert_eq!(
        reasons("企业级别 属于 {省级龙头、无级别}"),
        ["营业收入：条件互斥：企业级别，一要国家级，一要省级龙头、无级别"]
    );
    assert_eq!(reasons("非 位于园区"), ["营业收入：条件互斥：位于园区，一要是，一要否"]);
    assert_eq!(
        reasons("营业收入 低于 1元 且 营业收入 超过 1元"),
        ["营业收入：没有找到两者都付的情形"]
    );
    // No bounds contradict each other, and yet the product is nothing for whoever is in the zone.
    assert_eq!(
        found(&[
            own("位于园区"),
            clause(2, "企业", "金额 若 位于园区 则 营业收入 × 0% 否则 营业收入 × 2%")
        ]),
        ["营业收入：没有找到两者都付的情形"]
    );
    // A third party's reward for the same investment.
    assert_eq!(
        found(&[clause(1, "项目", "金额 投资额 × 1%"), clause(2, "园区", "金额 产值 × 1%")]),
        Vec::<String>::new()
    );
}

#[test]
fn the_filter_of_a_list_counts_as_a_condition() {
    let each = |filter: &str| {
        clause(1, "企业", &format!("金额 合计 项目 其中 {filter} {{ 投资额 }} × 1%"))
    };
    let one = clause(2, "项目", "条件 投资额 1000万元 以上\n    金额 投资额 × 1%");
    assert_eq!(
        found(&[each("投资额 低于 1000万元"), one.clone()]),
        ["投资额：条件互斥：投资额，一要低于 1000万元，一要不低于 1000万元"]
    );
    assert_eq!(found(&[each("投资额 不超过 1000万元"), one]), ["投资额：都付"]);
}

#[test]
fn what_is_paid_for_may_be_an_event_a_title_or_a_count() {
    let once = |number: u32, event: &str, body: &str| {
        clause(number, "荣誉", body).replace("给 荣誉 每年", &format!("给 荣誉 一次 于 {event}"))
    };
    let title = |condition: &str| format!("条件 称号 {condition}\n    金额 10万元");
    assert_eq!(
        found(&[once(1, "获得日", &title("为 甲等")), once(2, "获得日", &title("为 甲等"))]),
        ["获得日：都付"]
    );
    assert_eq!(
        found(&[once(1, "获得日", &title("为 甲等")), once(2, "获得日", &title("为 乙等"))]),
        ["获得日：条件互斥：称号，一要甲等，一要乙等"]
    );
    // Paid on different days, and yet for one title.
    assert_eq!(
        found(&[once(1, "获得日", &title("为 甲等")), once(2, "复核日", &title("为 甲等"))]),
        ["称号：都付"]
    );
    let count = "金额 个数 项目 × 10000 元";
    assert_eq!(found(&[clause(1, "企业", count), clause(2, "企业", count)]), ["项目个数：都付"]);
}

#[test]
fn a_reading_decides_whether_both_pay() {
    let one = clause(1, "企业", "金额 营业收入 × 1%");
    let two = clause(2, "企业", "金额 依读法 基数 { 1: 利润  2: 营业收入 } × 2%")
        .replace("  给付", "  读法 基数 (base) { 1: \"利润\"  2: \"收入\" }\n  给付");
    let (sources, warnings) = analysed(&[one, two]);
    let warning = warnings.into_sorted().remove(0);
    let style = Style { lang: Lang::Zh, ..Style::default() };
    assert!(polc::diag::render::one(&warning, &sources, style).contains("读法 2.基数=2"));
}

#[test]
fn a_declared_pair_shows_what_each_would_pay_and_what_is_paid() {
    let one = clause(1, "企业", "金额 营业收入 × 1%");
    let two = clause(2, "企业", "金额 营业收入 × 2%\n    就高 1.奖甲 \"一处为准\"");
    let program = compiled(&[one, two]).1;
    let pairs = analyze::interactions(&program);
    let Finding::Declared { alone: Ok(alone), together, .. } = &pairs[0].finding else {
        panic!("{pairs:?}");
    };
    // 1亿元 × 1% = 100万元, × 2% = 200万元; only the higher is paid.
    let granted = |wan: i64| Status::Granted(Exact::from_i64(wan * 10_000));
    assert_eq!(alone.paid, [granted(100), granted(200)]);
    assert_eq!(*together, [Status::Excluded(pairs[0].rules[1]), granted(200)]);
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
    // 1000万元 × 3% = 30万元, 1000万元 and a fen × 2% = 20万元.
    insta::assert_snapshot!(shown(&table("全额累进", "3%", "2%")));
    // Either side of the line the cap is reached, so nothing is lost by going past it.
    let capped = table("全额累进", "3%", "2% } 上限 10万元 //");
    assert_eq!(codes(&capped), []);
}
