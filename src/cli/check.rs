//! `polc check [PATH…]`: are these policies well formed, and do they say what they should?

use std::io;

use serde::Serialize;

use super::policies::{self, Policies, PolicySet};
use super::{Console, Exit, Format};
use crate::ast::Item;
use crate::diag::{Diagnostic, json, render};
use crate::driver::{self, Texts};
use crate::source::Sources;
use crate::syntax::parse;
use crate::text;

/// Arguments of `check`.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(flatten)]
    set: PolicySet,

    /// Don't hold the rules against the ledger of the official text's figures
    #[arg(long)]
    no_figures: bool,
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
    let parsed = driver::parse(console.files, &args.set.paths);
    let items = || parsed.files.iter().flat_map(|file| &file.items);
    if items().next().is_some() && items().all(|item| matches!(item, Item::Scenario(_))) {
        return scenarios(args, console);
    }
    let mut compiled = driver::compile_parsed(console.files, &args.set.paths, parsed);
    let files = compiled.sources.iter().count();
    if !args.no_figures
        && let Some(figures) = driver::against_ledger(console.files, &mut compiled)
    {
        compiled.diagnostics.extend(figures.diagnostics.into_sorted());
    }
    tell(console, files, &compiled.diagnostics, &compiled.sources)
}

/// Scenarios alone are checked against the shipped policies.
fn scenarios(args: &Args, console: &mut Console<'_>) -> io::Result<Exit> {
    let Policies { program, mut sources } = match policies::load(None, console)? {
        Ok(policies) => policies,
        Err(exit) => return Ok(exit),
    };
    let Texts { sources: own, mut diagnostics, .. } = driver::texts(console.files, &args.set.paths);
    let mut trees = Vec::new();
    for (_, file) in own.iter() {
        let id = sources.add(file.name(), file.text());
        let (tree, problems) = parse(id, file.text());
        // What could not be parsed would only make a second error of the same cause.
        if !problems.has_errors() {
            trees.push(tree);
        }
        diagnostics.extend(problems);
    }
    diagnostics.extend(driver::data(&program, &trees));
    tell(console, own.iter().count(), &diagnostics.into_sorted(), &sources)
}

fn tell(
    console: &mut Console<'_>,
    files: usize,
    found: &[Diagnostic],
    sources: &Sources,
) -> io::Result<Exit> {
    match console.format {
        Format::Json => {
            let problems = json::records(found, sources);
            console.json(&Checked { schema: "polc.check/1", files, problems })?;
        }
        Format::Human if found.is_empty() => console.say(&text!(
            zh: "检查了 {files} 个文件，没有问题。",
            en: "Checked {files} files: no problems.",
        ))?,
        Format::Human => {
            let report = render::report(found, sources, console.style());
            console.write(&report)?;
        }
    }
    Ok(Exit::of(found))
}
