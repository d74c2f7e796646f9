//! Whether the rules say the figures of the official text, and only those.
//!
//! | file | what it holds |
//! |---|---|
//! | `literals` | the literals of a clause, and on which side of a boundary each stands |
//! | `notes` | what the clause says of figures: waived, one number, from elsewhere |
//! | `matching` | which literal stands for which figure |
//! | `words` | the words of a clause, in which references must be named |
//! | `problems` | what is told of figures and literals that are left over |
//!
//! Each figure of the ledger needs a literal of its own, of equal value, in its clause, on its side
//! of the boundary. One literal may stand for several figures only where the file says so (同数); a
//! figure without a literal is waived with a reason (豁免). Each literal needs a figure, or its source
//! named (外据). `docs/figures.md` has the rules and why they are so.

mod literals;
mod matching;
mod notes;
mod problems;
mod words;

use std::collections::BTreeSet;

use crate::ast::{At, Clause, ClauseEntry, Comment, FigureNote, File, Item, List, ListEntry};
use crate::diag::{ClauseRef, Diagnostic, Diagnostics};
use crate::ledger::{Ledger, Row, Value};
use crate::quantity::Counts;
use crate::source::Span;
use literals::Literal;
use matching::Outcome;
use notes::Notes;

/// The figures of a policy set held against its ledger.
#[derive(Debug, Default)]
pub struct Figures {
    /// What does not agree.
    pub diagnostics: Diagnostics,
    /// The figures of each clause of the ledger, and what became of them.
    pub tallies: Vec<Tally>,
}

/// The figures of a clause of the ledger.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tally {
    /// The clause; 0 is the list.
    pub clause: u32,
    /// Its figures in the order of the text, and what became of each.
    pub figures: Vec<(Row, Fate)>,
}

/// What became of a figure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fate {
    /// This literal stands for it.
    Said(Span),
    /// A reference, which the words of the file name.
    Named,
    /// The file says why no literal does.
    Waived(String),
    /// Nothing stands for it.
    Open,
}

impl Tally {
    /// The figures of a clause, all open.
    fn open_all(ledger: &Ledger, clause: u32) -> Self {
        let figures = ledger.of_clause(clause).map(|row| (row.clone(), Fate::Open));
        Self { clause, figures: figures.collect() }
    }

    /// How many a literal (or, of a reference, a word) of the file stands for.
    pub fn matched(&self) -> usize {
        self.count(|fate| matches!(fate, Fate::Said(_) | Fate::Named))
    }

    /// How many the file waives.
    pub fn waived(&self) -> usize {
        self.count(|fate| matches!(fate, Fate::Waived(_)))
    }

    /// How many are neither matched nor waived.
    pub fn open(&self) -> usize {
        self.count(|fate| *fate == Fate::Open)
    }

    fn count(&self, is: impl Fn(&Fate) -> bool) -> usize {
        self.figures.iter().filter(|(_, fate)| is(fate)).count()
    }
}

/// Holds every clause against the ledger.
pub fn figures(files: &[File], ledger: &Ledger, counts: &Counts) -> Figures {
    let mut found = Figures::default();
    let mut written = BTreeSet::new();
    for file in files {
        for item in &file.items {
            let Some(item) = Written::of(item, &file.comments) else { continue };
            written.insert(item.number);
            let (tally, problems) = item.against(ledger, counts);
            found.tallies.push(tally);
            found.diagnostics.extend(problems);
        }
    }
    for clause in ledger.clauses().into_iter().filter(|clause| !written.contains(clause)) {
        found.tallies.push(Tally::open_all(ledger, clause));
        found.diagnostics.extend(ledger.of_clause(clause).next().map(problems::unwritten));
    }
    found.tallies.retain(|tally| !tally.figures.is_empty());
    found.tallies.sort_by_key(|tally| tally.clause);
    found
}

/// What does not agree in one clause. Without the comments of its file, which may name references,
/// these are taken as named.
pub fn figures_of(clause: &Clause, ledger: &Ledger, counts: &Counts) -> Vec<Diagnostic> {
    Written::clause(clause, None).against(ledger, counts).1
}

/// What of a file stands for a clause of the text: a clause, or the list for all outside of them.
struct Written<'a> {
    number: u32,
    source: Option<String>,
    /// Where its name stands.
    head: Span,
    body: Body<'a>,
    /// Those of the file, if they are at hand.
    comments: Option<&'a [Comment]>,
}

enum Body<'a> {
    Clause(&'a Clause),
    List(&'a List),
}

impl<'a> Written<'a> {
    fn of(item: &'a Item, comments: &'a [Comment]) -> Option<Self> {
        match item {
            Item::Clause(clause) => Some(Self::clause(clause, Some(comments))),
            Item::List(list) => Some(Self {
                number: 0,
                source: None,
                head: list.name.zh.at.0,
                body: Body::List(list),
                comments: Some(comments),
            }),
            _ => None,
        }
    }

    fn clause(clause: &'a Clause, comments: Option<&'a [Comment]>) -> Self {
        let mut sources = clause.entries.iter().rev().filter_map(|entry| match entry {
            ClauseEntry::Source(text) => Some(text.text.clone()),
            _ => None,
        });
        Self {
            number: clause.number,
            source: sources.next(),
            head: clause.number_at.0.to(clause.name.zh.at.0),
            body: Body::Clause(clause),
            comments,
        }
    }

    fn literals(&self, counts: &Counts) -> Vec<Literal> {
        match &self.body {
            Body::Clause(clause) => literals::of_clause(&clause.entries, counts),
            Body::List(list) => literals::of_list(list, counts),
        }
    }

    fn notes(&self) -> Vec<&'a FigureNote> {
        match &self.body {
            Body::Clause(clause) => notes_in(&clause.entries),
            Body::List(list) => {
                let notes = list.entries.iter().filter_map(|entry| match entry {
                    ListEntry::FigureNote(note) => Some(note),
                    _ => None,
                });
                notes.collect()
            }
        }
    }

    /// All that its strings and comments say, as references are looked for; none where it cannot be
    /// told.
    fn words(&self) -> Option<Vec<String>> {
        let said = match &self.body {
            Body::Clause(clause) => words::of_clause(clause),
            Body::List(list) => words::of_list(list),
        };
        let comments = self.comments?.iter().map(|comment| words::plain(&comment.text));
        Some(said.into_iter().chain(comments).collect())
    }

    fn against(&self, ledger: &Ledger, counts: &Counts) -> (Tally, Vec<Diagnostic>) {
        let mut problems = Vec::new();
        let mut figures = Vec::new();
        for row in ledger.of_clause(self.number) {
            match Value::read(&row.figure, counts) {
                Ok(value) => figures.push(Figure { row, value: Some(value) }),
                Err(_) if row.is_reference() => figures.push(Figure { row, value: None }),
                Err(error) => problems.push(problems::unreadable(row, &error)),
            }
        }
        let name = ClauseRef::new(self.number.to_string(), self.source.clone());
        let mut tally = Tally::open_all(ledger, self.number);
        // With figures lost, literals would only seem to come from nowhere.
        if !problems.is_empty() {
            return (tally, problems);
        }
        let literals = self.literals(counts);
        let notes = notes::resolve(&self.notes(), &figures, counts);
        let refers = figures.iter().any(|figure| figure.row.is_reference());
        let said = if refers { self.words() } else { None };
        let outcome = matching::outcome(&figures, &literals, &notes, said.as_deref());
        for (position, (_, fate)) in tally.figures.iter_mut().enumerate() {
            *fate = became(position, &literals, &notes, &outcome);
        }
        problems.extend(notes.problems);
        problems.extend(problems::of(self.head, &figures, &literals, &outcome));
        let named = problems.into_iter().map(|problem| match self.number {
            0 => problem,
            _ => problem.clause(&name),
        });
        (tally, named.collect())
    }
}

/// What became of the figure at a position.
fn became(position: usize, literals: &[Literal], notes: &Notes, outcome: &Outcome) -> Fate {
    if let Some(reason) = notes.waived.get(&position) {
        return Fate::Waived(reason.clone());
    }
    let matched = outcome.matched.iter().find(|(figure, _)| *figure == position);
    match matched.map(|(_, literal)| literal.and_then(|at| literals.get(at))) {
        Some(Some(literal)) => Fate::Said(literal.at),
        Some(None) => Fate::Named,
        None => Fate::Open,
    }
}

fn notes_in(entries: &[ClauseEntry]) -> Vec<&FigureNote> {
    let notes = entries.iter().flat_map(|entry| match entry {
        ClauseEntry::FigureNote(note) => vec![note],
        ClauseEntry::Part(part) => notes_in(&part.entries),
        _ => Vec::new(),
    });
    notes.collect()
}

/// A figure of the text.
#[derive(Debug)]
struct Figure<'a> {
    row: &'a Row,
    /// None for a reference that is no value, such as a document's number.
    value: Option<Value>,
}

/// The place of a node.
fn span(At(span): At) -> Span {
    span
}
