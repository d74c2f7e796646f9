//! The table of what was paid before: a row an award.

use super::Table;
use super::form::Form;
use super::header::words::{self, Word};
use super::header::{Heading, year};
use super::place::{in_table, told_of};
use super::settings::text_of;
use crate::ast::{At, Name};
use crate::diag::{CellPlace, Code, Diagnostic, Diagnostics};
use crate::eval::{Cell as Value, Payment};
use crate::ir::{KindId, RuleId, Type};
use crate::quantity::Dimension;
use crate::scenario::{Directory, payable, rule_ref};
use crate::source::Span;
use crate::table::Row;
use crate::text;

/// The table of what was paid, as its header has it.
#[derive(Debug)]
pub(super) struct History<'p> {
    /// Where the table is.
    pub(super) place: CellPlace,
    /// The titles of its columns.
    pub(super) header: Vec<String>,
    /// The column of the subjects' ids.
    pub(super) id: usize,
    kind: Option<usize>,
    rule: usize,
    stage: Option<usize>,
    year: usize,
    amount: (usize, Form<'p>),
}

/// The history that a header describes, if it has the columns that it needs.
pub(super) fn history<'p>(
    directory: &Directory<'p>,
    table: &Table,
    found: &mut Vec<Diagnostic>,
) -> Option<History<'p>> {
    let headings: Vec<Heading<'_>> = table.header.iter().map(|text| Heading::of(text)).collect();
    let at = |word: Word| headings.iter().position(|heading| word.contains(&heading.name));
    let known = [
        words::ID,
        words::KIND,
        words::RULE,
        words::STAGE,
        words::YEAR,
        words::AMOUNT,
        words::NOTES,
    ];
    for (column, heading) in headings.iter().enumerate() {
        let place = || in_table(&table.place, Some(table.header_row), Some(column));
        let name = heading.name;
        match known.iter().find(|word| word.contains(&name)) {
            None if name.is_empty() => {}
            None => {
                let message =
                    text!(zh: "历史表没有“{name}”这一列", en: "a history has no column `{name}`");
                let help = text!(
                    zh: "列名是 编号、规则、阶段、年度、金额(元)", en: "its columns are id, rule, stage, year, amount (元)",
                );
                let problem = Diagnostic::new(Code::HeaderUnknown, message).help(help);
                found.push(problem.in_cell(place()));
            }
            Some(word) if at(*word) != Some(column) && *word != words::NOTES => {
                let message =
                    text!(zh: "“{name}”列出现了两次", en: "the column `{name}` stands twice");
                found.push(Diagnostic::new(Code::HeaderTwice, message).in_cell(place()));
            }
            Some(_) => {}
        }
    }
    let mut needs = |word: Word| {
        let column = at(word);
        if column.is_none() {
            let [zh, en] = word;
            let message = text!(zh: "缺“{zh}”列", en: "the column `{en}` is missing");
            found.push(Diagnostic::new(Code::ColumnMissing, message).in_cell(table.place.clone()));
        }
        column
    };
    let (id, rule) = (needs(words::ID), needs(words::RULE));
    let (year, amount) = (needs(words::YEAR), needs(words::AMOUNT));
    let amount = amount?;
    let unit = headings.get(amount).and_then(|heading| heading.unit);
    let limits = payable(directory.program);
    let form = match Form::of(directory, Type::Number(Dimension::MONEY), limits, unit) {
        Ok(form) => form,
        Err(problem) => {
            let place = in_table(&table.place, Some(table.header_row), Some(amount));
            found.push(told_of(problem, place));
            return None;
        }
    };
    Some(History {
        place: table.place.clone(),
        id: id?,
        kind: at(words::KIND),
        rule: rule?,
        stage: at(words::STAGE),
        year: year?,
        amount: (amount, form),
        header: table.header.clone(),
    })
}

impl History<'_> {
    /// The kind of the subject that a row speaks of: as it says, else the one at which its rule
    /// reports.
    pub(super) fn kind(&self, directory: &Directory<'_>, row: &Row) -> Result<KindId, Diagnostic> {
        let rule = self.rule(directory, row)?;
        let kinds = directory.kinds_of(rule);
        let stated = self.kind.map(|at| (at, text_of(row.cell(at))));
        let stated = stated.filter(|(_, name)| !name.is_empty());
        let kind = match &stated {
            Some((_, name)) => directory.kind_named(name).filter(|kind| kinds.contains(kind)),
            None => kinds.first().copied(),
        };
        kind.ok_or_else(|| {
            let path = directory.rule_path(rule);
            let (zh, en) = (path.zh, path.en);
            let of = stated.as_ref().map(|(_, name)| name.as_str()).unwrap_or_default();
            let message = text!(zh: "{zh} 不给“{of}”", en: "`{en}` is not for `{of}`");
            let at = stated.as_ref().map_or(self.rule, |(at, _)| *at);
            self.told(Diagnostic::new(Code::MisplacedAward, message), row, at)
        })
    }

    /// The award of a row.
    pub(super) fn payment(
        &self,
        directory: &Directory<'_>,
        row: &Row,
    ) -> Result<Payment, Diagnostic> {
        let rule = self.rule(directory, row)?;
        let stage = self.stage.map(|at| (at, text_of(row.cell(at))));
        let stage = match stage.filter(|(_, name)| !name.is_empty()) {
            None => 0,
            Some((at, text)) => {
                let (name, mut found) =
                    (Name { text, at: At(Span::default()) }, Diagnostics::new());
                match directory.stage(rule, &name, &mut found) {
                    Some(stage) => stage,
                    None => return Err(self.first(found, row, at)),
                }
            }
        };
        let written = text_of(row.cell(self.year));
        let Some(year) = year(written.trim_end_matches('年')) else {
            let message = text!(zh: "“{written}”不是年度", en: "“{written}” is no year");
            return Err(self.told(Diagnostic::new(Code::BadDate, message), row, self.year));
        };
        let (at, form) = &self.amount;
        match form.value(directory, row.cell(*at)) {
            Ok(Value::Number(amount)) => Ok(Payment { rule, stage, year, amount }),
            Ok(_) => {
                let message = text!(zh: "缺金额", en: "the amount is missing");
                Err(self.told(Diagnostic::new(Code::WrongValue, message), row, *at))
            }
            Err(problem) => Err(self.told(problem, row, *at)),
        }
    }

    fn rule(&self, directory: &Directory<'_>, row: &Row) -> Result<RuleId, Diagnostic> {
        let written = text_of(row.cell(self.rule));
        let Some(reference) = rule_ref(&written, At(Span::default())) else {
            let message = text!(zh: "“{written}”不是规则", en: "“{written}” is no rule");
            let help = text!(
                zh: "写成 51.利用奖补 或 49①.项目奖补 的样子",
                en: "write it like `51.利用奖补` or `49①.项目奖补`",
            );
            let problem = Diagnostic::new(Code::WrongValue, message).help(help);
            return Err(self.told(problem, row, self.rule));
        };
        let mut found = Diagnostics::new();
        let rule = directory.rule(&reference, None, &mut found);
        rule.ok_or_else(|| self.first(found, row, self.rule))
    }

    fn first(&self, found: Diagnostics, row: &Row, column: usize) -> Diagnostic {
        let problem = found.into_iter().next().unwrap_or_else(|| {
            Diagnostic::new(Code::UnknownName, text!(zh: "没有这个名称", en: "no such name"))
        });
        self.told(problem, row, column)
    }

    fn told(&self, problem: Diagnostic, row: &Row, column: usize) -> Diagnostic {
        told_of(problem, in_table(&self.place, Some(row.number), Some(column)))
    }
}
