//! Names, kinds of subjects, facts and what else a policy set declares.

use serde::{Deserialize, Serialize};

use super::{AddressId, Expr};
use crate::quantity::{Counts, Date, Dimension, Exact, Mode};

/// A declared name in both languages.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Named {
    /// The original.
    pub zh: String,
    /// The English alias.
    pub en: String,
}

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident($inner:ty);)*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub struct $name(pub $inner);

        impl $name {
            /// The id as an index into its table.
            #[must_use]
            pub fn index(self) -> usize {
                self.0 as usize
            }
        }
    )*};
}

ids! {
    /// A kind of subject.
    KindId(u16);
    /// A fact.
    FactId(u16);
    /// An enumeration.
    EnumId(u16);
    /// A dated series.
    SeriesId(u16);
    /// A level of government that pays.
    LevelId(u16);
    /// A responsible body.
    BodyId(u16);
    /// A reading.
    ReadingId(u16);
    /// A decision.
    DecisionId(u16);
    /// An intermediate.
    LocalId(u16);
    /// A clause, by position in the program.
    ClauseId(u16);
    /// A rule, by position in the program.
    RuleId(u16);
}

/// What the vocabulary files and the list declare.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Vocabulary {
    /// Levels, highest first as declared.
    pub levels: Vec<Named>,
    /// Bodies.
    pub bodies: Vec<Named>,
    /// Measure words, indexed by `quantity::CountId`.
    pub measures: Vec<Measure>,
    /// Enumerations.
    pub enums: Vec<Enumeration>,
    /// Dated series, the same for every subject.
    pub series: Vec<Series>,
    /// Kinds of subjects; a parent stands before its children.
    pub kinds: Vec<Kind>,
    /// All facts.
    pub facts: Vec<Fact>,
}

impl Vocabulary {
    /// The values of an enumeration, in order.
    #[must_use]
    pub fn variants(&self, of: EnumId) -> &[Named] {
        self.enums.get(of.index()).map_or(&[], |of| &of.variants)
    }

    /// The measure words, for reading and writing units. The checker has made sure that no word
    /// stands for two things, so none is refused here.
    pub fn counts(&self) -> Counts {
        let mut counts = Counts::default();
        for Measure { name, also } in &self.measures {
            if let Ok(id) = counts.declare(&name.zh, &name.en) {
                for word in also {
                    let _ = counts.add_alias(word, id);
                }
            }
        }
        counts
    }
}

/// A measure word and those that mean the same.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Measure {
    /// The word and its alias.
    pub name: Named,
    /// Further words.
    pub also: Vec<String>,
}

/// An enumeration.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Enumeration {
    /// Its name.
    pub name: Named,
    /// Its values; a set of them is a bit set (bit i is variant i).
    pub variants: Vec<Named>,
}

/// A dated series such as a reference rate; its value on a day is the latest one published.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Series {
    /// Its name.
    pub name: Named,
    /// Its dimension.
    pub dimension: Dimension,
    /// Smallest unit of its values, canonical.
    pub granule: Exact,
    /// Unit as declared.
    pub unit: String,
    /// What it means.
    pub gloss: String,
}

/// A kind of subject.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Kind {
    /// Its name.
    pub name: Named,
    /// Its parent in the tree.
    pub parent: Option<KindId>,
    /// Its constant facts, in slot order.
    pub constants: Vec<FactId>,
    /// Its yearly facts, in slot order.
    pub yearly: Vec<FactId>,
}

/// A fact's or expression's type.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs, reason = "a variant's comment tells of its fields")]
pub enum Type {
    /// An exact number of a dimension.
    Number(Dimension),
    /// Yes or no.
    Truth,
    /// One of an enumeration.
    Choice(EnumId),
    /// A date; of an event, when it may also be 未发生.
    Date { event: bool },
    /// A subject of a kind.
    Subject(KindId),
}

/// A declared fact.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Fact {
    /// Its name.
    pub name: Named,
    /// Whose it is.
    pub kind: KindId,
    /// Its type.
    pub ty: Type,
    /// True for one value a year.
    pub yearly: bool,
    /// Its place among the constant or the yearly facts of its kind.
    pub slot: u16,
    /// Smallest unit of its values, canonical; numbers only.
    pub granule: Option<Exact>,
    /// Least value, canonical, included; numbers only.
    pub min: Option<Exact>,
    /// Greatest value, canonical, included.
    pub max: Option<Exact>,
    /// Unit as declared, for showing.
    pub unit: String,
    /// What it means.
    pub gloss: String,
}

/// The list's own declaration.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ListInfo {
    /// Its name.
    pub name: Named,
    /// Its title.
    pub title: String,
    /// Day of issue.
    pub issued: Option<Date>,
    /// Validity of every clause without its own.
    pub validity: Option<Validity>,
    /// Payable money is rounded once, to this many 元.
    pub payable_to: Exact,
    /// How.
    pub payable_mode: Mode,
    /// The most that may be paid to all together, in written order.
    pub budgets: Vec<Budget>,
}

/// The most that may be paid to all together. It changes no award of its own: what a batch comes to
/// is held against it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Budget {
    /// Over which time.
    pub span: BudgetSpan,
    /// The most, in 元.
    pub most: Exact,
    /// Only what these levels pay; what anyone pays when there are none.
    pub levels: Vec<LevelId>,
    /// Only what these rules pay, rising; all when none.
    pub rules: Option<Vec<RuleId>>,
    /// Who goes without when it does not suffice; none where the policy does not say.
    pub beyond: Option<Beyond>,
    /// Its address.
    pub address: AddressId,
}

/// Over which time a budget counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum BudgetSpan {
    /// In that calendar year.
    Year(i32),
    /// In each calendar year anew.
    Yearly,
    /// All that is ever paid.
    Whole,
}

/// Who goes without, when a budget does not suffice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Beyond {
    /// Those who come later: by this date of the award's subject or of the nearest one above it that
    /// has it, else in the order of the data.
    FirstCome(Option<FactId>),
    /// Each in the same proportion.
    ProRata,
}

/// First and last day, both included; date expressions without facts (readings may stand in them).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Validity {
    /// First day.
    pub from: Expr,
    /// Last day.
    pub to: Expr,
}

/// A reading: an ambiguity of the text, its alternatives, its default.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Reading {
    /// The clause's number; none for a reading of the list.
    pub clause: Option<u32>,
    /// Its name.
    pub name: Named,
    /// False when the file states no default.
    pub has_default: bool,
    /// Number and meaning of each alternative, in written order; the first is the default.
    pub alternatives: Vec<(u32, String)>,
}

/// A decision of an authority, taken for a subject and period of a rule.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Decision {
    /// Its name.
    pub name: Named,
    /// The rule it belongs to.
    pub rule: RuleId,
    /// Who decides.
    pub authority: BodyId,
    /// Its type.
    pub ty: Type,
    /// Least, included; none with `upper` none is 不限.
    pub lower: Option<Expr>,
    /// Greatest, included.
    pub upper: Option<Expr>,
    /// Unit for showing.
    pub unit: String,
    /// Its address.
    pub address: AddressId,
}

/// An intermediate (`设`), computed for a subject of its kind.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Local {
    /// Its name.
    pub name: Named,
    /// The kind it is computed for: frame 0 of its body.
    pub kind: KindId,
    /// Its type.
    pub ty: Type,
    /// Its value.
    pub body: Expr,
    /// Its address.
    pub address: AddressId,
}
