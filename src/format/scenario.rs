//! Scenarios and examples: facts in, expectations out.

use unicode_width::UnicodeWidthStr;

use super::doc::{Doc, Rows, block, flat, mark, seq, spaced, text};
use super::word::{Form, name, part_ref, string, word_or_name, year};
use crate::ast::{
    Cell, Example, ExampleTable, Expectation, Expected, ExpectedKind, Expr, FactLine, FactValue,
    HistoryLine, Scenario, ScenarioEntry, SubjectBlock, SubjectEntry, Target,
};
use crate::syntax::{Keyword, Worded};

impl Form {
    /// `情景 "…" { … }`.
    pub(super) fn scenario(self, scenario: &Scenario) -> Doc {
        let head = self.said(Keyword::Scenario, [string(&scenario.title)]);
        let entries = scenario.entries.iter().map(|entry| self.scenario_entry(entry));
        block(head, entries.collect(), scenario.at, Rows::Long)
    }

    /// `示例 "…" { … }`, its entries in the order in which they stood.
    pub(super) fn example(self, example: &Example) -> Doc {
        let head = self.said(Keyword::Example, [string(&example.title)]);
        let background = example
            .background
            .iter()
            .map(|title| (title.at.0.start, self.said(Keyword::Background, [string(title)])));
        let entries = example.entries.iter().map(|entry| self.scenario_entry(entry));
        let expectations = example.expectations.iter().map(|one| self.expectation(one));
        let tables = example.tables.iter().map(|one| self.cases(one));
        let all = background.chain(entries).chain(expectations).chain(tables);
        let mut all: Vec<_> = all.collect();
        all.sort_by_key(|(start, _)| *start);
        block(head, all, example.at, Rows::Long)
    }

    fn scenario_entry(self, entry: &ScenarioEntry) -> (u32, Doc) {
        match entry {
            ScenarioEntry::AsOf(day) => {
                (day.at.0.start, self.said(Keyword::AsOf, [self.expr(day)]))
            }
            ScenarioEntry::Years { from, to, at } => {
                let years = match from == to {
                    true => year(*from),
                    false => self.range(year(*from), year(*to)),
                };
                (at.0.start, self.said(Keyword::Years, [years]))
            }
            ScenarioEntry::Reading { clause, reading, choice, at } => {
                let clause = clause.map(|number| format!("{number}.")).unwrap_or_default();
                let head = self.said(Keyword::Reading, [seq(vec![text(clause), name(reading)])]);
                (at.0.start, seq(vec![head, text(format!(": {choice}"))]))
            }
            ScenarioEntry::Series { name: series, points, at } => {
                let points = points.iter().map(|(day, value)| {
                    let row = seq(vec![self.expr(day), text(": "), self.expr(value)]);
                    (day.at.0.start, row)
                });
                (at.0.start, block(name(series), points.collect(), *at, Rows::Short))
            }
            ScenarioEntry::Subject(subject) => (subject.at.0.start, self.subject(subject)),
        }
    }

    fn subject(self, subject: &SubjectBlock) -> Doc {
        let label = subject.label.as_ref().map(string);
        let head = spaced([name(&subject.kind)].into_iter().chain(label));
        let entries = subject.entries.iter().map(|entry| self.subject_entry(entry));
        block(head, entries.collect(), subject.at, Rows::Short)
    }

    fn subject_entry(self, entry: &SubjectEntry) -> (u32, Doc) {
        match entry {
            SubjectEntry::Fact(fact) => (fact.at.0.start, self.fact(fact)),
            SubjectEntry::Year { year: number, facts, at } => {
                let facts = facts.iter().map(|fact| (fact.at.0.start, self.fact(fact)));
                (at.0.start, block(year(*number), facts.collect(), *at, Rows::Short))
            }
            SubjectEntry::Child(child) => (child.at.0.start, self.subject(child)),
            SubjectEntry::Complete(kinds, at) => {
                (at.0.start, self.said(Keyword::Complete, [self.names(kinds)]))
            }
            SubjectEntry::None(kinds, at) => {
                (at.0.start, self.said(Keyword::Absent, [self.names(kinds)]))
            }
            SubjectEntry::History { entries: None, at } => {
                (at.0.start, self.said(Keyword::History, [self.word(Keyword::Absent)]))
            }
            SubjectEntry::History { entries: Some(lines), at } => {
                let lines = lines.iter().map(|line| (line.at.0.start, self.history_line(line)));
                let head = self.word(Keyword::History);
                (at.0.start, block(head, lines.collect(), *at, Rows::Short))
            }
            SubjectEntry::Decision { rule, decision, year: when, value, at } => {
                let decision = seq(vec![self.rule_ref(rule), text("."), name(decision)]);
                let when = when.map(year);
                let head = self.said(Keyword::Discretion, [decision].into_iter().chain(when));
                (at.0.start, seq(vec![head, text(": "), self.expr(value)]))
            }
        }
    }

    fn fact(self, fact: &FactLine) -> Doc {
        seq(vec![name(&fact.name), text(": "), self.fact_value(&fact.value)])
    }

    fn fact_value(self, value: &FactValue) -> Doc {
        match value {
            FactValue::Expr(expr) => self.expr(expr),
            FactValue::Label(label) => string(label),
            FactValue::NotHappened(_) => self.word(Keyword::NotHappened),
            FactValue::Unknown(_) => self.word(Keyword::Unknown),
        }
    }

    fn history_line(self, line: &HistoryLine) -> Doc {
        let stage = line.stage.as_ref().map(|stage| seq(vec![text("."), name(stage)]));
        let rule = [self.rule_ref(&line.rule)].into_iter().chain(stage).collect();
        let head = spaced([seq(rule), year(line.year)]);
        seq(vec![head, text(": "), self.expr(&line.amount)])
    }

    fn expectation(self, one: &Expectation) -> (u32, Doc) {
        let head = self.said(Keyword::Expect, [self.target(&one.target)]);
        (one.at.0.start, seq(vec![head, text(": "), self.expected(&one.expected)]))
    }

    /// `2023年."一期".投资奖励`.
    fn target(self, target: &Target) -> Doc {
        let when = target.year.map(year);
        let label = target.label.as_ref().map(string);
        let reading = target.reading.then(|| self.word(Keyword::Reading));
        let clause = target.clause.as_ref().map(part_ref);
        let path = clause.into_iter().chain(target.path.iter().map(name));
        let mut parts = Vec::new();
        let aspect = target.aspect.map(|aspect| self.word(aspect.keyword()));
        for part in when.into_iter().chain(label).chain(reading).chain(path).chain(aspect) {
            if !parts.is_empty() {
                parts.push(text("."));
            }
            parts.push(part);
        }
        seq(parts)
    }

    fn expected(self, expected: &Expected) -> Doc {
        let bounds = |bounds: &Option<(Expr, Expr)>| {
            bounds.as_ref().map(|(least, most)| self.range(self.expr(least), self.expr(most)))
        };
        match &expected.kind {
            ExpectedKind::Value(expr) => self.expr(expr),
            ExpectedKind::NotEligible => self.word(Keyword::NotEligible),
            ExpectedKind::NotYet(day) => {
                self.said(Keyword::NotYet, day.iter().map(|day| self.expr(day)))
            }
            ExpectedKind::NotInForce => self.word(Keyword::NotInForce),
            ExpectedKind::Exhausted => self.word(Keyword::Exhausted),
            ExpectedKind::Excluded => self.word(Keyword::Excluded),
            ExpectedKind::Elsewhere => self.word(Keyword::Elsewhere),
            ExpectedKind::Missing(facts, between) => {
                let facts = self.set(facts.iter().map(word_or_name));
                self.said(Keyword::Missing, [facts].into_iter().chain(bounds(between)))
            }
            ExpectedKind::Range(between) => self.said(Keyword::AwaitingDecision, bounds(between)),
            ExpectedKind::ByText => self.word(Keyword::ByText),
            ExpectedKind::Target(state) => self.word(state.keyword()),
        }
    }

    /// A table of cases, its bars aligned.
    fn cases(self, table: &ExampleTable) -> (u32, Doc) {
        let heads = table.heads.iter().map(|head| flat(&self.target(head))).collect();
        let start = table.heads.first().map_or(table.at.0.start, |head| head.at.0.start);
        let mut rows: Vec<(u32, Vec<String>)> = vec![(start, heads)];
        rows.extend(table.rows.iter().map(|row| {
            let cells = row.cells.iter().map(|cell| match cell {
                None => String::new(),
                Some(Cell::Value(value)) => flat(&self.fact_value(value)),
                Some(Cell::Outcome(expected)) => flat(&self.expected(expected)),
            });
            (row.at.0.start, cells.collect())
        }));
        let widths: Vec<usize> = (0..table.heads.len())
            .map(|column| {
                let cells = rows.iter().filter_map(|(_, cells)| cells.get(column));
                cells.map(|cell| cell.width()).max().unwrap_or(0)
            })
            .collect();
        let mut lines = Vec::new();
        for (start, cells) in rows {
            if !lines.is_empty() {
                lines.extend([Doc::Break, mark(start)]);
            }
            lines.push(text(bars(&cells, &widths)));
        }
        (table.at.0.start, seq(lines))
    }
}

/// `| a  | b |`.
fn bars(cells: &[String], widths: &[usize]) -> String {
    let mut line = String::from("|");
    for (cell, width) in cells.iter().zip(widths) {
        let blanks = width.saturating_sub(cell.width()).saturating_add(1);
        line.push(' ');
        line.push_str(cell);
        line.extend(std::iter::repeat_n(' ', blanks));
        line.push('|');
    }
    line
}
