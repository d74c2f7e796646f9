//! Putting the program together: list, clauses, rules, side table, order.

use sha2::{Digest, Sha256};

use super::address::Path;
use super::context::Context;
use super::local::Progress;
use super::scope::Scope;
use crate::ast::{ClauseEntry, File};
use crate::diag::{Code, Diagnostic, Diagnostics, text};
use crate::ir::{self, ClauseId, LocalId, Program, ReadingId, RuleId, SourceText};
use crate::resolve::{Here, Symbols, local_order, rule_order, symbols, vocabulary};
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
        let (clause, own) = clause(&mut cx, id, &mut found);
        clauses.push(clause);
        rules.extend(own);
    }
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
            clauses: clauses.into_iter().collect::<Option<_>>()?,
            rules: rules.into_iter().collect::<Option<_>>()?,
            order: order?,
            addresses: book.into_entries(),
            sources: texts(sources),
            vocabulary: lowered.clone(),
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

fn clause(
    cx: &mut Context<'_>,
    id: ClauseId,
    found: &mut Diagnostics,
) -> (Option<ir::Clause>, Vec<Option<ir::Rule>>) {
    let Some(symbol) = cx.symbols.clauses.get(id.index()) else {
        return (None, Vec::new());
    };
    let number = symbol.number.to_string();
    cx.scope = Scope { here: Here { clause: Some(id), ..Here::default() }, ..Scope::default() };
    cx.path = Path::root(number.clone(), number);
    let mut lowered = ir::Clause {
        number: symbol.number,
        name: symbol.name.clone(),
        summary: String::new(),
        source: symbol.source.unwrap_or_default().to_owned(),
        responsible: symbol.responsible.clone(),
        validity: None,
        rules: symbol.rules.clone(),
        waivers: Vec::new(),
    };
    for entry in &symbol.decl.entries {
        match entry {
            ClauseEntry::Summary(text) => lowered.summary.clone_from(&text.text),
            ClauseEntry::Validity(validity) => lowered.validity = Some(cx.validity(validity)),
            ClauseEntry::Waiver(figure, why, _) => {
                lowered.waivers.push((figure.text.clone(), why.text.clone()))
            }
            _ => {}
        }
    }
    shared_locals(cx, cx.scope.here, &symbol.decl.entries);
    let rules = symbol.rules.iter().map(|rule| cx.rule(*rule)).collect();
    for (local, at) in ids(cx.symbols.locals.len()).map(LocalId).zip(&cx.symbols.locals) {
        if at.clause == id && at.rule.is_none() {
            cx.check_local_read(local);
        }
    }
    found.extend_in(&symbol.reference(), std::mem::take(&mut cx.diagnostics));
    (Some(lowered), rules)
}

/// What the rules of a clause or of its items share.
fn shared_locals(cx: &mut Context<'_>, here: Here, entries: &[ClauseEntry]) {
    for entry in entries {
        cx.scope = Scope { here, ..Scope::default() };
        match entry {
            ClauseEntry::Let { name, .. } => cx.shared_local(here, name),
            ClauseEntry::Part(part) => {
                shared_locals(cx, Here { part: Some(part.number), ..here }, &part.entries)
            }
            _ => {}
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

fn texts(sources: &Sources) -> Vec<SourceText> {
    sources
        .iter()
        .map(|(_, file)| SourceText { name: file.name().to_owned(), text: file.text().to_owned() })
        .collect()
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
