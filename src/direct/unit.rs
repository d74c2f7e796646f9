//! Fixed-point numbers: whole counts of a unit that is known when the code is made.

use crate::quantity::{Exact, Mode, Ratio};

/// Where a number would get near the end of the exact range, the interpreter tells what becomes of
/// it: a count below this is exact there too (`Exact` holds 28 digits).
const LIMIT: u128 = 10u128.pow(28);
/// The finest unit: no finer number is exact.
const FINEST: u32 = 28;

/// What a number is a count of: 1 ÷ (10^scale × divisor).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Unit {
    pub(super) scale: u32,
    /// Above zero; 1 unless the number was divided by a written figure such as the days of a year.
    pub(super) divisor: i128,
}

/// The interpreter must look at this one: a number may not fit, or something is asked that is not
/// told here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Unsure;

impl Unit {
    /// 1.
    pub(super) const ONE: Unit = Unit { scale: 0, divisor: 1 };

    /// 10^−scale.
    pub(super) fn decimal(scale: u32) -> Unit {
        Unit { scale, divisor: 1 }
    }

    /// The unit of products.
    pub(super) fn times(self, other: Unit) -> Option<Unit> {
        let divisor = self.divisor.checked_mul(other.divisor)?;
        Unit { scale: self.scale.checked_add(other.scale)?, divisor }.checked()
    }

    /// The unit of quotients by a written whole number.
    pub(super) fn over(self, divisor: i128) -> Option<Unit> {
        Unit { divisor: self.divisor.checked_mul(divisor)?, ..self }.checked()
    }

    /// A unit in which numbers of both are whole. Divisors are multiplied, as the interpreter does,
    /// so that what fits here fits there.
    pub(super) fn common(self, other: Unit) -> Option<Unit> {
        let divisor = match self.divisor == other.divisor {
            true => self.divisor,
            false => self.divisor.checked_mul(other.divisor)?,
        };
        Unit { scale: self.scale.max(other.scale), divisor }.checked()
    }

    /// How many of a finer unit make one of this.
    pub(super) fn in_finer(self, finer: Unit) -> Option<i128> {
        let raised = power_of_ten(finer.scale.checked_sub(self.scale)?)?;
        let parts = finer.divisor.checked_div(self.divisor)?;
        raised.checked_mul(parts)
    }

    /// How many of it make 1.
    pub(super) fn per_one(self) -> Option<i128> {
        power_of_ten(self.scale)?.checked_mul(self.divisor)
    }

    /// The number that a count of it stands for.
    pub(super) fn ratio(self, count: i128) -> Option<Ratio> {
        let number = Exact::of_units(count, self.scale)?;
        match self.divisor {
            1 => Some(Ratio::from(number)),
            divisor => Ratio::new(number, Exact::of_units(divisor, 0)?),
        }
    }

    fn checked(self) -> Option<Unit> {
        let fits = self.scale <= FINEST && self.divisor.unsigned_abs() < LIMIT;
        fits.then_some(self)
    }
}

/// A written figure: its count, and the coarsest decimal unit of which it is one.
pub(super) fn figure(number: Exact) -> Option<(i128, Unit)> {
    let scale = number.scale();
    Some((number.units(scale)?, Unit::decimal(scale)))
}

/// A count that is surely exact for the interpreter too.
#[inline]
pub(super) fn fits(count: Option<i128>) -> Result<i128, Unsure> {
    count.filter(|count| count.unsigned_abs() < LIMIT).ok_or(Unsure)
}

/// How a count is rounded: to a count of `step` × 10^−scale, whole multiples of `step`.
#[derive(Debug, Clone, Copy)]
pub(super) struct Rounding {
    factor: i128,
    divisor: i128,
    step: i128,
    mode: Mode,
}

impl Rounding {
    /// From a unit to multiples of a figure above zero, and the unit of those.
    pub(super) fn to(granule: Exact, mode: Mode, from: Unit) -> Option<(Rounding, Unit)> {
        let (step, unit) = figure(granule)?;
        if step <= 0 {
            return None;
        }
        let (up, down) =
            (unit.scale.saturating_sub(from.scale), from.scale.saturating_sub(unit.scale));
        let divisor = power_of_ten(down)?.checked_mul(from.divisor)?.checked_mul(step)?;
        let factor = power_of_ten(up)?;
        Some((Rounding { factor, divisor, step, mode }, unit))
    }

    /// One rounding, from the exact quotient and remainder.
    #[inline]
    pub(super) fn apply(self, count: i128) -> Result<i128, Unsure> {
        let count = count.checked_mul(self.factor);
        if self.divisor == 1 {
            return fits(count);
        }
        let (below, rest) = count.and_then(|count| div_floor(count, self.divisor)).ok_or(Unsure)?;
        let twice = rest.checked_mul(2).ok_or(Unsure)?;
        let up = match self.mode {
            Mode::Down => false,
            Mode::Up => rest > 0,
            // Halfway goes away from zero: a negative count is already there.
            Mode::HalfUp if below < 0 => twice > self.divisor,
            Mode::HalfUp => twice >= self.divisor,
        };
        let steps = below.checked_add(i128::from(up));
        fits(steps.and_then(|steps| steps.checked_mul(self.step)))
    }
}

/// The quotient rounded down and the rest, which is not below zero; for a divisor above zero.
#[inline]
pub(super) fn div_floor(count: i128, by: i128) -> Option<(i128, i128)> {
    // Most counts fit a machine word, whose division is several times quicker.
    if let (Ok(count), Ok(by)) = (i64::try_from(count), i64::try_from(by)) {
        let quotient = count.checked_div_euclid(by)?;
        return Some((quotient.into(), count.checked_rem_euclid(by)?.into()));
    }
    Some((count.checked_div_euclid(by)?, count.checked_rem_euclid(by)?))
}

/// 10^`places`, if it fits.
pub(super) fn power_of_ten(places: u32) -> Option<i128> {
    10i128.checked_pow(places)
}
