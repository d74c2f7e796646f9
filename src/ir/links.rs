//! Which rules bear on each other.

use std::collections::BTreeSet;

use super::{Body, Expr, Program, Relation, RelationHow, Rule, RuleId};

/// For each rule, by position, the rules that bear on it and those on which it bears.
pub type Links = Vec<BTreeSet<RuleId>>;

impl Program {
    /// The rules that a rule is related to, shares a cap with or reads the history of, and the
    /// rules of which it is one. Found for all rules at the first question: a run of a few clauses
    /// asks, thousands of them may follow, and a run of all never does.
    pub fn linked(&self, rule: RuleId) -> impl Iterator<Item = RuleId> {
        let links = self.links.get_or_init(|| links(self));
        links.get(rule.index()).into_iter().flatten().copied()
    }
}

fn links(program: &Program) -> Links {
    let mut links = vec![BTreeSet::new(); program.rules.len()];
    let mut link = |from: RuleId, to: RuleId| {
        if let Some(linked) = links.get_mut(from.index()) {
            linked.insert(to);
        }
    };
    for (id, rule) in (0..).map(RuleId).zip(&program.rules) {
        for other in named(program, rule) {
            link(id, other);
            link(other, id);
        }
    }
    links
}

/// The rules that a rule names, if they can change what it comes to.
fn named(program: &Program, rule: &Rule) -> Vec<RuleId> {
    let mut named = Vec::new();
    if let Body::Money(money) = &rule.body {
        named.extend(money.relations.iter().filter(interacts).map(|relation| relation.rule));
        named.extend(money.caps.iter().flat_map(|cap| &cap.shared).copied());
    }
    let mut seen = BTreeSet::new();
    let decisions = rule.decisions.iter().filter_map(|id| program.decisions.get(id.index()));
    let bounds = decisions.flat_map(|decision| decision.lower.iter().chain(&decision.upper));
    let mut open: Vec<&Expr> = rule.exprs().into_iter().chain(bounds).collect();
    while let Some(expr) = open.pop() {
        open.extend(expr.children());
        match expr {
            Expr::Paid(paid) => named.extend(&paid.rules),
            Expr::Local { local, .. } if seen.insert(*local) => {
                open.extend(program.locals.get(local.index()).map(|local| &local.body));
            }
            _ => {}
        }
    }
    named
}

/// Awards that are paid beside each other leave each other alone.
fn interacts(relation: &&Relation) -> bool {
    relation.how.iter().any(|how| *how != RelationHow::Stacks)
}
