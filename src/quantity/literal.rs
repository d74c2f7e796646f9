//! Exact numbers as text, in a grammar of their own: lenient parsers drop digits.

use std::fmt;
use std::str::FromStr;

use super::exact::{Exact, MAX_DIGITS, MAX_SCALE, power_of_ten};

impl Exact {
    /// Reads a decimal number: an optional sign, digits, an optional fraction.
    ///
    /// `_` may stand between any two digits; `,` only where it separates thousands, so that `1,5`
    /// is never read as 15. A number that would lose a digit is refused.
    pub fn parse(text: &str) -> Result<Exact, ExactError> {
        if let Some(short) = short_decimal(text) {
            return Ok(short);
        }
        let (negative, unsigned) = match text.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, text.strip_prefix('+').unwrap_or(text)),
        };
        let (whole, fraction) = match unsigned.split_once('.') {
            Some((whole, fraction)) => (whole, Some(fraction)),
            None => (unsigned, None),
        };
        let parts = std::iter::once(whole).chain(fraction);
        if !parts.clone().all(is_digit_run) || fraction.is_some_and(|digits| digits.contains(',')) {
            return Err(ExactError::Malformed);
        }
        if !has_thousands_groups(whole) {
            return Err(ExactError::Grouping);
        }
        let digits = parts.flat_map(str::chars).filter_map(|c| c.to_digit(10));
        let places = fraction.map_or(0, |text| text.chars().filter(char::is_ascii_digit).count());
        from_digits(negative, digits, places)
    }
}

/// A plain decimal of up to 18 digits, which is nearly every number there is: `-1234.5`.
#[inline]
fn short_decimal(text: &str) -> Option<Exact> {
    let (negative, digits) = match text.as_bytes() {
        [b'-', rest @ ..] => (true, rest),
        all => (false, all),
    };
    // 18 digits and a point; a mantissa below 10^18 fits.
    if digits.len() > 19 {
        return None;
    }
    let (mut mantissa, mut point) = (0u64, None);
    for (at, byte) in digits.iter().enumerate() {
        match byte {
            b'0'..=b'9' => {
                mantissa =
                    mantissa.checked_mul(10)?.checked_add(u64::from(byte.wrapping_sub(b'0')))?;
            }
            b'.' if point.is_none() && at > 0 => point = Some(at),
            _ => return None,
        }
    }
    let places = point.map_or(0, |at| digits.len().saturating_sub(at).saturating_sub(1));
    if digits.is_empty() || point.is_some() && places == 0 {
        return None;
    }
    Exact::pack(negative && mantissa > 0, u128::from(mantissa), u32::try_from(places).ok()?)
}

/// Whether `text` is digits with single separators between them.
fn is_digit_run(text: &str) -> bool {
    text.split(['_', ',']).all(|run| !run.is_empty() && run.chars().all(|c| c.is_ascii_digit()))
}

/// Whether the commas of `whole`, if any, cut it in thousands.
fn has_thousands_groups(whole: &str) -> bool {
    let lengths = whole.split(',').map(|group| group.chars().filter(char::is_ascii_digit).count());
    let mut later = lengths.clone().skip(1);
    later.clone().next().is_none() || later.all(|n| n == 3) && lengths.take(1).all(|n| n <= 3)
}

/// The number whose last `places` of `digits` stand after the point.
fn from_digits(
    negative: bool,
    digits: impl Iterator<Item = u32>,
    places: usize,
) -> Result<Exact, ExactError> {
    let (mut mantissa, mut significant, mut zeros) = (0u128, 0usize, 0usize);
    for digit in digits {
        if digit == 0 {
            zeros = zeros.saturating_add(usize::from(significant > 0));
            continue;
        }
        // The zeros before this digit turn out to be significant.
        significant = significant.saturating_add(zeros).saturating_add(1);
        if significant <= MAX_DIGITS as usize {
            mantissa = u32::try_from(zeros.saturating_add(1))
                .ok()
                .and_then(power_of_ten)
                .and_then(|shift| mantissa.checked_mul(shift))
                .and_then(|shifted| shifted.checked_add(u128::from(digit)))
                .ok_or(ExactError::TooLarge)?;
        }
        zeros = 0;
    }
    if significant > MAX_DIGITS as usize {
        return Err(ExactError::TooManyDigits { digits: significant });
    }
    if significant == 0 {
        return Ok(Exact::ZERO);
    }
    // `zeros` trailing zeros are not in the mantissa yet: they cancel decimal places.
    let packed = match places.checked_sub(zeros).map(u32::try_from) {
        Some(Ok(scale)) => Exact::pack(negative, mantissa, scale),
        Some(Err(_)) => None,
        None => u32::try_from(zeros.saturating_sub(places))
            .ok()
            .and_then(power_of_ten)
            .and_then(|shift| mantissa.checked_mul(shift))
            .and_then(|mantissa| Exact::pack(negative, mantissa, 0)),
    };
    packed.ok_or(if places > zeros { ExactError::TooFine } else { ExactError::TooLarge })
}

impl FromStr for Exact {
    type Err = ExactError;

    fn from_str(text: &str) -> Result<Exact, ExactError> {
        Exact::parse(text)
    }
}

/// Why a text is not an exact number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExactError {
    /// Not of the form `-1234.5`.
    Malformed,
    /// A comma that does not separate thousands.
    Grouping,
    /// More than 28 significant digits.
    TooManyDigits {
        /// How many there are.
        digits: usize,
    },
    /// 10^28 or more.
    TooLarge,
    /// More than 28 digits after the point.
    TooFine,
}

impl ExactError {
    /// The sentence in Chinese.
    pub fn zh(&self) -> String {
        match self {
            ExactError::Malformed => "不是数：应写作 1234.5 的样子".into(),
            ExactError::Grouping => "逗号只能用作千分位，如 1,500,000；小数点写作 .".into(),
            ExactError::TooManyDigits { digits } => {
                format!("数有 {digits} 位有效数字，最多 {MAX_DIGITS} 位")
            }
            ExactError::TooLarge => format!("数太大：整数部分最多 {MAX_DIGITS} 位"),
            ExactError::TooFine => format!("数太细：小数部分最多 {MAX_SCALE} 位"),
        }
    }

    /// The sentence in English.
    pub fn en(&self) -> String {
        match self {
            ExactError::Malformed => "not a number: write it as 1234.5".into(),
            ExactError::Grouping => {
                "a comma may only separate thousands, as in 1,500,000; the decimal point is ."
                    .into()
            }
            ExactError::TooManyDigits { digits } => {
                format!("the number has {digits} significant digits; at most {MAX_DIGITS} are kept")
            }
            ExactError::TooLarge => {
                format!("the number is too large: at most {MAX_DIGITS} digits before the point")
            }
            ExactError::TooFine => {
                format!("the number is too fine: at most {MAX_SCALE} digits after the point")
            }
        }
    }
}

impl fmt::Display for ExactError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.en())
    }
}

impl std::error::Error for ExactError {}
