//! Scenarios in pol and JSON: what they come to, and how their mistakes are told.
#![allow(clippy::unwrap_used, clippy::panic)]

use polc::check;
use polc::diag::render::{Style, report};
use polc::diag::{Diagnostics, Lang};
use polc::eval::Facts;
use polc::ir::Program;
use polc::scenario::{Directory, facts, scenario_from_json};
use polc::source::Sources;
use polc::{ast, syntax};

const DEMO: &str = include_str!("fixtures/demo.pol");
const CLAUSE: &str = include_str!("fixtures/demo_clause.pol");

/// The demo policies.
fn program() -> Program {
    let mut sources = Sources::new();
    let files = [sources.add("demo.pol", DEMO), sources.add("clause.pol", CLAUSE)];
    let trees = files.map(|file| syntax::parse(file, sources.get(file).unwrap().text()).0);
    let (program, problems) = check::program(&trees, &sources);
    let problems = problems.into_sorted();
    program.unwrap_or_else(|| panic!("{}", report(&problems, &sources, Style::default())))
}

/// What a text states, and what is wrong with it.
fn read(program: &Program, name: &str, text: &str) -> (Option<Facts>, Diagnostics, Sources) {
    let directory = Directory::new(program);
    let mut sources = Sources::new();
    let file = sources.add(name, text);
    let (scenario, mut found) = match name.ends_with(".json") {
        true => scenario_from_json(&directory, file, text),
        false => {
            let (tree, found) = syntax::parse(file, text);
            let scenario = tree.items.into_iter().find_map(|item| match item {
                ast::Item::Scenario(scenario) => Some(scenario),
                _ => None,
            });
            (scenario, found)
        }
    };
    let (facts, problems) = match scenario {
        Some(scenario) if !found.has_errors() => facts(&directory, &scenario),
        _ => (None, Diagnostics::new()),
    };
    found.extend(problems);
    (facts, found, sources)
}

/// Each text, then its problems in both languages.
fn refused(name: &str, texts: &[&str]) -> String {
    let program = program();
    let shown = texts.iter().map(|text| {
        let (facts, found, sources) = read(&program, name, text);
        assert!(facts.is_none() && found.has_errors(), "accepted: {text}");
        let found = found.into_sorted();
        let [zh, en] = [Lang::Zh, Lang::En]
            .map(|lang| report(&found, &sources, Style { lang, ..Style::default() }));
        format!("{text}\n──── zh\n{zh}\n──── en\n{en}")
    });
    shown.collect::<Vec<_>>().join("\n════════\n")
}

/// The code blocks of a language in the document.
fn block(language: &str) -> String {
    let document = include_str!("../docs/scenario.md");
    let (_, rest) = document.split_once(&format!("```{language}\n")).unwrap();
    rest.split_once("```").unwrap().0.to_owned()
}

#[test]
fn both_forms_of_the_document_state_the_same_facts() {
    let program = program();
    let [pol, json] = [("a.pol", "pol"), ("a.json", "json")].map(|(name, language)| {
        let (facts, found, sources) = read(&program, name, &block(language));
        let found = found.into_sorted();
        facts.unwrap_or_else(|| panic!("{}", report(&found, &sources, Style::default())))
    });
    assert_eq!(pol, json);
    assert_eq!(pol.subjects.len(), 4);
    assert_eq!((pol.first_year, pol.year_count), (2022, 2));
}

/// A scenario with these statements in its enterprise.
fn enterprise(statements: &str) -> String {
    format!("情景 \"甲\" {{ 年度 2022年  园区 {{ 企业 {{ {statements} }} }} }}")
}

#[test]
fn mistakes_in_facts_are_told_at_their_place() {
    let texts = [
        "加工两: 1吨",
        "投资额: 1元",
        "位于园区: 是  位于园区: 否",
        "加工量: 12万元",
        "加工量: 12",
        "加工量: 0.0001吨",
        "加工量: -5吨",
        "龙头级别: 国级",
        "位于园区: 3吨",
        "上市日: 2022-02-30",
        "加工量: 1234567890123456789012345678901234567890吨",
        "2022年 { 位于园区: 是 }",
    ]
    .map(enterprise);
    insta::assert_snapshot!(refused("a.pol", &texts.each_ref().map(String::as_str)));
}

#[test]
fn mistakes_in_the_tree_are_told_at_their_place() {
    let mut texts = [
        "贷款 { 所属项目: \"二期\" }  项目 \"一期\" { }",
        "项目 \"一期\" { }  项目 \"一期\" { }",
        "无 贷款  贷款 { }",
        "企业 { }",
        "历史 { 1.投资奖 2021年: 1元 }",
        "历史 { 2.投资奖励 2021年: 1元 }",
        "项目 \"一期\" { 历史 { 1.投资奖励 2021年: 1元 } }",
        "裁量 1.特别支持.额度: 101万元",
        "裁量 1.特别支持.数额: 1万元",
    ]
    .map(enterprise)
    .to_vec();
    texts.extend(
        [
            "情景 \"甲\" { 项目 { } }",
            "情景 \"甲\" { 年度 2022年 至 2023年  园区 { 企业 { 加工量: 1吨 } } }",
            "情景 \"甲\" { 年度 2023年 至 2022年 }",
            "情景 \"甲\" { 读法 1.档次: 3 }",
            "情景 \"甲\" { 评价日 2022-01-01  评价日 2022-01-02 }",
        ]
        .map(str::to_owned),
    );
    let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
    insta::assert_snapshot!(refused("a.pol", &texts));
}

#[test]
fn mistakes_in_json_are_told_at_their_place() {
    insta::assert_snapshot!(refused(
        "a.json",
        &[
            "{\"years\": 2022,\n  \"subjects\": [",
            "{\"years\": 2022, \"as_off\": \"2022-01-01\"}",
            "{\"years\": 2022,\n \"years\": 2023}",
            "{\"years\": 2022.5}",
            "{\"subjects\": [{\"label\": \"甲\"}]}",
            "{\"years\": 2022, \"subjects\": [{\"kind\": \"园区\", \"facts\": {\"园区面积\": 800}}]}",
            "{\"subjects\": [{\"kind\": \"园区\", \"facts\": {\"园区面积\": \"1\", \"园区面积\": \"2\"}}]}",
            "{\"subjects\": [{\"kind\": \"园区\", \"facts\": {\"园区面积\": \"0.5\"}}]}",
            "{\"subjects\": [{\"kind\": \"园区\", \"children\": [{\"kind\": \"企业\", \"facts\": {\"位于园区\": \"是\"}}]}]}",
            "{\"subjects\": [{\"kind\": \"园区\", \"children\": [{\"kind\": \"企业\", \"history\": [{\"rule\": \"投资奖励\", \"year\": 2021, \"amount\": \"1元\"}]}]}]}",
        ]
    ));
}

#[test]
fn json_nested_without_end_is_refused() {
    let deep =
        format!("{{\"subjects\": [{}", "{\"kind\": \"园区\", \"children\": [".repeat(10_000));
    let program = program();
    assert!(read(&program, "a.json", &deep).1.has_errors());
    let closed = format!("{deep}{}]}}", "]}".repeat(10_000));
    assert!(read(&program, "a.json", &closed).1.has_errors());
}

#[test]
fn a_whole_count_may_be_a_bare_number() {
    let program = program();
    let json = |count: &str| {
        format!(
            "{{\"subjects\": [{{\"kind\": \"park\", \"children\": [{{\"kind\": \"enterprise\", \"facts\": {{\"workers\": {count}}}}}]}}]}}"
        )
    };
    let [bare, string, unit] =
        ["32", "\"32\"", "\"32户\""].map(|count| read(&program, "a.json", &json(count)).0);
    assert!(bare.is_some());
    assert_eq!(bare, string);
    assert_eq!(bare, unit);
}
