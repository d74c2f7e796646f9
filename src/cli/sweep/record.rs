//! A sweep for programs: every number exact, a decimal or a fraction of two whole numbers.

use serde::Serialize;

use super::asked::Over;
use super::said::Speaker;
use super::{Swept, shown};
use crate::cli::trial;
use crate::diag::Text;
use crate::eval::Status;
use crate::ir::Named;
use crate::quantity::{Dimension, Ratio};
use crate::scenario::StatusWord;
use crate::sweep::{Amount, Course, End, Jump, Key, Line, Piece, Span, Table, jumps};

/// The result for programs.
#[derive(Serialize)]
pub(super) struct Told<'a> {
    schema: &'static str,
    scenario: &'a str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    changed_figures: Vec<trial::Figure>,
    fact: Fact<'a>,
    /// A number: from, to, and the smallest unit, in the canonical unit.
    #[serde(skip_serializing_if = "Option::is_none")]
    range: Option<Range>,
    /// Whether awards of earlier years that move enter later years before they are rounded.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    unrounded_earlier_awards: bool,
    outcomes: Vec<Outcome<'a>>,
    /// Of a number, all money that is paid.
    #[serde(skip_serializing_if = "Option::is_none")]
    total: Option<Parts>,
    still: Vec<Which<'a>>,
}

#[derive(Serialize)]
struct Fact<'a> {
    name: &'a Named,
    subject: &'a str,
    year: Option<i32>,
    unit: String,
}

#[derive(Serialize)]
struct Range {
    from: String,
    to: String,
    granule: String,
}

#[derive(Serialize)]
struct Which<'a> {
    clause: u32,
    rule: Option<&'a Named>,
    stage: usize,
    subject: Option<&'a str>,
    year: Option<i32>,
}

#[derive(Serialize)]
struct Outcome<'a> {
    #[serde(flatten)]
    which: Which<'a>,
    #[serde(flatten)]
    parts: Parts,
}

/// How an outcome moves: pieces of a number, or values.
#[derive(Serialize)]
struct Parts {
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pieces: Vec<PieceRecord>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    jumps: Vec<JumpRecord>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    values: Vec<ValueRecord>,
}

#[derive(Serialize)]
struct PieceRecord {
    from: EndRecord,
    to: EndRecord,
    /// The least and the greatest admissible value in it.
    inputs: [String; 2],
    status: String,
    /// `none`, `exact`, `between` or `sampled`.
    amount: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    low: Option<LineRecord>,
    #[serde(skip_serializing_if = "Option::is_none")]
    high: Option<LineRecord>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    samples: Vec<SampleRecord>,
    said: Text,
}

#[derive(Serialize)]
struct EndRecord {
    at: String,
    included: bool,
}

#[derive(Serialize)]
struct LineRecord {
    slope: String,
    intercept: String,
}

#[derive(Serialize)]
struct SampleRecord {
    at: String,
    status: String,
    amount: Option<String>,
}

#[derive(Serialize)]
struct JumpRecord {
    at: String,
    /// Whether the value at the place is the one after the jump.
    included: bool,
    from: [Option<String>; 2],
    to: [Option<String>; 2],
    size: Option<String>,
    said: Text,
}

#[derive(Serialize)]
struct ValueRecord {
    first: Text,
    last: Text,
    status: Option<String>,
    said: Option<Text>,
}

const SCHEMA: &str = "polc.sweep/1";

/// The record of a number.
pub(super) fn of_number<'a>(speaker: Speaker<'a>, swept: &Swept) -> Told<'a> {
    let outcome = |course: &Course| Outcome {
        which: which(speaker, course.key),
        parts: parts(speaker, course),
    };
    Told {
        unrounded_earlier_awards: swept.unrounded,
        outcomes: swept.moving.iter().map(outcome).collect(),
        total: swept.total.as_ref().map(|total| parts(speaker, total)),
        still: swept.still.iter().map(|course| which(speaker, course.key)).collect(),
        ..blank(speaker)
    }
}

/// The record of a fact that is no number.
pub(super) fn of_values<'a>(speaker: Speaker<'a>, table: &Table) -> Told<'a> {
    let mut told = blank(speaker);
    for (column, key) in table.keys.iter().enumerate() {
        let status = |span: &Span| span.statuses.get(column).cloned().flatten();
        let mut statuses = table.spans.iter().map(status);
        let first = statuses.next();
        if statuses.all(|status| Some(status) == first) {
            told.still.push(which(speaker, *key));
            continue;
        }
        let values = table.spans.iter().map(|span| {
            let status = status(span);
            ValueRecord {
                first: shown::cell(speaker, span.first),
                last: shown::cell(speaker, span.last),
                status: status.as_ref().map(word),
                said: status.map(|status| speaker.status(&status)),
            }
        });
        let values = values.collect();
        let parts = Parts { pieces: Vec::new(), jumps: Vec::new(), values };
        told.outcomes.push(Outcome { which: which(speaker, *key), parts });
    }
    told
}

fn blank(speaker: Speaker<'_>) -> Told<'_> {
    let dimension = speaker.dimension();
    let plain = dimension == Dimension::PLAIN;
    let unit = dimension.canonical_unit(&speaker.directory.counts);
    let place = speaker.asked.place;
    let range = match speaker.asked.over {
        Over::Number(inputs) => Some(Range {
            from: inputs.from.to_string(),
            to: inputs.to.to_string(),
            granule: inputs.granule.to_string(),
        }),
        Over::Values(_) => None,
    };
    Told {
        schema: SCHEMA,
        scenario: speaker.title,
        changed_figures: trial::record(speaker.edits),
        fact: Fact {
            name: &speaker.asked.fact.name,
            subject: label(speaker, place.subject),
            year: place.year,
            unit: if plain { String::new() } else { unit },
        },
        range,
        unrounded_earlier_awards: false,
        outcomes: Vec::new(),
        total: None,
        still: Vec::new(),
    }
}

fn label(speaker: Speaker<'_>, subject: crate::eval::SubjectId) -> &str {
    speaker.facts.subject(subject).map_or("", |subject| subject.label.as_str())
}

fn which(speaker: Speaker<'_>, key: Key) -> Which<'_> {
    let program = speaker.directory.program;
    let rule = program.rules.get(key.rule.index());
    let clause = rule.and_then(|rule| program.clauses.get(rule.clause.index()));
    Which {
        clause: clause.map_or(0, |clause| clause.number),
        rule: rule.map(|rule| &rule.name),
        stage: key.stage,
        subject: key.subject.map(|subject| label(speaker, subject)),
        year: key.year,
    }
}

fn parts(speaker: Speaker<'_>, course: &Course) -> Parts {
    Parts {
        pieces: course.pieces.iter().map(|piece| piece_record(speaker, piece)).collect(),
        jumps: jumps(&course.pieces).iter().map(|jump| jump_record(speaker, jump)).collect(),
        values: Vec::new(),
    }
}

fn piece_record(speaker: Speaker<'_>, piece: &Piece) -> PieceRecord {
    let (amount, low, high) = match &piece.amount {
        Amount::None => ("none", None, None),
        Amount::Exact(line) => ("exact", Some(line), Some(line)),
        Amount::Between(low, high) => ("between", Some(low), high.as_ref()),
        Amount::Sampled(_) => ("sampled", None, None),
    };
    let samples = match &piece.amount {
        Amount::Sampled(samples) => samples.as_slice(),
        _ => &[],
    };
    let sample = samples.iter().map(|sample| SampleRecord {
        at: sample.at.to_string(),
        status: word(&sample.status),
        amount: match &sample.status {
            Status::Granted(amount) => Some(amount.to_string()),
            _ => None,
        },
    });
    PieceRecord {
        from: end(piece.low),
        to: end(piece.high),
        inputs: [piece.inputs.0.to_string(), piece.inputs.1.to_string()],
        status: word(&piece.status),
        amount,
        low: low.map(line),
        high: high.map(line),
        samples: sample.collect(),
        said: speaker.comes_to(piece),
    }
}

fn jump_record(speaker: Speaker<'_>, jump: &Jump) -> JumpRecord {
    let ends = |(low, high): (Ratio, Option<Ratio>)| {
        [Some(low), high].map(|end| end.map(|end| end.to_string()))
    };
    JumpRecord {
        at: jump.at.to_string(),
        included: !jump.before,
        from: ends(jump.from),
        to: ends(jump.to),
        size: jump.size().map(|size| size.to_string()),
        said: speaker.jump(jump),
    }
}

fn end(end: End) -> EndRecord {
    EndRecord { at: end.at.to_string(), included: end.belongs }
}

fn line(line: &Line) -> LineRecord {
    LineRecord { slope: line.slope.to_string(), intercept: line.intercept.to_string() }
}

fn word(status: &Status) -> String {
    StatusWord::of(status).text().en
}
