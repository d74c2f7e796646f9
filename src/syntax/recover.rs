//! After a text did not parse: finds every mistake, and blanks as little as must go.
//!
//! A body that does not parse is parted into its entries, and each is parsed on its own. What lies
//! in an entry's braces is mended first; if the entry then still does not parse, its mistake is
//! reported and it is blanked. Blanks keep all offsets true, so the mended text parses as a whole
//! and its tree has true spans. Each level of nesting parses its text once more, no more.

use std::ops::Range;

use pest::Parser;

use super::body::{Body, entries, inner_bodies, starts_item_in_margin};
use super::brackets::{self, Balance};
use super::errors;
use super::grammar::{Grammar, Rule};
use super::mistake::Mistake;
use super::prescan::blanked;
use super::token::{Token, TokenKind, tokens};
use crate::diag::Diagnostics;
use crate::source::{FileId, Span};

/// The text with what does not parse blanked, and the mistakes.
pub(super) fn recover(file: FileId, text: &str) -> (String, Diagnostics) {
    let all = tokens(text);
    let mut recovery =
        Recovery { file, text: text.to_owned(), tokens: &all, diagnostics: Diagnostics::new() };
    for item in items(text, &all) {
        recovery.item(item);
    }
    // Items that parse one by one parse together, unless the end of one runs into the next.
    if let Err(mistake) = recovery.parse(Rule::file, &all) {
        recovery.report(&mistake);
    }
    (recovery.text, recovery.diagnostics)
}

/// The top-level items: each ends where the next starts, whether or not its braces are closed.
fn items<'t>(text: &str, all: &'t [Token]) -> Vec<&'t [Token]> {
    let mut found = Vec::new();
    let mut rest = all;
    while !rest.is_empty() {
        let margin = rest.iter().skip(1).position(|token| starts_item_in_margin(text, token));
        let end = margin.map_or(rest.len(), |at| at.saturating_add(1));
        let (run, after) = rest.split_at(end);
        found.extend(entries(Body::Items, run));
        rest = after;
    }
    found
}

struct Recovery<'t> {
    file: FileId,
    /// The text, what did not parse blanked as it is found.
    text: String,
    tokens: &'t [Token],
    diagnostics: Diagnostics,
}

impl<'t> Recovery<'t> {
    /// A top-level item. One whose brackets are wrong is lost, with one error.
    fn item(&mut self, item: &'t [Token]) {
        match brackets::balance(&self.text, item) {
            Balance::Even => self.entry(Body::Items, Rule::file, item),
            Balance::TrailingClose(at) => {
                self.diagnostics.push(errors::unmatched(self.place(&at), None));
                let before = |token: &Token| token.range().end <= at.range().start;
                let (item, extra) = item.split_at(item.partition_point(before));
                self.blank(extra);
                self.entry(Body::Items, Rule::file, item);
            }
            Balance::EarlyClose { early, extra } => {
                let [early, extra] = [early, extra].map(|token| self.place(&token));
                self.diagnostics.push(errors::unmatched(extra, Some(early)));
                self.blank(item);
            }
            Balance::Unclosed { open, end } => {
                let [open, end] = [open, end].map(|token| self.place(&token));
                self.diagnostics.push(errors::unclosed(open, end));
                self.blank(item);
            }
            Balance::TooDeep(at) => {
                self.diagnostics.push(errors::too_deep(self.place(&at)));
                self.blank(item);
            }
        }
    }

    fn body(&mut self, body: Body, tokens: &'t [Token]) {
        if self.parses(body.rule(), tokens) {
            return;
        }
        let mut table = Table::None;
        for entry in entries(body, tokens) {
            table = match (table, entry.first().map(|token| token.kind)) {
                (Table::None, Some(TokenKind::Bar)) => Table::Head,
                (Table::Head, Some(TokenKind::Bar)) => Table::Cases,
                (_, Some(TokenKind::Bar)) => table,
                _ => Table::None,
            };
            match table {
                Table::None => self.entry(body, body.rule(), entry),
                Table::Head if !self.mends(body, Rule::lone_head, entry) => table = Table::Lost,
                Table::Head => {}
                Table::Cases => self.entry(body, Rule::lone_case, entry),
                Table::Lost => self.blank(entry),
            }
        }
    }

    /// An entry: mended, or blanked with an error.
    fn entry(&mut self, body: Body, rule: Rule, entry: &'t [Token]) {
        self.mends(body, rule, entry);
    }

    /// Whether something of an entry is left after mending.
    fn mends(&mut self, body: Body, rule: Rule, entry: &'t [Token]) -> bool {
        let Err(mut mistake) = self.parse(rule, entry) else { return true };
        let before = self.diagnostics.len();
        self.inner(body, entry);
        if self.diagnostics.len() > before {
            match self.parse(rule, entry) {
                Ok(()) => return true,
                Err(other) => mistake = other,
            }
        }
        self.report(&mistake);
        self.blank(entry);
        false
    }

    fn report(&mut self, mistake: &Mistake) {
        self.diagnostics.push(mistake.diagnostic(self.file, &self.text));
    }

    /// The bodies in an entry's braces. In an expression they lie at any depth.
    fn inner(&mut self, body: Body, entry: &'t [Token]) {
        for (inner, tokens) in inner_bodies(body, entry) {
            match inner {
                Some(inner) => self.body(inner, tokens),
                None => self.inner(body, tokens),
            }
        }
    }

    fn parses(&self, rule: Rule, tokens: &'t [Token]) -> bool {
        self.parse(rule, tokens).is_ok()
    }

    /// Parses the tokens' stretch of the text as it is by now.
    fn parse(&self, rule: Rule, piece: &'t [Token]) -> Result<(), Mistake<'t>> {
        let range = stretch(piece);
        let text = self.text.get(range.clone()).unwrap_or_default();
        match Grammar::parse(rule, text) {
            Ok(_) => Ok(()),
            Err(error) => Err(Mistake::new(error, range.start, piece, self.tokens)),
        }
    }

    /// Blanks the tokens and what lies between them.
    fn blank(&mut self, tokens: &[Token]) {
        let range = stretch(tokens);
        let stretch = self.text.get(range.clone()).unwrap_or_default();
        let blank = blanked(stretch, std::slice::from_ref(&(0..stretch.len())));
        self.text.replace_range(range, &blank);
    }

    fn place(&self, token: &Token) -> Span {
        Span::of_range(self.file, token.range())
    }
}

/// Where in a table of cases a line stands. Without its head a table is lost.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Table {
    None,
    Head,
    Cases,
    Lost,
}

/// From the first token's start to the last one's end.
fn stretch(tokens: &[Token]) -> Range<usize> {
    match (tokens.first(), tokens.last()) {
        (Some(first), Some(last)) => first.range().start..last.range().end,
        _ => 0..0,
    }
}
