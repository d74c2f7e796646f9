//! Made-up enterprises for benches and tests: the same seed and row give the same facts.
//!
//! A row is one enterprise with three projects, a working-capital loan, a fixed-asset loan, and a
//! few children of other kinds. Nothing is written for a clause: values lie around the figures
//! that the rules compare them with ([`values`]), and on top of that each row takes over what some
//! granting cases of the policies' own examples say ([`grants`]), so that every computing benefit
//! is granted to some. Kinds that stand beside the enterprise (parks, cities …) are left out.
//!
//! [`Generator::facts`] gives rows as facts; [`table`] gives the same rows as tables, for readers
//! of files.
#![allow(dead_code, unreachable_pub, clippy::unwrap_used, clippy::indexing_slicing)]
#![allow(clippy::arithmetic_side_effects, clippy::cast_possible_truncation)]
#![allow(clippy::cast_possible_wrap, clippy::cast_sign_loss)]

pub mod files;
pub mod grants;
pub mod random;
pub mod table;
pub mod values;

use std::collections::BTreeMap;

use polc::ast::File;
use polc::eval::{Cell, DecisionTaken, Facts, Listing, Subject, SubjectId};
use polc::ir::{FactId, KindId, Program, RuleId, Type};
use polc::quantity::{Date, Exact};

use grants::{Grant, grants, is_at_or_below};
use random::Random;
use values::Figures;

/// The years for which yearly facts are given.
pub const FIRST_YEAR: i32 = 2020;
pub const YEAR_COUNT: usize = 4;
/// The years asked, in turns. Some benefits are of 2022 only, others start after it.
pub const YEARS: [i32; 2] = [2022, 2023];

/// Of a thousand facts so many are left out, unless all are to be known.
const UNKNOWN: usize = 40;
/// Granting cases laid over a row.
const GRANTS: usize = 4;

/// Makes rows.
pub struct Generator<'p> {
    pub program: &'p Program,
    seed: u64,
    kinds: Kinds,
    figures: Figures,
    unknown: usize,
    /// For each year asked, the cases that grant in it, by rule.
    grants: Vec<(i32, BTreeMap<RuleId, Vec<Grant>>)>,
}

/// The kinds that every row has, and the others below the enterprise.
struct Kinds {
    enterprise: KindId,
    project: KindId,
    loans: [KindId; 2],
    others: Vec<KindId>,
}

impl<'p> Generator<'p> {
    /// For a program and the trees of its files, whose examples are taken over. Row after row asks
    /// one of these years ([`YEARS`]).
    pub fn new(program: &'p Program, files: &[File], years: &[i32], seed: u64) -> Generator<'p> {
        let kinds = Kinds::of(program);
        let figures = Figures::of(program);
        let of_year = |year: i32| {
            let mut by_rule: BTreeMap<RuleId, Vec<Grant>> = BTreeMap::new();
            for grant in grants(program, files, kinds.enterprise, year, today()) {
                by_rule.entry(grant.rule).or_default().push(grant);
            }
            (year, by_rule)
        };
        let grants = years.iter().map(|year| of_year(*year)).collect();
        Generator { program, seed, kinds, figures, unknown: UNKNOWN, grants }
    }

    /// The same, with nothing left out.
    pub fn all_known(self) -> Generator<'p> {
        Generator { unknown: 0, ..self }
    }

    /// As a data set made for some clauses has it: children of no kind that these do not speak of,
    /// beside the projects and loans, and granting cases of these alone.
    pub fn for_clauses(mut self, numbers: &[u32]) -> Generator<'p> {
        let program = self.program;
        let clauses = program.clauses.iter().filter(|clause| numbers.contains(&clause.number));
        let rules: Vec<RuleId> = clauses.flat_map(|clause| &clause.rules).copied().collect();
        let facts = rules.iter().flat_map(|id| program.facts_of(&program.rules[id.index()]));
        let spoken_of: Vec<KindId> =
            facts.map(|fact| program.vocabulary.facts[fact.index()].kind).collect();
        self.kinds.others.retain(|kind| spoken_of.contains(kind));
        for (_, by_rule) in &mut self.grants {
            by_rule.retain(|rule, _| rules.contains(rule));
        }
        self
    }

    /// The kind of the root of every row.
    pub fn enterprise(&self) -> KindId {
        self.kinds.enterprise
    }

    /// The facts of a row.
    pub fn facts(&self, row: u64) -> Facts {
        let mut random = Random::of(self.seed, row);
        let (turn, at) = (row as usize / self.grants.len(), row as usize % self.grants.len());
        let (year, by_rule) = &self.grants[at];
        let mut draft = Draft::new(self, *year, row);
        draft.plant(&mut random);
        let rules: Vec<&[Grant]> = by_rule.values().map(Vec::as_slice).collect();
        for _ in 1..GRANTS {
            let of_rule = *random.one_of(&rules);
            draft.lay_over(random.one_of(of_rule));
        }
        // At last one in turns: each rule has its share of rows.
        draft.lay_over(random.one_of(rules[turn % rules.len()]));
        draft.fill(&mut random);
        draft.list(&mut random);
        draft.facts
    }
}

/// The day of evaluation: all that was to come in the years asked has come.
pub fn today() -> Date {
    Date::new(2023, 12, 31).unwrap()
}

impl Kinds {
    fn of(program: &Program) -> Kinds {
        let ids = || (0..).map(KindId).zip(&program.vocabulary.kinds);
        let named = |en: &str| ids().find(|(_, kind)| kind.name.en == en).unwrap().0;
        let enterprise = named("enterprise");
        let project = named("project");
        let loans = [named("working_loan"), named("fixed_asset_loan")];
        let planted = [enterprise, project, loans[0], loans[1]];
        let below = ids().filter(|(id, _)| is_at_or_below(program, *id, enterprise));
        let others = below.map(|(id, _)| id).filter(|id| !planted.contains(id)).collect();
        Kinds { enterprise, project, loans, others }
    }
}

/// A row in the making.
struct Draft<'g, 'p> {
    generator: &'g Generator<'p>,
    /// The year asked.
    year: i32,
    facts: Facts,
    /// For each subject, whether a granting case speaks of it already.
    taken: Vec<bool>,
}

impl<'g, 'p> Draft<'g, 'p> {
    fn new(generator: &'g Generator<'p>, year: i32, row: u64) -> Self {
        let facts = Facts {
            series: series(generator.program),
            first_year: FIRST_YEAR,
            year_count: YEAR_COUNT,
            years: Some((year, year)),
            as_of: Some(today()),
            ..Facts::default()
        };
        let mut draft = Draft { generator, year, facts, taken: Vec::new() };
        draft.add(generator.kinds.enterprise, None, format!("E{:06}", row + 1));
        draft
    }

    fn program(&self) -> &'p Program {
        self.generator.program
    }

    /// The children that a row has whatever its cases are.
    fn plant(&mut self, random: &mut Random) {
        let Kinds { project, loans, others, .. } = &self.generator.kinds;
        let enterprise = SubjectId(0);
        let first = self.child(*project, enterprise);
        self.child(*project, enterprise);
        self.child(*project, enterprise);
        for loan in loans {
            let of_project = self.program().vocabulary.kinds[loan.index()].parent == Some(*project);
            self.child(*loan, if of_project { first } else { enterprise });
        }
        for kind in others {
            let parent = self.program().vocabulary.kinds[kind.index()].parent;
            if parent == Some(self.generator.kinds.enterprise) && random.per_mille(150) {
                self.child(*kind, enterprise);
            }
        }
    }

    fn child(&mut self, kind: KindId, parent: SubjectId) -> SubjectId {
        let owner = &self.facts.subjects[parent.0 as usize].label;
        let name = &self.program().vocabulary.kinds[kind.index()].name.zh;
        let same = self.facts.subjects.iter();
        let count = same.filter(|one| one.kind == kind && one.parent == Some(parent)).count();
        let label = format!("{owner}-{name}{}", count + 1);
        self.add(kind, Some(parent), label)
    }

    fn add(&mut self, kind: KindId, parent: Option<SubjectId>, label: String) -> SubjectId {
        let id = SubjectId(self.facts.subjects.len() as u32);
        let declared = &self.program().vocabulary.kinds[kind.index()];
        self.facts.subjects.push(Subject {
            kind,
            parent,
            label,
            constants: vec![Cell::Missing; declared.constants.len()],
            yearly: vec![Cell::Missing; declared.yearly.len() * YEAR_COUNT],
            children: Vec::new(),
            history: None,
        });
        self.taken.push(false);
        id
    }

    /// Takes over what a granting case says: of the enterprise, and of each other subject for the
    /// first of its kind of which no case has spoken, else for a new one.
    fn lay_over(&mut self, grant: &Grant) {
        let mut places: Vec<SubjectId> = Vec::new();
        for subject in &grant.subjects {
            let place = match subject.parent {
                None => SubjectId(0),
                Some(parent) => self.free(subject.kind, places[parent]),
            };
            self.taken[place.0 as usize] = true;
            places.push(place);
        }
        for (subject, place) in grant.subjects.iter().zip(&places) {
            let moved = |cell: &Cell| match cell {
                Cell::Subject(SubjectId(of)) => Cell::Subject(places[*of as usize]),
                other => *other,
            };
            let into = &mut self.facts.subjects[place.0 as usize];
            put(&mut into.constants, subject.constants.iter().map(moved));
            for (year, cells) in &subject.yearly {
                let offset = usize::try_from(year - FIRST_YEAR).ok();
                let Some(offset) = offset.filter(|offset| *offset < YEAR_COUNT) else { continue };
                let from = offset * cells.len();
                if let Some(slots) = into.yearly.get_mut(from..from + cells.len()) {
                    put(slots, cells.iter().map(moved));
                }
            }
            if let Some(history) = &subject.history {
                into.history.get_or_insert_default().extend(history.iter().cloned());
            }
        }
        for taken in &grant.decisions {
            let subject = places[taken.subject.0 as usize];
            let same = |one: &DecisionTaken| {
                (one.decision, one.subject, one.year) == (taken.decision, subject, taken.year)
            };
            self.facts.decisions.retain(|one| !same(one));
            self.facts.decisions.push(DecisionTaken { subject, ..taken.clone() });
        }
    }

    fn free(&mut self, kind: KindId, parent: SubjectId) -> SubjectId {
        let mut subjects = self.facts.subjects.iter().zip(&self.taken);
        let free = subjects.position(|(subject, taken)| {
            !taken && subject.kind == kind && subject.parent == Some(parent)
        });
        free.map_or_else(|| self.child(kind, parent), |at| SubjectId(at as u32))
    }

    /// Fills what no case has spoken of; some facts stay unknown.
    fn fill(&mut self, random: &mut Random) {
        let unknown = self.generator.unknown;
        for at in 0..self.facts.subjects.len() {
            let declared = &self.program().vocabulary.kinds[self.facts.subjects[at].kind.index()];
            let years = (0..YEAR_COUNT).flat_map(|_| declared.yearly.iter());
            let constants: Vec<Cell> =
                declared.constants.iter().map(|fact| self.value(*fact, random)).collect();
            let yearly: Vec<Cell> = years.map(|fact| self.value(*fact, random)).collect();
            let subject = &mut self.facts.subjects[at];
            fill(&mut subject.constants, constants);
            fill(&mut subject.yearly, yearly);
            if subject.history.is_none() && !(at == 0 && random.per_mille(unknown)) {
                subject.history = Some(Vec::new());
            }
        }
    }

    fn value(&self, fact: FactId, random: &mut Random) -> Cell {
        if random.per_mille(self.generator.unknown) {
            return Cell::Missing;
        }
        if let Type::Subject(kind) = self.program().vocabulary.facts[fact.index()].ty {
            let first = self.facts.subjects.iter().position(|subject| subject.kind == kind);
            return first.map_or(Cell::Missing, |at| Cell::Subject(SubjectId(at as u32)));
        }
        self.generator.figures.value(self.program(), fact, self.year, random)
    }

    /// The lists of children, nearly all of them complete.
    fn list(&mut self, random: &mut Random) {
        let program = self.program();
        for at in 0..self.facts.subjects.len() {
            let (id, kind) = (SubjectId(at as u32), self.facts.subjects[at].kind);
            for (child, declared) in (0..).map(KindId).zip(&program.vocabulary.kinds) {
                if declared.parent != Some(kind) {
                    continue;
                }
                let subjects = (0..).map(SubjectId).zip(&self.facts.subjects);
                let of_list = |one: &Subject| one.kind == child && one.parent == Some(id);
                let given: Vec<SubjectId> =
                    subjects.filter(|(_, one)| of_list(one)).map(|(id, _)| id).collect();
                let listing = match random.per_mille(self.generator.unknown / 2) {
                    false => Listing::Complete,
                    true if given.is_empty() => Listing::Unknown,
                    true => Listing::Open,
                };
                self.facts.subjects[at].children.push((child, listing, given));
            }
        }
    }
}

/// Overwrites with what is known.
fn put(slots: &mut [Cell], cells: impl Iterator<Item = Cell>) {
    for (slot, cell) in slots.iter_mut().zip(cells) {
        if cell != Cell::Missing {
            *slot = cell;
        }
    }
}

/// Fills what is not known.
fn fill(slots: &mut [Cell], cells: Vec<Cell>) {
    for (slot, cell) in slots.iter_mut().zip(cells) {
        if *slot == Cell::Missing {
            *slot = cell;
        }
    }
}

/// Each series, with a value that falls from half-year to half-year.
fn series(program: &Program) -> Vec<Vec<(Date, Exact)>> {
    let of_series = |granule: Exact| {
        let days = (FIRST_YEAR..).take(YEAR_COUNT).flat_map(|year| [(year, 1), (year, 7)]);
        let days = days.map(|(year, month)| Date::new(year, month, 20).unwrap());
        let values = (0..).map(move |back| granule.checked_mul(Exact::from_i64(400 - back * 5)));
        days.zip(values.map(Option::unwrap)).collect()
    };
    program.vocabulary.series.iter().map(|series| of_series(series.granule)).collect()
}
