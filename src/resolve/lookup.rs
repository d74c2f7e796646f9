//! What a name means at a place.
//!
//! Each question comes in two forms: one on plain words, which answers or not, and one on a
//! [`Name`] of the source (`expect_…`), which answers or gives the error to report.

use super::symbols::{RuleName, Symbols};
use super::unknown::{self, Sought};
use crate::ast::{Name, PartRef, RuleRef, circled};
use crate::diag::{Code, Diagnostic};
use crate::ir::{
    BodyId, ClauseId, DecisionId, EnumId, FactId, KindId, LevelId, LocalId, Named, ReadingId,
    RuleId, SeriesId,
};
use crate::text;

/// Where a name is used: in which clause, item and rule, as far as it is in one.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Here {
    /// The clause.
    pub clause: Option<ClauseId>,
    /// The item (① is 1).
    pub part: Option<u32>,
    /// The rule.
    pub rule: Option<RuleId>,
}

/// Names of the whole set.
impl Symbols<'_> {
    /// A kind of subject.
    pub fn kind(&self, name: &str) -> Option<KindId> {
        self.scopes.kinds.get(name)
    }

    /// A kind of subject, or the error.
    pub fn expect_kind(&self, name: &Name) -> Result<KindId, Diagnostic> {
        let found = self.kind(&name.text);
        found.ok_or_else(|| unknown::name(Sought::Kind, name, self.scopes.kinds.words()))
    }

    /// An enumeration.
    pub fn enumeration(&self, name: &str) -> Option<EnumId> {
        self.scopes.enums.get(name)
    }

    /// A dated series.
    pub fn series(&self, name: &str) -> Option<SeriesId> {
        self.scopes.series.get(name)
    }

    /// A dated series, or the error.
    pub fn expect_series(&self, name: &Name) -> Result<SeriesId, Diagnostic> {
        let found = self.series(&name.text);
        found.ok_or_else(|| unknown::name(Sought::Series, name, self.scopes.series.words()))
    }

    /// A level of government.
    pub fn level(&self, name: &str) -> Option<LevelId> {
        self.scopes.levels.get(name)
    }

    /// A level of government, or the error.
    pub fn expect_level(&self, name: &Name) -> Result<LevelId, Diagnostic> {
        let found = self.level(&name.text);
        found.ok_or_else(|| unknown::name(Sought::Level, name, self.scopes.levels.words()))
    }

    /// A responsible body.
    pub fn body(&self, name: &str) -> Option<BodyId> {
        self.scopes.bodies.get(name)
    }

    /// A responsible body, or the error.
    pub fn expect_body(&self, name: &Name) -> Result<BodyId, Diagnostic> {
        let found = self.body(&name.text);
        found.ok_or_else(|| unknown::name(Sought::Body, name, self.scopes.bodies.words()))
    }

    /// A clause by its official number.
    pub fn clause(&self, number: u32) -> Option<ClauseId> {
        self.scopes.clauses.get(&number).copied()
    }

    /// Every enumeration value of that name.
    pub fn variants(&self, name: &str) -> Vec<(EnumId, u16)> {
        let found = (0..).map(EnumId).zip(&self.enums);
        let found = found.filter_map(|(id, one)| Some((id, one.scope.get(name)?)));
        found.collect()
    }

    /// A value of one enumeration.
    pub fn variant(&self, of: EnumId, name: &str) -> Option<u16> {
        self.enums.get(of.index())?.scope.get(name)
    }

    /// A value of one enumeration, or the error.
    pub fn expect_variant(&self, of: EnumId, name: &Name) -> Result<u16, Diagnostic> {
        self.variant(of, &name.text).ok_or_else(|| {
            let one = self.enums.get(of.index());
            let words = one.into_iter().flat_map(|one| one.scope.words());
            let (zh, en) = one.map_or(("", ""), |one| (&one.name.zh, &one.name.en));
            let mut error = unknown::name(Sought::Variant, name, words);
            error.message = text!(
                zh: "{zh} 没有“{}”这个值", en: "{en} has no value `{}`", name.text,
            );
            error
        })
    }
}

/// Facts, seen from a kind of subject.
impl Symbols<'_> {
    /// A fact of the kind itself.
    pub fn fact(&self, kind: KindId, name: &str) -> Option<FactId> {
        self.kinds.get(kind.index())?.scope.get(name)
    }

    /// A fact of the kind or of the nearest kind above that has it, and how many steps up that is.
    pub fn visible_fact(&self, kind: KindId, name: &str) -> Option<(FactId, usize)> {
        let mut above = self.ancestry(kind).enumerate();
        above.find_map(|(hops, kind)| Some((self.fact(kind, name)?, hops)))
    }

    /// The kind, its parent, and so on up to the root.
    pub fn ancestry(&self, kind: KindId) -> impl Iterator<Item = KindId> {
        let parent = |kind: &KindId| self.kinds.get(kind.index())?.parent;
        std::iter::successors(Some(kind), parent)
    }

    /// How many steps up from `from` the kind `to` stands: 0 for itself; none when it does not.
    pub fn hops(&self, from: KindId, to: KindId) -> Option<usize> {
        self.ancestry(from).position(|kind| kind == to)
    }

    /// The error for a name that means nothing in an expression: no intermediate or decision of
    /// the rule, no fact that the innermost of the kinds sees, no series.
    pub fn unknown_value(&self, here: Here, kind: Option<KindId>, name: &Name) -> Diagnostic {
        let rule = here.rule.and_then(|rule| self.rules.get(rule.index()));
        let own = rule.into_iter().flat_map(|rule| rule.scope.words());
        let clause = here.clause.and_then(|clause| self.clauses.get(clause.index()));
        let shared = clause.into_iter().flat_map(|clause| clause.local_scopes.values());
        let own = own.chain(shared.flat_map(|scope| scope.words()));
        let seen = kind.into_iter().flat_map(|kind| self.ancestry(kind));
        let seen = seen.filter_map(|kind| self.kinds.get(kind.index()));
        let words =
            own.chain(seen.flat_map(|kind| kind.scope.words())).chain(self.scopes.series.words());
        let error = unknown::name(Sought::Value, name, words);
        let elsewhere = self.kinds.iter().find_map(|kind| {
            let fact = self.facts.get(kind.scope.get(&name.text)?.index())?;
            Some((kind, fact))
        });
        match elsewhere {
            Some((kind, fact)) => unknown::of_another_kind(error, &kind.name, fact.decl.name.zh.at),
            None => error,
        }
    }

    /// The one fact of that name, whichever kind has it, or the error.
    pub fn expect_fact_of_any(&self, name: &Name) -> Result<FactId, Diagnostic> {
        let mut having = self.kinds.iter().filter_map(|kind| kind.scope.get(&name.text));
        match (having.next(), having.next()) {
            (Some(fact), None) => Ok(fact),
            (None, _) => {
                let words = self.kinds.iter().flat_map(|kind| kind.scope.words());
                Err(unknown::name(Sought::Fact, name, words))
            }
            (Some(_), Some(_)) => {
                let message = text!(
                    zh: "几种主体都有“{}”", en: "several kinds of subjects have `{}`", name.text,
                );
                let help = text!(
                    zh: "换一个只有一种主体有的日期", en: "name a date that only one kind has",
                );
                Err(Diagnostic::new(Code::AmbiguousName, message).at(name.at.0).help(help))
            }
        }
    }

    /// A fact of the kind itself, or the error.
    pub fn expect_fact(&self, kind: KindId, name: &Name) -> Result<FactId, Diagnostic> {
        self.fact(kind, &name.text).ok_or_else(|| {
            let one = self.kinds.get(kind.index());
            let words = one.into_iter().flat_map(|one| one.scope.words());
            let mut error = unknown::name(Sought::Fact, name, words);
            if let Some(Named { zh, en }) = one.map(|one| &one.name) {
                error.message = text!(
                    zh: "{zh} 没有“{}”这项事实", en: "{en} has no fact `{}`", name.text,
                );
            }
            error
        })
    }
}

/// What clauses and rules declare.
impl Symbols<'_> {
    /// The place of a rule.
    pub fn here(&self, id: RuleId) -> Here {
        let rule = self.rules.get(id.index());
        Here {
            clause: rule.map(|rule| rule.clause),
            part: rule.and_then(|rule| rule.part),
            rule: Some(id),
        }
    }

    /// A reading of the clause, else of the list.
    pub fn reading(&self, clause: Option<ClauseId>, name: &str) -> Option<ReadingId> {
        let clause = clause.and_then(|clause| self.clauses.get(clause.index()));
        let own = clause.and_then(|clause| clause.reading_scope.get(name));
        own.or_else(|| self.scopes.readings.get(name))
    }

    /// A reading of the clause, else of the list, or the error.
    pub fn expect_reading(
        &self,
        clause: Option<ClauseId>,
        name: &Name,
    ) -> Result<ReadingId, Diagnostic> {
        self.reading(clause, &name.text).ok_or_else(|| {
            let clause = clause.and_then(|clause| self.clauses.get(clause.index()));
            let own = clause.into_iter().flat_map(|clause| clause.reading_scope.words());
            unknown::name(Sought::Reading, name, own.chain(self.scopes.readings.words()))
        })
    }

    /// An intermediate or decision of a rule, else an intermediate of its item, else of its clause.
    pub fn rule_name(&self, rule: RuleId, name: &str) -> Option<RuleName> {
        let rule = self.rules.get(rule.index())?;
        let shared = || self.shared_local(rule.clause, rule.part, name).map(RuleName::Local);
        rule.scope.get(name).or_else(shared)
    }

    /// An intermediate that all rules of the item, else of the clause, may use.
    pub fn shared_local(&self, clause: ClauseId, part: Option<u32>, name: &str) -> Option<LocalId> {
        let scopes = &self.clauses.get(clause.index())?.local_scopes;
        let in_part = |part: Option<u32>| scopes.get(&part)?.get(name);
        in_part(part).or_else(|| in_part(None))
    }

    /// A decision of a rule, or the error.
    pub fn expect_decision(&self, rule: RuleId, name: &Name) -> Result<DecisionId, Diagnostic> {
        match self.rule_name(rule, &name.text) {
            Some(RuleName::Decision(decision)) => Ok(decision),
            _ => {
                let rule = self.rules.get(rule.index());
                let words = rule.into_iter().flat_map(|rule| rule.scope.words());
                Err(unknown::name(Sought::Decision, name, words))
            }
        }
    }

    /// A stage of a rule, by position.
    pub fn stage(&self, rule: RuleId, name: &str) -> Option<usize> {
        self.rules.get(rule.index())?.stage_scope.get(name)
    }

    /// A stage of a rule, or the error.
    pub fn expect_stage(&self, rule: RuleId, name: &Name) -> Result<usize, Diagnostic> {
        self.stage(rule, &name.text).ok_or_else(|| {
            let rule = self.rules.get(rule.index());
            let words = rule.into_iter().flat_map(|rule| rule.stage_scope.words());
            unknown::name(Sought::Stage, name, words)
        })
    }

    /// The rules a name may mean in a clause: those of the item when one is written; else the one
    /// of the item where the name stands, else all of the clause.
    pub fn rules_named(
        &self,
        clause: ClauseId,
        item: Option<u32>,
        here: Here,
        name: &str,
    ) -> Vec<RuleId> {
        let Some(symbol) = self.clauses.get(clause.index()) else {
            return Vec::new();
        };
        let in_item = |item: Option<u32>| symbol.rule_scopes.get(&item)?.get(name);
        if item.is_some() {
            return in_item(item).into_iter().collect();
        }
        let near = (here.clause == Some(clause)).then(|| in_item(here.part));
        match near.flatten().or_else(|| in_item(None)) {
            Some(rule) => vec![rule],
            None => symbol.rule_scopes.keys().filter_map(|item| in_item(*item)).collect(),
        }
    }

    /// The rule a reference means at a place, or the error.
    pub fn expect_rule(&self, here: Here, reference: &RuleRef) -> Result<RuleId, Diagnostic> {
        let name = &reference.name;
        let clause = match reference.clause {
            Some(number) => Some(self.clause(number).ok_or_else(|| {
                let clauses = self.clauses.iter().map(|clause| clause.number);
                unknown::clause(number, reference.at, clauses)
            })?),
            None => here.clause,
        };
        let Some(clause) = clause else {
            return Err(unknown::rule_without_clause(name));
        };
        match self.rules_named(clause, reference.item, here, &name.text).as_slice() {
            [rule] => Ok(*rule),
            [] => Err(self.unknown_rule(clause, reference)),
            several => Err(self.ambiguous_rule(name, several)),
        }
    }

    /// The rules of a clause, or of an item of it, or the error.
    pub fn expect_rules_of(&self, of: &PartRef) -> Result<Vec<RuleId>, Diagnostic> {
        let number = of.clause.unwrap_or_default();
        let clause = self.clause(number).and_then(|id| self.clauses.get(id.index()));
        let clause = clause.ok_or_else(|| {
            unknown::clause(number, of.at, self.clauses.iter().map(|clause| clause.number))
        })?;
        let stands_there = |id: &RuleId| {
            let rule = self.rules.get(id.index());
            of.item.is_none() || rule.is_some_and(|rule| rule.part == of.item)
        };
        Ok(clause.rules.iter().filter(|id| stands_there(id)).copied().collect())
    }

    /// A rule as people cite it: `49①.项目奖补`.
    pub fn rule_path(&self, id: RuleId) -> Named {
        let Some(rule) = self.rules.get(id.index()) else {
            return Named { zh: String::new(), en: String::new() };
        };
        let number = self.clauses.get(rule.clause.index()).map_or(0, |clause| clause.number);
        let item = rule.part.map(circled).unwrap_or_default();
        Named {
            zh: format!("{number}{item}.{}", rule.name.zh),
            en: format!("{number}{item}.{}", rule.name.en),
        }
    }

    fn unknown_rule(&self, clause: ClauseId, reference: &RuleRef) -> Diagnostic {
        let symbol = self.clauses.get(clause.index());
        let scopes = symbol.into_iter().flat_map(|clause| clause.rule_scopes.values());
        let words = scopes.flat_map(|scope| scope.words());
        let mut error = unknown::name(Sought::Rule, &reference.name, words);
        let number = symbol.map_or(0, |clause| clause.number);
        let item = reference.item.map(circled).unwrap_or_default();
        error.message = text!(
            zh: "条款 {number}{item} 没有叫“{}”的规则",
            en: "clause {number}{item} has no rule `{}`",
            reference.name.text,
        );
        error
    }

    fn ambiguous_rule(&self, name: &Name, several: &[RuleId]) -> Diagnostic {
        let error = Diagnostic::new(
            Code::AmbiguousName,
            text!(
                zh: "“{}”可以指 {} 条规则", en: "`{}` may mean {} rules",
                name.text, several.len(),
            ),
        );
        let error = error.primary(name.at.0, text!(zh: "指哪一条？", en: "which one?"));
        let declared = several.iter().filter_map(|rule| self.rules.get(rule.index()));
        let error = declared.fold(error, |error, rule| {
            error.secondary(rule.decl.name.zh.at.0, text!(zh: "或是这条", en: "perhaps this"))
        });
        let first = several.first().map(|rule| self.rule_path(*rule));
        error.maybe_help(first.map(
            |path| text!(zh: "连款号写，如 {}", en: "write its item too, such as `{}`", path.zh),
        ))
    }
}
