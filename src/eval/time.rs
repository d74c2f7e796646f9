//! When a rule holds: its validity, its event, the dates it waits for.

use super::Missing;
use super::context::{Env, Eval, Stop};
use super::day::Day;
use super::deps::Deps;
use super::domain::Domain;
use super::fold::first_and_last;
use super::scalar::Scalar;
use super::trace::Tracer;
use super::truth::Truth;
use crate::ir::{Body, CompareOp, Period, Rule};
use crate::quantity::Date;

impl<T: Tracer, V: Scalar> Eval<'_, '_, T, V> {
    /// Whether a date lies in the validity of a rule.
    pub(super) fn covers(&mut self, rule: &Rule, date: Day, env: Env<'_>) -> Result<Truth, Stop> {
        self.overlaps(rule, date.clone(), date, env)
    }

    /// Whether the days from one to another touch the validity of a rule.
    fn overlaps(
        &mut self,
        rule: &Rule,
        first: Day,
        last: Day,
        env: Env<'_>,
    ) -> Result<Truth, Stop> {
        let Some((from, to)) = self.bounds(rule, env)? else {
            return Ok(Truth::True);
        };
        let begun = last.compare(CompareOp::AtLeast, from);
        Ok(begun.and(first.compare(CompareOp::AtMost, to)))
    }

    /// The validity of a rule: its clause's own, else the list's.
    fn bounds(&mut self, rule: &Rule, env: Env<'_>) -> Result<Option<(Day, Day)>, Stop> {
        let program = self.run.program;
        let own =
            program.clauses.get(rule.clause.index()).and_then(|clause| clause.validity.as_ref());
        // A tracer hears of each evaluation; dates that are known hang on no assumption.
        if let (None, Some((from, to)), false) = (own, self.run.list_validity.get(), T::ON) {
            return Ok(Some((Day::Known(*from), Day::Known(*to))));
        }
        let Some(validity) = own.or(program.list.validity.as_ref()) else { return Ok(None) };
        let bounds = (Day::eval(self, &validity.from, env)?, Day::eval(self, &validity.to, env)?);
        if let (None, (Day::Known(from), Day::Known(to)), false) = (own, &bounds, T::ON) {
            let _ = self.run.list_validity.set((*from, *to));
        }
        Ok(Some(bounds))
    }

    /// Whether a rule is in force: at its event, in its year, or, where no year is bound, in the
    /// years of the run (without them, on the day of evaluation).
    pub(super) fn in_force(
        &mut self,
        rule: &Rule,
        event: Option<&Day>,
        env: Env<'_>,
    ) -> Result<Truth, Stop> {
        if let Some(event) = event {
            // What has not happened is judged by its own guard, which says so.
            return match event {
                Day::NotHappened | Day::Absent => Ok(Truth::True),
                dated => self.covers(rule, dated.clone(), env),
            };
        }
        let years = match (&rule.period, env.year) {
            (_, Some(year)) => Some((year, year)),
            (Period::Unbound, None) => self.run.facts.years,
            (_, None) => None,
        };
        if let Some((first, last)) = years {
            if let Some((Day::Known(from), Day::Known(to))) = self.bounds(rule, env)? {
                return Ok(Truth::from(from.year() <= last && first <= to.year()));
            }
            let (first, last) = (first_and_last(first)?.0, first_and_last(last)?.1);
            return self.overlaps(rule, Day::Known(first), Day::Known(last), env);
        }
        if self.bounds(rule, env)?.is_none() {
            return Ok(Truth::True);
        }
        match (&rule.period, self.run.facts.as_of) {
            (Period::Unbound, Some(today)) => self.covers(rule, Day::Known(today), env),
            (Period::Unbound, None) => Ok(Truth::Unknown(Deps::missing(Missing::AsOf))),
            _ => Ok(Truth::Unknown(Deps::missing(Missing::Year))),
        }
    }

    /// The event of a rule or stage for a subject; none where it has none.
    pub(super) fn event(
        &mut self,
        rule: &Rule,
        stage: usize,
        env: Env<'_>,
    ) -> Result<Option<Day>, Stop> {
        let event = match (&rule.period, &rule.body) {
            (Period::Once(event), _) => Some(event),
            (Period::Staged, Body::Money(money)) => {
                money.stages.get(stage).and_then(|stage| stage.event.as_ref())
            }
            _ => None,
        };
        event.map(|event| Day::eval(self, event, Env { year: None, ..env })).transpose()
    }

    /// Whether a rule's event and the dates it waits for have come, and the first day on which all
    /// of them will have, when that can be told.
    pub(super) fn is_due(
        &mut self,
        rule: &Rule,
        event: Option<&Day>,
        env: Env<'_>,
    ) -> Result<(Truth, Option<Date>), Stop> {
        let mut due = Truth::True;
        let mut earliest: Option<Date> = None;
        let mut datable = true;
        let awaited = rule.awaits.iter().map(|(date, _)| Day::eval(self, date, env));
        let awaited = awaited.collect::<Result<Vec<_>, Stop>>()?;
        for date in event.cloned().into_iter().chain(awaited) {
            let has_come = self.has_come(date.clone());
            match (&date, &has_come) {
                (Day::Known(day), Truth::False) => earliest = earliest.max(Some(*day)),
                (_, Truth::False | Truth::Unknown(_)) => datable = false,
                (_, Truth::True) => {}
            }
            due = due.and(has_come);
        }
        Ok((due, earliest.filter(|_| datable)))
    }
}

/// The year of an event.
pub(super) fn year_of(event: &Day) -> Option<i32> {
    match event {
        Day::Known(date) => Some(date.year()),
        Day::NotHappened | Day::Absent | Day::Open { .. } => None,
    }
}
