//! What is undetermined for want of which fact.

use super::super::page::{Head, Item, Page};
use super::super::stakes::{StakeRow, Wanted};
use super::super::survey::Findings;
use super::{money, top};
use crate::diag::Text;
use crate::ir::Program;
use crate::scenario::{Directory, words};
use crate::text;

/// By fact, over all money paid; and by fact and rule.
pub(super) fn pages(directory: &Directory, findings: &Findings) -> [Page; 2] {
    let note = text!(
        zh: "一笔缺几项事实的，在每一项里都全额计入，所以各行不能相加",
        en: "an outcome that lacks several facts counts in full for each, so rows do not add up",
    );
    let stakes = || {
        vec![
            Head::whole("subjects", "涉及主体", "subjects"),
            Head::whole("outcomes", "笔数", "outcomes"),
            Head::money("at_stake", "悬着的钱", "money at stake"),
            Head::whole("unbounded", "无上限的笔数", "without bound"),
            Head::whole("without_amount", "不涉金额的笔数", "without amount"),
        ]
    };
    let mut heads = vec![Head::text("missing", "缺什么", "missing")];
    heads.extend(stakes());
    let rows = findings.missing.iter().map(|row| {
        let mut items = vec![Item::Named(wanted(directory.program, row.wanted))];
        items.extend(stake(row));
        items
    });
    let at_stake = |row: &&StakeRow| row.stake.width.0.is_none_or(|width| !width.is_zero());
    let drawn = findings.missing.iter().filter(at_stake).count();
    let all = Page {
        key: "missing",
        title: Text::new("缺的事实", "missing facts"),
        note: Some(note.clone()),
        heads,
        rows: rows.collect(),
        drawings: top(Text::new("因缺事实悬着的钱", "money at stake"), 0, vec![3], drawn),
    };
    let mut heads = vec![
        Head::text("missing", "缺什么", "missing"),
        Head::text("rule", "规则", "rule"),
        Head::text("kind", "资金性质", "money"),
    ];
    heads.extend(stakes());
    let rows = findings.missing_by_rule.iter().filter_map(|row| {
        let rule = row.rule?;
        let mut items = vec![
            Item::Named(wanted(directory.program, row.wanted)),
            Item::Named(words::rule(directory, rule)),
            Item::Named(money(directory, rule)),
        ];
        items.extend(stake(row));
        Some(items)
    });
    let by_rule = Page {
        key: "missing_by_rule",
        title: Text::new("缺的事实（按规则）", "missing facts by rule"),
        note: Some(note),
        heads,
        rows: rows.collect(),
        drawings: Vec::new(),
    };
    [all, by_rule]
}

fn stake(row: &StakeRow) -> [Item; 5] {
    let stake = row.stake;
    [
        Item::count(stake.records),
        Item::count(stake.outcomes),
        Item::sum(stake.width.0),
        Item::some(stake.unbounded),
        Item::some(stake.without_amount),
    ]
}

fn wanted(program: &Program, wanted: Wanted) -> Text {
    let vocabulary = &program.vocabulary;
    let kind = |id: crate::ir::KindId| vocabulary.kinds.get(id.index()).map(|kind| &kind.name);
    let text = match wanted {
        Wanted::Fact(id) => vocabulary.facts.get(id.index()).and_then(|fact| {
            let of = kind(fact.kind)?;
            let zh = format!("{}.{}", of.zh, fact.name.zh);
            Some(Text::new(zh, format!("{}.{}", of.en, fact.name.en)))
        }),
        Wanted::Children(id) => kind(id).map(|name| {
            let zh = format!("{}是否列全", name.zh);
            Text::new(zh, format!("whether every {} is listed", name.en))
        }),
        Wanted::Series(id) => {
            vocabulary.series.get(id.index()).map(|series| words::named(&series.name))
        }
        Wanted::History => Some(Text::new("历史", "history")),
        Wanted::AsOf => Some(Text::new("评价日", "day of evaluation")),
        Wanted::Year => Some(Text::new("年度", "year")),
    };
    text.unwrap_or_default()
}
