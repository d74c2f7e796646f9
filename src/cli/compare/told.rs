//! The comparison for people.

use super::data::Compared;
use crate::batch::Sum;
use crate::cli::table::fitted;
use crate::compare::{Edit, Flow, Large, RuleChange};
use crate::derivation::derivation_lines;
use crate::diag::{Lang, Text};
use crate::ir::MoneyKind;
use crate::quantity::{Exact, yuan};
use crate::scenario::{Directory, words};
use crate::text;

/// What is told.
pub(super) struct Told<'a, 'p> {
    pub(super) compared: &'a Compared<'p>,
    pub(super) edits: &'a [Edit],
    pub(super) directories: &'a [Directory<'p>; 2],
}

/// A part of the report: its title, its table, and which of its columns are figures.
struct Part {
    title: Text,
    rows: Vec<Vec<Text>>,
    figures: Vec<usize>,
}

/// The whole report.
pub(super) fn told(told: &Told<'_, '_>, lang: Lang, width: usize) -> String {
    let mut lines = String::new();
    for sentence in heading(told) {
        lines.push_str(sentence.get(lang));
        lines.push('\n');
    }
    for part in [nets(told), rules(told), totals(told)] {
        if part.rows.len() < 2 {
            continue;
        }
        let rows: Vec<Vec<String>> = part
            .rows
            .iter()
            .map(|row| row.iter().map(|cell| cell.get(lang).to_owned()).collect())
            .collect();
        let title = part.title.get(lang);
        lines.push_str(&format!("\n{title}\n"));
        for line in fitted(&rows, &part.figures, width.saturating_sub(2)).lines() {
            lines.push_str(format!("  {line}").trim_end());
            lines.push('\n');
        }
    }
    lines.push_str(&largest(told, lang));
    lines
}

fn heading(told: &Told<'_, '_>) -> Vec<Text> {
    let differences = &told.compared.differences;
    let mut said: Vec<Text> = told.edits.iter().map(Edit::told).collect();
    for pair in differences.matching.unmatched() {
        let [old, new] = told.directories;
        said.extend(pair.before.map(|rule| {
            let Text { zh, en } = words::rule(old, rule);
            text!(zh: "{zh}：新政策里没有", en: "{en}: dropped")
        }));
        said.extend(pair.after.filter(|_| pair.before.is_none()).map(|rule| {
            let Text { zh, en } = words::rule(new, rule);
            text!(zh: "{zh}：新政策才有", en: "{en}: new")
        }));
    }
    if let [before, after] = differences.broken
        && (before, after) != (0, 0)
    {
        said.push(text!(
            zh: "算不出来的（矛盾、超出范围）：原 {before} 笔，新 {after} 笔",
            en: "cannot be computed (contradictions, out of range): {before} before, {after} after",
        ));
    }
    let (records, changed) = (differences.records, differences.changed);
    said.push(match changed {
        0 => text!(
            zh: "比较了 {records} 个，结果都没有变", en: "{records} compared: nothing changes",
        ),
        _ => text!(
            zh: "比较了 {records} 个，{changed} 个的结果有变",
            en: "{records} compared: {changed} come to something else",
        ),
    });
    said
}

fn nets(told: &Told<'_, '_>) -> Part {
    let mut rows = vec![vec![
        text!(zh: "类别", en: "money"),
        text!(zh: "多得", en: "gain"),
        text!(zh: "增加（元）", en: "gained (元)"),
        text!(zh: "少得", en: "lose"),
        text!(zh: "减少（元）", en: "lost (元)"),
        text!(zh: "说不定", en: "open"),
    ]];
    for (kind, net) in &told.compared.differences.nets {
        let mut row = vec![money(told, *kind)];
        row.extend(flow(&net.flow));
        row.push(counted(net.open));
        rows.push(row);
    }
    Part {
        title: text!(zh: "谁多得、谁少得", en: "Who gains, who loses"),
        rows,
        figures: vec![1, 2, 3, 4, 5],
    }
}

fn rules(told: &Told<'_, '_>) -> Part {
    let mut rows = vec![vec![
        text!(zh: "规则", en: "rule"),
        text!(zh: "类别", en: "money"),
        text!(zh: "原（元）", en: "before (元)"),
        text!(zh: "新（元）", en: "after (元)"),
        text!(zh: "增减（元）", en: "difference (元)"),
        text!(zh: "多得", en: "gain"),
        text!(zh: "少得", en: "lose"),
        text!(zh: "其他变化", en: "otherwise"),
    ]];
    let differences = &told.compared.differences;
    for (pair, change) in &differences.rules {
        let Some((program, rule)) = differences.rule(*pair) else { continue };
        let [old, new] = told.directories;
        let directory = if std::ptr::eq(program, old.program) { old } else { new };
        let [before, after] = change.awarded;
        let mut row = vec![
            words::rule(directory, rule),
            differences.money(*pair).map(|kind| money(told, kind)).unwrap_or_default(),
        ];
        row.extend(before_and_after([before, after]));
        row.extend([counted(change.flow.winners), counted(change.flow.losers), otherwise(change)]);
        rows.push(row);
    }
    Part { title: text!(zh: "按规则", en: "By rule"), rows, figures: vec![2, 3, 4, 5, 6] }
}

/// What changed beside amounts that are settled under both.
fn otherwise(change: &RuleChange) -> Text {
    let mut said = Vec::new();
    let (count, sum) = change.opened;
    if count > 0 {
        let sum = sum.0.map(yuan).unwrap_or_default();
        said.push(text!(
            zh: "{count} 笔变为未定（原 {sum}）", en: "{count} now open ({sum} before)",
        ));
    }
    let (count, sum) = change.closed;
    if count > 0 {
        let sum = sum.0.map(yuan).unwrap_or_default();
        said.push(text!(
            zh: "{count} 笔由未定变为已定（{sum}）", en: "{count} no longer open ({sum})",
        ));
    }
    let (moved, other) = (change.moved, change.otherwise);
    if moved > 0 {
        said.push(text!(zh: "{moved} 笔未定的上下限变了", en: "{moved} open within other bounds"));
    }
    if other > 0 {
        said.push(
            text!(zh: "{other} 笔结论或出资变了", en: "{other} conclude or are paid otherwise"),
        );
    }
    words::list(said)
}

fn totals(told: &Told<'_, '_>) -> Part {
    let mut rows = vec![vec![
        text!(zh: "类别", en: "money"),
        text!(zh: "出资", en: "paid by"),
        text!(zh: "原（元）", en: "before (元)"),
        text!(zh: "新（元）", en: "after (元)"),
        text!(zh: "增减（元）", en: "difference (元)"),
    ]];
    let differences = &told.compared.differences;
    for ((kind, level), sums) in &differences.totals {
        let mut row = vec![money(told, *kind), payer(told, *kind, level)];
        row.extend(before_and_after(*sums));
        rows.push(row);
    }
    let title = text!(zh: "合计（两边都已定的）", en: "Totals (settled under both)");
    Part { title, rows, figures: vec![2, 3, 4] }
}

fn largest(told: &Told<'_, '_>, lang: Lang) -> String {
    let mut lines = String::new();
    for (kind, net) in &told.compared.differences.nets {
        let Text { zh, en } = money(told, *kind);
        let title = text!(zh: "{zh}：变化最大的", en: "{en}: the largest changes");
        for (position, large) in net.largest.iter().enumerate() {
            if position == 0 {
                lines.push_str(&format!("\n{}\n", title.get(lang)));
            }
            lines.push_str(&large_told(told, position.saturating_add(1), large, lang));
        }
    }
    lines
}

/// A change with how it comes about under either program.
fn large_told(told: &Told<'_, '_>, number: usize, large: &Large, lang: Lang) -> String {
    let id = &large.id;
    let difference = signed(large.difference);
    let mut lines = format!("  {number}. {id}：{difference}\n");
    if lang == Lang::En {
        lines = format!("  {number}. {id}: {difference}\n");
    }
    let sides = [text!(zh: "原", en: "before"), text!(zh: "新", en: "after")];
    let each = sides.iter().zip(told.directories).zip(&told.compared.sources);
    let each = each.zip(large.facts.iter().zip(&large.outcomes));
    for (((side, directory), sources), (facts, outcome)) in each {
        let derived = outcome
            .as_ref()
            .map(|outcome| derivation_lines(directory, sources, facts, outcome, lang));
        let side = side.get(lang);
        match derived {
            None => {
                let none = text!(zh: "没有这条规则", en: "no such rule");
                lines.push_str(&format!("     {side}  {}\n", none.get(lang)));
            }
            Some(derived) => {
                for (at, line) in derived.iter().enumerate() {
                    let first = if at == 0 { format!("     {side}  ") } else { " ".repeat(9) };
                    lines.push_str(format!("{first}{line}").trim_end());
                    lines.push('\n');
                }
            }
        }
    }
    lines
}

fn money(told: &Told<'_, '_>, kind: MoneyKind) -> Text {
    words::money_kind(&told.directories[0], kind)
}

/// Who pays; money that nobody pays out has no payer.
pub(super) fn payer(told: &Told<'_, '_>, kind: MoneyKind, level: &str) -> Text {
    let levels = told.directories.iter().flat_map(|one| &one.program.vocabulary.levels);
    let mut named = levels.filter(|named| named.zh == level);
    match (named.next(), kind) {
        (Some(named), _) => words::named(named),
        (None, MoneyKind::Paid) => text!(zh: "未载明", en: "not stated"),
        (None, _) => Text::default(),
    }
}

fn flow(flow: &Flow) -> [Text; 4] {
    [counted(flow.winners), summed(flow.gained), counted(flow.losers), summed(flow.lost)]
}

fn before_and_after([before, after]: [Sum; 2]) -> [Text; 3] {
    let difference = before.0.zip(after.0).and_then(|(old, new)| new.checked_sub(old));
    [summed(before), summed(after), difference.map_or_else(too_long, |sum| plain(signed(sum)))]
}

fn counted(count: u64) -> Text {
    plain(if count == 0 { String::new() } else { count.to_string() })
}

fn summed(sum: Sum) -> Text {
    sum.0.map_or_else(too_long, |sum| plain(yuan(sum)))
}

fn too_long() -> Text {
    text!(zh: "超出范围", en: "out of range")
}

fn plain(text: String) -> Text {
    Text::same(text)
}

/// With its sign.
fn signed(amount: Exact) -> String {
    let sign = if amount.is_negative() || amount.is_zero() { "" } else { "+" };
    format!("{sign}{}", yuan(amount))
}
