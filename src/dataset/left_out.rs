//! Rows that cannot be taken, as a table: where each stood, why it was left out, and its cells under
//! the titles of their columns.

use super::facts::Binding;
use super::group::Group;
use super::place::in_table;
use crate::diag::{CellPlace, Diagnostic, Lang};
use crate::table::{Column, Held, Kind, Row};
use crate::text;

/// How many columns stand before those of the data.
const OWN: usize = 4;

impl Binding<'_> {
    /// The columns of a table of rows that were left out: file, sheet, row and reason, then every
    /// title of the data's tables, once.
    #[must_use]
    pub fn columns_of_left_out(&self, lang: Lang) -> Vec<Column> {
        let own = [
            text!(zh: "文件", en: "file"),
            text!(zh: "表", en: "sheet"),
            text!(zh: "行", en: "row"),
            text!(zh: "原因", en: "reason"),
        ];
        let own = own.iter().map(|title| title.get(lang).to_owned());
        let all = own.chain(self.titles().into_iter().map(str::to_owned));
        all.map(|title| Column::new(title, Kind::Text)).collect()
    }

    /// The rows of a group that was left out. All of them are: a subject without one of its
    /// children would be another subject, and get another amount.
    #[must_use]
    pub fn left_out(&self, group: &Group, problems: &[Diagnostic], lang: Lang) -> Vec<Vec<Held>> {
        let titles = self.titles();
        let members = group.members.iter().filter_map(|member| {
            let sheet = self.sheets.get(member.sheet)?;
            Some((&sheet.place, sheet.header.as_slice(), &member.row))
        });
        let history = self.history.as_deref();
        let paid = group.paid.iter().filter_map(|(_, row)| {
            let history = history?;
            Some((&history.place, history.header.as_slice(), row))
        });
        let rows = members.chain(paid);
        rows.map(|(place, header, row)| line(&titles, place, header, row, problems, lang)).collect()
    }

    /// The titles of all tables, each once.
    fn titles(&self) -> Vec<&str> {
        let sheets = self.sheets.iter().flat_map(|sheet| &sheet.header);
        let history = self.history.iter().flat_map(|history| &history.header);
        let mut titles: Vec<&str> = Vec::new();
        for title in sheets.chain(history).map(String::as_str) {
            if !title.is_empty() && !titles.contains(&title) {
                titles.push(title);
            }
        }
        titles
    }
}

fn line(
    titles: &[&str],
    place: &CellPlace,
    header: &[String],
    row: &Row,
    problems: &[Diagnostic],
    lang: Lang,
) -> Vec<Held> {
    let here = in_table(place, Some(row.number), None);
    let of_row = |problem: &&Diagnostic| {
        let cell = problem.cell.as_deref();
        cell.is_some_and(|cell| CellPlace { column: None, ..cell.clone() } == here)
    };
    let reasons: Vec<String> =
        problems.iter().filter(of_row).map(|problem| problem.sentence(lang)).collect();
    let reason = match reasons.is_empty() {
        false => reasons.join("\n"),
        true => text!(zh: "同一主体的其他行有问题", en: "another row of the same subject is bad")
            .get(lang)
            .to_owned(),
    };
    let sheet = here.sheet.map_or(Held::Empty, |sheet| Held::Text(sheet.into()));
    let text = |text: String| Held::Text(text.into());
    let mut cells = vec![text(here.file), sheet, text(row.number.to_string()), text(reason)];
    cells.resize(OWN.saturating_add(titles.len()), Held::Empty);
    for (column, title) in header.iter().enumerate() {
        let at = titles.iter().position(|other| *other == title.as_str());
        let text = super::settings::text_of(row.cell(column));
        let cell = at.and_then(|at| cells.get_mut(at.saturating_add(OWN)));
        if let (Some(cell), false) = (cell, text.is_empty()) {
            *cell = Held::Text(text.into());
        }
    }
    cells
}
