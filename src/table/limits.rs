//! How much a table may hold before it is refused.

/// Caps that hold while reading, whatever a file declares of itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of one record (a row of CSV, an object of JSON).
    pub record: u64,
    /// Bytes of the text of one cell.
    pub cell: usize,
    /// Columns of a sheet.
    pub columns: usize,
    /// Bytes of a file that was packed, once it is unpacked: of all of an xlsx file, of a row group
    /// of Parquet.
    pub unpacked: u64,
    /// The same of those parts of an xlsx file that are not sheets (shared texts, styles), which
    /// are kept in memory as they are.
    pub shared: u64,
    /// Bytes that the rows of an xlsx file may take in memory.
    pub kept: u64,
    /// How many ranges of cells a [`Listed`](super::Listed) names.
    pub listed: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            record: 16 << 20,
            // Excel's own limit is 32,767 characters.
            cell: 128 << 10,
            columns: 16_384,
            unpacked: 4 << 30,
            shared: 256 << 20,
            kept: 1 << 30,
            listed: 1000,
        }
    }
}
