//! What it takes to start: `polc run` with the shipped policies, and `polc check` of their
//! directory, beside a program that only says hello, built with the release profile's options.
//! At most 6 times its time is wanted of the run of one clause, 8 times of all.
//! `cargo bench --bench cold_start`.
#![allow(missing_docs, reason = "not a library")]
#![allow(clippy::unwrap_used, clippy::print_stdout, clippy::disallowed_methods)]
#![allow(clippy::arithmetic_side_effects)]

use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// How often each is started; the starts are interleaved, so that other load meets all alike.
const STARTS: usize = 200;

/// One clause shows what it takes to start, all of them what evaluating the whole list adds.
const DAIRY: &str = "scenarios/dairy-enterprise.pol";

/// As `[profile.release]` has it.
const OPTIONS: [&str; 5] =
    ["opt-level=3", "codegen-units=1", "lto=thin", "panic=abort", "strip=symbols"];

fn main() {
    // `cargo test --benches` only looks whether benches run at all.
    let starts = if std::env::args().any(|argument| argument == "--bench") { STARTS } else { 1 };
    let polc = env!("CARGO_BIN_EXE_polc");
    let mut commands = [
        ("hello world", command(&hello(), &[])),
        ("polc --version", command(polc, &["--version"])),
        ("polc run --clause", command(polc, &["run", DAIRY, "--clause", "14"])),
        ("polc run", command(polc, &["run", DAIRY])),
        ("polc check", command(polc, &["check", "policies"])),
    ];
    let mut times = commands.each_ref().map(|_| Vec::with_capacity(starts));
    for _ in 0..starts {
        for ((_, command), times) in commands.iter_mut().zip(&mut times) {
            let begin = Instant::now();
            assert!(command.status().unwrap().success());
            times.push(begin.elapsed());
        }
    }
    println!("{starts} cold starts: their median and the shortest, which other load touches least");
    let [hello, ..] = times.each_mut().map(|times| median_and_least(times));
    for ((name, _), times) in commands.iter().zip(&mut times) {
        let (median, least) = median_and_least(times);
        let (median_times, least_times) = (ratio(median, hello.0), ratio(least, hello.1));
        println!("{name:<18} {median:>8.2?} {median_times:>6} × {least:>8.2?} {least_times:>6} ×");
    }
}

fn median_and_least(times: &mut [Duration]) -> (Duration, Duration) {
    times.sort();
    (times.get(times.len() / 2).copied().unwrap(), times.first().copied().unwrap())
}

/// How many times a duration is another, to a tenth.
fn ratio(duration: Duration, unit: Duration) -> String {
    let tenths = duration.as_micros() * 10 / unit.as_micros();
    format!("{}.{}", tenths / 10, tenths % 10)
}

/// A silent command, started at the root of the package.
fn command(program: &str, arguments: &[&str]) -> Command {
    let mut command = Command::new(program);
    command.args(arguments).current_dir(env!("CARGO_MANIFEST_DIR"));
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    command
}

/// Builds the program that says hello, and returns its path.
fn hello() -> String {
    let directory = PathBuf::from(env!("CARGO_TARGET_TMPDIR"));
    let (source, program) = (directory.join("hello.rs"), directory.join("hello"));
    std::fs::write(&source, r#"fn main() { println!("Hello, world!"); }"#).unwrap();
    let mut rustc = Command::new("rustc");
    for option in OPTIONS {
        rustc.args(["-C", option]);
    }
    assert!(rustc.arg("-o").arg(&program).arg(&source).status().unwrap().success());
    program.display().to_string()
}
