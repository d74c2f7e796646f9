//! Many records: order, threads, sums.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::arithmetic_side_effects)]

mod common;

use std::collections::BTreeMap;
use std::convert::Infallible;

use polc::batch::{Evaluated, Fold, Summary, evaluate_all, fold_all, in_order};
use polc::dataset::Record;
use polc::driver::{Shipped, shipped};
use polc::eval::{NoTrace, Prepared, Status};
use polc::ir::{LevelId, MoneyKind};
use polc::quantity::Exact;
use polc::scenario::{Directory, StatusWord, totals};

use common::records::records;

fn on_threads<T: Send>(threads: usize, work: impl FnOnce() -> T + Send) -> T {
    rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap().install(work)
}

#[test]
fn results_come_in_the_order_of_the_data() {
    let Shipped { program, .. } = shipped().unwrap();
    let records = records(&Directory::new(&program), 400);
    assert!(records.len() > 1024, "{} records are less than a step", records.len());
    let prepared = Prepared::new(&program, &[14], &[]);
    for threads in [1, 3] {
        let mut seen: Vec<Evaluated> = Vec::new();
        let taken = on_threads(threads, || {
            evaluate_all(&prepared, records.iter().cloned(), |one| {
                seen.push(one);
                Ok::<(), Infallible>(())
            })
        });
        assert!(taken.is_ok());
        assert!(seen.iter().map(|one| &one.record.id).eq(records.iter().map(|one| &one.id)));
        for one in seen {
            assert_eq!(one.outcomes, prepared.evaluate(&one.record.facts, &mut NoTrace));
        }
    }
}

#[test]
fn an_error_of_the_taker_ends_the_work() {
    let mut taken = 0;
    let result = in_order(
        0..1_000_000_u32,
        |slice| slice,
        |slice: Vec<u32>| {
            taken += slice.len();
            if slice.contains(&100) { Err("enough") } else { Ok(()) }
        },
    );
    assert_eq!((result, taken), (Err("enough"), 128));
}

#[test]
fn nothing_comes_of_nothing() {
    let none = std::iter::empty::<u32>();
    assert_eq!(in_order(none, |slice| slice, |_| Err("something")), Ok(()));
}

#[test]
fn the_summary_is_the_sum_over_records_to_the_fen() {
    let Shipped { program, .. } = shipped().unwrap();
    let records = records(&Directory::new(&program), 40);
    let prepared = Prepared::new(&program, &[], &[]);
    let mut sums: BTreeMap<(MoneyKind, Option<LevelId>, Option<i32>), Exact> = BTreeMap::new();
    let mut words: BTreeMap<StatusWord, u64> = BTreeMap::new();
    for record in &records {
        let outcomes = prepared.evaluate(&record.facts, &mut NoTrace);
        for total in totals(&program, &outcomes) {
            let sum = sums.entry((total.kind, total.level, total.year)).or_insert(Exact::ZERO);
            *sum = sum.checked_add(total.amount.unwrap()).unwrap();
        }
        for outcome in &outcomes {
            *words.entry(StatusWord::of(&outcome.status)).or_default() += 1;
        }
    }
    assert!(sums.len() > 2 && words.len() > 5, "{sums:?} {words:?}");
    for threads in [1, 2, 5] {
        let all = records.iter().cloned();
        let summary = on_threads(threads, || fold_all(&prepared, all, Summary::new(&program)));
        let told = summary.totals().into_iter();
        let told: BTreeMap<_, _> =
            told.map(|one| ((one.kind, one.level, one.year), one.amount.unwrap())).collect();
        assert_eq!(told, sums);
        assert_eq!(summary.records, records.len() as u64);
        for word in StatusWord::ALL {
            let count: u64 = summary.tallies().map(|(_, _, tally)| tally.count(*word)).sum();
            assert_eq!(count, words.get(word).copied().unwrap_or(0), "{word:?}");
        }
    }
}

#[test]
fn a_sum_out_of_range_is_told_and_not_wrong() {
    let Shipped { program, .. } = shipped().unwrap();
    let records = records(&Directory::new(&program), 1);
    let prepared = Prepared::new(&program, &[], &[]);
    let evaluated = records.into_iter().map(|record| Evaluated {
        outcomes: prepared.evaluate(&record.facts, &mut NoTrace),
        caps: Vec::new(),
        bounds: Vec::new(),
        record,
    });
    let mut evaluated: Vec<Evaluated> = evaluated.collect();
    let huge = Exact::power_of_ten(27).unwrap().checked_mul(Exact::from(9)).unwrap();
    let granted = evaluated.iter_mut().flat_map(|one| &mut one.outcomes);
    let mut granted = granted.filter(|one| matches!(one.status, Status::Granted(_)));
    let one = granted.next().unwrap();
    one.status = Status::Granted(huge);
    one.payers = vec![(LevelId(0), huge)];
    let mut summary = Summary::new(&program);
    for _ in 0..2 {
        evaluated.iter().for_each(|one| summary.take(one));
    }
    let totals = summary.totals();
    assert!(totals.iter().any(|total| total.level == Some(LevelId(0)) && total.amount.is_none()));
    assert!(totals.iter().any(|total| total.amount.is_some()), "other sums stand");
}

#[test]
fn every_word_reads_back_in_both_languages() {
    for (position, word) in StatusWord::ALL.iter().enumerate() {
        assert_eq!(word.position(), position);
        let text = word.text();
        assert_eq!((text.zh.parse(), text.en.parse()), (Ok(*word), Ok(*word)));
    }
    assert_eq!("grant".parse::<StatusWord>(), Err(()));
}

#[test]
fn words_are_those_of_the_form_for_programs() {
    let Shipped { program, sources } = shipped().unwrap();
    let directory = Directory::new(&program);
    let mut seen = 0;
    for Record { id, facts, .. } in records(&directory, 1) {
        let outcomes = Prepared::new(&program, &[], &[]).evaluate(&facts, &mut NoTrace);
        let scenario = polc::scenario::ScenarioRecord { title: &id, digest: "" };
        let told =
            polc::scenario::outcomes_record(&directory, &sources, scenario, &facts, &outcomes);
        let told = serde_json::to_value(told).unwrap();
        for (outcome, told) in outcomes.iter().zip(told["outcomes"].as_array().unwrap()) {
            let word = StatusWord::of(&outcome.status).text().en;
            let expected = match (told["status"].as_str().unwrap(), told["value"].as_bool()) {
                ("determined", Some(value)) => {
                    if value {
                        "yes"
                    } else {
                        "no"
                    }
                }
                (status, _) => status,
            };
            assert_eq!(word, expected);
            seen += 1;
        }
    }
    assert!(seen > 500, "{seen}");
}
