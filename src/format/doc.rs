//! A small algebra of layouts: a document says where lines may break, [`lay_out`] decides.

use unicode_width::UnicodeWidthStr;

use crate::ast::{At, Comment};

/// The columns a line should fit in; a hanzi takes two.
const WIDTH: usize = 80;

/// How far each level is indented.
const INDENT: usize = 2;

/// A piece of output.
#[derive(Debug, Clone)]
pub(super) enum Doc {
    /// Text without line breaks.
    Text(String),
    /// Blanks, so many, or a line break when the group around is broken.
    Line(usize),
    /// Always a line break; the groups around are broken by it.
    Break,
    /// Here starts, on a line of its own if the group around is broken, what started in the source
    /// at this offset. Comments that stood before it are put before it.
    Mark(Mark),
    /// One level further in.
    Nest(Vec<Doc>),
    /// What stood from one offset to the other: on one line if it fits there and no comment has to
    /// be put before a mark in it; else broken.
    Group(u32, u32, Vec<Doc>),
    /// One after the other.
    Seq(Vec<Doc>),
}

/// A place in the source.
#[derive(Debug, Clone, Copy)]
pub(super) struct Mark {
    offset: u32,
    /// Whether a blank line before it is kept.
    keeps_blank: bool,
}

/// Text.
pub(super) fn text(text: impl Into<String>) -> Doc {
    Doc::Text(text.into())
}

/// One part after the other.
pub(super) fn seq(parts: Vec<Doc>) -> Doc {
    Doc::Seq(parts)
}

/// Where a node starts.
pub(super) fn mark(offset: u32) -> Doc {
    Doc::Mark(Mark { offset, keeps_blank: true })
}

/// The group of a node.
pub(super) fn group(at: At, parts: Vec<Doc>) -> Doc {
    Doc::Group(at.0.start, at.0.end, parts)
}

/// The parts with a blank between each.
pub(super) fn spaced(parts: impl IntoIterator<Item = Doc>) -> Doc {
    let mut seq = Vec::new();
    for part in parts {
        if !seq.is_empty() {
            seq.push(text(" "));
        }
        seq.push(part);
    }
    Doc::Seq(seq)
}

/// How the rows of a block may stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Rows {
    /// On the line of the braces, if all fits.
    Short,
    /// Each on a line of its own.
    Long,
}

impl Rows {
    /// What stands between two, blanks if on one line.
    pub(super) fn gap(self, blanks: usize) -> Doc {
        match self {
            Rows::Short => Doc::Line(blanks),
            Rows::Long => Doc::Break,
        }
    }
}

/// `head { rows }`, the rows with the offsets where they start; `at` ends with the brace.
pub(super) fn block(head: Doc, rows: Vec<(u32, Doc)>, at: At, how: Rows) -> Doc {
    let Some(close) = at.0.end.checked_sub(1) else {
        return head;
    };
    let close = Doc::Mark(Mark { offset: close, keeps_blank: false });
    let empty = rows.is_empty();
    let mut inside = Vec::new();
    for (start, row) in rows {
        let blanks = if inside.is_empty() { 1 } else { 2 };
        inside.extend([how.gap(blanks), mark(start), row]);
    }
    // An empty block stays on its line, unless there is a comment in it.
    inside.extend([if empty { Doc::Line(0) } else { how.gap(1) }, close]);
    group(at, vec![head, text(" {"), Doc::Nest(inside), text("}")])
}

/// The document without any line break.
pub(super) fn flat(doc: &Doc) -> String {
    let (mut flat, mut open) = (String::new(), vec![doc]);
    while let Some(doc) = open.pop() {
        match doc {
            Doc::Text(text) => flat.push_str(text),
            Doc::Line(blanks) => flat.extend(std::iter::repeat_n(' ', *blanks)),
            Doc::Break => flat.push(' '),
            Doc::Mark(_) => (),
            Doc::Nest(parts) | Doc::Group(.., parts) | Doc::Seq(parts) => {
                open.extend(parts.iter().rev());
            }
        }
    }
    flat
}

/// The text of a document, with the comments of its source put back.
///
/// `source` is the text that the offsets speak of: blank lines in it are kept, one at most.
pub(super) fn lay_out(doc: &Doc, comments: &[Comment], source: &str) -> String {
    let mut writer = Writer {
        out: String::new(),
        column: 0,
        line_ended: true,
        after_comment: false,
        opened: true,
        source,
        reached: 0,
        all: comments,
        pending: comments,
    };
    let mut open = vec![Item { indent: 0, broken: true, doc }];
    while let Some(Item { indent, broken, doc }) = open.pop() {
        match doc {
            Doc::Text(text) => writer.text(text, indent),
            Doc::Line(_) if broken => writer.end_line(),
            Doc::Line(blanks) => writer.text(&" ".repeat(*blanks), indent),
            Doc::Break => writer.end_line(),
            Doc::Mark(mark) if broken => writer.mark(*mark, indent),
            Doc::Mark(_) => (),
            Doc::Seq(parts) => push(&mut open, parts, indent, broken),
            Doc::Nest(parts) => push(&mut open, parts, indent.saturating_add(INDENT), broken),
            Doc::Group(start, end, parts) => {
                let broken = writer.parts_by_comment(*start, *end, parts) || {
                    let room = WIDTH.saturating_sub(writer.next_column(indent));
                    !fits(parts, &open, room)
                };
                push(&mut open, parts, indent, broken);
            }
        }
    }
    writer.finish()
}

#[derive(Clone, Copy)]
struct Item<'a> {
    indent: usize,
    broken: bool,
    doc: &'a Doc,
}

fn push<'a>(open: &mut Vec<Item<'a>>, parts: &'a [Doc], indent: usize, broken: bool) {
    open.extend(parts.iter().rev().map(|doc| Item { indent, broken, doc }));
}

/// Whether the parts on one line, and what follows them up to the next line break, fit.
fn fits(parts: &[Doc], after: &[Item<'_>], room: usize) -> bool {
    let mut open: Vec<(&Doc, bool)> = parts.iter().rev().map(|doc| (doc, false)).collect();
    let mut after = after.iter().rev();
    let mut room = Some(room);
    while room.is_some() {
        let next = open.pop().or_else(|| after.next().map(|item| (item.doc, item.broken)));
        let Some((doc, broken)) = next else {
            return true;
        };
        match doc {
            Doc::Text(text) => room = room.and_then(|room| room.checked_sub(text.width())),
            Doc::Line(_) if broken => return true,
            Doc::Line(blanks) => room = room.and_then(|room| room.checked_sub(*blanks)),
            Doc::Break => return broken,
            Doc::Mark(_) => (),
            // A group that follows may still be broken: what counts is up to its first break.
            Doc::Nest(parts) | Doc::Group(.., parts) | Doc::Seq(parts) => {
                open.extend(parts.iter().rev().map(|doc| (doc, broken)));
            }
        }
    }
    false
}

/// Output, line by line. A line is ended at once but begun only with its first text, so that
/// comments find their place in between.
struct Writer<'a> {
    out: String,
    column: usize,
    line_ended: bool,
    /// Whether the last line holds a comment, so that no other can follow on it.
    after_comment: bool,
    /// Whether the last line opened a block (or the file): no blank line follows.
    opened: bool,
    source: &'a str,
    /// The offset in the source up to which it has been gone through.
    reached: u32,
    all: &'a [Comment],
    pending: &'a [Comment],
}

impl Writer<'_> {
    fn text(&mut self, text: &str, indent: usize) {
        if text.is_empty() {
            return;
        }
        if self.line_ended {
            self.begin_line(indent);
        }
        self.out.push_str(text);
        self.column = self.column.saturating_add(text.width());
        self.opened = text.ends_with('{');
        self.after_comment = false;
    }

    fn begin_line(&mut self, indent: usize) {
        if !self.out.is_empty() {
            self.out.push('\n');
        }
        self.out.extend(std::iter::repeat_n(' ', indent));
        self.column = indent;
        self.line_ended = false;
    }

    fn end_line(&mut self) {
        self.line_ended = true;
    }

    /// The column at which the next text would start.
    fn next_column(&self, indent: usize) -> usize {
        if self.line_ended { indent } else { self.column }
    }

    /// Whether a comment has to be put before one of the marks in a group. One after the last of
    /// them goes behind the group, and so must not break it: it would not the next time.
    fn parts_by_comment(&self, start: u32, end: u32, parts: &[Doc]) -> bool {
        let has_comment = |end: u32| {
            let first = self.all.partition_point(|comment| comment.at.0.start < start);
            self.all.get(first).is_some_and(|comment| comment.at.0.start < end)
        };
        has_comment(end)
            && parts.iter().any(|doc| match doc {
                Doc::Mark(mark) => has_comment(mark.offset),
                Doc::Group(start, end, parts) => self.parts_by_comment(*start, *end, parts),
                Doc::Nest(parts) | Doc::Seq(parts) => self.parts_by_comment(start, end, parts),
                Doc::Text(_) | Doc::Line(_) | Doc::Break => false,
            })
    }

    /// Puts the comments that stood before the mark, if a line may end here.
    fn mark(&mut self, mark: Mark, indent: usize) {
        if !self.line_ended {
            return;
        }
        self.comments_before(mark.offset, indent);
        if mark.keeps_blank {
            self.blank_line(mark.offset);
        }
        self.reached = self.reached.max(mark.offset);
    }

    fn comments_before(&mut self, offset: u32, indent: usize) {
        while let Some((comment, rest)) = self.pending.split_first()
            && comment.at.0.start < offset
        {
            self.pending = rest;
            let same_line = comment.trailing && !self.after_comment && !self.out.is_empty();
            if same_line {
                self.out.push(' ');
            } else {
                self.blank_line(comment.at.0.start);
                self.begin_line(indent);
                self.opened = false;
            }
            self.out.push_str("//");
            self.out.push_str(&comment.text);
            self.after_comment = true;
            self.end_line();
            self.reached = self.reached.max(comment.at.0.end);
        }
    }

    /// Keeps one blank line, if there was one in the source just before the line of the offset.
    fn blank_line(&mut self, offset: u32) {
        let index = |offset| usize::try_from(offset).unwrap_or(usize::MAX);
        let before = self.source.get(..index(offset)).unwrap_or_default();
        let line = before.rfind('\n').map_or(0, |newline| newline.saturating_add(1));
        let between = before.get(index(self.reached)..line).unwrap_or_default();
        let blanks = between.get(between.trim_end().len()..).unwrap_or_default();
        if !self.opened && blanks.matches('\n').nth(1).is_some() {
            self.out.push('\n');
        }
    }

    fn finish(mut self) -> String {
        self.end_line();
        self.comments_before(u32::MAX, 0);
        if !self.out.is_empty() {
            self.out.push('\n');
        }
        self.out
    }
}
