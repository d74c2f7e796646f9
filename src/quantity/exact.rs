//! Decimal numbers that are exact or refused.
//!
//! `rust_decimal`'s own `checked_*` operations round an over-long product or sum and still return
//! `Some`, its `round_dp` is banker's rounding and its lenient parsers drop digits, so [`Exact`]
//! keeps [`Decimal`] as its payload only and does the arithmetic itself.
//!
//! Invariant, upheld by [`Exact::pack`], the only way in: the value is ±mantissa × 10^−scale with
//! mantissa < 10^28 and scale ≤ 28; the mantissa of a fraction does not end in 0; zero is +0 at
//! scale 0. So equal numbers have equal bits, and 10^28 < 2^96 fits the payload.

use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};

use rust_decimal::Decimal;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use super::literal::ExactError;
use super::wide::Wide;

/// The most significant digits a number may have.
pub(super) const MAX_DIGITS: u32 = 28;
/// The most digits after the point.
pub(super) const MAX_SCALE: u32 = 28;
/// The first mantissa that is too large.
const MANTISSA_LIMIT: u128 = 10u128.pow(MAX_DIGITS);

/// An exact decimal number of at most 28 significant digits.
#[derive(Clone, Copy)]
pub struct Exact(Decimal);

impl Exact {
    /// 0.
    pub const ZERO: Exact = Exact(Decimal::ZERO);
    /// 1.
    pub const ONE: Exact = Exact(Decimal::ONE);
    /// 0.01: one 分 as a part of a 元.
    pub const CENT: Exact = Exact(Decimal::from_parts(1, 0, 0, false, 2));

    /// A whole number. Every `i64` fits: it has at most 19 digits.
    #[inline]
    pub fn from_i64(value: i64) -> Exact {
        let magnitude = u128::from(value.unsigned_abs());
        Exact(Decimal::from_parts(low32(magnitude), low32(magnitude >> 32), 0, value < 0, 0))
    }

    /// 10^`exponent`.
    pub fn power_of_ten(exponent: i32) -> Option<Exact> {
        let places = exponent.unsigned_abs();
        match exponent {
            ..0 => Exact::pack(false, 1, places),
            0.. => Exact::pack(false, power_of_ten(places)?, 0),
        }
    }

    /// `units` × 10^−`scale`, as column formats store decimals, or `None` if it does not fit.
    pub fn of_units(units: i128, scale: u32) -> Option<Exact> {
        Exact::pack(units < 0, units.unsigned_abs(), scale)
    }

    /// How many units of 10^−`scale` the number is: the inverse of [`Exact::of_units`]. `None` if
    /// it is no whole count of them.
    #[inline]
    pub fn units(self, scale: u32) -> Option<i128> {
        if scale == self.scale() {
            return Some(self.0.mantissa());
        }
        let magnitude = i128::try_from(self.mantissa_at(scale)?).ok()?;
        if self.is_negative() { magnitude.checked_neg() } else { Some(magnitude) }
    }

    /// The sum, or `None` if it does not fit.
    #[inline]
    pub fn checked_add(self, other: Exact) -> Option<Exact> {
        let (a, b) = (self.0.mantissa(), other.0.mantissa());
        let (sum, scale) = match self.scale().cmp(&other.scale()) {
            // Both are below 10^28, so the sum is far from overflowing.
            Ordering::Equal => (a.checked_add(b)?, self.scale()),
            // Where the scales differ the sum ends in the finer operand's last digit, which is not
            // 0: nothing can be stripped, so an overflow here means that the sum does not fit.
            Ordering::Less => (rescaled(a, self, other)?.checked_add(b)?, other.scale()),
            Ordering::Greater => (a.checked_add(rescaled(b, other, self)?)?, self.scale()),
        };
        Exact::pack(sum < 0, sum.unsigned_abs(), scale)
    }

    /// The difference, or `None` if it does not fit.
    #[inline]
    pub fn checked_sub(self, other: Exact) -> Option<Exact> {
        self.checked_add(other.negated())
    }

    /// The product, or `None` if it does not fit.
    #[inline]
    pub fn checked_mul(self, other: Exact) -> Option<Exact> {
        let (a, b) = (self.0.unpack(), other.0.unpack());
        let negative = a.negative != b.negative;
        let scale = a.scale.checked_add(b.scale)?;
        if a.hi == 0 && b.hi == 0 {
            let (low, high) = join(a.lo, a.mid).carrying_mul(join(b.lo, b.mid), 0);
            return Exact::pack(negative, u128::from(high) << 64 | u128::from(low), scale);
        }
        Exact::pack_wide(negative, Wide::product(self.mantissa(), other.mantissa()), scale)
    }

    /// The number with the other sign; zero stays zero.
    #[inline]
    pub fn negated(self) -> Exact {
        let raw = self.0.unpack();
        Exact(Decimal::from_parts(raw.lo, raw.mid, raw.hi, !raw.negative, raw.scale))
    }

    /// The number without its sign.
    #[inline]
    pub fn abs(self) -> Exact {
        if self.is_negative() { self.negated() } else { self }
    }

    /// Whether the number is 0.
    #[inline]
    pub fn is_zero(self) -> bool {
        self.0.is_zero()
    }

    /// Whether the number is below 0.
    #[inline]
    pub fn is_negative(self) -> bool {
        self.0.is_sign_negative()
    }

    /// Whether the number is whole.
    #[inline]
    pub fn is_integer(self) -> bool {
        self.scale() == 0
    }

    /// The number of digits after the point.
    #[inline]
    pub fn scale(self) -> u32 {
        self.0.scale()
    }

    /// Whether the number is a whole multiple of `step`; false for a `step` of 0.
    pub fn is_multiple_of(self, step: Exact) -> bool {
        let common = self.scale().max(step.scale());
        let at =
            |n: Exact| Wide::from(n.mantissa()).times_power_of_ten(common.checked_sub(n.scale())?);
        match (at(self), at(step)) {
            (Some(value), Some(step)) => {
                value.div_rem(step).is_some_and(|(_, rest)| rest.is_zero())
            }
            _ => false,
        }
    }

    /// The number as an `i64`, if it is whole and fits.
    pub fn to_i64(self) -> Option<i64> {
        if self.is_integer() { i64::try_from(self.0.mantissa()).ok() } else { None }
    }

    /// The unsigned mantissa.
    #[inline]
    pub(super) fn mantissa(self) -> u128 {
        self.0.mantissa().unsigned_abs()
    }

    /// The unsigned mantissa at a finer scale, if it fits.
    pub(super) fn mantissa_at(self, scale: u32) -> Option<u128> {
        let places = scale.checked_sub(self.scale())?;
        self.mantissa().checked_mul(power_of_ten(places)?)
    }

    /// The canonical number ±`mantissa` × 10^−`scale`, or `None` if it does not fit.
    #[inline]
    pub(super) fn pack(negative: bool, mantissa: u128, scale: u32) -> Option<Exact> {
        let (mantissa, scale) = if scale == 0 { (mantissa, 0) } else { stripped(mantissa, scale) };
        if mantissa >= MANTISSA_LIMIT || scale > MAX_SCALE {
            return None;
        }
        let (low, mid, high) = (low32(mantissa), low32(mantissa >> 32), low32(mantissa >> 64));
        let payload = Decimal::from_parts(low, mid, high, negative, scale);
        Some(Exact(payload))
    }

    /// [`Exact::pack`] for a mantissa that may only fit once its trailing zeros are gone.
    #[cold]
    pub(super) fn pack_wide(negative: bool, mut mantissa: Wide, mut scale: u32) -> Option<Exact> {
        loop {
            if let Some(narrow) = mantissa.to_u128() {
                return Exact::pack(negative, narrow, scale);
            }
            let (tenth, rest) = mantissa.div_rem(Wide::from(10))?;
            if !rest.is_zero() {
                return None;
            }
            (mantissa, scale) = (tenth, scale.checked_sub(1)?);
        }
    }
}

/// The mantissa of `number` at the scale of the finer number `target`.
#[inline]
fn rescaled(mantissa: i128, number: Exact, target: Exact) -> Option<i128> {
    let places = target.scale().checked_sub(number.scale())?;
    mantissa.checked_mul(i128::try_from(power_of_ten(places)?).ok()?)
}

/// The mantissa without trailing zeros, and what is left of the scale.
#[inline]
fn stripped(mantissa: u128, mut scale: u32) -> (u128, u32) {
    let mut wide = mantissa;
    let mut narrow = loop {
        match u64::try_from(wide) {
            Ok(0) => return (0, 0),
            Ok(narrow) => break narrow,
            Err(_) if scale > 0 && wide.is_multiple_of(10) => {
                (wide, scale) = (wide / 10, scale.saturating_sub(1));
            }
            Err(_) => return (wide, scale),
        }
    };
    // Columns of a format store many zeros.
    while scale >= 4 && narrow.is_multiple_of(10_000) {
        (narrow, scale) = (narrow / 10_000, scale.saturating_sub(4));
    }
    while scale > 0 && narrow.is_multiple_of(10) {
        (narrow, scale) = (narrow / 10, scale.saturating_sub(1));
    }
    (u128::from(narrow), scale)
}

/// The lowest 32 bits.
#[inline]
const fn low32(word: u128) -> u32 {
    (word & 0xffff_ffff) as u32
}

/// A word from its halves.
#[inline]
fn join(low: u32, high: u32) -> u64 {
    u64::from(high) << 32 | u64::from(low)
}

/// 10^`places`, if it fits (up to 10^38).
#[inline]
pub(super) fn power_of_ten(places: u32) -> Option<u128> {
    POWERS_OF_TEN.get(places as usize).copied()
}

/// 10^0 … 10^38.
#[allow(
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    reason = "evaluated when compiling"
)]
const POWERS_OF_TEN: [u128; 39] = {
    let mut table = [1u128; 39];
    let mut places = 1u32;
    while places < 39 {
        table[places as usize] = 10u128.pow(places);
        places += 1;
    }
    table
};

impl PartialEq for Exact {
    #[inline]
    fn eq(&self, other: &Exact) -> bool {
        self.0.serialize() == other.0.serialize()
    }
}

impl Eq for Exact {}

impl Hash for Exact {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.0.serialize().hash(state);
    }
}

impl Ord for Exact {
    #[inline]
    fn cmp(&self, other: &Exact) -> Ordering {
        let (a, b) = (self.0.mantissa(), other.0.mantissa());
        // A mantissa that overflows when rescaled exceeds every other one, so its sign decides.
        match self.scale().cmp(&other.scale()) {
            Ordering::Equal => a.cmp(&b),
            Ordering::Less => rescaled(a, *self, *other).map_or(a.cmp(&0), |a| a.cmp(&b)),
            Ordering::Greater => rescaled(b, *other, *self).map_or(0.cmp(&b), |b| a.cmp(&b)),
        }
    }
}

impl PartialOrd for Exact {
    #[inline]
    fn partial_cmp(&self, other: &Exact) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Default for Exact {
    fn default() -> Exact {
        Exact::ZERO
    }
}

impl fmt::Display for Exact {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (raw, plain) = (self.0.unpack(), f.width().is_none() && f.precision().is_none());
        let power = power_of_ten(raw.scale).and_then(|power| u64::try_from(power).ok());
        let Some(power) = power.filter(|_| raw.hi == 0 && plain) else { return self.0.fmt(f) };
        let (mantissa, sign) = (join(raw.lo, raw.mid), if raw.negative { "-" } else { "" });
        if raw.scale == 0 {
            return write!(f, "{sign}{mantissa}");
        }
        let (whole, part) = (mantissa.checked_div(power), mantissa.checked_rem(power));
        let (whole, part) = (whole.unwrap_or(0), part.unwrap_or(0));
        write!(f, "{sign}{whole}.{part:0places$}", places = raw.scale as usize)
    }
}

impl fmt::Debug for Exact {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl From<i64> for Exact {
    fn from(value: i64) -> Exact {
        Exact::from_i64(value)
    }
}

/// A decimal string for people (JSON), mantissa and scale for machines.
impl Serialize for Exact {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if serializer.is_human_readable() {
            serializer.collect_str(self)
        } else {
            (self.0.mantissa(), self.scale()).serialize(serializer)
        }
    }
}

impl<'de> Deserialize<'de> for Exact {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Exact, D::Error> {
        if deserializer.is_human_readable() {
            let text = String::deserialize(deserializer)?;
            return Exact::parse(&text).map_err(de::Error::custom);
        }
        let (mantissa, scale) = <(i128, u32)>::deserialize(deserializer)?;
        Exact::pack(mantissa < 0, mantissa.unsigned_abs(), scale)
            .ok_or_else(|| de::Error::custom(ExactError::TooLarge))
    }
}
