//! Types, dimensions, exhaustiveness: from a parsed set to the core, one pass for each construct.
//!
//! | file | what it does |
//! |---|---|
//! | `program` | [`program()`]: puts it all together |
//! | `context` | what a place is checked against, and what checking fills |
//! | `address` | stable addresses, the side table |
//! | `types` | types of expressions, how they are told |
//! | `scope` | what a name means where it stands |
//! | `expr`, `arith`, `compare` | expressions, sums and products, conditions |
//! | `constant` | constant expressions under a choice of readings |
//! | `table` | look-up tables |
//! | `tiers`, `tier_rows` | tier tables, and that their rows cover every value once |
//! | `fold` | folds over children |
//! | `steps`, `caps`, `shared` | the steps of a running amount; caps that rules share |
//! | `reading` | readings and their slots |
//! | `local` | intermediates and decisions |
//! | `statement`, `rule`, `money`, `payers` | rules |
//! | `clause`, `list` | clauses, the list's own declaration |
//!
//! An expression that failed has been reported, and its type fits everywhere: one cause makes one
//! error.

mod address;
mod arith;
mod budget;
mod caps;
mod clause;
mod compare;
mod constant;
mod context;
mod expr;
mod fold;
mod list;
mod local;
mod money;
mod payers;
mod program;
mod reading;
mod rule;
mod scope;
mod sign;
mod shared;
mod statement;
mod steps;
mod table;
mod tier_rows;
mod tiers;
mod types;

pub use program::program;
