//! Damaged files are refused or read as they are, and never break the program.
#![allow(clippy::unwrap_used, clippy::arithmetic_side_effects)]

#[path = "common/tables.rs"]
mod tables;
#[path = "common/xlsx.rs"]
mod xlsx;

use polc::table::{Cell, Column, Format, Kind, Limits, Options};
use tables::{problems, write};

/// Small limits, so that a size that lies is met before the memory of the machine is.
fn limits() -> Limits {
    Limits { unpacked: 16 << 20, shared: 1 << 20, ..Limits::default() }
}

/// A table of each kind of column.
fn whole(format: Format) -> Vec<u8> {
    let columns = [
        Column::new("名", Kind::Text),
        Column::new("额", Kind::Number { decimals: 2 }),
        Column::new("是", Kind::Truth),
        Column::new("日", Kind::Date),
    ];
    let date = polc::quantity::Date::new(2026, 1, 31).unwrap();
    let row = |text: &'static str, number: i64| {
        vec![Cell::Text(text), Cell::Number(number.into()), Cell::Truth(true), Cell::Date(date)]
    };
    let rows = [row("甲", 1), row("\"乙,\n\"", 200), vec![Cell::Empty; 4], row("甲", 1)];
    write(format, &Options::default(), &columns, &rows).unwrap()
}

#[test]
fn no_byte_of_a_file_breaks_the_reader() {
    // The parquet crate panics at some damaged pages, which is caught and told; the tests' own hook
    // would print thousands of lines.
    std::panic::set_hook(Box::new(|info| {
        if !polc::table::is_guarded() {
            eprintln!("{info}");
        }
    }));
    for format in [Format::Csv, Format::Json, Format::Xlsx, Format::Parquet] {
        let whole = whole(format);
        // A workbook is large, and its checksums guard most of it: every few bytes are enough.
        let step = if format == Format::Xlsx { 61 } else { 1 };
        for at in (0..whole.len()).step_by(step) {
            for byte in [0, 0xFF, whole[at] ^ 1] {
                let mut damaged = whole.clone();
                damaged[at] = byte;
                problems("损坏", format, &damaged, &limits());
            }
            problems("损坏", format, &whole[..at], &limits());
        }
    }
}

/// The parts of a workbook are guarded by checksums, so their contents are damaged before packing.
#[test]
fn no_cell_of_a_workbook_breaks_the_reader() {
    let whole = r#"<row r="1"><c r="A1" t="inlineStr"><is><t>编号</t></is></c></row><row r="2"><c r="A2" s="1"><f>A1</f><v>46053</v></c></row>"#;
    let pieces = ["", "2097152", "-1", "<", "\"", "&#x0;", "<c/>", "ZZZZ9", "é"];
    for (at, _) in whole.char_indices().step_by(4) {
        for piece in pieces {
            let (before, after) = whole.split_at(at);
            let rest: String = after.chars().skip(1).collect();
            let bytes = xlsx::workbook(
                &format!("{before}{piece}{rest}"),
                "<mergeCells><mergeCell ref=\"A2:XFD1048576\"/></mergeCells>",
            );
            problems("损坏.xlsx", Format::Xlsx, &bytes, &limits());
        }
    }
}
