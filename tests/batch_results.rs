//! Results as tables: what stands in which column.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::arithmetic_side_effects)]

mod common;

use std::collections::BTreeMap;

use polc::batch::{
    Evaluated, Executor, Fold, Layout, Results, Selection, Summary, Value, rules_table,
    totals_table,
};
use polc::diag::Lang;
use polc::driver::{Shipped, shipped};
use polc::eval::{Prepared, Status};
use polc::quantity::Exact;
use polc::scenario::{Directory, StatusWord, totals};

use common::records::records;

/// The results of the project's scenarios for some clauses.
fn evaluated(directory: &Directory, clauses: &[u32]) -> Vec<Evaluated> {
    let prepared = Prepared::new(directory.program, clauses, &[]);
    Executor::evaluate(&prepared, records(directory, 1))
}

/// Rows as they are compared and shown: empty cells are dots.
fn shown(rows: &[Vec<Value>]) -> String {
    let cell = |value: &Value| match value {
        Value::Empty => "·".to_owned(),
        Value::Text(text) => text.to_string(),
        Value::Number(number) => number.to_string(),
    };
    let row = |row: &Vec<Value>| row.iter().map(cell).collect::<Vec<_>>().join(" | ");
    rows.iter().map(row).collect::<Vec<_>>().join("\n")
}

fn titles(results: &Results) -> String {
    let columns = results.columns();
    columns.iter().map(|column| column.title.as_str()).collect::<Vec<_>>().join(" | ")
}

fn table(clauses: &[u32], lang: Lang, layout: Layout, only: Selection) -> String {
    let Shipped { program, .. } = shipped().unwrap();
    let directory = Directory::new(&program);
    let results = Results::new(&directory, clauses, lang, layout, only);
    let evaluated = evaluated(&directory, clauses);
    let rows: Vec<_> = evaluated.iter().flat_map(|one| results.rows(one)).collect();
    assert!(rows.iter().all(|row| row.len() == results.columns().len()), "a cell a column");
    format!("{}\n{}", titles(&results), shown(&rows))
}

#[test]
fn long_in_chinese() {
    insta::assert_snapshot!(table(&[14, 41, 69], Lang::Zh, Layout::Long, Selection::all()));
}

#[test]
fn long_in_english_without_what_comes_to_nothing() {
    let only = Selection::worth_telling();
    insta::assert_snapshot!(table(&[14, 41, 69], Lang::En, Layout::Long, only));
}

#[test]
fn wide_in_chinese() {
    let only = Selection::without_duties();
    insta::assert_snapshot!(table(&[14, 41, 69], Lang::Zh, Layout::Wide, only));
}

#[test]
fn every_outcome_is_a_row_when_all_are_wanted() {
    let Shipped { program, .. } = shipped().unwrap();
    let directory = Directory::new(&program);
    let results = Results::new(&directory, &[], Lang::Zh, Layout::Long, Selection::all());
    let all = evaluated(&directory, &[]);
    for one in &all {
        assert_eq!(results.rows(one).len(), one.outcomes.len());
        assert!(results.least_rows(one.record.kind, 1) <= one.outcomes.len() as u64);
    }
    // An enterprise is told of most of the 94 clauses.
    let enterprise = all.iter().map(|one| results.least_rows(one.record.kind, 1)).max();
    assert!(enterprise > Some(94), "{enterprise:?}");
}

/// Duties are the same for all, so how many rows they make is known before anything is computed.
#[test]
fn the_rows_of_duties_are_known_beforehand() {
    let Shipped { program, .. } = shipped().unwrap();
    let directory = Directory::new(&program);
    let of = |words: &[StatusWord]| {
        let only = Selection::of(words);
        Results::new(&directory, &[], Lang::Zh, Layout::Long, only)
    };
    let (duties, granted) = (of(&[StatusWord::Listed]), of(&[StatusWord::Granted]));
    for one in evaluated(&directory, &[]) {
        let rows = duties.rows(&one).len();
        assert!(rows > 50);
        assert_eq!(duties.least_rows(one.record.kind, 1), rows as u64);
        assert_eq!(granted.least_rows(one.record.kind, 1), 0);
    }
}

#[test]
fn the_columns_of_payers_add_up_to_the_amount() {
    let Shipped { program, .. } = shipped().unwrap();
    let directory = Directory::new(&program);
    for layout in [Layout::Long, Layout::Wide] {
        let only = Selection::all();
        let results = Results::new(&directory, &[], Lang::En, layout, only);
        let mut columns: BTreeMap<String, Exact> = BTreeMap::new();
        let mut sums: BTreeMap<String, Exact> = BTreeMap::new();
        for one in evaluated(&directory, &[]) {
            for row in results.rows(&one) {
                for (column, value) in results.columns().iter().zip(row) {
                    if let Value::Number(number) = value {
                        let sum = columns.entry(column.title.clone()).or_default();
                        *sum = sum.checked_add(number).unwrap();
                    }
                }
            }
            for total in totals(&program, &one.outcomes) {
                let Some(level) = total.level else { continue };
                let level = &program.vocabulary.levels[level.index()].en;
                let title = match layout {
                    Layout::Long => format!("{level}(yuan)"),
                    Layout::Wide => format!("paid·{level}(yuan)"),
                };
                let sum = sums.entry(title).or_default();
                *sum = sum.checked_add(total.amount.unwrap()).unwrap();
            }
        }
        assert!(sums.len() > 1);
        for (title, sum) in sums {
            assert_eq!(columns.get(&title), Some(&sum), "{title}");
        }
    }
}

#[test]
fn the_summary_as_tables() {
    let Shipped { program, .. } = shipped().unwrap();
    let directory = Directory::new(&program);
    let clauses = [14, 41, 69];
    let results = Results::new(&directory, &clauses, Lang::Zh, Layout::Long, Selection::all());
    let mut summary = Summary::new(&program);
    evaluated(&directory, &clauses).iter().for_each(|one| summary.take(one));
    let tables = [totals_table(&results, &summary), rules_table(&results, &summary)];
    let tables = tables.map(|table| {
        let titles: Vec<_> = table.columns.iter().map(|one| one.title.as_str()).collect();
        format!("{}\n{}\n{}\n", table.name, titles.join(" | "), shown(&table.rows))
    });
    insta::assert_snapshot!(tables.join("\n"));
}

#[test]
fn what_is_awarded_stands_in_the_rows() {
    let Shipped { program, .. } = shipped().unwrap();
    let directory = Directory::new(&program);
    let only = Selection::of(&[StatusWord::Granted]);
    let results = Results::new(&directory, &[], Lang::En, Layout::Long, only);
    let amount = results.columns().iter().position(|one| one.title == "amount(yuan)").unwrap();
    for one in evaluated(&directory, &[]) {
        let told: Vec<_> = results.rows(&one).into_iter().map(|row| row[amount].clone()).collect();
        let granted = one.outcomes.iter().filter_map(|outcome| match outcome.status {
            Status::Granted(amount) => Some(Value::Number(amount)),
            _ => None,
        });
        assert!(granted.eq(told));
    }
}

#[test]
fn words_choose_outcomes() {
    let words = |words: &[&str]| {
        let words: Vec<String> = words.iter().map(|word| (*word).to_owned()).collect();
        Selection::named(&words)
    };
    let two = Selection::of(&[StatusWord::Granted, StatusWord::Range]);
    assert_eq!(words(&["granted", "待裁量"]), Ok(two));
    assert_eq!(words(&["range", "all"]), Ok(Selection::all()));
    let unknown = words(&["grantd"]).unwrap_err();
    assert_eq!(unknown.en, "there is no outcome `grantd`; write `granted`");
    assert!(words(&["钱"]).unwrap_err().zh.contains("可以写 享受、待裁量"));
}
