//! An amount shared among payers, to the last 分.

use super::exact::Exact;
use super::ratio::Ratio;

/// Shares of `total`, which is a whole number of 分, in proportion to `weights`: each share is
/// its exact part rounded down to 分, and what that leaves over goes to payer `remainder_to`.
///
/// The shares always sum to `total` exactly. `None` for a negative or finer total, a weight that
/// is not above zero, a `remainder_to` that names nobody, or figures too large to hold.
pub fn allocate(total: Exact, weights: &[Exact], remainder_to: usize) -> Option<Vec<Exact>> {
    let above_zero = |weight: &Exact| !weight.is_zero() && !weight.is_negative();
    if total.is_negative() || total.scale() > 2 || !weights.iter().all(above_zero) {
        return None;
    }
    let sum = |values: &[Exact]| values.iter().try_fold(Exact::ZERO, |sum, v| sum.checked_add(*v));
    let all = Ratio::from(sum(weights)?);
    let part = |weight: &Exact| {
        let exact = Ratio::from(total).checked_mul(Ratio::from(*weight).checked_div(all)?)?;
        exact.floor_to(Exact::CENT)
    };
    let mut shares = weights.iter().map(part).collect::<Option<Vec<_>>>()?;
    let left = total.checked_sub(sum(&shares)?)?;
    let taker = shares.get_mut(remainder_to)?;
    *taker = taker.checked_add(left)?;
    Some(shares)
}
