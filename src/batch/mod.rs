//! Many subjects against a policy set: outcomes in the order of the data, whatever the number of
//! threads, and what they add up to.
//!
//! [`in_order`] overlaps reading, work and writing, slice by slice, so that memory is bounded;
//! an [`Executor`] evaluates a slice; a [`Fold`] gathers over all of them, as [`Summary`] does.

mod evaluate;
mod fold;
mod listening;
mod long;
mod pipeline;
mod reason;
mod results;
mod run;
mod selection;
mod sum;
mod summary;
mod sums;
mod value;
mod wide;

pub use evaluate::{Evaluated, Executor, evaluate_all, fold_all};
pub use fold::Fold;
pub(crate) use listening::Heard;
pub use listening::{ListeningToBounds, ListeningToCaps, PassedCap};
pub use pipeline::in_order;
pub use results::{Layout, Results};
pub use run::{Bad, Part, Refused, run};
pub use selection::Selection;
pub use sum::Sum;
pub use summary::{Summary, Tally, open_bounds};
pub use sums::{Table, rules_table, totals_table};
pub use value::Value;
