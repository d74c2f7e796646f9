//! The rows that belong to one subject of a kind without parent.

use crate::eval::Facts;
use crate::ir::KindId;
use crate::table::Row;

/// The row of a subject and those of all its descendants, as they were read.
#[derive(Debug, Clone)]
pub struct Group {
    /// Its kind.
    pub kind: KindId,
    /// Its own row.
    pub row: Row,
    /// Rows of descendants: which sheet of the data set, and the rows in their order.
    pub children: Vec<(usize, Vec<Row>)>,
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
