//! What can be said about policies beyond that they are well formed: problems with witnesses.
//!
//! | module | what it finds |
//! |---|---|
//! | `overlap` | rules of several clauses that may pay twice for the same thing |
//! | `cliff` | tier tables in which more gives less |

mod cliff;
mod conditions;
mod overlap;

pub use cliff::cliffs;
pub use overlap::overlaps;
