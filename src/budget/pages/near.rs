//! Who is near a threshold.

use super::super::near::{Near, NearSide, Side};
use super::super::page::{Head, Item, Page};
use super::super::survey::Findings;
use crate::diag::Text;
use crate::ir::Type;
use crate::quantity::{Dimension, Exact};
use crate::scenario::{Directory, words};
use crate::text;

/// Each bound, and those near it by name; none when it was not asked.
pub(super) fn pages(directory: &Directory, findings: &Findings) -> Option<[Page; 2]> {
    let near = findings.near.as_deref()?;
    Some([bounds(directory, near), listed(directory, near)])
}

fn bounds(directory: &Directory, near: &[Near]) -> Page {
    let mut heads = vec![
        Head::text("bound", "界线", "bound"),
        Head::text("fact", "事实", "fact"),
        Head::text("figure", "数", "figure"),
        Head::text("kind", "资金性质", "money"),
    ];
    heads.extend([
        Head::whole("below", "低侧个数", "below it"),
        Head::whole("below_subjects", "低侧主体", "subjects below"),
        Head::money("below_change", "过线的变化", "change by crossing up"),
        Head::whole("below_unsettled", "低侧算不出", "unsettled below"),
        Head::whole("above", "高侧个数", "above it"),
        Head::whole("above_subjects", "高侧主体", "subjects above"),
        Head::money("above_change", "退回的变化", "change by falling back"),
        Head::whole("above_unsettled", "高侧算不出", "unsettled above"),
    ]);
    let rows = near.iter().map(|one| {
        let mut row = vec![
            Item::Named(words::path(directory, one.threshold.address)),
            Item::Named(fact(directory, one)),
            Item::Text(quantity(directory, one, one.threshold.bound)),
            Item::Named(words::money_kind(directory, one.kind)),
        ];
        row.extend(side(one.below));
        row.extend(side(one.above));
        row
    });
    let note = text!(
        zh: "变化是把事实改到界线另一侧最近的值，重新计算该条款得出的差额",
        en: "the change is what the clause comes to once the fact has the nearest value on the other side, less what it comes to now",
    );
    Page {
        key: "near",
        title: Text::new("临近界线", "near a threshold"),
        note: Some(note),
        heads,
        rows: rows.collect(),
        drawings: Vec::new(),
    }
}

fn side(side: NearSide) -> [Item; 4] {
    [
        Item::some(side.values),
        Item::some(side.records),
        if side.values > side.unsettled { Item::sum(side.change.0) } else { Item::Empty },
        Item::some(side.unsettled),
    ]
}

fn listed(directory: &Directory, near: &[Near]) -> Page {
    let heads = vec![
        Head::text("bound", "界线", "bound"),
        Head::text("id", "主体编号", "id"),
        Head::text("subject", "名称", "subject"),
        Head::whole("year", "年度", "year"),
        Head::text("side", "在哪一侧", "side"),
        Head::text("value", "值", "value"),
        Head::money("change", "过线的变化", "change by crossing"),
    ];
    let rows = near.iter().flat_map(|one| {
        one.listed.iter().map(|value| {
            vec![
                Item::Named(words::path(directory, one.threshold.address)),
                Item::Text(value.id.clone()),
                Item::Text(value.label.clone()),
                Item::year(value.year),
                Item::Named(match value.side {
                    Side::Below => Text::new("低侧", "below"),
                    Side::Above => Text::new("高侧", "above"),
                }),
                Item::Text(quantity(directory, one, value.value)),
                value.change.map_or(Item::Empty, Item::Number),
            ]
        })
    });
    Page {
        key: "near_listed",
        title: Text::new("临近界线名单", "near a threshold, by name"),
        note: None,
        heads,
        rows: rows.collect(),
        drawings: Vec::new(),
    }
}

fn fact(directory: &Directory, near: &Near) -> Text {
    let fact = directory.program.vocabulary.facts.get(near.threshold.fact.index());
    fact.map(|fact| words::named(&fact.name)).unwrap_or_default()
}

/// A value of the fact, in the unit in which it is declared.
fn quantity(directory: &Directory, near: &Near, value: Exact) -> String {
    let fact = directory.program.vocabulary.facts.get(near.threshold.fact.index());
    let (unit, dimension) = match fact.map(|fact| (fact.unit.as_str(), fact.ty)) {
        Some((unit, Type::Number(dimension))) => (unit, dimension),
        _ => ("", Dimension::PLAIN),
    };
    words::quantity(directory, value.into(), unit, dimension)
}
