//! Examples as tests: each becomes cases (facts, and what is wanted of them), which an
//! interpreter runs and [`judge()`] compares.

mod column;
mod judge;
mod wanted;

pub use judge::{judge, passes};
pub use wanted::Wanted;

use super::Taken;
use super::decided::outside_bounds;
use super::directory::{Directory, Home};
use super::settings::Layer;
use crate::ast::{self, Clause, ClauseEntry, Example, ExampleTable, TableCase};
use crate::diag::{ClauseRef, Code, Diagnostic, Diagnostics, suggest};
use crate::eval::{DecisionTaken, Facts, SubjectId};
use crate::ir::{ClauseId, LevelId, RuleId};
use crate::source::Span;
use crate::text;
use column::{Column, Columns};

/// One run of a program, and what is wanted of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Case {
    /// The example's title.
    pub title: String,
    /// The example, or the row of its table.
    pub at: Span,
    /// What is known.
    pub facts: Facts,
    /// What is wanted.
    pub checks: Vec<Check>,
}

/// An outcome, and what is wanted of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Check {
    /// Which outcome.
    pub place: Place,
    /// What is wanted.
    pub wanted: Wanted,
    /// Where that is written.
    pub at: Span,
}

/// An outcome, and which figure of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// Of which rule.
    pub rule: RuleId,
    /// Of which stage; none when the rule has none, or one only.
    pub stage: Option<usize>,
    /// For whom.
    pub subject: SubjectId,
    /// For which year; none when there is only one.
    pub year: Option<i32>,
    /// Which of its figures.
    pub figure: Figure,
}

/// A figure of an outcome.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Figure {
    /// What it comes to.
    Whole,
    /// What this level pays of it.
    PaidBy(LevelId),
    /// What is paid without the text's saying by whom.
    Unstated,
    /// What the service limit was before.
    Formerly,
}

/// The cases of a clause's examples, in written order.
#[must_use]
pub fn cases(directory: &Directory, clause: &Clause) -> (Vec<Case>, Diagnostics) {
    let mut found = Diagnostics::new();
    let (mut cases, mut inner) = (Vec::new(), Diagnostics::new());
    if let Some(id) = directory.clause(clause.number, clause.number_at, &mut found) {
        let examples = examples(clause);
        for (position, (part, example)) in examples.iter().enumerate() {
            let earlier = examples.get(..position).unwrap_or_default();
            let home = Home { clause: id, part: *part };
            cases.extend(cases_of(directory, home, earlier, example, &mut inner));
        }
        found.extend_in(&clause_ref(directory, id), inner);
    }
    (cases, found)
}

/// The clause as problems name it.
pub(super) fn clause_ref(directory: &Directory, id: ClauseId) -> ClauseRef {
    let clause = directory.program.clauses.get(id.index());
    let number = clause.map_or(0, |clause| clause.number).to_string();
    let source = clause.map(|clause| clause.source.clone()).filter(|source| !source.is_empty());
    ClauseRef::new(number, source)
}

/// The examples of a clause with the item they stand in.
fn examples(clause: &Clause) -> Vec<(Option<u32>, &Example)> {
    fn collect<'a>(
        part: Option<u32>,
        entries: &'a [ClauseEntry],
        into: &mut Vec<(Option<u32>, &'a Example)>,
    ) {
        for entry in entries {
            match entry {
                ClauseEntry::Example(example) => into.push((part, example)),
                ClauseEntry::Part(inner) => collect(Some(inner.number), &inner.entries, into),
                _ => {}
            }
        }
    }
    let mut all = Vec::new();
    collect(None, &clause.entries, &mut all);
    all
}

/// The cases of one example: its own expectations, then each row of its tables. None when any
/// part of it cannot be taken as it stands.
fn cases_of(
    directory: &Directory,
    home: Home,
    earlier: &[(Option<u32>, &Example)],
    example: &Example,
    found: &mut Diagnostics,
) -> Vec<Case> {
    let before = found.len();
    let Some(layers) = layers(earlier, example, found) else { return Vec::new() };
    let taken = Taken::of(directory, Some(home), &layers, found);
    if found.len() > before {
        return Vec::new();
    }
    let heads = example.tables.iter().flat_map(|table| &table.heads);
    let years: Vec<i32> = heads.filter_map(|head| head.year).collect();
    let base = taken.facts(directory, &years);
    let mut columns = Columns { directory, home, taken: &taken, found };
    let mut cases: Vec<Case> = own_case(&mut columns, example, &base).into_iter().collect();
    for table in &example.tables {
        cases.extend(table_cases(&mut columns, example, table, &base));
    }
    for case in &cases {
        let at = |decision: &DecisionTaken| taken.decided_at(decision, case.at);
        found.extend(outside_bounds(directory, &case.facts, at));
    }
    cases
}

/// The example's entries on top of those of its background, and that one's background, and so on.
fn layers<'a>(
    earlier: &[(Option<u32>, &'a Example)],
    example: &'a Example,
    found: &mut Diagnostics,
) -> Option<Vec<Layer<'a>>> {
    let mut layers: Vec<Layer<'a>> = vec![&example.entries];
    let (mut at, mut earlier) = (example, earlier);
    while let Some(background) = &at.background {
        let named = |(_, one): &(_, &Example)| one.title.text == background.text;
        let Some(position) = earlier.iter().rposition(named) else {
            found.push(no_background(background, earlier));
            return None;
        };
        at = earlier.get(position)?.1;
        earlier = earlier.get(..position)?;
        layers.push(&at.entries);
    }
    layers.reverse();
    Some(layers)
}

fn no_background(name: &ast::Text, earlier: &[(Option<u32>, &Example)]) -> Diagnostic {
    let titles = earlier.iter().map(|(_, example)| example.title.text.as_str());
    let (title, closest) = (&name.text, suggest(&name.text, titles));
    let message = text!(
        zh: "前面没有叫“{title}”的示例", en: "no earlier example is called “{title}”",
    );
    Diagnostic::new(Code::UnknownBackground, message)
        .at(name.at.0)
        .maybe_help(closest.map(|one| text!(zh: "写成 \"{one}\"", en: "write \"{one}\"")))
}

fn own_case(columns: &mut Columns, example: &Example, base: &Facts) -> Option<Case> {
    let mut checks = Vec::new();
    for expectation in &example.expectations {
        match columns.column(&expectation.target)? {
            Column::Outcome(place) => {
                let wanted = columns.wanted(place, &expectation.expected)?;
                checks.push(Check { place, wanted, at: expectation.expected.at.0 });
            }
            _ => {
                columns.not_an_outcome(&expectation.target);
                return None;
            }
        }
    }
    (!checks.is_empty()).then(|| case(columns, example, example.at.0, base.clone(), checks))
}

fn table_cases(
    columns: &mut Columns,
    example: &Example,
    table: &ExampleTable,
    base: &Facts,
) -> Vec<Case> {
    let heads: Option<Vec<Column>> = table.heads.iter().map(|head| columns.column(head)).collect();
    let Some(heads) = heads else { return Vec::new() };
    let rows = table.rows.iter();
    rows.filter_map(|row| row_case(columns, example, &heads, row, base)).collect()
}

fn row_case(
    columns: &mut Columns,
    example: &Example,
    heads: &[Column],
    row: &TableCase,
    base: &Facts,
) -> Option<Case> {
    if row.cells.len() != heads.len() {
        let (cells, heads) = (row.cells.len(), heads.len());
        let message = text!(
            zh: "表头有 {heads} 列，这一行有 {cells} 列", en: "the table has {heads} columns, this row {cells}",
        );
        columns.found.push(Diagnostic::new(Code::BadExpectation, message).at(row.at.0));
        return None;
    }
    let (mut facts, mut checks, before) = (base.clone(), Vec::new(), columns.found.len());
    for (column, cell) in heads.iter().zip(&row.cells) {
        // An empty cell keeps the background's value, or checks nothing.
        if let Some(cell) = cell {
            checks.extend(columns.put(*column, cell, &mut facts));
        }
    }
    let sound = columns.found.len() == before;
    sound.then(|| case(columns, example, row.at.0, facts, checks))
}

/// A case; only the clauses it looks at are run.
fn case(
    columns: &Columns,
    example: &Example,
    at: Span,
    mut facts: Facts,
    checks: Vec<Check>,
) -> Case {
    let rules = checks.iter().filter_map(|check| columns.directory.rule_info(check.place.rule));
    let clauses =
        rules.filter_map(|rule| columns.directory.program.clauses.get(rule.clause.index()));
    facts.clauses = clauses.map(|clause| clause.number).collect();
    facts.clauses.sort_unstable();
    facts.clauses.dedup();
    Case { title: example.title.text.clone(), at, facts, checks }
}
