//! What holds for all subjects: the day, the years, which lists are complete, the series.

use super::Table;
use super::form::{Form, date, no_such_date};
use super::header::words::{self, Word};
use super::header::{Heading, year};
use super::place::{in_table, told_of};
use crate::diag::{CellPlace, Code, Diagnostic, suggest};
use crate::eval::Cell as Value;
use crate::ir::{KindId, Type};
use crate::quantity::{Date, DateRange, Exact};
use crate::scenario::{Directory, limits_of_series, numbered};
use crate::table::{Cell, Row};
use crate::text;

/// What holds for all subjects.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Settings {
    /// The day of evaluation.
    pub as_of: Option<Date>,
    /// The first and the last year to run.
    pub years: Option<(i32, i32)>,
    /// Kinds of which every list is complete, whatever the tables say.
    pub complete: Vec<KindId>,
    /// Whether every subject's history is complete.
    pub complete_history: bool,
}

impl Settings {
    /// The one year that is run, if it is one.
    pub(super) fn only_year(&self) -> Option<i32> {
        self.years.filter(|(from, to)| from == to).map(|(from, _)| from)
    }

    /// Takes over what a table of settings states and these leave open.
    pub(super) fn fill(
        &mut self,
        directory: &Directory<'_>,
        table: &mut Table,
        found: &mut Vec<Diagnostic>,
    ) {
        let mut stated = Settings::default();
        let titles = [("设置", "setting"), ("值", "value")];
        for (at, (zh, en)) in titles.into_iter().enumerate() {
            let title = table.header.get(at).map_or("", |title| title.trim());
            if title != zh && title != en {
                let message =
                    text!(zh: "这一列的列名应是“{zh}”", en: "this column is called `{en}`");
                let place = in_table(&table.place, Some(table.header_row), Some(at));
                found.push(Diagnostic::new(Code::ColumnMissing, message).in_cell(place));
            }
        }
        for row in table.rows.by_ref() {
            match row {
                Ok(row) => stated.take(directory, &row, &table.place, found),
                Err(problem) => found.push(problem),
            }
        }
        self.as_of = self.as_of.or(stated.as_of);
        self.years = self.years.or(stated.years);
        self.complete.extend(stated.complete);
        self.complete_history |= stated.complete_history;
    }

    fn take(
        &mut self,
        directory: &Directory<'_>,
        row: &Row,
        place: &CellPlace,
        found: &mut Vec<Diagnostic>,
    ) {
        let (key, value) = (text_of(row.cell(0)), row.cell(1));
        if value == Cell::Empty {
            return;
        }
        let is = |word: Word| word.contains(&key.as_str());
        let taken = if is(words::AS_OF) {
            day(value).map(|day| self.as_of = Some(day))
        } else if is(words::YEAR) {
            years(&text_of(value)).map(|years| self.years = Some(years))
        } else if is(words::COMPLETE) {
            self.complete(directory, &text_of(value))
        } else {
            let known = [words::AS_OF, words::YEAR, words::COMPLETE].into_iter().flatten();
            let help = suggest(&key, known).unwrap_or("评价日、年度、完整");
            let message = text!(zh: "没有叫“{key}”的设置", en: "there is no setting `{key}`");
            let problem = Diagnostic::new(Code::SettingUnknown, message)
                .help(text!(zh: "可以是 {help}", en: "it may be {help}"));
            found.push(problem.in_cell(in_table(place, Some(row.number), Some(0))));
            return;
        };
        if let Err(problem) = taken {
            found.push(told_of(problem, in_table(place, Some(row.number), Some(1))));
        }
    }

    /// `项目、经营贷款、历史`, or `全部`.
    fn complete(&mut self, directory: &Directory<'_>, lists: &str) -> Result<(), Diagnostic> {
        for list in lists.split(['、', ',', '，', ';', '；', ' ']).filter(|list| !list.is_empty())
        {
            if ["全部", "all"].contains(&list) {
                let kinds = numbered(&directory.program.vocabulary.kinds);
                let children = kinds.filter(|(_, kind)| kind.parent.is_some());
                self.complete.extend(children.map(|(kind, _)| KindId(kind)));
                self.complete_history = true;
            } else if words::HISTORY.contains(&list) {
                self.complete_history = true;
            } else if let Some(kind) = directory.kind_named(list) {
                self.complete.push(kind);
            } else {
                let help = suggest(list, directory.kind_names().chain(words::HISTORY));
                let message = text!(zh: "没有叫“{list}”的列表", en: "there is no list `{list}`");
                return Err(Diagnostic::new(Code::SettingUnknown, message)
                    .maybe_help(help.map(|name| text!(zh: "写成 {name}", en: "write `{name}`"))));
            }
        }
        Ok(())
    }
}

/// What a cell says as text: of a number its digits.
pub(super) fn text_of(cell: Cell<'_>) -> String {
    match cell {
        Cell::Empty => String::new(),
        Cell::Text(text) => text.to_owned(),
        Cell::Number(number) => number.to_string(),
        Cell::Truth(true) => "是".to_owned(),
        Cell::Truth(false) => "否".to_owned(),
        Cell::Date(date) => date.to_string(),
        // What cannot be taken is no word that anything is called by.
        Cell::Fault(_) => String::new(),
    }
}

fn day(cell: Cell<'_>) -> Result<Date, Diagnostic> {
    match cell {
        Cell::Date(date) => Ok(date),
        Cell::Fault(fault) => Err(fault.diagnostic(CellPlace::default())),
        cell => date(&text_of(cell)).map_err(|error| no_such_date(&error)),
    }
}

/// `2022`, `2022年`, or the first and the last of several: `2022-2023`.
pub fn years(text: &str) -> Result<(i32, i32), Diagnostic> {
    let one = |text: &str| {
        let digits = text.trim().trim_end_matches('年');
        year(digits).filter(|year| DateRange::of_year(*year).is_some())
    };
    let parted = text.split_once(['-', '~', '至', '—', '–']);
    let read = match parted {
        Some((from, to)) => one(from).zip(one(to)),
        None => one(text).map(|year| (year, year)),
    };
    read.filter(|(from, to)| from <= to).ok_or_else(|| {
        let message = text!(zh: "“{text}”不是年度", en: "“{text}” is no year");
        let help = text!(zh: "写成 2022，或 2022-2023", en: "write 2022, or 2022-2023");
        Diagnostic::new(Code::BadDate, message).help(help)
    })
}

/// The points of each series, by its id, in order of their days: a row a day, a column a series.
pub(super) fn series(
    directory: &Directory<'_>,
    table: &mut Table,
    found: &mut Vec<Diagnostic>,
) -> Vec<Vec<(Date, Exact)>> {
    let mut points = vec![Vec::new(); directory.program.vocabulary.series.len()];
    let headings: Vec<Heading<'_>> = table.header.iter().map(|text| Heading::of(text)).collect();
    let mut columns: Vec<(usize, usize, Form<'_>)> = Vec::new();
    let days = headings.iter().position(|heading| heading.is(words::DATE));
    for (at, heading) in headings.iter().enumerate() {
        if Some(at) == days || heading.name.is_empty() || heading.is(words::NOTES) {
            continue;
        }
        match column(directory, heading) {
            Ok((series, _)) if columns.iter().any(|(_, other, _)| *other == series) => {
                let message = text!(zh: "这个序列已有一列", en: "the series has a column already");
                let place = in_table(&table.place, Some(table.header_row), Some(at));
                found.push(Diagnostic::new(Code::HeaderTwice, message).in_cell(place));
            }
            Ok((series, form)) => columns.push((at, series, form)),
            Err(problem) => {
                let place = in_table(&table.place, Some(table.header_row), Some(at));
                found.push(told_of(problem, place));
            }
        }
    }
    let Some(days) = days else {
        let message = text!(zh: "缺“日期”列", en: "the column `date` is missing");
        found.push(Diagnostic::new(Code::ColumnMissing, message).in_cell(table.place.clone()));
        return points;
    };
    for row in table.rows.by_ref() {
        let row = match row {
            Ok(row) => row,
            Err(problem) => {
                found.push(problem);
                continue;
            }
        };
        let told =
            |problem, at| told_of(problem, in_table(&table.place, Some(row.number), Some(at)));
        let on = match day(row.cell(days)) {
            Ok(day) => day,
            Err(problem) => {
                found.push(told(problem, days));
                continue;
            }
        };
        for (at, series, form) in &columns {
            match form.value(directory, row.cell(*at)) {
                Ok(Value::Number(value)) => {
                    let Some(points) = points.get_mut(*series) else { continue };
                    if points.iter().any(|(other, _)| *other == on) {
                        let message = text!(zh: "{on} 已有一行", en: "{on} has a row already");
                        found.push(told(Diagnostic::new(Code::GivenTwice, message), days));
                    }
                    points.push((on, value));
                }
                Ok(_) => {}
                Err(problem) => found.push(told(problem, *at)),
            }
        }
    }
    for points in &mut points {
        points.sort();
    }
    points
}

fn column<'p>(
    directory: &Directory<'p>,
    heading: &Heading<'_>,
) -> Result<(usize, Form<'p>), Diagnostic> {
    let id = directory.series_named(heading.name);
    let info = id.and_then(|id| Some((id, directory.program.vocabulary.series.get(id.index())?)));
    let Some((id, info)) = info else {
        let name = heading.name;
        let message = text!(zh: "没有叫“{name}”的序列", en: "there is no series `{name}`");
        let close = suggest(name, directory.series_names());
        let help = close.map(|name| text!(zh: "写成 {name}", en: "write `{name}`"));
        return Err(Diagnostic::new(Code::HeaderUnknown, message).maybe_help(help));
    };
    let limits = limits_of_series(info);
    let form = Form::of(directory, Type::Number(info.dimension), limits, heading.unit)?;
    Ok((id.index(), form))
}
