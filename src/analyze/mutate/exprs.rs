//! Changes to expressions.

use super::change::{Around, Change, Operator, without};
use super::figures;
use super::node::{Piece, slot_arms, with_arm};
use crate::ast::{At, BinaryOp, Expr, ExprKind, Fold, FoldOp, Name, Slot, TableRow, Window};
use crate::syntax::{Keyword, Worded};

/// Everything that can be changed in an expression itself.
pub(super) fn of_expr(expr: &Expr, around: &Around<'_>) -> Vec<Change> {
    let at = expr.at;
    let make = |operator, kind| Change::new(operator, at, piece(at, kind));
    match &expr.kind {
        ExprKind::Quantity(quantity) => figures::shifted(quantity, around)
            .into_iter()
            .map(|new| {
                let (from, to) = (figures::shown(quantity), figures::shown(&new));
                make(Operator::ShiftFigure, ExprKind::Quantity(new)).showing(from, to)
            })
            .collect(),
        ExprKind::Proportion(first, second) => figures::last_digit(first)
            .into_iter()
            .map(|new| {
                let change =
                    make(Operator::ShiftFigure, ExprKind::Proportion(new.clone(), second.clone()));
                change.showing(format!("{first}:{second}"), format!("{new}:{second}"))
            })
            .collect(),
        ExprKind::Date(date) => figures::neighbours(date)
            .into_iter()
            .map(|new| make(Operator::ShiftFigure, ExprKind::Date(new.clone())).showing(date, new))
            .collect(),
        ExprKind::Year(year) => [year.saturating_sub(1), year.saturating_add(1)]
            .into_iter()
            .map(|new| make(Operator::SwapYear, ExprKind::Year(new)).showing(year, new))
            .collect(),
        ExprKind::Truth(truth) => vec![make(Operator::Negate, ExprKind::Truth(!truth))],
        ExprKind::Name(name) => of_name(name, around, at).into_iter().collect(),
        ExprKind::Path(from, name) => {
            let new = around.another_fact(&name.text);
            let new = new.map(|new| {
                let renamed = Name { text: new.to_owned(), at: name.at };
                make(Operator::SwapFact, ExprKind::Path(from.clone(), renamed))
                    .showing(&name.text, new)
            });
            new.into_iter().collect()
        }
        ExprKind::LastYear(inner) | ExprKind::Of(inner, _) => {
            vec![Change::new(Operator::SwapYear, at, Piece::Expr((**inner).clone()))]
        }
        ExprKind::Not(inner) => {
            vec![Change::new(Operator::Negate, at, Piece::Expr((**inner).clone()))]
        }
        ExprKind::Binary(op, a, b) => of_binary(*op, a, b, at),
        ExprKind::Member { value, members, negated } => of_member(value, members, *negated, at),
        ExprKind::Compare { .. }
        | ExprKind::Within { .. }
        | ExprKind::During { .. }
        | ExprKind::Happened(_) => {
            vec![make(Operator::Negate, ExprKind::Not(Box::new(expr.clone())))]
        }
        ExprKind::Extreme { highest, of } => {
            let other =
                make(Operator::SwapChoice, ExprKind::Extreme { highest: !highest, of: of.clone() });
            let fewer = of.iter().enumerate().filter(|_| of.len() > 1).map(|(position, one)| {
                let kind = ExprKind::Extreme { highest: *highest, of: without(of, position) };
                Change::new(Operator::SwapChoice, one.at, piece(at, kind))
            });
            [other].into_iter().chain(fewer).collect()
        }
        ExprKind::If { condition, then, otherwise } => {
            let (condition, then, otherwise) = (condition.clone(), otherwise.clone(), then.clone());
            vec![make(Operator::Negate, ExprKind::If { condition, then, otherwise })]
        }
        ExprKind::Table { keys, rows } => of_table(keys, rows, at),
        ExprKind::Fold(fold) => of_fold(fold, at),
        ExprKind::EachYear { years, body } => figures::shifted(years, around)
            .into_iter()
            .map(|new| {
                let (from, to) = (figures::shown(years), figures::shown(&new));
                let kind = ExprKind::EachYear { years: new, body: body.clone() };
                make(Operator::ShiftFigure, kind).showing(from, to)
            })
            .collect(),
        ExprKind::Paid { what, rule, window, scope } => {
            let window = match window {
                Window::Lifetime => Window::Year,
                Window::Period | Window::Year => Window::Lifetime,
            };
            let (rule, scope) = (rule.clone(), scope.clone());
            vec![make(Operator::SwapYear, ExprKind::Paid { what: *what, rule, window, scope })]
        }
        ExprKind::InYears { days, basis } => figures::shifted(basis, around)
            .into_iter()
            .map(|new| {
                let (from, to) = (figures::shown(basis), figures::shown(&new));
                let kind = ExprKind::InYears { days: days.clone(), basis: new };
                make(Operator::ShiftFigure, kind).showing(from, to)
            })
            .collect(),
        ExprKind::YearsSince(since) => match &since.kind {
            ExprKind::Date(date) => figures::years_around(date)
                .into_iter()
                .map(|new| {
                    let day = Expr { kind: ExprKind::Date(new.clone()), at: since.at };
                    make(Operator::ShiftFigure, ExprKind::YearsSince(Box::new(day)))
                        .showing(date, new)
                })
                .collect(),
            _ => Vec::new(),
        },
        ExprKind::Nothing | ExprKind::Switch(_) | ExprKind::Days { .. } | ExprKind::Pipeline(_) => {
            Vec::new()
        }
    }
}

fn piece(at: At, kind: ExprKind) -> Piece {
    Piece::Expr(Expr { kind, at })
}

fn of_name(name: &Name, around: &Around<'_>, at: At) -> Option<Change> {
    let new = around.another_fact(&name.text)?;
    let renamed = Name { text: new.to_owned(), at: name.at };
    let change = Change::new(Operator::SwapFact, at, piece(at, ExprKind::Name(renamed)));
    Some(change.showing(&name.text, new))
}

fn of_binary(op: BinaryOp, a: &Expr, b: &Expr, at: At) -> Vec<Change> {
    let with = |op| piece(at, ExprKind::Binary(op, Box::new(a.clone()), Box::new(b.clone())));
    let swap = |operator, other| {
        vec![Change::new(operator, at, with(other)).showing(sign(op), sign(other))]
    };
    let only = |kept: &Expr, dropped: &Expr| {
        Change::new(Operator::DropCondition, dropped.at, Piece::Expr(kept.clone()))
    };
    match op {
        BinaryOp::And | BinaryOp::Or => {
            let other = if op == BinaryOp::And { BinaryOp::Or } else { BinaryOp::And };
            let mut changes = swap(Operator::SwapLogic, other);
            changes.extend([only(a, b), only(b, a)]);
            changes
        }
        BinaryOp::Add => swap(Operator::SwapArithmetic, BinaryOp::Sub),
        BinaryOp::Sub => swap(Operator::SwapArithmetic, BinaryOp::Add),
        BinaryOp::Monus => swap(Operator::SwapArithmetic, BinaryOp::Sub),
        // × 1:1 and ÷ 1:1 are the same.
        BinaryOp::Mul if is_even(b) => Vec::new(),
        BinaryOp::Mul => swap(Operator::SwapArithmetic, BinaryOp::Div),
        BinaryOp::Div => swap(Operator::SwapArithmetic, BinaryOp::Mul),
    }
}

fn is_even(expr: &Expr) -> bool {
    matches!(&expr.kind, ExprKind::Proportion(first, second) if first == second)
}

fn sign(op: BinaryOp) -> &'static str {
    match op {
        BinaryOp::Add => "+",
        BinaryOp::Sub => "-",
        BinaryOp::Mul => "×",
        BinaryOp::Div => "÷",
        BinaryOp::Or | BinaryOp::And | BinaryOp::Monus => {
            Keyword::of_operator(op).map_or("", Keyword::zh)
        }
    }
}

fn of_member(value: &Expr, members: &[Name], negated: bool, at: At) -> Vec<Change> {
    let with = |members: Vec<Name>, negated| {
        piece(at, ExprKind::Member { value: Box::new(value.clone()), members, negated })
    };
    let other = Change::new(Operator::Negate, at, with(members.to_vec(), !negated));
    let fewer = members.iter().enumerate().filter(|_| members.len() > 1);
    let fewer = fewer.map(|(position, member)| {
        let change = Change::new(
            Operator::DropCondition,
            member.at,
            with(without(members, position), negated),
        );
        change.showing(&member.text, "∅")
    });
    [other].into_iter().chain(fewer).collect()
}

/// Each row left out, and each two neighbours' values swapped.
fn of_table(keys: &[Expr], rows: &[TableRow], at: At) -> Vec<Change> {
    let with = |rows: Vec<TableRow>| piece(at, ExprKind::Table { keys: keys.to_vec(), rows });
    let fewer = rows.iter().enumerate().map(|(position, row)| {
        Change::new(Operator::ChangeRow, row.at, with(without(rows, position)))
    });
    let swapped = rows.iter().zip(rows.iter().skip(1)).enumerate();
    let swapped = swapped.filter(|(_, (one, next))| one.value != next.value);
    let swapped = swapped.map(|(position, (one, next))| {
        let mut list = rows.to_vec();
        let values = [&next.value, &one.value];
        for (row, value) in list.iter_mut().skip(position).zip(values) {
            row.value = value.clone();
        }
        Change::new(Operator::ChangeRow, next.at, with(list))
    });
    fewer.chain(swapped).collect()
}

/// Another word for each word of the fold; no filter; no event.
fn of_fold(fold: &Fold, at: At) -> Vec<Change> {
    let with = |change: &dyn Fn(&mut Fold)| {
        let mut fold = fold.clone();
        change(&mut fold);
        piece(at, ExprKind::Fold(Box::new(fold)))
    };
    let words = slot_arms(&fold.op).into_iter().enumerate().filter_map(|(position, op)| {
        let other = match op {
            // Which of the two is written matters with the steps that stand in or after the
            // fold; `steps` moves those. Under a reading they stay and the word decides.
            FoldOp::Each | FoldOp::Pooled if matches!(fold.op, Slot::Fixed(_)) => return None,
            FoldOp::Each => FoldOp::Pooled,
            FoldOp::Pooled => FoldOp::Each,
            FoldOp::Highest => FoldOp::Lowest,
            FoldOp::Lowest | FoldOp::First => FoldOp::Highest,
            FoldOp::All | FoldOp::Exists | FoldOp::Count => return None,
        };
        let piece = with(&|fold| fold.op = with_arm(&fold.op, position, other));
        Some(Change::new(Operator::SwapChoice, at, piece).showing(op.keyword(), other.keyword()))
    });
    let filter = fold.filter.as_ref().map(|filter| {
        Change::new(Operator::DropCondition, filter.at, with(&|fold| fold.filter = None))
    });
    let event = fold
        .event
        .as_ref()
        .map(|event| Change::new(Operator::SwapYear, event.at, with(&|fold| fold.event = None)));
    words.chain(filter).chain(event).collect()
}
