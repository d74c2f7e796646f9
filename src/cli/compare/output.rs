//! Every outcome that changes, as a row of a table.

use std::path::Path;

use crate::batch::{Value, open_bounds};
use crate::cli::noticed;
use crate::compare::{Change, Differences};
use crate::diag::{Diagnostic, Lang, Text};
use crate::driver::Output;
use crate::eval::{Facts, Outcome, Status};
use crate::quantity::Exact;
use crate::scenario::{Directory, StatusWord, words};
use crate::table::{self, Column, Format, Held, Kind, Notes, Options, TableWriter};
use crate::text;

/// Writes changes, where they are asked for.
pub(super) struct Rows<'o, 'p> {
    writer: Option<Box<dyn TableWriter + 'o>>,
    format: Format,
    directories: [&'p Directory<'p>; 2],
    lang: Lang,
    count: u64,
}

impl<'o, 'p> Rows<'o, 'p> {
    /// To an output, if there is one; `path` is its name.
    pub(super) fn new(
        output: Option<&'o mut (dyn Output + '_)>,
        path: Option<&Path>,
        directories: [&'p Directory<'p>; 2],
        lang: Lang,
    ) -> Result<Rows<'o, 'p>, Vec<Diagnostic>> {
        let name = path.map(|path| path.display().to_string()).unwrap_or_default();
        let format = Format::of(&name).unwrap_or(Format::Csv);
        let writer = match output {
            None => None,
            Some(output) => {
                let mut writer =
                    table::create(output, &name, format, &Options::default()).map_err(one)?;
                let sheet = text!(zh: "变化", en: "changes");
                writer.sheet(sheet.get(lang), &columns(lang)).map_err(one)?;
                Some(writer)
            }
        };
        Ok(Rows { writer, format, directories, lang, count: 0 })
    }

    /// Writes a change of a record.
    pub(super) fn write(
        &mut self,
        id: &str,
        facts: [&Facts; 2],
        change: &Change<'_>,
        differences: &Differences<'_>,
    ) -> Result<(), Vec<Diagnostic>> {
        let row = match self.writer {
            Some(_) => self.row(id, facts, change, differences),
            None => return Ok(()),
        };
        if let Some(writer) = &mut self.writer {
            let cells: Vec<_> = row.iter().map(Held::cell).collect();
            writer.row(&cells).map_err(one)?;
            self.count = self.count.saturating_add(1);
        }
        Ok(())
    }

    /// Writes what is left and, where there is room for a sheet, what was noticed while reading; says
    /// how many changes there were.
    pub(super) fn finish(self, notes: &Notes) -> Result<u64, Vec<Diagnostic>> {
        if let Some(mut writer) = self.writer {
            if self.format == Format::Xlsx && !notes.is_empty() {
                let table = noticed::table(notes, self.lang);
                writer.sheet(&table.name, &table.columns).map_err(one)?;
                for row in &table.rows {
                    let cells: Vec<_> = row.iter().map(Value::cell).collect();
                    writer.row(&cells).map_err(one)?;
                }
            }
            writer.finish().map_err(one)?;
        }
        Ok(self.count)
    }

    fn row(
        &self,
        id: &str,
        [old, new]: [&Facts; 2],
        change: &Change<'_>,
        differences: &Differences<'_>,
    ) -> Vec<Held> {
        let [before, after] = self.directories;
        let own = if change.before.is_some() { (before, old) } else { (after, new) };
        let named = Named::of(own, change, differences);
        let mut row = vec![
            text_held(id),
            number(named.clause.map(|number| Exact::from_i64(i64::from(number)))),
            text_held(named.rule.get(self.lang)),
            text_held(named.stage.get(self.lang)),
            text_held(named.subject.get(self.lang)),
            number(change.year.map(|year| Exact::from_i64(i64::from(year)))),
            text_held(named.money.get(self.lang)),
        ];
        row.extend(self.told(change.before, before, old));
        row.extend(self.told(change.after, after, new));
        row.push(number(change.difference()));
        row
    }

    /// Word, amount, bounds and sentence of an outcome.
    fn told(&self, outcome: Option<&Outcome>, directory: &Directory, facts: &Facts) -> [Held; 5] {
        let Some(outcome) = outcome else {
            let none = text!(zh: "没有这条规则", en: "no such rule");
            let empty = || Held::Empty;
            return [text_held(none.get(self.lang)), empty(), empty(), empty(), empty()];
        };
        let amount = if let Status::Granted(amount) = outcome.status { Some(amount) } else { None };
        let bounds = open_bounds(&outcome.status);
        [
            text_held(StatusWord::of(&outcome.status).text().get(self.lang)),
            number(amount),
            number(bounds.map(|(low, _)| low)),
            number(bounds.and_then(|(_, high)| high)),
            text_held(words::status(directory, facts, &outcome.status).get(self.lang)),
        ]
    }
}

/// What a change is about, in words.
pub(super) struct Named {
    pub(super) clause: Option<u32>,
    pub(super) rule: Text,
    pub(super) stage: Text,
    pub(super) subject: Text,
    pub(super) money: Text,
}

impl Named {
    /// Of a change, by the program in which its rule stands.
    pub(super) fn of(
        (directory, facts): (&Directory, &Facts),
        change: &Change<'_>,
        differences: &Differences<'_>,
    ) -> Named {
        let stage = change.before.or(change.after).map_or(0, |outcome| outcome.stage);
        let rule = change.before.or(change.after).map(|outcome| outcome.rule);
        let info = rule.and_then(|rule| directory.program.rules.get(rule.index()));
        let clause = info.and_then(|rule| directory.program.clauses.get(rule.clause.index()));
        let stages = match info.map(|rule| &rule.body) {
            Some(crate::ir::Body::Money(money)) => money.stages.as_slice(),
            _ => &[],
        };
        let stage = stages.get(stage).and_then(|stage| stage.name.as_ref());
        let money = differences.money(change.pair);
        Named {
            clause: clause.map(|clause| clause.number),
            rule: rule.map(|rule| words::rule(directory, rule)).unwrap_or_default(),
            stage: stage.map(words::named).unwrap_or_default(),
            subject: change
                .subject
                .map(|subject| words::subject(directory, facts, subject))
                .unwrap_or_default(),
            money: money.map(|kind| words::money_kind(directory, kind)).unwrap_or_default(),
        }
    }
}

/// Whether what a path names holds several sheets.
pub(super) fn has_sheets(path: &Path) -> bool {
    Format::of(&path.display().to_string()) == Some(Format::Xlsx)
}

fn columns(lang: Lang) -> Vec<Column> {
    let (text, whole) = (Kind::Text, Kind::Ordinal);
    let amount = Kind::Number { decimals: 2 };
    let columns = [
        (text!(zh: "编号", en: "id"), text),
        (text!(zh: "条款", en: "clause"), whole),
        (text!(zh: "规则", en: "rule"), text),
        (text!(zh: "阶段", en: "stage"), text),
        (text!(zh: "对象", en: "subject"), text),
        (text!(zh: "年度", en: "year"), whole),
        (text!(zh: "资金性质", en: "money"), text),
        (text!(zh: "原结果", en: "outcome before"), text),
        (text!(zh: "原金额(元)", en: "amount before (元)"), amount),
        (text!(zh: "原下限(元)", en: "low before (元)"), amount),
        (text!(zh: "原上限(元)", en: "high before (元)"), amount),
        (text!(zh: "原说明", en: "said before"), text),
        (text!(zh: "新结果", en: "outcome after"), text),
        (text!(zh: "新金额(元)", en: "amount after (元)"), amount),
        (text!(zh: "新下限(元)", en: "low after (元)"), amount),
        (text!(zh: "新上限(元)", en: "high after (元)"), amount),
        (text!(zh: "新说明", en: "said after"), text),
        (text!(zh: "增减(元)", en: "difference (元)"), amount),
    ];
    columns.into_iter().map(|(title, kind)| Column::new(title.get(lang), kind)).collect()
}

fn text_held(text: &str) -> Held {
    if text.is_empty() { Held::Empty } else { Held::Text(text.into()) }
}

fn number(number: Option<Exact>) -> Held {
    number.map_or(Held::Empty, Held::Number)
}

fn one(problem: Diagnostic) -> Vec<Diagnostic> {
    vec![problem]
}
