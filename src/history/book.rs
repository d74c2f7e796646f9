//! What a history holds.

use std::collections::{BTreeMap, BTreeSet};

use crate::eval::PastAmount;
use crate::ir::{Body, KindId, RuleId};
use crate::scenario::Directory;

/// A subject as a history names it: its kind and its id, with those of its parents in front.
pub(super) type Key = (KindId, String);

/// A kept award history.
#[derive(Debug, Clone)]
pub struct Book<'p> {
    pub(super) directory: &'p Directory<'p>,
    /// Kinds whose subjects may be awarded money, or that stand at the top.
    pub(super) named: Vec<bool>,
    /// Whether what it does not list was not paid, whatever the subject and the year.
    pub(super) complete: bool,
    pub(super) subjects: BTreeMap<Key, Entries>,
}

/// What is told of a subject.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Entries {
    /// Years whose awards are all told, for a subject at the top and all below it; none stands for
    /// every year.
    pub(super) settled: BTreeSet<Option<i32>>,
    pub(super) awards: BTreeMap<Award, Sum>,
}

/// Which award, of a subject.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Award {
    /// None where no year is bound, or the year is not known.
    pub(super) year: Option<i32>,
    pub(super) rule: RuleId,
    pub(super) stage: usize,
}

/// How much was awarded, and what the parts came to before caps of a wider scope, by their ids.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Sum {
    pub(super) amount: PastAmount,
    pub(super) parts: BTreeMap<String, PastAmount>,
}

/// What a run leaves behind of its subjects, to take the place of what a book tells of them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Page(pub(super) Vec<(Key, Entries)>);

impl<'p> Book<'p> {
    /// A book in which nothing is told yet.
    #[must_use]
    pub fn new(directory: &'p Directory<'p>) -> Book<'p> {
        let program = directory.program;
        let kinds = &program.vocabulary.kinds;
        let mut named: Vec<bool> = kinds.iter().map(|kind| kind.parent.is_none()).collect();
        let rules = (0..).map(RuleId).zip(&program.rules);
        for (id, _) in rules.filter(|(_, rule)| matches!(rule.body, Body::Money(_))) {
            for kind in directory.kinds_of(id) {
                if let Some(named) = named.get_mut(kind.index()) {
                    *named = true;
                }
            }
        }
        Book { directory, named, complete: false, subjects: BTreeMap::new() }
    }

    /// Takes the book for complete: what it does not list was not paid. Of every subject that is
    /// run from now on it says so itself.
    pub fn declare_complete(&mut self) {
        self.complete = true;
    }

    /// Takes in what a run left behind.
    pub fn replace(&mut self, page: Page) {
        self.subjects.extend(page.0);
    }
}
