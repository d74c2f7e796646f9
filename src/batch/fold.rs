//! What is gathered over many records.

use super::Evaluated;

/// Something gathered over many records: sums, counts, the ten largest.
///
/// Records are taken in order within a slice of the data; what was gathered over slices is joined
/// in the order of the slices. The slices are the same whatever the number of threads, and so is
/// the result.
pub trait Fold: Send + Sync {
    /// The same question, with nothing gathered yet.
    #[must_use]
    fn fresh(&self) -> Self;

    /// Takes in a record.
    fn take(&mut self, evaluated: &Evaluated);

    /// Takes in what was gathered over the records that follow.
    fn join(&mut self, later: Self);
}

/// Gathers nothing.
impl Fold for () {
    fn fresh(&self) -> Self {}

    fn take(&mut self, _: &Evaluated) {}

    fn join(&mut self, (): Self) {}
}

/// Gathers two things at once.
impl<A: Fold, B: Fold> Fold for (A, B) {
    fn fresh(&self) -> Self {
        (self.0.fresh(), self.1.fresh())
    }

    fn take(&mut self, evaluated: &Evaluated) {
        self.0.take(evaluated);
        self.1.take(evaluated);
    }

    fn join(&mut self, later: Self) {
        self.0.join(later.0);
        self.1.join(later.1);
    }
}

/// Gathers what is wanted, if it is.
impl<F: Fold> Fold for Option<F> {
    fn fresh(&self) -> Self {
        self.as_ref().map(Fold::fresh)
    }

    fn take(&mut self, evaluated: &Evaluated) {
        if let Some(fold) = self {
            fold.take(evaluated);
        }
    }

    fn join(&mut self, later: Self) {
        if let (Some(fold), Some(later)) = (self, later) {
            fold.join(later);
        }
    }
}
