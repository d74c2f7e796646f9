//! Tokens, for what has to be known about a text that does not parse: where its pieces lie, and
//! what stands at a place. A text that parses is never split into tokens.

use std::ops::Range;

use super::keyword::Keyword;

/// A token: comments are blanks by now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Token {
    start: u32,
    end: u32,
    /// What it is.
    pub(super) kind: TokenKind,
    /// Whether it is the first of its line.
    pub(super) first_in_line: bool,
}

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum TokenKind {
    Keyword(Keyword),
    Word,
    Number,
    Text,
    /// A string or 「」 name that its line ends before its closing mark.
    Unclosed,
    /// `{`
    Open,
    /// `}`
    Close,
    /// `(`
    OpenParen,
    /// `)`
    CloseParen,
    /// `|`
    Bar,
    /// Any other sign that has a meaning.
    Sign(char),
    /// A character that has none.
    Stray(char),
}

impl Token {
    /// The bytes it covers.
    pub(super) fn range(&self) -> Range<usize> {
        let offset = |at: u32| usize::try_from(at).unwrap_or(usize::MAX);
        offset(self.start)..offset(self.end)
    }

    /// The keyword it is.
    pub(super) fn keyword(&self) -> Option<Keyword> {
        match self.kind {
            TokenKind::Keyword(keyword) => Some(keyword),
            _ => None,
        }
    }
}

/// All tokens of a text, in order.
pub(super) fn tokens(text: &str) -> Vec<Token> {
    let mut found = Vec::new();
    let (mut at, mut first_in_line) = (0, true);
    while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
        let (kind, length) = token(rest);
        let end = at.saturating_add(length);
        match kind {
            Some(kind) => {
                let [start, end] = [at, end].map(|at| u32::try_from(at).unwrap_or(u32::MAX));
                found.push(Token { start, end, kind, first_in_line });
                first_in_line = false;
            }
            None => first_in_line |= rest.starts_with('\n'),
        }
        at = end;
    }
    found
}

/// What stands at the start of a text (nothing for a blank), and how long it is.
fn token(rest: &str) -> (Option<TokenKind>, usize) {
    let Some(first) = rest.chars().next() else { return (None, 1) };
    let length = first.len_utf8();
    let one = |kind| (Some(kind), length);
    match first {
        '{' | '｛' => one(TokenKind::Open),
        '}' | '｝' => one(TokenKind::Close),
        '(' | '（' => one(TokenKind::OpenParen),
        ')' | '）' => one(TokenKind::CloseParen),
        '|' | '｜' => one(TokenKind::Bar),
        '"' => quoted(rest, '"', TokenKind::Text),
        '“' => quoted(rest, '”', TokenKind::Text),
        '「' => quoted(rest, '」', TokenKind::Word),
        '0'..='9' | '０'..='９' => {
            let digit = |c: char| matches!(c, '0'..='9' | '０'..='９' | '_');
            (Some(TokenKind::Number), run(rest, digit))
        }
        '①'..='⑳' => one(TokenKind::Number),
        c if is_letter(c) => {
            let length = run(rest, is_letter);
            let keyword = rest.get(..length).and_then(Keyword::of_word);
            (Some(keyword.map_or(TokenKind::Word, TokenKind::Keyword)), length)
        }
        c if c.is_whitespace() => (None, length),
        c if is_sign(c) => one(TokenKind::Sign(c)),
        c => one(TokenKind::Stray(c)),
    }
}

fn quoted(rest: &str, close: char, kind: TokenKind) -> (Option<TokenKind>, usize) {
    let mut after = rest.char_indices().skip(1);
    match after.find(|(_, c)| *c == close || *c == '\n') {
        Some((end, found)) if found == close => (Some(kind), end.saturating_add(close.len_utf8())),
        Some((end, _)) => (Some(TokenKind::Unclosed), end),
        None => (Some(TokenKind::Unclosed), rest.len()),
    }
}

/// How far the characters at the start of a text satisfy a test.
fn run(rest: &str, test: impl Fn(char) -> bool) -> usize {
    rest.find(|c| !test(c)).unwrap_or(rest.len())
}

/// A letter of a word, as in the grammar.
fn is_letter(c: char) -> bool {
    c.is_alphabetic() || c == '_'
}

/// A sign of the grammar.
fn is_sign(c: char) -> bool {
    "：:、,，.．=＝+＋-−－×*＊÷/／%％‰".contains(c)
}
