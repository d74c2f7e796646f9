//! From files to files: `polc batch --summary` of the whole list on made-up enterprises, from CSV
//! and from Parquet: the time it takes, and the memory at its peak.
//! `cargo bench --bench end_to_end [-- ROWS [FORMAT] [DIRECTORY/]]` (50,000 rows unless said; Linux
//! only, where the peak is told by `/proc`). What is made up is kept in the directory, if one is
//! named, and taken from there if it is there already.
#![allow(missing_docs, reason = "not a library")]
#![allow(dead_code, clippy::unwrap_used, clippy::print_stdout, clippy::disallowed_methods)]
#![allow(clippy::disallowed_types, clippy::arithmetic_side_effects, clippy::indexing_slicing)]

#[path = "generate/mod.rs"]
mod generate;

use std::fs::{self, File};
use std::io::BufWriter;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use generate::files::DataFiles;
use generate::grants::is_at_or_below;
use generate::{Generator, YEARS};
use polc::driver::{Disk, compile};
use polc::ir::KindId;
use polc::table::Format;

/// Rows whose decisions give the columns of decisions; the cases laid over rows repeat.
const SAMPLE: u64 = 4_000;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|one| one != "--bench").collect();
    // `cargo test --benches` only looks whether benches run at all.
    let bench = std::env::args().any(|argument| argument == "--bench");
    let rows = arguments.iter().find_map(|one| one.parse().ok());
    let rows = rows.unwrap_or(if bench { 50_000 } else { 20 });
    let wanted = |format: &Format| {
        let named = arguments.iter().find_map(|one| Format::of(&format!(".{one}")));
        named.is_none_or(|named| named == *format)
    };
    let temporary = tempfile::tempdir().unwrap();
    let kept = arguments.iter().find(|one| one.ends_with('/'));
    let home = kept.map_or(temporary.path(), Path::new);
    println!("{rows} enterprises, the whole list, with the summary");
    for format in [Format::Csv, Format::Parquet].into_iter().filter(wanted) {
        let data = home.join(format!("{rows}-{}", format.name()));
        if !data.exists() {
            write(&data, rows, format);
        }
        let bytes = size(&data);
        for (layout, end) in [("wide", "csv"), ("long", "csv"), ("long", "parquet")] {
            let out = temporary.path().join(format!("out.{end}"));
            let began = Instant::now();
            let polc = Command::new(env!("CARGO_BIN_EXE_polc"))
                .args(["batch", "--summary", "--layout", layout, "-o"])
                .args([&out, &data])
                .stdout(Stdio::null())
                .spawn();
            let peak = watch(polc.unwrap());
            let (took, written) = (began.elapsed(), fs::metadata(&out).unwrap().len());
            println!(
                "from {:<8}{:>5} MB to {layout} {end:<8}{:>5} MB {took:>8.2?} {:>5} MB at the peak",
                format.name(),
                bytes >> 20,
                written >> 20,
                peak >> 10,
            );
        }
    }
}

/// Writes a data set.
fn write(directory: &Path, rows: u64, format: Format) {
    let compiled = compile(&Disk, &["policies".into()]);
    let program = compiled.program.unwrap();
    let generator = Generator::new(&program, &compiled.files, &YEARS, 1);
    let sample: Vec<_> = (0..rows.min(SAMPLE)).map(|row| generator.facts(row)).collect();
    let kinds = (0..).map(KindId).take(program.vocabulary.kinds.len());
    let kinds = kinds.filter(|kind| is_at_or_below(&program, *kind, generator.enterprise()));
    fs::create_dir_all(directory).unwrap();
    let open = |name: &str| BufWriter::new(File::create(directory.join(name)).unwrap());
    let mut files = DataFiles::create(&program, kinds, &sample, format, open);
    (0..rows).for_each(|row| files.add(&generator.facts(row)));
    files.finish();
}

/// How many bytes the files of a directory have.
fn size(directory: &Path) -> u64 {
    let files = fs::read_dir(directory).unwrap();
    files.map(|file| file.unwrap().metadata().unwrap().len()).sum()
}

/// Waits for a process to end well; its memory at the peak, in kB, as far as it was seen.
fn watch(mut child: Child) -> u64 {
    let status = format!("/proc/{}/status", child.id());
    let mut peak = 0;
    loop {
        let told = fs::read_to_string(&status).unwrap_or_default();
        let line = told.lines().find(|line| line.starts_with("VmHWM:"));
        let seen = line.and_then(|line| line.split_whitespace().nth(1)?.parse().ok());
        peak = seen.unwrap_or(0).max(peak);
        if let Some(ended) = child.try_wait().unwrap() {
            assert!(ended.success());
            return peak;
        }
        std::thread::sleep(Duration::from_millis(5));
    }
}
