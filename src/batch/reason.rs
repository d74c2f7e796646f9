//! What is missing, and why an outcome is what it is.

use super::results::Results;
use crate::eval::{Facts, Failure, Missing, Outcome, Status, SubjectId};
use crate::scenario::words;

/// What is missing, the record's own facts without its name.
pub(super) fn missing(results: &Results, facts: &Facts, status: &Status) -> String {
    let Status::Undetermined { missing, .. } = status else { return String::new() };
    let mut all = String::new();
    for one in missing {
        if !all.is_empty() {
            all.push_str(results.say("、", ", "));
        }
        all.push_str(&lacking(results, facts, one));
    }
    all
}

/// One thing that is missing.
pub(super) fn lacking(results: &Results, facts: &Facts, missing: &Missing) -> String {
    let (Missing::Fact { subject, .. }
    | Missing::Children { subject, .. }
    | Missing::History(subject)) = missing
    else {
        return results.get(&words::missing(results.directory, facts, missing));
    };
    match *subject == SubjectId(0) {
        true => results.get(&words::missing_of(results.directory, missing)),
        false => results.get(&words::missing(results.directory, facts, missing)),
    }
}

/// Why nothing is awarded, or why a determination or a target does not come out well.
pub(super) fn reason(results: &Results, facts: &Facts, outcome: &Outcome) -> String {
    let directory = results.directory;
    let failed = |failures: &[Failure]| {
        let failures = failures.iter().map(|failure| words::failure(directory, failure));
        results.get(&words::list(failures))
    };
    match &outcome.status {
        Status::NotEligible(failures) => failed(failures),
        Status::Determined(false) | Status::Target(_) => failed(&outcome.failures),
        Status::Granted(_)
        | Status::Range { .. }
        | Status::Undetermined { .. }
        | Status::Determined(true)
        | Status::NotInForce
        | Status::Listed => String::new(),
        Status::NotYet { earliest: None } => String::new(),
        Status::NotYet { .. }
        | Status::ByText(_)
        | Status::Elsewhere(_)
        | Status::Exhausted(_)
        | Status::Excluded(_)
        | Status::Contradiction(_)
        | Status::Overflow(_)
        | Status::Fault(_) => results.get(&words::status(directory, facts, &outcome.status)),
    }
}
