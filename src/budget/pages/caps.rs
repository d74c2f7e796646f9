//! What caps save.

use std::cmp::Reverse;

use super::super::caps::CapSaving;
use super::super::page::{Head, Item, Page};
use super::super::survey::Findings;
use super::top;
use crate::diag::Text;
use crate::quantity::Dimension;
use crate::scenario::{Directory, words};

/// Caps of money, the most saved first; then caps of other quantities.
pub(super) fn page(directory: &Directory, findings: &Findings) -> Page {
    let mut caps: Vec<&CapSaving> = findings.caps.iter().collect();
    caps.sort_by_key(|cap| (!is_money(cap), Reverse(cap.saved.0), cap.address));
    let heads = vec![
        Head::text("cap", "上限", "cap"),
        Head::text("written", "写作", "as written"),
        Head::whole("met", "遇到的笔数", "amounts that met it"),
        Head::whole("lowered", "压低的笔数", "lowered"),
        Head::whole("subjects", "涉及主体", "subjects"),
        Head::money("saved", "省下", "saved"),
        Head::text("saved_quantity", "压下的量", "quantity held back"),
        Head::whole("rounded", "取整的笔数", "rounded"),
        Head::whole("open", "未定的笔数", "open"),
    ];
    let rows = caps.iter().map(|cap| {
        let quantity = cap
            .saved
            .0
            .filter(|_| !is_money(cap))
            .map(|saved| Item::Text(words::number(directory, cap.address, saved.into())));
        vec![
            Item::Named(words::path(directory, cap.address)),
            Item::Named(words::address(directory, cap.address)),
            Item::count(cap.met),
            Item::count(cap.lowered),
            Item::count(cap.records),
            if is_money(cap) { Item::sum(cap.saved.0) } else { Item::Empty },
            quantity.unwrap_or(Item::Empty),
            Item::some(cap.rounded),
            Item::some(cap.open),
        ]
    });
    let rows: Vec<_> = rows.collect();
    let saving = caps.iter().filter(|cap| is_money(cap) && cap.lowered > 0).count();
    let drawings = top(Text::new("各上限省下的钱", "money that caps save"), 0, vec![5], saving);
    let title = Text::new("上限省下", "saved by caps");
    Page { key: "caps", title, note: None, heads, rows, drawings }
}

/// A cap whose dimension cannot be told stands in an amount, and is taken for one of money.
fn is_money(cap: &CapSaving) -> bool {
    cap.dimension.is_none_or(|dimension| dimension == Dimension::MONEY)
}
