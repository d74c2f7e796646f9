//! How long it takes to read and join a data set of CSV, and to make facts of its rows.
#![allow(clippy::unwrap_used, clippy::unwrap_in_result, clippy::indexing_slicing, clippy::panic)]
#![allow(clippy::disallowed_methods, missing_docs)]

#[path = "generate/mod.rs"]
mod generate;

use std::io;
use std::path::{Path, PathBuf};

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use generate::{Generator, YEARS, files};
use polc::dataset::{self, Dataset, Settings};
use polc::driver::{self, Disk, FileKind, Files, Output, compile};
use polc::scenario::Directory;

const ROWS: u64 = 2_000;

/// Files in memory.
struct Made(files::Files);

impl Files for Made {
    fn kind(&self, path: &Path) -> io::Result<FileKind> {
        match self.0.get(path.to_str().unwrap()) {
            Some(bytes) => Ok(FileKind::File { bytes: bytes.len().try_into().unwrap() }),
            None => Ok(FileKind::Directory),
        }
    }

    fn entries(&self, _: &Path) -> io::Result<Vec<PathBuf>> {
        Ok(self.0.keys().map(PathBuf::from).collect())
    }

    fn read(&self, file: &Path) -> io::Result<Vec<u8>> {
        Ok(self.0[file.to_str().unwrap()].clone())
    }

    fn write(&self, _: &Path, _: &str) -> io::Result<()> {
        Err(io::ErrorKind::Unsupported.into())
    }

    fn create(&self, _: &Path) -> io::Result<Box<dyn Output + '_>> {
        Err(io::ErrorKind::Unsupported.into())
    }

    fn identity(&self, path: &Path) -> io::Result<PathBuf> {
        Ok(path.to_owned())
    }
}

fn benches(c: &mut Criterion) {
    let policies = Path::new(env!("CARGO_MANIFEST_DIR")).join("policies");
    let compiled = compile(&Disk, &[policies]);
    let program = compiled.program.unwrap();
    let made = Made(files::files(&Generator::new(&program, &compiled.files, &YEARS, 1), ROWS));
    let directory = Directory::new(&program);
    let open = || -> Dataset<'_> {
        let tables = driver::tables(&made, Path::new("data")).unwrap();
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
