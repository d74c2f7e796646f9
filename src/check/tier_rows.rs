//! The rows of a tier table cover every value once: first 首档, then strictly rising; where a row
//! says its end, it meets the next. What is wrong is shown by a value that falls there.

use std::collections::BTreeSet;

use super::constant::{Choices, combinations, readings_of, value_under};
use super::context::Context;
use super::tiers::{Row, Start, lower_inclusive, upper_inclusive};
use crate::ast::{At, Tiers};
use crate::diag::{Code, Diagnostic, text};
use crate::ir::ReadingId;
use crate::quantity::{Dimension, Exact, Ratio, parse_unit};

/// A bound with its figure: where it stands, and whether the figure belongs to the row.
#[derive(Clone, Copy)]
struct Edge {
    at: At,
    value: Ratio,
    inclusive: bool,
}

impl Context<'_> {
    /// Checks the rows under every combination of readings; reports each problem once.
    pub(super) fn check_rows(
        &mut self,
        tiers: &Tiers,
        rows: &[Row],
        dimension: Option<Dimension>,
    ) -> bool {
        if !self.check_first(tiers) {
            return false;
        }
        let combinations = combinations(&readings(rows));
        combinations.iter().all(|choices| self.check_rows_under(rows, choices, dimension))
    }

    fn check_first(&mut self, tiers: &Tiers) -> bool {
        let mut rows = tiers.rows.iter();
        if rows.next().is_some_and(|first| first.lower.is_some()) || tiers.rows.is_empty() {
            let message = text!(zh: "档表的第一行应是“首档”", en: "the first row of a tier table starts at zero");
            let at = tiers.rows.first().map_or(tiers.at, |row| row.at);
            let help = text!(
                zh: "加一行“首档: …”；够不够格写在 条件 里",
                en: "add a row `first_tier: …`; eligibility belongs in `condition`"
            );
            self.report(Diagnostic::new(Code::TierStart, message).at(at.0).help(help));
            return false;
        }
        if let Some(row) = rows.find(|row| row.lower.is_none()) {
            let message =
                text!(zh: "只有第一行可以是“首档”", en: "only the first row starts at zero");
            let help = text!(zh: "写明这一档从哪里起，如“超过 15亿元: …”", en: "say where this tier starts, such as `over 15亿元: …`");
            self.report(Diagnostic::new(Code::TierStart, message).at(row.at.0).help(help));
            return false;
        }
        true
    }

    fn check_rows_under(
        &mut self,
        rows: &[Row],
        choices: &Choices,
        dimension: Option<Dimension>,
    ) -> bool {
        let starts: Vec<Option<Edge>> =
            rows.iter().map(|row| lower_edge(row.start.as_ref()?, choices)).collect();
        let mut below: Option<Edge> = None;
        for (index, row) in rows.iter().enumerate() {
            let start = starts.get(index).copied().flatten();
            if let (Some(lower), Some(upper)) = (below, start)
                && upper.value <= lower.value
            {
                self.disorder(lower, upper, dimension);
                return false;
            }
            below = start.or(below);
            let next = starts.get(index.saturating_add(1)).copied().flatten();
            if !self.check_end(row, next, choices, dimension) {
                return false;
            }
        }
        true
    }

    /// Where a row says its end, the next row starts there, and the figure falls in one of them.
    fn check_end(
        &mut self,
        row: &Row,
        next: Option<Edge>,
        choices: &Choices,
        dimension: Option<Dimension>,
    ) -> bool {
        let Some(end) = row.end.as_ref() else {
            return true;
        };
        let inclusive = end.word.under(choices).and_then(upper_inclusive);
        let Some(inclusive) = inclusive else {
            return false;
        };
        let end = Edge { at: end.at, value: Ratio::from(end.figure), inclusive };
        let Some(next) = next else {
            self.open_end(end, dimension);
            return false;
        };
        match end.value.cmp(&next.value) {
            std::cmp::Ordering::Equal if end.inclusive != next.inclusive => true,
            std::cmp::Ordering::Equal if end.inclusive => {
                self.overlap(end, next, end.value, dimension)
            }
            std::cmp::Ordering::Equal => self.gap(end, next, end.value, dimension),
            std::cmp::Ordering::Less => {
                let witness = inside(end.value, next.value, !end.inclusive, !next.inclusive);
                self.gap(end, next, witness, dimension)
            }
            std::cmp::Ordering::Greater => {
                let witness = inside(next.value, end.value, next.inclusive, end.inclusive);
                self.overlap(end, next, witness, dimension)
            }
        }
    }

    fn disorder(&mut self, lower: Edge, upper: Edge, dimension: Option<Dimension>) {
        let (low, high) =
            (self.show(lower, lower.value, dimension), self.show(upper, upper.value, dimension));
        let message = text!(zh: "各档应从低到高：{high} 不高于前一档的 {low}", en: "tiers rise strictly: {high} is not above {low} before it");
        let problem = Diagnostic::new(Code::TierDisorder, message)
            .primary(upper.at.0, text!(zh: "这一档从这里起", en: "this tier starts here"))
            .secondary(lower.at.0, text!(zh: "前一档从这里起", en: "the one before starts here"))
            .help(text!(zh: "按界从低到高排列", en: "put the rows in rising order"));
        self.report(problem);
    }

    fn gap(&mut self, end: Edge, next: Edge, witness: Ratio, dimension: Option<Dimension>) -> bool {
        let value = self.show(next, witness, dimension);
        let message = text!(zh: "{value} 不在任何一档里", en: "{value} falls in no tier");
        let problem = Diagnostic::new(Code::TierGap, message)
            .primary(end.at.0, text!(zh: "这一档到这里为止", en: "this tier ends here"))
            .secondary(next.at.0, text!(zh: "下一档从这里起", en: "the next starts here"))
            .help(text!(zh: "删去上界，或使两处相接，如“不超过 x”接“超过 x”", en: "leave the end out, or let the two meet, such as `at_most x` and `over x`"));
        self.report(problem);
        false
    }

    fn overlap(
        &mut self,
        end: Edge,
        next: Edge,
        witness: Ratio,
        dimension: Option<Dimension>,
    ) -> bool {
        let value = self.show(next, witness, dimension);
        let message = text!(zh: "{value} 同时落在两档里", en: "{value} falls in two tiers");
        let problem = Diagnostic::new(Code::TierOverlap, message)
            .primary(end.at.0, text!(zh: "这一档到这里为止", en: "this tier ends here"))
            .secondary(next.at.0, text!(zh: "下一档从这里起", en: "the next starts here"))
            .help(text!(zh: "删去上界，或使两处相接，如“不超过 x”接“超过 x”", en: "leave the end out, or let the two meet, such as `at_most x` and `over x`"));
        self.report(problem);
        false
    }

    fn open_end(&mut self, end: Edge, dimension: Option<Dimension>) {
        let witness = end.value.checked_add(if end.inclusive { Ratio::ONE } else { Ratio::ZERO });
        let value = self.show(end, witness.unwrap_or(end.value), dimension);
        let message = text!(zh: "{value} 不在任何一档里", en: "{value} falls in no tier");
        let problem = Diagnostic::new(Code::TierGap, message)
            .primary(end.at.0, text!(zh: "最后一档到这里为止", en: "the last tier ends here"))
            .help(text!(zh: "最后一档不写上界；不予支持的写在 条件 里", en: "the last tier has no end; what is not supported belongs in condition"));
        self.report(problem);
    }

    /// A value in the unit that the bound is written in.
    fn show(&self, edge: Edge, value: Ratio, dimension: Option<Dimension>) -> String {
        let written = self.text_at(edge.at.0);
        let unit: String = written
            .chars()
            .rev()
            .take_while(|c| !c.is_ascii_digit() && !c.is_whitespace())
            .collect();
        let unit: String = unit.chars().rev().collect();
        let unit = parse_unit(&unit, self.counts).ok();
        let canonical =
            dimension.map(|dimension| dimension.canonical_unit(self.counts)).unwrap_or_default();
        match (unit, value.to_exact()) {
            (Some(unit), Some(value)) => crate::quantity::format_in(value, &unit),
            _ => format!("{value}{canonical}"),
        }
    }
}

fn lower_edge(start: &Start, choices: &Choices) -> Option<Edge> {
    let value = value_under(&start.figure, choices)?;
    let inclusive = lower_inclusive(start.word.under(choices)?)?;
    Some(Edge { at: start.at, value, inclusive })
}

/// A value between two others: the lower end if it counts, else the upper if it counts, else halfway.
fn inside(low: Ratio, high: Ratio, low_counts: bool, high_counts: bool) -> Ratio {
    let halfway = || low.checked_add(high)?.checked_div(Ratio::from(Exact::from_i64(2)));
    match (low_counts, high_counts) {
        (true, _) => low,
        (_, true) => high,
        _ => halfway().unwrap_or(low),
    }
}

/// The readings that the rows hang on, with how many alternatives each has.
fn readings(rows: &[Row]) -> BTreeSet<(ReadingId, usize)> {
    let mut all = BTreeSet::new();
    for start in rows.iter().filter_map(|row| row.start.as_ref()) {
        readings_of(&start.figure, &mut all);
        all.extend(start.word.reading.map(|reading| (reading, start.word.arms.len())));
    }
    let ends = rows.iter().filter_map(|row| row.end.as_ref());
    all.extend(ends.filter_map(|end| Some((end.word.reading?, end.word.arms.len()))));
    all
}
