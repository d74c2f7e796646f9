//! The award history: what facts state of it, and what this run has awarded so far.

use std::cell;
use std::collections::BTreeMap;

use super::answer::Answer;
use super::caps::Work;
use super::context::{Env, Eval, Run, Stop};
use super::deps::Deps;
use super::number::Number;
use super::range::Range;
use super::scalar::Scalar;
use super::schedule::Task;
use super::trace::Tracer;
use super::truth::Truth;
use super::unknown::Verdict;
use super::{Cell, Missing, SubjectId};
use crate::ir::{CompareOp, KindId, Paid, PaidWhat, RuleId, Type};
use crate::quantity::{Exact, Ratio};

/// What a run has settled, in the order of evaluation.
#[derive(Debug)]
pub(super) struct Ledger<V = Ratio> {
    pub(super) settled: Vec<(Task, Verdict<V>)>,
    /// Which of them came to an amount: the rule and the position.
    paid: Vec<(RuleId, usize)>,
    /// Whether a rule is settled again, after others that name it.
    pub(super) again: bool,
    /// The year that is being settled, or told.
    pub(super) year: cell::Cell<Option<i32>>,
}

impl<V: Scalar> Ledger<V> {
    /// An empty one, with room for so many tasks.
    pub(super) fn with_room(count: usize) -> Ledger<V> {
        let (settled, paid) = (Vec::with_capacity(count), Vec::with_capacity(count));
        Ledger { settled, paid, again: false, year: cell::Cell::default() }
    }

    /// Writes down what a task came to; among the awards, unless it was awarded before this run.
    pub(super) fn record(&mut self, task: Task, verdict: Verdict<V>, awarded_before: bool) {
        let is_amount = matches!(&verdict.work, Ok(Work { answer: Answer::Amount(_), .. }));
        if is_amount && !awarded_before {
            self.paid.push((task.rule, self.settled.len()));
        }
        self.settled.push((task, verdict));
    }

    /// Writes down what a task at a position came to when it was settled again.
    pub(super) fn replace(&mut self, at: usize, verdict: Verdict<V>, awarded_before: bool) {
        let Some((task, settled)) = self.settled.get_mut(at) else { return };
        let is_amount = matches!(&verdict.work, Ok(Work { answer: Answer::Amount(_), .. }));
        if is_amount && !awarded_before && !self.paid.iter().any(|(_, paid)| *paid == at) {
            self.paid.push((task.rule, at));
        }
        *settled = verdict;
    }

    /// The awards of some rules: neither 无 nor 0, bounds for what is open.
    pub(super) fn awards(&self, rules: &[RuleId]) -> impl Iterator<Item = Award<'_, V>> {
        let of_rules = self.paid.iter().filter(|(rule, _)| rules.contains(rule));
        of_rules.filter_map(|(_, position)| {
            let (task, verdict) = self.settled.get(*position)?;
            match &verdict.work {
                Ok(Work { answer: Answer::Amount(amount), parts })
                    if !matches!(amount, Number::Absent) && *amount != Number::ZERO =>
                {
                    Some(Award { task, amount, parts })
                }
                _ => None,
            }
        })
    }
}

/// What a rule (or stage) came to for a subject.
#[derive(Debug, Clone, Copy)]
pub(super) struct Award<'l, V> {
    pub(super) task: &'l Task,
    pub(super) amount: &'l Number<V>,
    /// Parts before wider caps; empty when the rule reports at its own grain.
    pub(super) parts: &'l [(SubjectId, Number<V>)],
}

/// Which awards are asked for.
#[derive(Debug, Clone, Copy)]
pub(super) struct Asked<'r> {
    pub(super) rules: &'r [RuleId],
    /// Only of this stage.
    pub(super) stage: Option<usize>,
    /// To this subject and those below it.
    pub(super) to: SubjectId,
}

impl Asked<'_> {
    pub(super) fn is_for(&self, rule: RuleId, stage: usize) -> bool {
        self.rules.contains(&rule) && self.is_of_stage(stage)
    }

    fn is_of_stage(&self, stage: usize) -> bool {
        self.stage.is_none_or(|only| only == stage)
    }
}

impl<V: Scalar> Run<'_, V> {
    /// Each award that is, or may be, among those asked for: its year (when known) and amount.
    /// Gives what it hangs on whether there are more.
    pub(super) fn each_award(
        &self,
        asked: Asked<'_>,
        mut f: impl FnMut(Option<i32>, Number<V>),
    ) -> Option<Deps> {
        for award in self.ledger.awards(asked.rules) {
            let Award { task, amount, parts } = award;
            if !asked.is_of_stage(task.stage) {
                continue;
            }
            if self.is_within(task.subject, asked.to) {
                f(task.year, self.as_paid(award, amount));
                continue;
            }
            for (_, amount) in parts.iter().filter(|(part, _)| self.is_within(*part, asked.to)) {
                f(task.year, self.as_paid(award, amount));
            }
        }
        self.each_past_award(asked, &mut f);
        self.each_earlier_award(asked, f)
    }

    /// Those that the facts state. A statement for a subject covers the subjects below it; a
    /// payment stated above the subject asked for may have been for another one below.
    pub(super) fn each_earlier_award(
        &self,
        asked: Asked<'_>,
        mut f: impl FnMut(Option<i32>, Number<V>),
    ) -> Option<Deps> {
        let unknown = || Deps::missing(Missing::History(asked.to));
        let stated = self.facts.subject(asked.to).and_then(|subject| subject.history.as_ref());
        for subject in &self.facts.subjects {
            let Some(history) = subject.history.as_ref().filter(|history| !history.is_empty())
            else {
                continue;
            };
            for payment in history.iter().filter(|paid| asked.is_for(paid.rule, paid.stage)) {
                if self.is_history_of(subject, asked.to) {
                    f(Some(payment.year), Number::Point(V::from(payment.amount)));
                }
            }
        }
        if stated.is_some() {
            return None;
        }
        let mut above = self.parent(asked.to);
        while let Some(subject) = above {
            if let Some(history) = &self.facts.subject(subject)?.history {
                for payment in history.iter().filter(|paid| asked.is_for(paid.rule, paid.stage)) {
                    let amount = Number::Point(V::from(payment.amount));
                    f(Some(payment.year), amount.or_absent(unknown()));
                }
                return None;
            }
            above = self.parent(subject);
        }
        Some(unknown())
    }

    /// Whether a subject's own history counts for `whole`: it is that subject or one below it.
    fn is_history_of(&self, subject: &super::Subject, whole: SubjectId) -> bool {
        let is_whole = self.facts.subject(whole).is_some_and(|whole| std::ptr::eq(whole, subject));
        is_whole || subject.parent.is_some_and(|parent| self.is_at_or_below(parent, whole))
    }

    pub(super) fn parent(&self, subject: SubjectId) -> Option<SubjectId> {
        self.facts.subject(subject)?.parent
    }

    fn is_at_or_below(&self, subject: SubjectId, above: SubjectId) -> bool {
        std::iter::successors(Some(subject), |subject| self.parent(*subject)).any(|at| at == above)
    }

    /// Whether a subject is the other, below it, or refers to it.
    pub(super) fn is_within(&self, subject: SubjectId, whole: SubjectId) -> bool {
        let kind = self.facts.subject(whole).map(|whole| whole.kind);
        kind.is_some_and(|kind| self.scope(subject, kind) == Some(whole))
    }

    /// The subject of a kind that a subject belongs to: itself, one above it, or else the one that
    /// its only reference to that kind names.
    pub(super) fn scope(&self, subject: SubjectId, kind: KindId) -> Option<SubjectId> {
        let is_of_kind = |at: &SubjectId| self.facts.subject(*at).is_some_and(|at| at.kind == kind);
        let mut line = std::iter::successors(Some(subject), |subject| self.parent(*subject));
        line.find(is_of_kind).or_else(|| {
            let own = self.facts.subject(subject)?;
            let facts = &self.program.vocabulary.facts;
            let declared = self.program.vocabulary.kinds.get(own.kind.index())?;
            let mut references = declared.constants.iter().filter(|fact| {
                facts.get(fact.index()).is_some_and(|fact| fact.ty == Type::Subject(kind))
            });
            match (references.next(), references.next()) {
                (Some(fact), None) => match self.facts.cell(self.program, subject, *fact, None) {
                    Cell::Subject(target) => Some(target),
                    _ => None,
                },
                _ => None,
            }
        })
    }

    /// Whether all awards of a subject in a year are told: by this run, which evaluates that year, or
    /// by earlier ones.
    fn tells(&self, subject: SubjectId, year: i32) -> bool {
        let evaluates = |(first, last)| (first..=last).contains(&year);
        self.facts.years.is_some_and(evaluates) || self.is_told_of(subject, year)
    }

    /// Whether there was an award above zero in a year.
    pub(super) fn paid_in(&self, asked: Asked<'_>, year: i32) -> Truth {
        let mut paid = Truth::False;
        let unknown = self.each_award(asked, |of, amount| {
            if of.is_none_or(|of| of == year) {
                paid = std::mem::replace(&mut paid, Truth::False).or(dated(of, amount));
            }
        });
        match unknown.filter(|_| !self.tells(asked.to, year)) {
            Some(deps) => paid.or(Truth::Unknown(deps)),
            None => paid,
        }
    }

    /// Whether there was an award above zero in a year up to this one.
    pub(super) fn paid_by(&self, asked: Asked<'_>, last: Option<i32>) -> Truth {
        let mut paid = Truth::False;
        let unknown = self.each_award(asked, |of, amount| {
            if of.zip(last).is_none_or(|(of, last)| of <= last) {
                paid = std::mem::replace(&mut paid, Truth::False).or(dated(of, amount));
            }
        });
        unknown.map_or(paid.clone(), |deps| paid.or(Truth::Unknown(deps)))
    }

    /// The sum of awards in the years for which `counts` holds. Unknown history only adds to it
    /// where `lifetime` says that earlier years count.
    pub(super) fn total(
        &self,
        asked: Asked<'_>,
        lifetime: bool,
        counts: impl Fn(i32) -> bool,
    ) -> Result<Number<V>, Stop> {
        let mut sum = Ok(Number::ZERO);
        let unknown = self.each_award(asked, |of, amount| {
            let amount = match of {
                Some(of) if !counts(of) => return,
                Some(_) => amount,
                None => {
                    let deps = amount.clone().into_deps();
                    amount.or_absent(deps)
                }
            };
            sum = std::mem::replace(&mut sum, Ok(Number::ZERO)).and_then(|sum| sum.plus(amount));
        });
        let sum = sum?;
        Ok(match unknown.filter(|_| lifetime) {
            Some(deps) => sum.plus(Number::within(Range::NOT_NEGATIVE, deps))?,
            None => sum,
        })
    }

    /// In how many years before this one there was an award above zero.
    pub(super) fn times_paid(&self, asked: Asked<'_>, before: i32) -> Number<V> {
        times(self.years_paid(asked, Some(before)))
    }

    /// Each year before this one in which there was, or may have been, an award above zero, in
    /// order; and what it hangs on whether there are more.
    pub(super) fn years_paid(
        &self,
        asked: Asked<'_>,
        before: Option<i32>,
    ) -> (BTreeMap<i32, Truth>, Deps) {
        let mut years: BTreeMap<i32, Truth> = BTreeMap::new();
        let mut doubt = Deps::default();
        let unknown = self.each_award(asked, |of, amount| match of {
            Some(year) if before.is_none_or(|before| year < before) => {
                let paid = years.remove(&year).unwrap_or(Truth::False);
                years.insert(year, paid.or(dated(of, amount)));
            }
            Some(_) => {}
            None => doubt.extend(dated(None, amount).into_deps()),
        });
        doubt.extend(unknown.unwrap_or_default());
        (years, doubt)
    }
}

/// Whether an award is above zero; of one whose year is not known, at most perhaps.
fn dated<V: Scalar>(year: Option<i32>, amount: Number<V>) -> Truth {
    let deps = amount.clone().into_deps();
    match (amount.compare(CompareOp::Above, Number::ZERO), year) {
        (Truth::True, None) => Truth::Unknown(deps),
        (paid, _) => paid,
    }
}

impl<T: Tracer, V: Scalar> Eval<'_, '_, T, V> {
    /// A question to the award history.
    pub(super) fn paid(&mut self, paid: &Paid, env: Env<'_>) -> Result<Number<V>, Stop> {
        let Some(to) = self.run.scope(env.whose, paid.scope) else {
            let deps = Deps::missing(Missing::History(env.whose));
            return Ok(Number::within(Range::NOT_NEGATIVE, deps));
        };
        let asked = Asked { rules: &paid.rules, stage: None, to };
        let own = paid.rules.contains(&env.rule);
        match (paid.what, env.year) {
            (PaidWhat::Amount, Some(year)) if paid.lifetime => {
                // An earlier stage of the same rule may have been paid in this very year.
                self.run.total(asked, true, |of| of < year || (own && of == year))
            }
            (PaidWhat::Amount, Some(year)) => self.run.total(asked, false, |of| of == year),
            (PaidWhat::Amount, None) => self.run.total(asked, paid.lifetime, |_| true),
            (PaidWhat::Times, year) => Ok(times(self.run.years_paid(asked, year))),
            (PaidWhat::FirstYear, year) => Ok(first_year(self.run.years_paid(asked, year))),
        }
    }
}

/// How many years.
fn times<V: Scalar>((years, mut doubt): (BTreeMap<i32, Truth>, Deps)) -> Number<V> {
    let count = |of: &dyn Fn(&Truth) -> bool| {
        let count = years.values().filter(|paid| of(paid)).count();
        V::from(Exact::from_i64(i64::try_from(count).unwrap_or(i64::MAX)))
    };
    let low = count(&|paid| *paid == Truth::True);
    let high = if doubt.is_empty() { Some(count(&|paid| *paid != Truth::False)) } else { None };
    years.into_values().for_each(|paid| doubt.extend(paid.into_deps()));
    Number::within(Range { low: Some(low), high }, doubt)
}

/// The first year; 无 when there is none.
fn first_year<V: Scalar>((years, mut doubt): (BTreeMap<i32, Truth>, Deps)) -> Number<V> {
    let number = |year: i32| V::from(Exact::from_i64(i64::from(year)));
    let certain = years.iter().find(|(_, paid)| **paid == Truth::True).map(|(year, _)| *year);
    let earliest = years.iter().find(|(_, paid)| **paid != Truth::False).map(|(year, _)| *year);
    let open = !doubt.is_empty();
    let before = |year: &i32| certain.is_none_or(|certain| *year < certain);
    years
        .into_iter()
        .filter(|(year, _)| before(year))
        .for_each(|(_, paid)| doubt.extend(paid.into_deps()));
    let range = Range { low: earliest.filter(|_| !open).map(number), high: certain.map(number) };
    match (certain, earliest, open) {
        (None, None, false) => Number::Absent,
        (certain, _, _) => Number::of(Some(range), certain.is_none(), doubt),
    }
}
