//! Which rules bear on each other.

use std::collections::BTreeSet;

use super::{Body, Expr, Program, ReadingId, Relation, RelationHow, Rule, RuleId};

/// That a rule bears on another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Link {
    /// The other.
    pub rule: RuleId,
    /// Only under some alternatives of a reading, a bit each.
    pub when: Option<(ReadingId, u64)>,
}

impl Link {
    /// Whether it holds when `chosen` tells the alternative of its reading; when none is chosen,
    /// it may.
    #[must_use]
    pub fn holds(&self, chosen: impl Fn(ReadingId) -> Option<usize>) -> bool {
        let Some((reading, alternatives)) = self.when else { return true };
        chosen(reading).is_none_or(|chosen| alternatives & bit(chosen) != 0)
    }
}

/// For each rule, by position, the rules that bear on it and those on which it bears.
pub type Links = Vec<BTreeSet<Link>>;

impl Program {
    /// The rules that a rule is related to, shares a cap with or reads the history of, and the
    /// rules of which it is one. Found for all rules at the first question: a run of a few clauses
    /// asks, thousands of them may follow, and a run of all never does.
    pub fn linked(&self, rule: RuleId) -> impl Iterator<Item = Link> {
        let links = self.links.get_or_init(|| links(self));
        links.get(rule.index()).into_iter().flatten().copied()
    }
}

fn bit(alternative: usize) -> u64 {
    u32::try_from(alternative).ok().and_then(|place| 1u64.checked_shl(place)).unwrap_or(u64::MAX)
}

fn links(program: &Program) -> Links {
    let mut links = vec![BTreeSet::new(); program.rules.len()];
    let mut link = |from: RuleId, to: Link| {
        if let Some(linked) = links.get_mut(from.index()) {
            linked.insert(to);
        }
    };
    for (id, rule) in (0..).map(RuleId).zip(&program.rules) {
        for other in named(program, rule) {
            link(id, other);
            link(other.rule, Link { rule: id, ..other });
        }
    }
    links
}

/// The rules that a rule names, if they can change what it comes to.
fn named(program: &Program, rule: &Rule) -> Vec<Link> {
    let mut named = Vec::new();
    if let Body::Money(money) = &rule.body {
        named.extend(money.relations.iter().filter_map(interaction));
        named.extend(money.caps.iter().flat_map(|cap| &cap.shared).map(always));
    }
    let mut seen = BTreeSet::new();
    let decisions = rule.decisions.iter().filter_map(|id| program.decisions.get(id.index()));
    let bounds = decisions.flat_map(|decision| decision.lower.iter().chain(&decision.upper));
    let mut open: Vec<&Expr> = rule.exprs().into_iter().chain(bounds).collect();
    while let Some(expr) = open.pop() {
        open.extend(expr.children());
        match expr {
            Expr::Paid(paid) => named.extend(paid.rules.iter().map(always)),
            Expr::Local { local, .. } if seen.insert(*local) => {
                open.extend(program.locals.get(local.index()).map(|local| &local.body));
            }
            _ => {}
        }
    }
    named
}

fn always(rule: &RuleId) -> Link {
    Link { rule: *rule, when: None }
}

/// Awards that are paid beside each other leave each other alone.
fn interaction(relation: &Relation) -> Option<Link> {
    let interacts = |how: &RelationHow| *how != RelationHow::Stacks;
    if !relation.how.iter().any(interacts) {
        return None;
    }
    let alternatives = relation.how.iter().enumerate().filter(|(_, how)| interacts(how));
    let alternatives = alternatives.fold(0, |set, (alternative, _)| set | bit(alternative));
    let when = relation.reading.map(|reading| (reading, alternatives));
    Some(Link { rule: relation.rule, when })
}
