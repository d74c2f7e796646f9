//! One problem, as data.

use serde::Serialize;

use super::{CellPlace, Code, Lang, Severity, Text};
use crate::source::Span;

/// A span and what is to be said of it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Label {
    /// The smallest stretch of source that the words are about.
    pub span: Span,
    /// What is to be said; may be empty, when marking the place says enough.
    pub text: Text,
    /// Whether this is the guilty place, rather than one that says why.
    pub primary: bool,
}

/// The clause a problem belongs to, as people name it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct ClauseRef {
    /// Its number in the policy set: `14`.
    pub number: String,
    /// Its number in the official text: `二·14`.
    pub official: Option<String>,
}

impl ClauseRef {
    /// A clause by its number and its official number.
    pub fn new(number: impl Into<String>, official: Option<String>) -> Self {
        let number = number.into();
        Self { number, official }
    }

    /// The clause as it stands in front of a message.
    pub fn name(&self, lang: Lang) -> String {
        let number = &self.number;
        match (lang, &self.official) {
            (Lang::Zh, Some(official)) => format!("条款 {number}（{official}）"),
            (Lang::Zh, None) => format!("条款 {number}"),
            (Lang::En, Some(official)) => format!("clause {number} ({official})"),
            (Lang::En, None) => format!("clause {number}"),
        }
    }
}

/// One problem: a code, a sentence that stands alone, the places, and the way out.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Diagnostic {
    /// The stable code, under which `polc explain` tells more.
    pub code: Code,
    /// How bad it is; from the code unless raised or lowered.
    pub severity: Severity,
    /// One short sentence that can be read without the source. It does not name the clause:
    /// the renderer puts that in front.
    pub message: Text,
    /// The places, in the order they were added.
    pub labels: Vec<Label>,
    /// Facts that show the problem.
    pub witness: Option<Text>,
    /// An edit that would compile.
    pub help: Option<Text>,
    /// The clause in which it arose, if it did in one.
    pub clause: Option<ClauseRef>,
    /// The cell of a table that it is about, if it is about one.
    pub cell: Option<Box<CellPlace>>,
}

impl Diagnostic {
    /// A problem without a place as yet.
    pub fn new(code: Code, message: Text) -> Self {
        Self {
            code,
            severity: code.severity(),
            message,
            labels: Vec::new(),
            witness: None,
            help: None,
            clause: None,
            cell: None,
        }
    }

    /// Marks the guilty place and says what is wrong with it.
    pub fn primary(self, span: Span, text: Text) -> Self {
        self.label(span, text, true)
    }

    /// Marks a place that says why.
    pub fn secondary(self, span: Span, text: Text) -> Self {
        self.label(span, text, false)
    }

    /// Marks the guilty place without words.
    pub fn at(self, span: Span) -> Self {
        self.primary(span, Text::default())
    }

    /// Says for which facts the problem shows.
    pub fn witness(mut self, witness: Text) -> Self {
        self.witness = Some(witness);
        self
    }

    /// Says which edit would compile.
    pub fn help(mut self, help: Text) -> Self {
        self.help = Some(help);
        self
    }

    /// Says which edit would compile, when one is known.
    pub fn maybe_help(mut self, help: Option<Text>) -> Self {
        self.help = help.or(self.help);
        self
    }

    /// Names the clause.
    pub fn clause(mut self, clause: &ClauseRef) -> Self {
        self.clause = Some(clause.clone());
        self
    }

    /// Names the cell of a table.
    pub fn in_cell(mut self, cell: CellPlace) -> Self {
        self.cell = Some(Box::new(cell));
        self
    }

    /// The label that says where the problem is: the first primary one, else the first.
    pub fn primary_label(&self) -> Option<&Label> {
        let primary = self.labels.iter().find(|label| label.primary);
        primary.or_else(|| self.labels.first())
    }

    /// Where the problem is.
    pub fn span(&self) -> Option<Span> {
        self.primary_label().map(|label| label.span)
    }

    /// The sentence with its cell or its clause in front, as it is shown.
    pub fn sentence(&self, lang: Lang) -> String {
        let cell = self.cell.iter().map(|cell| cell.to_string());
        let clause = self.clause.iter().map(|clause| clause.name(lang));
        let colon = if lang == Lang::Zh { "：" } else { ": " };
        let mut parts: Vec<String> = cell.chain(clause).collect();
        parts.push(self.message.get(lang).to_owned());
        parts.join(colon)
    }

    fn label(mut self, span: Span, text: Text, primary: bool) -> Self {
        self.labels.push(Label { span, text, primary });
        self
    }
}
