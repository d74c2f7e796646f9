//! Unit words and quantities as they are written: `15亿元`, `10 元/吨`, `3个工作日`, `50个基点`.
//!
//! A unit is a built-in word, a measure word that the policy set declares, or a quotient of such;
//! scale words (十 百 千 万 亿 and 百万, 万亿 …) may stand before it or alone.

use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Serialize};

use super::dimension::{Base, CountId, Dimension};
use super::exact::Exact;
use super::literal::ExactError;

/// The measure words of a policy set: the nominal counts it declares and their aliases.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counts {
    /// Chinese and English name, in order of declaration: the index is the [`CountId`].
    names: Vec<(String, String)>,
    /// Every word, canonical or alias, to its count.
    words: BTreeMap<String, CountId>,
}

impl Counts {
    /// Declares a measure word and its English alias.
    pub fn declare(&mut self, zh: &str, en: &str) -> Result<CountId, CountError> {
        let id = CountId(u16::try_from(self.names.len()).map_err(|_| CountError::TooMany)?);
        self.add_alias(zh, id)?;
        // In some sets both names are the same word, such as a foreign abbreviation.
        if en != zh {
            self.add_alias(en, id).inspect_err(|_| {
                self.words.remove(zh);
            })?;
        }
        self.names.push((zh.to_owned(), en.to_owned()));
        Ok(id)
    }

    /// Declares another word for a count.
    pub fn add_alias(&mut self, word: &str, id: CountId) -> Result<(), CountError> {
        if word.is_empty() || word.contains('/') || simple_unit(word, self).is_ok() {
            return Err(CountError::Taken { word: word.to_owned() });
        }
        self.words.insert(word.to_owned(), id);
        Ok(())
    }

    /// The count that a word names.
    pub fn find(&self, word: &str) -> Option<CountId> {
        self.words.get(word).copied()
    }

    /// The Chinese name of a count.
    pub fn zh(&self, id: CountId) -> &str {
        self.names.get(usize::from(id.0)).map_or("?", |(zh, _)| zh)
    }

    /// The English name of a count.
    pub fn en(&self, id: CountId) -> &str {
        self.names.get(usize::from(id.0)).map_or("?", |(_, en)| en)
    }

    /// Every declared word, in a fixed order.
    pub fn words(&self) -> impl Iterator<Item = &str> {
        self.words.keys().map(String::as_str)
    }
}

/// Why a measure word cannot be declared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CountError {
    /// The word already names a unit or a count, or cannot be one.
    Taken {
        /// The word.
        word: String,
    },
    /// More than 65,536 counts.
    TooMany,
}

impl CountError {
    /// The sentence in Chinese.
    pub fn zh(&self) -> String {
        match self {
            CountError::Taken { word } => format!("“{word}” 已是单位，不能再作量词"),
            CountError::TooMany => "量词太多".into(),
        }
    }

    /// The sentence in English.
    pub fn en(&self) -> String {
        match self {
            CountError::Taken { word } => format!("`{word}` is a unit already"),
            CountError::TooMany => "too many measure words".into(),
        }
    }
}

/// A unit: how many canonical units it is, of which dimension.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unit {
    /// The canonical value of one of this unit, above zero.
    pub factor: Exact,
    /// The dimension.
    pub dimension: Dimension,
    /// The unit as written.
    pub text: String,
}

/// A number with its dimension, in the dimension's canonical unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Quantity {
    /// The value in the canonical unit.
    pub value: Exact,
    /// What it counts.
    pub dimension: Dimension,
}

/// The built-in units: word, power of ten of the factor, base (none for a plain number).
const UNITS: &[(&str, i32, Option<Base>)] = &[
    ("元", 0, Some(Base::Money)),
    ("角", -1, Some(Base::Money)),
    ("分", -2, Some(Base::Money)),
    ("吨", 0, Some(Base::Mass)),
    ("千克", -3, Some(Base::Mass)),
    ("公斤", -3, Some(Base::Mass)),
    ("kg", -3, Some(Base::Mass)),
    ("克", -6, Some(Base::Mass)),
    ("吨标准煤", 0, Some(Base::CoalEquivalent)),
    ("吨标煤", 0, Some(Base::CoalEquivalent)),
    ("千克标准煤", -3, Some(Base::CoalEquivalent)),
    ("千克标煤", -3, Some(Base::CoalEquivalent)),
    ("亩", 0, Some(Base::AreaMu)),
    ("平方米", 0, Some(Base::AreaSqm)),
    ("㎡", 0, Some(Base::AreaSqm)),
    ("公顷", 4, Some(Base::AreaSqm)),
    ("千瓦", 0, Some(Base::Power)),
    ("kW", 0, Some(Base::Power)),
    ("兆瓦", 3, Some(Base::Power)),
    ("MW", 3, Some(Base::Power)),
    ("千瓦时", 0, Some(Base::Energy)),
    ("度", 0, Some(Base::Energy)),
    ("kWh", 0, Some(Base::Energy)),
    ("年", 0, Some(Base::Year)),
    ("月", 0, Some(Base::Month)),
    ("个月", 0, Some(Base::Month)),
    ("天", 0, Some(Base::Day)),
    ("日", 0, Some(Base::Day)),
    ("工作日", 0, Some(Base::WorkingDay)),
    ("个工作日", 0, Some(Base::WorkingDay)),
    ("小时", 0, Some(Base::Hour)),
    ("%", -2, None),
    ("‰", -3, None),
    ("百分点", -2, None),
    ("基点", -4, None),
    ("倍", 0, None),
];

/// The scale words: power of ten, from the first to stand to the last: 百万, 千万, 万亿, 千万亿.
const SCALES: &[&[(&str, i32)]] = &[&[("十", 1), ("百", 2), ("千", 3)], &[("万", 4)], &[("亿", 8)]];

/// Every built-in unit word, for suggestions and reserved words.
pub fn unit_words() -> impl Iterator<Item = &'static str> {
    UNITS.iter().map(|(word, ..)| *word)
}

/// Reads a unit: `元`, `万元`, `元/吨`, `%/年`, `万` (a scale alone is a plain number).
pub fn parse_unit(text: &str, counts: &Counts) -> Result<Unit, UnitError> {
    let mut parts = text.split('/').map(str::trim);
    let (mut exponent, mut dimension) = simple_unit(parts.next().unwrap_or_default(), counts)?;
    for part in parts {
        let (below, divisor) = simple_unit(part, counts)?;
        exponent = exponent.saturating_sub(below);
        dimension = dimension.checked_div(divisor).ok_or(UnitError::TooComplex)?;
    }
    let factor = Exact::power_of_ten(exponent).ok_or(UnitError::TooComplex)?;
    Ok(Unit { factor, dimension, text: text.to_owned() })
}

/// A unit without quotient: power of ten and dimension.
fn simple_unit(text: &str, counts: &Counts) -> Result<(i32, Dimension), UnitError> {
    if text.is_empty() {
        return Err(UnitError::Empty);
    }
    // The whole text first: 百分点 and 千克 begin with a scale word and mean something else.
    if let Some(found) = bare_word(text, counts) {
        return Ok(found);
    }
    let (mut rest, mut power) = (text, 0i32);
    for level in SCALES {
        let step = level.iter().find_map(|(word, p)| Some((rest.strip_prefix(word)?, *p)));
        let Some((after, p)) = step else { continue };
        (rest, power) = (after, power.saturating_add(p));
        if rest.is_empty() {
            return Ok((power, Dimension::PLAIN));
        }
        if let Some((unit_power, dimension)) = bare_word(rest, counts) {
            return Ok((power.saturating_add(unit_power), dimension));
        }
    }
    Err(UnitError::Unknown { word: rest.to_owned() })
}

/// A unit or measure word without scale; 个 may stand before it.
fn bare_word(word: &str, counts: &Counts) -> Option<(i32, Dimension)> {
    let known = |word: &str| {
        let built_in = UNITS.iter().find(|(unit, ..)| *unit == word);
        built_in
            .map(|(_, power, base)| (*power, base.map_or(Dimension::PLAIN, Dimension::of)))
            .or_else(|| Some((0, Dimension::count(counts.find(word)?))))
    };
    known(word).or_else(|| known(word.strip_prefix('个')?))
}

/// Reads a number with its unit: `15亿元`, `1,500 吨`, `2%`, `20万`, `7`.
pub fn parse_quantity(text: &str, counts: &Counts) -> Result<Quantity, QuantityError> {
    let text = text.trim();
    let is_number_part = |c: char| c.is_ascii_digit() || matches!(c, '+' | '-' | '_' | ',' | '.');
    let split = text.find(|c| !is_number_part(c)).unwrap_or(text.len());
    let (number, unit) = text.split_at_checked(split).unwrap_or((text, ""));
    let number = Exact::parse(number).map_err(QuantityError::Number)?;
    if unit.is_empty() {
        return Ok(Quantity { value: number, dimension: Dimension::PLAIN });
    }
    let unit = parse_unit(unit.trim_start(), counts).map_err(QuantityError::Unit)?;
    let value = number.checked_mul(unit.factor).ok_or(QuantityError::OutOfRange)?;
    Ok(Quantity { value, dimension: unit.dimension })
}

/// Why a text is not a unit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum UnitError {
    /// No word where a unit should be.
    Empty,
    /// A word that is no unit.
    Unknown {
        /// The word, without the scale words before it.
        word: String,
    },
    /// A quotient of too many units.
    TooComplex,
}

impl UnitError {
    /// The sentence in Chinese.
    pub fn zh(&self) -> String {
        match self {
            UnitError::Empty => "缺少单位".into(),
            UnitError::Unknown { word } => format!("“{word}” 不是单位，也不是已声明的量词"),
            UnitError::TooComplex => "单位太复杂".into(),
        }
    }

    /// The sentence in English.
    pub fn en(&self) -> String {
        match self {
            UnitError::Empty => "a unit is missing".into(),
            UnitError::Unknown { word } => {
                format!("`{word}` is neither a unit nor a declared measure word")
            }
            UnitError::TooComplex => "the unit is too complex".into(),
        }
    }
}

/// Why a text is not a quantity.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum QuantityError {
    /// The number is wrong.
    Number(ExactError),
    /// The unit is wrong.
    Unit(UnitError),
    /// The value in the canonical unit has more digits than an exact number holds.
    OutOfRange,
}

impl QuantityError {
    /// The sentence in Chinese.
    pub fn zh(&self) -> String {
        match self {
            QuantityError::Number(error) => error.zh(),
            QuantityError::Unit(error) => error.zh(),
            QuantityError::OutOfRange => "量超出可精确表示的范围（28 位有效数字）".into(),
        }
    }

    /// The sentence in English.
    pub fn en(&self) -> String {
        match self {
            QuantityError::Number(error) => error.en(),
            QuantityError::Unit(error) => error.en(),
            QuantityError::OutOfRange => {
                "the quantity is outside what 28 significant digits hold".into()
            }
        }
    }
}

/// Displays an error as its English sentence.
macro_rules! display_in_english {
    ($($error:ty),*) => {$(
        impl fmt::Display for $error {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.en())
            }
        }

        impl std::error::Error for $error {}
    )*};
}

display_in_english!(CountError, UnitError, QuantityError);
