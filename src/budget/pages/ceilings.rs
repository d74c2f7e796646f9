//! Declared budgets.

use super::super::ceiling::Ceiling;
use super::super::page::{Head, Item, Page};
use super::super::survey::Findings;
use crate::diag::Text;
use crate::ir::Beyond;
use crate::scenario::{Directory, words};

/// Budgets, and what each award gets of those whose policy says who goes without; none where no
/// budget is declared.
pub(super) fn pages(directory: &Directory, findings: &Findings) -> Option<[Page; 2]> {
    let ceilings = &findings.ceilings;
    (!ceilings.is_empty()).then(|| [budgets(directory, ceilings), awards(directory, ceilings)])
}

fn budgets(directory: &Directory, ceilings: &[Ceiling<'_>]) -> Page {
    let heads = vec![
        Head::text("budget", "预算", "budget"),
        Head::whole("year", "年度", "year"),
        Head::money("most", "预算额", "most"),
        Head::whole("awards", "笔数", "awards"),
        Head::money("committed", "已定", "committed"),
        Head::money("over", "超出", "over"),
        Head::money("open_low", "未定，至少", "open, at least"),
        Head::money("open_high", "未定，至多", "open, at most"),
        Head::whole("unbounded", "无上限的笔数", "without bound"),
        Head::text("beyond", "超出怎么办", "when it does not suffice"),
    ];
    let rows = ceilings.iter().map(|one| {
        vec![
            Item::Named(words::address(directory, one.budget.address)),
            Item::year(one.year),
            Item::Number(one.budget.most),
            Item::count(one.awards),
            Item::sum(one.committed.0),
            Item::sum(one.over),
            Item::sum(one.open_low.0),
            Item::sum(one.open_high.0),
            Item::some(one.unbounded),
            Item::Named(beyond(directory, one)),
        ]
    });
    Page {
        key: "budgets",
        title: Text::new("预算", "budgets"),
        note: None,
        heads,
        rows: rows.collect(),
        drawings: Vec::new(),
    }
}

fn beyond(directory: &Directory, ceiling: &Ceiling<'_>) -> Text {
    match ceiling.budget.beyond {
        None => Text::new("政策没有说", "the policy does not say"),
        Some(Beyond::ProRata) => Text::new("按比例", "pro rata"),
        Some(Beyond::FirstCome(None)) => {
            Text::new("先到先得，按数据的次序", "first come, in the order of the data")
        }
        Some(Beyond::FirstCome(Some(fact))) => {
            let fact = directory.program.vocabulary.facts.get(fact.index());
            let Text { zh, en } = fact.map(|fact| words::named(&fact.name)).unwrap_or_default();
            let undated = ceiling.claims.iter().filter(|claim| claim.day.is_none()).count();
            match undated {
                0 => Text::new(format!("先到先得，按{zh}"), format!("first come, by {en}")),
                _ => Text::new(
                    format!("先到先得，按{zh}；{undated} 笔不知日期，排在最后"),
                    format!("first come, by {en}; {undated} of unknown date stand last"),
                ),
            }
        }
    }
}

fn awards(directory: &Directory, ceilings: &[Ceiling<'_>]) -> Page {
    let heads = vec![
        Head::text("budget", "预算", "budget"),
        Head::text("id", "主体编号", "id"),
        Head::text("subject", "名称", "subject"),
        Head::text("rule", "规则", "rule"),
        Head::whole("year", "年度", "year"),
        Head::text("day", "先后的日期", "day of coming"),
        Head::money("amount", "应得", "amount"),
        Head::money("borne", "预算内", "within the budget"),
    ];
    let rows = ceilings.iter().flat_map(|one| {
        one.claims.iter().map(|claim| {
            vec![
                Item::Named(words::address(directory, one.budget.address)),
                Item::Text(claim.id.clone()),
                Item::Text(claim.label.clone()),
                Item::Named(words::rule(directory, claim.rule)),
                Item::year(claim.year),
                claim.day.map_or(Item::Empty, Item::Day),
                Item::Number(claim.amount),
                claim.borne.map_or(Item::Empty, Item::Number),
            ]
        })
    });
    Page {
        key: "budget_awards",
        title: Text::new("预算内的给付", "awards within budgets"),
        note: None,
        heads,
        rows: rows.collect(),
        drawings: Vec::new(),
    }
}
