//! The places of a clause that can be changed, in a fixed order.

use crate::ast::{
    Amount, At, Bound, Cap, Clause, ClauseEntry, DecisionBounds, Expr, ExprKind, Fold, Payers,
    Period, Pipeline, Rule, RuleEntry, Slot, Step, TableRow, TierKind, Tiers,
};

/// A place that can be changed: a mutable look into the tree.
pub(super) enum Node<'a> {
    Rule(&'a mut Rule),
    Entry(&'a mut RuleEntry),
    Payers(&'a mut Payers),
    Pipeline(&'a mut Pipeline),
    Tiers(&'a mut Tiers),
    Cap(&'a mut Cap),
    Bound(&'a mut Bound),
    Expr(&'a mut Expr),
}

/// What may be put in the place of a node.
#[derive(Debug, Clone)]
pub(super) enum Piece {
    Rule(Rule),
    Entry(RuleEntry),
    Payers(Payers),
    Pipeline(Pipeline),
    Tiers(Tiers),
    Cap(Cap),
    Bound(Bound),
    Expr(Expr),
}

impl Node<'_> {
    /// Puts a piece of the same sort in the node's place.
    pub(super) fn replace(self, piece: Piece) {
        match (self, piece) {
            (Node::Rule(place), Piece::Rule(new)) => *place = new,
            (Node::Entry(place), Piece::Entry(new)) => *place = new,
            (Node::Payers(place), Piece::Payers(new)) => *place = new,
            (Node::Pipeline(place), Piece::Pipeline(new)) => *place = new,
            (Node::Tiers(place), Piece::Tiers(new)) => *place = new,
            (Node::Cap(place), Piece::Cap(new)) => *place = new,
            (Node::Bound(place), Piece::Bound(new)) => *place = new,
            (Node::Expr(place), Piece::Expr(new)) => *place = new,
            // A change is made for one node and put in the place of that node only.
            _ => {}
        }
    }
}

/// Calls `on` for every node of the clause's rules and shared intermediates, each before those in
/// it. The order depends on the tree only, so a node can be named by its position.
pub(super) fn visit(clause: &mut Clause, on: &mut dyn FnMut(Node<'_>)) {
    entries(&mut clause.entries, on);
}

type On<'a> = &'a mut dyn FnMut(Node<'_>);

fn entries(list: &mut [ClauseEntry], on: On<'_>) {
    for entry in list {
        match entry {
            ClauseEntry::Validity(validity) => {
                expr(&mut validity.from, on);
                expr(&mut validity.to, on);
            }
            ClauseEntry::Let { value, .. } => pipeline(value, on),
            ClauseEntry::Part(part) => entries(&mut part.entries, on),
            ClauseEntry::Rule(one) => rule(one, on),
            _ => {}
        }
    }
}

fn rule(rule: &mut Rule, on: On<'_>) {
    on(Node::Rule(rule));
    if let Period::Once(event) = &mut rule.period {
        expr(event, on);
    }
    for entry in &mut rule.entries {
        on(Node::Entry(entry));
        match entry {
            RuleEntry::Condition(one, _)
            | RuleEntry::Denied(one, _)
            | RuleEntry::Await(one, _)
            | RuleEntry::Measure(one, _)
            | RuleEntry::Baseline(one, _)
            | RuleEntry::Deadline(one, _) => expr(one, on),
            RuleEntry::Let { value, .. } => pipeline(value, on),
            RuleEntry::Decision(decision) => match &mut decision.bounds {
                DecisionBounds::UpTo(most) => expr(most, on),
                DecisionBounds::Between(least, most) => {
                    expr(least, on);
                    expr(most, on);
                }
                DecisionBounds::Open(_) | DecisionBounds::YesNo => {}
            },
            RuleEntry::Amount(one, _) => amount(one, on),
            RuleEntry::Exception { condition, amount: one, .. } => {
                expr(condition, on);
                amount(one, on);
            }
            RuleEntry::Stage { event, amount, .. } => {
                expr(event, on);
                pipeline(amount, on);
            }
            RuleEntry::Cap(one) => cap(one, on),
            RuleEntry::Payers(payers) => {
                on(Node::Payers(payers));
                payers
                    .shares
                    .iter_mut()
                    .filter_map(|(_, weight)| weight.as_mut())
                    .for_each(|weight| expr(weight, on));
            }
            _ => {}
        }
    }
}

fn amount(amount: &mut Amount, on: On<'_>) {
    if let Amount::Computed(value) = amount {
        pipeline(value, on);
    }
}

fn pipeline(pipeline: &mut Pipeline, on: On<'_>) {
    on(Node::Pipeline(pipeline));
    expr(&mut pipeline.start, on);
    for step in &mut pipeline.steps {
        match step {
            Step::Tiers(one) => tiers(one, on),
            Step::Cap(one) => cap(one, on),
            Step::TopUp(what, _) => expr(what, on),
            Step::Round(_) => {}
        }
    }
}

fn tiers(tiers: &mut Tiers, on: On<'_>) {
    on(Node::Tiers(tiers));
    // A marginal tier adds nothing at its bound: whether it includes it makes no difference.
    let marginal = slot_arms(&tiers.kind).into_iter().all(|kind| *kind == TierKind::Marginal);
    for row in &mut tiers.rows {
        for (word, figure) in row.lower.iter_mut().chain(&mut row.upper) {
            if !marginal {
                bound(word, on);
            }
            expr(figure, on);
        }
        expr(&mut row.value, on);
    }
    if let Some(tail) = &mut tiers.tail {
        expr(&mut tail.step, on);
        expr(&mut tail.add, on);
    }
}

fn cap(cap: &mut Cap, on: On<'_>) {
    on(Node::Cap(cap));
    expr(&mut cap.limit, on);
}

fn bound(bound: &mut Bound, on: On<'_>) {
    on(Node::Bound(bound));
}

fn expr(one: &mut Expr, on: On<'_>) {
    on(Node::Expr(one));
    match &mut one.kind {
        ExprKind::Quantity(_)
        | ExprKind::Proportion(..)
        | ExprKind::Date(_)
        | ExprKind::Year(_)
        | ExprKind::Truth(_)
        | ExprKind::Nothing
        | ExprKind::Name(_)
        | ExprKind::Paid { .. } => {}
        ExprKind::Path(inner, _)
        | ExprKind::LastYear(inner)
        | ExprKind::Not(inner)
        | ExprKind::Member { value: inner, .. }
        | ExprKind::Happened(inner)
        | ExprKind::EachYear { body: inner, .. }
        | ExprKind::InYears { days: inner, .. } => expr(inner, on),
        // Of a written day only the year counts, so it is changed with the years since.
        ExprKind::YearsSince(inner) if matches!(inner.kind, ExprKind::Date(_)) => {}
        ExprKind::YearsSince(inner) => expr(inner, on),
        ExprKind::Of(a, b) | ExprKind::Binary(_, a, b) | ExprKind::Days { from: a, to: b } => {
            expr(a, on);
            expr(b, on);
        }
        ExprKind::Compare { left, word, right, tolerance } => {
            bound(word, on);
            expr(left, on);
            expr(right, on);
            tolerance.iter_mut().for_each(|tolerance| expr(tolerance, on));
        }
        ExprKind::During { value, year } => {
            expr(value, on);
            year.iter_mut().for_each(|year| expr(year, on));
        }
        ExprKind::Within { value, from, to } => {
            expr(value, on);
            expr(from, on);
            expr(to, on);
        }
        ExprKind::Extreme { of, .. } => of.iter_mut().for_each(|one| expr(one, on)),
        ExprKind::If { condition, then, otherwise } => {
            expr(condition, on);
            expr(then, on);
            expr(otherwise, on);
        }
        ExprKind::Table { keys, rows } => table(keys, rows, on),
        ExprKind::Fold(one) => fold(one, on),
        ExprKind::Switch(switch) => switch.arms.iter_mut().for_each(|(_, arm)| expr(arm, on)),
        ExprKind::Pipeline(inner) => pipeline(inner, on),
    }
}

fn table(keys: &mut [Expr], rows: &mut [TableRow], on: On<'_>) {
    keys.iter_mut().for_each(|key| expr(key, on));
    rows.iter_mut().for_each(|row| pipeline(&mut row.value, on));
}

fn fold(fold: &mut Fold, on: On<'_>) {
    let conditions = [&mut fold.event, &mut fold.order, &mut fold.filter];
    conditions.into_iter().flatten().for_each(|one| expr(one, on));
    fold.body.iter_mut().for_each(|body| pipeline(body, on));
}

/// The alternatives of a slot, or its one content.
pub(super) fn slot_arms<T>(slot: &Slot<T>) -> Vec<&T> {
    match slot {
        Slot::Fixed(one) => vec![one],
        Slot::Switch(switch) => switch.arms.iter().map(|(_, arm)| arm).collect(),
    }
}

/// The slot with its `position`-th alternative replaced.
pub(super) fn with_arm<T: Clone>(slot: &Slot<T>, position: usize, new: T) -> Slot<T> {
    let mut slot = slot.clone();
    match &mut slot {
        Slot::Fixed(one) => *one = new,
        Slot::Switch(switch) => {
            if let Some((_, arm)) = switch.arms.get_mut(position) {
                *arm = new;
            }
        }
    }
    slot
}

/// Where a step stands.
pub(super) fn step_at(step: &Step) -> At {
    match step {
        Step::Tiers(tiers) => tiers.at,
        Step::Cap(cap) => cap.at,
        Step::TopUp(_, at) => *at,
        Step::Round(rounding) => rounding.at,
    }
}

/// Where a statement stands.
pub(super) fn entry_at(entry: &RuleEntry) -> At {
    match entry {
        RuleEntry::Condition(_, at)
        | RuleEntry::Denied(_, at)
        | RuleEntry::Await(_, at)
        | RuleEntry::Let { at, .. }
        | RuleEntry::Amount(_, at)
        | RuleEntry::Exception { at, .. }
        | RuleEntry::Stage { at, .. }
        | RuleEntry::YearLimit { at, .. }
        | RuleEntry::Relation { at, .. }
        | RuleEntry::Consequence { at, .. }
        | RuleEntry::Measure(_, at)
        | RuleEntry::Baseline(_, at)
        | RuleEntry::Deadline(_, at)
        | RuleEntry::Modality(_, at)
        | RuleEntry::Bodies(_, at) => *at,
        RuleEntry::Decision(decision) => decision.at,
        RuleEntry::Cap(cap) => cap.at,
        RuleEntry::Payers(payers) => payers.at,
        RuleEntry::Content(text) => text.at,
        RuleEntry::Addressees(texts) | RuleEntry::Topics(texts) => {
            texts.first().map_or(At(crate::source::Span::default()), |text| text.at)
        }
    }
}
