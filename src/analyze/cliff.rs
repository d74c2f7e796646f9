//! Tier tables in which more gives less.
//!
//! A marginal table never does: each rate stands for its own part. A whole-amount or a flat table
//! does where a tier's rate or amount is below that of the tier before, right at its start. The
//! rule that reads the table is run just before and just past that start, so that a fall which a
//! cap or another step levels out is none.

use std::collections::{BTreeMap, BTreeSet};

use super::candidates::Values;
use super::case::{line_of, state, stated, subject_of, year_of_case};
use super::describe;
use super::witness::{Witness, comes_to, promised, witness};
use crate::diag::{ClauseRef, Code, Diagnostic, Diagnostics, Text};
use crate::eval::{Cell, Facts};
use crate::ir::{
    Address, AddressId, Expr, FactId, LocalId, Program, Rule, RuleId, TierBound, TierKind, Tiers,
};
use crate::quantity::{Dimension, Exact, Ratio, short};
use crate::scenario::Directory;
use crate::text;

/// Each start of a tier at which the amount falls, as a warning.
pub fn cliffs(program: &Program) -> Diagnostics {
    let mut found = Diagnostics::new();
    let mut told = BTreeSet::new();
    let directory = Directory::new(program);
    for (id, rule) in (0..).map(RuleId).zip(&program.rules) {
        let falls = tables(program, rule).into_iter().flat_map(falls);
        for fall in falls {
            // An intermediate that several rules use is told of once.
            if told.contains(&fall.bound.address) {
                continue;
            }
            let seen = fall.seen(program, id);
            if let Some(diagnostic) = seen.and_then(|seen| fall.told(&directory, rule, &seen)) {
                told.insert(fall.bound.address);
                found.push(diagnostic);
            }
        }
    }
    found
}

/// The tier tables of a rule, those of the intermediates it uses included.
fn tables<'a>(program: &'a Program, rule: &'a Rule) -> Vec<&'a Tiers> {
    let (mut found, mut seen, mut open) = (Vec::new(), Vec::<LocalId>::new(), rule.exprs());
    while let Some(expr) = open.pop() {
        open.extend(expr.children());
        match expr {
            Expr::Tiers(tiers) => found.push(&**tiers),
            Expr::Local { local, .. } if !seen.contains(local) => {
                seen.push(*local);
                open.extend(program.locals.get(local.index()).map(|local| &local.body));
            }
            _ => {}
        }
    }
    found.sort_by_key(|tiers| tiers.address);
    found
}

/// A start of a tier that gives less than the tier before.
struct Fall<'a> {
    of: &'a Expr,
    bound: &'a TierBound,
    at: Exact,
    tiers: [AddressId; 2],
}

/// What a rule pays just before a start of a tier and just past it, and for which facts.
struct Seen {
    before: Exact,
    past: Exact,
    facts: Facts,
}

/// The falls of one table.
fn falls(tiers: &Tiers) -> Vec<Fall<'_>> {
    let steps = tiers.rows.iter().zip(tiers.rows.iter().skip(1));
    let falls = steps.filter_map(|(before, after)| {
        let bound = after.lower.as_ref()?;
        let (low, high) = (constant(&before.value)?, constant(&after.value)?);
        let fall = Fall {
            of: &tiers.of,
            bound,
            at: constant(&bound.at)?,
            tiers: [before.address, after.address],
        };
        (tiers.kind != TierKind::Marginal && high < low).then_some(fall)
    });
    falls.collect()
}

fn constant(expr: &Expr) -> Option<Exact> {
    match expr {
        Expr::Number(value, _) => Some(*value),
        _ => None,
    }
}

impl Fall<'_> {
    /// The fall as the interpreter sees it, if it does.
    fn seen(&self, program: &Program, rule: RuleId) -> Option<Seen> {
        let (fact, factor) = driver(program, self.of)?;
        let granule = program.vocabulary.facts.get(fact.index())?.granule?;
        let figure = Ratio::new(self.at, factor)?.to_exact()?;
        let (before, past) = match self.bound.inclusive {
            true => (figure.checked_sub(granule)?, figure),
            false => (figure, figure.checked_add(granule)?),
        };
        let Witness { facts, paid } = self.case(program, rule, fact, before)?;
        let mut further = facts.clone();
        let of_case = |year: Option<i32>| year.is_none_or(|year| year == year_of_case(program));
        let given = |(_, stated, year, _): &(_, FactId, _, _)| *stated == fact && of_case(*year);
        let given = stated(program, &facts).find(given);
        let (subject, _, year, _) = given?;
        state(program, &mut further, (subject, fact, year), Cell::Number(past))?;
        let past = promised(&comes_to(program, rule, &further)?)??;
        let before = promised(paid.first()?)??;
        (past < before).then_some(Seen { before, past, facts })
    }

    /// Facts for which the rule pays, with this value of the fact that the table goes by.
    fn case(&self, program: &Program, rule: RuleId, fact: FactId, value: Exact) -> Option<Witness> {
        let info = program.rules.get(rule.index())?;
        let kind = program.vocabulary.facts.get(fact.index())?.kind;
        let mut start = line_of(program, info.subject?);
        subject_of(program, &mut start, kind);
        start.clauses = vec![program.clauses.get(info.clause.index())?.number];
        // All else that enters the table's value is nothing.
        let mut fixed = BTreeMap::from([(fact, value)]);
        self.of.walk(&mut |part| {
            if let Expr::Fact { fact, .. } = part {
                fixed.entry(*fact).or_insert(Exact::ZERO);
            }
        });
        let values = Values { fixed, ..Values::default() };
        witness(program, &[rule], start, &values)
    }

    fn told(&self, directory: &Directory, rule: &Rule, seen: &Seen) -> Option<Diagnostic> {
        let program = directory.program;
        let address = |id: AddressId| program.addresses.get(id.0 as usize);
        let bound = address(self.bound.address)?;
        let at = figure(self.at, bound);
        let (from, to) = (short(seen.before, "元"), short(seen.past, "元"));
        let message = text!(
            zh: "到 {at} 得 {from}，过了只得 {to}",
            en: "{from} at {at}, and only {to} beyond",
        );
        let [before, after] = self.tiers;
        let clause = program.clauses.get(rule.clause.index())?;
        let clause = ClauseRef::new(clause.number.to_string(), Some(clause.source.clone()));
        Some(
            Diagnostic::new(Code::Cliff, message)
                .primary(
                    bound.span,
                    text!(zh: "过了这里反而少得", en: "past this, more gives less"),
                )
                .secondary(address(before)?.span, text!(zh: "前一档", en: "the tier before"))
                .secondary(address(after)?.span, text!(zh: "这一档更低", en: "this one is lower"))
                .witness(describe::facts(directory, &seen.facts))
                .help(Text::new(
                    "改成超额累进，或核对各档的数",
                    "make the table marginal, or check its figures",
                ))
                .clause(&clause),
        )
    }
}

/// A fact, and the factor by which it enters a value when all else in it is nothing.
fn driver(program: &Program, value: &Expr) -> Option<(FactId, Exact)> {
    match value {
        Expr::Fact { fact, .. } => Some((*fact, Exact::ONE)),
        Expr::Local { local, .. } => driver(program, &program.locals.get(local.index())?.body),
        Expr::Fold(fold) => driver(program, fold.body.as_ref()?),
        Expr::Mul(one, two) => {
            let ((fact, factor), by) = match (constant(one), constant(two)) {
                (Some(by), _) => (driver(program, two)?, by),
                (None, by) => (driver(program, one)?, by?),
            };
            Some((fact, factor.checked_mul(by)?))
        }
        Expr::Add(one, two) => driver(program, one).or_else(|| driver(program, two)),
        Expr::Sub(value, _)
        | Expr::Monus(value, ..)
        | Expr::Round { value, .. }
        | Expr::Cap { value, .. } => driver(program, value),
        Expr::Switch { arms, .. } | Expr::Extreme { of: arms, .. } => {
            driver(program, arms.first()?)
        }
        Expr::If { then, .. } => driver(program, then),
        _ => None,
    }
}

/// A bound's figure in the canonical unit of its dimension; money in the style of documents.
fn figure(at: Exact, bound: &Address) -> String {
    match bound.dimension {
        Some(Dimension::MONEY) => short(at, "元"),
        _ => bound.text.clone(),
    }
}
