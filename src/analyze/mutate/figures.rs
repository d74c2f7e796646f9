//! Figures moved by their smallest unit.

use super::change::Around;
use crate::ast::Quantity;
use crate::quantity::{Date, Exact, Ratio, parse_quantity, parse_unit};

/// The figure a smallest unit up and down: the finest that a fact of its dimension has; the last
/// written digit for a plain number, a rate, or what no fact counts.
pub(super) fn shifted(quantity: &Quantity, around: &Around<'_>) -> Vec<Quantity> {
    let numbers = by_granule(quantity, around).unwrap_or_else(|| last_digit(&quantity.number));
    let with = |number| Quantity { number, ..quantity.clone() };
    numbers.into_iter().map(with).collect()
}

/// The number a smallest unit up and down, in the unit as written.
fn by_granule(quantity: &Quantity, around: &Around<'_>) -> Option<Vec<String>> {
    let counts = &around.symbols.counts;
    let read = parse_quantity(&shown(quantity), counts).ok()?;
    let granule = around.granule(read.dimension)?;
    let unit = parse_unit(&quantity.unit, counts).ok()?;
    let step = Ratio::new(granule, unit.factor)?.to_exact()?;
    moved(Exact::parse(&quantity.number).ok()?, step)
}

/// The number with its last digit one up and one down.
pub(super) fn last_digit(number: &str) -> Vec<String> {
    let read = Exact::parse(number).ok();
    let digits = number.split_once('.').map_or(0, |(_, fraction)| fraction.len());
    let step =
        i32::try_from(digits).ok().and_then(|digits| Exact::power_of_ten(digits.checked_neg()?));
    let both = read.and_then(|read| moved(read, step?));
    both.unwrap_or_default()
}

fn moved(number: Exact, step: Exact) -> Option<Vec<String>> {
    let (up, down) = (number.checked_add(step)?, number.checked_sub(step)?);
    let both = [up, down].into_iter().filter(|number| !number.is_negative());
    Some(both.map(|number| number.to_string()).collect())
}

/// The days before and after.
pub(super) fn neighbours(date: &str) -> Vec<String> {
    let Ok(date) = Date::parse(date) else { return Vec::new() };
    let days = [-1, 1].into_iter().filter_map(|days| date.add_days(days));
    days.map(|day| day.to_string()).collect()
}

/// The same day in the years before and after.
pub(super) fn years_around(date: &str) -> Vec<String> {
    let Ok(date) = Date::parse(date) else { return Vec::new() };
    let years = [-1, 1].into_iter().filter_map(|years| date.add_years(years));
    years.map(|day| day.to_string()).collect()
}

/// A quantity as written.
pub(super) fn shown(quantity: &Quantity) -> String {
    format!("{}{}", quantity.number, quantity.unit)
}
