//! Reads a file of scenarios, in pol or in JSON.

use std::path::Path;

use crate::ast::Item;
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::driver::{self, Files};
use crate::eval::Facts;
use crate::scenario::{Directory, digest, facts, scenario_from_json};
use crate::source::{FileId, Sources};
use crate::syntax;
use crate::text;

/// The scenarios of a file.
pub(super) struct Given {
    /// Title and facts of each; those with errors are left out, and reported.
    pub(super) scenarios: Vec<(String, Facts)>,
    /// The digest of the file's text.
    pub(super) digest: String,
    /// What is wrong.
    pub(super) diagnostics: Vec<Diagnostic>,
}

/// Reads a file; its text is added to `sources`. A name that ends in `.json` is JSON.
pub(super) fn load(
    path: &Path,
    directory: &Directory,
    sources: &mut Sources,
    files: &dyn Files,
) -> Given {
    let mut given = Given { scenarios: Vec::new(), digest: String::new(), diagnostics: Vec::new() };
    let text = match driver::text(files, path) {
        Ok(text) => text,
        Err(problem) => {
            given.diagnostics.push(*problem);
            return given;
        }
    };
    given.digest = digest(&text);
    let file = sources.add(path.display().to_string(), text.as_str());
    let is_json = path.extension().is_some_and(|end| end.eq_ignore_ascii_case("json"));
    let mut found = Diagnostics::new();
    let scenarios = match is_json {
        true => {
            let (scenario, problems) = scenario_from_json(directory, file, &text);
            found.extend(problems);
            scenario.into_iter().collect()
        }
        false => scenarios_of(file, &text, &mut found),
    };
    // What could not be parsed would only make a second error of the same cause.
    if !found.has_errors() {
        for scenario in scenarios {
            let (facts, problems) = facts(directory, &scenario);
            found.extend(problems);
            given.scenarios.extend(facts.map(|facts| (scenario.title.text.clone(), facts)));
        }
    }
    given.diagnostics = found.into_sorted();
    given
}

/// The scenarios of a pol file, which holds nothing else.
fn scenarios_of(file: FileId, text: &str, found: &mut Diagnostics) -> Vec<crate::ast::Scenario> {
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
