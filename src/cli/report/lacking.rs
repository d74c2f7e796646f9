//! What is missing, and what it would be worth to know it.

use std::collections::BTreeMap;

use super::line::{Context, Line, wan};
use super::{heads, titled};
use crate::cli::page::Block;
use crate::diag::Text;
use crate::eval::{Missing, Status};
use crate::quantity::{Exact, yuan};
use crate::scenario::words;
use crate::text;

/// How much a line could come to, for ranking: unbounded before any amount, no bounds last.
pub(super) fn most(line: &Line) -> (u8, Exact) {
    match line.bounds() {
        Some((_, None)) => (2, Exact::ZERO),
        Some((_, Some(high))) => (1, high),
        None => (0, Exact::ZERO),
    }
}

/// What a line lacks, in words; whose it is only where it is not the line's own subject's.
pub(super) fn missing(context: Context, line: &Line) -> String {
    let Status::Undetermined { missing, .. } = &line.outcome.status else { return String::new() };
    let words = missing.iter().map(|one| {
        let Text { zh, en } = words::missing(context.directory, context.facts, one);
        let whose = match one {
            Missing::Fact { subject, .. }
            | Missing::Children { subject, .. }
            | Missing::History(subject) => Some(*subject),
            Missing::Series(..) | Missing::AsOf | Missing::Year => None,
        };
        let own = whose.filter(|whose| Some(*whose) == line.outcome.subject);
        let Some(own) = own else { return Text::new(zh, en) };
        let own = words::subject(context.directory, context.facts, own);
        let without = |words: String, whose: String| match words.strip_prefix(&whose) {
            Some(rest) => rest.to_owned(),
            None => words,
        };
        Text::new(without(zh, format!("{}·", own.zh)), without(en, format!("{}: ", own.en)))
    });
    context.say(&words::list(words))
}

/// So many are listed; the table before has them all.
const SHOWN: usize = 10;

/// What hangs on one missing fact.
#[derive(Default)]
struct Worth {
    awards: usize,
    unbounded: bool,
    sum: Option<Exact>,
}

/// The missing facts, each with the most that hangs on it, the greatest first. An award that
/// hangs on several facts counts with each.
pub(super) fn worth_asking(context: Context, lines: &[Line]) -> Block {
    let mut worth: BTreeMap<Missing, Worth> = BTreeMap::new();
    for line in lines {
        let Status::Undetermined { missing, .. } = &line.outcome.status else { continue };
        for one in missing {
            let entry = worth.entry(*one).or_default();
            entry.awards = entry.awards.saturating_add(1);
            match line.bounds() {
                Some((_, Some(high))) => {
                    entry.sum = entry.sum.unwrap_or(Exact::ZERO).checked_add(high);
                }
                Some((_, None)) => entry.unbounded = true,
                None => {}
            }
        }
    }
    let mut ranked: Vec<_> = worth.into_iter().collect();
    ranked.sort_by_key(|(_, worth)| std::cmp::Reverse((worth.unbounded, worth.sum)));
    let mut rows = vec![heads(
        context,
        ["缺少的信息", "牵涉项数", "最多（元）", "万元"],
        ["missing", "awards", "at most (yuan)", "10,000 yuan"],
    )];
    let rest = ranked.split_off(ranked.len().min(SHOWN)).len();
    rows.extend(ranked.into_iter().map(|(one, worth)| {
        let shown = |show: fn(Exact) -> String| match (worth.unbounded, worth.sum) {
            (true, _) => context.say(&Text::new("无上限", "no bound")),
            (false, sum) => sum.map_or_else(|| "—".to_owned(), show),
        };
        let what = words::missing(context.directory, context.facts, &one);
        vec![context.say(&what), worth.awards.to_string(), shown(yuan), shown(wan)]
    }));
    if rest > 0 {
        let more = text!(zh: "另有 {rest} 项，见上表", en: "and {rest} more, as above");
        rows.push(vec![context.say(&more)]);
    }
    titled(
        context,
        &Text::new("最值得补的信息", "What is most worth finding out"),
        rows,
        &[1, 2, 3],
    )
}
