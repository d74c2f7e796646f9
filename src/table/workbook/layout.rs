//! How wide columns are and how they fit on paper, so that what stands in them can be read.

use unicode_width::UnicodeWidthStr;

use crate::table::{Cell, Column, Kind};

/// How many rows are looked at.
const SEEN: u32 = 500;

/// The widest column. Longer texts are broken into lines.
pub(super) const WIDEST: usize = 50;

/// How wide a title may be before it is broken into two lines.
const TITLE: usize = 16;

/// How many characters a page of A4 holds across that people still read.
const ACROSS: usize = 200;

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
            let title = if title > TITLE { title.div_ceil(2).saturating_add(1) } else { title };
            let cells = match column.kind {
                Kind::Text | Kind::Truth => 6,
                Kind::Number { decimals: 0 } => 6,
                Kind::Number { .. } | Kind::Date => 10,
                Kind::Ordinal => 4,
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
                Cell::Text(text) => text_width(text),
                // With room for separators of thousands.
                Cell::Number(number) => number.to_string().len().saturating_mul(4) / 3,
                Cell::Empty | Cell::Truth(_) | Cell::Date(_) | Cell::Fault(_) => 0,
            };
            *column = width.max(*column);
        }
    }

    /// The width of each column, within what can still be taken in at a glance.
    pub(super) fn columns(&self) -> impl Iterator<Item = u16> {
        self.columns.iter().map(|width| u16::try_from(room(*width)).unwrap_or(u16::MAX))
    }

    /// How many pages of A4, lying, the columns take side by side.
    pub(super) fn pages_across(&self) -> u16 {
        let across: usize =
            self.columns.iter().map(|width| room(*width)).fold(0, usize::saturating_add);
        u16::try_from(across.div_ceil(ACROSS)).unwrap_or(u16::MAX).max(1)
    }
}

fn room(width: usize) -> usize {
    width.saturating_add(2).clamp(6, WIDEST)
}

/// The width of the widest line of a text.
pub(super) fn text_width(text: &str) -> usize {
    text.lines().map(UnicodeWidthStr::width).max().unwrap_or(0)
}

/// How many lines a row of titles takes.
pub(super) fn title_lines(columns: &[Column]) -> u16 {
    if columns.iter().any(|column| column.title.width() > TITLE) { 2 } else { 1 }
}
