//! What stands in a cell of a result.

use std::borrow::Cow;

use crate::quantity::Exact;
use crate::table::Cell;

/// What stands in a cell of a result. Names are the policies' own; what is said of one record is
/// held.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value<'r> {
    /// Nothing.
    Empty,
    /// Text.
    Text(Cow<'r, str>),
    /// A number.
    Number(Exact),
}

impl<'r> Value<'r> {
    /// A name or a word.
    pub(super) fn name(text: &'r str) -> Self {
        Self::of(Cow::Borrowed(text))
    }

    /// Text made for this cell.
    pub(super) fn text(text: String) -> Self {
        Self::of(Cow::Owned(text))
    }

    /// A count or a year.
    pub(super) fn whole(number: impl Into<i64>) -> Self {
        Self::Number(Exact::from(number.into()))
    }

    /// A count.
    pub(super) fn count(number: u64) -> Self {
        i64::try_from(number).map_or(Self::Empty, Self::whole)
    }

    /// What is there, if anything is.
    pub(super) fn maybe(number: Option<Exact>) -> Self {
        number.map_or(Self::Empty, Self::Number)
    }

    fn of(text: Cow<'r, str>) -> Self {
        if text.is_empty() { Self::Empty } else { Self::Text(text) }
    }

    /// The cell as it is written.
    #[must_use]
    pub fn cell(&self) -> Cell<'_> {
        match self {
            Self::Empty => Cell::Empty,
            Self::Text(text) => Cell::Text(text),
            Self::Number(number) => Cell::Number(*number),
        }
    }
}
