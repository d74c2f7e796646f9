//! `--history` in a batch: each record knows what earlier runs awarded, and leaves a page behind.

use std::sync::{Mutex, PoisonError};

use crate::batch::{Evaluated, Executor, Fold};
use crate::dataset::{Problems, Record};
use crate::diag::Diagnostic;
use crate::history::{Book, Names, Page};

/// Evaluates records that know what a history tells of them.
pub(super) struct Knowing<'b, 'p, E> {
    executor: E,
    book: Option<&'b Book<'p>>,
    /// What a history and the data disagree on.
    found: Mutex<Vec<Diagnostic>>,
}

impl<'b, 'p, E> Knowing<'b, 'p, E> {
    /// With no history, the executor alone.
    pub(super) fn new(executor: E, book: Option<&'b Book<'p>>) -> Self {
        Self { executor, book, found: Mutex::default() }
    }

    /// What a history and the data disagree on, whatever the order in which it was found.
    pub(super) fn found(self) -> Vec<Diagnostic> {
        let mut found = self.found.into_inner().unwrap_or_else(PoisonError::into_inner);
        found.sort_by(|one, other| one.message.cmp(&other.message));
        let mut problems = Problems::default();
        problems.extend(found);
        problems.into_told()
    }
}

impl<E: Executor> Executor for Knowing<'_, '_, E> {
    fn evaluate(&self, mut records: Vec<Record>) -> Vec<Evaluated> {
        for record in &mut records {
            let Some(book) = self.book else { break };
            let stated =
                names(book, record).and_then(|names| book.state(&names, &mut record.facts));
            if let Err(problems) = stated {
                self.found.lock().unwrap_or_else(PoisonError::into_inner).extend(problems);
            }
        }
        self.executor.evaluate(records)
    }
}

/// What a batch leaves behind in a history.
pub(super) struct Leaving<'b, 'p> {
    book: &'b Book<'p>,
    pages: Vec<Page>,
}

impl<'b, 'p> Leaving<'b, 'p> {
    /// Nothing as yet.
    pub(super) fn new(book: &'b Book<'p>) -> Self {
        Self { book, pages: Vec::new() }
    }

    /// The pages of all records.
    pub(super) fn into_pages(self) -> Vec<Page> {
        self.pages
    }
}

impl Fold for Leaving<'_, '_> {
    fn fresh(&self) -> Self {
        Self { book: self.book, pages: Vec::new() }
    }

    fn take(&mut self, evaluated: &Evaluated) {
        // What cannot be named was told when the record was evaluated.
        if let Ok(names) = names(self.book, &evaluated.record) {
            self.pages.push(self.book.page(&names, &evaluated.record.facts, &evaluated.outcomes));
        }
    }

    fn join(&mut self, later: Self) {
        self.pages.extend(later.pages);
    }
}

/// The subject at the top by its id, those below it by what they are called (their ids, unless the
/// data name them).
fn names(book: &Book<'_>, record: &Record) -> Result<Names, Vec<Diagnostic>> {
    let below = record.facts.subjects.iter().skip(1).map(|subject| subject.label.as_str());
    let ids: Vec<&str> = std::iter::once(record.id.as_str()).chain(below).collect();
    book.names(&record.facts, &ids)
}
