//! What an answer hangs on, exactly: a split into cases by what is missing.
//!
//! Plain evaluation gives bounds and a superset of what matters. Where it leaves an answer open,
//! the missing truths and choices (and the missing numbers, at the figures they are compared with)
//! are assumed one way and the other until each case is settled or cannot be split further. The
//! cases cover all completions and do not overlap, so:
//!
//! - the answer lies within what the cases come to, and is settled when all come to the same;
//! - a missing fact matters iff two cases that differ in it alone come to different answers, or a
//!   case that stays open hangs on it.

use super::answer::Answer;
use super::caps::Work;
use super::conflict::Assumptions;
use super::context::{Assumed, Eval, Run, Stop};
use super::deps::{Dep, Deps};
use super::number::Number;
use super::range::Range;
use super::scalar::Scalar;
use super::schedule::Task;
use super::trace::{NoTrace, Tracer};
use super::{Cell, Missing};
use crate::ir::{Body, ListInfo, MoneyKind, Type};
use crate::quantity::{Exact, Ratio};

/// At most so many cases; what would need more keeps its plain bounds.
const CASES: usize = 512;

/// What a task comes to once cases have been told apart.
#[derive(Debug, Clone)]
pub(super) struct Verdict<V = Ratio> {
    pub(super) work: Result<Work<V>, Stop>,
    /// What it hangs on, exactly; empty when it is settled.
    pub(super) deps: Deps,
}

/// One case: what is assumed, and what the task comes to then.
struct Case<V> {
    assumed: Vec<(Dep, Assumed<V>)>,
    work: Result<Work<V>, Stop>,
}

/// A settled answer, as far as an outcome tells it apart from another.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Key<V> {
    Nothing,
    Amount(V),
    Elsewhere,
    Truth(bool),
    Target(super::TargetState),
    Stop(Stop),
}

/// What a task comes to.
pub(super) fn settle<V: Scalar>(
    run: &Run<'_, V>,
    task: &Task,
    tracer: &mut impl Tracer,
) -> Verdict<V> {
    tracer.settle(task.rule, task.stage, task.subject, task.year);
    let mut eval = Eval::new(run, &[], tracer);
    let work = eval.work(task);
    let open = Questions::of(eval);
    resolve(run, task, work, open)
}

/// What an evaluation looked for in vain, and the figures with which it compared what it has not.
struct Questions<V> {
    asked: Deps,
    breaks: Vec<(Dep, V)>,
}

impl<V: Scalar> Questions<V> {
    fn of<T>(eval: Eval<'_, '_, T, V>) -> Questions<V> {
        Questions { asked: eval.asked.into_inner(), breaks: eval.breaks }
    }
}

/// Settles what a plain evaluation left open.
fn resolve<'a, V: Scalar>(
    run: &'a Run<'a, V>,
    task: &Task,
    plain: Result<Work<V>, Stop>,
    open: Questions<V>,
) -> Verdict<V> {
    if !is_open(&plain) {
        return Verdict { work: plain, deps: Deps::default() };
    }
    let mut split = Split { run, task, cases: Vec::new(), reserved: 1 };
    split.explore(Vec::new(), plain.clone(), &open);
    split.verdict(plain)
}

/// Whether a plain evaluation left the answer open.
fn is_open<V: Scalar>(work: &Result<Work<V>, Stop>) -> bool {
    work.as_ref().is_ok_and(|work| match &work.answer {
        Answer::Amount(number) => matches!(number, Number::Open(_)),
        Answer::Truth(truth) => truth.known().is_none(),
        Answer::Elsewhere(_, deps) => !deps.is_empty(),
        Answer::Open(_) => true,
        Answer::Refused(_) | Answer::Target(_) => false,
    })
}

struct Split<'a, 't, V> {
    run: &'a Run<'a, V>,
    task: &'t Task,
    cases: Vec<Case<V>>,
    /// Cases found and still to come.
    reserved: usize,
}

impl<'a, V: Scalar> Split<'a, '_, V> {
    fn explore(
        &mut self,
        assumed: Vec<(Dep, Assumed<V>)>,
        work: Result<Work<V>, Stop>,
        open: &Questions<V>,
    ) {
        let Some((dep, alternatives)) = self.next_split(&assumed, &work, open) else {
            self.cases.push(Case { assumed, work });
            return;
        };
        self.reserved = self.reserved.saturating_add(alternatives.len()).saturating_sub(1);
        for alternative in alternatives {
            let mut assumed = assumed.clone();
            assumed.push((dep, alternative));
            let (work, open) = self.evaluate(&assumed);
            self.explore(assumed, work, &open);
        }
    }

    fn evaluate(&self, assumed: &[(Dep, Assumed<V>)]) -> (Result<Work<V>, Stop>, Questions<V>) {
        let mut tracer = NoTrace;
        let mut eval = Eval::new(self.run, assumed, &mut tracer);
        let work = eval.work(self.task);
        (work, Questions::of(eval))
    }

    /// What to split next, and into what; none when the case is settled or is not to be split.
    fn next_split(
        &self,
        assumed: &[(Dep, Assumed<V>)],
        work: &Result<Work<V>, Stop>,
        open: &Questions<V>,
    ) -> Option<(Dep, Vec<Assumed<V>>)> {
        if self.key(work).is_some() {
            return None;
        }
        let deps = work.as_ref().ok()?.answer.deps();
        let deps = deps.common(&open.asked);
        let new = deps.iter().filter(|dep| assumed.iter().all(|(known, _)| known != dep));
        let finite = new.filter_map(|dep| Some((dep, self.alternatives(dep)?)));
        let numbers = open.breaks.iter().filter(|(dep, _)| deps.iter().any(|open| open == *dep));
        let segments =
            numbers.filter_map(|(dep, at)| Some((*dep, self.segments(*dep, *at, assumed)?)));
        let fits = |(_, into): &(Dep, Vec<Assumed<V>>)| {
            into.len() > 1 && self.reserved.saturating_add(into.len()) <= CASES.saturating_add(1)
        };
        finite.chain(segments).find(fits)
    }

    /// All values of a missing truth, choice or reading.
    fn alternatives(&self, dep: Dep) -> Option<Vec<Assumed<V>>> {
        let program = self.run.program;
        let truths = || vec![Assumed::Cell(Cell::Truth(true)), Assumed::Cell(Cell::Truth(false))];
        match dep {
            Dep::Missing(Missing::Fact { fact, .. }) => match program
                .vocabulary
                .facts
                .get(fact.index())?
                .ty
            {
                Type::Truth => Some(truths()),
                Type::Choice(of) => {
                    let count = program.vocabulary.enums.get(of.index())?.variants.len();
                    let last = u16::try_from(count).ok()?;
                    Some((0..last).map(|variant| Assumed::Cell(Cell::Variant(variant))).collect())
                }
                Type::Number(_) | Type::Date { .. } | Type::Subject(_) => None,
            },
            Dep::Decision(decision, _) => {
                (program.decisions.get(decision.index())?.ty == Type::Truth).then(truths)
            }
            Dep::Reading(reading) => {
                let count = program.readings.get(reading.index())?.alternatives.len();
                Some((0..count).map(Assumed::Alternative).collect())
            }
            Dep::Missing(_) => None,
        }
    }

    /// The range of a missing number below, at and above a figure; of a missing date, the days
    /// before and after, and for an event that it has not happened.
    fn segments(&self, dep: Dep, at: V, assumed: &[(Dep, Assumed<V>)]) -> Option<Vec<Assumed<V>>> {
        let Dep::Missing(Missing::Fact { fact, .. }) = dep else { return None };
        let declared = self.run.program.vocabulary.facts.get(fact.index())?;
        let granule = match declared.ty {
            Type::Date { .. } => Exact::ONE,
            _ => declared.granule?,
        };
        let first = assumed.iter().all(|(known, _)| *known != dep);
        let never = first && declared.ty == Type::Date { event: true };
        let range = match assumed.iter().rfind(|(known, _)| *known == dep) {
            Some((_, Assumed::Range(range))) => *range,
            Some(_) => return None,
            None => Range { low: declared.min.map(V::from), high: declared.max.map(V::from) },
        };
        let (floor, ceiling) = (V::from(at.floor_to(granule)?), V::from(at.ceil_to(granule)?));
        let step = V::from(granule);
        let on = floor == ceiling;
        let below = if on { floor.checked_sub(step)? } else { floor };
        let above = if on { ceiling.checked_add(step)? } else { ceiling };
        let parts = [
            Some(Range { low: None, high: Some(below) }),
            on.then(|| Range::point(floor)),
            Some(Range { low: Some(above), high: None }),
        ];
        let within = parts.into_iter().flatten().filter_map(|part| range.within(part));
        let never = never.then_some(Assumed::Cell(Cell::NotHappened));
        Some(within.map(Assumed::Range).chain(never).collect())
    }

    /// The settled answer of a case; none when it is open.
    fn key(&self, work: &Result<Work<V>, Stop>) -> Option<Key<V>> {
        let answer = match work {
            Err(stop) => return Some(Key::Stop(stop.clone())),
            Ok(work) => &work.answer,
        };
        match answer {
            Answer::Refused(_) | Answer::Amount(Number::Absent) => Some(Key::Nothing),
            Answer::Amount(Number::Point(amount)) => {
                let payable = amount.as_paid(self.money_kind(), self.list());
                Some(payable.map_or(Key::Stop(Stop::Overflow), Key::Amount))
            }
            Answer::Amount(Number::Open(open)) if !open.absent => {
                // What lies between two amounts that are paid alike is settled too.
                let payable = |end: Option<V>| end?.as_paid(self.money_kind(), self.list());
                let (low, high) = (payable(open.range.low), payable(open.range.high));
                low.filter(|_| low == high).map(Key::Amount)
            }
            Answer::Truth(truth) => truth.known().map(Key::Truth),
            Answer::Elsewhere(_, deps) => deps.is_empty().then_some(Key::Elsewhere),
            Answer::Target(state) => Some(Key::Target(*state)),
            Answer::Amount(Number::Open(_)) | Answer::Open(_) => None,
        }
    }

    fn list(&self) -> &'a ListInfo {
        &self.run.program.list
    }

    fn money_kind(&self) -> MoneyKind {
        match self.run.program.rules.get(self.task.rule.index()).map(|rule| &rule.body) {
            Some(Body::Money(money)) => money.kind,
            _ => MoneyKind::Paid,
        }
    }

    /// What all cases together say.
    fn verdict(self, plain: Result<Work<V>, Stop>) -> Verdict<V> {
        let keys: Vec<Option<Key<V>>> =
            self.cases.iter().map(|case| self.key(&case.work)).collect();
        if let [Some(first), rest @ ..] = keys.as_slice()
            && rest.iter().all(|key| key.as_ref() == Some(first))
        {
            let work = self.cases.into_iter().next().map_or(plain, |case| case.work);
            return Verdict { work, deps: Deps::default() };
        }
        let mut deps = self.relevant(&keys);
        if deps.is_empty()
            && let Ok(work) = &plain
        {
            deps = work.answer.deps();
        }
        let work =
            plain.map(|plain| Work { answer: self.hull(plain.answer, &deps), parts: plain.parts });
        Verdict { work, deps }
    }

    /// The facts that make a difference.
    fn relevant(&self, keys: &[Option<Key<V>>]) -> Deps {
        let mut relevant = Deps::default();
        for (case, key) in self.cases.iter().zip(keys) {
            if let (None, Ok(work)) = (key, &case.work) {
                relevant.extend(work.answer.deps());
            }
        }
        let assumptions = Assumptions::of(self.cases.iter().map(|case| case.assumed.as_slice()));
        for (position, (case, key)) in self.cases.iter().zip(keys).enumerate() {
            let later = self.cases.iter().zip(keys).enumerate().skip(position.saturating_add(1));
            for (at, (other, other_key)) in later {
                if let Some(dep) = assumptions.only_conflict(position, at)
                    && !relevant.iter().any(|known| known == dep)
                    && self.differ(dep, (case, key), (other, other_key))
                {
                    relevant.insert(dep);
                }
            }
        }
        relevant
    }

    /// Whether two cases that differ in `dep` alone come to different answers in some completion of
    /// both.
    fn differ(
        &self,
        dep: Dep,
        a: (&Case<V>, &Option<Key<V>>),
        b: (&Case<V>, &Option<Key<V>>),
    ) -> bool {
        if let (Some(x), Some(y)) = (a.1, b.1) {
            return x != y;
        }
        // A case left open is looked at where the other one stands.
        let (a, b) = (self.narrowed(a.0, b.0, dep), self.narrowed(b.0, a.0, dep));
        let open = match (self.key(&a.work), self.key(&b.work), &a.work, &b.work) {
            (Some(x), Some(y), ..) => return x != y,
            (None, None, Ok(x), Ok(y)) if x.answer == y.answer => x.answer.deps(),
            _ => return true,
        };
        // Both open within the same bounds: the same function, unless a sample tells them apart.
        (0..SAMPLES).any(|sample| {
            let at = |case: &Case<V>| {
                let mut assumed = case.assumed.clone();
                for (position, dep) in open.iter().enumerate() {
                    let point = self.sample(dep, &case.assumed, sample, position);
                    assumed.extend(point.map(|cell| (dep, Assumed::Cell(cell))));
                }
                self.key(&self.evaluate(&assumed).0)
            };
            at(&a) != at(&b)
        })
    }

    /// A case under what another one assumes as well, but for `dep`.
    fn narrowed(&self, case: &Case<V>, by: &Case<V>, dep: Dep) -> Case<V> {
        let mut assumed = case.assumed.clone();
        for (other, value) in by.assumed.iter().filter(|(other, _)| *other != dep) {
            let own = assumed.iter().rfind(|(known, _)| known == other).map(|(_, own)| *own);
            let narrower = match (own, value) {
                (Some(Assumed::Range(own)), Assumed::Range(other)) => {
                    own.within(*other).map(Assumed::Range)
                }
                (Some(own), _) => Some(own),
                (None, value) => Some(*value),
            };
            let narrower = narrower.filter(|value| own != Some(*value));
            assumed.extend(narrower.map(|value| (*other, value)));
        }
        // Cases of one branch mostly assume the same but for what is asked about.
        let work = match assumed.len() == case.assumed.len() {
            true => case.work.clone(),
            false => self.evaluate(&assumed).0,
        };
        Case { assumed, work }
    }

    /// A value of a missing number within what is assumed of it.
    fn sample(
        &self,
        dep: Dep,
        assumed: &[(Dep, Assumed<V>)],
        sample: usize,
        position: usize,
    ) -> Option<Cell> {
        let Dep::Missing(Missing::Fact { fact, .. }) = dep else { return None };
        let declared = self.run.program.vocabulary.facts.get(fact.index())?;
        let Type::Number(_) = declared.ty else { return None };
        let range = match assumed.iter().rfind(|(known, _)| *known == dep) {
            Some((_, Assumed::Range(range))) => *range,
            _ => Range { low: declared.min.map(V::from), high: declared.max.map(V::from) },
        };
        let step = declared.granule.unwrap_or(Exact::ONE);
        let low = range.low?.to_exact()?;
        let high = range.high.and_then(|high| high.to_exact());
        // The low end, the high end, then points a few steps up, different for each fact.
        let steps = i64::try_from(sample.checked_mul(position.checked_add(3)?)?).ok()?;
        let up = low.checked_add(step.checked_mul(Exact::from_i64(steps))?)?;
        let value = match (sample, high) {
            (0, _) => low,
            (1, Some(high)) => high,
            (_, Some(high)) => up.min(high),
            (_, None) => up,
        };
        Some(Cell::Number(value))
    }

    /// Bounds around all cases.
    fn hull(&self, plain: Answer<V>, deps: &Deps) -> Answer<V> {
        let Answer::Amount(_) = plain else {
            return match plain {
                Answer::Truth(_) => Answer::Truth(super::truth::Truth::Unknown(deps.clone())),
                Answer::Elsewhere(of, _) => Answer::Elsewhere(of, deps.clone()),
                _ => Answer::Open(deps.clone()),
            };
        };
        let mut range: Option<Range<V>> = None;
        let mut absent = false;
        for case in &self.cases {
            let amount = match &case.work {
                Ok(Work { answer: Answer::Amount(amount), .. }) => amount.clone(),
                Ok(Work { answer: Answer::Elsewhere(of, _), .. }) => {
                    return Answer::Elsewhere(*of, deps.clone());
                }
                // A case that contradicts itself, or whose figures do not fit, pays nothing.
                Ok(_) | Err(_) => Number::Absent,
            };
            absent |= amount.may_be_absent();
            range = match (range, amount.range()) {
                (Some(a), Some(b)) => Some(a.hull(b)),
                (a, b) => a.or(b),
            };
        }
        Answer::Amount(Number::of(range, absent, deps.clone()))
    }
}

/// Samples to tell two open cases apart.
const SAMPLES: usize = 5;
