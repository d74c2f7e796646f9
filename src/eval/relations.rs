//! How an award stands to the award of another rule, for the same subject and year.

use super::SubjectId;
use super::answer::{Answer, Refusal};
use super::caps::Work;
use super::context::{Env, Eval, Run, Stop};
use super::deps::Deps;
use super::number::Number;
use super::schedule::Task;
use super::trace::{Event, NoTrace, Tracer};
use super::truth::Truth;
use crate::ir::{Body, CompareOp, Money, Relation, RelationHow, RuleId};

impl Run<'_> {
    /// What another rule came to for a subject and year in this run; 无 when it gave nothing.
    fn award(&self, rule: RuleId, to: SubjectId, year: Option<i32>) -> Number {
        let rules = [rule];
        let of_year = self.ledger.awards(&rules).filter(|award| award.task.year == year);
        let mut amounts = of_year.filter_map(|award| {
            if award.task.subject == to {
                return Some(award.amount);
            }
            award.parts.iter().find(|(part, _)| *part == to).map(|(_, amount)| amount)
        });
        amounts
            .try_fold(Number::Absent, |sum, amount| sum.plus(amount.clone()))
            .unwrap_or(Number::Absent)
    }
}

impl<T: Tracer> Eval<'_, '_, T> {
    /// How a relation goes under the readings in use.
    pub(super) fn relation(&self, relation: &Relation) -> Result<Result<RelationHow, Deps>, Stop> {
        let chosen = match relation.reading {
            None => Ok(0),
            Some(reading) => self.alternative(reading),
        };
        match chosen {
            Ok(chosen) => relation.how.get(chosen).copied().map(Ok).ok_or(Stop::Fault),
            Err(deps) => Ok(Err(deps)),
        }
    }

    /// False when the other rule's award excludes this one.
    pub(super) fn is_not_excluded(
        &mut self,
        relation: &Relation,
        env: Env<'_>,
    ) -> Result<Truth, Stop> {
        let how = self.relation(relation)?;
        if matches!(how, Ok(RelationHow::HighestOf | RelationHow::Stacks)) {
            return Ok(Truth::True);
        }
        let other = self.run.award(relation.rule, env.whose, env.year);
        let granted = other.compare(CompareOp::Above, Number::ZERO);
        let excluded = match how {
            Err(deps) if relation.how.contains(&RelationHow::ExcludedBy) => {
                granted.and(Truth::Unknown(deps))
            }
            Err(_) => Truth::False,
            Ok(_) => granted,
        };
        self.trace(relation.address, || Event::Relation(excluded.known()));
        Ok(excluded.negated())
    }

    /// The amount where only the highest of several is paid, or the rule that beats it.
    pub(super) fn highest_of(
        &mut self,
        money: &Money,
        amount: Number,
        env: Env<'_>,
    ) -> Result<(Number, Option<RuleId>), Stop> {
        let mut amount = amount;
        for relation in &money.relations {
            let doubt = match self.relation(relation)? {
                Ok(RelationHow::HighestOf) => Deps::default(),
                Err(deps) if relation.how.contains(&RelationHow::HighestOf) => deps,
                Ok(_) | Err(_) => continue,
            };
            let other = self.run.award(relation.rule, env.whose, env.year);
            let beaten = beats(relation.rule, other, env.rule, amount.clone());
            let beaten = if doubt.is_empty() { beaten } else { beaten.and(Truth::Unknown(doubt)) };
            self.trace(relation.address, || Event::Relation(beaten.known()));
            match beaten {
                Truth::True => return Ok((Number::Absent, Some(relation.rule))),
                Truth::False => {}
                Truth::Unknown(deps) => amount = amount.or_absent(deps),
            }
        }
        Ok((amount, None))
    }
}

/// Where a rule is paid instead of a lower one that was evaluated before it, takes the lower award
/// away (or leaves it open).
pub(super) fn take_lower_awards(run: &mut Run<'_>, task: &Task) {
    let Some(Body::Money(money)) = run.program.rules.get(task.rule.index()).map(|rule| &rule.body)
    else {
        return;
    };
    if money.relations.is_empty() {
        return;
    }
    let mut tracer = NoTrace;
    for relation in &money.relations {
        let how = Eval::new(run, &[], &mut tracer).relation(relation);
        let doubt = match how {
            Ok(Ok(RelationHow::HighestOf)) => Deps::default(),
            Ok(Err(deps)) if relation.how.contains(&RelationHow::HighestOf) => deps,
            _ => continue,
        };
        let Some((last, earlier)) = run.ledger.settled.split_last_mut() else { return };
        let Ok(Work { answer: Answer::Amount(own), .. }) = &last.1.work else { return };
        let same = |other: &Task| {
            other.rule == relation.rule && other.subject == task.subject && other.year == task.year
        };
        for (other, verdict) in earlier.iter_mut().filter(|(other, _)| same(other)) {
            let Ok(Work { answer: Answer::Amount(amount), .. }) = &mut verdict.work else {
                continue;
            };
            let beaten = match beats(task.rule, own.clone(), other.rule, amount.clone()) {
                Truth::True if !doubt.is_empty() => Truth::Unknown(doubt.clone()),
                beaten => beaten,
            };
            match beaten {
                Truth::False => continue,
                Truth::Unknown(deps) => {
                    verdict.deps.extend(deps.clone());
                    *amount = std::mem::replace(amount, Number::Absent).or_absent(deps);
                }
                Truth::True => {
                    verdict.deps = Deps::default();
                    if let Ok(work) = &mut verdict.work {
                        work.answer = Answer::Refused(Refusal::Excluded(task.rule));
                    }
                }
            }
        }
    }
}

/// Whether one rule's award is paid instead of another's: it is higher, or it is as high and its
/// rule stands earlier.
fn beats(rule: RuleId, amount: Number, than: RuleId, other: Number) -> Truth {
    // Against 无 any award is the higher.
    match (&amount, &other) {
        (Number::Absent, _) => return Truth::False,
        (Number::Point(_), Number::Absent) => return Truth::True,
        _ => {}
    }
    let op = if rule < than { CompareOp::AtLeast } else { CompareOp::Above };
    let absent = other.may_be_absent();
    match amount.compare(op, other.clone()) {
        Truth::False if absent => Truth::Unknown(other.into_deps()),
        holds => holds,
    }
}
