//! Variants of an enumeration as far as they are known.

use super::deps::Deps;
use crate::ir::{VariantSet, variant_bit};

/// A variant, as far as it is known.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Choice {
    /// Known.
    Known(u16),
    /// 无: there is nothing to choose on.
    Absent,
    /// One of several (or 无), and what it hangs on.
    Open { variants: VariantSet, absent: bool, deps: Deps },
}

impl Choice {
    /// The set of the variants it may be.
    pub(super) fn variants(&self) -> VariantSet {
        match self {
            Choice::Known(variant) => variant_bit(*variant),
            Choice::Absent => 0,
            Choice::Open { variants, .. } => *variants,
        }
    }

    /// Whether it may be 无.
    pub(super) fn may_be_absent(&self) -> bool {
        matches!(self, Choice::Absent | Choice::Open { absent: true, .. })
    }

    /// What it hangs on.
    pub(super) fn into_deps(self) -> Deps {
        match self {
            Choice::Open { deps, .. } => deps,
            Choice::Known(_) | Choice::Absent => Deps::default(),
        }
    }
}

/// The set of the first `count` variants.
pub(super) fn all_variants(count: usize) -> VariantSet {
    u32::try_from(count)
        .ok()
        .and_then(|count| 1u64.checked_shl(count))
        .map_or(u64::MAX, |bit| bit.wrapping_sub(1))
}
