//! Caps: in place where they are as wide as what they cap, else handed to the rule.

use super::address::{Path, word};
use super::context::Context;
use super::types::{Ty, Typed};
use crate::ast::{At, Cap, CapScope, Slot, Window};
use crate::diag::{Code, Diagnostic, Text, text};
use crate::ir::{self, AddressId, KindId, ReadingId, Role, RuleId};
use crate::quantity::Dimension;

/// The caps of an amount that are wider than its rule, so far.
#[derive(Debug, Default)]
pub(super) struct WideCaps {
    /// Lowered, narrowest scope first.
    pub(super) caps: Vec<ir::Cap>,
    /// How far above the rule's subject the last one's scope is at most, and where it stands.
    last: Option<(usize, At)>,
}

/// When a rule pays, as far as caps ask.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Pays {
    /// No year is bound.
    #[default]
    Never,
    /// For each year.
    Yearly,
    /// Once.
    Once,
    /// Several times, each once.
    Staged,
}

/// Where and over which time a cap counts: once, or for each alternative of the reading.
struct Reach {
    scopes: Vec<(KindId, Window)>,
    reading: Option<ReadingId>,
}

impl Context<'_> {
    /// `上限 800万元 每 项目 每年 共 {甲、乙}`.
    pub(super) fn cap(&mut self, running: Typed, cap: &Cap) -> Typed {
        let path = self.book.next(&self.path, word::CAP);
        let address = self.address(&path, Role::Cap, cap.at);
        let Some(grain) = self.scope.frames.last().copied() else {
            return self
                .cap_misplaced(cap, text!(zh: "这里不能写上限", en: "no cap may stand here"));
        };
        let Some(reach) = self.reach(grain, &cap.scope) else {
            return Typed::failed();
        };
        let is_own =
            |(scope, window): &(KindId, Window)| *scope == grain && self.is_own_window(*window);
        if reach.reading.is_none() && reach.scopes.iter().all(is_own) && cap.shared.is_empty() {
            return self.cap_in_place(running, cap, address, &path);
        }
        self.wide_cap(cap, address, &path, grain, &reach);
        running
    }

    /// `上限 500万元 每 企业 累计` of a rule with stages: over all of them.
    pub(super) fn caps_over_stages(&mut self, caps: &[(&Cap, At)]) -> Vec<ir::Cap> {
        let Some(grain) = self.rule.subject else {
            return Vec::new();
        };
        let outer = self.wide_caps.replace(WideCaps::default());
        for (cap, _) in caps {
            let path = self.book.next(&self.path, word::CAP);
            let address = self.address(&path, Role::Cap, cap.at);
            if let Some(reach) = self.reach(grain, &cap.scope) {
                self.wide_cap(cap, address, &path, grain, &reach);
            }
        }
        let wide = std::mem::replace(&mut self.wide_caps, outer);
        wide.map(|wide| wide.caps).unwrap_or_default()
    }

    /// The kinds a cap counts for, at or above what is computed here, and over which time.
    fn reach(&mut self, grain: KindId, scope: &Slot<CapScope>) -> Option<Reach> {
        let (reading, scopes) = match scope {
            Slot::Fixed(scope) => (None, vec![scope]),
            Slot::Switch(switch) => {
                let (reading, order) = self.arms_of(switch)?;
                let arms =
                    order.iter().filter_map(|at| switch.arms.get(*at)).map(|(_, scope)| scope);
                (Some(reading), arms.collect())
            }
        };
        let scopes: Vec<Option<(KindId, Window)>> = scopes
            .into_iter()
            .map(|scope| Some((self.scope_at_or_above(grain, scope.per.as_ref())?, scope.window)))
            .collect();
        Some(Reach { scopes: scopes.into_iter().collect::<Option<_>>()?, reading })
    }

    /// Whether a window is no more than the benefit's own period.
    fn is_own_window(&self, window: Window) -> bool {
        match window {
            Window::Period => true,
            Window::Year => matches!(self.rule.pays, Pays::Yearly | Pays::Once),
            Window::Lifetime => false,
        }
    }

    fn cap_in_place(
        &mut self,
        running: Typed,
        cap: &Cap,
        address: AddressId,
        path: &Path,
    ) -> Typed {
        if !self.step_allowed(cap.at) {
            return Typed::failed();
        }
        let limit = self.under(path.clone(), |cx| cx.figure(address, &cap.limit));
        let role = text!(zh: "上限", en: "the cap");
        let limit = match running.ty.dimension() {
            Some(dimension) => self.number_of(limit, cap.limit.at, dimension, &role),
            None => self.require_number(cap.limit.at, limit),
        };
        let ty = running.ty.join(limit.ty).unwrap_or(Ty::Unknown);
        let quotient = running.quotient || limit.quotient;
        let (value, limit) = (Box::new(running.expr), Box::new(limit.expr));
        Typed { expr: ir::Expr::Cap { value, limit, address }, ty, quotient }
    }

    /// A cap wider than its rule: it applies at its own scope, after everything in the rule.
    fn wide_cap(
        &mut self,
        cap: &Cap,
        address: AddressId,
        path: &Path,
        grain: KindId,
        reach: &Reach,
    ) {
        if self.wide_caps.is_none() {
            self.cap_misplaced(
                cap,
                text!(zh: "这里的上限只能管这一项本身，不能管更大的范围或别的期间", en: "a cap here may not reach beyond the item it stands in"),
            );
            return;
        }
        if !self.in_scope_order(cap, grain, reach) {
            return;
        }
        let Some(shared) = self.sharing(cap) else {
            return;
        };
        let mark = self.book.mark();
        let mut lowered = Vec::new();
        for (position, (scope, window)) in reach.scopes.iter().enumerate() {
            self.book.rewind(&mark);
            let Some(lifetime) = self.lifetime(cap, *window) else {
                return;
            };
            let limit = self.with_frames(vec![*scope], |cx| cx.wide_limit(cap, address, path));
            let when = reach.reading.map(|reading| (reading, position));
            lowered.push(ir::Cap {
                limit,
                scope: *scope,
                lifetime,
                shared: shared.clone(),
                when,
                address,
            });
        }
        if let Some(wide) = &mut self.wide_caps {
            wide.caps.append(&mut lowered);
        }
    }

    fn wide_limit(&mut self, cap: &Cap, address: AddressId, path: &Path) -> ir::Expr {
        let limit = self.under(path.clone(), |cx| cx.figure(address, &cap.limit));
        let role = text!(zh: "上限", en: "the cap");
        let limit = self.number_of(limit, cap.limit.at, Dimension::MONEY, &role).expr;
        self.no_less_than_zero(&limit);
        limit
    }

    /// Whether a wide cap counts over all years.
    fn lifetime(&mut self, cap: &Cap, window: Window) -> Option<bool> {
        match (window, self.rule.pays) {
            (Window::Lifetime, _) => Some(true),
            (Window::Year, _) | (Window::Period, Pays::Yearly) => Some(false),
            (Window::Period, _) => {
                let message = text!(
                    zh: "几笔一次性的待遇合在一起封顶，要写明是每年还是累计",
                    en: "a cap over several once-only payments is to say whether it counts yearly or in all"
                );
                let help = text!(zh: "在上限后面加“每年”或“累计”", en: "add `yearly` or `cumulative` after the cap");
                self.report(Diagnostic::new(Code::CapWindow, message).at(cap.at.0).help(help));
                None
            }
        }
    }

    /// Caps stand from the narrowest scope outward.
    fn in_scope_order(&mut self, cap: &Cap, grain: KindId, reach: &Reach) -> bool {
        let distances =
            reach.scopes.iter().filter_map(|(scope, _)| self.symbols.hops(grain, *scope));
        let (nearest, farthest) =
            distances.fold((usize::MAX, 0), |(near, far), hops| (near.min(hops), far.max(hops)));
        let last = self.wide_caps.as_ref().and_then(|wide| wide.last);
        if let Some((_, before)) = last.filter(|(distance, _)| nearest < *distance) {
            let message = text!(zh: "上限应从小范围到大范围写", en: "caps go from the narrowest scope outward");
            self.report(
                Diagnostic::new(Code::CapOrder, message)
                    .primary(
                        cap.at.0,
                        text!(zh: "这个上限的范围更小", en: "this cap's scope is narrower"),
                    )
                    .secondary(
                        before.0,
                        text!(zh: "它却写在这个之后", en: "yet it stands after this one"),
                    )
                    .help(text!(zh: "把范围小的上限写在前面", en: "put the narrower cap first")),
            );
            return false;
        }
        if let Some(wide) = &mut self.wide_caps {
            wide.last = Some((farthest, cap.at));
        }
        true
    }

    /// The rules that share a cap, this one included.
    fn sharing(&mut self, cap: &Cap) -> Option<Vec<RuleId>> {
        let named: Vec<Option<RuleId>> =
            cap.shared.iter().map(|rule| self.money_rule(rule)).collect();
        let mut rules: Vec<RuleId> = named.into_iter().collect::<Option<_>>()?;
        rules.extend(self.scope.here.rule);
        rules.sort_unstable();
        rules.dedup();
        Some(rules)
    }

    /// Nothing but wider caps may follow a wider cap: what it caps is no longer one subject's amount.
    pub(super) fn step_allowed(&mut self, at: At) -> bool {
        let Some((_, before)) = self.wide_caps.as_ref().and_then(|wide| wide.last) else {
            return true;
        };
        let message = text!(
            zh: "更大范围的上限之后不能再有步骤：封顶后的数不再是一个主体的",
            en: "no step after a wider cap: what it leaves is no longer one subject's amount"
        );
        self.report(
            Diagnostic::new(Code::StepAfterCap, message)
                .primary(at.0, text!(zh: "这一步", en: "this step"))
                .secondary(before.0, text!(zh: "写在这个上限之后", en: "stands after this cap"))
                .help(text!(zh: "把这一步移到上限之前", en: "move the step before the cap")),
        );
        false
    }

    fn cap_misplaced(&mut self, cap: &Cap, message: Text) -> Typed {
        let help = text!(
            zh: "把上限写在“金额”的最后、花括号之外",
            en: "write the cap at the end of `amount`, outside the braces"
        );
        self.fail(Diagnostic::new(Code::CapMisplaced, message).at(cap.at.0).help(help))
    }
}
