//! A second executor, for many sets of facts: rules lowered to fixed-point arithmetic.
//!
//! The interpreter ([`crate::eval`]) defines what a program means, whatever is missing. Of the facts
//! of thousands of enterprises most are known, and most rules hang on no other rule's award. For
//! such a rule [`lower`](lower::lower) makes code in which slots, units and readings are settled
//! beforehand: every number is a whole count of a unit known then, so that adding is adding
//! integers. Where the code comes to a definite answer it is the interpreter's, bit for bit:
//!
//! - it looks at all that the interpreter would look at, in the same order, and stops where that
//!   might stop: near the end of the exact range, at what two exceptions say, at what is not told;
//! - of what hangs on a missing fact it knows no more than that, and the interpreter no less.
//!
//! Where it does not, and for rules that bear on each other, the interpreter is asked, for those
//! rules alone ([`Prepared::evaluate_only`]).

mod caps;
mod code;
mod compute;
mod decide;
mod expression;
mod look;
mod lower;
mod rule;
mod unit;

use std::cell::RefCell;

use crate::batch::{Evaluated, Executor, PassedCap, listen};
use crate::dataset::Record;
use crate::eval::{Facts, NoTrace, Outcome, Prepared};
use crate::ir::RuleId;
use look::{Index, Looked};
use rule::RuleCode;

/// A program made ready to evaluate some of its rules for many sets of facts.
#[derive(Debug)]
pub struct Direct<'p> {
    prepared: Prepared<'p>,
    /// The rules that are told, in written order, with their code where there is one.
    rules: Vec<(RuleId, Option<RuleCode>)>,
    listens: bool,
}

impl<'p> Direct<'p> {
    /// Of what was made ready for the interpreter.
    #[must_use]
    pub fn new(prepared: Prepared<'p>) -> Direct<'p> {
        let lowered = |id| (id, lower::lower(prepared.program(), prepared.readings(), id));
        let rules = prepared.told_rules().map(lowered).collect();
        Direct { prepared, rules, listens: false }
    }

    /// The same, telling what passes a cap.
    #[must_use]
    pub fn listening_to_caps(self) -> Direct<'p> {
        Direct { listens: true, ..self }
    }

    /// How many of the rules told have code.
    #[must_use]
    pub fn lowered(&self) -> usize {
        self.rules.iter().filter(|(_, code)| code.is_some()).count()
    }

    /// What the rules come to for the subjects and years of the facts, as [`Prepared::evaluate`]
    /// tells it, and what passed a cap on the way.
    #[must_use]
    pub fn evaluate(&self, facts: &Facts) -> (Vec<Outcome>, Vec<PassedCap>) {
        self.evaluate_with(facts, &mut Index::default())
    }

    fn evaluate_with(&self, facts: &Facts, index: &mut Index) -> (Vec<Outcome>, Vec<PassedCap>) {
        let program = self.prepared.program();
        index.rebuild(facts, program.vocabulary.kinds.len());
        let heard = RefCell::default();
        let looked = Looked { facts, index, heard: self.listens.then_some(&heard) };
        let mut outcomes = Vec::with_capacity(self.rules.len());
        let mut caps = Vec::new();
        let mut open = vec![false; program.rules.len()];
        let mut is_open = false;
        for (id, code) in &self.rules {
            let (told, passed) = (outcomes.len(), caps.len());
            let settled = |task: rule::Task| {
                caps.extend(heard.borrow_mut().drain(..).map(|heard| PassedCap {
                    rule: *id,
                    stage: task.stage,
                    subject: task.subject,
                    year: task.year,
                    unlisted: false,
                    at: heard.at,
                    amounts: Some(heard.amounts),
                }));
            };
            let done = code.as_ref().is_some_and(|code| {
                code.outcomes(&looked, self.prepared.tells_reasons(), &mut outcomes, settled)
                    .is_ok()
            });
            if !done {
                outcomes.truncate(told);
                caps.truncate(passed);
                heard.borrow_mut().clear();
                is_open = true;
                if let Some(open) = open.get_mut(id.index()) {
                    *open = true;
                }
            }
        }
        if is_open || self.prepared.tells_duties() {
            let (others, passed) = match self.listens {
                true => listen(|tracer| self.prepared.evaluate_only(facts, &open, tracer)),
                false => (self.prepared.evaluate_only(facts, &open, &mut NoTrace), Vec::new()),
            };
            outcomes.extend(others);
            outcomes.sort_by_key(|outcome| outcome.rule);
            caps.extend(passed);
        }
        (outcomes, caps)
    }
}

impl Executor for Direct<'_> {
    fn evaluate(&self, records: Vec<Record>) -> Vec<Evaluated> {
        let mut index = Index::default();
        let evaluated = records.into_iter().map(|record| {
            let (outcomes, caps) = self.evaluate_with(&record.facts, &mut index);
            Evaluated { record, outcomes, caps }
        });
        evaluated.collect()
    }
}
