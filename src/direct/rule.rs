//! Rules in code: what they come to for the subjects and years of a set of facts.

use super::caps::WiderCap;
use super::code::{Code, Day, Number, Truth};
use super::decide::within;
use super::look::{Env, Frame, Got, Looked};
use super::unit::{Rounding, Unit, Unsure};
use crate::eval::{Below, Interval, Outcome, Refusal, Status, SubjectId, TargetState, vacancy};
use crate::ir::{KindId, LevelId, RuleId};
use crate::quantity::{Date, Exact, Mode, allocate};

/// A rule, as long as no other rule's award changes anything of it.
#[derive(Debug, Clone)]
pub(super) struct RuleCode {
    pub(super) id: RuleId,
    /// The kind it is computed for.
    pub(super) own: KindId,
    /// The kind at which it reports.
    pub(super) kind: KindId,
    /// How it is told of a parent without such children.
    pub(super) below: Option<Below>,
    pub(super) period: Period,
    pub(super) validity: Option<(Date, Date)>,
    pub(super) guards: Vec<Code<Truth>>,
    pub(super) awaits: Vec<Code<Day>>,
    pub(super) body: Body,
}

#[derive(Debug, Clone)]
pub(super) enum Period {
    Unbound,
    Yearly,
    Once(Code<Day>),
    Staged(Vec<Code<Day>>),
}

#[derive(Debug, Clone)]
pub(super) enum Body {
    Money(Box<Money>),
    Determination,
    /// A target or a service limit: what must hold, and by or from when.
    Measured {
        measure: Code<Truth>,
        day: Option<Code<Day>>,
    },
}

#[derive(Debug, Clone)]
pub(super) struct Money {
    pub(super) stages: Vec<Amount>,
    pub(super) exceptions: Vec<(Code<Truth>, Amount)>,
    /// Amounts are counts of it.
    pub(super) unit: Unit,
    pub(super) caps: Vec<WiderCap>,
    /// The kinds between that of the rule and the one at which it reports, from below.
    pub(super) between: Vec<KindId>,
    /// Up to which kinds years limit it.
    pub(super) limited: Vec<KindId>,
    pub(super) payers: Payers,
    /// How what is paid is rounded, and the unit of that; none for what is no payment.
    pub(super) paid: Option<(Rounding, Unit)>,
    pub(super) payable: (Exact, Mode),
}

#[derive(Debug, Clone)]
pub(super) enum Amount {
    Computed(Code<Number>),
    Elsewhere(String),
}

#[derive(Debug, Clone)]
pub(super) struct Payers {
    pub(super) levels: Vec<LevelId>,
    pub(super) weights: Vec<Exact>,
    pub(super) remainder: usize,
}

/// A rule (or stage) for a subject of the kind at which it reports.
#[derive(Debug, Clone, Copy)]
pub(super) struct Task {
    pub(super) subject: SubjectId,
    pub(super) year: Option<i32>,
    pub(super) stage: usize,
}

/// What a rule comes to.
pub(super) enum Answer {
    Refused(Refusal),
    Amount(Got<i128>),
    Elsewhere(String),
    Holds(bool),
    Met,
}

impl RuleCode {
    /// Adds what the rule comes to, by subject, year and stage. When the interpreter must look, what
    /// was added is of no use.
    pub(super) fn outcomes(
        &self,
        looked: &Looked<'_>,
        reasons: bool,
        into: &mut Vec<Outcome>,
        mut settled: impl FnMut(Task),
    ) -> Result<(), Unsure> {
        let first = into.len();
        for subject in looked.index.of(self.kind) {
            self.each_task(looked, *subject, |task| {
                let outcome = self.outcome(looked, task)?;
                settled(task);
                into.push(outcome);
                Ok(())
            })?;
        }
        if let Some(below) = &self.below {
            for parent in looked.index.of(below.parent) {
                let subject = looked.facts.subject(*parent).ok_or(Unsure)?;
                let listing = below.vacant(subject);
                into.extend(listing.map(|listing| vacancy(below, *parent, listing, reasons)));
            }
        }
        let place = |outcome: &Outcome| (outcome.subject, outcome.year, outcome.stage);
        let added = into.get_mut(first..).ok_or(Unsure)?;
        if !added.is_sorted_by_key(place) {
            added.sort_by_key(place);
        }
        Ok(())
    }

    /// The stages and years of a subject.
    fn each_task(
        &self,
        looked: &Looked<'_>,
        subject: SubjectId,
        mut f: impl FnMut(Task) -> Result<(), Unsure>,
    ) -> Result<(), Unsure> {
        match &self.period {
            Period::Unbound => f(Task { subject, year: None, stage: 0 }),
            Period::Yearly => {
                let (first, last) = looked.facts.years.ok_or(Unsure)?;
                (first..=last).try_for_each(|year| f(Task { subject, year: Some(year), stage: 0 }))
            }
            Period::Once(event) => self.each_event(looked, subject, event, 0, &mut f),
            Period::Staged(events) => {
                let mut stages = events.iter().enumerate();
                stages
                    .try_for_each(|(at, event)| self.each_event(looked, subject, event, at, &mut f))
            }
        }
    }

    /// The years in which an event falls for the subjects that the rule is computed for.
    fn each_event(
        &self,
        looked: &Looked<'_>,
        subject: SubjectId,
        event: &Code<Day>,
        stage: usize,
        f: &mut impl FnMut(Task) -> Result<(), Unsure>,
    ) -> Result<(), Unsure> {
        let mut year: Option<Option<i32>> = None;
        self.each_part(looked, subject, |part| {
            let of_part = year_of(looked, event, part)?;
            // Of several years an earlier one's award may bear on a later one.
            let same = year.is_none_or(|year| year == of_part);
            year = Some(of_part);
            if same { Ok(()) } else { Err(Unsure) }
        })?;
        f(Task { subject, year: year.flatten(), stage })
    }

    /// The subjects that the rule is computed for, of the one at which it reports.
    pub(super) fn each_part(
        &self,
        looked: &Looked<'_>,
        whole: SubjectId,
        mut f: impl FnMut(SubjectId) -> Result<(), Unsure>,
    ) -> Result<(), Unsure> {
        if self.own == self.kind {
            return f(whole);
        }
        let own = looked.index.of(self.own).iter();
        let mut parts = own.filter(|part| looked.above(**part, self.kind) == Some(whole));
        parts.try_for_each(|part| f(*part))
    }

    fn outcome(&self, looked: &Looked<'_>, task: Task) -> Result<Outcome, Unsure> {
        let mut outcome = Outcome {
            stage: task.stage,
            year: task.year,
            ..Outcome::plain(self.id, Some(task.subject), Status::NotInForce)
        };
        let answer = match &self.body {
            Body::Money(money) if money.is_capped() || self.own != self.kind => {
                self.capped(looked, money, task, &mut outcome.parts)?
            }
            _ => self.part(looked, task, task.subject)?,
        };
        outcome.status = match (answer, &self.body) {
            (Answer::Amount(Got::Known(count)), Body::Money(money)) => {
                let amount = money.payable(count).ok_or(Unsure)?;
                outcome.payers = money.payers.shares(amount).ok_or(Unsure)?;
                Status::Granted(amount)
            }
            (Answer::Amount(Got::Unknown), _) => return Err(Unsure),
            (Answer::Refused(Refusal::NotInForce), _) => Status::NotInForce,
            (Answer::Refused(Refusal::NotYet(earliest)), _) => Status::NotYet { earliest },
            // The interpreter tells why not.
            (Answer::Refused(Refusal::NotEligible) | Answer::Amount(_), _) => {
                Status::NotEligible(Vec::new())
            }
            (Answer::Elsewhere(by), _) => Status::Elsewhere(by),
            (Answer::Holds(holds), _) => Status::Determined(holds),
            (Answer::Met, _) => Status::Target(TargetState::Met),
            _ => return Err(Unsure),
        };
        Ok(outcome)
    }

    /// What the rule comes to for one subject of its own kind, before caps of a wider scope.
    pub(super) fn part(
        &self,
        looked: &Looked<'_>,
        task: Task,
        subject: SubjectId,
    ) -> Result<Answer, Unsure> {
        let frame = Frame::own(looked.facts, subject)?;
        let env = Env { frame: &frame, year: task.year, whose: subject };
        if let Some(refusal) = self.refusal(looked, task.stage, env)? {
            return Ok(match &self.body {
                Body::Determination if refusal == Refusal::NotEligible => Answer::Holds(false),
                _ => Answer::Refused(refusal),
            });
        }
        looked.passed.set(true);
        match &self.body {
            Body::Money(money) => money.amount(looked, task.stage, env),
            Body::Determination => Ok(Answer::Holds(true)),
            Body::Measured { measure, day } => {
                // Whether it is missed or still to come, and why, is the interpreter's to tell.
                day.iter().try_for_each(|day| day.eval(looked, env).map(|_| ()))?;
                match known(measure.eval(looked, env)?)? {
                    true => Ok(Answer::Met),
                    false => Err(Unsure),
                }
            }
        }
    }

    /// The first guard that fails, in the order of their labels. As soon as one is open the
    /// interpreter must look: it may know more.
    fn refusal(
        &self,
        looked: &Looked<'_>,
        stage: usize,
        env: Env<'_>,
    ) -> Result<Option<Refusal>, Unsure> {
        let event = match &self.period {
            Period::Once(event) => Some(event),
            Period::Staged(events) => Some(events.get(stage).ok_or(Unsure)?),
            Period::Unbound | Period::Yearly => None,
        };
        let event = event.map(|event| event.eval(looked, Env { year: None, ..env })).transpose()?;
        if !known(self.in_force(looked, event, env)?)? {
            return Ok(Some(Refusal::NotInForce));
        }
        let mut eligible = Got::Known(true);
        for guard in &self.guards {
            match guard.eval(looked, env)? {
                Got::Known(false) => return Ok(Some(Refusal::NotEligible)),
                Got::Known(true) => {}
                Got::Absent | Got::Unknown => eligible = Got::Unknown,
            }
        }
        known(eligible)?;
        if let (false, earliest) = self.is_due(looked, event, env)? {
            return Ok(Some(Refusal::NotYet(earliest)));
        }
        if let Body::Money(money) = &self.body {
            let once = event.map(|_| env.whose);
            let limited = money.limited.iter();
            let limited = limited.map(|kind| looked.above(env.whose, *kind).ok_or(Unsure));
            for to in once.map(Ok).into_iter().chain(limited) {
                if !(looked.has_no_payment(self.id) && looked.has_history(to?)) {
                    return Err(Unsure);
                }
            }
            if !money.limited.is_empty() {
                self.is_first_award(looked)?;
            }
        }
        Ok(None)
    }

    fn in_force(
        &self,
        looked: &Looked<'_>,
        event: Option<Got<Date>>,
        env: Env<'_>,
    ) -> Result<Got<bool>, Unsure> {
        match (event, self.validity) {
            // What has not happened is judged by its own guard.
            (Some(Got::Absent), _) | (Some(Got::Known(_)), None) | (None, None) => {
                Ok(Got::Known(true))
            }
            (Some(event), Some(validity)) => within(event, validity),
            (Some(_), None) => Err(Unsure),
            (None, Some((from, to))) => {
                let unbound = matches!(self.period, Period::Unbound);
                let years = match env.year {
                    Some(year) => Some((year, year)),
                    None => looked.facts.years.filter(|_| unbound),
                };
                let (first, last) = years.ok_or(Unsure)?;
                Ok(Got::Known(from.year() <= last && first <= to.year()))
            }
        }
    }

    /// Whether the event and the dates waited for have come, and the first day on which all will.
    fn is_due(
        &self,
        looked: &Looked<'_>,
        event: Option<Got<Date>>,
        env: Env<'_>,
    ) -> Result<(bool, Option<Date>), Unsure> {
        let (mut due, mut earliest, mut datable) = (true, None, true);
        let awaited = self.awaits.iter().map(|date| date.eval(looked, env));
        for date in event.map(Ok).into_iter().chain(awaited) {
            let date = date?;
            if known(looked.has_come(date)?)? {
                continue;
            }
            due = false;
            match date {
                Got::Known(day) => earliest = earliest.max(Some(day)),
                Got::Absent | Got::Unknown => datable = false,
            }
        }
        Ok((due, earliest.filter(|_| datable)))
    }
}

/// A truth that is known.
fn known(truth: Got<bool>) -> Result<bool, Unsure> {
    match truth {
        Got::Known(holds) => Ok(holds),
        Got::Absent | Got::Unknown => Err(Unsure),
    }
}

/// The year of an event for a subject.
pub(super) fn year_of(
    looked: &Looked<'_>,
    event: &Code<Day>,
    subject: SubjectId,
) -> Result<Option<i32>, Unsure> {
    let frame = Frame::own(looked.facts, subject)?;
    let day = event.eval(looked, Env { frame: &frame, year: None, whose: subject })?;
    match day {
        Got::Known(day) => Ok(Some(day.year())),
        Got::Absent => Ok(None),
        Got::Unknown => Err(Unsure),
    }
}

impl Money {
    fn is_capped(&self) -> bool {
        !self.caps.is_empty()
    }

    /// The amount of the exception that holds, else the stage's own.
    fn amount(&self, looked: &Looked<'_>, stage: usize, env: Env<'_>) -> Result<Answer, Unsure> {
        let mut amount = self.stages.get(stage).ok_or(Unsure)?;
        let mut holding = 0u32;
        for (condition, instead) in &self.exceptions {
            if known(condition.eval(looked, env)?)? {
                holding = holding.saturating_add(1);
                amount = instead;
            }
        }
        match amount {
            // Two that hold contradict each other.
            _ if holding > 1 => Err(Unsure),
            Amount::Computed(code) => Ok(Answer::Amount(code.eval(looked, env)?)),
            Amount::Elsewhere(by) => Ok(Answer::Elsewhere(by.clone())),
        }
    }

    /// An amount as it is paid: rounded once. What is no payment stands as it is, where it is a
    /// decimal number.
    fn payable(&self, count: i128) -> Option<Exact> {
        if let Some((rounding, unit)) = self.paid {
            return Exact::of_units(rounding.apply(count).ok()?, unit.scale);
        }
        let exact = self.unit.ratio(count)?;
        let (granule, mode) = self.payable;
        exact.to_exact().or_else(|| exact.round(granule, mode))
    }
}

impl Payers {
    /// What each pays of a payable amount; nobody pays less than nothing.
    fn shares(&self, amount: Exact) -> Option<Vec<(LevelId, Exact)>> {
        match self.levels.as_slice() {
            _ if amount.is_negative() => Some(Vec::new()),
            [] => Some(Vec::new()),
            [only] => Some(vec![(*only, amount)]),
            several => {
                let amounts = allocate(amount, &self.weights, self.remainder)?;
                Some(several.iter().copied().zip(amounts).collect())
            }
        }
    }
}

/// An amount of a part, for showing.
pub(super) fn interval(unit: Unit, amount: Got<i128>) -> Result<Option<Interval>, Unsure> {
    match amount {
        Got::Known(count) => {
            let low = unit.ratio(count).ok_or(Unsure)?;
            Ok(Some(Interval { low, high: Some(low) }))
        }
        Got::Absent => Ok(None),
        Got::Unknown => Err(Unsure),
    }
}
