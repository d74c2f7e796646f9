//! The boundary to crates that stop the program where they should give an error: on damaged pages of
//! Parquet, and on a full disk while a workbook is written.

use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind};

thread_local! {
    /// How deep the calls of [`guarded`] are on this thread.
    static DEPTH: Cell<u32> = const { Cell::new(0) };
}

/// Whether a panic on this thread is caught and told as an error, so that nobody needs to report it.
#[must_use]
pub fn is_guarded() -> bool {
    DEPTH.with(|depth| depth.get() > 0)
}

/// Does some work of a crate; what it panicked with, if it did. Whatever the work changed must not be
/// used after that.
pub(super) fn guarded<T>(work: impl FnOnce() -> T) -> Result<T, String> {
    let depth = DEPTH.get();
    DEPTH.set(depth.saturating_add(1));
    let done = catch_unwind(AssertUnwindSafe(work));
    DEPTH.set(depth);
    done.map_err(|payload| {
        let text = payload.downcast_ref::<String>().map(String::as_str);
        let text = text.or_else(|| payload.downcast_ref::<&str>().copied());
        text.unwrap_or("panic").to_owned()
    })
}
