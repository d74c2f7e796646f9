//! A clause file drafted from its official text: what a drafter starts from.
//!
//! | file | what it holds |
//! |---|---|
//! | `sort` | what part of a rule a figure most likely is |
//! | `rules` | rules made of the figures, in the order of the text |
//! | `write` | the file as text |
//!
//! The draft parses. Names that a drafter has to choose are placeholders (待填…), which the checker
//! then reports one by one, so that what is still to be done can neither be overlooked nor run.

mod rules;
mod sort;
mod write;

use crate::diag::{Diagnostic, Lang};
use crate::format::{Dictionary, format};
use crate::ledger::{ClauseText, figures_in};
use crate::source::{FileId, SourceFile};
use crate::syntax::parse;

/// The file of a clause, in a language.
pub fn draft(clause: &ClauseText, lang: Lang) -> Result<String, Box<Diagnostic>> {
    let figures = figures_in(&clause.text);
    let rules = rules::rules(&figures);
    let written = write::file(clause, &figures, &rules);
    let (tree, _) = parse(FileId::default(), &written);
    let dictionary = Dictionary::of([&tree]);
    format(&tree, &SourceFile::new("draft.pol", &*written), &dictionary, lang)
}
