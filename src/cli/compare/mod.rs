//! `polc compare`: two policy sets, or one with figures changed on trial, on the same data.

mod data;
mod output;
mod record;
mod told;

use std::io;
use std::path::{Path, PathBuf};

use super::policies::{self, Policies};
use super::terms::DataTerms;
use super::threads::ThreadArgs;
use super::trial::TrialArgs;
use super::{Console, Exit, Format, noticed};
use crate::compare::Edit;
use crate::diag::Text;
use crate::scenario::Directory;
use crate::source::Sources;
use crate::text;
use data::Side;

/// Arguments of `compare`.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The policies before, those after, and the data; with --set the data alone will do
    #[arg(value_name = "[BASE] [VARIANT] DATA", num_args = 1..=3, required = true)]
    paths: Vec<PathBuf>,

    #[command(flatten)]
    trial: TrialArgs,

    /// Write every outcome that changes to this file (.xlsx, .csv)
    #[arg(short, long, value_name = "OUT")]
    out: Option<PathBuf>,

    #[command(flatten)]
    terms: DataTerms,

    #[command(flatten)]
    threads: ThreadArgs,
}

/// Compares and reports.
pub(super) fn run(args: &Args, console: &mut Console<'_>) -> io::Result<Exit> {
    if let Some(sentence) = args.threads.unfit() {
        return console.misused(&sentence);
    }
    let (before, after, data) = match sides(args) {
        Ok(sides) => sides,
        Err(sentence) => return console.misused(&sentence),
    };
    let before = match policies::load(before, console)? {
        Ok(policies) => policies,
        Err(exit) => return Ok(exit),
    };
    let other = match after.map(|after| policies::load(Some(after), console)).transpose()? {
        Some(Err(exit)) => return Ok(exit),
        other => other.and_then(Result::ok),
    };
    let from = other.as_ref().unwrap_or(&before);
    let tried = match args.trial.tried(from, console)? {
        Ok(tried) => tried,
        Err(exit) => return Ok(exit),
    };
    let (after, edits) = match (tried, other) {
        (Some(tried), _) => tried,
        (None, Some(other)) => (other, Vec::new()),
        (None, None) => return console.misused(&usage()),
    };
    compare(args, data, [before, after], &edits, console)
}

/// The policies before (none are those shipped) and after (none are those before, changed), and the
/// data.
type Paths<'a> = (Option<&'a PathBuf>, Option<&'a PathBuf>, &'a PathBuf);

fn sides(args: &Args) -> Result<Paths<'_>, Text> {
    match (args.paths.as_slice(), args.trial.is_given()) {
        ([data], true) => Ok((None, None, data)),
        ([before, data], true) => Ok((Some(before), None, data)),
        ([before, after, data], _) => Ok((Some(before), Some(after), data)),
        _ => Err(usage()),
    }
}

fn usage() -> Text {
    text!(
        zh: "要么写 polc compare 原政策 新政策 数据，要么写 polc compare 数据 --set 地址=数",
        en: "write polc compare BASE VARIANT DATA, or polc compare DATA --set ADDRESS=VALUE",
    )
}

fn compare(
    args: &Args,
    data: &Path,
    [before, after]: [Policies; 2],
    edits: &[Edit],
    console: &mut Console<'_>,
) -> io::Result<Exit> {
    let directories = [Directory::new(&before.program), Directory::new(&after.program)];
    let [old, new] = &directories;
    let terms = args.terms.terms(old).and_then(|one| Ok([one, args.terms.terms(new)?]));
    let [terms_before, terms_after] = match terms {
        Ok(terms) => terms,
        Err(sentence) => return console.misused(&sentence),
    };
    let sides =
        [Side::new(old, before.sources, terms_before), Side::new(new, after.sources, terms_after)];
    let pool = match args.threads.pool() {
        Ok(pool) => pool,
        Err(problem) => return console.problems(&[problem], &Sources::new()),
    };
    let out = args.out.as_deref();
    let compared = match data::compare(sides, data, out, &pool, console) {
        Ok(compared) => compared,
        Err(refused) => return console.problems(&refused.0, &refused.1),
    };
    let told = told::Told { compared: &compared, edits, directories: &directories };
    match console.format {
        Format::Json => console.json(&record::record(&told))?,
        Format::Human => {
            let is_listed = args.out.as_deref().is_some_and(output::has_sheets);
            noticed::told(&compared.notes, is_listed, console)?;
            let lines = told::told(&told, console.lang, console.width);
            console.write(&lines)?;
            if let Some(out) = &args.out {
                let (rows, out) = (compared.rows, out.display());
                console.say(&text!(
                    zh: "\n{rows} 个变化写入 {out}", en: "\n{rows} changes are written to {out}",
                ))?;
            }
        }
    }
    Ok(match compared.differences.broken {
        [_, 0] => Exit::Fine,
        _ => Exit::Problems,
    })
}

/// Problems, and the texts that they speak of.
pub(super) struct Problems(Vec<crate::diag::Diagnostic>, Sources);
