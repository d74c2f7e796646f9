//! The meaning of pol, rule by rule: programs and facts by hand, outcomes worked by hand.
#![allow(
    clippy::unwrap_used,
    clippy::arithmetic_side_effects,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::field_reassign_with_default
)]

mod build;
mod brute;
mod highest;
mod history;
mod known;
mod past;
mod periods;
mod unknowns;
