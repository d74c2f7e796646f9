//! What a name in an expression means: intermediates and decisions of the rule, facts of the
//! subjects in view (innermost first, then those above), series, enumeration values.

use super::context::Context;
use super::types::{Ty, Typed};
use crate::ast::{Expr, ExprKind, Name};
use crate::diag::{Code, Diagnostic, text};
use crate::ir::{self, EnumId, FactId, Hop, KindId, LocalId, Place, SeriesId};
use crate::resolve::{Here, Need, RuleName};

/// What is in view at a place.
#[derive(Debug, Clone, Default)]
pub(super) struct Scope {
    /// The clause, item and rule we are in.
    pub(super) here: Here,
    /// The subject kinds in view: the rule's own, then one for each fold we are in.
    pub(super) frames: Vec<KindId>,
    /// Whether a year is bound.
    pub(super) year_bound: bool,
}

impl Context<'_> {
    /// A name standing as an expression.
    pub(super) fn name(&mut self, name: &Name) -> Typed {
        for (frame, kind) in self.numbered_frames() {
            let place = Place { frame, hops: Vec::new() };
            if let Some(typed) = self.seen_from(kind, &place, name) {
                return typed;
            }
        }
        if let Some(RuleName::Decision(id)) = self.rule_name(name) {
            return self.decision(id);
        }
        if self.symbols.series(&name.text).is_some() {
            return self.series_without_day(name);
        }
        match self.symbols.variants(&name.text).as_slice() {
            [(id, variant)] => Typed::new(ir::Expr::Variant(*variant), Ty::Choice(*id)),
            _ => {
                let kind = self.scope.frames.last().copied();
                let error = self.symbols.unknown_value(self.scope.here, kind, name);
                self.fail(error)
            }
        }
    }

    /// An intermediate or a fact of a subject or of one above it.
    fn seen_from(&mut self, kind: KindId, place: &Place, name: &Name) -> Option<Typed> {
        if let Some(RuleName::Local(local)) = self.rule_name(name) {
            let of = self.symbols.locals.get(local.index())?.kind?;
            if let Some(hops) = self.symbols.hops(kind, of) {
                return Some(self.local(name, local, up(place, hops)));
            }
        }
        let (fact, hops) = self.symbols.visible_fact(kind, &name.text)?;
        Some(self.fact(name, fact, up(place, hops)))
    }

    /// The kinds in view with their frames, innermost first.
    fn numbered_frames(&self) -> Vec<(u8, KindId)> {
        let mut frames: Vec<(u8, KindId)> =
            (0u8..).zip(self.scope.frames.iter().copied()).collect();
        frames.reverse();
        frames
    }

    /// An intermediate or decision of the rule, else of its item or clause.
    fn rule_name(&self, name: &Name) -> Option<RuleName> {
        let here = self.scope.here;
        match here.rule {
            Some(rule) => self.symbols.rule_name(rule, &name.text),
            None => {
                self.symbols.shared_local(here.clause?, here.part, &name.text).map(RuleName::Local)
            }
        }
    }

    /// `x.y`: y of the subject that x names.
    pub(super) fn path_expr(&mut self, base: &Expr, name: &Name) -> Typed {
        let Some((place, kind)) = self.subject(base) else {
            return Typed::failed();
        };
        if let Some(typed) = self.seen_from(kind, &place, name) {
            return typed;
        }
        match self.symbols.expect_fact(kind, name) {
            Err(error) => self.fail(error),
            Ok(_) => Typed::failed(),
        }
    }

    /// The subject an expression names: a reference, or a kind in view.
    fn subject(&mut self, expr: &Expr) -> Option<(Place, KindId)> {
        let typed = match &expr.kind {
            ExprKind::Name(name) => match self.kind_in_view(name) {
                Some(found) => return Some(found),
                None => self.name(name),
            },
            _ => self.expr(expr),
        };
        match (typed.ty, typed.expr) {
            (Ty::Subject(kind), ir::Expr::Fact { fact, mut place }) => {
                place.hops.push(Hop::Follow(fact));
                Some((place, kind))
            }
            (Ty::Unknown, _) => None,
            (ty, _) => {
                let expected = text!(zh: "指向主体的事实", en: "a reference to a subject");
                self.mismatch(expr.at, &expected, ty);
                None
            }
        }
    }

    /// The nearest subject of a kind, named by its kind: `企业.…` inside a fold over its projects.
    fn kind_in_view(&self, name: &Name) -> Option<(Place, KindId)> {
        let kind = self.symbols.kind(&name.text)?;
        Some((self.place_of_kind(kind)?, kind))
    }

    /// Where the nearest subject of a kind stands: innermost frame first, then those above.
    pub(super) fn place_of_kind(&self, kind: KindId) -> Option<Place> {
        self.numbered_frames().into_iter().find_map(|(frame, from)| {
            let hops = self.symbols.hops(from, kind)?;
            Some(up(&Place { frame, hops: Vec::new() }, hops))
        })
    }

    fn local(&mut self, name: &Name, local: LocalId, place: Place) -> Typed {
        if let Some(read) = self.read_locals.get_mut(local.index()) {
            *read = true;
        }
        if let Some(from) = self.in_local {
            self.local_needs.push(Need { from, to: local, at: name.at.0 });
        }
        let seen = self.local_type(local);
        if seen.needs_year && !self.scope.year_bound {
            return self.no_year_for(name);
        }
        self.needs_year |= seen.needs_year;
        self.chain = self.chain.max(seen.chain.saturating_add(1));
        Typed { expr: ir::Expr::Local { local, place }, ty: seen.ty, quotient: seen.quotient }
    }

    fn decision(&mut self, id: ir::DecisionId) -> Typed {
        if let Some(read) = self.read_decisions.get_mut(id.index()) {
            *read = true;
        }
        let ty = self.decision_type(id);
        Typed::new(ir::Expr::Decision(id), ty)
    }

    fn fact(&mut self, name: &Name, id: FactId, place: Place) -> Typed {
        let Some(fact) = self.vocabulary.facts.get(id.index()) else {
            return Typed::failed();
        };
        // A fact whose type failed stands as a truth in the vocabulary; it has been reported.
        let declared = self.symbols.facts.get(id.index()).and_then(|fact| fact.ty);
        let Some(ty) = declared.map(Ty::of) else {
            return Typed::failed();
        };
        if fact.yearly && !self.scope.year_bound {
            return self.no_year_for(name);
        }
        self.needs_year |= fact.yearly;
        Typed::new(ir::Expr::Fact { fact: id, place }, ty)
    }

    fn no_year_for(&mut self, name: &Name) -> Typed {
        let message = text!(
            zh: "“{0}”每年一个值，这里没有定是哪一年",
            en: "`{0}` has a value a year, and no year is bound here",
            name.text
        );
        let help = text!(
            zh: "在规则头上写“每年”，或写成“{0} 于 2021年”",
            en: "write `yearly` in the rule's head, or `{0} at 2021年`",
            name.text
        );
        self.fail(Diagnostic::new(Code::NoYear, message).at(name.at.0).help(help))
    }

    fn series_without_day(&mut self, name: &Name) -> Typed {
        let message =
            text!(zh: "序列“{0}”要说明是哪一天的", en: "the series `{0}` needs a day", name.text);
        let help = text!(zh: "写成“{0} 于 日期”", en: "write `{0} at DATE`", name.text);
        self.fail(Diagnostic::new(Code::SeriesWithoutDay, message).at(name.at.0).help(help))
    }

    /// The series that an expression names, where no fact of that name is nearer.
    pub(super) fn series_named(&self, expr: &Expr) -> Option<SeriesId> {
        match &expr.kind {
            ExprKind::Name(name) => self.symbols.series(&name.text),
            _ => None,
        }
    }

    /// A value of one enumeration, or a report that it has none of that name.
    pub(super) fn variant(&mut self, of: EnumId, name: &Name) -> Option<u16> {
        self.ok(self.symbols.expect_variant(of, name))
    }

    /// What was found, or the report.
    pub(super) fn ok<T>(&mut self, found: Result<T, Diagnostic>) -> Option<T> {
        found.map_err(|error| self.report(error)).ok()
    }

    /// The kind at or above `own` that a `每 KIND` names; `own` itself when it names none.
    pub(super) fn scope_at_or_above(&mut self, own: KindId, name: Option<&Name>) -> Option<KindId> {
        let Some(name) = name else {
            return Some(own);
        };
        let kind = self.ok(self.symbols.expect_kind(name))?;
        if self.symbols.hops(own, kind).is_some() {
            return Some(kind);
        }
        let own = self.describe(Ty::Subject(own));
        let message = crate::diag::Text::new(
            format!("“每 {}”既不是本规则的主体 {}，也不是它的上级", name.text, own.zh),
            format!("`{}` is neither the rule's subject {} nor above it", name.text, own.en),
        );
        self.report(Diagnostic::new(Code::ScopeTooNarrow, message).at(name.at.0));
        None
    }
}

/// A place so many parents up.
fn up(place: &Place, hops: usize) -> Place {
    let mut place = place.clone();
    place.hops.extend(std::iter::repeat_n(Hop::Parent, hops));
    place
}
