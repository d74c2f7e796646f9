//! An award history that is kept from run to run: read before a run, it says what was paid in years
//! that are not run now; after the run, the years run take the place of what it said of them.
//!
//! A [`Book`] holds it by subject. [`Book::state`] puts into facts what bears on their run,
//! [`Book::page`] says what the run leaves behind, and [`Book::replace`] takes that in. Subjects that
//! are not among the facts keep what is told of them. Written out, the same book gives the same
//! bytes; so running a year twice gives the same file.

mod book;
mod columns;
mod fields;
mod names;
mod page;
mod read;
mod state;
mod write;

pub use book::{Book, Page};
pub use names::Names;
