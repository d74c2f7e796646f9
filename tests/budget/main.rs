//! Budgets: how they are declared, and what is asked of a batch beside its sums. Figures are worked
//! by hand in the comments.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]
#![allow(clippy::arithmetic_side_effects)]

mod declared;
mod findings;
mod near;
mod set;
mod told;
