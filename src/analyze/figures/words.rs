//! The words of a clause: what its strings and comments say.

use crate::ast::{Amount, Clause, ClauseEntry, List, ListEntry, Reading, Rule, RuleEntry, Text};

/// The strings of a clause, examples and notes on figures left out.
pub(super) fn of_clause(clause: &Clause) -> Vec<String> {
    let mut found = Vec::new();
    clause_entries(&clause.entries, &mut found);
    found
}

/// The strings of the list's own declaration.
pub(super) fn of_list(list: &List) -> Vec<String> {
    let mut found = Vec::new();
    for entry in &list.entries {
        match entry {
            ListEntry::Title(title) => found.push(plain(&title.text)),
            ListEntry::Reading(one) => reading(one, &mut found),
            _ => {}
        }
    }
    found
}

fn clause_entries(entries: &[ClauseEntry], found: &mut Vec<String>) {
    for entry in entries {
        match entry {
            ClauseEntry::Summary(text) | ClauseEntry::Source(text) => found.push(plain(&text.text)),
            ClauseEntry::Reading(one) => reading(one, found),
            ClauseEntry::Part(part) => {
                found.extend(part.title.iter().map(|title| plain(&title.text)));
                clause_entries(&part.entries, found);
            }
            ClauseEntry::Rule(one) => rule(one, found),
            ClauseEntry::Responsible(_)
            | ClauseEntry::Validity(_)
            | ClauseEntry::FigureNote(_)
            | ClauseEntry::Let { .. }
            | ClauseEntry::Example(_) => {}
        }
    }
}

fn reading(reading: &Reading, found: &mut Vec<String>) {
    found.extend(reading.alternatives.iter().map(|(_, meaning)| plain(&meaning.text)));
}

fn rule(rule: &Rule, found: &mut Vec<String>) {
    let mut say = |text: &Text| found.push(plain(&text.text));
    for entry in &rule.entries {
        match entry {
            RuleEntry::Consequence { text, .. } | RuleEntry::Content(text) => say(text),
            RuleEntry::Topics(words) | RuleEntry::Addressees(words) => {
                words.iter().for_each(&mut say)
            }
            RuleEntry::Relation { why: Some(why), .. } => say(why),
            RuleEntry::Amount(Amount::Elsewhere(text), _)
            | RuleEntry::Exception { amount: Amount::Elsewhere(text), .. } => say(text),
            _ => {}
        }
    }
}

/// A text without blanks, its full-width signs and brackets made one, as references are compared.
pub(super) fn plain(text: &str) -> String {
    let fold = |c: char| match c {
        '\u{FF01}'..='\u{FF5E}' => {
            u32::from(c).checked_sub(0xFEE0).and_then(char::from_u32).unwrap_or(c)
        }
        '〔' | '【' => '[',
        '〕' | '】' => ']',
        '—' | '–' | '−' => '-',
        c => c,
    };
    text.chars().filter(|c| !c.is_whitespace()).map(fold).collect()
}
