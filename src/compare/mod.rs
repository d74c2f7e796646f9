//! What-if: two programs on the same data, and what a change of a figure would do.
//!
//! [`changed`] puts other figures in the place of those at some addresses: in copies of the texts,
//! which are then checked like any policy set, so that whatever the checker guarantees holds of the
//! changed program too. [`Matching`] says which rules of two programs are the same;
//! [`Differences`] takes what a record comes to under each and gathers who gains, who loses, and
//! what it costs.

mod difference;
mod gather;
mod largest;
mod matching;
mod trial;

pub use difference::{Change, Ran, changes};
pub use gather::{Differences, Flow, Net, RuleChange};
pub use largest::{LARGEST, Large, Largest};
pub use matching::{Matching, Pair, Side};
pub use trial::{Changed, Edit, Refused, Trial, changed};
