//! Tier tables: where each row starts, what it gives, and their lowering.

use std::collections::BTreeSet;

use super::address::{Path, word};
use super::compare::{Sense, sense};
use super::constant::{Choices, is_constant};
use super::context::Context;
use super::types::{Ty, Typed};
use crate::ast::{At, Bound, BoundWord, Expr, ExprKind, TierKind, TierRow, TierTail, Tiers};
use crate::diag::{Code, Diagnostic, Text, text};
use crate::ir::{self, AddressId, CompareOp, ReadingId, Role};
use crate::quantity::{Dimension, Exact};

/// A place that may hold one thing for each alternative of a reading, its names looked up.
pub(super) struct Choice<T> {
    pub(super) reading: Option<ReadingId>,
    pub(super) arms: Vec<T>,
}

impl<T: Copy> Choice<T> {
    pub(super) fn under(&self, choices: &Choices) -> Option<T> {
        let position =
            self.reading.map_or(0, |reading| choices.get(&reading).copied().unwrap_or(0));
        self.arms.get(position).copied()
    }
}

/// Where a row starts.
pub(super) struct Start {
    pub(super) at: At,
    pub(super) word: Choice<BoundWord>,
    pub(super) figure: ir::Expr,
    pub(super) address: AddressId,
}

/// Where a row says that it ends: checked against the next row, and then not needed.
pub(super) struct End {
    pub(super) at: At,
    pub(super) word: Choice<BoundWord>,
    pub(super) figure: Exact,
}

/// A row, lowered.
pub(super) struct Row {
    pub(super) start: Option<Start>,
    pub(super) end: Option<End>,
    value: ir::Expr,
    ty: Ty,
    address: AddressId,
}

impl Context<'_> {
    /// `按档 全额累进|超额累进|定额 { … }` on a running value.
    pub(super) fn tiers(&mut self, of: Typed, tiers: &Tiers) -> Typed {
        let group = self.book.group(&self.path, word::TIERS);
        let address = self.address(&group.word(word::TIERS), Role::Step, tiers.at);
        let kind = self.slot(&tiers.kind).map(|(reading, arms)| Choice { reading, arms });
        let flat =
            kind.as_ref().is_some_and(|kind| kind.arms.iter().all(|kind| *kind == TierKind::Flat));
        let of_dimension = of.ty.dimension();
        let mut rows = Vec::new();
        let mut sound = true;
        for (number, row) in (1usize..).zip(&tiers.rows) {
            let path = group.numbered(word::TIER, number);
            match self.tier_row(&path, row, of_dimension, flat) {
                Some(row) => rows.push(row),
                None => sound = false,
            }
        }
        let rows_at: Vec<At> = tiers.rows.iter().map(|row| row.value.at).collect();
        let value_ty = self.join_all(rows_at.into_iter().zip(rows.iter().map(|row| row.ty)));
        let tail =
            tiers.tail.as_ref().map(|tail| self.tier_tail(&group, tail, of_dimension, value_ty));
        let Some(kind) = kind else {
            return Typed::failed();
        };
        let ty = self.tiers_type(&kind, of.ty, value_ty, tiers.at);
        sound = sound
            && tail.as_ref().is_none_or(Option::is_some)
            && self.check_rows(tiers, &rows, of_dimension);
        if !sound || of.is_failed() || ty == Ty::Unknown {
            return Typed::failed();
        }
        let quotient = of.quotient && !flat;
        let parts = Parts { of: of.expr, kind, rows, tail: tail.flatten(), address };
        match parts.lower(&parts.readings(), &Choices::new()) {
            Some(expr) => Typed { expr, ty, quotient },
            None => Typed::failed(),
        }
    }

    fn tier_row(
        &mut self,
        path: &Path,
        row: &TierRow,
        of: Option<Dimension>,
        flat: bool,
    ) -> Option<Row> {
        let start = row.lower.as_ref().map(|(bound, figure)| self.start(path, bound, figure, of));
        let end = row.upper.as_ref().map(|(bound, figure)| self.end(bound, figure, of));
        let value_word = if flat { word::AMOUNT } else { word::RATE };
        let address = self.address(&path.word(value_word), Role::TierValue, row.value.at);
        let value = self.tier_constant(address, &row.value);
        let (start, end, value) = match (start, end, value) {
            (Some(None), ..) | (_, Some(None), _) | (.., None) => return None,
            (start, end, Some(value)) => (start.flatten(), end.flatten(), value),
        };
        Some(Row { start, end, value: value.expr, ty: value.ty, address })
    }

    /// A figure of a tier table: a number, and constant.
    fn tier_constant(&mut self, address: AddressId, expr: &Expr) -> Option<Typed> {
        let typed = self.figure(address, expr);
        let typed = self.require_number(expr.at, typed);
        if typed.is_failed() {
            return None;
        }
        if is_constant(&typed.expr) {
            return Some(typed);
        }
        self.not_constant(expr.at);
        None
    }

    fn not_constant(&mut self, at: At) {
        let message = text!(zh: "档表里只能写确定的数，不能随事实而变", en: "a tier table holds fixed figures, not ones that depend on facts");
        self.report(Diagnostic::new(Code::NotConstant, message).at(at.0));
    }

    fn start(
        &mut self,
        path: &Path,
        bound: &Bound,
        figure: &Expr,
        of: Option<Dimension>,
    ) -> Option<Start> {
        let at = At(bound.at.0.to(figure.at.0));
        let address = self.address(&path.word(word::BOUND), Role::TierBound, at);
        self.note_word(address, bound);
        let typed = self.tier_constant(address, figure)?;
        let typed = self.bound_of(typed, figure.at, of);
        let (reading, arms) = self.slot(&bound.word)?;
        for word in &arms {
            if lower_inclusive(*word).is_none() {
                self.word_misused(
                    bound.at,
                    text!(zh: "一档从这里往上起，不能用这个词", en: "a tier starts here and goes up: this word does not say so"),
                    text!(zh: "包含此数用 以上、不低于、达到、满；不含用 超过", en: "use `at_least` or its kin to include the figure, `over` to exclude it"),
                );
                return None;
            }
        }
        (!typed.is_failed()).then_some(Start {
            at,
            word: Choice { reading, arms },
            figure: typed.expr,
            address,
        })
    }

    fn end(&mut self, bound: &Bound, figure: &Expr, of: Option<Dimension>) -> Option<End> {
        let at = At(bound.at.0.to(figure.at.0));
        let ExprKind::Quantity(quantity) = &figure.kind else {
            self.not_constant(figure.at);
            return None;
        };
        let (value, dimension) = self.parse(quantity)?;
        let zero = value.is_zero() && quantity.unit.is_empty();
        if let Some(of) = of.filter(|of| *of != dimension && !zero) {
            self.wrong_dimension(figure.at, of, dimension, &bound_role());
            return None;
        }
        let (reading, arms) = self.slot(&bound.word)?;
        for word in &arms {
            if upper_inclusive(*word).is_none() {
                self.word_misused(
                    bound.at,
                    text!(zh: "一档到这里为止，不能用这个词", en: "a tier ends here: this word does not say so"),
                    text!(zh: "包含此数用 不超过、以下；不含用 低于、不足", en: "use `at_most` or its kin to include the figure, `below` to exclude it"),
                );
                return None;
            }
        }
        Some(End { at, word: Choice { reading, arms }, figure: value })
    }

    /// A bound in the dimension of the value that the table looks at.
    fn bound_of(&mut self, typed: Typed, at: At, of: Option<Dimension>) -> Typed {
        match of {
            Some(of) => self.number_of(typed, at, of, &bound_role()),
            None => typed,
        }
    }

    fn tier_tail(
        &mut self,
        group: &Path,
        tail: &TierTail,
        of: Option<Dimension>,
        value: Ty,
    ) -> Option<ir::TierTail> {
        let path = group.word(word::TAIL);
        let address = self.address(&path, Role::TierBound, tail.at);
        let width = self.address(&path.word(word::STEP_WIDTH), Role::TierBound, tail.step.at);
        let step = self.tier_constant(width, &tail.step);
        let added = self.address(&path.word(word::ADDED), Role::TierValue, tail.add.at);
        let add = self.tier_constant(added, &tail.add);
        let (step, add) = (step?, add?);
        let step = self.bound_of(step, tail.step.at, of);
        let add = match value.dimension() {
            Some(value) => self.number_of(
                add,
                tail.add.at,
                value,
                &text!(zh: "每档加的数", en: "what each further tier adds"),
            ),
            None => add,
        };
        let positive = super::constant::value_under(&step.expr, &Choices::new())
            .is_some_and(|step| step > crate::quantity::Ratio::ZERO);
        if !step.is_failed() && !positive {
            let message = text!(zh: "每档的宽度应大于零", en: "the width of a further tier is to be above zero");
            self.report(Diagnostic::new(Code::TierDisorder, message).at(tail.step.at.0));
            return None;
        }
        (!step.is_failed() && !add.is_failed()).then_some(ir::TierTail {
            step: step.expr,
            add: add.expr,
            address,
        })
    }

    /// The type of what comes out: the tier's own amount, or its rate times the value.
    fn tiers_type(&mut self, kind: &Choice<TierKind>, of: Ty, value: Ty, at: At) -> Ty {
        let types: Vec<Ty> = kind
            .arms
            .iter()
            .map(|kind| match (kind, of, value) {
                (TierKind::Flat, ..) => value,
                (_, Ty::Number(of), Ty::Number(value)) => {
                    of.checked_mul(value).map_or(Ty::Unknown, Ty::Number)
                }
                (_, Ty::Unknown, _) | (.., Ty::Unknown) => Ty::Unknown,
                _ => Ty::Zero,
            })
            .collect();
        self.join_all(types.into_iter().map(|ty| (at, ty)))
    }
}

/// What a bound is called in messages.
fn bound_role() -> Text {
    text!(zh: "分档的界", en: "the bound of a tier")
}

/// Whether a row that starts with this word holds at the figure; `None` for a word that starts no row.
pub(super) fn lower_inclusive(word: BoundWord) -> Option<bool> {
    match sense(word) {
        Sense::Quantity(CompareOp::AtLeast) => Some(true),
        Sense::Quantity(CompareOp::Above) => Some(false),
        _ => None,
    }
}

/// Whether a row that ends with this word holds at the figure; `None` for a word that ends no row.
pub(super) fn upper_inclusive(word: BoundWord) -> Option<bool> {
    match sense(word) {
        Sense::Quantity(CompareOp::AtMost) => Some(true),
        Sense::Quantity(CompareOp::Below) => Some(false),
        _ => None,
    }
}

/// What a tier table in the core is made of, before its readings are told apart.
struct Parts {
    of: ir::Expr,
    kind: Choice<TierKind>,
    rows: Vec<Row>,
    tail: Option<ir::TierTail>,
    address: AddressId,
}

impl Parts {
    /// The readings that decide its kind or a bound's word, with how many alternatives each has.
    fn readings(&self) -> Vec<(ReadingId, usize)> {
        let kind = self.kind.reading.map(|reading| (reading, self.kind.arms.len()));
        let starts = self.rows.iter().filter_map(|row| row.start.as_ref());
        let words = starts.filter_map(|start| Some((start.word.reading?, start.word.arms.len())));
        let all: BTreeSet<_> = kind.into_iter().chain(words).collect();
        all.into_iter().collect()
    }

    /// One table, or a switch of tables that share their addresses.
    fn lower(&self, readings: &[(ReadingId, usize)], choices: &Choices) -> Option<ir::Expr> {
        let Some(((reading, count), rest)) = readings.split_first() else {
            return self.table(choices);
        };
        let arms: Option<Vec<ir::Expr>> = (0..*count)
            .map(|position| {
                let mut choices = choices.clone();
                choices.insert(*reading, position);
                self.lower(rest, &choices)
            })
            .collect();
        Some(ir::Expr::Switch { reading: *reading, arms: arms? })
    }

    fn table(&self, choices: &Choices) -> Option<ir::Expr> {
        let rows: Option<Vec<ir::TierRow>> =
            self.rows.iter().map(|row| row.lower(choices)).collect();
        let kind = match self.kind.under(choices)? {
            TierKind::Whole => ir::TierKind::Whole,
            TierKind::Marginal => ir::TierKind::Marginal,
            TierKind::Flat => ir::TierKind::Flat,
        };
        let (of, tail) = (self.of.clone(), self.tail.clone());
        Some(ir::Expr::Tiers(Box::new(ir::Tiers {
            of,
            kind,
            rows: rows?,
            tail,
            address: self.address,
        })))
    }
}

impl Row {
    fn lower(&self, choices: &Choices) -> Option<ir::TierRow> {
        let lower = match &self.start {
            None => None,
            Some(start) => Some(ir::TierBound {
                at: start.figure.clone(),
                inclusive: lower_inclusive(start.word.under(choices)?)?,
                address: start.address,
            }),
        };
        Some(ir::TierRow { lower, value: self.value.clone(), address: self.address })
    }
}
