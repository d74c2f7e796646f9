//! The data under both programs, record by record.

use std::path::Path;

use super::Problems;
use super::output::Rows;
use crate::batch::in_order;
use crate::cli::terms::Terms;
use crate::cli::{Console, scenarios};
use crate::compare::{Change, Differences, Ran};
use crate::dataset::{self, Binding, Dataset, Group, Problems as Found, Record};
use crate::diag::Diagnostic;
use crate::driver;
use crate::eval::{Facts, NoTrace, Outcome, Prepared, evaluate};
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
    facts: [Facts; 2],
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
    console: &Console<'_>,
) -> Result<Compared<'p>, Problems> {
    let programs = [before.directory.program, after.directory.program];
    let [old, new] = programs;
    let mut differences = Differences::new(old, new);
    match written([&mut before, &mut after], data, &mut differences, out, console) {
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
    console: &Console<'_>,
) -> Result<(u64, Notes), Vec<Diagnostic>> {
    let output = out.map(|path| driver::create(console.files, path)).transpose();
    let mut output = output.map_err(|problem| vec![problem])?;
    let directories = [before.directory, after.directory];
    let mut rows = Rows::new(output.as_deref_mut(), out, directories, console.lang)?;
    let mut notes = Notes::default();
    match is_scenario(data, console) {
        true => on_scenarios([before, after], data, differences, &mut rows, console)?,
        false => notes = on_tables([before, after], data, differences, &mut rows, console)?,
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
        take(&Both { id: title, facts: [facts, other], outcomes }, differences, rows)?;
    }
    Ok(())
}

fn on_tables(
    [before, after]: [&Side<'_>; 2],
    data: &Path,
    differences: &mut Differences<'_>,
    rows: &mut Rows<'_, '_>,
    console: &Console<'_>,
) -> Result<Notes, Vec<Diagnostic>> {
    let (old, new) = (before.open(data, console)?, after.open(data, console)?);
    let (old_binding, mut old_groups) = (old.binding, old.groups);
    let Dataset { binding: new_binding, groups: new_groups } = new;
    let (old_program, new_program) = (before.prepared(), after.prepared());
    type Given = (Result<Group, Diagnostic>, Result<Group, Diagnostic>);
    let work = |slice: Vec<Given>| -> Vec<Result<Both, Vec<Diagnostic>>> {
        let both = slice.into_iter().map(|(one, other)| {
            let one = record(&old_binding, one, before)?;
            let other = record(&new_binding, other, after)?;
            let outcomes = [
                old_program.evaluate(&one.facts, &mut NoTrace),
                new_program.evaluate(&other.facts, &mut NoTrace),
            ];
            Ok(Both { id: one.id, facts: [one.facts, other.facts], outcomes })
        });
        both.collect()
    };
    let mut found = Found::default();
    let compared: Result<(), Vec<Diagnostic>> =
        in_order(old_groups.by_ref().zip(new_groups), work, |slice| {
            for both in slice {
                match both {
                    Ok(both) => take(&both, differences, rows)?,
                    Err(problems) => found.extend(problems),
                }
            }
            Ok(())
        });
    compared?;
    if !found.is_empty() {
        return Err(found.into_told());
    }
    // Both read the same tables.
    Ok(old_groups.notes())
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
    let Both { id, facts: [old, new], outcomes: [before, after] } = both;
    let (before, after) =
        (Ran { facts: old, outcomes: before }, Ran { facts: new, outcomes: after });
    let changes: Vec<Change<'_>> = differences.take(id, before, after);
    for change in &changes {
        rows.write(id, [old, new], change, differences)?;
    }
    Ok(())
}
