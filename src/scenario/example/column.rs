//! What a column's head, or the left of an expectation, speaks of.

use super::{Check, Figure, Place};
use crate::ast::{
    Aspect, Cell as Written, Expected, ExpectedKind, ExprKind, FactValue, Name, PartRef, RuleRef,
    Target,
};
use crate::diag::{Code, Diagnostic, Diagnostics, Text, suggest};
use crate::eval::{Cell, DecisionTaken, Facts, SubjectId};
use crate::ir::{DecisionId, FactId, KindId, Named, ReadingId, RuleId};
use crate::scenario::Taken;
use crate::scenario::directory::{Directory, Home};
use crate::scenario::fill::Filler;
use crate::scenario::names::unknown;
use crate::scenario::settings::chosen;
use crate::text;

/// What a head speaks of.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Column {
    /// A fact of a subject, in a year when it is yearly.
    Fact { subject: SubjectId, fact: FactId, year: Option<i32> },
    /// A decision taken for a subject.
    Decision { subject: SubjectId, decision: DecisionId, year: Option<i32> },
    /// Which alternative of a reading is chosen.
    Reading(ReadingId),
    /// An outcome.
    Outcome(Place),
}

/// Resolves heads and takes in cells.
pub(super) struct Columns<'a, 'p> {
    pub(super) directory: &'a Directory<'p>,
    pub(super) home: Home,
    pub(super) taken: &'a Taken<'a>,
    pub(super) found: &'a mut Diagnostics,
}

impl Columns<'_, '_> {
    /// What a head speaks of: a reading; a rule or a decision of this clause; a fact; at last a
    /// rule of another clause.
    pub(super) fn column(&mut self, target: &Target) -> Option<Column> {
        let (first, rest) = target.path.split_first()?;
        if target.reading {
            let clause = self.directory.program.clauses.get(self.home.clause.index());
            let written = target.clause.and_then(|clause| clause.clause);
            let number = written.or(clause.map(|clause| clause.number));
            return self.directory.reading(number, first, self.found).map(Column::Reading);
        }
        if let Some(PartRef { clause, item, at }) = target.clause {
            let reference = RuleRef { clause, item, name: first.clone(), at };
            let rule = self.directory.rule(&reference, Some(self.home), self.found)?;
            return self.outcome(target, rule, rest);
        }
        if let Some(rule) = self.own_rule(first) {
            return self.outcome(target, rule, rest);
        }
        if let Some((rule, decision)) = self.own_decision(first).filter(|_| rest.is_empty()) {
            return self.decision(target, rule, decision);
        }
        let owners: Vec<KindId> = self.directory.owners(&first.text).collect();
        if !owners.is_empty() && rest.is_empty() {
            return self.fact(target, first, &owners);
        }
        let all: Vec<RuleId> = self.all_rules();
        match self.directory.rules_named(&all, &first.text).as_slice() {
            [rule] => self.outcome(target, *rule, rest),
            _ => {
                self.found.push(self.unknown_head(first));
                None
            }
        }
    }

    /// Takes in a cell: sets what is known, or gives what is to be checked.
    pub(super) fn put(
        &mut self,
        column: Column,
        cell: &Written,
        facts: &mut Facts,
    ) -> Option<Check> {
        let value = match (column, cell) {
            (Column::Outcome(place), cell) => {
                let expected = self.expected(cell)?;
                let wanted = self.wanted(place, &expected)?;
                return Some(Check { place, wanted, at: expected.at.0 });
            }
            (_, Written::Value(value)) => value,
            (_, Written::Outcome(outcome)) => {
                let what = text!(zh: "值，这一列是事实", en: "a value, as this column is a fact");
                return self.wants(&what, outcome.at.0);
            }
        };
        match column {
            Column::Fact { subject, fact, year } => {
                let info = self.directory.program.vocabulary.facts.get(fact.index())?;
                let cell = self.filler().cell(info, subject, value)?;
                let stride = self.directory.program.vocabulary.kinds.get(info.kind.index())?;
                set(facts, subject, stride.yearly.len(), info.slot, year, cell);
            }
            Column::Decision { subject, decision, year } => {
                let value = match value {
                    FactValue::Unknown(_) => None,
                    FactValue::Expr(expr) => Some(self.filler().decided(decision, expr)?),
                    FactValue::Label(label) => return self.wants_number(label.at.0),
                    FactValue::NotHappened(at) => return self.wants_number(at.0),
                };
                let same = |one: &DecisionTaken| {
                    (one.decision, one.subject, one.year) == (decision, subject, year)
                };
                facts.decisions.retain(|one| !same(one));
                let taken = value.map(|value| DecisionTaken { decision, subject, year, value });
                facts.decisions.extend(taken);
            }
            Column::Reading(reading) => self.choose(reading, value, facts)?,
            Column::Outcome(_) => {}
        }
        None
    }

    /// Says that a place on the left of an expectation is no outcome.
    pub(super) fn not_an_outcome(&mut self, target: &Target) {
        let message = text!(zh: "应得的左边要写规则", en: "an expectation is of a rule");
        self.found.push(Diagnostic::new(Code::BadExpectation, message).at(target.at.0));
    }

    pub(super) fn wants<T>(&mut self, what: &Text, at: crate::source::Span) -> Option<T> {
        let (zh, en) = (&what.zh, &what.en);
        let message = text!(zh: "这里要的是{zh}", en: "expected {en}");
        self.found.push(Diagnostic::new(Code::BadExpectation, message).at(at));
        None
    }

    fn wants_number<T>(&mut self, at: crate::source::Span) -> Option<T> {
        self.wants(&text!(zh: "一个数", en: "a number"), at)
    }

    fn filler(&mut self) -> Filler<'_, '_> {
        Filler {
            directory: self.directory,
            home: Some(self.home),
            settings: &self.taken.settings,
            tree: &self.taken.tree,
            found: self.found,
        }
    }

    /// A cell of an outcome's column, as what is expected.
    fn expected(&mut self, cell: &Written) -> Option<Expected> {
        match cell {
            Written::Outcome(expected) => Some(expected.clone()),
            Written::Value(FactValue::Expr(expr)) => {
                Some(Expected { kind: ExpectedKind::Value(expr.clone()), at: expr.at })
            }
            Written::Value(FactValue::Label(label)) => self.wants_outcome(label.at.0),
            Written::Value(FactValue::NotHappened(at) | FactValue::Unknown(at)) => {
                self.wants_outcome(at.0)
            }
        }
    }

    fn wants_outcome<T>(&mut self, at: crate::source::Span) -> Option<T> {
        self.wants(&text!(zh: "结果，如金额或“不符合”", en: "an outcome, such as an amount"), at)
    }

    fn choose(&mut self, reading: ReadingId, value: &FactValue, facts: &mut Facts) -> Option<()> {
        let info = self.directory.program.readings.get(reading.index())?;
        let (number, at) = match value {
            FactValue::Expr(expr) => match &expr.kind {
                ExprKind::Quantity(written) if written.unit.is_empty() => {
                    (written.number.parse().ok(), expr.at)
                }
                _ => (None, expr.at),
            },
            FactValue::Label(label) => (None, label.at),
            FactValue::NotHappened(at) | FactValue::Unknown(at) => (None, *at),
        };
        let Some(number) = number else {
            return self.wants(&text!(zh: "读法的编号", en: "the number of a reading"), at.0);
        };
        let name = Name { text: info.name.zh.clone(), at };
        let home = Some(self.home);
        let picked = chosen(self.directory, home, info.clause, &name, number, self.found)?;
        facts.readings.retain(|(id, _)| *id != reading);
        facts.readings.push(picked);
        Some(())
    }

    fn own_rule(&self, name: &Name) -> Option<RuleId> {
        let named = self.directory.rules_named(self.own_rules(), &name.text);
        let own = self.directory.rules_in(self.home.part, &named);
        own.first().or(named.first()).copied()
    }

    fn own_decision(&self, name: &Name) -> Option<(RuleId, DecisionId)> {
        let rules = self.own_rules();
        let own = self.directory.rules_in(self.home.part, rules);
        let mut rules = own.iter().chain(rules);
        rules.find_map(|rule| Some((*rule, self.directory.decision_named(*rule, &name.text)?)))
    }

    fn own_rules(&self) -> &[RuleId] {
        self.directory.rules_of(self.home.clause)
    }

    fn all_rules(&self) -> Vec<RuleId> {
        self.directory.program.clauses.iter().flat_map(|clause| &clause.rules).copied().collect()
    }

    /// A rule, then its stage, its payer, or a decision it hangs on.
    fn outcome(&mut self, target: &Target, rule: RuleId, rest: &[Name]) -> Option<Column> {
        let (mut stage, mut figure) = (None, target.aspect.map_or(Figure::Whole, figure));
        for name in rest {
            let at_stage = self.directory.stage_named(rule, &name.text).filter(|_| stage.is_none());
            let level = self.directory.level_named(&name.text).filter(|_| figure == Figure::Whole);
            match (at_stage, level, self.directory.decision_named(rule, &name.text)) {
                (Some(found), ..) => stage = Some(found),
                (None, Some(found), _) => figure = Figure::PaidBy(found),
                (None, None, Some(decision)) => return self.decision(target, rule, decision),
                (None, None, None) => {
                    let what = text!(zh: "阶段、出资层级或裁量", en: "stage, payer or decision");
                    self.found.push(unknown(&what, name, None));
                    return None;
                }
            }
        }
        let subject = self.subject_of_rule(target, rule)?;
        Some(Column::Outcome(Place { rule, stage, subject, year: target.year, figure }))
    }

    fn decision(&mut self, target: &Target, rule: RuleId, decision: DecisionId) -> Option<Column> {
        let own = self.directory.rule_info(rule)?.subject?;
        let subject = self.subject(target, &[own])?;
        Some(Column::Decision { subject, decision, year: target.year })
    }

    fn fact(&mut self, target: &Target, name: &Name, owners: &[KindId]) -> Option<Column> {
        let subject = self.subject(target, owners)?;
        let kind = self.taken.tree.nodes.get(subject.0 as usize)?.kind;
        let fact = self.directory.fact(kind, name, self.found)?;
        let info = self.directory.program.vocabulary.facts.get(fact.index())?;
        let year = self.filler().year_of(info, target.year, name)?;
        Some(Column::Fact { subject, fact, year })
    }

    fn subject_of_rule(&mut self, target: &Target, rule: RuleId) -> Option<SubjectId> {
        let Some(kind) = self.directory.kinds_of(rule).first().copied() else {
            self.not_an_outcome(target);
            return None;
        };
        // Where there is no such child, the outcome is its parent's.
        let parent = self.directory.program.vocabulary.kinds.get(kind.index())?.parent;
        let none = target.label.is_none() && self.taken.tree.of_kind(kind).next().is_none();
        self.subject(target, &[parent.filter(|_| none).unwrap_or(kind)])
    }

    /// The subject of one of these kinds that the head means: the labelled one, or the only one.
    fn subject(&mut self, target: &Target, kinds: &[KindId]) -> Option<SubjectId> {
        let tree = &self.taken.tree;
        let of_kinds = kinds.iter().flat_map(|kind| tree.of_kind(*kind));
        let candidates: Vec<SubjectId> = match &target.label {
            None => of_kinds.collect(),
            Some(label) => of_kinds
                .filter(|id| {
                    let node = tree.nodes.get(id.0 as usize);
                    node.is_some_and(|node| node.label == Some(label.text.as_str()))
                })
                .collect(),
        };
        if let [one] = candidates.as_slice() {
            return Some(*one);
        }
        let named: Vec<&Named> = kinds.iter().map(|kind| self.directory.kind_name(*kind)).collect();
        let zh = named.iter().map(|name| name.zh.as_str()).collect::<Vec<_>>().join("或");
        let en = named.iter().map(|name| name.en.as_str()).collect::<Vec<_>>().join(" or ");
        let (message, help) = match (candidates.is_empty(), &target.label) {
            (true, Some(label)) => {
                let label = &label.text;
                (text!(zh: "没有叫“{label}”的{zh}", en: "no {en} is called “{label}”"), None)
            }
            (true, None) => (text!(zh: "示例里没有{zh}", en: "the example has no {en}"), None),
            (false, _) => (
                text!(zh: "示例里有好几个{zh}", en: "the example has several of {en}"),
                Some(
                    text!(zh: "在前面写上名字：\"一期\".…", en: "put its label in front: \"…\".…"),
                ),
            ),
        };
        let problem = Diagnostic::new(Code::UnknownSubject, message);
        self.found.push(problem.at(target.at.0).maybe_help(help));
        None
    }

    fn unknown_head(&self, name: &Name) -> Diagnostic {
        let rules = self.own_rules().iter().filter_map(|rule| self.directory.rule_info(*rule));
        let rules = rules.map(|rule| &rule.name);
        let facts = self.directory.program.vocabulary.facts.iter().map(|fact| &fact.name);
        let names = rules.chain(facts).flat_map(|name| [name.zh.as_str(), name.en.as_str()]);
        let what = text!(zh: "事实或规则", en: "fact or rule");
        unknown(&what, name, suggest(&name.text, names))
    }
}

fn figure(aspect: Aspect) -> Figure {
    match aspect {
        Aspect::Unstated => Figure::Unstated,
        Aspect::Formerly => Figure::Formerly,
    }
}

/// Puts a value in its slot.
fn set(
    facts: &mut Facts,
    subject: SubjectId,
    stride: usize,
    slot: u16,
    year: Option<i32>,
    cell: Cell,
) -> Option<()> {
    let (first, count) = (facts.first_year, facts.year_count);
    let subject = facts.subjects.get_mut(subject.0 as usize)?;
    let place = match year {
        None => subject.constants.get_mut(usize::from(slot))?,
        Some(year) => {
            let offset = usize::try_from(year.checked_sub(first)?).ok()?;
            let offset = Some(offset).filter(|offset| *offset < count)?;
            subject.yearly.get_mut(offset.checked_mul(stride)?.checked_add(usize::from(slot))?)?
        }
    };
    *place = cell;
    Some(())
}
