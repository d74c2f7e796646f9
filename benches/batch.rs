//! Many made-up enterprises, one after the other: the whole list, with facts missing as they do;
//! and clauses 14, 41 and 51, all known, beside the same three by hand.
#![allow(missing_docs, reason = "criterion's macros write public items")]
#![allow(clippy::unwrap_used)]

#[path = "by_hand/mod.rs"]
mod by_hand;
#[path = "generate/mod.rs"]
mod generate;

use std::hint::black_box;

use by_hand::{Enterprise, by_hand, told, told_by_hand};
use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use generate::{Generator, YEARS};
use polc::direct::Direct;
use polc::driver::{Disk, compile};
use polc::eval::{Facts, NoTrace, Prepared};

const ROWS: u64 = 2_000;
/// As many rows as a batch works on at a time: they are at hand, since they were just read.
const SLICE: u64 = 64;

fn whole_list(criterion: &mut Criterion) {
    let compiled = compile(&Disk, &["policies".into()]);
    let program = compiled.program.unwrap();
    let generator = Generator::new(&program, &compiled.files, &YEARS, 1);
    let rows: Vec<Facts> = (0..ROWS).map(|row| generator.facts(row)).collect();
    let prepared = Prepared::new(&program, &[], &[]).without_reasons().without_duties();
    let direct = Direct::new(prepared.clone());
    let mut evaluator = direct.evaluator();

    let mut group = criterion.benchmark_group("batch_whole_list");
    group.sample_size(10).throughput(Throughput::Elements(ROWS));
    group.bench_function("interpreter", |bencher| {
        bencher.iter(|| {
            for facts in &rows {
                black_box(prepared.evaluate(black_box(facts), &mut NoTrace));
            }
        })
    });
    group.bench_function("direct", |bencher| {
        bencher.iter(|| {
            for facts in &rows {
                black_box(evaluator.evaluate(black_box(facts)));
            }
        })
    });
    group.finish();
}

fn three_clauses(criterion: &mut Criterion) {
    let compiled = compile(&Disk, &["policies".into()]);
    let program = compiled.program.unwrap();
    let generator = Generator::new(&program, &compiled.files, &[YEARS[0]], 1);
    let generator = generator.all_known().for_clauses(&[14, 41, 51]);
    let rows: Vec<Facts> = (0..SLICE).map(|row| generator.facts(row)).collect();
    let enterprises: Vec<Enterprise> =
        rows.iter().map(|facts| Enterprise::of(&program, facts, YEARS[0])).collect();
    let prepared = Prepared::new(&program, &[14, 41, 51], &[]).without_reasons().without_duties();
    let direct = Direct::new(prepared.clone());
    let mut evaluator = direct.evaluator();
    for (facts, enterprise) in rows.iter().zip(&enterprises) {
        let granted = |told: Vec<(Option<String>, Vec<String>)>| {
            told.into_iter().filter(|(amount, _)| amount.is_some()).collect::<Vec<_>>()
        };
        let by_polc = granted(told(&prepared.evaluate(facts, &mut NoTrace)));
        assert_eq!(by_polc, granted(told_by_hand(&by_hand(enterprise, YEARS[0]))));
    }

    let mut group = criterion.benchmark_group("batch_three_clauses");
    group.sample_size(20).throughput(Throughput::Elements(SLICE));
    group.bench_function("by_hand", |bencher| {
        bencher.iter(|| {
            for enterprise in &enterprises {
                black_box(by_hand(black_box(enterprise), YEARS[0]));
            }
        })
    });
    group.bench_function("interpreter", |bencher| {
        bencher.iter(|| {
            for facts in &rows {
                black_box(prepared.evaluate(black_box(facts), &mut NoTrace));
            }
        })
    });
    group.bench_function("direct", |bencher| {
        bencher.iter(|| {
            for facts in &rows {
                black_box(evaluator.evaluate(black_box(facts)));
            }
        })
    });
    group.finish();
}

criterion_group!(benches, whole_list, three_clauses);
criterion_main!(benches);
