//! Made-up facts: one line of subjects about which nothing is known yet, and ways to say more.

use crate::eval::{Cell, Facts, Listing, Subject, SubjectId};
use crate::ir::{Expr, FactId, KindId, Program};
use crate::quantity::{Date, Exact};

/// Years told of before and after the year of the case, for what looks back or ahead.
const YEARS_AROUND: i32 = 4;

/// The year a case falls in: that in which the list comes into force.
pub(super) fn year_of_case(program: &Program) -> i32 {
    first_day(program).map_or(2000, Date::year)
}

/// The list's first day, else the day it was issued.
pub(super) fn first_day(program: &Program) -> Option<Date> {
    let from = program.list.validity.as_ref().map(|validity| &validity.from);
    match from {
        Some(Expr::Date(day, _)) => Some(*day),
        _ => program.list.issued,
    }
}

/// A subject of a kind below one of each kind above it, on a day when all that was to come of
/// that year has come. Nothing was paid before.
pub(super) fn line_of(program: &Program, kind: KindId) -> Facts {
    let year = year_of_case(program);
    let first_year = year.saturating_sub(YEARS_AROUND);
    let mut facts = Facts {
        series: vec![Vec::new(); program.vocabulary.series.len()],
        first_year,
        year_count: usize::try_from(YEARS_AROUND.saturating_mul(2).saturating_add(1)).unwrap_or(1),
        years: Some((year, year)),
        as_of: Date::new(year.saturating_add(YEARS_AROUND), 12, 31).ok(),
        ..Facts::default()
    };
    subject_of(program, &mut facts, kind);
    facts
}

/// A subject of the kind, the first there is, or else a new one below such a parent.
pub(super) fn subject_of(program: &Program, facts: &mut Facts, kind: KindId) -> Option<SubjectId> {
    let known = (0..).map(SubjectId).zip(&facts.subjects).find(|(_, subject)| subject.kind == kind);
    if let Some((id, _)) = known {
        return Some(id);
    }
    let parent = match program.vocabulary.kinds.get(kind.index())?.parent {
        Some(above) => Some(subject_of(program, facts, above)?),
        None => None,
    };
    add_subject(program, facts, kind, parent)
}

/// One more subject of the kind; its parent's list of them is then complete.
pub(super) fn add_subject(
    program: &Program,
    facts: &mut Facts,
    kind: KindId,
    parent: Option<SubjectId>,
) -> Option<SubjectId> {
    let info = program.vocabulary.kinds.get(kind.index())?;
    let id = SubjectId(u32::try_from(facts.subjects.len()).ok()?);
    let below = (0..).map(KindId).zip(&program.vocabulary.kinds);
    let below = below.filter(|(_, child)| child.parent == Some(kind));
    facts.subjects.push(Subject {
        kind,
        parent,
        label: String::new(),
        constants: vec![Cell::Missing; info.constants.len()],
        yearly: vec![Cell::Missing; info.yearly.len().saturating_mul(facts.year_count)],
        children: below.map(|(child, _)| (child, Listing::Unknown, Vec::new())).collect(),
        history: Some(Vec::new()),
    });
    if let Some(parent) = parent {
        list(facts, parent, kind, Some(id));
    }
    Some(id)
}

/// States that a list of children is complete, with one more child or as it is.
pub(super) fn list(facts: &mut Facts, parent: SubjectId, kind: KindId, child: Option<SubjectId>) {
    let parent = facts.subjects.get_mut(parent.0 as usize);
    let lists = parent.into_iter().flat_map(|parent| &mut parent.children);
    for (_, listing, children) in lists.filter(|(listed, ..)| *listed == kind) {
        *listing = Listing::Complete;
        children.extend(child);
    }
}

/// States a fact.
pub(super) fn state(
    program: &Program,
    facts: &mut Facts,
    (subject, fact, year): (SubjectId, FactId, Option<i32>),
    value: Cell,
) -> Option<()> {
    let info = program.vocabulary.facts.get(fact.index())?;
    let stride = program.vocabulary.kinds.get(info.kind.index())?.yearly.len();
    let slot = usize::from(info.slot);
    let place = match (info.yearly, year) {
        (false, _) => None,
        (true, year) => {
            let offset = usize::try_from(year?.checked_sub(facts.first_year)?).ok()?;
            Some(offset.checked_mul(stride)?.checked_add(slot)?)
        }
    };
    let subject = facts.subjects.get_mut(subject.0 as usize)?;
    let cell = match place {
        None => subject.constants.get_mut(slot),
        Some(at) => subject.yearly.get_mut(at),
    };
    *cell? = value;
    Some(())
}

/// States a value of a series from the first year on.
pub(super) fn publish(facts: &mut Facts, series: usize, value: Exact) -> Option<()> {
    let day = Date::new(facts.first_year, 1, 1).ok()?;
    facts.series.get_mut(series)?.push((day, value));
    Some(())
}

/// The facts stated in a case, subject by subject, constant ones first, then year by year.
pub(super) fn stated<'a>(
    program: &'a Program,
    facts: &'a Facts,
) -> impl Iterator<Item = (SubjectId, FactId, Option<i32>, Cell)> + 'a {
    (0..).map(SubjectId).zip(&facts.subjects).flat_map(move |(id, subject)| {
        let kind = program.vocabulary.kinds.get(subject.kind.index());
        let constants = kind.into_iter().flat_map(|kind| &kind.constants);
        let constants = constants.zip(&subject.constants).map(|(fact, cell)| (*fact, None, *cell));
        let yearly = kind.into_iter().flat_map(move |kind| {
            let stride = kind.yearly.len().max(1);
            subject.yearly.chunks(stride).zip(facts.first_year..).flat_map(move |(cells, year)| {
                kind.yearly.iter().zip(cells).map(move |(fact, cell)| (*fact, Some(year), *cell))
            })
        });
        let known = constants.chain(yearly).filter(|(.., cell)| *cell != Cell::Missing);
        known.map(move |(fact, year, cell)| (id, fact, year, cell))
    })
}
