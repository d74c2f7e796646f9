//! What is missing, and what each answer would make of the outcome.

use super::remedy::{outcome_after, values_of};
use super::write::{Scope, Steps};
use crate::diag::Text;
use crate::eval::{Missing, Outcome, Status};
use crate::scenario::words;
use crate::text;

/// So many missing facts are tried value by value.
const TRIED: usize = 8;

/// What is missing.
pub(super) fn missing(steps: &mut Steps<'_>, outcome: &Outcome, scope: Scope) {
    let teller = steps.teller;
    let program = teller.directory.program;
    let scope = Scope { at: None, ..scope };
    match &outcome.status {
        Status::ByText(readings) => {
            for reading in readings.iter().filter_map(|id| program.readings.get(id.index())) {
                let Text { zh, en } = words::named(&reading.name);
                let ways = reading
                    .alternatives
                    .iter()
                    .map(|(number, meaning)| Text::same(format!("{number} {meaning}")));
                let ways = words::list(ways).zh;
                let said = text!(
                    zh: "原文有几种读法，还没有选“{zh}”：{ways}",
                    en: "the text can be read in several ways; reading {en} was not chosen: {ways}",
                );
                steps.say(scope, said);
            }
        }
        Status::Undetermined { missing, decisions, may_be_none, bounds } => {
            for (position, one) in missing.iter().enumerate() {
                lacking(steps, outcome, one, position < TRIED, scope);
            }
            for decision in decisions.iter().filter_map(|id| program.decisions.get(id.index())) {
                let Text { zh, en } = words::named(&decision.name);
                let said = text!(zh: "还要裁量{zh}", en: "{en} has yet to be decided");
                steps.say(scope.at(decision.address), said);
            }
            if let Some((low, high)) = bounds {
                let Text { zh, en } = words::bounds(*low, *high);
                let said = match may_be_none {
                    true => text!(
                        zh: "符合的话在 {zh}；也可能不符合",
                        en: "if eligible, it lies within {en}; it may also not be eligible",
                    ),
                    false => text!(zh: "金额在 {zh}", en: "it lies within {en}"),
                };
                steps.say(scope, said);
            }
        }
        _ => {}
    }
}

/// One thing that is missing; of a yes or no, or a choice, what each answer would give.
fn lacking(steps: &mut Steps<'_>, outcome: &Outcome, one: &Missing, tried: bool, scope: Scope) {
    let teller = steps.teller;
    let Text { zh, en } = words::missing(teller.directory, teller.facts, one);
    steps.say(scope, text!(zh: "缺 {zh}", en: "missing: {en}"));
    let (Missing::Fact { fact, subject, year }, true) = (one, tried) else { return };
    for (name, cell) in values_of(teller.directory, *fact) {
        let mut facts = teller.facts.clone();
        if !facts.set_cell(teller.directory.program, *subject, *fact, *year, cell) {
            return;
        }
        let Some(after) = outcome_after(teller.directory.program, &facts, outcome) else {
            continue;
        };
        let status = words::short_status(teller.directory, teller.facts, &after.status);
        let (name_en, status_en) = (name.en, status.en);
        let (name, status) = (name.zh, status.zh);
        let said = text!(zh: "若是 {name}：{status}", en: "if {name_en}: {status_en}");
        steps.say(scope.deeper(), said);
    }
}
