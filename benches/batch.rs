//! Many made-up enterprises, one after the other: the whole list, and clauses 14, 41 and 51.
#![allow(missing_docs, reason = "criterion's macros write public items")]
#![allow(clippy::unwrap_used, clippy::disallowed_methods)]

#[path = "generate/mod.rs"]
mod generate;

use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use generate::{Generator, YEARS};
use polc::driver::{Disk, compile, shipped};
use polc::eval::{Facts, NoTrace, Prepared};

const ROWS: u64 = 2_000;

fn whole_list(criterion: &mut Criterion) {
    let compiled = compile(&Disk, &["policies".into()]);
    let program = shipped().unwrap().program;
    let generator = Generator::new(&program, &compiled.files, &YEARS, 1);
    let rows: Vec<Facts> = (0..ROWS).map(|row| generator.facts(row)).collect();
    let mut group = criterion.benchmark_group("batch");
    group.sample_size(10);
    group.throughput(Throughput::Elements(ROWS));
    for (name, clauses) in [("whole_list", &[][..]), ("three_clauses", &[14, 41, 51])] {
        let prepared = Prepared::new(&program, clauses, &[]);
        group.bench_function(name, |bencher| {
            bencher.iter(|| {
                let outcomes =
                    rows.iter().map(|facts| prepared.evaluate(facts, &mut NoTrace).len());
                black_box(outcomes.sum::<usize>())
            })
        });
    }
    group.finish();
}

criterion_group!(benches, whole_list);
criterion_main!(benches);
