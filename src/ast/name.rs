//! Names, and where a node stands.

use crate::source::Span;

/// Where a node stands. Never part of a tree's identity: all `At`s are equal.
#[derive(Debug, Clone, Copy)]
pub struct At(pub Span);

impl PartialEq for At {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Eq for At {}

/// A name as written where it is used, in either language, without its 「」.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Name {
    /// NFC text.
    pub text: String,
    /// Where it stands.
    pub at: At,
}

/// A name where it is declared: `年度投资 (annual_investment)`, or in the English form
/// `annual_investment (年度投资)`. The parser sorts the two: `zh` holds the original.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decl {
    /// The original name.
    pub zh: Name,
    /// The English alias; the checker reports a missing one.
    pub en: Option<Name>,
}

/// A string literal's contents.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Text {
    /// What stands between the quotes.
    pub text: String,
    /// Where it stands, quotes included.
    pub at: At,
}

/// A reference to a rule, in another clause or this one: `13.项目奖补`, `49①.项目奖补`, `项目奖补`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RuleRef {
    /// The clause number, when written.
    pub clause: Option<u32>,
    /// The item number (① is 1), when written.
    pub item: Option<u32>,
    /// The rule's name.
    pub name: Name,
    /// The whole reference.
    pub at: At,
}

/// An item's number as it is written: ① for 1, (21) past the circled ones.
pub fn circled(number: u32) -> String {
    let sign = number.checked_sub(1).filter(|past| *past < 20);
    let sign = sign.and_then(|past| char::from_u32(u32::from('①').saturating_add(past)));
    sign.map_or_else(|| format!("({number})"), String::from)
}
