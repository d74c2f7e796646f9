//! What is written in any format reads back equal; what cannot be written is told.
#![allow(clippy::unwrap_used, clippy::panic_in_result_fn, clippy::arithmetic_side_effects)]

#[path = "common/tables.rs"]
mod tables;

use std::io::{self, Cursor, Write};

use polc::diag::Code;
use polc::driver::{Disk, Files};
use polc::quantity::{Date, Exact};
use polc::table::{Cell, Column, Format, Held, Kind, Limits, Options, Row, create, open};
use proptest::prelude::*;

/// A row of a column of each kind.
fn row() -> impl Strategy<Value = Vec<Held>> {
    let text = prop_oneof![
        3 => "[=+@'\\-\t ]{0,2}[a-z,;\"'\n\r甲乙㐂𠀀é\u{1}_x0-9]{0,12}",
        1 => Just("TRUE".to_owned()),
        1 => any::<String>().prop_map(|text| text.replace(['\0', '\u{feff}'], "")),
    ];
    let number = (any::<i128>(), 0u32..10)
        .prop_map(|(units, scale)| Exact::of_units(units % 10i128.pow(28), scale).unwrap());
    let date = (-25_000..84_000).prop_map(|day| Date::of_day_number(day).unwrap());
    (
        proptest::option::of(text),
        proptest::option::of(number),
        proptest::option::of(any::<bool>()),
        proptest::option::of(date),
    )
        .prop_map(|(text, number, truth, date)| {
            vec![
                text.map_or(Held::Empty, |text| Held::Text(text.into())),
                number.map_or(Held::Empty, Held::Number),
                truth.map_or(Held::Empty, Held::Truth),
                date.map_or(Held::Empty, Held::Date),
            ]
        })
}

fn columns() -> [Column; 4] {
    [
        Column::new("-文字", Kind::Text),
        Column::new("数", Kind::Number { decimals: 10 }),
        Column::new("是否", Kind::Truth),
        Column::new("日期", Kind::Date),
    ]
}

/// What a row came to, as it reads: formats without a type for something give its text.
fn plain(cells: impl Iterator<Item = Held>) -> Vec<String> {
    cells
        .map(|held| match held.cell() {
            Cell::Empty => String::new(),
            // Line ends are what a reader of XML or CSV makes of them.
            Cell::Text(text) => text.replace("\r\n", "\n").replace('\r', "\n").trim().to_owned(),
            Cell::Number(number) => number.to_string(),
            Cell::Truth(truth) => if truth { "TRUE" } else { "FALSE" }.to_owned(),
            Cell::Date(date) => date.to_string(),
            Cell::Fault(fault) => format!("{fault:?}"),
        })
        .collect()
}

fn back(bytes: Vec<u8>, format: Format) -> Vec<Vec<String>> {
    let sheets = open(Cursor::new(bytes), "表", format, &Limits::default()).unwrap();
    let rows = sheets.into_iter().flat_map(|sheet| sheet.rows);
    let cells = |row: Row| plain((0..4).map(|column| Held::from(row.cell(column))));
    rows.map(|row| cells(row.unwrap())).collect()
}

fn formats() -> impl Iterator<Item = Format> {
    let built = |format: &Format| cfg!(feature = "parquet") || *format != Format::Parquet;
    Format::ALL.into_iter().filter(built)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn what_is_written_reads_back_equal(rows in proptest::collection::vec(row(), 1..12)) {
        // A first row that is full: objects name only the columns that they fill.
        let full = vec![Held::Text("甲".into()), Held::Number(Exact::ONE), Held::Truth(true), Held::Date(Date::new(2026, 1, 1).unwrap())];
        let rows: Vec<_> = std::iter::once(full).chain(rows).collect();
        let cells: Vec<Vec<Cell<'_>>> = rows.iter().map(|row| row.iter().map(Held::cell).collect()).collect();
        let wanted: Vec<_> = rows.iter().map(|row| plain(row.iter().cloned())).filter(|row| row.iter().any(|cell| !cell.is_empty())).collect();
        for format in formats() {
            let bytes = tables::write(format, &Options::default(), &columns(), &cells).unwrap();
            prop_assert_eq!(back(bytes, format), wanted.clone(), "{:?}", format);
        }
    }
}

/// A disk of so many bytes.
struct Full(usize);

impl Write for Full {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self.0.min(bytes.len()) {
            0 => Err(io::ErrorKind::StorageFull.into()),
            fits => {
                self.0 -= fits;
                Ok(fits)
            }
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[test]
fn a_full_disk_is_told_in_every_format() {
    for format in formats() {
        let write = || {
            let mut writer = create(Full(2000), "满", format, &Options::default())?;
            writer.sheet("表", &columns()[..1])?;
            for row in 0..20_000 {
                writer.row(&[Cell::Text(&format!("第 {row} 行"))])?;
            }
            writer.finish()
        };
        let problem = write().unwrap_err();
        assert_eq!(problem.code, Code::CannotWrite, "{format:?}");
        let told = problem.sentence(polc::diag::Lang::En);
        assert_eq!(
            told, "满: writing failed: the disk is full, or the file larger than allowed",
            "{format:?}"
        );
    }
}

/// What is half written never takes the place of what was there.
#[test]
#[allow(clippy::disallowed_methods, reason = "the file system itself is tried")]
fn the_old_file_survives_a_full_disk() {
    let path = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("survivor.csv");
    std::fs::write(&path, "old").unwrap();
    let written = |room: usize| {
        let mut output = Disk.create(&path).unwrap();
        let full = Tee(Full(room), &mut output);
        let mut writer = create(full, "survivor.csv", Format::Csv, &Options::default()).unwrap();
        writer.sheet("表", &columns()[..1]).unwrap();
        let rows = (0..20_000).try_for_each(|_| writer.row(&[Cell::Text("甲")]));
        match rows.and_then(|()| writer.finish()) {
            Ok(()) => output.commit().is_ok(),
            Err(_) => false,
        }
    };
    assert!(!written(100_000));
    assert_eq!(std::fs::read_to_string(&path).unwrap(), "old");
    assert!(written(1_000_000));
    assert!(std::fs::read_to_string(&path).unwrap().ends_with("甲\r\n"));
    let left = std::fs::read_dir(path.parent().unwrap()).unwrap();
    let left = left
        .filter(|entry| entry.as_ref().unwrap().file_name().to_string_lossy().starts_with(".tmp"));
    assert_eq!(left.count(), 0, "a temporary file was left behind");
}

/// The same with the limit of the system, from the command line.
#[test]
#[cfg(unix)]
#[allow(clippy::disallowed_methods, reason = "the file system itself is tried")]
fn the_old_file_survives_the_limit_of_the_system() {
    use std::os::unix::fs::PermissionsExt;
    let directory = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("limit");
    std::fs::create_dir_all(&directory).unwrap();
    std::fs::write(directory.join("企业.csv"), "编号\n1\n2\n").unwrap();
    std::fs::write(directory.join("out.csv"), "old").unwrap();
    let run = |limit: &str| {
        let line = format!(
            "trap '' XFSZ; ulimit -f {limit}; umask 022; \
             exec \"$0\" batch 企业.csv -o out.csv --as-of 2024-01-31 --year 2023 --lang en"
        );
        let mut shell = std::process::Command::new("sh");
        shell.args(["-c", &line, env!("CARGO_BIN_EXE_polc")]).current_dir(&directory);
        shell.output().unwrap()
    };
    let refused = run("4");
    let told = String::from_utf8(refused.stderr).unwrap();
    assert_eq!(refused.status.code(), Some(1), "{told}");
    assert!(told.contains("error E1111"), "{told}");
    assert_eq!(std::fs::read_to_string(directory.join("out.csv")).unwrap(), "old");
    assert!(run("unlimited").status.success());
    let written = std::fs::metadata(directory.join("out.csv")).unwrap();
    assert!(written.len() > 4096);
    // As any new file, others may read it.
    assert_eq!(written.permissions().mode() & 0o777, 0o644);
}

/// Writes what fits on a disk to a file.
struct Tee<W>(Full, W);

impl<W: Write> Write for Tee<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let fits = self.0.write(bytes)?;
        self.1.write_all(bytes.get(..fits).unwrap_or_default())?;
        Ok(fits)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.1.flush()
    }
}

#[test]
fn formats_are_told_by_the_ending() {
    let of =
        ["a.CSV", "b/企业.xlsx", "c.ndjson", "d.parquet", "e.xls", "csv", "f.pol"].map(Format::of);
    let [csv, xlsx, json, parquet] =
        [Format::Csv, Format::Xlsx, Format::Json, Format::Parquet].map(Some);
    assert_eq!(of, [csv, xlsx, json, parquet, None, None, None]);
}
