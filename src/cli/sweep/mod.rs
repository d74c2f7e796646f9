//! `polc sweep SCENARIO --fact …`: the amounts as functions of one fact.

mod asked;
mod chart;
mod drawn;
mod record;
mod said;
mod shown;

use std::io;
use std::mem::ManuallyDrop;
use std::path::PathBuf;

use self::asked::Over;
use self::said::Speaker;
use super::policies::Policies;
use super::terms::ScenarioTerms;
use super::trial::{self, TrialArgs};
use super::{Console, Exit, Format, scenarios};
use crate::diag::Text;
use crate::driver;
use crate::eval::Facts;
use crate::quantity::Date;
use crate::scenario::Directory;
use crate::source::Sources;
use crate::sweep::{Course, Inputs, apart, sweep, total, values};
use crate::text;

/// Arguments of `sweep`.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The scenario, in pol or in JSON
    #[arg(value_name = "SCENARIO")]
    scenario: PathBuf,

    /// The fact to move; with LABEL. in front, that of one subject
    #[arg(long, value_name = "[LABEL.]FACT")]
    fact: String,

    /// The least value, or the first day (default: the least that the fact admits)
    #[arg(long, value_name = "VALUE", allow_hyphen_values = true)]
    from: Option<String>,

    /// The greatest value, or the last day
    #[arg(long, value_name = "VALUE", allow_hyphen_values = true)]
    to: Option<String>,

    /// Whose fact, by label
    #[arg(long, value_name = "LABEL")]
    subject: Option<String>,

    /// Which year of a yearly fact
    #[arg(long, value_name = "YEAR")]
    year: Option<i32>,

    /// Which scenario of the file, by title
    #[arg(long, value_name = "TITLE")]
    title: Option<String>,

    /// Also draw it, as SVG
    #[arg(long, value_name = "FILE")]
    svg: Option<PathBuf>,

    /// The policies (default: those shipped with polc)
    #[arg(long, value_name = "DIR")]
    policies: Option<PathBuf>,

    #[command(flatten)]
    terms: ScenarioTerms,

    #[command(flatten)]
    trial: TrialArgs,
}

/// What outcomes come to over a range of a number.
struct Swept {
    inputs: Inputs,
    /// Outcomes that move with the fact.
    moving: Vec<Course>,
    /// Outcomes that are the same over the range.
    still: Vec<Course>,
    /// What is paid in all, when some of it moves and it is of more than one outcome.
    total: Option<Course>,
    /// Whether awards that move stand in years before that of another outcome that does: they enter
    /// it before they are rounded for payment.
    unrounded: bool,
    /// How many outcomes have nothing to do with the fact.
    apart: usize,
}

/// Sweeps and reports.
pub(super) fn run(args: &Args, console: &mut Console<'_>) -> io::Result<Exit> {
    let tried = args.trial.load(args.policies.as_ref(), console)?;
    let (Policies { program, mut sources }, edits) = match tried {
        Ok(tried) => tried,
        Err(exit) => return Ok(exit),
    };
    // The process ends with the command, and taking the program apart takes long.
    let program = ManuallyDrop::new(program);
    let directory = Directory::new(&program);
    let terms = match args.terms.terms(&directory) {
        Ok(terms) => terms,
        Err(sentence) => return console.misused(&sentence),
    };
    let given = scenarios::load(&args.scenario, &directory, &mut sources, console.files);
    if let Exit::Problems = console.problems(&given.diagnostics, &sources)? {
        return Ok(Exit::Problems);
    }
    let prepared = chosen(args, given.scenarios).and_then(|(title, mut facts)| {
        terms.apply(&mut facts);
        let asked = asked::asked(args, &directory, &facts)?;
        Ok((title, facts, asked))
    });
    let (title, facts, asked) = match prepared {
        Ok(prepared) => prepared,
        Err(sentence) => return console.misused(&sentence),
    };
    let speaker =
        Speaker { directory: &directory, facts: &facts, asked, title: &title, edits: &edits };
    match asked.over {
        Over::Number(inputs) => tell_number(args, speaker, inputs, console),
        Over::Values(days) => tell_values(args, speaker, days, console),
    }
}

/// The scenario of the file that is asked for: the only one, or the one with the title.
fn chosen(args: &Args, scenarios: Vec<(String, Facts)>) -> Result<(String, Facts), Text> {
    let count = scenarios.len();
    let mut named = scenarios
        .into_iter()
        .filter(|(title, _)| args.title.as_ref().is_none_or(|wanted| wanted == title));
    match (named.next(), &args.title) {
        (Some(one), None) if count == 1 => Ok(one),
        (Some(one), Some(_)) => Ok(one),
        (None, Some(title)) => Err(text!(
            zh: "文件里没有叫“{title}”的情景", en: "the file has no scenario `{title}`",
        )),
        _ => Err(text!(
            zh: "文件里有 {count} 个情景，用 --title 指明一个",
            en: "the file holds {count} scenarios: name one with --title",
        )),
    }
}

fn tell_number(
    args: &Args,
    speaker: Speaker<'_>,
    inputs: Inputs,
    console: &mut Console<'_>,
) -> io::Result<Exit> {
    let swept = swept(speaker, inputs);
    if let Some(path) = &args.svg {
        let drawn = drawn::drawn(speaker, &swept, console.lang);
        if let Err(error) = console.files.write(path, &drawn) {
            return console.problems(&[driver::unwritable(path, &error)], &Sources::new());
        }
    }
    match console.format {
        Format::Json => console.json(&record::of_number(speaker, &swept))?,
        Format::Human => {
            trial::told(speaker.edits, console)?;
            let told = shown::of_number(speaker, &swept, console.lang, console.width);
            console.write(&told)?;
        }
    }
    Ok(Exit::Fine)
}

fn tell_values(
    args: &Args,
    speaker: Speaker<'_>,
    days: Option<(Date, Date)>,
    console: &mut Console<'_>,
) -> io::Result<Exit> {
    if args.svg.is_some() {
        return console.misused(&text!(
            zh: "只有数的事实才能画图", en: "only a fact that is a number can be drawn",
        ));
    }
    let Speaker { directory, facts, asked, .. } = speaker;
    let table = values(directory.program, facts, asked.place, days);
    let Some(table) = table else { return Ok(Exit::Problems) };
    match console.format {
        Format::Json => console.json(&record::of_values(speaker, &table))?,
        Format::Human => {
            trial::told(speaker.edits, console)?;
            let told = shown::of_values(speaker, &table, console.lang, console.width);
            console.write(&told)?;
        }
    }
    Ok(Exit::Fine)
}

fn swept(speaker: Speaker<'_>, inputs: Inputs) -> Swept {
    let Speaker { directory, facts, asked, .. } = speaker;
    let courses = sweep(directory.program, facts, asked.place, inputs);
    let apart = apart(directory.program, facts, asked.place);
    let total = total(directory.program, &courses, &apart, inputs);
    let pays = |course: &&Course| speaker.is_paid(course.key.rule);
    let several = courses.iter().filter(pays).count() > 1 || speaker.pays_something(&apart);
    let (still, moving) = courses.into_iter().partition(Course::is_still);
    let moving: Vec<Course> = moving;
    let first = asked.place.year.or(facts.years.map(|(first, _)| first));
    let is_later = |course: &Course| course.key.year.zip(first).is_some_and(|(of, at)| of > at);
    let unrounded = moving.iter().any(is_later);
    let total = total.filter(|_| several);
    Swept { inputs, moving, still, total, unrounded, apart: apart.len() }
}
