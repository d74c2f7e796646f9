//! A second executor, for many sets of facts: rules lowered to fixed-point arithmetic.
//!
//! The interpreter ([`crate::eval`]) defines what a program means, whatever is missing. Of the facts
//! of thousands of enterprises most are known, and most rules hang on no other rule's award. For
//! such a rule `lower` makes code in which slots, units and readings are settled
//! beforehand: every number is a whole count of a unit known then, so that adding is adding
//! integers. Where the code comes to a definite answer it is the interpreter's, bit for bit:
//!
//! - it looks at all that the interpreter would look at, in the same order, and stops where that
//!   might stop: near the end of the exact range, at what two exceptions say, at what is not told;
//! - of what hangs on a missing fact it knows no more than that, and the interpreter no less.
//!
//! Rules that bear on each other are evaluated as if they did not, and that stands as long as one of
//! them at most gets past its guards. What does not stand, and what has no code, the interpreter is
//! asked for, and for nothing else ([`Prepared::evaluate_only`]).

mod caps;
mod code;
mod compute;
mod decide;
mod expression;
mod group;
mod look;
mod lower;
mod rule;
mod unit;

use std::cell::{Cell, RefCell};

use crate::batch::{Evaluated, Executor, Heard, PassedCap};
use crate::dataset::Record;
use crate::eval::{Facts, NoTrace, Outcome, Prepared};
use crate::ir::RuleId;
use group::groups;
use look::{Index, Looked};
use rule::RuleCode;

/// A program made ready to evaluate some of its rules for many sets of facts.
#[derive(Debug)]
pub struct Direct<'p> {
    prepared: Prepared<'p>,
    /// The rules with code, in written order, and whether they are told.
    codes: Vec<(RuleCode, bool)>,
    /// Which rules the interpreter is always asked for, by position.
    uncoded: Vec<bool>,
    /// The rules with code that bear on each other.
    groups: Vec<Vec<RuleId>>,
    listens: bool,
}

/// What the codes came to for a set of facts.
#[derive(Default)]
struct Told {
    outcomes: Vec<Outcome>,
    caps: Vec<PassedCap>,
    /// Whether anything is left to the interpreter.
    is_open: bool,
}

/// Evaluates one set of facts after another.
#[derive(Debug)]
pub struct Evaluator<'d, 'p> {
    direct: &'d Direct<'p>,
    scratch: Scratch,
}

impl Evaluator<'_, '_> {
    /// What [`Direct::evaluate`] tells.
    #[must_use]
    pub fn evaluate(&mut self, facts: &Facts) -> (Vec<Outcome>, Vec<PassedCap>) {
        self.direct.evaluate_with(facts, &mut self.scratch)
    }
}

/// What is of use for one set of facts after another.
#[derive(Debug, Default)]
struct Scratch {
    index: Index,
    /// By position, the rules that got past their guards.
    passed: Vec<bool>,
    /// By position, the rules to ask the interpreter for.
    open: Vec<bool>,
}

impl<'p> Direct<'p> {
    /// Of what was made ready for the interpreter.
    #[must_use]
    pub fn new(prepared: Prepared<'p>) -> Direct<'p> {
        let program = prepared.program();
        let mut codes = Vec::new();
        let mut uncoded = vec![false; program.rules.len()];
        let mut linked = Vec::new();
        for group in groups(&prepared) {
            let lowered = group.iter().map(|id| lower::lower(program, prepared.readings(), *id));
            match lowered.collect::<Option<Vec<_>>>() {
                Some(lowered) => {
                    codes.extend(lowered.into_iter().map(|code| {
                        let tells = prepared.tells(code.id);
                        (code, tells)
                    }));
                    linked.extend((group.len() > 1).then_some(group));
                }
                None => group.iter().for_each(|id| mark(&mut uncoded, *id)),
            }
        }
        codes.sort_by_key(|(code, _)| code.id);
        Direct { prepared, codes, uncoded, groups: linked, listens: false }
    }

    /// The same, telling what passes a cap.
    #[must_use]
    pub fn listening_to_caps(self) -> Direct<'p> {
        Direct { listens: true, ..self }
    }

    /// How many rules have code.
    #[must_use]
    pub fn lowered(&self) -> usize {
        self.codes.len()
    }

    /// What the rules come to for the subjects and years of the facts, as [`Prepared::evaluate`]
    /// tells it, and what passed a cap on the way.
    #[must_use]
    pub fn evaluate(&self, facts: &Facts) -> (Vec<Outcome>, Vec<PassedCap>) {
        self.evaluator().evaluate(facts)
    }

    /// For one set of facts after another.
    #[must_use]
    pub fn evaluator(&self) -> Evaluator<'_, 'p> {
        Evaluator { direct: self, scratch: Scratch::default() }
    }

    /// For which rules the interpreter is asked, of these facts.
    #[must_use]
    pub fn left(&self, facts: &Facts) -> Vec<RuleId> {
        let mut scratch = Scratch::default();
        self.by_code(facts, &mut scratch);
        (0..).map(RuleId).zip(scratch.open).filter(|(_, open)| *open).map(|(id, _)| id).collect()
    }

    fn evaluate_with(
        &self,
        facts: &Facts,
        scratch: &mut Scratch,
    ) -> (Vec<Outcome>, Vec<PassedCap>) {
        let mut told = self.by_code(facts, scratch);
        let open = &scratch.open;
        if !told.is_open && !self.prepared.tells_duties() {
            return (told.outcomes, told.caps);
        }
        let mut heard = Heard::<false>::default();
        let others = match self.listens {
            true => self.prepared.evaluate_only(facts, open, &mut heard),
            false => self.prepared.evaluate_only(facts, open, &mut NoTrace),
        };
        told.caps.extend(heard.passed);
        (merged(told.outcomes, others), told.caps)
    }

    /// What the codes come to, and what is left to the interpreter.
    fn by_code(&self, facts: &Facts, scratch: &mut Scratch) -> Told {
        let Scratch { index, passed: all_passed, open } = scratch;
        index.rebuild(facts, self.prepared.program().vocabulary.kinds.len());
        open.clone_from(&self.uncoded);
        all_passed.clear();
        all_passed.resize(open.len(), false);
        let (heard, passed) = (RefCell::default(), Cell::new(false));
        let heard_of = self.listens.then_some(&heard);
        let looked = Looked { facts, index, heard: heard_of, passed: &passed };
        let mut told = Told {
            outcomes: Vec::with_capacity(self.codes.len().saturating_mul(2)),
            is_open: self.uncoded.contains(&true),
            ..Told::default()
        };
        let reasons = self.prepared.tells_reasons();
        for (code, tells) in &self.codes {
            let (outcomes, caps) = (told.outcomes.len(), told.caps.len());
            let settled = |task: rule::Task| {
                told.caps.extend(heard.borrow_mut().drain(..).map(|heard| PassedCap {
                    rule: code.id,
                    stage: task.stage,
                    subject: task.subject,
                    year: task.year,
                    unlisted: false,
                    at: heard.at,
                    amounts: Some(heard.amounts),
                }));
            };
            let sure = code.outcomes(&looked, reasons, &mut told.outcomes, settled).is_ok();
            if !(sure && *tells) {
                told.outcomes.truncate(outcomes);
            }
            if !sure {
                told.caps.truncate(caps);
                heard.borrow_mut().clear();
                mark(open, code.id);
                told.is_open = true;
            }
            if passed.replace(false) {
                mark(all_passed, code.id);
            }
        }
        self.leave_groups(&looked, all_passed, open, &mut told);
        if reasons {
            self.prepared.tell_reasons(facts, &mut told.outcomes);
        }
        told
    }

    /// Leaves to the interpreter the groups of which two rules may come to an award, or one was paid
    /// before: as long as one at most does, none bears on another.
    fn leave_groups(
        &self,
        looked: &Looked<'_>,
        passed: &[bool],
        open: &mut [bool],
        told: &mut Told,
    ) {
        let mut left = false;
        for group in &self.groups {
            let awarding = group.iter().filter(|rule| is_marked(passed, **rule)).count();
            let is_open = group.iter().any(|rule| is_marked(open, *rule));
            let unpaid = group.iter().all(|rule| looked.has_no_payment(*rule));
            if awarding > 1 || is_open || !unpaid || !looked.is_of_one_year() {
                group.iter().for_each(|rule| mark(open, *rule));
                left = true;
            }
        }
        if left {
            told.outcomes.retain(|outcome| !is_marked(open, outcome.rule));
            told.caps.retain(|cap| !is_marked(open, cap.rule));
            told.is_open = true;
        }
    }
}

fn is_marked(rules: &[bool], rule: RuleId) -> bool {
    rules.get(rule.index()) == Some(&true)
}

fn mark(rules: &mut [bool], rule: RuleId) {
    if let Some(marked) = rules.get_mut(rule.index()) {
        *marked = true;
    }
}

/// Outcomes of different rules, in written order.
fn merged(a: Vec<Outcome>, b: Vec<Outcome>) -> Vec<Outcome> {
    let mut merged = Vec::with_capacity(a.len().saturating_add(b.len()));
    let mut b = b.into_iter().peekable();
    for outcome in a {
        while let Some(before) = b.next_if(|other| other.rule < outcome.rule) {
            merged.push(before);
        }
        merged.push(outcome);
    }
    merged.extend(b);
    merged
}

impl Executor for Direct<'_> {
    fn evaluate(&self, records: Vec<Record>) -> Vec<Evaluated> {
        let mut evaluator = self.evaluator();
        let evaluated = records.into_iter().map(|record| {
            let (outcomes, caps) = evaluator.evaluate(&record.facts);
            Evaluated { record, outcomes, caps, bounds: Vec::new() }
        });
        evaluated.collect()
    }
}
