//! Many subjects out of tables: one sheet a kind of subject, its header naming facts with their
//! units, the rows of child kinds joined to their parents by id.
//!
//! Reading is one after the other ([`Group`]s come in the order of the sheet); making facts of a
//! group (into a [`Record`]) depends on nothing else and may be done on any thread.

mod group;

pub use group::{Group, Record};
