//! Unsigned 256-bit integers: just what exact comparison and rounding of quotients need.
//!
//! A mantissa and a power of ten up to 10^28 are below 2^94 each, so a product of two of them fits
//! with room; what does not fit is `None`, never wrapped.

use super::exact::power_of_ten;

/// `high` × 2^128 + `low`. Fields in this order, so that the derived order is the numeric one.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Wide {
    high: u128,
    low: u128,
}

impl From<u128> for Wide {
    fn from(low: u128) -> Wide {
        Wide { high: 0, low }
    }
}

impl Wide {
    const ZERO: Wide = Wide { high: 0, low: 0 };

    /// The full product of two 128-bit integers.
    pub(super) fn product(a: u128, b: u128) -> Wide {
        let (low, high) = a.carrying_mul(b, 0);
        Wide { high, low }
    }

    /// The integer, if it fits 128 bits.
    pub(super) fn to_u128(self) -> Option<u128> {
        if self.high == 0 { Some(self.low) } else { None }
    }

    /// Whether the integer is 0.
    pub(super) fn is_zero(self) -> bool {
        self == Wide::ZERO
    }

    /// The product, if it fits.
    pub(super) fn times(self, factor: u128) -> Option<Wide> {
        let low = Wide::product(self.low, factor);
        let high = self.high.checked_mul(factor)?.checked_add(low.high)?;
        Some(Wide { high, low: low.low })
    }

    /// The integer × 10^`places`, if it fits.
    pub(super) fn times_power_of_ten(self, places: u32) -> Option<Wide> {
        // Two steps reach 10^76, just below 2^256.
        match places {
            0 => Some(self),
            1..=38 => self.times(power_of_ten(places)?),
            _ => self.times(power_of_ten(38)?)?.times(power_of_ten(places.saturating_sub(38))?),
        }
    }

    /// The next integer, if it fits.
    pub(super) fn successor(self) -> Option<Wide> {
        let (low, carry) = self.low.carrying_add(1, false);
        Some(Wide { high: self.high.checked_add(u128::from(carry))?, low })
    }

    /// The difference modulo 2^256; callers subtract the smaller from the larger.
    pub(super) fn minus(self, other: Wide) -> Wide {
        let (low, borrow) = self.low.borrowing_sub(other.low, false);
        let (high, _) = self.high.borrowing_sub(other.high, borrow);
        Wide { high, low }
    }

    /// Quotient and remainder; `None` for a divisor of 0.
    pub(super) fn div_rem(self, divisor: Wide) -> Option<(Wide, Wide)> {
        if let (Some(a), Some(b)) = (self.to_u128(), divisor.to_u128()) {
            // Most fit a machine word, whose division is several times quicker.
            if let (Ok(a), Ok(b)) = (u64::try_from(a), u64::try_from(b)) {
                let (quotient, rest) = (a.checked_div(b)?, a.checked_rem(b)?);
                return Some((Wide::from(u128::from(quotient)), Wide::from(u128::from(rest))));
            }
            // One division: the rest is what the quotient leaves, exactly.
            let quotient = a.checked_div(b)?;
            let rest = a.wrapping_sub(quotient.wrapping_mul(b));
            return Some((Wide::from(quotient), Wide::from(rest)));
        }
        if divisor.is_zero() {
            return None;
        }
        let (mut quotient, mut rest) = (Wide::ZERO, Wide::ZERO);
        for position in (0..Wide::BITS).rev() {
            // `rest` < `divisor`; if doubling carries out of 256 bits the true value exceeds any
            // divisor, and the subtraction modulo 2^256 brings it back in range.
            let carried = rest.bit(Wide::BITS.saturating_sub(1));
            rest = rest.doubled(self.bit(position));
            let fits = carried || rest >= divisor;
            if fits {
                rest = rest.minus(divisor);
            }
            quotient = quotient.doubled(fits);
        }
        Some((quotient, rest))
    }

    /// The greatest common divisor; that of 0 and n is n.
    pub(super) fn gcd(self, other: Wide) -> Wide {
        let (mut a, mut b) = (self, other);
        while let Some((_, rest)) = a.div_rem(b) {
            (a, b) = (b, rest);
        }
        a
    }

    const BITS: u32 = 256;

    /// Twice the integer plus `unit`, modulo 2^256.
    fn doubled(self, unit: bool) -> Wide {
        Wide { high: self.high << 1 | self.low >> 127, low: self.low << 1 | u128::from(unit) }
    }

    /// The bit of weight 2^`position`.
    fn bit(self, position: u32) -> bool {
        let word = if position < 128 { self.low } else { self.high };
        word >> (position & 127) & 1 == 1
    }
}
