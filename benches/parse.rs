//! Text to tree: the shipped policies, and a large file of clauses as the reference has them.
//! 20 MB/s is the least wanted. A pass over the characters stands beside them.
#![allow(missing_docs, reason = "criterion's macros")]
#![allow(clippy::arithmetic_side_effects)]

use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use polc::driver::{Disk, texts};
use polc::source::FileId;
use polc::syntax::parse;

/// The vocabulary, the clauses and the scenario of the reference, over and over, to a megabyte.
fn text() -> String {
    let reference = include_str!("../docs/language.md");
    let blocks = reference.split("```pol\n").skip(1).filter_map(|rest| rest.split("```").next());
    let items: String = blocks.filter(|block| !block.starts_with(' ')).collect();
    items.repeat((1 << 20) / items.len())
}

/// The files of the shipped policies.
fn policies() -> Vec<String> {
    let found = texts(&Disk, &["policies".into()]);
    assert!(found.diagnostics.is_empty());
    found.sources.iter().map(|(_, file)| file.text().to_owned()).collect()
}

fn parsing(c: &mut Criterion) {
    let text = text();
    assert!(parse(FileId::default(), &text).1.is_empty());
    let mut group = c.benchmark_group("parse");
    group.throughput(Throughput::Bytes(text.len() as u64));
    group.sample_size(20);
    group.bench_function("reference", |b| b.iter(|| parse(FileId::default(), black_box(&text))));

    let files = policies();
    assert!(files.iter().all(|file| parse(FileId::default(), file).1.is_empty()));
    group.throughput(Throughput::Bytes(files.iter().map(|file| file.len() as u64).sum()));
    group.bench_function("policies", |b| {
        b.iter(|| {
            for file in &files {
                black_box(parse(FileId::default(), black_box(file)));
            }
        })
    });
    group.bench_function("characters", |b| {
        b.iter(|| files.iter().map(|file| black_box(file).chars().count()).sum::<usize>())
    });
    group.finish();
}

criterion_group!(benches, parsing);
criterion_main!(benches);
