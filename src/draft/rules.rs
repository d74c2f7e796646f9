//! Rules made of the figures of a clause, in the order of the text.

use std::collections::VecDeque;

use super::sort::{Amount, Part, part};
use crate::ledger::{Figure, Value, What};
use crate::quantity::{Counts, Exact};

/// What a draft is made of.
#[derive(Debug, Default)]
pub(super) struct Rules {
    /// The rules that pay.
    pub(super) rules: Vec<Rule>,
    /// The service limits.
    pub(super) limits: Vec<Limit>,
    /// The first and the last day of the clause, when the text names both.
    pub(super) validity: Option<(String, String)>,
}

/// A service limit.
#[derive(Debug)]
pub(super) struct Limit {
    /// What it is now.
    pub(super) bound: Bound,
    /// What it was before.
    pub(super) before: Option<String>,
}

/// A rule that pays.
#[derive(Debug, Default)]
pub(super) struct Rule {
    /// Each figure with its word; what is compared is to be filled in.
    pub(super) conditions: Vec<Bound>,
    /// The amount; none is to be filled in.
    pub(super) amount: Option<(Amount, String)>,
    /// What of a rate each level pays.
    pub(super) payers: Vec<String>,
    /// The shares up to which it is decided.
    pub(super) up_to: Vec<String>,
    /// The caps.
    pub(super) caps: Vec<String>,
    /// For how many years.
    pub(super) years: Option<String>,
}

/// A condition with a figure.
#[derive(Debug, Clone)]
pub(super) struct Bound {
    /// `超过 15亿元`.
    pub(super) written: String,
    /// `15亿元`.
    pub(super) figure: String,
}

impl Rule {
    /// Whether it pays nothing: what it holds are conditions of something else.
    pub(super) fn pays_nothing(&self) -> bool {
        self.amount.is_none() && self.up_to.is_empty() && self.caps.is_empty()
    }
}

/// The rules of a clause. Official texts name what has to hold, then the amount, then its limits: so
/// a condition or an amount after an amount starts a new rule.
pub(super) fn rules(figures: &[Figure]) -> Rules {
    let mut found = Rules::default();
    let (mut first, mut last) = (None, None);
    let mut open = Rule::default();
    let mut baselines = VecDeque::new();
    let mut rest = figures.iter();
    while let Some(figure) = rest.next() {
        let written = figure.figure.clone();
        let paid = open.amount.is_some() || !open.up_to.is_empty();
        match part(figure) {
            Part::Condition(compared) => {
                if paid {
                    found.rules.push(std::mem::take(&mut open));
                }
                open.conditions.push(Bound { written: compared, figure: written });
            }
            Part::Amount(how) => {
                if paid {
                    found.rules.push(std::mem::take(&mut open));
                }
                open.payers = shares(&written, rest.as_slice());
                // What is a share of this rate is no rate of its own.
                rest = rest.as_slice().get(open.payers.len()..).unwrap_or_default().iter();
                open.amount = Some((how, written));
            }
            Part::UpTo => open.up_to.push(written),
            Part::Cap => open.caps.push(written),
            Part::Years => open.years = open.years.or(Some(written)),
            Part::Limit(compared) => {
                let bound = Bound { written: compared, figure: written };
                found.limits.push(Limit { bound, before: baselines.pop_front() });
            }
            Part::Baseline => baselines.push_back(written),
            Part::From => first = first.or(Some(written)),
            Part::To => last = last.or(Some(written)),
            Part::Open => {}
        }
    }
    if !open.pays_nothing() || !open.conditions.is_empty() {
        found.rules.push(open);
    }
    found.validity = first.zip(last);
    found
}

/// The rates right after a rate that sum to it: what each level pays of it.
fn shares(rate: &str, after: &[Figure]) -> Vec<String> {
    let Some((whole, of)) = read(rate).filter(|_| rate.contains("元/")) else { return Vec::new() };
    let (mut sum, mut found) = (Exact::ZERO, Vec::new());
    for figure in after {
        let share = read(&figure.figure).filter(|(_, what)| *what == of);
        let Some(next) = share.and_then(|(value, _)| sum.checked_add(value)) else { break };
        sum = next;
        found.push(figure.figure.clone());
        if sum >= whole {
            break;
        }
    }
    match sum == whole {
        true => found,
        false => Vec::new(),
    }
}

fn read(figure: &str) -> Option<(Exact, What)> {
    match Value::read(figure, &Counts::default()) {
        Ok(Value::Number(value, what)) => Some((value, what)),
        _ => None,
    }
}
