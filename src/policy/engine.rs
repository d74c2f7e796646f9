//! What evaluates.

use super::answer::Answer;
use super::{Policy, Problems};
use crate::batch::{Evaluated, Fold, Summary, evaluate_all, fold_all};
use crate::dataset::Record;
use crate::diag::{Code, Diagnostic, Text};
use crate::direct::Direct;
use crate::eval::{Facts, NoTrace, Prepared};
use crate::ir::{KindId, ReadingId};
use crate::scenario::{Directory, scenarios};
use crate::source::Sources;
use crate::text;

/// Evaluates some clauses of a policy set under chosen readings. Made once for many evaluations; may
/// be used on several threads at once.
#[derive(Debug)]
pub struct Engine<'p> {
    pub(super) policy: &'p Policy,
    pub(super) directory: Directory<'p>,
    clauses: Vec<u32>,
    readings: Vec<(ReadingId, usize)>,
    prepared: Prepared<'p>,
}

impl<'p> Engine<'p> {
    pub(super) fn new(policy: &'p Policy) -> Self {
        let (clauses, readings) = (Vec::new(), Vec::new());
        let prepared = Prepared::new(&policy.program, &clauses, &readings);
        Self { policy, directory: policy.directory(), clauses, readings, prepared }
    }

    /// Only the clauses with these numbers; all when there are none.
    pub fn clauses(mut self, numbers: &[u32]) -> Result<Self, Problems> {
        let all = &self.policy.program.clauses;
        if let Some(number) = numbers.iter().find(|one| !all.iter().any(|of| of.number == **one)) {
            let sentence =
                text!(zh: "清单里没有条款 {number}", en: "the list has no clause {number}");
            return Err(unknown(sentence));
        }
        self.clauses = numbers.to_vec();
        Ok(self.prepared_anew())
    }

    /// Under an alternative of a reading, written like `14.tier_scope=2`.
    pub fn reading(mut self, written: &str) -> Result<Self, Problems> {
        let (reading, choice) = self.directory.reading_choice(written).map_err(unknown)?;
        self.readings.retain(|(given, _)| *given != reading);
        self.readings.push((reading, choice));
        Ok(self.prepared_anew())
    }

    fn prepared_anew(mut self) -> Self {
        self.prepared = Prepared::new(&self.policy.program, &self.clauses, &self.readings);
        self
    }

    /// The scenarios of a text, in pol or in JSON (`docs/scenario.md`), each as a record with its
    /// title as its id. `name` is the text's, for problems.
    pub fn records(&self, name: &str, text: &str) -> Result<Vec<Record>, Problems> {
        let mut sources = Sources::clone(&self.policy.sources);
        let file = sources.add(name, text);
        let is_json = text.trim_start().starts_with('{');
        let (scenarios, found) = scenarios(&self.directory, file, text, is_json);
        if found.has_errors() {
            return Err(Problems::new(found.into_sorted(), sources));
        }
        let record = |(id, facts): (String, Facts)| {
            let kind = facts.subjects.first().map_or(KindId(0), |subject| subject.kind);
            Record { id, kind, facts }
        };
        Ok(scenarios.into_iter().map(record).collect())
    }

    /// What the clauses come to. Readings that the facts choose go before the engine's own.
    #[must_use]
    pub fn evaluate<'a>(&'a self, facts: &'a Facts) -> Answer<'a> {
        let outcomes = match facts.readings.is_empty() {
            true => self.prepared.evaluate(facts, &mut NoTrace),
            false => {
                let given = &facts.readings;
                let own = self.readings.iter();
                let own = own.filter(|(one, _)| !given.iter().any(|(other, _)| other == one));
                let readings: Vec<_> = own.chain(given).copied().collect();
                let prepared = Prepared::new(&self.policy.program, &self.clauses, &readings);
                prepared.evaluate(facts, &mut NoTrace)
            }
        };
        Answer { engine: self, facts, outcomes }
    }

    /// Evaluates records on the threads of the current rayon pool, under the engine's readings.
    /// `take` receives the results in the order of the records, and may end the work with an error.
    ///
    /// ```
    /// # let policy = polc::policy::Policy::shipped()?;
    /// let engine = policy.engine().clauses(&[14])?;
    /// let one = r#"{ "title": "A", "as_of": "2022-12-31", "subjects": [{ "kind": "enterprise" }] }"#;
    /// let many = engine.records("one.json", one)?.into_iter().cycle().take(3000);
    /// let mut outcomes = 0;
    /// engine.evaluate_batch(many, |evaluated| {
    ///     outcomes += evaluated.outcomes.len();
    ///     Ok::<(), std::io::Error>(())
    /// }).unwrap();
    /// assert_eq!(outcomes % 3000, 0);
    /// # Ok::<(), polc::policy::Problems>(())
    /// ```
    pub fn evaluate_batch<E: Send>(
        &self,
        records: impl Iterator<Item = Record> + Send,
        take: impl FnMut(Evaluated) -> Result<(), E> + Send,
    ) -> Result<(), E> {
        evaluate_all(&Direct::new(self.prepared.clone()), records, take)
    }

    /// Gathers over records, on the threads of the current rayon pool.
    pub fn gather<F: Fold>(&self, records: impl Iterator<Item = Record> + Send, fold: F) -> F {
        fold_all(&Direct::new(self.prepared.clone()), records, fold)
    }

    /// What records come to in all.
    #[must_use]
    pub fn summarize(&self, records: impl Iterator<Item = Record> + Send) -> Summary<'p> {
        self.gather(records, Summary::new(&self.policy.program))
    }

    /// The names of the policy set.
    #[must_use]
    pub fn directory(&self) -> &Directory<'p> {
        &self.directory
    }
}

/// A name that was asked for is none of the policies'.
fn unknown(sentence: Text) -> Problems {
    Problems::new(vec![Diagnostic::new(Code::UnknownName, sentence)], Sources::new())
}
