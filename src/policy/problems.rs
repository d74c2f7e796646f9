//! What is wrong with policies or data, as an error.

use std::error::Error;
use std::fmt;

use crate::diag::render::{Style, report};
use crate::diag::{Diagnostic, Lang};
use crate::source::Sources;

/// What is wrong, all of it, with the texts it speaks of.
#[derive(Debug, Clone)]
pub struct Problems {
    /// The problems, by place.
    pub found: Vec<Diagnostic>,
    sources: Sources,
}

impl Problems {
    pub(super) fn new(found: Vec<Diagnostic>, sources: Sources) -> Self {
        Self { found, sources }
    }

    /// The problems over their places in the texts, for people.
    #[must_use]
    pub fn report(&self, lang: Lang) -> String {
        report(&self.found, &self.sources, Style { lang, ..Style::default() })
    }
}

/// The report in English.
impl fmt::Display for Problems {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.report(Lang::En))
    }
}

impl Error for Problems {}
