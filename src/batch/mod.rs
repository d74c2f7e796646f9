//! Many subjects against a policy set: outcomes in the order of the data, whatever the number of
//! threads, and what they add up to.
//!
//! [`evaluate_all`] takes records chunk by chunk, evaluates each chunk on all threads and hands the
//! results on in order, so that memory is bounded by the chunk.

mod evaluate;

pub use evaluate::{Evaluated, evaluate_all};
