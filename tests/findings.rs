//! docs/findings.md: every amount stated there is computed again.
#![allow(
    clippy::unwrap_used,
    clippy::unwrap_in_result,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::arithmetic_side_effects,
    clippy::disallowed_methods
)]

mod common;

use common::root;
use polc::ast::{Item, Scenario};
use polc::driver::{self, Disk};
use polc::eval::{Facts, NoTrace, Outcome, Status, evaluate};
use polc::ir::{Body, MoneyKind, Program};
use polc::quantity::Exact;
use polc::scenario::{self, Directory, words};
use polc::source::FileId;
use polc::syntax;

fn page() -> String {
    std::fs::read_to_string(root().join("docs/findings.md")).unwrap()
}

fn program() -> Program {
    let compiled = driver::compile(&Disk, &[root().join("policies")]);
    compiled.program.unwrap_or_else(|| panic!("{:#?}", compiled.diagnostics))
}

/// The scenarios by title.
fn scenarios() -> Vec<Scenario> {
    let text = std::fs::read_to_string(root().join("docs/findings.pol")).unwrap();
    let (file, found) = syntax::parse(FileId(0), &text);
    assert!(found.is_empty(), "{found:#?}");
    let scenario = |item| match item {
        Item::Scenario(scenario) => Some(scenario),
        _ => None,
    };
    file.items.into_iter().filter_map(scenario).collect()
}

/// The rows of the tables under this head: scenario, readings, rule, result.
fn rows(page: &str) -> Vec<[String; 4]> {
    let mut rows = Vec::new();
    let mut inside = false;
    for line in page.lines() {
        inside = line == "| 情景 | 读法 | 规则 | 算得 |" || (inside && line.starts_with('|'));
        let cells: Vec<String> =
            line.trim_matches('|').split('|').map(|cell| cell.trim().to_owned()).collect();
        if inside && let Ok(cells) = <[String; 4]>::try_from(cells) {
            rows.push(cells);
        }
    }
    rows.retain(|[first, ..]| first != "情景" && !first.starts_with("---"));
    rows
}

/// What a scenario comes to under some readings.
fn outcomes(directory: &Directory, scenario: &Scenario, readings: &str) -> (Facts, Vec<Outcome>) {
    let (facts, found) = scenario::facts(directory, scenario);
    let mut facts = facts.unwrap_or_else(|| panic!("{found:#?}"));
    for reading in readings.split('、').filter(|reading| *reading != "—") {
        facts.readings.push(directory.reading_choice(reading).unwrap());
    }
    let outcomes = evaluate(directory.program, &facts, &mut NoTrace);
    (facts, outcomes)
}

/// The money paid in all, or by one rule (of one year: `2023年.25.名`); of a rule that pays
/// nothing, what it comes to, the last that was said of it.
fn result(directory: &Directory, facts: &Facts, outcomes: &[Outcome], asked: &str) -> String {
    let (year, asked) = match asked.split_once("年.") {
        Some((year, rule)) => (Some(year.parse::<i32>().unwrap()), rule),
        None => (None, asked),
    };
    let is_asked = |one: &&Outcome| match asked {
        "合计" => true,
        rule => words::rule(directory, one.rule).zh == rule,
    };
    let of_year = |one: &&Outcome| year.is_none_or(|year| one.year == Some(year));
    let asked: Vec<&Outcome> = outcomes.iter().filter(is_asked).filter(of_year).collect();
    let mut sum: Option<Exact> = None;
    for one in &asked {
        let Body::Money(money) = &directory.program.rules[one.rule.index()].body else { continue };
        if let (Status::Granted(amount), MoneyKind::Paid | MoneyKind::Deduction) =
            (&one.status, money.kind)
        {
            sum = sum.unwrap_or(Exact::ZERO).checked_add(*amount);
        }
    }
    match (sum, asked.last()) {
        (Some(sum), _) => words::money(sum).zh,
        (None, Some(last)) => words::short_status(directory, facts, &last.status).zh,
        (None, None) => "没有这条规则".to_owned(),
    }
}

#[test]
fn every_amount_is_what_the_rules_come_to() {
    let (program, scenarios) = (program(), scenarios());
    let directory = Directory::new(&program);
    let rows = rows(&page());
    assert!(rows.len() > 40, "{rows:#?}");
    let mut wrong = Vec::new();
    for [title, readings, rule, stated] in &rows {
        let scenario = scenarios.iter().find(|one| one.title.text == *title);
        let scenario = scenario.unwrap_or_else(|| panic!("no scenario {title}"));
        let (facts, outcomes) = outcomes(&directory, scenario, readings);
        let result = result(&directory, &facts, &outcomes, rule);
        if result != *stated {
            wrong.push(format!("{title} | {readings} | {rule} | {stated}: {result}"));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn no_scenario_is_there_for_nothing() {
    let rows = rows(&page());
    for scenario in scenarios() {
        let title = &scenario.title.text;
        assert!(rows.iter().any(|[told, ..]| told == title), "{title}");
    }
}

/// "给付规则共 60 条，其中 52 条……", and again in English.
#[test]
fn grants_without_a_payer_are_counted() {
    let program = program();
    let paid = program.rules.iter().filter_map(|rule| match &rule.body {
        Body::Money(money) if money.kind == MoneyKind::Paid => Some(&money.payers),
        _ => None,
    });
    let unnamed: Vec<bool> = paid.map(|payers| payers.shares.is_empty()).collect();
    let (all, none) = (unnamed.len(), unnamed.iter().filter(|unnamed| **unnamed).count());
    let page = page();
    assert!(page.contains(&format!("给付规则共 {all} 条，其中 {none} 条")), "{none} of {all}");
    assert!(page.contains(&format!("{none} of {all} grants")), "{none} of {all}");
}
