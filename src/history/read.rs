//! From a table to a book.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use super::book::{Award, Book, Key, Sum};
use super::columns::{self, Title};
use super::fields::Fields;
use crate::diag::{Code, Diagnostic, suggest};
use crate::eval::PastAmount;
use crate::ir::{Body, KindId, Named, RuleId};
use crate::scenario::Directory;
use crate::table::{Row, Sheet};
use crate::text;

/// How many problems are told; a file of another sort would only repeat itself.
const TOLD: usize = 100;

/// A row of a part, kept until its whole is known.
type Part = (Key, Award, String, PastAmount);

struct Reader<'p> {
    book: Book<'p>,
    /// Every rule of money as it is cited, in both languages.
    rules: BTreeMap<String, RuleId>,
    parts: Vec<(u64, Part)>,
}

impl<'p> Book<'p> {
    /// The book that a table holds; else what is wrong with it, row by row.
    pub fn read(directory: &'p Directory<'p>, sheet: Sheet) -> Result<Book<'p>, Vec<Diagnostic>> {
        let columns = positions(&sheet)?;
        let mut reader =
            Reader { book: Book::new(directory), rules: rules(directory), parts: Vec::new() };
        let mut found = Vec::new();
        let (place, rows) = (sheet.place, sheet.rows);
        for row in rows {
            let taken = row
                .map_err(|problem| vec![problem])
                .and_then(|row| reader.take(&row, &mut Fields::new(&row, &columns, &place)));
            found.extend(taken.err().into_iter().flatten());
            if found.len() >= TOLD {
                return Err(found);
            }
        }
        for (row, part) in std::mem::take(&mut reader.parts) {
            if reader.add_part(part).is_none() {
                let message = text!(
                    zh: "这一分项没有总数那一行", en: "this part has no row of the whole it belongs to",
                );
                let help = text!(
                    zh: "补上同一主体、规则、年度而“其中”为空的一行",
                    en: "add the row of the same subject, rule and year whose `part` is empty",
                );
                let cell = crate::diag::CellPlace { row: Some(row), ..place.clone() };
                found.push(Diagnostic::new(Code::HistoryPart, message).help(help).in_cell(cell));
            }
        }
        if found.is_empty() { Ok(reader.book) } else { Err(found) }
    }
}

impl Reader<'_> {
    fn take(&mut self, row: &Row, fields: &mut Fields<'_>) -> Result<(), Vec<Diagnostic>> {
        let directory = self.book.directory;
        let kind = kind(directory, fields);
        let id = fields.text(columns::ID);
        if id.is_empty() {
            let message = text!(zh: "缺编号", en: "the id is missing");
            fields.refuse(columns::ID, Diagnostic::new(Code::WrongValue, message));
        }
        let (rule, year) = (fields.text(columns::RULE), fields.year());
        if columns::COMPLETE.contains(&rule.as_str()) {
            fields.checked()?;
            if let Some(kind) = kind {
                let entries = self.book.subjects.entry((kind, id)).or_default();
                entries.settled.insert(year);
            }
            return Ok(());
        }
        let award = kind.and_then(|kind| self.award(fields, &rule, kind, year));
        let (part, amount) = (fields.text(columns::PART), fields.amount(directory, award));
        fields.checked()?;
        let (Some(kind), Some(award), Some(amount)) = (kind, award, amount) else { return Ok(()) };
        let key = (kind, id);
        if !part.is_empty() {
            self.parts.push((row.number, (key, award, part, amount)));
            return Ok(());
        }
        match self.book.subjects.entry(key).or_default().awards.entry(award) {
            Entry::Vacant(vacant) => {
                vacant.insert(Sum { amount, parts: BTreeMap::new() });
                Ok(())
            }
            Entry::Occupied(_) => {
                let message = text!(
                    zh: "同一主体、规则、阶段和年度的一笔出现了两次",
                    en: "the same award (subject, rule, stage, year) stands twice",
                );
                let help = text!(zh: "留下实际付的那一行", en: "keep the row of what was paid");
                fields.refuse(columns::RULE, Diagnostic::new(Code::GivenTwice, message).help(help));
                fields.checked()
            }
        }
    }

    /// Which award a row tells of.
    fn award(
        &self,
        fields: &mut Fields<'_>,
        rule: &str,
        kind: KindId,
        year: Option<i32>,
    ) -> Option<Award> {
        let directory = self.book.directory;
        let Some(id) = self.rules.get(rule).copied() else {
            let message =
                text!(zh: "没有“{rule}”这条给钱的规则", en: "there is no rule of money `{rule}`");
            let closest = suggest(rule, self.rules.keys().map(String::as_str));
            let closest = closest.map(|name| text!(zh: "写成 {name}", en: "write `{name}`"));
            let problem = Diagnostic::new(Code::UnknownName, message).maybe_help(closest);
            fields.refuse(columns::RULE, problem);
            return None;
        };
        let reports_at = directory.kinds_of(id).first().copied();
        if let Some(other) = reports_at.filter(|other| *other != kind) {
            let Named { zh, en } = directory.kind_name(other);
            let message = text!(
                zh: "{rule} 记在{zh}名下", en: "`{rule}` is kept with an `{en}`",
            );
            fields.refuse(columns::KIND, Diagnostic::new(Code::MisplacedAward, message));
            return None;
        }
        let stage = stage(directory, id, &fields.text(columns::STAGE));
        let stage = stage.map_err(|problem| fields.refuse(columns::STAGE, problem)).ok()?;
        Some(Award { year, rule: id, stage })
    }

    /// Adds a part to its whole, if there is one.
    fn add_part(&mut self, (key, award, part, amount): Part) -> Option<()> {
        let sum = self.book.subjects.get_mut(&key)?.awards.get_mut(&award)?;
        sum.parts.insert(part, amount);
        Some(())
    }
}

/// Where each column of a history stands.
fn positions(sheet: &Sheet) -> Result<Vec<(Title, Option<usize>)>, Vec<Diagnostic>> {
    let mut found = Vec::new();
    for (column, title) in sheet.header.iter().enumerate().filter(|(_, title)| !title.is_empty()) {
        if !columns::ALL.iter().any(|known| known.contains(&title.as_str())) {
            let message =
                text!(zh: "历史没有“{title}”这一列", en: "a history has no column `{title}`");
            let known = columns::ALL.map(|[zh, en]| format!("{zh} {en}")).join("、");
            let names = columns::ALL.iter().flatten().copied();
            let closest = suggest(title, names).map(str::to_owned).unwrap_or(known);
            let help = text!(zh: "写成 {closest}", en: "write {closest}");
            let problem = Diagnostic::new(Code::HistoryColumns, message).help(help);
            found.push(problem.in_cell(sheet.title_place(column)));
        }
    }
    let mut missing = Vec::new();
    let at = |title: Title| {
        let mut header = sheet.header.iter();
        header.position(|found| title.contains(&found.as_str()))
    };
    // A column misnamed would only be missed as well.
    let needed = [columns::KIND, columns::ID, columns::RULE, columns::YEAR, columns::AMOUNT];
    for [zh, en] in
        needed.into_iter().filter(|_| found.is_empty()).filter(|title| at(*title).is_none())
    {
        let message = text!(zh: "历史缺“{zh}”一列", en: "the history lacks the column `{en}`");
        let problem = Diagnostic::new(Code::HistoryColumns, message);
        missing.push(problem.in_cell(sheet.place.clone()));
    }
    found.extend(missing);
    if found.is_empty() {
        Ok(columns::ALL.iter().map(|title| (*title, at(*title))).collect())
    } else {
        Err(found)
    }
}

fn rules(directory: &Directory<'_>) -> BTreeMap<String, RuleId> {
    let rules = (0..).map(RuleId).zip(&directory.program.rules);
    let of_money = rules.filter(|(_, rule)| matches!(rule.body, Body::Money(_)));
    let named = of_money.flat_map(|(id, _)| {
        let Named { zh, en } = directory.rule_path(id);
        [(zh, id), (en, id)]
    });
    named.collect()
}

fn kind(directory: &Directory<'_>, fields: &mut Fields<'_>) -> Option<KindId> {
    let name = fields.text(columns::KIND);
    let kind = directory.kind_named(&name);
    if kind.is_none() {
        let message = text!(zh: "没有“{name}”这类主体", en: "there is no kind of subject `{name}`");
        let kinds = &directory.program.vocabulary.kinds;
        let names = kinds.iter().flat_map(|kind| [kind.name.zh.as_str(), kind.name.en.as_str()]);
        let closest =
            suggest(&name, names).map(|name| text!(zh: "写成 {name}", en: "write `{name}`"));
        let problem = Diagnostic::new(Code::UnknownName, message).maybe_help(closest);
        fields.refuse(columns::KIND, problem);
    }
    kind
}

/// The stage of a rule by its name; a rule without stages has one without a name.
fn stage(directory: &Directory<'_>, rule: RuleId, name: &str) -> Result<usize, Diagnostic> {
    let info = directory.program.rules.get(rule.index());
    let stages = match info.map(|rule| &rule.body) {
        Some(Body::Money(money)) => money.stages.as_slice(),
        _ => &[],
    };
    let names = || stages.iter().filter_map(|stage| stage.name.as_ref());
    let is_named = |known: Option<&Named>| match known {
        Some(known) => known.zh == name || known.en == name,
        None => name.is_empty(),
    };
    stages.iter().position(|stage| is_named(stage.name.as_ref())).ok_or_else(|| {
        let Named { zh, en } = directory.rule_path(rule);
        let message = match name {
            "" => text!(zh: "{zh} 分阶段，这里没有写", en: "`{en}` has stages, and none is named"),
            _ => text!(zh: "{zh} 没有“{name}”这一阶段", en: "`{en}` has no stage `{name}`"),
        };
        let all = names().map(|name| name.zh.as_str()).collect::<Vec<_>>().join("、");
        let help = (!all.is_empty()).then(|| text!(zh: "写 {all} 之一", en: "write one of {all}"));
        Diagnostic::new(Code::UnknownName, message).maybe_help(help)
    })
}
