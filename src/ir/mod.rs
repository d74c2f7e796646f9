//! The core: a checked policy set, names resolved to ids, units erased to one canonical unit a
//! dimension, sugar lowered. It is what executors run and what the shipped image holds.
//!
//! Invariants (the checker establishes them, every executor relies on them):
//! - every id is in range of its table; every expression has the type its place asks for;
//! - `Program::order` lists each rule after those it reads in the same year;
//! - frames: frame 0 is the rule's (or local's) own subject, each fold pushes one more;
//! - a `Match` is exhaustive; an enumeration has at most 64 variants;
//! - tier rows rise strictly; caps of a rule go from the narrowest scope outward.

mod address;
mod dump;
mod expr;
mod links;
mod rule;
mod vocabulary;
mod walk;

pub use address::*;
pub use dump::RuleDump;
pub use expr::*;
pub use links::{Link, Links};
pub use rule::*;
pub use vocabulary::*;

use std::sync::OnceLock;

use serde::{Deserialize, Serialize};

/// Raised whenever the serialised form changes; an image of another version is refused.
pub const VERSION: u32 = 4;

/// A checked policy set.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Program {
    /// [`VERSION`] of the writer.
    pub version: u32,
    /// Digest of the source files, in hexadecimal.
    pub digest: String,
    /// The list's own declaration.
    pub list: ListInfo,
    /// Levels that pay, enumerations, kinds, facts, series, measure words, bodies.
    pub vocabulary: Vocabulary,
    /// Readings of the list and of every clause.
    pub readings: Vec<Reading>,
    /// Decisions of authorities.
    pub decisions: Vec<Decision>,
    /// Intermediates (`设`).
    pub locals: Vec<Local>,
    /// Clauses by number.
    pub clauses: Vec<Clause>,
    /// Rules in written order, clause by clause.
    pub rules: Vec<Rule>,
    /// All rules, each after those it reads in the same year.
    pub order: Vec<RuleId>,
    /// The side table: one entry an address.
    pub addresses: Vec<Address>,
    /// What [`Program::linked`] found; empty until it is asked, and no part of the image.
    #[serde(skip)]
    pub links: OnceLock<Links>,
}
