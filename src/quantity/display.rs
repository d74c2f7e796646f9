//! Quantities as people read them. Nothing here rounds: what has more digits shows more digits.

use super::exact::Exact;
use super::ratio::Ratio;
use super::unit::Unit;

/// `value`, which is in the canonical unit, in `unit`: 15000000 in 万元 is `1500万元`.
pub fn format_in(value: Exact, unit: &Unit) -> String {
    match Ratio::new(value, unit.factor) {
        Some(number) => format!("{number}{}", unit.text),
        None => format!("{value}{}", unit.text),
    }
}

/// An amount of money in the style of official documents: `3000万元`, `3.5亿元`, `123456元`.
pub fn money_zh(value: Exact) -> String {
    short(value, "元")
}

/// `value` with `unit` after the largest of 亿, 万 and nothing that leaves a number of at least 1
/// with at most two decimals.
pub fn short(value: Exact, unit: &str) -> String {
    let scaled = |power: i32, word: &str| {
        let number = value.checked_mul(Exact::power_of_ten(power)?)?;
        let reads_well = number.abs() >= Exact::ONE && number.scale() <= 2;
        reads_well.then(|| format!("{number}{word}{unit}"))
    };
    scaled(-8, "亿").or_else(|| scaled(-4, "万")).unwrap_or_else(|| format!("{value}{unit}"))
}

/// An amount of money in 元 with thousands separators and at least two decimals:
/// `30,000,000.00`.
pub fn yuan(value: Exact) -> String {
    let text = value.abs().to_string();
    let (whole, fraction) = text.split_once('.').unwrap_or((&text, ""));
    let sign = if value.is_negative() { "-" } else { "" };
    format!("{sign}{}.{fraction:0<2}", grouped(whole))
}

/// ASCII digits with a comma before each third one from the right.
fn grouped(digits: &str) -> String {
    let until_end = (0..digits.len()).rev();
    let mut text = String::with_capacity(digits.len().saturating_mul(2));
    for (digit, after) in digits.chars().zip(until_end) {
        text.push(digit);
        if after > 0 && after.is_multiple_of(3) {
            text.push(',');
        }
    }
    text
}
