//! Folds over the children of a subject.

use super::context::{Env, Eval, Frame, Stop};
use super::day::Day;
use super::deps::Deps;
use super::domain::Domain;
use super::number::Number;
use super::range::Range;
use super::scalar::Scalar;
use super::trace::{Event, Tracer};
use super::truth::Truth;
use super::{Listing, Missing, SubjectId};
use crate::ir::{CompareOp, Expr, Fold, FoldOp, KindId, Period};
use crate::quantity::Date;

/// A list of children: those given, and what is known of the list.
#[derive(Debug, Clone, Copy)]
pub(super) struct Children<'a> {
    pub(super) of: SubjectId,
    pub(super) kind: KindId,
    pub(super) given: &'a [SubjectId],
    pub(super) complete: bool,
}

impl Children<'_> {
    /// The question whether there are children that no list names.
    pub(super) fn question(&self) -> Missing {
        Missing::Children { subject: self.of, kind: self.kind }
    }
}

impl<'a, T: Tracer, V: Scalar> Eval<'a, '_, T, V> {
    /// The children of a subject.
    pub(super) fn children(&self, of: SubjectId, kind: KindId) -> Children<'a> {
        let listed = self
            .run
            .facts
            .subject(of)
            .and_then(|subject| subject.children.iter().find(|(listed, _, _)| *listed == kind));
        let (listing, given) = listed.map_or((Listing::Unknown, &[][..]), |(_, listing, given)| {
            (*listing, given.as_slice())
        });
        Children { of, kind, given, complete: listing == Listing::Complete }
    }

    /// A sum, an extreme or a count.
    pub(super) fn fold_number(&mut self, fold: &Fold, env: Env<'_>) -> Result<Number<V>, Stop> {
        let children = match self.subject(&fold.of, env)? {
            Ok(of) => self.children(of, fold.kind),
            Err(deps) => return Ok(Number::within(Range::ANY, deps).or_absent(Deps::default())),
        };
        let mut made = if fold.op == FoldOp::Count { Number::ZERO } else { Number::Absent };
        for child in children.given {
            let frame = env.frame.item(*child, children.of);
            let env = Env { frame: &frame, ..env };
            let kept = self.keeps(fold, env)?;
            self.trace(fold.address, || Event::Item { subject: *child, kept: kept.known() });
            if kept != Truth::False {
                made = combine(fold.op, made, self.item(fold, kept, env)?)?;
            }
        }
        if children.complete {
            return Ok(made);
        }
        let rest = self.unlisted(children, env, |eval, env| {
            let kept = eval.keeps(fold, env)?;
            if kept == Truth::False { Ok(Number::Absent) } else { eval.item(fold, kept, env) }
        })?;
        combine(fold.op, made, many(fold.op, rest, children.question()))
    }

    /// What one item comes to, given how far it is kept.
    fn item(&mut self, fold: &Fold, kept: Truth, env: Env<'_>) -> Result<Number<V>, Stop> {
        let item = match &fold.body {
            Some(body) if fold.op != FoldOp::Count => Number::eval(self, body, env)?,
            _ => Number::Point(V::ONE),
        };
        Ok(match kept {
            Truth::Unknown(deps) => item.or_absent(deps),
            Truth::True | Truth::False => item,
        })
    }

    /// Whether there is an item, or whether the body holds of all.
    pub(super) fn fold_truth(&mut self, fold: &Fold, env: Env<'_>) -> Result<Truth, Stop> {
        let children = match self.subject(&fold.of, env)? {
            Ok(of) => self.children(of, fold.kind),
            Err(deps) => return Ok(Truth::Unknown(deps)),
        };
        // "All" is "there is none for which it does not hold".
        let mut found = Truth::False;
        for child in children.given {
            let frame = env.frame.item(*child, children.of);
            let env = Env { frame: &frame, ..env };
            if found == Truth::True {
                // Decided; the rest is only looked at for the tracer, and cannot stop anything.
                if !T::THROUGH {
                    break;
                }
                let kept = self.decides(fold, env).ok().and_then(|counts| counts.known());
                self.trace(fold.address, || Event::Item { subject: *child, kept });
                continue;
            }
            let counts = self.decides(fold, env)?;
            self.trace(fold.address, || Event::Item { subject: *child, kept: counts.known() });
            found = found.or(counts);
        }
        if !children.complete && found != Truth::True {
            let rest = self.unlisted(children, env, |eval, env| eval.decides(fold, env))?;
            if rest != Truth::False {
                found = found.or(Truth::Unknown(rest.into_deps().unlisted(children.question())));
            }
        }
        Ok(if fold.op == FoldOp::All { found.negated() } else { found })
    }

    /// Whether an item decides the question of the fold.
    fn decides(&mut self, fold: &Fold, env: Env<'_>) -> Result<Truth, Stop> {
        let kept = self.keeps(fold, env)?;
        let Some(body) = fold.body.as_ref().filter(|_| kept != Truth::False) else {
            return Ok(kept);
        };
        let holds = Truth::eval(self, body, env)?;
        Ok(kept.and(if fold.op == FoldOp::All { holds.negated() } else { holds }))
    }

    /// The body of the item with the earliest date.
    pub(super) fn first<D: Domain<V>>(&mut self, fold: &Fold, env: Env<'_>) -> Result<D, Stop> {
        let (Some(order), Some(body)) = (&fold.order, &fold.body) else { return Err(Stop::Fault) };
        let children = match self.subject(&fold.of, env)? {
            Ok(of) => self.children(of, fold.kind),
            Err(deps) => return Ok(D::anything(deps).either(D::absent(), Deps::default())),
        };
        let mut first: Option<(Date, SubjectId)> = None;
        let mut doubt = Deps::default();
        for child in children.given {
            let frame = env.frame.item(*child, children.of);
            let env = Env { frame: &frame, ..env };
            let kept = self.keeps(fold, env)?;
            self.trace(fold.address, || Event::Item { subject: *child, kept: kept.known() });
            match (kept, Day::eval(self, order, env)?) {
                (Truth::False, _) | (_, Day::NotHappened | Day::Absent) => {}
                (Truth::True, Day::Known(date)) => {
                    if first.is_none_or(|(earliest, _)| date < earliest) {
                        first = Some((date, *child));
                    }
                }
                (kept, date) => doubt.extend(kept.into_deps().and(date.into_deps())),
            }
        }
        if !children.complete {
            doubt.insert(super::deps::Dep::Missing(children.question()));
        }
        let known = match first {
            None => D::absent(),
            Some((_, child)) => {
                let frame = env.frame.item(child, children.of);
                D::eval(self, body, Env { frame: &frame, ..env })?
            }
        };
        Ok(if doubt.is_empty() { known } else { known.either(D::anything(doubt), Deps::default()) })
    }

    /// Whether an item passes the filter and its event falls in the time of the rule.
    fn keeps(&mut self, fold: &Fold, env: Env<'_>) -> Result<Truth, Stop> {
        let timely = match &fold.event {
            None => Truth::True,
            Some(event) => self.is_timely(event, env)?,
        };
        match &fold.filter {
            Some(filter) if timely != Truth::False => {
                Ok(timely.and(Truth::eval(self, filter, env)?))
            }
            _ => Ok(timely),
        }
    }

    /// Whether an event falls in the bound year (of a yearly rule) and in the rule's validity.
    fn is_timely(&mut self, event: &Expr, env: Env<'_>) -> Result<Truth, Stop> {
        let date = Day::eval(self, event, env)?;
        let rule = self.run.program.rules.get(env.rule.index()).ok_or(Stop::Fault)?;
        let in_force = self.covers(rule, date.clone(), env)?;
        let Some(year) = env.year.filter(|_| matches!(rule.period, Period::Yearly)) else {
            return Ok(in_force);
        };
        let (first, last) = first_and_last(year)?;
        let from = date.clone().compare(CompareOp::AtLeast, Day::Known(first));
        Ok(from.and(date.compare(CompareOp::AtMost, Day::Known(last))).and(in_force))
    }

    /// What is known of a child that no list names: all its facts are missing.
    fn unlisted<R>(
        &mut self,
        children: Children<'_>,
        env: Env<'_>,
        f: impl FnOnce(&mut Self, Env<'_>) -> Result<R, Stop>,
    ) -> Result<R, Stop> {
        let frame: Frame<'_> = env.frame.item(SubjectId::UNLISTED, children.of);
        let value = f(self, Env { frame: &frame, ..env });
        self.forget_unlisted();
        value
    }
}

/// The first and the last day of a year.
pub(super) fn first_and_last(year: i32) -> Result<(Date, Date), Stop> {
    let range = crate::quantity::DateRange::of_year(year).ok_or(Stop::Overflow)?;
    Ok((range.from(), range.to()))
}

fn combine<V: Scalar>(op: FoldOp, made: Number<V>, item: Number<V>) -> Result<Number<V>, Stop> {
    Ok(match op {
        FoldOp::Highest => made.extreme(item, true),
        FoldOp::Lowest => made.extreme(item, false),
        FoldOp::Sum | FoldOp::Count | FoldOp::Exists | FoldOp::All | FoldOp::First => {
            made.plus(item)?
        }
    })
}

/// What any number of unlisted children come to in a sum, of whom one comes to `one`.
pub(super) fn many_in_sum<V: Scalar>(one: Number<V>, question: Missing) -> Number<V> {
    many(FoldOp::Sum, one, question)
}

/// What any number of unlisted children come to, of whom one comes to `one`.
fn many<V: Scalar>(op: FoldOp, one: Number<V>, question: Missing) -> Number<V> {
    let Some(range) = one.range() else { return Number::Absent };
    let range = match op {
        FoldOp::Highest | FoldOp::Lowest => range,
        FoldOp::Sum | FoldOp::Count | FoldOp::Exists | FoldOp::All | FoldOp::First => {
            let zero = Range::point(V::ZERO);
            Range {
                low: if range.is_not_below(zero) { range.low } else { None },
                high: if zero.is_not_below(range) { range.high } else { None },
            }
        }
    };
    Number::of(Some(range), true, one.into_deps().unlisted(question))
}
