//! The command line as its users meet it.
#![allow(
    clippy::unwrap_used,
    clippy::unwrap_in_result,
    clippy::get_unwrap,
    clippy::panic,
    clippy::panic_in_result_fn
)]

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::io::{self, Write};
use std::path::{Component, Path, PathBuf};

use polc::cli::{self, Environment, Exit};
use polc::driver::{FileKind, Files};

/// Files in memory; `None` is one that may not be read.
#[derive(Default)]
struct Memory(BTreeMap<PathBuf, Option<Vec<u8>>>);

impl Memory {
    fn of(files: &[(&str, &[u8])]) -> Self {
        let files = files.iter().map(|(path, bytes)| (path.into(), Some(bytes.to_vec())));
        Self(files.collect())
    }

    fn is_directory(&self, path: &Path) -> bool {
        self.0.keys().any(|file| file.starts_with(path) && file != path)
    }
}

impl Files for Memory {
    fn kind(&self, path: &Path) -> io::Result<FileKind> {
        match self.0.get(path.strip_prefix(".").unwrap_or(path)) {
            Some(bytes) => {
                let bytes = bytes.as_ref().map_or(0, Vec::len).try_into().unwrap();
                Ok(FileKind::File { bytes })
            }
            None if self.is_directory(path) => Ok(FileKind::Directory),
            None => Err(io::ErrorKind::NotFound.into()),
        }
    }

    fn entries(&self, directory: &Path) -> io::Result<Vec<PathBuf>> {
        let inside = self.0.keys().filter_map(|file| file.strip_prefix(directory).ok());
        let first = inside.filter_map(|rest| Some(directory.join(rest.components().next()?)));
        let mut entries: Vec<_> = first.collect();
        entries.dedup();
        entries.reverse();
        Ok(entries)
    }

    fn read(&self, file: &Path) -> io::Result<Vec<u8>> {
        self.0.get(file).unwrap().clone().ok_or_else(|| io::ErrorKind::PermissionDenied.into())
    }

    fn write(&self, _: &Path, _: &str) -> io::Result<()> {
        Err(io::ErrorKind::ReadOnlyFilesystem.into())
    }

    fn identity(&self, path: &Path) -> io::Result<PathBuf> {
        Ok(path.components().filter(|part| *part != Component::CurDir).collect())
    }
}

/// Exit, standard output and standard error of a command line.
fn polc(files: &dyn Files, locale: &str, line: &str) -> (Exit, String, String) {
    let environment = Environment {
        files,
        variable: &|name| (name == "LANG").then(|| locale.to_owned()),
        terminal: false,
    };
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let args = ["polc"].into_iter().chain(line.split_whitespace()).map(OsString::from);
    let exit = cli::run(args, &environment, &mut out, &mut err);
    (exit, String::from_utf8(out).unwrap(), String::from_utf8(err).unwrap())
}

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
    let environment =
        Environment { files: &Memory::default(), variable: &|_| None, terminal: false };
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
