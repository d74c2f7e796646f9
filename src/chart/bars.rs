//! Bars from the left, for labels of any length: amounts, counts, classes of a histogram. They start
//! at zero, always.

use super::scale::{Scale, Unit, ticks};
use super::svg::{Anchor, LINE, Svg, Tenths, width_of};
use crate::quantity::{Exact, Ratio};

/// A panel of bars.
#[derive(Debug, Clone)]
pub struct Bars {
    /// What it shows.
    pub title: String,
    /// What the lengths show, without the unit.
    pub label: String,
    /// In which unit figures stand.
    pub unit: Unit,
    /// What the parts of a bar are; nothing is said of a single one.
    pub series: Vec<String>,
    /// The bars from the top.
    pub bars: Vec<Bar>,
}

/// A bar.
#[derive(Debug, Clone)]
pub struct Bar {
    /// What stands beside it.
    pub label: String,
    /// Its parts from the left, one a series; none is below zero.
    pub parts: Vec<Exact>,
}

/// The width of a sheet.
const WIDTH: Tenths = 9600;
/// The widest that labels may be.
const LABELS: Tenths = 4000;
/// From bar to bar, and the thickness of one.
const ROW: Tenths = 240;
const THICK: Tenths = 150;
/// Room around and between.
const MARGIN: Tenths = 120;
const GAP: Tenths = 60;
/// A square of a legend.
const SQUARE: Tenths = 110;
/// How the parts of a bar are filled.
const FILLS: &[&str] = &["bar", "bar2", "bar3", "bar4"];

/// Panels of bars below each other on one sheet, with a title and a description.
#[must_use]
pub fn bar_sheet(title: &str, description: &str, panels: &[Bars]) -> String {
    let head = MARGIN.saturating_add(LINE).saturating_add(GAP);
    let heights = panels.iter().map(Bars::height);
    let height = heights.fold(head.saturating_add(MARGIN), Tenths::saturating_add);
    let mut svg = Svg::new(WIDTH, height);
    svg.words((MARGIN, MARGIN.saturating_add(120)), Anchor::Start, "label", title);
    let mut top = head;
    for panel in panels {
        panel.draw(&mut svg, top);
        top = top.saturating_add(panel.height());
    }
    svg.finished(title, description)
}

impl Bars {
    /// How high it is: a title, what lengths show, the bars, the figures at the foot.
    fn height(&self) -> Tenths {
        let rows = Tenths::try_from(self.bars.len()).unwrap_or(0).saturating_mul(ROW);
        let lines = LINE.saturating_mul(if self.series.len() > 1 { 5 } else { 4 });
        rows.saturating_add(lines).saturating_add(MARGIN)
    }

    fn draw(&self, svg: &mut Svg, top: Tenths) {
        let mut line = top.saturating_add(LINE);
        svg.words((MARGIN, line), Anchor::Start, "title", &self.title);
        line = line.saturating_add(LINE);
        svg.words((MARGIN, line), Anchor::Start, "label", &self.axis());
        if self.series.len() > 1 {
            line = line.saturating_add(LINE);
            self.legend(svg, line);
        }
        let first = line.saturating_add(GAP.saturating_mul(2));
        let rows = Tenths::try_from(self.bars.len()).unwrap_or(0);
        let foot = first.saturating_add(rows.saturating_mul(ROW));
        let (left, right) = self.across();
        let most = self.bars.iter().filter_map(Bar::total).max().unwrap_or_default();
        let most = if most.is_zero() { Exact::ONE } else { most };
        let scale = Scale::new((Ratio::ZERO, most.into()), (left, right));
        for figure in ticks(Ratio::ZERO, most.into(), 6) {
            let at = scale.at(figure);
            svg.line(&[(at, first), (at, foot)], "grid");
            let words = self.unit.figure(figure);
            svg.words((at, foot.saturating_add(LINE)), Anchor::Middle, "tick", &words);
        }
        for (row, bar) in (0..).zip(&self.bars) {
            let at = first.saturating_add(ROW.saturating_mul(row));
            bar.draw(svg, &scale, left, at, &self.unit);
        }
        svg.line(&[(left, first), (left, foot)], "axis");
    }

    fn axis(&self) -> String {
        match self.unit.name.as_str() {
            "" => self.label.clone(),
            unit => format!("{} ({unit})", self.label),
        }
    }

    /// Where the bars start and where the longest ends, room for its figure left.
    fn across(&self) -> (Tenths, Tenths) {
        let labels = self.bars.iter().map(|bar| width_of(&bar.label)).max().unwrap_or(0);
        let left = labels.min(LABELS).saturating_add(MARGIN).saturating_add(GAP);
        let figures = self.bars.iter().filter_map(Bar::total);
        let figures = figures.map(|total| width_of(&self.unit.figure(total.into()))).max();
        let right = WIDTH.saturating_sub(MARGIN.saturating_add(GAP.saturating_mul(2)));
        (left, right.saturating_sub(figures.unwrap_or(0)))
    }

    fn legend(&self, svg: &mut Svg, line: Tenths) {
        let mut from = MARGIN;
        for (name, fill) in self.series.iter().zip(FILLS.iter().cycle()) {
            svg.rect((from, line.saturating_sub(SQUARE)), (SQUARE, SQUARE), fill);
            from = from.saturating_add(SQUARE).saturating_add(GAP);
            svg.words((from, line), Anchor::Start, "label", name);
            from = from.saturating_add(width_of(name)).saturating_add(MARGIN.saturating_mul(2));
        }
    }
}

impl Bar {
    /// All its parts; none when that does not fit.
    fn total(&self) -> Option<Exact> {
        self.parts.iter().try_fold(Exact::ZERO, |sum, part| sum.checked_add(*part))
    }

    fn draw(&self, svg: &mut Svg, scale: &Scale, left: Tenths, top: Tenths, unit: &Unit) {
        let words = top.saturating_add(THICK).saturating_sub(20);
        let label = fitted(&self.label, LABELS);
        svg.words((left.saturating_sub(GAP), words), Anchor::End, "tick", &label);
        let mut reached = Exact::ZERO;
        let mut from = left;
        for (part, fill) in self.parts.iter().zip(FILLS.iter().cycle()) {
            let Some(sum) = reached.checked_add(*part) else { return };
            let to = scale.at(sum.into());
            if to > from {
                svg.rect((from, top), (to.saturating_sub(from), THICK), fill);
            }
            (reached, from) = (sum, to);
        }
        let figure = unit.figure(reached.into());
        svg.words((from.saturating_add(GAP), words), Anchor::Start, "tick", &figure);
    }
}

/// A label, its end left off where it is too wide.
fn fitted(label: &str, most: Tenths) -> String {
    if width_of(label) <= most {
        return label.to_owned();
    }
    let mut kept = String::new();
    for char in label.chars() {
        kept.push(char);
        if width_of(&kept) >= most.saturating_sub(width_of("……")) {
            break;
        }
    }
    kept.push('…');
    kept
}
