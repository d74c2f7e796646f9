//! Going through expressions: the one place that knows where expressions stand in the core.

use super::{Amount, Body, Expr, FactId, Hop, LocalId, Money, Period, Place, Program, Rule};

impl Expr {
    /// The expressions that stand directly in this one, in written order.
    pub fn children(&self) -> Vec<&Expr> {
        match self {
            Expr::Number(..)
            | Expr::Truth(_)
            | Expr::Variant(_)
            | Expr::Date(..)
            | Expr::Nothing
            | Expr::Fact { .. }
            | Expr::Decision(_)
            | Expr::Local { .. }
            | Expr::Paid(_) => Vec::new(),
            Expr::Series { on: one, .. }
            | Expr::InYear(_, one)
            | Expr::Not(one)
            | Expr::Is { value: one, .. }
            | Expr::Test { value: one, .. }
            | Expr::During { date: one, .. }
            | Expr::Happened(one)
            | Expr::EachYear { body: one, .. }
            | Expr::Round { value: one, .. }
            | Expr::YearsSince(one)
            | Expr::InYears { days: one, .. }
            | Expr::DateAdd { date: one, .. } => vec![one],
            Expr::Add(a, b)
            | Expr::Sub(a, b)
            | Expr::Monus(a, b, _)
            | Expr::Mul(a, b)
            | Expr::Div(a, b)
            | Expr::Compare { left: a, right: b, .. }
            | Expr::Cap { value: a, limit: b, .. }
            | Expr::Days { from: a, to: b } => vec![a, b],
            Expr::If { condition, then, otherwise, .. } => vec![condition, then, otherwise],
            Expr::Near { value, target, tolerance, .. } => vec![value, target, tolerance],
            Expr::Extreme { of, .. } | Expr::And(of) | Expr::Or(of) => of.iter().collect(),
            Expr::Switch { arms, .. } => arms.iter().collect(),
            Expr::Match { key, arms } => {
                let bodies = arms.iter().map(|arm| &arm.body);
                std::iter::once(&**key).chain(bodies).collect()
            }
            Expr::Fold(fold) => {
                [&fold.event, &fold.filter, &fold.order, &fold.body].into_iter().flatten().collect()
            }
            Expr::Tiers(tiers) => {
                let rows = tiers.rows.iter().flat_map(|row| {
                    let bound = row.lower.as_ref().map(|bound| &bound.at);
                    bound.into_iter().chain([&row.value])
                });
                let tail = tiers.tail.iter().flat_map(|tail| [&tail.step, &tail.add]);
                std::iter::once(&tiers.of).chain(rows).chain(tail).collect()
            }
        }
    }

    /// This expression and all that stand in it, each before its children.
    pub fn walk<'a>(&'a self, visit: &mut impl FnMut(&'a Expr)) {
        visit(self);
        for child in self.children() {
            child.walk(visit);
        }
    }

    /// Whether it is a number or a date as written.
    pub fn is_literal(&self) -> bool {
        matches!(self, Expr::Number(..) | Expr::Date(..))
    }

    /// The place this expression itself looks at.
    pub fn place(&self) -> Option<&Place> {
        match self {
            Expr::Fact { place, .. } | Expr::Local { place, .. } => Some(place),
            Expr::Fold(fold) => Some(&fold.of),
            _ => None,
        }
    }
}

impl Rule {
    /// The expressions of the rule, in the order in which they are evaluated; not those of its
    /// decisions and intermediates.
    pub fn exprs(&self) -> Vec<&Expr> {
        let mut found: Vec<&Expr> = Vec::new();
        if let Period::Once(event) = &self.period {
            found.push(event);
        }
        found.extend(self.guards.iter().map(|guard| &guard.condition));
        found.extend(self.awaits.iter().map(|(date, _)| date));
        match &self.body {
            Body::Money(money) => found.extend(money.exprs()),
            Body::Target { measure, deadline } => {
                found.extend([measure].into_iter().chain(deadline))
            }
            Body::ServiceLimit { measure, baseline, deadline } => {
                found.extend([measure].into_iter().chain(baseline).chain(deadline));
            }
            Body::Determination { .. } | Body::Duty { .. } => (),
        }
        found
    }
}

impl Money {
    /// The expressions of a money rule's body.
    fn exprs(&self) -> Vec<&Expr> {
        let mut found: Vec<&Expr> = Vec::new();
        for stage in &self.stages {
            found.extend(stage.event.iter().chain(stage.amount.computed()));
        }
        for exception in &self.exceptions {
            found.extend([&exception.condition].into_iter().chain(exception.amount.computed()));
        }
        found.extend(self.caps.iter().map(|cap| &cap.limit));
        found.extend(self.payers.shares.iter().map(|share| &share.weight));
        found
    }
}

impl Amount {
    /// The expression of an amount that is computed.
    pub fn computed(&self) -> Option<&Expr> {
        match self {
            Amount::Computed(expr) => Some(expr),
            Amount::Elsewhere(_) => None,
        }
    }
}

impl Program {
    /// The facts a rule may look at, through its intermediates and decisions too, in order.
    pub fn facts_of(&self, rule: &Rule) -> Vec<FactId> {
        let mut facts = Vec::new();
        for expr in self.exprs_of(rule) {
            facts.extend(expr.place().into_iter().flat_map(follows));
            if let Expr::Fact { fact, .. } = expr {
                facts.push(*fact);
            }
        }
        facts.sort();
        facts.dedup();
        facts
    }

    /// Every expression that a rule may evaluate, those of its intermediates and decisions too.
    pub fn exprs_of<'a>(&'a self, rule: &'a Rule) -> Vec<&'a Expr> {
        let decisions = rule.decisions.iter().filter_map(|id| self.decisions.get(id.index()));
        let bounds = decisions.flat_map(|decision| decision.lower.iter().chain(&decision.upper));
        let mut open: Vec<&'a Expr> = rule.exprs().into_iter().chain(bounds).collect();
        let (mut exprs, mut locals) = (Vec::new(), Vec::<LocalId>::new());
        while let Some(expr) = open.pop() {
            open.extend(expr.children());
            exprs.push(expr);
            if let Expr::Local { local, .. } = expr
                && !locals.contains(local)
            {
                locals.push(*local);
                open.extend(self.locals.get(local.index()).map(|local| &local.body));
            }
        }
        exprs
    }
}

/// The reference facts a place goes through.
fn follows(place: &Place) -> impl Iterator<Item = FactId> {
    place.hops.iter().filter_map(|hop| match hop {
        Hop::Follow(fact) => Some(*fact),
        Hop::Parent => None,
    })
}
