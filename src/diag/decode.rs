//! Bytes that are no source text, as problems.

use super::{Code, Diagnostic};
use crate::source::{DecodeError, MAX_FILE_BYTES};
use crate::text;

impl From<DecodeError> for Diagnostic {
    /// The file never became a source, so its place is in the sentence and not in a label.
    fn from(error: DecodeError) -> Self {
        match error {
            DecodeError::TooLarge { name, bytes } => Self::new(
                Code::FileTooLarge,
                text!(
                    zh: "{name} 有 {bytes} 字节，超过 {MAX_FILE_BYTES} 字节的上限",
                    en: "{name} has {bytes} bytes, more than the limit of {MAX_FILE_BYTES}",
                ),
            ),
            DecodeError::Utf16 { name } => Self::new(
                Code::NotUtf8,
                text!(zh: "{name} 是 UTF-16 编码", en: "{name} is in UTF-16"),
            )
            .help(save_as_utf8()),
            DecodeError::NotUtf8 { name, offset, byte, position } => {
                let (line, column) = (position.line, position.column);
                Self::new(
                    Code::NotUtf8,
                    text!(
                        zh: "{name} 第 {line} 行第 {column} 列（第 {offset} 字节，0x{byte:02X}）不是 UTF-8",
                        en: "{name} is not UTF-8 at line {line}, column {column} (byte {offset}, 0x{byte:02X})",
                    ),
                )
                .help(save_as_utf8())
            }
        }
    }
}

fn save_as_utf8() -> super::Text {
    text!(
        zh: "在编辑器里另存为 UTF-8（中文 Windows 的文件常是 GBK）",
        en: "save it as UTF-8 (files from Chinese Windows are often GBK)",
    )
}
