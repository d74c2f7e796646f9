//! What an undetermined value hangs on.

use super::{Missing, SubjectId};
use crate::ir::{DecisionId, ReadingId};

/// One thing that is not settled.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Dep {
    /// A fact is missing.
    Missing(Missing),
    /// An authority has not decided, for this subject.
    Decision(DecisionId, SubjectId),
    /// A reading without default has not been chosen.
    Reading(ReadingId),
}

/// A set of them, in order. The empty set allocates nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Deps(Vec<Dep>);

impl Deps {
    /// The set of one.
    pub(super) fn one(dep: Dep) -> Deps {
        Deps(vec![dep])
    }

    /// The set of one missing fact.
    pub(super) fn missing(missing: Missing) -> Deps {
        Deps::one(Dep::Missing(missing))
    }

    /// Whether nothing is unsettled.
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// In order.
    pub(super) fn iter(&self) -> impl Iterator<Item = Dep> + '_ {
        self.0.iter().copied()
    }

    /// Adds one.
    pub(super) fn insert(&mut self, dep: Dep) {
        if let Err(at) = self.0.binary_search(&dep) {
            self.0.insert(at, dep);
        }
    }

    /// Adds all of another set.
    pub(super) fn extend(&mut self, other: Deps) {
        match (self.0.is_empty(), other.0.as_slice()) {
            (true, _) => *self = other,
            (false, [only]) => self.insert(*only),
            // Two ascending runs: sorting merges them.
            (false, _) => {
                self.0.extend(other.0);
                self.0.sort();
                self.0.dedup();
            }
        }
    }

    /// What is in both sets.
    pub(super) fn common(&self, other: &Deps) -> Deps {
        Deps(self.iter().filter(|dep| other.0.binary_search(dep).is_ok()).collect())
    }

    /// What is in either set.
    pub(super) fn and(mut self, other: Deps) -> Deps {
        self.extend(other);
        self
    }

    /// The set with the facts of an unlisted child replaced by the one question whether there is
    /// such a child.
    pub(super) fn unlisted(self, instead: Missing) -> Deps {
        let mut kept =
            Deps(self.0.into_iter().filter(|dep| !dep.is_of(SubjectId::UNLISTED)).collect());
        kept.insert(Dep::Missing(instead));
        kept
    }
}

impl FromIterator<Dep> for Deps {
    fn from_iter<I: IntoIterator<Item = Dep>>(deps: I) -> Deps {
        let mut set = Deps::default();
        deps.into_iter().for_each(|dep| set.insert(dep));
        set
    }
}

impl Dep {
    /// Whether it concerns a subject.
    fn is_of(self, whose: SubjectId) -> bool {
        match self {
            Dep::Missing(
                Missing::Fact { subject, .. }
                | Missing::Children { subject, .. }
                | Missing::History(subject),
            )
            | Dep::Decision(_, subject) => subject == whose,
            Dep::Missing(Missing::Series(..) | Missing::AsOf | Missing::Year) | Dep::Reading(_) => {
                false
            }
        }
    }
}
