//! docs/drafting.md: the set it builds is well formed, held by its examples, and what is quoted.
#![allow(clippy::unwrap_used, clippy::unwrap_in_result, clippy::panic, clippy::disallowed_methods)]

mod common;

use std::ffi::OsString;

use common::{files_under, root};
use polc::cli::{self, Environment, Exit};
use polc::driver::Disk;

/// How a command line ends on the tutorial's directory, and what it prints.
fn polc(line: &str) -> (Exit, String) {
    let environment =
        Environment { files: &Disk, variable: &|_| None, terminal: false, width: None };
    let set = root().join("docs/drafting").display().to_string();
    let args = line.split_whitespace().map(|word| match word {
        "SET" => OsString::from(&set),
        word => OsString::from(word),
    });
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let exit = cli::run(args, &environment, &mut out, &mut err);
    (exit, String::from_utf8([out, err].concat()).unwrap())
}

#[test]
fn the_set_is_clean_and_its_examples_hold_it() {
    for line in [
        "polc check SET",
        "polc fmt --check SET",
        "polc test SET --coverage",
        "polc mutate SET",
        "polc mutate SET --figures",
    ] {
        let (exit, told) = polc(line);
        assert_eq!(exit, Exit::Fine, "{line}\n{told}");
        assert!(!told.contains("warning"), "{line}\n{told}");
    }
}

/// What the page quotes stands so in a file.
#[test]
fn quoted_rules_stand_in_the_files() {
    let page = std::fs::read_to_string(root().join("docs/drafting.md")).unwrap();
    let files = files_under("docs/drafting");
    let mut blocks = 0;
    for block in page.split("```pol\n").skip(1) {
        let (quoted, _) = block.split_once("```").unwrap();
        assert!(files.iter().any(|file| file.text.contains(quoted)), "{quoted}");
        blocks += 1;
    }
    assert!(blocks > 4, "{blocks}");
}
