//! A report as blocks, and the forms in which it is written: plain text for a terminal, Markdown
//! to paste into a report, an HTML page that needs nothing else. Each form stands in one file.

mod html;
mod markdown;
mod plain;

pub(super) use html::html;
pub(super) use markdown::markdown;
pub(super) use plain::plain;

use crate::derivation::Derivation;

/// A piece of a report.
#[derive(Debug)]
pub(super) enum Block {
    /// What is reported on, and what there is to say of it at once, a line each.
    Heading {
        title: String,
        lines: Vec<String>,
    },
    Table(Table),
    /// A sentence.
    Note(String),
    /// How outcomes come about.
    Derivations(Vec<Derivation>),
}

/// A table: a row of heads, then rows of cells; a row of one cell stands across.
#[derive(Debug)]
pub(super) struct Table {
    /// Its title; none for one that belongs to the block before it.
    pub(super) title: Option<String>,
    pub(super) rows: Vec<Vec<String>>,
    /// Columns of figures, whose cells end together.
    pub(super) figures: Vec<usize>,
}

impl Table {
    /// A table without the columns that are empty below their heads.
    pub(super) fn new(title: Option<String>, rows: Vec<Vec<String>>, figures: &[usize]) -> Table {
        let columns = 0..rows.first().map_or(0, Vec::len);
        let says = |column: &usize| {
            let mut cells = rows.iter().skip(1).filter_map(|row| row.get(*column));
            cells.any(|cell| !cell.is_empty())
        };
        let told: Vec<usize> = columns.filter(says).collect();
        let figures = (0..).zip(&told).filter(|(_, was)| figures.contains(was)).map(|(is, _)| is);
        let figures = figures.collect();
        let kept = |row: Vec<String>| match row.len() {
            1 => row,
            _ => told.iter().filter_map(|column| row.get(*column).cloned()).collect(),
        };
        Table { title, rows: rows.into_iter().map(kept).collect(), figures }
    }

    /// The heads, and the rows below them.
    fn parts(&self) -> (&[String], &[Vec<String>]) {
        match self.rows.split_first() {
            Some((heads, rows)) => (heads, rows),
            None => (&[], &[]),
        }
    }
}
