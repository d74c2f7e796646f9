//! Folds over the children of a subject.

use super::address::word;
use super::context::Context;
use super::types::{Ty, Typed};
use crate::ast::{ExprKind, Fold, FoldOp, Pipeline, Slot, Step};
use crate::diag::{Code, Diagnostic, Text, text};
use crate::ir::{self, KindId, Role};
use crate::quantity::Dimension;

impl Context<'_> {
    /// A fold that no steps follow.
    pub(super) fn fold(&mut self, fold: &Fold) -> Typed {
        self.fold_then(fold, &[])
    }

    /// A fold and the steps that follow it. Where a reading decides between 逐项 and 合计, the
    /// steps are each item's under the one and the sum's under the other.
    pub(super) fn fold_then(&mut self, fold: &Fold, steps: &[Step]) -> Typed {
        match &fold.op {
            Slot::Fixed(op) => {
                let typed = self.fold_as(*op, fold, &[]);
                self.steps_after(*op, fold, typed, steps)
            }
            Slot::Switch(switch) => self.switch_over(switch, |cx| {
                let mark = cx.book.mark();
                let arms = switch.arms.iter().map(|(_, op)| {
                    cx.book.rewind(&mark);
                    let inside = if *op == FoldOp::Each { steps } else { &[] };
                    let outside = if *op == FoldOp::Each { &[] } else { steps };
                    let typed = cx.fold_as(*op, fold, inside);
                    (switch.at, cx.steps(fold.at, typed, outside))
                });
                arms.collect()
            }),
        }
    }

    /// The steps after a fold: a tier table on the sum of 逐项 is neither of each nor of a pool.
    fn steps_after(&mut self, op: FoldOp, fold: &Fold, typed: Typed, steps: &[Step]) -> Typed {
        if op == FoldOp::Each
            && let Some(tiers) = steps.iter().find_map(|step| match step {
                Step::Tiers(tiers) => Some(tiers),
                _ => None,
            })
        {
            let message = text!(zh: "“逐项”之后不能再按档：档是各项的，还是合计的？", en: "tiers after `each`: of each item, or of the sum?");
            let help = text!(
                zh: "各项分别按档，写进花括号；合计后按档，用“合计”",
                en: "put the tiers inside the braces for each item, or use `total` for the sum"
            );
            self.report(
                Diagnostic::new(Code::TiersOnEach, message)
                    .at(tiers.at.0)
                    .secondary(fold.at.0, text!(zh: "逐项计算", en: "computed for each item"))
                    .help(help),
            );
            return Typed::failed();
        }
        self.steps(fold.at, typed, steps)
    }

    fn fold_as(&mut self, op: FoldOp, fold: &Fold, steps: &[Step]) -> Typed {
        let address = self.next_address(word::FOLD, Role::Fold, fold.at);
        let Some(kind) = self.ok(self.symbols.expect_kind(&fold.kind)) else {
            return Typed::failed();
        };
        let Some(of) = self.parent_place(kind) else {
            return self.not_a_child(fold, kind);
        };
        let (event, order, filter, body) = self.in_frame(kind, |cx| {
            let event = fold.event.as_ref().map(|event| cx.date(event));
            let order = fold.order.as_ref().map(|order| cx.date(order));
            let filter = fold.filter.as_ref().map(|filter| {
                let path = cx.book.next(&cx.path, word::FILTER);
                cx.under(path, |cx| cx.condition(filter))
            });
            let body = fold.body.as_ref().map(|body| cx.fold_body(op, body, steps));
            (event, order, filter, body)
        });
        if !self.check_shape(op, fold) {
            return Typed::failed();
        }
        let (op, ty, quotient) = self.fold_type(op, fold, kind, body.as_ref());
        let body = body.map(|body| body.expr);
        let fold = ir::Fold { op, of, kind, event, order, filter, body, address };
        Typed { expr: ir::Expr::Fold(Box::new(fold)), ty, quotient }
    }

    fn fold_body(&mut self, op: FoldOp, body: &Pipeline, steps: &[Step]) -> Typed {
        if op == FoldOp::All {
            return Typed::new(self.condition(&body.start), Ty::Truth);
        }
        if op == FoldOp::Pooled {
            self.check_pooled(body);
        }
        let typed = self.pipeline(body);
        self.steps(body.start.at, typed, steps)
    }

    /// 合计 means the sum first: a step inside its braces would come before the sum.
    fn check_pooled(&mut self, body: &Pipeline) {
        let inner = match &body.start.kind {
            ExprKind::Pipeline(inner) => inner.steps.first(),
            _ => None,
        };
        let Some(step) = body.steps.first().or(inner) else {
            return;
        };
        let message = text!(zh: "“合计”的花括号里不能有步骤：先求和，再走步骤", en: "no step inside the braces of `total`: the sum comes first");
        let help = text!(zh: "把步骤移到花括号之后；要各项分别计算，用“逐项”", en: "move the step after the braces, or use `each` for each item");
        self.report(Diagnostic::new(Code::StepInPool, message).at(step.at().0).help(help));
    }

    fn fold_type(
        &mut self,
        op: FoldOp,
        fold: &Fold,
        kind: KindId,
        body: Option<&Typed>,
    ) -> (ir::FoldOp, Ty, bool) {
        let at = fold.body.as_ref().map_or(fold.at, |body| body.start.at);
        let number = |cx: &mut Self| match body {
            Some(body) if body.ty.is_numeric() => body.ty,
            Some(body) => {
                let expected = text!(zh: "数", en: "a number");
                cx.mismatch(at, &expected, body.ty).ty
            }
            None => Ty::Unknown,
        };
        let quotient = body.is_some_and(|body| body.quotient);
        match op {
            FoldOp::Each | FoldOp::Pooled => (ir::FoldOp::Sum, number(self), quotient),
            FoldOp::Highest => (ir::FoldOp::Highest, number(self), quotient),
            FoldOp::Lowest => (ir::FoldOp::Lowest, number(self), quotient),
            FoldOp::Count => (ir::FoldOp::Count, Ty::Number(self.count_of(kind)), false),
            FoldOp::Exists => (ir::FoldOp::Exists, Ty::Truth, false),
            FoldOp::All => (ir::FoldOp::All, Ty::Truth, false),
            FoldOp::First => {
                (ir::FoldOp::First, body.map_or(Ty::Unknown, |body| body.ty), quotient)
            }
        }
    }

    /// What a number of subjects of a kind counts: its measure word, if it has one.
    fn count_of(&self, kind: KindId) -> Dimension {
        let word = self.symbols.kinds.get(kind.index()).and_then(|kind| kind.counted_in);
        word.map_or(Dimension::PLAIN, Dimension::count)
    }

    /// What each fold needs: a body unless it only counts, and a date for 首个.
    fn check_shape(&mut self, op: FoldOp, fold: &Fold) -> bool {
        let counts = matches!(op, FoldOp::Count | FoldOp::Exists);
        let problem: Option<(Text, Text)> = if counts && fold.body.is_some() {
            Some((
                text!(zh: "个数、存在 不带花括号", en: "`count` and `exists` take no braces"),
                text!(zh: "条件写在“其中”后面", en: "write the condition after `where`"),
            ))
        } else if !counts && fold.body.is_none() {
            Some((
                text!(zh: "没有写明每一项算什么", en: "what is computed of each item is missing"),
                text!(zh: "加上花括号，如“合计 项目 {{ 投资额 }}”", en: "add braces, such as `total project {{ investment }}`"),
            ))
        } else if (op == FoldOp::First) != fold.order.is_some() {
            Some((
                text!(zh: "“首个”要写明按哪个日期，其他的不写", en: "`first` needs a date to go by, others none"),
                text!(zh: "写成“首个 项目 按 投产日 {{ … }}”", en: "write `first project by start_date {{ … }}`"),
            ))
        } else {
            None
        };
        let Some((message, help)) = problem else {
            return true;
        };
        self.report(Diagnostic::new(Code::FoldShape, message).at(fold.at.0).help(help));
        false
    }

    /// Where the subject stands whose children of that kind are gone through.
    fn parent_place(&self, kind: KindId) -> Option<ir::Place> {
        let parent = self.symbols.kinds.get(kind.index())?.parent?;
        self.place_of_kind(parent)
    }

    fn not_a_child(&mut self, fold: &Fold, kind: KindId) -> Typed {
        let parent = self.symbols.kinds.get(kind.index()).and_then(|kind| kind.parent);
        let name = &fold.kind.text;
        let (message, help) = match parent {
            None => (
                text!(zh: "“{name}”不从属于任何主体，没有可以逐个看的清单", en: "`{name}` is no subject's child, so there is no list of them"),
                None,
            ),
            Some(parent) => {
                let parent = self.describe(Ty::Subject(parent));
                (
                    Text::new(
                        format!("“{name}”从属于{}，这里看不到{}", parent.zh, parent.zh),
                        format!("`{name}` is a child of {}, which is not in view here", parent.en),
                    ),
                    Some(
                        text!(zh: "先逐个看 {0}，再看它的 {name}", en: "go through each {0} first, then its {name}", parent.zh),
                    ),
                )
            }
        };
        self.fail(Diagnostic::new(Code::FoldShape, message).at(fold.kind.at.0).maybe_help(help))
    }
}
