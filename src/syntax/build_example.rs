//! Examples: expectations and tables of cases.

use super::build::Builder;
use super::errors;
use super::grammar::Rule;
use super::keyword::Keyword;
use super::tree::{Pair, Parts};
use super::words::Worded;
use crate::ast::{
    Aspect, At, Cell, Example, ExampleTable, Expectation, Expected, ExpectedKind, Expr, FactValue,
    TableCase, Target, TargetState,
};

impl Builder {
    pub(super) fn example(&mut self, pair: Pair) -> Option<Example> {
        let at = self.at(&pair);
        let mut parts = Parts::of(pair);
        let title = self.text(&parts.take(Rule::text)?);
        let (mut background, mut entries) = (None, Vec::new());
        let (mut expectations, mut tables) = (Vec::new(), Vec::new());
        for pair in parts.rest() {
            match pair.as_rule() {
                Rule::background => {
                    let second = self.text_in(pair)?;
                    if background.replace(second.clone()).is_some() {
                        self.report(errors::second_background(second.at.0));
                    }
                }
                Rule::expectation => expectations.extend(self.expectation(pair)),
                Rule::cases => tables.extend(self.cases(pair)),
                _ => entries.extend(self.each(std::iter::once(pair), Self::scenario_entry)),
            }
        }
        Some(Example { title, background, entries, expectations, tables, at })
    }

    fn expectation(&mut self, pair: Pair) -> Option<Expectation> {
        let at = self.at(&pair);
        let mut parts = Parts::of(pair);
        let target = self.target(parts.take(Rule::target)?)?;
        let expected = parts.take(Rule::expected)?;
        let inner = expected.into_inner().next()?;
        let expected = match inner.as_rule() {
            Rule::expr => {
                let at = self.at(&inner);
                Expected { kind: ExpectedKind::Value(self.expr(inner)?), at }
            }
            _ => self.outcome(inner)?,
        };
        Some(Expectation { target, expected, at })
    }

    fn target(&mut self, pair: Pair) -> Option<Target> {
        let at = self.at(&pair);
        let mut parts = Parts::of(pair);
        let year = parts.next_if(Rule::year).and_then(|year| self.year(&year));
        let label = parts.take(Rule::text).map(|text| self.text(&text));
        let reading = parts.take(Rule::target_reading).is_some();
        let (mut clause, mut path, mut aspect) = (None, Vec::new(), None);
        for pair in parts.rest() {
            match pair.as_rule() {
                Rule::whole_clause | Rule::circled => clause = Some(self.part_ref(pair)?),
                Rule::aspect => aspect = aspect_of(pair),
                _ => path.push(self.name(&pair)),
            }
        }
        Some(Target { year, label, clause, path, aspect, reading, at })
    }

    fn outcome(&mut self, pair: Pair) -> Option<Expected> {
        let at = self.at(&pair);
        let kind = match pair.as_rule() {
            Rule::k_not_eligible => ExpectedKind::NotEligible,
            Rule::k_not_in_force => ExpectedKind::NotInForce,
            Rule::k_exhausted => ExpectedKind::Exhausted,
            Rule::k_excluded => ExpectedKind::Excluded,
            Rule::k_elsewhere => ExpectedKind::Elsewhere,
            Rule::k_text_undetermined => ExpectedKind::ByText,
            Rule::not_yet => {
                let date = Parts::of(pair).take(Rule::date);
                ExpectedKind::NotYet(date.and_then(|date| self.atom(date)))
            }
            Rule::missing => {
                let mut parts = Parts::of(pair);
                let mut names = Vec::new();
                while let Some(fact) = parts.take(Rule::missing_fact) {
                    names.push(self.value_word(&fact.into_inner().next()?));
                }
                let bounds = self.bounds(&mut parts)?;
                ExpectedKind::Missing(names, bounds)
            }
            Rule::awaiting => ExpectedKind::Range(self.bounds(&mut Parts::of(pair))?),
            rule => ExpectedKind::Target(TargetState::of(Keyword::of_rule(rule)?)?),
        };
        Some(Expected { kind, at })
    }

    /// `x 至 y` when written.
    fn bounds(&mut self, parts: &mut Parts) -> Option<Option<(Expr, Expr)>> {
        let Some(bounds) = parts.take(Rule::bounds) else { return Some(None) };
        let mut parts = Parts::of(bounds);
        let from = self.sum(parts.take(Rule::sum)?)?;
        let to = self.sum(parts.take(Rule::sum)?)?;
        Some(Some((from, to)))
    }

    fn cases(&mut self, pair: Pair) -> Option<ExampleTable> {
        let at = self.at(&pair);
        let mut rows = pair.into_inner();
        let heads = rows.next()?;
        let heads_at = self.at(&heads);
        let heads = heads.into_inner().filter(|pair| pair.as_rule() == Rule::target);
        let heads = self.each(heads, Self::target);
        let rows = rows.filter(|pair| pair.as_rule() == Rule::case_row);
        let rows = self.each(rows, |this, row| this.case_row(row, heads.len(), heads_at));
        Some(ExampleTable { heads, rows, at })
    }

    fn case_row(&mut self, pair: Pair, columns: usize, heads: At) -> Option<TableCase> {
        let at = self.at(&pair);
        let cells = pair.into_inner().filter(|pair| pair.as_rule() == Rule::cell);
        let cells = self.each(cells, Self::cell);
        if cells.len() != columns {
            self.report(errors::wrong_cell_count(at.0, heads.0, cells.len(), columns));
            return None;
        }
        Some(TableCase { cells, at })
    }

    /// A cell; the outer `Option` is the builder's, the inner one is for an empty cell.
    fn cell(&mut self, pair: Pair) -> Option<Option<Cell>> {
        let Some(inner) = pair.into_inner().next() else { return Some(None) };
        let cell = match inner.as_rule() {
            Rule::fact_value => Cell::Value(self.fact_value(inner)?),
            Rule::date | Rule::figure => Cell::Value(FactValue::Expr(self.atom(inner)?)),
            _ => Cell::Outcome(self.outcome(inner)?),
        };
        Some(Some(cell))
    }
}

fn aspect_of(pair: Pair) -> Option<Aspect> {
    let word = pair.into_inner().next()?;
    Aspect::of(Keyword::of_rule(word.as_rule())?)
}
