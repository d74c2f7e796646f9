//! A reader that gives no more than it was allowed to: what bounds the memory of a record.

use std::io::{self, Read};

/// Reads on until the allowed byte, and fails there. Whoever reads records allows for one more
/// before each, so that no record grows without bound, however its end is found.
#[derive(Debug)]
pub(in crate::table) struct Metered<R> {
    input: R,
    given: u64,
    allowed: u64,
    quotes: usize,
}

impl<R> Metered<R> {
    /// A reader that gives nothing as yet.
    pub(in crate::table) fn new(input: R) -> Self {
        Self { input, given: 0, allowed: 0, quotes: 0 }
    }

    /// Allows for the bytes before this one.
    pub(in crate::table) fn allow(&mut self, until: u64) {
        self.allowed = until;
    }

    /// Whether the quotes given so far come in pairs, as they do where each is closed.
    pub(in crate::table) fn quotes_are_paired(&self) -> bool {
        self.quotes.is_multiple_of(2)
    }

    /// Whether it stopped because it gave all that it was allowed to.
    pub(in crate::table) fn is_exhausted(&self) -> bool {
        self.given >= self.allowed
    }
}

impl<R: Read> Read for Metered<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.is_exhausted() {
            return Err(io::ErrorKind::FileTooLarge.into());
        }
        let read = self.input.read(buffer)?;
        let quotes = buffer.iter().take(read).filter(|byte| **byte == b'"').count();
        self.quotes = self.quotes.wrapping_add(quotes);
        let given = u64::try_from(read).unwrap_or(u64::MAX);
        self.given = self.given.saturating_add(given);
        Ok(read)
    }
}
