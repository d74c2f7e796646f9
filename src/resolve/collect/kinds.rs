//! Kinds of subjects and their facts.

use super::super::scope::Scope;
use super::super::symbols::{FactSymbol, KindSymbol};
use super::super::unknown::{self, Sought};
use super::{Collector, errors, items, named, next};
use crate::ast::{self, Decl, File, Item};
use crate::ir::{FactId, KindId};
use crate::quantity::CountId;

impl<'a> Collector<'a> {
    /// Kinds, each after its parent: level by level of the tree, in written order within one.
    pub(super) fn kinds(&mut self, files: &'a [File]) {
        let kinds = items(files, |item| match item {
            Item::Kind(kind) => Some(kind),
            _ => None,
        });
        let mut waiting: Vec<&ast::Kind> = kinds.collect();
        let names: Vec<&Decl> = waiting.iter().map(|kind| &kind.name).collect();
        let known = |name: &str| names.iter().any(|decl| is_called(decl, name));
        waiting.retain(|kind| match &kind.parent {
            Some(parent) if !known(&parent.text) => {
                let words = names.iter().flat_map(|decl| words(decl));
                self.found.push(unknown::name(Sought::Kind, parent, words));
                self.kind(kind, None);
                false
            }
            _ => true,
        });
        while !waiting.is_empty() {
            let before = waiting.len();
            let ready: Vec<(&ast::Kind, Option<KindId>)> = waiting
                .iter()
                .filter_map(|kind| match &kind.parent {
                    None => Some((*kind, None)),
                    Some(parent) => Some((*kind, Some(self.symbols.kind(&parent.text)?))),
                })
                .collect();
            waiting.retain(|kind| !ready.iter().any(|(one, _)| std::ptr::eq(*one, *kind)));
            for (kind, parent) in ready {
                self.kind(kind, parent);
            }
            if waiting.len() == before {
                self.kind_cycle(&waiting);
                break;
            }
        }
    }

    fn kind(&mut self, decl: &'a ast::Kind, parent: Option<KindId>) {
        let id = KindId(next(&self.symbols.kinds));
        let declared = self.symbols.scopes.kinds.declare(&decl.name, id);
        self.note(&decl.name, declared);
        let mut scope = Scope::default();
        let mut facts = Vec::new();
        for fact in &decl.facts {
            let fact_id = FactId(next(&self.symbols.facts));
            let declared = scope.declare(&fact.name, fact_id);
            self.note(&fact.name, declared);
            facts.push(fact_id);
            self.symbols.facts.push(FactSymbol {
                name: named(&fact.name),
                kind: id,
                ty: None,
                decl: fact,
            });
        }
        let counted_in = decl.counted_in.as_ref().and_then(|word| self.measure(word));
        let name = named(&decl.name);
        self.symbols.kinds.push(KindSymbol { name, parent, counted_in, facts, decl, scope });
    }

    /// The declared measure word of a name.
    fn measure(&mut self, word: &ast::Name) -> Option<CountId> {
        let counts = &self.symbols.counts;
        let found = counts.find(&word.text);
        if found.is_none() {
            self.found.push(unknown::name(Sought::Measure, word, counts.words()));
        }
        found
    }

    /// All that wait are in a cycle of 属于 or below one; the message follows one round of it.
    fn kind_cycle(&mut self, waiting: &[&'a ast::Kind]) {
        let parent = |kind: &&'a ast::Kind| {
            let parent = kind.parent.as_ref()?;
            waiting.iter().copied().find(|other| is_called(&other.name, &parent.text))
        };
        let mut path: Vec<&ast::Kind> = Vec::new();
        let mut at = waiting.first().copied();
        while let Some(kind) = at.filter(|kind| !path.iter().any(|one| std::ptr::eq(*one, *kind))) {
            path.push(kind);
            at = parent(&kind);
        }
        let start = path.iter().position(|one| at.is_some_and(|kind| std::ptr::eq(*one, kind)));
        let round = path.get(start.unwrap_or_default()..).unwrap_or_default();
        self.found.push(errors::kind_cycle(round));
        for kind in waiting {
            self.kind(kind, None);
        }
    }
}

/// A declaration's names.
fn words(decl: &Decl) -> impl Iterator<Item = &str> {
    [Some(&decl.zh), decl.en.as_ref()].into_iter().flatten().map(|name| name.text.as_str())
}

fn is_called(decl: &Decl, name: &str) -> bool {
    words(decl).any(|word| word == name)
}
