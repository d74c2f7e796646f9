//! `polc batch DATA -o OUT`: every clause on every subject of a data set.

mod compute;
mod kept;
mod output;
mod summed;
mod told;

use std::io;
use std::mem::ManuallyDrop;
use std::path::PathBuf;

use super::history::{self, HistoryArgs};
use super::policies::Policies;
use super::terms::{DataTerms, Terms};
use super::threads::ThreadArgs;
use super::trial::TrialArgs;
use super::{Console, Exit};
use crate::batch::{Layout, Results, Selection};
use crate::budget::NearAsked;
use crate::compare::Edit;
use crate::diag::Text;
use crate::driver::FileKind;
use crate::scenario::Directory;
use crate::text;
use compute::compute;
use output::Target;

/// Arguments of `batch`.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// A workbook, a file of CSV, Parquet or JSON, or a directory of such files
    #[arg(value_name = "DATA")]
    data: PathBuf,

    /// Where the results go: .xlsx, .csv, .parquet or .json, or a directory for several tables
    #[arg(short, long, value_name = "OUT")]
    out: PathBuf,

    /// The policies (default: those shipped with polc)
    #[arg(long, value_name = "DIR")]
    policies: Option<PathBuf>,

    #[command(flatten)]
    terms: DataTerms,

    /// A row for each outcome (long) or for each subject (wide)
    #[arg(long, value_name = "long|wide", default_value = "long")]
    #[arg(value_enum, hide_possible_values = true, hide_default_value = true)]
    layout: LayoutWord,

    /// Only these outcomes, such as granted,range,undetermined; all for every one
    #[arg(long, value_name = "OUTCOME,…", value_delimiter = ',')]
    only: Vec<String>,

    /// Also tell what each clause comes to, and what caps save, what is missing, whether budgets suffice
    #[arg(long)]
    summary: bool,

    /// A directory or .xlsx file for the summary's tables and charts (default: where the results go)
    #[arg(long, value_name = "DIR|FILE.xlsx")]
    summary_out: Option<PathBuf>,

    /// Also tell in the summary who is so near to a threshold, such as 5%
    #[arg(long, value_name = "PERCENT")]
    near: Option<String>,

    /// And within how many days of a deadline (default: 30)
    #[arg(long, value_name = "DAYS", default_value_t = 30, hide_default_value = true)]
    near_days: u32,

    /// How many of them to list for each threshold (default: 20)
    #[arg(long, value_name = "N", default_value_t = 20, hide_default_value = true)]
    near_listed: usize,

    /// Leave out rows that cannot be taken, and list them in this file (CSV)
    #[arg(long, value_name = "FILE")]
    skip_bad_rows: Option<PathBuf>,

    #[command(flatten)]
    trial: TrialArgs,

    #[command(flatten)]
    history: HistoryArgs,

    #[command(flatten)]
    threads: ThreadArgs,
}

#[derive(Debug, Clone, Copy, clap::ValueEnum)]
enum LayoutWord {
    /// A row for each outcome.
    Long,
    /// A row for each subject.
    Wide,
}

/// What the command line asks for.
struct Asked {
    target: Target,
    /// Where the tables of the summary go, if not to the target.
    summary: Option<Target>,
    /// How near to a threshold is near, if that is asked.
    near: Option<NearAsked>,
    terms: Terms,
    layout: Layout,
    only: Selection,
    /// The figures on trial.
    edits: Vec<Edit>,
}

/// Runs the command.
pub(super) fn run(args: &Args, console: &mut Console<'_>) -> io::Result<Exit> {
    let tried = args.trial.load(args.policies.as_ref(), console)?;
    let (Policies { program, sources }, edits) = match tried {
        Ok(tried) => tried,
        Err(exit) => return Ok(exit),
    };
    // The process ends with the command.
    let program = ManuallyDrop::new(program);
    let directory = Directory::new(&program);
    let asked = match Asked::of(args, edits, &directory, console) {
        Ok(asked) => asked,
        Err(sentence) => return console.misused(&sentence),
    };
    let unfit = history::unfit(&args.terms.clause).filter(|_| args.history.is_given());
    if let Some(sentence) = unfit.or_else(|| args.history.unfit(&args.trial)) {
        return console.misused(&sentence);
    }
    let mut kept = match args.history.read(&directory, console)? {
        Ok(kept) => kept,
        Err(exit) => return Ok(exit),
    };
    let (layout, only) = (asked.layout, asked.only);
    let results = Results::new(&directory, &args.terms.clause, console.lang, layout, only);
    match compute(args, &asked, &results, kept.as_ref().map(|kept| &kept.book), console) {
        Ok(mut done) => {
            let left = std::mem::take(&mut done.left);
            let exit = told::told((args, &asked), &results, &done, console)?;
            match &mut kept {
                Some(kept) if exit == Exit::Fine => {
                    left.into_iter().for_each(|page| kept.book.replace(page));
                    kept.write(console)
                }
                _ => Ok(exit),
            }
        }
        Err(problems) => {
            let problems: Vec<_> = problems.into_iter().collect();
            console.problems(&problems, &sources)
        }
    }
}

impl Asked {
    fn of(
        args: &Args,
        edits: Vec<Edit>,
        directory: &Directory,
        console: &Console,
    ) -> Result<Self, Text> {
        let terms = args.terms.terms(directory)?;
        let layout = match args.layout {
            LayoutWord::Long => Layout::Long,
            LayoutWord::Wide => Layout::Wide,
        };
        let only = match (args.only.as_slice(), layout) {
            ([], Layout::Long) => Selection::worth_telling(),
            ([], Layout::Wide) => Selection::without_duties(),
            (words, _) => Selection::named(words)?,
        };
        if let Some(sentence) = args.threads.unfit() {
            return Err(sentence);
        }
        let outputs =
            std::iter::once(&args.out).chain(&args.skip_bad_rows).chain(&args.summary_out);
        for out in outputs {
            refuse_input(out, args, console)?;
        }
        Ok(Self {
            target: Target::of(&args.out, console.files)?,
            summary: summed::target(args, console.files)?,
            near: summed::nearness(args)?,
            terms,
            layout,
            only,
            edits,
        })
    }
}

/// The data must not be written over.
fn refuse_input(out: &PathBuf, args: &Args, console: &Console) -> Result<(), Text> {
    let same = |one: &PathBuf, other: &PathBuf| {
        let identity = |path: &PathBuf| console.files.identity(path).ok();
        identity(one).is_some_and(|one| Some(one) == identity(other))
    };
    let inside = |directory: &PathBuf| {
        let file = matches!(console.files.kind(directory), Ok(FileKind::Directory));
        file && out.parent().is_some_and(|parent| same(&parent.to_owned(), directory))
    };
    let path = out.display();
    match same(out, &args.data) || inside(&args.data) {
        true => Err(text!(
            zh: "{path} 是数据所在，结果写到别处", en: "{path} holds the data: write the results elsewhere",
        )),
        false => Ok(()),
    }
}
