//! JSON: objects in an array or one after the other, their numbers taken from the text.
#![allow(clippy::unwrap_used)]

#[path = "common/tables.rs"]
mod tables;

use polc::quantity::Date;
use polc::table::{Cell, Column, Format, Kind, Limits, Options, create};
use tables::{problems, refused, sheet};

#[test]
fn keys_of_all_objects_make_the_header() {
    let lines = "\u{feff}{\"编号\":\"1\",\"投资额\":0.1}\n\n{\"投资额\": 12345678901234567890.12345678, \
                 \"员工\": 1.5e2, \"编号\":\"2\"}\n{}\n{\"编号\": \"三\\n\\u5382\", \"高新\": true, \
                 \"注销\": false, \"员工\": null, \"投资额\": -0}";
    let array = "[ {\"a\": 1} , {\"b\": \"}]\\\"{\"} ]\n";
    let shown = [("企业.ndjson", lines), ("a.json", array)]
        .map(|(name, text)| sheet(name, Format::Json, text.as_bytes()));
    insta::assert_snapshot!(shown.join("\n"));
}

#[test]
fn what_is_no_table_is_refused() {
    let long = format!("[{{\"a\": {}}}]", "9".repeat(40));
    let files = [
        ("empty", ""),
        ("empty array", "[]"),
        ("empty objects", "{}{}"),
        ("not an object", "[1, 2]"),
        ("words", "编号,名称"),
        ("cut short", "[{\"a\": 1}, {\"a\": "),
        ("no comma", "[{\"a\": 1} {\"a\": 2}]"),
        ("more after the array", "[{\"a\": 1}] {\"a\": 2}"),
        ("a bad object among good ones", "{\"a\": 1}\n{\"a\": 01}\n{\"a\": 2}"),
        ("a key twice", "{\"a\": 1, \"a\": 2}"),
        ("nested", "{\"a\": [1], \"b\": {}}"),
        ("40 digits", &long),
        ("too small", "{\"a\": 1e-99}"),
    ];
    let shown: Vec<_> = files
        .iter()
        .map(|(what, text)| {
            let refused = refused(what, "a.json", Format::Json, text.as_bytes());
            format!("{text}\n{refused}")
        })
        .collect();
    insta::assert_snapshot!(shown.join("\n"));
}

#[test]
fn an_object_without_end_is_not_read_into_memory() {
    let limits = Limits { record: 100, ..Limits::default() };
    let text = format!("{{\"a\": \"{}\"}}", "x".repeat(200));
    let found = problems("a.json", Format::Json, text.as_bytes(), &limits);
    assert_eq!(found[0].code, polc::diag::Code::TableTooLarge);
}

#[test]
fn objects_are_written_one_a_line() {
    let columns =
        [Column::new("名\"称", Kind::Text), Column::new("额", Kind::Number { decimals: 2 })];
    let rows = [
        vec![Cell::Text("=甲\n"), Cell::Number("1234567890123456789.01".parse().unwrap())],
        vec![Cell::Empty, Cell::Empty],
        vec![Cell::Date(Date::new(2026, 1, 31).unwrap()), Cell::Truth(true)],
    ];
    let write = |name: &str, rows: &[Vec<Cell<'_>>]| {
        let mut bytes = Vec::new();
        let mut writer = create(&mut bytes, name, Format::Json, &Options::default()).unwrap();
        writer.sheet("表", &columns).unwrap();
        rows.iter().for_each(|row| writer.row(row).unwrap());
        writer.finish().unwrap();
        String::from_utf8(bytes).unwrap()
    };
    let shown = ["a.ndjson", "a.json"].map(|name| format!("{name}\n{}", write(name, &rows)));
    insta::assert_snapshot!(shown.join("\n"));
    assert_eq!(write("a.ndjson", &[]), "");
    assert_eq!(write("a.json", &[]), "[]\n");
}
