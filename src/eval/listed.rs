//! Outcomes without an evaluation: duties, and rules for children where there are none.

use super::context::Run;
use super::schedule::reporting_kind;
use super::{Failure, Found, Listing, Missing, Outcome, Status, SubjectId};
use crate::ir::{AddressId, KindId, Program, RuleId};

/// A rule that reports for children of a parent.
#[derive(Debug, Clone, Copy)]
pub(super) struct Below {
    pub(super) rule: RuleId,
    address: AddressId,
    kind: KindId,
    parent: KindId,
}

/// Those of some rules that do, in order.
pub(super) fn below(program: &Program, rules: &[RuleId]) -> Vec<Below> {
    let below = rules.iter().filter_map(|id| {
        let rule = program.rules.get(id.index())?;
        let kind = reporting_kind(rule)?;
        let parent = program.vocabulary.kinds.get(kind.index())?.parent?;
        Some(Below { rule: *id, address: rule.address, kind, parent })
    });
    below.collect()
}

/// The parents that have no child of a rule's kind, and what is known of their list.
pub(super) fn vacancies<'r>(
    run: &Run<'_>,
    rules: &'r [Below],
) -> impl Iterator<Item = (&'r Below, SubjectId, Listing)> {
    rules.iter().flat_map(move |of| {
        run.subjects_of(of.parent).filter_map(move |parent| {
            let children = &run.facts.subject(parent)?.children;
            match children.iter().find(|(listed, _, _)| *listed == of.kind) {
                Some((_, _, given)) if !given.is_empty() => None,
                Some((_, listing, _)) => Some((of, parent, *listing)),
                None => Some((of, parent, Listing::Unknown)),
            }
        })
    })
}

/// What a rule comes to for a parent without such children: whether it has any is unknown, or
/// there is nothing to give for.
pub(super) fn vacancy(run: &Run<'_>, of: &Below, parent: SubjectId, listing: Listing) -> Outcome {
    let status = match listing {
        Listing::Complete => {
            let failure = Failure { address: of.address, found: Some(Found::NoItem) };
            Status::NotEligible(run.reasons.then_some(failure).into_iter().collect())
        }
        Listing::Open | Listing::Unknown => Status::Undetermined {
            missing: vec![Missing::Children { subject: parent, kind: of.kind }],
            decisions: Vec::new(),
            may_be_none: true,
            bounds: None,
        },
    };
    plain(of.rule, Some(parent), status)
}

/// A duty is listed.
pub(super) fn duty(rule: RuleId) -> Outcome {
    plain(rule, None, Status::Listed)
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
