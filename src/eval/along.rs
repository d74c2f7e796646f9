//! Numbers that know how they move with one fact.
//!
//! A sweep runs the interpreter at one value of a fact, on numbers that carry their course along
//! the fact besides their value. Whenever the interpreter looks at such a number (compares it,
//! asks for its sign, rounds it) the [`Path`] notes how far the fact may move before the look would
//! tell something else. Between these ends every look tells the same, so the interpreter takes the
//! same way, and what it computes is the same function of the fact. Nothing is guessed from
//! samples, and nothing can be overlooked: there is no way to look at a [`Scalar`] that does not
//! pass here.

use std::cell::Cell;
use std::cmp::Ordering;

use super::payable::payable;
use super::scalar::Scalar;
use crate::ir::{ListInfo, MoneyKind};
use crate::quantity::{Exact, Mode, Ratio};

/// How far the fact may move from where it stands without another way being taken.
#[derive(Debug, Default)]
pub(super) struct Path {
    /// Greatest step down, not included; none is any.
    down: Cell<Option<Ratio>>,
    /// Greatest step up, not included; none is any.
    up: Cell<Option<Ratio>>,
    /// Whether the way is taken here alone: something is exactly at a figure.
    here: Cell<bool>,
    /// Whether it cannot be told how far: something looked at moves along no line.
    bent: Cell<bool>,
}

/// What a [`Path`] has found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Way {
    /// Between steps down (below zero) and up, both not included; none is any.
    Between(Option<Ratio>, Option<Ratio>),
    /// Here alone.
    Here,
    /// Not to be told.
    Bent,
}

impl Path {
    /// How far the way goes.
    pub(super) fn way(&self) -> Way {
        match (self.bent.get(), self.here.get()) {
            (true, _) => Way::Bent,
            (false, true) => Way::Here,
            (false, false) => Way::Between(self.down.get(), self.up.get()),
        }
    }

    fn bend(&self) {
        self.bent.set(true);
    }

    /// The sign of `at + slope × step` was looked at.
    fn look(&self, at: Ratio, slope: Ratio) {
        if slope.is_zero() {
            return;
        }
        if at.is_zero() {
            self.here.set(true);
            return;
        }
        let Some(turn) = at.negated().checked_div(slope) else { return self.bend() };
        if turn.is_negative() {
            self.down.set(self.down.get().map_or(Some(turn), |down| Some(down.max(turn))));
        } else {
            self.up.set(self.up.get().map_or(Some(turn), |up| Some(up.min(turn))));
        }
    }
}

/// A number at one value of the fact, and its course around it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Along<'p> {
    at: Ratio,
    course: Option<(Course, &'p Path)>,
    /// Of an amount as it is paid: what is paid here, and the granule of payment.
    paid: Option<(Exact, Exact)>,
}

/// How a number moves with the fact. One that does not move has no course.
#[derive(Debug, Clone, Copy)]
enum Course {
    /// So much for each unit.
    Line { slope: Ratio },
    /// A quotient of two lines, each by what it is here and its slope.
    Quotient { above: Line, below: Line },
    /// Otherwise.
    Bent,
}

/// A line: what it is here, and its slope.
type Line = (Ratio, Ratio);

impl<'p> Along<'p> {
    /// The fact itself.
    pub(super) fn fact(at: Exact, path: &'p Path) -> Along<'p> {
        let course = Some((Course::Line { slope: Ratio::ONE }, path));
        Along { at: at.into(), course, paid: None }
    }

    /// The value here.
    pub(super) fn value(self) -> Ratio {
        self.at
    }

    /// Its slope, if it moves along a line or not at all.
    pub(super) fn slope(self) -> Option<Ratio> {
        match self.course {
            None => Some(Ratio::ZERO),
            Some((Course::Line { slope }, _)) => Some(slope),
            Some((Course::Quotient { .. } | Course::Bent, _)) => None,
        }
    }

    fn still(at: Ratio) -> Along<'p> {
        Along { at, course: None, paid: None }
    }

    /// Notes that it was looked at what is paid of two amounts. Where they lie more than a granule
    /// apart they are not paid alike, which keeps until they come closer; closer than that it is
    /// seen here alone.
    fn look_apart(self, other: Along<'p>, path: &Path, granule: Exact) {
        let apart = self.unpaid().checked_sub(other.unpaid());
        let apart = apart.map(|apart| if apart.at.is_negative() { apart.negated() } else { apart });
        match apart.and_then(|apart| Some((apart, apart.checked_sub(granule.into())?))) {
            // The same amount wherever the fact stands.
            Some((apart, _)) if apart.course.is_none() && apart.at.is_zero() => {}
            Some((_, beyond)) if !beyond.at.is_negative() && !beyond.at.is_zero() => beyond.look(),
            Some((_, Along { course: Some((Course::Bent, _)), .. })) | None => path.bend(),
            Some(_) => path.here.set(true),
        }
    }

    fn unpaid(self) -> Along<'p> {
        Along { paid: None, ..self }
    }

    fn line(self) -> Option<Line> {
        self.slope().map(|slope| (self.at, slope))
    }

    fn path(self, other: Along<'p>) -> Option<&'p Path> {
        self.course.or(other.course).map(|(_, path)| path)
    }

    /// A result: the value, none where it does not fit; the course, none where it cannot be told.
    fn made(self, other: Along<'p>, at: Option<Ratio>, course: Option<Course>) -> Option<Self> {
        let Some(path) = self.path(other) else { return at.map(Along::still) };
        let Some(at) = at else {
            // Elsewhere it may fit.
            path.bend();
            return None;
        };
        Some(match course {
            Some(Course::Line { slope }) if slope.is_zero() => Along::still(at),
            course => {
                let course = Some((course.unwrap_or(Course::Bent), path));
                Along { at, course, paid: None }
            }
        })
    }

    /// Notes that the sign was looked at.
    fn look(self) {
        match self.course {
            None => {}
            Some((Course::Line { slope }, path)) => path.look(self.at, slope),
            Some((Course::Quotient { above, below }, path)) => {
                path.look(above.0, above.1);
                path.look(below.0, below.1);
            }
            Some((Course::Bent, path)) => path.bend(),
        }
    }

    /// Notes that the number was looked at from a figure.
    fn look_from(self, figure: Option<Exact>) {
        let from = figure.and_then(|figure| self.checked_sub(figure.into()));
        match (from, self.course) {
            (Some(from), _) => from.look(),
            (None, Some((_, path))) => path.bend(),
            (None, None) => {}
        }
    }
}

fn line(slope: Option<Ratio>) -> Option<Course> {
    slope.map(|slope| Course::Line { slope })
}

/// `a + by × b`.
fn plus(a: Line, by: Ratio, b: Line) -> Option<Line> {
    Some((a.0.checked_add(by.checked_mul(b.0)?)?, a.1.checked_add(by.checked_mul(b.1)?)?))
}

fn scaled(a: Line, by: Ratio) -> Option<Line> {
    Some((a.0.checked_mul(by)?, a.1.checked_mul(by)?))
}

impl From<Exact> for Along<'_> {
    fn from(number: Exact) -> Self {
        Along::still(number.into())
    }
}

impl Scalar for Along<'_> {
    const ZERO: Self = Along { at: Ratio::ZERO, course: None, paid: None };
    const ONE: Self = Along { at: Ratio::ONE, course: None, paid: None };
    const VARIES: bool = true;

    fn new(num: Exact, den: Exact) -> Option<Self> {
        Ratio::new(num, den).map(Along::still)
    }

    fn checked_add(self, other: Self) -> Option<Self> {
        let course = match (self.line(), other.line()) {
            (Some(a), Some(b)) => line(a.1.checked_add(b.1)),
            (Some((figure, slope)), None) if slope.is_zero() => other.raised(figure),
            (None, Some((figure, slope))) if slope.is_zero() => self.raised(figure),
            _ => None,
        };
        self.made(other, self.at.checked_add(other.at), course)
    }

    fn checked_sub(self, other: Self) -> Option<Self> {
        self.checked_add(other.negated())
    }

    fn checked_mul(self, other: Self) -> Option<Self> {
        let course = match (self.course, other.course) {
            (None, _) => other.times(self.at),
            (_, None) => self.times(other.at),
            _ => None,
        };
        self.made(other, self.at.checked_mul(other.at), course)
    }

    fn checked_div(self, other: Self) -> Option<Self> {
        other.look();
        let course = match (self.line(), other.line()) {
            _ if other.course.is_none() => {
                Ratio::ONE.checked_div(other.at).and_then(|by| self.times(by))
            }
            (Some(above), Some(below)) => Some(Course::Quotient { above, below }),
            _ => None,
        };
        if other.at.is_zero() {
            return None;
        }
        self.made(other, self.at.checked_div(other.at), course)
    }

    fn negated(self) -> Self {
        let course = self.course.map(|(course, path)| {
            let down = |line: Line| (line.0.negated(), line.1.negated());
            let course = match course {
                Course::Line { slope } => Course::Line { slope: slope.negated() },
                Course::Quotient { above, below } => Course::Quotient { above: down(above), below },
                Course::Bent => Course::Bent,
            };
            (course, path)
        });
        Along { at: self.at.negated(), course, paid: None }
    }

    fn is_zero(&self) -> bool {
        self.look();
        self.at.is_zero()
    }

    fn is_negative(&self) -> bool {
        self.look();
        self.at.is_negative()
    }

    fn to_exact(&self) -> Option<Exact> {
        if let Some((_, path)) = self.course {
            path.bend();
        }
        self.at.to_exact()
    }

    fn round(&self, granule: Exact, mode: Mode) -> Option<Exact> {
        let rounded = self.at.round(granule, mode);
        if self.course.is_some() {
            let [down, up] = ends(granule, mode).map(|end| rounded?.checked_add(end?));
            self.look_from(down);
            self.look_from(up);
        }
        rounded
    }

    /// The amount itself, to be compared by what is paid of it; one that does not move is what is
    /// paid.
    fn as_paid(self, kind: MoneyKind, list: &ListInfo) -> Option<Self> {
        let paid = payable(list, kind, self.at).map(|paid| (paid, list.payable_to));
        if let (None, Some((_, path))) = (paid, self.course) {
            path.bend();
        }
        let at = |paid: Exact| if self.course.is_none() { paid.into() } else { self.at };
        paid.map(|paid| Along { at: at(paid.0), paid: Some(paid), ..self })
    }

    fn shown(self) -> Ratio {
        self.at
    }
}

impl Along<'_> {
    /// The course of the number and a figure together.
    fn raised(self, by: Ratio) -> Option<Course> {
        Some(match self.course?.0 {
            Course::Quotient { above, below } => {
                Course::Quotient { above: plus(above, by, below)?, below }
            }
            course => course,
        })
    }

    /// The course of the number times a figure.
    fn times(self, by: Ratio) -> Option<Course> {
        Some(match self.course {
            None => Course::Line { slope: Ratio::ZERO },
            _ if by.is_zero() => Course::Line { slope: Ratio::ZERO },
            Some((Course::Line { slope }, _)) => Course::Line { slope: slope.checked_mul(by)? },
            Some((Course::Quotient { above, below }, _)) => {
                Course::Quotient { above: scaled(above, by)?, below }
            }
            Some((Course::Bent, _)) => Course::Bent,
        })
    }
}

/// From a rounded number, how far down and up what is rounded to it goes at most.
fn ends(granule: Exact, mode: Mode) -> [Option<Exact>; 2] {
    let half = || Ratio::new(granule, Exact::from_i64(2))?.to_exact();
    match mode {
        Mode::Down => [Some(Exact::ZERO), Some(granule)],
        Mode::Up => [Some(granule.negated()), Some(Exact::ZERO)],
        Mode::HalfUp => [half().map(Exact::negated), half()],
    }
}

impl Ord for Along<'_> {
    fn cmp(&self, other: &Self) -> Ordering {
        if let (Some((paid, granule)), Some((other_paid, _))) = (self.paid, other.paid) {
            if let Some(path) = self.path(*other) {
                self.look_apart(*other, path, granule);
            }
            return paid.cmp(&other_paid);
        }
        if let Some(path) = self.path(*other) {
            match self.checked_sub(*other) {
                Some(difference) => difference.look(),
                None => path.bend(),
            }
        }
        self.at.cmp(&other.at)
    }
}

impl PartialOrd for Along<'_> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Along<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Along<'_> {}
