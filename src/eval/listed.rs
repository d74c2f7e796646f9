//! Outcomes without an evaluation: duties, and rules for children where there are none.

use super::context::Run;
use super::schedule::reporting_kind;
use super::{Failure, Found, Listing, Missing, Outcome, Status, SubjectId};
use crate::ir::{Body, Rule, RuleId};

/// Duties are listed.
pub(super) fn duties(rules: &[(RuleId, &Rule)]) -> impl Iterator<Item = Outcome> {
    let duties = rules.iter().filter(|(_, rule)| matches!(rule.body, Body::Duty { .. }));
    duties.map(|(id, _)| plain(*id, None, Status::Listed))
}

/// Where a rule's subject kind is a child of another and a parent has none: whether it has is
/// unknown, or there is nothing to give for.
pub(super) fn vacancies(run: &Run<'_>, rules: &[(RuleId, &Rule)]) -> impl Iterator<Item = Outcome> {
    rules.iter().flat_map(move |(id, rule)| {
        let kind = reporting_kind(rule);
        let parent = kind.and_then(|kind| run.program.vocabulary.kinds.get(kind.index())?.parent);
        kind.zip(parent).into_iter().flat_map(move |(kind, parent)| {
            run.subjects_of(parent).filter_map(move |(subject, stated)| {
                let list = stated.children.iter().find(|(listed, _, _)| *listed == kind);
                match list {
                    Some((_, _, given)) if !given.is_empty() => None,
                    Some((_, Listing::Complete, _)) => {
                        let failure = Failure { address: rule.address, found: Some(Found::NoItem) };
                        Some(plain(*id, Some(subject), Status::NotEligible(vec![failure])))
                    }
                    _ => {
                        let missing = vec![Missing::Children { subject, kind }];
                        let status = Status::Undetermined {
                            missing,
                            decisions: Vec::new(),
                            may_be_none: true,
                            bounds: None,
                        };
                        Some(plain(*id, Some(subject), status))
                    }
                }
            })
        })
    })
}

fn plain(rule: RuleId, subject: Option<SubjectId>, status: Status) -> Outcome {
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
