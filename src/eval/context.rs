//! Where an expression is evaluated: the run, the subjects in view, the bound year, and what is
//! assumed of facts that are missing.

use std::cell::{OnceCell, RefCell};

use super::deps::{Dep, Deps};
use super::domain::Value;
use super::history::Ledger;
use super::number::DoesNotFit;
use super::range::Range;
use super::scalar::Scalar;
use super::trace::{Event, Tracer};
use super::{Cell, Facts, Missing, SubjectId};
use crate::ir::{
    AddressId, Decision, DecisionId, Fact, FactId, Hop, KindId, LocalId, Place, Program, ReadingId,
    RuleId,
};
use crate::quantity::{Date, Ratio};

/// One run: what is asked, and what has been awarded so far.
pub(super) struct Run<'a, V = Ratio> {
    pub(super) program: &'a Program,
    pub(super) facts: &'a Facts,
    /// Readings chosen by hand.
    readings: &'a [(ReadingId, usize)],
    /// Whether the conditions that keep an award or a determination from coming out well are told.
    pub(super) reasons: bool,
    /// What was settled so far.
    pub(super) ledger: Ledger<V>,
    /// The list's own validity, once it was evaluated and hangs on nothing.
    pub(super) list_validity: OnceCell<(Date, Date)>,
    /// A fact that stands for more than its cell says; in a plain run there is none.
    pub(super) varied: Option<(FactPlace, V)>,
}

/// Where a fact stands: which, whose, and when if it is yearly.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FactPlace {
    /// Which fact.
    pub fact: FactId,
    /// Whose.
    pub subject: SubjectId,
    /// In which year; none for a constant fact.
    pub year: Option<i32>,
}

impl<'a, V: Scalar> Run<'a, V> {
    pub(super) fn new(
        program: &'a Program,
        facts: &'a Facts,
        readings: &'a [(ReadingId, usize)],
    ) -> Run<'a, V> {
        Run {
            program,
            facts,
            readings,
            reasons: true,
            ledger: Ledger::with_room(0),
            list_validity: OnceCell::new(),
            varied: None,
        }
    }

    /// The subjects of a kind, in order.
    pub(super) fn subjects_of(&self, kind: KindId) -> impl Iterator<Item = SubjectId> + use<'a, V> {
        let subjects = (0..).map(SubjectId).zip(&self.facts.subjects);
        subjects.filter(move |(_, subject)| subject.kind == kind).map(|(id, _)| id)
    }

    /// The number that a fact stands for beyond what its cell says.
    #[inline]
    fn varied(&self, fact: FactId, subject: SubjectId, year: Option<i32>) -> Option<V> {
        let (place, value) = self.varied.filter(|_| V::VARIES)?;
        let same = (place.fact, place.subject) == (fact, subject);
        (same && (place.year.is_none() || place.year == year)).then_some(value)
    }

    /// The alternative of a reading in this run.
    pub(super) fn reading(&self, reading: ReadingId) -> Option<usize> {
        alternative(self.program, self.readings, reading)
    }
}

/// The alternative of a reading: the one chosen by hand, else the default; none where the file has
/// none.
pub(crate) fn alternative(
    program: &Program,
    readings: &[(ReadingId, usize)],
    reading: ReadingId,
) -> Option<usize> {
    let by_hand = readings.iter().rfind(|(id, _)| *id == reading);
    by_hand.map(|(_, alternative)| *alternative).or_else(|| {
        let declared = program.readings.get(reading.index())?;
        declared.has_default.then_some(0)
    })
}

/// Why an evaluation stops without a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Stop {
    /// A number left the exact range.
    Overflow,
    /// Two exceptions hold at once.
    Contradiction(Box<[AddressId]>),
    /// The program breaks an invariant that the checker establishes.
    Fault,
}

impl From<DoesNotFit> for Stop {
    fn from(_: DoesNotFit) -> Stop {
        Stop::Overflow
    }
}

/// What is assumed of something unsettled, in one case of a case split.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Assumed<V = Ratio> {
    /// A fact has a value; of a decision, a truth.
    Cell(Cell),
    /// A number lies in a narrower range; of a date, the number of its day.
    Range(Range<V>),
    /// A reading's alternative.
    Alternative(usize),
}

/// An intermediate of a subject, in the year that is bound.
pub(super) type Known = (LocalId, SubjectId, Option<i32>);

/// One evaluation in a run, under assumptions.
pub(super) struct Eval<'a, 't, T, V = Ratio> {
    pub(super) run: &'a Run<'a, V>,
    pub(super) assumed: &'a [(Dep, Assumed<V>)],
    pub(super) tracer: &'t mut T,
    /// What the year hangs on, when the rule's event is not known.
    pub(super) undated: Deps,
    /// Values of intermediates that were computed already.
    pub(super) locals: Vec<(Known, Value<V>)>,
    /// Where the course of the evaluation turns on a missing number, or on a missing day (counted
    /// from 1970-01-01; between two days by the half).
    pub(super) breaks: Vec<(Dep, V)>,
    /// What was looked for and not found. Awards of other rules name what they hang on as well,
    /// but no assumption about that can change them any more.
    pub(super) asked: RefCell<Deps>,
}

/// The subjects in view, innermost first.
#[derive(Debug, Clone, Copy)]
pub(super) struct Frame<'f> {
    pub(super) subject: SubjectId,
    /// The parent, for a child that no list names.
    pub(super) under: Option<SubjectId>,
    pub(super) outer: Option<&'f Frame<'f>>,
    /// 0 for the rule's own subject.
    pub(super) depth: u8,
}

impl<'f> Frame<'f> {
    /// The frame of a rule's, a local's or a cap's own subject.
    pub(super) fn own(subject: SubjectId) -> Frame<'static> {
        Frame { subject, under: None, outer: None, depth: 0 }
    }

    /// One more, for an item of a fold.
    pub(super) fn item(&'f self, subject: SubjectId, parent: SubjectId) -> Frame<'f> {
        let depth = self.depth.saturating_add(1);
        Frame { subject, under: Some(parent), outer: Some(self), depth }
    }

    fn at(&self, depth: u8) -> Option<&Frame<'f>> {
        let mut frame = self;
        while frame.depth > depth {
            frame = frame.outer?;
        }
        (frame.depth == depth).then_some(frame)
    }
}

/// Where an expression stands.
#[derive(Debug, Clone, Copy)]
pub(super) struct Env<'f> {
    pub(super) frame: &'f Frame<'f>,
    pub(super) year: Option<i32>,
    pub(super) rule: RuleId,
    /// The rule's own subject; of a cap, the one it is applied for.
    pub(super) whose: SubjectId,
}

/// A fact's cell, or what stands in its place.
pub(super) enum Read<V> {
    Cell(Cell),
    /// Missing, but assumed to lie in a range.
    Within(Range<V>, Deps),
    Unknown(Deps),
}

impl<'a, 't, T: Tracer, V: Scalar> Eval<'a, 't, T, V> {
    pub(super) fn new(
        run: &'a Run<'a, V>,
        assumed: &'a [(Dep, Assumed<V>)],
        tracer: &'t mut T,
    ) -> Eval<'a, 't, T, V> {
        Eval {
            run,
            assumed,
            tracer,
            undated: Deps::default(),
            locals: Vec::new(),
            breaks: Vec::new(),
            asked: RefCell::default(),
        }
    }

    /// Tells the tracer; the event is built only when it listens.
    #[inline]
    pub(super) fn trace(&mut self, at: AddressId, event: impl FnOnce() -> Event) {
        if T::ON {
            self.tracer.event(at, event());
        }
    }

    /// The declaration of a fact.
    pub(super) fn fact(&self, fact: FactId) -> Result<&'a Fact, Stop> {
        self.run.program.vocabulary.facts.get(fact.index()).ok_or(Stop::Fault)
    }

    /// The declaration of a decision.
    pub(super) fn decision(&self, decision: DecisionId) -> Result<&'a Decision, Stop> {
        self.run.program.decisions.get(decision.index()).ok_or(Stop::Fault)
    }

    /// Notes that something was looked for in vain.
    pub(super) fn ask(&self, dep: Dep) -> Deps {
        self.asked.borrow_mut().insert(dep);
        Deps::one(dep)
    }

    /// What is assumed of something unsettled; the last word counts.
    pub(super) fn assumption(&self, of: Dep) -> Option<Assumed<V>> {
        self.assumed.iter().rfind(|(dep, _)| *dep == of).map(|(_, assumed)| *assumed)
    }

    /// The subject at a place, or what that hangs on.
    pub(super) fn subject(
        &self,
        place: &Place,
        env: Env<'_>,
    ) -> Result<Result<SubjectId, Deps>, Stop> {
        let frame = env.frame.at(place.frame).ok_or(Stop::Fault)?;
        let (mut subject, mut under) = (frame.subject, frame.under);
        for hop in &place.hops {
            subject = match hop {
                Hop::Parent => self.run.parent(subject).or(under).unwrap_or(SubjectId::UNLISTED),
                Hop::Follow(fact) => match self.cell(*fact, subject, env)? {
                    Read::Cell(Cell::Subject(target)) => target,
                    Read::Cell(_) => return Err(Stop::Fault),
                    Read::Within(_, deps) | Read::Unknown(deps) => return Ok(Err(deps)),
                },
            };
            under = None;
        }
        Ok(Ok(subject))
    }

    /// A fact of the subject at a place.
    #[inline]
    pub(super) fn read(&self, fact: FactId, place: &Place, env: Env<'_>) -> Result<Read<V>, Stop> {
        // Most facts are those of a subject in view: nothing to follow, nothing that may be open.
        if place.hops.is_empty() {
            let frame = env.frame.at(place.frame).ok_or(Stop::Fault)?;
            return self.cell(fact, frame.subject, env);
        }
        match self.subject(place, env)? {
            Ok(subject) => self.cell(fact, subject, env),
            Err(deps) => Ok(Read::Unknown(deps)),
        }
    }

    fn cell(&self, fact: FactId, subject: SubjectId, env: Env<'_>) -> Result<Read<V>, Stop> {
        let cell = self.run.facts.cell(self.run.program, subject, fact, env.year);
        if cell != Cell::Missing {
            if let Some(value) = self.run.varied(fact, subject, env.year) {
                return Ok(Read::Within(Range::point(value), Deps::default()));
            }
            return Ok(Read::Cell(cell));
        }
        let yearly = self.fact(fact)?.yearly;
        if yearly && env.year.is_none() {
            return Ok(Read::Unknown(self.no_year()));
        }
        let dep = Dep::Missing(Missing::Fact { fact, subject, year: env.year.filter(|_| yearly) });
        Ok(match self.assumption(dep) {
            Some(Assumed::Cell(cell)) => Read::Cell(cell),
            Some(Assumed::Range(range)) => Read::Within(range, self.ask(dep)),
            Some(Assumed::Alternative(_)) | None => Read::Unknown(self.ask(dep)),
        })
    }

    /// What hangs on the year where none is bound.
    pub(super) fn no_year(&self) -> Deps {
        match self.undated.is_empty() {
            true => Deps::missing(Missing::Year),
            false => self.undated.clone(),
        }
    }

    /// The alternative of a reading, or what it hangs on.
    pub(super) fn alternative(&self, reading: ReadingId) -> Result<usize, Deps> {
        self.run.reading(reading).map_or_else(
            || match self.assumption(Dep::Reading(reading)) {
                Some(Assumed::Alternative(alternative)) => Ok(alternative),
                _ => Err(self.ask(Dep::Reading(reading))),
            },
            Ok,
        )
    }
}
