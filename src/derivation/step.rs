//! A derivation as data.

use serde::Serialize;

use crate::diag::Text;

/// How one outcome comes about.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Derivation {
    /// The position of the outcome in the list of outcomes.
    pub outcome: usize,
    /// The rule as it is cited, with its stage: `69.上市奖励·受理`.
    pub title: Text,
    /// The clause's number.
    pub clause: u32,
    /// Its place in the official list.
    pub official: String,
    /// For whom, below the subjects it belongs to.
    pub subject: Text,
    /// For which year.
    pub year: Option<i32>,
    /// What it comes to, in a line.
    pub result: Text,
    /// The file and line of the rule.
    pub place: Option<Place>,
    /// The steps, in the order in which they are read.
    pub steps: Vec<Step>,
}

/// One step.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Step {
    /// Which part of the derivation it belongs to.
    pub section: Section,
    /// How far it is inside another step.
    pub depth: usize,
    /// What it says.
    pub said: Text,
    /// Of a condition, how it came out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub verdict: Option<Verdict>,
    /// Where the rule says so.
    #[serde(flatten)]
    pub place: Option<Place>,
}

/// The parts of a derivation, in the order in which they are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Section {
    /// What must hold.
    Conditions,
    /// How the amount comes about.
    Amount,
    /// How it is capped in a wider scope, rounded and split.
    Payment,
    /// What follows, of a determination or a target.
    Consequence,
    /// Why nothing is given.
    Refusal,
    /// What is missing, and what it could change.
    Missing,
    /// The nearest change that would bring it about.
    Remedy,
}

impl Section {
    /// Its heading.
    #[must_use]
    pub fn title(self) -> Text {
        match self {
            Section::Conditions => Text::new("条件", "Conditions"),
            Section::Amount => Text::new("金额", "Amount"),
            Section::Payment => Text::new("支付", "Payment"),
            Section::Consequence => Text::new("结果", "Result"),
            Section::Refusal => Text::new("原因", "Why"),
            Section::Missing => Text::new("缺什么", "What is missing"),
            Section::Remedy => Text::new("怎样才符合", "What would make it eligible"),
        }
    }
}

/// How a condition came out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// It is as it must be.
    Met,
    /// It is not.
    NotMet,
    /// That hangs on what is missing.
    Open,
}

impl Verdict {
    /// In a word.
    #[must_use]
    pub fn word(self) -> Text {
        match self {
            Verdict::Met => Text::new("符合", "met"),
            Verdict::NotMet => Text::new("不符合", "not met"),
            Verdict::Open => Text::new("未定", "not settled"),
        }
    }
}

/// Where something is written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Place {
    /// The stable address: `14.投资奖励.档2.率`.
    pub address: String,
    /// The file.
    pub file: String,
    /// The line, from 1.
    pub line: usize,
    /// What is written there: the figure or the condition.
    pub written: String,
    /// The word of the official text, where the rule says that it differs from its own.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub word_in_text: Option<String>,
}
