//! The reference interpreter: a program and facts in, outcomes out. It defines the meaning of pol.

mod facts;
mod outcome;

pub use facts::*;
pub use outcome::*;
