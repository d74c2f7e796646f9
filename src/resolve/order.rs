//! What must come before what, over the whole set.
//!
//! Only what is read in the same year counts: the award history holds earlier years, so it never
//! closes a circle.

use super::symbols::Symbols;
use crate::diag::{Code, Diagnostic, Diagnostics, Text};
use crate::ir::{LocalId, Named, RuleId};
use crate::source::Span;
use crate::text;

/// One needs another first, and where that is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Need<Id> {
    /// This one …
    pub from: Id,
    /// … needs that one.
    pub to: Id,
    /// The place that says so.
    pub at: Span,
}

/// All rules, each after those it needs, otherwise as written; or the circles.
pub fn rule_order(
    symbols: &Symbols<'_>,
    needs: &[Need<RuleId>],
) -> Result<Vec<RuleId>, Diagnostics> {
    let edges = needs.iter().map(|need| (need.from.index(), need.to.index()));
    let order = order(symbols.rules.len(), edges).map_err(|circles| {
        let names = |node: usize| symbols.rule_path(rule_id(node));
        let clause = |node: usize| {
            let rule = symbols.rules.get(node)?;
            Some(symbols.clauses.get(rule.clause.index())?.reference())
        };
        let title = text!(zh: "规则互相依赖", en: "rules depend on each other");
        let reported = circles.iter().map(|circle| {
            let place = |from: usize, to: usize| place(needs, rule_id(from), rule_id(to));
            let error = report(Code::RuleCycle, &title, circle, names, place);
            match circle.first().and_then(|node| clause(*node)) {
                Some(clause) => error.clause(&clause),
                None => error,
            }
        });
        reported.collect::<Diagnostics>()
    })?;
    Ok(order.into_iter().map(rule_id).collect())
}

/// All intermediates, each after those it needs, otherwise as written; or the circles.
pub fn local_order(
    symbols: &Symbols<'_>,
    needs: &[Need<LocalId>],
) -> Result<Vec<LocalId>, Diagnostics> {
    let edges = needs.iter().map(|need| (need.from.index(), need.to.index()));
    let order = order(symbols.locals.len(), edges).map_err(|circles| {
        let names =
            |node: usize| symbols.locals.get(node).map_or_else(unnamed, |one| one.name.clone());
        let title = text!(zh: "中间量互相依赖", en: "intermediates depend on each other");
        let reported = circles.iter().map(|circle| {
            let place = |from: usize, to: usize| place(needs, local_id(from), local_id(to));
            let error = report(Code::LocalCycle, &title, circle, names, place);
            let local = circle.first().and_then(|node| symbols.locals.get(*node));
            match local.and_then(|local| symbols.clauses.get(local.clause.index())) {
                Some(clause) => error.clause(&clause.reference()),
                None => error,
            }
        });
        reported.collect::<Diagnostics>()
    })?;
    Ok(order.into_iter().map(local_id).collect())
}

/// The nodes `0..count`, each after those it needs, otherwise by number; or circles, each as the
/// nodes on its way (the last needs the first). No two circles given share a node.
///
/// A walk by depth with its own stack, so that a long chain cannot overflow the program's.
pub(super) fn order(
    count: usize,
    needs: impl IntoIterator<Item = (usize, usize)>,
) -> Result<Vec<usize>, Vec<Vec<usize>>> {
    let mut needed: Vec<Vec<usize>> = vec![Vec::new(); count];
    for (from, to) in needs {
        if let Some(list) = needed.get_mut(from).filter(|_| to < count) {
            list.push(to);
        }
    }
    let mut state = vec![State::Unseen; count];
    let mut ordered = Vec::with_capacity(count);
    let mut circles: Vec<Vec<usize>> = Vec::new();
    for start in 0..count {
        let mut path: Vec<(usize, std::slice::Iter<'_, usize>)> = Vec::new();
        enter(start, &needed, &mut state, &mut path);
        while let Some((node, rest)) = path.last_mut() {
            let node = *node;
            match rest.next() {
                None => {
                    path.pop();
                    set(&mut state, node, State::Done);
                    ordered.push(node);
                }
                Some(next) if state.get(*next) == Some(&State::Open) => {
                    let on_path = path.iter().map(|(node, _)| *node);
                    let circle: Vec<usize> = on_path.skip_while(|node| node != next).collect();
                    let known = circles.iter().flatten().any(|node| circle.contains(node));
                    if !known {
                        circles.push(circle);
                    }
                }
                Some(next) => enter(*next, &needed, &mut state, &mut path),
            }
        }
    }
    if circles.is_empty() { Ok(ordered) } else { Err(circles) }
}

/// Where a node of the walk stands: not met, on the way, behind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    Unseen,
    Open,
    Done,
}

fn set(state: &mut [State], node: usize, to: State) {
    if let Some(state) = state.get_mut(node) {
        *state = to;
    }
}

/// Puts a node on the way, unless it was met before.
fn enter<'a>(
    node: usize,
    needed: &'a [Vec<usize>],
    state: &mut [State],
    path: &mut Vec<(usize, std::slice::Iter<'a, usize>)>,
) {
    if let (Some(State::Unseen), Some(list)) = (state.get(node), needed.get(node)) {
        set(state, node, State::Open);
        path.push((node, list.iter()));
    }
}

/// A circle, told from its first node round to it again.
fn report(
    code: Code,
    title: &Text,
    circle: &[usize],
    name: impl Fn(usize) -> Named,
    place: impl Fn(usize, usize) -> Span,
) -> Diagnostic {
    let round: Vec<Named> = circle.iter().chain(circle.first()).map(|node| name(*node)).collect();
    let path = |pick: fn(&Named) -> &str| round.iter().map(pick).collect::<Vec<_>>().join(" → ");
    let (zh, en) = (path(|name| &name.zh), path(|name| &name.en));
    let message = Text::new(format!("{}：{zh}", title.zh), format!("{}: {en}", title.en));
    let error = Diagnostic::new(code, message);
    let steps = circle.iter().zip(circle.iter().cycle().skip(1));
    steps.enumerate().fold(error, |error, (position, (from, to))| {
        let needed = name(*to);
        let label =
            Text::new(format!("要先有 {}", needed.zh), format!("needs {} first", needed.en));
        match position {
            0 => error.primary(place(*from, *to), label),
            _ => error.secondary(place(*from, *to), label),
        }
    })
}

fn place<Id: PartialEq>(needs: &[Need<Id>], from: Id, to: Id) -> Span {
    let need = needs.iter().find(|need| need.from == from && need.to == to);
    need.map_or_else(Span::default, |need| need.at)
}

fn rule_id(node: usize) -> RuleId {
    RuleId(u16::try_from(node).unwrap_or(u16::MAX))
}

fn local_id(node: usize) -> LocalId {
    LocalId(u16::try_from(node).unwrap_or(u16::MAX))
}

fn unnamed() -> Named {
    Named { zh: String::new(), en: String::new() }
}
