//! Scenarios and the facts in them.

use super::build::Builder;
use super::grammar::Rule;
use super::tree::{Pair, Parts};
use crate::ast::{
    At, Expr, FactLine, FactValue, HistoryLine, Scenario, ScenarioEntry, SubjectBlock, SubjectEntry,
};

impl Builder {
    pub(super) fn scenario(&mut self, pair: Pair) -> Option<Scenario> {
        let at = self.at(&pair);
        let mut parts = Parts::of(pair);
        let title = self.text(&parts.take(Rule::text)?);
        let entries = self.each(parts.rest(), Self::scenario_entry);
        Some(Scenario { title, entries, at })
    }

    pub(super) fn scenario_entry(&mut self, pair: Pair) -> Option<ScenarioEntry> {
        let at = self.at(&pair);
        match pair.as_rule() {
            Rule::as_of => self.expr_in(pair).map(ScenarioEntry::AsOf),
            Rule::years => self.years(pair, at),
            Rule::chosen => self.chosen(pair, at),
            Rule::series_block => self.series_block(pair, at),
            Rule::subject_block => self.subject_block(pair).map(ScenarioEntry::Subject),
            _ => None,
        }
    }

    fn years(&mut self, pair: Pair, at: At) -> Option<ScenarioEntry> {
        let mut parts = Parts::of(pair);
        let from = self.year(&parts.take(Rule::year)?)?;
        let to = match parts.take(Rule::year) {
            Some(year) => self.year(&year)?,
            None => from,
        };
        Some(ScenarioEntry::Years { from, to, at })
    }

    fn chosen(&mut self, pair: Pair, at: At) -> Option<ScenarioEntry> {
        let mut parts = Parts::of(pair);
        let clause = match parts.take(Rule::clause_no) {
            Some(number) => Some(self.number(&number)?),
            None => None,
        };
        let reading = parts.take(Rule::name)?;
        let reading = self.name(&reading);
        let choice = parts.take(Rule::arm_no)?;
        let choice = self.number(&choice)?;
        Some(ScenarioEntry::Reading { clause, reading, choice, at })
    }

    fn series_block(&mut self, pair: Pair, at: At) -> Option<ScenarioEntry> {
        let mut parts = Parts::of(pair);
        let name = parts.take(Rule::name)?;
        let name = self.name(&name);
        let points = self.each(parts.rest(), Self::point);
        Some(ScenarioEntry::Series { name, points, at })
    }

    fn point(&mut self, pair: Pair) -> Option<(Expr, Expr)> {
        let mut parts = Parts::of(pair);
        let date = self.atom(parts.take(Rule::date)?)?;
        let value = self.expr(parts.take(Rule::expr)?)?;
        Some((date, value))
    }

    fn subject_block(&mut self, pair: Pair) -> Option<SubjectBlock> {
        let at = self.at(&pair);
        let mut parts = Parts::of(pair);
        let kind = parts.take(Rule::name)?;
        let kind = self.name(&kind);
        let label = parts.next_if(Rule::text).map(|text| self.text(&text));
        let entries = self.each(parts.rest(), Self::subject_entry);
        Some(SubjectBlock { kind, label, entries, at })
    }

    fn subject_entry(&mut self, pair: Pair) -> Option<SubjectEntry> {
        let at = self.at(&pair);
        match pair.as_rule() {
            Rule::fact_line => self.fact_line(pair).map(SubjectEntry::Fact),
            Rule::year_block => {
                let mut parts = Parts::of(pair);
                let year = self.year(&parts.take(Rule::year)?)?;
                let facts = self.each(parts.rest(), Self::fact_line);
                Some(SubjectEntry::Year { year, facts, at })
            }
            Rule::subject_block => self.subject_block(pair).map(SubjectEntry::Child),
            Rule::complete => Some(SubjectEntry::Complete(self.names_in(pair)?, at)),
            Rule::absent => Some(SubjectEntry::None(self.names_in(pair)?, at)),
            Rule::history => {
                let mut parts = Parts::of(pair);
                parts.keyword()?;
                let entries = match parts.has(Rule::k_none) {
                    true => None,
                    false => Some(self.each(parts.rest(), Self::history_line)),
                };
                Some(SubjectEntry::History { entries, at })
            }
            Rule::decided => self.decided(pair, at),
            _ => None,
        }
    }

    fn fact_line(&mut self, pair: Pair) -> Option<FactLine> {
        let at = self.at(&pair);
        let mut parts = Parts::of(pair);
        let name = parts.take(Rule::name)?;
        let name = self.name(&name);
        let value = self.fact_value(parts.take(Rule::fact_value)?)?;
        Some(FactLine { name, value, at })
    }

    pub(super) fn fact_value(&mut self, pair: Pair) -> Option<FactValue> {
        let at = self.at(&pair);
        let inner = pair.into_inner().next()?;
        match inner.as_rule() {
            Rule::k_not_happened => Some(FactValue::NotHappened(at)),
            Rule::k_unknown => Some(FactValue::Unknown(at)),
            Rule::text => Some(FactValue::Label(self.text(&inner))),
            Rule::expr => self.expr(inner).map(FactValue::Expr),
            _ => None,
        }
    }

    fn history_line(&mut self, pair: Pair) -> Option<HistoryLine> {
        let at = self.at(&pair);
        let mut parts = Parts::of(pair);
        let rule = self.rule_ref(parts.take(Rule::rule_ref)?)?;
        let stage = parts.next_if(Rule::field).and_then(|field| self.name_in(field));
        let year = self.year(&parts.take(Rule::year)?)?;
        let amount = self.expr(parts.take(Rule::expr)?)?;
        Some(HistoryLine { rule, stage, year, amount, at })
    }

    fn decided(&mut self, pair: Pair, at: At) -> Option<SubjectEntry> {
        let mut parts = Parts::of(pair);
        let rule = self.rule_ref(parts.take(Rule::rule_ref)?)?;
        let decision = self.name_in(parts.take(Rule::field)?)?;
        let year = parts.next_if(Rule::year).and_then(|year| self.year(&year));
        let value = self.expr(parts.take(Rule::expr)?)?;
        Some(SubjectEntry::Decision { rule, decision, year, value, at })
    }
}
