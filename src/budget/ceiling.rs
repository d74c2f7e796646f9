//! Declared budgets held against what a batch comes to.
//!
//! Only settled awards of money paid are held against a budget; what ranges and undetermined awards
//! may add stands apart. Where the policy says who goes without, what remains of each award is
//! computed: pro rata in whole 分 that sum exactly to the budget, or first come, where the award at
//! which the budget gives out gets what is left of it and those after it nothing.

use std::collections::BTreeMap;

use crate::batch::{Evaluated, Sum};
use crate::eval::{Cell, Outcome, Status};
use crate::ir::{Beyond, Body, Budget, BudgetSpan, FactId, MoneyKind, Program, RuleId};
use crate::quantity::{Date, Exact, apportion};

/// An award that a budget is to bear.
#[derive(Debug, Clone, PartialEq)]
pub struct Claim {
    /// The record it belongs to.
    pub id: String,
    /// The rule.
    pub rule: RuleId,
    /// Its stage.
    pub stage: usize,
    /// What its subject is called; empty when it has no label.
    pub label: String,
    /// The year.
    pub year: Option<i32>,
    /// By which it comes earlier or later; none where the budget does not ask, or it is not known.
    pub day: Option<Date>,
    /// What the budget is to bear of it, in 元.
    pub amount: Exact,
    /// What it bears; none as long as that is not settled.
    pub borne: Option<Exact>,
}

/// What a budget is held against.
#[derive(Debug, Clone, Default)]
struct Spent {
    committed: Sum,
    awards: u64,
    open_low: Sum,
    open_high: Sum,
    unbounded: u64,
    claims: Vec<Claim>,
}

/// A budget and what it is held against.
#[derive(Debug, Clone, PartialEq)]
pub struct Ceiling<'p> {
    /// The budget.
    pub budget: &'p Budget,
    /// The year, for a budget of one year or of each.
    pub year: Option<i32>,
    /// Settled awards.
    pub committed: Sum,
    /// How many.
    pub awards: u64,
    /// What awards that are not settled add at least.
    pub open_low: Sum,
    /// What those of them that are bounded add at most.
    pub open_high: Sum,
    /// How many have no upper bound.
    pub unbounded: u64,
    /// What the settled awards exceed the budget by; zero when they do not. None when the sum left
    /// the exact range.
    pub over: Option<Exact>,
    /// Where the policy says who goes without: every award, in the order in which it is served, and
    /// what the budget bears of it. Empty where it does not say.
    pub claims: Vec<Claim>,
}

/// All budgets of a program, by position and year.
#[derive(Debug, Clone, Default)]
pub(super) struct Ceilings(BTreeMap<(usize, Option<i32>), Spent>);

impl Ceilings {
    /// Adds a record.
    pub(super) fn take(&mut self, program: &Program, evaluated: &Evaluated) {
        for (position, budget) in program.list.budgets.iter().enumerate() {
            for outcome in &evaluated.outcomes {
                if !is_under(program, budget, outcome) {
                    continue;
                }
                let year = (budget.span != BudgetSpan::Whole).then_some(outcome.year).flatten();
                let spent = self.0.entry((position, year)).or_default();
                spent.take(program, budget, evaluated, outcome);
            }
        }
    }

    /// Adds what the records after these came to.
    pub(super) fn join(&mut self, later: Ceilings) {
        for (key, more) in later.0 {
            let spent = self.0.entry(key).or_default();
            spent.committed.join(more.committed);
            spent.awards = spent.awards.saturating_add(more.awards);
            spent.open_low.join(more.open_low);
            spent.open_high.join(more.open_high);
            spent.unbounded = spent.unbounded.saturating_add(more.unbounded);
            spent.claims.extend(more.claims);
        }
    }

    /// Each budget with what it is held against, in written order, then by year. A budget that
    /// nothing is held against is told as well.
    pub(super) fn held(mut self, program: &Program) -> Vec<Ceiling<'_>> {
        let mut held = Vec::new();
        for (position, budget) in program.list.budgets.iter().enumerate() {
            if let BudgetSpan::Year(year) = budget.span {
                self.0.entry((position, Some(year))).or_default();
            } else if !self.0.keys().any(|(at, _)| *at == position) {
                self.0.entry((position, None)).or_default();
            }
            let of = self.0.range_mut((position, None)..=(position, Some(i32::MAX)));
            held.extend(of.map(|((_, year), spent)| std::mem::take(spent).held(budget, *year)));
        }
        held
    }
}

/// Whether a budget is to bear an outcome, or a part of it.
fn is_under(program: &Program, budget: &Budget, outcome: &Outcome) -> bool {
    let rule = program.rules.get(outcome.rule.index());
    let paid = rule.is_some_and(
        |rule| matches!(&rule.body, Body::Money(money) if money.kind == MoneyKind::Paid),
    );
    let named =
        budget.rules.as_ref().is_none_or(|rules| rules.binary_search(&outcome.rule).is_ok());
    let then = match budget.span {
        BudgetSpan::Year(year) => outcome.year == Some(year),
        BudgetSpan::Yearly | BudgetSpan::Whole => true,
    };
    paid && named && then
}

impl Spent {
    fn take(
        &mut self,
        program: &Program,
        budget: &Budget,
        evaluated: &Evaluated,
        outcome: &Outcome,
    ) {
        match &outcome.status {
            Status::Granted(whole) => {
                let Some(amount) = borne(budget, outcome, *whole) else {
                    self.committed = Sum(None);
                    return;
                };
                if amount.is_zero() {
                    return;
                }
                self.committed.add(amount);
                self.awards = self.awards.saturating_add(1);
                if let Some(beyond) = budget.beyond {
                    self.claims.push(claim(program, beyond, evaluated, outcome, amount));
                }
            }
            Status::Range { low, high, .. } => self.open(budget, *low, *high),
            Status::Undetermined { may_be_none, bounds: Some((low, high)), .. } => {
                self.open(budget, if *may_be_none { Exact::ZERO } else { *low }, *high);
            }
            _ => {}
        }
    }

    /// What one of the levels pays of an award is known once the award is: until then nothing at
    /// least, and all of it at most.
    fn open(&mut self, budget: &Budget, low: Exact, high: Option<Exact>) {
        if budget.levels.is_empty() {
            self.open_low.add(low);
        }
        match high {
            Some(high) => self.open_high.add(high),
            None => self.unbounded = self.unbounded.saturating_add(1),
        }
    }

    fn held(mut self, budget: &Budget, year: Option<i32>) -> Ceiling<'_> {
        let over = self.committed.0.and_then(|committed| committed.checked_sub(budget.most));
        let over = over.map(|over| over.max(Exact::ZERO));
        match budget.beyond {
            Some(Beyond::ProRata) => pro_rata(&mut self.claims, budget.most, over),
            Some(Beyond::FirstCome(_)) => first_come(&mut self.claims, budget.most),
            None => {}
        }
        Ceiling {
            budget,
            year,
            committed: self.committed,
            awards: self.awards,
            open_low: self.open_low,
            open_high: self.open_high,
            unbounded: self.unbounded,
            over,
            claims: self.claims,
        }
    }
}

/// What a budget is to bear of an award: all of it, or what its levels pay.
fn borne(budget: &Budget, outcome: &Outcome, whole: Exact) -> Option<Exact> {
    if budget.levels.is_empty() {
        return Some(whole);
    }
    let of_levels = outcome.payers.iter().filter(|(level, _)| budget.levels.contains(level));
    of_levels.map(|(_, amount)| *amount).try_fold(Exact::ZERO, Exact::checked_add)
}

fn claim(
    program: &Program,
    beyond: Beyond,
    evaluated: &Evaluated,
    outcome: &Outcome,
    amount: Exact,
) -> Claim {
    let day = match beyond {
        Beyond::FirstCome(Some(fact)) => day_of(program, fact, evaluated, outcome),
        Beyond::FirstCome(None) | Beyond::ProRata => None,
    };
    let Outcome { rule, stage, subject, year, .. } = *outcome;
    let whose = subject.and_then(|subject| evaluated.record.facts.subject(subject));
    let label = whose.map(|subject| subject.label.clone()).unwrap_or_default();
    Claim { id: evaluated.record.id.clone(), rule, stage, label, year, day, amount, borne: None }
}

/// The date of the award's subject, or of the nearest one above it that has such a fact.
fn day_of(
    program: &Program,
    fact: FactId,
    evaluated: &Evaluated,
    outcome: &Outcome,
) -> Option<Date> {
    let facts = &evaluated.record.facts;
    let kind = program.vocabulary.facts.get(fact.index())?.kind;
    let mut whose = facts.upward(outcome.subject?);
    let whose = whose.find(|one| facts.subject(*one).is_some_and(|one| one.kind == kind))?;
    match facts.cell(program, whose, fact, outcome.year) {
        Cell::Date(day) => Some(day),
        _ => None,
    }
}

/// Each award in the same proportion, when they exceed the budget; as it is when they do not.
fn pro_rata(claims: &mut [Claim], most: Exact, over: Option<Exact>) {
    let amounts: Vec<Exact> = claims.iter().map(|claim| claim.amount).collect();
    let shares = match over {
        None => None,
        Some(over) if over.is_zero() => Some(amounts),
        Some(_) => apportion(most, &amounts),
    };
    for (claim, share) in claims.iter_mut().zip(shares.into_iter().flatten()) {
        claim.borne = Some(share);
    }
}

/// By day, those of an unknown day last, then in the order of the data: each in full, as long as
/// something is left.
fn first_come(claims: &mut [Claim], most: Exact) {
    claims.sort_by_key(|claim| (claim.day.is_none(), claim.day));
    let mut left = Some(most);
    for claim in claims {
        let served = left.map(|left| claim.amount.min(left));
        left = left.zip(served).and_then(|(left, served)| left.checked_sub(served));
        claim.borne = served;
    }
}
