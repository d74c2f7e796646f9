//! How wide columns are, so that what stands in them can be read.

use unicode_width::UnicodeWidthStr;

use crate::table::{Cell, Column, Kind};

/// How many rows are looked at.
const SEEN: u32 = 500;

/// The widths of columns in characters of the sheet's digits, Chinese ones being two.
#[derive(Debug)]
pub(super) struct Widths {
    columns: Vec<usize>,
    seen: u32,
}

impl Widths {
    /// Wide enough for the titles, broken into two lines where they are long, and for what the
    /// columns usually hold.
    pub(super) fn new(columns: &[Column]) -> Self {
        let width = |column: &Column| {
            let title = column.title.width();
            let title = if title > 24 { title.div_ceil(2) } else { title };
            let cells = match column.kind {
                Kind::Text | Kind::Truth => 6,
                Kind::Number { .. } => 12,
                Kind::Date => 10,
            };
            title.max(cells)
        };
        Self { columns: columns.iter().map(width).collect(), seen: 0 }
    }

    /// Takes the width of texts and numbers of a row into account.
    pub(super) fn see(&mut self, cells: &[Cell<'_>]) {
        if self.seen >= SEEN {
            return;
        }
        self.seen = self.seen.saturating_add(1);
        for (column, cell) in self.columns.iter_mut().zip(cells) {
            let width = match cell {
                Cell::Text(text) => text.lines().map(UnicodeWidthStr::width).max().unwrap_or(0),
                // With room for separators of thousands.
                Cell::Number(number) => number.to_string().len().saturating_mul(4) / 3,
                Cell::Empty | Cell::Truth(_) | Cell::Date(_) | Cell::Fault(_) => 0,
            };
            *column = width.max(*column);
        }
    }

    /// The width of each column, within what can still be taken in at a glance.
    pub(super) fn columns(&self) -> impl Iterator<Item = u16> {
        let room = |width: &usize| width.saturating_add(2).clamp(8, 50);
        self.columns.iter().map(move |width| u16::try_from(room(width)).unwrap_or(50))
    }
}
