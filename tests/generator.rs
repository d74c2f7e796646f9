//! The made-up enterprises of the benches are what they are said to be.
#![allow(clippy::unwrap_used, clippy::disallowed_methods)]

mod common;
#[path = "../benches/generate/mod.rs"]
mod generate;

use std::collections::{BTreeMap, BTreeSet};

use common::root;
use generate::grants::benefits;
use generate::table::Table;
use generate::{Generator, YEARS};
use polc::driver::{Disk, compile};
use polc::eval::{Cell, NoTrace, Prepared, Status};
use polc::ir::{KindId, RuleId, Type};
use polc::quantity::{Date, Exact, parse_quantity};

const ROWS: u64 = 1_000;

#[test]
fn every_benefit_is_granted_in_one_row_of_a_hundred_and_nine_facts_of_ten_are_known() {
    let compiled = compile(&Disk, &[root().join("policies")]);
    let program = compiled.program.unwrap();
    let generator = Generator::new(&program, &compiled.files, &YEARS, 1);
    let prepared = Prepared::new(&program, &[], &[]);
    let mut granted: BTreeMap<RuleId, u64> = BTreeMap::new();
    let (mut known, mut all, mut subjects) = (0, 0, 0);
    for row in 0..ROWS {
        let facts = generator.facts(row);
        subjects += facts.subjects.len();
        for cell in facts.subjects.iter().flat_map(|one| one.constants.iter().chain(&one.yearly)) {
            all += 1;
            known += usize::from(*cell != Cell::Missing);
        }
        let mut paid: Vec<RuleId> = prepared
            .evaluate(&facts, &mut NoTrace)
            .into_iter()
            .filter(|one| matches!(one.status, Status::Granted(amount) if amount > Exact::ZERO))
            .map(|one| one.rule)
            .collect();
        paid.dedup();
        for rule in paid {
            *granted.entry(rule).or_default() += 1;
        }
    }
    let share = |rule: RuleId| granted.get(&rule).copied().unwrap_or_default();
    let rare: Vec<String> = benefits(&program, generator.enterprise())
        .into_iter()
        .filter(|rule| share(*rule) * 100 < ROWS)
        .map(|rule| {
            let address = program.rules[rule.index()].address;
            format!("{} {}", program.path(address), share(rule))
        })
        .collect();
    assert!(subjects as u64 > 6 * ROWS, "{subjects} subjects");
    assert!(rare.is_empty(), "{} rare: {rare:#?}", rare.len());
    assert!(known * 10 >= all * 9);
}

#[test]
fn a_row_depends_on_its_seed_and_number_alone() {
    let compiled = compile(&Disk, &[root().join("policies")]);
    let program = compiled.program.unwrap();
    let rows = |seed: u64| {
        let generator = Generator::new(&program, &compiled.files, &YEARS, seed);
        [5, 3].map(|row| generator.facts(row))
    };
    let (a, b, c) = (rows(1), rows(1), rows(2));
    assert_eq!(a, b);
    assert_ne!(a[0], a[1]);
    assert_ne!(a, c);
}

/// What the tables say reads as what the facts are.
#[test]
fn tables_say_what_the_facts_say() {
    let compiled = compile(&Disk, &[root().join("policies")]);
    let program = compiled.program.unwrap();
    let counts = program.vocabulary.counts();
    let generator = Generator::new(&program, &compiled.files, &YEARS, 1);
    let facts = generator.facts(0);
    let mut ids = BTreeSet::new();
    for kind in (0..).map(KindId).take(program.vocabulary.kinds.len()) {
        let table = Table::of(&program, kind);
        let subjects = facts.subjects.iter().filter(|subject| subject.kind == kind);
        for (row, subject) in table.rows(&facts).zip(subjects) {
            assert!(ids.insert(row.id.to_owned()), "{} stands twice", row.id);
            assert!(row.parent.is_none_or(|parent| ids.contains(parent)));
            let cells = subject.constants.iter().chain(&subject.yearly);
            for ((text, cell), column) in row.values.iter().zip(cells).zip(&table.columns) {
                let told = text.as_deref().unwrap_or("");
                let read = match program.vocabulary.facts[column.fact.index()].ty {
                    _ if told.is_empty() => Cell::Missing,
                    _ if told == "未发生" => Cell::NotHappened,
                    Type::Number(_) => {
                        let unit = column.unit.as_deref().unwrap_or("");
                        let read = parse_quantity(&format!("{told}{unit}"), &counts);
                        Cell::Number(read.unwrap().value)
                    }
                    Type::Truth => Cell::Truth(told == "是"),
                    Type::Date { .. } => Cell::Date(Date::parse(told).unwrap()),
                    Type::Choice(of) => {
                        let variants = &program.vocabulary.enums[of.index()].variants;
                        let at = variants.iter().position(|variant| variant.zh == told);
                        Cell::Variant(at.unwrap().try_into().unwrap())
                    }
                    Type::Subject(_) => *cell,
                };
                assert_eq!(read, *cell, "{told} of {}", row.id);
            }
        }
    }
    assert_eq!(ids.len(), facts.subjects.len());
}

/// What is left out is all that is left out.
#[test]
fn without_reasons_and_duties_the_rest_is_the_same() {
    let compiled = compile(&Disk, &[root().join("policies")]);
    let program = compiled.program.unwrap();
    let generator = Generator::new(&program, &compiled.files, &YEARS, 1);
    let whole = Prepared::new(&program, &[], &[]);
    let bare = whole.clone().without_reasons().without_duties();
    let mut left_out = 0;
    for facts in (0..50).map(|row| generator.facts(row)) {
        let mut wanted = whole.evaluate(&facts, &mut NoTrace);
        wanted.retain(|one| one.status != Status::Listed);
        for one in &mut wanted {
            match &mut one.status {
                Status::NotEligible(reasons) => left_out += std::mem::take(reasons).len(),
                Status::Determined(false) => left_out += std::mem::take(&mut one.failures).len(),
                _ => {}
            }
        }
        assert_eq!(bare.evaluate(&facts, &mut NoTrace), wanted);
    }
    assert!(left_out > 0);
}
