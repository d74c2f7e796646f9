//! Problems of values, told of the cells they stand in.

use crate::diag::{CellPlace, Code, Diagnostic};

/// The place of a row or a cell of a table, its column counted from 0. Row 0 is that of a header
/// which the format does not keep in a row.
pub(super) fn in_table(table: &CellPlace, row: Option<u64>, column: Option<usize>) -> CellPlace {
    let column = column.and_then(|column| u32::try_from(column.saturating_add(1)).ok());
    let row = row.filter(|row| *row > 0);
    CellPlace { row, column, ..table.clone() }
}

/// A problem told of a cell: what its label says of a stretch of text, such as the limit that a value
/// breaks, becomes its help.
pub(super) fn told_of(problem: Diagnostic, cell: CellPlace) -> Diagnostic {
    let said = problem.primary_label().map(|label| label.text.clone());
    // Of a name the sentence says all there is to say.
    let said = said.filter(|text| !text.zh.is_empty() && problem.code != Code::UnknownName);
    let help = problem.help.clone().or(said);
    Diagnostic { labels: Vec::new(), help, ..problem }.in_cell(cell)
}
