//! What can be said about policies beyond that they are well formed: problems with witnesses, and
//! how much the examples hold the rules to.
//!
//! | module | what it finds |
//! |---|---|
//! | `overlap` | rules of several clauses that may pay twice for the same thing |
//! | `cliff` | tier tables in which more gives less |
//! | `mutate` | changes to a rule that no example notices |

pub mod mutate;

mod cliff;
mod conditions;
mod overlap;

pub use cliff::cliffs;
pub use overlap::overlaps;
