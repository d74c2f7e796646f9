//! Who is near a threshold.

use super::super::near::{Moved, Near, NearSide, Side};
use super::super::page::{Head, Item, Page};
use super::super::survey::Findings;
use super::super::thresholds::{Bound, Compared, Figure};
use crate::diag::Text;
use crate::ir::{Expr, FactId, FoldOp, Named, Type};
use crate::quantity::Dimension;
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
        Head::text("compared", "比的量", "quantity compared"),
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
            Item::Named(quantity(directory, one.threshold.compared.value)),
            match (one.threshold.figure, one.threshold.compared.bound) {
                (Some(figure), _) => Item::Text(shown(directory, &one.threshold.compared, figure)),
                (None, Bound::Generated) => Item::Named(Text::new("续档", "generated tiers")),
                (None, _) => Item::Named(Text::new("各自算出", "computed for each")),
            },
            Item::Named(words::money_kind(directory, one.kind)),
        ];
        row.extend(side(one.below));
        row.extend(side(one.above));
        row
    });
    let note = text!(
        zh: "变化是把一项事实改到刚好过线的值，重新计算该条款得出的差额；算出的量改的是哪一项，名单里写明",
        en: "the change is what the clause comes to once a fact has a value that just crosses, less what it comes to now; which fact that is for a computed quantity, the list tells",
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
        Head::text("figure", "数", "figure"),
        Head::text("moved", "改动的事实", "fact moved"),
        Head::money("change", "过线的变化", "change by crossing"),
    ];
    let rows = near.iter().flat_map(|one| {
        let compared = &one.threshold.compared;
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
                Item::Text(shown(directory, compared, value.value)),
                Item::Text(shown(directory, compared, value.bound)),
                value.moved.as_ref().map_or(Item::Empty, |one| Item::Named(moved(directory, one))),
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

/// What a value is called: a fact, an intermediate, a sum of either; else what it comes from.
fn quantity(directory: &Directory, value: &Expr) -> Text {
    let program = directory.program;
    match value {
        Expr::InYear(_, of) => quantity(directory, of),
        Expr::Fact { fact, .. } => name(directory, *fact),
        Expr::Local { local, .. } => {
            let local = program.locals.get(local.index());
            local.map(|local| words::named(&local.name)).unwrap_or_default()
        }
        Expr::Fold(fold) if fold.op == FoldOp::Count => {
            let Named { zh, en } = directory.kind_name(fold.kind);
            text!(zh: "{zh}的个数", en: "number of {en}")
        }
        Expr::Fold(fold) if fold.op == FoldOp::Sum => match &fold.body {
            Some(body) => {
                let Text { zh, en } = quantity(directory, body);
                text!(zh: "{zh}之和", en: "sum of {en}")
            }
            None => Text::default(),
        },
        other => {
            let mut parts: Vec<Text> = Vec::new();
            other.walk(&mut |expr| {
                if let Expr::Fact { .. } | Expr::Local { .. } = expr {
                    let part = quantity(directory, expr);
                    if !parts.contains(&part) {
                        parts.push(part);
                    }
                }
            });
            let Text { zh, en } = words::list(parts);
            text!(zh: "由{zh}算得", en: "computed from {en}")
        }
    }
}

fn name(directory: &Directory, fact: FactId) -> Text {
    let fact = directory.program.vocabulary.facts.get(fact.index());
    fact.map(|fact| words::named(&fact.name)).unwrap_or_default()
}

/// A fact of a subject with the value it was moved to.
fn moved(directory: &Directory, moved: &Moved) -> Text {
    let Text { zh, en } = name(directory, moved.fact);
    let to = of_fact(directory, moved.fact, moved.to);
    match moved.label.as_str() {
        "" => text!(zh: "{zh} 改为 {to}", en: "{en} becomes {to}"),
        label => text!(zh: "{label}.{zh} 改为 {to}", en: "{label}.{en} becomes {to}"),
    }
}

/// A figure in the unit of the fact that is compared, else in that of the bound.
fn shown(directory: &Directory, compared: &Compared, figure: Figure) -> String {
    match (compared.fact(), figure) {
        (Some(fact), figure) => of_fact(directory, fact, figure),
        (None, Figure::Number(value)) => words::number(directory, compared.unit_at, value),
        (None, Figure::Day(day)) => day.to_string(),
    }
}

/// A value of a fact, in the unit in which it is declared.
fn of_fact(directory: &Directory, fact: FactId, figure: Figure) -> String {
    let value = match figure {
        Figure::Number(value) => value,
        Figure::Day(day) => return day.to_string(),
    };
    let fact = directory.program.vocabulary.facts.get(fact.index());
    let (unit, dimension) = match fact.map(|fact| (fact.unit.as_str(), fact.ty)) {
        Some((unit, Type::Number(dimension))) => (unit, dimension),
        _ => ("", Dimension::PLAIN),
    };
    words::quantity(directory, value, unit, dimension)
}
