//! One line of an excerpt: cut around its marks when long, with nothing in it that could move a
//! terminal's cursor.

use std::ops::Range;

use unicode_width::UnicodeWidthChar;

/// A line wider than this many terminal columns is cut.
const MAX_COLUMNS: usize = 400;

/// What is kept on either side of a mark's ends in a line that is cut, in characters.
const KEPT: usize = 36;

/// What stands for the text cut away.
const ELLIPSIS: &str = "…";

/// A line and the stretches of it that must stay.
pub(super) struct Line<'a> {
    text: &'a str,
    marks: Vec<Range<usize>>,
}

/// A line as shown, and where each of its pieces came from.
pub(super) struct Shown {
    /// The text to print.
    pub(super) text: String,
    /// Each shown character: its offset in the line and in `text`, both rising.
    origins: Vec<(usize, usize)>,
}

impl<'a> Line<'a> {
    /// A line (without its line break) with no marks yet.
    pub(super) fn new(text: &'a str) -> Self {
        let marks = Vec::new();
        Self { text, marks }
    }

    /// Asks for both ends of this stretch to be kept.
    pub(super) fn mark(&mut self, range: Range<usize>) {
        self.marks.push(range);
    }

    /// The line as it is to be shown.
    pub(super) fn show(&self) -> Shown {
        let mut shown = Shown { text: String::new(), origins: Vec::new() };
        let mut reached = 0;
        for piece in self.pieces() {
            if piece.start > reached {
                shown.text.push_str(ELLIPSIS);
            }
            let text = self.text.get(piece.clone()).unwrap_or_default();
            for (at, c) in text.char_indices() {
                let origin = piece.start.saturating_add(at);
                shown.origins.push((origin, shown.text.len()));
                shown.text.push(visible_char(c));
            }
            reached = piece.end;
        }
        shown.origins.push((reached, shown.text.len()));
        if reached < self.text.len() {
            shown.text.push_str(ELLIPSIS);
        }
        shown
    }

    /// The stretches to keep, in order and apart from each other.
    fn pieces(&self) -> Vec<Range<usize>> {
        if !is_long(self.text) {
            return std::iter::once(0..self.text.len()).collect();
        }
        let ends = self.marks.iter().flat_map(|mark| [mark.start, mark.end]);
        let mut kept: Vec<_> = ends.map(|at| self.around(at)).collect();
        if kept.is_empty() {
            kept.push(self.around(0));
        }
        kept.sort_by_key(|piece| piece.start);
        let mut pieces: Vec<Range<usize>> = Vec::new();
        for piece in kept {
            match pieces.last_mut() {
                Some(last) if piece.start <= last.end => last.end = last.end.max(piece.end),
                _ => pieces.push(piece),
            }
        }
        pieces
    }

    /// The bytes of the characters near an offset.
    fn around(&self, at: usize) -> Range<usize> {
        let at = self.text.floor_char_boundary(at);
        let (before, after) = self.text.split_at_checked(at).unwrap_or((self.text, ""));
        let start = before.char_indices().rev().take(KEPT).last();
        let end = after.char_indices().nth(KEPT);
        let start = start.map_or(at, |(start, _)| start);
        start..end.map_or(self.text.len(), |(end, _)| at.saturating_add(end))
    }
}

impl Shown {
    /// Where an offset of the line is shown; if it was cut away, the nearest place after it.
    pub(super) fn offset(&self, at: usize) -> usize {
        let index = self.origins.partition_point(|(origin, _)| *origin < at);
        let found = self.origins.get(index).or_else(|| self.origins.last());
        found.map_or(0, |(_, shown)| *shown)
    }
}

/// Whether the line is over [`MAX_COLUMNS`]; looks at no more of it than that.
fn is_long(text: &str) -> bool {
    let columns = text.chars().map(|c| c.width().unwrap_or(1).max(1));
    text.len() > MAX_COLUMNS
        && columns
            .scan(0_usize, |sum, width| {
                *sum = sum.saturating_add(width);
                Some(*sum)
            })
            .any(|sum| sum > MAX_COLUMNS)
}

/// The words with nothing in them but line breaks that would steer a terminal.
pub(super) fn visible(words: &str) -> String {
    let shown = |c| if c == '\n' { c } else { visible_char(c) };
    words.chars().map(shown).collect()
}

/// The character, or a stand-in for one that would steer the terminal or reorder the text.
fn visible_char(c: char) -> char {
    let picture = |c: char| u32::from(c).checked_add(0x2400).and_then(char::from_u32);
    match c {
        '\t' => c,
        '\0'..='\u{1F}' => picture(c).unwrap_or(char::REPLACEMENT_CHARACTER),
        '\u{7F}' => '␡',
        '\u{80}'..='\u{9F}'
        | '\u{200B}'..='\u{200F}'
        | '\u{202A}'..='\u{202E}'
        | '\u{2060}'..='\u{2069}'
        | '\u{FEFF}' => char::REPLACEMENT_CHARACTER,
        _ => c,
    }
}
