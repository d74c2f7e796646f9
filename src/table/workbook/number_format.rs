//! What a cell shows of the number that it holds: 0.03 under the format `0%` is shown as 3%.
//!
//! Format codes are those of ISO/IEC 29500-1, 18.8.31: up to four sections between semicolons, for
//! positive numbers, negative ones, zero and text. How many digits are shown is no matter: a number
//! is taken at its 15 digits.

use crate::quantity::Exact;
use crate::table::{Fault, Held};

/// A format under which numbers or texts are shown as something else than what the cell holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct NumberFormat {
    code: String,
    /// The sections for numbers.
    numbers: Vec<Section>,
    /// The section for texts, if there is one.
    texts: Option<Section>,
}

/// A section of a format code.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
struct Section {
    shows: Shows,
    /// Whether it holds under a condition of its own, such as `[>=100]`.
    is_conditional: bool,
    /// The power of ten by which the number is multiplied before it is shown.
    exponent: i32,
    /// The least number of digits before the point.
    digits: usize,
    /// What stands in front of the number and behind it, save for blanks, signs and brackets.
    prefix: String,
    suffix: String,
}

/// What a section shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Shows {
    /// Its literals only.
    #[default]
    Literals,
    /// The number, or the text.
    Content,
    /// A date, or digits with something else among them.
    Other,
}

impl NumberFormat {
    /// The format of a code; none where whatever a cell holds is shown as it is.
    pub(super) fn of(code: &str) -> Option<Self> {
        let mut sections = sections(code);
        let has_text = sections.len() > 3 || sections.last().is_some_and(|(_, is_text)| *is_text);
        let texts = sections.pop_if(|_| has_text).map(|(section, _)| section);
        let mut numbers: Vec<Section> = sections.into_iter().map(|(section, _)| section).collect();
        if numbers.is_empty() {
            numbers.extend(texts.clone());
        }
        let plain = |section: &Section| section.shows == Shows::Content && section.is_bare();
        // A zero that is shown as a dash or as nothing is a zero.
        let shown = numbers.iter().take(2).all(plain)
            && numbers.iter().skip(2).all(|zero| zero.shows != Shows::Other && zero.is_bare());
        let is_plain = shown && texts.as_ref().is_none_or(Section::is_bare);
        (!is_plain).then(|| Self { code: code.to_owned(), numbers, texts })
    }

    /// A number as it is shown, with its unit; what cannot be told is a fault.
    pub(super) fn shown(&self, number: Exact) -> Held {
        let refused = || Held::from(Fault::Disguised(self.code.clone()));
        let Some(section) = self.section(number) else { return refused() };
        match section.shows {
            Shows::Content if section.is_bare() => Held::Number(number),
            Shows::Content => {
                section.text(number).map_or_else(refused, |text| Held::Text(text.into()))
            }
            Shows::Literals if number.is_zero() && self.numbers.len() > 2 => Held::Number(number),
            Shows::Literals | Shows::Other => refused(),
        }
    }

    /// A text as it is shown.
    pub(super) fn shown_text(&self, text: &str) -> String {
        match &self.texts {
            Some(Section { shows: Shows::Content, prefix, suffix, .. }) => {
                format!("{prefix}{text}{suffix}")
            }
            _ => text.to_owned(),
        }
    }

    /// The section under which a number is shown, if that does not depend on its size.
    fn section(&self, number: Exact) -> Option<&Section> {
        let first = self.numbers.first()?;
        if self.numbers.iter().any(|section| section.is_conditional) {
            let same = |section: &Section| {
                Section { is_conditional: first.is_conditional, ..section.clone() } == *first
            };
            return self.numbers.iter().all(same).then_some(first);
        }
        let at = match (number.is_negative(), number.is_zero()) {
            (true, _) => 1,
            (_, true) => 2,
            _ => 0,
        };
        Some(self.numbers.get(at).unwrap_or(first))
    }
}

impl Section {
    /// Whether nothing but the digits of what it holds is shown.
    fn is_bare(&self) -> bool {
        self.exponent == 0 && self.prefix.is_empty() && self.suffix.is_empty()
    }

    /// The number with what stands around it; none where only its size is another, so that what it
    /// is a number of cannot be told, or where digits would join digits.
    fn text(&self, number: Exact) -> Option<String> {
        let joins = |c: char| c.is_ascii_digit() || matches!(c, '.' | ',');
        if (self.prefix.is_empty() && self.suffix.is_empty())
            || self.prefix.ends_with(joins)
            || self.suffix.starts_with(joins)
        {
            return None;
        }
        let number = number.checked_mul(Exact::power_of_ten(self.exponent)?)?;
        let sign = if number.is_negative() { "-" } else { "" };
        let written = number.abs().to_string();
        let (whole, rest) = match written.find('.').and_then(|at| written.split_at_checked(at)) {
            Some(parts) => parts,
            None => (written.as_str(), ""),
        };
        // Only what looks like an identifier is known by its leading zeros.
        let width = if self.prefix.is_empty() { 0 } else { self.digits };
        Some(format!("{}{sign}{whole:0>width$}{rest}{}", self.prefix, self.suffix))
    }
}

/// A section being read.
#[derive(Default)]
struct Reading {
    section: Section,
    /// Whether a digit, the whole content or a text was met.
    has_content: bool,
    is_text: bool,
    is_date: bool,
    /// Whether the fraction of the number has begun.
    in_fraction: bool,
    /// Commas since the last digit: what follows tells whether they separate or scale.
    commas: i32,
    /// Whether something stands behind the last digit that may not stand among digits.
    is_closed: bool,
    is_broken: bool,
}

/// The sections of a code, each with whether it is for texts.
fn sections(code: &str) -> Vec<(Section, bool)> {
    let (mut read, mut reading) = (Vec::new(), Reading::default());
    let mut rest = code.chars().peekable();
    while let Some(c) = rest.next() {
        match c {
            ';' => read.push(std::mem::take(&mut reading).end()),
            '"' => rest.by_ref().take_while(|c| *c != '"').for_each(|c| reading.literal(c)),
            '\\' | '!' => rest.next().into_iter().for_each(|c| reading.literal(c)),
            // Room of another character's width, and one that fills the cell.
            '_' | '*' => drop(rest.next()),
            '[' => reading.bracketed(&rest.by_ref().take_while(|c| *c != ']').collect::<String>()),
            'G' | 'g' => {
                let general = ["eneral", "/通用格式"];
                let is_general = general.into_iter().find(|word| {
                    let next: String = rest.clone().take(word.chars().count()).collect();
                    next.eq_ignore_ascii_case(word)
                });
                match is_general {
                    Some(word) => {
                        rest.by_ref().take(word.chars().count()).for_each(drop);
                        reading.content();
                    }
                    None => reading.is_date = true,
                }
            }
            'E' | 'e' if rest.next_if(|c| matches!(c, '+' | '-')).is_some() => {}
            c => reading.token(c),
        }
    }
    let last = reading.end();
    // A code without anything is the general one.
    if read.is_empty() && code.trim().is_empty() {
        return vec![(Section { shows: Shows::Content, ..Section::default() }, false)];
    }
    read.push(last);
    read
}

impl Reading {
    fn token(&mut self, c: char) {
        match c {
            '0' | '#' | '?' => {
                self.commas = 0;
                if c == '0' && !self.in_fraction {
                    self.section.digits = self.section.digits.saturating_add(1);
                }
                self.content();
            }
            '.' if self.has_content || self.section.prefix.is_empty() => {
                self.scale();
                self.in_fraction = true;
            }
            ',' if self.has_content => self.commas = self.commas.saturating_add(1),
            '/' if self.has_content => {}
            '1'..='9' if self.has_content && !self.is_closed => {}
            '@' => {
                self.is_text = true;
                self.content();
            }
            '%' => {
                self.section.exponent = self.section.exponent.saturating_add(2);
                self.literal('%');
            }
            'y' | 'Y' | 'm' | 'M' | 'd' | 'D' | 'h' | 'H' | 's' | 'S' | 'a' | 'A' | 'b' | 'B'
            | 'e' | 'E' => self.is_date = true,
            c => self.literal(c),
        }
    }

    /// The number, or a digit of it.
    fn content(&mut self) {
        self.is_broken |= self.is_closed;
        self.has_content = true;
    }

    fn literal(&mut self, c: char) {
        match self.has_content {
            false => self.section.prefix.push(c),
            true => {
                self.is_closed |= !c.is_whitespace();
                self.section.suffix.push(c);
            }
        }
    }

    /// What stands in brackets: an elapsed time, a condition, a currency, else a colour or a locale.
    fn bracketed(&mut self, inside: &str) {
        let is_time = !inside.is_empty() && inside.chars().all(|c| "hmsHMS".contains(c));
        if is_time {
            self.is_date = true;
        } else if inside.starts_with(['<', '>', '=']) {
            self.section.is_conditional = true;
        } else if let Some(currency) = inside.strip_prefix('$') {
            let sign = currency.split_once('-').map_or(currency, |(sign, _)| sign);
            sign.chars().for_each(|c| self.literal(c));
        }
    }

    /// Commas behind the last digit before the point, or behind all, are for a thousand each.
    fn scale(&mut self) {
        let thousands = self.commas.saturating_mul(3);
        self.section.exponent = self.section.exponent.saturating_sub(thousands);
        self.commas = 0;
    }

    fn end(mut self) -> (Section, bool) {
        self.scale();
        let Section { prefix, suffix, .. } = &mut self.section;
        for around in [prefix, suffix] {
            *around = around.trim_matches(is_idle).to_owned();
        }
        self.section.shows = match (self.is_date || self.is_broken, self.has_content) {
            (true, _) => Shows::Other,
            (false, true) => Shows::Content,
            (false, false) => Shows::Literals,
        };
        (self.section, self.is_text)
    }
}

/// What may stand around a number without making another of it.
fn is_idle(c: char) -> bool {
    c.is_whitespace() || matches!(c, '(' | ')' | '（' | '）' | '-' | '+' | '¥' | '￥')
}
