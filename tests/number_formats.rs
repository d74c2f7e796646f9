//! Number formats of spreadsheets: what a cell shows is what is read, or it is refused.
#![allow(clippy::unwrap_used, clippy::disallowed_types, clippy::expect_used)]

mod common;
#[path = "common/tables.rs"]
mod tables;

use std::fmt::Write as _;
use std::path::Path;

use common::memory::Memory;
use polc::dataset::{self, Settings};
use polc::diag::render::{Style, report};
use polc::diag::{Code, Diagnostic, Lang};
use polc::driver;
use polc::eval::{Cell as Value, Facts};
use polc::ir::Program;
use polc::scenario::Directory;
use polc::source::Sources;
use polc::table::Format;
use rust_xlsxwriter::{Format as Look, Workbook};

const PROGRAM: &str = "清单 示范清单 (demo_list) {
  标题 \"示范清单\"  印发 2022-05-20  时效 2022-05-20 至 2024-05-20
  层级 市级 (city)  机构 甲局 (bureau)
  支付 精确到 1分 四舍五入
}
计数 人 (worker)
主体 企业 (enterprise) {
  研发占比 (share): % 精确到 0.0001%
  投资额 (investment): 元 精确到 1分
  年利率 (rate): %/年 精确到 0.01%/年
  职工数 (workers): 人 精确到 1人
}
";

fn program() -> Program {
    let files = Memory::of(&[("set/a.pol", PROGRAM.as_bytes())]);
    let compiled = driver::compile(&files, &["set".into()]);
    let told = report(&compiled.diagnostics, &compiled.sources, Style::default());
    compiled.program.expect(&told)
}

/// A workbook with a header, an id and numbers in cells of a format.
fn workbook(header: &[&str], rows: &[&[(f64, &str)]]) -> Vec<u8> {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet().set_name("企业").unwrap();
    for (title, column) in std::iter::once(&"编号").chain(header).zip(0u16..) {
        sheet.write_string(0, column, *title).unwrap();
    }
    for (cells, row) in rows.iter().zip(1u32..) {
        sheet.write_string(row, 0, format!("E{row}")).unwrap();
        for ((value, code), column) in cells.iter().zip(1u16..) {
            let look = Look::new().set_num_format(*code);
            sheet.write_number_with_format(row, column, *value, &look).unwrap();
        }
    }
    workbook.save_to_buffer().unwrap()
}

/// The facts of a workbook, or what is wrong with it.
fn read(program: &Program, bytes: &[u8]) -> Result<Vec<Facts>, Vec<Diagnostic>> {
    let files = Memory::of(&[("数据.xlsx", bytes)]);
    let directory = Directory::new(program);
    let tables = driver::tables(&files, Path::new("数据.xlsx"))?;
    let set = dataset::open(&directory, tables, Settings::default())?;
    let (mut facts, mut found) = (Vec::new(), Vec::new());
    for group in set.groups {
        match set.binding.facts(&group.map_err(|problem| vec![problem])?) {
            Ok(record) => facts.push(record.facts),
            Err(problems) => found.extend(problems),
        }
    }
    if found.is_empty() { Ok(facts) } else { Err(found) }
}

fn number(text: &str) -> Value {
    Value::Number(text.parse().unwrap())
}

#[test]
fn a_percentage_is_what_the_cell_shows() {
    let rows: &[&[(f64, &str)]] = &[
        &[(0.03, "0%")],
        &[(0.035, "0.0%;[Red]-0.0%")],
        // 0.57 is stored as 0.56999999999999995…; a hundred times it, in binary, is 56.99999999999999.
        &[(0.57, "0.00%_)")],
        &[(0.285, "[>0.5]0%;0%")],
        &[(1.0, "0%")],
        &[(0.0, "0%")],
        &[(3.0, "0.00")],
        &[(3.0, r#"0.00"%""#)],
    ];
    let facts = read(&program(), &workbook(&["研发占比(%)"], rows)).unwrap();
    let shares: Vec<_> = facts.iter().map(|facts| facts.subjects[0].constants[0]).collect();
    let expected = ["0.03", "0.035", "0.57", "0.285", "1", "0", "0.03", "0.03"];
    assert_eq!(shares, expected.map(number));
}

#[test]
fn a_unit_in_the_format_is_the_unit_of_the_cell() {
    let rows: &[&[(f64, &str)]] = &[
        &[(3.0, r#"0.00"万元""#)],
        &[(12000.0, r#"#,##0"元""#)],
        &[(12_345_678.0, r#"0.00,,"百万元""#)],
        &[(12.0, r#"_ "¥"* #,##0.00_ ;_ "¥"* -#,##0.00_ "#)],
        &[(12.0, "[$¥-804]#,##0.00")],
        &[(12.0, "0.00E+00")],
        &[(12.5, "# ?/?")],
        &[(12.0, "@")],
        &[(0.0, "#,##0.00;(#,##0.00);\"-\"??")],
    ];
    let facts = read(&program(), &workbook(&["投资额(万元)"], rows)).unwrap();
    let money: Vec<_> = facts.iter().map(|facts| facts.subjects[0].constants[1]).collect();
    let expected =
        ["30000", "12000", "12345678", "120000", "120000", "120000", "125000", "120000", "0"];
    assert_eq!(money, expected.map(number));
}

#[test]
fn what_shows_another_quantity_is_refused() {
    let rows: &[&[(f64, &str)]] = &[
        // A percentage is no sum, no rate a year, no count of people.
        &[(3.0, "0"), (0.03, "0%"), (3.45, "0.00"), (3.0, "0")],
        &[(3.0, "0"), (3.0, "0"), (0.0345, "0.00%"), (3.0, "0")],
        &[(3.0, "0"), (3.0, "0"), (3.45, "0.00"), (0.5, "0%")],
        &[(3.0, "0"), (12_345_678.0, "#,##0,"), (3.45, "0.00"), (3.0, r#"0"户""#)],
        &[(3.0, "0"), (12_345_678.0, r#"0!.0,"万元""#), (3.45, "0.00"), (3.0, "0")],
        &[(3.0, "0"), (12.0, "[$$-409]#,##0.00"), (3.45, "0.00"), (3.0, "0")],
        &[(3.0, "0"), (12.0, ";;;"), (3.45, "0.00"), (3.0, "0")],
        &[(3.0, "0"), (12.0, "[>=10]0.0,\"千元\";0"), (3.45, "0.00"), (3.0, "0")],
        &[(3.0, "0"), (45000.0, "yyyy-mm-dd"), (3.45, "0.00"), (3.0, r#"0"000""#)],
    ];
    let header = ["研发占比(%)", "投资额(元)", "年利率(%/年)", "职工数"];
    let found = read(&program(), &workbook(&header, rows)).unwrap_err();
    let told = |lang| report(&found, &Sources::new(), Style { lang, ..Style::default() });
    insta::assert_snapshot!(format!("{}──── en\n{}", told(Lang::Zh), told(Lang::En)));
}

#[test]
fn what_each_format_shows() {
    let formats = [
        "General",
        "0",
        "#,##0.00",
        "0.00_);(0.00)",
        "0.00;[Red]0.00",
        "0.00%",
        "0%%",
        "%0",
        "0,",
        "0.0,,",
        "0,.00",
        "#,##0,\"千元\"",
        "0\"万元\"",
        "General\"元\"",
        "\"E\"000",
        "000000",
        "000\\-000",
        "0\\.0",
        "0.0E+00",
        "# ??/16",
        "\"约\"0",
        "0\"000\"",
        "0;\"亏损\";0",
        "[Red][<0]-0;0",
        "[h]:mm",
        "yyyy\"年\"",
        "@\"元\"",
        "\"是\";;\"否\"",
        "[DBNum1]General",
        "# ##0",
    ];
    let mut shown = String::new();
    for code in formats {
        let rows: &[&[(f64, &str)]] = &[&[(1234.5, code), (-1234.5, code), (0.0, code)]];
        let told = tables::sheet("a.xlsx", Format::Xlsx, &workbook(&["正", "负", "零"], rows));
        let row = told.lines().nth(1).unwrap().trim_start_matches("2: \"E1\" | ");
        writeln!(shown, "{code:<18} {row}").unwrap();
    }
    insta::assert_snapshot!(shown);
}

#[test]
fn formats_change_from_row_to_row_and_are_followed() {
    let mut rows: Vec<&[(f64, &str)]> = Vec::new();
    for row in 0..40 {
        rows.push(match row % 4 {
            0 => &[(0.5, "0%"), (1.0, "0")],
            1 => &[(50.0, "0"), (0.01, "0%")],
            2 => &[(50.0, r#"0"%""#), (1.0, "General")],
            _ => &[(0.5, "0%"), (0.01, "0.00%")],
        });
    }
    let bytes = workbook(&["研发占比(%)", "备注"], &rows);
    for facts in read(&program(), &bytes).unwrap() {
        assert_eq!(facts.subjects[0].constants[0], number("0.5"));
    }
}

#[test]
fn an_identifier_that_cannot_be_taken_says_why() {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet().set_name("企业").unwrap();
    sheet.write_string(0, 0, "编号").unwrap();
    let look = Look::new().set_num_format("000\\-000");
    sheet.write_number_with_format(1, 0, 123_456.0, &look).unwrap();
    let found = read(&program(), &workbook.save_to_buffer().unwrap()).unwrap_err();
    assert_eq!(
        found.iter().map(|problem| problem.code).collect::<Vec<_>>(),
        [Code::DisguisedNumber]
    );
}
