//! What an official asks of a batch beside its sums: how awards are distributed, what each cap
//! saves, what is undetermined for want of which fact, who is near a threshold, and whether a
//! declared budget suffices.
//!
//! All of it is folded over [`Evaluated`](crate::batch::Evaluated) records, in parts of the data
//! that are evaluated side by side and merged in order, and is exact: a sum either has its figure
//! to the last digit or says that it has none.

mod caps;
mod ceiling;
mod crossing;
mod distribution;
mod near;
mod page;
mod pages;
mod stakes;
mod survey;
mod thresholds;

pub use caps::CapSaving;
pub use ceiling::{Ceiling, Claim};
pub use distribution::{Class, Distribution};
pub use near::{Moved, Near, NearSide, NearValue, Side};
pub use page::Page;
pub use pages::pages;
pub use stakes::{Stake, StakeRow, Wanted};
pub use survey::{Findings, NearAsked, Survey};
pub use thresholds::{Bound, Compared, Figure, Threshold};
