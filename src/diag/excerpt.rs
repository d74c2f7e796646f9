//! The few lines of a file that a report shows, made safe for the terminal and for miette.
//!
//! miette panics on labels wider than 65,535 columns, prints a line whole however long, and counts
//! columns in bytes. So it never sees the file: it gets an [`Excerpt`], which holds only the lines
//! around the labels, long ones cut, control characters made visible, and which answers for line
//! and column from our own index.

use std::collections::BTreeSet;

use miette::{MietteError, MietteSpanContents, SourceCode, SourceSpan, SpanContents};

use super::line::Line;
use crate::source::{Position, SourceFile, Span};

/// Lines shown before and after a labelled one.
const CONTEXT_LINES: usize = 1;

/// A label over more lines than this marks its first line only.
const MAX_LABEL_LINES: usize = 8;

/// Some lines of a file, under the line numbers they have there.
#[derive(Debug)]
pub(super) struct Excerpt {
    name: String,
    text: String,
    lines: Vec<ShownLine>,
    /// The label at each offset of `text`, for the header's line and column.
    places: Vec<(usize, Position)>,
}

/// A line's number in its file, and where its text and line break stand in the excerpt.
#[derive(Debug)]
struct ShownLine {
    number: usize,
    start: usize,
    end: usize,
}

/// One label's place: its ends in the file, by line and by byte.
struct Mark {
    first_line: usize,
    last_line: usize,
    start: usize,
    end: usize,
}

impl Excerpt {
    /// Cuts out the lines around the spans, and says where each span lies in the result.
    pub(super) fn around(file: &SourceFile, spans: &[Span]) -> (Self, Vec<SourceSpan>) {
        let marks: Vec<Mark> = spans.iter().map(|span| Mark::new(file, *span)).collect();
        let mut excerpt = Self {
            name: file.name().to_owned(),
            text: String::new(),
            lines: Vec::new(),
            places: Vec::new(),
        };
        let mut ends = vec![(0, 0); marks.len()];
        for number in shown_lines(&marks, last_line(file)) {
            excerpt.push_line(file, number, &marks, &mut ends);
        }
        let labels = ends.into_iter().zip(spans).map(|((start, end), span)| {
            excerpt.places.push((start, file.position(span.start)));
            (start, end.saturating_sub(start)).into()
        });
        let labels = labels.collect();
        (excerpt, labels)
    }

    /// Adds a line, and notes the ends of marks that lie on it.
    fn push_line(
        &mut self,
        file: &SourceFile,
        number: usize,
        marks: &[Mark],
        ends: &mut [(usize, usize)],
    ) {
        let Some(range) = file.line_range(number) else {
            return;
        };
        let mut line = Line::new(file.text().get(range.clone()).unwrap_or_default());
        for mark in marks.iter().filter(|mark| mark.touches(number)) {
            let start = mark.start.clamp(range.start, range.end);
            let end = mark.end.clamp(range.start, range.end);
            line.mark(start.saturating_sub(range.start)..end.saturating_sub(range.start));
        }
        let start = self.text.len();
        let shown = line.show();
        let place = |at: usize| start.saturating_add(shown.offset(at.saturating_sub(range.start)));
        for (mark, end) in marks.iter().zip(ends) {
            if mark.first_line == number {
                end.0 = place(mark.start.min(range.end));
            }
            if mark.last_line == number {
                end.1 = place(mark.end.min(range.end));
            }
        }
        self.text.push_str(&shown.text);
        self.text.push('\n');
        let end = self.text.len();
        self.lines.push(ShownLine { number, start, end });
    }

    /// The index of the shown line that holds an offset of the excerpt.
    fn line_at(&self, offset: usize) -> usize {
        self.lines.partition_point(|line| line.end <= offset)
    }
}

impl Mark {
    fn new(file: &SourceFile, span: Span) -> Self {
        let range = span.range();
        let first_line = file.position(span.start).line;
        let last = Span::new(span.file, span.start, span.end.saturating_sub(1));
        let last_line = file.position(last.end).line;
        let long = last_line.saturating_sub(first_line) >= MAX_LABEL_LINES;
        let first_end = || file.line_range(first_line).map_or(0, |line| line.end);
        Self {
            first_line,
            last_line: if long { first_line } else { last_line },
            start: range.start,
            end: if long { first_end() } else { range.end },
        }
    }

    fn touches(&self, line: usize) -> bool {
        self.first_line <= line && line <= self.last_line
    }
}

/// The marked lines and their neighbours up to `last_line`.
fn shown_lines(marks: &[Mark], last_line: usize) -> BTreeSet<usize> {
    let around = |mark: &Mark| {
        let first = mark.first_line.saturating_sub(CONTEXT_LINES).max(1);
        let last = mark.last_line.saturating_add(CONTEXT_LINES).min(last_line);
        first..=last.max(mark.last_line)
    };
    marks.iter().flat_map(around).collect()
}

/// The last line worth showing as context: not the empty one that a final line break opens.
fn last_line(file: &SourceFile) -> usize {
    let count = file.line_count();
    let empty = file.line_text(count).is_some_and(str::is_empty);
    count.saturating_sub(usize::from(empty))
}

impl SourceCode for Excerpt {
    /// The lines of the span with their context.
    ///
    /// With no context miette wants the place of the span itself, for the header; that is answered
    /// from the file's own index.
    fn read_span<'a>(
        &'a self,
        span: &SourceSpan,
        lines_before: usize,
        lines_after: usize,
    ) -> Result<Box<dyn SpanContents<'a> + 'a>, MietteError> {
        let last_offset = span.offset().saturating_add(span.len().saturating_sub(1));
        let from = self.line_at(span.offset()).saturating_sub(lines_before);
        let to = self.line_at(last_offset).saturating_add(lines_after);
        let lines = self.lines.get(from..).ok_or(MietteError::OutOfBounds)?;
        let mut next = lines.first().map_or(0, |line| line.number);
        let contiguous = |line: &&ShownLine| {
            let fits = line.number == next;
            next = next.saturating_add(1);
            fits
        };
        let count = to.saturating_sub(from).saturating_add(1);
        let lines: Vec<_> = lines.iter().take(count).take_while(contiguous).collect();
        let (Some(first), Some(last)) = (lines.first(), lines.last()) else {
            return Err(MietteError::OutOfBounds);
        };
        let text = self.text.get(first.start..last.end).unwrap_or_default();
        let place = self.places.iter().find(|(at, _)| *at == span.offset());
        let (line, column) = match place {
            Some((_, at)) if lines_before == 0 => (at.line, at.column),
            _ => (first.number, 1),
        };
        Ok(Box::new(MietteSpanContents::new_named(
            self.name.clone(),
            text.as_bytes(),
            (first.start, text.len()).into(),
            line.saturating_sub(1),
            column.saturating_sub(1),
            lines.len(),
        )))
    }
}
