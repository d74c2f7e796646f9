//! The figures of an official text: what one is, the ledger that lists them, and reading them out
//! of a text. `docs/figures.md` defines what a figure is.
//!
//! | file | what it holds |
//! |---|---|
//! | `value` | [`Value`]: a figure, and when a literal of a rule has the same value |
//! | `word` | [`Side`]: on which side of a boundary the text's word puts the figure itself |
//! | `extract` | reading figures out of a text |
//! | `compare` | where two ledgers of one text differ |
//! | `table` | [`Ledger`]: one row a figure, read from CSV and written to it |

mod compare;
mod extract;
mod table;
mod value;
mod word;

pub use compare::{Difference, differences};
pub use extract::{ClauseText, Figure, clauses, extract, figures_in};
pub use table::{HEADER, Ledger, REFERENCE, Row};
pub use value::{Value, ValueError, What};
pub use word::Side;
