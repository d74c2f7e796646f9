//! Exact quotients: what a value is between a division and the rounding that a rule wrote.

use std::cmp::Ordering;
use std::fmt;

use serde::{Deserialize, Serialize};

use super::exact::{Exact, MAX_SCALE, power_of_ten};
use super::rounding::{self, Mode};
use super::wide::Wide;

/// An exact quotient. Most values never divide: their denominator is 1 and every operation on
/// them is one operation on [`Exact`].
///
/// Invariant: the denominator is above zero. The quotient need not be in lowest terms; operations
/// reduce it when the plain result would not fit.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
#[serde(try_from = "(Exact, Exact)", into = "(Exact, Exact)")]
pub struct Ratio {
    num: Exact,
    den: Exact,
}

impl Ratio {
    /// 0.
    pub const ZERO: Ratio = Ratio { num: Exact::ZERO, den: Exact::ONE };
    /// 1.
    pub const ONE: Ratio = Ratio { num: Exact::ONE, den: Exact::ONE };

    /// `num` ÷ `den`; `None` if `den` is 0.
    pub fn new(num: Exact, den: Exact) -> Option<Ratio> {
        if den.is_zero() {
            None
        } else if den.is_negative() {
            Some(Ratio { num: num.negated(), den: den.negated() })
        } else {
            Some(Ratio { num, den })
        }
    }

    /// The number above the line; it carries the sign.
    #[inline]
    pub fn numerator(&self) -> Exact {
        self.num
    }

    /// The number below the line, above zero.
    #[inline]
    pub fn denominator(&self) -> Exact {
        self.den
    }

    /// The sum, or `None` if it does not fit.
    #[inline]
    pub fn checked_add(self, other: Ratio) -> Option<Ratio> {
        if self.den == other.den
            && let Some(num) = self.num.checked_add(other.num)
        {
            return Some(Ratio { num, den: self.den });
        }
        sum_of_parts(self, other)
    }

    /// The difference, or `None` if it does not fit.
    #[inline]
    pub fn checked_sub(self, other: Ratio) -> Option<Ratio> {
        self.checked_add(other.negated())
    }

    /// The product, or `None` if it does not fit.
    #[inline]
    pub fn checked_mul(self, other: Ratio) -> Option<Ratio> {
        if self.den == Exact::ONE
            && other.den == Exact::ONE
            && let Some(num) = self.num.checked_mul(other.num)
        {
            return Some(Ratio { num, den: Exact::ONE });
        }
        product_of_parts(self, other)
    }

    /// The quotient, or `None` if it does not fit or `other` is 0.
    #[inline]
    pub fn checked_div(self, other: Ratio) -> Option<Ratio> {
        self.checked_mul(Ratio::new(other.den, other.num)?)
    }

    /// The quotient with the other sign.
    #[inline]
    pub fn negated(self) -> Ratio {
        Ratio { num: self.num.negated(), den: self.den }
    }

    /// Whether the quotient is 0.
    #[inline]
    pub fn is_zero(&self) -> bool {
        self.num.is_zero()
    }

    /// Whether the quotient is below 0.
    #[inline]
    pub fn is_negative(&self) -> bool {
        self.num.is_negative()
    }

    /// Whether the quotient is a whole number.
    pub fn is_integer(&self) -> bool {
        self.num.is_multiple_of(self.den)
    }

    /// The quotient as a decimal number, if it is one that fits.
    pub fn to_exact(&self) -> Option<Exact> {
        if self.den == Exact::ONE {
            return Some(self.num);
        }
        // In lowest terms a quotient is a decimal number iff some power of ten clears its
        // denominator.
        let (num, den) = lowest_integers(self.num, self.den)?;
        let den = den.to_u128()?;
        let cleared_by =
            |&places: &u32| power_of_ten(places).is_some_and(|p| p.is_multiple_of(den));
        let places = (0..=MAX_SCALE).find(cleared_by)?;
        let factor = power_of_ten(places)?.checked_div(den)?;
        Exact::pack_wide(self.is_negative(), num.times(factor)?, places)
    }

    /// The multiple of `granule` that the quotient rounds to: one rounding, from the exact
    /// quotient and remainder. `None` unless `granule` is above zero and the result fits.
    pub fn round(&self, granule: Exact, mode: Mode) -> Option<Exact> {
        rounding::round(self, granule, mode)
    }

    /// The largest multiple of `granule` that is not above the quotient.
    pub fn floor_to(&self, granule: Exact) -> Option<Exact> {
        self.round(granule, Mode::Down)
    }

    /// The smallest multiple of `granule` that is not below the quotient.
    pub fn ceil_to(&self, granule: Exact) -> Option<Exact> {
        self.round(granule, Mode::Up)
    }

    /// The same quotient in lowest terms, if those fit.
    fn reduced(self) -> Ratio {
        cancelled(self.num, self.den).map_or(self, |(num, den)| Ratio { num, den })
    }
}

/// The sum of quotients with different denominators.
fn sum_of_parts(a: Ratio, b: Ratio) -> Option<Ratio> {
    cross_sum(a, b).or_else(|| {
        let (a, b) = (a.reduced(), b.reduced());
        // Over the least common denominator: (b.den / g) and (a.den / g) without common factor.
        let (to_b, to_a) = cancelled(a.den, b.den)?;
        let num = a.num.checked_mul(to_a)?.checked_add(b.num.checked_mul(to_b)?)?;
        Some(Ratio { num, den: a.den.checked_mul(to_a)? })
    })
}

/// The product of quotients that are not both decimal numbers.
fn product_of_parts(a: Ratio, b: Ratio) -> Option<Ratio> {
    plain_product(a, b).or_else(|| {
        let (a_num, b_den) = cancelled(a.num, b.den)?;
        let (b_num, a_den) = cancelled(b.num, a.den)?;
        plain_product(Ratio { num: a_num, den: a_den }, Ratio { num: b_num, den: b_den })
    })
}

/// a/b + c/d as (ad + cb) / bd.
#[inline]
fn cross_sum(a: Ratio, b: Ratio) -> Option<Ratio> {
    let num = a.num.checked_mul(b.den)?.checked_add(b.num.checked_mul(a.den)?)?;
    Some(Ratio { num, den: a.den.checked_mul(b.den)? })
}

/// a/b × c/d as ac / bd.
#[inline]
fn plain_product(a: Ratio, b: Ratio) -> Option<Ratio> {
    let num = a.num.checked_mul(b.num)?;
    if a.den == Exact::ONE {
        return Some(Ratio { num, den: b.den });
    }
    Some(Ratio { num, den: a.den.checked_mul(b.den)? })
}

/// `a` and `b` as whole numbers without common factor, in the same proportion.
fn cancelled(a: Exact, b: Exact) -> Option<(Exact, Exact)> {
    let (x, y) = lowest_integers(a, b)?;
    Some((Exact::pack_wide(a.is_negative(), x, 0)?, Exact::pack_wide(b.is_negative(), y, 0)?))
}

/// The magnitudes of `a` and `b` as integers in lowest terms; `b` is not 0.
fn lowest_integers(a: Exact, b: Exact) -> Option<(Wide, Wide)> {
    let (x, y) = integers(a, b)?;
    let divisor = x.gcd(y);
    Some((x.div_rem(divisor)?.0, y.div_rem(divisor)?.0))
}

/// The magnitudes of `a` and `b` as integers in the same proportion. Each is a mantissa times at
/// most 10^28, so below 2^188: this never overflows.
fn integers(a: Exact, b: Exact) -> Option<(Wide, Wide)> {
    let common = a.scale().max(b.scale());
    let raised =
        |n: Exact| Wide::from(n.mantissa()).times_power_of_ten(common.checked_sub(n.scale())?);
    Some((raised(a)?, raised(b)?))
}

/// Compares x/y with z/w, all denominators above zero, without multiplying: by their whole parts,
/// then by the reciprocals of what is left, as in their continued fractions.
fn compare_fractions((mut x, mut y): (Wide, Wide), (mut z, mut w): (Wide, Wide)) -> Ordering {
    let mut flipped = false;
    loop {
        let order = match (x.div_rem(y), z.div_rem(w)) {
            (Some((whole_a, rest_a)), Some((whole_b, rest_b))) => {
                let order = whole_a.cmp(&whole_b);
                (x, y, z, w) = (y, rest_a, w, rest_b);
                order
            }
            // A denominator of 0 stands for infinity: the reciprocal of a rest of 0.
            (None, None) => return Ordering::Equal,
            (None, Some(_)) => Ordering::Greater,
            (Some(_), None) => Ordering::Less,
        };
        if order != Ordering::Equal {
            return if flipped { order.reverse() } else { order };
        }
        flipped = !flipped;
    }
}

impl Ord for Ratio {
    fn cmp(&self, other: &Ratio) -> Ordering {
        if self.den == other.den {
            return self.num.cmp(&other.num);
        }
        if let (Some(left), Some(right)) =
            (self.num.checked_mul(other.den), other.num.checked_mul(self.den))
        {
            return left.cmp(&right);
        }
        let signs = self.num.cmp(&Exact::ZERO).cmp(&other.num.cmp(&Exact::ZERO));
        if signs != Ordering::Equal {
            return signs;
        }
        let magnitudes = match (integers(self.num, self.den), integers(other.num, other.den)) {
            (Some(a), Some(b)) => compare_fractions(a, b),
            // `integers` never fails; should it ever, the order stays total.
            (a, b) => a.is_some().cmp(&b.is_some()),
        };
        if self.is_negative() { magnitudes.reverse() } else { magnitudes }
    }
}

impl PartialOrd for Ratio {
    fn partial_cmp(&self, other: &Ratio) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Ratio {
    fn eq(&self, other: &Ratio) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Ratio {}

impl From<Exact> for Ratio {
    #[inline]
    fn from(num: Exact) -> Ratio {
        Ratio { num, den: Exact::ONE }
    }
}

impl TryFrom<(Exact, Exact)> for Ratio {
    type Error = &'static str;

    fn try_from((num, den): (Exact, Exact)) -> Result<Ratio, &'static str> {
        Ratio::new(num, den).ok_or("the denominator of a quotient is 0")
    }
}

impl From<Ratio> for (Exact, Exact) {
    fn from(ratio: Ratio) -> (Exact, Exact) {
        (ratio.num, ratio.den)
    }
}

/// A decimal number where there is one, else `1/3`.
impl fmt::Display for Ratio {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.to_exact() {
            Some(exact) => exact.fmt(f),
            None => {
                let lowest = self.reduced();
                write!(f, "{}/{}", lowest.num, lowest.den)
            }
        }
    }
}
