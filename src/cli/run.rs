//! `polc run SCENARIO`: who gets how much, who pays, and why.

use std::io;
use std::mem::ManuallyDrop;
use std::path::PathBuf;

use serde::Serialize;

use super::history::{self, HistoryArgs};
use super::page::{Block, html, markdown, plain};
use super::policies::Policies;
use super::report::{self, Context, Varied};
use super::terms::ScenarioTerms;
use super::trial::{self, TrialArgs};
use super::{Console, Exit, Format, Page, scenarios};
use crate::derivation::{self, Derivation, Recorder};
use crate::eval::{Facts, NoTrace, Outcome, evaluate};
use crate::scenario::{Directory, Outcomes, ScenarioRecord, outcomes_record};
use crate::source::Sources;

/// Arguments of `run`.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The scenario, in pol or in JSON
    #[arg(value_name = "SCENARIO")]
    scenario: PathBuf,

    /// The policies (default: those shipped with polc)
    #[arg(long, value_name = "DIR")]
    policies: Option<PathBuf>,

    #[command(flatten)]
    terms: ScenarioTerms,

    /// Show what each other reading would change
    #[arg(long)]
    readings: bool,

    /// Show how each outcome comes about
    #[arg(long)]
    explain: bool,

    #[command(flatten)]
    history: HistoryArgs,

    #[command(flatten)]
    trial: TrialArgs,
}

/// The result for programs.
#[derive(Serialize)]
struct Ran<'a> {
    schema: &'static str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    changed_figures: Vec<trial::Figure>,
    runs: Vec<Run<'a>>,
}

/// One scenario's result for programs.
#[derive(Serialize)]
struct Run<'a> {
    #[serde(flatten)]
    outcomes: Outcomes<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    variations: Option<Vec<Varied<'a>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    derivations: Option<Vec<Derivation>>,
}

/// What one scenario was run with, and what it came to.
struct Computed {
    title: String,
    facts: Facts,
    outcomes: Vec<Outcome>,
    /// What the evaluation passed, when it is to be explained.
    recorder: Option<Recorder>,
}

impl Computed {
    fn derivations(&self, directory: &Directory, sources: &Sources) -> Option<Vec<Derivation>> {
        let Computed { facts, outcomes, recorder, .. } = self;
        let recorder = recorder.as_ref()?;
        Some(derivation::derivations(directory, sources, facts, outcomes, recorder))
    }
}

/// Runs a scenario and reports.
pub(super) fn run(args: &Args, console: &mut Console<'_>) -> io::Result<Exit> {
    let tried = args.trial.load(args.policies.as_ref(), console)?;
    let (Policies { program, mut sources }, edits) = match tried {
        Ok(tried) => tried,
        Err(exit) => return Ok(exit),
    };
    // The process ends with the command, and taking the program apart costs a third of reading it in.
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
    let mut scenarios = given.scenarios;
    scenarios.iter_mut().for_each(|(_, facts)| terms.apply(facts));
    if let Some(sentence) = args.history.unfit(&args.trial) {
        return console.misused(&sentence);
    }
    let history = match history::begin(&args.history, &directory, &mut scenarios, console)? {
        Ok(history) => history,
        Err(exit) => return Ok(exit),
    };
    let computed: Vec<Computed> = scenarios
        .into_iter()
        .map(|(title, facts)| compute(&directory, title, facts, args.explain))
        .collect();
    match console.format {
        Format::Json => {
            let digest = &given.digest;
            let runs = computed.iter().map(|one| {
                let title = &one.title;
                let scenario = ScenarioRecord { title, digest };
                let (facts, outcomes) = (&one.facts, one.outcomes.as_slice());
                Run {
                    outcomes: outcomes_record(&directory, &sources, scenario, facts, outcomes),
                    variations: args
                        .readings
                        .then(|| report::variations(&directory, facts, outcomes)),
                    derivations: one.derivations(&directory, &sources),
                }
            });
            let changed_figures = trial::record(&edits);
            console.json(&Ran { schema: "polc.run/2", changed_figures, runs: runs.collect() })?;
        }
        Format::Human => {
            let (lang, width) = (console.lang, console.width);
            let mut blocks: Vec<Block> = Vec::new();
            for edit in &edits {
                match console.page {
                    None => console.say(&edit.told())?,
                    Some(_) => blocks.push(Block::Note(edit.told().get(lang).to_owned())),
                }
            }
            blocks.extend(computed.iter().flat_map(|one| {
                let context = Context { directory: &directory, facts: &one.facts, lang };
                told(context, &sources, args, one)
            }));
            console.write(&match console.page {
                None => plain(&blocks, lang, width),
                Some(Page::Markdown) => markdown(&blocks, lang),
                Some(Page::Html) => html(&blocks, lang),
            })?;
        }
    }
    let outcomes = || computed.iter().flat_map(|one| &one.outcomes);
    if outcomes().any(|outcome| report::is_broken(&outcome.status)) {
        return Ok(Exit::Problems);
    }
    match (history, computed.first()) {
        (Some(history), Some(one)) => history.keep(&one.facts, &one.outcomes, console),
        _ => Ok(Exit::Fine),
    }
}

fn compute(directory: &Directory, title: String, facts: Facts, explain: bool) -> Computed {
    let mut recorder = explain.then(Recorder::default);
    let outcomes = match &mut recorder {
        Some(recorder) => evaluate(directory.program, &facts, recorder),
        None => evaluate(directory.program, &facts, &mut NoTrace),
    };
    Computed { title, facts, outcomes, recorder }
}

/// The report of one scenario for people, and what was asked for beside it.
fn told(context: Context, sources: &Sources, args: &Args, computed: &Computed) -> Vec<Block> {
    let Computed { title, facts, outcomes, .. } = computed;
    let mut told = report::report(context, title, outcomes);
    if args.readings {
        let varied = report::variations(context.directory, facts, outcomes);
        told.extend(report::variations_shown(context, &varied));
    }
    let derivations = computed.derivations(context.directory, sources);
    told.extend(derivations.map(Block::Derivations));
    told
}
