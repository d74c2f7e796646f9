//! Reads a file of scenarios, in pol or in JSON.

use std::path::Path;

use crate::diag::Diagnostic;
use crate::driver::{self, Files};
use crate::eval::Facts;
use crate::scenario::{Directory, digest, scenarios};
use crate::source::Sources;

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
    let (scenarios, found) = scenarios(directory, file, &text, is_json);
    given.scenarios = scenarios;
    given.diagnostics = found.into_sorted();
    given
}
