//! The formats of tables, and how much each holds.

/// A format of tables.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Format {
    /// Comma-separated values (RFC 4180); tabs and semicolons are understood too. One sheet a file.
    Csv,
    /// A workbook of Excel, WPS or LibreOffice (ISO/IEC 29500).
    Xlsx,
    /// Apache Parquet. One sheet a file.
    Parquet,
    /// Flat objects of JSON, in an array or one after the other (NDJSON). One sheet a file.
    Json,
}

impl Format {
    /// All formats.
    pub const ALL: [Self; 4] = [Self::Csv, Self::Xlsx, Self::Parquet, Self::Json];

    /// The endings of file names that tell the format, the usual one first.
    #[must_use]
    pub fn extensions(self) -> &'static [&'static str] {
        match self {
            Self::Csv => &["csv", "tsv", "txt"],
            Self::Xlsx => &["xlsx"],
            Self::Parquet => &["parquet"],
            Self::Json => &["json", "ndjson", "jsonl"],
        }
    }

    /// The format that the ending of a file's name tells, whatever its case.
    #[must_use]
    pub fn of(name: &str) -> Option<Self> {
        let (_, extension) = name.rsplit_once('.')?;
        let known = |format: &Self| {
            format.extensions().iter().any(|known| known.eq_ignore_ascii_case(extension))
        };
        Self::ALL.into_iter().find(known)
    }

    /// Its name, as people call it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Csv => "CSV",
            Self::Xlsx => "xlsx",
            Self::Parquet => "Parquet",
            Self::Json => "JSON",
        }
    }
}

/// How much a file of a format holds; nothing is said of what memory and disk hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Capacity {
    /// Rows of a sheet below its header.
    pub rows: u64,
    /// Columns of a sheet.
    pub columns: usize,
    /// Whether a file holds several sheets.
    pub several_sheets: bool,
}

/// How much a file of the format holds, so that too much can be refused before it is computed.
#[must_use]
pub fn capacity(format: Format) -> Capacity {
    match format {
        // 1,048,576 rows, one of them the header.
        Format::Xlsx => Capacity { rows: 1_048_575, columns: 16_384, several_sheets: true },
        Format::Csv | Format::Parquet | Format::Json => {
            Capacity { rows: u64::MAX, columns: 16_384, several_sheets: false }
        }
    }
}
