//! How much each cap saves: what the amounts before it come to, less what they come to after it.
//!
//! A cap is held against the amount as it reaches it, so of several in a row each tells what it
//! takes of what those before it have left, and together they tell what all of them take. Only
//! awards that are settled count (granted, or nothing because the cap is used up): what a cap would
//! take of an award that is refused or still open is nobody's saving.

use std::collections::{BTreeMap, BTreeSet};

use crate::batch::{Evaluated, PassedCap, Sum};
use crate::eval::{Outcome, Status};
use crate::ir::{AddressId, Body, Expr, ListInfo, Program, Type};
use crate::quantity::{Dimension, Exact, Ratio};

/// What the caps of a program are caps of.
#[derive(Debug, Clone)]
pub(super) struct KnownCaps {
    caps: BTreeMap<AddressId, Known>,
}

#[derive(Debug, Clone, Copy)]
struct Known {
    /// What it bounds; none when that cannot be told.
    dimension: Option<Dimension>,
    /// Whether it stands outside of the amount.
    wide: bool,
}

/// What a cap saves.
#[derive(Debug, Clone, PartialEq)]
pub struct CapSaving {
    /// The cap.
    pub address: AddressId,
    /// What it bounds, where that can be told: money, or a quantity that money is computed from.
    pub dimension: Option<Dimension>,
    /// Amounts that met it.
    pub met: u64,
    /// Amounts that it lowered.
    pub lowered: u64,
    /// Records of which it lowered an amount.
    pub records: u64,
    /// What it took, in 元 or the canonical unit of its dimension.
    pub saved: Sum,
    /// How many of the amounts had no end as decimals and were rounded to the payable unit.
    pub rounded: u64,
    /// Amounts that met it in awards that are not settled: not counted above.
    pub open: u64,
}

/// What caps save, by address.
#[derive(Debug, Clone, Default)]
pub(super) struct Savings(BTreeMap<AddressId, CapSaving>);

impl KnownCaps {
    /// The caps of a program.
    pub(super) fn of(program: &Program) -> KnownCaps {
        let mut caps = BTreeMap::new();
        let locals = program.locals.iter().map(|local| &local.body);
        let exprs = program.rules.iter().flat_map(|rule| rule.exprs());
        for expr in locals.chain(exprs) {
            expr.walk(&mut |expr| {
                if let Expr::Cap { value, limit, address } = expr {
                    let dimension = dimension(program, limit).or_else(|| dimension(program, value));
                    caps.insert(*address, Known { dimension, wide: false });
                }
            });
        }
        let bodies = program.rules.iter().map(|rule| &rule.body);
        let money = bodies.filter_map(|body| match body {
            Body::Money(money) => Some(money),
            _ => None,
        });
        for cap in money.flat_map(|money| &money.caps) {
            caps.insert(cap.address, Known { dimension: Some(Dimension::MONEY), wide: true });
        }
        KnownCaps { caps }
    }
}

impl Savings {
    /// Adds a record.
    pub(super) fn take(&mut self, program: &Program, known: &KnownCaps, evaluated: &Evaluated) {
        let mut lowered = BTreeSet::new();
        for passed in &evaluated.caps {
            let Some(known) = known.caps.get(&passed.at) else { continue };
            if passed.unlisted && !known.wide {
                continue;
            }
            let Some(outcome) = outcome(evaluated, passed) else { continue };
            let saving = self.0.entry(passed.at).or_insert_with(|| CapSaving {
                address: passed.at,
                dimension: known.dimension,
                met: 0,
                lowered: 0,
                records: 0,
                saved: Sum::default(),
                rounded: 0,
                open: 0,
            });
            if saving.take(program, passed, &outcome.status) {
                lowered.insert(passed.at);
            }
        }
        for address in lowered {
            if let Some(saving) = self.0.get_mut(&address) {
                saving.records = saving.records.saturating_add(1);
            }
        }
    }

    /// Adds what other records came to.
    pub(super) fn join(&mut self, other: Savings) {
        for (address, more) in other.0 {
            match self.0.get_mut(&address) {
                Some(saving) => saving.join(more),
                None => {
                    self.0.insert(address, more);
                }
            }
        }
    }

    /// The savings in order of address.
    pub(super) fn into_savings(self) -> Vec<CapSaving> {
        self.0.into_values().collect()
    }
}

impl CapSaving {
    /// Takes an amount that passed it; whether it was lowered.
    fn take(&mut self, program: &Program, passed: &PassedCap, status: &Status) -> bool {
        let settled = match status {
            Status::Granted(_) => true,
            Status::Exhausted(at) => *at == self.address,
            _ => false,
        };
        let open = matches!(status, Status::Undetermined { .. } | Status::Range { .. });
        let (true, Some((before, after))) = (settled, passed.amounts) else {
            self.open = self.open.saturating_add(u64::from(open));
            return false;
        };
        self.met = self.met.saturating_add(1);
        if before == after {
            return false;
        }
        self.lowered = self.lowered.saturating_add(1);
        let taken = before.checked_sub(after).and_then(|taken| decimal(&program.list, taken));
        match taken {
            Some((taken, rounded)) => {
                self.saved.add(taken);
                self.rounded = self.rounded.saturating_add(u64::from(rounded));
            }
            None => self.saved = Sum(None),
        }
        true
    }

    fn join(&mut self, other: CapSaving) {
        self.met = self.met.saturating_add(other.met);
        self.lowered = self.lowered.saturating_add(other.lowered);
        self.records = self.records.saturating_add(other.records);
        self.saved.join(other.saved);
        self.rounded = self.rounded.saturating_add(other.rounded);
        self.open = self.open.saturating_add(other.open);
    }
}

/// The outcome to which an amount that passed a cap belongs.
fn outcome<'e>(evaluated: &'e Evaluated, passed: &PassedCap) -> Option<&'e Outcome> {
    let key = |outcome: &Outcome| (outcome.rule, outcome.subject, outcome.year, outcome.stage);
    let wanted = (passed.rule, Some(passed.subject), passed.year, passed.stage);
    let at = evaluated.outcomes.binary_search_by_key(&wanted, key).ok()?;
    evaluated.outcomes.get(at)
}

/// A quotient as a decimal number, and whether it had to be rounded to the list's smallest payable
/// unit for that. None when it does not fit.
fn decimal(list: &ListInfo, value: Ratio) -> Option<(Exact, bool)> {
    match value.to_exact() {
        Some(exact) => Some((exact, false)),
        None => Some((value.round(list.payable_to, list.payable_mode)?, true)),
    }
}

/// The dimension of a number, where it can be told from the expression.
fn dimension(program: &Program, expr: &Expr) -> Option<Dimension> {
    let of = |expr: &Expr| dimension(program, expr);
    let number = |ty: Type| match ty {
        Type::Number(dimension) => Some(dimension),
        _ => None,
    };
    match expr {
        Expr::Number(_, at) => program.addresses.get(at.0 as usize)?.dimension,
        Expr::Fact { fact, .. } => number(program.vocabulary.facts.get(fact.index())?.ty),
        Expr::Series { series, .. } => {
            Some(program.vocabulary.series.get(series.index())?.dimension)
        }
        Expr::Decision(id) => number(program.decisions.get(id.index())?.ty),
        Expr::Local { local, .. } => number(program.locals.get(local.index())?.ty),
        Expr::Mul(a, b) => of(a)?.checked_mul(of(b)?),
        Expr::Div(a, b) => of(a)?.checked_div(of(b)?),
        Expr::Tiers(_) => None,
        Expr::If { then, otherwise, .. } => of(then).or_else(|| of(otherwise)),
        Expr::Match { arms, .. } => arms.iter().find_map(|arm| of(&arm.body)),
        Expr::Fold(fold) => fold.body.as_ref().and_then(of),
        other => other.children().into_iter().find_map(of),
    }
}
