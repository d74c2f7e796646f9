//! A rule for the subject at which it reports: its parts, then the caps of a wider scope, from the
//! narrowest outward.

use super::SubjectId;
use super::answer::{Answer, Refusal};
use super::context::{Env, Eval, Frame, Stop};
use super::deps::Deps;
use super::domain::Domain;
use super::fold::{Children, many_in_sum};
use super::history::Asked;
use super::number::Number;
use super::range::Range;
use super::scalar::Scalar;
use super::schedule::{Task, event_year};
use super::trace::Tracer;
use crate::ir::{Body, Cap, CompareOp, KindId, Money, Period, Rule};
use crate::quantity::Ratio;

/// What a task comes to, and its parts before caps of a wider scope.
#[derive(Debug, Clone)]
pub(super) struct Work<V = Ratio> {
    pub(super) answer: Answer<V>,
    pub(super) parts: Vec<(SubjectId, Number<V>)>,
}

impl<V: Scalar> Work<V> {
    /// Not settled yet.
    pub(super) const NOTHING: Work<V> =
        Work { answer: Answer::Amount(Number::Absent), parts: Vec::new() };
}

/// An amount of one subject, or of children that no list names.
#[derive(Debug)]
struct Item<V> {
    of: Option<SubjectId>,
    amount: Number<V>,
}

impl<'a, T: Tracer, V: Scalar> Eval<'a, '_, T, V> {
    /// What a rule (or stage) comes to for the subject at which it reports.
    pub(super) fn work(&mut self, task: &Task) -> Result<Work<V>, Stop> {
        let rule = self.rule(task.rule)?;
        match &rule.body {
            Body::Money(money) if !money.caps.is_empty() || rule.subject != Some(money.scope) => {
                self.capped_work(rule, money, task)
            }
            _ => Ok(Work { answer: self.part(task, task.subject, None)?, parts: Vec::new() }),
        }
    }

    fn capped_work(
        &mut self,
        rule: &'a Rule,
        money: &'a Money,
        task: &Task,
    ) -> Result<Work<V>, Stop> {
        let mut items = Vec::new();
        let mut refusal: Option<Refusal> = None;
        let run = self.run;
        for part in run.parts(rule, task.subject) {
            if !self.falls_in(rule, task, part)? {
                continue;
            }
            let amount = match self.part(task, part, None)? {
                Answer::Amount(amount) => amount,
                Answer::Refused(label) => {
                    // The part that came closest says why there is nothing.
                    refusal = refusal.max(Some(label));
                    Number::Absent
                }
                other => return Ok(Work { answer: other, parts: Vec::new() }),
            };
            items.push(Item { of: Some(part), amount });
        }
        let parts = match rule.subject == Some(money.scope) {
            true => Vec::new(),
            false => {
                items.iter().filter_map(|item| Some((item.of?, item.amount.clone()))).collect()
            }
        };
        if let Some(amount) = self.unlisted_parts(rule, task)? {
            items.push(Item { of: None, amount });
        }
        for cap in &money.caps {
            items = self.cap_items(cap, items, task, &mut refusal)?;
        }
        let total =
            items.into_iter().try_fold(Number::Absent, |sum, item| sum.plus(item.amount))?;
        let answer = match (total, refusal) {
            (Number::Absent, Some(refusal)) => Answer::Refused(refusal),
            (Number::Absent, None) if parts.is_empty() => Answer::Refused(Refusal::NotEligible),
            (total, _) => Answer::Amount(total),
        };
        Ok(Work { answer, parts })
    }

    /// Whether a part's event falls in the year of the task.
    fn falls_in(&self, rule: &Rule, task: &Task, part: SubjectId) -> Result<bool, Stop> {
        match rule.period {
            // The year of the task is that of its own subject's event.
            Period::Once(_) | Period::Staged if part != task.subject => {
                Ok(event_year(self.run, rule, task.rule, task.stage, part)? == task.year)
            }
            _ => Ok(true),
        }
    }

    /// What parts that no list names may come to.
    fn unlisted_parts(&mut self, rule: &'a Rule, task: &Task) -> Result<Option<Number<V>>, Stop> {
        let Some(list) = self.open_list(rule, task.subject) else { return Ok(None) };
        let amount = match self.part(task, SubjectId::UNLISTED, Some(list.of))? {
            Answer::Amount(amount) => amount,
            _ => Number::Absent,
        };
        self.forget_unlisted();
        Ok(Some(many_in_sum(amount, list.question())))
    }

    /// The first list, from the reporting subject down to the rule's own kind, that may be longer
    /// than what is given.
    fn open_list(&self, rule: &Rule, whole: SubjectId) -> Option<Children<'a>> {
        let kinds = &self.run.program.vocabulary.kinds;
        let top = self.run.facts.subject(whole)?.kind;
        let mut kind = rule.subject?;
        while kind != top {
            let parent = kinds.get(kind.index())?.parent?;
            let mut within = self.run.subjects_of(parent).filter(|owner| {
                self.run.scope(*owner, top) == Some(whole)
                    || self.run.scope(whole, parent) == Some(*owner)
            });
            let open = within.find(|owner| !self.children(*owner, kind).complete);
            if let Some(owner) = open {
                return Some(self.children(owner, kind));
            }
            if self.run.scope(whole, parent).is_some() {
                return None;
            }
            kind = parent;
        }
        None
    }

    /// The amounts under a cap: for each subject of its scope
    /// min(e, max(0, limit − what its sharers were paid there already)).
    fn cap_items(
        &mut self,
        cap: &'a Cap,
        items: Vec<Item<V>>,
        task: &Task,
        refusal: &mut Option<Refusal>,
    ) -> Result<Vec<Item<V>>, Stop> {
        let doubt = match &cap.when {
            None => Deps::default(),
            Some((reading, alternative)) => match self.alternative(*reading) {
                Ok(chosen) if chosen == *alternative => Deps::default(),
                Ok(_) => return Ok(items),
                Err(deps) => deps,
            },
        };
        let mut grouped = self.grouped(items, cap.scope, task.subject)?;
        for item in &mut grouped {
            let Some(of) = item.of else { continue };
            let amount = std::mem::replace(&mut item.amount, Number::Absent);
            let uncapped = (!doubt.is_empty()).then(|| amount.clone());
            let capped = self.under_cap(cap, of, amount, task, refusal)?;
            item.amount = match uncapped {
                Some(uncapped) => capped.or(uncapped, doubt.clone()),
                None => capped,
            };
        }
        Ok(grouped)
    }

    fn under_cap(
        &mut self,
        cap: &'a Cap,
        of: SubjectId,
        amount: Number<V>,
        task: &Task,
        refusal: &mut Option<Refusal>,
    ) -> Result<Number<V>, Stop> {
        let frame = Frame::own(of);
        let env = Env { frame: &frame, year: task.year, rule: task.rule, whose: of };
        let limit = Number::eval(self, &cap.limit, env)?;
        let used = self.used(cap, of, task)?;
        let left = limit.monus(used.clone())?;
        let zero = Range::point(V::ZERO);
        let may_be_used_up = left.range().is_some_and(|left| left.low == zero.low)
            && used.clone().compare(CompareOp::Above, Number::ZERO) != super::truth::Truth::False;
        let used_up = may_be_used_up && left == Number::ZERO;
        let doubt = left.clone().into_deps();
        let before = matches!(amount, Number::Absent);
        let capped = self.capped(amount, left, cap.address);
        if used_up && !before {
            *refusal = (*refusal).max(Some(Refusal::Exhausted(cap.address)));
            return Ok(Number::Absent);
        }
        Ok(if may_be_used_up && !before { capped.or_absent(doubt) } else { capped })
    }

    /// What the rules that share a cap were paid already, in its scope and window.
    fn used(&self, cap: &Cap, of: SubjectId, task: &Task) -> Result<Number<V>, Stop> {
        let asked = Asked { rules: &cap.shared, stage: None, to: of };
        match task.year {
            Some(year) => self.run.total(asked, cap.lifetime, |of| {
                if cap.lifetime { of <= year } else { of == year }
            }),
            None => {
                // The year is not known: anything up to all of it may count.
                let all = self.run.total(asked, cap.lifetime, |_| true)?;
                let deps = self.undated.clone();
                Ok(if deps.is_empty() { all } else { all.or(Number::ZERO, deps) })
            }
        }
    }

    /// Items summed by the subject of a kind that they belong to.
    fn grouped(
        &self,
        items: Vec<Item<V>>,
        kind: KindId,
        whole: SubjectId,
    ) -> Result<Vec<Item<V>>, Stop> {
        let at_whole = self.run.facts.subject(whole).is_some_and(|subject| subject.kind == kind);
        let mut groups: Vec<Item<V>> = Vec::new();
        for item in items {
            let of = if at_whole {
                Some(whole)
            } else {
                item.of.and_then(|of| self.run.scope(of, kind))
            };
            match groups.iter_mut().find(|group| group.of == of) {
                Some(group) => {
                    let sum = std::mem::replace(&mut group.amount, Number::Absent);
                    group.amount = sum.plus(item.amount)?;
                }
                None => groups.push(Item { of, amount: item.amount }),
            }
        }
        Ok(groups)
    }
}
