//! The findings as tables.

mod awards;
mod caps;
mod ceilings;
mod missing;
mod near;
mod spend;

use super::page::{Drawing, Page};
use super::survey::Findings;
use crate::batch::Summary;
use crate::diag::Text;
use crate::ir::{Body, MoneyKind, RuleId};
use crate::scenario::{Directory, words};

/// So many rows are drawn; more would not be read.
const DRAWN: usize = 20;

/// What a batch comes to and what was found in it, as tables in the order in which they are asked:
/// what is spent, how it is distributed, what caps save, what is missing, who is near a threshold,
/// whether budgets suffice.
#[must_use]
pub fn pages(directory: &Directory, summary: &Summary, findings: &Findings) -> Vec<Page> {
    let [clauses, bodies] = spend::pages(directory, summary);
    let [distribution, classes] = awards::pages(directory, findings);
    let [missing, missing_by_rule] = missing::pages(directory, findings);
    let mut pages = vec![
        clauses,
        bodies,
        distribution,
        classes,
        caps::page(directory, findings),
        missing,
        missing_by_rule,
    ];
    pages.extend(near::pages(directory, findings).into_iter().flatten());
    pages.extend(ceilings::pages(directory, findings).into_iter().flatten());
    pages
}

/// The kind of money of a rule, in words; nothing where it gives none.
fn money(directory: &Directory, rule: RuleId) -> Text {
    let kind = kind(directory, rule);
    kind.map(|kind| words::money_kind(directory, kind)).unwrap_or_default()
}

fn kind(directory: &Directory, rule: RuleId) -> Option<MoneyKind> {
    match &directory.rule_info(rule)?.body {
        Body::Money(money) => Some(money.kind),
        _ => None,
    }
}

/// The first rows, as bars; nothing where there are none.
fn top(title: Text, labels: usize, figures: Vec<usize>, rows: usize) -> Vec<Drawing> {
    let rows = 0..rows.min(DRAWN);
    match rows.is_empty() {
        true => Vec::new(),
        false => vec![Drawing { title, labels, figures, rows }],
    }
}
