//! The scenarios of the project as records.

use polc::ast::Item;
use polc::dataset::Record;
use polc::scenario::{Directory, facts};
use polc::source::FileId;

use super::files_under;

/// The scenarios of the project, `times` over, as records.
pub fn records(directory: &Directory, times: usize) -> Vec<Record> {
    let mut records = Vec::new();
    for file in files_under("scenarios").iter().filter(|file| file.path.ends_with(".pol")) {
        let (tree, _) = polc::syntax::parse(FileId(0), &file.text);
        for item in tree.items {
            let Item::Scenario(scenario) = item else { continue };
            let facts = facts(directory, &scenario).0.unwrap();
            let (id, kind) = (scenario.title.text.clone(), facts.subjects[0].kind);
            records.push(Record { id, kind, facts });
        }
    }
    assert!(records.len() > 1);
    let all = records.iter().cycle().take(records.len() * times).cloned();
    (0..).zip(all).map(|(at, one)| Record { id: format!("{at} {}", one.id), ..one }).collect()
}
