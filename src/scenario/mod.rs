//! Facts in, outcomes out.
//!
//! A scenario, in pol or in JSON, becomes the tree's one form ([`ast::Scenario`]) and from there
//! [`Facts`]: dense slots, no names. Everything that cannot be taken as it stands is an error with
//! a place; nothing is skipped.

mod assemble;
mod directory;
mod fill;
mod json;
mod names;
mod rules;
mod settings;
mod tree;
mod value;

pub use directory::{Directory, Home};
pub use json::{SCENARIO_SCHEMA, scenario_from_json};

use crate::ast;
use crate::diag::Diagnostics;
use crate::eval::Facts;
use fill::Filler;
use settings::{Layer, Settings};
use tree::Tree;

/// The facts of a scenario; none when anything in it cannot be taken as it stands.
#[must_use]
pub fn facts(directory: &Directory, scenario: &ast::Scenario) -> (Option<Facts>, Diagnostics) {
    let mut found = Diagnostics::new();
    let (facts, _) = facts_of_layers(directory, None, &[&scenario.entries], &mut found);
    ((!found.has_errors()).then_some(facts), found)
}

/// The facts of layers of statements, each overriding those before it, and the tree of subjects
/// in which their labels are to be looked up.
fn facts_of_layers<'a>(
    directory: &Directory,
    home: Option<Home>,
    layers: &[Layer<'a>],
    found: &mut Diagnostics,
) -> (Facts, Tree<'a>) {
    let settings = Settings::of(directory, home, layers, found);
    let tree = Tree::of(directory, layers, found);
    let mut filler = Filler { directory, home, settings: &settings, tree: &tree, found };
    let sheets = filler.sheets();
    let mut facts = assemble::assemble(directory, &settings, &tree, &sheets);
    facts.decisions = fill::decisions(&sheets).into_iter().map(|(taken, _)| taken).collect();
    (facts, tree)
}
