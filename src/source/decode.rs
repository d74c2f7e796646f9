//! Bytes to text: what may be read as a source file at all.

use std::fmt;

use super::file::{Position, SourceFile};

/// The largest file taken in. It keeps every offset inside `u32` and a mistaken argument (a
/// database, a video) from being parsed.
pub const MAX_FILE_BYTES: usize = 64 * 1024 * 1024;

/// Why bytes are not a source text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DecodeError {
    /// The file is larger than [`MAX_FILE_BYTES`].
    TooLarge {
        /// The file's name.
        name: String,
        /// Its size.
        bytes: usize,
    },
    /// The file is in UTF-16, as its first two bytes say.
    Utf16 {
        /// The file's name.
        name: String,
    },
    /// Some bytes are not UTF-8 (a file saved as GBK, or no text at all).
    NotUtf8 {
        /// The file's name.
        name: String,
        /// The offset of the first bad byte in the file as it stands on disk.
        offset: usize,
        /// The bad byte.
        byte: u8,
        /// The line and column of the bad byte.
        position: Position,
    },
}

/// Reads bytes as source text: UTF-8, with or without a byte order mark, which is dropped.
pub fn decode(name: &str, bytes: &[u8]) -> Result<String, DecodeError> {
    let name = name.to_owned();
    if bytes.len() > MAX_FILE_BYTES {
        let bytes = bytes.len();
        return Err(DecodeError::TooLarge { name, bytes });
    }
    if bytes.starts_with(b"\xFF\xFE") || bytes.starts_with(b"\xFE\xFF") {
        return Err(DecodeError::Utf16 { name });
    }
    let content = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    match std::str::from_utf8(content) {
        Ok(text) => Ok(text.to_owned()),
        Err(error) => {
            let good = content.get(..error.valid_up_to()).unwrap_or_default();
            let mark = bytes.len().saturating_sub(content.len());
            let offset = mark.saturating_add(good.len());
            let byte = bytes.get(offset).copied().unwrap_or_default();
            let position = end_of(&String::from_utf8_lossy(good));
            Err(DecodeError::NotUtf8 { name, offset, byte, position })
        }
    }
}

/// The position just after the text.
fn end_of(text: &str) -> Position {
    SourceFile::new("", text).position(u32::MAX)
}

impl fmt::Display for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooLarge { name, bytes } => {
                write!(f, "{name}: {bytes} bytes, more than {MAX_FILE_BYTES}")
            }
            Self::Utf16 { name } => write!(f, "{name}: UTF-16, not UTF-8"),
            Self::NotUtf8 { name, offset, .. } => {
                write!(f, "{name}: not UTF-8 at byte {offset}")
            }
        }
    }
}

impl std::error::Error for DecodeError {}
