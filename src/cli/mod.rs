//! The command line: one file a command. Reads through `driver`, writes through [`Console`].

mod batch;
mod check;
mod compare;
mod console;
mod duties;
mod explain;
mod facts;
mod fault;
mod figures;
mod fmt;
mod help;
mod history;
mod interactions;
mod ir;
mod locale;
mod mutate;
mod new;
mod noticed;
mod page;
mod policies;
mod progress;
mod report;
mod run;
mod scenarios;
mod sweep;
mod table;
mod template;
mod terms;
mod test;
mod threads;
mod trial;

pub use console::{Console, Exit, Format, Page};

use std::ffi::OsString;
use std::io::{self, BufWriter, Write};
use std::process::ExitCode;

use clap::{ArgAction, ColorChoice, FromArgMatches, Parser, Subcommand};

use crate::diag::Lang;
use crate::driver::{Disk, Files};
use crate::text;
use console::FormatWord;

/// Compiler and interpreter for pol, a small language for public support policies
#[derive(Debug, Parser)]
#[command(name = "polc", version, disable_help_flag = true)]
#[command(disable_version_flag = true, disable_help_subcommand = true)]
struct Cli {
    /// What to do
    #[command(subcommand)]
    command: Command,

    /// Print for people (human) or for programs (json); run also as a page (md, html)
    #[arg(long, global = true, value_name = "human|json", default_value = "human")]
    #[arg(value_enum, hide_possible_values = true, hide_default_value = true)]
    format: FormatWord,

    /// Language of messages (default: by the locale); for fmt, the form to write
    #[arg(long, global = true, value_name = "zh|en")]
    #[arg(value_parser = locale::parse_lang)]
    lang: Option<Lang>,

    /// Colours: auto, always or never
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto")]
    #[arg(value_enum, hide_possible_values = true, hide_default_value = true)]
    color: ColorChoice,

    /// Print help
    #[arg(short, long, global = true, action = ArgAction::Help)]
    help: Option<bool>,

    /// Print the version
    #[arg(short = 'V', long, action = ArgAction::Version)]
    version: Option<bool>,
}

/// The commands; each is a file of this module.
#[derive(Debug, Subcommand)]
enum Command {
    /// Evaluate every clause for every subject of a data set, and write tables
    Batch(batch::Args),
    /// Check policies (default: the directory policies)
    Check(check::Args),
    /// Compare two policy sets, or other figures on trial, on the same data
    Compare(compare::Args),
    /// List the duties, targets and limits, by the bodies that bear them
    Duties(duties::Args),
    /// Explain an error code
    Explain(explain::Args),
    /// The figures of the official text, and what became of them
    Figures(figures::Args),
    /// Format files, in their own language or in the one of --lang
    Fmt(fmt::Args),
    /// List the facts the policies ask for
    Facts(facts::Args),
    /// Find clauses that pay for the same thing, and show how they stand to each other
    Interactions(interactions::Args),
    /// Print the checked core of the policies
    Ir(ir::Args),
    /// Change the rules place by place and show which changes no example notices
    Mutate(mutate::Args),
    /// Draft a clause file from its official text
    New(new::Args),
    /// Run a scenario: who gets how much, who pays, and why
    Run(run::Args),
    /// Write an empty input that asks for what some clauses need
    Template(template::Args),
    /// Show the amounts as functions of one fact, break points computed
    Sweep(sweep::Args),
    /// Run the examples of the policies (default: the directory policies)
    Test(test::Args),
}

impl Command {
    /// Whether it can write its result as a page.
    fn writes_pages(&self) -> bool {
        matches!(self, Command::Run(_))
    }
}

/// What the process knows of its surroundings; tests make their own.
pub struct Environment<'a> {
    /// Access to files.
    pub files: &'a dyn Files,
    /// The value of an environment variable.
    pub variable: &'a dyn Fn(&str) -> Option<String>,
    /// Whether results are shown on a terminal.
    pub terminal: bool,
    /// How many columns wide the terminal is; none when there is none.
    pub width: Option<usize>,
}

/// How wide results are where no terminal says otherwise, and at the least.
const WIDTH: usize = 100;
const NARROWEST: usize = 60;

/// Runs the process: arguments and locale from the system, output to its standard streams.
pub fn main() -> ExitCode {
    fault::install();
    let terminal = io::IsTerminal::is_terminal(&io::stdout());
    let size = terminal_size::terminal_size().filter(|_| terminal);
    let environment = Environment {
        files: &Disk,
        variable: &|name| std::env::var(name).ok(),
        terminal,
        width: size.map(|(width, _)| usize::from(width.0)),
    };
    let mut out = BufWriter::new(io::stdout().lock());
    // Not locked: other threads report progress, or that polc is at fault.
    let mut err = io::stderr();
    ExitCode::from(run(std::env::args_os(), &environment, &mut out, &mut err).code())
}

/// Runs one command line. A reader that closes its end of the pipe has seen enough: that ends
/// the command quietly.
pub fn run(
    args: impl IntoIterator<Item = OsString>,
    environment: &Environment<'_>,
    out: &mut dyn Write,
    err: &mut dyn Write,
) -> Exit {
    let written = dispatch(args, environment, out, err).and_then(|exit| {
        out.flush()?;
        err.flush()?;
        Ok(exit)
    });
    match written {
        Ok(exit) => exit,
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Exit::Fine,
        Err(error) => {
            // Nothing more can be done if this cannot be written either.
            let _ = writeln!(err, "polc: {error}");
            Exit::Problems
        }
    }
}

fn dispatch(
    args: impl IntoIterator<Item = OsString>,
    environment: &Environment<'_>,
    out: &mut dyn Write,
    err: &mut dyn Write,
) -> io::Result<Exit> {
    let args: Vec<_> = args.into_iter().collect();
    let lang = locale::lang(&args, environment.variable);
    let parsed = help::command(lang)
        .try_get_matches_from(args)
        .and_then(|matches| Cli::from_arg_matches(&matches));
    let cli = match parsed {
        Ok(cli) => cli,
        Err(error) => return help::refuse(&error, lang, out, err),
    };
    let mut console = Console {
        lang: cli.lang.unwrap_or(lang),
        form: cli.lang,
        format: cli.format.format(),
        page: cli.format.page(),
        colour: locale::colour(cli.color, environment),
        width: environment.width.unwrap_or(WIDTH).max(NARROWEST),
        files: environment.files,
        progress: environment.terminal && io::IsTerminal::is_terminal(&io::stderr()),
        out,
        err,
    };
    if console.page.is_some() && !cli.command.writes_pages() {
        let sentence = text!(
            zh: "这个命令不写成 md 或 html；写成这两种的只有 run",
            en: "this command writes no md or html; only `run` does",
        );
        return console.misused(&sentence);
    }
    match cli.command {
        Command::Batch(args) => batch::run(&args, &mut console),
        Command::Check(args) => check::run(&args, &mut console),
        Command::Compare(args) => compare::run(&args, &mut console),
        Command::Duties(args) => duties::run(&args, &mut console),
        Command::Explain(args) => explain::run(&args, &mut console),
        Command::Figures(args) => figures::run(&args, &mut console),
        Command::Fmt(args) => fmt::run(&args, &mut console),
        Command::Facts(args) => facts::run(&args, &mut console),
        Command::Interactions(args) => interactions::run(&args, &mut console),
        Command::Ir(args) => ir::run(&args, &mut console),
        Command::Mutate(args) => mutate::run(&args, &mut console),
        Command::New(args) => new::run(&args, &mut console),
        Command::Run(args) => run::run(&args, &mut console),
        Command::Template(args) => template::run(&args, &mut console),
        Command::Sweep(args) => sweep::run(&args, &mut console),
        Command::Test(args) => test::run(&args, &mut console),
    }
}
