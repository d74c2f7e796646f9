//! What an example expects, with its names and figures looked up.

use std::collections::BTreeSet;

use super::column::Columns;
use super::{Figure, Place};
use crate::ast::{self, Expected, ExpectedKind, Expr, ExprKind, Name};
use crate::eval::TargetState;
use crate::ir::Named;
use crate::quantity::{Date, Exact};
use crate::scenario::names::unknown;
use crate::scenario::value::date;
use crate::text;

/// What is wanted of an outcome.
#[derive(Debug, Clone, PartialEq)]
pub enum Wanted {
    /// This amount, in 元.
    Amount(Exact),
    /// A determination that comes out so.
    Truth(bool),
    /// Not eligible.
    NotEligible,
    /// An event is still to come; the earliest day, when it was written.
    NotYet(Option<Date>),
    /// Outside its validity.
    NotInForce,
    /// Used up.
    Exhausted,
    /// Excluded by another rule.
    Excluded,
    /// Decided elsewhere.
    Elsewhere,
    /// Undetermined for want of exactly these, by original name; the bounds, when written.
    Missing(BTreeSet<String>, Option<(Exact, Exact)>),
    /// Decisions are open; the bounds, when written.
    Range(Option<(Exact, Exact)>),
    /// Undetermined by the text.
    ByText,
    /// How a target stands.
    Target(TargetState),
}

/// What can be missing beside facts, lists and series; to be written in 「」.
pub(super) const HISTORY: (&str, &str) = ("历史", "history");
/// The day of evaluation.
pub(super) const AS_OF: (&str, &str) = ("评价日", "as_of");
/// The year.
pub(super) const YEAR: (&str, &str) = ("年度", "year");

impl Columns<'_, '_> {
    /// What is wanted of a place.
    pub(super) fn wanted(&mut self, place: Place, expected: &Expected) -> Option<Wanted> {
        let wanted = match &expected.kind {
            ExpectedKind::Value(expr) => return self.value(expr),
            ExpectedKind::NotEligible => Wanted::NotEligible,
            ExpectedKind::NotYet(day) => Wanted::NotYet(match day {
                Some(day) => Some(date(day, self.found)?),
                None => None,
            }),
            ExpectedKind::NotInForce => Wanted::NotInForce,
            ExpectedKind::Exhausted => Wanted::Exhausted,
            ExpectedKind::Excluded => Wanted::Excluded,
            ExpectedKind::Elsewhere => Wanted::Elsewhere,
            ExpectedKind::Missing(names, bounds) => {
                let names: Option<_> = names.iter().map(|name| self.missing(name)).collect();
                Wanted::Missing(names?, self.bounds(bounds.as_ref())?)
            }
            ExpectedKind::Range(bounds) => Wanted::Range(self.bounds(bounds.as_ref())?),
            ExpectedKind::ByText => Wanted::ByText,
            ExpectedKind::Target(state) => Wanted::Target(match state {
                ast::TargetState::Met => TargetState::Met,
                ast::TargetState::Missed => TargetState::Missed,
                ast::TargetState::Pending => TargetState::Pending,
            }),
        };
        let what = match place.figure {
            Figure::Whole => return Some(wanted),
            Figure::PaidBy(_) | Figure::Unstated if wanted == Wanted::Elsewhere => {
                return Some(wanted);
            }
            Figure::PaidBy(_) => {
                text!(zh: "金额：出资层级出多少", en: "an amount: what this level pays")
            }
            Figure::Unstated => text!(zh: "金额", en: "an amount"),
            Figure::Formerly => text!(zh: "数：原来是多少", en: "a figure: what it was before"),
        };
        self.wants(&what, expected.at.0)
    }

    fn value(&mut self, expr: &Expr) -> Option<Wanted> {
        match &expr.kind {
            ExprKind::Truth(truth) => Some(Wanted::Truth(*truth)),
            _ => self.amount(expr).map(Wanted::Amount),
        }
    }

    fn amount(&mut self, expr: &Expr) -> Option<Exact> {
        self.directory.quantity(expr, self.found).map(|quantity| quantity.value)
    }

    #[allow(clippy::option_option, reason = "no bounds were written, or they cannot be read")]
    fn bounds(&mut self, written: Option<&(Expr, Expr)>) -> Option<Option<(Exact, Exact)>> {
        let Some((low, high)) = written else { return Some(None) };
        let (low, high) = (self.amount(low), self.amount(high));
        Some(Some((low?, high?)))
    }

    /// The original name of what may be missing: a fact, a list of children, a series, or one of
    /// the few things that are none of these.
    fn missing(&mut self, name: &Name) -> Option<String> {
        let written = name.text.as_str();
        let others = [HISTORY, AS_OF, YEAR];
        if let Some((zh, _)) = others.iter().find(|(zh, en)| written == *zh || written == *en) {
            return Some((*zh).to_owned());
        }
        let vocabulary = &self.directory.program.vocabulary;
        let facts = vocabulary.facts.iter().map(|fact| &fact.name);
        let kinds = vocabulary.kinds.iter().map(|kind| &kind.name);
        let series = vocabulary.series.iter().map(|series| &series.name);
        let mut names = facts.chain(kinds).chain(series);
        let found = names.find(|Named { zh, en }| written == zh || written == en);
        if found.is_none() {
            let what = text!(zh: "事实、列表或序列", en: "fact, list or series");
            let names = vocabulary.facts.iter().map(|fact| &fact.name);
            let names = names.flat_map(|name| [name.zh.as_str(), name.en.as_str()]);
            self.found.push(unknown(&what, name, crate::diag::suggest(written, names)));
        }
        found.map(|name| name.zh.clone())
    }
}
