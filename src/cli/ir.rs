//! `polc ir [PATH]`: the checked core of the policies, as a stable dump.

use std::io;
use std::path::PathBuf;

use super::{Console, Exit, policies};

/// Arguments of `ir`.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The policies (default: those shipped with polc)
    #[arg(value_name = "PATH")]
    path: Option<PathBuf>,
}

/// Prints the core.
pub(super) fn run(args: &Args, console: &mut Console<'_>) -> io::Result<Exit> {
    let policies = match policies::load(args.path.as_ref(), console)? {
        Ok(policies) => policies,
        Err(exit) => return Ok(exit),
    };
    console.json(&policies.program)?;
    Ok(Exit::Fine)
}
