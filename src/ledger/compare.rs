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

/// The cheapest alignment of two clauses (Needleman and Wunsch), kept as the differences on the way
/// to each pair of ends.
fn aligned(first: &[Row], second: &[Row]) -> Vec<Difference> {
    type Way = (usize, Vec<Difference>);
    let with = |way: &Way, cost: usize, difference: Option<Difference>| {
        let (before, ways) = way;
        let ways = ways.iter().cloned().chain(difference).collect();
        (before.saturating_add(cost), ways)
    };
    let mut above: Vec<Way> = vec![(0, Vec::new())];
    for row in second {
        let next = above.last().map(|way| with(way, LOST, Some(Difference::Second(row.clone()))));
        above.extend(next);
    }
    for one in first {
        let down = |way: &Way| with(way, LOST, Some(Difference::First(one.clone())));
        let mut here: Vec<Way> = above.first().map(down).into_iter().collect();
        for ((two, corner), over) in second.iter().zip(&above).zip(above.iter().skip(1)) {
            let same = cost(one, two);
            let both = (same > 0).then(|| Difference::Both(one.clone(), two.clone()));
            let across =
                here.last().map(|way| with(way, LOST, Some(Difference::Second(two.clone()))));
            let ways = [Some(with(corner, same, both)), Some(down(over)), across];
            here.extend(ways.into_iter().flatten().min_by_key(|(cost, _)| *cost));
        }
        above = here;
    }
    above.pop().map(|(_, ways)| ways).unwrap_or_default()
}
