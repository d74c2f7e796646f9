//! The bounds of a program: figures with which its rules compare a fact.

use std::collections::BTreeSet;

use crate::ir::{
    AddressId, CompareOp, Expr, FactId, LocalId, Program, ReadingId, Rule, RuleId, Tiers, Type,
    YearRef,
};
use crate::quantity::{Exact, Ratio};

/// A figure with which a rule compares a fact.
#[derive(Debug, Clone, PartialEq)]
pub struct Threshold {
    /// The figure's address.
    pub address: AddressId,
    /// The rule that compares, or the first of those that read the intermediate that does.
    pub rule: RuleId,
    /// The fact.
    pub fact: FactId,
    /// Of which years, seen from a year that is run.
    pub years: Vec<YearRef>,
    /// The figure, in the canonical unit.
    pub bound: Exact,
    /// True when the figure itself is on the upper side.
    pub inclusive: bool,
}

/// The bounds in order of address. Figures that a reading chooses are those of the readings given, else
/// of the defaults. Only figures that stand fixed in the policy are found, and only where a fact by
/// itself is compared with them.
pub(super) fn thresholds(program: &Program, readings: &[(ReadingId, usize)]) -> Vec<Threshold> {
    let mut finder =
        Finder { program, readings, seen: BTreeSet::new(), rule: RuleId(0), found: Vec::new() };
    for (id, rule) in (0..).map(RuleId).zip(&program.rules) {
        finder.rule = id;
        finder.in_rule(rule);
    }
    let mut found = finder.found;
    found.sort_by_key(|one| one.address);
    found
}

struct Finder<'p> {
    program: &'p Program,
    readings: &'p [(ReadingId, usize)],
    /// Intermediates that were looked into.
    seen: BTreeSet<(LocalId, Option<i8>, Option<i32>)>,
    rule: RuleId,
    found: Vec<Threshold>,
}

impl<'p> Finder<'p> {
    fn in_rule(&mut self, rule: &'p Rule) {
        for expr in rule.exprs() {
            self.within(expr, YearRef::Offset(0));
        }
    }

    fn within(&mut self, expr: &'p Expr, year: YearRef) {
        match expr {
            Expr::InYear(of, body) => return self.within(body, then(year, *of)),
            Expr::EachYear { years, body, .. } => {
                for back in 0..i8::try_from(*years).unwrap_or(i8::MAX) {
                    self.within(body, then(year, YearRef::Offset(back.saturating_neg())));
                }
                return;
            }
            Expr::Local { local, .. } => {
                let program = self.program;
                let body = program.locals.get(local.index()).map(|local| &local.body);
                if let Some(body) = body.filter(|_| self.seen.insert(key(*local, year))) {
                    self.within(body, year);
                }
            }
            Expr::Compare { op, left, right, address } => {
                self.compared(*op, left, right, *address, year);
                self.compared(op.mirrored(), right, left, *address, year);
            }
            Expr::Tiers(tiers) => self.tiers(tiers, year),
            _ => {}
        }
        for child in expr.children() {
            self.within(child, year);
        }
    }

    fn compared(
        &mut self,
        op: CompareOp,
        value: &Expr,
        figure: &Expr,
        address: AddressId,
        year: YearRef,
    ) {
        // At the figure of 不低于 and 低于 the upper side begins; past that of 超过 and 不超过.
        let inclusive = match op {
            CompareOp::AtLeast | CompareOp::Below => true,
            CompareOp::Above | CompareOp::AtMost => false,
            CompareOp::Equal => return,
        };
        self.bound(value, figure, address, inclusive, year);
    }

    fn tiers(&mut self, tiers: &Tiers, year: YearRef) {
        for lower in tiers.rows.iter().filter_map(|row| row.lower.as_ref()) {
            self.bound(&tiers.of, &lower.at, lower.address, lower.inclusive, year);
        }
    }

    fn bound(
        &mut self,
        value: &Expr,
        figure: &Expr,
        address: AddressId,
        inclusive: bool,
        year: YearRef,
    ) {
        let Expr::Fact { fact, .. } = value else { return };
        let declared = self.program.vocabulary.facts.get(fact.index());
        let Some(Type::Number(_)) = declared.map(|declared| declared.ty) else { return };
        let Some(bound) = self.constant(figure).and_then(|figure| figure.to_exact()) else {
            return;
        };
        let same = |one: &&mut Threshold| {
            (one.address, one.fact, one.bound, one.inclusive) == (address, *fact, bound, inclusive)
        };
        match self.found.iter_mut().find(same) {
            Some(known) if known.years.contains(&year) => {}
            Some(known) => known.years.push(year),
            None => self.found.push(Threshold {
                address,
                rule: self.rule,
                fact: *fact,
                years: vec![year],
                bound,
                inclusive,
            }),
        }
    }

    /// What a fixed figure comes to under the readings in use.
    fn constant(&self, figure: &Expr) -> Option<Ratio> {
        let of = |expr: &Expr| self.constant(expr);
        match figure {
            Expr::Number(value, _) => Some(Ratio::from(*value)),
            Expr::Add(a, b) => of(a)?.checked_add(of(b)?),
            Expr::Sub(a, b) => of(a)?.checked_sub(of(b)?),
            Expr::Mul(a, b) => of(a)?.checked_mul(of(b)?),
            Expr::Div(a, b) => of(a)?.checked_div(of(b)?),
            Expr::Switch { reading, arms } => {
                let by_hand = self.readings.iter().rfind(|(id, _)| id == reading);
                let declared = self.program.readings.get(reading.index())?;
                let default = declared.has_default.then_some(0);
                of(arms.get(by_hand.map(|(_, chosen)| *chosen).or(default)?)?)
            }
            _ => None,
        }
    }
}

/// The year that is meant by `of` where `year` is bound.
fn then(year: YearRef, of: YearRef) -> YearRef {
    match (year, of) {
        (_, YearRef::Fixed(year)) => YearRef::Fixed(year),
        (YearRef::Offset(a), YearRef::Offset(b)) => YearRef::Offset(a.saturating_add(b)),
        (YearRef::Fixed(year), YearRef::Offset(by)) => {
            YearRef::Fixed(year.saturating_add(i32::from(by)))
        }
    }
}

fn key(local: LocalId, year: YearRef) -> (LocalId, Option<i8>, Option<i32>) {
    match year {
        YearRef::Offset(by) => (local, Some(by), None),
        YearRef::Fixed(year) => (local, None, Some(year)),
    }
}
