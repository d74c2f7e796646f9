//! Evaluation of many records.

use super::fold::Fold;
use super::listening::PassedCap;
use super::pipeline::in_order;
use crate::dataset::Record;
use crate::eval::{AgainstBound, NoTrace, Outcome, Prepared};

/// A record and what it came to.
#[derive(Debug, Clone)]
pub struct Evaluated {
    /// The record.
    pub record: Record,
    /// Its outcomes: rules in written order, then subjects, years and stages in order.
    pub outcomes: Vec<Outcome>,
    /// What passed a cap on the way to them; empty unless the executor listened
    /// ([`ListeningToCaps`](super::ListeningToCaps)).
    pub caps: Vec<PassedCap>,
    /// What was held against a bound; empty unless the executor listened to that
    /// ([`ListeningToBounds`](super::ListeningToBounds)).
    pub bounds: Vec<AgainstBound>,
}

/// What evaluates records: the interpreter, record by record ([`Prepared`]), or one that works on
/// the columns of many, if it comes to the same.
pub trait Executor: Sync {
    /// The outcomes of each of some records, in their order.
    fn evaluate(&self, records: Vec<Record>) -> Vec<Evaluated>;
}

impl<E: Executor + ?Sized> Executor for Box<E> {
    fn evaluate(&self, records: Vec<Record>) -> Vec<Evaluated> {
        (**self).evaluate(records)
    }
}

impl Executor for Prepared<'_> {
    fn evaluate(&self, records: Vec<Record>) -> Vec<Evaluated> {
        let evaluated = records.into_iter().map(|record| {
            let outcomes = Prepared::evaluate(self, &record.facts, &mut NoTrace);
            Evaluated { record, outcomes, caps: Vec::new(), bounds: Vec::new() }
        });
        evaluated.collect()
    }
}

/// Evaluates records on the threads of the current pool. `take` receives the results in the order of
/// the records, and may end the work with an error.
pub fn evaluate_all<E: Send>(
    executor: &impl Executor,
    records: impl Iterator<Item = Record> + Send,
    mut take: impl FnMut(Evaluated) -> Result<(), E> + Send,
) -> Result<(), E> {
    let work = |slice| executor.evaluate(slice);
    in_order(records, work, |slice| slice.into_iter().try_for_each(&mut take))
}

/// Gathers over records, evaluated on the threads of the current pool.
pub fn fold_all<F: Fold>(
    executor: &impl Executor,
    records: impl Iterator<Item = Record> + Send,
    mut fold: F,
) -> F {
    let empty = fold.fresh();
    let work = |slice| {
        let mut part = empty.fresh();
        executor.evaluate(slice).iter().for_each(|evaluated| part.take(evaluated));
        part
    };
    let joined = in_order(records, work, |part| {
        fold.join(part);
        Ok::<(), std::convert::Infallible>(())
    });
    match joined {
        Ok(()) => fold,
        Err(never) => match never {},
    }
}
