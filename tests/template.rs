//! Templates: they ask for what clauses need, and read back as data without a row.
#![allow(clippy::unwrap_used, clippy::unwrap_in_result, clippy::panic)]

mod common;

use std::path::Path;

use common::memory::{Memory, polc as run};
use polc::cli::Exit;
use polc::dataset::{self, Settings};
use polc::diag::Lang;
use polc::driver;
use polc::scenario::Directory;

const DEMO: &str = include_str!("fixtures/demo.pol");
const CLAUSE: &str = include_str!("fixtures/demo_clause.pol");

fn demo() -> Memory {
    let files = [("set/a.pol", DEMO), ("set/b.pol", CLAUSE), ("out/x", "")];
    Memory::of(&files.map(|(path, text)| (path, text.as_bytes())))
}

fn shown(line: &str) -> String {
    let (exit, out, err) = run(&demo(), "zh_CN.UTF-8", line);
    format!("$ polc {line}\n{out}{err}{exit:?}\n")
}

#[test]
fn tables_ask_for_what_the_clauses_need() {
    insta::assert_snapshot!(
        ["--years 2022-2023", "--kind 企业 --lang en"]
            .map(|args| shown(&format!("template --policies set {args}")))
            .join("\n")
    );
}

#[test]
fn scenarios_ask_for_the_same() {
    insta::assert_snapshot!(
        ["--as pol", "--as pol --lang en --years 2022-2023", "--as json"]
            .map(|args| shown(&format!("template --policies set {args}")))
            .join("\n")
    );
}

#[test]
fn what_cannot_be_written_is_told() {
    let lines = ["--as xlsx", "-o a.docx", "-o a.csv", "--kind 车间", "--clause 99", "--years 22"];
    insta::assert_snapshot!(
        lines.map(|args| shown(&format!("template --policies set {args}"))).join("\n")
    );
}

/// Clause 41 compares what is processed with the year before, and nothing else.
#[test]
fn the_years_that_a_clause_looks_at_have_columns() {
    let (exit, told, err) = run(&demo(), "zh_CN.UTF-8", "template --clause 41 --kind 企业");
    assert_eq!(exit, Exit::Fine, "{err}");
    let titles: Vec<&str> = told.lines().next().unwrap().split(',').collect();
    let of = |year: &str| titles.iter().filter(|title| title.starts_with(year)).count();
    assert!(titles.contains(&"2021年 生鲜乳加工量(吨)"), "{titles:?}");
    assert!(titles.contains(&"2022年 生鲜乳加工量(吨)"), "{titles:?}");
    assert_eq!((of("2021年"), of("2020年"), of("2023年")), (1, 0, 0), "{titles:?}");
    let (_, told, _) = run(&demo(), "zh_CN.UTF-8", "template --clause 41 --as pol");
    assert!(told.contains("    2021年 {\n      生鲜乳加工量: 未知  // 吨"), "{told}");
}

/// What a template of all clauses reads back as, in each language: no row, and no problem.
#[test]
fn an_empty_template_is_an_empty_data_set() {
    let policies = driver::shipped().unwrap().program;
    let directory = Directory::new(&policies);
    for out in ["t.xlsx", "out"] {
        for lang in ["zh", "en"] {
            for more in ["", "--years 2021-2023", "--clause 14,41,51"] {
                let files = demo();
                let line = format!("template -o {out} --lang {lang} {more}");
                let (exit, _, err) = run(&files, "C", &line);
                assert_eq!((exit, err.as_str()), (Exit::Fine, ""), "{line}");
                let made = std::mem::take(&mut *files.2.lock().unwrap());
                let made = Memory(
                    made.into_iter().map(|(path, bytes)| (path, Some(bytes))).collect(),
                    Default::default(),
                    Default::default(),
                );
                let tables = driver::tables(&made, Path::new(out)).unwrap();
                let sentences = |found: Vec<polc::diag::Diagnostic>| {
                    found.iter().map(|one| one.sentence(Lang::En)).collect::<Vec<_>>().join("\n")
                };
                let set = dataset::open(&directory, tables, Settings::default());
                let set = set.unwrap_or_else(|found| panic!("{line}\n{}", sentences(found)));
                assert_eq!(set.groups.count(), 0, "{line}");
            }
        }
    }
}

/// Nothing is known, so nothing is granted; and nothing is wrong with it.
#[test]
fn an_empty_scenario_runs_as_it_is() {
    for form in ["pol", "json"] {
        for lang in ["zh", "en"] {
            let files = demo();
            let out = format!("t.{form}");
            let (exit, text, err) =
                run(&files, "C", &format!("template --as {form} --lang {lang}"));
            assert_eq!((exit, err.as_str()), (Exit::Fine, ""));
            let filled = Memory::of(&[(out.as_str(), text.as_bytes())]);
            let (exit, told, err) = run(&filled, "C", &format!("run {out}"));
            assert_eq!((exit, err.as_str()), (Exit::Fine, ""), "{form} {lang}");
            assert!(!told.is_empty());
        }
    }
}
