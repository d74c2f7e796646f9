//! CSV: read in either encoding, written so that it reads back equal, and refused with reasons.
#![allow(clippy::unwrap_used, clippy::panic_in_result_fn, clippy::arithmetic_side_effects)]

#[path = "common/tables.rs"]
mod tables;

use polc::table::{Column, Format, Kind, Limits, Options};
use tables::{read, refused, sheet, written};

#[test]
fn header_rows_and_numbers_are_told() {
    let text =
        "编号, 名称 ,投资额(万元),\n1001,甲厂, 12.50 ,\n\n1002,\"乙,\n厂\",,\n,,,\n1003,丙,1,\n";
    insta::assert_snapshot!(sheet("数据/企业.csv", Format::Csv, text.as_bytes()));
}

#[test]
fn separators_and_encodings_are_found_out() {
    let tabs = "编号\t名称\n1\t甲,乙\n";
    let semicolons = "编号;\"a,b,c\"\n1;2,5\n";
    let marked = "\u{feff}编号,名称\r\n1,甲\r\n";
    let (gb, _, _) = encoding_rs::GB18030.encode("编号,名称\n1,㐂𠀀甲厂\n2,乙厂\n");
    let texts = [tabs.as_bytes(), semicolons.as_bytes(), marked.as_bytes(), &gb];
    let shown = texts.map(|text| sheet("a.csv", Format::Csv, text));
    insta::assert_snapshot!(shown.join("\n"));
}

#[test]
fn bad_files_are_refused_with_their_place() {
    let gb = |text| encoding_rs::GB18030.encode(text).0.into_owned();
    let files: Vec<(&str, Vec<u8>)> = vec![
        ("empty", Vec::new()),
        ("blank", b"\n \n,,\n".to_vec()),
        ("GB18030 after UTF-8", ["编号,名称\n1,甲\n".as_bytes(), &gb("2,乙厂\n")].concat()),
        ("UTF-8 after GB18030", [&gb("编号,名称\n1,甲\n"), "2,乙厂\n3,丙厂\n".as_bytes()].concat()),
        ("neither", b"id,name\n1,\xFF\xFF\n2,b\n".to_vec()),
        ("UTF-16", b"\xFF\xFEi\0d\0".to_vec()),
        ("NUL", b"id,name\n1,a\0b\n".to_vec()),
        ("too few, too many", b"id,name\n1\n2,a,,\n3,a,b\n".to_vec()),
        ("a quote not closed", b"id,name\n1,\"a\n2,b\n3,c\n".to_vec()),
        ("zip", b"PK\x03\x04 and so on".to_vec()),
    ];
    let shown: Vec<_> =
        files.iter().map(|(what, bytes)| refused(what, "数据.csv", Format::Csv, bytes)).collect();
    insta::assert_snapshot!(shown.join("\n"));
}

/// A line without end is given up after the limit: the reader here would go on for 2 GB, and says so
/// when more was asked for than any limit allows.
#[test]
fn a_line_without_end_is_not_read_into_memory() {
    use std::io::{self, Read, Seek, SeekFrom};
    struct Endless(u64);
    impl Read for Endless {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            assert!(self.0 < 32 << 20, "read on after {} bytes", self.0);
            buffer.fill(b'x');
            self.0 += buffer.len() as u64;
            Ok(buffer.len())
        }
    }
    impl Seek for Endless {
        fn seek(&mut self, _: SeekFrom) -> io::Result<u64> {
            self.0 = 0;
            Ok(0)
        }
    }
    let found = polc::table::open(Endless(0), "长.csv", Format::Csv, &Limits::default());
    let found = found.unwrap_err().into_sorted();
    assert_eq!(found[0].code, polc::diag::Code::TableTooLarge);
    let limits = Limits { cell: 100, ..Limits::default() };
    let long = format!("id,name\n1,{}\n2,b\n", "x".repeat(101));
    let rows = read(long.as_bytes().to_vec(), "长.csv", Format::Csv, &limits);
    insta::assert_snapshot!(rows);
}

#[test]
fn what_a_spreadsheet_would_compute_is_guarded() {
    let columns = [Column::new("名称", Kind::Text), Column::new("=1+1", Kind::Text)];
    let texts = ["=SUM(A1)", "+1", "-1", "@a", "'=x", "''", "a=b", "\t=1", "多行\n\"引号\",逗号"];
    let bytes = written(Format::Csv, &Options::default(), &columns, &texts);
    let back = sheet("a.csv", Format::Csv, &bytes);
    insta::assert_snapshot!(format!("{}\n{back}", String::from_utf8(bytes).unwrap()));
}
