//! Lowering rules to code. What has no code stays with the interpreter.

use super::caps::WiderCap;
use super::code::{Code, Day, Number, Truth};
use super::expression::{Lower, finer};
use super::rule::{Amount, Body, Money, Payers, Period, RuleCode};
use super::unit::{Rounding, Unit};
use crate::eval::Below;
use crate::ir::{self, Expr, KindId, MoneyKind, Program, ReadingId, RuleId};
use crate::quantity::{Date, Exact};

/// What lowering of a rule looks at.
#[derive(Debug, Clone, Copy)]
pub(super) struct Lowering<'p> {
    pub(super) program: &'p Program,
    pub(super) readings: &'p [(ReadingId, usize)],
    /// First and last day of the rule's validity.
    pub(super) validity: Option<(Date, Date)>,
    /// Whether it is given year by year.
    pub(super) yearly: bool,
    pub(super) rule: RuleId,
    /// The kind of its subjects where it is given at once to each by itself.
    pub(super) alone: Option<KindId>,
}

/// The code of a rule under the readings chosen by hand and the defaults, as long as no other rule's
/// award changes it; none where it asks what code cannot tell.
pub(super) fn lower(
    program: &Program,
    readings: &[(ReadingId, usize)],
    id: RuleId,
) -> Option<RuleCode> {
    let rule = program.rules.get(id.index())?;
    let own = rule.subject?;
    let kind = match &rule.body {
        ir::Body::Money(money) => money.scope,
        _ => own,
    };
    let staged = matches!(rule.period, ir::Period::Staged);
    let mut lowering = Lowering {
        program,
        readings,
        validity: None,
        yearly: matches!(rule.period, ir::Period::Yearly),
        rule: id,
        alone: rule.subject.filter(|own| kind == *own && !staged),
    };
    let clause = program.clauses.get(rule.clause.index())?;
    let validity = clause.validity.as_ref().or(program.list.validity.as_ref());
    if let Some(validity) = validity {
        lowering.validity = Some((lowering.date(&validity.from)?, lowering.date(&validity.to)?));
    }
    Some(RuleCode {
        id,
        own,
        kind,
        below: Below::of(program, id),
        period: lowering.period(rule)?,
        validity: lowering.validity,
        guards: lowering.each(rule.guards.iter().map(|guard| &guard.condition))?,
        awaits: lowering.each(rule.awaits.iter().map(|(date, _)| date))?,
        body: lowering.body(rule, own)?,
    })
}

impl Lowering<'_> {
    /// The alternative of a reading.
    pub(super) fn alternative(&self, reading: ReadingId) -> Option<usize> {
        crate::eval::alternative(self.program, self.readings, reading)
    }

    /// Code of one type, whatever its unit.
    fn each<'e, D: Lower>(&self, exprs: impl Iterator<Item = &'e Expr>) -> Option<Vec<Code<D>>> {
        exprs.map(|expr| Some(D::lower(self, expr)?.0)).collect()
    }

    fn period(&self, rule: &ir::Rule) -> Option<Period> {
        Some(match (&rule.period, &rule.body) {
            (ir::Period::Unbound, _) => Period::Unbound,
            (ir::Period::Yearly, _) => Period::Yearly,
            (ir::Period::Once(event), _) => Period::Once(Day::lower(self, event)?.0),
            (ir::Period::Staged, ir::Body::Money(money)) => {
                let events: Option<Vec<&Expr>> =
                    money.stages.iter().map(|stage| stage.event.as_ref()).collect();
                Period::Staged(self.each(events?.into_iter())?)
            }
            (ir::Period::Staged, _) => return None,
        })
    }

    fn body(&self, rule: &ir::Rule, own: KindId) -> Option<Body> {
        Some(match &rule.body {
            ir::Body::Money(money) => Body::Money(Box::new(self.money(money, own)?)),
            ir::Body::Determination { .. } => Body::Determination,
            ir::Body::Target { measure, deadline: day }
            | ir::Body::ServiceLimit { measure, deadline: day, .. } => Body::Measured {
                measure: Truth::lower(self, measure)?.0,
                day: match day {
                    Some(day) => Some(Day::lower(self, day)?.0),
                    None => None,
                },
            },
            ir::Body::Duty { .. } => return None,
        })
    }

    fn money(&self, money: &ir::Money, own: KindId) -> Option<Money> {
        let stages = money.stages.iter().map(|stage| self.amount(&stage.amount));
        let stages: Vec<_> = stages.collect::<Option<_>>()?;
        let exceptions = money.exceptions.iter().map(|exception| {
            let condition = Truth::lower(self, &exception.condition)?.0;
            Some((condition, self.amount(&exception.amount)?))
        });
        let exceptions: Vec<_> = exceptions.collect::<Option<_>>()?;
        let mut caps = Vec::new();
        for cap in &money.caps {
            let applies = match cap.when {
                None => true,
                Some((reading, alternative)) => self.alternative(reading)? == alternative,
            };
            if applies {
                caps.push((cap, Number::lower(self, &cap.limit)?));
            }
        }
        let amounts = stages.iter().chain(exceptions.iter().map(|(_, amount)| amount));
        let units = amounts.map(|(_, unit)| *unit).chain(caps.iter().map(|(_, (_, unit))| *unit));
        let unit = common(units)?;
        let to_unit = |(amount, from): (Amount, Unit)| match amount {
            Amount::Computed(code) => Some(Amount::Computed(finer(code, from, unit)?)),
            elsewhere => Some(elsewhere),
        };
        let caps = caps.into_iter().map(|(cap, (limit, from))| {
            let limit = finer(limit, from, unit)?;
            let ir::Cap { scope, lifetime, address, .. } = *cap;
            Some(WiderCap { limit, scope, lifetime, address })
        });
        let list = &self.program.list;
        let paid = match money.kind {
            MoneyKind::Paid | MoneyKind::Sought(_) => {
                Some(Rounding::to(list.payable_to, list.payable_mode, unit)?)
            }
            MoneyKind::Deduction | MoneyKind::Deferral | MoneyKind::Reduction => None,
        };
        Some(Money {
            stages: stages.into_iter().map(to_unit).collect::<Option<_>>()?,
            exceptions: exceptions
                .into_iter()
                .map(|(condition, amount)| Some((condition, to_unit(amount)?)))
                .collect::<Option<_>>()?,
            unit,
            caps: caps.collect::<Option<_>>()?,
            between: self.between(own, money.scope)?,
            limited: money.year_limits.iter().map(|limit| limit.scope).collect(),
            payers: self.payers(&money.payers)?,
            paid,
            payable: (list.payable_to, list.payable_mode),
        })
    }

    fn amount(&self, amount: &ir::Amount) -> Option<(Amount, Unit)> {
        Some(match amount {
            ir::Amount::Computed(expr) => {
                let (code, unit) = Number::lower(self, expr)?;
                (Amount::Computed(code), unit)
            }
            ir::Amount::Elsewhere(by) => (Amount::Elsewhere(by.clone()), Unit::ONE),
        })
    }

    /// The kinds above one up to another, that one included; none where it does not stand above.
    fn between(&self, own: KindId, top: KindId) -> Option<Vec<KindId>> {
        let mut between = Vec::new();
        let mut kind = own;
        while kind != top {
            kind = self.program.vocabulary.kinds.get(kind.index())?.parent?;
            between.push(kind);
        }
        Some(between)
    }

    fn payers(&self, payers: &ir::Payers) -> Option<Payers> {
        let weights = payers.shares.iter().map(|share| self.written(&share.weight));
        Some(Payers {
            levels: payers.shares.iter().map(|share| share.level).collect(),
            weights: weights.collect::<Option<_>>()?,
            remainder: payers.remainder,
        })
    }

    /// A figure that the text states, under the readings chosen.
    pub(super) fn written(&self, expr: &Expr) -> Option<Exact> {
        match expr {
            Expr::Number(figure, _) => Some(*figure),
            Expr::Switch { reading, arms } => self.written(arms.get(self.alternative(*reading)?)?),
            _ => None,
        }
    }

    /// A date that the text states.
    fn date(&self, expr: &Expr) -> Option<Date> {
        match expr {
            Expr::Date(date, _) => Some(*date),
            Expr::Switch { reading, arms } => self.date(arms.get(self.alternative(*reading)?)?),
            Expr::DateAdd { date, amount, unit, .. } => unit.later(self.date(date)?, *amount),
            _ => None,
        }
    }
}

/// A unit in which numbers of all are whole.
pub(super) fn common(units: impl Iterator<Item = Unit>) -> Option<Unit> {
    let mut units = units;
    let first = units.next().unwrap_or(Unit::ONE);
    units.try_fold(first, Unit::common)
}
