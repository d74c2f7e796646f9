//! The numbers, dates and references of a run, as written.

use super::data::{ARTICLES, IDIOMS, NO_COUNT_AFTER, NUMBER_WORDS, UNITS};
use super::numeral::{Numeral, arabic, hanzi, is_numeral};
use crate::quantity::Date;

/// The characters of a text, looked at by place.
#[derive(Debug, Clone, Copy)]
pub(super) struct Run<'a>(pub(super) &'a [char]);

impl Run<'_> {
    /// The character at a place.
    pub(super) fn at(self, place: usize) -> Option<char> {
        self.0.get(place).copied()
    }

    /// Whether some words stand at a place.
    pub(super) fn starts(self, place: usize, words: &str) -> bool {
        words.chars().zip(place..).all(|(c, at)| self.at(at) == Some(c))
    }

    /// Whether some words end just before a place.
    pub(super) fn ends(self, place: usize, words: &str) -> bool {
        let start = place.checked_sub(words.chars().count());
        start.is_some_and(|start| self.starts(start, words))
    }

    /// The characters from one place to another.
    pub(super) fn text(self, from: usize, to: usize) -> String {
        (from..to).filter_map(|at| self.at(at)).collect()
    }

    /// The next place of a character, within so many.
    pub(super) fn find(self, from: usize, wanted: char, within: usize) -> Option<usize> {
        (from..from.saturating_add(within)).find(|at| self.at(*at) == Some(wanted))
    }
}

/// Something found in a run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Raw {
    /// Where it starts.
    pub(super) from: usize,
    /// Where it ends.
    pub(super) to: usize,
    /// What it is.
    pub(super) piece: Piece,
}

/// What was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Piece {
    /// A number; its scale and unit in the notation of the language, empty where left out.
    Number { number: String, scale: String, unit: String },
    /// A date, a year, a ratio: complete as it is.
    Done(String),
    /// A reference.
    Reference(String),
}

/// Finds what is there, in order.
pub(super) fn scan(chars: &[char]) -> Vec<Raw> {
    let run = Run(chars);
    let (mut found, mut at) = (Vec::new(), 0);
    while at < chars.len() {
        match step(run, at) {
            Step::Found(raw) => {
                at = raw.to.max(at.saturating_add(1));
                found.push(raw);
            }
            Step::FoundIn(raws, to) => {
                at = to.max(at.saturating_add(1));
                found.extend(raws);
            }
            Step::Past(to) => at = to.max(at.saturating_add(1)),
        }
    }
    found
}

enum Step {
    Found(Raw),
    FoundIn(Vec<Raw>, usize),
    /// Nothing up to here.
    Past(usize),
}

fn step(run: Run<'_>, at: usize) -> Step {
    let next = at.saturating_add(1);
    match run.at(at) {
        Some('《') => title(run, at),
        Some('“') => Step::Past(quoted(run, at)),
        Some('〔' | '[') => document(run, at).map_or(Step::Past(next), Step::Found),
        Some('第') => numbered(run, at),
        Some('百' | '千') if run.starts(next, "分之") => per_hundred(run, at),
        Some(c) if c.is_ascii_alphabetic() => latin(run, at),
        Some(c) if c.is_ascii_digit() => digits(run, at),
        Some(c) if is_numeral(c) => counted(run, at),
        Some(_) => said(run, at).map_or(Step::Past(next), Step::Found),
        None => Step::Past(next),
    }
}

/// `《…》`: years and standards in a title are references, other numerals are the title's.
fn title(run: Run<'_>, at: usize) -> Step {
    let Some(end) = run.find(at, '》', 200) else { return Step::Past(at.saturating_add(1)) };
    let (mut found, mut place) = (Vec::new(), at.saturating_add(1));
    while place < end {
        let raw = match run.at(place) {
            Some('《') => None,
            Some(c) if c.is_ascii_uppercase() => standard(run, place),
            Some(c) if c.is_ascii_digit() => year_alone(run, place),
            _ => None,
        };
        place = match raw {
            Some(raw) => {
                let to = raw.to;
                found.push(raw);
                to
            }
            None => place.saturating_add(1),
        };
    }
    Step::FoundIn(found, end)
}

fn year_alone(run: Run<'_>, at: usize) -> Option<Raw> {
    let numeral = arabic(run, at)?;
    let year = numeral.number.len() == 4 && run.at(numeral.end) == Some('年');
    let after = numeral.end.saturating_add(1);
    let to = edition(run, after).unwrap_or(after);
    year.then(|| Raw { from: at, to, piece: Piece::Reference(run.text(at, to)) })
}

/// Past a name in quotes: numerals in hanzi there are its own.
fn quoted(run: Run<'_>, at: usize) -> usize {
    let next = at.saturating_add(1);
    match run.find(at, '”', 24) {
        Some(end) if !(at..end).any(|place| run.at(place).is_some_and(|c| c.is_ascii_digit())) => {
            end
        }
        _ => next,
    }
}

/// `某党发〔2019〕9号`: the hanzi before the bracket are its own.
fn document(run: Run<'_>, at: usize) -> Option<Raw> {
    let year = arabic(run, at.saturating_add(1)).filter(|year| year.number.len() == 4)?;
    let closed = matches!(run.at(year.end), Some('〕' | ']'));
    let number = closed.then(|| arabic(run, year.end.saturating_add(1)))??;
    (run.at(number.end) == Some('号')).then_some(())?;
    let from = word_before(run, at);
    let issuer = run.text(from, at);
    let name = format!("{issuer}〔{}〕{}号", year.number, number.number);
    Some(Raw { from, to: number.end.saturating_add(1), piece: Piece::Reference(name) })
}

/// Where the hanzi that end before a place start.
fn word_before(run: Run<'_>, at: usize) -> usize {
    let is_hanzi = |c: char| matches!(c, '\u{4E00}'..='\u{9FFF}');
    let mut from = at;
    while from > 0 && run.at(from.saturating_sub(1)).is_some_and(is_hanzi) {
        from = from.saturating_sub(1);
    }
    from.max(at.saturating_sub(12))
}

/// `第16号` names a document; 第一, 第2季度 count nothing.
fn numbered(run: Run<'_>, at: usize) -> Step {
    let start = at.saturating_add(1);
    let Some(numeral) = arabic(run, start).or_else(|| hanzi(run, start)) else {
        return Step::Past(start);
    };
    if run.at(numeral.end) != Some('号') {
        return Step::Past(numeral.end);
    }
    let from = word_before(run, at);
    let to = numeral.end.saturating_add(1);
    Step::Found(Raw { from, to, piece: Piece::Reference(run.text(from, to)) })
}

/// `百分之二十`.
fn per_hundred(run: Run<'_>, at: usize) -> Step {
    let unit = if run.at(at) == Some('百') { "%" } else { "‰" };
    let start = at.saturating_add(3);
    let Some(numeral) = arabic(run, start).or_else(|| hanzi(run, start)) else {
        return Step::Past(start);
    };
    let Numeral { number, scale, end } = numeral;
    Step::Found(Raw {
        from: at,
        to: end,
        piece: Piece::Number { number, scale, unit: unit.into() },
    })
}

/// `三分之二` is the ratio 2:3: it may have no decimal.
fn fraction(run: Run<'_>, from: usize, whole: &Numeral) -> Option<Raw> {
    run.starts(whole.end, "分之").then_some(())?;
    let start = whole.end.saturating_add(2);
    let part = arabic(run, start).or_else(|| hanzi(run, start))?;
    let ratio = format!("{}:{}", part.number, whole.number);
    Some(Raw { from, to: part.end, piece: Piece::Done(ratio) })
}

/// A word in Latin letters; digits in it are its own, as in IPv6, unless it is a standard.
fn latin(run: Run<'_>, at: usize) -> Step {
    if let Some(raw) = standard(run, at) {
        return Step::Found(raw);
    }
    let is_inside = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '+');
    let mut end = at;
    while run.at(end).is_some_and(is_inside) {
        end = end.saturating_add(1);
    }
    Step::Past(end)
}

/// `GB/T29490—2013`: capitals, a number of at least three digits, often a year.
fn standard(run: Run<'_>, at: usize) -> Option<Raw> {
    let mut end = at;
    while run.at(end).is_some_and(|c| c.is_ascii_uppercase() || matches!(c, '/' | ' ')) {
        end = end.saturating_add(1);
    }
    let number = end;
    while run.at(end).is_some_and(|c| c.is_ascii_digit() || c == '.') {
        end = end.saturating_add(1);
    }
    (end.saturating_sub(number) >= 3 && number > at).then_some(())?;
    if matches!(run.at(end), Some('—' | '-' | '–')) {
        let year = arabic(run, end.saturating_add(1)).filter(|year| year.number.len() == 4);
        end = year.map_or(end, |year| year.end);
    }
    Some(Raw { from: at, to: end, piece: Piece::Reference(run.text(at, end)) })
}

/// What starts with a digit: a date, a ratio, a number, or a name such as 5G.
fn digits(run: Run<'_>, at: usize) -> Step {
    if let Some(raw) = date(run, at).or_else(|| ratio(run, at)) {
        return Step::Found(raw);
    }
    let Some(numeral) = arabic(run, at) else { return Step::Past(at.saturating_add(1)) };
    if is_list_mark(run, at, numeral.end) {
        return Step::Past(numeral.end.saturating_add(1));
    }
    let found = number(run, at, numeral.clone());
    let letter = run.at(numeral.end).is_some_and(|c| c.is_ascii_alphabetic());
    match &found.piece {
        Piece::Number { unit, .. } if letter && unit.is_empty() => latin(run, at),
        _ => Step::Found(found),
    }
}

/// `1.` or `2、` at the start of a paragraph, `(3)`.
fn is_list_mark(run: Run<'_>, at: usize, end: usize) -> bool {
    let before = at.checked_sub(1).and_then(|before| run.at(before));
    let after = run.at(end);
    (matches!(before, None | Some('\n')) && matches!(after, Some('.' | '、')))
        || (before == Some('(') && after == Some(')'))
}

/// A number and the unit after it, which may be over another.
fn number(run: Run<'_>, from: usize, numeral: Numeral) -> Raw {
    let Numeral { number, scale, end } = numeral;
    let (mut unit, mut to) =
        unit_at(run, end).map_or((String::new(), end), |(unit, to)| (unit.to_owned(), to));
    if run.at(to) == Some('/') && !unit.is_empty() {
        let start = to.saturating_add(1);
        if let Some((per, end)) = unit_at(run, start) {
            unit = format!("{unit}/{per}");
            to = end;
        }
    }
    Raw { from, to, piece: Piece::Number { number, scale, unit } }
}

fn unit_at(run: Run<'_>, at: usize) -> Option<(&'static str, usize)> {
    let (word, unit) = UNITS.iter().find(|(word, _)| run.starts(at, word))?;
    Some((unit, at.saturating_add(word.chars().count())))
}

/// A numeral in hanzi counts only before a unit, and not in an idiom.
fn counted(run: Run<'_>, at: usize) -> Step {
    if let Some(raw) = said(run, at) {
        return Step::Found(raw);
    }
    if let Some(idiom) = IDIOMS.iter().find(|idiom| run.starts(at, idiom)) {
        return Step::Past(at.saturating_add(idiom.chars().count()));
    }
    let Some(numeral) = hanzi(run, at) else { return Step::Past(at.saturating_add(1)) };
    if let Some(raw) = fraction(run, at, &numeral) {
        return Step::Found(raw);
    }
    let is_year = numeral.number.len() == 4 && run.at(numeral.end) == Some('年');
    if is_year && let Some(raw) = date(run, at) {
        return Step::Found(raw);
    }
    let before = at.checked_sub(1).and_then(|before| run.at(before));
    let raw = number(run, at, numeral.clone());
    let Piece::Number { number, scale, unit } = &raw.piece else { return Step::Past(raw.to) };
    let one = number == "1" && scale.is_empty();
    let is_article = one && ARTICLES.contains(&unit.as_str());
    let counts_nothing = before.is_some_and(|before| NO_COUNT_AFTER.contains(&before));
    if one && unit == "倍" {
        return Step::Found(Raw { piece: Piece::Done("2".into()), ..raw });
    }
    match unit.is_empty() || is_article || counts_nothing {
        true => Step::Past(numeral.end),
        false => Step::Found(raw),
    }
}

/// A word that says a number.
fn said(run: Run<'_>, at: usize) -> Option<Raw> {
    let (word, figure) = NUMBER_WORDS.iter().find(|(word, _)| run.starts(at, word))?;
    let to = at.saturating_add(word.chars().count());
    Some(Raw { from: at, to, piece: Piece::Done((*figure).to_owned()) })
}

/// `1:1`, `5:3:2`, `1比1`.
fn ratio(run: Run<'_>, at: usize) -> Option<Raw> {
    let first = arabic(run, at).filter(|one| one.scale.is_empty())?;
    let (mut parts, mut end) = (vec![first.number], first.end);
    while matches!(run.at(end), Some(':' | '比')) {
        let Some(next) = arabic(run, end.saturating_add(1)) else { break };
        parts.push(next.number);
        end = next.end;
    }
    (parts.len() > 1).then(|| Raw { from: at, to: end, piece: Piece::Done(parts.join(":")) })
}

/// A date, as far as it goes: `2022年1月1日`, `2022年底`, `2022年`, `3月1日`, `2021年版`.
fn date(run: Run<'_>, at: usize) -> Option<Raw> {
    let first = arabic(run, at).or_else(|| hanzi(run, at)).filter(|one| one.scale.is_empty())?;
    let after = first.end.saturating_add(1);
    let done = |to: usize, figure: String| Some(Raw { from: at, to, piece: Piece::Done(figure) });
    if run.at(first.end) == Some('月') {
        let day = part(run, after, '日')?;
        return done(day.1, format!("{}月{}日", first.number, day.0));
    }
    if first.number.len() != 4 {
        return None;
    }
    if run.at(first.end) == Some('-') {
        let (month, end) = part(run, after, '-')?;
        let day = arabic(run, end)?;
        let date = Date::new(first.number.parse().ok()?, month, day.number.parse().ok()?).ok()?;
        return done(day.end, date.to_string());
    }
    (run.at(first.end) == Some('年')).then_some(())?;
    let year = first.number;
    if let Some(to) = edition(run, after) {
        let name = run.text(after, to);
        return Some(Raw { from: at, to, piece: Piece::Reference(format!("{year}年{name}")) });
    }
    if let Some(end) = ["年底", "底", "年末", "末"].iter().find(|end| run.starts(after, end))
    {
        return done(after.saturating_add(end.chars().count()), format!("{year}-12-31"));
    }
    let Some((month, end)) = part(run, after, '月') else {
        return done(after, format!("{year}年"));
    };
    let number: i32 = year.parse().ok()?;
    if let Some((day, end)) = part(run, end, '日') {
        let date = Date::new(number, month, day).ok()?;
        return done(end, date.to_string());
    }
    match run.at(end) {
        Some('底' | '末') => {
            let first = Date::new(number, month, 1).ok()?;
            let last = first.add_months(1)?.add_days(-1)?;
            done(end.saturating_add(1), last.to_string())
        }
        _ => done(end, format!("{year}年{month}月")),
    }
}

/// A numeral and the sign that ends it.
fn part(run: Run<'_>, at: usize, sign: char) -> Option<(u32, usize)> {
    let numeral = arabic(run, at).or_else(|| hanzi(run, at))?;
    let ended = run.at(numeral.end) == Some(sign);
    ended.then_some(())?;
    Some((numeral.number.parse().ok()?, numeral.end.saturating_add(1)))
}

/// Where 版 or 修订版 ends, right after a year.
fn edition(run: Run<'_>, at: usize) -> Option<usize> {
    let words = ["修订版", "修正版", "版", "修订", "修正"];
    let word = words.iter().find(|word| run.starts(at, word))?;
    Some(at.saturating_add(word.chars().count()))
}
