//! Outcomes out, for programs: `docs/outcomes.md` describes the form.

mod status;

use serde::Serialize;

use super::directory::Directory;
use super::totals::{Total, totals};
use crate::eval::{Facts, Interval, Outcome, SubjectId};
use crate::ir::{AddressId, Body, BodyId, LevelId, Modality, MoneyKind, Named, ReadingId, Rule};
use crate::quantity::{Date, Exact};
use crate::source::Sources;
use status::{FailureRecord, StatusRecord};

/// The version of the form that this module writes.
pub const OUTCOMES_SCHEMA: &str = "polc.outcomes/1";

/// What was run, and what it came to.
#[derive(Debug, Serialize)]
pub struct Outcomes<'a> {
    schema: &'static str,
    policies: Policies<'a>,
    scenario: Scenario<'a>,
    as_of: Option<Date>,
    years: Option<Years>,
    readings: Vec<ReadingRecord<'a>>,
    subjects: Vec<SubjectRecord<'a>>,
    outcomes: Vec<OutcomeRecord<'a>>,
    totals: Vec<TotalRecord<'a>>,
}

/// A scenario's title and the digest of its text.
#[derive(Debug, Clone, Copy, Serialize)]
pub struct Scenario<'a> {
    /// Its title.
    pub title: &'a str,
    /// The digest of its text, in hexadecimal.
    pub digest: &'a str,
}

#[derive(Debug, Serialize)]
struct Policies<'a> {
    name: &'a Named,
    title: &'a str,
    digest: &'a str,
}

#[derive(Debug, Serialize)]
struct Years {
    from: i32,
    to: i32,
}

#[derive(Debug, Serialize)]
struct ReadingRecord<'a> {
    clause: Option<u32>,
    name: &'a Named,
    choice: Option<u32>,
    meaning: Option<&'a str>,
    chosen_by: &'static str,
}

#[derive(Debug, Serialize)]
struct SubjectRecord<'a> {
    id: u32,
    kind: &'a Named,
    label: &'a str,
    parent: Option<u32>,
}

#[derive(Debug, Serialize)]
struct OutcomeRecord<'a> {
    clause: u32,
    official: &'a str,
    part: Option<u32>,
    rule: &'a Named,
    stage: Option<&'a Named>,
    kind: &'static str,
    sought_from: Option<&'a Named>,
    subject: Option<u32>,
    year: Option<i32>,
    #[serde(flatten)]
    status: StatusRecord<'a>,
    payers: Vec<Share<'a>>,
    parts: Vec<Part>,
    consequence: Option<Consequence<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    because: Vec<FailureRecord<'a>>,
    responsible: Vec<&'a Named>,
    address: &'a str,
    source: Option<Place<'a>>,
}

#[derive(Debug, Serialize)]
struct Share<'a> {
    level: &'a Named,
    amount: Exact,
}

/// What one part comes to before caps of a wider scope; without bounds, no entitlement.
#[derive(Debug, Serialize)]
struct Part {
    subject: u32,
    low: Option<String>,
    high: Option<String>,
}

#[derive(Debug, Serialize)]
struct Consequence<'a> {
    modality: &'static str,
    addressed_to: &'a [String],
    text: &'a str,
}

#[derive(Debug, Serialize)]
struct Place<'a> {
    file: &'a str,
    line: usize,
    column: usize,
}

#[derive(Debug, Serialize)]
struct TotalRecord<'a> {
    kind: &'static str,
    level: Option<&'a Named>,
    year: Option<i32>,
    amount: Option<Exact>,
}

/// The outcomes of a run as they are serialised. `sources` are the texts of the policies.
#[must_use]
pub fn outcomes_record<'a>(
    directory: &Directory<'a>,
    sources: &'a Sources,
    scenario: Scenario<'a>,
    facts: &'a Facts,
    outcomes: &'a [Outcome],
) -> Outcomes<'a> {
    let writer = Writer { directory, sources, facts };
    let list = &directory.program.list;
    let subjects = (0..).zip(&facts.subjects);
    Outcomes {
        schema: OUTCOMES_SCHEMA,
        policies: Policies {
            name: &list.name,
            title: &list.title,
            digest: &directory.program.digest,
        },
        scenario,
        as_of: facts.as_of,
        years: facts.years.map(|(from, to)| Years { from, to }),
        readings: writer.readings(outcomes),
        subjects: subjects
            .map(|(id, subject)| SubjectRecord {
                id,
                kind: directory.kind_name(subject.kind),
                label: &subject.label,
                parent: subject.parent.map(|parent| parent.0),
            })
            .collect(),
        outcomes: outcomes.iter().filter_map(|outcome| writer.outcome(outcome)).collect(),
        totals: totals(directory.program, outcomes)
            .into_iter()
            .map(|Total { kind, level, year, amount }| TotalRecord {
                kind: money_kind(kind),
                level: level.and_then(|level| writer.level(level)),
                year,
                amount,
            })
            .collect(),
    }
}

struct Writer<'d, 'a> {
    directory: &'d Directory<'a>,
    sources: &'a Sources,
    facts: &'a Facts,
}

impl<'a> Writer<'_, 'a> {
    /// Readings of the list and of the clauses that took part.
    fn readings(&self, outcomes: &[Outcome]) -> Vec<ReadingRecord<'a>> {
        let took_part = |number: u32| {
            outcomes.iter().any(|outcome| {
                let rule = self.directory.rule_info(outcome.rule);
                rule.is_some_and(|rule| self.number(rule) == number)
            })
        };
        let readings = (0..=u16::MAX).map(ReadingId).zip(&self.directory.program.readings);
        readings
            .filter(|(_, reading)| reading.clause.is_none_or(took_part))
            .map(|(id, reading)| {
                let given = self.facts.readings.iter().rev().find(|(given, _)| *given == id);
                let default = reading.has_default.then_some(0);
                let position = given.map(|(_, position)| *position).or(default);
                let choice = position.and_then(|position| reading.alternatives.get(position));
                ReadingRecord {
                    clause: reading.clause,
                    name: &reading.name,
                    choice: choice.map(|(number, _)| *number),
                    meaning: choice.map(|(_, meaning)| meaning.as_str()),
                    chosen_by: match (given, default) {
                        (Some(_), _) => "hand",
                        (None, Some(_)) => "default",
                        (None, None) => "nobody",
                    },
                }
            })
            .collect()
    }

    fn outcome(&self, outcome: &'a Outcome) -> Option<OutcomeRecord<'a>> {
        let rule = self.directory.rule_info(outcome.rule)?;
        let clause = self.directory.program.clauses.get(rule.clause.index())?;
        let money = match &rule.body {
            Body::Money(money) => Some(money.as_ref()),
            _ => None,
        };
        let stage = money.and_then(|money| money.stages.get(outcome.stage));
        let address = self.directory.program.addresses.get(rule.address.0 as usize);
        Some(OutcomeRecord {
            clause: clause.number,
            official: &clause.source,
            part: rule.part,
            rule: &rule.name,
            stage: stage.and_then(|stage| stage.name.as_ref()),
            kind: kind(&rule.body),
            sought_from: match money.map(|money| money.kind) {
                Some(MoneyKind::Sought(level)) => self.level(level),
                _ => None,
            },
            subject: outcome.subject.map(|subject| subject.0),
            year: outcome.year,
            status: self.status(&outcome.status),
            payers: self.payers(&outcome.payers),
            parts: outcome.parts.iter().map(part).collect(),
            consequence: consequence(&rule.body),
            because: outcome.failures.iter().map(|failure| self.failure(failure)).collect(),
            responsible: self.responsible(rule, &clause.responsible),
            address: address.map_or("", |address| address.path.as_str()),
            source: self.place(rule.address),
        })
    }

    fn payers(&self, payers: &[(LevelId, Exact)]) -> Vec<Share<'a>> {
        let share = |(level, amount): &(LevelId, Exact)| {
            Some(Share { level: self.level(*level)?, amount: *amount })
        };
        payers.iter().filter_map(share).collect()
    }

    /// The bodies of a duty that names its own, else those of the clause.
    fn responsible(&self, rule: &'a Rule, of_clause: &'a [BodyId]) -> Vec<&'a Named> {
        let bodies = match &rule.body {
            Body::Duty { bodies, .. } if !bodies.is_empty() => bodies.as_slice(),
            _ => of_clause,
        };
        let all = &self.directory.program.vocabulary.bodies;
        bodies.iter().filter_map(|body| all.get(body.index())).collect()
    }

    fn number(&self, rule: &Rule) -> u32 {
        let clause = self.directory.program.clauses.get(rule.clause.index());
        clause.map_or(0, |clause| clause.number)
    }

    fn level(&self, level: LevelId) -> Option<&'a Named> {
        self.directory.program.vocabulary.levels.get(level.index())
    }

    fn place(&self, address: AddressId) -> Option<Place<'a>> {
        let span = self.directory.program.addresses.get(address.0 as usize)?.span;
        let file = self.sources.get(span.file)?;
        let position = file.position(span.start);
        Some(Place { file: file.name(), line: position.line, column: position.column })
    }
}

fn part((subject, amount): &(SubjectId, Option<Interval>)) -> Part {
    Part {
        subject: subject.0,
        low: amount.map(|amount| amount.low.to_string()),
        high: amount.and_then(|amount| amount.high).map(|high| high.to_string()),
    }
}

/// What a rule gives, in a word.
fn kind(body: &Body) -> &'static str {
    match body {
        Body::Money(money) => money_kind(money.kind),
        Body::Determination { .. } => "determination",
        Body::Target { .. } => "target",
        Body::ServiceLimit { .. } => "service_limit",
        Body::Duty { .. } => "duty",
    }
}

fn money_kind(kind: MoneyKind) -> &'static str {
    match kind {
        MoneyKind::Paid => "paid",
        MoneyKind::Sought(_) => "sought",
        MoneyKind::Deduction => "deduction",
        MoneyKind::Deferral => "deferral",
        MoneyKind::Reduction => "reduction",
    }
}

fn consequence(body: &Body) -> Option<Consequence<'_>> {
    let (modality, addressed_to, text) = match body {
        Body::Determination { modality, consequence } => (*modality, [].as_slice(), consequence),
        Body::Duty { modality, addressees, content, .. } => {
            (*modality, addressees.as_slice(), content)
        }
        _ => return None,
    };
    Some(Consequence { modality: modality_word(modality), addressed_to, text })
}

fn modality_word(modality: Modality) -> &'static str {
    match modality {
        Modality::Must => "must",
        Modality::MustNot => "must_not",
        Modality::May => "may",
        Modality::Exempt => "exempt",
        Modality::Priority => "priority",
        Modality::Applies => "applies",
        Modality::Encourage => "encourage",
        Modality::Seek => "seek",
        Modality::Explore => "explore",
        Modality::Promote => "promote",
        Modality::Support => "support",
        Modality::Guide => "guide",
    }
}
