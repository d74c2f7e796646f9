//! The shipped policies and scenarios.
#![allow(clippy::unwrap_used)]

mod common;

use common::files_under;
use polc::diag::render::{Style, report};
use polc::source::Sources;
use polc::syntax::parse;

#[test]
fn every_shipped_file_parses() {
    let files = ["policies", "scenarios"].into_iter().flat_map(files_under);
    let files: Vec<_> = files.filter(|file| file.path.ends_with(".pol")).collect();
    assert!(files.len() > 25, "the shipped files are there");
    let mut sources = Sources::default();
    let mut said = String::new();
    for file in &files {
        let id = sources.add(&file.path, &file.text);
        let (_, problems) = parse(id, &file.text);
        let problems: Vec<_> = problems.iter().cloned().collect();
        said.push_str(&report(&problems, &sources, Style::default()));
    }
    assert!(said.is_empty(), "{said}");
}
