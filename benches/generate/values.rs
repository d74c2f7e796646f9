//! Values of one fact: numbers around the figures that the rules compare it with, truths that
//! mostly hold, events mostly of the year asked.

use polc::eval::Cell;
use polc::ir::{Expr, Fact, FactId, Program, Type};
use polc::quantity::{Date, Dimension, Exact, Ratio};

use super::random::Random;

/// For each fact, by id, the figures it is compared with.
pub struct Figures(Vec<Vec<Exact>>);

impl Figures {
    /// Those of all rules and intermediates.
    pub fn of(program: &Program) -> Figures {
        let mut figures = Figures(vec![Vec::new(); program.vocabulary.facts.len()]);
        let locals = program.locals.iter().map(|local| &local.body);
        for expr in program.rules.iter().flat_map(|rule| rule.exprs()).chain(locals) {
            expr.walk(&mut |expr| match expr {
                Expr::Compare { left, right, .. } | Expr::Cap { value: left, limit: right, .. } => {
                    figures.note(program, left, &[right]);
                    figures.note(program, right, &[left]);
                }
                Expr::Tiers(tiers) => {
                    let bounds = tiers.rows.iter().filter_map(|row| row.lower.as_ref());
                    let bounds: Vec<&Expr> = bounds.map(|bound| &bound.at).collect();
                    figures.note(program, &tiers.of, &bounds);
                }
                _ => {}
            });
        }
        for figures in &mut figures.0 {
            figures.sort();
            figures.dedup();
        }
        figures
    }

    /// Notes the figures in some expressions for the facts of the same dimension in another.
    fn note(&mut self, program: &Program, value: &Expr, bounds: &[&Expr]) {
        let mut numbers = Vec::new();
        for bound in bounds {
            bound.walk(&mut |expr| {
                if let Expr::Number(number, at) = expr {
                    numbers.push((*number, program.addresses[at.0 as usize].dimension));
                }
            });
        }
        value.walk(&mut |expr| {
            let Expr::Fact { fact, .. } = expr else { return };
            let Type::Number(dimension) = program.vocabulary.facts[fact.index()].ty else { return };
            let same = numbers.iter().filter(|(_, of)| *of == Some(dimension));
            self.0[fact.index()].extend(same.map(|(number, _)| *number));
        });
    }

    /// A value of a fact.
    pub fn value(&self, program: &Program, fact: FactId, year: i32, random: &mut Random) -> Cell {
        let declared = &program.vocabulary.facts[fact.index()];
        match declared.ty {
            Type::Truth => Cell::Truth(random.per_mille(800)),
            Type::Choice(of) => {
                let count = program.vocabulary.enums[of.index()].variants.len();
                Cell::Variant(random.below(count) as u16)
            }
            Type::Date { event: true } if random.per_mille(80) => Cell::NotHappened,
            Type::Date { event } => Cell::Date(day(year, event, random)),
            Type::Number(dimension) => {
                Cell::Number(number(declared, dimension, &self.0[fact.index()], random))
            }
            Type::Subject(_) => Cell::Missing,
        }
    }
}

/// An event lies mostly in the year asked; what is due, in the two years from then.
fn day(year: i32, event: bool, random: &mut Random) -> Date {
    let year = match (event, random.below(10)) {
        (true, 0..=6) => year,
        (true, 7) => year + 1,
        (true, more) => year - more as i32 + 7,
        (false, more) => year + (more % 3) as i32,
    };
    Date::new(year, 1, 1).unwrap().add_days(random.below(365) as i32).unwrap()
}

/// A number near a figure that the fact is compared with, or of a size that its unit suggests.
fn number(fact: &Fact, dimension: Dimension, figures: &[Exact], random: &mut Random) -> Exact {
    let granule = fact.granule.unwrap_or(Exact::ONE);
    let step = |places: i32| Exact::power_of_ten(places).unwrap();
    let base = match figures {
        [] if dimension == Dimension::MONEY => step(5 + random.below(4) as i32),
        [] => step(1 + random.below(3) as i32).checked_mul(granule).unwrap(),
        figures => *random.one_of(figures),
    };
    // One in eight stands exactly on the figure; the others from a half to four times of it.
    let percent = if random.per_mille(125) { 100 } else { 50 + random.below(350) };
    let percent = Exact::from_i64(percent as i64).checked_mul(step(-2)).unwrap();
    let near = Ratio::from(base.checked_mul(percent).unwrap()).floor_to(granule).unwrap();
    let near = fact.min.map_or(near, |min| near.max(min));
    fact.max.map_or(near, |max| near.min(max))
}
