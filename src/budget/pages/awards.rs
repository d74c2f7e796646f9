//! How awards are distributed.

use std::cmp::Reverse;

use super::super::distribution::{Class, Distribution};
use super::super::page::{Drawing, Head, Item, Page};
use super::super::survey::Findings;
use super::money;
use crate::diag::Text;
use crate::scenario::{Directory, words};

/// So many rules have a histogram of their own.
const HISTOGRAMS: usize = 12;

/// Quantiles, and classes.
pub(super) fn pages(directory: &Directory, findings: &Findings) -> [Page; 2] {
    let mut all: Vec<&Distribution> = findings.distributions.iter().collect();
    all.sort_by_key(|one| (super::kind(directory, one.rule), Reverse(one.sum.0)));
    [quantiles(directory, &all), classes(directory, &all)]
}

fn quantiles(directory: &Directory, all: &[&Distribution]) -> Page {
    let heads = vec![
        Head::text("rule", "规则", "rule"),
        Head::text("kind", "资金性质", "money"),
        Head::whole("awards", "笔数", "awards"),
        Head::money("amount", "合计", "sum"),
        Head::money("least", "最少", "least"),
        Head::money("median", "中位数", "median"),
        Head::money("nine_tenths", "九成不超过", "nine in ten up to"),
        Head::money("greatest", "最多", "greatest"),
    ];
    let rows = all.iter().map(|one| {
        vec![
            Item::Named(words::rule(directory, one.rule)),
            Item::Named(money(directory, one.rule)),
            Item::count(one.count),
            Item::sum(one.sum.0),
            Item::Number(one.least),
            Item::Number(one.median),
            Item::Number(one.nine_tenths),
            Item::Number(one.greatest),
        ]
    });
    Page {
        key: "distribution",
        title: Text::new("金额分布", "distribution"),
        note: None,
        heads,
        rows: rows.collect(),
        drawings: Vec::new(),
    }
}

fn classes(directory: &Directory, all: &[&Distribution]) -> Page {
    let heads = vec![
        Head::text("rule", "规则", "rule"),
        Head::text("class", "金额段", "class"),
        Head::money("from", "起（含）", "from"),
        Head::money("below", "止（不含）", "below"),
        Head::whole("awards", "笔数", "awards"),
    ];
    let (mut rows, mut drawings) = (Vec::new(), Vec::new());
    for one in all {
        let rule = words::rule(directory, one.rule);
        let first = rows.len();
        rows.extend(one.classes.iter().map(|class| {
            vec![
                Item::Named(rule.clone()),
                Item::Named(said(class)),
                Item::Number(class.from),
                class.below.map_or(Item::Empty, Item::Number),
                Item::count(class.count),
            ]
        }));
        if drawings.len() < HISTOGRAMS {
            let title = Text::new(format!("{} 的笔数", rule.zh), format!("awards of {}", rule.en));
            drawings.push(Drawing { title, labels: 1, figures: vec![4], rows: first..rows.len() });
        }
    }
    let title = Text::new("金额段", "classes of amounts");
    Page { key: "classes", title, note: None, heads, rows, drawings }
}

/// `50万元`, `50万元 至 100万元`.
fn said(class: &Class) -> Text {
    let from = words::money(class.from);
    match class.below.map(words::money) {
        None => from,
        Some(below) => {
            let zh = format!("{} 至 {}", from.zh, below.zh);
            Text::new(zh, format!("{} to {}", from.en, below.en))
        }
    }
}
