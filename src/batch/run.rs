//! A data set against a policy set, slice by slice.

use std::sync::atomic::{AtomicBool, Ordering};

use super::evaluate::Executor;
use super::fold::Fold;
use super::pipeline::in_order;
use super::results::Results;
use super::value::Value;
use crate::dataset::{Binding, Dataset, Group, Record};
use crate::diag::{Diagnostic, Lang};
use crate::table::{Held, Notes};

/// What became of a slice of a data set.
#[derive(Debug)]
pub struct Part<'r, F> {
    /// How many subjects were evaluated.
    pub records: u64,
    /// Their results as rows.
    pub rows: Vec<Vec<Value<'r>>>,
    /// What was gathered over them.
    pub gathered: F,
    /// What cannot be taken as it stands.
    pub refused: Vec<Refused>,
}

/// Rows of a data set that cannot be taken.
#[derive(Debug)]
pub struct Refused {
    /// The rows; none where reading failed, so that it is not known what is missing.
    pub group: Option<Group>,
    /// The rows with their reasons, in the columns of [`Binding::columns_of_left_out`].
    pub rows: Vec<Vec<Held>>,
    /// What is wrong with them.
    pub problems: Vec<Diagnostic>,
}

/// What is done with what cannot be taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Bad {
    /// All of it is found, and nothing more is evaluated: there will be no result.
    Refuse,
    /// The rest is evaluated.
    Skip,
}

/// Evaluates a data set on the threads of the current pool. `take` receives what became of it,
/// slice by slice in the order of the data, and may end the work with an error. Gives what was
/// noticed while reading.
pub fn run<'r, F: Fold, E: Send>(
    dataset: Dataset<'_>,
    executor: &impl Executor,
    results: &'r Results<'_>,
    fold: &F,
    bad: Bad,
    take: impl FnMut(Part<'r, F>) -> Result<(), E> + Send,
) -> Result<Notes, E> {
    let Dataset { binding, mut groups } = dataset;
    let spoiled = AtomicBool::new(false);
    let work = |slice: Vec<Result<Group, Diagnostic>>| {
        let (records, refused) = bound(&binding, slice, results.lang());
        let mut part = Part { records: 0, rows: Vec::new(), gathered: fold.fresh(), refused };
        if bad == Bad::Refuse && !part.refused.is_empty() {
            spoiled.store(true, Ordering::Relaxed);
        }
        if spoiled.load(Ordering::Relaxed) {
            return part;
        }
        for evaluated in executor.evaluate(records) {
            part.records = part.records.saturating_add(1);
            part.gathered.take(&evaluated);
            part.rows.extend(results.rows(&evaluated));
        }
        part
    };
    in_order(groups.by_ref(), work, take)?;
    Ok(groups.notes())
}

/// The facts of groups, and those that have none.
fn bound(
    binding: &Binding<'_>,
    groups: Vec<Result<Group, Diagnostic>>,
    lang: Lang,
) -> (Vec<Record>, Vec<Refused>) {
    let (mut records, mut refused) = (Vec::new(), Vec::new());
    for group in groups {
        match group {
            Err(problem) => {
                refused.push(Refused { group: None, rows: Vec::new(), problems: vec![problem] })
            }
            Ok(group) => match binding.facts(&group) {
                Ok(record) => records.push(record),
                Err(problems) => {
                    let rows = binding.left_out(&group, &problems, lang);
                    refused.push(Refused { group: Some(group), rows, problems });
                }
            },
        }
    }
    (records, refused)
}
