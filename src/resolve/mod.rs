//! From parsed files to names: what is declared, where, and what a name means at a place.
//!
//! | file | what it holds |
//! |---|---|
//! | `symbols` | [`Symbols`], everything the policy set declares, under ids |
//! | `scope` | the names of one scope, in either language |
//! | `collect` | [`symbols()`]: the pass that fills it |
//! | `lookup` | what a name means at a place, or the error that says it means nothing |
//! | `unknown` | that error: did you mean, and words written together |
//! | `aliases` | one name, one alias |
//! | `types` | what type a fact was declared with |
//! | `vocabulary` | [`vocabulary()`]: smallest units, ranges and slots of what was declared |
//! | `order` | [`rule_order`], [`local_order`]: each after those it needs, or the circle |
//!
//! Resolve reports unknown names in declarations and heads (属于, 指, 责任, 给, 向, 由, 设 … 每);
//! the checker asks it for those in statements and expressions.

mod aliases;
mod collect;
mod lookup;
mod order;
mod scope;
mod symbols;
mod types;
mod unknown;
mod vocabulary;

pub use collect::symbols;
pub use lookup::Here;
pub use order::{Need, local_order, rule_order};
pub use symbols::*;
pub use vocabulary::vocabulary;

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::arithmetic_side_effects)]
mod tests;
