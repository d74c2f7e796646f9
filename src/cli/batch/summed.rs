//! What is asked of the whole, beside the sums: gathered with them, then written and told.

use std::path::{Path, PathBuf};

use serde::{Serialize, Serializer, ser::SerializeMap};

use super::output::{Created, Target, Writer, in_directory, written};
use super::{Args, Asked};
use crate::batch::Table;
use crate::budget::{NearAsked, Page};
use crate::cli::Console;
use crate::diag::{Diagnostic, Lang, Text};
use crate::driver::{self, Files};
use crate::quantity::{Exact, yuan};
use crate::table::Format;
use crate::text;

/// So many rows of a table are shown on a terminal.
const SHOWN: usize = 15;

/// The pages for programs, each a list of rows under its key.
pub(super) struct Summed<'p>(pub(super) &'p [Page]);

impl Serialize for Summed<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("schema", "polc.summary/1")?;
        for page in self.0 {
            map.serialize_entry(page.key, page)?;
        }
        map.end()
    }
}

/// Whether a summary is asked for.
pub(super) fn is_asked(args: &Args) -> bool {
    args.summary || args.summary_out.is_some() || args.near.is_some()
}

/// How near is near, if it is asked: `5%`.
pub(super) fn nearness(args: &Args) -> Result<Option<NearAsked>, Text> {
    let Some(written) = &args.near else { return Ok(None) };
    let percent = written.trim().strip_suffix(['%', '％']).map(Exact::parse);
    let part = percent.and_then(Result::ok).and_then(|percent| percent.checked_mul(Exact::CENT));
    match part.filter(|part| *part > Exact::ZERO && *part < Exact::ONE) {
        Some(part) => Ok(Some(NearAsked { part, days: args.near_days, listed: args.near_listed })),
        None => Err(text!(
            zh: "--near 要一个百分数，如 5%，不是 {written}",
            en: "--near is a percentage such as 5%, not {written}",
        )),
    }
}

/// Where the tables of the summary go, if not where the results go.
pub(super) fn target(args: &Args, files: &dyn Files) -> Result<Option<Target>, Text> {
    let Some(path) = &args.summary_out else { return Ok(None) };
    match Target::of(path, files) {
        Ok(Target::File(_, format)) if format != Format::Xlsx => Err(()),
        Ok(target) => return Ok(Some(target)),
        Err(_) => Err(()),
    }
    .map_err(|()| {
        let path = path.display();
        text!(
            zh: "--summary-out 要一个目录或 .xlsx 文件，不是 {path}",
            en: "--summary-out is a directory or an .xlsx file, not {path}",
        )
    })
}

/// Writes the pages: as sheets of the results' workbook, as a workbook of their own, or as files of
/// CSV and SVG in a directory. Gives the files that are yet to be committed.
pub(super) fn write<'a>(
    pages: &[Page],
    asked: &Asked,
    results: &mut Writer<'_>,
    lang: Lang,
    console: &Console<'a>,
) -> Result<Vec<Created<'a>>, Diagnostic> {
    let pages: Vec<&Page> = pages.iter().filter(|page| !page.is_empty()).collect();
    match (&asked.summary, &asked.target) {
        (Some(Target::Directory(directory)), _) | (None, Target::Directory(directory)) => {
            let mut created = Vec::new();
            for page in pages {
                created.push(written(console.files, directory, &page.table(lang))?);
                created.extend(drawn(page, directory, lang, console.files)?);
            }
            Ok(created)
        }
        (Some(Target::File(path, _)), _) => {
            let mut output = driver::create(console.files, path)?;
            let mut writer = Writer::new(&mut output, path, Format::Xlsx)?;
            pages.iter().try_for_each(|page| writer.page(page, lang))?;
            writer.finish()?;
            Ok(vec![(output, path.clone())])
        }
        (None, Target::File(_, Format::Xlsx)) => {
            pages.iter().try_for_each(|page| results.page(page, lang))?;
            Ok(Vec::new())
        }
        (None, Target::File(..)) => Ok(Vec::new()),
    }
}

/// The drawing of a page, if it has one.
fn drawn<'a>(
    page: &Page,
    directory: &Path,
    lang: Lang,
    files: &'a dyn Files,
) -> Result<Option<Created<'a>>, Diagnostic> {
    let Some(svg) = page.svg(lang) else { return Ok(None) };
    let path: PathBuf = in_directory(directory, page.title.get(lang), "svg");
    let mut output = driver::create(files, &path)?;
    let written = output.write_all(svg.as_bytes());
    written.map_err(|error| driver::unwritable(&path, &error))?;
    Ok(Some((output, path)))
}

/// The table of a page as it is shown on a terminal, and how many rows are left out.
pub(super) fn shown(page: &Page, lang: Lang) -> (Table<'_>, usize) {
    let mut table = page.table(lang);
    let left_out = table.rows.len().saturating_sub(SHOWN);
    table.rows.truncate(SHOWN);
    (table, left_out)
}

/// That a budget does not suffice, and what the policy says of that.
pub(super) fn exceeded(pages: &[Page]) -> Vec<Text> {
    let budgets = pages.iter().filter(|page| page.key == "budgets");
    let over = budgets.flat_map(Page::exceeded);
    over.map(|(budget, year, over, beyond)| {
        let when = year.map(|year| format!("{year}年")).unwrap_or_default();
        let in_year = year.map(|year| format!(" in {year}")).unwrap_or_default();
        let over = yuan(over);
        Text::new(
            format!("“{}”{when}超出 {over} 元；{}", budget.zh, beyond.zh),
            format!("`{}` is exceeded{in_year} by {over} yuan; {}", budget.en, beyond.en),
        )
    })
    .collect()
}
