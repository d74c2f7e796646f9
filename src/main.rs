//! The `polc` command: dispatches to the commands in `cli`.

use std::process::ExitCode;

fn main() -> ExitCode {
    polc::cli::main()
}
