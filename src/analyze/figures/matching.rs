//! Which literal stands for which figure.

use std::collections::{BTreeSet, VecDeque};

use super::Figure;
use super::literals::Literal;
use super::notes::Notes;
use super::words::plain;
use crate::ledger::{Row, Side, Value};
use crate::source::Span;

/// What came of holding figures against literals; both are named by position.
#[derive(Debug, Default)]
pub(super) struct Outcome {
    /// Figures and the literal that stands for each; none for a reference that words name.
    pub(super) matched: Vec<(usize, Option<usize>)>,
    /// References that no word names.
    pub(super) unnamed: Vec<usize>,
    /// Figures without a literal.
    pub(super) open: Vec<Open>,
    /// Literals without a figure or source.
    pub(super) unsourced: Vec<usize>,
    /// Sources named for literals that are not there.
    pub(super) idle: Vec<Span>,
}

/// A figure without a literal, and how far it came.
#[derive(Debug, Clone, Copy)]
pub(super) struct Open {
    pub(super) figure: usize,
    pub(super) why: Why,
}

/// Why a figure has no literal.
#[derive(Debug, Clone, Copy)]
pub(super) enum Why {
    /// None has its value.
    NoValue,
    /// This one has its value on another side of the boundary.
    OtherSide(usize),
    /// This one has its value and stands for another figure.
    Taken(usize),
}

/// Matches as many figures as can be, each with a literal of its own. References are looked for in
/// the words, and taken as named where there are none to look in.
pub(super) fn outcome(
    figures: &[Figure<'_>],
    literals: &[Literal],
    notes: &Notes,
    words: Option<&[String]>,
) -> Outcome {
    let mut outcome = Outcome::default();
    let is_free = |position: usize| {
        !notes.waived.contains_key(&position) && !notes.doubtful.contains(&position)
    };
    for (position, figure) in figures.iter().enumerate().filter(|(at, _)| is_free(*at)) {
        if figure.row.is_reference() {
            let name = plain(&figure.row.figure);
            match words.is_none_or(|words| words.iter().any(|said| said.contains(&name))) {
                true => outcome.matched.push((position, None)),
                false => outcome.unnamed.push(position),
            }
        }
    }
    let groups = groups(figures, notes);
    let fits = |group: usize, literal: &Literal| {
        let mut members = groups.get(group).into_iter().flatten();
        members.all(|at| figures.get(*at).is_some_and(|figure| stands_for(literal, figure)))
    };
    let taken = assign(groups.len(), literals.len(), |group, at| {
        literals.get(at).is_some_and(|literal| fits(group, literal))
    });
    for (group, members) in groups.iter().enumerate() {
        let literal = taken.iter().position(|holder| *holder == Some(group));
        if literal.is_some() {
            outcome.matched.extend(members.iter().map(|figure| (*figure, literal)));
        } else {
            let why = why_open(members, figures, literals, &taken);
            outcome.open.extend(members.iter().map(|figure| Open { figure: *figure, why }));
        }
    }
    unexplained(figures, literals, notes, &mut outcome);
    outcome
}

/// The literals that no figure and no named source explains, and the sources named for nothing.
fn unexplained(figures: &[Figure<'_>], literals: &[Literal], notes: &Notes, outcome: &mut Outcome) {
    let mut used = BTreeSet::new();
    for (position, literal) in literals.iter().enumerate() {
        if figures.iter().any(|figure| explains(figure, literal)) {
            continue;
        }
        let source = notes.outside.iter().position(|(value, _)| *value == literal.value);
        match source {
            Some(source) => drop(used.insert(source)),
            None if literal.needs_source => outcome.unsourced.push(position),
            None => {}
        }
    }
    let idle = notes.outside.iter().enumerate().filter(|(position, _)| !used.contains(position));
    outcome.idle = idle.map(|(_, (_, at))| *at).collect();
}

/// The figures that need a literal, those that share one together.
fn groups(figures: &[Figure<'_>], notes: &Notes) -> Vec<Vec<usize>> {
    let shared: BTreeSet<usize> = notes.same.iter().flatten().copied().collect();
    let alone = figures.iter().enumerate().filter(|(position, figure)| {
        let noted = [&notes.doubtful, &shared].iter().any(|noted| noted.contains(position));
        let free = !noted && !notes.waived.contains_key(position);
        free && !figure.row.is_reference()
    });
    let alone = alone.map(|(position, _)| vec![position]);
    notes.same.iter().cloned().chain(alone).collect()
}

/// For each literal the group it stands for: a largest matching, found by augmenting paths (Kuhn).
/// Groups come in written order, so the same sources give the same matching.
fn assign(
    groups: usize,
    literals: usize,
    fits: impl Fn(usize, usize) -> bool,
) -> Vec<Option<usize>> {
    let mut matching = Matching { taken: vec![None; literals], holds: vec![None; groups] };
    for group in 0..groups {
        matching.augment(group, &fits);
    }
    matching.taken
}

/// A matching as far as it goes.
struct Matching {
    /// For each literal the group it stands for.
    taken: Vec<Option<usize>>,
    /// For each group its literal.
    holds: Vec<Option<usize>>,
}

impl Matching {
    /// Finds a literal for the group, moving others to further literals where that frees one. The
    /// search goes by breadth, so that no chain of moves can run out of stack.
    fn augment(&mut self, group: usize, fits: &impl Fn(usize, usize) -> bool) {
        // From which group each literal was reached.
        let mut reached: Vec<Option<usize>> = vec![None; self.taken.len()];
        let mut open = VecDeque::from([group]);
        while let Some(group) = open.pop_front() {
            for (literal, holder) in self.taken.iter().enumerate() {
                if reached.get(literal) != Some(&None) || !fits(group, literal) {
                    continue;
                }
                put(&mut reached, literal, group);
                match holder {
                    Some(holder) => open.push_back(*holder),
                    None => return self.move_along(literal, &reached),
                }
            }
        }
    }

    /// Gives a free literal to the group that reached it, the one this held to the group before, and
    /// so on to the start.
    fn move_along(&mut self, free: usize, reached: &[Option<usize>]) {
        let mut literal = Some(free);
        while let Some(to) = literal {
            let Some(group) = reached.get(to).copied().flatten() else { return };
            literal = self.holds.get(group).copied().flatten();
            put(&mut self.taken, to, group);
            put(&mut self.holds, group, to);
        }
    }
}

fn put(places: &mut [Option<usize>], at: usize, what: usize) {
    if let Some(place) = places.get_mut(at) {
        *place = Some(what);
    }
}

/// Whether a literal has a figure's value and stands on its side.
fn stands_for(literal: &Literal, figure: &Figure<'_>) -> bool {
    literal.stands && same_value(literal, figure) && on_side(literal, figure)
}

pub(super) fn same_value(literal: &Literal, figure: &Figure<'_>) -> bool {
    figure.value.as_ref().is_some_and(|value| value.said_by(&literal.value))
}

/// Whether a literal may come from a figure. A day of the text also gives its year.
fn explains(figure: &Figure<'_>, literal: &Literal) -> bool {
    let of_day = match (&figure.value, &literal.value) {
        (Some(Value::Day(day)), Value::Year(year)) => day.year() == *year,
        _ => false,
    };
    of_day || same_value(literal, figure)
}

fn on_side(literal: &Literal, figure: &Figure<'_>) -> bool {
    side(figure.row, figure.value.as_ref()).is_none_or(|side| literal.sides.contains(&side))
}

/// The side that the text's word asks for. From one day to another both days are included (the
/// text counts whole days); of other ranges only 含 says so.
pub(super) fn side(row: &Row, value: Option<&Value>) -> Option<Side> {
    let of_days = matches!(value, Some(Value::Day(_)));
    match row.word.as_str() {
        "从" | "自" | "起" if of_days => Some(Side::Above),
        "至" | "止" | "截止" if of_days => Some(Side::Below),
        word => Side::of(word),
    }
}

fn why_open(
    members: &[usize],
    figures: &[Figure<'_>],
    literals: &[Literal],
    taken: &[Option<usize>],
) -> Why {
    let figures = || members.iter().filter_map(|at| figures.get(*at));
    let equal = literals.iter().enumerate().filter(|(_, literal)| {
        figures().all(|figure| literal.stands && same_value(literal, figure))
    });
    let equal: Vec<(usize, &Literal)> = equal.collect();
    let on_side = |literal: &Literal| figures().all(|figure| on_side(literal, figure));
    let is_free = |at: usize| taken.get(at) == Some(&None);
    let astray = equal.iter().find(|(at, literal)| is_free(*at) && !on_side(literal));
    let astray = astray.or_else(|| match equal.iter().any(|(_, literal)| on_side(literal)) {
        true => None,
        false => equal.first(),
    });
    match (astray, equal.first()) {
        (Some((at, _)), _) => Why::OtherSide(*at),
        (None, Some((at, _))) => Why::Taken(*at),
        (None, None) => Why::NoValue,
    }
}
