//! Outcomes without an evaluation: duties, and rules for children where there are none.

use super::context::Run;
use super::schedule::reporting_kind;
use super::{Failure, Found, Listing, Missing, Outcome, Status, Subject, SubjectId};
use crate::ir::{AddressId, KindId, Program, RuleId};

/// A rule that reports for children of a parent.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Below {
    pub(crate) rule: RuleId,
    address: AddressId,
    kind: KindId,
    pub(crate) parent: KindId,
}

impl Below {
    /// That a rule is one; none if it reports for a kind without a parent.
    pub(crate) fn of(program: &Program, id: RuleId) -> Option<Below> {
        let rule = program.rules.get(id.index())?;
        let kind = reporting_kind(rule)?;
        let parent = program.vocabulary.kinds.get(kind.index())?.parent?;
        Some(Below { rule: id, address: rule.address, kind, parent })
    }

    /// What is known of a parent's list of such children, if none is given.
    pub(crate) fn vacant(&self, parent: &Subject) -> Option<Listing> {
        match parent.children.iter().find(|(listed, _, _)| *listed == self.kind) {
            Some((_, _, given)) if !given.is_empty() => None,
            Some((_, listing, _)) => Some(*listing),
            None => Some(Listing::Unknown),
        }
    }
}

/// Those of some rules that do, in order.
pub(super) fn below(program: &Program, rules: &[RuleId]) -> Vec<Below> {
    rules.iter().filter_map(|id| Below::of(program, *id)).collect()
}

/// The parents that have no child of a rule's kind, and what is known of their list.
pub(super) fn vacancies<'r>(
    run: &Run<'_>,
    rules: &'r [Below],
) -> impl Iterator<Item = (&'r Below, SubjectId, Listing)> {
    rules.iter().flat_map(move |of| {
        run.subjects_of(of.parent)
            .filter_map(move |parent| Some((of, parent, of.vacant(run.facts.subject(parent)?)?)))
    })
}

/// What a rule comes to for a parent without such children: whether it has any is unknown, or
/// there is nothing to give for.
pub(crate) fn vacancy(of: &Below, parent: SubjectId, listing: Listing, reasons: bool) -> Outcome {
    let status = match listing {
        Listing::Complete => {
            let failure = Failure { address: of.address, found: Some(Found::NoItem) };
            Status::NotEligible(reasons.then_some(failure).into_iter().collect())
        }
        Listing::Open | Listing::Unknown => Status::Undetermined {
            missing: vec![Missing::Children { subject: parent, kind: of.kind }],
            decisions: Vec::new(),
            may_be_none: true,
            bounds: None,
        },
    };
    Outcome::plain(of.rule, Some(parent), status)
}

/// A duty is listed.
pub(super) fn duty(rule: RuleId) -> Outcome {
    Outcome::plain(rule, None, Status::Listed)
}
