//! Facts that grant: the cases of the policies' own examples in which a rule pays in the year
//! asked.

use polc::ast::{File, Item};
use polc::eval::{Cell, DecisionTaken, Facts, NoTrace, Payment, Prepared, Status, SubjectId};
use polc::ir::{Amount, Body, KindId, Program, Rule, RuleId};
use polc::quantity::{Date, Exact};
use polc::scenario::{Directory, example};

/// The rules that compute money for a kind of subject or for those below it.
pub fn benefits(program: &Program, kind: KindId) -> Vec<RuleId> {
    let computes = |rule: &Rule| match &rule.body {
        Body::Money(money) => {
            money.stages.iter().any(|stage| matches!(stage.amount, Amount::Computed(_)))
                && rule.subject.is_some_and(|own| is_at_or_below(program, own, kind))
        }
        _ => false,
    };
    let rules = (0..).map(RuleId).zip(&program.rules);
    rules.filter(|(_, rule)| computes(rule)).map(|(id, _)| id).collect()
}

/// Whether a kind is another or one of its descendants.
pub fn is_at_or_below(program: &Program, kind: KindId, above: KindId) -> bool {
    let parent = |kind: &KindId| program.vocabulary.kinds[kind.index()].parent;
    std::iter::successors(Some(kind), parent).any(|kind| kind == above)
}

/// What a granting case says of its subjects, ready to be laid over a row.
pub struct Grant {
    /// The rule that pays.
    pub rule: RuleId,
    /// Its subjects; a parent stands before its children, the enterprise first.
    pub subjects: Vec<GrantSubject>,
    pub decisions: Vec<DecisionTaken>,
}

/// One of them.
pub struct GrantSubject {
    pub kind: KindId,
    pub parent: Option<usize>,
    /// What is known of it: constants by slot; yearly facts by year and slot.
    pub constants: Vec<Cell>,
    pub yearly: Vec<(i32, Vec<Cell>)>,
    pub history: Option<Vec<Payment>>,
}

/// The granting cases of the examples in some files.
pub fn grants(
    program: &Program,
    files: &[File],
    kind: KindId,
    year: i32,
    today: Date,
) -> Vec<Grant> {
    let directory = Directory::new(program);
    let wanted = benefits(program, kind);
    let items = files.iter().flat_map(|file| &file.items);
    let clauses = items.filter_map(|item| match item {
        Item::Clause(clause) => Some(clause),
        _ => None,
    });
    let cases = clauses.flat_map(|clause| example::cases(&directory, clause).0);
    let mut grants = Vec::new();
    for mut case in cases {
        let facts = &mut case.facts;
        let asked = facts.years.is_some_and(|(first, last)| (first..=last).contains(&year));
        if !facts.readings.is_empty() || !asked || !is_one_tree(facts, kind) {
            continue;
        }
        facts.as_of = Some(today);
        facts.years = Some((year, year));
        let prepared = Prepared::new(program, &facts.clauses, &[]);
        for outcome in prepared.evaluate(facts, &mut NoTrace) {
            let paid = matches!(outcome.status, Status::Granted(amount) if amount > Exact::ZERO);
            if paid && wanted.contains(&outcome.rule) {
                grants.push(grant(program, outcome.rule, facts));
            }
        }
    }
    grants
}

/// Whether all subjects belong to one subject of a kind, which stands first.
fn is_one_tree(facts: &Facts, kind: KindId) -> bool {
    let mut subjects = facts.subjects.iter();
    subjects.next().is_some_and(|first| first.kind == kind)
        && subjects.all(|subject| subject.parent.is_some())
}

fn grant(program: &Program, rule: RuleId, facts: &Facts) -> Grant {
    let subjects = facts.subjects.iter().map(|subject| {
        let stride = program.vocabulary.kinds[subject.kind.index()].yearly.len();
        let years = subject.yearly.chunks(stride.max(1)).map(<[Cell]>::to_vec);
        GrantSubject {
            kind: subject.kind,
            parent: subject.parent.map(|SubjectId(parent)| parent as usize),
            constants: subject.constants.clone(),
            yearly: (facts.first_year..).zip(years).collect(),
            history: subject.history.clone(),
        }
    });
    Grant { rule, subjects: subjects.collect(), decisions: facts.decisions.clone() }
}
