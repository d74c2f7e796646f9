//! Which cases of a split differ in one assumption alone.

use super::context::Assumed;
use super::deps::Dep;
use super::scalar::Scalar;

/// What each case of a split assumes, as small numbers: comparing two cases of a split into
/// hundreds must cost next to nothing, since every pair is compared.
pub(super) struct Assumptions<V> {
    deps: Vec<Dep>,
    /// What any case assumes of each.
    values: Vec<Vec<Assumed<V>>>,
    /// For each case, by position in `deps`: the position of what is assumed among what any case
    /// assumes of that dependency; none where the case assumes nothing of it.
    cases: Vec<Vec<Option<usize>>>,
}

impl<V: Scalar> Assumptions<V> {
    /// Numbers the assumptions of some cases; of several about one thing, a case's last holds.
    pub(super) fn of<'a>(cases: impl Iterator<Item = &'a [(Dep, Assumed<V>)]>) -> Assumptions<V>
    where
        V: 'a,
    {
        let mut deps: Vec<Dep> = Vec::new();
        let mut values: Vec<Vec<Assumed<V>>> = Vec::new();
        let mut numbered = Vec::new();
        for case in cases {
            let mut row = Vec::new();
            for (dep, assumed) in case {
                let column = position(&mut deps, *dep);
                if column >= values.len() {
                    values.push(Vec::new());
                }
                if column >= row.len() {
                    row.resize(column.saturating_add(1), None);
                }
                let value = values.get_mut(column).map(|known| position(known, *assumed));
                if let Some(cell) = row.get_mut(column) {
                    *cell = value;
                }
            }
            numbered.push(row);
        }
        Assumptions { deps, values, cases: numbered }
    }

    /// The one thing that two cases assume differently; none when there are more, or none.
    pub(super) fn only_conflict(&self, a: usize, b: usize) -> Option<Dep> {
        let (a, b) = (self.cases.get(a)?, self.cases.get(b)?);
        let pairs = a.iter().zip(b).enumerate();
        let mut conflicts = pairs.filter_map(|(column, pair)| match pair {
            (Some(a), Some(b)) if a != b && self.exclude(column, *a, *b) => Some(column),
            _ => None,
        });
        let first = conflicts.next()?;
        conflicts.next().is_none().then(|| self.deps.get(first).copied())?
    }

    /// Whether two different assumptions about one thing exclude each other: ranges of a number may
    /// have been cut at different figures, and then share values.
    fn exclude(&self, column: usize, a: usize, b: usize) -> bool {
        let Some(values) = self.values.get(column) else { return false };
        match (values.get(a), values.get(b)) {
            (Some(Assumed::Range(a)), Some(Assumed::Range(b))) => a.is_above(*b) || b.is_above(*a),
            _ => true,
        }
    }
}

/// Where a value stands in a list, put at its end when it does not.
fn position<T: PartialEq>(list: &mut Vec<T>, value: T) -> usize {
    list.iter().position(|known| *known == value).unwrap_or_else(|| {
        list.push(value);
        list.len().saturating_sub(1)
    })
}
