//! Clauses and their rules.

use super::doc::{Doc, Rows, block, group, mark, seq, spaced, text};
use super::word::{Form, name, part_ref, quantity, string};
use crate::ast::{
    Amount, At, Clause, ClauseEntry, Decision, DecisionBounds, Decl, Expr, FigureNote, Name, Noted,
    Part, Payers, Period, Pipeline, Related, Rule, RuleEntry, Text, circled,
};
use crate::syntax::{Keyword, Worded};

impl Form {
    /// `条款 14 名 (alias) { … }`.
    pub(super) fn clause(self, clause: &Clause) -> Doc {
        let number = text(clause.number.to_string());
        let head = self.said(Keyword::Clause, [number, self.decl(&clause.name)]);
        block(head, self.clause_entries(&clause.entries), clause.at, Rows::Long)
    }

    fn clause_entries(self, entries: &[ClauseEntry]) -> Vec<(u32, Doc)> {
        entries.iter().map(|entry| self.clause_entry(entry)).collect()
    }

    fn clause_entry(self, entry: &ClauseEntry) -> (u32, Doc) {
        let (At(span), doc) = match entry {
            ClauseEntry::Summary(summary) => {
                (summary.at, self.said(Keyword::Summary, [string(summary)]))
            }
            ClauseEntry::Source(source) => {
                (source.at, self.said(Keyword::Source, [string(source)]))
            }
            ClauseEntry::Responsible(bodies) => {
                let start = bodies.first().map_or(0, |body| body.at.0.start);
                return (start, self.said(Keyword::Responsible, [self.names(bodies)]));
            }
            ClauseEntry::Validity(validity) => (validity.at, self.validity(validity)),
            ClauseEntry::Reading(reading) => (reading.at, self.reading(reading)),
            ClauseEntry::FigureNote(note) => (note.at, self.figure_note(note)),
            ClauseEntry::Let { name, kind, value, at } => {
                (*at, self.intermediate(name, Some(kind), value, *at))
            }
            ClauseEntry::Part(part) => (part.at, self.part(part)),
            ClauseEntry::Rule(rule) => (rule.at, self.rule(rule)),
            ClauseEntry::Example(example) => (example.at, self.example(example)),
        };
        (span.start, doc)
    }

    /// `豁免 2022年: 1、4 "…"`.
    pub(super) fn figure_note(self, note: &FigureNote) -> Doc {
        let figure = match &note.figure {
            Noted::Literal(expr) => self.expr(expr),
            Noted::Text(written) => string(written),
        };
        let places = note.places.iter().map(|(place, _)| text(place.to_string()));
        let figure = match note.places.is_empty() {
            true => figure,
            false => seq(vec![figure, text(": "), self.inline(places)]),
        };
        self.said(note.kind.keyword(), [figure, string(&note.reason)])
    }

    fn part(self, part: &Part) -> Doc {
        let title = part.title.as_ref().map(string);
        let head = [self.word(Keyword::Part), text(circled(part.number))];
        let head = spaced(head.into_iter().chain(title));
        block(head, self.clause_entries(&part.entries), part.at, Rows::Long)
    }

    fn rule(self, rule: &Rule) -> Doc {
        let period = match &rule.period {
            Period::Unbound => None,
            Period::Yearly => Some(self.word(Keyword::Yearly)),
            Period::Once(date) => {
                Some(spaced([self.word(Keyword::Once), self.said(Keyword::At, [self.expr(date)])]))
            }
        };
        let parts = [
            Some(self.word(rule.kind.keyword())),
            Some(self.decl(&rule.name)),
            rule.sought_from.as_ref().map(|level| self.said(Keyword::From, [name(level)])),
            rule.subject.as_ref().map(|kind| self.said(Keyword::For, [name(kind)])),
            period,
        ];
        let head = spaced(parts.into_iter().flatten());
        let entries = rule.entries.iter().map(|entry| self.rule_entry(entry)).collect();
        block(head, entries, rule.at, Rows::Long)
    }

    fn rule_entry(self, entry: &RuleEntry) -> (u32, Doc) {
        let said = |keyword, expr: &Expr| self.said(keyword, [self.expr(expr)]);
        let (At(span), doc) = match entry {
            RuleEntry::Condition(expr, at) => (*at, said(Keyword::Condition, expr)),
            RuleEntry::Denied(expr, at) => {
                (*at, self.said(Keyword::Denied, [said(Keyword::When, expr)]))
            }
            RuleEntry::Await(expr, at) => (*at, said(Keyword::Await, expr)),
            RuleEntry::Measure(expr, at) => (*at, said(Keyword::Measure, expr)),
            RuleEntry::Baseline(expr, at) => (*at, said(Keyword::Formerly, expr)),
            RuleEntry::Deadline(expr, at) => (*at, said(Keyword::Deadline, expr)),
            RuleEntry::Let { name, kind, value, at } => {
                (*at, self.intermediate(name, kind.as_ref(), value, *at))
            }
            RuleEntry::Decision(decision) => (decision.at, self.decision(decision)),
            RuleEntry::Amount(amount, at) => (*at, self.amount(amount, *at)),
            RuleEntry::Exception { condition, amount, at } => {
                (*at, self.exception(condition, amount, *at))
            }
            RuleEntry::Stage { name, event, amount, at } => {
                (*at, self.stage(name, event, amount, *at))
            }
            RuleEntry::Cap(cap) => (cap.at, self.cap(cap)),
            RuleEntry::Payers(payers) => (payers.at, self.payers(payers)),
            RuleEntry::YearLimit { how, years, scope, at } => {
                let most = self.said(Keyword::BuChaoguo, [quantity(years)]);
                let parts = [self.slot(how), most];
                let scope = scope.as_ref().map(|kind| self.per(kind));
                (*at, self.said(Keyword::YearLimit, parts.into_iter().chain(scope)))
            }
            RuleEntry::Relation { how, to, why, at } => {
                let parts = [self.slot(how), self.related(to)];
                (*at, spaced(parts.into_iter().chain(why.as_ref().map(string))))
            }
            RuleEntry::Consequence { modality, text, at } => {
                let parts = [self.word(modality.keyword()), string(text)];
                (*at, self.said(Keyword::Consequence, parts))
            }
            RuleEntry::Modality(modality, at) => {
                (*at, self.said(Keyword::Manner, [self.word(modality.keyword())]))
            }
            RuleEntry::Bodies(bodies, at) => {
                (*at, self.said(Keyword::Bodies, [self.names(bodies)]))
            }
            RuleEntry::Content(content) => {
                (content.at, self.said(Keyword::Content, [string(content)]))
            }
            RuleEntry::Addressees(texts) => return self.texts(Keyword::AddressedTo, texts),
            RuleEntry::Topics(texts) => return self.texts(Keyword::Topics, texts),
        };
        (span.start, doc)
    }

    /// `44.甲`, `{44.甲、45}`.
    fn related(self, to: &[Related]) -> Doc {
        let mut parts = to.iter().map(|one| match one {
            Related::Rule(rule) => self.rule_ref(rule),
            Related::Clause(clause) => part_ref(clause),
        });
        match (parts.next(), to.len()) {
            (Some(only), 1) => only,
            (first, _) => self.set(first.into_iter().chain(parts)),
        }
    }

    /// `主题 "…"、"…"`, and where it starts.
    fn texts(self, keyword: Keyword, texts: &[Text]) -> (u32, Doc) {
        let parts = texts.iter().map(|one| (one.at.0.start, string(one))).collect();
        let (start, end) = match (texts.first(), texts.last()) {
            (Some(first), Some(last)) => (first.at.0.start, last.at.0.end),
            _ => (0, 0),
        };
        (start, self.said(keyword, [self.list(parts, end)]))
    }

    /// `设 x (alias) 每 项目 = e`.
    fn intermediate(self, name: &Decl, kind: Option<&Name>, value: &Pipeline, at: At) -> Doc {
        let kind = kind.map(|kind| self.per(kind));
        let head = [self.word(Keyword::Let), self.decl(name)];
        let value = [text("="), self.pipeline(value, at)];
        spaced(head.into_iter().chain(kind).chain(value))
    }

    fn decision(self, decision: &Decision) -> Doc {
        let bounds = match &decision.bounds {
            DecisionBounds::UpTo(most) => self.said(Keyword::BuChaoguo, [self.expr(most)]),
            DecisionBounds::Between(least, most) => self.range(self.expr(least), self.expr(most)),
            DecisionBounds::Open(unit) => self.said(Keyword::Unbounded, [text(&unit.text)]),
            DecisionBounds::YesNo => self.word(Keyword::YesNo),
        };
        let by = self.said(Keyword::DecidedBy, [name(&decision.authority)]);
        let head = self.said(Keyword::Discretion, [self.decl(&decision.name), by]);
        seq(vec![head, text(": "), bounds])
    }

    fn amount(self, amount: &Amount, at: At) -> Doc {
        let amount = match amount {
            // The steps are read one after the other, so each has its line.
            Amount::Computed(pipeline) => self.passing(pipeline, at, Rows::Long),
            Amount::Elsewhere(by) => self.said(Keyword::Elsewhere, [string(by)]),
        };
        self.said(Keyword::Amount, [amount])
    }

    /// `例外 当 c 金额 …`, the amount on a line of its own where both do not fit on one.
    fn exception(self, condition: &Expr, amount: &Amount, at: At) -> Doc {
        let when = self.said(Keyword::When, [self.expr(condition)]);
        let head = self.said(Keyword::Exception, [when]);
        let amount_at = match amount {
            Amount::Computed(pipeline) => pipeline.start.at,
            Amount::Elsewhere(by) => by.at,
        };
        let amount = self.amount(amount, amount_at);
        group(at, vec![head, Doc::Nest(vec![Doc::Line(1), mark(amount_at.0.start), amount])])
    }

    fn stage(self, name: &Decl, event: &Expr, amount: &Pipeline, at: At) -> Doc {
        let event = self.said(Keyword::At, [self.expr(event)]);
        let head = self.said(Keyword::Stage, [self.decl(name), event]);
        seq(vec![head, text(": "), self.pipeline(amount, at)])
    }

    fn payers(self, payers: &Payers) -> Doc {
        if payers.shares.is_empty() {
            return self.said(Keyword::PaidBy, [self.word(Keyword::Unstated)]);
        }
        let shares = payers.shares.iter().map(|(level, weight)| {
            let weight = weight.as_ref().map(|weight| self.expr(weight));
            (level.at.0.start, spaced([name(level)].into_iter().chain(weight)))
        });
        let shares = self.list(shares.collect(), payers.at.0.end);
        let remainder = payers.remainder.as_ref();
        let remainder = remainder.map(|level| self.said(Keyword::RemainderTo, [name(level)]));
        self.said(Keyword::PaidBy, [shares].into_iter().chain(remainder))
    }
}
