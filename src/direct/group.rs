//! Rules that bear on each other.

use crate::eval::{Prepared, alternative};
use crate::ir::RuleId;

/// The rules that are evaluated, in groups none of which bears on another.
pub(super) fn groups(prepared: &Prepared<'_>) -> Vec<Vec<RuleId>> {
    let program = prepared.program();
    let chosen = |reading| alternative(program, prepared.readings(), reading);
    let mut left: Vec<RuleId> = prepared.evaluated_rules().collect();
    let mut groups = Vec::new();
    while let Some(first) = left.pop() {
        let mut group = vec![first];
        let mut open = vec![first];
        while let Some(rule) = open.pop() {
            for link in program.linked(rule).filter(|link| link.holds(chosen)) {
                if let Some(at) = left.iter().position(|rule| *rule == link.rule) {
                    group.push(left.swap_remove(at));
                    open.push(link.rule);
                }
            }
        }
        groups.push(group);
    }
    groups
}
