//! The problems of a data set: the first of them, and how many more there are.

use crate::diag::{Code, Diagnostic};
use crate::text;

/// Problems, of which so many are told and the rest are counted.
#[derive(Debug, Clone)]
pub struct Problems {
    told: Vec<Diagnostic>,
    limit: usize,
    more: u64,
}

/// How many problems of a data set are told.
pub const TOLD: usize = 1000;

impl Default for Problems {
    fn default() -> Self {
        Self::new(TOLD)
    }
}

impl Problems {
    /// None as yet, of which so many will be told.
    #[must_use]
    pub fn new(limit: usize) -> Self {
        Self { told: Vec::new(), limit, more: 0 }
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.told.is_empty() && self.more == 0
    }

    /// Adds one.
    pub fn push(&mut self, problem: Diagnostic) {
        match self.told.len() < self.limit {
            true => self.told.push(problem),
            false => self.more = self.more.saturating_add(1),
        }
    }

    /// Those that are told, in the order they were found, and one that counts the rest.
    #[must_use]
    pub fn into_told(self) -> Vec<Diagnostic> {
        let Self { mut told, more, .. } = self;
        if more > 0 {
            let message =
                text!(zh: "还有 {more} 处问题没有列出", en: "{more} more problems are not listed");
            told.push(Diagnostic::new(Code::MoreProblems, message));
        }
        told
    }
}

impl Extend<Diagnostic> for Problems {
    fn extend<I: IntoIterator<Item = Diagnostic>>(&mut self, problems: I) {
        problems.into_iter().for_each(|problem| self.push(problem));
    }
}
