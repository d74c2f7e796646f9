//! Drop-downs: short ones hold their texts themselves, longer ones refer to a hidden sheet.

use rust_xlsxwriter::{DataValidation, Workbook, XlsxError};

use crate::diag::CellPlace;

/// The most characters of a drop-down's texts with the commas between.
const MAX_CHOICES: usize = 255;

/// The hidden sheet of long lists.
const SHEET: &str = "选项";

/// The lists that are too long for drop-downs, a column of the hidden sheet each.
#[derive(Debug, Default)]
pub(super) struct Choices {
    lists: Vec<Vec<String>>,
}

impl Choices {
    /// The drop-down of some texts; none where there are none.
    pub(super) fn validation(
        &mut self,
        choices: &[String],
    ) -> Result<Option<DataValidation>, XlsxError> {
        if choices.is_empty() {
            return Ok(None);
        }
        let lengths = choices.iter().map(|choice| choice.chars().count().saturating_add(1));
        let length = lengths.fold(0, usize::saturating_add);
        if length <= MAX_CHOICES && !choices.iter().any(|choice| choice.contains(',')) {
            return DataValidation::new().allow_list_strings(choices).map(Some);
        }
        let at = self.lists.iter().position(|list| list == choices).unwrap_or(self.lists.len());
        if at == self.lists.len() {
            self.lists.push(choices.to_vec());
        }
        let column = u32::try_from(at.saturating_add(1)).unwrap_or(u32::MAX);
        let (column, last) = (CellPlace::letters(column), choices.len());
        let cells = format!("={SHEET}!${column}$1:${column}${last}");
        Ok(Some(DataValidation::new().allow_list_formula(cells.as_str().into())))
    }

    /// Writes the hidden sheet, if there are long lists.
    pub(super) fn write(&self, workbook: &mut Workbook) -> Result<(), XlsxError> {
        if self.lists.is_empty() {
            return Ok(());
        }
        let sheet = workbook.add_worksheet();
        sheet.set_name(SHEET)?.set_hidden(true);
        for (column, list) in (0u16..).zip(&self.lists) {
            for (row, text) in (0u32..).zip(list) {
                sheet.write_string(row, column, text)?;
            }
        }
        Ok(())
    }
}
