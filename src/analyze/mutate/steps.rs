//! Changes to steps, tier tables, caps and bounds.

use super::change::{Around, Change, Operator, Within, without};
use super::node::{Piece, slot_arms, step_at, with_arm};
use crate::ast::{
    Bound, BoundWord, Cap, CapScope, Expr, ExprKind, Fold, FoldOp, Name, Pipeline, Slot, Step,
    TierKind, Tiers, Window,
};
use crate::syntax::Worded;

/// Each step left out, each two neighbours swapped, and the steps of each item for those of the
/// sum or the other way round.
pub(super) fn of_pipeline(pipeline: &Pipeline) -> Vec<Change> {
    let with = |steps| Piece::Pipeline(Pipeline { steps, ..pipeline.clone() });
    let steps = &pipeline.steps;
    let dropped = steps.iter().enumerate().map(|(position, step)| {
        let operator = match step {
            Step::Cap(_) => Operator::DropCap,
            _ => Operator::DropStep,
        };
        Change::new(operator, step_at(step), with(without(steps, position)))
    });
    let swapped = (1..steps.len()).filter_map(|position| {
        let mut list = steps.clone();
        let at = step_at(list.get(position)?);
        list.swap(position.checked_sub(1)?, position);
        Some(Change::new(Operator::SwapSteps, at, with(list)))
    });
    dropped.chain(swapped).chain(regrouped(pipeline)).collect()
}

/// 逐项 for 合计: the steps after a sum become those of each item, and the other way round.
fn regrouped(pipeline: &Pipeline) -> Option<Change> {
    let ExprKind::Fold(fold) = &pipeline.start.kind else { return None };
    let Slot::Fixed(op) = &fold.op else { return None };
    let body = fold.body.as_ref()?;
    let (other, inner, outer) = match op {
        FoldOp::Pooled if !pipeline.steps.is_empty() => {
            let inner = body.steps.iter().chain(&pipeline.steps).cloned().collect();
            (FoldOp::Each, inner, Vec::new())
        }
        FoldOp::Each if !body.steps.is_empty() => {
            let outer = body.steps.iter().chain(&pipeline.steps).cloned().collect();
            (FoldOp::Pooled, Vec::new(), outer)
        }
        _ => return None,
    };
    let body = Some(Pipeline { steps: inner, ..body.clone() });
    let regrouped = Fold { op: Slot::Fixed(other), body, ..(**fold).clone() };
    let start = Expr { kind: ExprKind::Fold(Box::new(regrouped)), at: pipeline.start.at };
    let piece = Piece::Pipeline(Pipeline { start, steps: outer });
    Some(
        Change::new(Operator::SwapChoice, pipeline.start.at, piece)
            .showing(op.keyword(), other.keyword()),
    )
}

/// Each row and the generated rows left out; each other way the rows may apply.
pub(super) fn of_tiers(tiers: &Tiers) -> Vec<Change> {
    let with = |change: &dyn Fn(&mut Tiers)| {
        let mut tiers = tiers.clone();
        change(&mut tiers);
        Piece::Tiers(tiers)
    };
    let rows = tiers.rows.iter().enumerate().map(|(position, row)| {
        let piece = with(&|tiers| tiers.rows = without(&tiers.rows, position));
        Change::new(Operator::DropTier, row.at, piece)
    });
    let tail = tiers
        .tail
        .as_ref()
        .map(|tail| Change::new(Operator::DropTier, tail.at, with(&|tiers| tiers.tail = None)));
    let kinds = slot_arms(&tiers.kind).into_iter().enumerate().map(|(position, kind)| {
        // A flat table has another dimension than the other two, so only they can be confused.
        let other = match kind {
            TierKind::Whole | TierKind::Flat => TierKind::Marginal,
            TierKind::Marginal => TierKind::Whole,
        };
        let piece = with(&|tiers| tiers.kind = with_arm(&tiers.kind, position, other));
        Change::new(Operator::SwapTierKind, tiers.at, piece)
            .showing(kind.keyword(), other.keyword())
    });
    rows.chain(tail).chain(kinds).collect()
}

/// The cap for another subject, over the other time, and not shared.
pub(super) fn of_cap(cap: &Cap, around: &Around<'_>, within: &Within) -> Vec<Change> {
    let mut changes = Vec::new();
    for (position, arm) in slot_arms(&cap.scope).into_iter().enumerate() {
        for new in other_scopes(arm, around, within) {
            let scope = with_arm(&cap.scope, position, new.clone());
            let piece = Piece::Cap(Cap { scope, ..cap.clone() });
            let change = Change::new(Operator::SwapCapScope, cap.at, piece);
            changes.push(change.showing(shown(arm), shown(&new)));
        }
    }
    if !cap.shared.is_empty() {
        let alone = Cap { shared: Vec::new(), ..cap.clone() };
        changes.push(Change::new(Operator::SwapCapScope, cap.at, Piece::Cap(alone)));
    }
    changes
}

/// Over the other time, for the benefit's own subject, for the kind above.
fn other_scopes(scope: &CapScope, around: &Around<'_>, within: &Within) -> Vec<CapScope> {
    let window = match scope.window {
        Window::Period | Window::Year => Window::Lifetime,
        Window::Lifetime => Window::Year,
    };
    let per = scope.per.as_ref().and_then(|per| around.symbols.kind(&per.text)).or(within.subject);
    let parent = per.and_then(|kind| around.symbols.kinds.get(kind.index())?.parent);
    let parent = parent.and_then(|parent| around.symbols.kinds.get(parent.index()));
    let named =
        |name: &str| scope.per.as_ref().map(|per| Name { text: name.to_owned(), at: per.at });
    let above = parent.and_then(|parent| named(&parent.name.zh));
    let is_wider = scope.per.is_some() && per != within.subject;
    // A benefit paid once to its own subject is the same in its year and in all years.
    let in_time = (is_wider || !within.once).then(|| CapScope { window, ..scope.clone() });
    let own = is_wider.then(|| CapScope { per: None, ..scope.clone() });
    let above = above.map(|per| CapScope { per: Some(per), ..scope.clone() });
    in_time.into_iter().chain(own).chain(above).collect()
}

fn shown(scope: &CapScope) -> String {
    let per = scope.per.as_ref().map(|per| format!("每 {} ", per.text)).unwrap_or_default();
    let window = match scope.window {
        Window::Period => "",
        Window::Year => "每年",
        Window::Lifetime => "累计",
    };
    match format!("{per}{window}") {
        own if own.is_empty() => "∅".to_owned(),
        written => written.trim_end().to_owned(),
    }
}

/// Each word of the bound with its figure on the other side.
pub(super) fn of_bound(bound: &Bound) -> Vec<Change> {
    let words = slot_arms(&bound.word).into_iter().enumerate();
    let flipped = words.filter_map(|(position, word)| {
        let other = flipped(*word)?;
        let word_slot = with_arm(&bound.word, position, other);
        let piece = Piece::Bound(Bound { word: word_slot, ..bound.clone() });
        let change = Change::new(Operator::FlipBound, bound.at, piece);
        Some(change.showing(word.keyword(), other.keyword()))
    });
    flipped.collect()
}

/// The word of the same direction with the figure on the other side.
fn flipped(word: BoundWord) -> Option<BoundWord> {
    use BoundWord::{
        BuChaoguo, BuDiyu, BuWanyu, BuZaoyu, Buman, Buzu, Chaoguo, Dadao, Dengyu, Diyu, JiYixia,
        Man, Wanyu, Yinei, Yishang, Yiwai, Yixia, Zaoyu, Zhishao, Zuoyou,
    };
    Some(match word {
        BuDiyu | Zhishao | Man | Dadao => Chaoguo,
        Yishang => Yiwai,
        Chaoguo => BuDiyu,
        Yiwai => Yishang,
        BuChaoguo => Diyu,
        Diyu | Buzu | Buman => BuChaoguo,
        // What stands after its figure can only be turned into another word that does, and none
        // of these excludes from above; the figure's shift stands for it.
        Yixia | Yinei | JiYixia => return None,
        Zaoyu => BuWanyu,
        BuWanyu => Zaoyu,
        Wanyu => BuZaoyu,
        BuZaoyu => Wanyu,
        Dengyu | Zuoyou => return None,
    })
}
