//! Which policies a command works on: the shipped ones, or a directory.

use std::io;
use std::path::PathBuf;

use super::{Console, Exit};
use crate::driver::{self, Shipped};
use crate::ir::Program;
use crate::source::Sources;

/// Checked policies and their texts.
pub(super) struct Policies {
    /// The program.
    pub(super) program: Program,
    /// The texts its spans speak of; scenarios are added to them.
    #[allow(dead_code, reason = "for the commands that also read scenarios")]
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
