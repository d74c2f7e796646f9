//! The findings as tables and drawings.

use std::fmt::Write;

use polc::batch::{Fold, ListeningToBounds, Summary, Table, Value, fold_all};
use polc::budget::{NearAsked, Page, Survey, pages};
use polc::diag::Lang;
use polc::eval::Prepared;
use polc::scenario::Directory;
use polc::table::Cell;

use super::set::{ENTERPRISES, compiled, exact, records};

const BUDGETS: &str = "  预算 2022年 100万元 按比例\n  预算 每年 60万元 出资 市级";

fn told() -> Vec<Page> {
    let program = compiled(BUDGETS).unwrap();
    let near = Some(NearAsked { part: exact("0.05"), days: 30, listed: 10 });
    let executor = ListeningToBounds(Prepared::new(&program, &[], &[]));
    let both = (Summary::new(&program), Survey::new(&program, &[], &[], near));
    let all = records(&program, ENTERPRISES).into_iter();
    let (summary, survey) = fold_all(&executor, all, both.fresh());
    pages(&Directory::new(&program), &summary, &survey.findings())
}

fn page<'p>(pages: &'p [Page], key: &str) -> &'p Page {
    pages.iter().find(|page| page.key == key).unwrap()
}

fn shown(table: &Table) -> String {
    let mut text = format!("《{}》\n", table.name);
    let titles = table.columns.iter().map(|column| column.title.as_str());
    writeln!(text, "{}", titles.collect::<Vec<_>>().join(" | ")).unwrap();
    for row in &table.rows {
        let cells = row.iter().map(|value| match value.cell() {
            Cell::Text(text) => text.to_owned(),
            Cell::Number(number) => number.to_string(),
            _ => String::new(),
        });
        writeln!(text, "{}", cells.collect::<Vec<_>>().join(" | ")).unwrap();
    }
    text
}

#[test]
fn findings_as_tables() {
    let pages = told();
    let text = |lang| {
        let tables = pages.iter().map(|page| {
            let note = page.note.as_ref().map(|note| format!("（{}）\n", note.get(lang)));
            shown(&page.table(lang)) + &note.unwrap_or_default()
        });
        tables.collect::<Vec<_>>().join("\n")
    };
    insta::assert_snapshot!(format!("{}\n════\n{}", text(Lang::Zh), text(Lang::En)));
}

#[test]
fn findings_for_programs() {
    let pages = told();
    let told = ["spend", "caps", "near", "budgets"].map(|key| page(&pages, key));
    insta::assert_snapshot!(serde_json::to_string_pretty(&told).unwrap());
}

#[test]
fn findings_as_drawings() {
    let pages = told();
    let drawn = pages.iter().filter(|page| page.svg(Lang::Zh).is_some());
    // No clause of the set names a body, so nothing is spent by one.
    let keys = ["spend", "classes", "caps", "missing"];
    assert_eq!(drawn.map(|page| page.key).collect::<Vec<_>>(), keys);
    let svg = |key: &str| page(&pages, key).svg(Lang::Zh).unwrap();
    insta::assert_snapshot!(svg("spend"));
    for chart in pages.iter().flat_map(|page| page.charts(Lang::En)) {
        assert!(chart.rows.0 <= chart.rows.1 && !chart.figures.is_empty());
    }
}

#[test]
fn the_spend_by_level_is_the_sum_of_awards_to_the_fen() {
    let pages = told();
    let table = page(&pages, "spend").table(Lang::En);
    let sum = |title: &str| {
        let at = table.columns.iter().position(|one| one.title == title).unwrap();
        let paid = table.rows.iter().filter(|row| row[1] == Value::Text("paid".into()));
        let numbers = paid.filter_map(|row| match row[at].cell() {
            Cell::Number(number) => Some(number),
            _ => None,
        });
        numbers.fold(exact("0"), |sum, one| sum.checked_add(one).unwrap())
    };
    // 奖励 10.4, 20 and 50万, half of each from either level; 补助 30万 from the lower.
    assert_eq!(sum("amount(yuan)"), exact("1104000"));
    assert_eq!((sum("province(yuan)"), sum("city(yuan)")), (exact("402000"), exact("702000")));
}
