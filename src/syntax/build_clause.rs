//! Clauses: their entries, parts and readings.

use super::build::{Builder, item_number};
use super::grammar::Rule;
use super::tree::{Pair, Parts};
use super::words::Worded;
use crate::ast::{
    At, Clause, ClauseEntry, FigureNote, FigureNoteKind, Name, Noted, Part, Reading, Text,
};

impl Builder {
    pub(super) fn clause(&mut self, pair: Pair) -> Option<Clause> {
        let at = self.at(&pair);
        let mut parts = Parts::of(pair);
        let number = parts.take(Rule::clause_no)?;
        let number_at = self.at(&number);
        let number = self.number(&number)?;
        let name = self.decl(parts.take(Rule::decl)?)?;
        let entries = self.each(parts.rest(), Self::clause_entry);
        Some(Clause { number, number_at, name, entries, at })
    }

    fn clause_entry(&mut self, pair: Pair) -> Option<ClauseEntry> {
        match pair.as_rule() {
            Rule::summary => self.text_in(pair).map(ClauseEntry::Summary),
            Rule::source => self.text_in(pair).map(ClauseEntry::Source),
            Rule::responsible => self.names_in(pair).map(ClauseEntry::Responsible),
            Rule::validity => self.validity(pair).map(ClauseEntry::Validity),
            Rule::reading => self.reading(pair).map(ClauseEntry::Reading),
            Rule::figure_note => self.figure_note(pair).map(ClauseEntry::FigureNote),
            Rule::shared_let => self.shared_let(pair),
            Rule::part => self.part(pair).map(ClauseEntry::Part),
            Rule::rule_block => self.rule(pair).map(ClauseEntry::Rule),
            Rule::example => self.example(pair).map(ClauseEntry::Example),
            _ => None,
        }
    }

    pub(super) fn names_in(&mut self, pair: Pair) -> Option<Vec<Name>> {
        let names = Parts::of(pair).take(Rule::names)?;
        Some(self.names(names))
    }

    pub(super) fn figure_note(&mut self, pair: Pair) -> Option<FigureNote> {
        let at = self.at(&pair);
        let mut parts = Parts::of(pair);
        let kind = FigureNoteKind::of(parts.keyword()?)?;
        let figure = self.noted(parts.take(Rule::noted)?)?;
        let places = parts.next_if(Rule::note_places).map(|places| self.places(places));
        let reason = self.text(&parts.take(Rule::text)?);
        Some(FigureNote { kind, figure, places: places.unwrap_or_default(), reason, at })
    }

    /// The figure a note is about: a literal, or what is no literal of the language as text.
    fn noted(&mut self, pair: Pair) -> Option<Noted> {
        let inner = pair.into_inner().next()?;
        match inner.as_rule() {
            Rule::text => Some(Noted::Text(self.text(&inner))),
            _ => self.atom(inner).map(Noted::Literal),
        }
    }

    fn places(&mut self, pair: Pair) -> Vec<(u32, At)> {
        let numbers = pair.into_inner().filter(|one| one.as_rule() == Rule::arm_no);
        numbers.filter_map(|one| Some((self.number(&one)?, self.at(&one)))).collect()
    }

    fn shared_let(&mut self, pair: Pair) -> Option<ClauseEntry> {
        let at = self.at(&pair);
        let mut parts = Parts::of(pair);
        let name = self.decl(parts.take(Rule::decl)?)?;
        let kind = self.name_in(parts.take(Rule::per)?)?;
        let value = self.pipeline(parts.take(Rule::pipeline)?)?;
        Some(ClauseEntry::Let { name, kind, value, at })
    }

    fn part(&mut self, pair: Pair) -> Option<Part> {
        let at = self.at(&pair);
        let mut parts = Parts::of(pair);
        let number = item_number(&parts.take(Rule::circled)?)?;
        let title = parts.next_if(Rule::text).map(|text| self.text(&text));
        let entries = self.each(parts.rest(), Self::clause_entry);
        Some(Part { number, title, entries, at })
    }

    pub(super) fn reading(&mut self, pair: Pair) -> Option<Reading> {
        let at = self.at(&pair);
        let mut parts = Parts::of(pair);
        let name = self.decl(parts.take(Rule::decl)?)?;
        let has_default = !parts.has(Rule::k_no_default);
        let alternatives = self.each(parts.rest(), Self::meaning);
        Some(Reading { name, has_default, alternatives, at })
    }

    fn meaning(&mut self, pair: Pair) -> Option<(u32, Text)> {
        let mut parts = Parts::of(pair);
        let number = parts.take(Rule::arm_no)?;
        let number = self.number(&number)?;
        let text = parts.take(Rule::text)?;
        Some((number, self.text(&text)))
    }
}
