//! From the rows of a group to facts.

use std::sync::Arc;

use super::form::{Form, truth};
use super::group::{Group, Member, Record};
use super::header::year;
use super::history::History;
use super::join::key;
use super::place::{in_table, told_of};
use super::settings::{Settings, text_of};
use super::sheet::{Column, Says, Sheet};
use crate::diag::{Code, Diagnostic};
use crate::eval::{Cell as Value, DecisionTaken, Facts, Listing, Subject, SubjectId};
use crate::ir::{Kind, KindId, Named};
use crate::quantity::{Date, Exact};
use crate::scenario::{Directory, outside_bounds};
use crate::source::Span;
use crate::table::{Cell, Row};
use crate::text;

/// What the tables of a data set mean.
#[derive(Debug)]
pub struct Binding<'p> {
    /// The names of the program.
    pub(super) directory: &'p Directory<'p>,
    /// The tables of subjects, parents before their children.
    pub(super) sheets: Vec<Sheet<'p>>,
    /// The table of what was paid.
    pub(super) history: Option<Arc<History<'p>>>,
    /// What holds for all.
    pub(super) settings: Settings,
    /// The points of each series.
    pub(super) series: Vec<Vec<(Date, Exact)>>,
    /// For each kind, the kinds of its children.
    pub(super) below: Vec<Vec<KindId>>,
    /// The first and the last year that a header names or that is run.
    pub(super) years: Option<(i32, i32)>,
}

/// A reference whose subject is looked for once all subjects are known.
struct Reference<'g> {
    member: usize,
    column: usize,
    /// Whether it is a yearly fact, and its place among them or among the constant ones.
    slot: (bool, usize),
    kind: KindId,
    id: std::borrow::Cow<'g, str>,
}

/// Facts in the making.
struct Filling<'b, 'p, 'g> {
    binding: &'b Binding<'p>,
    group: &'g Group,
    facts: Facts,
    /// The ids of the members; empty where they have none.
    ids: Vec<String>,
    /// The years that the members' rows state, or their parents'.
    years: Vec<Option<i32>>,
    references: Vec<Reference<'g>>,
    found: Vec<Diagnostic>,
}

impl Binding<'_> {
    /// The facts of a group; else all that is wrong with its rows.
    pub fn facts(&self, group: &Group) -> Result<Record, Vec<Diagnostic>> {
        let mut filling = Filling {
            binding: self,
            group,
            facts: self.frame(group),
            ids: Vec::with_capacity(group.members.len()),
            years: Vec::with_capacity(group.members.len()),
            references: Vec::new(),
            found: group.problems.clone(),
        };
        for member in &group.members {
            filling.subject(member);
        }
        filling.pay();
        filling.refer();
        filling.list();
        filling.bound();
        let Filling { facts, ids, found, .. } = filling;
        let root = facts.subjects.first().map(|root| root.kind);
        match (root, ids.into_iter().next()) {
            (Some(kind), Some(id)) if found.is_empty() => Ok(Record { id, kind, facts }),
            _ => Err(found),
        }
    }

    /// The kind of the subject that a group belongs to.
    #[must_use]
    pub fn kind(&self, group: &Group) -> Option<KindId> {
        Some(self.sheets.get(group.members.first()?.sheet)?.kind)
    }

    /// Facts without subjects: series, day and years.
    fn frame(&self, group: &Group) -> Facts {
        let own = group.members.iter().filter_map(|member| {
            year_of(self.sheets.get(member.sheet)?, &member.row).ok().flatten()
        });
        let with = |years: Option<(i32, i32)>, year: i32| match years {
            Some((first, last)) => Some((first.min(year), last.max(year))),
            None => Some((year, year)),
        };
        let has_years = self.sheets.iter().any(|sheet| sheet.year.is_some());
        let covered = if has_years { own.fold(self.years, with) } else { self.years };
        let root = group.members.first().filter(|_| has_years);
        let asked =
            root.and_then(|root| year_of(self.sheets.get(root.sheet)?, &root.row).ok().flatten());
        let count = covered.and_then(|(first, last)| last.checked_sub(first)?.checked_add(1));
        Facts {
            subjects: Vec::with_capacity(group.members.len()),
            series: self.series.clone(),
            first_year: covered.map_or(0, |(first, _)| first),
            year_count: count.and_then(|count| usize::try_from(count).ok()).unwrap_or(0),
            years: self.settings.years.or(asked.map(|year| (year, year))),
            as_of: self.settings.as_of,
            ..Facts::default()
        }
    }

    fn sheet(&self, member: &Member) -> Option<(&Sheet<'_>, &Kind)> {
        let sheet = self.sheets.get(member.sheet)?;
        Some((sheet, self.directory.program.vocabulary.kinds.get(sheet.kind.index())?))
    }
}

/// The year that a row's yearly facts belong to, if its sheet has a column for it.
fn year_of(sheet: &Sheet<'_>, row: &Row) -> Result<Option<i32>, Diagnostic> {
    let Some(at) = sheet.year else { return Ok(None) };
    let cell = row.cell(at);
    let told = match cell {
        Cell::Number(number) => number
            .to_i64()
            .filter(|year| (1000..=9999).contains(year))
            .and_then(|year| i32::try_from(year).ok()),
        Cell::Text(text) => year(text.trim_end_matches('年')),
        _ => None,
    };
    if told.is_some_and(|year| crate::quantity::DateRange::of_year(year).is_some()) {
        return Ok(told);
    }
    let written = text_of(cell);
    if written.is_empty() {
        return Ok(None);
    }
    let message = text!(zh: "“{written}”不是年度", en: "“{written}” is no year");
    let place = in_table(&sheet.place, Some(row.number), Some(at));
    Err(Diagnostic::new(Code::BadDate, message).in_cell(place))
}

impl<'b, 'g> Filling<'b, '_, 'g> {
    fn subject(&mut self, member: &'g Member) {
        let Some((sheet, kind)) = self.binding.sheet(member) else { return };
        let row = &member.row;
        let id = sheet.id.and_then(|at| key(row.cell(at))).unwrap_or_default().into_owned();
        let name = sheet.name.and_then(|at| key(row.cell(at)));
        let parent = member.parent.and_then(|at| u32::try_from(at).ok()).map(SubjectId);
        let stride = kind.yearly.len();
        let below = self.binding.below.get(sheet.kind.index()).map_or(&[][..], Vec::as_slice);
        let everywhere = &self.binding.settings.complete;
        let listing = |kind: &KindId| match everywhere.contains(kind) {
            true => Listing::Complete,
            false => Listing::Unknown,
        };
        let mut subject = Subject {
            kind: sheet.kind,
            parent,
            label: name.map_or_else(|| id.clone(), std::borrow::Cow::into_owned),
            constants: vec![Value::Missing; kind.constants.len()],
            yearly: vec![Value::Missing; stride.saturating_mul(self.facts.year_count)],
            children: below.iter().map(|kind| (*kind, listing(kind), Vec::new())).collect(),
            history: self.binding.settings.complete_history.then(Vec::new),
        };
        let year = year_of(sheet, row).unwrap_or_else(|problem| {
            self.found.push(problem);
            None
        });
        let above = member.parent.and_then(|at| self.years.get(at).copied().flatten());
        let year = year.or(above);
        self.years.push(year);
        for column in &sheet.columns {
            let cell = row.cell(column.at);
            if cell != Cell::Empty {
                self.column(&mut subject, sheet, stride, column, cell, row, year);
            }
        }
        self.ids.push(id);
        self.facts.subjects.push(subject);
    }

    #[allow(clippy::too_many_arguments, reason = "the parts of one row, on the hot path")]
    fn column(
        &mut self,
        subject: &mut Subject,
        sheet: &Sheet<'_>,
        stride: usize,
        column: &Column<'_>,
        cell: Cell<'g>,
        row: &Row,
        year: Option<i32>,
    ) {
        let (slot, form) = match &column.says {
            Says::Constant(slot, form) => ((false, *slot), form),
            Says::Yearly(slot, own, form) => {
                let Some(offset) = own.or(year).and_then(|year| self.offset(year)) else {
                    let message =
                        text!(zh: "这一行没有写年度", en: "the row does not say its year");
                    let place = in_table(&sheet.place, Some(row.number), sheet.year);
                    self.found.push(Diagnostic::new(Code::WrongYear, message).in_cell(place));
                    return;
                };
                ((true, offset.saturating_mul(stride).saturating_add(*slot)), form)
            }
            _ => {
                let taken = self.statement(subject, column, cell, year);
                self.note(taken, sheet, row, column);
                return;
            }
        };
        if let (Form::Subject(kind), Some(id)) = (form, key(cell)) {
            let (member, column) = (self.facts.subjects.len(), column.at);
            self.references.push(Reference { member, column, slot, kind: *kind, id });
            return;
        }
        match form.value(self.binding.directory, cell) {
            Ok(value) => put(subject, slot, value),
            Err(problem) => self.note(Err(problem), sheet, row, column),
        }
    }

    fn note(
        &mut self,
        taken: Result<(), Diagnostic>,
        sheet: &Sheet<'_>,
        row: &Row,
        column: &Column<'_>,
    ) {
        if let Err(problem) = taken {
            let place = in_table(&sheet.place, Some(row.number), Some(column.at));
            self.found.push(told_of(problem, place));
        }
    }

    /// The position of a year among those covered.
    fn offset(&self, year: i32) -> Option<usize> {
        let offset = usize::try_from(year.checked_sub(self.facts.first_year)?).ok()?;
        (offset < self.facts.year_count).then_some(offset)
    }

    /// What a column says that is no fact.
    fn statement(
        &mut self,
        subject: &mut Subject,
        column: &Column<'_>,
        cell: Cell<'_>,
        row_year: Option<i32>,
    ) -> Result<(), Diagnostic> {
        match &column.says {
            Says::Decision(decision, own, form) => {
                let value = form.value(self.binding.directory, cell)?;
                let of = SubjectId(u32::try_from(self.facts.subjects.len()).unwrap_or(u32::MAX));
                if value != Value::Missing {
                    // Where the row's year is the only one that is run, it goes without saying.
                    let row_year = row_year.filter(|_| self.binding.settings.years.is_some());
                    let (decision, year) = (*decision, own.or(row_year));
                    let taken = DecisionTaken { decision, subject: of, year, value };
                    self.facts.decisions.push(taken);
                }
            }
            Says::Complete(kind) => {
                if yes(self.binding.directory, cell)? {
                    let mut lists = subject.children.iter_mut();
                    if let Some((_, listing, _)) = lists.find(|(of, ..)| of == kind) {
                        *listing = Listing::Complete;
                    }
                }
            }
            Says::CompleteHistory => {
                if yes(self.binding.directory, cell)? {
                    subject.history = Some(Vec::new());
                }
            }
            Says::Constant(..) | Says::Yearly(..) => {}
        }
        Ok(())
    }

    /// Puts what was paid to whom it was paid. A history speaks for all below that have none of
    /// their own: what it does not list was not paid.
    fn pay(&mut self) {
        let Some(history) = &self.binding.history else { return self.inherit() };
        for (member, row) in &self.group.paid {
            let payment = history.payment(self.binding.directory, row);
            let subject = member.and_then(|member| self.facts.subjects.get_mut(member));
            match (subject, payment) {
                (Some(subject), Ok(payment)) => {
                    subject.history.get_or_insert_default().push(payment);
                }
                (_, Err(problem)) if member.is_some() => self.found.push(problem),
                // Told already: the rows of no subject.
                _ => {}
            }
        }
        self.inherit();
    }

    fn inherit(&mut self) {
        for (at, member) in self.group.members.iter().enumerate() {
            let above = member.parent.and_then(|parent| self.facts.subjects.get(parent));
            let known = above.is_some_and(|above| above.history.is_some());
            if let Some(subject) = self.facts.subjects.get_mut(at)
                && known
            {
                subject.history.get_or_insert_default();
            }
        }
    }

    /// Finds the subjects that are referred to, among the members.
    fn refer(&mut self) {
        for reference in std::mem::take(&mut self.references) {
            let Reference { member, column, slot, kind, id } = reference;
            let subjects = self.facts.subjects.iter().zip(&self.ids);
            let found = subjects
                .enumerate()
                .find(|(_, (one, own))| one.kind == kind && own.as_str() == id.as_ref());
            match found.and_then(|(at, _)| u32::try_from(at).ok()) {
                Some(at) => {
                    if let Some(subject) = self.facts.subjects.get_mut(member) {
                        put(subject, slot, Value::Subject(SubjectId(at)));
                    }
                }
                None => {
                    let Named { zh, en } = self.binding.directory.kind_name(kind);
                    let message = text!(
                        zh: "它名下没有编号为“{id}”的{zh}", en: "among its own there is no `{en}` with the id “{id}”",
                    );
                    let problem = Diagnostic::new(Code::UnknownSubject, message);
                    let place = self.group.members.get(member).and_then(|member| {
                        let sheet = self.binding.sheets.get(member.sheet)?;
                        Some(in_table(&sheet.place, Some(member.row.number), Some(column)))
                    });
                    self.found.push(problem.in_cell(place.unwrap_or_default()));
                }
            }
        }
    }

    /// Lists the children of each subject.
    fn list(&mut self) {
        for (at, member) in self.group.members.iter().enumerate() {
            let kind = self.facts.subjects.get(at).map(|subject| subject.kind);
            let parent = member.parent.and_then(|parent| self.facts.subjects.get_mut(parent));
            let (Some(parent), Some(kind)) = (parent, kind) else { continue };
            let list = parent.children.iter_mut().find(|(of, ..)| *of == kind);
            if let (Some((_, listing, children)), Ok(at)) = (list, u32::try_from(at)) {
                children.push(SubjectId(at));
                if *listing == Listing::Unknown {
                    *listing = Listing::Open;
                }
            }
        }
    }

    /// Decisions must lie within their bounds, as far as what is known settles them.
    fn bound(&mut self) {
        self.facts.decisions.sort_by_key(|taken| (taken.subject, taken.decision, taken.year));
        if !self.found.is_empty() {
            return;
        }
        for taken in &self.facts.decisions {
            let directory = self.binding.directory;
            let problem = outside_bounds(directory, &self.facts, taken, Span::default());
            let place = || {
                let member = self.group.members.get(taken.subject.0 as usize)?;
                let sheet = self.binding.sheets.get(member.sheet)?;
                let column = sheet.columns.iter().find(|column| {
                    matches!(&column.says, Says::Decision(of, year, _)
                        if *of == taken.decision && (year.is_none() || *year == taken.year))
                });
                let column = column.map(|column| column.at);
                Some(in_table(&sheet.place, Some(member.row.number), column))
            };
            self.found.extend(problem.map(|one| told_of(one, place().unwrap_or_default())));
        }
    }
}

/// Puts a value in its slot: of the yearly facts or of the constant ones.
fn put(subject: &mut Subject, (yearly, slot): (bool, usize), value: Value) {
    let slots = if yearly { &mut subject.yearly } else { &mut subject.constants };
    if let Some(place) = slots.get_mut(slot) {
        *place = value;
    }
}

/// What a cell of yes or no says.
fn yes(directory: &Directory<'_>, cell: Cell<'_>) -> Result<bool, Diagnostic> {
    let said = match cell {
        Cell::Truth(truth) => Some(truth),
        Cell::Text(text) => truth(text),
        _ => None,
    };
    said.ok_or_else(|| directory.wrong_type(crate::ir::Type::Truth, Span::default()))
}
