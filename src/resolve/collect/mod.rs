//! The pass that fills [`Symbols`].

mod clauses;
mod errors;
mod kinds;
mod list;

use super::symbols::{ClauseSymbol, Symbols};
use super::{aliases, types};
use crate::ast::{Decl, File, Item};
use crate::diag::{ClauseRef, Code, Diagnostic, Diagnostics};
use crate::ir::{ClauseId, Named};
use crate::source::Span;
use crate::text;

/// Everything the files declare, and what is wrong with the declarations.
pub fn symbols(files: &[File]) -> (Symbols<'_>, Diagnostics) {
    let mut collector = Collector::default();
    collector.list(files);
    collector.measures(files);
    collector.enums(files);
    collector.kinds(files);
    collector.series(files);
    collector.clauses(files);
    collector.check_sizes();
    let Collector { mut symbols, mut found } = collector;
    types::resolve(&mut symbols, &mut found);
    symbols.names = aliases::names(files, &mut found);
    (symbols, found)
}

#[derive(Default)]
struct Collector<'a> {
    symbols: Symbols<'a>,
    found: Diagnostics,
}

/// A declared name; where the alias is missing (reported with the aliases) the original stands in.
fn named(decl: &Decl) -> Named {
    let en = decl.en.as_ref().unwrap_or(&decl.zh);
    Named { zh: decl.zh.text.clone(), en: en.text.clone() }
}

/// The id of the next entry of a table. [`Collector::check_sizes`] reports a table that is too long.
fn next<T>(table: &[T]) -> u16 {
    u16::try_from(table.len()).unwrap_or(u16::MAX)
}

fn items<'a, T: 'a>(
    files: &'a [File],
    select: impl Fn(&'a Item) -> Option<&'a T>,
) -> impl Iterator<Item = &'a T> {
    files.iter().flat_map(|file| &file.items).filter_map(select)
}

/// Reporting.
impl Collector<'_> {
    fn note(&mut self, decl: &Decl, declared: Result<(), Span>) {
        if let Err(earlier) = declared {
            self.found.push(errors::twice(&decl.zh, earlier));
        }
    }

    fn note_in(&mut self, clause: ClauseId, decl: &Decl, declared: Result<(), Span>) {
        if let Err(earlier) = declared {
            self.report(clause, errors::twice(&decl.zh, earlier));
        }
    }

    fn known<T>(&mut self, clause: ClauseId, found: Result<T, Diagnostic>) -> Option<T> {
        found.map_err(|error| self.report(clause, error)).ok()
    }

    fn report(&mut self, clause: ClauseId, error: Diagnostic) {
        let reference = self.symbols.clauses.get(clause.index()).map(ClauseSymbol::reference);
        let reference = reference.unwrap_or_else(|| ClauseRef::new("", None));
        self.found.push(error.clause(&reference));
    }

    /// Ids have 16 bits.
    fn check_sizes(&mut self) {
        let symbols = &self.symbols;
        let longest = [
            symbols.facts.len(),
            symbols.rules.len(),
            symbols.locals.len(),
            symbols.decisions.len(),
            symbols.readings.len(),
            symbols.clauses.len(),
            symbols.bodies.len(),
            symbols.levels.len(),
            symbols.kinds.len(),
            symbols.enums.len(),
            symbols.series.len(),
        ];
        let limit = usize::from(u16::MAX);
        if longest.into_iter().any(|length| length >= limit) {
            self.found.push(Diagnostic::new(
                Code::TooMany,
                text!(zh: "同类声明超过 {limit} 个", en: "more than {limit} declarations of one sort"),
            ));
        }
    }
}
