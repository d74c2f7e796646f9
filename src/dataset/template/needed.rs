//! What the rules of some clauses need to know.

use std::collections::{BTreeMap, BTreeSet};

use crate::ir::{
    Body, DecisionId, Expr, FactId, KindId, LocalId, Program, Rule, RuleId, SeriesId, Type, YearRef,
};

/// What the rules of some clauses need to know.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Needed {
    /// The kinds of subject, parents before their children.
    pub kinds: BTreeSet<KindId>,
    /// The facts, each with the numbers of the clauses that need it.
    pub facts: BTreeMap<FactId, BTreeSet<u32>>,
    /// The years in which yearly facts are looked at, seen from a year that is run.
    pub years: BTreeMap<FactId, BTreeSet<YearRef>>,
    /// The series.
    pub series: BTreeSet<SeriesId>,
    /// The decisions.
    pub decisions: BTreeSet<DecisionId>,
    /// The rules that pay, whose earlier awards may count.
    pub paying: Vec<RuleId>,
}

/// What the rules of these clauses need; those of every clause, if none is named.
#[must_use]
pub fn needed(program: &Program, clauses: &[u32]) -> Needed {
    let mut needed = Needed::default();
    for clause in &program.clauses {
        if !clauses.is_empty() && !clauses.contains(&clause.number) {
            continue;
        }
        for id in &clause.rules {
            if let Some(rule) = program.rules.get(id.index()) {
                needed.take(program, clause.number, *id, rule);
            }
        }
    }
    let kinds: Vec<KindId> = needed.kinds.iter().copied().collect();
    for kind in kinds {
        needed.kinds.extend(ancestors(program, kind));
    }
    needed
}

impl Needed {
    fn take(&mut self, program: &Program, clause: u32, id: RuleId, rule: &Rule) {
        for fact in program.facts_of(rule) {
            self.facts.entry(fact).or_default().insert(clause);
            if let Some(info) = program.vocabulary.facts.get(fact.index()) {
                self.kinds.insert(info.kind);
                if let Type::Subject(kind) = info.ty {
                    self.kinds.insert(kind);
                }
            }
        }
        let mut looked = BTreeSet::new();
        let decisions = rule.decisions.iter().filter_map(|id| program.decisions.get(id.index()));
        let bounds = decisions.flat_map(|one| one.lower.iter().chain(&one.upper));
        for expr in rule.exprs().into_iter().chain(bounds) {
            self.look(program, expr, YearRef::Offset(0), &mut looked);
        }
        for expr in program.exprs_of(rule) {
            match expr {
                Expr::Series { series, .. } => _ = self.series.insert(*series),
                Expr::Fold(fold) => _ = self.kinds.insert(fold.kind),
                _ => {}
            }
        }
        self.kinds.extend(rule.subject);
        self.decisions.extend(&rule.decisions);
        if let Body::Money(money) = &rule.body {
            self.kinds.insert(money.scope);
            self.paying.push(id);
        }
    }

    /// Notes in which years an expression looks at facts, where this year is bound.
    fn look(
        &mut self,
        program: &Program,
        expr: &Expr,
        year: YearRef,
        looked: &mut BTreeSet<(LocalId, YearRef)>,
    ) {
        match expr {
            Expr::InYear(of, body) => return self.look(program, body, year.then(*of), looked),
            Expr::EachYear { years, body, .. } => {
                for back in 0..i8::try_from(*years).unwrap_or(i8::MAX) {
                    let year = year.then(YearRef::Offset(back.saturating_neg()));
                    self.look(program, body, year, looked);
                }
                return;
            }
            Expr::Fact { fact, .. } => _ = self.years.entry(*fact).or_default().insert(year),
            Expr::Local { local, .. } if looked.insert((*local, year)) => {
                if let Some(local) = program.locals.get(local.index()) {
                    self.look(program, &local.body, year, looked);
                }
            }
            _ => {}
        }
        for child in expr.children() {
            self.look(program, child, year, looked);
        }
    }

    /// The calendar years of a yearly fact that are looked at when these years are run.
    pub(super) fn years_of(&self, fact: FactId, (from, to): (i32, i32)) -> BTreeSet<i32> {
        match self.years.get(&fact) {
            None => (from..=to).collect(),
            Some(seen) => {
                (from..=to).flat_map(|run| seen.iter().map(move |of| of.from(run))).collect()
            }
        }
    }

    /// The facts of a kind, in the order of their declaration.
    pub(super) fn facts_of(
        &self,
        program: &Program,
        kind: KindId,
    ) -> impl Iterator<Item = (FactId, &BTreeSet<u32>)> {
        let of_kind = move |fact: &FactId| {
            program.vocabulary.facts.get(fact.index()).is_some_and(|info| info.kind == kind)
        };
        let facts = self.facts.iter().filter(move |(fact, _)| of_kind(fact));
        facts.map(|(fact, clauses)| (*fact, clauses))
    }

    /// The kinds of children that a kind needs.
    pub(super) fn children(&self, program: &Program, kind: KindId) -> impl Iterator<Item = KindId> {
        let parent = move |child: &KindId| {
            program.vocabulary.kinds.get(child.index()).and_then(|info| info.parent)
        };
        self.kinds.iter().copied().filter(move |child| parent(child) == Some(kind))
    }

    /// Whether any of the facts has a value for each year.
    pub(super) fn has_yearly(&self, program: &Program) -> bool {
        let mut facts = self.facts.keys();
        facts.any(|fact| program.vocabulary.facts.get(fact.index()).is_some_and(|info| info.yearly))
    }
}

fn ancestors(program: &Program, kind: KindId) -> impl Iterator<Item = KindId> {
    let parent = |kind: &KindId| program.vocabulary.kinds.get(kind.index())?.parent;
    std::iter::successors(parent(&kind), move |kind| parent(kind))
}
