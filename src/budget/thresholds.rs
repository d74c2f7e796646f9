//! The bounds of a program: where its rules hold a value against a figure.

use std::collections::{BTreeMap, BTreeSet};

use crate::eval::Seen;
use crate::ir::{AddressId, Expr, FactId, LocalId, Program, RuleId};
use crate::quantity::{Date, Ratio};

/// A value, or a figure with which one is compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Figure {
    /// A number, in the canonical unit of its dimension.
    Number(Ratio),
    /// A day.
    Day(Date),
}

/// A figure with which a rule compares a value.
#[derive(Debug, Clone, PartialEq)]
pub struct Threshold<'p> {
    /// Where it stands.
    pub address: AddressId,
    /// What is compared with what.
    pub compared: Compared<'p>,
    /// The figure; none where each subject has its own: one that is computed, or the start of a
    /// generated tier.
    pub figure: Option<Figure>,
    /// True when the figure itself is on the upper side.
    pub inclusive: bool,
}

/// What a rule compares with a figure.
#[derive(Debug, Clone, PartialEq)]
pub struct Compared<'p> {
    /// The rule, or the first of those that read the intermediate that compares.
    pub rule: RuleId,
    /// The value.
    pub value: &'p Expr,
    /// The facts it comes from, in written order.
    pub facts: Vec<FactId>,
    /// What the figure is.
    pub bound: Bound,
    /// The address that has its unit.
    pub unit_at: AddressId,
}

/// What a figure is with which a value is compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Bound {
    /// It stands fixed in the policy (a reading may choose it).
    Fixed,
    /// It is computed from facts.
    Computed,
    /// The start of a generated tier.
    Generated,
}

impl Figure {
    /// A number or a day that is known.
    pub(super) fn of(seen: Seen) -> Option<Figure> {
        match seen {
            Seen::Number(range) if range.high == Some(range.low) => Some(Figure::Number(range.low)),
            Seen::Date(day) => Some(Figure::Day(day)),
            _ => None,
        }
    }
}

impl Compared<'_> {
    /// The fact, where it is a fact by itself that is compared.
    #[must_use]
    pub fn fact(&self) -> Option<FactId> {
        let mut value = self.value;
        while let Expr::InYear(_, of) = value {
            value = of;
        }
        match value {
            Expr::Fact { fact, .. } => Some(*fact),
            _ => None,
        }
    }
}

/// What the rules asked for compare, by the address at which an evaluation tells of it.
pub(super) fn compared(
    program: &Program,
    asked: impl Fn(RuleId) -> bool,
) -> BTreeMap<AddressId, Compared<'_>> {
    let mut found = BTreeMap::new();
    let rules = (0..).map(RuleId).zip(&program.rules);
    for (rule, body) in rules.filter(|(rule, _)| asked(*rule)) {
        for expr in program.exprs_of(body) {
            for (at, value, bound, unit_at) in held(expr) {
                found.entry(at).or_insert_with(|| {
                    let facts = facts(program, value);
                    Compared { rule, value, facts, bound, unit_at }
                });
            }
        }
    }
    found
}

/// What an expression itself holds against bounds: where, the value, what the bound is, and which
/// address has the unit.
fn held(expr: &Expr) -> Vec<(AddressId, &Expr, Bound, AddressId)> {
    let bound = |figure: &Expr| if is_fixed(figure) { Bound::Fixed } else { Bound::Computed };
    match expr {
        Expr::Compare { left, right, address, .. } => {
            let (value, figure) = if left.is_literal() { (right, left) } else { (left, right) };
            match is_fixed(value) {
                true => Vec::new(),
                false => vec![(*address, &**value, bound(figure), *address)],
            }
        }
        Expr::Tiers(tiers) => {
            let lowers = tiers.rows.iter().filter_map(|row| row.lower.as_ref());
            let written =
                lowers.map(|lower| (lower.address, &tiers.of, bound(&lower.at), lower.address));
            let generated = tiers.tail.iter().map(|tail| {
                let step = if let Expr::Number(_, at) = &tail.step { *at } else { tail.address };
                (tail.address, &tiers.of, Bound::Generated, step)
            });
            written.chain(generated).collect()
        }
        _ => Vec::new(),
    }
}

/// Whether an expression is the same whatever the facts are.
fn is_fixed(expr: &Expr) -> bool {
    match expr {
        Expr::Number(..) | Expr::Date(..) => true,
        Expr::Add(..)
        | Expr::Sub(..)
        | Expr::Mul(..)
        | Expr::Div(..)
        | Expr::Switch { .. }
        | Expr::DateAdd { .. } => expr.children().into_iter().all(is_fixed),
        _ => false,
    }
}

/// The facts that a value comes from, through intermediates too, in written order.
fn facts(program: &Program, value: &Expr) -> Vec<FactId> {
    let (mut facts, mut locals) = (Vec::new(), BTreeSet::new());
    collect(program, value, &mut locals, &mut facts);
    facts
}

fn collect(
    program: &Program,
    expr: &Expr,
    locals: &mut BTreeSet<LocalId>,
    facts: &mut Vec<FactId>,
) {
    match expr {
        Expr::Fact { fact, .. } if !facts.contains(fact) => facts.push(*fact),
        Expr::Local { local, .. } if locals.insert(*local) => {
            if let Some(local) = program.locals.get(local.index()) {
                collect(program, &local.body, locals, facts);
            }
        }
        _ => {}
    }
    for child in expr.children() {
        collect(program, child, locals, facts);
    }
}
