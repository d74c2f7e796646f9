//! Which encoding a file is in, found out record by record and never guessed at twice.
//!
//! Records are cut from the bytes before they are decoded: no byte of a character of GB18030
//! equals a separator, a quote or the end of a line.

use csv::ByteRecord;
use encoding_rs::GB18030;

use crate::table::Texts;

/// What is known of the encoding of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Known {
    /// Nothing but ASCII was met.
    Ascii,
    Utf8,
    Gb18030,
}

/// Decodes the records of a file, all in the encoding of the first that tells.
#[derive(Debug)]
pub(super) struct Decoder {
    known: Known,
    /// Whether the beginning of the file is UTF-8: decides where a record alone does not.
    begins_in_utf8: bool,
}

/// Why a record cannot be decoded, and in which of its fields, counted from 0.
#[derive(Debug, PartialEq, Eq)]
pub(in crate::table) struct Undecodable {
    pub(in crate::table) field: usize,
    pub(in crate::table) why: Why,
}

/// What is wrong with it.
#[derive(Debug, PartialEq, Eq)]
pub(in crate::table) enum Why {
    /// It is in neither encoding.
    Neither,
    /// It is in GB18030, what stands before in UTF-8.
    GbAfterUtf8,
    /// It is in UTF-8, although the file is in GB18030.
    Utf8InGb,
}

impl Decoder {
    /// A decoder for a file that begins so.
    pub(super) fn new(beginning: &[u8]) -> Self {
        let begins_in_utf8 = match std::str::from_utf8(beginning) {
            Ok(_) => true,
            // Cut inside a character.
            Err(error) => error.error_len().is_none(),
        };
        Self { known: Known::Ascii, begins_in_utf8 }
    }

    /// The texts of a record.
    pub(super) fn decode(&mut self, record: &ByteRecord) -> Result<Texts, Undecodable> {
        match self.known {
            Known::Gb18030 => decode_gb18030(record),
            Known::Utf8 => decode_utf8(record),
            Known::Ascii if record.as_slice().is_ascii() => decode_utf8(record),
            Known::Ascii => {
                self.known = self.told_by(record);
                self.decode(record)
            }
        }
    }

    /// The encoding that the first record with more than ASCII is in.
    fn told_by(&self, record: &ByteRecord) -> Known {
        match record.iter().all(|field| std::str::from_utf8(field).is_ok()) {
            // A few characters of GB18030 in a row can be well-formed UTF-8, though hardly Chinese.
            true if self.begins_in_utf8 || holds_cjk_utf8(record.as_slice()) => Known::Utf8,
            true => Known::Gb18030,
            false if gb18030(record).is_ok() => Known::Gb18030,
            false => Known::Utf8,
        }
    }
}

fn decode_utf8(record: &ByteRecord) -> Result<Texts, Undecodable> {
    Texts::of_utf8(record).map_err(|field| {
        let why = if gb18030(record).is_ok() { Why::GbAfterUtf8 } else { Why::Neither };
        Undecodable { field, why }
    })
}

fn decode_gb18030(record: &ByteRecord) -> Result<Texts, Undecodable> {
    let is_utf8 = || std::str::from_utf8(record.as_slice()).is_ok();
    if holds_cjk_utf8(record.as_slice()) && is_utf8() {
        let field = record.iter().position(|field| !field.is_ascii()).unwrap_or_default();
        return Err(Undecodable { field, why: Why::Utf8InGb });
    }
    gb18030(record).map_err(|field| Undecodable { field, why: Why::Neither })
}

/// The record decoded from GB18030, or the first field that cannot be.
fn gb18030(record: &ByteRecord) -> Result<Texts, usize> {
    let texts = record.iter().enumerate().map(|(at, field)| {
        GB18030.decode_without_bom_handling_and_without_replacement(field).ok_or(at)
    });
    texts.collect()
}

/// Whether the bytes hold the form of a Chinese character in UTF-8 (U+4E00 to U+9FFF).
fn holds_cjk_utf8(bytes: &[u8]) -> bool {
    let follows = |byte: u8| matches!(byte, 0x80..=0xBF);
    bytes.windows(3).any(|window| match window {
        [0xE4..=0xE9, second, third] => follows(*second) && follows(*third),
        _ => false,
    })
}
