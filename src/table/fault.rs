//! Why what stands in a cell cannot be taken.

use serde::{Deserialize, Serialize};

use super::Held;
use crate::diag::{CellPlace, Code, Diagnostic, Text};
use crate::text;

/// Why what stands in a cell cannot be taken. It is a problem only where the cell is needed, so it
/// comes with the row rather than in place of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Fault {
    /// An error value of a spreadsheet, as it is shown there: `#N/A`.
    ErrorValue(String),
    /// A formula whose result the file does not hold.
    Uncached,
    /// A cell of a merged range: `B3:C4`.
    Merged(String),
    /// A number that is none: `NaN`, `inf`.
    NotFinite(String),
    /// A number of more digits than are held exactly, as it is written.
    TooLong(String),
    /// A date outside the calendar, or a time of day.
    NoDate(String),
    /// A number that a spreadsheet shows as another one, by the code of its format: `0.00,,`.
    Disguised(String),
    /// A text of more than so many bytes.
    LongText(usize),
    /// A list or an object inside a cell.
    Nested,
    /// Bytes that are no text, or a type that no cell here has, by its name.
    NoValue(String),
}

impl From<Fault> for Held {
    fn from(fault: Fault) -> Self {
        Self::Fault(Box::new(fault))
    }
}

impl Fault {
    /// What stands in the cell, as far as it can be shown.
    #[must_use]
    pub fn shown(&self) -> &str {
        match self {
            Self::ErrorValue(shown)
            | Self::NotFinite(shown)
            | Self::TooLong(shown)
            | Self::NoDate(shown)
            | Self::NoValue(shown) => shown,
            Self::Uncached
            | Self::Merged(_)
            | Self::Disguised(_)
            | Self::LongText(_)
            | Self::Nested => "",
        }
    }

    /// The problem, told of the cell.
    #[must_use]
    pub fn diagnostic(&self, place: CellPlace) -> Diagnostic {
        let (code, message, help) = self.told();
        Diagnostic::new(code, message).help(help).in_cell(place)
    }

    fn told(&self) -> (Code, Text, Text) {
        match self {
            Self::ErrorValue(shown) => (
                Code::ErrorValue,
                text!(zh: "单元格是错误值 {shown}", en: "the cell is the error {shown}"),
                text!(
                    zh: "改正它的公式，或清空单元格（空着就是未知）",
                    en: "mend its formula, or empty the cell (an empty one is unknown)",
                ),
            ),
            Self::Uncached => (
                Code::UncachedFormula,
                text!(
                    zh: "公式没有算过，文件里没有它的值",
                    en: "the formula was never computed: the file holds no value for it",
                ),
                text!(
                    zh: "用 Excel、WPS 或 LibreOffice 打开并保存一次，或把公式粘贴为值",
                    en: "open and save the file once in Excel, WPS or LibreOffice, or paste the \
                         formula as a value",
                ),
            ),
            Self::Merged(range) => (
                Code::MergedCell,
                text!(
                    zh: "单元格属于合并的 {range}，看不出值属于哪一行哪一列",
                    en: "the cell is part of the merged {range}: which row and column its value \
                         belongs to cannot be told",
                ),
                text!(
                    zh: "取消合并，把值写进它所属的每个单元格",
                    en: "unmerge it and write the value into each cell it belongs to",
                ),
            ),
            Self::NotFinite(shown) => (
                Code::ErrorValue,
                text!(zh: "{shown} 不是数", en: "{shown} is not a number"),
                text!(zh: "值未知就留空", en: "leave the value out where it is unknown"),
            ),
            Self::TooLong(shown) => (
                Code::NumberTooLong,
                text!(
                    zh: "数 {shown} 无法精确保存：最多 28 位有效数字",
                    en: "the number {shown} cannot be held exactly: at most 28 significant digits",
                ),
                text!(zh: "把数写短", en: "write a shorter number"),
            ),
            Self::NoDate(shown) => (
                Code::BadDate,
                text!(
                    zh: "{shown} 不是可用的日期：要 1900 至 2199 年的一天，不带钟点",
                    en: "{shown} is not a usable date: a day from 1900 to 2199 without a time is \
                         wanted",
                ),
                text!(zh: "写作 2026-01-31 的样子", en: "write it as 2026-01-31"),
            ),
            Self::Disguised(format) => (
                Code::DisguisedNumber,
                text!(
                    zh: "单元格按格式 {format} 显示的不是它存的数",
                    en: "under its format {format} the cell shows another number than it holds",
                ),
                text!(
                    zh: "把单元格改成“常规”格式，看存的数对不对，再按列名的单位填",
                    en: "give the cell the general format, see what it holds, and enter the number in \
                         the unit of the header",
                ),
            ),
            Self::LongText(limit) => (
                Code::TableTooLarge,
                text!(
                    zh: "单元格的文字超过 {limit} 字节",
                    en: "the text of the cell has more than {limit} bytes",
                ),
                text!(zh: "把文字写短", en: "write a shorter text"),
            ),
            Self::NoValue(kind) => (
                Code::WrongValue,
                text!(
                    zh: "{kind} 不是文字、数、是否或日期",
                    en: "{kind} is no text, number, yes or no, or date",
                ),
                text!(zh: "换成其中一种类型再存", en: "save it as one of these"),
            ),
            Self::Nested => (
                Code::NestedValue,
                text!(
                    zh: "这里要的是一个值，却是列表或对象",
                    en: "a list or an object stands where one value is wanted",
                ),
                text!(
                    zh: "把里面的各项放进另一个表，每项一行",
                    en: "put what it holds into a table of its own, one row each",
                ),
            ),
        }
    }
}
