//! From names to ids, out of a checked program alone: the shipped image needs no sources.

use std::collections::BTreeMap;

use super::names::{Names, unknown};
use crate::ast;
use crate::diag::{Code, Diagnostic, Diagnostics, suggest};
use crate::ir::{
    Body, ClauseId, DecisionId, EnumId, FactId, KindId, LevelId, Named, Program, ReadingId, RuleId,
    SeriesId,
};
use crate::quantity::Counts;
use crate::text;

/// What every name of a program means, in either language.
#[derive(Debug)]
pub struct Directory<'p> {
    /// The program whose names these are.
    pub program: &'p Program,
    /// Its measure words.
    pub counts: Counts,
    kinds: Names<'p, (), KindId>,
    facts: Names<'p, KindId, FactId>,
    series: Names<'p, (), SeriesId>,
    variants: Names<'p, EnumId, u16>,
    levels: Names<'p, (), LevelId>,
    clauses: BTreeMap<u32, ClauseId>,
    decisions: Names<'p, RuleId, DecisionId>,
    stages: Names<'p, RuleId, usize>,
    readings: Names<'p, Option<u32>, ReadingId>,
}

/// Where a rule is spoken of: names without a clause number are those of this clause, and of
/// this item of it before others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Home {
    /// The clause.
    pub clause: ClauseId,
    /// Its item, ① being 1.
    pub part: Option<u32>,
}

impl<'p> Directory<'p> {
    /// The directory of a program.
    #[must_use]
    pub fn new(program: &'p Program) -> Self {
        let vocabulary = &program.vocabulary;
        let kinds = numbered(&vocabulary.kinds).map(|(at, one)| ((), &one.name, KindId(at)));
        let facts = numbered(&vocabulary.facts).map(|(at, one)| (one.kind, &one.name, FactId(at)));
        let series = numbered(&vocabulary.series).map(|(at, one)| ((), &one.name, SeriesId(at)));
        let levels = numbered(&vocabulary.levels).map(|(at, one)| ((), one, LevelId(at)));
        let decisions = numbered(&program.decisions);
        let decisions = decisions.map(|(at, one)| (one.rule, &one.name, DecisionId(at)));
        let readings = numbered(&program.readings);
        let readings = readings.map(|(at, one)| (one.clause, &one.name, ReadingId(at)));
        let clauses = numbered(&program.clauses);
        Self {
            program,
            counts: counts(program),
            kinds: Names::of(kinds),
            facts: Names::of(facts),
            series: Names::of(series),
            variants: Names::of(variants(program)),
            levels: Names::of(levels),
            clauses: clauses.map(|(at, one)| (one.number, ClauseId(at))).collect(),
            decisions: Names::of(decisions),
            stages: Names::of(stages(program)),
            readings: Names::of(readings),
        }
    }

    /// The kind of subject of this name.
    pub(super) fn kind(&self, name: &ast::Name, found: &mut Diagnostics) -> Option<KindId> {
        self.kinds.find((), name, &text!(zh: "主体类型", en: "kind of subject"), found)
    }

    /// The kind of subject of this name, if there is one.
    pub(crate) fn kind_named(&self, name: &str) -> Option<KindId> {
        self.kinds.get((), name)
    }

    /// The fact of this name that subjects of a kind have.
    pub(crate) fn fact_named(&self, kind: KindId, name: &str) -> Option<FactId> {
        self.facts.get(kind, name)
    }

    /// The fact of this name that subjects of a kind have; if there is none, who has it is told.
    pub(super) fn fact(
        &self,
        kind: KindId,
        name: &ast::Name,
        found: &mut Diagnostics,
    ) -> Option<FactId> {
        let fact = self.fact_named(kind, &name.text);
        if fact.is_none() {
            let Named { zh, en } = self.kind_name(kind);
            let what = text!(zh: "{zh}事实", en: "fact of {en}");
            let closest = suggest(&name.text, self.facts.names(kind));
            let owner = self.owners(&name.text).next().map(|owner| {
                let (fact, Named { zh, en }) = (&name.text, self.kind_name(owner));
                text!(
                    zh: "{fact} 是{zh}的事实，写进{zh}的花括号里",
                    en: "`{fact}` is a fact of {en}: write it in the block of one",
                )
            });
            found.push(unknown(&what, name, closest).maybe_help(owner));
        }
        fact
    }

    /// The names of kinds, in both languages.
    pub(crate) fn kind_names(&self) -> impl Iterator<Item = &'p str> {
        self.kinds.names(())
    }

    /// The names of the facts that subjects of a kind have, in both languages.
    pub(crate) fn fact_names(&self, kind: KindId) -> impl Iterator<Item = &'p str> {
        self.facts.names(kind)
    }

    /// The names of series, in both languages.
    pub(crate) fn series_names(&self) -> impl Iterator<Item = &'p str> {
        self.series.names(())
    }

    /// The kinds of subject that have a fact of this name.
    pub(crate) fn owners(&self, fact: &str) -> impl Iterator<Item = KindId> {
        let kinds = numbered(&self.program.vocabulary.kinds).map(|(at, _)| KindId(at));
        kinds.filter(move |kind| self.fact_named(*kind, fact).is_some())
    }

    /// The series of this name.
    pub(super) fn series(&self, name: &ast::Name, found: &mut Diagnostics) -> Option<SeriesId> {
        self.series.find((), name, &text!(zh: "序列", en: "series"), found)
    }

    /// The series of this name, if there is one.
    pub(crate) fn series_named(&self, name: &str) -> Option<SeriesId> {
        self.series.get((), name)
    }

    /// The value of this name of an enumeration.
    pub(super) fn variant(
        &self,
        of: EnumId,
        name: &ast::Name,
        found: &mut Diagnostics,
    ) -> Option<u16> {
        let Named { zh, en } = self.enum_name(of);
        let what = text!(zh: "{zh}取值", en: "value of {en}");
        self.variants.find(of, name, &what, found)
    }

    /// The level of government of this name, if there is one.
    pub(crate) fn level_named(&self, name: &str) -> Option<LevelId> {
        self.levels.get((), name)
    }

    /// The clause of this number.
    pub(super) fn clause(
        &self,
        number: u32,
        at: ast::At,
        found: &mut Diagnostics,
    ) -> Option<ClauseId> {
        let clause = self.clauses.get(&number).copied();
        if clause.is_none() {
            let message = text!(zh: "没有第 {number} 条", en: "there is no clause {number}");
            found.push(Diagnostic::new(Code::UnknownName, message).at(at.0));
        }
        clause
    }

    /// The reading of this name: of a clause, else of the list.
    pub(super) fn reading(
        &self,
        clause: Option<u32>,
        name: &ast::Name,
        found: &mut Diagnostics,
    ) -> Option<ReadingId> {
        let of_list = self.readings.get(None, &name.text);
        let what = text!(zh: "读法", en: "reading");
        match clause.and_then(|number| self.readings.get(Some(number), &name.text)).or(of_list) {
            Some(reading) => Some(reading),
            None => self.readings.find(clause, name, &what, found),
        }
    }

    /// The decision of this name of a rule.
    pub(crate) fn decision(
        &self,
        rule: RuleId,
        name: &ast::Name,
        found: &mut Diagnostics,
    ) -> Option<DecisionId> {
        self.decisions.find(rule, name, &text!(zh: "裁量", en: "decision"), found)
    }

    /// The decision of this name of a rule, if there is one.
    pub(crate) fn decision_named(&self, rule: RuleId, name: &str) -> Option<DecisionId> {
        self.decisions.get(rule, name)
    }

    /// The stage of this name of a rule.
    pub(crate) fn stage(
        &self,
        rule: RuleId,
        name: &ast::Name,
        found: &mut Diagnostics,
    ) -> Option<usize> {
        self.stages.find(rule, name, &text!(zh: "阶段", en: "stage"), found)
    }

    /// The stage of this name of a rule, if there is one.
    pub(crate) fn stage_named(&self, rule: RuleId, name: &str) -> Option<usize> {
        self.stages.get(rule, name)
    }

    /// The name of a kind.
    #[must_use]
    pub fn kind_name(&self, kind: KindId) -> &'p Named {
        let kind = self.program.vocabulary.kinds.get(kind.index());
        kind.map_or(&NAMELESS, |kind| &kind.name)
    }

    /// The name of an enumeration.
    pub(crate) fn enum_name(&self, of: EnumId) -> &'p Named {
        let found = self.program.vocabulary.enums.get(of.index());
        found.map_or(&NAMELESS, |one| &one.name)
    }
}

/// What an id outside its table would be called; the checker makes none.
static NAMELESS: Named = Named { zh: String::new(), en: String::new() };

/// Items with their positions as ids count them.
pub(crate) fn numbered<T>(items: &[T]) -> impl Iterator<Item = (u16, &T)> {
    (0..=u16::MAX).zip(items)
}

/// The measure words of a program; the checker has seen that none is taken twice.
fn counts(program: &Program) -> Counts {
    let mut counts = Counts::default();
    for measure in &program.vocabulary.measures {
        if let Ok(id) = counts.declare(&measure.name.zh, &measure.name.en) {
            for word in &measure.also {
                // A word that cannot be declared was reported by the checker.
                let _ = counts.add_alias(word, id);
            }
        }
    }
    counts
}

fn variants(program: &Program) -> impl Iterator<Item = (EnumId, &Named, u16)> {
    numbered(&program.vocabulary.enums)
        .flat_map(|(of, one)| numbered(&one.variants).map(move |(at, name)| (EnumId(of), name, at)))
}

fn stages(program: &Program) -> impl Iterator<Item = (RuleId, &Named, usize)> {
    numbered(&program.rules).flat_map(|(rule, one)| {
        let stages = match &one.body {
            Body::Money(money) => money.stages.as_slice(),
            _ => &[],
        };
        let named = stages.iter().enumerate();
        named.filter_map(move |(at, stage)| Some((RuleId(rule), stage.name.as_ref()?, at)))
    })
}
