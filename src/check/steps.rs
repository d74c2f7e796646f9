//! The steps that a running amount passes through, in written order.

use super::address::word;
use super::caps::WideCaps;
use super::context::Context;
use super::types::{Ty, Typed};
use crate::ast::{
    self, At, CapScope, Expr, ExprKind, Pipeline, Rounding, RoundingMode, Slot, Step, Window,
};
use crate::diag::{Code, Diagnostic, text};
use crate::ir::{self, Role};
use crate::quantity::{Exact, Mode};

impl Context<'_> {
    /// An expression and its steps, where no cap may be wider than what is computed here.
    pub(super) fn pipeline(&mut self, pipeline: &Pipeline) -> Typed {
        let outer = std::mem::take(&mut self.wide_caps);
        let typed = self.run(pipeline);
        self.wide_caps = outer;
        typed
    }

    /// The amount of a rule: caps at its end may be wider than the rule, and are handed back.
    pub(super) fn amount_pipeline(&mut self, pipeline: &Pipeline) -> (Typed, Vec<ir::Cap>) {
        let outer = self.wide_caps.replace(WideCaps::default());
        let typed = self.run(pipeline);
        let caps = std::mem::replace(&mut self.wide_caps, outer);
        (typed, caps.map(|caps| caps.caps).unwrap_or_default())
    }

    fn run(&mut self, pipeline: &Pipeline) -> Typed {
        let (inside, after) =
            pipeline.steps.split_at_checked(movable(pipeline)).unwrap_or_default();
        let typed = self.within_braces(|cx| match &pipeline.start.kind {
            ExprKind::Fold(fold) => cx.fold_then(fold, inside),
            _ => cx.expr(&pipeline.start),
        });
        self.steps(pipeline.start.at, typed, after)
    }

    /// Lowers what stands inside another expression: caps there belong to it alone.
    fn within_braces(&mut self, work: impl FnOnce(&mut Self) -> Typed) -> Typed {
        let outer = self.wide_caps.take();
        let typed = work(self);
        self.wide_caps = outer;
        typed
    }

    /// Passes a running value through steps.
    pub(super) fn steps(&mut self, start: At, typed: Typed, steps: &[Step]) -> Typed {
        if steps.is_empty() {
            return typed;
        }
        let first = self.require_number(start, typed);
        steps.iter().fold(first, |running, step| self.step(start, running, step))
    }

    fn step(&mut self, start: At, running: Typed, step: &Step) -> Typed {
        if !matches!(step, Step::Cap(_)) && !self.step_allowed(step.at()) {
            return Typed::failed();
        }
        match step {
            Step::Tiers(tiers) => self.tiers(running, tiers),
            Step::Cap(cap) => self.cap(running, cap),
            Step::TopUp(less, at) => self.top_up(running, start, less, *at),
            Step::Round(rounding) => self.round(running, rounding),
        }
    }

    /// `扣除 e`: what the running amount has over e.
    fn top_up(&mut self, running: Typed, start: At, less: &Expr, at: At) -> Typed {
        let path = self.book.next(&self.path, word::TOP_UP);
        let address = self.address(&path, Role::Step, at);
        let less_typed = self.under(path, |cx| cx.number(less));
        let quotient = running.quotient || less_typed.quotient;
        let ty = match (running.ty, less_typed.ty) {
            (Ty::Number(a), Ty::Number(b)) if a != b => {
                self.unlike(&text!(zh: "相减", en: "subtracted"), (start, a), (less.at, b));
                Ty::Unknown
            }
            (a, b) => a.join(b).unwrap_or(Ty::Unknown),
        };
        if let Ty::Number(dimension) = ty {
            self.book.set_number(address, "", dimension);
        }
        let expr = ir::Expr::Monus(Box::new(running.expr), Box::new(less_typed.expr), address);
        Typed { expr, ty, quotient }
    }

    /// `取整 精确到 1吨 舍去`.
    fn round(&mut self, running: Typed, rounding: &Rounding) -> Typed {
        let path = self.book.next(&self.path, word::ROUND);
        let address = self.address(&path, Role::Step, rounding.at);
        let Some((to, ty)) = self.granule(rounding, address) else {
            return Typed::failed();
        };
        match (running.ty, ty) {
            (Ty::Number(a), Ty::Number(b)) if a != b => {
                return self.wrong_dimension(
                    rounding.to.at,
                    a,
                    b,
                    &text!(zh: "取整的单位", en: "the granule"),
                );
            }
            _ => {}
        }
        let value = Box::new(running.expr);
        let mode = mode_of(rounding.mode);
        Typed::new(ir::Expr::Round { value, to, mode, address }, running.ty)
    }

    /// The granule of a rounding: above zero.
    pub(super) fn granule(
        &mut self,
        rounding: &Rounding,
        address: ir::AddressId,
    ) -> Option<(Exact, Ty)> {
        let (to, dimension) = self.parse(&rounding.to)?;
        self.book.set_number(address, &rounding.to.unit, dimension);
        if to.is_zero() || to.is_negative() {
            let message =
                text!(zh: "精确到的单位应大于零", en: "what is rounded to is to be above zero");
            self.report(Diagnostic::new(Code::BadNumber, message).at(rounding.to.at.0));
            return None;
        }
        Some((to, Ty::Number(dimension)))
    }
}

/// How many of the steps a fold at the start takes along (a reading may draw them into each
/// item): those up to the first cap that names a scope, a window or other rules.
fn movable(pipeline: &Pipeline) -> usize {
    let own = Slot::Fixed(CapScope { per: None, window: Window::Period });
    let stays = |step: &Step| match step {
        Step::Cap(cap) => cap.scope != own || !cap.shared.is_empty(),
        _ => false,
    };
    match &pipeline.start.kind {
        ExprKind::Fold(_) => pipeline.steps.iter().position(stays).unwrap_or(pipeline.steps.len()),
        _ => 0,
    }
}

/// A rounding mode in the core.
pub(super) fn mode_of(mode: RoundingMode) -> Mode {
    match mode {
        RoundingMode::HalfUp => Mode::HalfUp,
        RoundingMode::Down => Mode::Down,
        RoundingMode::Up => Mode::Up,
    }
}

impl ast::Step {
    /// Where the step stands.
    #[must_use]
    pub fn at(&self) -> At {
        match self {
            Step::Tiers(tiers) => tiers.at,
            Step::Cap(cap) => cap.at,
            Step::TopUp(_, at) => *at,
            Step::Round(rounding) => rounding.at,
        }
    }
}
