//! Runs the passes: load → parse → resolve → check → analyze. The only part of the library that
//! touches files.

mod compile;
mod files;
mod image;
mod ledger;
mod load;
mod output;
mod tables;

pub use compile::{compile, compile_parsed, data};
pub use files::{Disk, FileKind, Files, Input, Output};
pub use image::{Image, Shipped, decode_image, encode_image, shipped};
pub use ledger::{Held, against_ledger, ledger, ledger_at};
pub use load::{Texts, text, texts};
pub use output::{commit, create, unwritable};
pub use tables::tables;

use std::path::PathBuf;

use crate::ast;
use crate::diag::{Diagnostic, Diagnostics, Severity};
use crate::ir::Program;
use crate::source::{FileId, Sources};
use crate::syntax;

/// A policy set as far as the passes got with it.
#[derive(Debug)]
pub struct Compiled {
    /// The texts.
    pub sources: Sources,
    /// The files and directories that make the set.
    pub paths: Vec<PathBuf>,
    /// The trees, in the order of the texts; of a file with mistakes, what could be made of it.
    pub files: Vec<ast::File>,
    /// The checked program; none when there are errors.
    pub program: Option<Program>,
    /// The problems found, by place.
    pub diagnostics: Vec<Diagnostic>,
}

/// Texts and their trees, before any name is looked up.
#[derive(Debug)]
pub struct Parsed {
    /// The texts.
    pub sources: Sources,
    /// The path of each.
    pub paths: Vec<PathBuf>,
    /// The trees, in the order of the texts; of a file with mistakes, what could be made of it.
    pub files: Vec<ast::File>,
    /// What could not be read or parsed.
    pub diagnostics: Diagnostics,
}

/// Loads and parses the files and directories named.
pub fn parse(files: &dyn Files, paths: &[PathBuf]) -> Parsed {
    let Texts { sources, paths, mut diagnostics } = texts(files, paths);
    let files = trees(&sources, &mut diagnostics);
    Parsed { sources, paths, files, diagnostics }
}

/// The trees of texts, in their order.
pub fn trees(sources: &Sources, diagnostics: &mut Diagnostics) -> Vec<ast::File> {
    let files = sources.iter().map(|(id, file)| {
        let (tree, problems) = syntax::parse(id, file.text());
        diagnostics.extend(problems);
        tree
    });
    files.collect()
}

/// The files in which errors were found.
pub fn broken(diagnostics: &Diagnostics) -> impl Iterator<Item = FileId> {
    let errors = diagnostics.iter().filter(|one| one.severity == Severity::Error);
    errors.filter_map(|one| one.span()).map(|span| span.file)
}
