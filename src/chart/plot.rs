//! Functions of one number: lines, bands, points and jumps.

use super::frame::{Axis, Frame, Panel};
use super::svg::{Anchor, LINE, Svg, Tenths, width_of};
use crate::quantity::Ratio;

/// A place in a plot, in canonical units.
pub type Point = (Ratio, Ratio);

/// What is drawn in a plot.
#[derive(Debug, Clone)]
pub enum Mark {
    /// A straight line.
    Line(Point, Point),
    /// A band between two straight lines over the same stretch, each from left to right.
    Band([Point; 2], [Point; 2]),
    /// A point that belongs.
    Dot(Point),
    /// A point that does not belong: where a line ends but for its end.
    Ring(Point),
    /// A jump at one place, with what is said of it.
    Jump {
        /// Where.
        at: Ratio,
        /// From which value.
        from: Ratio,
        /// To which.
        to: Ratio,
        /// What is said of it.
        note: String,
    },
}

/// A panel in which a function is drawn.
#[derive(Debug, Clone)]
pub struct Plot {
    /// What it shows.
    pub title: String,
    /// The axis at the foot.
    pub x: Axis,
    /// The axis at the side.
    pub y: Axis,
    /// What is drawn, from back to front.
    pub marks: Vec<Mark>,
}

/// The size of a panel on a sheet.
const SIZE: (Tenths, Tenths) = (9600, 3400);
/// The radius of a point, and of one of many.
const RADIUS: Tenths = 40;
const SMALL: Tenths = 22;
/// From so many points on they are small.
const MANY: usize = 24;
/// Room around the panels.
const MARGIN: Tenths = 120;

/// Panels below each other on one sheet, with a title and a description.
#[must_use]
pub fn sheet(title: &str, description: &str, plots: &[Plot]) -> String {
    let count = i64::try_from(plots.len()).unwrap_or(0);
    let head = MARGIN.saturating_add(LINE);
    let height = SIZE.1.saturating_mul(count).saturating_add(head).saturating_add(MARGIN);
    let mut svg = Svg::new(SIZE.0, height);
    svg.words((MARGIN, MARGIN.saturating_add(120)), Anchor::Start, "label", title);
    for (row, plot) in (0..).zip(plots) {
        let top = SIZE.1.saturating_mul(row).saturating_add(head);
        plot.draw(&mut svg, Panel { at: (0, top), size: SIZE });
    }
    svg.finished(title, description)
}

impl Plot {
    /// Draws it in a panel.
    pub fn draw(&self, svg: &mut Svg, panel: Panel) {
        let frame = Frame::drawn(svg, panel, &self.title, &self.x, &self.y);
        let place = |(x, y): Point| (frame.x.at(x), frame.y.at(y));
        let dots = self.marks.iter().filter(|mark| matches!(mark, Mark::Dot(_))).count();
        let radius = if dots < MANY { RADIUS } else { SMALL };
        let mut notes = Notes { taken: Vec::new(), across: frame.across, upwards: frame.upwards };
        for mark in &self.marks {
            match mark {
                Mark::Line(from, to) => svg.line(&[place(*from), place(*to)], "line"),
                Mark::Band([a, b], [c, d]) => {
                    svg.area(&[place(*a), place(*b), place(*d), place(*c)], "band");
                    svg.line(&[place(*a), place(*b)], "line");
                    svg.line(&[place(*c), place(*d)], "line");
                }
                Mark::Dot(at) => svg.circle(place(*at), radius, "dot"),
                Mark::Ring(at) => svg.circle(place(*at), radius, "ring"),
                Mark::Jump { at, from, to, note } => {
                    let (low, high) = (place((*at, *from)), place((*at, *to)));
                    svg.line(&[low, high], "jump");
                    notes.put(svg, (low.0, low.1.midpoint(high.1)), note);
                }
            }
        }
    }
}

/// The notes of a plot, none over another.
struct Notes {
    taken: Vec<[Tenths; 3]>,
    across: (Tenths, Tenths),
    upwards: (Tenths, Tenths),
}

impl Notes {
    /// Writes a note beside a place, on the side that has room for it, in a free line.
    fn put(&mut self, svg: &mut Svg, (x, y): (Tenths, Tenths), note: &str) {
        let width = width_of(note).saturating_add(MARGIN);
        let at_right = x.saturating_add(width) <= self.across.1;
        let (from, to) = match at_right {
            true => (x, x.saturating_add(width)),
            false => (x.saturating_sub(width), x),
        };
        let lines = (0..16).flat_map(|step: i64| {
            let away = step.saturating_mul(LINE);
            [y.saturating_sub(away), y.saturating_add(away)]
        });
        let inside = |line: &Tenths| {
            *line >= self.upwards.1.saturating_add(100)
                && *line <= self.upwards.0.saturating_sub(40)
        };
        let free = |line: &Tenths| {
            self.taken.iter().all(|[left, right, at]| {
                *right <= from || *left >= to || at.abs_diff(*line) >= LINE.unsigned_abs()
            })
        };
        let line = lines.filter(inside).find(free).unwrap_or(y);
        self.taken.push([from, to, line]);
        let (anchor, beside) = match at_right {
            true => (Anchor::Start, x.saturating_add(70)),
            false => (Anchor::End, x.saturating_sub(70)),
        };
        svg.words((beside, line.saturating_add(40)), anchor, "note", note);
    }
}
