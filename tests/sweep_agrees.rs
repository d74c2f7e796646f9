//! A sweep says at every input what the interpreter says there: for each clause, on the facts of its
//! own examples, along each number that they state.
#![allow(
    clippy::unwrap_used,
    clippy::arithmetic_side_effects,
    clippy::indexing_slicing,
    clippy::panic
)]

mod common;

use common::root;
use polc::ast::Item;
use polc::driver::{Compiled, Disk, compile};
use polc::eval::{Cell, FactPlace, Facts, NoTrace, Outcome, Prepared, Status, SubjectId};
use polc::ir::{Body, MoneyKind, Program};
use polc::quantity::{Exact, Ratio};
use polc::scenario::Directory;
use polc::scenario::example::cases;
use polc::sweep::{Amount, Course, Inputs, Piece, sweep};

/// Inputs tried in each sweep beside the first and last of each piece.
const TRIED: u64 = 6;

#[test]
fn a_sweep_says_what_the_interpreter_says_at_every_input() {
    let Compiled { program, files, .. } = compile(&Disk, &[root().join("policies")]);
    let program = program.unwrap();
    let directory = Directory::new(&program);
    let clauses = files.iter().flat_map(|file| &file.items).filter_map(|item| match item {
        Item::Clause(clause) => Some(clause),
        _ => None,
    });
    let (mut compared, mut pieces, mut seed, mut off) = (0_u64, 0_u64, 1_u64, 0_u64);
    for clause in clauses {
        for case in cases(&directory, clause).0 {
            let mut facts = case.facts;
            facts.clauses = vec![clause.number];
            for (place, value) in numbers(&program, &facts) {
                let Some(inputs) = inputs(&program, place, value) else { continue };
                let courses = sweep(&program, &facts, place, inputs);
                pieces += courses.iter().map(|course| course.pieces.len() as u64).sum::<u64>();
                compared += compare(&program, &facts, place, inputs, &courses, &mut seed, &mut off);
            }
        }
    }
    assert!(off < compared / 1000, "{off} of {compared} off in later years");
    assert!(compared > 50_000, "{compared} outcomes compared over {pieces} pieces");
}

/// The numbers that the facts state.
fn numbers(program: &Program, facts: &Facts) -> Vec<(FactPlace, Exact)> {
    let mut found = Vec::new();
    for (id, subject) in (0..).map(SubjectId).zip(&facts.subjects) {
        let kind = &program.vocabulary.kinds[subject.kind.index()];
        let years = (facts.first_year..).take(facts.year_count).map(Some);
        let yearly = years.flat_map(|year| kind.yearly.iter().map(move |fact| (*fact, year)));
        let constant = kind.constants.iter().map(|fact| (*fact, None));
        for (fact, year) in constant.chain(yearly) {
            if let Cell::Number(value) = facts.cell(program, id, fact, year) {
                found.push((FactPlace { fact, subject: id, year }, value));
            }
        }
    }
    found
}

/// From the least admissible value to twice the stated one, or the greatest.
fn inputs(program: &Program, place: FactPlace, value: Exact) -> Option<Inputs> {
    let fact = &program.vocabulary.facts[place.fact.index()];
    let granule = fact.granule?;
    let twice = value.abs().checked_mul(Exact::from_i64(2))?.max(granule);
    let to = fact.max.map_or(twice, |max| max.min(twice));
    let from = fact.min.unwrap_or(Exact::ZERO);
    (from < to).then_some(Inputs { from, to, granule })
}

fn compare(
    program: &Program,
    facts: &Facts,
    place: FactPlace,
    inputs: Inputs,
    courses: &[Course],
    seed: &mut u64,
    off: &mut u64,
) -> u64 {
    let mut tried: Vec<Exact> = courses
        .iter()
        .flat_map(|course| course.pieces.iter().flat_map(|piece| [piece.inputs.0, piece.inputs.1]))
        .collect();
    tried.extend((0..TRIED).map(|_| random(inputs, seed)));
    tried.sort();
    tried.dedup();
    let prepared = Prepared::new(program, &facts.clauses, &facts.readings);
    let (mut facts, mut compared) = (facts.clone(), 0);
    for at in tried {
        assert!(facts.set_cell(program, place.subject, place.fact, place.year, Cell::Number(at)));
        let outcomes = prepared.evaluate(&facts, &mut NoTrace);
        for course in courses {
            let covering: Vec<&Piece> = course
                .pieces
                .iter()
                .filter(|piece| piece.inputs.0 <= at && at <= piece.inputs.1)
                .collect();
            let [piece] = covering.as_slice() else {
                panic!("{} pieces at {at} of {course:#?}", covering.len());
            };
            let outcome = outcomes.iter().find(|outcome| is_of(outcome, course)).unwrap();
            let agrees = agrees(program, piece, at, outcome);
            compared += 1;
            // What an earlier year was paid enters a later one rounded, which is no line if it
            // moves.
            let first = place.year.or(facts.years.map(|(first, _)| first));
            let later = outcome.year.zip(first).is_some_and(|(year, first)| year > first);
            *off += u64::from(!agrees);
            assert!(agrees || later, "{place:?} at {at}: {piece:#?} beside {outcome:#?}");
        }
    }
    compared
}

fn random(inputs: Inputs, seed: &mut u64) -> Exact {
    *seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
    let part =
        Ratio::new(Exact::from_i64(i64::try_from(*seed >> 40).unwrap()), Exact::from_i64(1 << 24))
            .unwrap();
    let length = Ratio::from(inputs.to.checked_sub(inputs.from).unwrap());
    let along = length.checked_mul(part).unwrap().checked_add(inputs.from.into()).unwrap();
    along.floor_to(inputs.granule).unwrap()
}

fn is_of(outcome: &Outcome, course: &Course) -> bool {
    let key = course.key;
    (outcome.rule, outcome.subject, outcome.year, outcome.stage)
        == (key.rule, key.subject, key.year, key.stage)
}

fn agrees(program: &Program, piece: &Piece, at: Exact, outcome: &Outcome) -> bool {
    let list = &program.list;
    let paid = |amount: Ratio| {
        let whole = match &program.rules[outcome.rule.index()].body {
            Body::Money(money) if matches!(money.kind, MoneyKind::Paid | MoneyKind::Sought(_)) => {
                None
            }
            _ => amount.to_exact(),
        };
        whole.or_else(|| amount.round(list.payable_to, list.payable_mode)).unwrap()
    };
    let value = |line: &polc::sweep::Line| line.at(at.into()).unwrap();
    match (&piece.amount, &outcome.status) {
        (Amount::Exact(line), Status::Granted(amount)) => paid(value(line)) == *amount,
        (Amount::Between(low, high), Status::Range { low: least, high: most, .. }) => {
            let high = high.as_ref().map(|high| value(high).floor_to(list.payable_to).unwrap());
            value(low).ceil_to(list.payable_to).unwrap() == *least && high == *most
        }
        (
            Amount::Between(low, high),
            Status::Undetermined { bounds: Some((least, most)), missing, may_be_none, .. },
        ) => {
            let same = matches!(&piece.status, Status::Undetermined { missing: m, may_be_none: n, .. } if m == missing && n == may_be_none);
            same && paid(value(low)) == *least
                && high.as_ref().map(|high| paid(value(high))) == *most
        }
        // Open before it is rounded for payment, but paid alike wherever it lies.
        (Amount::Between(low, Some(high)), Status::Granted(amount)) => {
            paid(value(low)) == *amount && paid(value(high)) == *amount
        }
        (Amount::None, Status::NotEligible(_)) => {
            matches!(piece.status, Status::NotEligible(_))
        }
        (Amount::None, status) => *status == piece.status,
        (Amount::Sampled(samples), status) => {
            samples.iter().all(|sample| sample.at != at || sample.status == *status)
        }
        _ => false,
    }
}
