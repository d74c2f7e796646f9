//! Clauses and rules.

use serde::{Deserialize, Serialize};

use super::{
    AddressId, BodyId, ClauseId, DecisionId, Expr, KindId, LevelId, Named, RuleId, Validity,
};

/// A clause of the list.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Clause {
    /// The official number.
    pub number: u32,
    /// Its name.
    pub name: Named,
    /// The clause in plain words.
    pub summary: String,
    /// Its place in the official list.
    pub source: String,
    /// Who is responsible.
    pub responsible: Vec<BodyId>,
    /// Its own validity.
    pub validity: Option<Validity>,
    /// Its rules in written order.
    pub rules: Vec<RuleId>,
}

/// A rule.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Rule {
    /// Its clause.
    pub clause: ClauseId,
    /// ① is 1; none outside `款`.
    pub part: Option<u32>,
    /// Its name.
    pub name: Named,
    /// The subject kind it is computed for: frame 0. None for a duty.
    pub subject: Option<KindId>,
    /// When.
    pub period: Period,
    /// Eligibility, in written order.
    pub guards: Vec<Guard>,
    /// Not before these dates.
    pub awaits: Vec<(Expr, AddressId)>,
    /// Decisions it hangs on.
    pub decisions: Vec<DecisionId>,
    /// What it gives, says or asks.
    pub body: Body,
    /// Its address.
    pub address: AddressId,
}

/// When a rule pays or holds.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Period {
    /// No year is bound.
    Unbound,
    /// For each calendar year.
    Yearly,
    /// Once, in the year of the date. Rules with stages have each stage's own event.
    Once(Expr),
    /// Each stage has its own event.
    Staged,
}

/// A condition of eligibility.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Guard {
    /// Must hold.
    pub condition: Expr,
    /// True when it was written as `不予 当` (the condition is already negated).
    pub negative: bool,
    /// Its address.
    pub address: AddressId,
}

/// What a rule gives, says or asks.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Body {
    /// Money of some kind.
    Money(Box<Money>),
    /// Yes or no, with a consequence.
    Determination {
        /// How the consequence binds.
        modality: Modality,
        /// The consequence.
        consequence: String,
    },
    /// A target to be met.
    Target {
        /// What must hold.
        measure: Expr,
        /// By when.
        deadline: Option<Expr>,
    },
    /// A service limit.
    ServiceLimit {
        /// What must hold.
        measure: Expr,
        /// The figure before.
        baseline: Option<Expr>,
        /// From when it must hold.
        deadline: Option<Expr>,
    },
    /// A duty.
    Duty {
        /// How it binds.
        modality: Modality,
        /// Who bears it.
        bodies: Vec<BodyId>,
        /// Whom it addresses, where the text says so.
        addressees: Vec<String>,
        /// Its object.
        content: String,
        /// Topics to search by.
        topics: Vec<String>,
    },
}

/// Kinds of money; only `Paid` enters budgets.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum MoneyKind {
    /// Committed and paid.
    Paid,
    /// Sought from a level above.
    Sought(LevelId),
    /// A deduction from a tax base or tax.
    Deduction,
    /// A deferral.
    Deferral,
    /// A reduction of a tax, fee or rate.
    Reduction,
}

/// A money rule's body.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Money {
    /// Which kind of money.
    pub kind: MoneyKind,
    /// The amounts: one, or one a stage.
    pub stages: Vec<Stage>,
    /// Overrides of the amount; two that both hold are a contradiction.
    pub exceptions: Vec<Exception>,
    /// Caps whose scope or window is wider than the rule's own, narrowest scope first.
    pub caps: Vec<Cap>,
    /// The kind at which the outcome is reported: the widest cap's, else the rule's own.
    pub scope: KindId,
    /// At most so many years.
    pub year_limits: Vec<YearLimit>,
    /// How it stands to other rules.
    pub relations: Vec<Relation>,
    /// Who pays.
    pub payers: Payers,
}

/// An amount; a rule with several stages has several.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Stage {
    /// Its name; none for a rule without stages.
    pub name: Option<Named>,
    /// Its own date; none for a rule without stages.
    pub event: Option<Expr>,
    /// The amount in 元, before wider caps and the payable rounding; caps at the rule's own grain stand inside.
    pub amount: Amount,
    /// Its address.
    pub address: AddressId,
}

/// An amount, or the note that it is decided elsewhere.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Amount {
    /// Computed.
    Computed(Expr),
    /// Decided elsewhere, by what.
    Elsewhere(String),
}

/// `例外 当 c 金额 …`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Exception {
    /// When.
    pub condition: Expr,
    /// The amount then.
    pub amount: Amount,
    /// Its address.
    pub address: AddressId,
}

/// A cap wider than its rule's grain.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Cap {
    /// The most, in 元; may use facts of the scope's subject (frame 0).
    pub limit: Expr,
    /// For each what; one per alternative where a reading decides the scope.
    pub scope: KindId,
    /// True when all years count, false when the calendar year does.
    pub lifetime: bool,
    /// All rules that share it, this one included.
    pub shared: Vec<RuleId>,
    /// Only under this reading's alternative (by position), when a reading decides the scope.
    pub when: Option<(super::ReadingId, usize)>,
    /// Its address.
    pub address: AddressId,
}

/// At most so many years.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct YearLimit {
    /// How they are counted, for each alternative of the reading (one entry without a reading).
    pub how: Vec<YearLimitHow>,
    /// The reading that decides, if one does.
    pub reading: Option<super::ReadingId>,
    /// How many.
    pub years: u32,
    /// For the subject of this kind at or above the rule's own.
    pub scope: KindId,
    /// Its address.
    pub address: AddressId,
}

/// How a year limit counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum YearLimitHow {
    /// An unbroken run of paid years just before this one.
    Consecutive,
    /// Paid years in all.
    Total,
    /// Calendar years since the first paid one, that one included.
    SinceFirst,
}

/// How a rule stands to another; same subject and period.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Relation {
    /// How, for each alternative of the reading (one entry without a reading).
    pub how: Vec<RelationHow>,
    /// The reading that decides, if one does.
    pub reading: Option<super::ReadingId>,
    /// The other rule.
    pub rule: RuleId,
    /// Why, in the file's words.
    pub why: String,
    /// Its address.
    pub address: AddressId,
}

/// How two rules stand to each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum RelationHow {
    /// Whoever gets the other does not get this.
    ExcludedBy,
    /// Only the higher of the two is paid.
    HighestOf,
    /// Both are paid.
    Stacks,
}

/// Who pays: weights in written order, and who takes the remainder.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Payers {
    /// Level and weight (a constant expression); empty when the text does not say.
    pub shares: Vec<Share>,
    /// Index into `shares` of the one that takes the remainder.
    pub remainder: usize,
}

/// One payer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Share {
    /// Which level.
    pub level: LevelId,
    /// Its weight.
    pub weight: Expr,
    /// Its address.
    pub address: AddressId,
}

/// How a consequence or a duty binds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[allow(missing_docs, reason = "each is the word it is named for")]
pub enum Modality {
    Must,
    MustNot,
    May,
    Exempt,
    Priority,
    Applies,
    Encourage,
    Seek,
    Explore,
    Promote,
    Support,
    Guide,
}

impl Modality {
    /// All of them.
    pub const ALL: &'static [Self] = &[
        Self::Must,
        Self::MustNot,
        Self::May,
        Self::Exempt,
        Self::Priority,
        Self::Applies,
        Self::Encourage,
        Self::Seek,
        Self::Explore,
        Self::Promote,
        Self::Support,
        Self::Guide,
    ];
}
