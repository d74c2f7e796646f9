//! Kinds of subjects and their facts.

use super::super::scope::Scope;
use super::super::symbols::{FactSymbol, KindSymbol};
use super::super::unknown::{self, Sought};
use super::{Collector, errors, items, named, next};
use crate::ast::{self, Decl, FactDecl, File, Item, Name};
use crate::ir::{FactId, KindId};
use crate::quantity::CountId;

/// A kind as its declarations make it: each adds facts; what its head says more, one of them says.
struct Declared<'a> {
    name: &'a Decl,
    parent: Option<&'a Name>,
    counted_in: Option<&'a Name>,
    facts: Vec<&'a FactDecl>,
}

impl<'a> Collector<'a> {
    /// Kinds, each after its parent: level by level of the tree, in written order within one.
    pub(super) fn kinds(&mut self, files: &'a [File]) {
        let mut waiting = self.declared_kinds(files);
        let names: Vec<&Decl> = waiting.iter().map(|kind| kind.name).collect();
        let known = |name: &str| names.iter().any(|decl| is_called(decl, name));
        for kind in &mut waiting {
            if let Some(parent) = kind.parent.take_if(|parent| !known(&parent.text)) {
                let words = names.iter().flat_map(|decl| words(decl));
                self.found.push(unknown::name(Sought::Kind, parent, words));
            }
        }
        while !waiting.is_empty() {
            let before = waiting.len();
            // Only kinds of earlier rounds are parents, so that a level is whole before the next.
            let above = self.symbols.scopes.kinds.clone();
            for kind in std::mem::take(&mut waiting) {
                match kind.parent.map(|parent| above.get(&parent.text)) {
                    Some(None) => waiting.push(kind),
                    parent => self.kind(&kind, parent.flatten()),
                }
            }
            if waiting.len() == before {
                self.kind_cycle(&waiting);
                break;
            }
        }
    }

    /// The kinds in order of their first declaration.
    fn declared_kinds(&mut self, files: &'a [File]) -> Vec<Declared<'a>> {
        let blocks = items(files, |item| match item {
            Item::Kind(kind) => Some(kind),
            _ => None,
        });
        let blocks: Vec<&ast::Kind> = blocks.collect();
        let mut kinds: Vec<Declared<'a>> = Vec::new();
        for block in &blocks {
            let name = &block.name;
            let earlier = kinds.iter().position(|kind| kind.name.zh.text == name.zh.text);
            let position = earlier.unwrap_or(kinds.len());
            if earlier.is_none() {
                kinds.push(Declared { name, parent: None, counted_in: None, facts: Vec::new() });
            }
            let Some(kind) = kinds.get_mut(position) else { continue };
            kind.facts.extend(&block.facts);
            let parents = (kind.parent, block.parent.as_ref());
            if let (Some(said), Some(again)) = parents
                && !blocks
                    .iter()
                    .any(|one| [said, again].iter().all(|word| is_called(&one.name, &word.text)))
            {
                self.found.push(errors::two_heads(name, again, said));
            }
            let words = (kind.counted_in, block.counted_in.as_ref());
            let counts = &self.symbols.counts;
            if let (Some(said), Some(again)) = words
                && counts.find(&said.text) != counts.find(&again.text)
            {
                self.found.push(errors::two_heads(name, again, said));
            }
            kind.parent = parents.0.or(parents.1);
            kind.counted_in = words.0.or(words.1);
        }
        kinds
    }

    fn kind(&mut self, kind: &Declared<'a>, parent: Option<KindId>) {
        let id = KindId(next(&self.symbols.kinds));
        let declared = self.symbols.scopes.kinds.declare(kind.name, id);
        self.note(kind.name, declared);
        let mut scope = Scope::default();
        let mut facts = Vec::new();
        for decl in &kind.facts {
            let fact = FactId(next(&self.symbols.facts));
            let declared = scope.declare(&decl.name, fact);
            let earlier = declared.is_err().then(|| scope.get(&decl.name.zh.text)).flatten();
            if let Some(earlier) = earlier {
                let earlier = self.symbols.facts.get_mut(earlier.index());
                earlier.into_iter().for_each(|fact| fact.doubled = true);
            }
            self.note(&decl.name, declared);
            facts.push(fact);
            let name = named(&decl.name);
            let doubled = earlier.is_some();
            self.symbols.facts.push(FactSymbol { name, kind: id, ty: None, decl, doubled });
        }
        let counted_in = kind.counted_in.and_then(|word| self.measure(word));
        let name = named(kind.name);
        self.symbols.kinds.push(KindSymbol { name, parent, counted_in, facts, scope });
    }

    /// The declared measure word of a name.
    fn measure(&mut self, word: &Name) -> Option<CountId> {
        let counts = &self.symbols.counts;
        let found = counts.find(&word.text);
        if found.is_none() {
            self.found.push(unknown::name(Sought::Measure, word, counts.words()));
        }
        found
    }

    /// All that wait are in a cycle of 属于 or below one; the message follows one round of it.
    fn kind_cycle(&mut self, waiting: &[Declared<'a>]) {
        let parent = |kind: &Declared<'_>| {
            let parent = kind.parent?;
            waiting.iter().find(|other| is_called(other.name, &parent.text))
        };
        let mut path: Vec<&Declared<'a>> = Vec::new();
        let mut at = waiting.first();
        while let Some(kind) = at.filter(|kind| !path.iter().any(|one| std::ptr::eq(*one, *kind))) {
            path.push(kind);
            at = parent(kind);
        }
        let start = path.iter().position(|one| at.is_some_and(|kind| std::ptr::eq(*one, kind)));
        let round = path.get(start.unwrap_or_default()..).unwrap_or_default();
        let round: Vec<_> =
            round.iter().filter_map(|kind| Some((kind.name, kind.parent?))).collect();
        self.found.push(errors::kind_cycle(&round));
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
