//! Rules and their statements.

use super::build::Builder;
use super::grammar::Rule;
use super::tree::{Pair, Parts};
use super::words::Worded;
use crate::ast::{
    Amount, At, Decision, DecisionBounds, Modality, Name, Payers, Period, Pipeline, Related,
    RuleEntry, RuleKind, Text,
};
use crate::ast::{Expr, Rule as RuleNode};
use crate::source::Span;

impl Builder {
    pub(super) fn rule(&mut self, pair: Pair) -> Option<RuleNode> {
        let at = self.at(&pair);
        let written = pair.as_str();
        let mut parts = Parts::of(pair);
        let kind = RuleKind::of(parts.keyword()?)?;
        let name = self.decl(parts.take(Rule::decl)?)?;
        let sought_from = parts.next_if(Rule::sought_from).and_then(|from| self.name_in(from));
        let subject = parts.next_if(Rule::recipient).and_then(|to| self.name_in(to));
        let period = if parts.has(Rule::k_yearly) {
            Period::Yearly
        } else if let Some(once) = parts.next_if(Rule::once) {
            Period::Once(self.expr_in(once)?)
        } else {
            Period::Unbound
        };
        let open = parts.take(Rule::open)?.range().start;
        let start = at.0.range().start;
        let head = written.get(..open.saturating_sub(start))?.trim_end();
        let head = At(Span::of_range(at.0.file, start..start.saturating_add(head.len())));
        let entries = self.each(parts.rest(), Self::rule_entry);
        Some(RuleNode { kind, name, sought_from, subject, period, entries, head, at })
    }

    fn rule_entry(&mut self, pair: Pair) -> Option<RuleEntry> {
        let at = self.at(&pair);
        let entry = match pair.as_rule() {
            Rule::condition => RuleEntry::Condition(self.expr_in(pair)?, at),
            Rule::denied => RuleEntry::Denied(self.expr_in(pair)?, at),
            Rule::await_day => RuleEntry::Await(self.expr_in(pair)?, at),
            Rule::measure => RuleEntry::Measure(self.expr_in(pair)?, at),
            Rule::baseline => RuleEntry::Baseline(self.expr_in(pair)?, at),
            Rule::deadline => RuleEntry::Deadline(self.expr_in(pair)?, at),
            Rule::local_let => self.local_let(pair, at)?,
            Rule::decision => RuleEntry::Decision(self.decision(pair)?),
            Rule::amount => RuleEntry::Amount(self.amount(pair)?, at),
            Rule::exception => self.exception(pair, at)?,
            Rule::stage => self.stage(pair, at)?,
            Rule::cap => RuleEntry::Cap(self.cap(pair)?),
            Rule::payers => RuleEntry::Payers(self.payers(pair)?),
            Rule::year_limit => self.year_limit(pair, at)?,
            Rule::relation => self.relation(pair, at)?,
            Rule::consequence => self.consequence(pair, at)?,
            Rule::manner => RuleEntry::Modality(self.modality(&mut Parts::of(pair))?, at),
            Rule::duty_bodies => RuleEntry::Bodies(self.names_in(pair)?, at),
            Rule::content => RuleEntry::Content(self.text_in(pair)?),
            Rule::addressees => RuleEntry::Addressees(self.texts_in(pair)),
            Rule::topics => RuleEntry::Topics(self.texts_in(pair)),
            _ => return None,
        };
        Some(entry)
    }

    fn texts_in(&mut self, pair: Pair) -> Vec<Text> {
        let texts = pair.into_inner().filter(|one| one.as_rule() == Rule::text);
        texts.map(|text| self.text(&text)).collect()
    }

    fn local_let(&mut self, pair: Pair, at: At) -> Option<RuleEntry> {
        let mut parts = Parts::of(pair);
        let name = self.decl(parts.take(Rule::decl)?)?;
        let kind = parts.next_if(Rule::per).and_then(|per| self.name_in(per));
        let value = self.pipeline(parts.take(Rule::pipeline)?)?;
        Some(RuleEntry::Let { name, kind, value, at })
    }

    fn decision(&mut self, pair: Pair) -> Option<Decision> {
        let at = self.at(&pair);
        let mut parts = Parts::of(pair);
        let name = self.decl(parts.take(Rule::decl)?)?;
        let authority = self.name_in(parts.take(Rule::decided_by)?)?;
        parts.take(Rule::colon)?;
        let bounds = parts.next()?;
        let bounds = match bounds.as_rule() {
            Rule::k_yes_no => DecisionBounds::YesNo,
            Rule::up_to => DecisionBounds::UpTo(self.expr_in(bounds)?),
            Rule::unbounded => {
                let unit = Parts::of(bounds).take(Rule::unit)?;
                let at = self.at(&unit);
                DecisionBounds::Open(Name { text: self.unit(&unit), at })
            }
            _ => {
                let mut parts = Parts::of(bounds);
                let from = self.expr(parts.take(Rule::expr)?)?;
                let to = self.expr(parts.take(Rule::expr)?)?;
                DecisionBounds::Between(from, to)
            }
        };
        Some(Decision { name, authority, bounds, at })
    }

    fn amount(&mut self, pair: Pair) -> Option<Amount> {
        let mut parts = Parts::of(pair);
        if let Some(elsewhere) = parts.take(Rule::elsewhere) {
            return self.text_in(elsewhere).map(Amount::Elsewhere);
        }
        self.pipeline(parts.take(Rule::pipeline)?).map(Amount::Computed)
    }

    fn exception(&mut self, pair: Pair, at: At) -> Option<RuleEntry> {
        let mut parts = Parts::of(pair);
        let condition = self.expr(parts.take(Rule::expr)?)?;
        let amount = self.amount(parts.take(Rule::amount)?)?;
        Some(RuleEntry::Exception { condition, amount, at })
    }

    fn stage(&mut self, pair: Pair, at: At) -> Option<RuleEntry> {
        let mut parts = Parts::of(pair);
        let name = self.decl(parts.take(Rule::decl)?)?;
        let event = self.at_operand_in(parts.take(Rule::at)?)?;
        let start = self.expr(parts.take(Rule::expr)?)?;
        let amount = Pipeline { start, steps: Vec::new() };
        Some(RuleEntry::Stage { name, event, amount, at })
    }

    fn payers(&mut self, pair: Pair) -> Option<Payers> {
        let at = self.at(&pair);
        let (mut shares, mut remainder) = (Vec::new(), None);
        for pair in Parts::of(pair).rest() {
            match pair.as_rule() {
                Rule::share => shares.push(self.share(pair)?),
                _ => remainder = self.name_in(pair),
            }
        }
        Some(Payers { shares, remainder, at })
    }

    fn share(&mut self, pair: Pair) -> Option<(Name, Option<Expr>)> {
        let mut parts = Parts::of(pair);
        let name = parts.take(Rule::name)?;
        let name = self.name(&name);
        let weight = match parts.take(Rule::weight) {
            Some(weight) => Some(self.atom(weight.into_inner().next()?)?),
            None => None,
        };
        Some((name, weight))
    }

    fn year_limit(&mut self, pair: Pair, at: At) -> Option<RuleEntry> {
        let mut parts = Parts::of(pair);
        let how = self.slot(parts.take(Rule::years_slot)?)?;
        let years = self.quantity(parts.take(Rule::figure)?)?;
        let scope = parts.next_if(Rule::per).and_then(|per| self.name_in(per));
        Some(RuleEntry::YearLimit { how, years, scope, at })
    }

    fn relation(&mut self, pair: Pair, at: At) -> Option<RuleEntry> {
        let mut parts = Parts::of(pair);
        let how = self.slot(parts.take(Rule::relation_slot)?)?;
        let (mut to, mut why) = (Vec::new(), None);
        for pair in parts.rest() {
            match pair.as_rule() {
                Rule::related => to.push(self.related(pair)?),
                Rule::text => why = Some(self.text(&pair)),
                _ => {}
            }
        }
        Some(RuleEntry::Relation { how, to, why, at })
    }

    fn related(&mut self, pair: Pair) -> Option<Related> {
        let inner = pair.into_inner().next()?;
        match inner.as_rule() {
            Rule::rule_ref => self.rule_ref(inner).map(Related::Rule),
            _ => self.part_ref(inner).map(Related::Clause),
        }
    }

    fn consequence(&mut self, pair: Pair, at: At) -> Option<RuleEntry> {
        let mut parts = Parts::of(pair);
        let modality = self.modality(&mut parts)?;
        let text = parts.take(Rule::text)?;
        Some(RuleEntry::Consequence { modality, text: self.text(&text), at })
    }

    fn modality(&mut self, parts: &mut Parts) -> Option<Modality> {
        parts.keyword()?;
        Modality::of(parts.keyword()?)
    }
}
