//! The fields of a row, and what is wrong with them.

use super::book::Award;
use super::columns::{self, Title};
use crate::diag::{CellPlace, Code, Diagnostic};
use crate::eval::PastAmount;
use crate::ir::{Body, MoneyKind};
use crate::quantity::{DateRange, Exact};
use crate::scenario::Directory;
use crate::table::{Cell, Row};
use crate::text;

/// The fields of a row.
pub(super) struct Fields<'r> {
    row: &'r Row,
    columns: &'r [(Title, Option<usize>)],
    place: &'r CellPlace,
    found: Vec<Diagnostic>,
}

impl<'r> Fields<'r> {
    /// Those of a row of a table at a place.
    pub(super) fn new(
        row: &'r Row,
        columns: &'r [(Title, Option<usize>)],
        place: &'r CellPlace,
    ) -> Fields<'r> {
        Fields { row, columns, place, found: Vec::new() }
    }

    /// The problems told so far, if there is one.
    pub(super) fn checked(&mut self) -> Result<(), Vec<Diagnostic>> {
        if self.found.is_empty() { Ok(()) } else { Err(std::mem::take(&mut self.found)) }
    }

    /// Tells a problem of a field.
    pub(super) fn refuse(&mut self, title: Title, problem: Diagnostic) {
        let column = self.column(title).and_then(|at| u32::try_from(at.saturating_add(1)).ok());
        let cell = CellPlace { row: Some(self.row.number), column, ..self.place.clone() };
        self.found.push(problem.in_cell(cell));
    }

    /// The text of a field; empty where there is none.
    pub(super) fn text(&mut self, title: Title) -> String {
        match self.cell(title) {
            Cell::Text(text) => text.to_owned(),
            Cell::Number(number) => number.to_string(),
            Cell::Date(date) => date.to_string(),
            Cell::Truth(true) => columns::YES[0].to_owned(),
            Cell::Truth(false) | Cell::Empty => String::new(),
            Cell::Fault(_) => {
                self.not(title, "", text!(zh: "读得了的内容", en: "something that can be read"));
                String::new()
            }
        }
    }

    /// The year; none where the field is empty.
    pub(super) fn year(&mut self) -> Option<i32> {
        let text = self.text(columns::YEAR);
        if text.is_empty() {
            return None;
        }
        let year = text.trim_end_matches('年').parse::<i32>().ok();
        let year = year.filter(|year| DateRange::of_year(*year).is_some());
        if year.is_none() {
            self.not(columns::YEAR, &text, text!(zh: "年度", en: "a year"));
        }
        year
    }

    /// How much was awarded: an amount, or bounds of what is not settled.
    pub(super) fn amount(
        &mut self,
        directory: &Directory<'_>,
        award: Option<Award>,
    ) -> Option<PastAmount> {
        let granule = award.and_then(|award| granule(directory, award));
        let amount = self.money(columns::AMOUNT, granule);
        let (low, high) = (self.money(columns::LEAST, granule), self.money(columns::MOST, granule));
        let perhaps = self.text(columns::PERHAPS);
        let may_be_none = columns::YES.contains(&perhaps.as_str());
        if !may_be_none && !perhaps.is_empty() {
            self.not(columns::PERHAPS, &perhaps, text!(zh: "“是”或空白", en: "`yes` or nothing"));
        }
        match (amount, low) {
            (Some(amount), None) if high.is_none() && !may_be_none => {
                Some(PastAmount::exactly(amount))
            }
            (None, Some(low)) if high.is_none_or(|high| low <= high) => {
                Some(PastAmount { low, high, may_be_none })
            }
            _ if !self.found.is_empty() => None,
            _ => {
                let message = text!(
                    zh: "金额没有写，或与至少、至多合不上",
                    en: "the amount is missing, or does not go with its bounds",
                );
                let help = text!(
                    zh: "定了的写“金额(元)”；没有定的写“至少(元)”，有上限的再写“至多(元)”",
                    en: "give `amount(CNY)` if it is settled, else `at_least(CNY)` and, if bounded, `at_most(CNY)`",
                );
                self.refuse(columns::AMOUNT, Diagnostic::new(Code::WrongValue, message).help(help));
                None
            }
        }
    }

    fn money(&mut self, title: Title, granule: Option<Exact>) -> Option<Exact> {
        let (text, number) = match self.cell(title) {
            Cell::Empty => return None,
            Cell::Number(number) => (number.to_string(), Some(number)),
            Cell::Text(text) => (text.to_owned(), Exact::parse(text).ok()),
            _ => (self.text(title), None),
        };
        let Some(number) = number else {
            self.not(title, &text, text!(zh: "以元计的数", en: "a number of 元"));
            return None;
        };
        if number.is_negative() {
            let message = text!(zh: "金额 {text} 小于零", en: "the amount {text} is below zero");
            self.refuse(title, Diagnostic::new(Code::OutOfRange, message));
            return None;
        }
        if granule.is_some_and(|granule| !number.is_multiple_of(granule)) {
            let message =
                text!(zh: "金额 {text} 比分还细", en: "the amount {text} is finer than a fen");
            let help = text!(zh: "写实际付的数", en: "write what was paid");
            self.refuse(title, Diagnostic::new(Code::TooFine, message).help(help));
            return None;
        }
        Some(number)
    }

    fn not(&mut self, title: Title, found: &str, wanted: crate::diag::Text) {
        let (zh, en) = (wanted.zh, wanted.en);
        let message = text!(zh: "“{found}”不是{zh}", en: "“{found}” is not {en}");
        self.refuse(title, Diagnostic::new(Code::WrongValue, message));
    }

    fn column(&self, title: Title) -> Option<usize> {
        self.columns.iter().find(|(known, _)| *known == title).and_then(|(_, at)| *at)
    }

    fn cell(&self, title: Title) -> Cell<'r> {
        self.column(title).map_or(Cell::Empty, |column| self.row.cell(column))
    }
}

/// The smallest amount of an award; none for what is not paid (a deduction from a tax base).
fn granule(directory: &Directory<'_>, award: Award) -> Option<Exact> {
    let rule = directory.program.rules.get(award.rule.index())?;
    let Body::Money(money) = &rule.body else { return None };
    let is_paid = matches!(money.kind, MoneyKind::Paid | MoneyKind::Sought(_));
    is_paid.then_some(directory.program.list.payable_to)
}
