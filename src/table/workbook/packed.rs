//! Rows kept in memory in few bytes: a sheet of a workbook can only be read at once.

use std::collections::VecDeque;

use crate::diag::Diagnostic;
use crate::table::sheet::RowSource;
use crate::table::{Cells, Held, Notes, Row};

/// How many bytes of rows stand together, to be freed together once they are read.
const CHUNK: usize = 1 << 20;

/// The cells of a row that are not empty, with their columns from 0.
pub(super) type Filled = Vec<(u32, Held)>;

/// The rows of a sheet, and the problems in place of others, in order of their numbers.
#[derive(Debug, Default)]
pub(super) struct Packed {
    /// Rows one after the other, each its number and its cells.
    chunks: VecDeque<Vec<u8>>,
    /// How much of the first chunk is read.
    read: usize,
    /// The row read but not yet given, because a problem goes before it.
    next: Option<(u64, Filled)>,
    problems: VecDeque<(u64, Diagnostic)>,
    /// How many columns a row has.
    pub(super) width: usize,
    pub(super) notes: Notes,
}

impl Packed {
    /// Adds a row below the others, and says how many bytes it takes.
    pub(super) fn push(&mut self, number: u64, filled: Filled) -> postcard::Result<usize> {
        if self.chunks.back().is_none_or(|chunk| chunk.len() >= CHUNK) {
            self.chunks.push_back(Vec::with_capacity(CHUNK));
        }
        let chunk = self.chunks.pop_back().unwrap_or_default();
        let before = chunk.len();
        let chunk = postcard::to_extend(&(number, filled), chunk)?;
        let taken = chunk.len().saturating_sub(before);
        self.chunks.push_back(chunk);
        Ok(taken)
    }

    /// Adds a problem in place of a row below the others.
    pub(super) fn push_problem(&mut self, number: u64, problem: Diagnostic) {
        self.problems.push_back((number, problem));
    }

    fn unpack(&mut self) -> Option<(u64, Filled)> {
        let chunk = self.chunks.front()?;
        let rest = chunk.get(self.read..)?;
        let (row, left) = postcard::take_from_bytes(rest).ok()?;
        self.read = chunk.len().saturating_sub(left.len());
        if left.is_empty() {
            self.chunks.pop_front();
            self.read = 0;
        }
        Some(row)
    }

    fn row(&self, number: u64, filled: Filled) -> Row {
        let mut cells = vec![Held::Empty; self.width];
        for (column, held) in filled {
            let place = usize::try_from(column).ok().and_then(|column| cells.get_mut(column));
            if let Some(cell) = place {
                *cell = held;
            }
        }
        Row { number, cells: Cells::Typed(cells) }
    }
}

impl RowSource for Packed {
    fn next(&mut self) -> Option<Result<Row, Diagnostic>> {
        let next = self.next.take().or_else(|| self.unpack());
        let before = |number: &u64| next.as_ref().is_none_or(|(next, _)| number <= next);
        if self.problems.front().is_some_and(|(number, _)| before(number)) {
            self.next = next;
            return self.problems.pop_front().map(|(_, problem)| Err(problem));
        }
        next.map(|(number, filled)| Ok(self.row(number, filled)))
    }

    fn notes(&self) -> &Notes {
        &self.notes
    }
}
