//! No policy, however mangled, makes the checker panic; and what it lets pass is a whole program.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

mod common;

use std::sync::LazyLock;

use common::{ProjectFile, files_under};
use polc::ast::File;
use polc::check;
use polc::source::{FileId, Sources};
use polc::syntax;
use proptest::prelude::*;

/// The shipped policies: path and text, and the tree.
static POLICIES: LazyLock<Vec<(ProjectFile, File)>> = LazyLock::new(|| {
    let parsed = |(id, file): (FileId, ProjectFile)| {
        let tree = syntax::parse(id, &file.text).0;
        (file, tree)
    };
    (0..).map(FileId).zip(files_under("policies")).map(parsed).collect()
});

/// A text cut into words: runs of letters and digits, and single signs.
fn words(text: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut joins = false;
    for c in text.chars() {
        let is_letter = c.is_alphanumeric() || c == '_';
        match words.last_mut() {
            Some(word) if joins && is_letter => word.push(c),
            _ => words.push(c.to_string()),
        }
        joins = is_letter;
    }
    words
}

/// What is done to one word: left out, said twice, or put in place of another of the same set.
#[derive(Debug, Clone)]
enum Change {
    Remove(prop::sample::Index),
    Double(prop::sample::Index),
    Replace(prop::sample::Index, prop::sample::Index),
}

fn change() -> impl Strategy<Value = Change> {
    let at = any::<prop::sample::Index>;
    prop_oneof![
        at().prop_map(Change::Remove),
        at().prop_map(Change::Double),
        (at(), at()).prop_map(|(at, from)| Change::Replace(at, from)),
    ]
}

fn apply(words: &mut Vec<String>, change: &Change) {
    match change {
        Change::Remove(at) => drop(words.remove(at.index(words.len()))),
        Change::Double(at) => {
            let at = at.index(words.len());
            words.insert(at, words[at].clone());
        }
        Change::Replace(at, from) => {
            let word = words[from.index(words.len())].clone();
            let at = at.index(words.len());
            words[at] = word;
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn mangled_policies_are_refused_or_whole(
        file in any::<prop::sample::Index>(),
        changes in prop::collection::vec(change(), 1..6),
    ) {
        let changed = file.index(POLICIES.len());
        let mut words = words(&POLICIES[changed].0.text);
        changes.iter().for_each(|change| apply(&mut words, change));
        let text = words.concat();
        let mut sources = Sources::new();
        let mut trees = Vec::new();
        for (at, (file, tree)) in POLICIES.iter().enumerate() {
            let text = if at == changed { &text } else { &file.text };
            let id = sources.add(&file.path, text);
            trees.push(if at == changed { syntax::parse(id, text).0 } else { tree.clone() });
        }
        let (program, problems) = check::program(&trees, &sources);
        prop_assert_eq!(program.is_none(), problems.has_errors());
        let internal = problems.iter().any(|one| one.code == polc::diag::Code::Internal);
        prop_assert!(!internal, "{:?}", changes);
        for address in program.iter().flat_map(|program| &program.addresses) {
            prop_assert!(!address.path.contains('#'), "{} stands twice", address.path);
        }
    }
}
