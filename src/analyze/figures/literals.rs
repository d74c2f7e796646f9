//! The literals of a clause, each with the side of the boundary on which it puts its figure.

use crate::ast::{
    Amount, BinaryOp, Bound, BoundWord, ClauseEntry, DecisionBounds, Expr, ExprKind, List,
    ListEntry, Noted, Period, Pipeline, Quantity, Rule, RuleEntry, Slot, Step, Text, TierRow,
    Validity,
};
use crate::ledger::{Side, Value, figures_in};
use crate::quantity::{Counts, Date, Exact};
use crate::source::Span;

/// A figure as a rule has it.
#[derive(Debug, Clone)]
pub(super) struct Literal {
    /// Its value.
    pub(super) value: Value,
    /// The sides that it can stand for; none where it bounds nothing.
    pub(super) sides: Vec<Side>,
    /// Whether it has to come from the text or name its source.
    pub(super) needs_source: bool,
    /// Whether it may stand for a figure of the text.
    pub(super) stands: bool,
    /// Where it stands.
    pub(super) at: Span,
}

/// The literals of the rules and intermediates, in written order. Examples have none: their
/// figures are cases.
pub(super) fn of_clause(entries: &[ClauseEntry], counts: &Counts) -> Vec<Literal> {
    let mut literals = Literals { counts, found: Vec::new() };
    literals.clause_entries(entries);
    literals.found
}

/// The literals of the list's own declaration.
pub(super) fn of_list(list: &List, counts: &Counts) -> Vec<Literal> {
    let mut literals = Literals { counts, found: Vec::new() };
    for entry in &list.entries {
        match entry {
            ListEntry::Issued(day) => literals.expr(day, &[]),
            ListEntry::Validity(validity) => literals.validity(validity),
            ListEntry::Budget(budget) => literals.quantity(&budget.most, &[Side::Below], true),
            _ => {}
        }
    }
    literals.found
}

/// The value of a figure that a note names; none for one that is no literal of the language.
pub(super) fn noted(figure: &Noted, counts: &Counts) -> Option<Value> {
    match figure {
        Noted::Literal(expr) => value(&expr.kind, counts),
        Noted::Text(text) => Value::read(&text.text, counts).ok(),
    }
}

fn value(kind: &ExprKind, counts: &Counts) -> Option<Value> {
    match kind {
        ExprKind::Quantity(Quantity { number, unit, .. }) => {
            Value::of_number(number, unit, counts).ok()
        }
        ExprKind::Proportion(over, under) => {
            let parts = [over, under].map(|part| Exact::parse(part));
            parts.into_iter().collect::<Result<_, _>>().map(Value::Ratio).ok()
        }
        ExprKind::Date(day) => Date::parse(day).map(Value::Day).ok(),
        ExprKind::Year(year) => Some(Value::Year(*year)),
        _ => None,
    }
}

struct Literals<'a> {
    counts: &'a Counts,
    found: Vec<Literal>,
}

impl Literals<'_> {
    fn clause_entries(&mut self, entries: &[ClauseEntry]) {
        for entry in entries {
            match entry {
                ClauseEntry::Validity(validity) => self.validity(validity),
                ClauseEntry::Let { value, .. } => self.pipeline(value, &[]),
                ClauseEntry::Part(part) => self.clause_entries(&part.entries),
                ClauseEntry::Rule(rule) => self.rule(rule),
                ClauseEntry::Summary(text) => self.told(text),
                _ => {}
            }
        }
    }

    fn validity(&mut self, Validity { from, to, .. }: &Validity) {
        self.expr(from, &[Side::Above]);
        self.expr(to, &[Side::Below]);
    }

    fn rule(&mut self, rule: &Rule) {
        if let Period::Once(event) = &rule.period {
            self.expr(event, &[]);
        }
        for entry in &rule.entries {
            self.rule_entry(entry);
        }
    }

    fn rule_entry(&mut self, entry: &RuleEntry) {
        match entry {
            RuleEntry::Condition(expr, _)
            | RuleEntry::Denied(expr, _)
            | RuleEntry::Measure(expr, _)
            | RuleEntry::Baseline(expr, _) => self.expr(expr, &[]),
            RuleEntry::Await(day, _) => self.expr(day, &[Side::Above]),
            RuleEntry::Deadline(day, _) => self.expr(day, &[Side::Below]),
            RuleEntry::Let { value, .. } => self.pipeline(value, &[]),
            RuleEntry::Decision(decision) => match &decision.bounds {
                DecisionBounds::UpTo(most) => self.expr(most, &[Side::Below]),
                DecisionBounds::Between(least, most) => {
                    self.expr(least, &[Side::Above]);
                    self.expr(most, &[Side::Below]);
                }
                DecisionBounds::Open(_) | DecisionBounds::YesNo => {}
            },
            RuleEntry::Amount(amount, _) => self.amount(amount),
            RuleEntry::Exception { condition, amount, .. } => {
                self.expr(condition, &[]);
                self.amount(amount);
            }
            RuleEntry::Stage { event, amount, .. } => {
                self.expr(event, &[]);
                self.pipeline(amount, &[]);
            }
            RuleEntry::Cap(cap) => self.expr(&cap.limit, &[Side::Below]),
            RuleEntry::Payers(payers) => {
                payers.shares.iter().filter_map(|(_, weight)| weight.as_ref()).for_each(|weight| {
                    self.expr(weight, &[]);
                });
            }
            RuleEntry::YearLimit { years, .. } => self.quantity(years, &[Side::Below], true),
            RuleEntry::Consequence { text, .. } | RuleEntry::Content(text) => self.stated(text),
            RuleEntry::Relation { .. }
            | RuleEntry::Modality(..)
            | RuleEntry::Bodies(..)
            | RuleEntry::Addressees(_)
            | RuleEntry::Topics(_) => {}
        }
    }

    fn amount(&mut self, amount: &Amount) {
        match amount {
            Amount::Computed(pipeline) => self.pipeline(pipeline, &[]),
            Amount::Elsewhere(text) => self.stated(text),
        }
    }

    /// Figures that a rule states in words.
    fn stated(&mut self, text: &Text) {
        self.said(text, true);
    }

    /// Figures that a summary tells: they stand for none of the text, and have to agree with it.
    /// How many things it speaks of (两项, 三个阶段) is the summary's own count.
    fn told(&mut self, text: &Text) {
        let before = self.found.len();
        self.said(text, false);
        let told = self.found.split_off(before);
        self.found.extend(told.into_iter().filter(|literal| !literal.value.is_count()));
    }

    fn said(&mut self, text: &Text, stands: bool) {
        for figure in figures_in(&text.text) {
            if let Ok(value) = Value::read(&figure.figure, self.counts) {
                let sides = Side::of(&figure.word).into_iter().collect();
                self.found.push(Literal {
                    value,
                    sides,
                    needs_source: true,
                    stands,
                    at: text.at.0,
                });
            }
        }
    }

    fn pipeline(&mut self, pipeline: &Pipeline, sides: &[Side]) {
        let tops_up = pipeline.steps.iter().any(|step| matches!(step, Step::TopUp(..)));
        let meeting = with_meeting(sides);
        let sides = if tops_up { &meeting } else { sides };
        self.expr(&pipeline.start, sides);
        for step in &pipeline.steps {
            match step {
                Step::Tiers(tiers) => {
                    tiers.rows.iter().for_each(|row| self.tier_row(row, sides));
                    if let Some(tail) = &tiers.tail {
                        self.expr(&tail.step, &[]);
                        self.expr(&tail.add, &[]);
                    }
                }
                Step::Cap(cap) => self.expr(&cap.limit, &[Side::Below]),
                Step::TopUp(floor, _) => self.expr(floor, sides),
                // To what a figure is rounded is a matter of computing; the text may say it.
                Step::Round(rounding) => self.quantity(&rounding.to, &[], false),
            }
        }
    }

    fn tier_row(&mut self, row: &TierRow, sides: &[Side]) {
        for (bound, figure) in row.lower.iter().chain(&row.upper) {
            self.expr(figure, &bound_sides(bound));
        }
        self.expr(&row.value, sides);
    }

    /// The literals in an expression. `sides` are those of what the whole bounds: a figure in
    /// `节能量 × 300元` of an upper end is one of an upper end too.
    fn expr(&mut self, expr: &Expr, sides: &[Side]) {
        match &expr.kind {
            ExprKind::Quantity(quantity) => self.quantity(quantity, sides, true),
            ExprKind::Proportion(..) | ExprKind::Date(_) | ExprKind::Year(_) => {
                if let Some(value) = value(&expr.kind, self.counts) {
                    let (sides, at) = (sides.to_vec(), expr.at.0);
                    self.found.push(Literal { value, sides, needs_source: true, stands: true, at });
                }
            }
            ExprKind::Truth(_) | ExprKind::Nothing | ExprKind::Name(_) | ExprKind::Paid { .. } => {}
            ExprKind::Path(one, _)
            | ExprKind::LastYear(one)
            | ExprKind::Not(one)
            | ExprKind::Happened(one)
            | ExprKind::YearsSince(one)
            | ExprKind::Member { value: one, .. } => self.expr(one, sides),
            ExprKind::Binary(BinaryOp::Monus, one, two) => {
                let sides = with_meeting(sides);
                self.expr(one, &sides);
                self.expr(two, &sides);
            }
            ExprKind::Of(one, two) | ExprKind::Binary(_, one, two) => {
                self.expr(one, sides);
                self.expr(two, sides);
            }
            ExprKind::Days { from, to } => {
                self.expr(from, sides);
                self.expr(to, sides);
            }
            ExprKind::Compare { left, word, right, tolerance } => {
                let of_right = bound_sides(word);
                let of_left: Vec<Side> = of_right.iter().map(|side| side.mirrored()).collect();
                self.expr(left, &of_left);
                self.expr(right, &of_right);
                tolerance.iter().for_each(|tolerance| self.expr(tolerance, &[]));
            }
            ExprKind::During { value, year } => {
                self.expr(value, sides);
                year.iter().for_each(|year| self.expr(year, sides));
            }
            ExprKind::Within { value, from, to } => {
                self.expr(value, &[]);
                self.expr(from, &[Side::Above]);
                self.expr(to, &[Side::Below]);
            }
            ExprKind::Extreme { of, .. } => {
                let sides = with_meeting(sides);
                of.iter().for_each(|one| self.expr(one, &sides));
            }
            ExprKind::If { condition, then, otherwise } => {
                self.expr(condition, &[]);
                self.expr(then, sides);
                self.expr(otherwise, sides);
            }
            ExprKind::Table { keys, rows } => {
                keys.iter().for_each(|key| self.expr(key, &[]));
                rows.iter().for_each(|row| self.pipeline(&row.value, sides));
            }
            ExprKind::Fold(fold) => {
                let parts = [&fold.event, &fold.order, &fold.filter];
                parts.into_iter().flatten().for_each(|part| self.expr(part, &[]));
                fold.body.iter().for_each(|body| self.pipeline(body, sides));
            }
            ExprKind::EachYear { years, body } => {
                self.quantity(years, &[Side::Above, Side::Below], true);
                self.expr(body, &[]);
            }
            ExprKind::Switch(switch) => {
                switch.arms.iter().for_each(|(_, arm)| self.expr(arm, sides));
            }
            ExprKind::InYears { days, basis } => {
                self.expr(days, sides);
                self.quantity(basis, &[], true);
            }
            ExprKind::Pipeline(pipeline) => self.pipeline(pipeline, sides),
        }
    }

    /// A number with its unit. Nothing, and one without a unit, are structure: `超过 0` asks for a
    /// sign, `1 - x` for the rest.
    fn quantity(&mut self, quantity: &Quantity, sides: &[Side], needs_source: bool) {
        let Quantity { number, unit, at } = quantity;
        let read = Exact::parse(number);
        if read == Ok(Exact::ZERO) || (read == Ok(Exact::ONE) && unit.is_empty()) {
            return;
        }
        // What is no quantity the checker has told of.
        if let Ok(value) = Value::of_number(number, unit, self.counts) {
            let sides = sides.to_vec();
            self.found.push(Literal { value, sides, needs_source, stands: true, at: at.0 });
        }
    }
}

/// The parts of 取低 and 取高, of 高出 and 扣除, meet in the figure itself: it belongs to either.
fn with_meeting(sides: &[Side]) -> Vec<Side> {
    sides.iter().copied().chain([Side::Above, Side::Below]).collect()
}

/// The sides that a comparison may stand for: of its words under any reading, and of the text's own.
fn bound_sides(bound: &Bound) -> Vec<Side> {
    let words: Vec<BoundWord> = match &bound.word {
        Slot::Fixed(word) => vec![*word],
        Slot::Switch(switch) => switch.arms.iter().map(|(_, word)| *word).collect(),
    };
    let in_text = bound.in_text.as_ref().and_then(|text| Side::of(&text.text));
    words.into_iter().flat_map(word_sides).copied().chain(in_text).collect()
}

/// To which part a word leaves the figure itself.
fn word_sides(word: BoundWord) -> &'static [Side] {
    use BoundWord as W;
    match word {
        W::Yishang | W::BuDiyu | W::Zhishao | W::Man | W::Dadao | W::BuZaoyu => &[Side::Above],
        W::Diyu | W::Buzu | W::Buman | W::Zaoyu => &[Side::Above],
        W::Yixia | W::Yinei | W::BuChaoguo | W::JiYixia | W::BuWanyu => &[Side::Below],
        W::Chaoguo | W::Yiwai | W::Wanyu => &[Side::Below],
        W::Dengyu => &[Side::Above, Side::Below],
        W::Zuoyou => &[Side::Near],
    }
}
