//! Where a command writes, and how.

use std::io::{self, Write};

use serde::Serialize;

use crate::diag::render::{Style, report};
use crate::diag::{Diagnostic, Lang, Severity, Text, json};
use crate::driver::Files;
use crate::source::Sources;

/// For whom to print.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// For people.
    Human,
    /// For programs.
    Json,
}

/// The form of a page to hand on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Page {
    /// Markdown, to paste into a report.
    Markdown,
    /// One HTML file that needs nothing else.
    Html,
}

/// `--format` as it is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(super) enum FormatWord {
    Human,
    Json,
    Md,
    Html,
}

impl FormatWord {
    /// For whom to print; a page is for people.
    pub(super) fn format(self) -> Format {
        match self {
            Self::Json => Format::Json,
            Self::Human | Self::Md | Self::Html => Format::Human,
        }
    }

    /// The page asked for, if one is.
    pub(super) fn page(self) -> Option<Page> {
        match self {
            Self::Md => Some(Page::Markdown),
            Self::Html => Some(Page::Html),
            Self::Human | Self::Json => None,
        }
    }
}

/// How a command ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exit {
    /// All is well.
    Fine,
    /// There are problems in policies, data or expectations.
    Problems,
    /// The command line makes no sense.
    Usage,
}

impl Exit {
    /// The code the process ends with.
    pub fn code(self) -> u8 {
        match self {
            Self::Fine => 0,
            Self::Problems => 1,
            Self::Usage => 2,
        }
    }

    /// Fine, unless there are errors among the problems.
    pub fn of(found: &[Diagnostic]) -> Self {
        match found.iter().any(|one| one.severity == Severity::Error) {
            true => Self::Problems,
            false => Self::Fine,
        }
    }
}

/// Where a command reads and writes, and how it is to speak.
pub struct Console<'a> {
    /// The language of messages.
    pub lang: Lang,
    /// `--lang` as given: the form `fmt` writes.
    pub form: Option<Lang>,
    /// For whom to print.
    pub format: Format,
    /// The page to write instead of plain text; only commands that write pages are given one.
    pub page: Option<Page>,
    /// Whether to use colours.
    pub colour: bool,
    /// How many columns tables and messages may take.
    pub width: usize,
    /// Access to files.
    pub files: &'a dyn Files,
    /// Whether the progress of long work is shown, on the standard error of the process.
    pub progress: bool,
    /// Results.
    pub out: &'a mut dyn Write,
    /// Problems that are not the result.
    pub err: &'a mut dyn Write,
}

/// Problems, where a program expected a result.
#[derive(Serialize)]
struct Problems {
    schema: &'static str,
    problems: Vec<json::Record>,
}

impl Console<'_> {
    /// How reports look.
    pub fn style(&self) -> Style {
        Style { lang: self.lang, colour: self.colour, width: self.width }
    }

    /// Writes a result as it stands.
    pub fn write(&mut self, text: &str) -> io::Result<()> {
        self.out.write_all(text.as_bytes())
    }

    /// Writes a sentence of a result, on a line of its own.
    pub fn say(&mut self, sentence: &Text) -> io::Result<()> {
        writeln!(self.out, "{}", sentence.get(self.lang))
    }

    /// Writes a result for programs.
    pub fn json(&mut self, value: &impl Serialize) -> io::Result<()> {
        serde_json::to_writer_pretty(&mut self.out, value)?;
        writeln!(self.out)
    }

    /// Writes problems that keep a command from its result, or that come beside it.
    pub fn problems(&mut self, found: &[Diagnostic], sources: &Sources) -> io::Result<Exit> {
        let exit = Exit::of(found);
        match self.format {
            _ if found.is_empty() => (),
            Format::Json if exit == Exit::Problems => self.json(&Problems {
                schema: "polc.problems/1",
                problems: json::records(found, sources),
            })?,
            _ => {
                let report = report(found, sources, self.style());
                self.err.write_all(report.as_bytes())?;
            }
        }
        Ok(exit)
    }

    /// Says what is wrong with the command line.
    pub fn misused(&mut self, sentence: &Text) -> io::Result<Exit> {
        writeln!(self.err, "polc: {}", sentence.get(self.lang))?;
        Ok(Exit::Usage)
    }
}
