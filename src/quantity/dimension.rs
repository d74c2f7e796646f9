//! What a number counts: money, mass, 亩, households, money per mass …

use std::fmt::Write;

use serde::{Deserialize, Serialize};

use super::unit::Counts;

/// A nominal count (人, 户, 项 …): an index into the policy set's declared measure words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct CountId(pub u16);

/// A base dimension. No two convert into each other: 亩 is not 平方米 (registers use either as the
/// primary figure), a month is no number of days, a 工作日 is no 天, 人次 is not 人.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Base {
    /// Money, in 元.
    Money,
    /// Mass, in 吨.
    Mass,
    /// Energy use as coal equivalent, in 吨标准煤.
    CoalEquivalent,
    /// Area in 亩.
    AreaMu,
    /// Area in 平方米.
    AreaSqm,
    /// Power, in 千瓦.
    Power,
    /// Electric energy, in 千瓦时.
    Energy,
    /// A count of declared things.
    Count(CountId),
    /// Calendar years.
    Year,
    /// Calendar months.
    Month,
    /// Days.
    Day,
    /// Working days of a calendar.
    WorkingDay,
    /// Hours.
    Hour,
}

/// A product of powers of base dimensions; empty for a plain number.
///
/// Invariant: terms are sorted by base, none has exponent 0, and `None`s come last; so equal
/// dimensions are equal bit for bit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "Vec<(Base, i8)>", into = "Vec<(Base, i8)>")]
pub struct Dimension {
    terms: [Option<(Base, i8)>; Dimension::MAX_TERMS],
}

impl Dimension {
    /// How many different bases one dimension may combine.
    const MAX_TERMS: usize = 4;

    /// A plain number, a share, a rate.
    pub const PLAIN: Dimension = Dimension { terms: [None; Dimension::MAX_TERMS] };
    /// Money.
    pub const MONEY: Dimension = Dimension::of(Base::Money);

    /// The dimension of one base.
    pub const fn of(base: Base) -> Dimension {
        Dimension { terms: [Some((base, 1)), None, None, None] }
    }

    /// The dimension of a count.
    pub const fn count(id: CountId) -> Dimension {
        Dimension::of(Base::Count(id))
    }

    /// Whether this is a plain number.
    pub fn is_plain(&self) -> bool {
        *self == Dimension::PLAIN
    }

    /// The base dimensions and their exponents.
    pub fn terms(&self) -> impl Iterator<Item = (Base, i8)> + Clone + '_ {
        self.terms.iter().copied().flatten()
    }

    /// The single base this dimension is, if it is one.
    pub fn base(&self) -> Option<Base> {
        let mut terms = self.terms();
        match (terms.next(), terms.next()) {
            (Some((base, 1)), None) => Some(base),
            _ => None,
        }
    }

    /// The dimension of a product; `None` if it combines more than four bases.
    pub fn checked_mul(self, other: Dimension) -> Option<Dimension> {
        other.terms().try_fold(self, Dimension::with)
    }

    /// The dimension of a quotient; `None` if it combines more than four bases.
    pub fn checked_div(self, other: Dimension) -> Option<Dimension> {
        self.checked_mul(other.inverse()?)
    }

    /// The dimension of 1 ÷ this.
    pub fn inverse(self) -> Option<Dimension> {
        self.terms()
            .map(|(base, exponent)| Some((base, exponent.checked_neg()?)))
            .try_fold(Dimension::PLAIN, |product, term| product.with(term?))
    }

    /// What turns a value of dimension `from` into one of this dimension.
    pub fn conversion_from(self, from: Dimension) -> Option<Conversion> {
        let factor = self.checked_div(from)?;
        if factor.is_plain() {
            Some(Conversion::None)
        } else if factor.terms().all(|(_, exponent)| exponent < 0) {
            Some(Conversion::Divide(factor.inverse()?))
        } else {
            Some(Conversion::Multiply(factor))
        }
    }

    /// The product with one more term.
    fn with(self, (base, exponent): (Base, i8)) -> Option<Dimension> {
        let mut terms: Vec<(Base, i8)> = self.terms().collect();
        match terms.iter_mut().find(|(known, _)| *known == base) {
            Some((_, sum)) => *sum = sum.checked_add(exponent)?,
            None => terms.push((base, exponent)),
        }
        terms.retain(|(_, exponent)| *exponent != 0);
        terms.sort_unstable();
        if terms.len() > Dimension::MAX_TERMS {
            return None;
        }
        let mut product = Dimension::PLAIN;
        for (slot, term) in product.terms.iter_mut().zip(terms) {
            *slot = Some(term);
        }
        Some(product)
    }

    /// The dimension in Chinese words: `钱/质量`.
    pub fn zh(&self, counts: &Counts) -> String {
        self.words("纯数", |base| base.zh(counts))
    }

    /// The dimension in English words: `money/mass`.
    pub fn en(&self, counts: &Counts) -> String {
        self.words("plain number", |base| base.en(counts))
    }

    /// The unit in which values of this dimension are kept: `元/吨`; empty for a plain number.
    pub fn canonical_unit(&self, counts: &Counts) -> String {
        self.words("", |base| base.canonical_unit(counts))
    }

    fn words<'a>(&self, plain: &str, word: impl Fn(Base) -> &'a str) -> String {
        if self.is_plain() {
            return plain.to_owned();
        }
        let side = |wanted: bool| {
            let terms = self.terms().filter(move |(_, exponent)| (*exponent > 0) == wanted);
            terms.map(|(base, exponent)| powered(word(base), exponent)).collect::<Vec<_>>()
        };
        let (above, below) = (side(true), side(false));
        let mut text = if above.is_empty() { "1".to_owned() } else { above.join("·") };
        match below.as_slice() {
            [] => {}
            [one] => text.extend(["/", one]),
            more => text.extend(["/(", &more.join("·"), ")"]),
        }
        text
    }
}

/// `word` with its power, where that is not 1.
fn powered(word: &str, exponent: i8) -> String {
    let mut text = word.to_owned();
    let power = exponent.unsigned_abs();
    if power != 1 {
        // Writing to a string never fails.
        let _ = write!(text, "^{power}");
    }
    text
}

impl Base {
    /// The word for this dimension in Chinese.
    pub fn zh(self, counts: &Counts) -> &str {
        match self {
            Base::Money => "钱",
            Base::Mass => "质量",
            Base::CoalEquivalent => "标准煤",
            Base::AreaMu => "亩数",
            Base::AreaSqm => "面积",
            Base::Power => "功率",
            Base::Energy => "电量",
            Base::Count(id) => counts.zh(id),
            Base::Year => "年",
            Base::Month => "月",
            Base::Day => "天",
            Base::WorkingDay => "工作日",
            Base::Hour => "小时",
        }
    }

    /// The word for this dimension in English.
    pub fn en(self, counts: &Counts) -> &str {
        match self {
            Base::Money => "money",
            Base::Mass => "mass",
            Base::CoalEquivalent => "coal equivalent",
            Base::AreaMu => "area in mu",
            Base::AreaSqm => "area in square metres",
            Base::Power => "power",
            Base::Energy => "electricity",
            Base::Count(id) => counts.en(id),
            Base::Year => "years",
            Base::Month => "months",
            Base::Day => "days",
            Base::WorkingDay => "working days",
            Base::Hour => "hours",
        }
    }

    /// The unit in which values of this dimension are kept.
    pub fn canonical_unit(self, counts: &Counts) -> &str {
        match self {
            Base::Money => "元",
            Base::Mass => "吨",
            Base::CoalEquivalent => "吨标准煤",
            Base::AreaMu => "亩",
            Base::AreaSqm => "平方米",
            Base::Power => "千瓦",
            Base::Energy => "千瓦时",
            Base::Count(id) => counts.zh(id),
            Base::Year => "年",
            Base::Month => "个月",
            Base::Day => "天",
            Base::WorkingDay => "个工作日",
            Base::Hour => "小时",
        }
    }
}

/// What turns a value of one dimension into one of another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Conversion {
    /// Nothing: they are the same.
    None,
    /// Multiplying by a value of this dimension.
    Multiply(Dimension),
    /// Dividing by a value of this dimension.
    Divide(Dimension),
}

impl Conversion {
    /// A help line in Chinese; empty where nothing need be done.
    pub fn zh(&self, counts: &Counts) -> String {
        match self {
            Conversion::None => String::new(),
            Conversion::Multiply(by) => format!("乘以一个 {} 的量", by.zh(counts)),
            Conversion::Divide(by) => format!("除以一个 {} 的量", by.zh(counts)),
        }
    }

    /// A help line in English; empty where nothing need be done.
    pub fn en(&self, counts: &Counts) -> String {
        match self {
            Conversion::None => String::new(),
            Conversion::Multiply(by) => format!("multiply by a quantity of {}", by.en(counts)),
            Conversion::Divide(by) => format!("divide by a quantity of {}", by.en(counts)),
        }
    }
}

impl TryFrom<Vec<(Base, i8)>> for Dimension {
    type Error = &'static str;

    fn try_from(terms: Vec<(Base, i8)>) -> Result<Dimension, &'static str> {
        let product = terms.into_iter().try_fold(Dimension::PLAIN, Dimension::with);
        product.ok_or("a dimension combines at most four bases")
    }
}

impl From<Dimension> for Vec<(Base, i8)> {
    fn from(dimension: Dimension) -> Vec<(Base, i8)> {
        dimension.terms().collect()
    }
}
