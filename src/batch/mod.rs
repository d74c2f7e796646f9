//! Many subjects against a policy set: outcomes in the order of the data, whatever the number of
//! threads, and what they add up to.
//!
//! [`in_order`] overlaps reading, work and writing, slice by slice, so that memory is bounded;
//! an [`Executor`] evaluates a slice; a [`Fold`] gathers over all of them, as [`Summary`] does.

mod evaluate;
mod fold;
mod pipeline;
mod sum;
mod summary;

pub use evaluate::{Evaluated, Executor, evaluate_all, fold_all};
pub use fold::Fold;
pub use pipeline::in_order;
pub use sum::Sum;
pub use summary::{Summary, Tally};
