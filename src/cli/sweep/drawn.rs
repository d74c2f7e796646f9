//! A sweep as a drawing: a panel for each outcome that moves, and one for all that is paid.

use super::Swept;
use super::chart::{amount_of, is_nothing};
use super::said::Speaker;
use crate::chart::{Axis, Mark, Plot, Point, Unit, sheet};
use crate::compare::Edit;
use crate::diag::{Lang, Text};
use crate::quantity::{Dimension, Exact, Ratio, parse_unit};
use crate::scenario::words;
use crate::sweep::{Amount, Course, Inputs, Line, Piece, jumps};
use crate::text;

/// With at most so many inputs, each is a point: there is nothing between them.
const FEW: i64 = 60;

/// The drawing.
pub(super) fn drawn(speaker: Speaker<'_>, swept: &Swept, lang: Lang) -> String {
    let named = swept.moving.iter().map(|course| (speaker.outcome(course.key), course));
    let total = swept.total.iter().map(|total| (Text::new("给付合计", "All money paid"), total));
    let plots: Vec<Plot> = named
        .chain(total)
        .map(|(name, course)| plot(speaker, swept.inputs, name.get(lang), course, lang))
        .collect();
    let Text { zh, en } = speaker.fact();
    let title = speaker.title;
    let title = text!(zh: "{title}：金额随 {zh} 的变化", en: "{title}: amounts along the {en}");
    let edits = words::list(speaker.edits.iter().map(Edit::told));
    let title = match speaker.edits {
        [] => title,
        _ => Text::new(
            format!("{}（试改 {}）", title.zh, edits.zh),
            format!("{} (on trial: {})", title.en, edits.en),
        ),
    };
    sheet(title.get(lang), &described(speaker, swept, lang), &plots)
}

/// The drawing in words: the jumps of each outcome.
fn described(speaker: Speaker<'_>, swept: &Swept, lang: Lang) -> String {
    let courses = swept.moving.iter().map(|course| {
        let name = speaker.outcome(course.key);
        let count = course.pieces.len();
        let pieces = text!(zh: "分 {count} 段", en: "{count} pieces");
        let jumps = jumps(&course.pieces);
        let jumps = jumps.iter().map(|jump| speaker.jump(jump).get(lang).to_owned());
        let said = std::iter::once(pieces.get(lang).to_owned()).chain(jumps);
        format!("{}: {}", name.get(lang), said.collect::<Vec<_>>().join("; "))
    });
    courses.collect::<Vec<_>>().join(". ")
}

fn plot(speaker: Speaker<'_>, inputs: Inputs, name: &str, course: &Course, lang: Lang) -> Plot {
    let marks = marks(speaker, inputs, course, lang);
    let amounts = marks.iter().flat_map(heights);
    let (low, high) = amounts.fold((Ratio::ZERO, Ratio::ZERO), |(low, high), amount| {
        (low.min(amount), high.max(amount))
    });
    // A little room above the highest.
    let head = Ratio::new(Exact::from_i64(21), Exact::from_i64(20));
    let high = head.and_then(|head| high.checked_mul(head)).filter(|high| !high.is_zero());
    let amount = Text::new("金额", "Amount");
    Plot {
        title: name.to_owned(),
        x: Axis {
            label: words::named(&speaker.asked.fact.name).get(lang).to_owned(),
            unit: unit_of_fact(speaker, inputs),
            low: inputs.from.into(),
            high: inputs.to.into(),
        },
        y: Axis {
            label: amount.get(lang).to_owned(),
            unit: Unit::fit(high.unwrap_or(Ratio::ONE), "元"),
            low,
            high: high.unwrap_or(Ratio::ONE),
        },
        marks,
    }
}

fn unit_of_fact(speaker: Speaker<'_>, inputs: Inputs) -> Unit {
    if speaker.dimension() == Dimension::MONEY {
        return Unit::fit(inputs.to.into(), "元");
    }
    match parse_unit(&speaker.asked.fact.unit, &speaker.directory.counts) {
        Ok(unit) => Unit { of: unit.factor, name: unit.text },
        Err(_) => Unit { of: Exact::ONE, name: String::new() },
    }
}

/// The amounts at which a mark stands.
fn heights(mark: &Mark) -> Vec<Ratio> {
    match mark {
        Mark::Line(a, b) => vec![a.1, b.1],
        Mark::Band(low, high) => low.iter().chain(high).map(|point| point.1).collect(),
        Mark::Dot(at) | Mark::Ring(at) => vec![at.1],
        Mark::Jump { from, to, .. } => vec![*from, *to],
    }
}

fn marks(speaker: Speaker<'_>, inputs: Inputs, course: &Course, lang: Lang) -> Vec<Mark> {
    let few = few(inputs);
    let mut marks: Vec<Mark> = course.pieces.iter().flat_map(|piece| shape(piece, &few)).collect();
    let jumps = jumps(&course.pieces);
    marks.extend(jumps.iter().filter_map(|jump| {
        let note = speaker.jump(jump).get(lang).to_owned();
        let (from, to) = (jump.from.1?, jump.to.1?);
        Some(Mark::Jump { at: jump.at, from, to, note })
    }));
    if few.is_empty() {
        let pairs = course.pieces.iter().zip(course.pieces.iter().skip(1));
        for (left, right) in pairs {
            marks.extend(ends(left, right));
        }
    }
    marks
}

/// The inputs, where they are few enough to be shown one by one.
fn few(inputs: Inputs) -> Vec<Exact> {
    let mut all = Vec::new();
    let mut at = Some(inputs.from);
    for _ in 0..=FEW {
        let Some(input) = at.filter(|at| *at <= inputs.to) else { return all };
        all.push(input);
        at = input.checked_add(inputs.granule);
    }
    Vec::new()
}

/// A piece as drawn: over few inputs as points, else as a line or band; samples as points.
fn shape(piece: &Piece, few: &[Exact]) -> Vec<Mark> {
    let (low, high) = (piece.low.at, piece.high.at);
    let over = |line: &Line| Some([(low, line.at(low)?), (high, line.at(high)?)]);
    let drawn = |line: &Line| match few {
        [] => over(line).map(|[from, to]| vec![Mark::Line(from, to)]).unwrap_or_default(),
        few => {
            let within = few.iter().filter(|at| piece.inputs.0 <= **at && **at <= piece.inputs.1);
            let point = |at: &Exact| Some(Mark::Dot(((*at).into(), line.at((*at).into())?)));
            within.filter_map(point).collect()
        }
    };
    match (&piece.amount, &piece.status) {
        (Amount::Exact(line), _) => drawn(line),
        (Amount::Between(low, Some(high)), _) if few.is_empty() => {
            let band = over(low).zip(over(high)).map(|(low, high)| Mark::Band(low, high));
            band.into_iter().collect()
        }
        (Amount::Between(low, high), _) => {
            let mut marks = drawn(low);
            marks.extend(high.iter().flat_map(drawn));
            marks
        }
        (Amount::None, status) if is_nothing(status) => drawn(&Line::flat(Ratio::ZERO)),
        (Amount::None, _) => Vec::new(),
        (Amount::Sampled(samples), _) => {
            let point = |at: Exact, amount| Mark::Dot((at.into(), amount));
            let samples = samples.iter();
            samples
                .filter_map(|sample| Some(point(sample.at, amount_of(&sample.status)?)))
                .collect()
        }
    }
}

/// Where two pieces meet in a jump: a dot on the one that has the place, a ring on the other.
fn ends(left: &Piece, right: &Piece) -> Vec<Mark> {
    let value = |piece: &Piece, at: Ratio| -> Option<Point> {
        match (&piece.amount, &piece.status) {
            (Amount::Exact(line), _) => line.at(at).map(|amount| (at, amount)),
            (Amount::None, status) if is_nothing(status) => Some((at, Ratio::ZERO)),
            _ => None,
        }
    };
    let mark = |belongs: bool, at: Point| if belongs { Mark::Dot(at) } else { Mark::Ring(at) };
    let (from, to) = (value(left, left.high.at), value(right, right.low.at));
    if from == to {
        return Vec::new();
    }
    let from = from.map(|at| mark(left.high.belongs, at));
    let to = to.map(|at| mark(right.low.belongs, at));
    from.into_iter().chain(to).collect()
}
