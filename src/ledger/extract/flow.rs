//! A text as one run of characters.
//!
//! Lines and pages are where the printer broke the text, so a number and its unit may stand on two
//! of them; only an empty line ends a paragraph, and one beside a page break does not.

/// The sign that ends a paragraph in a run.
pub(super) const PARAGRAPH: char = '\n';

/// The characters of a text: full-width digits and signs folded, blanks and line breaks within
/// paragraphs left out, page numbers dropped.
pub(super) fn run(text: &str) -> Vec<char> {
    let text = text.replace("\r\n", "\n").replace('\r', "\n").replace('\u{C}', "\n\u{C}\n");
    let lines: Vec<&str> = text.split('\n').collect();
    let mut found: Vec<char> = Vec::new();
    let mut after_page = false;
    let mut gap = false;
    for line in lines {
        let is_break = line.contains('\u{C}');
        let line = line.trim();
        if is_break || is_page_number(line) {
            after_page = true;
        } else if line.is_empty() {
            gap = true;
        } else {
            if gap && !after_page && !found.is_empty() {
                found.push(PARAGRAPH);
            }
            (gap, after_page) = (false, false);
            push(line, &mut found);
        }
    }
    found
}

/// `— 12 —`, `- 12 -`, `第 12 页`.
fn is_page_number(line: &str) -> bool {
    let is_dash = |c: char| matches!(c, '—' | '–' | '-' | '－' | '·');
    let dashed = line.strip_prefix(is_dash).and_then(|rest| rest.strip_suffix(is_dash));
    let counted = line.strip_prefix('第').and_then(|rest| rest.strip_suffix('页'));
    let inner = dashed.or(counted).map(str::trim);
    inner.is_some_and(|inner| {
        let inner = inner.trim_matches(is_dash).trim();
        !inner.is_empty() && inner.chars().all(|c| fold(c).is_ascii_digit())
    })
}

/// Adds a line without its blanks; between two Latin words one is kept.
fn push(line: &str, found: &mut Vec<char>) {
    let mut blank = false;
    for c in line.chars().map(fold) {
        if c.is_whitespace() {
            blank = true;
            continue;
        }
        let before = found.last().copied();
        if blank
            && before.is_some_and(|before| before.is_ascii_alphabetic())
            && c.is_ascii_alphabetic()
        {
            found.push(' ');
        }
        blank = false;
        found.push(c);
    }
}

/// Full-width digits, letters and signs as half-width ones; dashes of a kind made one.
fn fold(c: char) -> char {
    match c {
        '\u{3000}' => ' ',
        '\u{FF01}'..='\u{FF5E}' => {
            u32::from(c).checked_sub(0xFEE0).and_then(char::from_u32).unwrap_or(c)
        }
        '−' => '-',
        '∶' => ':',
        '〇' => '零',
        c => c,
    }
}
