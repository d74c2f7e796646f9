//! Where two ledgers of one text differ.

use super::table::{Ledger, Row};

/// One entry in which two ledgers differ.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Difference {
    /// The first has a figure that the second lacks.
    First(Row),
    /// The second has one that the first lacks.
    Second(Row),
    /// Both have one there, with another figure or word.
    Both(Row, Row),
}

impl Difference {
    /// The clause it is in.
    pub fn clause(&self) -> u32 {
        match self {
            Self::First(row) | Self::Second(row) | Self::Both(row, _) => row.clause,
        }
    }
}

/// The differences in figures and words, clause by clause; roles are a matter of taste.
pub fn differences(first: &Ledger, second: &Ledger) -> Vec<Difference> {
    let mut clauses: Vec<u32> = first.clauses().into_iter().chain(second.clauses()).collect();
    clauses.sort_unstable();
    clauses.dedup();
    let of = |ledger: &Ledger, clause| ledger.of_clause(clause).cloned().collect::<Vec<Row>>();
    clauses
        .into_iter()
        .flat_map(|clause| aligned(&of(first, clause), &of(second, clause)))
        .collect()
}

/// What a difference costs: a figure more or less, the same figure with another word, another
/// figure. So two that have the same figure stand side by side, and two that differ in place do
/// rather than being one lost and one found.
const LOST: usize = 2;
const REWORDED: usize = 2;
const CHANGED: usize = 3;

fn cost(one: &Row, two: &Row) -> usize {
    match (one.figure == two.figure, one.word == two.word) {
        (true, true) => 0,
        (true, false) => REWORDED,
        (false, _) => CHANGED,
    }
}

/// The cheapest alignment of two clauses (Needleman and Wunsch).
fn aligned(first: &[Row], second: &[Row]) -> Vec<Difference> {
    let table = costs(first, second);
    let cheapest = |one: usize, two: usize| table.get(one)?.get(two).copied();
    let (mut one, mut two, mut found) = (0_usize, 0_usize, Vec::new());
    loop {
        let (next_one, next_two) = (one.saturating_add(1), two.saturating_add(1));
        let here = cheapest(one, two);
        let through =
            |rest: Option<usize>, cost| rest.map(|rest| rest.saturating_add(cost)) == here;
        match (first.get(one), second.get(two)) {
            (Some(a), Some(b)) if through(cheapest(next_one, next_two), cost(a, b)) => {
                if cost(a, b) > 0 {
                    found.push(Difference::Both(a.clone(), b.clone()));
                }
                (one, two) = (next_one, next_two);
            }
            (Some(a), _) if through(cheapest(next_one, two), LOST) => {
                found.push(Difference::First(a.clone()));
                one = next_one;
            }
            (_, Some(b)) => {
                found.push(Difference::Second(b.clone()));
                two = next_two;
            }
            _ => return found,
        }
    }
}

/// For each pair of starts, what the rest of both costs at least.
fn costs(first: &[Row], second: &[Row]) -> Vec<Vec<usize>> {
    let mut last = vec![0];
    for _ in second {
        last.push(last.last().map_or(0, |cost: &usize| cost.saturating_add(LOST)));
    }
    // From the end, rows and columns alike; turned round when done.
    let mut rows = vec![last];
    for one in first.iter().rev() {
        let Some(below) = rows.last() else { break };
        let mut row = vec![below.first().map_or(0, |cost| cost.saturating_add(LOST))];
        let corners = below.iter().zip(below.iter().skip(1));
        for (two, (corner, under)) in second.iter().rev().zip(corners) {
            let beside = row.last().copied().unwrap_or(0);
            let lost = beside.min(*under).saturating_add(LOST);
            row.push(lost.min(corner.saturating_add(cost(one, two))));
        }
        rows.push(row);
    }
    rows.iter_mut().for_each(|row| row.reverse());
    rows.reverse();
    rows
}
