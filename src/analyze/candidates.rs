//! Values worth trying for a fact: those that the conditions ask for, then plain ones, then the
//! figures that the rules themselves name.

use std::collections::BTreeMap;

use super::case::{first_day, year_of_case};
use super::conditions::{Ends, Key, Needed, Way};
use crate::eval::Cell;
use crate::ir::{Expr, Fact, FactId, KindId, LocalId, Program, RuleId, SeriesId, Type, VariantSet};
use crate::quantity::{Date, Dimension, Exact};

/// At most so many values are tried for one fact.
const MOST: usize = 8;

/// What is wanted of the facts in the year of a case.
#[derive(Debug, Clone, Default)]
pub(super) struct Values {
    /// What must hold.
    pub(super) way: Way,
    /// Facts with a fixed value.
    pub(super) fixed: BTreeMap<FactId, Exact>,
}

/// Values for facts.
pub(super) struct Candidates<'a> {
    program: &'a Program,
    values: &'a Values,
    year: i32,
    figures: Vec<Exact>,
    days: Vec<Date>,
}

impl<'a> Candidates<'a> {
    pub(super) fn new(program: &'a Program, rules: &[RuleId], values: &'a Values) -> Self {
        let year = year_of_case(program);
        let (mut figures, mut days) = (Vec::new(), Vec::new());
        days.extend(first_day(program));
        days.extend(Date::new(year, 12, 31));
        days.extend(Date::new(year, 1, 1));
        for expr in constants(program, rules) {
            match expr {
                Expr::Number(figure, _) if !figures.contains(figure) => figures.push(*figure),
                Expr::Date(day, _) if !days.contains(day) => days.push(*day),
                _ => {}
            }
        }
        Self { program, values, year, figures, days }
    }

    /// The kind of subject that a fact refers to.
    pub(super) fn refers_to(&self, fact: FactId) -> Option<KindId> {
        match self.program.vocabulary.facts.get(fact.index())?.ty {
            Type::Subject(kind) => Some(kind),
            _ => None,
        }
    }

    /// Values for a fact, likely ones first.
    pub(super) fn values(&self, fact: FactId, year: Option<i32>) -> Vec<Cell> {
        let Some(info) = self.program.vocabulary.facts.get(fact.index()) else { return Vec::new() };
        let of_case = year.is_none_or(|year| year == self.year);
        let needed = self.values.way.get(&Key::Fact(fact)).filter(|_| of_case);
        match info.ty {
            Type::Truth => {
                let likely = [true, false].into_iter();
                let allowed = likely.filter(|truth| match needed {
                    Some(Needed::Truth(wanted)) => truth == wanted,
                    _ => true,
                });
                allowed.map(Cell::Truth).collect()
            }
            Type::Choice(of) => {
                let one = self.program.vocabulary.enums.get(of.index());
                let count = one.map_or(0, |one| one.variants.len());
                let allowed = (0..count).filter_map(|variant| u16::try_from(variant).ok());
                let allowed = allowed.filter(|variant| match needed {
                    Some(Needed::Among(variants)) => among(*variants, *variant),
                    _ => true,
                });
                allowed.map(Cell::Variant).collect()
            }
            Type::Date { event } => {
                let ends = match needed {
                    Some(Needed::Dated(ends)) => *ends,
                    _ => Ends { from: None, to: None },
                };
                let named = [ends.from, ends.to].into_iter().flatten().map(|(day, _)| day);
                let days = self.days.iter().copied().chain(named).filter(|day| ends.contains(*day));
                let never = event.then_some(Cell::NotHappened);
                days.map(Cell::Date).chain(never).collect()
            }
            Type::Number(dimension) => {
                if let Some(value) = self.values.fixed.get(&fact).filter(|_| of_case) {
                    return vec![Cell::Number(*value)];
                }
                let ends = match needed {
                    Some(Needed::Between(ends)) => *ends,
                    _ => Ends { from: None, to: None },
                };
                self.numbers(info, dimension, ends, of_case)
            }
            Type::Subject(_) => Vec::new(),
        }
    }

    fn numbers(
        &self,
        info: &Fact,
        dimension: Dimension,
        ends: Ends<Exact>,
        of_case: bool,
    ) -> Vec<Cell> {
        let granule = info.granule.unwrap_or(Exact::ONE);
        let beyond = |(at, included): (Exact, bool)| {
            if included { Some(at) } else { at.checked_add(granule) }
        };
        let short_of = |(at, included): (Exact, bool)| {
            if included { Some(at) } else { at.checked_sub(granule) }
        };
        let plain = [plain(dimension), info.max, Some(Exact::ONE)];
        let figures = self.figures.iter().map(|figure| Some(*figure));
        let mut tried: Vec<Exact> = Vec::new();
        // Of a year before, little is the better guess: most rules pay for what was added.
        let least = (!of_case).then_some(info.min.unwrap_or(Exact::ZERO));
        let wanted = [least, ends.from.and_then(beyond)].into_iter().chain(plain);
        let all = wanted.chain([ends.to.and_then(short_of)]).chain(figures).chain([info.min]);
        for value in all.flatten() {
            let fits = value.is_multiple_of(granule)
                && ends.contains(value)
                && info.min.is_none_or(|min| value >= min)
                && info.max.is_none_or(|max| value <= max);
            if fits && !tried.contains(&value) {
                tried.push(value);
            }
        }
        tried.truncate(MOST);
        tried.into_iter().map(Cell::Number).collect()
    }

    /// A value for a series: one at which rates pay something.
    pub(super) fn of_series(&self, series: SeriesId) -> Option<Exact> {
        let info = self.program.vocabulary.series.get(series.index())?;
        info.granule.checked_mul(Exact::from_i64(100))
    }
}

/// An amount large enough to pass most thresholds and small enough to read.
fn plain(dimension: Dimension) -> Option<Exact> {
    let power = if dimension == Dimension::MONEY { 8 } else { 4 };
    Exact::power_of_ten(power)
}

fn among(variants: VariantSet, variant: u16) -> bool {
    variants.checked_shr(u32::from(variant)).is_some_and(|rest| rest & 1 == 1)
}

/// The expressions in rules, those of their intermediates and decisions included.
fn constants<'a>(program: &'a Program, rules: &[RuleId]) -> Vec<&'a Expr> {
    let rules = rules.iter().filter_map(|rule| program.rules.get(rule.index()));
    let mut open: Vec<&Expr> = rules
        .flat_map(|rule| {
            let decisions =
                rule.decisions.iter().filter_map(|id| program.decisions.get(id.index()));
            let bounds = decisions.flat_map(|one| one.lower.iter().chain(&one.upper));
            rule.exprs().into_iter().chain(bounds)
        })
        .collect();
    let (mut found, mut seen) = (Vec::new(), Vec::<LocalId>::new());
    while let Some(expr) = open.pop() {
        open.extend(expr.children());
        match expr {
            Expr::Number(..) | Expr::Date(..) => found.push(expr),
            Expr::Local { local, .. } if !seen.contains(local) => {
                seen.push(*local);
                open.extend(program.locals.get(local.index()).map(|local| &local.body));
            }
            _ => {}
        }
    }
    found
}
