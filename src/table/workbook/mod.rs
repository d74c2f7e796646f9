//! xlsx: workbooks of Excel, WPS and LibreOffice.

mod choices;
mod formatted;
mod layout;
mod merged;
mod number_format;
mod packed;
mod read;
mod unpack;
mod write;

pub(super) use read::open;
pub(super) use write::XlsxWriter;

/// The last row of a sheet, from 0.
const LAST_ROW: u32 = 1_048_575;
