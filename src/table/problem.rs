//! The problems that a table as a whole, or one of its rows, may have.

use std::io;

use super::delimited::{Undecodable, Why};
use super::{Capacity, Format, Limits, capacity};
use crate::diag::{CellPlace, Code, Diagnostic, Text};
use crate::text;

/// The name of a file without its directory and its ending.
pub(super) fn stem(name: &str) -> &str {
    let file = name.rsplit(['/', '\\']).next().unwrap_or(name);
    file.rsplit_once('.').map_or(file, |(stem, _)| stem)
}

fn of_file(code: Code, name: &str, message: Text) -> Diagnostic {
    let place = CellPlace { file: name.to_owned(), ..CellPlace::default() };
    Diagnostic::new(code, message).in_cell(place)
}

/// The system cannot read on.
pub(super) fn unreadable(name: &str, error: &io::Error) -> Diagnostic {
    let message = text!(zh: "读不下去：{error}", en: "reading failed: {error}");
    of_file(Code::UnreadableFile, name, message)
}

/// The system cannot write on.
pub(super) fn cannot_write(name: &str, error: io::Error) -> Diagnostic {
    let full = matches!(
        error.kind(),
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded | io::ErrorKind::FileTooLarge
    );
    let message = match full {
        true => text!(
            zh: "写不下去：磁盘满了，或超出允许的文件大小",
            en: "writing failed: the disk is full, or the file larger than allowed",
        ),
        false => text!(zh: "写不下去：{error}", en: "writing failed: {error}"),
    };
    let help = text!(
        zh: "原来的文件没有动；腾出空间，或换一个位置",
        en: "what stood there before is untouched; make room, or write elsewhere",
    );
    of_file(Code::CannotWrite, name, message).help(help)
}

/// The file is not what its name says.
pub(super) fn not_of_format(name: &str, format: Format, found: Text) -> Diagnostic {
    let (zh, en, format) = (found.zh, found.en, format.name());
    let message = text!(zh: "这不是 {format} 文件：{zh}", en: "this is no {format} file: {en}");
    let help = text!(
        zh: "另存为名称所说的格式，或改正文件的后缀",
        en: "save it anew in the format that its name tells, or rename it",
    );
    of_file(Code::WrongFormat, name, message).help(help)
}

/// The format is not part of this build.
#[cfg(not(feature = "parquet"))]
pub(super) fn not_built(name: &str, format: Format) -> Diagnostic {
    let format = format.name();
    let message = text!(
        zh: "这个 polc 编译时没有包含 {format}",
        en: "this polc was built without {format}",
    );
    let help = text!(zh: "改用 CSV 或 xlsx", en: "use CSV or xlsx");
    of_file(Code::FormatNotBuilt, name, message).help(help)
}

/// What a file begins with that is text in none of the encodings of CSV and JSON.
pub(super) fn other_format(beginning: &[u8]) -> Option<Text> {
    let begins = |mark: &[u8]| beginning.starts_with(mark);
    let found = if begins(b"PK\x03\x04") {
        text!(zh: "是压缩包，例如 xlsx", en: "it is a zip archive, such as xlsx")
    } else if begins(b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1") {
        text!(
            zh: "是旧式的 xls，或加了密码的工作簿",
            en: "it is an old xls, or a workbook with a password",
        )
    } else if begins(b"PAR1") {
        text!(zh: "是 Parquet", en: "it is Parquet")
    } else if begins(b"\xFF\xFE") || begins(b"\xFE\xFF") {
        text!(zh: "是 UTF-16 文本，要 UTF-8 或 GB18030", en: "it is text in UTF-16, not UTF-8 or GB18030")
    } else {
        return None;
    };
    Some(found)
}

/// Nothing stands in the table.
pub(super) fn empty(place: &CellPlace) -> Diagnostic {
    let message =
        text!(zh: "表是空的，连表头也没有", en: "the table is empty, without even a header");
    let help = text!(
        zh: "第一行写表头，每列一个名称",
        en: "write a header in the first row, one title for each column",
    );
    Diagnostic::new(Code::EmptyTable, message).help(help).in_cell(place.clone())
}

fn too_large(place: CellPlace, message: Text) -> Diagnostic {
    Diagnostic::new(Code::TableTooLarge, message).in_cell(place)
}

/// A quote that is closed nowhere.
pub(super) fn unclosed_quote(place: &CellPlace, row: u64) -> Diagnostic {
    let message = text!(
        zh: "这一行里有个引号没有合上，以后的各行都成了它的一格",
        en: "a quote in this row is not closed: all later rows became one cell of it",
    );
    let help = text!(
        zh: "补上引号；文字里的引号写两遍",
        en: "close it; write a quote that is part of a text twice",
    );
    let place = CellPlace { row: Some(row), ..place.clone() };
    Diagnostic::new(Code::UnclosedString, message).help(help).in_cell(place)
}

/// A record goes on and on.
pub(super) fn record_too_long(place: &CellPlace, row: u64, limit: u64) -> Diagnostic {
    let message = text!(
        zh: "一行超过 {limit} 字节，没有再读下去",
        en: "a record has more than {limit} bytes; nothing more was read",
    );
    let help = text!(
        zh: "多半是前面少了一个引号，或换行没有了",
        en: "most likely a quote before it is not closed, or the line ends were lost",
    );
    too_large(CellPlace { row: Some(row), ..place.clone() }, message).help(help)
}

/// A cell holds too much text.
pub(super) fn cell_too_long(place: CellPlace, limit: usize) -> Diagnostic {
    let message = text!(
        zh: "单元格的文字超过 {limit} 字节",
        en: "the text of the cell has more than {limit} bytes",
    );
    too_large(place, message)
}

/// A file unpacks to more than is allowed.
pub(super) fn unpacks_to_too_much(name: &str, limits: &Limits) -> Diagnostic {
    let (all, shared) = (limits.unpacked >> 20, limits.shared >> 20);
    let message = text!(
        zh: "解压后超过上限（全部 {all} MiB，其中工作表以外 {shared} MiB），没有读它",
        en: "it unpacks to more than is allowed ({all} MiB in all, {shared} MiB of it outside \
             the sheets); it was not read",
    );
    let help = text!(
        zh: "如果数据真有这么多，存成 CSV 或 Parquet",
        en: "if there is so much data indeed, save it as CSV or Parquet",
    );
    of_file(Code::TableTooLarge, name, message).help(help)
}

/// A row group of Parquet is too large.
#[cfg(feature = "parquet")]
pub(super) fn row_group_too_large(name: &str, limit: u64) -> Diagnostic {
    let limit = limit >> 20;
    let message = text!(
        zh: "一个行组解压后超过 {limit} MiB",
        en: "a row group unpacks to more than {limit} MiB",
    );
    let help = text!(zh: "用较小的行组重写文件", en: "write the file with smaller row groups");
    of_file(Code::TableTooLarge, name, message).help(help)
}

/// A cell of another sort than its column.
#[cfg(feature = "parquet")]
pub(super) fn unlike_column(place: CellPlace, title: &str) -> Diagnostic {
    let message = text!(
        zh: "这个值不是 {title} 一列所写的那一种",
        en: "the value is not of the sort that the column {title} holds",
    );
    Diagnostic::new(Code::WrongValue, message).in_cell(place)
}

/// A number with more decimals than its column.
#[cfg(feature = "parquet")]
pub(super) fn finer_than_column(place: CellPlace, title: &str, decimals: u32) -> Diagnostic {
    let message = text!(
        zh: "{title} 一列写 {decimals} 位小数，这个数放不下",
        en: "the column {title} holds {decimals} decimals: the number does not fit",
    );
    Diagnostic::new(Code::TooFine, message).in_cell(place)
}

/// The rows of a workbook take more memory than is allowed.
pub(super) fn keeps_too_much(place: &CellPlace, limits: &Limits) -> Diagnostic {
    let limit = limits.kept >> 20;
    let message = text!(
        zh: "工作簿的各行要占 {limit} MiB 以上的内存，没有再读下去",
        en: "the rows of the workbook take more than {limit} MiB of memory; reading stopped",
    );
    let help = text!(
        zh: "存成 CSV 或 Parquet，它们一行一行地读",
        en: "save it as CSV or Parquet, which are read row by row",
    );
    too_large(place.clone(), message).help(help)
}

/// The workbook is encrypted.
pub(super) fn locked(name: &str) -> Diagnostic {
    let message = text!(zh: "工作簿加了打开密码", en: "the workbook has a password to open it");
    let help = text!(
        zh: "在 Excel 或 WPS 里打开，去掉密码后另存一份",
        en: "open it in Excel or WPS, and save a copy without the password",
    );
    of_file(Code::Locked, name, message).help(help)
}

/// The header is too wide.
pub(super) fn too_many_columns(place: &CellPlace, limit: usize) -> Diagnostic {
    let message = text!(zh: "表超过 {limit} 列", en: "the table has more than {limit} columns");
    too_large(place.clone(), message)
}

/// Bytes that mean nothing in the encoding of the file.
pub(super) fn undecodable(place: &CellPlace, bad: &Undecodable) -> Diagnostic {
    let message = match bad.why {
        Why::Neither => text!(
            zh: "既不是 UTF-8 也不是 GB18030",
            en: "this is neither UTF-8 nor GB18030",
        ),
        Why::GbAfterUtf8 => text!(
            zh: "前面是 UTF-8，这里却是 GB18030：一个文件里有两种编码",
            en: "this is GB18030 after UTF-8: the file is in two encodings",
        ),
        Why::Utf8InGb => text!(
            zh: "这里是 UTF-8，文件其余却是 GB18030：一个文件里有两种编码",
            en: "this is UTF-8 while the rest is GB18030: the file is in two encodings",
        ),
    };
    let help = text!(
        zh: "整个文件用一种编码保存，最好是 UTF-8",
        en: "save the whole file in one encoding, UTF-8 rather",
    );
    Diagnostic::new(Code::BadEncoding, message).help(help).in_cell(place.clone())
}

/// A NUL, which is no text.
pub(super) fn nul(place: &CellPlace) -> Diagnostic {
    let message = text!(zh: "文字里有 NUL 字节", en: "there is a NUL byte in the text");
    let help = text!(
        zh: "文件多半损坏了，或不是文本；请重新导出",
        en: "the file is damaged or no text; export it again",
    );
    Diagnostic::new(Code::BadEncoding, message).help(help).in_cell(place.clone())
}

/// A row has fewer cells than the header.
pub(super) fn too_few_cells(
    place: &CellPlace,
    row: u64,
    found: usize,
    wanted: usize,
) -> Diagnostic {
    let message = text!(
        zh: "这一行只有 {found} 格，表头有 {wanted} 列",
        en: "the header has {wanted} columns, the row only {found}",
    );
    let help = text!(
        zh: "补上空着的格子，或看前面是不是多了一个引号",
        en: "add the empty cells, or look for a stray quote before",
    );
    ragged(place, row, message, help)
}

/// A row holds something beyond the header.
pub(super) fn beyond_header(place: &CellPlace, row: u64, width: usize) -> Diagnostic {
    let message = text!(
        zh: "这一行在表头的 {width} 列之外还有内容",
        en: "the row holds something beyond the {width} columns of the header",
    );
    let help = text!(
        zh: "补上表头；如果是 CSV，把带逗号的文字放进引号",
        en: "add the title; in CSV, put texts with commas in quotes",
    );
    ragged(place, row, message, help)
}

fn ragged(place: &CellPlace, row: u64, message: Text, help: Text) -> Diagnostic {
    let place = CellPlace { row: Some(row), ..place.clone() };
    Diagnostic::new(Code::RaggedRow, message).help(help).in_cell(place)
}

/// A second sheet for a format that has one.
pub(super) fn one_sheet(name: &str) -> Diagnostic {
    let message = text!(
        zh: "这种格式的一个文件只放一个表",
        en: "a file of this format holds one table only",
    );
    let help = text!(zh: "每个表写一个文件，或用 xlsx", en: "write a file for each, or xlsx");
    of_file(Code::TableTooLarge, name, message).help(help)
}

/// More rows or columns than a sheet of the format holds.
pub(super) fn sheet_full(name: &str, format: Format) -> Diagnostic {
    let Capacity { rows, columns, .. } = capacity(format);
    let format = format.name();
    let message = text!(
        zh: "一个 {format} 工作表最多 {rows} 行、{columns} 列",
        en: "a sheet of {format} holds at most {rows} rows and {columns} columns",
    );
    let help = text!(zh: "写成 CSV 或 Parquet", en: "write CSV or Parquet");
    of_file(Code::TableTooLarge, name, message).help(help)
}

/// A text too long for the format.
pub(super) fn text_too_long(place: CellPlace, characters: usize) -> Diagnostic {
    let message = text!(
        zh: "文字超过 {characters} 个字，这种格式的单元格放不下",
        en: "the text has more than {characters} characters, more than a cell of this format holds",
    );
    let help = text!(zh: "写成 CSV 或 Parquet", en: "write CSV or Parquet");
    too_large(place, message).help(help)
}

/// Text that is no object of JSON.
pub(super) fn bad_json(place: &CellPlace, row: u64, why: Text) -> Diagnostic {
    let (zh, en) = (why.zh, why.en);
    let message = text!(zh: "JSON 不合格式：{zh}", en: "this is no well-formed JSON: {en}");
    let help = text!(
        zh: "每项是一个对象 {{…}}，一个接一个，或都在一个 […] 里",
        en: "write objects {{…}}, one after the other or all in one […]",
    );
    let place = CellPlace { row: Some(row), ..place.clone() };
    Diagnostic::new(Code::BadJson, message).help(help).in_cell(place)
}

/// A key that stands twice in an object.
pub(super) fn key_twice(place: &CellPlace, row: u64, key: &str) -> Diagnostic {
    let message = text!(zh: "键 {key} 写了两次", en: "the key {key} stands twice");
    let help = text!(zh: "删去一个", en: "delete one of them");
    let place = CellPlace { row: Some(row), ..place.clone() };
    Diagnostic::new(Code::GivenTwice, message).help(help).in_cell(place)
}
