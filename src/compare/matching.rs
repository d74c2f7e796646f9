//! Which rules of two programs are the same: those of one clause, item and name.

use std::collections::BTreeMap;

use crate::ir::{Body, Program, Rule, RuleId};

/// A rule of one program and its like in the other; one of them is missing where the rule was
/// dropped or is new.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pair {
    /// In the program before.
    pub before: Option<RuleId>,
    /// In the program after.
    pub after: Option<RuleId>,
}

/// Which rules of two programs are the same.
#[derive(Debug, Clone)]
pub struct Matching {
    /// All rules, by clause, in the order they are written in the program before; new ones last in
    /// their clause.
    pub pairs: Vec<Pair>,
    /// For each rule before, its pair.
    before: Vec<usize>,
    /// For each rule after, its pair.
    after: Vec<usize>,
    /// For each pair, the stage before that each stage after stands for; one that is new comes
    /// behind all of those.
    stages: Vec<Vec<usize>>,
}

impl Matching {
    /// Matches the rules of two programs.
    #[must_use]
    pub fn new(before: &Program, after: &Program) -> Matching {
        let named: BTreeMap<_, RuleId> =
            numbered(after).map(|(id, rule)| (name(after, rule), id)).collect();
        let mut matched = vec![false; after.rules.len()];
        let mut pairs: Vec<Pair> = Vec::new();
        for (id, rule) in numbered(before) {
            let other = named.get(&name(before, rule)).copied();
            if let Some(taken) = other.and_then(|other| matched.get_mut(other.index())) {
                *taken = true;
            }
            pairs.push(Pair { before: Some(id), after: other });
        }
        let new = numbered(after).filter(|(id, _)| matched.get(id.index()) == Some(&false));
        pairs.extend(new.map(|(id, _)| Pair { before: None, after: Some(id) }));
        pairs.sort_by_key(|pair| {
            let of = |program: &Program, id: RuleId| {
                let rule = program.rules.get(id.index())?;
                program.clauses.get(rule.clause.index()).map(|clause| clause.number)
            };
            let clause = pair.before.and_then(|id| of(before, id));
            clause.or_else(|| pair.after.and_then(|id| of(after, id)))
        });
        let place = |count: usize, side: fn(&Pair) -> Option<RuleId>| {
            let mut places = vec![usize::MAX; count];
            for (position, pair) in pairs.iter().enumerate() {
                if let Some(place) = side(pair).and_then(|id| places.get_mut(id.index())) {
                    *place = position;
                }
            }
            places
        };
        let stages = pairs.iter().map(|pair| stages(before, after, pair));
        Matching {
            before: place(before.rules.len(), |pair| pair.before),
            after: place(after.rules.len(), |pair| pair.after),
            stages: stages.collect(),
            pairs,
        }
    }

    /// The pair and the stage, as those before count, of a rule and its stage.
    pub(super) fn place(&self, side: Side, rule: RuleId, stage: usize) -> Option<(usize, usize)> {
        let places = match side {
            Side::Before => return Some((*self.before.get(rule.index())?, stage)),
            Side::After => &self.after,
        };
        let pair = *places.get(rule.index())?;
        let stage = self.stages.get(pair)?.get(stage).copied().unwrap_or(stage);
        Some((pair, stage))
    }

    /// Rules that stand in one of the programs only.
    pub fn unmatched(&self) -> impl Iterator<Item = Pair> {
        let alone = |pair: &Pair| pair.before.is_none() || pair.after.is_none();
        self.pairs.iter().copied().filter(alone)
    }
}

/// Which of the two programs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// The one before.
    Before,
    /// The one after.
    After,
}

fn numbered(program: &Program) -> impl Iterator<Item = (RuleId, &Rule)> {
    (0..).map(RuleId).zip(&program.rules)
}

/// The number of the clause, the item and the name.
fn name<'p>(program: &Program, rule: &'p Rule) -> (u32, Option<u32>, &'p str) {
    let clause = program.clauses.get(rule.clause.index());
    (clause.map_or(0, |clause| clause.number), rule.part, rule.name.zh.as_str())
}

fn stages(before: &Program, after: &Program, pair: &Pair) -> Vec<usize> {
    let names = |program: &Program, id: Option<RuleId>| -> Vec<Option<String>> {
        let rule = id.and_then(|id| program.rules.get(id.index()));
        match rule.map(|rule| &rule.body) {
            Some(Body::Money(money)) => {
                let name = |stage: &crate::ir::Stage| stage.name.as_ref().map(|one| one.zh.clone());
                money.stages.iter().map(name).collect()
            }
            _ => Vec::new(),
        }
    };
    let (old, new) = (names(before, pair.before), names(after, pair.after));
    let place = |(position, name): (usize, &Option<String>)| {
        let known = old.iter().position(|known| known == name);
        known.unwrap_or_else(|| old.len().saturating_add(position))
    };
    new.iter().enumerate().map(place).collect()
}
