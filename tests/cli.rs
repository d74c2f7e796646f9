//! The command line as its users meet it.
#![allow(
    clippy::unwrap_used,
    clippy::unwrap_in_result,
    clippy::get_unwrap,
    clippy::panic,
    clippy::panic_in_result_fn
)]

mod common;

use std::ffi::OsString;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use common::memory::{Memory, polc};
use polc::cli::{self, Environment, Exit};
use polc::driver::{FileKind, Files, Output};

#[test]
fn the_locale_chooses_the_language() {
    let none = Memory::default();
    let check = |locale, line| polc(&none, locale, line).1;
    assert!(check("zh_CN.UTF-8", "check absent").contains("没有 absent 这个文件或目录"));
    assert!(check("en_US.UTF-8", "check absent").contains("there is no file or directory absent"));
    assert!(check("C", "check absent").contains("there is no"));
    assert!(check("C", "check absent --lang zh").contains("没有 absent"));
    assert!(check("zh_CN", "--lang=en check absent").contains("there is no"));
}

#[test]
fn exit_codes_tell_problems_from_wrong_usage() {
    let none = Memory::default();
    let exit = |line| polc(&none, "C", line).0.code();
    assert_eq!(exit("--help"), 0);
    assert_eq!(exit("--version"), 0);
    assert_eq!(exit("explain e0301"), 0);
    assert_eq!(exit("check absent"), 1);
    assert_eq!(exit("explain E0000"), 2);
    assert_eq!(exit("frobnicate"), 2);
    assert_eq!(exit(""), 2);
    assert_eq!(exit("check --format xml"), 2);
}

#[test]
fn usage_is_explained_in_chinese() {
    let none = Memory::default();
    let (_, help, _) = polc(&none, "zh_CN.UTF-8", "--help");
    insta::assert_snapshot!("help_zh", help);
    let lines = ["frobnicate", "check --depth 3", "check --format xml", "explain", "--format"];
    let told: Vec<_> = lines
        .iter()
        .map(|line| format!("$ polc {line}\n{}", polc(&none, "zh_CN.UTF-8", line).2))
        .collect();
    insta::assert_snapshot!("usage_zh", told.join("\n"));
}

#[test]
fn what_cannot_be_read_is_told_file_by_file() {
    let mut files = Memory::of(&[
        ("set/a.pol", b"\xEF\xBB\xBF// mark\r\n"),
        ("set/b.pol", b"\xC8\xFD"),
        ("set/c.pol", b"\xFF\xFEa\0"),
        ("set/notes.txt", b"\xC8\xFD"),
        ("set/.hidden/d.pol", b"\xC8\xFD"),
        ("bare/notes.txt", b""),
    ]);
    files.0.insert("set/e.pol".into(), None);
    let told: Vec<_> =
        ["check set", "check bare", "check absent.pol", "check set/b.pol ./set/b.pol"]
            .iter()
            .flat_map(|line| ["zh_CN", "C"].map(|locale| (line, locale)))
            .map(|(line, locale)| format!("$ polc {line}\n{}", polc(&files, locale, line).1))
            .collect();
    insta::assert_snapshot!(told.join("\n"));
}

#[test]
fn a_file_too_large_is_not_even_read() {
    struct Huge;
    impl Files for Huge {
        fn kind(&self, _: &Path) -> io::Result<FileKind> {
            Ok(FileKind::File { bytes: 64 * 1024 * 1024 + 1 })
        }
        fn entries(&self, _: &Path) -> io::Result<Vec<PathBuf>> {
            Ok(Vec::new())
        }
        fn read(&self, _: &Path) -> io::Result<Vec<u8>> {
            panic!("read")
        }
        fn write(&self, _: &Path, _: &str) -> io::Result<()> {
            Ok(())
        }
        fn create(&self, _: &Path) -> io::Result<Box<dyn Output + '_>> {
            panic!("written")
        }
        fn identity(&self, path: &Path) -> io::Result<PathBuf> {
            Ok(path.to_owned())
        }
    }
    let (exit, told, _) = polc(&Huge, "C", "check big.pol");
    assert_eq!(exit, Exit::Problems);
    assert!(told.contains("big.pol has 67108865 bytes, more than the limit of 67108864"), "{told}");
}

/// A reader that has gone away.
struct Closed;

impl Write for Closed {
    fn write(&mut self, _: &[u8]) -> io::Result<usize> {
        Err(io::ErrorKind::BrokenPipe.into())
    }
    fn flush(&mut self) -> io::Result<()> {
        Err(io::ErrorKind::BrokenPipe.into())
    }
}

#[test]
fn a_closed_pipe_ends_a_command_quietly() {
    let environment = Environment {
        files: &Memory::default(),
        variable: &|_| None,
        terminal: false,
        width: None,
    };
    let mut err = Vec::new();
    for line in [&["polc", "explain", "E0301"][..], &["polc", "check", "absent"], &["polc", "-h"]] {
        let args = line.iter().map(OsString::from);
        assert_eq!(cli::run(args, &environment, &mut Closed, &mut err), Exit::Fine);
    }
    assert!(err.is_empty());
}

#[test]
fn problems_are_data_for_programs() {
    let files = Memory::of(&[("set/b.pol", b"ok\xC8\xFD")]);
    let (exit, told, _) = polc(&files, "C", "check set --format json");
    assert_eq!(exit, Exit::Problems);
    let told: serde_json::Value = serde_json::from_str(&told).unwrap();
    assert_eq!(told["schema"], "polc.check/1");
    assert_eq!(told["problems"][0]["code"], "E0103");
}

/// A small set: the list, its vocabulary, one clause not quite formatted.
fn small_set() -> Memory {
    let clause = "\
条款 1 投资奖励 (award_clause) {
  概述 \"园区内的企业按投资给予奖励。\"
  出处 \"一·1\"
  责任 甲局
  给付 奖励 (award) 给 企业 每年 {
      条件 位于园区
      金额 合计 项目 其中 按期建成 { 当年投资 } × 2% // 只算建成的
      出资 市级
  }
}
";
    let demo = include_str!("fixtures/demo.pol");
    Memory::of(&[("set/1.pol", clause.as_bytes()), ("set/demo.pol", demo.as_bytes())])
}

#[test]
fn facts_are_listed_with_what_they_are_and_who_uses_them() {
    let files = small_set();
    let told: Vec<_> = ["facts --policies set", "facts --policies set --clause 1"]
        .iter()
        .flat_map(|line| ["zh_CN", "C"].map(|locale| (line, locale)))
        .map(|(line, locale)| format!("$ polc {line}\n{}", polc(&files, locale, line).1))
        .collect();
    insta::assert_snapshot!(told.join("\n"));
    let (exit, _, told) = polc(&files, "C", "facts --policies set --clause 2");
    assert_eq!((exit, told.as_str()), (Exit::Usage, "polc: the list has no clause 2\n"));
}

#[test]
fn facts_are_data_for_programs() {
    let (exit, told, _) = polc(&small_set(), "C", "facts --policies set --clause 1 --format json");
    assert_eq!(exit, Exit::Fine);
    let told: serde_json::Value = serde_json::from_str(&told).unwrap();
    assert_eq!(told["schema"], "polc.facts/1");
    let aliases: Vec<_> =
        told["facts"].as_array().unwrap().iter().map(|one| &one["alias"]).collect();
    assert_eq!(aliases, ["in_park", "built_on_time", "investment_of_year"]);
    assert_eq!(told["facts"][2]["granularity"], "0.01元");
}

#[test]
fn files_are_formatted_in_place_or_only_checked() {
    let files = small_set();
    let (exit, told, _) = polc(&files, "C", "fmt --check set/1.pol");
    assert_eq!((exit, told.as_str()), (Exit::Problems, "not formatted: set/1.pol\n"));
    assert!(files.1.borrow().is_empty(), "--check writes nothing");
    let (exit, told, _) = polc(&files, "zh_CN", "fmt set/1.pol");
    assert_eq!((exit, told.as_str()), (Exit::Fine, "已排版：set/1.pol\n"));
    let written = files.1.borrow().get(Path::new("set/1.pol")).unwrap().clone();
    assert!(
        written.contains("\n    金额 合计 项目 其中 按期建成 { 当年投资 } × 2% // 只算建成的\n")
    );
}

#[test]
fn a_file_alone_is_put_into_english_with_the_names_of_its_set() {
    let files = small_set();
    let (exit, _, err) = polc(&files, "C", "fmt --lang en --policies set set/1.pol");
    assert_eq!((exit, err.as_str()), (Exit::Fine, ""));
    let written = files.1.borrow().get(Path::new("set/1.pol")).unwrap().clone();
    assert!(
        written.contains("amount total project where built_on_time { investment_of_year } × 2%")
    );
}

#[test]
fn what_cannot_be_formatted_or_written_is_told() {
    let files = Memory::of(&[
        ("set/broken.pol", "条款 1 甲 (a) {".as_bytes()),
        ("set/read-only.pol", "计数  户 (household)".as_bytes()),
    ]);
    let (exit, told, err) = polc(&files, "C", "fmt set");
    assert_eq!((exit, told.as_str()), (Exit::Problems, ""));
    assert!(err.contains("no permission to write set/read-only.pol"), "{err}");
    assert!(files.1.borrow().is_empty());
}

#[test]
fn a_clause_that_the_list_lacks_is_refused_by_tests_and_figures_too() {
    let files = Memory::of(&[("set/list.pol", include_bytes!("fixtures/demo.pol"))]);
    let (exit, told, err) = polc(&files, "C", "test set --clause 999");
    assert_eq!((exit, told.as_str()), (Exit::Usage, ""), "{err}");
    assert!(err.contains("the list has no clause 999"), "{err}");
    let (exit, _, err) = polc(&files, "C", "figures status set --clause 0,999");
    assert_eq!(exit, Exit::Usage, "{err}");
    assert!(err.contains("the list has no clause 999"), "{err}");
}

#[test]
fn the_core_is_shown_rule_by_rule() {
    let (exit, told, _) = polc(&small_set(), "C", "ir set");
    assert_eq!(exit, Exit::Fine);
    assert!(told.starts_with("rule 1.奖励 for 企业\n"), "{told}");
    let (_, told, _) = polc(&small_set(), "C", "ir set --format json");
    let told: serde_json::Value = serde_json::from_str(&told).unwrap();
    assert_eq!(told["version"], polc::ir::VERSION);
}

#[test]
fn mistakes_of_syntax_do_not_hide_those_of_other_files() {
    let mut files = small_set();
    let second = "条款 2 乙 (second) { 给付 奖 (second_award) 给 企业 { 金额 1元 + 1吨 } }";
    files.0.insert("set/2.pol".into(), Some(second.into()));
    files.0.insert("set/3.pol".into(), Some("条款 3 丙 (third) { 给付 }".into()));
    let (_, told, _) = polc(&files, "C", "check set --format json");
    let told: serde_json::Value = serde_json::from_str(&told).unwrap();
    let found = told["problems"].as_array().unwrap().iter();
    let found: Vec<_> = found.map(|one| (&one["file"], &one["code"])).collect();
    assert!(found.iter().any(|(file, _)| *file == "set/2.pol"), "{found:?}");
    assert!(found.iter().any(|(file, _)| *file == "set/3.pol"), "{found:?}");
}

#[test]
fn a_clause_alone_is_checked_within_its_set() {
    let mut files = small_set();
    files.0.insert("set/part/2.pol".into(), files.0.get(Path::new("set/1.pol")).unwrap().clone());
    files.0.remove(Path::new("set/1.pol"));
    let (exit, told, _) = polc(&files, "C", "check set/part/2.pol");
    assert_eq!((exit, told.as_str()), (Exit::Fine, "Checked 2 files: no problems.\n"));
}

#[test]
fn files_that_declare_nothing_are_told_so() {
    let files = Memory::of(&[("note.pol", b"// nothing yet\n")]);
    let (exit, told, _) = polc(&files, "C", "check note.pol");
    assert_eq!(exit, Exit::Problems);
    assert!(told.contains("no file declares the list"), "{told}");
}

#[test]
fn scenarios_alone_are_checked_against_the_shipped_policies() {
    let scenario = "情景 \"x\" { 年度 2022年 企业 \"甲\" { 没有的事实: 1吨 } }";
    let files = Memory::of(&[("x.pol", scenario.as_bytes())]);
    let (exit, told, _) = polc(&files, "zh_CN", "check x.pol");
    assert_eq!(exit, Exit::Problems);
    assert!(told.contains("没有的事实") && told.contains("x.pol:1:"), "{told}");
}

#[test]
fn mistakes_in_examples_are_found_by_check() {
    let mut files = small_set();
    let second = "条款 2 乙 (second) { 概述 \"x\" 出处 \"y\" 责任 甲局 给付 奖 (second_award) 给 企业 每年 { 金额 1元 出资 市级 } \
                  示例 \"e\" { 年度 2022年 企业 { 位于园区: 1吨 历史 无 } 应得 奖: 1元 } }";
    files.0.insert("set/2.pol".into(), Some(second.into()));
    let (exit, told, _) = polc(&files, "C", "check set --format json");
    assert_eq!(exit, Exit::Problems);
    let told: serde_json::Value = serde_json::from_str(&told).unwrap();
    assert_eq!(told["problems"].as_array().unwrap().len(), 1, "{told}");
    assert_eq!(told["problems"][0]["file"], "set/2.pol");
}
