//! The work of `batch`: data in, tables out.

use super::kept::{Knowing, Leaving};
use super::output::{Target, Writer, too_many_rows, written};
use super::{Args, Asked, summed};
use crate::batch::{
    Bad, Executor, Fold, Layout, ListeningToBounds, Part, Refused, Results, Summary, Table,
    rules_table, run, totals_table,
};
use crate::budget::{Page, Survey, pages};
use crate::cli::progress::Progress;
use crate::cli::{Console, noticed, trial};
use crate::dataset::{self, Dataset, Problems};
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::direct::Direct;
use crate::driver;
use crate::eval::Prepared;
use crate::history::{self, Book};
use crate::table::{Format, Notes, capacity};
use crate::text;

/// What was done.
pub(super) struct Done<'p> {
    /// What it comes to.
    pub(super) summary: Summary<'p>,
    /// What is asked of the whole beside that; nothing unless it is asked.
    pub(super) pages: Vec<Page>,
    /// How many rows of results were written.
    pub(super) rows: u64,
    /// How many subjects were left out, since their rows cannot be taken.
    pub(super) skipped: u64,
    /// What the history is to take in.
    pub(super) left: Vec<history::Page>,
    /// What was noticed while reading.
    pub(super) notes: Notes,
}

/// Evaluates the data and writes what it comes to. What stood at the outputs stays unless all goes
/// well.
pub(super) fn compute<'p>(
    args: &Args,
    asked: &Asked,
    results: &Results<'p>,
    book: Option<&Book<'p>>,
    console: &Console<'_>,
) -> Result<Done<'p>, Diagnostics> {
    let dataset = open(args, asked, results, console)?;
    fits(args, asked, results, console)?;
    let files = console.files;
    let (path, format) = asked.target.results(results);
    let mut output = driver::create(files, &path)?;
    let mut left_out = match &args.skip_bad_rows {
        Some(path) => Some(driver::create(files, path)?),
        None => None,
    };
    let mut writer = Writer::new(&mut output, &path, format)?;
    writer.sheet(&results.name(), &results.columns())?;
    let mut refused = match (&mut left_out, &args.skip_bad_rows) {
        (Some(output), Some(path)) => {
            let columns = dataset.binding.columns_of_left_out(results.lang());
            Some(Writer::of_left_out(output, path, &columns)?)
        }
        _ => None,
    };
    let done =
        evaluate(args, asked, dataset, (results, book), &mut writer, refused.as_mut(), console)?;
    let mut files_written = Vec::new();
    let lang = results.lang();
    let mut beside = |table: &Table<'_>, writer: &mut Writer<'_>| {
        match &asked.target {
            Target::Directory(directory) => files_written.push(written(files, directory, table)?),
            Target::File(_, Format::Xlsx) => writer.table(table)?,
            Target::File(..) => (),
        }
        Ok::<_, Diagnostic>(())
    };
    beside(&rules_table(results, &done.summary), &mut writer)?;
    beside(&totals_table(results, &done.summary), &mut writer)?;
    if !asked.edits.is_empty() {
        beside(&trial::table(&asked.edits, lang), &mut writer)?;
    }
    if !done.notes.is_empty() {
        beside(&noticed::table(&done.notes, lang), &mut writer)?;
    }
    files_written.extend(summed::write(&done.pages, asked, &mut writer, lang, console)?);
    writer.finish()?;
    refused.map_or(Ok(()), Writer::finish)?;
    files_written.push((output, path));
    files_written.extend(left_out.zip(args.skip_bad_rows.clone()));
    for (output, path) in files_written {
        driver::commit(output, &path)?;
    }
    Ok(done)
}

/// Opens the data. Every problem of its headers is told.
fn open<'p>(
    args: &Args,
    asked: &Asked,
    results: &Results<'p>,
    console: &Console<'_>,
) -> Result<Dataset<'p>, Diagnostics> {
    let tables = driver::tables(console.files, &args.data)?;
    Ok(dataset::open(results.directory(), tables, asked.terms.settings.clone())?)
}

/// Refuses what is sure to have more rows than a sheet holds, before anything is computed. Where
/// only some outcomes are told, duties are sure; how many of the others there are shows as they
/// come.
fn fits(
    args: &Args,
    asked: &Asked,
    results: &Results<'_>,
    console: &Console<'_>,
) -> Result<(), Diagnostics> {
    let (path, format) = asked.target.results(results);
    let room = capacity(format);
    if results.columns().len() > room.columns {
        return Err(too_many_columns(room.columns).into());
    }
    let is_sure = asked.layout == Layout::Wide || results.lists_duties();
    if room.rows == u64::MAX || !is_sure {
        return Ok(());
    }
    let mut rows = 0u64;
    let Dataset { binding, groups } = open(args, asked, results, console)?;
    for kind in groups.flatten().filter_map(|group| binding.kind(&group)) {
        rows = rows.saturating_add(results.least_rows(kind, 1));
        if rows > room.rows {
            return Err(too_many_rows(&path, room.rows).into());
        }
    }
    Ok(())
}

fn too_many_columns(columns: usize) -> Diagnostic {
    let message = text!(
        zh: "一张工作表只能放 {columns} 列", en: "a sheet holds {columns} columns only",
    );
    let help = text!(
        zh: "用 --clause 少算几条，或用 --layout long", en: "take fewer clauses with --clause, or use --layout long",
    );
    Diagnostic::new(Code::TableTooLarge, message).help(help)
}

/// What is gathered over the records: sums, what is asked beside them, what a history keeps.
type Gathered<'b, 'p> = ((Summary<'p>, Option<Survey<'p>>), Option<Leaving<'b, 'p>>);

fn evaluate<'b, 'p>(
    args: &Args,
    asked: &Asked,
    dataset: Dataset<'p>,
    (results, book): (&Results<'p>, Option<&'b Book<'p>>),
    writer: &mut Writer<'_>,
    mut left_out: Option<&mut Writer<'_>>,
    console: &Console<'_>,
) -> Result<Done<'p>, Diagnostics> {
    let program = results.directory().program;
    let prepared = Prepared::new(program, &asked.terms.clauses, &asked.terms.readings);
    let prepared = if results.says_why_not() { prepared } else { prepared.without_reasons() };
    let prepared = if results.lists_duties() { prepared } else { prepared.without_duties() };
    let survey = summed::is_asked(args)
        .then(|| Survey::new(program, &asked.terms.clauses, &asked.terms.readings, asked.near));
    let executor: Box<dyn Executor + '_> = match (&survey, asked.near) {
        (Some(_), Some(_)) => Box::new(ListeningToBounds(prepared)),
        (Some(_), None) => Box::new(Direct::new(prepared).listening_to_caps()),
        (None, _) => Box::new(Direct::new(prepared)),
    };
    let knowing = Knowing::new(executor, book);
    let empty = ((Summary::new(program), survey), book.map(Leaving::new));
    let mut gathered = empty.fresh();
    let mut skipped = 0u64;
    let mut problems = Problems::default();
    let progress = Progress::new(console.progress, console.lang);
    let take = |part: Part<'_, Gathered<'b, 'p>>| {
        for Refused { group, rows, problems: why } in part.refused {
            match &mut left_out {
                Some(left_out) if group.is_some() => {
                    skipped = skipped.saturating_add(1);
                    left_out.left_out(&rows)?;
                }
                // What could not be read may have belonged to anyone: then no result holds.
                _ => problems.extend(why),
            }
        }
        writer.rows(&part.rows)?;
        gathered.join(part.gathered);
        progress.add(part.records);
        Ok(())
    };
    let bad = if args.skip_bad_rows.is_some() { Bad::Skip } else { Bad::Refuse };
    let ran: Result<Notes, Diagnostic> =
        args.threads.pool()?.install(|| run(dataset, &knowing, results, &empty, bad, take));
    progress.clear();
    let notes = ran?;
    let contradicted = knowing.found();
    if !contradicted.is_empty() {
        return Err(contradicted.into());
    }
    if !problems.is_empty() {
        return Err(problems.into_told().into());
    }
    let ((summary, survey), leaving) = gathered;
    let findings = survey.map(Survey::findings);
    let pages = findings.map(|found| pages(results.directory(), &summary, &found));
    let pages = pages.unwrap_or_default();
    let left = leaving.map(Leaving::into_pages).unwrap_or_default();
    Ok(Done { summary, pages, rows: writer.count(), skipped, left, notes })
}
