//! The clauses that one clause hangs on, by references either way: 就高 lets a clause lose to one
//! that it does not name itself.

use std::collections::{BTreeMap, BTreeSet};

use super::node::{Node, visit};
use crate::ast::{
    Clause, ClauseEntry, Example, ExprKind, File, Item, Related, RuleEntry, ScenarioEntry,
    SubjectBlock, SubjectEntry,
};

/// One file with the vocabulary, the clause of this number and those it hangs on, and the
/// clause's place among the items; none when there is no such clause.
pub(super) fn around(files: &[File], number: u32) -> Option<(File, usize)> {
    let all = || files.iter().flat_map(|file| &file.items);
    let clauses = all().filter_map(|item| match item {
        Item::Clause(clause) => Some((clause.number, referred(clause))),
        _ => None,
    });
    let needed = connected(&clauses.collect(), number);
    let kept = all().filter(|item| match item {
        Item::Clause(clause) => needed.contains(&clause.number),
        Item::Scenario(_) => false,
        _ => true,
    });
    let items: Vec<Item> = kept.cloned().collect();
    let is_it = |item: &Item| matches!(item, Item::Clause(clause) if clause.number == number);
    let place = items.iter().position(is_it)?;
    Some((File { items, comments: Vec::new() }, place))
}

/// All that hang together with a clause.
fn connected(referred: &BTreeMap<u32, BTreeSet<u32>>, number: u32) -> BTreeSet<u32> {
    let mut found = BTreeSet::from([number]);
    let mut open = vec![number];
    while let Some(one) = open.pop() {
        let named = referred.get(&one).into_iter().flatten().copied();
        let naming =
            referred.iter().filter(|(_, names)| names.contains(&one)).map(|(other, _)| *other);
        for next in named.chain(naming) {
            if found.insert(next) {
                open.push(next);
            }
        }
    }
    found
}

/// The numbers of other clauses that a clause names.
fn referred(clause: &Clause) -> BTreeSet<u32> {
    let mut found = BTreeSet::new();
    let mut note = |clause: Option<u32>| found.extend(clause);
    visit(&mut clause.clone(), &mut |node| match node {
        Node::Cap(cap) => cap.shared.iter().for_each(|rule| note(rule.clause)),
        Node::Entry(RuleEntry::Relation { to, .. }) => to.iter().for_each(|one| {
            note(match one {
                Related::Rule(rule) => rule.clause,
                Related::Clause(clause) => clause.clause,
            })
        }),
        Node::Expr(expr) => {
            if let ExprKind::Paid { rule, .. } = &expr.kind {
                note(rule.clause);
            }
        }
        _ => {}
    });
    in_entries(&clause.entries, &mut found);
    found.remove(&clause.number);
    found
}

fn in_entries(entries: &[ClauseEntry], found: &mut BTreeSet<u32>) {
    for entry in entries {
        match entry {
            ClauseEntry::Example(example) => in_example(example, found),
            ClauseEntry::Part(part) => in_entries(&part.entries, found),
            _ => {}
        }
    }
}

fn in_example(example: &Example, found: &mut BTreeSet<u32>) {
    let expected = example.expectations.iter().map(|one| &one.target);
    let heads = example.tables.iter().flat_map(|table| &table.heads);
    found.extend(expected.chain(heads).filter_map(|target| target.clause?.clause));
    for entry in &example.entries {
        match entry {
            ScenarioEntry::Subject(subject) => in_subject(subject, found),
            ScenarioEntry::Reading { clause, .. } => found.extend(clause),
            _ => {}
        }
    }
}

fn in_subject(subject: &SubjectBlock, found: &mut BTreeSet<u32>) {
    for entry in &subject.entries {
        match entry {
            SubjectEntry::Child(child) => in_subject(child, found),
            SubjectEntry::History { entries, .. } => {
                let lines = entries.iter().flatten();
                found.extend(lines.filter_map(|line| line.rule.clause));
            }
            SubjectEntry::Decision { rule, .. } => found.extend(rule.clause),
            _ => {}
        }
    }
}
