//! Putting the program together: list, clauses, rules, side table, order.

use std::sync::OnceLock;

use sha2::{Digest, Sha256};

use super::context::Context;
use super::local::Progress;
use super::shared::shared_caps;
use crate::ast::File;
use crate::diag::{Code, Diagnostic, Diagnostics, text};
use crate::ir::{self, ClauseId, Program, ReadingId, RuleId};
use crate::resolve::{Symbols, local_order, rule_order, symbols, vocabulary};
use crate::source::Sources;

/// Checks a parsed policy set and lowers it. There is a program when nothing failed; problems are
/// all there are, the resolver's included.
pub fn program(files: &[File], sources: &Sources) -> (Option<Program>, Diagnostics) {
    let (symbols, mut found) = symbols(files);
    let (lowered, more) = vocabulary(&symbols);
    found.extend(more);
    let mut cx = Context::new(&symbols, &lowered, sources);
    let list = list(&mut cx, &mut found);
    let mut clauses = Vec::new();
    let mut rules = Vec::new();
    for id in ids(symbols.clauses.len()).map(ClauseId) {
        let lowered = cx.clause(id);
        let problems = std::mem::take(&mut cx.diagnostics);
        if let Some(symbol) = symbols.clauses.get(id.index()) {
            found.extend_in(&symbol.reference(), problems);
        }
        if let Some((clause, own)) = lowered {
            clauses.push(clause);
            rules.extend(own);
        }
    }
    shared(&cx, &rules, &mut found);
    unused_readings(&mut cx, &mut found);
    let order = order(&cx, &mut found);
    if found.has_errors() {
        return (None, found);
    }
    let Context { book, locals, decisions, .. } = cx;
    let program = (|| {
        Some(Program {
            version: ir::VERSION,
            digest: digest(sources),
            list: list?,
            readings: readings(&symbols),
            decisions: decisions.into_iter().map(Progress::item).collect::<Option<_>>()?,
            locals: locals.into_iter().map(Progress::item).collect::<Option<_>>()?,
            clauses,
            rules: rules.into_iter().collect::<Option<_>>()?,
            order: order?,
            addresses: book.into_entries(),
            vocabulary: lowered.clone(),
            links: OnceLock::new(),
        })
    })();
    if program.is_none() {
        let message = text!(zh: "检查没有报错，却没有得出程序", en: "checking reported nothing, yet made no program");
        found.push(Diagnostic::new(Code::Internal, message));
    }
    (program, found)
}

fn ids(count: usize) -> impl Iterator<Item = u16> {
    (0..=u16::MAX).take(count)
}

fn list(cx: &mut Context<'_>, found: &mut Diagnostics) -> Option<ir::ListInfo> {
    // That there is none is the resolver's to report.
    let info = cx.list(cx.symbols.list?);
    found.extend(std::mem::take(&mut cx.diagnostics));
    info
}

/// Caps that rules share are told under the clause of the rule that states them.
fn shared(cx: &Context<'_>, rules: &[Option<ir::Rule>], found: &mut Diagnostics) {
    for id in ids(rules.len()).map(RuleId) {
        let clause = cx.symbols.rules.get(id.index()).map(|rule| rule.clause);
        let clause = clause.and_then(|clause| cx.symbols.clauses.get(clause.index()));
        if let Some(clause) = clause {
            found.extend_in(&clause.reference(), shared_caps(cx, rules, id));
        }
    }
}

/// A reading that no rule uses is told under its clause.
fn unused_readings(cx: &mut Context<'_>, found: &mut Diagnostics) {
    for id in ids(cx.symbols.readings.len()).map(ReadingId) {
        let Some(symbol) = cx.symbols.readings.get(id.index()) else {
            continue;
        };
        cx.check_unused(id, symbol.decl);
        let problems = std::mem::take(&mut cx.diagnostics);
        match symbol.clause.and_then(|clause| cx.symbols.clauses.get(clause.index())) {
            Some(clause) => found.extend_in(&clause.reference(), problems),
            None => found.extend(problems),
        }
    }
}

fn order(cx: &Context<'_>, found: &mut Diagnostics) -> Option<Vec<RuleId>> {
    if let Err(circles) = local_order(cx.symbols, &cx.local_needs) {
        found.extend(circles);
    }
    rule_order(cx.symbols, &cx.rule_needs).map_err(|circles| found.extend(circles)).ok()
}

fn readings(symbols: &Symbols<'_>) -> Vec<ir::Reading> {
    let lower = |symbol: &crate::resolve::ReadingSymbol<'_>| ir::Reading {
        clause: symbol
            .clause
            .and_then(|clause| symbols.clauses.get(clause.index()))
            .map(|clause| clause.number),
        name: symbol.name.clone(),
        has_default: symbol.decl.has_default,
        alternatives: symbol
            .decl
            .alternatives
            .iter()
            .map(|(number, text)| (*number, text.text.clone()))
            .collect(),
    };
    symbols.readings.iter().map(lower).collect()
}

/// The digest of the sources: names and texts in order of name, line breaks as `\n`, so that the
/// same policies give the same digest on every machine.
fn digest(sources: &Sources) -> String {
    let mut files: Vec<_> = sources.iter().map(|(_, file)| file).collect();
    files.sort_by_key(|file| file.name());
    let mut hasher = Sha256::new();
    for file in files {
        let text = file.text().replace("\r\n", "\n");
        for part in [file.name(), &text] {
            hasher.update(u64::try_from(part.len()).unwrap_or(u64::MAX).to_le_bytes());
            hasher.update(part.as_bytes());
        }
    }
    hasher.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}
