//! What an evaluation says.

use super::SubjectId;
use crate::ir::{AddressId, DecisionId, FactId, LevelId, ReadingId, RuleId};
use crate::quantity::{Date, Exact, Ratio};

/// What a rule comes to for a subject and year.
#[derive(Debug, Clone, PartialEq)]
pub struct Outcome {
    /// Which rule.
    pub rule: RuleId,
    /// Which stage, by position; 0 for a rule without stages.
    pub stage: usize,
    /// For whom: a subject of the kind at which the rule reports; where it has no such child, its
    /// parent. None for a duty.
    pub subject: Option<SubjectId>,
    /// For which year; none when no year is bound (or the event's year is not known).
    pub year: Option<i32>,
    /// What it comes to.
    pub status: Status,
    /// What each payer pays, in written order; empty unless granted, and when the text names no payer.
    pub payers: Vec<(LevelId, Exact)>,
    /// Amounts of the parts before caps of a wider scope: subject and amount; empty when the rule reports at its own grain.
    pub parts: Vec<(SubjectId, Option<Interval>)>,
    /// Why a determination is no, or what keeps a target from being met: the conditions that
    /// fail. (Those of an entitlement stand in [`Status::NotEligible`].)
    pub failures: Vec<Failure>,
}

impl Outcome {
    /// That of a rule without a stage, a year, payers, parts or failures.
    pub(crate) fn plain(rule: RuleId, subject: Option<SubjectId>, status: Status) -> Outcome {
        Outcome {
            rule,
            stage: 0,
            subject,
            year: None,
            status,
            payers: Vec::new(),
            parts: Vec::new(),
            failures: Vec::new(),
        }
    }
}

/// From `low` to `high`, both included; `high` none is unbounded. In 元 for money.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Interval {
    /// Lower end.
    pub low: Ratio,
    /// Upper end.
    pub high: Option<Ratio>,
}

/// What a rule comes to.
#[derive(Debug, Clone, PartialEq)]
pub enum Status {
    /// An exact amount, rounded for payment.
    Granted(Exact),
    /// All is known; decisions are open. Lower end rounded up, upper end down; none is unbounded.
    Range {
        /// Lower end.
        low: Exact,
        /// Upper end.
        high: Option<Exact>,
        /// The decisions.
        decisions: Vec<DecisionId>,
    },
    /// A condition fails: an inclusion-minimal set, each with what was found.
    NotEligible(Vec<Failure>),
    /// An event is still to come.
    NotYet {
        /// The earliest day, when it can be told.
        earliest: Option<Date>,
    },
    /// Facts are missing.
    Undetermined {
        /// Exactly those that matter.
        missing: Vec<Missing>,
        /// Decisions that are open as well.
        decisions: Vec<DecisionId>,
        /// True when "no entitlement" is still possible.
        may_be_none: bool,
        /// Bounds of the amount if there is one; none for a rule without an amount.
        bounds: Option<(Exact, Option<Exact>)>,
    },
    /// A reading without a default was not chosen, and it matters.
    ByText(Vec<ReadingId>),
    /// Decided elsewhere; by what.
    Elsewhere(String),
    /// Outside its validity.
    NotInForce,
    /// Once, years or caps are used up.
    Exhausted(AddressId),
    /// Another rule's award excludes it.
    Excluded(RuleId),
    /// Two exceptions hold at once.
    Contradiction(Vec<AddressId>),
    /// A determination.
    Determined(bool),
    /// A target or a service limit.
    Target(TargetState),
    /// A duty is listed.
    Listed,
    /// A number left the exact range; at which rule's address.
    Overflow(AddressId),
    /// The program breaks an invariant that the checker establishes: a fault of the compiler, at
    /// which rule's address.
    Fault(AddressId),
}

/// How a target or service limit stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TargetState {
    /// Met, or within the limit.
    Met,
    /// Missed, or beyond it.
    Missed,
    /// Its day has not come.
    Pending,
}

/// A condition that failed.
#[derive(Debug, Clone, PartialEq)]
pub struct Failure {
    /// Which condition.
    pub address: AddressId,
    /// What was found there, when it can be shown.
    pub found: Option<Found>,
}

/// A value to be shown.
#[derive(Debug, Clone, PartialEq)]
pub enum Found {
    /// A number in the canonical unit of the address's dimension.
    Number(Ratio),
    /// Yes or no.
    Truth(bool),
    /// A fact's variant.
    Variant(FactId, u16),
    /// A date.
    Date(Date),
    /// The event has not happened.
    NotHappened,
    /// No item passed the filter.
    NoItem,
}

/// A fact that is missing and matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Missing {
    /// A fact of a subject, in a year when it is yearly.
    Fact {
        /// Which fact.
        fact: FactId,
        /// Whose.
        subject: SubjectId,
        /// When.
        year: Option<i32>,
    },
    /// Whether a subject's list of children is complete.
    Children {
        /// Whose.
        subject: SubjectId,
        /// Of which kind.
        kind: crate::ir::KindId,
    },
    /// What the subject was paid before.
    History(SubjectId),
    /// A series has no value on or before that day.
    Series(crate::ir::SeriesId, Option<Date>),
    /// The day of evaluation.
    AsOf,
    /// The year of evaluation.
    Year,
}
