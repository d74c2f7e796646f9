//! One file: its text and where its lines start.

use std::borrow::Cow;
use std::ops::Range;
use std::sync::OnceLock;

use serde::Serialize;

/// A place as people name it: line and column, both from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Position {
    /// The line, from 1.
    pub line: usize,
    /// The column in characters, from 1.
    pub column: usize,
}

impl Position {
    /// The start of a file.
    pub const START: Self = Self { line: 1, column: 1 };
}

/// A file's name, its text, and an index of its lines.
#[derive(Debug, Clone)]
pub struct SourceFile {
    name: String,
    text: Cow<'static, str>,
    /// The offset at which each line starts; the first entry is 0, so there is always one. Found
    /// when a place is first asked for, as of most files none is.
    line_starts: OnceLock<Vec<usize>>,
}

impl SourceFile {
    /// A file of this name and text. `\n`, `\r\n` and a lone `\r` each end a line.
    pub fn new(name: impl Into<String>, text: impl Into<String>) -> Self {
        Self::of(name.into(), Cow::Owned(text.into()))
    }

    /// The same, of a text that is part of the program itself and need not be copied.
    pub(super) fn of(name: String, text: Cow<'static, str>) -> Self {
        Self { name, text, line_starts: OnceLock::new() }
    }

    /// The name shown to people.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The whole text, line breaks as they came.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// How many lines there are; an empty text has one, and a final line break opens a last one.
    pub fn line_count(&self) -> usize {
        self.line_starts().len()
    }

    /// The line and column of a byte offset. An offset past the end is taken as the end, one
    /// inside a character as that character's start.
    pub fn position(&self, offset: u32) -> Position {
        let offset = usize::try_from(offset).unwrap_or(usize::MAX);
        let offset = self.text.floor_char_boundary(offset);
        let line = self.line_starts().partition_point(|start| *start <= offset);
        let start = self.line_range(line).map_or(0, |range| range.start);
        let before = self.text.get(start..offset).unwrap_or_default();
        let column = before.chars().count().saturating_add(1);
        Position { line, column }
    }

    /// The text of a line (from 1) without its line break.
    pub fn line_text(&self, line: usize) -> Option<&str> {
        self.text.get(self.line_range(line)?)
    }

    /// The bytes of a line (from 1) without its line break.
    pub fn line_range(&self, line: usize) -> Option<Range<usize>> {
        let start = *self.line_starts().get(line.checked_sub(1)?)?;
        let next = self.line_starts().get(line).copied();
        let text = self.text.get(start..next.unwrap_or(self.text.len()))?;
        let text = match next {
            None => text,
            Some(_) => {
                let text = text.strip_suffix('\n').unwrap_or(text);
                text.strip_suffix('\r').unwrap_or(text)
            }
        };
        Some(start..start.saturating_add(text.len()))
    }

    fn line_starts(&self) -> &[usize] {
        self.line_starts.get_or_init(|| line_starts(&self.text))
    }
}

fn line_starts(text: &str) -> Vec<usize> {
    let mut starts = vec![0];
    let mut bytes = text.bytes().enumerate().peekable();
    while let Some((at, byte)) = bytes.next() {
        let followed_by_newline = matches!(bytes.peek(), Some((_, b'\n')));
        if byte == b'\n' || (byte == b'\r' && !followed_by_newline) {
            starts.push(at.saturating_add(1));
        }
    }
    starts
}
