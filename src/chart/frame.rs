//! A panel of a sheet: its title, its axes, the grid behind what is drawn.

use super::scale::{Scale, Unit, ticks};
use super::svg::{Anchor, LINE, Svg, Tenths, width_of};
use crate::quantity::Ratio;

/// A place on the sheet for a panel: its top left corner and its size.
#[derive(Debug, Clone, Copy)]
pub struct Panel {
    /// Top left corner.
    pub at: (Tenths, Tenths),
    /// Width and height.
    pub size: (Tenths, Tenths),
}

/// An axis: what it shows, in which unit, from where to where.
#[derive(Debug, Clone)]
pub struct Axis {
    /// What it shows, without the unit.
    pub label: String,
    /// In which unit its figures stand.
    pub unit: Unit,
    /// Its least number, in the canonical unit.
    pub low: Ratio,
    /// Its greatest.
    pub high: Ratio,
}

impl Axis {
    /// What it shows, with the unit.
    #[must_use]
    pub fn title(&self) -> String {
        match self.unit.name.as_str() {
            "" => self.label.clone(),
            unit => format!("{} ({unit})", self.label),
        }
    }
}

/// A panel whose axes are drawn.
#[derive(Debug, Clone, Copy)]
pub struct Frame {
    /// From numbers to places across.
    pub x: Scale,
    /// From numbers to places upwards.
    pub y: Scale,
    /// The left and the right edge.
    pub across: (Tenths, Tenths),
    /// The lower and the upper edge.
    pub upwards: (Tenths, Tenths),
}

/// Room above the drawing, for two lines of words, and below it.
const ABOVE: Tenths = 560;
const BELOW: Tenths = 480;
/// Room at the right, for half a figure.
const RIGHT: Tenths = 320;
/// From an edge to the words beside it.
const GAP: Tenths = 60;

impl Frame {
    /// Draws the title, the axes and the grid of a panel.
    pub fn drawn(svg: &mut Svg, panel: Panel, title: &str, x: &Axis, y: &Axis) -> Frame {
        let figures = ticks(y.low, y.high, 6);
        let widest = figures.iter().map(|figure| width_of(&y.unit.figure(*figure))).max();
        let left = panel.at.0.saturating_add(widest.unwrap_or(0)).saturating_add(240);
        let right = panel.at.0.saturating_add(panel.size.0).saturating_sub(RIGHT);
        let top = panel.at.1.saturating_add(ABOVE);
        let bottom = panel.at.1.saturating_add(panel.size.1).saturating_sub(BELOW);
        let frame = Frame {
            x: Scale::new((x.low, x.high), (left, right)),
            y: Scale::new((y.low, y.high), (bottom, top)),
            across: (left, right),
            upwards: (bottom, top),
        };
        let line = panel.at.1.saturating_add(LINE);
        svg.words((panel.at.0.saturating_add(120), line), Anchor::Start, "title", title);
        let line = line.saturating_add(LINE).saturating_add(40);
        svg.words((panel.at.0.saturating_add(120), line), Anchor::Start, "label", &y.title());
        frame.grid(svg, y, &figures);
        frame.foot(svg, x);
        frame
    }

    fn grid(&self, svg: &mut Svg, y: &Axis, figures: &[Ratio]) {
        let (left, right) = self.across;
        for figure in figures {
            let at = self.y.at(*figure);
            svg.line(&[(left, at), (right, at)], "grid");
            let beside = (left.saturating_sub(GAP), at.saturating_add(40));
            svg.words(beside, Anchor::End, "tick", &y.unit.figure(*figure));
        }
    }

    fn foot(&self, svg: &mut Svg, x: &Axis) {
        let ((left, right), (bottom, _)) = (self.across, self.upwards);
        svg.line(&[(left, bottom), (right, bottom)], "axis");
        let below = bottom.saturating_add(LINE);
        for figure in ticks(x.low, x.high, 8) {
            let at = self.x.at(figure);
            svg.line(&[(at, bottom), (at, bottom.saturating_add(50))], "axis");
            svg.words((at, below), Anchor::Middle, "tick", &x.unit.figure(figure));
        }
        let middle = left.midpoint(right);
        svg.words((middle, below.saturating_add(LINE)), Anchor::Middle, "label", &x.title());
    }
}
