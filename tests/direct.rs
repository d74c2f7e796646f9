//! The executor of lowered rules comes to what the interpreter comes to, bit for bit: over
//! made-up enterprises with and without missing facts, with and without reasons and duties, over
//! one year and several, and over every example of the policies.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::arithmetic_side_effects)]

mod common;
#[path = "../benches/generate/mod.rs"]
mod generate;

use common::root;
use generate::{Generator, YEARS};
use polc::ast::Item;
use polc::batch::{Executor, ListeningToCaps, PassedCap};
use polc::dataset::Record;
use polc::direct::Direct;
use polc::driver::{Disk, compile};
use polc::eval::{Facts, NoTrace, Prepared};
use polc::scenario::Directory;
use polc::scenario::example::cases;

/// Where both differ is told rule by rule: a whole list of outcomes is not to be read.
fn assert_agrees(prepared: &Prepared<'_>, direct: &Direct<'_>, facts: &Facts, what: &str) {
    let wanted = prepared.evaluate(facts, &mut NoTrace);
    let (told, _) = direct.evaluate(facts);
    for (told, wanted) in told.iter().zip(&wanted) {
        let rule = &prepared.program().rules[wanted.rule.index()];
        assert_eq!(told, wanted, "{what}: {}", rule.name.zh);
    }
    assert_eq!(told.len(), wanted.len(), "{what}");
}

#[test]
fn it_agrees_on_made_up_enterprises() {
    let compiled = compile(&Disk, &["policies".into()]);
    let program = compiled.program.unwrap();
    let all = Prepared::new(&program, &[], &[]);
    let plain = all.clone().without_reasons().without_duties();
    for (seed, known) in [(1, false), (2, true)] {
        let generator = Generator::new(&program, &compiled.files, &YEARS, seed);
        let generator = if known { generator.all_known() } else { generator };
        for prepared in [&all, &plain] {
            let direct = Direct::new(prepared.clone());
            for row in 0..150 {
                let mut facts = generator.facts(row);
                assert_agrees(prepared, &direct, &facts, &format!("row {row} of {seed}"));
                facts.years = Some((2021, 2023));
                assert_agrees(prepared, &direct, &facts, &format!("years of row {row}"));
            }
        }
    }
}

#[test]
fn it_agrees_on_every_example() {
    let compiled = compile(&Disk, &[root().join("policies")]);
    let program = compiled.program.unwrap();
    let directory = Directory::new(&program);
    let prepared = Prepared::new(&program, &[], &[]).without_reasons().without_duties();
    let direct = Direct::new(prepared.clone());
    let mut compared = 0;
    for item in compiled.files.iter().flat_map(|file| &file.items) {
        let Item::Clause(clause) = item else { continue };
        for case in cases(&directory, clause).0 {
            assert_agrees(&prepared, &direct, &case.facts, &clause.number.to_string());
            compared += 1;
        }
    }
    assert!(compared > 2_000);
}

#[test]
fn it_hears_the_same_of_caps() {
    let compiled = compile(&Disk, &["policies".into()]);
    let program = compiled.program.unwrap();
    let prepared = Prepared::new(&program, &[], &[]).without_reasons().without_duties();
    let generator = Generator::new(&program, &compiled.files, &YEARS, 3);
    let record = |row| Record {
        id: String::new(),
        kind: generator.enterprise(),
        facts: generator.facts(row),
    };
    let of_rows = || (0..200).map(record);
    let heard = |executor: &dyn Executor| {
        let evaluated = executor.evaluate(of_rows().collect());
        let sorted = |mut caps: Vec<PassedCap>| {
            caps.sort_by_key(|cap| (cap.rule, cap.stage, cap.subject, cap.year));
            caps
        };
        evaluated.into_iter().map(|one| sorted(one.caps)).collect::<Vec<_>>()
    };
    let told = heard(&Direct::new(prepared.clone()).listening_to_caps());
    assert!(told.iter().flatten().count() > 500);
    assert_eq!(told, heard(&ListeningToCaps(prepared)));
}

/// No change sends all rules to the interpreter unnoticed.
#[test]
fn most_rules_are_told_by_code() {
    let compiled = compile(&Disk, &[root().join("policies")]);
    let program = compiled.program.unwrap();
    let prepared = Prepared::new(&program, &[], &[]);
    let rules = prepared.evaluated_rules().count();
    let direct = Direct::new(prepared);
    assert!(direct.lowered() * 20 > rules * 19, "{} of {rules}", direct.lowered());
    for (seed, known, most) in [(1, false, 22), (2, true, 16)] {
        let generator = Generator::new(&program, &compiled.files, &YEARS, seed);
        let generator = if known { generator.all_known() } else { generator };
        let left: usize = (0..100).map(|row| direct.left(&generator.facts(row)).len()).sum();
        assert!(left < 100 * most, "{left} rules left to the interpreter in 100 rows");
    }
}
