//! The policy set of these tests, and records for it.

use polc::check;
use polc::dataset::Record;
use polc::diag::Lang;
use polc::diag::render::{Style, report};
use polc::ir::Program;
use polc::quantity::Exact;
use polc::scenario::{Directory, facts};
use polc::source::{FileId, Sources};
use polc::syntax::parse;

/// Everything but the list.
pub(crate) const CLAUSES: &str = include_str!("../fixtures/budget.pol");

/// The list, with these budgets.
pub(crate) fn list(budgets: &str) -> String {
    format!(
        "清单 示范清单 (demo_list) {{
  标题 \"示范清单\"
  时效 2022-01-01 至 2024-12-31
  层级 省级 (province)、市级 (city)
  支付 精确到 1分 四舍五入
{budgets}
}}
"
    )
}

/// The program, or the problems in both languages.
pub(crate) fn compiled(budgets: &str) -> Result<Program, String> {
    compiled_with(budgets, CLAUSES)
}

/// The program of these clauses.
pub(crate) fn compiled_with(budgets: &str, clauses: &str) -> Result<Program, String> {
    let mut sources = Sources::new();
    let files = [sources.add("list.pol", list(budgets)), sources.add("clauses.pol", clauses)];
    let parsed = files.map(|file| parse(file, sources.get(file).unwrap().text()));
    let mut trees = Vec::new();
    let mut problems = Vec::new();
    for (tree, found) in parsed {
        trees.push(tree);
        problems.extend(found.into_sorted());
    }
    let (program, found) = check::program(&trees, &sources);
    problems.extend(found.into_sorted());
    if problems.is_empty() {
        return Ok(program.unwrap());
    }
    let [zh, en] = [Lang::Zh, Lang::En]
        .map(|lang| report(&problems, &sources, Style { lang, ..Style::default() }));
    Err(format!("{zh}\n{en}"))
}

/// Five enterprises in 2022.
pub(crate) const ENTERPRISES: &str = r#"
情景 "甲" {
  年度 2022年
  企业 {
    申报日: 2022-03-01  重点: 是  2022年 { 投资: 200万元 }
    项目 "子" { 2022年 { 当年投资: 100万元 } }
    项目 "丑" { 2022年 { 当年投资: 100万元 } }
    完整 项目
    历史 无
  }
}
情景 "乙" {
  年度 2022年
  企业 { 申报日: 2022-02-01  重点: 否  2022年 { 投资: 800万元 }  无 项目  历史 无 }
}
情景 "丙" {
  年度 2022年
  企业 { 申报日: 2022-01-20  重点: 否  2022年 { 投资: 96万元 }  无 项目  历史 无 }
}
情景 "丁" {
  年度 2022年
  企业 { 申报日: 2022-01-10  重点: 否  无 项目  历史 无 }
}
情景 "戊" {
  年度 2022年
  企业 { 申报日: 2022-01-05  重点: 否  2022年 { 投资: 104万元 }  无 项目  历史 无 }
}
"#;

/// The scenarios of a text as records.
pub(crate) fn records(program: &Program, text: &str) -> Vec<Record> {
    let directory = Directory::new(program);
    let (tree, problems) = parse(FileId::default(), text);
    assert!(!problems.has_errors());
    let scenarios = tree.items.iter().map(|item| match item {
        polc::ast::Item::Scenario(scenario) => scenario,
        other => panic!("{other:?}"),
    });
    let record = |scenario| {
        let (facts, problems) = facts(&directory, scenario);
        assert!(!problems.has_errors(), "{:?}", problems.iter().next());
        let facts = facts.unwrap();
        let kind = facts.subjects[0].kind;
        Record { id: scenario.title.text.clone(), kind, facts }
    };
    scenarios.map(record).collect()
}

pub(crate) fn exact(text: &str) -> Exact {
    Exact::parse(text).unwrap()
}
