//! The reference interpreter: a program and facts in, outcomes out. It defines the meaning of pol.

mod answer;
mod arithmetic;
mod calendar;
mod caps;
mod choice;
mod condition;
mod conflict;
mod context;
mod day;
mod deps;
mod domain;
mod evaluate;
mod facts;
mod fold;
mod history;
mod listed;
mod needed;
mod number;
mod outcome;
mod payable;
mod range;
mod reasons;
mod relations;
mod report;
mod rule;
mod schedule;
mod tiers;
mod time;
mod trace;
mod truth;
mod unknown;

pub use evaluate::{Prepared, decision_bounds, evaluate};
pub use facts::*;
pub use outcome::*;
pub use trace::{Event, NoTrace, Position, Seen, Tracer};
