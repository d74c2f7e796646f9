//! A book as a table.

use std::collections::BTreeMap;

use super::book::{Book, Entries, Key, Sum};
use super::columns::{self, Title};
use crate::diag::Diagnostic;
use crate::eval::PastAmount;
use crate::ir::{Body, RuleId};
use crate::quantity::Exact;
use crate::table::{Cell, Column, Kind, TableWriter};

/// A row in the making.
#[derive(Default)]
struct Line<'a> {
    rule: &'a str,
    stage: &'a str,
    year: Option<i32>,
    part: &'a str,
    amount: Option<PastAmount>,
}

impl Book<'_> {
    /// Writes the book to a table: subjects by kind and id, their years in order, each with its
    /// awards in the order of the rules.
    pub fn write(&self, to: &mut dyn TableWriter) -> Result<(), Diagnostic> {
        to.sheet("历史", &columns())?;
        for (key, entries) in &self.subjects {
            self.write_entries(to, key, entries)?;
        }
        Ok(())
    }

    fn write_entries(
        &self,
        to: &mut dyn TableWriter,
        key: &Key,
        entries: &Entries,
    ) -> Result<(), Diagnostic> {
        let mut years: BTreeMap<Option<i32>, ()> = BTreeMap::new();
        years.extend(entries.settled.iter().map(|year| (*year, ())));
        years.extend(entries.awards.keys().map(|award| (award.year, ())));
        for year in years.into_keys() {
            if entries.settled.contains(&year) {
                let [complete, _] = columns::COMPLETE;
                self.line(to, key, &Line { rule: complete, year, ..Line::default() })?;
            }
            for (award, Sum { amount, parts }) in &entries.awards {
                if award.year != year {
                    continue;
                }
                let rule = self.directory.rule_path(award.rule).zh;
                let stage = self.stage(award.rule, award.stage);
                let line = Line { rule: &rule, stage, year, part: "", amount: Some(*amount) };
                self.line(to, key, &line)?;
                for (part, amount) in parts {
                    let line = Line { rule: &rule, stage, year, part, amount: Some(*amount) };
                    self.line(to, key, &line)?;
                }
            }
        }
        Ok(())
    }

    fn stage(&self, rule: RuleId, stage: usize) -> &str {
        let rule = self.directory.program.rules.get(rule.index());
        let Some(Body::Money(money)) = rule.map(|rule| &rule.body) else { return "" };
        let name = money.stages.get(stage).and_then(|stage| stage.name.as_ref());
        name.map(|name| name.zh.as_str()).unwrap_or_default()
    }

    fn line(&self, to: &mut dyn TableWriter, key: &Key, line: &Line<'_>) -> Result<(), Diagnostic> {
        let kind = self.directory.kind_name(key.0).zh.as_str();
        let number = |amount: Option<Exact>| amount.map_or(Cell::Empty, Cell::Number);
        let settled = line.amount.and_then(PastAmount::settled);
        let open = line.amount.filter(|_| settled.is_none());
        let [yes, _] = columns::YES;
        to.row(&[
            text(kind),
            text(&key.1),
            text(line.rule),
            text(line.stage),
            number(line.year.map(|year| Exact::from_i64(i64::from(year)))),
            text(line.part),
            number(settled),
            number(open.map(|open| open.low)),
            number(open.and_then(|open| open.high)),
            text(if open.is_some_and(|open| open.may_be_none) { yes } else { "" }),
        ])
    }
}

fn text(text: &str) -> Cell<'_> {
    if text.is_empty() { Cell::Empty } else { Cell::Text(text) }
}

/// The columns, with what their cells hold.
fn columns() -> Vec<Column> {
    let amounts = [columns::AMOUNT, columns::LEAST, columns::MOST];
    let kind = |title: &Title| match title {
        title if amounts.contains(title) => Kind::Number { decimals: 2 },
        title if *title == columns::YEAR => Kind::Ordinal,
        _ => Kind::Text,
    };
    columns::ALL.iter().map(|title| Column::new(title[0], kind(title))).collect()
}
