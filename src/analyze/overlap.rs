//! Rules of several clauses that may pay twice for the same thing, as warnings.

use super::describe;
use super::interaction::{Finding, Interaction, undeclared};
use super::witness::Witness;
use crate::diag::{ClauseRef, Code, Diagnostic, Diagnostics, Text};
use crate::ir::{Program, RuleId};
use crate::scenario::{Directory, words};
use crate::source::Span;

/// Each pair of rules that pay twice, with facts for which they do, at the later of the two.
pub fn overlaps(program: &Program) -> Diagnostics {
    let directory = Directory::new(program);
    let pairs = undeclared(program);
    pairs.iter().filter_map(|pair| overlap(&directory, pair)).collect()
}

fn overlap(directory: &Directory, pair: &Interaction) -> Option<Diagnostic> {
    let Interaction { rules: [earlier, later], cause: Some(cause), finding } = pair else {
        return None;
    };
    let Finding::Undeclared(witness) = finding else { return None };
    let [one, two] = [*earlier, *later].map(|rule| words::rule(directory, rule));
    let fact = describe::cause(directory.program, *cause);
    let message = Text::new(
        format!("{} 与 {} 可能为同一项“{}”付两次", two.zh, one.zh, fact.zh),
        format!("{} and {} may both pay for `{}`", two.en, one.en, fact.en),
    );
    let [here, there] = paid(directory, witness)?;
    let clause = directory.program.rules.get(later.index())?.clause;
    let clause = directory.program.clauses.get(clause.index())?;
    let error = Diagnostic::new(Code::Overlap, message)
        .primary(
            span(directory.program, *later)?,
            Text::new(format!("这里付 {}", there.zh), format!("this pays {}", there.en)),
        )
        .secondary(
            span(directory.program, *earlier)?,
            Text::new(format!("这里也付 {}", here.zh), format!("this pays {} as well", here.en)),
        )
        .witness(describe::facts(directory, &witness.facts))
        .help(Text::new(
            format!("写明关系：叠加、就高 或 排除 {} \"理由\"", one.zh),
            format!("say how they stand: stacks_with, higher_of or excluded_by {} \"why\"", one.en),
        ));
    Some(error.clause(&ClauseRef::new(clause.number.to_string(), Some(clause.source.clone()))))
}

/// What the two pay.
fn paid(directory: &Directory, witness: &Witness) -> Option<[Text; 2]> {
    let [one, two] = witness.paid.as_slice() else { return None };
    Some([one, two].map(|status| words::short_status(directory, &witness.facts, status)))
}

fn span(program: &Program, rule: RuleId) -> Option<Span> {
    let address = program.rules.get(rule.index())?.address;
    program.addresses.get(address.0 as usize).map(|address| address.span)
}
