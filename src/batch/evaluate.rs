//! Evaluation of many records.

use rayon::prelude::*;

use crate::dataset::Record;
use crate::eval::{NoTrace, Outcome, Prepared};

/// A record and what it came to.
#[derive(Debug, Clone)]
pub struct Evaluated {
    /// The record.
    pub record: Record,
    /// Its outcomes: rules in written order, then subjects, years and stages in order.
    pub outcomes: Vec<Outcome>,
}

/// How many records are evaluated before their results are handed on.
const CHUNK: usize = 1024;

/// Evaluates records on the threads of the current pool. `take` receives the results in the order of
/// the records, and may end the work with an error.
pub fn evaluate_all<E>(
    prepared: &Prepared<'_>,
    records: impl Iterator<Item = Record>,
    mut take: impl FnMut(Evaluated) -> Result<(), E>,
) -> Result<(), E> {
    let mut records = records.fuse();
    loop {
        let chunk: Vec<Record> = records.by_ref().take(CHUNK).collect();
        if chunk.is_empty() {
            return Ok(());
        }
        let evaluated: Vec<Evaluated> = chunk
            .into_par_iter()
            .map(|record| {
                let outcomes = prepared.evaluate(&record.facts, &mut NoTrace);
                Evaluated { record, outcomes }
            })
            .collect();
        evaluated.into_iter().try_for_each(&mut take)?;
    }
}
