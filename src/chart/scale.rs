//! From numbers to places on a sheet, and the figures that stand beside an axis.

use super::svg::Tenths;
use crate::quantity::{Exact, Mode, Ratio};

/// A range of numbers along a stretch of the sheet.
#[derive(Debug, Clone, Copy)]
pub struct Scale {
    low: Ratio,
    high: Ratio,
    from: Tenths,
    to: Tenths,
}

impl Scale {
    /// `low` stands at `from`, `high` at `to`.
    #[must_use]
    pub fn new((low, high): (Ratio, Ratio), (from, to): (Tenths, Tenths)) -> Scale {
        Scale { low, high, from, to }
    }

    /// The place of a number, to the nearest tenth of a pixel; in the middle where the range is
    /// but one number. What lies outside is put at the end.
    #[must_use]
    pub fn at(&self, number: Ratio) -> Tenths {
        let number = number.clamp(self.low.min(self.high), self.high.max(self.low));
        self.exactly(number).unwrap_or_else(|| self.from.midpoint(self.to))
    }

    fn exactly(&self, number: Ratio) -> Option<Tenths> {
        let length = Ratio::from(Exact::from_i64(self.to.checked_sub(self.from)?));
        let part = number.checked_sub(self.low)?.checked_div(self.high.checked_sub(self.low)?)?;
        let along = part.checked_mul(length)?.round(Exact::ONE, Mode::HalfUp)?.to_i64()?;
        self.from.checked_add(along)
    }
}

/// What an axis counts in: so much of the canonical unit, and what that is called.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unit {
    /// How much of the canonical unit.
    pub of: Exact,
    /// Its name; empty for a plain number.
    pub name: String,
}

impl Unit {
    /// The unit after 亿, 万 or nothing in which figures up to `most` read best.
    #[must_use]
    pub fn fit(most: Ratio, unit: &str) -> Unit {
        let scaled = |power: i32, word: &str| {
            let of = Exact::power_of_ten(power)?;
            let large = most >= Ratio::from(of);
            large.then(|| Unit { of, name: format!("{word}{unit}") })
        };
        let plain = || Unit { of: Exact::ONE, name: unit.to_owned() };
        scaled(8, "亿").or_else(|| scaled(4, "万")).unwrap_or_else(plain)
    }

    /// A figure in this unit, without its name.
    #[must_use]
    pub fn figure(&self, number: Ratio) -> String {
        number.checked_div(self.of.into()).map_or_else(String::new, |figure| figure.to_string())
    }
}

/// Round figures in a range, at most about so many: steps of 1, 2 or 5 times a power of ten.
#[must_use]
pub fn ticks(low: Ratio, high: Ratio, most: i64) -> Vec<Ratio> {
    step(low, high, most).and_then(|step| figures(low, high, step)).unwrap_or_default()
}

/// Powers of ten that a step may have.
const POWERS: std::ops::RangeInclusive<i32> = -8..=26;

fn step(low: Ratio, high: Ratio, most: i64) -> Option<Exact> {
    let wanted = high.checked_sub(low)?.checked_div(Exact::from_i64(most.max(1)).into())?;
    if wanted.is_zero() || wanted.is_negative() {
        return None;
    }
    let steps = POWERS.flat_map(|power| {
        [1, 2, 5].into_iter().filter_map(move |times| {
            Exact::power_of_ten(power)?.checked_mul(Exact::from_i64(times))
        })
    });
    steps.into_iter().find(|step| Ratio::from(*step) >= wanted)
}

fn figures(low: Ratio, high: Ratio, step: Exact) -> Option<Vec<Ratio>> {
    let mut figures = Vec::new();
    let mut figure = low.ceil_to(step)?;
    while Ratio::from(figure) <= high {
        figures.push(figure.into());
        figure = figure.checked_add(step)?;
    }
    Some(figures)
}
