//! The boundary to binary floating point: the only numbers a spreadsheet knows, and two types of
//! Parquet.
//!
//! A binary number is taken at its 15 significant digits, which is what Excel keeps and shows: what
//! was typed as `0.1` is 0.1, although the file holds 0.1000000000000000055…
#![allow(
    clippy::disallowed_types,
    reason = "spreadsheets and some Parquet columns hold binary numbers; they are made exact here"
)]

use super::Fault;
use super::number::{scientific, significant_digits};
use crate::quantity::Exact;

/// The significant digits of a binary number that are taken.
pub(super) const DIGITS: usize = 15;

/// A binary number made exact.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Taken {
    pub(super) number: Exact,
    /// Whether it holds more digits than were taken.
    pub(super) rounded: bool,
}

/// A double at its 15 significant digits; it was rounded if its shortest text has more.
pub(super) fn of_double(value: f64) -> Result<Taken, Fault> {
    if let Some(whole) = whole(value) {
        return Ok(Taken { number: Exact::from_i64(whole), rounded: false });
    }
    if !value.is_finite() {
        return Err(Fault::NotFinite(value.to_string()));
    }
    let shortest = value.to_string();
    let rounded = significant_digits(&shortest) > DIGITS;
    let number = match rounded {
        true => scientific(&format!("{value:.14e}")),
        false => Exact::parse(&shortest).ok(),
    };
    match number {
        Some(number) => Ok(Taken { number, rounded }),
        None => Err(Fault::TooLong(format!("{value:e}"))),
    }
}

/// A number of single precision at the digits of its shortest text, at most 9. It is told as rounded
/// unless it is whole: what was meant by it cannot have had more than 7.
#[cfg(feature = "parquet")]
pub(super) fn of_single(value: f32) -> Result<Taken, Fault> {
    let taken = of_double(value.to_string().parse().unwrap_or(f64::NAN))?;
    Ok(Taken { rounded: !taken.number.is_integer(), ..taken })
}

/// The double of a number, if it has at most 15 significant digits, so that it reads back equal.
pub(super) fn double(number: Exact) -> Option<f64> {
    let text = number.to_string();
    if significant_digits(&text) > DIGITS { None } else { text.parse().ok() }
}

/// Whether a spreadsheet's count of days is of a day, without a time. (Days before the first are
/// negative, the day 0 is none.)
pub(super) fn is_day(days: f64) -> bool {
    whole(days).is_some_and(|days| days > 0)
}

/// The value, if it is a whole number that a double holds apart from its neighbours and that has at
/// most 15 digits.
#[allow(
    clippy::cast_possible_truncation,
    clippy::float_cmp,
    reason = "below 10^15 every whole double is an i64"
)]
fn whole(value: f64) -> Option<i64> {
    (value.abs() < 1e15 && value.trunc() == value).then_some(value as i64)
}
