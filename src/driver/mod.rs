//! Runs the passes: load → parse → resolve → check. The only part of the library that reads files.

mod files;
mod image;
mod load;

pub use files::{Disk, FileKind, Files};
pub use image::{SHIPPED, decode_image, encode_image, shipped, sources_of};
pub use load::{Texts, text, texts};

use std::path::PathBuf;

use crate::ast;
use crate::check;
use crate::diag::{Diagnostic, Diagnostics};
use crate::ir::Program;
use crate::source::{FileId, Sources};
use crate::syntax;

/// A policy set as far as the passes got with it.
#[derive(Debug)]
pub struct Compiled {
    /// The texts.
    pub sources: Sources,
    /// The trees, by file; of a file with mistakes, what could be made of it.
    pub files: Vec<(FileId, ast::File)>,
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
    /// The trees, by file.
    pub files: Vec<(FileId, ast::File)>,
    /// What could not be read or parsed.
    pub diagnostics: Diagnostics,
}

/// Loads and parses the files and directories named.
pub fn parse(files: &dyn Files, paths: &[PathBuf]) -> Parsed {
    let Texts { sources, mut diagnostics } = texts(files, paths);
    let files = sources
        .iter()
        .map(|(id, file)| {
            let (tree, problems) = syntax::parse(id, file.text());
            diagnostics.extend(problems);
            (id, tree)
        })
        .collect();
    Parsed { sources, files, diagnostics }
}

/// Compiles the policy set made of the files and directories named.
pub fn compile(files: &dyn Files, paths: &[PathBuf]) -> Compiled {
    let Parsed { sources, files, mut diagnostics } = parse(files, paths);
    let (ids, trees): (Vec<FileId>, Vec<ast::File>) = files.into_iter().unzip();
    let (program, problems) = check::program(&trees, &sources);
    let program = program.filter(|_| !diagnostics.has_errors());
    diagnostics.extend(problems);
    let files = ids.into_iter().zip(trees).collect();
    Compiled { sources, files, program, diagnostics: diagnostics.into_sorted() }
}
