//! Which policies a command works on: the shipped ones, or a directory.

use std::io;
use std::path::PathBuf;

use super::{Console, Exit};
use crate::diag::Text;
use crate::driver::{self, Shipped};
use crate::ir::Program;
use crate::source::Sources;
use crate::text;

/// The argument of commands that read a policy set anew.
#[derive(Debug, clap::Args)]
pub(super) struct PolicySet {
    /// Files and directories that make up the policy set
    #[arg(value_name = "PATH", default_value = "policies", hide_default_value = true)]
    pub(super) paths: Vec<PathBuf>,
}

/// What is said of clauses that were asked for by number, when the list lacks one of them.
pub(super) fn unlisted(asked: &[u32], program: &Program) -> Option<Text> {
    let listed = |number: &&u32| program.clauses.iter().any(|clause| clause.number == **number);
    let number = asked.iter().find(|number| !listed(number))?;
    Some(text!(zh: "清单里没有条款 {number}", en: "the list has no clause {number}"))
}

/// Checked policies and their texts.
pub(super) struct Policies {
    /// The program.
    pub(super) program: Program,
    /// The texts its spans speak of; scenarios are added to them.
    pub(super) sources: Sources,
}

/// The policies in a directory, or else the shipped ones. With errors in them, these are
/// reported and the command ends.
pub(super) fn load(
    directory: Option<&PathBuf>,
    console: &mut Console<'_>,
) -> io::Result<Result<Policies, Exit>> {
    let Some(directory) = directory else {
        return Ok(match driver::shipped() {
            Ok(Shipped { program, sources }) => Ok(Policies { program, sources }),
            Err(fault) => Err(console.problems(&[*fault], &Sources::new())?),
        });
    };
    let compiled = driver::compile(console.files, std::slice::from_ref(directory));
    let exit = console.problems(&compiled.diagnostics, &compiled.sources)?;
    Ok(match (compiled.program, exit) {
        (Some(program), Exit::Fine) => Ok(Policies { program, sources: compiled.sources }),
        _ => Err(Exit::Problems),
    })
}
