//! The names of a tree in one language. What declares names holds both already; strings, units,
//! measure words among them, and comments stay as they are.

use std::collections::BTreeSet;

use super::word::spelling;
use crate::ast::{
    Amount, Beyond, Budget, Cap, CapScope, Cell, ClauseEntry, Decision, Example, Expectation,
    Expected, ExpectedKind, Expr, ExprKind, FactDecl, FactLine, FactType, FactValue, File, Fold,
    Item, Kind, List, ListEntry, Name, Names, Period, Pipeline, Related, Rule, RuleEntry, Scenario,
    ScenarioEntry, Slot, Step, SubjectBlock, SubjectEntry, Switch, TableRow, Tiers, Validity,
};
use crate::diag::Lang;
use crate::syntax::Keyword;

/// What is needed to bring names into a language.
pub(super) struct Translator<'a> {
    lang: Lang,
    names: &'a Names,
    /// Measure words: units, wherever they stand.
    measures: BTreeSet<&'a str>,
}

impl<'a> Translator<'a> {
    /// For a policy set with these names and measure words.
    pub(super) fn new(lang: Lang, names: &'a Names, measures: BTreeSet<&'a str>) -> Self {
        Self { lang, names, measures }
    }

    /// The file with its names in the language.
    pub(super) fn file(&self, file: &File) -> File {
        let mut file = file.clone();
        file.items.iter_mut().for_each(|item| self.item(item));
        file
    }

    fn name(&self, name: &mut Name) {
        let other = match self.lang {
            Lang::Zh => self.names.zh(&name.text),
            Lang::En => self.names.en(&name.text),
        };
        if let Some(other) = other {
            name.text = other.to_owned();
        }
    }

    fn names<'n>(&self, names: impl IntoIterator<Item = &'n mut Name>) {
        names.into_iter().for_each(|name| self.name(name));
    }

    fn item(&self, item: &mut Item) {
        match item {
            Item::List(list) => self.list(list),
            Item::Measure(_) | Item::Enumeration(_) => (),
            Item::Series(series) => self.fact_decl(series),
            Item::Kind(Kind { parent, counted_in, facts, .. }) => {
                self.names(parent);
                self.names(counted_in);
                facts.iter_mut().for_each(|fact| self.fact_decl(fact));
            }
            Item::Clause(clause) => self.clause_entries(&mut clause.entries),
            Item::Scenario(Scenario { entries, .. }) => self.scenario_entries(entries),
        }
    }

    fn list(&self, list: &mut List) {
        for entry in &mut list.entries {
            match entry {
                ListEntry::Issued(day) => self.expr(day),
                ListEntry::Validity(validity) => self.validity(validity),
                ListEntry::Budget(Budget { payers, beyond, .. }) => {
                    self.names(payers);
                    if let Some(Beyond::FirstCome(date)) = beyond {
                        self.names(date);
                    }
                }
                ListEntry::Title(_)
                | ListEntry::Reading(_)
                | ListEntry::Levels(_)
                | ListEntry::Bodies(_)
                | ListEntry::FigureNote(_)
                | ListEntry::Payable(_) => (),
            }
        }
    }

    fn fact_decl(&self, fact: &mut FactDecl) {
        match &mut fact.ty {
            FactType::Reference(kind) => self.name(kind),
            FactType::Named(name) if !self.measures.contains(name.text.as_str()) => {
                self.name(name);
            }
            _ => (),
        }
    }

    fn validity(&self, Validity { from, to, .. }: &mut Validity) {
        self.expr(from);
        self.expr(to);
    }

    fn clause_entries(&self, entries: &mut [ClauseEntry]) {
        for entry in entries {
            match entry {
                ClauseEntry::Responsible(bodies) => self.names(bodies),
                ClauseEntry::Validity(validity) => self.validity(validity),
                ClauseEntry::Let { kind, value, .. } => {
                    self.name(kind);
                    self.pipeline(value);
                }
                ClauseEntry::Part(part) => self.clause_entries(&mut part.entries),
                ClauseEntry::Rule(rule) => self.rule(rule),
                ClauseEntry::Example(example) => self.example(example),
                ClauseEntry::Summary(_)
                | ClauseEntry::Source(_)
                | ClauseEntry::Reading(_)
                | ClauseEntry::FigureNote(_) => (),
            }
        }
    }

    fn rule(&self, rule: &mut Rule) {
        self.names(&mut rule.sought_from);
        self.names(&mut rule.subject);
        if let Period::Once(date) = &mut rule.period {
            self.expr(date);
        }
        rule.entries.iter_mut().for_each(|entry| self.rule_entry(entry));
    }

    fn rule_entry(&self, entry: &mut RuleEntry) {
        match entry {
            RuleEntry::Condition(expr, _)
            | RuleEntry::Denied(expr, _)
            | RuleEntry::Await(expr, _)
            | RuleEntry::Measure(expr, _)
            | RuleEntry::Baseline(expr, _)
            | RuleEntry::Deadline(expr, _) => self.expr(expr),
            RuleEntry::Let { kind, value, .. } => {
                self.names(kind);
                self.pipeline(value);
            }
            RuleEntry::Decision(decision) => self.decision(decision),
            RuleEntry::Amount(amount, _) => self.amount(amount),
            RuleEntry::Exception { condition, amount, .. } => {
                self.expr(condition);
                self.amount(amount);
            }
            RuleEntry::Stage { event, amount, .. } => {
                self.expr(event);
                self.pipeline(amount);
            }
            RuleEntry::Cap(cap) => self.cap(cap),
            RuleEntry::Payers(payers) => {
                for (level, weight) in &mut payers.shares {
                    self.name(level);
                    self.exprs(weight);
                }
                self.names(&mut payers.remainder);
            }
            RuleEntry::YearLimit { how, scope, .. } => {
                self.slot(how);
                self.names(scope);
            }
            RuleEntry::Relation { how, to, .. } => {
                self.slot(how);
                for one in to {
                    if let Related::Rule(rule) = one {
                        self.name(&mut rule.name);
                    }
                }
            }
            RuleEntry::Bodies(bodies, _) => self.names(bodies),
            RuleEntry::Consequence { .. }
            | RuleEntry::Modality(..)
            | RuleEntry::Content(_)
            | RuleEntry::Addressees(_)
            | RuleEntry::Topics(_) => (),
        }
    }

    fn decision(&self, decision: &mut Decision) {
        use crate::ast::DecisionBounds::{Between, Open, UpTo, YesNo};
        self.name(&mut decision.authority);
        match &mut decision.bounds {
            UpTo(most) => self.expr(most),
            Between(least, most) => self.exprs([least, most]),
            Open(_) | YesNo => (),
        }
    }

    fn amount(&self, amount: &mut Amount) {
        if let Amount::Computed(pipeline) = amount {
            self.pipeline(pipeline);
        }
    }

    fn pipeline(&self, pipeline: &mut Pipeline) {
        self.expr(&mut pipeline.start);
        for step in &mut pipeline.steps {
            match step {
                Step::Tiers(tiers) => self.tiers(tiers),
                Step::Cap(cap) => self.cap(cap),
                Step::TopUp(expr, _) => self.expr(expr),
                Step::Round(_) => (),
            }
        }
    }

    fn tiers(&self, tiers: &mut Tiers) {
        self.slot(&mut tiers.kind);
        for row in &mut tiers.rows {
            for (bound, figure) in [&mut row.lower, &mut row.upper].into_iter().flatten() {
                self.slot(&mut bound.word);
                self.expr(figure);
            }
            self.expr(&mut row.value);
        }
        if let Some(tail) = &mut tiers.tail {
            self.exprs([&mut tail.step, &mut tail.add]);
        }
    }

    fn cap(&self, cap: &mut Cap) {
        self.expr(&mut cap.limit);
        self.slot(&mut cap.scope);
        let scopes: Vec<&mut CapScope> = match &mut cap.scope {
            Slot::Fixed(scope) => vec![scope],
            Slot::Switch(switch) => switch.arms.iter_mut().map(|(_, scope)| scope).collect(),
        };
        scopes.into_iter().for_each(|scope| self.names(&mut scope.per));
        cap.shared.iter_mut().for_each(|rule| self.name(&mut rule.name));
    }

    /// The reading that decides a slot.
    fn slot<T>(&self, slot: &mut Slot<T>) {
        if let Slot::Switch(switch) = slot {
            self.name(&mut switch.reading);
        }
    }

    fn exprs<'n>(&self, exprs: impl IntoIterator<Item = &'n mut Expr>) {
        exprs.into_iter().for_each(|expr| self.expr(expr));
    }

    fn expr(&self, expr: &mut Expr) {
        match &mut expr.kind {
            ExprKind::Quantity(_)
            | ExprKind::Proportion(..)
            | ExprKind::Date(_)
            | ExprKind::Year(_)
            | ExprKind::Truth(_)
            | ExprKind::Nothing => (),
            ExprKind::Name(name) => self.name(name),
            ExprKind::Path(of, field) => {
                self.expr(of);
                self.name(field);
            }
            ExprKind::LastYear(one)
            | ExprKind::Not(one)
            | ExprKind::Happened(one)
            | ExprKind::YearsSince(one)
            | ExprKind::InYears { days: one, .. }
            | ExprKind::EachYear { body: one, .. } => self.expr(one),
            ExprKind::Of(one, other)
            | ExprKind::Binary(_, one, other)
            | ExprKind::Days { from: one, to: other } => self.exprs([&mut **one, &mut **other]),
            ExprKind::Compare { left, word, right, tolerance } => {
                self.slot(&mut word.word);
                self.exprs([&mut **left, &mut **right]);
                self.exprs(tolerance.as_deref_mut());
            }
            ExprKind::During { value, year } => {
                self.expr(value);
                self.exprs(year.as_deref_mut());
            }
            ExprKind::Within { value: a, from: b, to: c }
            | ExprKind::If { condition: a, then: b, otherwise: c } => {
                self.exprs([&mut **a, &mut **b, &mut **c]);
            }
            ExprKind::Member { value, members, .. } => {
                self.expr(value);
                self.names(members);
            }
            ExprKind::Extreme { of, .. } => self.exprs(of),
            ExprKind::Table { keys, rows } => {
                self.exprs(keys);
                rows.iter_mut().for_each(|row| self.row(row));
            }
            ExprKind::Fold(fold) => self.fold(fold),
            ExprKind::Paid { rule, scope, .. } => {
                self.name(&mut rule.name);
                self.names(scope);
            }
            ExprKind::Switch(switch) => {
                let Switch { reading, arms, .. } = &mut **switch;
                self.name(reading);
                self.exprs(arms.iter_mut().map(|(_, arm)| arm));
            }
            ExprKind::Pipeline(pipeline) => self.pipeline(pipeline),
        }
    }

    fn row(&self, row: &mut TableRow) {
        row.keys.iter_mut().flatten().flatten().for_each(|key| self.word_or_name(key));
        self.pipeline(&mut row.value);
    }

    /// What need not be a name where it stands: 是, 否, 历史.
    fn word_or_name(&self, word: &mut Name) {
        match Keyword::of_word(&word.text) {
            Some(keyword @ (Keyword::Yes | Keyword::No | Keyword::History)) => {
                spelling(keyword, self.lang).clone_into(&mut word.text);
            }
            _ => self.name(word),
        }
    }

    fn fold(&self, fold: &mut Fold) {
        self.slot(&mut fold.op);
        self.name(&mut fold.kind);
        self.exprs([&mut fold.event, &mut fold.order, &mut fold.filter].into_iter().flatten());
        fold.body.iter_mut().for_each(|body| self.pipeline(body));
    }

    fn example(&self, example: &mut Example) {
        self.scenario_entries(&mut example.entries);
        for Expectation { target, expected, .. } in &mut example.expectations {
            self.names(&mut target.path);
            self.expected(expected);
        }
        for table in &mut example.tables {
            table.heads.iter_mut().for_each(|head| self.names(&mut head.path));
            for cell in table.rows.iter_mut().flat_map(|row| &mut row.cells).flatten() {
                match cell {
                    Cell::Value(value) => self.fact_value(value),
                    Cell::Outcome(expected) => self.expected(expected),
                }
            }
        }
    }

    fn expected(&self, expected: &mut Expected) {
        match &mut expected.kind {
            ExpectedKind::Value(expr) => self.expr(expr),
            ExpectedKind::NotYet(day) => self.exprs(day),
            ExpectedKind::Missing(facts, bounds) => {
                facts.iter_mut().for_each(|fact| self.word_or_name(fact));
                bounds.iter_mut().for_each(|(least, most)| self.exprs([least, most]));
            }
            ExpectedKind::Range(bounds) => {
                bounds.iter_mut().for_each(|(least, most)| self.exprs([least, most]));
            }
            ExpectedKind::NotEligible
            | ExpectedKind::NotInForce
            | ExpectedKind::Exhausted
            | ExpectedKind::Excluded
            | ExpectedKind::Elsewhere
            | ExpectedKind::ByText
            | ExpectedKind::Target(_) => (),
        }
    }

    fn scenario_entries(&self, entries: &mut [ScenarioEntry]) {
        for entry in entries {
            match entry {
                ScenarioEntry::AsOf(day) => self.expr(day),
                ScenarioEntry::Years { .. } => (),
                ScenarioEntry::Reading { reading, .. } => self.name(reading),
                ScenarioEntry::Series { name, points, .. } => {
                    self.name(name);
                    points.iter_mut().for_each(|(day, value)| self.exprs([day, value]));
                }
                ScenarioEntry::Subject(subject) => self.subject(subject),
            }
        }
    }

    fn subject(&self, subject: &mut SubjectBlock) {
        self.name(&mut subject.kind);
        for entry in &mut subject.entries {
            match entry {
                SubjectEntry::Fact(fact) => self.fact(fact),
                SubjectEntry::Year { facts, .. } => {
                    facts.iter_mut().for_each(|fact| self.fact(fact));
                }
                SubjectEntry::Child(child) => self.subject(child),
                SubjectEntry::Complete(kinds, _) | SubjectEntry::None(kinds, _) => {
                    self.names(kinds);
                }
                SubjectEntry::History { entries, .. } => {
                    for line in entries.iter_mut().flatten() {
                        self.name(&mut line.rule.name);
                        self.names(&mut line.stage);
                        self.expr(&mut line.amount);
                    }
                }
                SubjectEntry::Decision { rule, decision, value, .. } => {
                    self.name(&mut rule.name);
                    self.name(decision);
                    self.expr(value);
                }
            }
        }
    }

    fn fact(&self, fact: &mut FactLine) {
        self.name(&mut fact.name);
        self.fact_value(&mut fact.value);
    }

    fn fact_value(&self, value: &mut FactValue) {
        if let FactValue::Expr(expr) = value {
            self.expr(expr);
        }
    }
}
