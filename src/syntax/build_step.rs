//! Steps of a running amount: tiers, caps, top-up, rounding.

use super::build::Builder;
use super::grammar::Rule;
use super::tree::{Pair, Parts};
use crate::ast::{Bound, Cap, CapScope, Expr, Slot, Step, TierRow, TierTail, Tiers};

impl Builder {
    pub(super) fn step(&mut self, pair: Pair) -> Option<Step> {
        let at = self.at(&pair);
        match pair.as_rule() {
            Rule::tiers => self.tiers(pair).map(Step::Tiers),
            Rule::cap => self.cap(pair).map(Step::Cap),
            Rule::top_up => self.expr_in(pair).map(|e| Step::TopUp(e, at)),
            Rule::round => {
                let rounding = Parts::of(pair).take(Rule::rounding)?;
                self.rounding(rounding).map(Step::Round)
            }
            _ => None,
        }
    }

    fn tiers(&mut self, pair: Pair) -> Option<Tiers> {
        let at = self.at(&pair);
        let mut parts = Parts::of(pair);
        let kind = self.slot(parts.take(Rule::tier_slot)?)?;
        let (tails, rows): (Vec<_>, Vec<_>) =
            parts.rest().partition(|row| row.as_rule() == Rule::tier_tail);
        let rows = self.each(rows.into_iter(), Self::tier_row);
        let tail = self.each(tails.into_iter(), Self::tier_tail).pop();
        Some(Tiers { kind, rows, tail, at })
    }

    fn tier_row(&mut self, pair: Pair) -> Option<TierRow> {
        let at = self.at(&pair);
        let mut parts = Parts::of(pair);
        let from_zero = parts.has(Rule::k_first_tier);
        let mut bound = || match parts.take(Rule::tier_bound) {
            Some(pair) => self.tier_bound(pair).map(Some),
            None => Some(None),
        };
        let lower = if from_zero { None } else { bound()? };
        let upper = bound()?;
        let value = self.sum(parts.take(Rule::sum)?)?;
        Some(TierRow { lower, upper, value, at })
    }

    fn tier_bound(&mut self, pair: Pair) -> Option<(Bound, Expr)> {
        let mut parts = Parts::of(pair);
        let (word, figure) = match parts.take(Rule::bound_slot) {
            Some(word) => (word, self.sum(parts.take(Rule::sum)?)?),
            None => {
                let figure = self.edge(parts.take(Rule::edge)?)?;
                (parts.take(Rule::suffix_slot)?, figure)
            }
        };
        let word = self.bound(word, parts.next_if(Rule::in_text))?;
        Some((word, figure))
    }

    fn tier_tail(&mut self, pair: Pair) -> Option<TierTail> {
        let at = self.at(&pair);
        let mut parts = Parts::of(pair);
        let step = self.sum(parts.take(Rule::sum)?)?;
        let add = self.sum(parts.take(Rule::sum)?)?;
        Some(TierTail { step, add, at })
    }

    pub(super) fn cap(&mut self, pair: Pair) -> Option<Cap> {
        let at = self.at(&pair);
        let mut parts = Parts::of(pair);
        let limit = self.expr(parts.take(Rule::expr)?)?;
        let scope = match parts.take(Rule::cap_scope) {
            Some(scope) => Slot::Fixed(self.cap_scope(scope)),
            None => {
                let switch = parts.take(Rule::cap_switch)?;
                let switch = self.switch(switch, |this, parts| {
                    Some(this.cap_scope(parts.take(Rule::cap_scope)?))
                })?;
                Slot::Switch(Box::new(switch))
            }
        };
        let shared = match parts.next_if(Rule::shared) {
            Some(shared) => self.each(Parts::of(shared).rest(), Self::rule_ref),
            None => Vec::new(),
        };
        Some(Cap { limit, scope, shared, at })
    }

    fn cap_scope(&mut self, pair: Pair) -> CapScope {
        let mut parts = Parts::of(pair);
        let per = parts.next_if(Rule::per).and_then(|per| self.name_in(per));
        CapScope { per, window: Self::window(&mut parts) }
    }
}
