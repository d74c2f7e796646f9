//! A summary as tables.

use super::results::Results;
use super::sum::Sum;
use super::summary::{Summary, Tally, money_kind};
use super::value::Value;
use crate::ir::{LevelId, MoneyKind};
use crate::scenario::{StatusWord, words};
use crate::table::Column;

/// A small table, held whole.
#[derive(Debug, Clone)]
pub struct Table<'r> {
    /// What it is called.
    pub name: String,
    /// Its columns.
    pub columns: Vec<Column>,
    /// Its rows, a value for each column.
    pub rows: Vec<Vec<Value<'r>>>,
}

/// The exact awards by kind of money, payer and year. A sum that left the exact range is told as
/// such beside an empty cell.
#[must_use]
pub fn totals_table<'r>(results: &'r Results, summary: &Summary) -> Table<'r> {
    let columns = vec![
        results.texts("资金性质", "money"),
        results.texts("出资", "paid by"),
        results.ordinals("年度", "year"),
        results.amounts(results.say("金额", "amount")),
        results.texts("备注", "note"),
    ];
    let rows = summary.totals().into_iter().map(|total| {
        let payer = match (total.kind, total.level) {
            (_, Some(level)) => results.level(level),
            (MoneyKind::Paid, None) => results.say("未载明", "not stated").to_owned(),
            (_, None) => String::new(),
        };
        vec![
            Value::text(results.get(&words::money_kind(results.directory, total.kind))),
            Value::text(payer),
            total.year.map_or(Value::Empty, Value::whole),
            Value::maybe(total.amount),
            too_long(results, &[Sum(total.amount)]),
        ]
    });
    let rows = rows.collect();
    Table { name: results.say("合计", "totals").to_owned(), columns, rows }
}

/// For each rule and year: what it awards to how many, who pays, what is open, and how many
/// outcomes there are of each word that occurs.
#[must_use]
pub fn rules_table<'r>(results: &'r Results, summary: &Summary) -> Table<'r> {
    let occurs = |word: &StatusWord| summary.tallies().any(|(_, _, tally)| tally.count(*word) > 0);
    let occurring: Vec<StatusWord> = StatusWord::ALL.iter().copied().filter(occurs).collect();
    let mut columns = vec![
        results.ordinals("条款", "clause"),
        results.texts("条款名称", "clause name"),
        results.texts("规则", "rule"),
        results.ordinals("年度", "year"),
        results.texts("资金性质", "money"),
        results.amounts(results.say("金额", "amount")),
    ];
    let levels: Vec<Option<LevelId>> =
        results.levels.iter().map(|level| Some(*level)).chain([None]).collect();
    columns.extend(levels.iter().map(|level| match level {
        Some(level) => results.amounts(&results.level(*level)),
        None => results.amounts(results.say("未载明", "not stated")),
    }));
    columns.extend([
        results.amounts(results.say("未定下限", "open, low")),
        results.amounts(results.say("未定上限", "open, high")),
        results.wholes("无上限", "without bound"),
    ]);
    let counts = |word: &StatusWord| {
        let kind = crate::table::Kind::Number { decimals: 0 };
        Column::new(results.word(*word), kind)
    };
    columns.extend(occurring.iter().map(counts));
    columns.push(results.texts("备注", "note"));
    let rows = summary.tallies().filter_map(|(rule, year, tally)| {
        let title = results.title(rule)?;
        let paid = money_kind(results.directory.program, rule) == Some(MoneyKind::Paid);
        let mut row = vec![
            Value::whole(title.number),
            Value::name(&title.clause),
            Value::name(&title.path),
            match year {
                Some(year) => Value::whole(year),
                // What is due once belongs to no year before its day.
                None if title.awards && tally.count(StatusWord::Granted) == 0 => {
                    Value::name(results.say("未定", "open"))
                }
                None => Value::Empty,
            },
            Value::name(&title.money),
            if title.awards { Value::maybe(tally.awarded.0) } else { Value::Empty },
        ];
        row.extend(levels.iter().map(|level| {
            let share = tally.payers.iter().find(|(paying, _)| paying == level);
            // Of money that nobody pays out there is no payer to name.
            let told = share.filter(|_| level.is_some() || paid);
            told.map_or(Value::Empty, |(_, sum)| Value::maybe(sum.0))
        }));
        row.extend(open(tally));
        row.extend(occurring.iter().map(|word| match tally.count(*word) {
            0 => Value::Empty,
            count => Value::count(count),
        }));
        row.push(too_long(results, &[tally.awarded, tally.open_low, tally.open_high]));
        Some(row)
    });
    let rows = rows.collect();
    Table { name: results.say("汇总", "summary").to_owned(), columns, rows }
}

/// The bounds of what is open, where anything is.
fn open<'r>(tally: &Tally) -> [Value<'r>; 3] {
    let zero = |sum: Sum| sum == Sum::default();
    let unbounded = match tally.unbounded {
        0 => Value::Empty,
        count => Value::count(count),
    };
    match zero(tally.open_low) && zero(tally.open_high) {
        true => [Value::Empty, Value::Empty, unbounded],
        false => [Value::maybe(tally.open_low.0), Value::maybe(tally.open_high.0), unbounded],
    }
}

fn too_long<'r>(results: &Results, sums: &[Sum]) -> Value<'r> {
    match sums.iter().any(|sum| sum.0.is_none()) {
        true => Value::name(results.say("合计超过 28 位有效数字", "a sum of more than 28 digits")),
        false => Value::Empty,
    }
}
