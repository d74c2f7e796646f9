//! Parquet: its types taken exactly, what is no value of a cell refused.
#![cfg(feature = "parquet")]
#![allow(clippy::unwrap_used, clippy::disallowed_types, clippy::arithmetic_side_effects)]

#[path = "common/tables.rs"]
mod tables;

use std::sync::Arc;

use parquet::basic::Compression;
use parquet::data_type::{
    ByteArray, ByteArrayType, DataType, DoubleType, FixedLenByteArray, FixedLenByteArrayType,
    FloatType, Int32Type, Int64Type,
};
use parquet::file::properties::WriterProperties;
use parquet::file::writer::{SerializedFileWriter, SerializedRowGroupWriter};
use parquet::schema::parser::parse_message_type;
use polc::diag::Code;
use polc::table::{Cell, Column, Format, Kind, Limits, Options};
use tables::{problems, refused, sheet, write};

type Group<'a> = SerializedRowGroupWriter<'a, Vec<u8>>;

/// A file of row groups, each column of which `fill` writes in turn.
fn file(message: &str, compression: Compression, groups: &[&dyn Fn(&mut Group<'_>)]) -> Vec<u8> {
    let schema = Arc::new(parse_message_type(message).unwrap());
    let properties = WriterProperties::builder().set_compression(compression).build();
    let mut file = SerializedFileWriter::new(Vec::new(), schema, Arc::new(properties)).unwrap();
    for fill in groups {
        let mut group = file.next_row_group().unwrap();
        fill(&mut group);
        group.close().unwrap();
    }
    file.into_inner().unwrap()
}

fn column<T: DataType>(group: &mut Group<'_>, values: &[T::T], levels: Option<&[i16]>) {
    let mut column = group.next_column().unwrap().unwrap();
    column.typed::<T>().write_batch(values, levels, None).unwrap();
    column.close().unwrap();
}

fn text(text: &str) -> ByteArray {
    text.as_bytes().to_vec().into()
}

#[test]
fn every_type_that_a_cell_holds_is_taken() {
    let message = "message m {
        required binary id (UTF8);
        optional int32 small (DECIMAL(9, 2));
        optional int64 large (DECIMAL(18, 4));
        optional fixed_len_byte_array(5) fixed (DECIMAL(11, 3));
        optional binary bytes (DECIMAL(38, 10));
        optional int64 whole;
        optional int32 unsigned (UINT_32);
        optional int32 day (DATE);
        optional int64 moment (TIMESTAMP_MILLIS);
        optional double binary64;
        optional float binary32;
    }";
    let fill = |group: &mut Group<'_>| {
        column::<ByteArrayType>(group, &[text("甲"), text(" "), text("丙")], None);
        column::<Int32Type>(group, &[-1, 123_456], Some(&[1, 0, 1]));
        column::<Int64Type>(group, &[10_000, i64::MAX], Some(&[1, 0, 1]));
        let fixed = |bytes: [u8; 5]| FixedLenByteArray::from(bytes.to_vec());
        let fixed = [fixed([0xFF, 0xFF, 0xFF, 0xFF, 0xFE]), fixed([0, 0, 0, 4, 0xD2])];
        column::<FixedLenByteArrayType>(group, &fixed, Some(&[1, 0, 1]));
        let long = 12_345_678_901_234_567_890_i128.to_be_bytes().to_vec();
        column::<ByteArrayType>(group, &[vec![0x80].into(), long.into()], Some(&[1, 0, 1]));
        column::<Int64Type>(group, &[i64::MIN, 7], Some(&[1, 0, 1]));
        column::<Int32Type>(group, &[-1, 1], Some(&[1, 0, 1]));
        column::<Int32Type>(group, &[0, 20_484], Some(&[1, 0, 1]));
        column::<Int64Type>(group, &[0, 86_400_000 * 20_484], Some(&[1, 0, 1]));
        column::<DoubleType>(group, &[0.1, 0.1 + 0.2], Some(&[1, 0, 1]));
        column::<FloatType>(group, &[0.1, 16_777_216.0], Some(&[1, 0, 1]));
    };
    for compression in
        [Compression::UNCOMPRESSED, Compression::SNAPPY, Compression::ZSTD(Default::default())]
    {
        let bytes = file(message, compression, &[&fill, &fill]);
        insta::assert_snapshot!("types", sheet("企业.parquet", Format::Parquet, &bytes));
    }
}

#[test]
fn what_no_cell_holds_is_refused() {
    let message = "message m {
        optional double ratio;
        optional group list (LIST) { repeated group list { optional int32 element; } }
        optional int32 time (TIME_MILLIS);
        optional binary bytes;
        optional int32 day (DATE);
        optional int64 moment (TIMESTAMP_MICROS);
        optional fixed_len_byte_array(16) wide (DECIMAL(38, 0));
    }";
    let fill = |group: &mut Group<'_>| {
        column::<DoubleType>(group, &[f64::NAN, f64::INFINITY, 1e300], Some(&[1; 3]));
        let mut list = group.next_column().unwrap().unwrap();
        list.typed::<Int32Type>().write_batch(&[1], Some(&[3, 0, 0]), Some(&[0, 0, 0])).unwrap();
        list.close().unwrap();
        column::<Int32Type>(group, &[1], Some(&[1, 0, 0]));
        column::<ByteArrayType>(group, &[vec![0xFF].into()], Some(&[1, 0, 0]));
        column::<Int32Type>(group, &[i32::MAX], Some(&[1, 0, 0]));
        column::<Int64Type>(group, &[1], Some(&[1, 0, 0]));
        let wide = (10i128.pow(38) - 1).to_be_bytes().to_vec();
        column::<FixedLenByteArrayType>(group, &[wide.into()], Some(&[1, 0, 0]));
    };
    let bytes = file(message, Compression::SNAPPY, &[&fill]);
    insta::assert_snapshot!(refused("cells", "企业.parquet", Format::Parquet, &bytes));
}

#[test]
fn files_that_are_not_parquet_are_refused() {
    let columns = [Column::new("a", Kind::Number { decimals: 0 })];
    let row = vec![Cell::Number(1.into())];
    let whole = write(Format::Parquet, &Options::default(), &columns, &[row]).unwrap();
    let mut spoilt = whole.clone();
    spoilt[4..40].fill(0xFF);
    let files = [
        ("empty", Vec::new()),
        ("CSV", b"a,b\n".to_vec()),
        ("cut short", whole[..40].to_vec()),
        ("spoilt", spoilt),
    ];
    let shown: Vec<_> = files
        .iter()
        .map(|(what, bytes)| refused(what, "a.parquet", Format::Parquet, bytes))
        .collect();
    insta::assert_snapshot!(shown.join("\n"));
    let limits = Limits { unpacked: 1, ..Limits::default() };
    let found = problems("a.parquet", Format::Parquet, &whole, &limits);
    assert_eq!(found[0].code, Code::TableTooLarge);
}

#[test]
fn what_a_column_cannot_hold_is_refused_when_written() {
    let columns = [Column::new("额", Kind::Number { decimals: 2 })];
    let refused = |cell| {
        let found = write(Format::Parquet, &Options::default(), &columns, &[vec![cell]]);
        let found = found.unwrap_err();
        format!("{} {}", found.code, found.sentence(polc::diag::Lang::En))
    };
    let fine = refused(Cell::Number("0.001".parse().unwrap()));
    insta::assert_snapshot!(format!("{fine}\n{}", refused(Cell::Text("1.00"))));
}

#[test]
fn a_text_is_no_longer_than_in_other_formats() {
    let columns = [Column::new("名", Kind::Text)];
    let limit = Limits::default().cell;
    let (fits, too_long) = ("a".repeat(limit), "a".repeat(limit + 1));
    let rows = [vec![Cell::Text(&fits)], vec![Cell::Text(&too_long)]];
    let bytes = write(Format::Parquet, &Options::default(), &columns, &rows).unwrap();
    let found = problems("长.parquet", Format::Parquet, &bytes, &Limits::default());
    let told: Vec<_> = found.iter().map(|one| (one.code, one.cell.clone().unwrap().row)).collect();
    assert_eq!(told, [(Code::TableTooLarge, Some(2))]);
}
