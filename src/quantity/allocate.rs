//! An amount shared among payers, to the last 分.

use super::exact::Exact;
use super::wide::Wide;

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
    // total × weight ÷ all in whole 分, the weights as integers of one scale.
    let scale = weights.iter().map(|weight| weight.scale()).max().unwrap_or(0);
    let cents = total.mantissa_at(2)?;
    let all = Wide::from(sum(weights)?.mantissa_at(scale)?);
    let mut shares = Vec::with_capacity(weights.len());
    for weight in weights {
        let (share, _) = Wide::product(cents, weight.mantissa_at(scale)?).div_rem(all)?;
        shares.push(Exact::pack(false, share.to_u128()?, 2)?);
    }
    let left = total.checked_sub(sum(&shares)?)?;
    let taker = shares.get_mut(remainder_to)?;
    *taker = taker.checked_add(left)?;
    Some(shares)
}
