//! Whether what was decided lies within what may be decided.

use super::directory::Directory;
use super::words;
use crate::diag::{Code, Diagnostic, Diagnostics, Text};
use crate::eval::{Cell, DecisionTaken, Facts, Interval, decision_bounds};
use crate::ir::{Named, Period, Type};
use crate::quantity::{Dimension, Exact, Ratio};
use crate::source::Span;
use crate::text;

/// The decisions that lie outside their bounds, each at the place that `at` gives for it. Bounds
/// are exact; where they hang on facts that are missing, nothing can be said yet.
pub(super) fn outside_bounds(
    directory: &Directory,
    facts: &Facts,
    at: impl Fn(&DecisionTaken) -> Span,
) -> Diagnostics {
    let taken = facts.decisions.iter();
    taken.filter_map(|one| outside(directory, facts, one, at(one))).collect()
}

/// Why a decision lies outside its bounds, if it does.
pub(crate) fn outside(
    directory: &Directory,
    facts: &Facts,
    taken: &DecisionTaken,
    at: Span,
) -> Option<Diagnostic> {
    let Cell::Number(value) = taken.value else { return None };
    let declared = directory.program.decisions.get(taken.decision.index())?;
    let exact = Ratio::new(value, Exact::ONE)?;
    let breaks =
        |bounds: &Interval| exact < bounds.low || bounds.high.is_some_and(|high| exact > high);
    let years = years(directory, facts, taken);
    let bounds = years.into_iter().find_map(|year| {
        let bounds =
            decision_bounds(directory.program, facts, taken.decision, taken.subject, year)?;
        breaks(&bounds).then_some(bounds)
    })?;
    let dimension = match declared.ty {
        Type::Number(dimension) => dimension,
        _ => Dimension::PLAIN,
    };
    let shown = |value| words::quantity(directory, value, &declared.unit, dimension);
    let (is, low) = (shown(exact), shown(bounds.low));
    let Named { zh, en } = &declared.name;
    let within = match bounds.high.map(shown) {
        Some(high) => text!(zh: "限度是 {low} 至 {high}", en: "it may be from {low} to {high}"),
        None => text!(zh: "限度是不低于 {low}", en: "it may be {low} or more"),
    };
    let message = text!(
        zh: "裁量 {zh} 为 {is}，超出限度", en: "the decision `{en}` is {is}, outside its bounds",
    );
    let Text { zh: rule_zh, en: rule_en } = words::rule(directory, declared.rule);
    Some(Diagnostic::new(Code::DecisionOutOfBounds, message).primary(at, within).help(text!(
        zh: "限度按 {rule_zh} 和已知的事实算出", en: "the bounds follow from {rule_en} and what is known",
    )))
}

/// The years for which a decision counts.
fn years(directory: &Directory, facts: &Facts, taken: &DecisionTaken) -> Vec<Option<i32>> {
    let declared = directory.program.decisions.get(taken.decision.index());
    let rule = declared.and_then(|declared| directory.rule_info(declared.rule));
    let yearly = rule.is_some_and(|rule| rule.period == Period::Yearly);
    match (taken.year, yearly, facts.years) {
        (Some(year), ..) => vec![Some(year)],
        (None, true, Some((from, to))) => (from..=to).map(Some).collect(),
        (None, ..) => vec![None],
    }
}
