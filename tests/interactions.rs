//! `polc interactions`: clauses that pay for the same thing, in a set of our own and in the list.
#![allow(clippy::unwrap_used, clippy::unwrap_in_result, clippy::indexing_slicing, clippy::panic)]

mod common;

use std::collections::BTreeSet;
use std::path::PathBuf;

use common::memory::{Memory, polc as run};
use polc::analyze::{Dismissal, Finding, interactions};
use polc::cli::Exit;
use polc::driver::{Disk, compile};

const PAIRS: &str = include_str!("fixtures/pairs.pol");

fn polc(line: &str) -> (Exit, String) {
    let files = Memory::of(&[("set/pairs.pol", PAIRS.as_bytes())]);
    let (exit, out, err) = run(&files, "C", line);
    (exit, out + &err)
}

/// 1亿元 × 10% and × 20% reach the caps of 80万元 and 60万元; 60万元 is more than the 50万元 of
/// a testing platform, so that is what is paid.
#[test]
fn a_pair_that_no_file_declares_is_found() {
    let lines = [
        "interactions set --lang zh",
        "interactions set --lang en --clause 3",
        "interactions set --format json --clause 2",
        "check set --lang zh",
    ];
    let told = lines.map(|line| {
        let (exit, told) = polc(line);
        format!("$ polc {line}\n{told}{exit:?}\n")
    });
    insta::assert_snapshot!(told.join("\n"));
}

#[test]
fn a_clause_that_is_not_in_the_list_is_refused() {
    let (exit, told) = polc("interactions set --clause 4 --lang zh");
    assert_eq!((exit, told.as_str()), (Exit::Usage, "polc: 清单里没有条款 4\n"));
    assert_eq!(polc("interactions nowhere").0, Exit::Problems);
}

/// Pairs that the text of the list makes plain to a reader, each found without a file's help.
const KNOWN: &[(u32, u32)] = &[(13, 14), (20, 23), (25, 46), (28, 29), (44, 45)];

/// A pair for one honour, by levels that exclude each other.
const EXCLUSIVE: (u32, u32) = (34, 37);

#[test]
fn the_list_has_no_pair_that_is_not_declared() {
    let policies = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/policies"));
    let program = compile(&Disk, &[policies]).program.unwrap();
    let number = |rule: polc::ir::RuleId| {
        let clause = program.rules[rule.index()].clause;
        program.clauses[clause.index()].number
    };
    let (mut found, mut exclusive) = (BTreeSet::new(), BTreeSet::new());
    for pair in interactions(&program) {
        let [one, two] = pair.rules.map(number);
        match pair.finding {
            Finding::Undeclared(_) => panic!("{one} and {two} both pay for {:?}", pair.cause),
            Finding::Declared { alone: Ok(_), .. } if pair.cause.is_some() => {
                found.insert((one, two));
            }
            Finding::Declared { alone: Err(Dismissal::Exclusive(..)), .. } => {
                exclusive.insert((one, two));
            }
            _ => {}
        }
    }
    let missed: Vec<_> = KNOWN.iter().filter(|pair| !found.contains(pair)).collect();
    assert!(missed.is_empty(), "{missed:?} of {found:?}");
    assert!(exclusive.contains(&EXCLUSIVE), "{exclusive:?}");
}
