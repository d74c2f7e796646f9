//! Looking up: subjects in view, their facts and children.

use std::cell::{Cell as Flag, RefCell};

use super::unit::{Unit, Unsure};
use crate::eval::{Cell, Facts, Listing, Subject, SubjectId};
use crate::ir::{AddressId, FactId, KindId, Program, RuleId};
use crate::quantity::Ratio;

/// A value as far as it is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Got<T> {
    Known(T),
    /// 无; of dates also that the event has not happened.
    Absent,
    /// It hangs on something that is missing.
    Unknown,
}

/// What an expression comes to.
pub(super) type Value<T> = Result<Got<T>, Unsure>;

/// Where a fact stands among those of its subject.
#[derive(Debug, Clone, Copy)]
pub(super) enum Slot {
    Constant(usize),
    /// The first year's place, and how many places a year takes.
    Yearly(usize, usize),
}

impl Slot {
    pub(super) fn of(program: &Program, fact: FactId) -> Option<Slot> {
        let declared = program.vocabulary.facts.get(fact.index())?;
        let at = usize::from(declared.slot);
        if !declared.yearly {
            return Some(Slot::Constant(at));
        }
        let kind = program.vocabulary.kinds.get(declared.kind.index())?;
        Some(Slot::Yearly(at, kind.yearly.len()))
    }
}

/// A subject as seen from where an expression stands.
#[derive(Debug, Clone)]
pub(super) struct Place {
    /// 0 is the rule's own subject; each fold has one more.
    pub(super) frame: u8,
    pub(super) hops: Vec<Hop>,
}

#[derive(Debug, Clone, Copy)]
pub(super) enum Hop {
    Parent,
    /// To the subject that a reference names.
    Follow(Slot),
}

/// The subjects in view, innermost first.
#[derive(Debug, Clone, Copy)]
pub(super) struct Frame<'f> {
    pub(super) id: SubjectId,
    pub(super) subject: &'f Subject,
    pub(super) outer: Option<&'f Frame<'f>>,
    pub(super) depth: u8,
}

/// Where an expression stands.
#[derive(Debug, Clone, Copy)]
pub(super) struct Env<'f> {
    pub(super) frame: &'f Frame<'f>,
    pub(super) year: Option<i32>,
    /// The rule's own subject; of a cap, the one it is applied for.
    pub(super) whose: SubjectId,
}

impl<'f> Frame<'f> {
    /// The frame of a rule's, an intermediate's or a cap's own subject.
    pub(super) fn own(facts: &'f Facts, id: SubjectId) -> Result<Frame<'f>, Unsure> {
        let subject = facts.subject(id).ok_or(Unsure)?;
        Ok(Frame { id, subject, outer: None, depth: 0 })
    }

    #[inline]
    fn at(&self, depth: u8) -> Result<&Frame<'f>, Unsure> {
        let mut frame = self;
        while frame.depth > depth {
            frame = frame.outer.ok_or(Unsure)?;
        }
        if frame.depth == depth { Ok(frame) } else { Err(Unsure) }
    }
}

/// A set of facts, with its subjects by kind.
#[derive(Debug, Clone, Copy)]
pub(super) struct Looked<'a> {
    pub(super) facts: &'a Facts,
    pub(super) index: &'a Index,
    /// What passes a cap, where somebody listens.
    pub(super) heard: Option<&'a RefCell<Vec<Heard>>>,
    /// Whether a rule got past its guards, so that it may come to an award.
    pub(super) passed: &'a Flag<bool>,
}

/// An amount that passed a cap: before and after it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Heard {
    pub(super) at: AddressId,
    pub(super) amounts: (Ratio, Ratio),
}

impl<'a> Looked<'a> {
    /// The subject at a place; none where that is not known.
    #[inline]
    pub(super) fn subject<'f>(
        &self,
        place: &Place,
        env: Env<'f>,
    ) -> Result<Option<(SubjectId, &'f Subject)>, Unsure>
    where
        'a: 'f,
    {
        let frame = env.frame.at(place.frame)?;
        let mut found = (frame.id, frame.subject);
        for hop in &place.hops {
            let next = match hop {
                Hop::Parent => found.1.parent.ok_or(Unsure)?,
                Hop::Follow(slot) => match self.cell_of(found.1, *slot, env.year) {
                    Cell::Subject(target) => target,
                    Cell::Missing => return Ok(None),
                    _ => return Err(Unsure),
                },
            };
            found = (next, self.facts.subject(next).ok_or(Unsure)?);
        }
        Ok(Some(found))
    }

    /// A fact of the subject at a place.
    #[inline]
    pub(super) fn cell(&self, place: &Place, slot: Slot, env: Env<'_>) -> Result<Cell, Unsure> {
        Ok(match self.subject(place, env)? {
            Some((_, subject)) => self.cell_of(subject, slot, env.year),
            None => Cell::Missing,
        })
    }

    #[inline]
    fn cell_of(&self, subject: &Subject, slot: Slot, year: Option<i32>) -> Cell {
        let cell = match slot {
            Slot::Constant(at) => subject.constants.get(at),
            Slot::Yearly(at, stride) => self.offset(year).and_then(|offset| {
                subject.yearly.get(offset.checked_mul(stride)?.checked_add(at)?)
            }),
        };
        cell.copied().unwrap_or_default()
    }

    #[inline]
    fn offset(&self, year: Option<i32>) -> Option<usize> {
        let offset = usize::try_from(year?.checked_sub(self.facts.first_year)?).ok()?;
        (offset < self.facts.year_count).then_some(offset)
    }

    /// The children of a kind, if their list is complete. `position` is where it is looked for first.
    #[inline]
    pub(super) fn children<'f>(
        &self,
        of: &'f Subject,
        kind: KindId,
        position: usize,
    ) -> Result<&'f [SubjectId], Unsure> {
        match list(of, kind, position) {
            Some((_, Listing::Complete, given)) => Ok(given),
            _ => Err(Unsure),
        }
    }

    /// The children of a kind that are named, though there may be more.
    #[inline]
    pub(super) fn named<'f>(
        &self,
        of: &'f Subject,
        kind: KindId,
        position: usize,
    ) -> &'f [SubjectId] {
        list(of, kind, position).map_or(&[], |(_, _, given)| given)
    }

    /// The subject of a kind that a subject is or stands below.
    pub(super) fn above(&self, subject: SubjectId, kind: KindId) -> Option<SubjectId> {
        let is_of_kind = |at: &SubjectId| self.facts.subject(*at).is_some_and(|at| at.kind == kind);
        self.facts.upward(subject).find(is_of_kind)
    }

    /// Tells a listener of an amount that passed a cap.
    #[inline]
    pub(super) fn hear(&self, at: AddressId, unit: Unit, before: Got<i128>, after: Got<i128>) {
        let (Some(heard), Got::Known(before), Got::Known(after)) = (self.heard, before, after)
        else {
            return;
        };
        if let (Some(before), Some(after)) = (unit.ratio(before), unit.ratio(after)) {
            heard.borrow_mut().push(Heard { at, amounts: (before, after) });
        }
    }

    /// Whether it is known what was paid to a subject before.
    pub(super) fn has_history(&self, of: SubjectId) -> bool {
        let states = |at: SubjectId| self.facts.subject(at).is_some_and(|at| at.history.is_some());
        self.facts.upward(of).any(states)
    }

    /// Whether one year is run at most.
    pub(super) fn is_of_one_year(&self) -> bool {
        self.facts.years.is_none_or(|(first, last)| first == last)
    }

    /// Whether no payment by a rule is told of anybody.
    pub(super) fn has_no_payment(&self, rule: RuleId) -> bool {
        self.facts.past.awards.is_empty() && !self.index.paid.contains(&rule)
    }
}

#[inline]
fn list(of: &Subject, kind: KindId, position: usize) -> Option<&(KindId, Listing, Vec<SubjectId>)> {
    let listed = of.children.get(position).filter(|(listed, ..)| *listed == kind);
    listed.or_else(|| of.children.iter().find(|(listed, ..)| *listed == kind))
}

/// The subjects of a set of facts by kind, and the rules that paid any of them before.
#[derive(Debug, Default)]
pub(super) struct Index {
    ids: Vec<SubjectId>,
    /// For each kind, by position, where its subjects start among `ids`; and the end of the last.
    starts: Vec<usize>,
    paid: Vec<RuleId>,
}

impl Index {
    /// That of other facts.
    pub(super) fn rebuild(&mut self, facts: &Facts, kinds: usize) {
        self.starts.clear();
        self.starts.resize(kinds.saturating_add(1), 0);
        for subject in &facts.subjects {
            if let Some(count) = self.starts.get_mut(subject.kind.index()) {
                *count = count.saturating_add(1);
            }
        }
        let mut sum = 0usize;
        for start in &mut self.starts {
            sum = sum.saturating_add(*start);
            *start = sum;
        }
        self.ids.clear();
        self.ids.resize(facts.subjects.len(), SubjectId(0));
        // From the back: what was the end of a kind becomes its start.
        for (at, subject) in facts.subjects.iter().enumerate().rev() {
            if let Some(start) = self.starts.get_mut(subject.kind.index()) {
                *start = start.saturating_sub(1);
                if let (Some(place), Ok(at)) = (self.ids.get_mut(*start), u32::try_from(at)) {
                    *place = SubjectId(at);
                }
            }
        }
        self.paid.clear();
        let histories = facts.subjects.iter().filter_map(|subject| subject.history.as_ref());
        self.paid.extend(histories.flatten().map(|payment| payment.rule));
    }

    /// The subjects of a kind, in order.
    #[inline]
    pub(super) fn of(&self, kind: KindId) -> &[SubjectId] {
        let start = self.starts.get(kind.index()).copied().unwrap_or_default();
        let end = self.starts.get(kind.index().saturating_add(1)).copied().unwrap_or(start);
        self.ids.get(start..end).unwrap_or_default()
    }
}
