//! Exact sums that tell when they left the exact range.

use crate::quantity::Exact;

/// A sum of amounts in 元; none when it left the exact range, as no wrong figure may stand for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sum(pub Option<Exact>);

impl Default for Sum {
    fn default() -> Self {
        Self(Some(Exact::ZERO))
    }
}

impl Sum {
    /// Adds an amount.
    pub fn add(&mut self, amount: Exact) {
        self.join(Self(Some(amount)));
    }

    /// Adds another sum.
    pub fn join(&mut self, other: Self) {
        self.0 = self.0.zip(other.0).and_then(|(one, other)| one.checked_add(other));
    }
}

impl FromIterator<Sum> for Sum {
    fn from_iter<I: IntoIterator<Item = Sum>>(sums: I) -> Self {
        let mut all = Self::default();
        sums.into_iter().for_each(|sum| all.join(sum));
        all
    }
}
