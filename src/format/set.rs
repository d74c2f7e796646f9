//! The list's declaration and the vocabulary.

use super::doc::{Doc, Rows, block, seq, spaced, text};
use super::word::{Form, decl_start, name, part_ref, quantity, string, year};
use crate::ast::{
    At, Beyond, Budget, BudgetSpan, Enumeration, FactDecl, FactType, File, Item, Kind, List,
    ListEntry, Measure, Reading, Validity,
};
use crate::syntax::Keyword;

impl Form {
    /// A whole file.
    pub(super) fn file(self, file: &File) -> Doc {
        let mut lines = Vec::new();
        for item in &file.items {
            lines.extend([Doc::Break, super::doc::mark(item_start(item)), self.item(item)]);
        }
        seq(lines)
    }

    fn item(self, item: &Item) -> Doc {
        match item {
            Item::List(list) => self.policy_list(list),
            Item::Measure(measure) => self.measure(measure),
            Item::Enumeration(one) => self.enumeration(one),
            Item::Series(series) => self.said(Keyword::Series, [self.fact_decl(series)]),
            Item::Kind(kind) => self.kind(kind),
            Item::Clause(clause) => self.clause(clause),
            Item::Scenario(scenario) => self.scenario(scenario),
        }
    }

    fn policy_list(self, list: &List) -> Doc {
        let head = self.said(Keyword::List, [self.decl(&list.name)]);
        let entries = list.entries.iter().map(|entry| self.list_entry(entry)).collect();
        block(head, entries, list.at, Rows::Long)
    }

    fn list_entry(self, entry: &ListEntry) -> (u32, Doc) {
        let decls_start = |decls: &[_]| decls.first().map_or(0, decl_start);
        match entry {
            ListEntry::Title(title) => {
                (title.at.0.start, self.said(Keyword::Title, [string(title)]))
            }
            ListEntry::Issued(day) => {
                (day.at.0.start, self.said(Keyword::Issued, [self.expr(day)]))
            }
            ListEntry::Validity(validity) => (validity.at.0.start, self.validity(validity)),
            ListEntry::Reading(reading) => (reading.at.0.start, self.reading(reading)),
            ListEntry::Levels(decls) => {
                (decls_start(decls), self.said(Keyword::Levels, [self.decls(decls)]))
            }
            ListEntry::Bodies(decls) => {
                (decls_start(decls), self.said(Keyword::Bodies, [self.decls(decls)]))
            }
            ListEntry::Budget(budget) => (budget.at.0.start, self.budget(budget)),
            ListEntry::FigureNote(note) => (note.at.0.start, self.figure_note(note)),
            ListEntry::Payable(rounding) => {
                (rounding.at.0.start, self.said(Keyword::Payable, [self.rounding(rounding)]))
            }
        }
    }

    /// `预算 2022年 5亿元 出资 本级 条款 14、49① 先到先得 按 申报日`.
    fn budget(self, budget: &Budget) -> Doc {
        let span = match budget.span {
            BudgetSpan::Year(one) => Some(year(one)),
            BudgetSpan::Yearly => Some(self.word(Keyword::Yearly)),
            BudgetSpan::Whole => None,
        };
        let payers = budget.payers.iter().map(name);
        let clauses = budget.clauses.iter().map(part_ref);
        let beyond = budget.beyond.as_ref().map(|beyond| match beyond {
            Beyond::ProRata => self.word(Keyword::ProRata),
            Beyond::FirstCome(None) => self.word(Keyword::FirstCome),
            Beyond::FirstCome(Some(date)) => {
                spaced([self.word(Keyword::FirstCome), self.said(Keyword::By, [name(date)])])
            }
        });
        let parts = [
            span,
            Some(quantity(&budget.most)),
            (!budget.payers.is_empty()).then(|| self.said(Keyword::PaidBy, [self.inline(payers)])),
            (!budget.clauses.is_empty())
                .then(|| self.said(Keyword::Clause, [self.inline(clauses)])),
            beyond,
        ];
        self.said(Keyword::Budget, parts.into_iter().flatten())
    }

    /// `时效 a 至 b`.
    pub(super) fn validity(self, validity: &Validity) -> Doc {
        let range = self.range(self.expr(&validity.from), self.expr(&validity.to));
        self.said(Keyword::Validity, [range])
    }

    /// `读法 名 (alias) { 1: "…" 2: "…" }`.
    pub(super) fn reading(self, reading: &Reading) -> Doc {
        let no_default = (!reading.has_default).then(|| self.word(Keyword::NoDefault));
        let head = [self.word(Keyword::Reading), self.decl(&reading.name)];
        let head = spaced(head.into_iter().chain(no_default));
        let meanings = reading.alternatives.iter().map(|(number, meaning)| {
            let row = seq(vec![text(format!("{number}: ")), string(meaning)]);
            (meaning.at.0.start, row)
        });
        block(head, meanings.collect(), reading.at, Rows::Short)
    }

    fn measure(self, measure: &Measure) -> Doc {
        let also = (!measure.also.is_empty())
            .then(|| self.said(Keyword::Also, [self.inline(measure.also.iter().map(name))]));
        let head = [self.word(Keyword::CountUnit), self.decl(&measure.word)];
        spaced(head.into_iter().chain(also))
    }

    fn enumeration(self, one: &Enumeration) -> Doc {
        let head = self.said(Keyword::Enumeration, [self.decl(&one.name)]);
        let variants = seq(self.members(self.decl_parts(&one.variants)));
        let start = one.variants.first().map(decl_start);
        let rows = start.map(|start| (start, variants)).into_iter().collect();
        block(head, rows, one.at, Rows::Short)
    }

    fn kind(self, kind: &Kind) -> Doc {
        let parent = kind.parent.as_ref().map(|one| self.said(Keyword::BelongsTo, [name(one)]));
        let head = [self.word(Keyword::Subject), self.decl(&kind.name)];
        let word = kind.counted_in.as_ref().map(|one| self.said(Keyword::CountUnit, [name(one)]));
        let head = spaced(head.into_iter().chain(parent).chain(word));
        let facts = kind.facts.iter().map(|fact| (fact.at.0.start, self.fact_decl(fact)));
        block(head, facts.collect(), kind.at, Rows::Long)
    }

    /// `生鲜乳加工量 (raw_milk): 吨 每年 精确到 1千克 范围 0吨 至 1亿吨 "…"`.
    fn fact_decl(self, fact: &FactDecl) -> Doc {
        let range = fact.range.as_ref().map(|(least, most)| {
            self.said(Keyword::Range, [self.range(quantity(least), quantity(most))])
        });
        let parts = [
            Some(seq(vec![self.decl(&fact.name), text(":")])),
            Some(self.fact_type(&fact.ty)),
            fact.yearly.then(|| self.word(Keyword::Yearly)),
            fact.granule.as_ref().map(|one| self.said(Keyword::PreciseTo, [quantity(one)])),
            range,
            fact.gloss.as_ref().map(string),
        ];
        spaced(parts.into_iter().flatten())
    }

    fn fact_type(self, ty: &FactType) -> Doc {
        match ty {
            FactType::Truth => self.word(Keyword::YesNo),
            FactType::Event => self.word(Keyword::Event),
            FactType::Date => self.word(Keyword::Date),
            FactType::Number => self.word(Keyword::Number),
            FactType::Reference(kind) => self.said(Keyword::RefersTo, [name(kind)]),
            FactType::Named(one) if one.text.contains(['/', '%', '‰']) => text(&one.text),
            FactType::Named(one) => name(one),
        }
    }
}

fn item_start(item: &Item) -> u32 {
    let At(span) = match item {
        Item::List(list) => list.at,
        Item::Measure(measure) => measure.at,
        Item::Enumeration(one) => one.at,
        Item::Series(series) => series.at,
        Item::Kind(kind) => kind.at,
        Item::Clause(clause) => clause.at,
        Item::Scenario(scenario) => scenario.at,
    };
    span.start
}
