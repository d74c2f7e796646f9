//! Made-up enterprises written as tables and read back are the same facts, and come to the same.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::disallowed_methods)]
#![allow(clippy::disallowed_types, clippy::panic, clippy::arithmetic_side_effects)]

mod common;
#[path = "../benches/generate/mod.rs"]
mod generate;

use std::collections::BTreeMap;
use std::fs::File;
use std::sync::LazyLock;

use common::root;
use generate::files::DataFiles;
use generate::grants::is_at_or_below;
use generate::random::Random;
use generate::{Generator, YEARS};
use polc::batch::{Executor, Fold, Summary};
use polc::dataset::{self, Settings};
use polc::diag::{Diagnostic, Lang};
use polc::driver::{self, Disk, compile};
use polc::eval::{Cell, Facts, Listing, NoTrace, Prepared, Status, SubjectId, evaluate};
use polc::ir::{Body, KindId, Period, Program};
use polc::quantity::Exact;
use polc::scenario::Directory;
use polc::table::Format;
use proptest::prelude::*;

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

/// Forgets some of what is known: values, decisions, whether lists and histories are complete.
fn forgetful(mut facts: Facts, random: &mut Random, share: usize) -> Facts {
    for subject in &mut facts.subjects {
        for cell in subject.constants.iter_mut().chain(&mut subject.yearly) {
            if random.per_mille(share) {
                *cell = Cell::Missing;
            }
        }
        for (_, listing, children) in &mut subject.children {
            if random.per_mille(share) {
                *listing = if children.is_empty() { Listing::Unknown } else { Listing::Open };
            }
        }
        subject.history = subject.history.take().filter(|_| !random.per_mille(share));
    }
    facts.decisions.retain(|_| !random.per_mille(share));
    facts
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 10, max_shrink_iters: 20, ..<_>::default() })]

    /// Whatever is known of some enterprises: a batch of their tables comes to what a run of each
    /// does, outcome by outcome, and its sums to what these add up to.
    #[test]
    fn a_batch_is_a_run_of_each(seed in any::<u64>(), share in 0usize..700) {
        static COMPILED: LazyLock<(Program, Vec<polc::ast::File>)> = LazyLock::new(|| {
            let compiled = compile(&Disk, &[root().join("policies")]);
            (compiled.program.unwrap(), compiled.files)
        });
        let (program, files) = &*COMPILED;
        let generator = Generator::new(program, files, &YEARS, seed);
        let mut random = Random::of(seed, u64::MAX);
        let made: Vec<Facts> =
            (0..5).map(|row| forgetful(generator.facts(row), &mut random, share)).collect();
        let kinds = (0..).map(KindId).take(program.vocabulary.kinds.len());
        let kinds = kinds.filter(|kind| is_at_or_below(program, *kind, generator.enterprise()));
        let data = tempfile::tempdir().unwrap();
        let open = |name: &str| File::create(data.path().join(name)).unwrap();
        let mut files = DataFiles::create(program, kinds, &made, Format::Csv, open);
        made.iter().for_each(|facts| files.add(facts));
        files.finish();
        let directory = Directory::new(program);
        let tables = driver::tables(&Disk, data.path()).unwrap();
        let set = dataset::open(&directory, tables, Settings::default()).unwrap();
        let records = set.groups.map(|group| set.binding.facts(&group.unwrap()).unwrap());
        let prepared = Prepared::new(program, &[], &[]);
        let mut summary = Summary::new(program);
        let mut sums: BTreeMap<_, Exact> = BTreeMap::new();
        for (evaluated, made) in Executor::evaluate(&prepared, records.collect()).iter().zip(&made) {
            summary.take(evaluated);
            let outcomes = evaluate(program, &in_order(program, made), &mut NoTrace);
            prop_assert_eq!(&evaluated.outcomes, &outcomes, "{}", evaluated.record.id);
            for outcome in &outcomes {
                let Body::Money(money) = &program.rules[outcome.rule.index()].body else { continue };
                let Status::Granted(amount) = outcome.status else { continue };
                let paid = outcome.payers.iter().map(|(level, paid)| (Some(*level), *paid));
                let unstated = (None, amount);
                let paid: Vec<_> = match outcome.payers.is_empty() {
                    true => vec![unstated],
                    false => paid.collect(),
                };
                for (level, paid) in paid {
                    let sum = sums.entry((money.kind, level, outcome.year)).or_default();
                    *sum = sum.checked_add(paid).unwrap();
                }
            }
        }
        prop_assert_eq!(summary.records, 5);
        let totals = summary.totals().into_iter();
        let totals = totals.map(|one| ((one.kind, one.level, one.year), one.amount.unwrap()));
        let totals: BTreeMap<_, _> = totals.filter(|(_, amount)| !amount.is_zero()).collect();
        sums.retain(|_, sum| !sum.is_zero());
        prop_assert_eq!(totals, sums);
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
