//! The last step in: what is stated becomes dense slots.

use super::Taken;
use super::directory::{Directory, numbered};
use super::fill::{self, Sheet};
use super::settings::Settings;
use super::tree::{Node, Tree};
use crate::eval::{Cell, Facts, Listing, Payment, Subject, SubjectId};
use crate::ir::{FactId, Kind, KindId};

/// The facts that these sheets state.
pub(super) fn assemble(directory: &Directory, taken: &Taken, years: &[i32]) -> Facts {
    let vocabulary = &directory.program.vocabulary;
    let Taken { settings, tree, sheets } = taken;
    let (first_year, year_count) = years_covered(settings, sheets, years);
    let mut facts = Facts {
        series: settings.series(vocabulary.series.len()),
        first_year,
        year_count,
        years: settings.years.map(|years| years.value),
        as_of: settings.as_of.map(|day| day.value),
        readings: settings.readings(),
        decisions: fill::decisions(sheets),
        ..Facts::default()
    };
    for ((id, node), sheet) in (0..).map(SubjectId).zip(&tree.nodes).zip(sheets) {
        let Some(kind) = vocabulary.kinds.get(node.kind.index()) else { continue };
        let slots = Slots { kind, sheet, first_year, year_count };
        let inherited = node.parent.and_then(|parent| facts.subjects.get(parent.0 as usize));
        let knows = inherited.is_some_and(|parent| parent.history.is_some());
        facts.subjects.push(Subject {
            kind: node.kind,
            parent: node.parent,
            label: node.label.unwrap_or_default().to_owned(),
            constants: slots.constants(),
            yearly: slots.yearly(),
            children: children(directory, tree, id, node, sheet),
            history: history(sheet, knows),
        });
    }
    facts
}

/// The first year that anything is known of, or that is run, or that is asked for, and how many
/// there are up to the last.
fn years_covered(settings: &Settings, sheets: &[Sheet], asked: &[i32]) -> (i32, usize) {
    let given = sheets.iter().flat_map(|sheet| sheet.facts.keys()).filter_map(|(_, year)| *year);
    let run = settings.years.iter().flat_map(|years| [years.value.0, years.value.1]);
    let (mut first, mut last) = (i32::MAX, i32::MIN);
    for year in given.chain(run).chain(asked.iter().copied()) {
        (first, last) = (first.min(year), last.max(year));
    }
    let count = last.checked_sub(first).and_then(|apart| apart.checked_add(1));
    match count.and_then(|count| usize::try_from(count).ok()) {
        Some(count) => (first, count),
        None => (0, 0),
    }
}

/// One subject's slots.
struct Slots<'a> {
    kind: &'a Kind,
    sheet: &'a Sheet,
    first_year: i32,
    year_count: usize,
}

impl Slots<'_> {
    fn constants(&self) -> Vec<Cell> {
        self.kind.constants.iter().map(|fact| self.cell(*fact, None)).collect()
    }

    fn yearly(&self) -> Vec<Cell> {
        let years = (self.first_year..).take(self.year_count);
        let of_year = |year| self.kind.yearly.iter().map(move |fact| self.cell(*fact, Some(year)));
        years.flat_map(of_year).collect()
    }

    fn cell(&self, fact: FactId, year: Option<i32>) -> Cell {
        let stated = self.sheet.facts.get(&(fact, year)).copied().flatten();
        stated.map(|stated| stated.value).unwrap_or_default()
    }
}

fn children(
    directory: &Directory,
    tree: &Tree,
    id: SubjectId,
    node: &Node,
    sheet: &Sheet,
) -> Vec<(KindId, Listing, Vec<SubjectId>)> {
    let kinds = numbered(&directory.program.vocabulary.kinds);
    let below = kinds.filter(|(_, kind)| kind.parent == Some(node.kind));
    below
        .map(|(kind, _)| {
            let kind = KindId(kind);
            let given = tree.children(Some(id), kind);
            let listing = match sheet.complete.contains_key(&kind) {
                true => Listing::Complete,
                false if given.is_empty() => Listing::Unknown,
                false => Listing::Open,
            };
            (kind, listing, given.to_vec())
        })
        .collect()
}

/// A subject's history speaks for all below it: what it does not list was not paid.
fn history(sheet: &Sheet, parent_knows: bool) -> Option<Vec<Payment>> {
    match &sheet.history {
        Some(stated) => Some(stated.value.clone()),
        None => parent_knows.then(Vec::new),
    }
}
