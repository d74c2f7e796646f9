//! Outcomes with their names.

use super::Engine;
use crate::diag::{Lang, Text};
use crate::eval::{Facts, Outcome, Status};
use crate::ir::{Body, Named, Rule};
use crate::quantity::Exact;
use crate::scenario::{
    Directory, ScenarioRecord, StatusWord, Total, outcomes_record, totals, words,
};

/// What the clauses come to for some facts.
#[derive(Debug)]
pub struct Answer<'a> {
    pub(super) engine: &'a Engine<'a>,
    /// The facts.
    pub facts: &'a Facts,
    /// The outcomes: rules in written order, then subjects, years and stages in order.
    pub outcomes: Vec<Outcome>,
}

/// An outcome and what it is called.
#[derive(Debug, Clone, Copy)]
pub struct Line<'a> {
    directory: &'a Directory<'a>,
    facts: &'a Facts,
    rule: &'a Rule,
    /// The outcome.
    pub outcome: &'a Outcome,
}

impl Answer<'_> {
    /// The outcomes with their names.
    pub fn lines(&self) -> impl Iterator<Item = Line<'_>> {
        let directory = &self.engine.directory;
        self.outcomes.iter().filter_map(move |outcome| {
            let rule = directory.program.rules.get(outcome.rule.index())?;
            Some(Line { directory, facts: self.facts, rule, outcome })
        })
    }

    /// The sums of the exact awards, by kind of money, payer and year.
    #[must_use]
    pub fn totals(&self) -> Vec<Total> {
        totals(self.engine.directory.program, &self.outcomes)
    }

    /// The outcomes as JSON (`docs/outcomes.md`), under a title and a digest of the caller's own.
    pub fn to_json(&self, title: &str, digest: &str) -> Result<String, serde_json::Error> {
        let scenario = ScenarioRecord { title, digest };
        let sources = &self.engine.policy.sources;
        let directory = &self.engine.directory;
        let record = outcomes_record(directory, sources, scenario, self.facts, &self.outcomes);
        serde_json::to_string(&record)
    }
}

impl<'a> Line<'a> {
    /// The number of the clause.
    #[must_use]
    pub fn clause(&self) -> u32 {
        let clause = self.directory.program.clauses.get(self.rule.clause.index());
        clause.map_or(0, |clause| clause.number)
    }

    /// The rule as it is cited: `14.投资奖励`, and in English `14.investment_reward`.
    #[must_use]
    pub fn rule_in(&self, lang: Lang) -> String {
        words::rule(self.directory, self.outcome.rule).get(lang).to_owned()
    }

    /// The rule as it is cited, by its English alias.
    #[must_use]
    pub fn rule(&self) -> String {
        self.rule_in(Lang::En)
    }

    /// The name of the stage, for rules that have several.
    #[must_use]
    pub fn stage(&self) -> Option<&'a Named> {
        match &self.rule.body {
            Body::Money(money) => money.stages.get(self.outcome.stage)?.name.as_ref(),
            _ => None,
        }
    }

    /// For whom: the label of the subject, else its kind; none of a duty.
    #[must_use]
    pub fn subject(&self) -> Option<Text> {
        let subject = self.outcome.subject?;
        Some(words::subject(self.directory, self.facts, subject))
    }

    /// What it comes to, in a word.
    #[must_use]
    pub fn word(&self) -> StatusWord {
        StatusWord::of(&self.outcome.status)
    }

    /// The exact amount in 元, if there is one.
    #[must_use]
    pub fn amount(&self) -> Option<Exact> {
        match self.outcome.status {
            Status::Granted(amount) => Some(amount),
            _ => None,
        }
    }

    /// Who pays how much of it, in 元.
    pub fn payers(&self) -> impl Iterator<Item = (&'a Named, Exact)> {
        let levels = &self.directory.program.vocabulary.levels;
        let named = self.outcome.payers.iter();
        named.filter_map(|(level, amount)| Some((levels.get(level.index())?, *amount)))
    }

    /// What it comes to, in a line.
    #[must_use]
    pub fn status_in(&self, lang: Lang) -> String {
        words::status(self.directory, self.facts, &self.outcome.status).get(lang).to_owned()
    }

    /// The same in English.
    #[must_use]
    pub fn status(&self) -> String {
        self.status_in(Lang::En)
    }
}
