//! The surface tree: what a `.pol` file says, before any name is looked up.
//!
//! Every node carries where it stands ([`At`]). Two trees are equal when they say the same,
//! wherever it stands: `At` takes no part in equality. Names are as written (in either
//! language); units and numbers are kept as written too, since their meaning depends on the
//! measure words that a policy set declares.

mod clause;
mod declared;
mod expr;
mod name;
mod scenario;
mod set;

pub use clause::*;
pub use declared::{Names, declared};
pub use expr::*;
pub use name::*;
pub use scenario::*;
pub use set::*;

/// One parsed file: its items in written order, and its comments by position.
#[derive(Debug, Clone, PartialEq)]
pub struct File {
    /// Items in written order.
    pub items: Vec<Item>,
    /// Comments in written order; the formatter puts each back before the node that follows it.
    pub comments: Vec<Comment>,
}

/// A `// …` comment, without its slashes.
#[derive(Debug, Clone, PartialEq)]
pub struct Comment {
    /// The text after `//`, trailing blanks removed.
    pub text: String,
    /// True when it stands on the same line as the token before it.
    pub trailing: bool,
    /// Where it stands.
    pub at: At,
}

/// What may stand at the top level of a file.
#[derive(Debug, Clone, PartialEq)]
#[allow(clippy::large_enum_variant, reason = "a file holds a handful")]
pub enum Item {
    /// `清单 … { … }`: the policy set's own declaration.
    List(List),
    /// `计数 户 (household) 又 家`.
    Measure(Measure),
    /// `枚举 级别 (grade) { … }`.
    Enumeration(Enumeration),
    /// `序列 一年期LPR (lpr_1y): %/年 精确到 0.01%`.
    Series(FactDecl),
    /// `主体 企业 (enterprise) … { … }`.
    Kind(Kind),
    /// `条款 14 … { … }`.
    Clause(Clause),
    /// `情景 "…" { … }`.
    Scenario(Scenario),
}
