//! Places in source text.

use std::ops::Range;

use serde::{Deserialize, Serialize};

/// A file of a [`Sources`](super::Sources), by the order in which it was added.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize,
)]
pub struct FileId(pub u32);

/// A stretch of one file: byte offsets, the end excluded.
///
/// Spans order by file and then by place.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize,
)]
pub struct Span {
    /// The file it lies in.
    pub file: FileId,
    /// The offset of its first byte.
    pub start: u32,
    /// The offset just after its last byte; never before `start`.
    pub end: u32,
}

impl Span {
    /// The span from `start` to `end`; if they come in the wrong order, an empty one at `start`.
    pub fn new(file: FileId, start: u32, end: u32) -> Self {
        let end = end.max(start);
        Self { file, start, end }
    }

    /// The span of a byte range. Offsets past `u32` cannot come from a decoded file
    /// (see [`MAX_FILE_BYTES`](super::MAX_FILE_BYTES)) and are held at the largest offset.
    pub fn of_range(file: FileId, range: Range<usize>) -> Self {
        let offset = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        Self::new(file, offset(range.start), offset(range.end))
    }

    /// The empty place just before this span.
    pub fn before(self) -> Self {
        Self::new(self.file, self.start, self.start)
    }

    /// The empty place just after this span.
    pub fn after(self) -> Self {
        Self::new(self.file, self.end, self.end)
    }

    /// The smallest span covering this one and another of the same file.
    pub fn to(self, other: Self) -> Self {
        let (start, end) = (self.start.min(other.start), self.end.max(other.end));
        Self::new(self.file, start, end)
    }

    /// Whether the other span lies wholly in this one.
    pub fn contains(self, other: Self) -> bool {
        self.file == other.file && self.start <= other.start && other.end <= self.end
    }

    /// Whether it covers nothing.
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// The bytes it covers.
    pub fn range(self) -> Range<usize> {
        let offset = |at: u32| usize::try_from(at).unwrap_or(usize::MAX);
        offset(self.start)..offset(self.end)
    }
}
