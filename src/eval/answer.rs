//! What a rule comes to before it is told: an answer, or a refusal with its label.

use super::TargetState;
use super::deps::Deps;
use super::number::Number;
use super::scalar::Scalar;
use super::truth::Truth;
use crate::ir::{AddressId, RuleId};
use crate::quantity::{Date, Ratio};

/// What a rule comes to for a subject.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Answer<V = Ratio> {
    /// 无, with its label.
    Refused(Refusal),
    /// Money.
    Amount(Number<V>),
    /// Decided elsewhere, if what it hangs on allows; which amount says so.
    Elsewhere(AmountOf, Deps),
    /// Yes or no.
    Truth(Truth),
    /// A target or a service limit, settled.
    Target(TargetState),
    /// A target or a service limit that hangs on something.
    Open(Deps),
}

/// Where an amount of a rule is stated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum AmountOf {
    /// By its stage.
    Stage,
    /// By an exception, by position.
    Exception(usize),
}

/// Why there is no entitlement. In the order in which labels go when several are definite.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Refusal {
    /// 时效: outside its validity.
    NotInForce,
    /// 资格: a condition fails.
    NotEligible,
    /// 尚未: an event is still to come, with the earliest day.
    NotYet(Option<Date>),
    /// 排除: another award excludes it.
    Excluded(RuleId),
    /// 用尽: once, years or caps are used up; at which address.
    Exhausted(AddressId),
}

impl<V: Scalar> Answer<V> {
    /// What it hangs on.
    pub(super) fn deps(&self) -> Deps {
        match self {
            Answer::Amount(number) => number.clone().into_deps(),
            Answer::Truth(truth) => truth.clone().into_deps(),
            Answer::Elsewhere(_, deps) | Answer::Open(deps) => deps.clone(),
            Answer::Refused(_) | Answer::Target(_) => Deps::default(),
        }
    }
}
