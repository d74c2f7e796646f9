//! An amount shared to the last 分: among payers, or among those who are to have a part of it.

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

/// Shares of `total`, which is a whole number of 分, in proportion to `weights`, none of which is
/// below zero: each share is its exact part rounded down to 分, and the 分 that leaves over go one
/// each to the shares that lost the largest fractions, of equal ones to the earlier.
///
/// The shares always sum to `total` exactly, and none differs from its exact part by a whole 分.
/// `None` for a negative or finer total, for weights that sum to zero, or figures too large to hold.
pub fn apportion(total: Exact, weights: &[Exact]) -> Option<Vec<Exact>> {
    if total.is_negative() || total.scale() > 2 || weights.iter().any(|w| w.is_negative()) {
        return None;
    }
    let cents = total.mantissa_at(2)?;
    let scale = weights.iter().map(|weight| weight.scale()).max().unwrap_or(0);
    let weights: Vec<u128> =
        weights.iter().map(|weight| weight.mantissa_at(scale)).collect::<Option<_>>()?;
    let all = weights.iter().try_fold(0u128, |sum, weight| sum.checked_add(*weight))?;
    let mut parts: Vec<(u128, Wide)> = Vec::with_capacity(weights.len());
    for weight in weights {
        let (part, lost) = Wide::product(cents, weight).div_rem(Wide::from(all))?;
        parts.push((part.to_u128()?, lost));
    }
    let given = parts.iter().try_fold(0u128, |sum, (part, _)| sum.checked_add(*part))?;
    let left = usize::try_from(cents.checked_sub(given)?).ok()?;
    let mut order: Vec<usize> = (0..parts.len()).collect();
    order.sort_by_key(|at| std::cmp::Reverse(parts.get(*at).map(|(_, lost)| *lost)));
    for at in order.into_iter().take(left) {
        let (part, _) = parts.get_mut(at)?;
        *part = part.checked_add(1)?;
    }
    parts.into_iter().map(|(part, _)| Exact::pack(false, part, 2)).collect()
}
