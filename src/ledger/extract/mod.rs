//! Figures read out of an official text.
//!
//! | file | what it holds |
//! |---|---|
//! | `data` | unit words, idioms, comparison words of official writing |
//! | `flow` | a text as one run of characters, whatever lines and pages it was set in |
//! | `numeral` | numerals in Arabic digits and in hanzi |
//! | `scan` | the numbers, dates and references of a run, as written |
//! | `settle` | what is left out in writing filled in: units of ranges and lists, `每吨`, words |
//! | `clauses` | the clauses of a whole text |
//!
//! What a text means by a word cannot be read out of it by rules alone: an extracted ledger is a
//! draft that a person reviews, and a second opinion on one that a person wrote.

mod clauses;
mod data;
mod flow;
mod numeral;
mod scan;
mod settle;

pub use clauses::{ClauseText, clauses};

use super::table::{Ledger, Row};
use crate::source::Span;

/// A figure of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Figure {
    /// In the notation of the language.
    pub figure: String,
    /// The text's comparison word; empty where there is none.
    pub word: String,
    /// The words around it, to find it by.
    pub context: String,
}

/// The figures of a stretch of text, in its order.
pub fn figures_in(text: &str) -> Vec<Figure> {
    let chars = flow::run(text);
    settle::settle(&chars, scan::scan(&chars))
}

/// The ledger of a whole text. The column for roles holds the words around each figure, for whoever
/// reviews it.
pub fn extract(text: &str) -> Ledger {
    let mut rows = Vec::new();
    for ClauseText { number, text, .. } in clauses(text) {
        for (figure, ordinal) in figures_in(&text).into_iter().zip(1..) {
            let Figure { figure, word, context } = figure;
            let (at, figure_at) = (Span::default(), Span::default());
            rows.push(Row { clause: number, ordinal, figure, word, role: context, at, figure_at });
        }
    }
    Ledger { rows }
}
