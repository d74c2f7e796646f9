//! Which rules a run is asked for, and which it must evaluate: those, and all that bear on them.

use super::context::alternative;
use crate::ir::{Program, ReadingId, RuleId};

/// The rules of these clauses, in order; of all when none is named.
pub(super) fn asked(program: &Program, clauses: &[u32]) -> Vec<RuleId> {
    if clauses.is_empty() {
        return (0..).map(RuleId).zip(&program.rules).map(|(id, _)| id).collect();
    }
    let named = program.clauses.iter().filter(|clause| clauses.contains(&clause.number));
    let mut asked: Vec<RuleId> = named.flat_map(|clause| &clause.rules).copied().collect();
    if !asked.is_sorted() {
        asked.sort();
    }
    asked
}

/// Whether each rule is needed, by position: those asked for, those that bear on them, and so on
/// from those, under the readings chosen by hand and the defaults.
pub(super) fn needed(
    program: &Program,
    asked: &[RuleId],
    readings: &[(ReadingId, usize)],
) -> Vec<bool> {
    let mut needed = vec![false; program.rules.len()];
    if asked.len() == program.rules.len() {
        needed.fill(true);
        return needed;
    }
    let mut open = asked.to_vec();
    while let Some(id) = open.pop() {
        if let Some(known) = needed.get_mut(id.index())
            && !std::mem::replace(known, true)
        {
            let chosen = |reading| alternative(program, readings, reading);
            let holding = program.linked(id).filter(|link| link.holds(chosen));
            open.extend(holding.map(|link| link.rule));
        }
    }
    needed
}
