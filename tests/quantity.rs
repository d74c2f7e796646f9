//! The laws of exact numbers, against integers without bound.
#![allow(
    clippy::unwrap_used,
    clippy::arithmetic_side_effects,
    clippy::indexing_slicing
)]

use num_bigint::BigInt;
use num_traits::{Signed, Zero};
use polc::quantity::Exact;

/// A decimal number without bound: mantissa × 10^−scale.
#[derive(Clone, Debug)]
struct Decimal {
    mantissa: BigInt,
    scale: u32,
}

fn power(exponent: u32) -> BigInt {
    BigInt::from(10u8).pow(exponent)
}

impl Decimal {
    /// The definition that `Exact` is tested against: the number as text, if it has at most 28
    /// significant digits before and 28 digits after the point, trailing zeros of a fraction aside.
    fn to_exact(&self) -> Option<Exact> {
        let Decimal {
            mut mantissa,
            mut scale,
        } = self.clone();
        while scale > 0 && (&mantissa % 10u8).is_zero() {
            (mantissa, scale) = (mantissa / 10u8, scale - 1);
        }
        let digits = mantissa.abs().to_string();
        if digits.len() > 28 || scale > 28 {
            return None;
        }
        let padded = format!("{digits:0>width$}", width = scale as usize + 1);
        let (whole, fraction) = padded.split_at(padded.len() - scale as usize);
        let sign = if mantissa.is_negative() { "-" } else { "" };
        let point = if scale > 0 { "." } else { "" };
        Some(Exact::parse(&format!("{sign}{whole}{point}{fraction}")).unwrap())
    }

    /// Both mantissas at the finer scale, and that scale.
    fn aligned(&self, other: &Decimal) -> (BigInt, BigInt, u32) {
        let scale = self.scale.max(other.scale);
        let at = |n: &Decimal| &n.mantissa * power(scale - n.scale);
        (at(self), at(other), scale)
    }

    fn times(&self, other: &Decimal) -> Decimal {
        Decimal {
            mantissa: &self.mantissa * &other.mantissa,
            scale: self.scale + other.scale,
        }
    }
}

/// A small generator of reproducible numbers (splitmix64).
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn below(&mut self, limit: u64) -> u64 {
        self.next() % limit
    }

    /// Numbers short and long, fine and coarse, many of whose products end in zeros.
    fn number(&mut self) -> (Exact, Decimal) {
        let length = [4, 15, 15, 28][self.below(4) as usize];
        let mut mantissa = 0i128;
        for _ in 0..=self.below(length) {
            let digit = [0, 0, 1, 2, 4, 5, 5, 8, 9, 7][self.below(10) as usize];
            mantissa = mantissa * 10 + digit;
        }
        let sign = [1, -1][self.below(2) as usize];
        let scale = match self.below(5) {
            0 | 1 => 0,
            2 => 2,
            3 => self.below(8),
            _ => self.below(29),
        };
        let number = Decimal {
            mantissa: BigInt::from(sign * mantissa),
            scale: scale as u32,
        };
        (number.to_exact().unwrap(), number)
    }
}

#[test]
fn a_million_random_operations_agree_with_big_integers() {
    let mut random = Random(20_220_520);
    let (mut fitting, mut refused) = (0u32, 0u32);
    for round in 0..1_000_000u32 {
        let ((a, big_a), (b, big_b)) = (random.number(), random.number());
        let (left, right, scale) = big_a.aligned(&big_b);
        let (got, want) = match round % 4 {
            0 => (
                a.checked_add(b),
                Decimal {
                    mantissa: left + right,
                    scale,
                },
            ),
            1 => (
                a.checked_sub(b),
                Decimal {
                    mantissa: left - right,
                    scale,
                },
            ),
            2 => (a.checked_mul(b), big_a.times(&big_b)),
            _ => {
                assert_eq!(a.cmp(&b), left.cmp(&right), "{a} and {b}");
                assert_eq!(a == b, left == right, "{a} and {b}");
                continue;
            }
        };
        assert_eq!(got, want.to_exact(), "operation {round} on {a} and {b}");
        match got {
            Some(_) => fitting += 1,
            None => refused += 1,
        }
    }
    assert!(
        fitting > 100_000 && refused > 50_000,
        "{fitting} fit, {refused} are refused"
    );
}
