//! Clauses and what is in them.

use std::collections::BTreeMap;

use super::super::scope::Scope;
use super::super::symbols::{ClauseSymbol, DecisionSymbol, LocalSymbol, RuleName, RuleSymbol};
use super::{Collector, errors, items, named, next};
use crate::ast::{self, At, ClauseEntry, Decl, File, Item, Name, Pipeline, RuleEntry};
use crate::ir::{ClauseId, DecisionId, KindId, LocalId, RuleId};

impl<'a> Collector<'a> {
    pub(super) fn clauses(&mut self, files: &'a [File]) {
        let clauses = items(files, |item| match item {
            Item::Clause(clause) => Some(clause),
            _ => None,
        });
        let mut clauses: Vec<&ast::Clause> = clauses.collect();
        clauses.sort_by_key(|clause| clause.number);
        if let (Some(first), None) = (clauses.first(), self.symbols.list) {
            self.found.push(errors::no_list(first));
        }
        for decl in clauses {
            let id = ClauseId(next(&self.symbols.clauses));
            let before = self.symbols.scopes.clauses.get(&decl.number);
            let before = before.and_then(|before| self.symbols.clauses.get(before.index()));
            if let Some(before) = before {
                self.found.push(errors::number_twice(decl, before.decl));
                continue;
            }
            let source = decl.entries.iter().find_map(|entry| match entry {
                ClauseEntry::Source(source) => Some(source.text.as_str()),
                _ => None,
            });
            self.symbols.scopes.clauses.insert(decl.number, id);
            self.symbols.clauses.push(ClauseSymbol {
                number: decl.number,
                name: named(&decl.name),
                source,
                responsible: Vec::new(),
                readings: Vec::new(),
                rules: Vec::new(),
                decl,
                reading_scope: Scope::default(),
                rule_scopes: BTreeMap::new(),
                local_scopes: BTreeMap::new(),
            });
            self.entries(id, None, &decl.entries);
        }
    }

    fn entries(&mut self, clause: ClauseId, part: Option<u32>, entries: &'a [ClauseEntry]) {
        // Shared intermediates first: rules may stand before them.
        for entry in entries {
            if let ClauseEntry::Let { name, kind, value, at } = entry {
                let kind = self.symbols.expect_kind(kind);
                let kind = self.known(clause, kind);
                let local = self.local(clause, None, name, kind, value, *at);
                self.shared_local(clause, part, name, local);
            }
        }
        let mut parts: Vec<&ast::Part> = Vec::new();
        for entry in entries {
            match entry {
                ClauseEntry::Responsible(names) => self.responsible(clause, names),
                ClauseEntry::Reading(reading) => self.clause_reading(clause, reading),
                ClauseEntry::Rule(rule) => self.rule(clause, part, rule),
                ClauseEntry::Part(inner) => {
                    let before = parts.iter().find(|one| one.number == inner.number);
                    if let Some(before) = before {
                        let error = errors::part_twice(inner, before);
                        self.report(clause, error);
                    }
                    parts.push(inner);
                    self.entries(clause, Some(inner.number), &inner.entries);
                }
                _ => {}
            }
        }
    }

    fn responsible(&mut self, clause: ClauseId, names: &[Name]) {
        for name in names {
            match self.symbols.expect_body(name) {
                Ok(body) => {
                    let symbol = self.symbols.clauses.get_mut(clause.index());
                    symbol.into_iter().for_each(|clause| clause.responsible.push(body));
                }
                Err(error) => self.report(clause, error),
            }
        }
    }

    fn clause_reading(&mut self, clause: ClauseId, reading: &'a ast::Reading) {
        let id = self.reading(reading, Some(clause));
        let Some(symbol) = self.symbols.clauses.get_mut(clause.index()) else { return };
        symbol.readings.push(id);
        let declared = symbol.reading_scope.declare(&reading.name, id);
        self.note_in(clause, &reading.name, declared);
    }

    fn rule(&mut self, clause: ClauseId, part: Option<u32>, decl: &'a ast::Rule) {
        let id = RuleId(next(&self.symbols.rules));
        let Some(symbol) = self.symbols.clauses.get_mut(clause.index()) else { return };
        symbol.rules.push(id);
        let declared = symbol.rule_scopes.entry(part).or_default().declare(&decl.name, id);
        self.note_in(clause, &decl.name, declared);
        let subject = decl.subject.as_ref().map(|name| self.symbols.expect_kind(name));
        let sought = decl.sought_from.as_ref().map(|name| self.symbols.expect_level(name));
        let mut rule = RuleSymbol {
            name: named(&decl.name),
            clause,
            part,
            subject: subject.and_then(|found| self.known(clause, found)),
            sought_from: sought.and_then(|found| self.known(clause, found)),
            decisions: Vec::new(),
            locals: Vec::new(),
            stages: Vec::new(),
            decl,
            scope: Scope::default(),
            stage_scope: Scope::default(),
        };
        for entry in &decl.entries {
            self.rule_entry(id, &mut rule, entry);
        }
        self.symbols.rules.push(rule);
    }

    fn rule_entry(&mut self, id: RuleId, rule: &mut RuleSymbol<'a>, entry: &'a RuleEntry) {
        let clause = rule.clause;
        match entry {
            RuleEntry::Let { name, kind, value, at } => {
                let kind = kind.as_ref().map(|kind| self.symbols.expect_kind(kind));
                let kind = match kind {
                    Some(found) => self.known(clause, found),
                    None => rule.subject,
                };
                let local = self.local(clause, Some(id), name, kind, value, *at);
                rule.locals.push(local);
                let declared = rule.scope.declare(name, RuleName::Local(local));
                self.note_in(clause, name, declared);
                self.check_shared(rule, name);
            }
            RuleEntry::Decision(decl) => {
                let decision = DecisionId(next(&self.symbols.decisions));
                rule.decisions.push(decision);
                let declared = rule.scope.declare(&decl.name, RuleName::Decision(decision));
                self.note_in(clause, &decl.name, declared);
                self.check_hiding(clause, &decl.name, rule.subject);
                self.check_shared(rule, &decl.name);
                let authority = self.symbols.expect_body(&decl.authority);
                let authority = self.known(clause, authority);
                let symbol = DecisionSymbol { name: named(&decl.name), rule: id, authority, decl };
                self.symbols.decisions.push(symbol);
            }
            RuleEntry::Stage { name, .. } => {
                let declared = rule.stage_scope.declare(name, rule.stages.len());
                self.note_in(clause, name, declared);
                rule.stages.push(named(name));
            }
            _ => {}
        }
    }

    fn local(
        &mut self,
        clause: ClauseId,
        rule: Option<RuleId>,
        decl: &'a Decl,
        kind: Option<KindId>,
        value: &'a Pipeline,
        at: At,
    ) -> LocalId {
        let id = LocalId(next(&self.symbols.locals));
        self.check_hiding(clause, decl, kind);
        self.symbols.locals.push(LocalSymbol {
            name: named(decl),
            clause,
            rule,
            kind,
            value,
            decl,
            at,
        });
        id
    }

    fn shared_local(&mut self, clause: ClauseId, part: Option<u32>, decl: &'a Decl, id: LocalId) {
        let Some(symbol) = self.symbols.clauses.get_mut(clause.index()) else { return };
        let declared = symbol.local_scopes.entry(part).or_default().declare(decl, id);
        self.note_in(clause, decl, declared);
    }

    /// A name of a rule must not be that of an intermediate shared by its clause.
    fn check_shared(&mut self, rule: &RuleSymbol<'a>, decl: &Decl) {
        let shared = self.symbols.shared_local(rule.clause, rule.part, &decl.zh.text);
        let shared = shared.and_then(|local| self.symbols.locals.get(local.index()));
        if let Some(shared) = shared {
            let error = errors::twice(&decl.zh, shared.decl.zh.at.0);
            self.report(rule.clause, error);
        }
    }

    /// An intermediate or decision must not bear the name of a fact in sight: a reader of the
    /// rule could not tell which is meant.
    fn check_hiding(&mut self, clause: ClauseId, decl: &Decl, kind: Option<KindId>) {
        let hidden = kind.and_then(|kind| self.symbols.visible_fact(kind, &decl.zh.text));
        let hidden = hidden.and_then(|(fact, _)| self.symbols.facts.get(fact.index()));
        if let Some(fact) = hidden {
            let error = errors::hides(&decl.zh, fact);
            self.report(clause, error);
        }
    }
}
