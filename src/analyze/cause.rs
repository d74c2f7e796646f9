//! What a rule pays for: the quantities its amount is worked out from, the children it counts, the
//! event it is paid on; and of an amount that is simply stated, what is recognised by being paid.

use std::collections::BTreeMap;

use super::conditions::{
    Key, Needed, Way, all_of, fact_of, free, guarded, holds, in_line, only, read_as,
};
use crate::ir::{
    Body, Expr, FactId, Fold, FoldOp, KindId, Money, Period, Program, Rule, Type, VariantSet,
};

/// What is paid for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Cause {
    /// A quantity.
    Measured(FactId),
    /// An event.
    Event(FactId),
    /// How many children of a kind there are.
    Counted(KindId),
    /// That a fact has certain values: a title, a grade, a status.
    Held(FactId),
}

/// What a rule pays for, each with the ways in which it does.
pub(super) type Causes = BTreeMap<Cause, Vec<Way>>;

/// What a money rule pays for.
pub(super) fn causes(program: &Program, rule: &Rule, money: &Money) -> Causes {
    let mut guards = guarded(program, rule);
    // With stages or exceptions there is more than one amount that may be given.
    if let ([only], []) = (money.stages.as_slice(), money.exceptions.as_slice())
        && let Some(amount) = only.amount.computed()
    {
        guards = all_of(guards, giving(program, amount));
    }
    let mut collector = Collector { program, found: Causes::new() };
    if let Period::Once(event) = &rule.period {
        collector.event(event, &guards);
    }
    for stage in &money.stages {
        if let Some(event) = &stage.event {
            collector.event(event, &guards);
        }
        if let Some(amount) = stage.amount.computed() {
            collector.amount(amount, &guards);
        }
    }
    for exception in &money.exceptions {
        if let Some(amount) = exception.amount.computed() {
            let when = holds(program, &exception.condition, true);
            collector.amount(amount, &all_of(guards.clone(), when));
        }
    }
    collector.recognised(rule, &guards);
    collector.found
}

/// A rule's money, when it has any.
pub(super) fn money_of(rule: &Rule) -> Option<&Money> {
    match &rule.body {
        Body::Money(money) => Some(money),
        _ => None,
    }
}

struct Collector<'p> {
    program: &'p Program,
    found: Causes,
}

impl Collector<'_> {
    fn add(&mut self, cause: Cause, ways: &[Way]) {
        let known = self.found.entry(cause).or_default();
        for way in ways {
            if !known.contains(way) {
                known.push(way.clone());
            }
        }
    }

    /// The event facts in the date of a rule, a stage or a fold.
    fn event(&mut self, date: &Expr, ways: &[Way]) {
        match date {
            Expr::Fold(fold) => {
                let ways = all_of(ways.to_vec(), self.passing(fold));
                if let Some(body) = &fold.body {
                    self.event(body, &ways);
                }
            }
            Expr::Local { local, place } if in_line(place) => {
                if let Some(local) = self.program.locals.get(local.index()) {
                    self.event(&local.body, ways);
                }
            }
            Expr::Compare { .. } | Expr::During { .. } => {}
            _ => {
                if let Some(fact) = fact_of(date) {
                    self.add(Cause::Event(fact), ways);
                }
                for part in date.children() {
                    self.event(part, ways);
                }
            }
        }
    }

    /// The ways in which an item passes the filter of a fold.
    fn passing(&self, fold: &Fold) -> Vec<Way> {
        let filter = fold.filter.as_ref();
        filter.map_or_else(free, |filter| holds(self.program, filter, true))
    }

    /// What an amount is worked out from, in the ways in which it comes to that. What a condition
    /// looks at, what is deducted and what limits is not what is paid for.
    fn amount(&mut self, amount: &Expr, ways: &[Way]) {
        let program = self.program;
        let and = |more: Vec<Way>| all_of(ways.to_vec(), more);
        match amount {
            Expr::Fact { fact, place } if in_line(place) => self.measured(*fact, ways),
            Expr::Local { local, place } if in_line(place) => {
                if let Some(local) = program.locals.get(local.index()) {
                    self.amount(&local.body, ways);
                }
            }
            Expr::Decision(decision) => {
                let decision = program.decisions.get(decision.index());
                for bound in decision.into_iter().flat_map(|one| one.lower.iter().chain(&one.upper))
                {
                    self.amount(bound, ways);
                }
            }
            Expr::If { condition, then, otherwise, .. } => {
                self.amount(then, &and(holds(program, condition, true)));
                self.amount(otherwise, &and(holds(program, condition, false)));
            }
            Expr::Switch { reading, arms } => {
                for (position, arm) in arms.iter().enumerate() {
                    self.amount(arm, &and(vec![read_as(*reading, position)]));
                }
            }
            Expr::Match { key, arms } => {
                let giving = arms.iter().filter(|arm| arm.body != Expr::Nothing);
                let key = fact_of(key);
                for arm in giving {
                    let ways = match key {
                        Some(fact) => and(vec![among(fact, arm.variants)]),
                        None => ways.to_vec(),
                    };
                    self.amount(&arm.body, &ways);
                    if let Some(fact) = key {
                        self.add(Cause::Held(fact), &ways);
                    }
                }
            }
            Expr::Fold(fold) => self.fold(fold, ways),
            Expr::Tiers(tiers) => self.amount(&tiers.of, ways),
            Expr::Sub(value, _)
            | Expr::Monus(value, ..)
            | Expr::Div(value, _)
            | Expr::Cap { value, .. } => self.amount(value, ways),
            Expr::Compare { .. } | Expr::During { .. } | Expr::Paid(_) => {}
            _ => {
                for part in amount.children() {
                    self.amount(part, ways);
                }
            }
        }
    }

    fn measured(&mut self, fact: FactId, ways: &[Way]) {
        let info = self.program.vocabulary.facts.get(fact.index());
        if info.is_some_and(|info| matches!(info.ty, Type::Number(_))) {
            self.add(Cause::Measured(fact), ways);
        }
    }

    fn fold(&mut self, fold: &Fold, ways: &[Way]) {
        let ways = all_of(ways.to_vec(), self.passing(fold));
        if let Some(event) = &fold.event {
            self.event(event, &ways);
        }
        if fold.op == FoldOp::Count {
            self.add(Cause::Counted(fold.kind), &ways);
        }
        if let Some(body) = &fold.body {
            self.amount(body, &ways);
        }
    }

    /// Of an amount that no quantity enters, what the conditions recognise of the rule's own
    /// subject: titles and grades, and a plain yes only when no event says what is paid for.
    fn recognised(&mut self, rule: &Rule, guards: &[Way]) {
        let quantity = |cause: &Cause| matches!(cause, Cause::Measured(_) | Cause::Counted(_));
        if self.found.keys().any(quantity) {
            self.found.retain(|cause, _| !matches!(cause, Cause::Held(_)));
            return;
        }
        let has_event = self.found.keys().any(|cause| matches!(cause, Cause::Event(_)));
        for way in guards {
            for (key, needed) in way {
                let Key::Fact(fact) = key else { continue };
                let own = self.program.vocabulary.facts.get(fact.index()).map(|fact| fact.kind);
                let tells = match needed {
                    Needed::Among(_) => true,
                    Needed::Truth(true) => !has_event,
                    _ => false,
                };
                if tells && own == rule.subject {
                    self.add(Cause::Held(*fact), guards);
                }
            }
        }
    }
}

/// The ways in which an amount is one at all.
fn giving(program: &Program, amount: &Expr) -> Vec<Way> {
    match amount {
        Expr::Nothing => Vec::new(),
        Expr::Match { key, arms } => {
            let arms = arms.iter().map(|arm| {
                let chosen = fact_of(key).map_or_else(free, |key| vec![among(key, arm.variants)]);
                all_of(chosen, giving(program, &arm.body))
            });
            arms.flatten().collect()
        }
        Expr::If { condition, then, otherwise, .. } => {
            let mut ways = all_of(holds(program, condition, true), giving(program, then));
            ways.extend(all_of(holds(program, condition, false), giving(program, otherwise)));
            ways
        }
        Expr::Switch { reading, arms } => {
            let arms = arms.iter().enumerate().map(|(position, arm)| {
                all_of(vec![read_as(*reading, position)], giving(program, arm))
            });
            arms.flatten().collect()
        }
        Expr::Cap { value, .. } | Expr::Round { value, .. } | Expr::Monus(value, ..) => {
            giving(program, value)
        }
        Expr::Tiers(tiers) => giving(program, &tiers.of),
        _ => free(),
    }
}

fn among(fact: FactId, variants: VariantSet) -> Way {
    only(Key::Fact(fact), Needed::Among(variants))
}
