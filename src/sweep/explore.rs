//! Stretches of a number over which the interpreter takes the same way.

use std::collections::VecDeque;

use super::{End, Inputs, Key};
use crate::eval::{
    AmountAround, Around, Cell, FactPlace, Facts, NoTrace, Outcome, Prepared, Reach, Status,
};
use crate::quantity::{Exact, Ratio};

/// At most so many values are tried for a rule. Where more would be needed, as of an amount that
/// rises in many small steps, what is narrow is sampled.
const TRIES: usize = 400;
/// What is narrow then: below the range divided by this.
const NARROW: i64 = 64;
/// So often a range is halved where the way turns on what moves along no line.
const HALVINGS: u32 = 5;
/// About so many samples are taken where there is no line.
const SAMPLES: i64 = 32;

/// A rule made ready, and the facts it is run on.
pub(super) struct Runs<'p> {
    pub(super) prepared: Prepared<'p>,
    pub(super) facts: Facts,
    pub(super) place: FactPlace,
}

/// A stretch of inputs.
#[derive(Debug, Clone)]
pub(super) struct Stretch {
    pub(super) low: End,
    pub(super) high: End,
    /// The least and the greatest input in it.
    pub(super) inputs: (Exact, Exact),
    pub(super) found: Found,
}

/// What is known of a stretch.
#[derive(Debug, Clone)]
pub(super) enum Found {
    /// The interpreter takes one way, seen at one input; with samples, where an amount moves along
    /// no line.
    OneWay {
        at: Exact,
        outcomes: Vec<Outcome>,
        amounts: Vec<AmountAround>,
        samples: Vec<(Exact, Vec<Outcome>)>,
    },
    /// It is not known where the way changes.
    Samples(Vec<(Exact, Vec<Outcome>)>),
}

/// Inputs not looked at yet.
struct Gap {
    low: Exact,
    high: Exact,
    halved: u32,
}

impl Runs<'_> {
    fn at(&mut self, value: Exact) {
        let FactPlace { fact, subject, year } = self.place;
        let program = self.prepared.program();
        // A place that is none leaves the fact unstated, and `around` finds no number there.
        let _ = self.facts.set_cell(program, subject, fact, year, Cell::Number(value));
    }

    fn outcomes(&mut self, value: Exact) -> Vec<Outcome> {
        self.at(value);
        self.prepared.evaluate(&self.facts, &mut NoTrace)
    }

    fn around(&mut self, value: Exact) -> Option<Around> {
        self.at(value);
        self.prepared.around(&self.facts, self.place)
    }

    fn samples(&mut self, low: Exact, high: Exact, granule: Exact) -> Vec<(Exact, Vec<Outcome>)> {
        let mut values: Vec<Exact> =
            (0..=SAMPLES).filter_map(|part| part_way(low, high, part, granule)).collect();
        values.push(high);
        values.dedup();
        values.into_iter().map(|value| (value, self.outcomes(value))).collect()
    }
}

/// The input `part` of [`SAMPLES`] parts of the way, or the last before it.
fn part_way(low: Exact, high: Exact, part: i64, granule: Exact) -> Option<Exact> {
    let length = Ratio::from(high.checked_sub(low)?);
    let along = length.checked_mul(Ratio::new(Exact::from_i64(part), Exact::from_i64(SAMPLES))?)?;
    Ratio::from(low).checked_add(along)?.floor_to(granule)
}

/// All inputs, as stretches in order.
pub(super) fn explore(runs: &mut Runs<'_>, inputs: Inputs) -> Vec<Stretch> {
    let Inputs { from, to, granule } = inputs;
    let mut gaps = VecDeque::from([Gap { low: from, high: to, halved: 0 }]);
    let (mut ways, mut dark, mut tries) = (Vec::new(), Vec::new(), 0_usize);
    while let Some(gap) = gaps.pop_front() {
        if gap.halved > HALVINGS || tries >= TRIES {
            dark.push((gap.low, gap.high));
            continue;
        }
        tries = tries.saturating_add(1);
        let found = middle(&gap, granule).and_then(|at| Some((at, runs.around(at)?)));
        let Some((at, around)) = found else {
            dark.push((gap.low, gap.high));
            continue;
        };
        let way = one_way(runs, inputs, &gap, at, around);
        let (first, last) = way.as_ref().map_or((at, at), |way| way.inputs);
        let halved = gap.halved.saturating_add(u32::from(way.is_none()));
        match way {
            Some(way) => ways.push(way),
            None => dark.push((at, at)),
        }
        let before = first.checked_sub(granule).filter(|high| *high >= gap.low);
        let after = last.checked_add(granule).filter(|low| *low <= gap.high);
        gaps.extend(before.map(|high| Gap { low: gap.low, high, halved }));
        gaps.extend(after.map(|low| Gap { low, high: gap.high, halved }));
    }
    if tries >= TRIES {
        let least = Ratio::new(to.checked_sub(from).unwrap_or(to), Exact::from_i64(NARROW));
        ways.retain(|way: &Stretch| {
            let (first, last) = way.inputs;
            let wide = last.checked_sub(first).map(Ratio::from) >= least;
            if !wide {
                dark.push(way.inputs);
            }
            wide
        });
    }
    let sampled = joined(dark, granule).into_iter().map(|(low, high)| {
        let end = |at: Exact| End { at: at.into(), belongs: true };
        let found = Found::Samples(runs.samples(low, high, granule));
        Stretch { low: end(low), high: end(high), inputs: (low, high), found }
    });
    let mut all: Vec<Stretch> = sampled.collect();
    all.extend(ways);
    all.sort_by_key(|stretch| stretch.inputs.0);
    all
}

/// The input in the middle of a gap.
fn middle(gap: &Gap, granule: Exact) -> Option<Exact> {
    Ratio::new(gap.low.checked_add(gap.high)?, Exact::from_i64(2))?.floor_to(granule)
}

/// The stretch around an input over which one way is taken; none where it cannot be told.
fn one_way(
    runs: &mut Runs<'_>,
    inputs: Inputs,
    gap: &Gap,
    at: Exact,
    around: Around,
) -> Option<Stretch> {
    let granule = inputs.granule;
    let (low, high) = match around.reach {
        Reach::Between(low, high) => (low, high),
        Reach::Here => (Some(at.into()), Some(at.into())),
        Reach::Bent => return None,
    };
    let here = around.reach == Reach::Here;
    let (from, to) = (Ratio::from(inputs.from), Ratio::from(inputs.to));
    let low = low
        .filter(|low| *low >= from)
        .map_or(End { at: from, belongs: true }, |at| End { at, belongs: here });
    let high = high
        .filter(|high| *high <= to)
        .map_or(End { at: to, belongs: true }, |at| End { at, belongs: here });
    let first = match low.at.ceil_to(granule)? {
        first if Ratio::from(first) == low.at && !low.belongs => first.checked_add(granule)?,
        first => first,
    };
    let last = match high.at.floor_to(granule)? {
        last if Ratio::from(last) == high.at && !high.belongs => last.checked_sub(granule)?,
        last => last,
    };
    let (first, last) = (first.max(gap.low), last.min(gap.high));
    let bent = around.amounts.iter().flat_map(|amount| &amount.ends).flatten();
    let bent = bent.into_iter().any(|end| end.slope.is_none());
    let samples = if bent { runs.samples(first, last, granule) } else { Vec::new() };
    let mut outcomes = runs.outcomes(at);
    for end in [first, last] {
        common_reasons(&mut outcomes, &runs.outcomes(end));
    }
    let found = Found::OneWay { at, outcomes, amounts: around.amounts, samples };
    Some(Stretch { low, high, inputs: (first, last), found })
}

/// Keeps of the reasons why not those that others give too, if there are any.
fn common_reasons(outcomes: &mut [Outcome], others: &[Outcome]) {
    for outcome in outcomes {
        let other = others.iter().find(|other| Key::of(other) == Key::of(outcome));
        if let (Status::NotEligible(own), Some(Status::NotEligible(reasons))) =
            (&mut outcome.status, other.map(|other| &other.status))
        {
            super::piece::keep_common(own, reasons);
        }
    }
}

/// Ranges that follow each other, joined.
fn joined(mut ranges: Vec<(Exact, Exact)>, granule: Exact) -> Vec<(Exact, Exact)> {
    ranges.sort();
    let mut joined: Vec<(Exact, Exact)> = Vec::new();
    for (low, high) in ranges {
        match joined.last_mut() {
            Some(last) if last.1.checked_add(granule) == Some(low) => last.1 = high,
            _ => joined.push((low, high)),
        }
    }
    joined
}
