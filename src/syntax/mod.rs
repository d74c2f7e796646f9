//! Text to tree: the grammar, and what it takes to go on after a mistake.

pub mod keyword;
pub mod words;

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
mod grammar;
mod parse;
mod prescan;

pub use keyword::{Keyword, Language};
pub use parse::{parse, parse_value};
pub use words::Worded;
