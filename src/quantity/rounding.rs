//! The one place where a value is rounded.

use serde::{Deserialize, Serialize};

use super::exact::Exact;
use super::ratio::Ratio;
use super::wide::Wide;

/// How a quotient that lies between two multiples of a granule is rounded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Mode {
    /// 四舍五入: to the nearer multiple; halfway, away from zero.
    HalfUp,
    /// 向下取整: to the multiple below, also for negative values.
    Down,
    /// 向上取整: to the multiple above, also for negative values.
    Up,
}

/// `ratio` rounded once, from its exact quotient and remainder, to a multiple of `granule`.
///
/// `None` for a granule that is not above zero, and for a result that does not fit.
pub(super) fn round(ratio: &Ratio, granule: Exact, mode: Mode) -> Option<Exact> {
    if granule.is_zero() || granule.is_negative() {
        return None;
    }
    let (numerator, denominator) = (ratio.numerator(), ratio.denominator());
    if denominator == Exact::ONE && is_decimal_place(granule, numerator.scale()) {
        return Some(numerator);
    }
    // (a·10^−p ÷ b·10^−q) ÷ c·10^−r = a·10^(q+r) ÷ (b·c·10^p), common powers of ten removed.
    let raised = denominator.scale().checked_add(granule.scale())?;
    let (up, down) =
        (raised.saturating_sub(numerator.scale()), numerator.scale().saturating_sub(raised));
    let dividend = Wide::from(numerator.mantissa()).times_power_of_ten(up)?;
    let divisor =
        Wide::product(denominator.mantissa(), granule.mantissa()).times_power_of_ten(down)?;
    let (quotient, rest) = dividend.div_rem(divisor)?;
    let negative = numerator.is_negative();
    let away_from_zero = match mode {
        Mode::HalfUp => rest >= divisor.minus(rest),
        Mode::Down => negative && !rest.is_zero(),
        Mode::Up => !negative && !rest.is_zero(),
    };
    let steps = if away_from_zero { quotient.successor()? } else { quotient };
    Exact::pack_wide(negative, steps.times(granule.mantissa())?, granule.scale())
}

/// Whether `granule` is 1, 0.1, 0.01 …, fine enough for `scale` digits after the point.
fn is_decimal_place(granule: Exact, scale: u32) -> bool {
    granule.mantissa() == 1 && scale <= granule.scale()
}
