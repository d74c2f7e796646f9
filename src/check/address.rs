//! Giving out addresses: stable paths for every literal, bound, tier, cap, split line and
//! condition, in both languages.

use std::collections::BTreeMap;

use crate::ir::{Address, AddressId, Role};
use crate::quantity::Dimension;
use crate::source::Span;

/// A word of a path in both languages.
pub(super) type Word = (&'static str, &'static str);

/// Words that paths are made of.
pub(super) mod word {
    use super::Word;

    pub(in crate::check) const CONDITION: Word = ("条件", "condition");
    pub(in crate::check) const FILTER: Word = ("其中", "where");
    pub(in crate::check) const PART: Word = ("项", "part");
    pub(in crate::check) const BOUND: Word = ("界", "bound");
    pub(in crate::check) const VALUE: Word = ("值", "value");
    pub(in crate::check) const RATE: Word = ("率", "rate");
    pub(in crate::check) const AMOUNT: Word = ("额", "amount");
    pub(in crate::check) const TIERS: Word = ("档表", "tiers");
    pub(in crate::check) const TIER: Word = ("档", "tier");
    pub(in crate::check) const TAIL: Word = ("其后", "beyond");
    pub(in crate::check) const STEP_WIDTH: Word = ("每", "each");
    pub(in crate::check) const ADDED: Word = ("加", "add");
    pub(in crate::check) const TABLE: Word = ("表", "table");
    pub(in crate::check) const ROW: Word = ("行", "row");
    pub(in crate::check) const IF: Word = ("若", "if");
    pub(in crate::check) const FOLD: Word = ("汇总", "fold");
    pub(in crate::check) const CAP: Word = ("上限", "cap");
    pub(in crate::check) const TOP_UP: Word = ("扣除", "deducted");
    pub(in crate::check) const ROUND: Word = ("取整", "round");
    pub(in crate::check) const MONUS: Word = ("高出", "excess");
    pub(in crate::check) const DATE_ADD: Word = ("顺延", "later");
    pub(in crate::check) const EACH_YEAR: Word = ("连年", "each_year");
    pub(in crate::check) const IN_YEARS: Word = ("折年", "in_years");
    pub(in crate::check) const PAYER: Word = ("出资", "payer");
    pub(in crate::check) const EXCEPTION: Word = ("例外", "exception");
    pub(in crate::check) const WHEN: Word = ("当", "when");
    pub(in crate::check) const YEAR_LIMIT: Word = ("年限", "year_limit");
    pub(in crate::check) const AWAIT: Word = ("待", "await");
    pub(in crate::check) const EVENT: Word = ("于", "on");
    pub(in crate::check) const MEASURE: Word = ("指标", "measure");
    pub(in crate::check) const BASELINE: Word = ("原", "baseline");
    pub(in crate::check) const DEADLINE: Word = ("期限", "deadline");
    pub(in crate::check) const RELATION: Word = ("关系", "relation");
    pub(in crate::check) const VALIDITY: Word = ("时效", "validity");
    pub(in crate::check) const BUDGET: Word = ("预算", "budget");
    pub(in crate::check) const SUM: Word = ("金额", "sum");
    pub(in crate::check) const LEAST: Word = ("最低", "least");
    pub(in crate::check) const MOST: Word = ("最高", "most");
}

/// A path in both languages.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Path {
    zh: String,
    en: String,
}

impl Path {
    /// A path that starts here: `14.投资奖励`.
    pub(super) fn root(zh: impl Into<String>, en: impl Into<String>) -> Path {
        Path { zh: zh.into(), en: en.into() }
    }

    /// The path with one more segment.
    pub(super) fn child(&self, zh: &str, en: &str) -> Path {
        Path { zh: format!("{}.{zh}", self.zh), en: format!("{}.{en}", self.en) }
    }

    /// The path with a word for a segment.
    pub(super) fn word(&self, (zh, en): Word) -> Path {
        self.child(zh, en)
    }

    /// The path with a word and a number for a segment: `条件2`.
    pub(super) fn numbered(&self, (zh, en): Word, number: usize) -> Path {
        self.child(&format!("{zh}{number}"), &format!("{en}{number}"))
    }
}

/// How far the numbering has come. A place that is lowered twice (once for each alternative of a
/// reading) is numbered from the same mark twice, and so gets the same addresses.
pub(super) type Mark = BTreeMap<(String, &'static str), usize>;

/// The side table while it is being written.
#[derive(Debug, Default)]
pub(super) struct AddressBook {
    entries: Vec<Address>,
    taken: BTreeMap<String, AddressId>,
    counters: Mark,
}

impl AddressBook {
    /// The next numbered segment under a path: `条件1`, then `条件2`.
    pub(super) fn next(&mut self, under: &Path, word: Word) -> Path {
        let counter = self.counters.entry((under.zh.clone(), word.0)).or_default();
        *counter = counter.saturating_add(1);
        under.numbered(word, *counter)
    }

    /// The path itself the first time, `档表2` under it the second: most rules have one.
    pub(super) fn group(&mut self, under: &Path, word: Word) -> Path {
        let counter = self.counters.entry((under.zh.clone(), word.0)).or_default();
        *counter = counter.saturating_add(1);
        match *counter {
            0 | 1 => under.clone(),
            more => under.numbered(word, more),
        }
    }

    /// How far the numbering has come.
    pub(super) fn mark(&self) -> Mark {
        self.counters.clone()
    }

    /// Numbers on from an earlier mark.
    pub(super) fn rewind(&mut self, mark: &Mark) {
        self.counters.clone_from(mark);
    }

    /// Enters a place. A place entered before, at the same span, keeps its id.
    pub(super) fn add(&mut self, path: &Path, role: Role, span: Span, text: &str) -> AddressId {
        let mut zh = path.zh.clone();
        let mut en = path.en.clone();
        let mut copy = 1usize;
        while let Some(id) = self.taken.get(&zh).copied() {
            let same = |entry: &Address| entry.span == span && entry.role == role;
            if self.get(id).is_some_and(same) {
                return id;
            }
            copy = copy.saturating_add(1);
            zh = format!("{}#{copy}", path.zh);
            en = format!("{}#{copy}", path.en);
        }
        let id = AddressId(u32::try_from(self.entries.len()).unwrap_or(u32::MAX));
        self.taken.insert(zh.clone(), id);
        self.entries.push(Address {
            path: zh,
            path_en: en,
            role,
            span,
            text: text.to_owned(),
            word: None,
            word_in_text: None,
            unit: None,
            dimension: None,
        });
        id
    }

    /// Notes the unit and dimension of a number.
    pub(super) fn set_number(&mut self, id: AddressId, unit: &str, dimension: Dimension) {
        if let Some(entry) = self.get_mut(id) {
            entry.unit = (!unit.is_empty()).then(|| unit.to_owned());
            entry.dimension = Some(dimension);
        }
    }

    /// Notes the comparison word, and the text's own where it differs.
    pub(super) fn set_word(&mut self, id: AddressId, word: &str, in_text: Option<&str>) {
        if let Some(entry) = self.get_mut(id) {
            entry.word = Some(word.to_owned());
            entry.word_in_text = in_text.map(str::to_owned);
        }
    }

    /// Notes the dimension that a bare 0 turned out to have.
    pub(super) fn set_dimension(&mut self, id: AddressId, dimension: Dimension) {
        if let Some(entry) = self.get_mut(id) {
            entry.dimension = Some(dimension);
        }
    }

    /// One entry.
    pub(super) fn get(&self, id: AddressId) -> Option<&Address> {
        self.entries.get(usize::try_from(id.0).ok()?)
    }

    fn get_mut(&mut self, id: AddressId) -> Option<&mut Address> {
        self.entries.get_mut(usize::try_from(id.0).ok()?)
    }

    /// The finished side table.
    pub(super) fn into_entries(self) -> Vec<Address> {
        self.entries
    }
}
