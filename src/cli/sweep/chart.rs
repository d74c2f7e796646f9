//! A small chart in letters: it reads without colour and in any font.

use crate::chart::{Unit, ticks};
use crate::diag::{Lang, Text};
use crate::eval::Status;
use crate::quantity::{Exact, Ratio};
use crate::sweep::{Amount, Inputs, Piece, Sample};
use crate::text;

/// How many rows an amount is drawn in.
const ROWS: usize = 9;

/// What stands in a column: the least and the greatest amount.
type Column = Option<(Ratio, Ratio)>;

/// Draws an outcome: `*` an amount, `:` between a least and a greatest one, `o` a sample.
pub(super) fn drawn(
    pieces: &[Piece],
    inputs: Inputs,
    foot: (String, String),
    lang: Lang,
    width: usize,
) -> String {
    let most = most(pieces, inputs, width);
    let unit = Unit::fit(most, "元");
    let Some(top) = round_figure(most) else { return String::new() };
    let labels = [unit.figure(top), unit.figure(Ratio::ZERO)];
    let left = labels.iter().map(String::len).max().unwrap_or(0).saturating_add(4);
    let columns = columns_of(width, left);
    let known: Vec<Column> = (0..columns).map(|at| column(pieces, inputs, at, columns)).collect();
    let samples = sampled(pieces, inputs, columns);
    let head = &unit.name;
    let head = text!(zh: "金额（{head}）", en: "amount ({head})");
    let mut text = format!("    {}\n", head.get(lang));
    for row in (0..ROWS).rev() {
        let [most, none] = &labels;
        let label = match row {
            0 => none.as_str(),
            row if row == ROWS.saturating_sub(1) => most,
            _ => "",
        };
        let line: String = (0..columns)
            .map(|at| {
                let column = known.get(at).copied().flatten();
                let dots = samples.iter().filter(|(column, _)| *column == at);
                let dot = dots.into_iter().any(|(_, amount)| row_of(*amount, top) == row);
                if dot { 'o' } else { sign(column, row, top) }
            })
            .collect();
        text.push_str(format!("{label:>left$} |{line}").trim_end());
        text.push('\n');
    }
    let rule = "-".repeat(columns);
    text.push_str(&format!("{:left$} +{rule}\n", ""));
    let (from, to) = foot;
    let gap = columns.saturating_sub(shown(&from)).saturating_sub(shown(&to)).max(1);
    text.push_str(&format!("{:left$}  {from}{}{to}\n", "", " ".repeat(gap)));
    text
}

fn shown(text: &str) -> usize {
    unicode_width::UnicodeWidthStr::width(text)
}

/// What the signs mean.
pub(super) fn legend() -> Text {
    Text::new(
        "* 金额  : 介于最少与最多之间  o 取样",
        "* amount  : between the least and the most  o sample",
    )
}

fn columns_of(width: usize, left: usize) -> usize {
    width.saturating_sub(left).saturating_sub(2).clamp(20, 72)
}

/// The greatest amount that a chart of this width shows.
fn most(pieces: &[Piece], inputs: Inputs, width: usize) -> Ratio {
    let columns = columns_of(width, 0);
    let known = (0..columns).filter_map(|at| column(pieces, inputs, at, columns));
    let samples = sampled(pieces, inputs, columns).into_iter().map(|(_, amount)| amount);
    known.map(|(_, high)| high).chain(samples).max().unwrap_or(Ratio::ZERO)
}

/// The next round figure that is not below an amount; none for one that is not above zero.
fn round_figure(most: Ratio) -> Option<Ratio> {
    let step = *ticks(Ratio::ZERO, most, 4).get(1)?;
    let steps = most.checked_div(step)?.ceil_to(Exact::ONE)?;
    step.checked_mul(steps.into())
}

/// What stands in the row of a column.
fn sign(column: Column, row: usize, top: Ratio) -> char {
    let Some((low, high)) = column else { return ' ' };
    let (low, high) = (row_of(low, top), row_of(high, top));
    if row == low || row == high {
        '*'
    } else if row > low && row < high {
        ':'
    } else {
        ' '
    }
}

/// The row of an amount, to the nearest.
fn row_of(amount: Ratio, top: Ratio) -> usize {
    let rows = Exact::from_i64(i64::try_from(ROWS).unwrap_or(1).saturating_sub(1));
    let part = amount.checked_div(top).and_then(|part| part.checked_mul(rows.into()));
    let row = part.and_then(|part| part.round(Exact::ONE, crate::quantity::Mode::HalfUp)?.to_i64());
    row.and_then(|row| usize::try_from(row).ok()).unwrap_or(0)
}

/// The input in the middle of a column.
fn input(inputs: Inputs, at: usize, columns: usize) -> Option<Exact> {
    let number = |count: usize| i64::try_from(count).ok().map(Exact::from_i64);
    let twice = at.checked_mul(2)?.checked_add(1)?;
    let part = Ratio::new(number(twice)?, number(columns.checked_mul(2)?)?)?;
    let length = Ratio::from(inputs.to.checked_sub(inputs.from)?);
    let along = length.checked_mul(part)?.checked_add(inputs.from.into())?;
    along.floor_to(inputs.granule)
}

/// The amount in the middle of a column: nothing drawn where it is not known.
fn column(pieces: &[Piece], inputs: Inputs, at: usize, columns: usize) -> Column {
    let at = input(inputs, at, columns)?;
    let piece = pieces.iter().find(|piece| piece.inputs.0 <= at && at <= piece.inputs.1)?;
    let at = Ratio::from(at);
    match (&piece.amount, &piece.status) {
        (Amount::Exact(line), _) => line.at(at).map(|amount| (amount, amount)),
        (Amount::Between(low, Some(high)), _) => Some((low.at(at)?, high.at(at)?)),
        (Amount::Between(low, None), _) => low.at(at).map(|amount| (amount, amount)),
        (Amount::None, status) if is_nothing(status) => Some((Ratio::ZERO, Ratio::ZERO)),
        (Amount::None | Amount::Sampled(_), _) => None,
    }
}

/// Whether it is certain that there is nothing.
pub(super) fn is_nothing(status: &Status) -> bool {
    matches!(
        status,
        Status::NotEligible(_)
            | Status::NotYet { .. }
            | Status::NotInForce
            | Status::Exhausted(_)
            | Status::Excluded(_)
    )
}

/// The amounts of samples, each with its column.
fn sampled(pieces: &[Piece], inputs: Inputs, columns: usize) -> Vec<(usize, Ratio)> {
    let samples = pieces.iter().filter_map(|piece| match &piece.amount {
        Amount::Sampled(samples) => Some(samples),
        _ => None,
    });
    let last = columns.saturating_sub(1);
    let placed = |sample: &Sample| {
        let length = Ratio::from(inputs.to.checked_sub(inputs.from)?);
        let along = Ratio::from(sample.at.checked_sub(inputs.from)?).checked_div(length)?;
        let columns = Exact::from_i64(i64::try_from(columns).ok()?);
        let column = along.checked_mul(columns.into())?.floor_to(Exact::ONE)?.to_i64()?;
        let column = usize::try_from(column).ok()?.min(last);
        Some((column, amount_of(&sample.status)?))
    };
    samples.flatten().filter_map(placed).collect()
}

/// The amount of a sample, if it has one.
pub(super) fn amount_of(status: &Status) -> Option<Ratio> {
    match status {
        Status::Granted(amount) => Some((*amount).into()),
        status => is_nothing(status).then_some(Ratio::ZERO),
    }
}
