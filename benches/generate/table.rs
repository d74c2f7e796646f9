//! The same rows as tables: one for each kind of subject, the first column 编号 (its id), for a
//! child the second one the id of its parent, then a column for each fact, and for each year of a
//! yearly one.

use polc::eval::{Cell, Facts, Subject};
use polc::ir::{Fact, FactId, KindId, Program, Type};
use polc::quantity::{Counts, Exact, Ratio, parse_unit};

use super::{FIRST_YEAR, YEAR_COUNT};

/// A column.
pub struct Column {
    pub fact: FactId,
    /// Of a yearly fact.
    pub year: Option<i32>,
    /// The unit that its values are in; none where they are not numbers.
    pub unit: Option<String>,
    /// One of that unit in the canonical one.
    factor: Exact,
}

/// The table of a kind.
pub struct Table<'p> {
    program: &'p Program,
    pub kind: KindId,
    pub columns: Vec<Column>,
}

/// A row of a table. Values are texts: decimal numbers in the column's unit, 是 or 否, names of
/// variants, dates as 2022-05-20, 未发生, ids of subjects; none is unknown.
pub struct Row<'f> {
    pub id: &'f str,
    pub parent: Option<&'f str>,
    pub values: Vec<Option<String>>,
}

impl<'p> Table<'p> {
    /// The table of a kind.
    pub fn of(program: &'p Program, kind: KindId) -> Table<'p> {
        let declared = &program.vocabulary.kinds[kind.index()];
        let counts = program.vocabulary.counts();
        let constants = declared.constants.iter().map(|fact| (*fact, None));
        let years = (FIRST_YEAR..).take(YEAR_COUNT);
        let yearly = years.flat_map(|year| declared.yearly.iter().map(move |fact| (*fact, year)));
        let all = constants.chain(yearly.map(|(fact, year)| (fact, Some(year))));
        let columns = all.map(|(fact, year)| {
            let (unit, factor) = unit(&program.vocabulary.facts[fact.index()], &counts);
            Column { fact, year, unit, factor }
        });
        Table { program, kind, columns: columns.collect() }
    }

    /// The rows of this kind among the subjects of a row.
    pub fn rows<'f>(&'f self, facts: &'f Facts) -> impl Iterator<Item = Row<'f>> {
        let own = facts.subjects.iter().filter(|subject| subject.kind == self.kind);
        own.map(move |subject| self.row(facts, subject))
    }

    pub fn row<'f>(&self, facts: &'f Facts, subject: &'f Subject) -> Row<'f> {
        let label = |id| facts.subject(id).unwrap().label.as_str();
        let cells = subject.constants.iter().chain(&subject.yearly);
        let values = cells.zip(&self.columns).map(|(cell, column)| match cell {
            Cell::Missing => None,
            Cell::Number(number) => {
                Some(Ratio::new(*number, column.factor).unwrap().to_exact().unwrap().to_string())
            }
            Cell::Truth(true) => Some("是".to_owned()),
            Cell::Truth(false) => Some("否".to_owned()),
            Cell::Variant(at) => Some(self.variant(column.fact, *at)),
            Cell::Date(date) => Some(date.to_string()),
            Cell::NotHappened => Some("未发生".to_owned()),
            Cell::Subject(id) => Some(label(*id).to_owned()),
        });
        Row { id: &subject.label, parent: subject.parent.map(label), values: values.collect() }
    }

    fn variant(&self, fact: FactId, at: u16) -> String {
        let vocabulary = &self.program.vocabulary;
        let Type::Choice(of) = vocabulary.facts[fact.index()].ty else { return String::new() };
        vocabulary.enums[of.index()].variants[usize::from(at)].zh.clone()
    }
}

/// The declared unit of a number, and one of it in the canonical one.
fn unit(fact: &Fact, counts: &Counts) -> (Option<String>, Exact) {
    match fact.ty {
        Type::Number(_) if !fact.unit.is_empty() => {
            let factor = parse_unit(&fact.unit, counts).unwrap().factor;
            (Some(fact.unit.clone()), factor)
        }
        _ => (None, Exact::ONE),
    }
}
