//! CSV: text without types, in UTF-8 or GB18030.

mod encoding;
mod metered;
mod read;
mod write;

use std::io;

use super::cell::trimmed;
pub(super) use encoding::{Undecodable, Why};
pub(super) use metered::Metered;
pub(super) use read::open;
pub(super) use write::CsvWriter;

/// What makes a spreadsheet take a text for a formula when it opens a CSV file.
const FORMULA_STARTS: [char; 6] = ['=', '+', '-', '@', '\t', '\r'];

/// The mark in front of a text that a spreadsheet would take for a formula.
const GUARD: char = '\'';

/// Whether a text needs a [`GUARD`] to read back as it is: it would be taken for a formula, or it
/// is a text that looks guarded already.
fn needs_guard(text: &str) -> bool {
    text.trim_start_matches(GUARD).starts_with(FORMULA_STARTS)
}

/// The text of a cell without its guard and without blanks around it: the inverse of writing it.
pub(super) fn without_guard(field: &str) -> &str {
    let text = trimmed(field);
    match text.strip_prefix(GUARD) {
        Some(guarded) if needs_guard(guarded) => guarded.trim(),
        _ => text,
    }
}

/// The system's error inside one of the csv crate.
fn system(error: csv::Error) -> io::Error {
    let told = error.to_string();
    match error.into_kind() {
        csv::ErrorKind::Io(error) => error,
        _ => io::Error::other(told),
    }
}
