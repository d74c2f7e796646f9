//! Which outcomes are told.

use crate::diag::{Text, suggest};
use crate::scenario::StatusWord;
use crate::text;

/// The word for all outcomes.
const ALL: [&str; 2] = ["全部", "all"];

/// A set of outcomes by their words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Selection([bool; StatusWord::ALL.len()]);

impl Selection {
    /// Every outcome.
    #[must_use]
    pub fn all() -> Self {
        Self([true; StatusWord::ALL.len()])
    }

    /// Those with these words.
    #[must_use]
    pub fn of(words: &[StatusWord]) -> Self {
        let mut selected = [false; StatusWord::ALL.len()];
        for (chosen, word) in selected.iter_mut().zip(StatusWord::ALL) {
            *chosen = words.contains(word);
        }
        Self(selected)
    }

    /// What is told unless asked otherwise where every outcome is a row: what is got, may be got or
    /// should be looked at. What comes to nothing as things stand (not eligible, not yet, not in
    /// force, a determination that does not hold) is counted in the summary; duties are the same
    /// for all.
    #[must_use]
    pub fn worth_telling() -> Self {
        use StatusWord::{Listed, No, NotEligible, NotInForce, NotYet};
        Self::without(&[NotEligible, NotYet, NotInForce, No, Listed])
    }

    /// All but the duties, which are the same for all.
    #[must_use]
    pub fn without_duties() -> Self {
        Self::without(&[StatusWord::Listed])
    }

    fn without(words: &[StatusWord]) -> Self {
        let mut selected = Self::all();
        for (chosen, word) in selected.0.iter_mut().zip(StatusWord::ALL) {
            *chosen = !words.contains(word);
        }
        selected
    }

    /// Those named in words of either language; the error says which is none.
    pub fn named(words: &[String]) -> Result<Self, Text> {
        let mut chosen = Vec::new();
        for word in words.iter().map(|word| word.trim()) {
            if ALL.contains(&word) {
                return Ok(Self::all());
            }
            chosen.push(word.parse().map_err(|()| unknown(word))?);
        }
        Ok(Self::of(&chosen))
    }

    /// Whether outcomes of this word are told.
    #[must_use]
    pub fn has(&self, word: StatusWord) -> bool {
        self.0.get(word.position()) == Some(&true)
    }

    /// Whether every outcome is told.
    #[must_use]
    pub fn is_all(&self) -> bool {
        self.0.iter().all(|chosen| *chosen)
    }
}

fn unknown(word: &str) -> Text {
    let words: Vec<Text> = StatusWord::ALL.iter().map(|word| word.text()).collect();
    let names = words.iter().flat_map(|word| [word.zh.as_str(), word.en.as_str()]);
    if let Some(closest) = suggest(word, names.chain(ALL)) {
        return text!(
            zh: "没有“{word}”这种结果；是不是 {closest}", en: "there is no outcome `{word}`; write `{closest}`",
        );
    }
    let (zh, en): (Vec<_>, Vec<_>) = words.into_iter().map(|word| (word.zh, word.en)).unzip();
    let (zh, en) = (zh.join("、"), en.join(", "));
    text!(
        zh: "没有“{word}”这种结果；可以写 {zh}、全部", en: "there is no outcome `{word}`; there are {en}, and all",
    )
}
