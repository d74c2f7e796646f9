//! Intermediates and decisions, lowered when first read; one that reads itself is an error.

use super::address::{Path, word};
use super::context::Context;
use super::scope::Scope;
use super::types::{Ty, Typed};
use crate::ast::{self, At, DecisionBounds, Expr, ExprKind, Name};
use crate::diag::{Code, Diagnostic, text};
use crate::ir::{self, AddressId, DecisionId, KindId, LocalId, Role};
use crate::quantity::{Dimension, Exact, parse_unit};
use crate::resolve::Here;

/// How far something that is lowered when needed has come.
#[derive(Debug, Clone)]
pub(super) enum Progress<T> {
    /// Not looked at yet.
    Waiting,
    /// Being lowered: to read it now is a circle.
    Busy,
    /// Done; the item is missing when it failed.
    Done(Seen, Option<T>),
}

/// What is to be known of an intermediate where it is read.
#[derive(Debug, Clone, Copy)]
pub(super) struct Seen {
    /// Its type.
    pub(super) ty: Ty,
    /// Whether it is a quotient.
    pub(super) quotient: bool,
    /// Whether it looks at the bound year.
    pub(super) needs_year: bool,
    /// How many intermediates stand one behind the other in its value.
    pub(super) chain: usize,
}

/// A longer chain of intermediates is refused: executors go through it by recursion.
const MAX_CHAIN: usize = 64;

impl Seen {
    /// Of something that failed, or is not finished.
    const UNKNOWN: Seen = Seen { ty: Ty::Unknown, quotient: false, needs_year: false, chain: 0 };
}

impl<T> Progress<T> {
    /// The finished item.
    pub(super) fn item(self) -> Option<T> {
        match self {
            Progress::Done(_, item) => item,
            _ => None,
        }
    }
}

impl Context<'_> {
    /// What an intermediate is; lowers it when it has not been. What is read while it is being
    /// lowered closes a circle, which [`local_order`](crate::resolve::local_order) tells of.
    pub(super) fn local_type(&mut self, id: LocalId) -> Seen {
        match self.locals.get(id.index()) {
            Some(Progress::Done(seen, _)) => return *seen,
            Some(Progress::Busy) | None => return Seen::UNKNOWN,
            Some(Progress::Waiting) => {}
        }
        self.set_local(id, Progress::Busy);
        let outer = self.in_local.replace(id);
        let (seen, local) = self.lower_local(id);
        self.in_local = outer;
        self.set_local(id, Progress::Done(seen, local));
        seen
    }

    /// An intermediate that several rules share: it belongs to the clause, or to an item of it.
    pub(super) fn shared_local(&mut self, here: Here, name: &ast::Decl) {
        let id = here
            .clause
            .and_then(|clause| self.symbols.shared_local(clause, here.part, &name.zh.text));
        if let Some(id) = id {
            self.local_type(id);
        }
    }

    fn set_local(&mut self, id: LocalId, progress: Progress<ir::Local>) {
        if let Some(slot) = self.locals.get_mut(id.index()) {
            *slot = progress;
        }
    }

    fn lower_local(&mut self, id: LocalId) -> (Seen, Option<ir::Local>) {
        let Some(symbol) = self.symbols.locals.get(id.index()) else {
            return (Seen::UNKNOWN, None);
        };
        let Some(kind) = symbol.kind else {
            return (Seen::UNKNOWN, None);
        };
        let here = Here { rule: symbol.rule, ..self.scope.here };
        let path = self.home(here).child(&symbol.name.zh, &symbol.name.en);
        let address = self.address(&path, Role::Local, symbol.at);
        let at = symbol.value.start.at;
        let (typed, needs_year, chain) = self.afresh(here, vec![kind], path, |cx| {
            let typed = cx.pipeline(symbol.value);
            (cx.as_condition(at, typed), cx.needs_year, cx.chain)
        });
        let ty = match typed.ty {
            Ty::Zero => Ty::Number(Dimension::PLAIN),
            Ty::Subject(_) => {
                let expected = text!(zh: "数、条件、日期或枚举值", en: "a number, condition, date or enumeration value");
                self.mismatch(at, &expected, typed.ty).ty
            }
            ty => ty,
        };
        let local = ir::Local {
            name: symbol.name.clone(),
            kind,
            ty: ty.to_core(),
            body: typed.expr,
            address,
        };
        if chain >= MAX_CHAIN {
            self.chain_too_long(symbol.decl.zh.at);
            return (Seen::UNKNOWN, None);
        }
        let seen = Seen { ty, quotient: typed.quotient, needs_year, chain };
        (seen, (ty != Ty::Unknown).then_some(local))
    }

    /// Where the addresses of a rule, or of what the rules of a clause or item share, start.
    fn home(&self, here: Here) -> Path {
        let named = match (
            here.rule,
            here.clause.and_then(|clause| self.symbols.clauses.get(clause.index())),
        ) {
            (Some(rule), _) => self.symbols.rule_path(rule),
            (None, Some(clause)) => {
                let item = here.part.map(ast::circled).unwrap_or_default();
                let home = format!("{}{item}", clause.number);
                ir::Named { zh: home.clone(), en: home }
            }
            (None, None) => return self.path.clone(),
        };
        Path::root(named.zh, named.en)
    }

    /// Lowers something from its own point of view, wherever it is read first. A year is bound:
    /// who reads it sees to that.
    fn afresh<T>(
        &mut self,
        here: Here,
        frames: Vec<KindId>,
        path: Path,
        work: impl FnOnce(&mut Self) -> T,
    ) -> T {
        let outer = std::mem::replace(&mut self.scope, Scope { here, frames, year_bound: true });
        let caps = self.wide_caps.take();
        let figure = self.figure.take();
        let needs_year = std::mem::take(&mut self.needs_year);
        let chain = std::mem::take(&mut self.chain);
        let result = self.under(path, work);
        (self.scope, self.wide_caps, self.figure) = (outer, caps, figure);
        (self.needs_year, self.chain) = (needs_year, chain);
        result
    }

    /// The type of a decision; lowers it when it has not been.
    pub(super) fn decision_type(&mut self, id: DecisionId) -> Ty {
        match self.decisions.get(id.index()) {
            Some(Progress::Done(seen, _)) => return seen.ty,
            Some(Progress::Busy) => {
                if let Some(symbol) = self.symbols.decisions.get(id.index()) {
                    let message = text!(zh: "裁量“{0}”的范围又要用到它自己", en: "the bounds of `{0}` need the decision itself", symbol.name.zh);
                    self.report(Diagnostic::new(Code::LocalCycle, message).at(symbol.decl.at.0));
                }
                return Ty::Unknown;
            }
            _ => {}
        }
        self.set_decision(id, Progress::Busy);
        let (ty, decision) = self.lower_decision(id);
        self.set_decision(id, Progress::Done(Seen { ty, ..Seen::UNKNOWN }, decision));
        ty
    }

    fn set_decision(&mut self, id: DecisionId, progress: Progress<ir::Decision>) {
        if let Some(slot) = self.decisions.get_mut(id.index()) {
            *slot = progress;
        }
    }

    fn lower_decision(&mut self, id: DecisionId) -> (Ty, Option<ir::Decision>) {
        let Some(symbol) = self.symbols.decisions.get(id.index()) else {
            return (Ty::Unknown, None);
        };
        let decl = symbol.decl;
        let path = self.rule.path.child(&symbol.name.zh, &symbol.name.en);
        let address = self.address(&path, Role::Decision, decl.at);
        let frames = self.rule.subject.into_iter().collect();
        let bound = self.rule.year_bound;
        let bounds = |cx: &mut Self| match &decl.bounds {
            DecisionBounds::UpTo(most) => cx.decision_up_to(address, most),
            DecisionBounds::Between(least, most) => cx.decision_between(least, most),
            DecisionBounds::Open(unit) => (cx.open_unit(unit), None, None, unit.text.clone()),
            DecisionBounds::YesNo => (Ty::Truth, None, None, String::new()),
        };
        let here = self.symbols.here(symbol.rule);
        let (ty, lower, upper, unit) =
            self.afresh(here, frames, path, |cx| cx.with_year(bound, bounds));
        let decision =
            symbol.authority.filter(|_| ty != Ty::Unknown).map(|authority| ir::Decision {
                name: symbol.name.clone(),
                rule: symbol.rule,
                authority,
                ty: ty.to_core(),
                lower,
                upper,
                unit,
                address,
            });
        (ty, decision)
    }

    fn decision_up_to(&mut self, address: AddressId, most: &Expr) -> Bounds {
        let upper = self.bound(word::MOST, most);
        let ty = upper.ty;
        (ty, Some(ir::Expr::Number(Exact::ZERO, address)), Some(upper.expr), unit_of(most))
    }

    fn decision_between(&mut self, least: &Expr, most: &Expr) -> Bounds {
        let (lower, upper) = (self.bound(word::LEAST, least), self.bound(word::MOST, most));
        let ty = self.join_all([(least.at, lower.ty), (most.at, upper.ty)]);
        (ty, Some(lower.expr), Some(upper.expr), unit_of(most))
    }

    fn bound(&mut self, word: super::address::Word, expr: &Expr) -> Typed {
        let path = self.path.word(word);
        let address = self.address(&path, Role::Decision, expr.at);
        let typed = self.under(path, |cx| cx.figure(address, expr));
        self.require_number(expr.at, typed)
    }

    fn open_unit(&mut self, unit: &Name) -> Ty {
        match parse_unit(&unit.text, self.counts) {
            Ok(unit) => Ty::Number(unit.dimension),
            Err(error) => {
                self.unknown_unit(unit.at, &error);
                Ty::Unknown
            }
        }
    }

    /// Intermediates and decisions of a rule that nothing reads.
    pub(super) fn check_unread(&mut self, rule: ir::RuleId) {
        let Some(symbol) = self.symbols.rules.get(rule.index()).filter(|_| !self.rule.too_long)
        else {
            return;
        };
        symbol.locals.iter().for_each(|id| self.check_local_read(*id));
        for id in &symbol.decisions {
            let read = self.read_decisions.get(id.index()).copied().unwrap_or(true);
            if let Some(decision) = self.symbols.decisions.get(id.index()).filter(|_| !read) {
                self.unread(decision.decl.name.zh.at, &decision.name.zh);
            }
        }
    }

    /// Intermediates that the rules of a clause share and none reads.
    pub(super) fn check_shared_read(&mut self, clause: ir::ClauseId) {
        let symbols = self.symbols;
        for (id, local) in (0..).map(LocalId).zip(&symbols.locals) {
            if local.clause == clause && local.rule.is_none() {
                self.check_local_read(id);
            }
        }
    }

    /// An intermediate that nothing reads.
    fn check_local_read(&mut self, id: LocalId) {
        let read = self.read_locals.get(id.index()).copied().unwrap_or(true);
        if let Some(local) = self.symbols.locals.get(id.index()).filter(|_| !read) {
            self.unread(local.decl.zh.at, &local.name.zh);
        }
    }

    fn unread(&mut self, at: At, name: &str) {
        let message = text!(zh: "“{name}”没有用到", en: "`{name}` is not used");
        let help = text!(zh: "在金额或条件里用它，或删去它", en: "use it in an amount or a condition, or remove it");
        self.report(Diagnostic::new(Code::UnusedName, message).at(at.0).help(help));
    }
}

/// Type, least, greatest, unit of a decision.
type Bounds = (Ty, Option<ir::Expr>, Option<ir::Expr>, String);

/// The unit a bound is written in, for showing.
fn unit_of(expr: &Expr) -> String {
    match &expr.kind {
        ExprKind::Quantity(quantity) => quantity.unit.clone(),
        _ => String::new(),
    }
}
