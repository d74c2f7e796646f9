//! Numbers as texts of their formats write them.

use super::{Fault, Held};
use crate::quantity::Exact;

/// How much of a number too long is shown.
const SHOWN: usize = 48;

/// The number of a text of JSON's grammar: `-12.5`, `1.5e-7`.
pub(super) fn held(text: &str) -> Held {
    match scientific(text) {
        Some(number) => Held::Number(number),
        None => {
            let shown: String = text.chars().take(SHOWN).collect();
            let more = if shown.len() < text.len() { "…" } else { "" };
            Fault::TooLong(format!("{shown}{more}")).into()
        }
    }
}

/// A decimal number that may have an exponent, if it can be held exactly.
pub(super) fn scientific(text: &str) -> Option<Exact> {
    let (digits, exponent) = text.split_once(['e', 'E']).unwrap_or((text, ""));
    let digits = Exact::parse(digits).ok()?;
    if exponent.is_empty() || digits.is_zero() {
        return Some(digits);
    }
    digits.checked_mul(Exact::power_of_ten(exponent.parse().ok()?)?)
}

/// How many digits of a decimal text are neither zeros in front nor zeros behind.
pub(super) fn significant_digits(text: &str) -> usize {
    let digits = text.chars().filter(char::is_ascii_digit).skip_while(|digit| *digit == '0');
    let (mut count, mut upto) = (0usize, 0);
    for digit in digits {
        count = count.saturating_add(1);
        if digit != '0' {
            upto = count;
        }
    }
    upto
}
