//! The data under both programs, record by record.

use std::path::Path;

use super::Problems;
use super::output::Rows;
use crate::batch::in_order;
use crate::cli::progress::Progress;
use crate::cli::terms::Terms;
use crate::cli::{Console, scenarios};
use crate::compare::{Change, Differences, Ran};
use crate::dataset::{self, Binding, Dataset, Group, Problems as Found, Record};
use crate::diag::Diagnostic;
use crate::driver;
use crate::eval::{Facts, NoTrace, Outcome, Prepared, evaluate};
use crate::ir::{Body, Program, Rule};
use crate::scenario::Directory;
use crate::source::Sources;
use crate::table::Notes;

/// One of the two programs.
pub(super) struct Side<'p> {
    pub(super) directory: &'p Directory<'p>,
    pub(super) sources: Sources,
    terms: Terms,
}

/// What the comparison came to.
pub(super) struct Compared<'p> {
    pub(super) differences: Differences<'p>,
    /// The texts of both programs.
    pub(super) sources: [Sources; 2],
    /// How many changed outcomes were written out.
    pub(super) rows: u64,
    /// What was noticed while reading.
    pub(super) notes: Notes,
}

/// A record under both programs.
struct Both {
    id: String,
    facts: Facts,
    /// The facts under the second, unless they are the same.
    other: Option<Facts>,
    outcomes: [Vec<Outcome>; 2],
}

impl<'p> Side<'p> {
    pub(super) fn new(directory: &'p Directory<'p>, sources: Sources, terms: Terms) -> Side<'p> {
        Side { directory, sources, terms }
    }

    fn open(&self, data: &Path, console: &Console<'_>) -> Result<Dataset<'p>, Vec<Diagnostic>> {
        let tables = driver::tables(console.files, data)?;
        dataset::open(self.directory, tables, self.terms.settings.clone())
    }

    /// Whether the tables mean the same facts to another program: it has the same vocabulary, and
    /// the same rules and decisions that a history and the taken decisions speak of.
    fn reads_as(&self, other: &Side<'_>) -> bool {
        let (one, two) = (self.directory.program, other.directory.program);
        let names = |program: &'_ Program| {
            let stages = |rule: &Rule| match &rule.body {
                Body::Money(money) => money.stages.iter().map(|one| one.name.clone()).collect(),
                _ => Vec::new(),
            };
            let rules = program.rules.iter();
            let name = |rule: &Rule| (rule.clause, rule.part, rule.name.clone(), rule.subject);
            rules.map(|rule| (name(rule), stages(rule))).collect::<Vec<_>>()
        };
        one.vocabulary == two.vocabulary
            && one.decisions == two.decisions
            && self.terms.readings == other.terms.readings
            && names(one) == names(two)
    }

    fn prepared(&self) -> Prepared<'p> {
        Prepared::new(self.directory.program, &self.terms.clauses, &self.terms.readings)
    }
}

/// Compares on a scenario file or a data set; every outcome that changes goes to `out`, where one is
/// named.
pub(super) fn compare<'p>(
    [mut before, mut after]: [Side<'p>; 2],
    data: &Path,
    out: Option<&Path>,
    pool: &rayon::ThreadPool,
    console: &Console<'_>,
) -> Result<Compared<'p>, Problems> {
    let programs = [before.directory.program, after.directory.program];
    let [old, new] = programs;
    let mut differences = Differences::new(old, new);
    let sides = [&mut before, &mut after];
    match written(sides, data, &mut differences, out, (pool, console)) {
        Ok((rows, notes)) => {
            let sources = [before.sources, after.sources];
            Ok(Compared { differences, sources, rows, notes })
        }
        Err(found) => Err(Problems(found, before.sources)),
    }
}

/// Compares record by record, and writes what changes; how many rows that was, and what was noticed
/// while reading.
fn written(
    [before, after]: [&mut Side<'_>; 2],
    data: &Path,
    differences: &mut Differences<'_>,
    out: Option<&Path>,
    (pool, console): (&rayon::ThreadPool, &Console<'_>),
) -> Result<(u64, Notes), Vec<Diagnostic>> {
    let output = out.map(|path| driver::create(console.files, path)).transpose();
    let mut output = output.map_err(|problem| vec![problem])?;
    let directories = [before.directory, after.directory];
    let mut rows = Rows::new(output.as_deref_mut(), out, directories, console.lang)?;
    let mut notes = Notes::default();
    match is_scenario(data, console) {
        true => on_scenarios([before, after], data, differences, &mut rows, console)?,
        false => {
            let sides = [&*before, &*after];
            notes = on_tables(sides, data, differences, &mut rows, (pool, console))?;
        }
    }
    let count = rows.finish(&notes)?;
    if let Some((output, path)) = output.zip(out) {
        driver::commit(output, path).map_err(|problem| vec![problem])?;
    }
    Ok((count, notes))
}

/// Whether the data is a file of scenarios: pol, or an object of JSON that holds subjects.
fn is_scenario(data: &Path, console: &Console<'_>) -> bool {
    let ends = |with: &str| data.extension().is_some_and(|end| end.eq_ignore_ascii_case(with));
    if !ends("json") {
        return ends("pol");
    }
    let text = driver::text(console.files, data).unwrap_or_default();
    let object: Option<serde_json::Map<String, serde_json::Value>> =
        serde_json::from_str(&text).ok();
    object.is_some_and(|object| object.contains_key("subjects"))
}

fn on_scenarios(
    [before, after]: [&mut Side<'_>; 2],
    data: &Path,
    differences: &mut Differences<'_>,
    rows: &mut Rows<'_, '_>,
    console: &Console<'_>,
) -> Result<(), Vec<Diagnostic>> {
    let load = |side: &mut Side<'_>| {
        let given = scenarios::load(data, side.directory, &mut side.sources, console.files);
        match crate::cli::Exit::of(&given.diagnostics) {
            crate::cli::Exit::Fine => Ok(given.scenarios),
            _ => Err(given.diagnostics),
        }
    };
    let (old, new) = (load(before)?, load(after)?);
    for ((title, mut facts), (_, mut other)) in old.into_iter().zip(new) {
        before.terms.apply(&mut facts);
        after.terms.apply(&mut other);
        let outcomes = [
            evaluate(before.directory.program, &facts, &mut NoTrace),
            evaluate(after.directory.program, &other, &mut NoTrace),
        ];
        take(&Both { id: title, facts, other: Some(other), outcomes }, differences, rows)?;
    }
    Ok(())
}

/// Compares group by group. Where both programs make the same facts of a group, the data are read
/// once.
fn on_tables(
    [before, after]: [&Side<'_>; 2],
    data: &Path,
    differences: &mut Differences<'_>,
    rows: &mut Rows<'_, '_>,
    (pool, console): (&rayon::ThreadPool, &Console<'_>),
) -> Result<Notes, Vec<Diagnostic>> {
    let Dataset { binding, mut groups } = before.open(data, console)?;
    let other = match before.reads_as(after) {
        true => None,
        false => Some(after.open(data, console)?),
    };
    let (other_binding, mut other_groups) = other.map(|one| (one.binding, one.groups)).unzip();
    let (old_program, new_program) = (before.prepared(), after.prepared());
    type Given = (Result<Group, Diagnostic>, Option<Result<Group, Diagnostic>>);
    let given = std::iter::from_fn(|| {
        let one = groups.next()?;
        let other = match &mut other_groups {
            Some(groups) => Some(groups.next()?),
            None => None,
        };
        Some((one, other))
    });
    let work = |slice: Vec<Given>| -> Vec<Result<Both, Vec<Diagnostic>>> {
        let both = slice.into_iter().map(|(one, other)| {
            let Record { id, facts, .. } = record(&binding, one, before)?;
            let other = other.zip(other_binding.as_ref());
            let other = other.map(|(group, binding)| record(binding, group, after)).transpose()?;
            let other = other.map(|record| record.facts);
            let outcomes = [
                old_program.evaluate(&facts, &mut NoTrace),
                new_program.evaluate(other.as_ref().unwrap_or(&facts), &mut NoTrace),
            ];
            Ok(Both { id, facts, other, outcomes })
        });
        both.collect()
    };
    let mut found = Found::default();
    let progress = Progress::new(console.progress, console.lang);
    let compare = || {
        in_order(given, work, |slice| {
            progress.add(u64::try_from(slice.len()).unwrap_or(0));
            for both in slice {
                match both {
                    Ok(both) => take(&both, differences, rows)?,
                    Err(problems) => found.extend(problems),
                }
            }
            Ok::<(), Vec<Diagnostic>>(())
        })
    };
    let compared = pool.install(compare);
    progress.clear();
    compared?;
    if !found.is_empty() {
        return Err(found.into_told());
    }
    // Where both read the data, they read the same tables.
    Ok(groups.notes())
}

/// The facts of a group, with the readings that are asked for.
fn record(
    binding: &Binding<'_>,
    group: Result<Group, Diagnostic>,
    side: &Side<'_>,
) -> Result<Record, Vec<Diagnostic>> {
    let mut record = binding.facts(&group.map_err(|problem| vec![problem])?)?;
    record.facts.readings.clone_from(&side.terms.readings);
    Ok(record)
}

fn take(
    both: &Both,
    differences: &mut Differences<'_>,
    rows: &mut Rows<'_, '_>,
) -> Result<(), Vec<Diagnostic>> {
    let Both { id, facts: old, other, outcomes: [before, after] } = both;
    let new = other.as_ref().unwrap_or(old);
    let (before, after) =
        (Ran { facts: old, outcomes: before }, Ran { facts: new, outcomes: after });
    let changes: Vec<Change<'_>> = differences.take(id, before, after);
    for change in &changes {
        rows.write(id, [old, new], change, differences)?;
    }
    Ok(())
}
