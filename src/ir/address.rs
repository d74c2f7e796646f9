//! Stable addresses and the side table.
//!
//! An address names a literal, bound, tier, cap, split line or condition by its place in the
//! meaning, not in the text: `49①.项目奖补.档2.率`. Trace, figures, readings, mutation,
//! coverage and what-if all speak of places through it.

use serde::{Deserialize, Serialize};

use crate::quantity::Dimension;
use crate::source::Span;

/// Index into the side table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct AddressId(pub u32);

/// One entry of the side table.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Address {
    /// `14.投资奖励.档2.界`.
    pub path: String,
    /// The same with English names.
    pub path_en: String,
    /// What stands there.
    pub role: Role,
    /// Where it stands in the source.
    pub span: Span,
    /// The source text of the place, for showing (`超过 15亿元`).
    pub text: String,
    /// The comparison word, when there is one.
    pub word: Option<String>,
    /// The text's own word, where the rule says it differs.
    pub word_in_text: Option<String>,
    /// Unit as written, for showing values of this place: `亿元`.
    pub unit: Option<String>,
    /// Its dimension, for a number.
    pub dimension: Option<Dimension>,
}

/// What stands at an address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Role {
    /// A rule as a whole.
    Rule,
    /// A condition (`条件`, `不予 当`, a filter) or a part of one.
    Condition,
    /// A comparison with a figure.
    Bound,
    /// A literal.
    Literal,
    /// A tier's start.
    TierBound,
    /// A tier's rate or amount.
    TierValue,
    /// A row of a look-up table.
    Row,
    /// A cap.
    Cap,
    /// A payer's share.
    Share,
    /// A step of rounding or topping up.
    Step,
    /// A fold over children.
    Fold,
    /// An exception.
    Exception,
    /// A year limit.
    YearLimit,
    /// An intermediate (`设`).
    Local,
    /// A wait, a deadline, a baseline or an event date.
    Time,
    /// A relation to another rule.
    Relation,
    /// A decision of an authority.
    Decision,
}
