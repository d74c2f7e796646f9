//! Lowering expressions: slots for facts, one unit for the sides of an operation, the alternatives
//! of readings chosen.

use super::code::{
    Cap, Children, Choice, Code, Day, Fold, FoldHow, Number, Quotient, Tail, Tier, Tiers, Truth,
};
use super::compute::Domain;
use super::look::{Hop, Place, Slot};
use super::lower::{Lowering, common};
use super::unit::{Rounding, Unit, figure, fits};
use crate::ir::{self, CompareOp, Expr, FactId, FoldOp, TierKind, Type};
use crate::quantity::Exact;

/// Digits after the point that a decision may have.
const DECIDED: u32 = 6;

/// A type of values that expressions are lowered to.
pub(super) trait Lower: Domain {
    /// What has to agree where one of several is taken: of numbers the unit.
    type Shape: Copy;
    /// What only this type has.
    fn lower_own(lowering: &Lowering<'_>, expr: &Expr) -> Option<(Self, Self::Shape)>;
    /// The shape that suits all of some.
    fn join(shapes: impl Iterator<Item = Self::Shape>) -> Option<Self::Shape>;
    /// Code of another shape.
    fn suit(code: Code<Self>, from: Self::Shape, to: Self::Shape) -> Option<Code<Self>>;

    /// The code of an expression of this type.
    fn lower(lowering: &Lowering<'_>, expr: &Expr) -> Option<(Code<Self>, Self::Shape)> {
        Some(match expr {
            Expr::Nothing => (Code::Nothing, Self::join(std::iter::empty())?),
            Expr::If { condition, then, otherwise, .. } => {
                let condition = Truth::lower(lowering, condition)?.0;
                let [then, otherwise] = Self::alike(lowering, [&**then, &**otherwise])?;
                let (shape, then) = then;
                (Code::If(Box::new((condition, then, otherwise.1))), shape)
            }
            Expr::Match { key, arms } => {
                let key = Choice::lower(lowering, key)?.0;
                let lowered: Vec<_> = arms
                    .iter()
                    .map(|arm| Some((arm.variants, Self::lower(lowering, &arm.body)?)))
                    .collect::<Option<_>>()?;
                let shape = Self::join(lowered.iter().map(|(_, (_, shape))| *shape))?;
                let arms = lowered.into_iter().map(|(variants, (code, from))| {
                    Some((variants, Self::suit(code, from, shape)?))
                });
                (Code::Match(Box::new((key, arms.collect::<Option<_>>()?))), shape)
            }
            Expr::Local { local, place } => {
                let declared = lowering.program.locals.get(local.index())?;
                let (body, shape) = Self::lower(lowering, &declared.body)?;
                (Code::Local(Box::new((lowering.place(place)?, body))), shape)
            }
            Expr::InYear(year, body) => {
                let (body, shape) = Self::lower(lowering, body)?;
                (Code::InYear(*year, Box::new(body)), shape)
            }
            Expr::Switch { reading, arms } => {
                Self::lower(lowering, arms.get(lowering.alternative(*reading)?)?)?
            }
            Expr::Fold(fold) if fold.op == FoldOp::First => {
                let children = lowering.children(fold)?;
                let order = Day::lower(lowering, fold.order.as_ref()?)?.0;
                let (body, shape) = Self::lower(lowering, fold.body.as_ref()?)?;
                (Code::First(Box::new((children, order, body))), shape)
            }
            Expr::Test { value, .. } => Self::lower(lowering, value)?,
            own => {
                let (own, shape) = Self::lower_own(lowering, own)?;
                (Code::Own(own), shape)
            }
        })
    }

    /// Two expressions in one shape.
    fn alike(lowering: &Lowering<'_>, sides: [&Expr; 2]) -> Option<[(Self::Shape, Code<Self>); 2]> {
        let [a, b] = sides;
        let (a, of_a) = Self::lower(lowering, a)?;
        let (b, of_b) = Self::lower(lowering, b)?;
        let shape = Self::join([of_a, of_b].into_iter())?;
        Some([(shape, Self::suit(a, of_a, shape)?), (shape, Self::suit(b, of_b, shape)?)])
    }
}

/// A number in a finer unit.
pub(super) fn finer(code: Code<Number>, from: Unit, to: Unit) -> Option<Code<Number>> {
    let factor = from.in_finer(to)?;
    Some(match code {
        code if factor == 1 => code,
        Code::Nothing => Code::Nothing,
        Code::Own(Number::Is(count)) => Code::Own(Number::Is(count.checked_mul(factor)?)),
        Code::Own(Number::Fact(place, slot, scale)) if to.divisor == 1 => Code::Own(Number::Fact(
            place,
            slot,
            scale.checked_add(to.scale.checked_sub(from.scale)?)?,
        )),
        code => Code::Own(Number::Finer(Box::new(code), factor)),
    })
}

impl Lower for Number {
    type Shape = Unit;

    fn lower_own(lowering: &Lowering<'_>, expr: &Expr) -> Option<(Number, Unit)> {
        let pair = |a: &Expr, b: &Expr| {
            let [(unit, a), (_, b)] = Number::alike(lowering, [a, b])?;
            Some((Box::new([a, b]), unit))
        };
        Some(match expr {
            Expr::Number(number, _) => {
                let (count, unit) = figure(*number)?;
                (Number::Is(count), unit)
            }
            Expr::Fact { fact, place } => {
                let granule = lowering.fact(*fact)?.granule?;
                let place = lowering.place(place)?;
                let slot = Slot::of(lowering.program, *fact)?;
                (Number::Fact(place, slot, granule.scale()), Unit::decimal(granule.scale()))
            }
            Expr::Add(a, b) => pair(a, b).map(|(sides, unit)| (Number::Add(sides), unit))?,
            Expr::Sub(a, b) => pair(a, b).map(|(sides, unit)| (Number::Sub(sides), unit))?,
            Expr::Monus(a, b, _) => pair(a, b).map(|(sides, unit)| (Number::Monus(sides), unit))?,
            Expr::Mul(a, b) => {
                let (a, of_a) = Number::lower(lowering, a)?;
                let (b, of_b) = Number::lower(lowering, b)?;
                (Number::Mul(Box::new([a, b])), of_a.times(of_b)?)
            }
            Expr::Div(a, b) => lowering.over(a, lowering.written(b)?)?,
            Expr::InYears { days, basis, .. } => lowering.over(days, *basis)?,
            Expr::Extreme { highest, of } => {
                let lowered: Vec<_> =
                    of.iter().map(|one| Number::lower(lowering, one)).collect::<Option<_>>()?;
                let unit = common(lowered.iter().map(|(_, unit)| *unit))?;
                let of = lowered.into_iter().map(|(code, from)| finer(code, from, unit));
                (Number::Extreme(*highest, of.collect::<Option<_>>()?), unit)
            }
            Expr::Fold(fold) => lowering.fold(fold)?,
            Expr::Tiers(tiers) => lowering.tiers(tiers)?,
            Expr::Cap { value, limit, address } => {
                let [(unit, value), (_, limit)] = Number::alike(lowering, [&**value, &**limit])?;
                (Number::Cap(Box::new(Cap { value, limit, address: *address, unit })), unit)
            }
            Expr::Round { value, to, mode, .. } => {
                let (value, from) = Number::lower(lowering, value)?;
                let (rounding, unit) = Rounding::to(*to, *mode, from)?;
                (Number::Round(Box::new(value), rounding), unit)
            }
            Expr::Days { from, to } => {
                let days = [Day::lower(lowering, from)?.0, Day::lower(lowering, to)?.0];
                (Number::Days(Box::new(days)), Unit::ONE)
            }
            Expr::YearsSince(day) => {
                (Number::YearsSince(Box::new(Day::lower(lowering, day)?.0)), Unit::ONE)
            }
            Expr::Decision(decision) => {
                (Number::Decision(*decision, DECIDED), Unit::decimal(DECIDED))
            }
            Expr::Series { series, on } => {
                let scale = lowering.program.vocabulary.series.get(series.index())?.granule.scale();
                let on = Box::new(Day::lower(lowering, on)?.0);
                (Number::Series(*series, on, scale), Unit::decimal(scale))
            }
            Expr::Paid(paid) if lowering.asks_for_itself(paid) => {
                (Number::Paid(paid.clone()), Unit::ONE)
            }
            _ => return None,
        })
    }

    fn join(shapes: impl Iterator<Item = Unit>) -> Option<Unit> {
        common(shapes)
    }

    fn suit(code: Code<Number>, from: Unit, to: Unit) -> Option<Code<Number>> {
        finer(code, from, to)
    }
}

/// The types without a unit.
macro_rules! shapeless {
    () => {
        type Shape = ();

        fn join(_: impl Iterator<Item = ()>) -> Option<()> {
            Some(())
        }

        fn suit(code: Code<Self>, (): (), (): ()) -> Option<Code<Self>> {
            Some(code)
        }
    };
}

impl Lower for Choice {
    shapeless!();

    fn lower_own(lowering: &Lowering<'_>, expr: &Expr) -> Option<(Choice, ())> {
        let choice = match expr {
            Expr::Variant(variant) => Choice::Is(*variant),
            Expr::Fact { fact, place } => {
                Choice::Fact(lowering.place(place)?, Slot::of(lowering.program, *fact)?)
            }
            _ => return None,
        };
        Some((choice, ()))
    }
}

impl Lower for Day {
    shapeless!();

    fn lower_own(lowering: &Lowering<'_>, expr: &Expr) -> Option<(Day, ())> {
        let day = match expr {
            Expr::Date(date, _) => Day::Is(*date),
            Expr::Fact { fact, place } if matches!(lowering.fact(*fact)?.ty, Type::Date { .. }) => {
                Day::Fact(lowering.place(place)?, Slot::of(lowering.program, *fact)?)
            }
            Expr::DateAdd { date, amount, unit, .. } => {
                Day::Later(Box::new(Day::lower(lowering, date)?.0), *amount, *unit)
            }
            Expr::Extreme { highest, of } => {
                let of = of.iter().map(|one| Some(Day::lower(lowering, one)?.0));
                Day::Extreme(*highest, of.collect::<Option<_>>()?)
            }
            _ => return None,
        };
        Some((day, ()))
    }
}

impl Lower for Truth {
    shapeless!();

    fn lower_own(lowering: &Lowering<'_>, expr: &Expr) -> Option<(Truth, ())> {
        let boxed = |expr: &Expr| Some(Box::new(Truth::lower(lowering, expr)?.0));
        let each = |parts: &[Expr]| -> Option<Vec<Code<Truth>>> {
            parts.iter().map(|part| Some(Truth::lower(lowering, part)?.0)).collect()
        };
        let truth = match expr {
            Expr::Truth(holds) => Truth::Is(*holds),
            Expr::Fact { fact, place } => {
                Truth::Fact(lowering.place(place)?, Slot::of(lowering.program, *fact)?)
            }
            Expr::Compare { op, left, right, .. } => lowering.compare(*op, left, right)?,
            Expr::Is { value, variants, .. } => {
                Truth::Among(Box::new(Choice::lower(lowering, value)?.0), *variants)
            }
            Expr::And(all) => Truth::All(each(all)?),
            Expr::Or(any) => Truth::Any(each(any)?),
            Expr::Not(inner) => Truth::Not(boxed(inner)?),
            Expr::During { date, year, .. } => {
                Truth::During(Box::new(Day::lower(lowering, date)?.0), *year)
            }
            Expr::Happened(date) => Truth::Happened(Box::new(Day::lower(lowering, date)?.0)),
            Expr::EachYear { years, body, .. } => Truth::EachYear(*years, boxed(body)?),
            Expr::Fold(fold) => Truth::Exists {
                children: Box::new(lowering.children(fold)?),
                body: match &fold.body {
                    Some(body) => Some(boxed(body)?),
                    None => None,
                },
                all: match fold.op {
                    FoldOp::All => true,
                    FoldOp::Exists => false,
                    _ => return None,
                },
            },
            Expr::Decision(decision) => Truth::Decision(*decision),
            _ => return None,
        };
        Some((truth, ()))
    }
}

impl Lowering<'_> {
    /// Whether a question to the history is about no award that this run may have made before.
    fn asks_for_itself(&self, paid: &ir::Paid) -> bool {
        paid.rules == [self.rule] && self.alone == Some(paid.scope)
    }

    fn fact(&self, fact: FactId) -> Option<&ir::Fact> {
        self.program.vocabulary.facts.get(fact.index())
    }

    pub(super) fn place(&self, place: &ir::Place) -> Option<Place> {
        let hops = place.hops.iter().map(|hop| {
            Some(match hop {
                ir::Hop::Parent => Hop::Parent,
                ir::Hop::Follow(fact) => Hop::Follow(Slot::of(self.program, *fact)?),
            })
        });
        Some(Place { frame: place.frame, hops: hops.collect::<Option<_>>()? })
    }

    /// A quotient by a written whole number above zero.
    fn over(&self, value: &Expr, by: Exact) -> Option<(Number, Unit)> {
        let by = by.units(0).filter(|by| *by > 0)?;
        let (value, unit) = Number::lower(self, value)?;
        // A count of the coarser unit is the same count of the one so many times finer.
        Some((Number::Finer(Box::new(value), 1), unit.over(by)?))
    }

    fn compare(&self, op: CompareOp, left: &Expr, right: &Expr) -> Option<Truth> {
        if let Some([(_, left), (_, right)]) = Day::alike(self, [left, right]) {
            return Some(Truth::CompareDays(op, Box::new([left, right])));
        }
        if let Some([(_, left), (_, right)]) = Number::alike(self, [left, right]) {
            return Some(Truth::Compare(op, Box::new([left, right])));
        }
        let mirrored = || self.compare_quotient(op.mirrored(), right, left);
        let code = self.compare_quotient(op, left, right).or_else(mirrored)?;
        Some(Truth::All(vec![code]))
    }

    /// A comparison of what is a quotient in the end: it is made where the division stands, if what
    /// it is compared with is the same there.
    fn compare_quotient(&self, op: CompareOp, left: &Expr, right: &Expr) -> Option<Code<Truth>> {
        let inside = |body: &Expr| {
            self.written(right)?;
            self.compare_quotient(op, body, right)
        };
        Some(match left {
            Expr::Div(left, by) => {
                let (left, of_left) = Number::lower(self, left)?;
                let (by, of_by) = Number::lower(self, by)?;
                let (right, of_right) = Number::lower(self, right)?;
                // left ÷ (by × right) in units: both products are brought to whole numbers.
                let to_left = of_by.per_one()?.checked_mul(of_right.per_one()?)?;
                let factors = (to_left, of_left.per_one()?);
                Code::Own(Truth::Quotient(Box::new(Quotient { op, left, by, right, factors })))
            }
            Expr::Local { local, place } => {
                let body = &self.program.locals.get(local.index())?.body;
                Code::Local(Box::new((self.place(place)?, inside(body)?)))
            }
            Expr::InYear(year, body) => Code::InYear(*year, Box::new(inside(body)?)),
            _ => return None,
        })
    }

    fn children(&self, fold: &ir::Fold) -> Option<Children> {
        let kinds = &self.program.vocabulary.kinds;
        let parent = kinds.get(fold.kind.index())?.parent;
        let before = kinds.iter().take(fold.kind.index());
        Some(Children {
            of: self.place(&fold.of)?,
            kind: fold.kind,
            position: before.filter(|kind| kind.parent == parent).count(),
            event: match &fold.event {
                Some(event) => Some(Day::lower(self, event)?.0),
                None => None,
            },
            validity: self.validity,
            yearly: self.yearly,
            filter: match &fold.filter {
                Some(filter) => Some(Truth::lower(self, filter)?.0),
                None => None,
            },
        })
    }

    fn fold(&self, fold: &ir::Fold) -> Option<(Number, Unit)> {
        let how = match fold.op {
            FoldOp::Sum => FoldHow::Sum,
            FoldOp::Count => FoldHow::Count,
            FoldOp::Highest => FoldHow::Highest,
            FoldOp::Lowest => FoldHow::Lowest,
            FoldOp::Exists | FoldOp::All | FoldOp::First => return None,
        };
        let (body, unit) = match &fold.body {
            Some(body) if how != FoldHow::Count => {
                let (body, unit) = Number::lower(self, body)?;
                (Some(body), unit)
            }
            _ => (None, Unit::ONE),
        };
        let children = self.children(fold)?;
        Some((Number::Fold(Box::new(Fold { children, how, body })), unit))
    }

    fn tiers(&self, tiers: &ir::Tiers) -> Option<(Number, Unit)> {
        let (of, of_unit) = Number::lower(self, &tiers.of)?;
        let tail = match &tiers.tail {
            Some(tail) => Some((self.written(&tail.step)?, self.written(&tail.add)?)),
            None => None,
        };
        let mut starts = Vec::new();
        let mut values = Vec::new();
        for row in &tiers.rows {
            starts.push(match &row.lower {
                Some(bound) => (self.written(&bound.at)?, bound.inclusive),
                None => (Exact::ZERO, false),
            });
            values.push(self.written(&row.value)?);
        }
        let decimal = |figure: Exact| Unit::decimal(figure.scale());
        let steps = tail.iter().map(|(step, _)| decimal(*step));
        let bounds = starts.iter().map(|(start, _)| decimal(*start)).chain(steps);
        let unit = common(std::iter::once(of_unit).chain(bounds))?;
        let adds = tail.iter().map(|(_, add)| decimal(*add));
        let value_unit = common(values.iter().map(|value| decimal(*value)).chain(adds))?;
        let rows = rows(&starts, &values, unit, value_unit, tiers.kind)?;
        let tail = match tail {
            Some((step, add)) => {
                let step = count(step, unit).filter(|step| *step > 0)?;
                Some(Tail { step, add: count(add, value_unit)? })
            }
            None => None,
        };
        let made = match tiers.kind {
            TierKind::Flat => value_unit,
            TierKind::Whole | TierKind::Marginal => unit.times(value_unit)?,
        };
        let of = finer(of, of_unit, unit)?;
        Some((Number::Tiers(Box::new(Tiers { of, kind: tiers.kind, rows, tail })), made))
    }
}

/// A figure as a count of a unit.
fn count(of: Exact, unit: Unit) -> Option<i128> {
    let (count, own) = figure(of)?;
    fits(count.checked_mul(own.in_finer(unit)?)).ok()
}

/// The rows of a table, each with what those below it come to.
fn rows(
    starts: &[(Exact, bool)],
    values: &[Exact],
    unit: Unit,
    value_unit: Unit,
    kind: TierKind,
) -> Option<Vec<Tier>> {
    let mut rows: Vec<Tier> = Vec::with_capacity(starts.len());
    for ((start, inclusive), value) in starts.iter().zip(values) {
        let (start, value) = (count(*start, unit)?, count(*value, value_unit)?);
        let below = match rows.last().filter(|_| kind == TierKind::Marginal) {
            Some(last) => {
                let part = start.checked_sub(last.start)?.checked_mul(last.value)?;
                fits(last.below.checked_add(part)).ok()?
            }
            None => 0,
        };
        rows.push(Tier { start, inclusive: *inclusive, value, below });
    }
    Some(rows)
}
