//! Which cells of a sheet have a number format under which they show something else than they hold.

use std::collections::BTreeMap;
use std::io::{Read, Seek};

use calamine::{DataRef, Style, Xlsx, XlsxCellReader, XlsxError};

use super::number_format::NumberFormat;

/// How many changes of format are kept, of 12 bytes each: 96 MiB.
const CHANGES: usize = 8 << 20;

/// The formats of a sheet that matter, by the rows from which they hold.
#[derive(Debug, Default)]
pub(super) struct Formatted {
    /// The formats of the workbook by their styles; none where a format shows what cells hold.
    formats: Vec<Option<NumberFormat>>,
    /// For each column the rows at which the style changes, in ascending order. Before the first
    /// nothing matters.
    columns: BTreeMap<u32, Changes>,
}

#[derive(Debug, Default)]
struct Changes {
    styles: Vec<(u32, usize)>,
    /// How many of them lie at or above the row that was asked for last.
    passed: usize,
}

impl Formatted {
    /// Reads the styles of a sheet, unless no style of the workbook matters. None where formats
    /// change too often to be kept.
    pub(super) fn of<R: Read + Seek>(
        workbook: &mut Xlsx<R>,
        sheet: &str,
    ) -> Result<Option<Self>, XlsxError> {
        let mut cells = workbook.worksheet_cells_reader(sheet)?;
        let formats = formats(cells.styles());
        if formats.iter().all(Option::is_none) {
            return Ok(Some(Self::default()));
        }
        let mut formatted = Self { formats, columns: BTreeMap::new() };
        Ok(formatted.read(&mut cells)?.then_some(formatted))
    }

    fn read<R: Read + Seek>(
        &mut self,
        cells: &mut XlsxCellReader<'_, R>,
    ) -> Result<bool, XlsxError> {
        let mut kept = 0usize;
        while let Some((cell, style)) = cells.next_cell_with_style_id()? {
            if *cell.get_value() == DataRef::Empty {
                continue;
            }
            let (row, column) = cell.get_position();
            let before = self.columns.get(&column).and_then(|changes| changes.styles.last());
            let before = before.map(|(_, style)| *style);
            if self.format(before) == self.format(Some(style)) {
                continue;
            }
            kept = kept.saturating_add(1);
            if kept > CHANGES {
                return Ok(false);
            }
            self.columns.entry(column).or_default().styles.push((row, style));
        }
        Ok(true)
    }

    fn format(&self, style: Option<usize>) -> Option<&NumberFormat> {
        self.formats.get(style?)?.as_ref()
    }

    /// The format of a cell that holds something, if it matters. Cells are asked for in the order
    /// of the sheet.
    pub(super) fn at(&mut self, row: u32, column: u32) -> Option<&NumberFormat> {
        let changes = self.columns.get_mut(&column)?;
        let later = changes.styles.iter().skip(changes.passed);
        let more = later.take_while(|(from, _)| *from <= row).count();
        changes.passed = changes.passed.saturating_add(more);
        let (_, style) = changes.styles.get(changes.passed.checked_sub(1)?)?;
        self.formats.get(*style)?.as_ref()
    }
}

fn formats(styles: &[Style]) -> Vec<Option<NumberFormat>> {
    let of = |style: &Style| {
        let format = style.number_format.as_ref()?;
        let is_own =
            matches!(format.format_id, Some(42 | 44)) && format.format_code.contains("_($*");
        // Built in, these show the sign of the country's own currency, whichever it is.
        (!is_own).then(|| NumberFormat::of(&format.format_code)).flatten()
    };
    styles.iter().map(of).collect()
}
