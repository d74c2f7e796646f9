//! Tree to text, in either language.
//!
//! [`format()`] brings the names of a tree into a language (`translate`), writes it as a document
//! that says where lines may break, and lays that out with the comments put back (`doc`). Each
//! entry has a line of its own; a short block in braces stays on one line if it fits there and
//! held no comment; of several blank lines one is kept. The text is parsed again: if it does not
//! say what the tree says, that is a fault of polc and nothing is written.

mod clause;
mod doc;
mod expr;
mod scenario;
mod set;
mod step;
mod translate;
mod word;

pub use self::word::written_name;

use std::collections::BTreeSet;

use self::translate::Translator;
use self::word::Form;
use crate::ast::{File, Item, Names};
use crate::diag::{Code, Diagnostic, Lang};
use crate::source::{FileId, SourceFile};
use crate::syntax::{Keyword, parse};
use crate::text;

/// What a policy set declares that its files' texts depend on.
#[derive(Debug, Clone, Default)]
pub struct Dictionary {
    names: Names,
    measures: BTreeSet<String>,
}

impl Dictionary {
    /// The names and measure words that the files declare.
    pub fn of<'a>(files: impl IntoIterator<Item = &'a File> + Clone) -> Self {
        let items = files.clone().into_iter().flat_map(|file| &file.items);
        let measures = items.filter_map(|item| match item {
            Item::Measure(measure) => Some(measure),
            _ => None,
        });
        let words = measures.flat_map(|measure| {
            let declared = [&measure.word.zh].into_iter().chain(&measure.word.en);
            declared.chain(&measure.also).map(|name| name.text.clone())
        });
        Self { measures: words.collect(), names: Names::of(files) }
    }
}

/// The text of a file without mistakes, in a language. `source` is the text it was parsed from.
pub fn format(
    file: &File,
    source: &SourceFile,
    dictionary: &Dictionary,
    lang: Lang,
) -> Result<String, Box<Diagnostic>> {
    let measures = dictionary.measures.iter().map(String::as_str).collect();
    let tree = Translator::new(lang, &dictionary.names, measures).file(file);
    let formatted = doc::lay_out(&Form { lang }.file(&tree), &tree.comments, source.text());
    match says(&formatted, &tree) {
        true => Ok(formatted),
        false => Err(Box::new(fault(source.name()))),
    }
}

/// The language a file is written in: that of its first keyword.
pub fn language(source: &SourceFile) -> Lang {
    let lines = source.text().lines().map(str::trim_start);
    let mut words = lines.filter(|line| !line.is_empty() && !line.starts_with("//"));
    let first = words.next().and_then(|line| line.split_whitespace().next());
    match first.and_then(Keyword::of_word) {
        Some(keyword) if Some(keyword.en()) == first => Lang::En,
        _ => Lang::Zh,
    }
}

/// Whether a text says what a tree says, its comments too.
fn says(text: &str, tree: &File) -> bool {
    let (again, problems) = parse(FileId::default(), text);
    let comments = |file: &File| -> Vec<String> {
        file.comments.iter().map(|comment| comment.text.clone()).collect()
    };
    !problems.has_errors() && again.items == tree.items && comments(&again) == comments(tree)
}

fn fault(name: &str) -> Diagnostic {
    Diagnostic::new(
        Code::Internal,
        text!(
            zh: "{name} 排版后读出来的意思不同，没有改动它",
            en: "{name} would mean something else once formatted, and is left as it is",
        ),
    )
    .help(text!(
        zh: "请把这个文件报告给 polc 的维护者",
        en: "please report this file to the maintainers of polc",
    ))
}
