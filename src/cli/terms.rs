//! On what terms a command evaluates: what the command line settles, whatever the scenario or the
//! data says.

use super::policies::unlisted;
use crate::dataset::{self, Settings};
use crate::diag::Text;
use crate::eval::Facts;
use crate::ir::ReadingId;
use crate::quantity::Date;
use crate::scenario::Directory;

/// Arguments of commands that evaluate a scenario.
#[derive(Debug, clap::Args)]
pub(super) struct ScenarioTerms {
    /// Only these clauses
    #[arg(long, value_name = "N,…", value_delimiter = ',')]
    pub(super) clause: Vec<u32>,

    /// The day of evaluation, instead of the scenario's
    #[arg(long, value_name = "DATE")]
    as_of: Option<String>,

    /// Choose an alternative of a reading, such as 14.tier_scope=2
    #[arg(long, value_name = "READING=N")]
    reading: Vec<String>,
}

/// Arguments of commands that evaluate a data set.
#[derive(Debug, clap::Args)]
pub(super) struct DataTerms {
    /// Only these clauses
    #[arg(long, value_name = "N,…", value_delimiter = ',')]
    pub(super) clause: Vec<u32>,

    /// The day of evaluation, instead of the data's
    #[arg(long, value_name = "DATE")]
    as_of: Option<String>,

    /// The year to evaluate, or years such as 2022-2023, instead of the data's
    #[arg(long, value_name = "YEARS")]
    year: Option<String>,

    /// Choose an alternative of a reading, such as 14.tier_scope=2
    #[arg(long, value_name = "READING=N")]
    reading: Vec<String>,
}

/// What is evaluated, when, and how it is read.
#[derive(Debug, Clone)]
pub(super) struct Terms {
    /// The clauses; all when there are none.
    pub(super) clauses: Vec<u32>,
    /// The day and the years; what is not given is for the facts to say.
    pub(super) settings: Settings,
    /// The alternatives chosen.
    pub(super) readings: Vec<(ReadingId, usize)>,
}

impl ScenarioTerms {
    /// The terms, or why the arguments make no sense.
    pub(super) fn terms(&self, directory: &Directory) -> Result<Terms, Text> {
        Terms::of(&self.clause, self.as_of.as_deref(), None, &self.reading, directory)
    }
}

impl DataTerms {
    /// The terms, or why the arguments make no sense.
    pub(super) fn terms(&self, directory: &Directory) -> Result<Terms, Text> {
        let (as_of, year) = (self.as_of.as_deref(), self.year.as_deref());
        Terms::of(&self.clause, as_of, year, &self.reading, directory)
    }
}

impl Terms {
    fn of(
        clauses: &[u32],
        as_of: Option<&str>,
        year: Option<&str>,
        readings: &[String],
        directory: &Directory,
    ) -> Result<Self, Text> {
        if let Some(sentence) = unlisted(clauses, directory.program) {
            return Err(sentence);
        }
        let as_of = as_of.map(Date::parse).transpose();
        let years = year.map(dataset::years).transpose();
        let readings = readings.iter().map(|written| directory.reading_choice(written));
        Ok(Self {
            clauses: clauses.to_vec(),
            settings: Settings {
                as_of: as_of.map_err(|error| Text::new(error.zh(), error.en()))?,
                years: years.map_err(|problem| problem.message)?,
                ..Settings::default()
            },
            readings: readings.collect::<Result<_, _>>()?,
        })
    }

    /// Puts them in the place of what the facts of a scenario say.
    pub(super) fn apply(&self, facts: &mut Facts) {
        facts.clauses.clone_from(&self.clauses);
        facts.as_of = self.settings.as_of.or(facts.as_of);
        facts.years = self.settings.years.or(facts.years);
        for (reading, choice) in &self.readings {
            facts.readings.retain(|(given, _)| given != reading);
            facts.readings.push((*reading, *choice));
        }
    }
}
