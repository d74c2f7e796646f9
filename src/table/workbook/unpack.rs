//! What is looked at before an xlsx file is read: that it is one, and what it unpacks to.

use std::io::{self, Read, SeekFrom};

use zip::ZipArchive;
use zip::read::ZipFile;

use crate::diag::{CellPlace, Diagnostic, Text};
use crate::table::{Format, Limits, Source, problem};
use crate::text;

/// Where an encrypted workbook keeps its contents, as its container writes names (UTF-16).
const ENCRYPTED: &str = "EncryptedPackage";

/// Makes sure that the file is a workbook without a password, and that it unpacks to no more than
/// the limits allow: every part is unpacked once and counted, because the sizes that a file declares
/// of itself may lie.
pub(super) fn check(
    input: &mut Box<dyn Source>,
    name: &str,
    limits: &Limits,
) -> Result<(), Diagnostic> {
    check_kind(input, name)?;
    let mut archive = ZipArchive::new(input).map_err(|error| damaged(name, &error))?;
    let (mut all, mut shared) = (0u64, 0u64);
    for index in 0..archive.len() {
        let part = archive.by_index(index).map_err(|error| damaged(name, &error))?;
        let is_sheet = part.name().is_ok_and(|path| path.contains("worksheets/"));
        let allowed = limits.unpacked.saturating_sub(all);
        let allowed =
            if is_sheet { allowed } else { allowed.min(limits.shared.saturating_sub(shared)) };
        let size = unpacked_size(part, allowed).map_err(|error| damaged(name, &error))?;
        let size = size.ok_or_else(|| problem::unpacks_to_too_much(name, limits))?;
        all = all.saturating_add(size);
        shared = shared.saturating_add(if is_sheet { 0 } else { size });
    }
    Ok(())
}

/// The size of a part, unpacked and thrown away; `None` as soon as it exceeds what is allowed.
fn unpacked_size(part: ZipFile<'_, impl Read>, allowed: u64) -> io::Result<Option<u64>> {
    if part.size() > allowed {
        return Ok(None);
    }
    let mut bounded = part.take(allowed.saturating_add(1));
    let size = io::copy(&mut bounded, &mut io::sink())?;
    Ok((size <= allowed).then_some(size))
}

/// The file is a workbook no longer.
pub(super) fn damaged(name: &str, error: &impl ToString) -> Diagnostic {
    let error = error.to_string();
    let found = text!(
        zh: "文件损坏或不完整（{error}）",
        en: "it is damaged or cut short ({error})",
    );
    problem::not_of_format(name, Format::Xlsx, found)
}

fn check_kind(input: &mut Box<dyn Source>, name: &str) -> Result<(), Diagnostic> {
    let unreadable = |error| problem::unreadable(name, &error);
    let mut beginning = Vec::new();
    input.by_ref().take(512).read_to_end(&mut beginning).map_err(unreadable)?;
    let found = if beginning.is_empty() {
        let place = CellPlace { file: name.to_owned(), ..CellPlace::default() };
        return Err(problem::empty(&place));
    } else if beginning.starts_with(b"PK") {
        input.seek(SeekFrom::Start(0)).map_err(unreadable)?;
        return Ok(());
    } else if beginning.starts_with(b"\xD0\xCF\x11\xE0")
        && is_encrypted(input).map_err(unreadable)?
    {
        return Err(problem::locked(name));
    } else {
        problem::other_format(&beginning).unwrap_or_else(|| begins_like(&beginning))
    };
    Err(problem::not_of_format(name, Format::Xlsx, found))
}

/// Whether a compound file (MS-CFB) is an encrypted workbook (MS-OFFCRYPTO) rather than an old xls:
/// whether it has a stream of that name, wherever its directory lies.
fn is_encrypted(input: &mut Box<dyn Source>) -> io::Result<bool> {
    let wanted: Vec<u8> = ENCRYPTED.encode_utf16().flat_map(u16::to_le_bytes).collect();
    input.seek(SeekFrom::Start(0))?;
    // Names of streams stand at multiples of 128 bytes in sectors of at least 512.
    let mut sector = [0u8; 512];
    while input.read_exact(&mut sector).is_ok() {
        if sector.chunks(128).any(|entry| entry.starts_with(&wanted)) {
            return Ok(true);
        }
    }
    Ok(false)
}

fn begins_like(beginning: &[u8]) -> Text {
    let text = std::str::from_utf8(beginning).is_ok_and(|text| !text.contains('\0'));
    let html = beginning.trim_ascii_start().starts_with(b"<");
    match (text, html) {
        (_, true) => text!(zh: "开头是网页或 XML", en: "it begins like a web page or XML"),
        (true, _) => text!(zh: "开头是文本，例如 CSV", en: "it begins like text, such as CSV"),
        _ => text!(zh: "不是压缩包", en: "it is no zip archive"),
    }
}
