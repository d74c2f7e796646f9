//! Rules of several clauses that may pay twice for the same thing.
//!
//! Two rules overlap when a figure of money that both amounts are worked out from, or the event
//! that both pay for, is the same fact; when one is paid to the other's subject or one above; when
//! their conditions may hold together; and when no file says how the two stand to each other. Only
//! conditions that certainly exclude each other count against an overlap.

use std::collections::BTreeSet;

use super::conditions::{Way, together, ways};
use crate::diag::{ClauseRef, Code, Diagnostic, Diagnostics, Text};
use crate::ir::{
    Body, Expr, FactId, Hop, KindId, LocalId, Money, MoneyKind, Named, Period, Place, Program,
    Rule, RuleId, Type,
};
use crate::quantity::Dimension;
use crate::text;

/// Each pair of rules that may pay twice, as a warning at the later of the two.
pub fn overlaps(program: &Program) -> Diagnostics {
    let paying: Vec<Paying<'_>> = program
        .rules
        .iter()
        .zip(0..)
        .filter_map(|(rule, id)| Paying::of(program, rule, RuleId(id)))
        .collect();
    let pairs = paying.iter().enumerate().flat_map(|(position, later)| {
        paying.iter().take(position).map(move |earlier| (earlier, later))
    });
    pairs.filter_map(|(earlier, later)| overlap(program, earlier, later)).collect()
}

/// A rule that commits money, what it pays for, and what must hold for it to pay.
struct Paying<'a> {
    id: RuleId,
    rule: &'a Rule,
    money: &'a Money,
    bases: BTreeSet<FactId>,
    ways: Vec<Way>,
}

impl<'a> Paying<'a> {
    fn of(program: &'a Program, rule: &'a Rule, id: RuleId) -> Option<Self> {
        let Body::Money(money) = &rule.body else { return None };
        if money.kind != MoneyKind::Paid {
            return None;
        }
        let (bases, ways) = (bases(program, rule, money), ways(program, rule));
        Some(Self { id, rule, money, bases, ways })
    }

    /// Whether this rule says how it stands to the other, or shares a cap with it.
    fn knows(&self, other: RuleId) -> bool {
        let related = self.money.relations.iter().any(|relation| relation.rule == other);
        related || self.money.caps.iter().any(|cap| cap.shared.contains(&other))
    }
}

/// The money facts that the amounts are worked out from, and the event paid for.
fn bases(program: &Program, rule: &Rule, money: &Money) -> BTreeSet<FactId> {
    let amounts = money.stages.iter().filter_map(|stage| stage.amount.computed());
    let amounts = amounts.chain(money.exceptions.iter().filter_map(|one| one.amount.computed()));
    let mut found: BTreeSet<FactId> = facts_in(program, amounts.collect())
        .into_iter()
        .filter(|fact| {
            let info = program.vocabulary.facts.get(fact.index());
            info.is_some_and(|info| info.ty == Type::Number(Dimension::MONEY))
        })
        .collect();
    if let Period::Once(Expr::Fact { fact, place }) = &rule.period
        && is_own(place)
    {
        found.insert(*fact);
    }
    found
}

/// Whether a place is the rule's own subject or one above it, so that the fact alone tells whose
/// it is.
pub(super) fn is_own(place: &Place) -> bool {
    place.frame == 0 && place.hops.iter().all(|hop| *hop == Hop::Parent)
}

/// The facts in some expressions, through intermediates too.
fn facts_in(program: &Program, exprs: Vec<&Expr>) -> BTreeSet<FactId> {
    let (mut found, mut seen, mut open) = (BTreeSet::new(), BTreeSet::<LocalId>::new(), exprs);
    while let Some(expr) = open.pop() {
        // What a condition looks at is not what is paid for.
        match expr {
            Expr::If { then, otherwise, .. } => open.extend([&**then, &**otherwise]),
            Expr::Match { arms, .. } => open.extend(arms.iter().map(|arm| &arm.body)),
            Expr::Fold(fold) => open.extend(&fold.body),
            Expr::Compare { .. } | Expr::Paid(_) => {}
            _ => open.extend(expr.children()),
        }
        match expr {
            // A fact reached through a reference is of a subject of its own.
            Expr::Fact { fact, place } if place.hops.iter().all(|hop| *hop == Hop::Parent) => {
                found.insert(*fact);
            }
            Expr::Local { local, .. } if seen.insert(*local) => {
                open.extend(program.locals.get(local.index()).map(|local| &local.body));
            }
            _ => {}
        }
    }
    found
}

fn overlap(program: &Program, earlier: &Paying<'_>, later: &Paying<'_>) -> Option<Diagnostic> {
    let is_known = earlier.knows(later.id) || later.knows(earlier.id);
    if earlier.rule.clause == later.rule.clause || is_known || !same_line(program, earlier, later) {
        return None;
    }
    let shared = earlier.bases.intersection(&later.bases).next()?;
    let met = together(program, &earlier.ways, &later.ways)?;
    let fact = &program.vocabulary.facts.get(shared.index())?.name;
    let (one, two) = (path(program, earlier.rule), path(program, later.rule));
    let message = Text::new(
        format!("{} 与 {} 可能为同一项“{}”付两次", two.zh, one.zh, fact.zh),
        format!("{} and {} may both pay for `{}`", two.en, one.en, fact.en),
    );
    let span =
        |rule: &Rule| program.addresses.get(rule.address.0 as usize).map(|address| address.span);
    let clause = program.clauses.get(later.rule.clause.index())?;
    let error = Diagnostic::new(Code::Overlap, message)
        .primary(span(later.rule)?, both_hold(&met))
        .secondary(span(earlier.rule)?, text!(zh: "这里也付", en: "this pays as well"))
        .help(Text::new(
            format!("写明关系：叠加、就高 或 排除 {} \"理由\"", one.zh),
            format!("say how they stand: stacks_with, higher_of or excluded_by {} \"why\"", one.en),
        ));
    Some(error.clause(&ClauseRef::new(clause.number.to_string(), Some(clause.source.clone()))))
}

/// Whether one is paid to the other's subject or one above it: a third party paid for the same
/// investment is not paid twice.
fn same_line(program: &Program, one: &Paying<'_>, two: &Paying<'_>) -> bool {
    let above = |kind: Option<KindId>| {
        let parent = |kind: &KindId| program.vocabulary.kinds.get(kind.index())?.parent;
        std::iter::successors(kind, parent)
    };
    let (one, two) = (one.rule.subject, two.rule.subject);
    above(one).any(|kind| Some(kind) == two) || above(two).any(|kind| Some(kind) == one)
}

/// The case in which both pay: what the two together ask for.
fn both_hold(met: &Text) -> Text {
    match met.zh.is_empty() {
        true => text!(zh: "两者的条件可以同时成立", en: "the conditions of both may hold"),
        false => Text::new(format!("{} 时两者都付", met.zh), format!("both pay when {}", met.en)),
    }
}

fn path(program: &Program, rule: &Rule) -> Named {
    let number = program.clauses.get(rule.clause.index()).map_or(0, |clause| clause.number);
    let item = rule.part.map(crate::ast::circled).unwrap_or_default();
    Named {
        zh: format!("{number}{item}.{}", rule.name.zh),
        en: format!("{number}{item}.{}", rule.name.en),
    }
}
