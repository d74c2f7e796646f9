//! Source files, spans into them, and the way from byte offsets to lines and columns.
//!
//! Everything upstream speaks of places as [`Span`]s of bytes. Lines and columns are worked out
//! only when a person is to read them, and columns count characters: a hanzi is one column here
//! and two on a terminal, never three.

use std::borrow::Cow;

mod decode;
mod file;
mod span;

pub use decode::{DecodeError, MAX_FILE_BYTES, decode};
pub use file::{Position, SourceFile};
pub use span::{FileId, Span};

/// All the files of one run. A [`FileId`] is good only with the `Sources` that gave it out.
#[derive(Debug, Clone, Default)]
pub struct Sources {
    files: Vec<SourceFile>,
}

impl Sources {
    /// An empty set.
    pub fn new() -> Self {
        Self::default()
    }

    /// Takes a file in and gives the id by which spans refer to it.
    ///
    /// `name` is shown to people (a path as the user wrote it); two files may share one.
    pub fn add(&mut self, name: impl Into<String>, text: impl Into<String>) -> FileId {
        self.push(SourceFile::new(name, text))
    }

    /// The same, of a text that is part of the program itself: it is not copied.
    pub fn add_static(&mut self, name: impl Into<String>, text: &'static str) -> FileId {
        self.push(SourceFile::of(name.into(), Cow::Borrowed(text)))
    }

    fn push(&mut self, file: SourceFile) -> FileId {
        let id = FileId(u32::try_from(self.files.len()).unwrap_or(u32::MAX));
        self.files.push(file);
        id
    }

    /// The file of this id.
    pub fn get(&self, id: FileId) -> Option<&SourceFile> {
        self.files.get(usize::try_from(id.0).ok()?)
    }

    /// Every file, in the order they were added.
    pub fn iter(&self) -> impl Iterator<Item = (FileId, &SourceFile)> {
        (0..).map(FileId).zip(&self.files)
    }

    /// Where the span starts: line and column from 1, the column in characters.
    ///
    /// A span of an unknown file, or past the end of its file, is placed at the nearest
    /// place that exists, so that a position can always be shown.
    pub fn position(&self, span: Span) -> Position {
        self.position_at(span.file, span.start)
    }

    /// Where the span ends: the place just after its last character.
    pub fn end_position(&self, span: Span) -> Position {
        self.position_at(span.file, span.end)
    }

    /// The text the span covers, or nothing if it covers no whole characters of a known file.
    pub fn snippet(&self, span: Span) -> Option<&str> {
        self.get(span.file)?.text().get(span.range())
    }

    /// The whole line on which the span starts, without its line break.
    pub fn line_text(&self, span: Span) -> Option<&str> {
        let file = self.get(span.file)?;
        file.line_text(file.position(span.start).line)
    }

    fn position_at(&self, file: FileId, offset: u32) -> Position {
        self.get(file).map_or(Position::START, |file| file.position(offset))
    }
}

#[cfg(test)]
mod tests;
