//! A table of findings: in both languages at once, for people and for programs, with what may be
//! drawn of it.

use std::borrow::Cow;
use std::ops::Range;

use serde::ser::{Serialize, SerializeMap, Serializer};

use crate::batch::{Table, Value};
use crate::chart::{Bar, Bars, Unit, bar_sheet};
use crate::diag::{Lang, Text};
use crate::ir::Named;
use crate::quantity::{Date, Exact};
use crate::table::{Chart, Column, Kind, Shape};

/// A table of findings.
#[derive(Debug, Clone, PartialEq)]
pub struct Page {
    /// What programs call it.
    pub key: &'static str,
    /// What people call it.
    pub title: Text,
    /// What a reader must know of it, if anything.
    pub note: Option<Text>,
    pub(super) heads: Vec<Head>,
    pub(super) rows: Vec<Vec<Item>>,
    pub(super) drawings: Vec<Drawing>,
}

/// The head of a column.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Head {
    key: Cow<'static, str>,
    title: Text,
    sort: Sort,
}

/// What stands in a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sort {
    Text,
    Whole,
    /// In 元.
    Money,
}

/// What stands in a cell.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Item {
    Empty,
    /// A name of the policies, or a word of ours.
    Named(Text),
    /// Text of the data.
    Text(String),
    Whole(i64),
    Number(Exact),
    Day(Date),
}

/// What is drawn of a stretch of rows.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Drawing {
    pub(super) title: Text,
    /// The column of labels.
    pub(super) labels: usize,
    /// The columns of figures, one a series.
    pub(super) figures: Vec<usize>,
    pub(super) rows: Range<usize>,
}

impl Head {
    pub(super) fn text(key: &'static str, zh: &str, en: &str) -> Head {
        Head { key: Cow::Borrowed(key), title: Text::new(zh, en), sort: Sort::Text }
    }

    pub(super) fn whole(key: &'static str, zh: &str, en: &str) -> Head {
        Head { key: Cow::Borrowed(key), title: Text::new(zh, en), sort: Sort::Whole }
    }

    /// Money of a level, under the level's alias.
    pub(super) fn money_of(level: &Named) -> Head {
        let key = Cow::Owned(format!("paid_by_{}", level.en));
        Head { key, title: Text::new(level.zh.as_str(), level.en.as_str()), sort: Sort::Money }
    }

    pub(super) fn money(key: &'static str, zh: &str, en: &str) -> Head {
        Head { key: Cow::Borrowed(key), title: Text::new(zh, en), sort: Sort::Money }
    }
}

impl Item {
    pub(super) fn count(count: u64) -> Item {
        i64::try_from(count).map_or(Item::Empty, Item::Whole)
    }

    /// A count where nought goes without saying.
    pub(super) fn some(count: u64) -> Item {
        if count == 0 { Item::Empty } else { Item::count(count) }
    }

    pub(super) fn year(year: Option<i32>) -> Item {
        year.map_or(Item::Empty, |year| Item::Whole(i64::from(year)))
    }

    pub(super) fn sum(sum: Option<Exact>) -> Item {
        sum.map_or_else(|| Item::Named(Text::new("超出精确范围", "out of range")), Item::Number)
    }

    fn value(&self, lang: Lang) -> Value<'_> {
        match self {
            Item::Empty => Value::Empty,
            Item::Named(text) => words(text.get(lang)),
            Item::Text(text) => words(text),
            Item::Whole(number) => Value::Number(Exact::from_i64(*number)),
            Item::Number(number) => Value::Number(*number),
            Item::Day(day) => Value::Text(Cow::Owned(day.to_string())),
        }
    }

    fn figure(&self) -> Option<Exact> {
        match self {
            Item::Whole(number) => Some(Exact::from_i64(*number)),
            Item::Number(number) => Some(*number),
            _ => None,
        }
    }
}

fn words(text: &str) -> Value<'_> {
    if text.is_empty() { Value::Empty } else { Value::Text(Cow::Borrowed(text)) }
}

impl Page {
    /// Whether there is anything in it.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// The table in one language. Amounts are in 元.
    #[must_use]
    pub fn table(&self, lang: Lang) -> Table<'_> {
        let rows = self.rows.iter().map(|row| row.iter().map(|item| item.value(lang)).collect());
        let columns = (0..).zip(&self.heads).map(|(at, head)| self.column(at, head, lang));
        Table {
            name: self.title.get(lang).to_owned(),
            columns: columns.collect(),
            rows: rows.collect(),
        }
    }

    fn column(&self, at: usize, head: &Head, lang: Lang) -> Column {
        let title = head.title.get(lang);
        let figures = || self.rows.iter().filter_map(|row| row.get(at)?.figure());
        match head.sort {
            Sort::Text => Column::new(title, Kind::Text),
            Sort::Whole if head.key == "year" => Column::new(title, Kind::Ordinal),
            Sort::Whole => Column::new(title, Kind::Number { decimals: 0 }),
            Sort::Money => {
                let decimals = figures().map(Exact::scale).max().unwrap_or(0).max(2);
                let unit = Text::new("元", "yuan");
                Column::new(format!("{title}({})", unit.get(lang)), Kind::Number { decimals })
            }
        }
    }

    /// The charts of the table for a workbook.
    #[must_use]
    pub fn charts(&self, lang: Lang) -> Vec<Chart> {
        let charts = self.drawings.iter().filter_map(|drawing| {
            let first = u32::try_from(drawing.rows.start).ok()?;
            let last = u32::try_from(drawing.rows.end.checked_sub(1)?).ok()?;
            Some(Chart {
                title: drawing.title.get(lang).to_owned(),
                shape: Shape::Bars,
                labels: drawing.labels,
                figures: drawing.figures.clone(),
                rows: (first, last),
            })
        });
        charts.collect()
    }

    /// The same as one drawing; none where there is nothing to draw.
    #[must_use]
    pub fn svg(&self, lang: Lang) -> Option<String> {
        let panels: Vec<Bars> =
            self.drawings.iter().map(|drawing| self.bars(drawing, lang)).collect();
        let titles: Vec<&str> = panels.iter().map(|panel| panel.title.as_str()).collect();
        let title = self.title.get(lang);
        (!panels.is_empty()).then(|| bar_sheet(title, &titles.join("; "), &panels))
    }

    /// Of the budgets: each that is exceeded, its year, by how much, and what happens then.
    #[must_use]
    pub fn exceeded(&self) -> Vec<(&Text, Option<i64>, Exact, &Text)> {
        let cell = |row: &'_ [Item], key: &str| {
            let at = self.heads.iter().position(|head| head.key == key)?;
            row.get(at).cloned()
        };
        let rows = self.rows.iter().filter_map(|row| {
            let over = cell(row, "over")?.figure().filter(|over| !over.is_zero())?;
            let year = match cell(row, "year") {
                Some(Item::Whole(year)) => Some(year),
                _ => None,
            };
            match (row.first(), row.last()) {
                (Some(Item::Named(budget)), Some(Item::Named(beyond))) => {
                    Some((budget, year, over, beyond))
                }
                _ => None,
            }
        });
        rows.collect()
    }

    fn bars(&self, drawing: &Drawing, lang: Lang) -> Bars {
        let rows = self.rows.get(drawing.rows.clone()).unwrap_or_default();
        let bars: Vec<Bar> = rows
            .iter()
            .map(|row| {
                let part = |at: &usize| row.get(*at).and_then(Item::figure).unwrap_or_default();
                let label = row.get(drawing.labels).map(|item| shown(&item.value(lang)));
                let parts = drawing.figures.iter().map(part).collect();
                Bar { label: label.unwrap_or_default(), parts }
            })
            .collect();
        let heads = || drawing.figures.iter().filter_map(|at| self.heads.get(*at));
        let money = heads().any(|head| head.sort == Sort::Money);
        let total =
            |bar: &Bar| bar.parts.iter().try_fold(Exact::ZERO, |sum, one| sum.checked_add(*one));
        let most = bars.iter().filter_map(total).max().unwrap_or_default();
        let unit = match money {
            true => Unit::fit(most.into(), "元"),
            false => Unit { of: Exact::ONE, name: String::new() },
        };
        let series: Vec<String> = heads().map(|head| head.title.get(lang).to_owned()).collect();
        let label = match series.as_slice() {
            [one] => one.clone(),
            _ => Text::new("金额", "amount").get(lang).to_owned(),
        };
        Bars { title: drawing.title.get(lang).to_owned(), label, unit, series, bars }
    }
}

fn shown(value: &Value) -> String {
    match value {
        Value::Empty => String::new(),
        Value::Text(text) => text.to_string(),
        Value::Number(number) => number.to_string(),
    }
}

/// A list of rows, each an object of its columns' keys. Amounts are decimal strings in 元.
impl Serialize for Page {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.rows.iter().map(|row| Row(&self.heads, row)))
    }
}

struct Row<'p>(&'p [Head], &'p [Item]);

impl Serialize for Row<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (head, item) in self.0.iter().zip(self.1) {
            map.serialize_entry(&*head.key, item)?;
        }
        map.end()
    }
}

impl Serialize for Item {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Item::Empty => serializer.serialize_none(),
            Item::Named(text) => {
                let mut map = serializer.serialize_map(Some(2))?;
                map.serialize_entry("zh", &text.zh)?;
                map.serialize_entry("en", &text.en)?;
                map.end()
            }
            Item::Text(text) => serializer.serialize_str(text),
            Item::Whole(number) => serializer.serialize_i64(*number),
            Item::Number(number) => number.serialize(serializer),
            Item::Day(day) => serializer.collect_str(day),
        }
    }
}
