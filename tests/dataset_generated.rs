//! Made-up enterprises written as tables and read back are the same facts.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::disallowed_methods)]
#![allow(clippy::disallowed_types, clippy::panic, clippy::arithmetic_side_effects)]

mod common;
#[path = "../benches/generate/mod.rs"]
mod generate;

use std::fs::File;

use common::root;
use generate::files::DataFiles;
use generate::grants::is_at_or_below;
use generate::{Generator, YEARS};
use polc::dataset::{self, Settings};
use polc::diag::{Diagnostic, Lang};
use polc::driver::{self, Disk, compile};
use polc::eval::{Cell, Facts, SubjectId};
use polc::ir::{KindId, Period, Program};
use polc::scenario::Directory;
use polc::table::Format;

const ROWS: u64 = 300;

#[test]
fn tables_of_made_up_enterprises_read_back_as_their_facts() {
    let compiled = compile(&Disk, &[root().join("policies")]);
    let program = compiled.program.unwrap();
    let generator = Generator::new(&program, &compiled.files, &YEARS, 7);
    let made: Vec<Facts> = (0..ROWS).map(|row| generator.facts(row)).collect();
    let kinds = (0..).map(KindId).take(program.vocabulary.kinds.len());
    let kinds = kinds.filter(|kind| is_at_or_below(&program, *kind, generator.enterprise()));
    for format in [Format::Csv, Format::Parquet, Format::Json] {
        if format == Format::Parquet && cfg!(not(feature = "parquet")) {
            continue;
        }
        let data = tempfile::tempdir().unwrap();
        let open = |name: &str| File::create(data.path().join(name)).unwrap();
        let mut files = DataFiles::create(&program, kinds.clone(), &made, format, open);
        made.iter().for_each(|facts| files.add(facts));
        files.finish();
        let directory = Directory::new(&program);
        let tables = driver::tables(&Disk, data.path()).unwrap();
        let set = dataset::open(&directory, tables, Settings::default());
        let set = set.unwrap_or_else(|found| panic!("{format:?}: {}", sentences(&found)));
        let mut records = 0;
        for (group, made) in set.groups.zip(&made) {
            let record = set.binding.facts(&group.unwrap());
            let record = record.unwrap_or_else(|found| panic!("{format:?}: {}", sentences(&found)));
            let made = in_order(&program, made);
            assert_eq!(record.id, made.subjects[0].label);
            assert_eq!(record.facts, made, "{format:?}: {}", record.id);
            records += 1;
        }
        assert_eq!(records, ROWS);
    }
}

fn sentences(found: &[Diagnostic]) -> String {
    found.iter().map(|one| one.sentence(Lang::En)).collect::<Vec<_>>().join("\n")
}

/// The same facts with each subject followed by those below it, and decisions by subject.
fn in_order(program: &Program, facts: &Facts) -> Facts {
    let mut order = Vec::new();
    visit(facts, SubjectId(0), &mut order);
    assert_eq!(order.len(), facts.subjects.len());
    let moved = |id: &SubjectId| {
        SubjectId(order.iter().position(|one| one == id).unwrap().try_into().unwrap())
    };
    let mut same = facts.clone();
    same.subjects = order.iter().map(|id| facts.subjects[id.0 as usize].clone()).collect();
    for subject in &mut same.subjects {
        subject.parent = subject.parent.as_ref().map(moved);
        for (_, _, children) in &mut subject.children {
            *children = children.iter().map(moved).collect();
        }
        for cell in subject.constants.iter_mut().chain(&mut subject.yearly) {
            if let Cell::Subject(id) = cell {
                *id = moved(id);
            }
        }
    }
    for taken in &mut same.decisions {
        taken.subject = moved(&taken.subject);
        // The files state the year of what is decided for a year.
        let rule = &program.rules[program.decisions[taken.decision.index()].rule.index()];
        let only = facts.years.filter(|_| rule.period == Period::Yearly).map(|(year, _)| year);
        taken.year = taken.year.or(only);
    }
    same.decisions.sort_by_key(|taken| (taken.subject, taken.decision, taken.year));
    same
}

fn visit(facts: &Facts, id: SubjectId, order: &mut Vec<SubjectId>) {
    order.push(id);
    for (_, _, children) in &facts.subjects[id.0 as usize].children {
        children.iter().for_each(|child| visit(facts, *child, order));
    }
}
