//! How an award stands to the award of another rule, for the same subject and year.

use super::SubjectId;
use super::answer::{Answer, Refusal};
use super::caps::Work;
use super::context::{Env, Eval, Run, Stop};
use super::deps::Deps;
use super::history::Asked;
use super::number::Number;
use super::scalar::Scalar;
use super::schedule::Task;
use super::trace::{Event, NoTrace, Tracer};
use super::truth::Truth;
use super::unknown::{Verdict, settle};
use crate::ir::{Body, CompareOp, Money, Period, Relation, RelationHow, RuleId};

impl<V: Scalar> Run<'_, V> {
    /// What another rule came to for a subject and year, in this run or an earlier one; 无 when it
    /// gave nothing.
    fn award(&self, rule: RuleId, to: SubjectId, year: Option<i32>) -> Number<V> {
        let rules = [rule];
        let of_year = self.ledger.awards(&rules).filter(|award| award.task.year == year);
        let mut amounts = of_year.filter_map(|award| {
            if award.task.subject == to {
                return Some(award.amount);
            }
            award.parts.iter().find(|(part, _)| *part == to).map(|(_, amount)| amount)
        });
        let before = self.past_award(rule, to, year);
        amounts.try_fold(before, |sum, amount| sum.plus(amount.clone())).unwrap_or(Number::Absent)
    }

    /// What the facts state of a benefit given once that was paid before: it is used up in this
    /// run, but another rule is not paid beside it for that.
    fn paid_before(&self, rule: RuleId, to: SubjectId, year: Option<i32>) -> Number<V> {
        let mut award = Number::Absent;
        let period = self.program.rules.get(rule.index()).map(|rule| &rule.period);
        if matches!(period, Some(Period::Once(_) | Period::Staged)) {
            let asked = Asked { rules: &[rule], stage: None, to };
            self.each_earlier_award(asked, |of, amount| {
                if of == year {
                    let before = std::mem::replace(&mut award, Number::Absent);
                    award = before.extreme(amount, true);
                }
            });
        }
        award
    }

    /// The rules whose awards the one settled last beats, or may beat, of those that it names: each
    /// with the subjects for which it does.
    fn beaten_by_last(&self, task: &Task, named: &[RuleId]) -> Vec<(RuleId, Whose)> {
        let Some((_, Verdict { work: Ok(Work { answer: Answer::Amount(whole), parts }), .. })) =
            self.ledger.settled.last()
        else {
            return Vec::new();
        };
        let whole = parts.is_empty().then_some((task.subject, whole));
        let own = whole.into_iter().chain(parts.iter().map(|(part, amount)| (*part, amount)));
        let beats_it = |rule: &RuleId| {
            let beaten = own.clone().filter(|(subject, amount)| {
                let other = self.award(*rule, *subject, task.year);
                !matches!(other, Number::Absent)
                    && beats(task.rule, amount, *rule, &other) != Truth::False
            });
            let subjects: Vec<_> = beaten.map(|(subject, _)| subject).collect();
            (!subjects.is_empty()).then_some((*rule, Whose(subjects)))
        };
        named.iter().filter_map(beats_it).collect()
    }

    /// The relations of which only the higher award is paid, between a rule and others: each with
    /// the other rule, whichever of both names the other.
    fn rivals(&self, rule: RuleId) -> impl Iterator<Item = (RuleId, &Relation)> {
        let rules = &self.program.rules;
        let relations = |of: RuleId| match rules.get(of.index()).map(|rule| &rule.body) {
            Some(Body::Money(money)) => money.relations.as_slice(),
            _ => &[],
        };
        self.program.linked(rule).flat_map(move |link| {
            let between = [(rule, link.rule), (link.rule, rule)];
            let named = between.into_iter().flat_map(move |(naming, named)| {
                relations(naming).iter().filter(move |relation| relation.rule == named)
            });
            let highest = |relation: &&Relation| relation.how.contains(&RelationHow::HighestOf);
            named.filter(highest).map(move |relation| (link.rule, relation))
        })
    }
}

impl<T: Tracer, V: Scalar> Eval<'_, '_, T, V> {
    /// How a relation goes under the readings in use.
    fn relation(&self, relation: &Relation) -> Result<Result<RelationHow, Deps>, Stop> {
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
        if !relation.how.contains(&RelationHow::ExcludedBy) {
            return Ok(Truth::True);
        }
        let how = self.relation(relation)?;
        if matches!(how, Ok(RelationHow::HighestOf | RelationHow::Stacks)) {
            return Ok(Truth::True);
        }
        let granted = |other: Number<V>| other.compare(CompareOp::Above, Number::ZERO);
        let before = granted(self.run.paid_before(relation.rule, env.whose, env.year));
        let granted = granted(self.run.award(relation.rule, env.whose, env.year)).or(before);
        let excluded = match how {
            Err(deps) => granted.and(Truth::Unknown(deps)),
            Ok(_) => granted,
        };
        self.trace(relation.address, || Event::Relation(excluded.known()));
        Ok(excluded.negated())
    }

    /// What it hangs on whether only the higher of two awards is paid; none where both may be.
    fn takes_the_highest(&self, relation: &Relation) -> Result<Option<Deps>, Stop> {
        if !relation.how.contains(&RelationHow::HighestOf) {
            return Ok(None);
        }
        Ok(match self.relation(relation)? {
            Ok(RelationHow::HighestOf) => Some(Deps::default()),
            Ok(_) => None,
            Err(deps) => Some(deps),
        })
    }

    /// The amount where only the highest of several is paid, or the rule that beats it.
    pub(super) fn highest_of(
        &mut self,
        money: &Money,
        amount: Number<V>,
        env: Env<'_>,
    ) -> Result<(Number<V>, Option<RuleId>), Stop> {
        let mut amount = amount;
        let run = self.run;
        // What names this rule is settled after it, and matters when it is settled again.
        let again = run.ledger.again.then(|| run.rivals(env.rule));
        let own = money.relations.iter().map(|relation| (relation.rule, relation));
        let first = again.is_none().then_some(own).into_iter().flatten();
        for (rival, relation) in again.into_iter().flatten().chain(first) {
            let Some(doubt) = self.takes_the_highest(relation)? else { continue };
            let other = run.award(rival, env.whose, env.year);
            let mut beaten = beats(rival, &other, env.rule, &amount);
            if rival == relation.rule {
                let before = run.paid_before(rival, env.whose, env.year);
                beaten = beaten.or(is_higher(&before, true, &amount));
            }
            let beaten = if doubt.is_empty() { beaten } else { beaten.and(Truth::Unknown(doubt)) };
            self.trace(relation.address, || Event::Relation(beaten.known()));
            match beaten {
                Truth::True => return Ok((Number::Absent, Some(rival))),
                Truth::False => {}
                Truth::Unknown(deps) => amount = amount.or_absent(deps),
            }
        }
        Ok((amount, None))
    }
}

/// Where a rule is paid instead of a lower one that was settled before it, takes the lower award
/// away (or leaves it open): the lower rule is settled again, since the caps above its parts change
/// too, and then the rules that it kept from being paid, and so on. An award is paid in the end
/// where no higher one that it may not stand beside is.
pub(super) fn take_lower_awards<V: Scalar>(run: &mut Run<'_, V>, task: &Task) {
    let Some(Body::Money(money)) = run.program.rules.get(task.rule.index()).map(|rule| &rule.body)
    else {
        return;
    };
    let mut named = Vec::new();
    for relation in &money.relations {
        let doubt = Eval::new(run, &[], &mut NoTrace).takes_the_highest(relation);
        if let Ok(Some(_)) = doubt {
            named.push(relation.rule);
        }
    }
    if named.is_empty() {
        return;
    }
    let mut open = run.beaten_by_last(task, &named);
    // Each turn follows a change of a higher award, so turns end; where amounts are open, no order
    // among them is certain, and this ends them.
    let mut turns = run.ledger.settled.len();
    run.ledger.again = true;
    while let Some((rule, whose)) = open.pop() {
        let changed = settle_again(run, rule, task.year, &whose);
        if !changed.0.is_empty() && turns > 0 {
            turns = turns.saturating_sub(1);
            let rivals = run.rivals(rule).map(|(rival, _)| rival);
            for rival in rivals.filter(|rival| *rival != task.rule) {
                let next = (rival, changed.clone());
                if !open.contains(&next) {
                    open.push(next);
                }
            }
        }
    }
    run.ledger.again = false;
}

/// For whom awards change.
#[derive(Debug, Clone, PartialEq)]
struct Whose(Vec<SubjectId>);

impl Whose {
    /// Whether other awards may change what a task comes to for one of them.
    fn touches<V>(&self, task: &Task, work: &Result<Work<V>, Stop>) -> bool {
        match work {
            Ok(Work { parts, .. }) if !parts.is_empty() => true,
            Ok(Work { answer: Answer::Refused(Refusal::Excluded(_)), .. }) => {
                self.0.contains(&task.subject)
            }
            // A guard that does not hold decides whatever others are awarded.
            Ok(Work { answer: Answer::Refused(_), .. }) => false,
            _ => self.0.contains(&task.subject),
        }
    }
}

/// Whether others' awards may turn on the difference: on an amount, or on those of parts. Why there
/// is none is no matter.
fn differ<V: Scalar>(a: &Result<Work<V>, Stop>, b: &Result<Work<V>, Stop>) -> bool {
    let (Ok(a), Ok(b)) = (a, b) else { return a.is_ok() != b.is_ok() };
    let amounts_differ = match (&a.answer, &b.answer) {
        (Answer::Amount(a), Answer::Amount(b)) => a != b,
        (Answer::Amount(_), _) | (_, Answer::Amount(_)) => true,
        _ => false,
    };
    amounts_differ || a.parts != b.parts
}

/// Settles what a rule came to in a year for some subjects anew, as if it had not been settled yet;
/// for whom it changed.
fn settle_again<V: Scalar>(
    run: &mut Run<'_, V>,
    rule: RuleId,
    year: Option<i32>,
    whose: &Whose,
) -> Whose {
    let settled = run.ledger.settled.iter_mut().enumerate().filter(|(_, (task, verdict))| {
        task.rule == rule && task.year == year && whose.touches(task, &verdict.work)
    });
    let mut again = Vec::new();
    for (position, (task, verdict)) in settled {
        let before = std::mem::replace(&mut verdict.work, Ok(Work::NOTHING));
        again.push((position, *task, before));
    }
    let mut changed = Vec::new();
    for (position, task, before) in again {
        let verdict = settle(run, &task, &mut NoTrace);
        if differ(&verdict.work, &before) {
            changed.push(task.subject);
            let parts = verdict.work.iter().flat_map(|work| &work.parts);
            changed.extend(parts.map(|(part, _)| *part));
        }
        run.ledger.replace(position, verdict, run.was_awarded(&task));
    }
    Whose(changed)
}

/// Whether one rule's award is paid instead of another's: it is higher, or it is as high and its
/// rule stands earlier.
fn beats<V: Scalar>(rule: RuleId, amount: &Number<V>, than: RuleId, other: &Number<V>) -> Truth {
    is_higher(amount, rule < than, other)
}

/// Whether an award is higher than another, or as high where it has precedence.
fn is_higher<V: Scalar>(amount: &Number<V>, has_precedence: bool, other: &Number<V>) -> Truth {
    // Against 无 any award is the higher.
    match (amount, other) {
        (Number::Absent, _) => return Truth::False,
        (Number::Point(_), Number::Absent) => return Truth::True,
        _ => {}
    }
    let op = if has_precedence { CompareOp::AtLeast } else { CompareOp::Above };
    match amount.clone().compare(op, other.clone().present()) {
        Truth::False if other.may_be_absent() => Truth::Unknown(other.clone().into_deps()),
        holds => holds,
    }
}
