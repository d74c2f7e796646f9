//! Facts in, outcomes out.
//!
//! A scenario, in pol or in JSON, becomes the tree's one form ([`ast::Scenario`]) and from there
//! [`Facts`]: dense slots, no names. Everything that cannot be taken as it stands is an error with
//! a place; nothing is skipped.

mod assemble;
pub mod coverage;
mod decided;
mod digest;
mod directory;
pub mod example;
mod file;
mod fill;
mod json;
mod names;
mod outcomes;
mod rules;
mod settings;
mod status_word;
mod totals;
mod tree;
mod value;
pub mod words;

pub use digest::digest;
pub use directory::{Directory, Home};
pub use file::scenarios;
pub use json::{SCENARIO_SCHEMA, scenario_from_json};
pub use outcomes::{OUTCOMES_SCHEMA, Outcomes, Scenario as ScenarioRecord, outcomes_record};
pub use status_word::StatusWord;
pub use totals::{Total, totals};

pub(crate) use decided::outside as outside_bounds;
pub(crate) use directory::numbered;
pub(crate) use fill::{limits, limits_of_decision, limits_of_series, payable};
pub(crate) use rules::rule_ref;
pub(crate) use value::Limits;

use crate::ast;
use crate::diag::Diagnostics;
use crate::eval::{DecisionTaken, Facts};
use crate::source::Span;
use fill::{Filler, Sheet};
use settings::{Layer, Settings};
use tree::Tree;

/// The facts of a scenario; none when anything in it cannot be taken as it stands.
#[must_use]
pub fn facts(directory: &Directory, scenario: &ast::Scenario) -> (Option<Facts>, Diagnostics) {
    let mut found = Diagnostics::new();
    let taken = Taken::of(directory, None, &[&scenario.entries], &mut found);
    let facts = taken.facts(directory, &[]);
    if !found.has_errors() {
        let at = |decision: &DecisionTaken| taken.decided_at(decision, scenario.title.at.0);
        found.extend(decided::outside_bounds(directory, &facts, at));
    }
    ((!found.has_errors()).then_some(facts), found)
}

/// Layers of statements as they were taken in, each overriding those before it.
struct Taken<'a> {
    settings: Settings,
    tree: Tree<'a>,
    sheets: Vec<Sheet>,
}

impl<'a> Taken<'a> {
    fn of(
        directory: &Directory,
        home: Option<Home>,
        layers: &[Layer<'a>],
        found: &mut Diagnostics,
    ) -> Self {
        let settings = Settings::of(directory, home, layers, found);
        let tree = Tree::of(directory, layers, found);
        let sheets = Filler { directory, home, settings: &settings, tree: &tree, found }.sheets();
        Self { settings, tree, sheets }
    }

    /// The facts, with room for what will be set in these years as well.
    fn facts(&self, directory: &Directory, years: &[i32]) -> Facts {
        assemble::assemble(directory, self, years)
    }

    /// Where a decision is written; if nowhere, `otherwise`.
    fn decided_at(&self, taken: &DecisionTaken, otherwise: Span) -> Span {
        let sheet = self.sheets.get(taken.subject.0 as usize);
        let stated = sheet.and_then(|sheet| sheet.decisions.get(&(taken.decision, taken.year)));
        stated.copied().flatten().map_or(otherwise, |stated| stated.at)
    }
}
