//! Caps that several rules share: each rule states the cap, and all state the same.

use super::context::Context;
use crate::diag::{Code, Diagnostic, text};
use crate::ir::{Body, Cap, Expr, Rule, RuleId};

/// One cap as a rule states it: an entry for each alternative where a reading decides its scope.
type Stated<'r> = &'r [Cap];

/// What is wrong with the caps that a rule shares with others, each told once.
pub(super) fn shared_caps(cx: &Context<'_>, rules: &[Option<Rule>], id: RuleId) -> Vec<Diagnostic> {
    let mut problems = Vec::new();
    for own in stated(rules, id) {
        let Some(first) = own.first() else { continue };
        for other in first.shared.iter().copied().filter(|other| *other != id) {
            // A rule that failed has its own errors.
            if rules.get(other.index()).is_none_or(Option::is_none) {
                continue;
            }
            if stated(rules, other).any(|its| agree(own, its)) {
                continue;
            }
            let names_it = |its: &Stated<'_>| its.iter().any(|cap| cap.shared.contains(&id));
            match stated(rules, other).find(names_it) {
                Some(its) if id < other => problems.extend(differ(cx, first, its)),
                Some(_) => {}
                None => problems.extend(unstated(cx, first, other)),
            }
        }
    }
    problems
}

/// The caps that a rule shares.
fn stated(rules: &[Option<Rule>], id: RuleId) -> impl Iterator<Item = Stated<'_>> {
    let caps = match rules.get(id.index()) {
        Some(Some(Rule { body: Body::Money(money), .. })) => money.caps.as_slice(),
        _ => &[],
    };
    let one_by_one = caps.chunk_by(|cap, next| cap.address == next.address);
    one_by_one.filter(|cap| cap.iter().any(|cap| cap.shared.len() > 1))
}

fn agree(one: Stated<'_>, other: Stated<'_>) -> bool {
    let alike = |(a, b): (&Cap, &Cap)| {
        (a.scope, a.lifetime, a.when, &a.shared) == (b.scope, b.lifetime, b.when, &b.shared)
            && same_figure(&a.limit, &b.limit)
    };
    one.len() == other.len() && one.iter().zip(other).all(alike)
}

/// Whether two expressions are the same but for their places.
fn same_figure(one: &Expr, other: &Expr) -> bool {
    match (one, other) {
        (Expr::Number(a, _), Expr::Number(b, _)) => a == b,
        (Expr::Extreme { highest: a, .. }, Expr::Extreme { highest: b, .. }) if a != b => false,
        _ => {
            let (parts, others) = (one.children(), other.children());
            match parts.is_empty() {
                true => one == other,
                false => {
                    std::mem::discriminant(one) == std::mem::discriminant(other)
                        && parts.len() == others.len()
                        && parts.into_iter().zip(others).all(|(a, b)| same_figure(a, b))
                }
            }
        }
    }
}

fn differ(cx: &Context<'_>, cap: &Cap, its: Stated<'_>) -> Option<Diagnostic> {
    let at = cx.book.get(cap.address)?.span;
    let other = cx.book.get(its.first()?.address)?.span;
    let message = text!(zh: "合用的上限两处写得不一样", en: "the two rules do not agree on the cap they share");
    let help = text!(
        zh: "金额、范围、期间和“共”里的规则都要相同",
        en: "the figure, the scope, the window and the rules that share it are to be the same"
    );
    Some(
        Diagnostic::new(Code::SharedCap, message)
            .primary(at, text!(zh: "这里这样写", en: "so here"))
            .secondary(other, text!(zh: "那里却这样写", en: "but so there"))
            .help(help),
    )
}

fn unstated(cx: &Context<'_>, cap: &Cap, other: RuleId) -> Option<Diagnostic> {
    let at = cx.book.get(cap.address)?.span;
    let other = cx.symbols.rules.get(other.index())?;
    let name = &other.name.zh;
    let message = text!(
        zh: "“{name}”没有写这个合用的上限",
        en: "`{name}` does not state the cap it is to share"
    );
    Some(
        Diagnostic::new(Code::SharedCap, message)
            .primary(at, text!(zh: "这里说与它合用", en: "shared with it here"))
            .secondary(other.decl.head.0, text!(zh: "它没有写", en: "it does not say so"))
            .help(text!(zh: "在那里写上同样的上限，“共”里点名这条规则", en: "state the same cap there, and name this rule in its `shared`")),
    )
}
