//! The same rows as the files of a data set: a table for each kind of subject, one for what was
//! paid before, one for the series, one for the settings.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{Seek, Write};

use polc::eval::{Cell as Value, DecisionTaken, Facts, Listing, Subject};
use polc::ir::{Decision, DecisionId, FactId, KindId, Period, Program, RuleId, Type};
use polc::quantity::{Exact, Ratio, parse_unit};
use polc::table::{Cell, Column, Format, Kind, Options, TableWriter, create};

use super::table::Table;

/// Digits after the point that hold every number of the rows, in any of their units.
const DECIMALS: u32 = 12;

/// Writes rows to files that `open` gives by name.
pub struct DataFiles<'p> {
    program: &'p Program,
    sheets: Vec<Sheet<'p>>,
    history: Box<dyn TableWriter>,
}

/// The table of a kind, and what it says beside facts.
struct Sheet<'p> {
    table: Table<'p>,
    children: Vec<KindId>,
    decisions: Vec<(DecisionId, Option<i32>, Exact)>,
    writer: Box<dyn TableWriter>,
}

impl<'p> DataFiles<'p> {
    /// Files for the kinds at or below another, with the decisions that the sample takes.
    pub fn create<W: Write + Seek + Send + 'static>(
        program: &'p Program,
        kinds: impl Iterator<Item = KindId>,
        sample: &[Facts],
        format: Format,
        mut open: impl FnMut(&str) -> W,
    ) -> Self {
        let mut file = |name: &str, format: Format| {
            let name = format!("{name}.{}", format.extensions()[0]);
            create(open(&name), &name, format, &Options::default()).unwrap()
        };
        let text = |title: &str| Column::new(title, Kind::Text);
        let mut settings = file("设置", Format::Csv);
        settings.sheet("设置", &[text("设置"), text("值")]).unwrap();
        let today = super::today().to_string();
        settings.row(&[Cell::Text("评价日"), Cell::Text(&today)]).unwrap();
        settings.finish().unwrap();
        series(program, &sample[0], file("序列", Format::Csv));
        let mut history = file("历史", format);
        let titles = ["编号", "主体", "规则", "阶段"].map(text);
        let numbers = [("年度", 0), ("金额(元)", 2)]
            .map(|(title, decimals)| Column::new(title, Kind::Number { decimals }));
        history.sheet("历史", &[&titles[..], &numbers[..]].concat()).unwrap();
        let sheets = kinds.map(|kind| {
            let name = &program.vocabulary.kinds[kind.index()].name.zh;
            Sheet::begin(program, kind, sample, file(name, format))
        });
        let sheets = sheets.collect();
        Self { program, sheets, history }
    }

    /// Adds a row.
    pub fn add(&mut self, facts: &Facts) {
        for sheet in &mut self.sheets {
            for (at, subject) in facts.subjects.iter().enumerate() {
                if subject.kind == sheet.table.kind {
                    sheet.row(self.program, facts, at, subject);
                }
            }
        }
        for subject in &facts.subjects {
            for paid in subject.history.iter().flatten() {
                let kind = &self.program.vocabulary.kinds[subject.kind.index()].name.zh;
                let rule = path(self.program, paid.rule);
                let stage = stage(self.program, paid.rule, paid.stage);
                let year = Cell::Number(Exact::from(i64::from(paid.year)));
                let [id, kind, rule] = [subject.label.as_str(), kind, &rule].map(Cell::Text);
                let stage = stage.map_or(Cell::Empty, Cell::Text);
                let row = [id, kind, rule, stage, year, Cell::Number(paid.amount)];
                self.history.row(&row).unwrap();
            }
        }
    }

    /// Completes the files.
    pub fn finish(self) {
        self.history.finish().unwrap();
        self.sheets.into_iter().for_each(|sheet| sheet.writer.finish().unwrap());
    }
}

impl<'p> Sheet<'p> {
    fn begin(
        program: &'p Program,
        kind: KindId,
        sample: &[Facts],
        mut writer: Box<dyn TableWriter>,
    ) -> Self {
        let table = Table::of(program, kind);
        let declared = &program.vocabulary.kinds[kind.index()];
        let kinds = (0..).map(KindId).zip(&program.vocabulary.kinds);
        let children: Vec<KindId> =
            kinds.filter(|(_, child)| child.parent == Some(kind)).map(|(id, _)| id).collect();
        let mut columns = vec![Column::new("编号", Kind::Text)];
        match declared.parent {
            Some(_) => columns.push(Column::new("所属编号", Kind::Text)),
            None => columns.push(Column::new("年度", Kind::Number { decimals: 0 })),
        }
        for column in &table.columns {
            let fact = &program.vocabulary.facts[column.fact.index()];
            let title = title(&fact.name.zh, column.year, column.unit.as_deref());
            columns.push(Column::new(title, kind_of(fact.ty)));
        }
        for child in &children {
            let name = &program.vocabulary.kinds[child.index()].name.zh;
            columns.push(Column::new(format!("完整 {name}"), Kind::Text));
        }
        columns.push(Column::new("完整 历史", Kind::Text));
        let mut decisions = BTreeSet::new();
        for facts in sample {
            let own = |one: &&DecisionTaken| facts.subjects[one.subject.0 as usize].kind == kind;
            for taken in facts.decisions.iter().filter(own) {
                decisions.insert((taken.decision, year_of(program, facts, taken)));
            }
        }
        let counts = program.vocabulary.counts();
        let decisions: Vec<_> = decisions
            .into_iter()
            .map(|(id, year)| {
                let decision = &program.decisions[id.index()];
                let name = format!("裁量 {}.{}", path(program, decision.rule), decision.name.zh);
                let unit = unit(decision);
                columns.push(Column::new(title(&name, year, unit), kind_of(decision.ty)));
                let factor = unit.map(|unit| parse_unit(unit, &counts).unwrap().factor);
                (id, year, factor.unwrap_or(Exact::ONE))
            })
            .collect();
        writer.sheet(&declared.name.zh, &columns).unwrap();
        Self { table, children, decisions, writer }
    }

    fn row(&mut self, program: &Program, facts: &Facts, at: usize, subject: &Subject) {
        let Self { table, children, decisions, writer } = self;
        let row = table.row(facts, subject);
        let mut cells = vec![Cell::Text(row.id)];
        cells.push(match (row.parent, facts.years) {
            (Some(parent), _) => Cell::Text(parent),
            (None, years) => Cell::Number(Exact::from(i64::from(years.unwrap().0))),
        });
        for (value, column) in row.values.iter().zip(&table.columns) {
            cells.push(match value {
                None => Cell::Empty,
                Some(text) if is_number(program, column.fact) => {
                    Cell::Number(Exact::parse(text).unwrap())
                }
                Some(text) => Cell::Text(text),
            });
        }
        let told = |yes: bool| if yes { Cell::Text("是") } else { Cell::Empty };
        for child in children {
            let list = subject.children.iter().find(|(kind, ..)| kind == child);
            cells.push(told(list.is_some_and(|(_, listing, _)| *listing == Listing::Complete)));
        }
        cells.push(told(subject.history.is_some()));
        for (decision, year, factor) in decisions {
            let taken = facts.decisions.iter().find(|one| {
                one.subject.0 as usize == at
                    && (one.decision, year_of(program, facts, one)) == (*decision, *year)
            });
            cells.push(match taken.map(|taken| taken.value) {
                Some(Value::Number(number)) => {
                    Cell::Number(Ratio::new(number, *factor).unwrap().to_exact().unwrap())
                }
                Some(Value::Truth(truth)) => Cell::Text(if truth { "是" } else { "否" }),
                _ => Cell::Empty,
            });
        }
        writer.row(&cells).unwrap();
    }
}

fn title(name: &str, year: Option<i32>, unit: Option<&str>) -> String {
    let year = year.map(|year| format!("{year}年 ")).unwrap_or_default();
    let unit = unit.filter(|unit| !unit.is_empty());
    format!("{year}{name}{}", unit.map(|unit| format!("({unit})")).unwrap_or_default())
}

fn kind_of(ty: Type) -> Kind {
    match ty {
        Type::Number(_) => Kind::Number { decimals: DECIMALS },
        _ => Kind::Text,
    }
}

/// The year of a decision; one for every year run is for the one year that is run.
fn year_of(program: &Program, facts: &Facts, taken: &DecisionTaken) -> Option<i32> {
    let rule = program.decisions[taken.decision.index()].rule;
    let yearly = program.rules[rule.index()].period == Period::Yearly;
    taken.year.or(facts.years.filter(|_| yearly).map(|(year, _)| year))
}

fn is_number(program: &Program, fact: FactId) -> bool {
    matches!(program.vocabulary.facts[fact.index()].ty, Type::Number(_))
}

fn unit(decision: &Decision) -> Option<&str> {
    let number = matches!(decision.ty, Type::Number(_)) && !decision.unit.is_empty();
    number.then_some(decision.unit.as_str())
}

/// A rule as a history cites it.
fn path(program: &Program, rule: RuleId) -> String {
    program.path(program.rules[rule.index()].address).to_owned()
}

fn stage(program: &Program, rule: RuleId, stage: usize) -> Option<&str> {
    let polc::ir::Body::Money(money) = &program.rules[rule.index()].body else { return None };
    money.stages.get(stage)?.name.as_ref().map(|name| name.zh.as_str())
}

/// The points of each series: a row for each day.
fn series(program: &Program, facts: &Facts, mut writer: Box<dyn TableWriter>) {
    let counts = program.vocabulary.counts();
    let mut columns = vec![Column::new("日期", Kind::Text)];
    let mut days = BTreeMap::new();
    for (at, (declared, points)) in program.vocabulary.series.iter().zip(&facts.series).enumerate()
    {
        let title = title(&declared.name.zh, None, Some(&declared.unit));
        columns.push(Column::new(title, Kind::Number { decimals: DECIMALS }));
        let factor = parse_unit(&declared.unit, &counts).unwrap().factor;
        for (day, value) in points {
            let value = Ratio::new(*value, factor).unwrap().to_exact().unwrap();
            days.entry(day.to_string()).or_insert_with(BTreeMap::new).insert(at, value);
        }
    }
    writer.sheet("序列", &columns).unwrap();
    for (day, values) in days {
        let values = (0..facts.series.len()).map(|at| values.get(&at).copied());
        let values = values.map(|value| value.map_or(Cell::Empty, Cell::Number));
        let cells: Vec<Cell> = std::iter::once(Cell::Text(&day)).chain(values).collect();
        writer.row(&cells).unwrap();
    }
    writer.finish().unwrap();
}
