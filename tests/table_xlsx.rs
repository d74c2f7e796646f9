//! xlsx: what stands in its cells is taken exactly or refused with reasons.
#![allow(clippy::unwrap_used, clippy::panic_in_result_fn, clippy::arithmetic_side_effects)]

#[path = "common/tables.rs"]
mod tables;
#[path = "common/xlsx.rs"]
mod xlsx;

use std::fmt::Write as _;

use polc::diag::Code;
use polc::table::{Cell, Chart, Column, Format, Kind, Limits, Options, Shape, create};
use tables::{problems, refused, sheet, write};

const HEADER: &str = r#"<row r="1"><c r="A1" t="inlineStr"><is><t>编号</t></is></c><c r="B1" t="inlineStr"><is><t> 投资额(万元) </t></is></c><c r="C1" t="inlineStr"><is><t>日期</t></is></c></row>"#;

/// A workbook with the header above and rows of cells, each the attributes and the inside.
fn rows(rows: &[&[(&str, &str)]]) -> Vec<u8> {
    workbook_with(rows, "")
}

fn workbook_with(rows: &[&[(&str, &str)]], after: &str) -> Vec<u8> {
    let mut xml = HEADER.to_owned();
    for (row, cells) in rows.iter().enumerate() {
        write!(xml, r#"<row r="{}">"#, row + 2).unwrap();
        for ((attributes, inside), column) in cells.iter().zip('A'..) {
            write!(xml, r#"<c r="{column}{}" {attributes}>{inside}</c>"#, row + 2).unwrap();
        }
        xml += "</row>";
    }
    xlsx::workbook(&xml, after)
}

#[test]
fn numbers_are_taken_at_15_digits() {
    let bytes = rows(&[
        &[("", "<v>1</v>"), ("", "<v>0.1</v>"), (r#"s="1""#, "<v>46053</v>")],
        &[("", "<v>2</v>"), ("", "<v>0.30000000000000004</v>"), (r#"s="1""#, "<v>1</v>")],
        &[("", "<v>3</v>"), ("", "<v>123456789012345678</v>"), ("", "<v>-1.5E-3</v>")],
        &[("", "<v>4</v>"), ("", "<v>1234567.1</v>"), (r#"t="d""#, "<v>2026-01-31T00:00:00</v>")],
        &[("", ""), ("", ""), ("", "")],
        &[("", "<v>5</v>"), ("", "<f>A2*3</f><v>3</v>"), (r#"t="str""#, "<f>\"\"</f><v></v>")],
        &[
            (r#"t="b""#, "<v>1</v>"),
            (r#"t="inlineStr""#, "<is><t> 2026年1月 </t></is>"),
            ("", "<v>1E20</v>"),
        ],
    ]);
    insta::assert_snapshot!(sheet("企业.xlsx", Format::Xlsx, &bytes));
}

#[test]
fn cells_that_cannot_be_taken_say_why() {
    let bytes = rows(&[
        &[("", "<v>1</v>"), (r#"t="e""#, "<v>#N/A</v>"), (r#"s="1""#, "<v>46053.5</v>")],
        &[("", "<v>2</v>"), ("", "<f>A2*3</f>"), (r#"s="1""#, "<v>0</v>")],
        &[("", "<v>3</v>"), ("", "<v>1E300</v>"), (r#"s="2""#, "<v>1.25</v>")],
        &[("", "<v>4</v>"), ("", "<v>1</v>"), (r#"t="d""#, "<v>2026-02-30</v>"), ("", "<v>9</v>")],
        &[("", "<v>5</v>"), ("", "<v>1E-30</v>"), (r#"s="1""#, "<v>2958465</v>")],
    ]);
    insta::assert_snapshot!(refused("cells", "企业.xlsx", Format::Xlsx, &bytes));
}

#[test]
fn merged_cells_are_refused_where_data_stands_in_them() {
    let merged = |ranges: &str| format!("<mergeCells>{ranges}</mergeCells>");
    let data: &[&[(&str, &str)]] =
        &[&[("", "<v>1</v>"), ("", "<v>2</v>")], &[("", ""), ("", "<v>3</v>")]];
    let down = workbook_with(data, &merged(r#"<mergeCell ref="A2:A3"/><mergeCell ref="F1:G9"/>"#));
    let head = workbook_with(data, &merged(r#"<mergeCell ref="B1:C1"/>"#));
    let shown = [("data", down), ("header", head)]
        .map(|(what, bytes)| refused(what, "企业.xlsx", Format::Xlsx, &bytes));
    insta::assert_snapshot!(shown.join("\n"));
}

#[test]
fn files_that_are_no_workbook_are_refused() {
    let whole = rows(&[&[("", "<v>1</v>")]]);
    let stream = |name: &str| name.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>();
    let compound = |name| {
        let mut bytes = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1".to_vec();
        bytes.resize(1024, 0);
        bytes.extend(stream("Root Entry"));
        bytes.resize(1024 + 128, 0);
        bytes.extend(stream(name));
        bytes.resize(2048, 0);
        bytes
    };
    let files = [
        ("empty", Vec::new()),
        ("CSV", "编号,名称\n".into()),
        ("web page", b"<html><table></table></html>".to_vec()),
        ("password", compound("EncryptedPackage")),
        ("xls", compound("Workbook")),
        ("cut short", whole[..whole.len() / 2].to_vec()),
        ("zip of nothing", xlsx::packed(&[])),
        ("broken XML", xlsx::workbook(r#"<row r="1"><c r="A1"><v>1</w>"#, "")),
        ("no rows", xlsx::workbook("", "")),
    ];
    let shown: Vec<_> =
        files.iter().map(|(what, bytes)| refused(what, "企业.xlsx", Format::Xlsx, bytes)).collect();
    insta::assert_snapshot!(shown.join("\n"));
}

#[test]
fn a_zip_bomb_is_refused_before_it_is_kept() {
    let zeros = vec![b' '; 8 << 20];
    let limits = Limits { unpacked: 4 << 20, ..Limits::default() };
    let honest = xlsx::packed(&[("xl/worksheets/sheet1.xml", &zeros)]);
    // The sizes stand twice, in front of the part and in the directory; both are made to lie.
    let size = u32::try_from(zeros.len()).unwrap().to_le_bytes();
    let mut lying = honest.clone();
    for at in 0..lying.len() - 4 {
        if lying[at..at + 4] == size {
            lying[at..at + 4].copy_from_slice(&100u32.to_le_bytes());
        }
    }
    assert_ne!(honest, lying);
    // One that lies is found out while it is unpacked.
    for (bytes, code) in [(&honest, Code::TableTooLarge), (&lying, Code::WrongFormat)] {
        assert!(bytes.len() < 64 << 10);
        let found = problems("炸弹.xlsx", Format::Xlsx, bytes, &limits);
        assert_eq!(found[0].code, code, "{found:?}");
    }
    let shared = Limits { shared: 100, ..Limits::default() };
    let found = problems("炸弹.xlsx", Format::Xlsx, &rows(&[]), &shared);
    assert_eq!(found[0].code, Code::TableTooLarge);
    let kept = Limits { kept: 10, ..Limits::default() };
    let many: Vec<&[(&str, &str)]> = vec![&[("", "<v>1</v>")]; 20];
    let found = problems("多.xlsx", Format::Xlsx, &rows(&many), &kept);
    assert_eq!(found[0].code, Code::TableTooLarge);
}

#[test]
fn what_is_written_reads_back() {
    let number = |text: &str| Cell::Number(text.parse().unwrap());
    let mut name = Column::new("=名称", Kind::Text);
    name.note = Some("企业的全称".into());
    let mut size = Column::new("规模", Kind::Text);
    size.choices = vec!["大".into(), "小".into()];
    let amount = Column::new("金额(元)", Kind::Number { decimals: 2 });
    let day = Column::new("日期", Kind::Date);
    let yes = Column::new("是否", Kind::Truth);
    let date = Cell::Date(polc::quantity::Date::new(2026, 1, 31).unwrap());
    let rows = [
        vec![
            Cell::Text("=SUM(A1)"),
            Cell::Text("大"),
            number("1234567890123.45"),
            date,
            Cell::Truth(true),
        ],
        vec![
            Cell::Text("_x0041_ \u{1}"),
            Cell::Empty,
            number("12345678901234.56"),
            Cell::Empty,
            Cell::Truth(false),
        ],
        vec![
            Cell::Text("多行\n甲 & <乙>"),
            Cell::Text("-"),
            number("-0.01"),
            Cell::Empty,
            Cell::Empty,
        ],
    ];
    let columns = [name, size, amount, day, yes];
    let [once, again] =
        [0, 1].map(|_| write(Format::Xlsx, &Options::default(), &columns, &rows).unwrap());
    assert_eq!(once, again, "two runs differ");
    insta::assert_snapshot!(sheet("out.xlsx", Format::Xlsx, &once));
}

#[test]
fn a_sheet_that_is_full_is_told() {
    let mut bytes = std::io::Cursor::new(Vec::new());
    let mut writer = create(&mut bytes, "满.xlsx", Format::Xlsx, &Options::default()).unwrap();
    let wide = vec![Column::new("a", Kind::Text); 16_385];
    assert_eq!(writer.sheet("宽", &wide).unwrap_err().code, Code::TableTooLarge);
    writer.sheet("长", &wide[..1]).unwrap();
    let long = "字".repeat(32_768);
    assert_eq!(writer.row(&[Cell::Text(&long)]).unwrap_err().code, Code::TableTooLarge);
}

/// Drawn for eyes: the workbook lies in the directory of tests for who wants to open it.
#[test]
fn charts_stand_beside_their_table() {
    let columns =
        [Column::new("条款", Kind::Text), Column::new("金额(万元)", Kind::Number { decimals: 2 })];
    let mut bytes = std::io::Cursor::new(Vec::new());
    let mut writer = create(&mut bytes, "图.xlsx", Format::Xlsx, &Options::default()).unwrap();
    writer.sheet("按条款", &columns).unwrap();
    for (clause, amount) in
        [("14 投资奖励", "1200.5"), ("41 冷链补贴", "88"), ("51 贷款贴息", "320.25")]
    {
        writer.row(&[Cell::Text(clause), Cell::Number(amount.parse().unwrap())]).unwrap();
    }
    let chart = Chart {
        title: "各条款金额".into(),
        shape: Shape::Bars,
        labels: 0,
        figures: vec![1],
        rows: (0, 2),
    };
    writer.chart(&chart).unwrap();
    writer.finish().unwrap();
    let bytes = bytes.into_inner();
    insta::assert_snapshot!(sheet("图.xlsx", Format::Xlsx, &bytes));
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(&bytes)).unwrap();
    assert!(archive.by_name("xl/charts/chart1.xml").is_ok());
    #[allow(clippy::disallowed_methods, reason = "a test may leave a file in its own directory")]
    std::fs::write(concat!(env!("CARGO_TARGET_TMPDIR"), "/charts.xlsx"), bytes).unwrap();
}

/// A drop-down holds 255 characters; more stand in a hidden sheet that it refers to.
#[test]
fn a_long_drop_down_refers_to_a_hidden_sheet() {
    let list = |size: usize| (0..size).map(|at| format!("甲乙丙丁戊己庚辛{at:02}")).collect();
    let column = |title: &str, choices| Column { choices, ..Column::new(title, Kind::Text) };
    let columns = [
        column("短", list(3)),
        column("长", list(40)),
        column("又长", list(40)),
        column("逗号", vec!["甲,乙".into()]),
    ];
    let bytes = write(Format::Xlsx, &Options::default(), &columns, &[]).unwrap();
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(&bytes)).unwrap();
    let mut part = |path: &str| {
        let mut text = String::new();
        std::io::Read::read_to_string(&mut archive.by_name(path).unwrap(), &mut text).unwrap();
        text
    };
    let sheet = part("xl/worksheets/sheet1.xml");
    let lists: Vec<&str> = sheet.split("<formula1>").skip(1).collect();
    let lists: Vec<&str> = lists.iter().map(|one| one.split('<').next().unwrap()).collect();
    assert!(lists[0].contains("甲乙丙丁戊己庚辛00,"));
    assert_eq!(lists[1..], ["选项!$A$1:$A$40", "选项!$A$1:$A$40", "选项!$B$1:$B$1"]);
    assert!(part("xl/workbook.xml").contains(r#"name="选项" sheetId="2" state="hidden""#));
}
