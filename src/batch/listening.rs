//! What passed a cap, and what was held against a bound, on the way to an outcome.

use super::evaluate::{Evaluated, Executor};
use crate::dataset::Record;
use crate::eval::{AgainstBound, Event, Prepared, Seen, SubjectId, Tracer};
use crate::ir::{AddressId, RuleId};
use crate::quantity::Ratio;

/// An amount that passed a cap.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PassedCap {
    /// Of which rule.
    pub rule: RuleId,
    /// Of which stage.
    pub stage: usize,
    /// Of which outcome: the subject at which the rule reports.
    pub subject: SubjectId,
    /// And its year.
    pub year: Option<i32>,
    /// Whether children that no list names are, or may be, in it.
    pub unlisted: bool,
    /// The cap.
    pub at: AddressId,
    /// The amount before and after it; none when either is not known.
    pub amounts: Option<(Ratio, Ratio)>,
}

/// The interpreter, listening to caps.
#[derive(Debug, Clone)]
pub struct ListeningToCaps<'p>(pub Prepared<'p>);

impl Executor for ListeningToCaps<'_> {
    fn evaluate(&self, records: Vec<Record>) -> Vec<Evaluated> {
        let listened = |record| listened(&self.0, record, Heard::<false>::default());
        records.into_iter().map(listened).collect()
    }
}

/// The interpreter, listening to caps and to bounds: also to those that cannot change an outcome any
/// more, since another condition has decided it.
#[derive(Debug, Clone)]
pub struct ListeningToBounds<'p>(pub Prepared<'p>);

impl Executor for ListeningToBounds<'_> {
    fn evaluate(&self, records: Vec<Record>) -> Vec<Evaluated> {
        let listened = |record| listened(&self.0, record, Heard::<true>::default());
        records.into_iter().map(listened).collect()
    }
}

fn listened<const BOUNDS: bool>(
    prepared: &Prepared<'_>,
    record: Record,
    mut heard: Heard<BOUNDS>,
) -> Evaluated {
    let outcomes = prepared.evaluate(&record.facts, &mut heard);
    Evaluated { record, outcomes, caps: heard.passed, bounds: heard.bounds }
}

/// What was heard of an evaluation: of caps, and of bounds if those are listened to.
#[derive(Default)]
pub(crate) struct Heard<const BOUNDS: bool> {
    /// The rule, stage, subject and year that are being settled.
    settling: Option<(RuleId, usize, SubjectId, Option<i32>)>,
    unlisted: bool,
    pub(crate) passed: Vec<PassedCap>,
    bounds: Vec<AgainstBound>,
}

impl<const BOUNDS: bool> Tracer for Heard<BOUNDS> {
    const ON: bool = false;
    const CAPS: bool = true;
    const BOUNDS: bool = BOUNDS;

    fn settle(&mut self, rule: RuleId, stage: usize, subject: SubjectId, year: Option<i32>) {
        self.settling = Some((rule, stage, subject, year));
        self.unlisted = false;
    }

    fn begin(&mut self, _: RuleId, _: usize, subject: SubjectId, _: Option<i32>) {
        self.unlisted |= subject.is_unlisted();
    }

    fn event(&mut self, at: AddressId, event: Event) {
        let Event::Cap { before, after, .. } = event else { return };
        let Some((rule, stage, subject, year)) = self.settling else { return };
        if before != Seen::Absent {
            let (unlisted, amounts) = (self.unlisted, known(before).zip(known(after)));
            self.passed.push(PassedCap { rule, stage, subject, year, unlisted, at, amounts });
        }
    }

    fn bound(&mut self, met: AgainstBound) {
        if !met.subject.is_unlisted() {
            self.bounds.push(met);
        }
    }
}

fn known(seen: Seen) -> Option<Ratio> {
    match seen {
        Seen::Number(interval) => Some(interval.low).filter(|low| interval.high == Some(*low)),
        _ => None,
    }
}
