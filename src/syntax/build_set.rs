//! The policy set's own declaration and its vocabulary.

use super::build::Builder;
use super::grammar::Rule;
use super::keyword::Keyword;
use super::tree::{Pair, Parts};
use super::words::Worded;
use crate::ast::{
    Beyond, Budget, BudgetSpan, Decl, Enumeration, FactDecl, FactType, Item, Kind, List, ListEntry,
    Measure, Name, Quantity, Rounding, RoundingMode, Validity,
};

impl Builder {
    pub(super) fn item(&mut self, pair: Pair) -> Option<Item> {
        match pair.as_rule() {
            Rule::clause => self.clause(pair).map(Item::Clause),
            Rule::kind => self.kind(pair).map(Item::Kind),
            Rule::enumeration => self.enumeration(pair).map(Item::Enumeration),
            Rule::count_unit => self.count_unit(pair).map(Item::Measure),
            Rule::series => {
                let fact = Parts::of(pair).take(Rule::fact_decl)?;
                self.fact_decl(fact).map(Item::Series)
            }
            Rule::list => self.list(pair).map(Item::List),
            Rule::scenario => self.scenario(pair).map(Item::Scenario),
            _ => None,
        }
    }

    fn list(&mut self, pair: Pair) -> Option<List> {
        let at = self.at(&pair);
        let mut parts = Parts::of(pair);
        let name = self.decl(parts.take(Rule::decl)?)?;
        let entries = self.each(parts.rest(), Self::list_entry);
        Some(List { name, entries, at })
    }

    fn list_entry(&mut self, pair: Pair) -> Option<ListEntry> {
        match pair.as_rule() {
            Rule::title => self.text_in(pair).map(ListEntry::Title),
            Rule::issued => self.expr_in(pair).map(ListEntry::Issued),
            Rule::validity => self.validity(pair).map(ListEntry::Validity),
            Rule::reading => self.reading(pair).map(ListEntry::Reading),
            Rule::levels => self.decls_in(pair).map(ListEntry::Levels),
            Rule::bodies => self.decls_in(pair).map(ListEntry::Bodies),
            Rule::figure_note => self.figure_note(pair).map(ListEntry::FigureNote),
            Rule::payable => {
                let rounding = Parts::of(pair).take(Rule::rounding)?;
                self.rounding(rounding).map(ListEntry::Payable)
            }
            Rule::budget => self.budget(pair).map(ListEntry::Budget),
            _ => None,
        }
    }

    pub(super) fn validity(&mut self, pair: Pair) -> Option<Validity> {
        let at = self.at(&pair);
        let mut parts = Parts::of(pair);
        let from = self.expr(parts.take(Rule::expr)?)?;
        let to = self.expr(parts.take(Rule::expr)?)?;
        Some(Validity { from, to, at })
    }

    pub(super) fn rounding(&mut self, pair: Pair) -> Option<Rounding> {
        let at = self.at(&pair);
        let mut parts = Parts::of(pair);
        let to = self.quantity(parts.take(Rule::figure)?)?;
        let mode = RoundingMode::of(parts.keyword()?)?;
        Some(Rounding { to, mode, at })
    }

    fn budget(&mut self, pair: Pair) -> Option<Budget> {
        let at = self.at(&pair);
        let mut parts = Parts::of(pair);
        parts.has(Rule::k_budget);
        let span = match parts.next_if(Rule::year) {
            Some(year) => BudgetSpan::Year(self.year(&year)?),
            None if parts.has(Rule::k_yearly) => BudgetSpan::Yearly,
            None => BudgetSpan::Whole,
        };
        let most = self.quantity(parts.take(Rule::figure)?)?;
        let payers = parts.next_if(Rule::budget_payers);
        let payers = payers.and_then(|payers| self.names_in(payers)).unwrap_or_default();
        let clauses = match parts.next_if(Rule::budget_clauses) {
            Some(clauses) => self.each(Parts::of(clauses).rest(), Self::part_ref),
            None => Vec::new(),
        };
        let beyond = match parts.next() {
            Some(pair) if pair.as_rule() == Rule::k_pro_rata => Some(Beyond::ProRata),
            Some(pair) => Some(Beyond::FirstCome(self.name_in(pair))),
            None => None,
        };
        Some(Budget { span, most, payers, clauses, beyond, at })
    }

    fn decls_in(&mut self, pair: Pair) -> Option<Vec<Decl>> {
        let decls = Parts::of(pair).take(Rule::decls)?;
        Some(self.each(Parts::of(decls).rest(), Self::decl))
    }

    fn count_unit(&mut self, pair: Pair) -> Option<Measure> {
        let at = self.at(&pair);
        let mut parts = Parts::of(pair);
        let word = self.decl(parts.take(Rule::decl)?)?;
        let also = match parts.next_if(Rule::also) {
            Some(also) => self.names(Parts::of(also).take(Rule::names)?),
            None => Vec::new(),
        };
        Some(Measure { word, also, at })
    }

    fn enumeration(&mut self, pair: Pair) -> Option<Enumeration> {
        let at = self.at(&pair);
        let mut parts = Parts::of(pair);
        let name = self.decl(parts.take(Rule::decl)?)?;
        let variants = match parts.take(Rule::decls) {
            Some(decls) => self.each(Parts::of(decls).rest(), Self::decl),
            None => Vec::new(),
        };
        Some(Enumeration { name, variants, at })
    }

    fn kind(&mut self, pair: Pair) -> Option<Kind> {
        let at = self.at(&pair);
        let mut parts = Parts::of(pair);
        let name = self.decl(parts.take(Rule::decl)?)?;
        let parent = parts.next_if(Rule::parent).and_then(|parent| self.name_in(parent));
        let counted_in = parts.next_if(Rule::counted_in).and_then(|word| self.name_in(word));
        let facts = self.each(parts.rest(), Self::fact_decl);
        Some(Kind { name, parent, counted_in, facts, at })
    }

    fn fact_decl(&mut self, pair: Pair) -> Option<FactDecl> {
        let at = self.at(&pair);
        let mut parts = Parts::of(pair);
        let name = self.decl(parts.take(Rule::decl)?)?;
        let ty = self.fact_type(parts.take(Rule::fact_type)?)?;
        let yearly = parts.has(Rule::k_yearly);
        let granule = match parts.next_if(Rule::granule) {
            Some(granule) => Some(self.quantity(Parts::of(granule).take(Rule::figure)?)?),
            None => None,
        };
        let range = match parts.next_if(Rule::range) {
            Some(range) => Some(self.quantity_range(range)?),
            None => None,
        };
        let gloss = parts.next_if(Rule::text).map(|text| self.text(&text));
        Some(FactDecl { name, ty, yearly, granule, range, gloss, at })
    }

    fn quantity_range(&mut self, pair: Pair) -> Option<(Quantity, Quantity)> {
        let mut parts = Parts::of(pair);
        let from = self.quantity(parts.take(Rule::figure)?)?;
        let to = self.quantity(parts.take(Rule::figure)?)?;
        Some((from, to))
    }

    fn fact_type(&mut self, pair: Pair) -> Option<FactType> {
        let at = self.at(&pair);
        let inner = pair.into_inner().next()?;
        match Keyword::of_rule(inner.as_rule()) {
            Some(Keyword::YesNo) => return Some(FactType::Truth),
            Some(Keyword::Event) => return Some(FactType::Event),
            Some(Keyword::Date) => return Some(FactType::Date),
            Some(Keyword::Number) => return Some(FactType::Number),
            _ => {}
        }
        match inner.as_rule() {
            Rule::reference => self.name_in(inner).map(FactType::Reference),
            Rule::unit => Some(FactType::Named(Name { text: self.unit(&inner), at })),
            Rule::name => Some(FactType::Named(self.name(&inner))),
            _ => None,
        }
    }
}
