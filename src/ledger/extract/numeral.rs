//! Numerals: `1,000.5`, `十五`, `五百万`, `二零二二`.

use super::scan::Run;

/// A numeral read at a place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Numeral {
    /// In Arabic digits, without its scale.
    pub(super) number: String,
    /// The scale as written: 万, 亿, 百万.
    pub(super) scale: String,
    /// Where it ends.
    pub(super) end: usize,
}

/// A numeral in Arabic digits: thousands may be separated, a scale may follow.
pub(super) fn arabic(run: Run<'_>, at: usize) -> Option<Numeral> {
    let (mut number, mut end) = (String::new(), at);
    while let Some(c) = run.at(end) {
        let next_is_digit = run.at(end.saturating_add(1)).is_some_and(|c| c.is_ascii_digit());
        match c {
            '0'..='9' => number.push(c),
            '.' if next_is_digit && !number.is_empty() && !number.contains('.') => number.push(c),
            ',' if next_is_digit && is_thousands(run, end) => {}
            _ => break,
        }
        end = end.saturating_add(1);
    }
    if number.is_empty() {
        return None;
    }
    let (scale, end) = scale(run, end);
    Some(Numeral { number, scale, end })
}

/// Whether exactly three digits follow a comma.
fn is_thousands(run: Run<'_>, comma: usize) -> bool {
    let digit = |by: usize| run.at(comma.saturating_add(by)).is_some_and(|c| c.is_ascii_digit());
    digit(1) && digit(2) && digit(3) && !digit(4)
}

/// 十 百 千 万 亿 after digits; 千 of 千瓦 or 千克 is the unit's.
fn scale(run: Run<'_>, at: usize) -> (String, usize) {
    let (mut scale, mut end) = (String::new(), at);
    while let Some(c) = run.at(end).filter(|c| matches!(c, '十' | '百' | '千' | '万' | '亿')) {
        let of_unit = ["千瓦", "千克", "千米"].iter().any(|unit| run.starts(end, unit));
        if of_unit {
            break;
        }
        scale.push(c);
        end = end.saturating_add(1);
    }
    (scale, end)
}

/// A numeral in hanzi.
pub(super) fn hanzi(run: Run<'_>, at: usize) -> Option<Numeral> {
    let mut end = at;
    while run.at(end).is_some_and(is_numeral) {
        let of_unit = ["千瓦", "千克", "千米"].iter().any(|unit| run.starts(end, unit));
        if of_unit && end > at {
            break;
        }
        end = end.saturating_add(1);
    }
    let chars: Vec<char> = (at..end).filter_map(|place| run.at(place)).collect();
    if chars.is_empty() {
        return None;
    }
    if chars == ['半'] {
        return Some(Numeral { number: "0.5".into(), scale: String::new(), end });
    }
    if chars.len() > 1 && chars.iter().all(|c| digit(*c).is_some()) {
        // Digit by digit, as years are written.
        let number = chars.iter().filter_map(|c| Some(digit(*c)?.to_string())).collect();
        return Some(Numeral { number, scale: String::new(), end });
    }
    // 五百万 keeps its 万: the scale is the text's own.
    let tail = chars.iter().rev().take_while(|c| matches!(c, '万' | '亿')).count();
    let head = chars.len().saturating_sub(tail);
    let scale: String = chars.iter().skip(head).collect();
    let number = match head {
        0 => return None,
        _ => value(chars.iter().take(head).copied())?.to_string(),
    };
    Some(Numeral { number, scale, end })
}

/// Whether a character is one of a numeral in hanzi.
pub(super) fn is_numeral(c: char) -> bool {
    digit(c).is_some() || power(c).is_some() || c == '半'
}

fn digit(c: char) -> Option<u64> {
    let digits = ['零', '一', '二', '三', '四', '五', '六', '七', '八', '九'];
    match c {
        '两' => Some(2),
        c => digits.iter().zip(0..).find(|(digit, _)| **digit == c).map(|(_, value)| value),
    }
}

fn power(c: char) -> Option<u64> {
    match c {
        '十' => Some(10),
        '百' => Some(100),
        '千' => Some(1_000),
        '万' => Some(10_000),
        '亿' => Some(100_000_000),
        _ => None,
    }
}

/// The number that hanzi say: a section below each 万 and 亿, summed.
fn value(chars: impl Iterator<Item = char>) -> Option<u64> {
    let (mut total, mut section, mut pending) = (0_u64, 0_u64, None);
    for c in chars {
        if let Some(digit) = digit(c) {
            pending = Some(digit);
            continue;
        }
        let power = power(c)?;
        if power >= 10_000 {
            let below = section.checked_add(pending.take().unwrap_or(0))?;
            total = total.checked_add(below)?.checked_mul(power)?;
            section = 0;
        } else {
            // 十五 is 15: nothing before a power is one of it.
            section = section.checked_add(pending.take().unwrap_or(1).checked_mul(power)?)?;
        }
    }
    total.checked_add(section)?.checked_add(pending.unwrap_or(0))
}
