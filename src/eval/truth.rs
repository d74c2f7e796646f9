//! Kleene's three truths; the third carries what it hangs on.

use super::deps::Deps;

/// Whether something holds, as far as that is known.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Truth {
    /// It does.
    True,
    /// It does not.
    False,
    /// It depends.
    Unknown(Deps),
}

impl From<bool> for Truth {
    #[inline]
    fn from(holds: bool) -> Truth {
        if holds { Truth::True } else { Truth::False }
    }
}

impl Truth {
    /// Both.
    #[inline]
    pub(super) fn and(self, other: Truth) -> Truth {
        match (self, other) {
            (Truth::False, _) | (_, Truth::False) => Truth::False,
            (Truth::True, x) | (x, Truth::True) => x,
            (Truth::Unknown(a), Truth::Unknown(b)) => Truth::Unknown(a.and(b)),
        }
    }

    /// Either.
    #[inline]
    pub(super) fn or(self, other: Truth) -> Truth {
        self.negated().and(other.negated()).negated()
    }

    /// The opposite.
    #[inline]
    pub(super) fn negated(self) -> Truth {
        match self {
            Truth::True => Truth::False,
            Truth::False => Truth::True,
            unknown @ Truth::Unknown(_) => unknown,
        }
    }

    /// True or false, if that is known.
    pub(super) fn known(&self) -> Option<bool> {
        match self {
            Truth::True => Some(true),
            Truth::False => Some(false),
            Truth::Unknown(_) => None,
        }
    }

    /// This truth or that: which of them hangs on `deps`.
    pub(super) fn or_else(self, other: Truth, deps: Deps) -> Truth {
        match (self, other) {
            (Truth::True, Truth::True) => Truth::True,
            (Truth::False, Truth::False) => Truth::False,
            (a, b) => Truth::Unknown(deps.and(a.into_deps()).and(b.into_deps())),
        }
    }

    /// What it hangs on.
    pub(super) fn into_deps(self) -> Deps {
        match self {
            Truth::Unknown(deps) => deps,
            Truth::True | Truth::False => Deps::default(),
        }
    }
}
