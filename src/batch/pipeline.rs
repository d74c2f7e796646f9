//! Reading, work and writing at the same time, in the order of the data.

use std::mem;

use rayon::prelude::*;

/// How many items are worked on as one.
const SLICE: usize = 64;

/// How many slices are in memory between two steps.
const SLICES: usize = 16;

/// Takes items in slices, works on the slices on the threads of the current pool, and hands the
/// results on in order. While slices are worked on, those before them are handed on and those
/// after them are read; no more than three steps of them are in memory. An error of `take` ends it.
///
/// What a slice holds depends on the items alone, never on the number of threads.
pub fn in_order<I: Send, O: Send, E: Send>(
    mut items: impl Iterator<Item = I> + Send,
    work: impl Fn(Vec<I>) -> O + Sync,
    mut take: impl FnMut(O) -> Result<(), E> + Send,
) -> Result<(), E> {
    let mut next = read(&mut items);
    let mut done: Vec<O> = Vec::new();
    while !(next.is_empty() && done.is_empty()) {
        let (here, before) = (mem::take(&mut next), mem::take(&mut done));
        let (taken, (after, worked)) = rayon::join(
            || before.into_iter().try_for_each(&mut take),
            || rayon::join(|| read(&mut items), || here.into_par_iter().map(&work).collect()),
        );
        taken?;
        (next, done) = (after, worked);
    }
    Ok(())
}

/// The next slices of the items; none at their end.
fn read<I>(items: &mut impl Iterator<Item = I>) -> Vec<Vec<I>> {
    let slices = (0..SLICES).map(|_| items.by_ref().take(SLICE).collect::<Vec<I>>());
    slices.take_while(|slice| !slice.is_empty()).collect()
}
