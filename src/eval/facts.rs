//! What is known of the subjects: dense slots, no look-up by name.

use super::Past;
use crate::ir::{DecisionId, FactId, KindId, Program, ReadingId, RuleId, SeriesId};
use crate::quantity::{Date, Exact};

/// A subject, by position in [`Facts::subjects`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SubjectId(pub u32);

impl SubjectId {
    /// The subject's position.
    #[must_use]
    pub fn index(self) -> usize {
        self.0 as usize
    }

    /// Whether it stands for a child that no list names.
    #[must_use]
    pub fn is_unlisted(self) -> bool {
        self == Self::UNLISTED
    }

    /// Stands for a child that no list names; no subject has this position.
    pub(super) const UNLISTED: SubjectId = SubjectId(u32::MAX);
}

/// A fact's value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Cell {
    /// Not known.
    #[default]
    Missing,
    /// A number in the canonical unit.
    Number(Exact),
    /// Yes or no.
    Truth(bool),
    /// A variant of the fact's enumeration.
    Variant(u16),
    /// A date.
    Date(Date),
    /// The event has not happened.
    NotHappened,
    /// Another subject.
    Subject(SubjectId),
}

/// What is known of a list of children.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Listing {
    /// Nothing was said: there may be any number.
    #[default]
    Unknown,
    /// Those given, perhaps more.
    Open,
    /// Those given and no others (also when there is none).
    Complete,
}

/// A subject: its kind, its parent, what it is called.
#[derive(Debug, Clone, PartialEq)]
pub struct Subject {
    /// Its kind.
    pub kind: KindId,
    /// Its parent in the tree.
    pub parent: Option<SubjectId>,
    /// What it is called; empty when it has no label.
    pub label: String,
    /// Constant facts, by slot.
    pub constants: Vec<Cell>,
    /// Yearly facts: year by year from [`Facts::first_year`], each year's by slot.
    pub yearly: Vec<Cell>,
    /// Children in written order, for each kind of child (by kind id; other kinds stay empty).
    pub children: Vec<(KindId, Listing, Vec<SubjectId>)>,
    /// What was paid before; `None` when that is not known.
    pub history: Option<Vec<Payment>>,
}

/// An award paid before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Payment {
    /// Which rule paid it.
    pub rule: RuleId,
    /// Which stage, by position.
    pub stage: usize,
    /// For which year.
    pub year: i32,
    /// How much, in 元.
    pub amount: Exact,
}

/// A decision an authority has taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DecisionTaken {
    /// Which.
    pub decision: DecisionId,
    /// For which subject.
    pub subject: SubjectId,
    /// For which year; `None` for every year run.
    pub year: Option<i32>,
    /// What was decided: a number or a truth.
    pub value: Cell,
}

/// All that is known, and what is asked: years, day of evaluation, chosen readings.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Facts {
    /// Subjects; a parent stands before its children.
    pub subjects: Vec<Subject>,
    /// Points of each series by date, by series id.
    pub series: Vec<Vec<(Date, Exact)>>,
    /// Decisions taken.
    pub decisions: Vec<DecisionTaken>,
    /// What earlier runs awarded.
    pub past: Past,
    /// The year that slot 0 of yearly facts belongs to.
    pub first_year: i32,
    /// How many years yearly facts cover.
    pub year_count: usize,
    /// The years to evaluate, first and last; `None` when the scenario names none.
    pub years: Option<(i32, i32)>,
    /// The day of evaluation.
    pub as_of: Option<Date>,
    /// Readings chosen by hand: reading and position of its alternative.
    pub readings: Vec<(ReadingId, usize)>,
    /// Only these clauses' rules (all when empty), by official number.
    pub clauses: Vec<u32>,
}

impl Facts {
    /// A subject.
    #[must_use]
    pub fn subject(&self, subject: SubjectId) -> Option<&Subject> {
        self.subjects.get(subject.0 as usize)
    }

    /// The value of a fact of a subject, in a year when it is yearly. A year that was not
    /// given is missing.
    #[must_use]
    #[inline]
    pub fn cell(
        &self,
        program: &Program,
        subject: SubjectId,
        fact: FactId,
        year: Option<i32>,
    ) -> Cell {
        self.try_cell(program, subject, fact, year).unwrap_or_default()
    }

    /// Sets the value of a fact of a subject, in a year when it is yearly. False, and nothing is
    /// changed, where there is no room for it: no such subject, or a year not covered.
    pub fn set_cell(
        &mut self,
        program: &Program,
        subject: SubjectId,
        fact: FactId,
        year: Option<i32>,
        cell: Cell,
    ) -> bool {
        let place = self.place_of(program, subject, fact, year);
        if let Some(place) = place {
            *place = cell;
            return true;
        }
        false
    }

    fn place_of(
        &mut self,
        program: &Program,
        subject: SubjectId,
        fact: FactId,
        year: Option<i32>,
    ) -> Option<&mut Cell> {
        let subject = self.subjects.get_mut(subject.0 as usize)?;
        let info = program.vocabulary.facts.get(fact.index())?;
        if info.kind != subject.kind {
            return None;
        }
        let slot = usize::from(info.slot);
        if !info.yearly {
            return subject.constants.get_mut(slot);
        }
        let offset = usize::try_from(year?.checked_sub(self.first_year)?).ok()?;
        if offset >= self.year_count {
            return None;
        }
        let stride = program.vocabulary.kinds.get(info.kind.index())?.yearly.len();
        subject.yearly.get_mut(offset.checked_mul(stride)?.checked_add(slot)?)
    }

    /// What an authority has decided for a subject and year; the last word counts.
    pub(crate) fn decided(
        &self,
        decision: DecisionId,
        subject: SubjectId,
        year: Option<i32>,
    ) -> Cell {
        let taken = self.decisions.iter().rev().find(|taken| {
            taken.decision == decision
                && taken.subject == subject
                && (taken.year.is_none() || taken.year == year)
        });
        taken.map_or(Cell::Missing, |taken| taken.value)
    }

    /// The latest value of a series published by a day.
    pub(crate) fn published(&self, series: SeriesId, day: Date) -> Option<Exact> {
        let points = self.series.get(series.index())?;
        let published = points.iter().filter(|(date, _)| *date <= day);
        published.max_by_key(|(date, _)| *date).map(|(_, value)| *value)
    }

    /// The subject itself, its parent, and so on up to the root.
    pub fn upward(&self, subject: SubjectId) -> impl Iterator<Item = SubjectId> {
        std::iter::successors(Some(subject), |one| self.subject(*one)?.parent)
    }

    #[inline]
    fn try_cell(
        &self,
        program: &Program,
        subject: SubjectId,
        fact: FactId,
        year: Option<i32>,
    ) -> Option<Cell> {
        let subject = self.subjects.get(subject.0 as usize)?;
        let info = program.vocabulary.facts.get(fact.index())?;
        if !info.yearly {
            return subject.constants.get(usize::from(info.slot)).copied();
        }
        let offset = usize::try_from(year?.checked_sub(self.first_year)?).ok()?;
        if offset >= self.year_count {
            return None;
        }
        let stride = program.vocabulary.kinds.get(info.kind.index())?.yearly.len();
        let at = offset.checked_mul(stride)?.checked_add(usize::from(info.slot))?;
        subject.yearly.get(at).copied()
    }
}
