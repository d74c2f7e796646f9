//! The comparison for programs.

use serde::Serialize;

use super::told::{Told, payer};
use crate::batch::Sum;
use crate::cli::noticed::{self, Noticed};
use crate::cli::trial;
use crate::compare::{Flow, Large};
use crate::diag::Text;
use crate::eval::{Outcome, Status};
use crate::quantity::Exact;
use crate::scenario::{StatusWord, words};

/// A name in both languages.
type Both = Text;

#[derive(Serialize)]
pub(super) struct Record {
    schema: &'static str,
    /// The digests of the policies before and after.
    digests: [String; 2],
    changed_figures: Vec<trial::Figure>,
    dropped: Vec<Both>,
    new: Vec<Both>,
    records: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    noticed: Option<Noticed>,
    changed: u64,
    broken: [u64; 2],
    nets: Vec<Net>,
    rules: Vec<Rule>,
    totals: Vec<Total>,
}

#[derive(Serialize)]
struct Net {
    money: Both,
    #[serde(flatten)]
    flow: FlowRecord,
    open: u64,
    largest: Vec<Largest>,
}

#[derive(Serialize)]
struct FlowRecord {
    winners: u64,
    gained: Option<Exact>,
    losers: u64,
    lost: Option<Exact>,
}

#[derive(Serialize)]
struct Largest {
    id: String,
    rule: Option<Both>,
    year: Option<i32>,
    difference: Exact,
    before: Option<Said>,
    after: Option<Said>,
}

#[derive(Serialize)]
struct Said {
    status: String,
    amount: Option<Exact>,
    said: Both,
}

#[derive(Serialize)]
struct Rule {
    rule: Both,
    money: Option<Both>,
    before: Option<Exact>,
    after: Option<Exact>,
    levels: Vec<Total>,
    #[serde(flatten)]
    flow: FlowRecord,
    opened: u64,
    opened_before: Option<Exact>,
    closed: u64,
    closed_after: Option<Exact>,
    moved: u64,
    otherwise: u64,
}

#[derive(Serialize)]
struct Total {
    #[serde(skip_serializing_if = "Option::is_none")]
    money: Option<Both>,
    level: Both,
    before: Option<Exact>,
    after: Option<Exact>,
}

/// The comparison as it is printed.
pub(super) fn record(told: &Told<'_, '_>) -> Record {
    let differences = &told.compared.differences;
    let [old, new] = told.directories;
    let unmatched: Vec<_> = differences.matching.unmatched().collect();
    let dropped = unmatched.iter().filter_map(|pair| pair.before);
    let added = unmatched.iter().filter(|pair| pair.before.is_none()).filter_map(|pair| pair.after);
    Record {
        schema: "polc.compare/1",
        digests: differences.programs.map(|program| program.digest.clone()),
        changed_figures: trial::record(told.edits),
        dropped: dropped.map(|rule| both(&words::rule(old, rule))).collect(),
        new: added.map(|rule| both(&words::rule(new, rule))).collect(),
        records: differences.records,
        noticed: noticed::record(&told.compared.notes),
        changed: differences.changed,
        broken: differences.broken,
        nets: differences
            .nets
            .iter()
            .map(|(kind, net)| Net {
                money: both(&words::money_kind(old, *kind)),
                flow: flow(&net.flow),
                open: net.open,
                largest: net.largest.iter().map(|large| largest(told, large)).collect(),
            })
            .collect(),
        rules: rules(told),
        totals: differences
            .totals
            .iter()
            .map(|((kind, level), [before, after])| Total {
                money: Some(both(&words::money_kind(old, *kind))),
                level: both(&payer(told, *kind, level)),
                before: before.0,
                after: after.0,
            })
            .collect(),
    }
}

fn rules(told: &Told<'_, '_>) -> Vec<Rule> {
    let differences = &told.compared.differences;
    let [old, new] = told.directories;
    let rules = differences.rules.iter().filter_map(|(pair, change)| {
        let (program, rule) = differences.rule(*pair)?;
        let directory = if std::ptr::eq(program, old.program) { old } else { new };
        let kind = differences.money(*pair);
        let [before, after] = change.awarded;
        let levels = change.levels.iter().map(|(level, [Sum(before), Sum(after)])| Total {
            money: None,
            level: kind.map(|kind| both(&payer(told, kind, level))).unwrap_or_default(),
            before: *before,
            after: *after,
        });
        Some(Rule {
            rule: both(&words::rule(directory, rule)),
            money: kind.map(|kind| both(&words::money_kind(directory, kind))),
            before: before.0,
            after: after.0,
            levels: levels.collect(),
            flow: flow(&change.flow),
            opened: change.opened.0,
            opened_before: change.opened.1.0,
            closed: change.closed.0,
            closed_after: change.closed.1.0,
            moved: change.moved,
            otherwise: change.otherwise,
        })
    });
    rules.collect()
}

fn largest(told: &Told<'_, '_>, large: &Large) -> Largest {
    let [old, new] = told.directories;
    let said = |side: usize| -> Option<Said> {
        let directory = if side == 0 { old } else { new };
        let outcome = large.outcomes.get(side)?.as_ref()?;
        let Outcome { status, .. } = outcome;
        Some(Said {
            status: StatusWord::of(status).text().en,
            amount: if let Status::Granted(amount) = status { Some(*amount) } else { None },
            said: both(&words::status(directory, large.facts.get(side)?, status)),
        })
    };
    let [before, after] = &large.outcomes;
    let rule = before.as_ref().map(|one| words::rule(old, one.rule));
    let rule = rule.or_else(|| after.as_ref().map(|one| words::rule(new, one.rule)));
    Largest {
        id: large.id.clone(),
        rule: rule.as_ref().map(both),
        year: before.as_ref().or(after.as_ref()).and_then(|one| one.year),
        difference: large.difference,
        before: said(0),
        after: said(1),
    }
}

fn flow(flow: &Flow) -> FlowRecord {
    FlowRecord {
        winners: flow.winners,
        gained: flow.gained.0,
        losers: flow.losers,
        lost: flow.lost.0,
    }
}

fn both(text: &Text) -> Both {
    text.clone()
}
