//! A text of scenarios, in pol or in JSON.

use super::{Directory, facts, scenario_from_json};
use crate::ast::{Item, Scenario};
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::eval::Facts;
use crate::source::FileId;
use crate::syntax;
use crate::text;

/// Title and facts of each scenario of a text, and what is wrong with them. Those with errors are
/// left out.
#[must_use]
pub fn scenarios(
    directory: &Directory,
    file: FileId,
    text: &str,
    is_json: bool,
) -> (Vec<(String, Facts)>, Diagnostics) {
    let (mut given, mut found) = (Vec::new(), Diagnostics::new());
    let scenarios = match is_json {
        true => {
            let (scenario, problems) = scenario_from_json(directory, file, text);
            found.extend(problems);
            scenario.into_iter().collect()
        }
        false => scenarios_of(file, text, &mut found),
    };
    // What could not be parsed would only make a second error of the same cause.
    if !found.has_errors() {
        for scenario in scenarios {
            let (facts, problems) = facts(directory, &scenario);
            found.extend(problems);
            given.extend(facts.map(|facts| (scenario.title.text.clone(), facts)));
        }
    }
    (given, found)
}

/// The scenarios of a pol file, which holds nothing else.
fn scenarios_of(file: FileId, text: &str, found: &mut Diagnostics) -> Vec<Scenario> {
    let (tree, problems) = syntax::parse(file, text);
    found.extend(problems);
    let mut scenarios = Vec::new();
    for item in tree.items {
        match item {
            Item::Scenario(scenario) => scenarios.push(scenario),
            other => found.push(not_a_scenario(&other)),
        }
    }
    if scenarios.is_empty() && !found.has_errors() {
        let message = text!(zh: "文件里没有情景", en: "the file holds no scenario");
        let help = text!(zh: "写 情景 \"…\" {{ … }}", en: "write `scenario \"…\" {{ … }}`");
        let start = crate::source::Span::new(file, 0, 0);
        found.push(Diagnostic::new(Code::NoScenario, message).at(start).help(help));
    }
    scenarios
}

fn not_a_scenario(item: &Item) -> Diagnostic {
    let at = match item {
        Item::List(one) => one.name.zh.at,
        Item::Measure(one) => one.word.zh.at,
        Item::Enumeration(one) => one.name.zh.at,
        Item::Series(one) => one.name.zh.at,
        Item::Kind(one) => one.name.zh.at,
        Item::Clause(one) => one.name.zh.at,
        Item::Scenario(one) => one.title.at,
    };
    let message = text!(
        zh: "情景文件里只能有情景", en: "a file of scenarios may hold scenarios only",
    );
    let help = text!(
        zh: "政策放进政策目录，用 --policies 指明", en: "put policies in their directory, and name it with --policies",
    );
    Diagnostic::new(Code::NoScenario, message).at(at.0).help(help)
}
