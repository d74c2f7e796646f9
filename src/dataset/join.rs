//! Rows of children joined to those of their parents, one root subject after the other.

use std::borrow::Cow;
use std::collections::VecDeque;
use std::sync::Arc;

use super::Rows;
use super::fingerprint::Fingerprint;
use super::group::{Group, Member};
use super::history::History;
use super::place::in_table;
use super::sheet::Sheet;
use super::window::{Met, Window};
use crate::diag::{CellPlace, Code, Diagnostic};
use crate::ir::{KindId, Named};
use crate::scenario::Directory;
use crate::table::{Cell, Notes, Row};
use crate::text;

/// The groups of a data set, in the order of the rows of their roots; then the rows that belong to
/// no root. A problem of reading comes in their place, and more may follow it.
pub struct Groups<'p> {
    directory: &'p Directory<'p>,
    sources: Vec<Source>,
    /// The ids that were met in each sheet.
    met: Vec<Met>,
    history: Option<(Arc<History<'p>>, Window)>,
    /// Which sheet is being read or drained.
    at: usize,
    /// Whether all roots were read.
    drains: bool,
    /// What was noticed in tables that hold no subjects.
    noticed: Notes,
    /// What is to be handed on next.
    ready: VecDeque<Result<Group, Diagnostic>>,
}

/// A sheet of subjects as it is read.
struct Source {
    window: Window,
    place: CellPlace,
    kind: KindId,
    id: Option<usize>,
    /// The sheet of the parents and the column of their ids.
    parent: Option<(usize, usize)>,
    /// The sheets of children.
    children: Arc<[usize]>,
}

/// What identifies: a text, or a number by its digits; none in an empty cell.
pub(super) fn key(cell: Cell<'_>) -> Option<Cow<'_, str>> {
    match cell {
        Cell::Empty | Cell::Fault(_) => None,
        Cell::Text(text) => Some(Cow::Borrowed(text)),
        cell => Some(Cow::Owned(super::settings::text_of(cell))),
    }
}

impl<'p> Groups<'p> {
    /// Joins the rows of these sheets, holding so many rows ahead in all.
    pub(super) fn new(
        directory: &'p Directory<'p>,
        sheets: &[Sheet<'p>],
        rows: Vec<Rows>,
        history: Option<(Arc<History<'p>>, Rows)>,
        noticed: Notes,
        ahead: usize,
    ) -> Self {
        let parents: Vec<Option<usize>> =
            sheets.iter().map(|sheet| parent(directory, sheets, sheet)).collect();
        let joined = parents.iter().flatten().count().saturating_add(history.iter().len());
        let size = ahead.checked_div(joined).unwrap_or(ahead).max(1);
        let sources = sheets.iter().zip(rows).enumerate().map(|(at, (sheet, rows))| {
            let below = parents.iter().enumerate();
            let below = below.filter(|(_, parent)| **parent == Some(at)).map(|(child, _)| child);
            Source {
                window: Window::new(rows, size),
                place: sheet.place.clone(),
                kind: sheet.kind,
                id: sheet.id,
                parent: parents.get(at).copied().flatten().zip(sheet.parent),
                children: below.collect(),
            }
        });
        Self {
            directory,
            sources: sources.collect(),
            met: sheets.iter().map(|_| Met::default()).collect(),
            history: history.map(|(history, rows)| (history, Window::new(rows, size))),
            at: 0,
            drains: false,
            noticed,
            ready: VecDeque::new(),
        }
    }

    /// What was noticed in the rows of these sheets read so far, sheet by sheet.
    #[must_use]
    pub fn notes(&self) -> Notes {
        let mut notes = self.noticed.clone();
        let history = self.history.iter().map(|(_, window)| window);
        for window in self.sources.iter().map(|source| &source.window).chain(history) {
            notes.join(window.notes());
        }
        notes
    }

    /// Whatever comes next is made ready; false when nothing does.
    fn advance(&mut self) -> bool {
        let Some(source) = self.sources.get_mut(self.at) else {
            return self.turn();
        };
        match (source.parent.is_some(), self.drains) {
            (false, false) => match source.window.read() {
                Some(Ok(row)) => {
                    let mut group = Group::default();
                    self.add(&mut group, self.at, None, row);
                    self.ready.push_back(Ok(group));
                }
                Some(Err(problem)) => self.ready.push_back(Err(problem)),
                None => self.at = self.at.saturating_add(1),
            },
            (true, true) => {
                self.fill(self.at);
                let first = self.sources.get_mut(self.at).and_then(|one| one.window.first());
                match first {
                    Some(row) => self.orphan(self.at, row),
                    None if self.ready.is_empty() => self.at = self.at.saturating_add(1),
                    None => {}
                }
            }
            _ => self.at = self.at.saturating_add(1),
        }
        true
    }

    /// After the roots come the rows that no root has claimed, at last those of the history.
    fn turn(&mut self) -> bool {
        if !self.drains {
            (self.at, self.drains) = (0, true);
            return true;
        }
        self.fill_history();
        let first = self
            .history
            .as_mut()
            .and_then(|(history, window)| window.first().map(|row| (Arc::clone(history), row)));
        if let Some((history, row)) = first {
            let id = key(row.cell(history.id)).unwrap_or_default();
            let message = text!(
                zh: "没有编号为“{id}”的主体", en: "there is no subject with the id “{id}”",
            );
            let place = in_table(&history.place, Some(row.number), Some(history.id));
            let problem = Diagnostic::new(Code::RowOrphaned, message).in_cell(place);
            let problems = vec![problem];
            self.ready.push_back(Ok(Group {
                paid: vec![(None, row)],
                problems,
                ..Group::default()
            }));
        }
        !self.ready.is_empty()
    }

    /// Adds a row and all that belongs to it.
    fn add(&mut self, group: &mut Group, sheet: usize, parent: Option<usize>, row: Row) {
        let Some(source) = self.sources.get(sheet) else { return };
        let (children, kind) = (Arc::clone(&source.children), source.kind);
        let id = source.id.and_then(|at| key(row.cell(at)));
        let known = id.as_deref().map(Fingerprint::of);
        let again = known.is_some_and(|id| self.met.get(sheet).is_some_and(|met| met.contains(id)));
        group.problems.extend(match &id {
            None => source.without_id(&row),
            Some(id) => again.then(|| source.id_twice(id, &row)),
        });
        let own = group.members.len();
        group.members.push(Member { sheet, parent, row });
        let Some(id) = known.filter(|_| !again) else { return };
        for child in children.iter() {
            for row in self.claim(*child, id) {
                self.add(group, *child, Some(own), row);
            }
        }
        let paid = self.claim_history(kind, id);
        group.paid.extend(paid.into_iter().map(|row| (Some(own), row)));
        if let Some(met) = self.met.get_mut(sheet) {
            met.insert(id);
        }
    }

    /// The rows of a sheet that belong to the subject of this id.
    fn claim(&mut self, child: usize, id: Fingerprint) -> Vec<Row> {
        let mut rows = Vec::new();
        loop {
            self.fill(child);
            let Some(source) = self.sources.get_mut(child) else { return rows };
            let more = source.window.claim(id);
            if more.is_empty() {
                return rows;
            }
            rows.extend(more);
        }
    }

    /// Reads ahead in a sheet of children as far as the window goes.
    fn fill(&mut self, child: usize) {
        let Some(source) = self.sources.get_mut(child) else { return };
        let Some((parents, column)) = source.parent else { return };
        let Some(met) = self.met.get(parents) else { return };
        let size = source.window.size();
        while let Some(read) = source.window.read() {
            let row = match read {
                Ok(row) => row,
                Err(problem) => {
                    self.ready.push_back(Err(problem));
                    continue;
                }
            };
            let place = || in_table(&source.place, Some(row.number), Some(column));
            match key(row.cell(column)) {
                Some(id) => {
                    let known = Fingerprint::of(&id);
                    match met.contains(known) {
                        true => {
                            let problem = too_late(size, &id).in_cell(place());
                            self.ready.push_back(Err(problem));
                        }
                        false => source.window.hold(known, row),
                    }
                }
                None => {
                    let problem = match row.cell(column) {
                        Cell::Fault(fault) => fault.diagnostic(place()),
                        _ => without_parent().in_cell(place()),
                    };
                    let member = Member { sheet: child, parent: None, row };
                    let (members, problems) = (vec![member], vec![problem]);
                    self.ready.push_back(Ok(Group { members, problems, ..Group::default() }));
                }
            }
        }
    }

    fn claim_history(&mut self, kind: KindId, id: Fingerprint) -> Vec<Row> {
        self.fill_history();
        let window = self.history.as_mut().map(|(_, window)| window);
        window.map(|window| window.claim(id.within(kind))).unwrap_or_default()
    }

    fn fill_history(&mut self) {
        let Some((history, window)) = &mut self.history else { return };
        while let Some(read) = window.read() {
            let row = match read {
                Ok(row) => row,
                Err(problem) => {
                    self.ready.push_back(Err(problem));
                    continue;
                }
            };
            let kind = match history.kind(self.directory, &row) {
                Ok(kind) => kind,
                Err(problem) => {
                    let (paid, problems) = (vec![(None, row)], vec![problem]);
                    self.ready.push_back(Ok(Group { paid, problems, ..Group::default() }));
                    continue;
                }
            };
            let id = key(row.cell(history.id)).unwrap_or_default();
            let of_kind = self.sources.iter().zip(&self.met).find(|(one, _)| one.kind == kind);
            let known = Fingerprint::of(&id);
            match of_kind.is_some_and(|(_, met)| met.contains(known)) {
                true => {
                    let place = in_table(&history.place, Some(row.number), Some(history.id));
                    let size = window.size();
                    self.ready.push_back(Err(too_late(size, &id).in_cell(place)));
                }
                false => window.hold(known.within(kind), row),
            }
        }
    }

    /// Hands on a row whose parent is nowhere, with all that belongs to it.
    fn orphan(&mut self, sheet: usize, row: Row) {
        let Some(source) = self.sources.get(sheet) else { return };
        let Some((parents, column)) = source.parent else { return };
        let Some(kind) = self.sources.get(parents).map(|parents| parents.kind) else { return };
        let place = in_table(&source.place, Some(row.number), Some(column));
        let id = key(row.cell(column)).unwrap_or_default().into_owned();
        let Named { zh, en } = self.directory.kind_name(kind);
        let message =
            text!(zh: "没有编号为“{id}”的{zh}", en: "there is no `{en}` with the id “{id}”");
        let help = text!(
            zh: "改正所属编号，或在“{zh}”表里加上它",
            en: "mend the parent's id, or add it to the table of `{en}`",
        );
        let problem = Diagnostic::new(Code::RowOrphaned, message).help(help).in_cell(place);
        let mut group = Group { problems: vec![problem], ..Group::default() };
        self.add(&mut group, sheet, None, row);
        self.ready.push_back(Ok(group));
    }
}

impl Iterator for Groups<'_> {
    type Item = Result<Group, Diagnostic>;

    fn next(&mut self) -> Option<Self::Item> {
        while self.ready.is_empty() {
            if !self.advance() {
                return None;
            }
        }
        self.ready.pop_front()
    }
}

impl Source {
    /// A root without an id is a problem: results could not name it.
    fn without_id(&self, row: &Row) -> Option<Diagnostic> {
        let at = self.id.filter(|_| self.parent.is_none())?;
        let message = text!(zh: "没有写编号", en: "the id is missing");
        let place = in_table(&self.place, Some(row.number), Some(at));
        if let Cell::Fault(fault) = row.cell(at) {
            return Some(fault.diagnostic(place));
        }
        Some(Diagnostic::new(Code::IdMissing, message).in_cell(place))
    }

    fn id_twice(&self, id: &str, row: &Row) -> Diagnostic {
        let message = text!(zh: "编号“{id}”前面已经有了", en: "the id “{id}” stood before");
        let place = in_table(&self.place, Some(row.number), self.id);
        let help = match self.parent {
            None => {
                text!(zh: "每个主体一行；合成一行，或改正编号", en: "give each subject one row and its own id")
            }
            Some(_) => text!(
                zh: "改正编号；没有别的表引用的，可以整列不要",
                en: "mend the id, or leave the column out where nothing refers to it",
            ),
        };
        Diagnostic::new(Code::IdTwice, message).help(help).in_cell(place)
    }
}

/// The sheet of a sheet's parents.
fn parent(directory: &Directory<'_>, sheets: &[Sheet<'_>], sheet: &Sheet<'_>) -> Option<usize> {
    let parent = directory.program.vocabulary.kinds.get(sheet.kind.index())?.parent?;
    sheets.iter().position(|other| other.kind == parent)
}

fn without_parent() -> Diagnostic {
    let message = text!(zh: "没有写所属编号", en: "the parent's id is missing");
    Diagnostic::new(Code::RowOrphaned, message)
}

fn too_late(size: usize, id: &str) -> Diagnostic {
    let message = text!(
        zh: "“{id}”早已读过；这一行排得太后，超出了 {size} 行的前瞻",
        en: "“{id}” was read long before: the row comes more than {size} rows after its turn",
    );
    let help = text!(
        zh: "把这个表照上级表里编号的次序排好", en: "sort this table in the order in which the ids stand in the parents' table",
    );
    Diagnostic::new(Code::RowLate, message).help(help)
}
