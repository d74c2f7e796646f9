//! The ledger of a policy set: the figures of the official text, in a file beside the policies.

use std::path::{Path, PathBuf};

use super::{Compiled, FileKind, Files, text};
use crate::analyze::figures::{Figures, figures};
use crate::diag::Diagnostics;
use crate::ledger::Ledger;
use crate::source::Sources;

/// The ledger's name in the directory of the policies.
const LEDGER: &str = "figures.csv";

/// A ledger, and what is wrong with its lines.
#[derive(Debug)]
pub struct Held {
    /// The lines that are well formed.
    pub ledger: Ledger,
    /// What is said of the others.
    pub diagnostics: Diagnostics,
}

/// The ledger of the set that these paths make, if it has one; its text is added to the sources.
pub fn ledger(files: &dyn Files, paths: &[PathBuf], sources: &mut Sources) -> Option<Held> {
    let beside = paths.iter().map(|path| path.join(LEDGER));
    let mut there = beside.filter(|path| matches!(files.kind(path), Ok(FileKind::File { .. })));
    there.next().map(|path| ledger_at(files, &path, sources))
}

/// The ledger in a file.
pub fn ledger_at(files: &dyn Files, path: &Path, sources: &mut Sources) -> Held {
    match text(files, path) {
        Ok(text) => {
            let name = path.display().to_string().replace('\\', "/");
            let file = sources.add(name, text.as_str());
            let (ledger, diagnostics) = Ledger::read(file, &text);
            Held { ledger, diagnostics }
        }
        Err(problem) => {
            Held { ledger: Ledger::default(), diagnostics: [*problem].into_iter().collect() }
        }
    }
}

/// Holds a compiled set against its ledger; nothing where it has none, or does not compile.
///
/// A ledger with bad lines lacks figures, so then only these are told.
pub fn against_ledger(files: &dyn Files, compiled: &mut Compiled) -> Option<Figures> {
    let program = compiled.program.as_ref()?;
    let Held { ledger, diagnostics } = ledger(files, &compiled.paths, &mut compiled.sources)?;
    if diagnostics.has_errors() {
        return Some(Figures { diagnostics, tallies: Vec::new() });
    }
    Some(figures(&compiled.files, &ledger, &program.vocabulary.counts()))
}
