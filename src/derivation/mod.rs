//! How an outcome comes about, in words and figures that a person can read aloud: what applied,
//! how the amount was worked out, what capped and rounded it, who pays; why nothing is given,
//! and the nearest change of facts that would bring it about; what is missing.
//!
//! The evaluation is recorded as a tree ([`Recorder`]); everything here is read off that tree and
//! the outcome, nothing is computed a second time but what a change of facts would do, and that
//! by evaluating again.

mod amount;
mod condition;
mod figure;
mod formula;
mod items;
mod lines;
mod missing;
mod payment;
mod record;
mod refusal;
mod remedy;
mod step;
mod tiers;
mod write;

pub use lines::{cited, derivation_lines, heading, lines, said};
pub use record::Recorder;
pub use remedy::{Change, Remedy, remedy};
pub use step::{Derivation, Place, Section, Step, Verdict};
pub use write::derivations;
