//! The names that files declare, and the pairing of the two languages.

use std::collections::BTreeMap;

use super::{ClauseEntry, Decl, File, Item, List, ListEntry, Rule, RuleEntry};

/// Which English alias stands for which name, over a whole policy set. Where files contradict
/// each other the first pairing counts; the resolver reports the rest.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Names {
    en_of: BTreeMap<String, String>,
    zh_of: BTreeMap<String, String>,
}

impl Names {
    /// The pairs that the files declare.
    pub fn of<'a>(files: impl IntoIterator<Item = &'a File>) -> Self {
        let mut names = Self::default();
        for decl in files.into_iter().flat_map(declared) {
            if let Some(en) = &decl.en {
                names.insert(&decl.zh.text, &en.text);
            }
        }
        names
    }

    /// Adds a pair, unless one of the two is taken.
    pub fn insert(&mut self, zh: &str, en: &str) {
        if !self.en_of.contains_key(zh) && !self.zh_of.contains_key(en) {
            self.en_of.insert(zh.to_owned(), en.to_owned());
            self.zh_of.insert(en.to_owned(), zh.to_owned());
        }
    }

    /// The English alias of a name.
    pub fn en(&self, zh: &str) -> Option<&str> {
        self.en_of.get(zh).map(String::as_str)
    }

    /// The original name behind an alias.
    pub fn zh(&self, en: &str) -> Option<&str> {
        self.zh_of.get(en).map(String::as_str)
    }

    /// Every pair, the original name first, in the order of the original names.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.en_of.iter().map(|(zh, en)| (zh.as_str(), en.as_str()))
    }
}

/// Every declaration of a file, in written order.
pub fn declared(file: &File) -> Vec<&Decl> {
    let mut found = Vec::new();
    for item in &file.items {
        match item {
            Item::List(list) => list_names(list, &mut found),
            Item::Measure(measure) => found.push(&measure.word),
            Item::Enumeration(one) => {
                found.push(&one.name);
                found.extend(&one.variants);
            }
            Item::Series(series) => found.push(&series.name),
            Item::Kind(kind) => {
                found.push(&kind.name);
                found.extend(kind.facts.iter().map(|fact| &fact.name));
            }
            Item::Clause(clause) => {
                found.push(&clause.name);
                entry_names(&clause.entries, &mut found);
            }
            Item::Scenario(_) => {}
        }
    }
    found
}

fn list_names<'a>(list: &'a List, found: &mut Vec<&'a Decl>) {
    found.push(&list.name);
    for entry in &list.entries {
        match entry {
            ListEntry::Levels(names) | ListEntry::Bodies(names) => found.extend(names),
            ListEntry::Reading(reading) => found.push(&reading.name),
            _ => {}
        }
    }
}

fn entry_names<'a>(entries: &'a [ClauseEntry], found: &mut Vec<&'a Decl>) {
    for entry in entries {
        match entry {
            ClauseEntry::Reading(reading) => found.push(&reading.name),
            ClauseEntry::Let { name, .. } => found.push(name),
            ClauseEntry::Part(part) => entry_names(&part.entries, found),
            ClauseEntry::Rule(rule) => rule_names(rule, found),
            _ => {}
        }
    }
}

fn rule_names<'a>(rule: &'a Rule, found: &mut Vec<&'a Decl>) {
    found.push(&rule.name);
    found.extend(rule.entries.iter().filter_map(|entry| match entry {
        RuleEntry::Let { name, .. } | RuleEntry::Stage { name, .. } => Some(name),
        RuleEntry::Decision(decision) => Some(&decision.name),
        _ => None,
    }));
}
