//! Problems as data for programs: `--format json` and the language server.

use serde::Serialize;

use super::{CellPlace, ClauseRef, Code, Diagnostic, Severity, Text};
use crate::source::{Position, Sources, Span};

/// A problem with its places worked out, ready to be serialised.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Record {
    /// The stable code.
    pub code: Code,
    /// How bad it is.
    pub severity: Severity,
    /// The sentence, in both languages, without the clause.
    pub message: Text,
    /// The clause it arose in.
    pub clause: Option<ClauseRef>,
    /// Where it is; nothing if it has no place.
    #[serde(flatten)]
    pub place: Option<Place>,
    /// The cell of a table that it is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cell: Option<CellPlace>,
    /// Every labelled place, the guilty one among them.
    pub labels: Vec<LabelRecord>,
    /// Facts that show the problem.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub witness: Option<Text>,
    /// An edit that would compile.
    pub help: Option<Text>,
}

/// A stretch of a file, by lines and columns from 1; columns count characters.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Place {
    /// The file's name.
    pub file: String,
    /// The line of its first character.
    pub line: usize,
    /// The column of its first character.
    pub column: usize,
    /// The place just after its last character.
    pub end: Position,
}

/// A label with its place worked out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LabelRecord {
    /// Where.
    #[serde(flatten)]
    pub place: Place,
    /// What is said of it.
    pub text: Text,
    /// Whether it is the guilty place.
    pub primary: bool,
}

/// The problems as records, in the order given.
pub fn records(found: &[Diagnostic], sources: &Sources) -> Vec<Record> {
    found.iter().map(|one| record(one, sources)).collect()
}

/// One problem as a record.
pub fn record(diagnostic: &Diagnostic, sources: &Sources) -> Record {
    let labels = diagnostic.labels.iter().map(|label| LabelRecord {
        place: place(label.span, sources),
        text: label.text.clone(),
        primary: label.primary,
    });
    Record {
        code: diagnostic.code,
        severity: diagnostic.severity,
        message: diagnostic.message.clone(),
        clause: diagnostic.clause.clone(),
        place: diagnostic.span().map(|span| place(span, sources)),
        cell: diagnostic.cell.as_deref().cloned(),
        labels: labels.collect(),
        witness: diagnostic.witness.clone(),
        help: diagnostic.help.clone(),
    }
}

fn place(span: Span, sources: &Sources) -> Place {
    let Position { line, column } = sources.position(span);
    let file = sources.get(span.file);
    Place {
        file: file.map_or_else(String::new, |file| file.name().to_owned()),
        line,
        column,
        end: sources.end_position(span),
    }
}
