//! Every change of the shipped clauses that no example notices is explained in
//! docs/mutation-survivors.md, and whatever is explained there still goes unnoticed.
#![allow(clippy::unwrap_used, clippy::panic)]

use std::sync::Mutex;
use std::thread;

use polc::analyze::mutate::{Fate, Mutation, mutate};
use polc::ast::{File, Item};
use polc::driver::{Disk, compile};

const EXPLAINED: &str = include_str!("../docs/mutation-survivors.md");

#[test]
fn every_survivor_is_explained_and_every_one_explained_survives() {
    let compiled = compile(&Disk, &["policies".into()]);
    let Some(program) = &compiled.program else { panic!("{:#?}", compiled.diagnostics) };
    let mut explained = Vec::new();
    for (addresses, changes) in rows() {
        for address in addresses {
            let known = |path: &str| path == address || path.starts_with(&format!("{address}."));
            assert!(program.addresses.iter().any(|one| known(&one.path)), "no address {address}");
            let clause = address.split(|c: char| !c.is_ascii_digit()).next().unwrap();
            explained.extend(changes.iter().map(|change| format!("{clause} {change}")));
        }
    }
    for survivor in survivors(&compiled.files) {
        let at = explained.iter().position(|one| *one == survivor);
        let Some(at) = at else { panic!("neither noticed nor explained: {survivor}") };
        explained.swap_remove(at);
    }
    assert!(explained.is_empty(), "explained, but noticed: {explained:#?}");
}

/// The rows of the table: addresses, and the changes of each.
fn rows() -> Vec<(Vec<&'static str>, Vec<&'static str>)> {
    let rows = EXPLAINED.lines().filter(|line| line.starts_with("| ") && line.contains('`'));
    let row = |row: &'static str| {
        let cells: Vec<&str> = row.split('|').collect();
        let [_, addresses, changes, why, _] = cells[..] else { panic!("not three cells: {row}") };
        let (addresses, changes) = (quoted(addresses), quoted(changes));
        assert!(!addresses.is_empty() && !changes.is_empty() && why.len() > 20, "lacking: {row}");
        (addresses, changes)
    };
    rows.map(row).collect()
}

/// What stands between backquotes.
fn quoted(cell: &str) -> Vec<&str> {
    cell.split('`').skip(1).step_by(2).collect()
}

/// The survivors of all clauses, as in `41 swap_payer: 市级 → 县级`. There are thousands of changes
/// to try, so all processors do.
fn survivors(files: &[File]) -> Vec<String> {
    let items = files.iter().flat_map(|file| &file.items);
    let clauses = items.filter_map(|item| match item {
        Item::Clause(clause) => Some(clause.number),
        _ => None,
    });
    let queue = Mutex::new(clauses.collect::<Vec<_>>());
    let next = || queue.lock().unwrap().pop();
    let work = || std::iter::from_fn(next).flat_map(|one| survivors_of(files, one)).collect();
    thread::scope(|scope| {
        let workers = thread::available_parallelism().map_or(1, usize::from);
        let workers: Vec<_> = (0..workers).map(|_| scope.spawn(work)).collect();
        let found = workers.into_iter().map(|worker| -> Vec<String> { worker.join().unwrap() });
        found.flatten().collect()
    })
}

fn survivors_of(files: &[File], clause: u32) -> Vec<String> {
    let mutation = mutate(files, clause, None);
    let Ok(Mutation { mutants, .. }) = mutation else { panic!("clause {clause}: {mutation:?}") };
    let survived =
        mutants.into_iter().filter(|mutant| mutant.fate == Fate::Survived).map(|mutant| {
            let change = serde_json::to_value(mutant.operator).unwrap();
            let detail = mutant.detail.zh;
            let gap = if detail.is_empty() { "" } else { ": " };
            format!("{clause} {}{gap}{detail}", change.as_str().unwrap())
        });
    survived.collect()
}
