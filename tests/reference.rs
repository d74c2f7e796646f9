//! The language reference: its blocks are one policy set, whose examples hold.
#![allow(clippy::unwrap_used)]

use polc::ast::{File, Item};
use polc::check;
use polc::diag::Diagnostics;
use polc::diag::render::{Style, report};
use polc::eval::{NoTrace, evaluate};
use polc::ir::Program;
use polc::scenario::example::{cases, judge};
use polc::scenario::{Directory, facts};
use polc::source::Sources;
use polc::syntax::{Keyword, parse};

const REFERENCE: &str = include_str!("../docs/language.md");

/// The reference with everything blanked but its `pol` blocks, so that lines keep their numbers.
fn blocks() -> String {
    let mut inside = false;
    let lines = REFERENCE.lines().map(|line| {
        let fence = line.starts_with("```");
        inside = if fence { line == "```pol" } else { inside };
        if inside && !fence { line } else { "" }
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// The blocks compiled together.
fn compiled() -> (File, Program, Sources) {
    let mut sources = Sources::new();
    let id = sources.add("docs/language.md", blocks());
    let (tree, mut problems) = parse(id, sources.get(id).unwrap().text());
    let trees = [tree];
    let (program, more) = check::program(&trees, &sources);
    problems.extend(more);
    assert_none(problems, &sources);
    let [tree] = trees;
    (tree, program.unwrap(), sources)
}

fn assert_none(problems: Diagnostics, sources: &Sources) {
    let problems = problems.into_sorted();
    assert!(problems.is_empty(), "{}", report(&problems, sources, Style::default()));
}

#[test]
fn every_example_of_the_reference_holds() {
    let (tree, program, sources) = compiled();
    let directory = Directory::new(&program);
    let mut tried = 0;
    for item in &tree.items {
        let Item::Clause(clause) = item else { continue };
        let (cases, mut problems) = cases(&directory, clause);
        for case in &cases {
            let outcomes = evaluate(&program, &case.facts, &mut NoTrace);
            problems.extend(judge(&directory, case, &outcomes));
            tried += 1;
        }
        assert_none(problems, &sources);
    }
    assert!(tried > 8, "{tried} cases");
}

#[test]
fn every_scenario_of_the_reference_is_read() {
    let (tree, program, sources) = compiled();
    let directory = Directory::new(&program);
    let scenarios = tree.items.iter().filter_map(|item| match item {
        Item::Scenario(scenario) => Some(scenario),
        _ => None,
    });
    let read: Vec<_> = scenarios.map(|scenario| facts(&directory, scenario)).collect();
    assert!(!read.is_empty());
    for (facts, problems) in read {
        assert_none(problems, &sources);
        assert!(!evaluate(&program, &facts.unwrap(), &mut NoTrace).is_empty());
    }
}

/// A keyword is explained outside the table that lists it.
#[test]
fn every_keyword_is_explained() {
    let (before, after) = REFERENCE.split_once("## Keywords").unwrap();
    let (_, after) = after.split_once("\n## ").unwrap();
    let words: Vec<&str> =
        [before, after].into_iter().flat_map(|text| text.split(|c: char| !is_letter(c))).collect();
    let silent: Vec<&str> =
        Keyword::ALL.iter().map(|one| one.zh()).filter(|zh| !words.contains(zh)).collect();
    assert!(silent.is_empty(), "{silent:?}");
}

fn is_letter(c: char) -> bool {
    c.is_alphabetic() || c == '_'
}
