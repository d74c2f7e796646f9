//! A look over the text before it is parsed: comments are taken out, and nesting is bounded.
//!
//! The accepted nesting must not depend on how much stack a build has, so it is fixed here; the
//! parser and every later pass rely on it.

use std::borrow::Cow;
use std::ops::Range;

use crate::ast::{At, Comment};
use crate::source::{FileId, Span};

/// How many brackets may be open at once.
pub(super) const MAX_DEPTH: usize = 64;

/// What stands for each byte of a comment: a blank that no source needs to hold.
const BLANK: &str = "\x0C";

/// What the look over the text found.
pub(super) struct Prescan<'a> {
    /// The text, comments blanked byte for byte.
    pub(super) text: Cow<'a, str>,
    /// The comments, in written order.
    pub(super) comments: Vec<Comment>,
    /// Whether no bracket stands deeper than [`MAX_DEPTH`].
    pub(super) shallow: bool,
}

/// Looks over a text. Strings, 「」 names and comments hide what they hold.
pub(super) fn prescan(file: FileId, text: &str) -> Prescan<'_> {
    let mut found = Vec::new();
    let (mut depth, mut deepest) = (0_usize, 0_usize);
    let mut at = 0;
    while let Some((start, rest)) = next_mark(text, at) {
        at = match mark(rest) {
            Mark::Open(length) => {
                depth = depth.saturating_add(1);
                deepest = deepest.max(depth);
                start.saturating_add(length)
            }
            Mark::Close(length) => {
                depth = depth.saturating_sub(1);
                start.saturating_add(length)
            }
            Mark::Quoted(length) | Mark::Plain(length) => start.saturating_add(length),
            Mark::Comment(length) => {
                let end = start.saturating_add(length);
                found.push(start..end);
                end
            }
        };
    }
    let comments = found.iter().filter_map(|range| comment(file, text, range)).collect();
    let text = match found.is_empty() {
        true => Cow::Borrowed(text),
        false => Cow::Owned(blanked(text, &found)),
    };
    Prescan { text, comments, shallow: deepest <= MAX_DEPTH }
}

/// The text with these ranges blanked byte for byte, line breaks kept.
pub(super) fn blanked(text: &str, ranges: &[Range<usize>]) -> String {
    let mut kept = String::with_capacity(text.len());
    let mut at = 0;
    for range in ranges {
        kept.push_str(text.get(at..range.start).unwrap_or_default());
        for piece in text.get(range.clone()).unwrap_or_default().split_inclusive('\n') {
            let line = piece.strip_suffix('\n').unwrap_or(piece);
            kept.push_str(&BLANK.repeat(line.len()));
            kept.push_str(piece.get(line.len()..).unwrap_or_default());
        }
        at = range.end;
    }
    kept.push_str(text.get(at..).unwrap_or_default());
    kept
}

enum Mark {
    Open(usize),
    Close(usize),
    Quoted(usize),
    Comment(usize),
    Plain(usize),
}

/// The next place that may open or close something, and the text from there on.
fn next_mark(text: &str, from: usize) -> Option<(usize, &str)> {
    let telling =
        |byte: &u8| matches!(byte, b'"' | b'/' | b'(' | b')' | b'{' | b'}' | 0xE2 | 0xE3 | 0xEF);
    let bytes = text.as_bytes().get(from..)?;
    let start = from.saturating_add(bytes.iter().position(telling)?);
    Some((start, text.get(start..)?))
}

/// What stands at the start of a text, and how long it is.
fn mark(rest: &str) -> Mark {
    let Some(first) = rest.chars().next() else { return Mark::Plain(1) };
    let length = first.len_utf8();
    match first {
        '(' | '{' | '（' | '｛' => Mark::Open(length),
        ')' | '}' | '）' | '｝' => Mark::Close(length),
        '"' => Mark::Quoted(quoted(rest, '"')),
        '“' => Mark::Quoted(quoted(rest, '”')),
        '「' => Mark::Quoted(quoted(rest, '」')),
        '/' if rest.starts_with("//") => {
            let line = rest.find('\n').and_then(|end| rest.get(..end)).unwrap_or(rest);
            Mark::Comment(line.strip_suffix('\r').unwrap_or(line).len())
        }
        _ => Mark::Plain(length),
    }
}

/// How long a quotation is, its marks included; an unclosed one ends with its line.
fn quoted(rest: &str, close: char) -> usize {
    let mut after = rest.char_indices().skip(1);
    match after.find(|(_, c)| *c == close || *c == '\n') {
        Some((end, '\n')) => end,
        Some((end, found)) => end.saturating_add(found.len_utf8()),
        None => rest.len(),
    }
}

fn comment(file: FileId, text: &str, range: &Range<usize>) -> Option<Comment> {
    let before = text.get(..range.start)?;
    let line_before = before.rsplit('\n').next()?;
    let written = text.get(range.clone())?.strip_prefix("//")?;
    Some(Comment {
        text: written.trim_end().to_owned(),
        trailing: !line_before.trim().is_empty(),
        at: At(Span::of_range(file, range.clone())),
    })
}
