//! Text to tree: the grammar, and what it takes to go on after a mistake.

pub mod keyword;
pub mod words;

mod body;
mod brackets;
mod build;
mod build_clause;
mod build_example;
mod build_expr;
mod build_rule;
mod build_scenario;
mod build_set;
mod build_step;
mod build_value;
mod errors;
mod expected;
mod grammar;
mod mistake;
mod parse;
mod prescan;
mod recover;
mod token;
mod tree;

pub use keyword::{Keyword, Language};
pub use parse::{parse, parse_expr, parse_value};
pub use words::Worded;
