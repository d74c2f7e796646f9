//! Whether the brackets of a top-level item pair up, and where they do not.

use super::prescan::MAX_DEPTH;
use super::token::{Token, TokenKind};

/// What is wrong with the brackets of an item, if anything.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Balance {
    /// Every brace has its partner.
    Even,
    /// Nothing but closing braces follow the item: the first of them.
    TrailingClose(Token),
    /// The item was closed early, so that its own closing brace is left over.
    EarlyClose { early: Token, extra: Token },
    /// A brace is open where the item ends.
    Unclosed { open: Token, end: Token },
    /// A bracket opens deeper than allowed.
    TooDeep(Token),
}

/// Checks the brackets of an item. Parentheses only count for depth: one that is not closed spoils
/// no more than its statement, which then does not parse.
pub(super) fn balance(text: &str, item: &[Token]) -> Balance {
    let mut braces: Vec<(Token, usize)> = Vec::new();
    let (mut parens, mut indent) = (0_usize, 0);
    let (mut suspect, mut early) = (None, None);
    for (at, token) in item.iter().enumerate() {
        if token.first_in_line {
            indent = column(text, token);
        }
        match token.kind {
            TokenKind::Open => braces.push((*token, indent)),
            TokenKind::OpenParen => parens = parens.saturating_add(1),
            TokenKind::CloseParen => parens = parens.saturating_sub(1),
            TokenKind::Close => match braces.pop() {
                // A brace further left than the line of its partner was meant for another.
                Some((open, opened_at)) if token.first_in_line && indent < opened_at => {
                    suspect = suspect.or(Some(open));
                }
                Some(_) => {}
                None => return left_over(item, at, early),
            },
            _ => {}
        }
        if token.kind == TokenKind::Close && braces.is_empty() {
            early = early.or(Some(*token));
        }
        if braces.len().saturating_add(parens) > MAX_DEPTH {
            return Balance::TooDeep(*token);
        }
    }
    match (braces.last(), item.last()) {
        (Some((open, _)), Some(end)) => {
            Balance::Unclosed { open: suspect.unwrap_or(*open), end: *end }
        }
        _ => Balance::Even,
    }
}

/// What a closing brace without partner says of its item, which was closed before (`early`).
fn left_over(item: &[Token], at: usize, early: Option<Token>) -> Balance {
    let (before, from_extra) = item.split_at(at);
    let extra = from_extra.first().copied();
    let only_closes = from_extra.iter().all(|token| token.kind == TokenKind::Close);
    match (early, extra) {
        (Some(early), Some(extra)) if !only_closes || before.last() != Some(&early) => {
            Balance::EarlyClose { early, extra }
        }
        (_, Some(extra)) => Balance::TrailingClose(extra),
        _ => Balance::Even,
    }
}

/// How many bytes stand before a token on its line.
fn column(text: &str, token: &Token) -> usize {
    let before = text.get(..token.range().start).unwrap_or_default();
    let line = before.rsplit('\n').next().unwrap_or_default();
    line.len()
}
