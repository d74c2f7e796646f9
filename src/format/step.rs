//! The steps of a running amount, and the places that a reading may decide.

use super::doc::{Doc, Rows, block, group, mark, seq, spaced, text};
use super::word::{Form, name};
use crate::ast::{
    At, Cap, CapScope, Expr, ExprKind, Pipeline, Slot, Step, Switch, TierRow, TierTail, Tiers,
};
use crate::syntax::{Keyword, Worded};

impl Form {
    /// An expression and its steps, each on a line of its own where they do not fit on one.
    pub(super) fn pipeline(self, pipeline: &Pipeline, at: At) -> Doc {
        self.passing(pipeline, at, Rows::Short)
    }

    /// An expression and the steps it passes through.
    pub(super) fn passing(self, pipeline: &Pipeline, at: At, how: Rows) -> Doc {
        let start = self.expr(&pipeline.start);
        let Some(last) = pipeline.steps.last() else {
            return start;
        };
        let mut steps = Vec::new();
        for step in &pipeline.steps {
            steps.extend([how.gap(1), mark(step_at(step).0.start), self.step(step)]);
        }
        let whole = At(at.0.to(step_at(last).0));
        group(whole, vec![start, Doc::Nest(steps)])
    }

    fn step(self, step: &Step) -> Doc {
        match step {
            Step::Tiers(tiers) => self.tiers(tiers),
            Step::Cap(cap) => self.cap(cap),
            Step::TopUp(expr, _) => self.said(Keyword::TopUp, [self.expr(expr)]),
            Step::Round(rounding) => self.said(Keyword::Round, [self.rounding(rounding)]),
        }
    }

    fn tiers(self, tiers: &Tiers) -> Doc {
        let head = self.said(Keyword::Tiered, [self.slot(&tiers.kind)]);
        let rows = tiers.rows.iter().map(|row| (row.at.0.start, self.tier(row)));
        let tail = tiers.tail.iter().map(|tail| (tail.at.0.start, self.tail(tail)));
        block(head, rows.chain(tail).collect(), tiers.at, Rows::Long)
    }

    fn tier(self, row: &TierRow) -> Doc {
        let lower = match &row.lower {
            None => self.word(Keyword::Start),
            Some((bound, figure)) => self.bounded(bound, figure),
        };
        let upper = row.upper.as_ref().map(|(bound, figure)| self.bounded(bound, figure));
        let bounds = spaced([lower].into_iter().chain(upper));
        seq(vec![bounds, text(": "), self.expr(&row.value)])
    }

    fn tail(self, tail: &TierTail) -> Doc {
        let step = self.said(Keyword::Per, [self.expr(&tail.step)]);
        let add = self.said(Keyword::Plus, [self.expr(&tail.add)]);
        self.said(Keyword::Thereafter, [step, add])
    }

    /// `上限 800万元 每 项目 每年 共 {甲、乙}`.
    pub(super) fn cap(self, cap: &Cap) -> Doc {
        let scope = match &cap.scope {
            Slot::Fixed(scope) => self.cap_scope(scope),
            Slot::Switch(switch) => Some(self.switch(switch, |scope| {
                let start = scope.per.as_ref().map(|per| per.at.0.start);
                (start, self.cap_scope(scope).unwrap_or_else(|| text("")))
            })),
        };
        let shared = (!cap.shared.is_empty()).then(|| {
            let rules = self.set(cap.shared.iter().map(|rule| self.rule_ref(rule)));
            self.said(Keyword::Shared, [rules])
        });
        let limit = self.said(Keyword::Cap, [self.expr(&cap.limit)]);
        spaced([Some(limit), scope, shared].into_iter().flatten())
    }

    fn cap_scope(self, scope: &CapScope) -> Option<Doc> {
        let per = scope.per.as_ref().map(|kind| self.per(kind));
        match (per, self.window(scope.window)) {
            (None, None) => None,
            (per, window) => Some(spaced(per.into_iter().chain(window))),
        }
    }

    /// A word, or one for each alternative of a reading.
    pub(super) fn slot<T: Worded>(self, slot: &Slot<T>) -> Doc {
        match slot {
            Slot::Fixed(word) => self.word(word.keyword()),
            Slot::Switch(switch) => self.switch(switch, |word| (None, self.word(word.keyword()))),
        }
    }

    /// `依读法 名 {1: a 2: b}`; of each alternative, where it starts if that is known, and itself.
    pub(super) fn switch<T>(
        self,
        switch: &Switch<T>,
        arm: impl Fn(&T) -> (Option<u32>, Doc),
    ) -> Doc {
        let head = self.said(Keyword::ByReading, [name(&switch.reading)]);
        let rows = switch.arms.iter().map(|(number, one)| {
            let (start, doc) = arm(one);
            let start = start.unwrap_or(switch.at.0.start);
            (start, seq(vec![text(format!("{number}: ")), doc]))
        });
        block(head, rows.collect(), switch.at, Rows::Short)
    }

    /// An alternative of an expression: its steps need no parentheses here.
    pub(super) fn arm(self, arm: &Expr) -> Doc {
        match &arm.kind {
            ExprKind::Pipeline(inner) if !inner.steps.is_empty() => self.pipeline(inner, arm.at),
            _ => self.expr(arm),
        }
    }
}

fn step_at(step: &Step) -> At {
    match step {
        Step::Tiers(tiers) => tiers.at,
        Step::Cap(cap) => cap.at,
        Step::TopUp(_, at) => *at,
        Step::Round(rounding) => rounding.at,
    }
}
