//! What can be said about policies beyond that they are well formed: problems with witnesses, and
//! how much the examples hold the rules to.
//!
//! | module | what it finds |
//! |---|---|
//! | `interaction` | how rules of several clauses that pay for the same thing stand to each other |
//! | `overlap` | those of them that pay twice, without a file's saying so |
//! | `cliff` | tier tables in which more gives less |
//! | `figures` | figures of the official text that no rule says, and the other way round |
//! | `mutate` | changes to a rule that no example notices |

pub mod figures;
pub mod mutate;

mod candidates;
mod case;
mod cause;
mod cliff;
mod conditions;
pub mod describe;
mod interaction;
mod overlap;
mod witness;

pub use cause::Cause;
pub use cliff::cliffs;
pub use conditions::{Ends, Key, Needed};
pub use interaction::{Dismissal, Finding, Interaction, interactions};
pub use overlap::overlaps;
pub use witness::Witness;
