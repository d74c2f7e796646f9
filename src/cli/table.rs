//! Tables for people, aligned by what a terminal shows: a hanzi takes two columns.

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// Blanks between columns.
const GAP: usize = 2;

/// No column is made narrower than this.
const NARROWEST: usize = 12;

/// The rows with their cells aligned, two blanks between columns and none at a line's end. A row of
/// one cell stands across all columns.
pub(super) fn aligned(rows: &[Vec<String>]) -> String {
    drawn(rows, &natural(rows), &[])
}

/// The same within a width: the widest columns are narrowed alike, and their cells go on below, each
/// in its column. Columns of `figures` keep their width and end together.
pub(super) fn fitted(rows: &[Vec<String>], figures: &[usize], width: usize) -> String {
    drawn(rows, &narrowed(&natural(rows), figures, width), figures)
}

fn drawn(rows: &[Vec<String>], widths: &[usize], figures: &[usize]) -> String {
    let mut text = String::new();
    for row in rows {
        if let [across] = row.as_slice() {
            text.push_str(across.trim_end());
            text.push('\n');
            continue;
        }
        let cells: Vec<Vec<String>> =
            row.iter().zip(widths).map(|(cell, width)| wrapped(cell, *width)).collect();
        let height = cells.iter().map(Vec::len).max().unwrap_or(0);
        for at in 0..height {
            let mut line = String::new();
            for (column, (lines, width)) in cells.iter().zip(widths).enumerate() {
                let cell = lines.get(at).map_or("", String::as_str);
                let blanks = " ".repeat(width.saturating_sub(cell.width()));
                let cell = match figures.contains(&column) {
                    true => format!("{blanks}{cell}"),
                    false => format!("{cell}{blanks}"),
                };
                line.push_str(&cell);
                line.extend(std::iter::repeat_n(' ', GAP));
            }
            text.push_str(line.trim_end());
            text.push('\n');
        }
    }
    text
}

/// How wide each column is by itself.
fn natural(rows: &[Vec<String>]) -> Vec<usize> {
    let rows = || rows.iter().filter(|row| row.len() > 1);
    let columns = rows().map(Vec::len).max().unwrap_or(0);
    let widest = |column: usize| {
        let cells = rows().filter_map(|row| row.get(column));
        cells.map(|cell| cell.width()).max().unwrap_or(0)
    };
    (0..columns).map(widest).collect()
}

/// The widths, the widest brought down to one measure so that all fit; the first column, which
/// names the row, only when the others alone do not make room.
fn narrowed(natural: &[usize], figures: &[usize], width: usize) -> Vec<usize> {
    let gaps = natural.len().saturating_sub(1).saturating_mul(GAP);
    let room = width.saturating_sub(gaps);
    let widest = natural.iter().copied().max().unwrap_or(0);
    let brought_down = |kept: usize, most: usize| -> Vec<usize> {
        let columns = natural.iter().copied().enumerate();
        let down = |(at, wide): (usize, usize)| {
            if at < kept || figures.contains(&at) { wide } else { wide.min(most) }
        };
        columns.map(down).collect()
    };
    let fits = |kept: usize| {
        let mut ways = (NARROWEST..=widest).rev().map(|most| brought_down(kept, most));
        ways.find(|widths| widths.iter().copied().fold(0, usize::saturating_add) <= room)
    };
    fits(1).or_else(|| fits(0)).unwrap_or_else(|| brought_down(0, NARROWEST))
}

/// A text in lines no wider than `width`, where its words allow: rather between the items of a list;
/// hanzi may stand apart, but no line starts with what closes or ends with what opens. All lines
/// are indented like the first.
pub(super) fn wrapped(text: &str, width: usize) -> Vec<String> {
    if text.width() <= width {
        return vec![text.to_owned()];
    }
    let indent: String = text.chars().take_while(|char| *char == ' ').collect();
    let mut lines = vec![indent.clone()];
    let mut put = |word: &str| {
        let Some(line) = lines.last_mut() else { return };
        if *line == indent || line.width().saturating_add(word.trim_end().width()) <= width {
            line.push_str(word);
        } else {
            lines.push(format!("{indent}{}", word.trim_start()));
        }
    };
    let room = width.saturating_sub(indent.width());
    for item in words(text.trim_start(), ends_item) {
        match item.trim_end().width() <= room {
            true => put(item),
            false => words(item, parts).into_iter().for_each(&mut put),
        }
    }
    lines.into_iter().map(|line| line.trim_end().to_owned()).collect()
}

/// The parts of a text between which a line may end, each with the blanks after it.
fn words(text: &str, parts: fn(char, char) -> bool) -> Vec<&str> {
    let (mut words, mut from, mut before) = (Vec::new(), 0, None);
    for (at, char) in text.char_indices() {
        if before.is_some_and(|before| parts(before, char)) {
            words.extend(text.get(from..at));
            from = at;
        }
        before = Some(char);
    }
    words.extend(text.get(from..));
    words
}

/// Whether an item of a list ends between two characters: a line ends there if it can.
fn ends_item(before: char, after: char) -> bool {
    "、，；".contains(before) || (",;".contains(before) && after == ' ')
}

/// Whether a line may end between two characters.
fn parts(before: char, after: char) -> bool {
    let wide = |char: char| char.width().unwrap_or(0) > 1;
    let closes = |char: char| "，、。；：！？）》】」』”’,.;:!?)]}%".contains(char);
    let opens = |char: char| "（《【「『“‘([{".contains(char);
    if closes(after) || opens(before) || after == ' ' {
        return false;
    }
    before == ' ' || wide(before) || wide(after)
}

#[cfg(test)]
mod tests;
