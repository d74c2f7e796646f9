//! Text to tree: a large file of clauses as the reference has them. 20 MB/s is the least wanted.
#![allow(missing_docs, reason = "criterion's macros")]
#![allow(clippy::arithmetic_side_effects)]

use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use polc::source::FileId;
use polc::syntax::parse;

/// The vocabulary, the clauses and the scenario of the reference, over and over, to a megabyte.
fn text() -> String {
    let reference = include_str!("../docs/language.md");
    let blocks = reference.split("```pol\n").skip(1).filter_map(|rest| rest.split("```").next());
    let items: String = blocks.filter(|block| !block.starts_with(' ')).collect();
    items.repeat((1 << 20) / items.len())
}

fn parsing(c: &mut Criterion) {
    let text = text();
    assert!(parse(FileId::default(), &text).1.is_empty());
    let mut group = c.benchmark_group("parse");
    group.throughput(Throughput::Bytes(text.len() as u64));
    group.sample_size(20);
    group.bench_function("reference", |b| b.iter(|| parse(FileId::default(), black_box(&text))));
    group.finish();
}

criterion_group!(benches, parsing);
criterion_main!(benches);
