//! Totals: paid money by level, all other money apart.

use super::line::{Context, wan};
use super::{heads, name, titled};
use crate::cli::page::Block;
use crate::diag::Text;
use crate::eval::Outcome;
use crate::ir::MoneyKind;
use crate::quantity::yuan;
use crate::scenario::{Total, totals, words};

/// The totals of exact amounts; what awaits facts or decisions is not in them.
pub(super) fn sums(context: Context, outcomes: &[Outcome]) -> Option<Block> {
    let totals = totals(context.directory.program, outcomes);
    if totals.is_empty() {
        return None;
    }
    let mut rows = vec![heads(
        context,
        ["类别", "出资", "年度", "金额（元）", "万元"],
        ["kind", "paid by", "year", "amount (yuan)", "10,000 yuan"],
    )];
    rows.extend(totals.iter().map(|total| row(context, total)));
    let title = Text::new("合计（只含已确定的金额）", "Totals (of what is exact)");
    Some(titled(context, &title, rows, &[3, 4]))
}

fn row(context: Context, total: &Total) -> Vec<String> {
    let levels = &context.directory.program.vocabulary.levels;
    let level = |level: crate::ir::LevelId| levels.get(level.index());
    let kind = words::money_kind(context.directory, total.kind);
    let payer = match (total.kind, total.level.and_then(level)) {
        (_, Some(level)) => name(context, level),
        (MoneyKind::Paid, None) => context.say(&Text::new("未载明", "not stated")),
        (_, None) => "—".to_owned(),
    };
    let dash = || "—".to_owned();
    vec![
        context.say(&kind),
        payer,
        total.year.map_or_else(dash, |year| year.to_string()),
        total.amount.map_or_else(dash, yuan),
        total.amount.map_or_else(dash, wan),
    ]
}
