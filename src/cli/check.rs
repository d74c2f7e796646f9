//! `polc check [PATH…]`: are these policies well formed, and do they say what they should?

use std::io;
use std::path::PathBuf;

use serde::Serialize;

use super::{Console, Exit, Format};
use crate::diag::{json, render};
use crate::driver::{self, Compiled};
use crate::text;

/// Arguments of `check`.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Files and directories that make up the policy set
    #[arg(value_name = "PATH", default_value = "policies", hide_default_value = true)]
    paths: Vec<PathBuf>,
}

/// The result for programs.
#[derive(Serialize)]
struct Checked {
    schema: &'static str,
    files: usize,
    problems: Vec<json::Record>,
}

/// Checks the policies and reports every problem.
pub(super) fn run(args: &Args, console: &mut Console<'_>) -> io::Result<Exit> {
    let Compiled { sources, diagnostics, .. } = driver::compile(console.files, &args.paths);
    let files = sources.iter().count();
    match console.format {
        Format::Json => console.json(&Checked {
            schema: "polc.check/1",
            files,
            problems: json::records(&diagnostics, &sources),
        })?,
        Format::Human if diagnostics.is_empty() => console.say(&text!(
            zh: "检查了 {files} 个文件，没有问题。",
            en: "Checked {files} files: no problems.",
        ))?,
        Format::Human => {
            let report = render::report(&diagnostics, &sources, console.style());
            console.write(&report)?;
        }
    }
    Ok(Exit::of(&diagnostics))
}
