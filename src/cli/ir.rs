//! `polc ir [PATH]`: the checked core of the policies, rule by rule; as JSON, the whole of it.

use std::io;
use std::path::PathBuf;

use super::{Console, Exit, Format, policies};

/// Arguments of `ir`.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The policies (default: those shipped with polc)
    #[arg(value_name = "PATH")]
    path: Option<PathBuf>,
}

/// Prints the core.
pub(super) fn run(args: &Args, console: &mut Console<'_>) -> io::Result<Exit> {
    let program = match policies::load(args.path.as_ref(), console)? {
        Ok(policies) => policies.program,
        Err(exit) => return Ok(exit),
    };
    if console.format == Format::Json {
        console.json(&program)?;
        return Ok(Exit::Fine);
    }
    let rules = program.clauses.iter().flat_map(|clause| &clause.rules);
    for rule in rules.filter_map(|id| program.dump(*id)) {
        console.write(&rule.to_string())?;
    }
    Ok(Exit::Fine)
}
