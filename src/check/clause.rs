//! Clauses: what stands in them beside their rules.

use super::address::Path;
use super::context::{Context, RuleFrame};
use super::scope::Scope;
use super::statement::Word;
use crate::ast::{At, ClauseEntry, Text, Validity};
use crate::diag::{Code, Diagnostic, text};
use crate::ir::{self, ClauseId};
use crate::resolve::Here;

const SUMMARY: Word = ("概述", "summary");
const SOURCE: Word = ("出处", "source");
const VALIDITY: Word = ("时效", "in_force");

/// What a clause says of itself, sorted; each sort in written order.
#[derive(Default)]
struct Heading<'a> {
    summaries: Vec<(&'a Text, At)>,
    sources: Vec<(&'a Text, At)>,
    validities: Vec<(&'a Validity, At)>,
}

impl Context<'_> {
    /// Lowers a clause and its rules; a rule is missing when something in it failed.
    pub(super) fn clause(&mut self, id: ClauseId) -> Option<(ir::Clause, Vec<Option<ir::Rule>>)> {
        let symbol = self.symbols.clauses.get(id.index())?;
        let here = Here { clause: Some(id), ..Here::default() };
        let number = symbol.number.to_string();
        self.scope = Scope { here, ..Scope::default() };
        self.path = Path::root(number.clone(), number);
        self.rule = RuleFrame::default();
        let mut heading = Heading::default();
        self.heading(&symbol.decl.entries, false, &mut heading);
        let summary = self.one(SUMMARY, &heading.summaries).map(|text| text.text.clone());
        let source = self.one(SOURCE, &heading.sources).map(|text| text.text.clone());
        let validity =
            self.one(VALIDITY, &heading.validities).map(|written| self.validity(written));
        self.shared_locals(here, &symbol.decl.entries);
        let rules = symbol.rules.iter().map(|rule| self.rule(*rule)).collect();
        self.check_shared_read(id);
        let clause = ir::Clause {
            number: symbol.number,
            name: symbol.name.clone(),
            summary: summary.unwrap_or_default(),
            source: source.unwrap_or_default(),
            responsible: symbol.responsible.clone(),
            validity,
            rules: symbol.rules.clone(),
        };
        Some((clause, rules))
    }

    /// Sorts what a clause says of itself. An item (款) has its rules and notes on figures, no more.
    fn heading<'a>(
        &mut self,
        entries: &'a [ClauseEntry],
        in_item: bool,
        heading: &mut Heading<'a>,
    ) {
        for entry in entries {
            match entry {
                ClauseEntry::Summary(text) if in_item => self.not_in_item(SUMMARY, text.at),
                ClauseEntry::Source(text) if in_item => self.not_in_item(SOURCE, text.at),
                ClauseEntry::Validity(written) if in_item => self.not_in_item(VALIDITY, written.at),
                ClauseEntry::Summary(text) => heading.summaries.push((text, text.at)),
                ClauseEntry::Source(text) => heading.sources.push((text, text.at)),
                ClauseEntry::Validity(written) => heading.validities.push((written, written.at)),
                ClauseEntry::Part(part) => self.heading(&part.entries, true, heading),
                // The resolver has these, and `rule` and `shared_locals`; the notes on figures are
                // held against the ledger.
                ClauseEntry::Responsible(_)
                | ClauseEntry::Reading(_)
                | ClauseEntry::FigureNote(_)
                | ClauseEntry::Let { .. }
                | ClauseEntry::Rule(_)
                | ClauseEntry::Example(_) => {}
            }
        }
    }

    fn not_in_item(&mut self, (zh, en): Word, at: At) {
        let message = text!(
            zh: "“{zh}”是整条的，不能写在 款 里",
            en: "`{en}` is of the whole clause and has no place in an item"
        );
        let help = text!(zh: "移到 款 的外面", en: "move it out of the item");
        self.report(Diagnostic::new(Code::StatementMisplaced, message).at(at.0).help(help));
    }

    /// What the rules of a clause or of its items share.
    fn shared_locals(&mut self, here: Here, entries: &[ClauseEntry]) {
        for entry in entries {
            self.scope = Scope { here, ..Scope::default() };
            match entry {
                ClauseEntry::Let { name, .. } => self.shared_local(here, name),
                ClauseEntry::Part(part) => {
                    self.shared_locals(Here { part: Some(part.number), ..here }, &part.entries);
                }
                _ => {}
            }
        }
    }
}
