//! How long it takes to read and join a data set of CSV, and to make facts of its rows.
#![allow(clippy::unwrap_used, clippy::panic, clippy::disallowed_methods, missing_docs)]
#![allow(clippy::disallowed_types)]

#[path = "generate/mod.rs"]
mod generate;

use std::fs::File;
use std::path::Path;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use generate::files::DataFiles;
use generate::grants::is_at_or_below;
use generate::{Generator, YEARS};
use polc::dataset::{self, Dataset, Settings};
use polc::driver::{self, Disk, compile};
use polc::eval::Facts;
use polc::ir::KindId;
use polc::scenario::Directory;
use polc::table::Format;

const ROWS: u64 = 2_000;

fn benches(c: &mut Criterion) {
    let policies = Path::new(env!("CARGO_MANIFEST_DIR")).join("policies");
    let compiled = compile(&Disk, &[policies]);
    let program = compiled.program.unwrap();
    let generator = Generator::new(&program, &compiled.files, &YEARS, 1);
    let made: Vec<Facts> = (0..ROWS).map(|row| generator.facts(row)).collect();
    let kinds = (0..).map(KindId).take(program.vocabulary.kinds.len());
    let kinds = kinds.filter(|kind| is_at_or_below(&program, *kind, generator.enterprise()));
    let data = tempfile::tempdir().unwrap();
    let create = |name: &str| File::create(data.path().join(name)).unwrap();
    let mut files = DataFiles::create(&program, kinds, &made, Format::Csv, create);
    made.iter().for_each(|facts| files.add(facts));
    files.finish();
    let directory = Directory::new(&program);
    let open = || -> Dataset<'_> {
        let tables = driver::tables(&Disk, data.path()).unwrap();
        dataset::open(&directory, tables, Settings::default()).unwrap_or_else(|_| panic!())
    };
    let mut group = c.benchmark_group("dataset");
    group.sample_size(10).throughput(Throughput::Elements(ROWS));
    group.bench_function("read and join", |b| b.iter(|| open().groups.count()));
    let Dataset { binding, groups } = open();
    let groups: Vec<_> = groups.map(Result::unwrap).collect();
    group.bench_function("make facts", |b| {
        b.iter(|| groups.iter().filter(|group| binding.facts(group).is_ok()).count())
    });
}

criterion_group!(all, benches);
criterion_main!(all);
