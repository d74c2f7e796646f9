//! What the READMEs and the tutorial show is what the commands print.
//!
//! After a change that is meant, `POLC_BLESS=1 cargo test --test readme` writes them anew.
#![allow(clippy::unwrap_used, clippy::panic, clippy::disallowed_methods)]

mod common;

use std::ffi::OsString;

use common::root;
use polc::cli::{self, Environment};
use polc::driver::Disk;

/// What a command line prints, run in the project's directory.
fn printed(line: &str) -> String {
    std::env::set_current_dir(root()).unwrap();
    let environment =
        Environment { files: &Disk, variable: &|_| None, terminal: false, width: None };
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let args = line.split_whitespace().map(OsString::from);
    cli::run(args, &environment, &mut out, &mut err);
    let out = [out, err].map(|text| String::from_utf8(text).unwrap()).concat();
    assert!(!out.contains("```"), "{line} prints the end of a block");
    out.trim_end().lines().map(|line| format!("{}\n", without_digest(line).trim_end())).collect()
}

/// The digest of the policies changes with every edit; the READMEs show dots for it.
fn without_digest(line: &str) -> String {
    let digest = |text: &str| text.len() == 12 && text.bytes().all(|byte| byte.is_ascii_hexdigit());
    let word = line.split(['(', ')', '（', '）']).find(|word| digest(word));
    word.map_or_else(|| line.to_owned(), |word| line.replace(word, "…"))
}

/// A README with what its console blocks print put anew.
fn renewed(text: &str) -> String {
    let mut blocks = text.split("```console\n");
    let mut renewed = blocks.next().unwrap().to_owned();
    for block in blocks {
        let (shown, rest) = block.split_once("```").unwrap();
        let line = shown.lines().next().unwrap();
        let output = printed(line.strip_prefix("$ ").unwrap());
        renewed.push_str(&format!("```console\n{line}\n{output}```{rest}"));
    }
    renewed
}

#[test]
fn the_pages_show_what_is_printed() {
    for name in ["README.md", "README.zh.md", "docs/drafting.md"] {
        let path = root().join(name);
        let text = std::fs::read_to_string(&path).unwrap();
        let renewed = renewed(&text);
        if std::env::var_os("POLC_BLESS").is_some() {
            std::fs::write(&path, renewed).unwrap();
        } else {
            assert_eq!(text, renewed, "{name}");
        }
    }
}
