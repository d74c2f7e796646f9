//! Reads a file of scenarios, in pol or in JSON.

use std::path::Path;

use crate::diag::{Code, Diagnostic};
use crate::driver::{self, Files};
use crate::eval::Facts;
use crate::scenario::{Directory, digest, scenarios};
use crate::source::Sources;
use crate::table::Format;
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
    if let Some(problem) = table_instead(path) {
        given.diagnostics.push(problem);
        return given;
    }
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

/// That a table stands where a scenario is wanted, by the ending of its name.
fn table_instead(path: &Path) -> Option<Diagnostic> {
    let shown = path.display().to_string();
    let format = Format::of(&shown).map(Format::name)?;
    // A scenario may be JSON, and plain text of any kind.
    let may_be_one = ["json", "txt"]
        .iter()
        .any(|end| path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case(end)));
    if may_be_one {
        return None;
    }
    let message = text!(
        zh: "{shown} 是 {format} 表格，这里要一个情景（.pol 或 .json）",
        en: "{shown} is a table in {format}, where a scenario (.pol or .json) is wanted",
    );
    let help = text!(
        zh: "表格里的许多主体用 polc batch {shown} -o 结果.xlsx 算",
        en: "compute the many subjects of a table with `polc batch {shown} -o results.xlsx`",
    );
    Some(Diagnostic::new(Code::WrongFormat, message).help(help))
}
