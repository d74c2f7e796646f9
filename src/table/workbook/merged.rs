//! Merged ranges, met row by row from above.

use calamine::Dimensions;

use crate::diag::CellPlace;

/// The merged ranges of a sheet.
#[derive(Debug)]
pub(super) struct Merged {
    /// Those that begin further below, the last first.
    below: Vec<Dimensions>,
    /// Those that the current row may meet.
    met: Vec<Dimensions>,
}

impl Merged {
    /// The ranges of a sheet in any order; those of one cell are none.
    pub(super) fn new(mut ranges: Vec<Dimensions>) -> Self {
        ranges.retain(|range| range.start != range.end);
        ranges.sort_by_key(|range| std::cmp::Reverse(range.start));
        Self { below: ranges, met: Vec::new() }
    }

    /// The ranges that a row (from 0) meets and that hold something, which is in their upper left
    /// cell only. Rows must be asked for from above, those without content left out; `is_filled`
    /// tells of the row's columns.
    pub(super) fn at(&mut self, row: u32, is_filled: impl Fn(u32) -> bool) -> &[Dimensions] {
        self.met.retain(|range| range.end.0 >= row);
        while self.below.last().is_some_and(|range| range.start.0 <= row) {
            let begun = self.below.pop();
            let filled = |range: &Dimensions| range.start.0 == row && is_filled(range.start.1);
            self.met.extend(begun.filter(filled));
        }
        &self.met
    }
}

/// A range as spreadsheets write it: `B3:C4`.
pub(super) fn name(range: &Dimensions) -> String {
    let corner = |(row, column): (u32, u32)| {
        let letters = CellPlace::letters(column.saturating_add(1));
        format!("{letters}{}", row.saturating_add(1))
    };
    format!("{}:{}", corner(range.start), corner(range.end))
}
