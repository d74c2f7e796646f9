//! A status, for programs.

use serde::Serialize;

use super::Writer;
use crate::eval::{Failure, Missing, Status, TargetState};
use crate::ir::{AddressId, DecisionId, FactId, Named, RuleId};
use crate::quantity::{Date, Exact};
use crate::scenario::words;

/// What an outcome is: the word in `status`, and what belongs to it.
#[derive(Debug, Serialize)]
#[serde(tag = "status", rename_all = "snake_case")]
pub(super) enum StatusRecord<'a> {
    Granted {
        amount: Exact,
    },
    Range {
        low: Exact,
        high: Option<Exact>,
        decisions: Vec<DecisionRecord<'a>>,
    },
    NotEligible {
        failures: Vec<FailureRecord<'a>>,
    },
    NotYet {
        earliest: Option<Date>,
    },
    Undetermined {
        missing: Vec<MissingRecord<'a>>,
        decisions: Vec<DecisionRecord<'a>>,
        may_be_none: bool,
        #[serde(flatten)]
        bounds: Option<Bounds>,
    },
    UndeterminedByText {
        readings: Vec<&'a Named>,
    },
    Elsewhere {
        by: &'a str,
    },
    NotInForce,
    Exhausted {
        at: &'a str,
    },
    Excluded {
        by: String,
    },
    Contradiction {
        exceptions: Vec<&'a str>,
    },
    Determined {
        value: bool,
    },
    Met,
    Missed,
    Pending,
    Listed,
    Overflow {
        at: &'a str,
    },
    Fault {
        at: &'a str,
    },
}

#[derive(Debug, Serialize)]
pub(super) struct Bounds {
    low: Exact,
    high: Option<Exact>,
}

#[derive(Debug, Serialize)]
pub(super) struct DecisionRecord<'a> {
    name: &'a Named,
    authority: Option<&'a Named>,
}

#[derive(Debug, Serialize)]
pub(super) struct FailureRecord<'a> {
    address: &'a str,
    condition: &'a str,
    found: Option<crate::diag::Text>,
}

/// Something missing: whose and when, as far as that has a meaning.
#[derive(Debug, Serialize)]
pub(super) struct MissingRecord<'a> {
    what: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<&'a Named>,
    #[serde(skip_serializing_if = "Option::is_none")]
    subject: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    year: Option<i32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    date: Option<Date>,
}

impl<'a> Writer<'_, 'a> {
    pub(super) fn status(&self, status: &'a Status) -> StatusRecord<'a> {
        match status {
            Status::Granted(amount) => StatusRecord::Granted { amount: *amount },
            Status::Range { low, high, decisions } => {
                StatusRecord::Range { low: *low, high: *high, decisions: self.decisions(decisions) }
            }
            Status::NotEligible(failures) => StatusRecord::NotEligible {
                failures: failures.iter().map(|failure| self.failure(failure)).collect(),
            },
            Status::NotYet { earliest } => StatusRecord::NotYet { earliest: *earliest },
            Status::Undetermined { missing, decisions, may_be_none, bounds } => {
                StatusRecord::Undetermined {
                    missing: missing.iter().map(|one| self.missing(one)).collect(),
                    decisions: self.decisions(decisions),
                    may_be_none: *may_be_none,
                    bounds: bounds.map(|(low, high)| Bounds { low, high }),
                }
            }
            Status::ByText(readings) => {
                let all = &self.directory.program.readings;
                let info = readings.iter().filter_map(|id| all.get(id.index()));
                StatusRecord::UndeterminedByText { readings: info.map(|one| &one.name).collect() }
            }
            Status::Elsewhere(by) => StatusRecord::Elsewhere { by },
            Status::NotInForce => StatusRecord::NotInForce,
            Status::Exhausted(at) => StatusRecord::Exhausted { at: self.path(*at) },
            Status::Excluded(by) => StatusRecord::Excluded { by: self.rule_path(*by) },
            Status::Contradiction(at) => StatusRecord::Contradiction {
                exceptions: at.iter().map(|at| self.path(*at)).collect(),
            },
            Status::Determined(value) => StatusRecord::Determined { value: *value },
            Status::Target(TargetState::Met) => StatusRecord::Met,
            Status::Target(TargetState::Missed) => StatusRecord::Missed,
            Status::Target(TargetState::Pending) => StatusRecord::Pending,
            Status::Listed => StatusRecord::Listed,
            Status::Overflow(at) => StatusRecord::Overflow { at: self.path(*at) },
            Status::Fault(at) => StatusRecord::Fault { at: self.path(*at) },
        }
    }

    fn decisions(&self, decisions: &[DecisionId]) -> Vec<DecisionRecord<'a>> {
        let program = self.directory.program;
        let info = decisions.iter().filter_map(|id| program.decisions.get(id.index()));
        info.map(|one| DecisionRecord {
            name: &one.name,
            authority: program.vocabulary.bodies.get(one.authority.index()),
        })
        .collect()
    }

    pub(super) fn failure(&self, failure: &Failure) -> FailureRecord<'a> {
        let info = self.directory.program.addresses.get(failure.address.0 as usize);
        let found = failure.found.as_ref();
        FailureRecord {
            address: self.path(failure.address),
            condition: info.map_or("", |info| info.text.as_str()),
            found: found.map(|found| words::found(self.directory, failure.address, found)),
        }
    }

    fn missing(&self, missing: &Missing) -> MissingRecord<'a> {
        let vocabulary = &self.directory.program.vocabulary;
        let nothing =
            |what| MissingRecord { what, name: None, subject: None, year: None, date: None };
        match missing {
            Missing::Fact { fact, subject, year } => MissingRecord {
                name: self.fact_name(*fact),
                subject: Some(subject.0),
                year: *year,
                ..nothing("fact")
            },
            Missing::Children { subject, kind } => MissingRecord {
                name: vocabulary.kinds.get(kind.index()).map(|kind| &kind.name),
                subject: Some(subject.0),
                ..nothing("children")
            },
            Missing::History(subject) => {
                MissingRecord { subject: Some(subject.0), ..nothing("history") }
            }
            Missing::Series(series, date) => MissingRecord {
                name: vocabulary.series.get(series.index()).map(|series| &series.name),
                date: *date,
                ..nothing("series")
            },
            Missing::AsOf => nothing("as_of"),
            Missing::Year => nothing("year"),
        }
    }

    fn fact_name(&self, fact: FactId) -> Option<&'a Named> {
        self.directory.program.vocabulary.facts.get(fact.index()).map(|fact| &fact.name)
    }

    fn path(&self, address: AddressId) -> &'a str {
        let info = self.directory.program.addresses.get(address.0 as usize);
        info.map_or("", |info| info.path.as_str())
    }

    fn rule_path(&self, rule: RuleId) -> String {
        self.directory.rule_path(rule).zh
    }
}
