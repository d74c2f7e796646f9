//! Data sets: tables become the facts that a scenario would state, or errors that name their cells.
#![allow(clippy::unwrap_used, clippy::unwrap_in_result, clippy::panic, clippy::indexing_slicing)]

mod common;

use std::path::Path;

use common::memory::Memory;
use polc::dataset::{self, Problems, Record, Settings};
use polc::diag::render::{Style, report};
use polc::diag::{Code, Diagnostic, Lang};
use polc::driver;
use polc::eval::{Facts, NoTrace, Status, evaluate};
use polc::ir::Program;
use polc::scenario::Directory;
use polc::source::Sources;
use polc::table::Held;

const DEMO: &str = include_str!("fixtures/demo.pol");
const CLAUSE: &str = include_str!("fixtures/demo_clause.pol");

fn program() -> Program {
    let files = [("set/a.pol", DEMO), ("set/b.pol", CLAUSE)];
    let files = Memory::of(&files.map(|(path, text)| (path, text.as_bytes())));
    driver::compile(&files, &["set".into()]).program.unwrap()
}

/// The records of some CSV files, and the problems.
fn read(program: &Program, files: &[(&str, &str)]) -> (Vec<Record>, Vec<Diagnostic>) {
    let paths: Vec<(String, &[u8])> =
        files.iter().map(|(name, text)| (format!("data/{name}"), text.as_bytes())).collect();
    let paths: Vec<(&str, &[u8])> = paths.iter().map(|(path, text)| (&**path, *text)).collect();
    let memory = Memory::of(&paths);
    let directory = Directory::new(program);
    let tables = match driver::tables(&memory, Path::new("data")) {
        Ok(tables) => tables,
        Err(problems) => return (Vec::new(), problems),
    };
    let set = match dataset::open(&directory, tables, Settings::default()) {
        Ok(set) => set,
        Err(problems) => return (Vec::new(), problems),
    };
    let (mut records, mut problems) = (Vec::new(), Problems::default());
    for group in set.groups {
        match group {
            Err(problem) => problems.push(problem),
            Ok(group) => match set.binding.facts(&group) {
                Ok(record) => records.push(record),
                Err(found) => problems.extend(found),
            },
        }
    }
    (records, problems.into_told())
}

/// The same rows as a scenario's facts.
fn scenario(program: &Program, text: &str) -> Facts {
    let directory = Directory::new(program);
    let mut sources = Sources::new();
    let file = sources.add("a.pol", text.to_owned());
    let (tree, found) = polc::syntax::parse(file, text);
    assert!(found.is_empty(), "{found:?}");
    let scenario = tree.items.into_iter().find_map(|item| match item {
        polc::ast::Item::Scenario(scenario) => Some(scenario),
        _ => None,
    });
    let (facts, found) = polc::scenario::facts(&directory, &scenario.unwrap());
    facts.unwrap_or_else(|| panic!("{}", report(&found.into_sorted(), &sources, Style::default())))
}

/// Files, and what is said of them.
fn told(files: &[(&str, &str)]) -> String {
    let (records, problems) = read(&program(), files);
    let mut told = String::new();
    for (name, text) in files {
        told.push_str(&format!("── {name}\n{text}\n"));
    }
    told.push_str(&format!("{} records\n", records.len()));
    told + &report(&problems, &Sources::new(), Style::default())
}

const PARK: (&str, &str) = ("园区.csv", "编号,园区面积(亩),完整 企业\n东园,800,是\n西园,,\n");

#[test]
fn tables_state_what_a_scenario_states() {
    let files = [
        PARK,
        (
            "enterprise.csv",
            "id,园区编号,名称,位于园区,龙头级别,上市日,workers,2022年 加工量(万吨),加工量[2023](吨),完整 项目,完整 历史,2022年 裁量 1.特别支持.额度(万元)\n\
             E1,东园,甲公司,是,national,2024/3/1,3家,12,\"125,000.000\",是,,80\n\
             E2,西园,,NO,,未发生,4,0.5,未知,,是,\n\
             E3,东园,,,,2024年3月1日,,,,,,\n",
        ),
        // Not in the order of the parents.
        (
            "项目.csv",
            "编号,所属编号,按期建成,投资额（元）,2022年 当年投资(亿元)\nP2,E2,是,,16\nP1,E1,true,1.5万元,0.00000001\n",
        ),
        ("贷款.csv", "企业编号,本金(万元),loan_project,放款日\nE1,3000,P1,2022-03-01\n"),
        ("序列.csv", "日期,一年期利率(%/年)\n2022-08-22,3.65\n2022-01-20,3.7%/年\n"),
        ("历史.csv", "编号,规则,年度,金额(万元)\nE1,1.投资奖励,2021,100\n"),
        ("设置.csv", "设置,值\n评价日,2023/6/30\n年度,2022-2023\n"),
        ("说明.csv", "任意\n不读\n"),
        ("选项.csv", "任意\n不读\n"),
    ];
    let program = program();
    let (records, problems) = read(&program, &files);
    assert_eq!(problems, []);
    let frame = |subjects: &str| {
        format!(
            "情景 \"\" {{ 评价日 2023-06-30 年度 2022年 至 2023年
             一年期利率 {{ 2022-01-20: 3.7%/年  2022-08-22: 3.65%/年 }} {subjects} }}"
        )
    };
    let east = r#"园区 "东园" { 园区面积: 800亩  完整 企业
        企业 "甲公司" { 位于园区: 是 龙头级别: 国家级 上市日: 2024-03-01 用工数: 3户
            2022年 { 加工量: 12万吨 } 2023年 { 加工量: 12.5万吨 }
            项目 "P1" { 按期建成: 是 投资额: 1.5万元 2022年 { 当年投资: 1元 } }
            贷款 { 本金: 3000万元 所属项目: "P1" 放款日: 2022-03-01 }
            完整 项目 历史 { 1.投资奖励 2021年: 100万元 } 裁量 1.特别支持.额度 2022年: 80万元 }
        企业 "E3" { 上市日: 2024-03-01 } }"#;
    let west = r#"园区 "西园" { 企业 "E2" { 位于园区: 否 上市日: 未发生 用工数: 4户
            2022年 { 加工量: 0.5万吨 }
            项目 "P2" { 按期建成: 是 2022年 { 当年投资: 16亿元 } } 历史 无 } }"#;
    let ids: Vec<&str> = records.iter().map(|record| record.id.as_str()).collect();
    assert_eq!(ids, ["东园", "西园"]);
    assert_eq!(records[0].facts, scenario(&program, &frame(east)));
    assert_eq!(records[1].facts, scenario(&program, &frame(west)));
}

#[test]
fn what_is_wrong_with_headers_is_told_at_once() {
    insta::assert_snapshot!(told(&[
        PARK,
        (
            "企业.csv",
            "编号,所属编号,位于园区(是否),龙头级別,年产值(万元),2022年 加工量,2022年 加工量(元),用工数,workers,投资额(元),2022年 上市日,完整 园区\n",
        ),
        ("贷款.csv", "本金\n"),
        ("项木.csv", "所属编号\n"),
    ]));
}

#[test]
fn bad_rows_are_told_by_their_cells() {
    insta::assert_snapshot!(told(&[
        PARK,
        (
            "企业.csv",
            "编号,所属编号,位于园区,龙头级别,2022年 年产值(万元),用工数,上市日,完整 项目\n\
             E1,东园,1,国家,12.3456789,0.5,2022-2-30,对\n\
             E1,东园,是,国家级,1,1,,\n\
             E2,,是,,1,,,\n\
             E3,南园,是,,1,,,\n\
             E4,西园,N/A,参与,1.5吨,NaN,20220520,是\n\
             E5,西园,,,1234567890123456789012345678901234567890,-3,无,\n\
             E6,西园,,,一百万,３,2022.5.20,\n",
        ),
        ("项目.csv", "编号,企业编号,投资额(元)\nP1,E3,1\nP1,E4,1\nP2,E4,0.001\nP2,E9,1\n"),
        ("贷款.csv", "所属编号,所属项目,放款日\nE4,P9,45000\nE5,,未发生\n"),
        (
            "历史.csv",
            "编号,规则,阶段,年度,金额(元)\nE6,1.投资奖励,,22,1\nE6,1.投资奖赏,,2022,1\nE6,1.投资奖励,首,2022,\n\
             E9,1.投资奖励,,2022,1\nE6,投资奖励,,2022,1\n",
        ),
    ]));
}

#[test]
fn settings_and_series_are_checked() {
    insta::assert_snapshot!(told(&[
        PARK,
        ("设置.csv", "设置,值\n评估日,2022-01-01\n年度,2023-2022\n完整,项目、车间\n评价日,\n"),
        ("序列.csv", "日期,一年期利率,一年期利息(%/年),one_year_rate(元)\n2022-01-20,3.7,,\n"),
    ]));
    insta::assert_snapshot!(told(&[
        PARK,
        ("设置.csv", "item,值\n"),
        (
            "序列.csv",
            "日期,一年期利率(%/年)\n2022-01-20,3.7\n2022年1月20日,3.8\n2022-13-01,3.9\n2022-06-20,3.705\n"
        ),
    ]));
}

/// A row states its year; a row of a child takes its parent's.
#[test]
fn a_column_of_years_goes_down_to_children() {
    let files = [
        ("园区.csv", "编号,年度\nA,2022\nB,2023年\n"),
        ("企业.csv", "编号,所属编号,加工量(吨)\n1,A,10\n2,B,20\n3,B,\n"),
        ("项目.csv", "所属编号,年度,当年投资(元)\n2,2021,5\n2,,6\n"),
    ];
    let program = program();
    let (records, problems) = read(&program, &files);
    assert_eq!(problems, []);
    let a = r#"情景 "" { 年度 2022年 园区 "A" { 企业 "1" { 2022年 { 加工量: 10吨 } } } }"#;
    let b = r#"情景 "" { 年度 2023年 园区 "B" {
        企业 "2" { 2023年 { 加工量: 20吨 }
            项目 { 2021年 { 当年投资: 5元 } } 项目 "x" { 2023年 { 当年投资: 6元 } } }
        企业 "3" { } } }"#;
    assert_eq!(records[0].facts, scenario(&program, a));
    let mut expected = scenario(&program, b);
    expected.subjects[3].label.clear();
    assert_eq!(records[1].facts, expected);
}

/// Each row of a group that is left out is written with its own reason.
#[test]
fn rows_left_out_come_with_their_reasons() {
    let files = [
        ("园区.csv", "编号,园区面积(亩)\nA,many\nB,1\n"),
        ("企业.csv", "编号,所属编号,用工数(户)\n1,A,0.5\n2,A,1\n3,B,2\n"),
    ];
    let program = program();
    let directory = Directory::new(&program);
    let paths: Vec<(String, &[u8])> =
        files.iter().map(|(name, text)| (format!("data/{name}"), text.as_bytes())).collect();
    let paths: Vec<(&str, &[u8])> = paths.iter().map(|(path, text)| (&**path, *text)).collect();
    let tables = driver::tables(&Memory::of(&paths), Path::new("data")).unwrap();
    let set = dataset::open(&directory, tables, Settings::default()).unwrap();
    let columns = set.binding.columns_of_left_out(Lang::En);
    let titles: Vec<String> = columns.into_iter().map(|column| column.title).collect();
    let mut shown = vec![titles.join(" | ")];
    for group in set.groups.map(Result::unwrap) {
        let Err(problems) = set.binding.facts(&group) else { continue };
        for row in set.binding.left_out(&group, &problems, Lang::En) {
            let cells = row.iter().map(|cell| match cell {
                Held::Text(text) => text.to_string(),
                _ => String::new(),
            });
            shown.push(cells.collect::<Vec<_>>().join(" | "));
        }
    }
    insta::assert_snapshot!(shown.join("\n"));
}

/// Of more than a thousand problems the first thousand are told, and how many more there are.
#[test]
fn a_thousand_problems_are_told_and_the_rest_counted() {
    let bad: String = (0..1003).map(|row| format!("园{row},很多\n")).collect();
    let (records, problems) =
        read(&program(), &[("园区.csv", &format!("编号,园区面积(亩)\n{bad}好,800\n"))]);
    assert_eq!((records.len(), problems.len()), (1, 1001));
    assert!(problems[999].cell.as_ref().unwrap().to_string().contains("B1001"), "{problems:?}");
    assert_eq!(problems[1000].sentence(Lang::En), "3 more problems are not listed");
}

/// The rows of 甲's project stand behind more rows of others than are read ahead: that is told of
/// the row, wherever in the data it turns up, and what else there is is read.
#[test]
fn a_row_behind_all_that_is_read_ahead_is_told() {
    let ahead: String = (0..400_001).map(|row| format!("p{row},乙\n")).collect();
    let projects = format!("编号,所属编号\n{ahead}q,甲\n");
    let files = [
        ("园区.csv", "编号\n东园\n"),
        ("企业.csv", "编号,所属编号\n甲,东园\n乙,东园\n"),
        ("项目.csv", projects.as_str()),
    ];
    let (_, problems) = read(&program(), &files);
    let codes: Vec<Code> = problems.iter().map(|problem| problem.code).collect();
    assert_eq!(codes, [Code::RowLate], "{problems:?}");
}

/// Kinds without a parent each have records of their own, in the order of their tables.
#[test]
fn several_kinds_stand_at_the_top() {
    let set = "清单 示范 (demo) {\n  标题 \"示范\"\n  层级 市级 (city)\n  \
        支付 精确到 1分 四舍五入\n}\n\
        主体 企业 (enterprise) { 投资 (investment): 元 每年 精确到 1分 }\n\
        主体 产品 (product) 属于 企业 { 合格 (passed): 是否 }\n\
        主体 院所 (institute) { 人数 (staff): 元 每年 精确到 1分 }\n\
        条款 1 奖励 (award) { 给付 甲奖 (prize_a) 给 企业 每年 { 金额 投资 × 1% 出资 市级 } }\n\
        条款 2 补贴 (subsidy) { 给付 乙奖 (prize_b) 给 院所 每年 { 金额 人数 × 2% 出资 市级 } }\n";
    let memory = Memory::of(&[("set/a.pol", set.as_bytes())]);
    let program = driver::compile(&memory, &["set".into()]).program.unwrap();
    let files = [
        ("企业.csv", "编号,2022年 投资(元)\nE1,100\nE2,200\n"),
        ("产品.csv", "编号,企业编号,合格\nP1,E2,是\n"),
        ("院所.csv", "编号,2022年 人数(元)\nI1,300\n"),
        ("设置.csv", "设置,值\n年度,2022\n"),
    ];
    let (records, problems) = read(&program, &files);
    assert_eq!(problems, []);
    let told = records.iter().map(|record| {
        let outcomes = evaluate(&program, &record.facts, &mut NoTrace);
        let granted = outcomes.iter().find_map(|outcome| match outcome.status {
            Status::Granted(amount) => Some(amount.to_string()),
            _ => None,
        });
        (record.id.as_str(), record.facts.subjects.len(), granted.unwrap())
    });
    let expected = [("E1", 1, "1"), ("E2", 2, "2"), ("I1", 1, "6")];
    let expected = expected.map(|(id, subjects, amount)| (id, subjects, amount.to_owned()));
    assert_eq!(told.collect::<Vec<_>>(), expected);
}
