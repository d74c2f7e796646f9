//! Results as rows of a table.

use std::collections::BTreeSet;

use super::Evaluated;
use super::selection::Selection;
use super::summary::money_kind;
use super::value::Value;
use super::{long, wide};
use crate::diag::{Lang, Text};
use crate::ir::{Body, Clause, KindId, LevelId, MoneyKind, Named, Program, Rule, RuleId};
use crate::scenario::{Directory, StatusWord, words};
use crate::table::{Column, Kind};

/// How results are laid out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Layout {
    /// A row for each outcome.
    Long,
    /// A row for each record, with columns for each rule.
    Wide,
}

/// Makes rows of results, in one language and layout.
#[derive(Debug)]
pub struct Results<'p> {
    pub(super) directory: &'p Directory<'p>,
    pub(super) lang: Lang,
    pub(super) layout: Layout,
    pub(super) only: Selection,
    /// What rules are called, by rule; none for those that were not asked.
    titles: Vec<Option<Title>>,
    /// The levels that pay, in the order of the vocabulary.
    pub(super) levels: Vec<LevelId>,
    /// The kinds of money there are.
    pub(super) kinds: Vec<MoneyKind>,
    /// How many digits amounts have after the point, at the most.
    decimals: u32,
    words: Vec<String>,
}

/// What a rule is called.
#[derive(Debug)]
pub(super) struct Title {
    pub(super) rule: RuleId,
    /// The number of its clause.
    pub(super) number: u32,
    /// The name of its clause.
    pub(super) clause: String,
    /// The rule as it is cited: `49①.项目奖补`.
    pub(super) path: String,
    /// Its stages' names.
    pub(super) stages: Vec<String>,
    /// Its kind of money; empty where it gives none.
    pub(super) money: String,
    /// Whether it awards money.
    pub(super) awards: bool,
}

impl<'p> Results<'p> {
    /// Of the clauses with these numbers (all when there are none).
    #[must_use]
    pub fn new(
        directory: &'p Directory<'p>,
        clauses: &[u32],
        lang: Lang,
        layout: Layout,
        only: Selection,
    ) -> Self {
        let program = directory.program;
        let asked = |number| clauses.is_empty() || clauses.contains(&number);
        let rules = (0..).map(RuleId).zip(&program.rules);
        let titles: Vec<Option<Title>> = rules
            .map(|(id, rule)| {
                let clause = program.clauses.get(rule.clause.index())?;
                let duty = matches!(rule.body, Body::Duty { .. });
                let told = asked(clause.number) && (!duty || only.has(StatusWord::Listed));
                told.then(|| Title::of(directory, lang, id, rule, clause))
            })
            .collect();
        let told = || titles.iter().flatten();
        let kinds: BTreeSet<MoneyKind> =
            told().filter_map(|title| money_kind(program, title.rule)).collect();
        let payable = |kind: &MoneyKind| matches!(kind, MoneyKind::Paid | MoneyKind::Sought(_));
        let fen = program.list.payable_to.scale().max(2);
        Self {
            directory,
            lang,
            layout,
            only,
            levels: levels(directory, told().map(|title| title.rule)),
            // What is paid is rounded; what is no payment stands as exact as it is.
            decimals: if kinds.iter().all(payable) { fen } else { 10 },
            kinds: kinds.into_iter().collect(),
            titles,
            words: StatusWord::ALL.iter().map(|word| word.text().get(lang).to_owned()).collect(),
        }
    }

    /// The names of the policies.
    #[must_use]
    pub fn directory(&self) -> &'p Directory<'p> {
        self.directory
    }

    /// The language that the results are in.
    #[must_use]
    pub fn lang(&self) -> Lang {
        self.lang
    }

    /// Whether the table says why there is no award or why a determination does not hold.
    #[must_use]
    pub fn says_why_not(&self) -> bool {
        let refusals = [StatusWord::NotEligible, StatusWord::No];
        self.layout == Layout::Long && refusals.into_iter().any(|word| self.only.has(word))
    }

    /// Whether duties are told.
    #[must_use]
    pub fn lists_duties(&self) -> bool {
        self.only.has(StatusWord::Listed)
    }

    /// What the table is called.
    #[must_use]
    pub fn name(&self) -> String {
        self.say("结果", "results").to_owned()
    }

    /// The columns.
    #[must_use]
    pub fn columns(&self) -> Vec<Column> {
        match self.layout {
            Layout::Long => long::columns(self),
            Layout::Wide => wide::columns(self),
        }
    }

    /// The rows of a record, a value for each column.
    #[must_use]
    pub fn rows(&self, evaluated: &Evaluated) -> Vec<Vec<Value<'_>>> {
        match self.layout {
            Layout::Long => long::rows(self, evaluated),
            Layout::Wide => vec![wide::row(self, evaluated)],
        }
    }

    /// The least number of rows that so many records of a kind make: what is told of every record
    /// whatever its facts. Where only some outcomes are told, that is its duties if anything.
    #[must_use]
    pub fn least_rows(&self, kind: KindId, records: u64) -> u64 {
        let program = self.directory.program;
        // A rule comes to something for every record of the kind at the top of its subject's, and a
        // duty for every record.
        let speaks = |title: &&Title| match program.rules.get(title.rule.index()) {
            Some(rule) => rule.subject.is_none_or(|of| top(program, of) == kind),
            None => false,
        };
        let is_duty = |title: &Title| {
            let rule = program.rules.get(title.rule.index());
            rule.is_some_and(|rule| matches!(rule.body, Body::Duty { .. }))
        };
        match self.layout {
            Layout::Wide => records,
            Layout::Long => {
                let sure = self.told().filter(|title| self.only.is_all() || is_duty(title));
                let rules = u64::try_from(sure.filter(speaks).count()).unwrap_or(u64::MAX);
                records.saturating_mul(rules)
            }
        }
    }

    /// What a rule is called; none if it was not asked.
    pub(super) fn title(&self, rule: RuleId) -> Option<&Title> {
        self.titles.get(rule.index())?.as_ref()
    }

    /// The rules that were asked, in written order.
    pub(super) fn told(&self) -> impl Iterator<Item = &Title> {
        self.titles.iter().flatten()
    }

    /// One of two words.
    pub(super) fn say(&self, zh: &'static str, en: &'static str) -> &'static str {
        match self.lang {
            Lang::Zh => zh,
            Lang::En => en,
        }
    }

    pub(super) fn word(&self, word: StatusWord) -> &str {
        self.words.get(word.position()).map_or("", String::as_str)
    }

    pub(super) fn level(&self, level: LevelId) -> String {
        let name = self.directory.program.vocabulary.levels.get(level.index());
        name.map(words::named).unwrap_or_default().get(self.lang).to_owned()
    }

    /// A column of texts.
    pub(super) fn texts(&self, zh: &'static str, en: &'static str) -> Column {
        Column::new(self.say(zh, en), Kind::Text)
    }

    /// A column of clauses or years, by their numbers.
    pub(super) fn ordinals(&self, zh: &'static str, en: &'static str) -> Column {
        Column::new(self.say(zh, en), Kind::Ordinal)
    }

    /// A column of whole numbers.
    pub(super) fn wholes(&self, zh: &'static str, en: &'static str) -> Column {
        Column::new(self.say(zh, en), Kind::Number { decimals: 0 })
    }

    /// A column of amounts in 元.
    pub(super) fn amounts(&self, title: &str) -> Column {
        let title = format!("{title}({})", self.say("元", "yuan"));
        Column::new(title, Kind::Number { decimals: self.decimals })
    }

    pub(super) fn get(&self, text: &Text) -> String {
        text.get(self.lang).to_owned()
    }

    pub(super) fn name_of(&self, name: &'p Named) -> &'p str {
        match self.lang {
            Lang::Zh => &name.zh,
            Lang::En => &name.en,
        }
    }
}

impl Title {
    fn of(directory: &Directory, lang: Lang, id: RuleId, rule: &Rule, clause: &Clause) -> Self {
        let get = |text: Text| text.get(lang).to_owned();
        let (stages, kind) = match &rule.body {
            Body::Money(money) => (money.stages.as_slice(), Some(money.kind)),
            _ => (&[][..], None),
        };
        let stage = |name: Option<&_>| name.map(words::named).unwrap_or_default();
        Self {
            rule: id,
            number: clause.number,
            clause: get(words::named(&clause.name)),
            path: get(words::rule(directory, id)),
            stages: stages.iter().map(|one| get(stage(one.name.as_ref()))).collect(),
            money: kind.map(|kind| get(words::money_kind(directory, kind))).unwrap_or_default(),
            awards: kind.is_some(),
        }
    }
}

/// The kind at the top of the tree that a kind stands in.
fn top(program: &Program, kind: KindId) -> KindId {
    let parent = |kind: &KindId| program.vocabulary.kinds.get(kind.index())?.parent;
    std::iter::successors(Some(kind), parent).last().unwrap_or(kind)
}

/// The levels that pay by some rules, in the order of the vocabulary.
fn levels(directory: &Directory, rules: impl Iterator<Item = RuleId>) -> Vec<LevelId> {
    let mut levels = BTreeSet::new();
    for rule in rules.filter_map(|rule| directory.program.rules.get(rule.index())) {
        if let Body::Money(money) = &rule.body {
            levels.extend(money.payers.shares.iter().map(|share| share.level));
        }
    }
    levels.into_iter().collect()
}
