//! What the interpreter computes with.
//!
//! A run computes with [`Ratio`]. A sweep runs the same interpreter with numbers that also know how
//! they move with one fact ([`super::swept`]). A value can be looked at in no other way than
//! through this trait, so whatever turns on a value passes here.

use std::fmt::Debug;

use super::payable::payable;
use crate::ir::{ListInfo, MoneyKind};
use crate::quantity::{Exact, Mode, Ratio};

/// An exact number, as the interpreter computes with it.
///
/// Operations that may not fit give `None`, as those of [`Ratio`] do.
pub(super) trait Scalar: Copy + Debug + Ord + From<Exact> {
    /// 0.
    const ZERO: Self;
    /// 1.
    const ONE: Self;
    /// Whether one fact of a run may stand for more than its cell says.
    const VARIES: bool;

    /// `num` ÷ `den`; `None` if `den` is 0.
    fn new(num: Exact, den: Exact) -> Option<Self>;
    /// The sum.
    fn checked_add(self, other: Self) -> Option<Self>;
    /// The difference.
    fn checked_sub(self, other: Self) -> Option<Self>;
    /// The product.
    fn checked_mul(self, other: Self) -> Option<Self>;
    /// The quotient; `None` if `other` is 0.
    fn checked_div(self, other: Self) -> Option<Self>;
    /// With the other sign.
    fn negated(self) -> Self;
    /// Whether it is 0.
    fn is_zero(&self) -> bool;
    /// Whether it is below 0.
    fn is_negative(&self) -> bool;
    /// The decimal number it is, if it is one.
    fn to_exact(&self) -> Option<Exact>;
    /// The multiple of `granule` that it rounds to.
    fn round(&self, granule: Exact, mode: Mode) -> Option<Exact>;
    /// The amount as far as an outcome tells it apart from another.
    fn as_paid(self, kind: MoneyKind, list: &ListInfo) -> Option<Self>;
    /// For showing; nothing may turn on it.
    fn shown(self) -> Ratio;

    /// The largest multiple of `granule` that is not above it.
    fn floor_to(&self, granule: Exact) -> Option<Exact> {
        self.round(granule, Mode::Down)
    }

    /// The smallest multiple of `granule` that is not below it.
    fn ceil_to(&self, granule: Exact) -> Option<Exact> {
        self.round(granule, Mode::Up)
    }
}

impl Scalar for Ratio {
    const ZERO: Ratio = Ratio::ZERO;
    const ONE: Ratio = Ratio::ONE;
    const VARIES: bool = false;

    #[inline]
    fn new(num: Exact, den: Exact) -> Option<Ratio> {
        Ratio::new(num, den)
    }

    #[inline]
    fn checked_add(self, other: Ratio) -> Option<Ratio> {
        Ratio::checked_add(self, other)
    }

    #[inline]
    fn checked_sub(self, other: Ratio) -> Option<Ratio> {
        Ratio::checked_sub(self, other)
    }

    #[inline]
    fn checked_mul(self, other: Ratio) -> Option<Ratio> {
        Ratio::checked_mul(self, other)
    }

    #[inline]
    fn checked_div(self, other: Ratio) -> Option<Ratio> {
        Ratio::checked_div(self, other)
    }

    #[inline]
    fn negated(self) -> Ratio {
        Ratio::negated(self)
    }

    #[inline]
    fn is_zero(&self) -> bool {
        Ratio::is_zero(self)
    }

    #[inline]
    fn is_negative(&self) -> bool {
        Ratio::is_negative(self)
    }

    #[inline]
    fn to_exact(&self) -> Option<Exact> {
        Ratio::to_exact(self)
    }

    #[inline]
    fn round(&self, granule: Exact, mode: Mode) -> Option<Exact> {
        Ratio::round(self, granule, mode)
    }

    #[inline]
    fn as_paid(self, kind: MoneyKind, list: &ListInfo) -> Option<Ratio> {
        payable(list, kind, self).map(Ratio::from)
    }

    #[inline]
    fn shown(self) -> Ratio {
        self
    }
}
