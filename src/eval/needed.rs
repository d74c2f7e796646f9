//! Which rules a run must evaluate: those asked for, and those they hang on.

use std::collections::BTreeSet;

use crate::ir::{Body, Expr, Program, Rule, RuleId};

/// The rules of these clauses, and the rules that bear on them: other rules they are related to,
/// share a cap with or read the history of, and so on from those. None when no clause is named:
/// then all are needed.
pub(super) fn needed(program: &Program, clauses: &[u32]) -> Option<BTreeSet<RuleId>> {
    if clauses.is_empty() {
        return None;
    }
    let all = (0..).map(RuleId).zip(&program.rules);
    let asked = |rule: &Rule| {
        let clause = program.clauses.get(rule.clause.index());
        clause.is_some_and(|clause| clauses.contains(&clause.number))
    };
    // A relation bears on both rules, so links are followed both ways.
    let links: Vec<(RuleId, RuleId)> = all
        .clone()
        .flat_map(|(id, rule)| linked(program, rule).into_iter().map(move |other| (id, other)))
        .flat_map(|(one, other)| [(one, other), (other, one)])
        .collect();
    let mut open: Vec<RuleId> = all.filter(|(_, rule)| asked(rule)).map(|(id, _)| id).collect();
    let mut needed = BTreeSet::new();
    while let Some(id) = open.pop() {
        if needed.insert(id) {
            open.extend(links.iter().filter(|(from, _)| *from == id).map(|(_, to)| *to));
        }
    }
    Some(needed)
}

/// The rules that a rule names.
fn linked(program: &Program, rule: &Rule) -> Vec<RuleId> {
    let mut linked = Vec::new();
    if let Body::Money(money) = &rule.body {
        linked.extend(money.relations.iter().map(|relation| relation.rule));
        linked.extend(money.caps.iter().flat_map(|cap| &cap.shared).copied());
    }
    let mut seen = BTreeSet::new();
    let decisions = rule.decisions.iter().filter_map(|id| program.decisions.get(id.index()));
    let bounds = decisions.flat_map(|decision| decision.lower.iter().chain(&decision.upper));
    let mut open: Vec<&Expr> = rule.exprs().into_iter().chain(bounds).collect();
    while let Some(expr) = open.pop() {
        open.extend(expr.children());
        match expr {
            Expr::Paid(paid) => linked.extend(&paid.rules),
            Expr::Local { local, .. } if seen.insert(*local) => {
                open.extend(program.locals.get(local.index()).map(|local| &local.body));
            }
            _ => {}
        }
    }
    linked
}
