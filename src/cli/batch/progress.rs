//! How far a long run is, on a terminal.

use std::io::{self, Write};

/// A line on the terminal's standard error that counts subjects, and goes when they are done.
pub(super) struct Progress {
    shown: bool,
    count: u64,
}

impl Progress {
    /// A line that is shown, or not.
    pub(super) fn new(shown: bool) -> Self {
        Self { shown, count: 0 }
    }

    /// Counts subjects that are done.
    pub(super) fn add(&mut self, records: u64) {
        self.count = self.count.saturating_add(records);
        if self.shown {
            // What cannot be shown is not missed.
            let _ = write!(io::stderr(), "\r\x1b[K{}", self.count);
        }
    }

    /// Takes the line away.
    pub(super) fn clear(&mut self) {
        if self.shown {
            let _ = write!(io::stderr(), "\r\x1b[K");
        }
    }
}
