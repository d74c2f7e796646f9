//! What reading notices, formulas and numbers of more digits than are taken, is told and listed.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::disallowed_types)]

mod common;
#[path = "common/tables.rs"]
mod tables;

use std::path::Path;

use common::memory::{Memory, polc};
use polc::cli::Exit;
use polc::table::{Format, Limits};
use rust_xlsxwriter::{Formula, Workbook};

/// Enterprises whose third column is formulas in two stretches, and two numbers of 16 digits and more.
fn workbook() -> Vec<u8> {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet().set_name("企业").unwrap();
    let titles = ["编号", "2022年 年产值(元)", "2022年 加工量(吨)", "备注", "所属编号"];
    sheet.write_row(0, 0, titles).unwrap();
    for row in 1..=8u32 {
        sheet.write_string(row, 0, format!("E{row}")).unwrap();
        sheet.write_string(row, 4, "甲园").unwrap();
        let output = if row % 4 == 0 { 0.300_000_000_000_000_04 } else { 12.0 };
        sheet.write_number(row, 1, output).unwrap();
        match row {
            5 => sheet.write_number(row, 2, 7.0),
            _ => sheet.write_formula(row, 2, Formula::new("=3*4").set_result("12")),
        }
        .unwrap();
        // Never in one stretch.
        if row % 2 == 0 {
            sheet.write_formula(row, 3, Formula::new("=1").set_result("1")).unwrap();
        }
    }
    let sheet = workbook.add_worksheet().set_name("园区").unwrap();
    sheet.write_column(0, 0, ["编号", "甲园"]).unwrap();
    let sheet = workbook.add_worksheet().set_name("设置").unwrap();
    sheet.write_row(0, 0, ["设置", "值"]).unwrap();
    sheet.write_row(1, 0, ["完整", "全部"]).unwrap();
    sheet.write_string(2, 0, "年度").unwrap();
    sheet.write_formula(2, 1, Formula::new("=2021+1").set_result("2022")).unwrap();
    workbook.save_to_buffer().unwrap()
}

fn files() -> Memory {
    let data = workbook();
    Memory::of(&[
        ("set/a.pol", include_bytes!("fixtures/demo.pol").as_slice()),
        ("set/b.pol", include_bytes!("fixtures/demo_clause.pol").as_slice()),
        ("数据.xlsx", data.as_slice()),
    ])
}

fn written(files: &Memory, path: &str) -> Vec<u8> {
    files.2.lock().unwrap()[Path::new(path)].clone()
}

#[test]
fn a_batch_tells_what_reading_noticed_and_lists_it() {
    let files = files();
    let (exit, out, err) = polc(&files, "zh_CN", "batch 数据.xlsx --policies set -o 结果.xlsx");
    assert_eq!(exit, Exit::Fine, "{out}{err}");
    let told = tables::sheet("结果.xlsx", Format::Xlsx, &written(&files, "结果.xlsx"));
    let listed = told.split("读取说明").nth(1).unwrap();
    let (_, _, en) = polc(&files, "en", "batch 数据.xlsx --policies set -o 结果.csv --lang en");
    insta::assert_snapshot!(format!("{err}────\n读取说明{listed}────\n{en}"));
}

#[test]
fn programs_are_told_too() {
    let files = files();
    let line = "batch 数据.xlsx --policies set -o 结果.csv --format json";
    let (exit, out, err) = polc(&files, "zh_CN", line);
    assert_eq!((exit, err.as_str()), (Exit::Fine, ""));
    let told: serde_json::Value = serde_json::from_str(&out).unwrap();
    insta::assert_snapshot!(serde_json::to_string_pretty(&told["noticed"]).unwrap());
}

#[test]
fn a_comparison_tells_it_once() {
    let files = files();
    let line = "compare set set 数据.xlsx -o 变化.xlsx";
    let (exit, out, err) = polc(&files, "zh_CN", line);
    assert_eq!(exit, Exit::Fine, "{out}{err}");
    assert_eq!(err.matches("公式").count(), 1, "{err}");
    let told = tables::sheet("变化.xlsx", Format::Xlsx, &written(&files, "变化.xlsx"));
    assert!(told.contains("读取说明"), "{told}");
}

#[test]
fn tables_of_text_have_nothing_to_notice() {
    let files = Memory::of(&[
        ("set/a.pol", include_bytes!("fixtures/demo.pol").as_slice()),
        ("set/b.pol", include_bytes!("fixtures/demo_clause.pol").as_slice()),
        ("园区.csv", "编号,年度\nP1,2022\n".as_bytes()),
    ]);
    let (exit, out, err) = polc(&files, "zh_CN", "batch 园区.csv --policies set -o 结果.xlsx");
    assert_eq!((exit, err.as_str()), (Exit::Fine, ""), "{out}");
    let told = tables::sheet("结果.xlsx", Format::Xlsx, &written(&files, "结果.xlsx"));
    assert!(!told.contains("读取说明"));
}

#[test]
fn no_more_places_are_named_than_the_limit() {
    let limits = Limits { listed: 2, ..Limits::default() };
    let told = tables::read(workbook(), "数据.xlsx", Format::Xlsx, &limits);
    // C6 ends the stretch that is named; what comes after is counted.
    assert!(told.contains("formulas: 11 (数据.xlsx 企业!C2:C5, 数据.xlsx 企业!D3)\n"), "{told}");
}
