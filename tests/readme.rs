//! What the READMEs and the tutorial show is what the commands print.
//!
//! After a change that is meant, `POLC_BLESS=1 cargo test --test readme` writes them anew.
#![allow(clippy::unwrap_used, clippy::panic, clippy::disallowed_methods)]

mod common;

use std::ffi::OsString;
use std::io::{self, Cursor, Seek, Write};
use std::path::{Path, PathBuf};

use common::root;
use polc::cli::{self, Environment};
use polc::driver::{Disk, FileKind, Files, Output};

/// What a command line prints, run in the project's directory.
fn printed(line: &str) -> String {
    std::env::set_current_dir(root()).unwrap();
    let environment =
        Environment { files: &Unwritten, variable: &|_| None, terminal: false, width: None };
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let args = line.split_whitespace().map(OsString::from);
    cli::run(args, &environment, &mut out, &mut err);
    let out = [out, err].map(|text| String::from_utf8(text).unwrap()).concat();
    assert!(!out.contains("```"), "{line} prints the end of a block");
    out.trim_end().lines().map(|line| format!("{}\n", without_digest(line).trim_end())).collect()
}

/// The files of the machine, of which none is written.
struct Unwritten;

impl Files for Unwritten {
    fn kind(&self, path: &Path) -> io::Result<FileKind> {
        Disk.kind(path)
    }

    fn entries(&self, directory: &Path) -> io::Result<Vec<PathBuf>> {
        Disk.entries(directory)
    }

    fn read(&self, file: &Path) -> io::Result<Vec<u8>> {
        Disk.read(file)
    }

    fn write(&self, _: &Path, _: &str) -> io::Result<()> {
        Ok(())
    }

    fn create(&self, _: &Path) -> io::Result<Box<dyn Output + '_>> {
        Ok(Box::new(Nowhere(Cursor::default())))
    }

    fn identity(&self, path: &Path) -> io::Result<PathBuf> {
        Disk.identity(path)
    }
}

/// An output that is thrown away.
struct Nowhere(Cursor<Vec<u8>>);

impl Write for Nowhere {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Seek for Nowhere {
    fn seek(&mut self, to: io::SeekFrom) -> io::Result<u64> {
        self.0.seek(to)
    }
}

impl Output for Nowhere {
    fn commit(self: Box<Self>) -> io::Result<()> {
        Ok(())
    }
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
    let pages = ["README.md", "README.zh.md", "docs/drafting.md"];
    for name in pages.into_iter().chain(["docs/analyst.md", "docs/analyst.zh.md"]) {
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
