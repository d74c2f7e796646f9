//! The rows that belong to one subject of a kind without parent.

use crate::diag::Diagnostic;
use crate::eval::Facts;
use crate::ir::KindId;
use crate::table::Row;

/// The row of a subject and those of all its descendants, as they were read; or rows that belong
/// to no subject, with the problem that says so.
#[derive(Debug, Clone, Default)]
pub struct Group {
    /// The rows, each parent before its children and those before its next sibling.
    pub(super) members: Vec<Member>,
    /// What was paid to members before: whose, and the row of the history.
    pub(super) paid: Vec<(Option<usize>, Row)>,
    /// What keeps the rows from being taken together.
    pub(super) problems: Vec<Diagnostic>,
}

/// A row of a group.
#[derive(Debug, Clone)]
pub(super) struct Member {
    /// Which of the sheets of subjects it stands in.
    pub(super) sheet: usize,
    /// The member that it belongs to.
    pub(super) parent: Option<usize>,
    /// The row.
    pub(super) row: Row,
}

/// A subject of the data with all that is known of it.
#[derive(Debug, Clone)]
pub struct Record {
    /// Its id, from the data.
    pub id: String,
    /// Its kind.
    pub kind: KindId,
    /// Its own and its descendants' facts; it is the first subject.
    pub facts: Facts,
}
