//! Empty inputs that ask for what some clauses need, and for nothing else: as tables of a data set,
//! or as a scenario.

mod needed;
mod scenario;
mod tables;

pub use needed::{Needed, needed};
pub use scenario::{scenario_json, scenario_pol};
pub use tables::{Blank, blanks};
