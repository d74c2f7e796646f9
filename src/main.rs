//! The `polc` command: dispatches to the commands in `cli`.

use std::process::ExitCode;

/// A batch makes and drops hundreds of small values for each of its records, on one thread and on
/// another; of the system's allocator that was a third of its time.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    polc::cli::main()
}
