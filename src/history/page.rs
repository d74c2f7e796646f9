//! From the outcomes of a run to what it leaves behind.

use std::collections::btree_map::Entry;

use super::book::{Award, Book, Entries, Page, Sum};
use super::names::Names;
use super::state::runs;
use crate::eval::{Facts, Outcome, awarded};

impl Book<'_> {
    /// What a run of these facts leaves behind of its subjects.
    ///
    /// What it came to in the years run, and without a year, takes the place of what the book told
    /// of them. Of other years it only adds: an award given once falls in the year of its event,
    /// whatever years are run, and may not have been due when that year was.
    #[must_use]
    pub fn page(&self, names: &Names, facts: &Facts, outcomes: &[Outcome]) -> Page {
        let is_new = |year: Option<i32>| year.is_none_or(|year| runs(facts, year));
        let mut page: Vec<_> = names
            .iter()
            .map(|(subject, key)| {
                let mut entries = self.subjects.get(key).cloned().unwrap_or_default();
                entries.awards.retain(|award, _| !is_new(award.year));
                let is_top = facts.subject(subject).is_some_and(|own| own.parent.is_none());
                if is_top {
                    entries.settle(facts.years, self.complete);
                }
                (subject, key, entries)
            })
            .collect();
        for outcome in outcomes {
            let Some((amount, parts)) = awarded(self.directory.program, outcome) else { continue };
            let to = page.iter_mut().find(|(subject, ..)| Some(*subject) == outcome.subject);
            let Some((_, _, entries)) = to else { continue };
            let award = Award { year: outcome.year, rule: outcome.rule, stage: outcome.stage };
            let part = |(part, amount)| Some((names.of(part)?.1.clone(), amount));
            let parts = parts.into_iter().filter_map(part).collect();
            if let Entry::Vacant(vacant) = entries.awards.entry(award) {
                vacant.insert(Sum { amount, parts });
            }
        }
        Page(page.into_iter().map(|(_, key, entries)| (key.clone(), entries)).collect())
    }
}

impl Entries {
    fn settle(&mut self, years: Option<(i32, i32)>, complete: bool) {
        if let Some((first, last)) = years {
            self.settled.extend((first..=last).map(Some));
        }
        if complete {
            self.settled.insert(None);
        }
    }
}
