//! The shipped policies and scenarios.
#![allow(clippy::unwrap_used)]

mod common;

use std::process::Command;

use common::{files_under, root};
use polc::analyze::figures::Figures;
use polc::diag::Lang;
use polc::diag::render::{Style, report};
use polc::driver::{Disk, against_ledger, compile};
use polc::source::Sources;
use polc::syntax::parse;

#[test]
fn every_shipped_file_parses() {
    let files = ["policies", "scenarios"].into_iter().flat_map(files_under);
    let files: Vec<_> = files.filter(|file| file.path.ends_with(".pol")).collect();
    assert!(files.len() > 25, "the shipped files are there");
    let mut sources = Sources::default();
    let mut said = String::new();
    for file in &files {
        let id = sources.add(&file.path, &file.text);
        let (_, problems) = parse(id, &file.text);
        let problems: Vec<_> = problems.iter().cloned().collect();
        said.push_str(&report(&problems, &sources, Style::default()));
    }
    assert!(said.is_empty(), "{said}");
}

/// What `polc run` prints for people, in Chinese, of a shipped scenario and the shipped policies.
fn run(scenario: &str) -> String {
    let mut polc = Command::new(env!("CARGO_BIN_EXE_polc"));
    let scenario = format!("scenarios/{scenario}");
    let output = polc.args(["run", &scenario, "--lang", "zh"]).current_dir(root()).output();
    let output = output.unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn a_scenario_in_json_says_what_it_says_in_pol() {
    assert_eq!(run("small-manufacturer.json"), run("small-manufacturer.pol"));
}

/// The condition is an intermediate's name; what fails is said of what stands behind it.
#[test]
fn a_refusal_names_the_fact_behind_an_intermediate() {
    let said = run("industrial-park.pol");
    let (_, of_store) = said.rsplit_once("\n  小型标准仓库\n").unwrap();
    let line = of_store.lines().find(|line| line.contains("91.先行开挖")).unwrap();
    assert!(line.contains("市政工程（实际：否）"), "{line}");
}

#[test]
fn every_figure_of_the_official_text_is_accounted_for() {
    let mut compiled = compile(&Disk, &[root().join("policies")]);
    let Figures { diagnostics, tallies } = against_ledger(&Disk, &mut compiled).unwrap();
    let told: Vec<_> = diagnostics.iter().map(|one| one.sentence(Lang::Zh)).collect();
    assert!(told.is_empty(), "{told:#?}");
    assert!(tallies.iter().all(|tally| tally.open() == 0), "{tallies:#?}");
    assert!(tallies.iter().map(|tally| tally.figures.len()).sum::<usize>() > 200, "{tallies:#?}");
}
