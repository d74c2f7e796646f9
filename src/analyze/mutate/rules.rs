//! Changes to rules, their statements and their payers.

use super::change::{Around, Change, Operator, without};
use super::figures;
use super::node::{Piece, entry_at, slot_arms, with_arm};
use crate::ast::{
    Expr, ExprKind, Name, Payers, Period, RelationHow, Rule, RuleEntry, RuleKind, YearLimitHow,
};
use crate::syntax::{Keyword, Worded};

/// Another kind of money, recipient or period, and each statement that may be left out.
pub(super) fn of_rule(rule: &Rule, around: &Around<'_>) -> Vec<Change> {
    let mut changes = Vec::new();
    let mut put = |operator, from: String, to: String, new: Rule| {
        changes.push(Change::new(operator, rule.head, Piece::Rule(new)).showing(from, to));
    };
    if let Some((kind, sought_from)) = other_money(rule, around) {
        // What is sought is the other level's to pay, so a rule that seeks names no payers.
        let mut entries = rule.entries.clone();
        entries.retain(|entry| kind != RuleKind::Seek || !matches!(entry, RuleEntry::Payers(_)));
        let new = Rule { kind, sought_from, entries, ..rule.clone() };
        put(
            Operator::SwapMoneyKind,
            rule.kind.keyword().to_string(),
            kind.keyword().to_string(),
            new,
        );
    }
    for kind in other_recipients(rule, around) {
        let (from, to) = (rule.subject.as_ref().map(|name| name.text.clone()), kind.text.clone());
        let new = Rule { subject: Some(kind), ..rule.clone() };
        put(Operator::SwapRecipient, from.unwrap_or_default(), to, new);
    }
    for period in other_periods(rule) {
        let (from, to) = (period_word(&rule.period), period_word(&period));
        put(Operator::SwapPeriod, from.to_owned(), to.to_owned(), Rule { period, ..rule.clone() });
    }
    for (position, entry) in rule.entries.iter().enumerate() {
        if let Some(operator) = dropped_as(entry) {
            let new = Rule { entries: without(&rule.entries, position), ..rule.clone() };
            changes.push(Change::new(operator, entry_at(entry), Piece::Rule(new)));
        }
    }
    changes
}

/// Sought from the highest level instead of paid, and the other way round.
fn other_money(rule: &Rule, around: &Around<'_>) -> Option<(RuleKind, Option<Name>)> {
    match rule.kind {
        RuleKind::Seek | RuleKind::Deduction | RuleKind::Deferral | RuleKind::Reduction => {
            Some((RuleKind::Grant, None))
        }
        RuleKind::Grant => {
            let level = around.symbols.levels.first()?;
            Some((RuleKind::Seek, Some(Name { text: level.zh.clone(), at: rule.head })))
        }
        RuleKind::Determination | RuleKind::Target | RuleKind::ServiceLimit | RuleKind::Duty => {
            None
        }
    }
}

/// The kind above the rule's, and those directly below it.
fn other_recipients(rule: &Rule, around: &Around<'_>) -> Vec<Name> {
    let Some(subject) = &rule.subject else { return Vec::new() };
    let Some(own) = around.symbols.kind(&subject.text) else { return Vec::new() };
    let parent = around.symbols.kinds.get(own.index()).and_then(|kind| kind.parent);
    let parent = parent.and_then(|parent| around.symbols.kinds.get(parent.index()));
    let below = around.symbols.kinds.iter().filter(|kind| kind.parent == Some(own));
    let near = parent.into_iter().chain(below);
    near.map(|kind| Name { text: kind.name.zh.clone(), at: subject.at }).collect()
}

/// A duty has no period, and is listed whatever the year.
fn other_periods(rule: &Rule) -> Vec<Period> {
    match rule.period {
        _ if rule.kind == RuleKind::Duty => Vec::new(),
        Period::Unbound => vec![Period::Yearly],
        Period::Yearly => vec![Period::Unbound],
        Period::Once(_) => vec![Period::Yearly, Period::Unbound],
    }
}

fn period_word(period: &Period) -> &'static str {
    match period {
        Period::Unbound => "∅",
        Period::Yearly => "每年",
        Period::Once(_) => "一次",
    }
}

/// How leaving a statement out is called; none for one whose absence is no mistake of meaning,
/// or that the checker always asks for.
fn dropped_as(entry: &RuleEntry) -> Option<Operator> {
    match entry {
        RuleEntry::Condition(..) | RuleEntry::Denied(..) => Some(Operator::DropCondition),
        RuleEntry::Await(..)
        | RuleEntry::Exception { .. }
        | RuleEntry::Stage { .. }
        | RuleEntry::Deadline(..) => Some(Operator::DropStatement),
        RuleEntry::Cap(_) => Some(Operator::DropCap),
        RuleEntry::YearLimit { .. } => Some(Operator::ChangeYearLimit),
        // 叠加 states that an overlap is meant; it computes nothing.
        RuleEntry::Relation { how, .. } => {
            let computes = slot_arms(how).into_iter().any(|how| *how != RelationHow::Stacks);
            computes.then_some(Operator::ChangeRelation)
        }
        _ => None,
    }
}

/// The opposite of a condition; another year limit or relation.
pub(super) fn of_entry(entry: &RuleEntry) -> Vec<Change> {
    match entry {
        RuleEntry::Condition(condition, at) => {
            let new = RuleEntry::Condition(not(condition), *at);
            vec![Change::new(Operator::Negate, *at, Piece::Entry(new))]
        }
        RuleEntry::Denied(condition, at) => {
            let new = RuleEntry::Denied(not(condition), *at);
            vec![Change::new(Operator::Negate, *at, Piece::Entry(new))]
        }
        RuleEntry::YearLimit { how, years, scope, at } => {
            let with = |how, years| {
                let scope = scope.clone();
                Piece::Entry(RuleEntry::YearLimit { how, years, scope, at: *at })
            };
            let arms = slot_arms(how).into_iter().enumerate();
            let hows = arms.flat_map(|(position, word)| {
                let others =
                    [YearLimitHow::Consecutive, YearLimitHow::Total, YearLimitHow::SinceFirst];
                others.into_iter().filter(move |other| other != word).map(move |other| {
                    let piece = with(with_arm(how, position, other), years.clone());
                    let change = Change::new(Operator::ChangeYearLimit, *at, piece);
                    change.showing(word.keyword(), other.keyword())
                })
            });
            let counts = figures::last_digit(&years.number).into_iter().map(|number| {
                let new = crate::ast::Quantity { number, ..years.clone() };
                let (from, to) = (figures::shown(years), figures::shown(&new));
                Change::new(Operator::ChangeYearLimit, *at, with(how.clone(), new))
                    .showing(from, to)
            });
            hows.chain(counts).collect()
        }
        RuleEntry::Relation { how, to, why, at } => {
            let arms = slot_arms(how).into_iter().enumerate();
            let changed = arms.map(|(position, word)| {
                let other = match word {
                    RelationHow::ExcludedBy | RelationHow::HighestOf => RelationHow::Stacks,
                    RelationHow::Stacks => RelationHow::ExcludedBy,
                };
                let how = with_arm(how, position, other);
                let new = RuleEntry::Relation { how, to: to.clone(), why: why.clone(), at: *at };
                let change = Change::new(Operator::ChangeRelation, *at, Piece::Entry(new));
                change.showing(word.keyword(), other.keyword())
            });
            changed.collect()
        }
        _ => Vec::new(),
    }
}

fn not(condition: &Expr) -> Expr {
    Expr { kind: ExprKind::Not(Box::new(condition.clone())), at: condition.at }
}

/// Each payer left out, each replaced by another level, and the remainder to another; a payer
/// where the text names none.
pub(super) fn of_payers(payers: &Payers, around: &Around<'_>) -> Vec<Change> {
    let mut changes = Vec::new();
    if let ([], Some(level)) = (payers.shares.as_slice(), around.symbols.levels.first()) {
        let named = Name { text: level.zh.clone(), at: payers.at };
        let new = Payers { shares: vec![(named, None)], ..payers.clone() };
        let change = Change::new(Operator::SwapPayer, payers.at, Piece::Payers(new));
        changes.push(change.showing(Keyword::Unstated, &level.zh));
    }
    for (position, (level, _)) in payers.shares.iter().enumerate() {
        if payers.shares.len() > 1 {
            let new = Payers { shares: without(&payers.shares, position), ..payers.clone() };
            let change = Change::new(Operator::DropPayer, level.at, Piece::Payers(new));
            changes.push(change.showing(&level.text, "∅"));
        }
        let taken = |name: &str| payers.shares.iter().any(|(other, _)| other.text == name);
        let free =
            around.symbols.levels.iter().find(|other| !taken(&other.zh) && !taken(&other.en));
        if let Some(other) = free {
            let mut new = payers.clone();
            for (name, _) in new.shares.iter_mut().skip(position).take(1) {
                name.text.clone_from(&other.zh);
            }
            if new.remainder.as_ref().is_some_and(|name| name.text == level.text) {
                new.remainder = new.shares.get(position).map(|(name, _)| name.clone());
            }
            let change = Change::new(Operator::SwapPayer, level.at, Piece::Payers(new));
            changes.push(change.showing(&level.text, &other.zh));
        }
    }
    if let Some(remainder) = &payers.remainder {
        let others = payers.shares.iter().filter(|(level, _)| level.text != remainder.text);
        changes.extend(others.map(|(level, _)| {
            let new = Payers { remainder: Some(level.clone()), ..payers.clone() };
            let change = Change::new(Operator::SwapPayer, remainder.at, Piece::Payers(new));
            change.showing(&remainder.text, &level.text)
        }));
    }
    changes
}
