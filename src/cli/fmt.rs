//! `polc fmt`: one layout for all, in either language.

use std::collections::BTreeSet;
use std::io;
use std::path::{Path, PathBuf};

use serde::Serialize;

use super::{Console, Exit, Format};
use crate::ast;
use crate::diag::{Diagnostic, Diagnostics, json};
use crate::driver::{self, Parsed};
use crate::format::{Dictionary, format, language};
use crate::source::{FileId, Sources};
use crate::text;

/// Arguments of `fmt`.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Files and directories
    #[arg(value_name = "PATH", required = true)]
    paths: Vec<PathBuf>,

    /// Change nothing; fail if a file is not formatted
    #[arg(long)]
    check: bool,

    /// Where other names are declared (default: the policies shipped with polc)
    #[arg(long, value_name = "DIR")]
    policies: Option<PathBuf>,
}

/// The result for programs.
#[derive(Serialize)]
struct Formatted {
    schema: &'static str,
    /// Files that were changed, or would be.
    changed: Vec<String>,
    problems: Vec<json::Record>,
}

/// Formats the files, each in the language it is written in unless `--lang` names one.
pub(super) fn run(args: &Args, console: &mut Console<'_>) -> io::Result<Exit> {
    let Parsed { sources, paths, files, mut diagnostics } =
        driver::parse(console.files, &args.paths);
    let dictionary = Dictionary::of(files.iter().chain(&declaring(args, console)));
    // Half a tree is not written out.
    let broken: BTreeSet<FileId> = driver::broken(&diagnostics).collect();
    let mut changed = Vec::new();
    for (((id, source), path), file) in sources.iter().zip(&paths).zip(&files) {
        if broken.contains(&id) {
            continue;
        }
        let lang = console.form.unwrap_or_else(|| language(source));
        match format(file, source, &dictionary, lang) {
            Err(fault) => diagnostics.push(*fault),
            Ok(text) if text == source.text() => (),
            Ok(text) => match write(args, console, path, &text) {
                Ok(()) => changed.push(source.name().to_owned()),
                Err(problem) => diagnostics.push(*problem),
            },
        }
    }
    let problems = diagnostics.into_sorted();
    tell(args, console, changed, &problems, &sources)
}

/// The files that declare names which the files to format may use.
fn declaring(args: &Args, console: &Console<'_>) -> Vec<ast::File> {
    match &args.policies {
        Some(directory) => driver::parse(console.files, std::slice::from_ref(directory)).files,
        None => {
            let sources = driver::shipped().map(|shipped| shipped.sources);
            driver::trees(&sources.unwrap_or_default(), &mut Diagnostics::new())
        }
    }
}

fn write(
    args: &Args,
    console: &Console<'_>,
    path: &Path,
    text: &str,
) -> Result<(), Box<Diagnostic>> {
    if args.check {
        return Ok(());
    }
    let written = console.files.write(path, text);
    written.map_err(|error| Box::new(driver::unwritable(path, &error)))
}

fn tell(
    args: &Args,
    console: &mut Console<'_>,
    changed: Vec<String>,
    problems: &[Diagnostic],
    sources: &Sources,
) -> io::Result<Exit> {
    let exit = match Exit::of(problems) {
        Exit::Fine if args.check && !changed.is_empty() => Exit::Problems,
        exit => exit,
    };
    if console.format == Format::Json {
        let problems = json::records(problems, sources);
        console.json(&Formatted { schema: "polc.fmt/1", changed, problems })?;
        return Ok(exit);
    }
    for name in changed {
        console.say(&match args.check {
            true => text!(zh: "要排版：{name}", en: "not formatted: {name}"),
            false => text!(zh: "已排版：{name}", en: "formatted: {name}"),
        })?;
    }
    console.problems(problems, sources)?;
    Ok(exit)
}
