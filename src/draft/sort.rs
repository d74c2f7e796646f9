//! What part of a rule a figure most likely is.

use crate::ledger::{Figure, REFERENCE, Side, Value};
use crate::quantity::Counts;

/// A part of a rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Part {
    /// `条件 x 超过 a`: the figure with its word, as the language writes it.
    Condition(String),
    /// `金额 …`: a sum, or a share or rate of something.
    Amount(Amount),
    /// `上限 a`.
    Cap,
    /// `裁量 … 不超过 x × a`: up to a share.
    UpTo,
    /// `年限 … 不超过 a`.
    Years,
    /// `时限 … 指标 x 不超过 a`: the figure with its word.
    Limit(String),
    /// `原 a`: what a limit was before.
    Baseline,
    /// The start and the end of the validity.
    From,
    To,
    /// What the drafter has to place: a reference, a count, a year.
    Open,
}

/// How an amount is worked out of its figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Amount {
    /// It is the figure.
    Sum,
    /// It is something times the figure.
    Times,
}

/// The most likely part.
pub(super) fn part(figure: &Figure) -> Part {
    let (written, word) = (figure.figure.as_str(), figure.word.as_str());
    let value = Value::read(written, &Counts::default());
    let side = Side::of(word);
    if word == REFERENCE {
        return Part::Open;
    }
    match value {
        Ok(Value::Day(_)) => match word {
            "从" | "起" | "自" => Part::From,
            "至" | "止" | "截止" => Part::To,
            _ => Part::Open,
        },
        Ok(Value::Ratio(_)) if side.is_none() => Part::Amount(Amount::Times),
        Ok(Value::Number(..)) => of_number(written, word, side),
        _ => Part::Open,
    }
}

fn of_number(written: &str, word: &str, side: Option<Side>) -> Part {
    let is_work = ["工作日", "小时", "天"].iter().any(|unit| written.ends_with(unit));
    match word {
        "由" => return Part::Baseline,
        // 压缩至, 精减至 and their kin.
        _ if word.ends_with('至') && word.chars().count() > 1 => {
            return Part::Limit(format!("不超过 {written} 原文\"{word}\""));
        }
        "内" if is_work => return Part::Limit(format!("{written} 以内")),
        _ if is_work && Side::of(word) == Some(Side::Below) => {
            return Part::Limit(compared(written, word));
        }
        _ => {}
    }
    let is_limit = word.contains("不超") || word.starts_with("最高") || word.starts_with("上限");
    let is_share = written.ends_with(['%', '‰']);
    let is_rate = written.contains("元/");
    let is_money = written.ends_with('元');
    match (is_limit, side) {
        (true, _) if is_money => Part::Cap,
        (true, _) if is_share || is_rate => Part::UpTo,
        (true, _) if written.ends_with('年') => Part::Years,
        (_, Some(_)) => Part::Condition(compared(written, word)),
        (_, None) if is_share || is_rate => Part::Amount(Amount::Times),
        (_, None) if is_money && !matches!(word, "从" | "至") => Part::Amount(Amount::Sum),
        (_, None) => Part::Open,
    }
}

/// The words of the language that a text may use itself, those after the figure first.
const AFTER: [&str; 4] = ["以上", "以下", "以内", "及以下"];
const BEFORE: [&str; 9] =
    ["不超过", "不低于", "至少", "满", "达到", "超过", "低于", "不足", "不满"];

/// A figure and its word, as the language writes them. Where it lacks the word, one of the same
/// side and the text's own behind it.
fn compared(written: &str, word: &str) -> String {
    if AFTER.contains(&word) {
        return format!("{written} {word}");
    }
    if BEFORE.contains(&word) {
        return format!("{word} {written}");
    }
    match Side::of(word) {
        Some(Side::Above) if word.starts_with("不含") => format!("低于 {written} 原文\"{word}\""),
        Some(Side::Below) if word.starts_with("不含") => format!("超过 {written} 原文\"{word}\""),
        Some(Side::Above) => format!("不低于 {written} 原文\"{word}\""),
        Some(Side::Near) => format!("{written} 左右 容差 10%"),
        _ => format!("不超过 {written} 原文\"{word}\""),
    }
}
