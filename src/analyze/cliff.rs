//! Tier tables in which more gives less.
//!
//! A marginal table never does: each rate stands for its own part. A whole-amount or a flat table
//! does where a tier's rate or amount is below that of the tier before, right at its start.

use crate::diag::{ClauseRef, Code, Diagnostic, Diagnostics, Text};
use crate::ir::{Address, AddressId, Expr, LocalId, Program, Rule, TierKind, Tiers};
use crate::quantity::{Dimension, Exact, short};
use crate::text;

/// Each start of a tier at which the amount falls, as a warning.
pub fn cliffs(program: &Program) -> Diagnostics {
    let mut found = Diagnostics::new();
    let mut seen = Vec::new();
    for rule in &program.rules {
        let clause = program.clauses.get(rule.clause.index());
        let clause = clause
            .map(|clause| ClauseRef::new(clause.number.to_string(), Some(clause.source.clone())));
        for tiers in tables(program, rule) {
            // An intermediate that several rules use is told of once.
            if seen.contains(&tiers.address) {
                continue;
            }
            seen.push(tiers.address);
            match &clause {
                Some(clause) => found.extend_in(clause, falls(program, tiers)),
                None => found.extend(falls(program, tiers)),
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

/// The falls of one table.
fn falls(program: &Program, tiers: &Tiers) -> Vec<Diagnostic> {
    let steps = tiers.rows.iter().zip(tiers.rows.iter().skip(1));
    let falls = steps.filter_map(|(before, after)| {
        let bound = after.lower.as_ref()?;
        let (low, high, at) =
            (constant(&before.value)?, constant(&after.value)?, constant(&bound.at)?);
        // What the figure itself gets by the tier before and by this one.
        let (from, to) = match tiers.kind {
            TierKind::Marginal => return None,
            TierKind::Flat => (low, high),
            TierKind::Whole => (low.checked_mul(at)?, high.checked_mul(at)?),
        };
        (to < from).then(|| {
            fall(program, bound.address, [before.address, after.address], (at, from, to))
        })?
    });
    falls.collect()
}

fn constant(expr: &Expr) -> Option<Exact> {
    match expr {
        Expr::Number(value, _) => Some(*value),
        _ => None,
    }
}

fn fall(
    program: &Program,
    bound: AddressId,
    [before, after]: [AddressId; 2],
    (at, from, to): (Exact, Exact, Exact),
) -> Option<Diagnostic> {
    let address = |id: AddressId| program.addresses.get(id.0 as usize);
    let bound = address(bound)?;
    let (at, from, to) = (figure(at, bound), short(from, "元"), short(to, "元"));
    let message = text!(
        zh: "到 {at} 得 {from}，过了只得 {to}",
        en: "{from} at {at}, and only {to} beyond",
    );
    Some(
        Diagnostic::new(Code::Cliff, message)
            .primary(bound.span, text!(zh: "过了这里反而少得", en: "past this, more gives less"))
            .secondary(address(before)?.span, text!(zh: "前一档", en: "the tier before"))
            .secondary(address(after)?.span, text!(zh: "这一档更低", en: "this one is lower"))
            .help(Text::new(
                "改成超额累进，或核对各档的数",
                "make the table marginal, or check its figures",
            )),
    )
}

/// A bound's figure in the canonical unit of its dimension; money in the style of documents.
fn figure(at: Exact, bound: &Address) -> String {
    match bound.dimension {
        Some(Dimension::MONEY) => short(at, "元"),
        _ => bound.text.clone(),
    }
}
