//! Figures as values.

use crate::diag::Text;
use crate::quantity::{
    Base, Counts, Date, DateError, Dimension, Exact, ExactError, UnitError, parse_unit,
};
use crate::text;

/// A figure: of an official text, or a literal of a rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// A number in the canonical unit of what it counts.
    Number(Exact, What),
    /// `1:1`, `5:3:2`: its parts, at least two.
    Ratio(Vec<Exact>),
    /// `2022-05-20`.
    Day(Date),
    /// `2022年`.
    Year(i32),
    /// `2022年9月`.
    Month(i32, u32),
    /// `3月1日`, of any year.
    MonthDay(u32, u32),
}

/// What a number counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum What {
    /// A dimension of the policy set.
    Known(Dimension),
    /// A measure word that the policy set does not declare.
    Word(String),
}

/// Why a text is no figure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ValueError {
    /// Its number.
    Number(ExactError),
    /// Its date.
    Date(DateError),
    /// Its unit.
    Unit(UnitError),
}

impl ValueError {
    /// The sentence in both languages.
    pub fn text(&self) -> Text {
        match self {
            Self::Number(error) => Text::new(error.zh(), error.en()),
            Self::Date(error) => Text::new(error.zh(), error.en()),
            Self::Unit(error) => Text::new(error.zh(), error.en()),
        }
    }

    /// Forms that a figure may have.
    pub fn help() -> Text {
        text!(
            zh: "写成 15亿元、2%、10元/吨、3个工作日、1:1、2022-05-20、2022年、3月1日 的样子；文号等引用，word 写 引用",
            en: "write it as 15亿元, 2%, 10元/吨, 3个工作日, 1:1, 2022-05-20, 2022年, 3月1日; a document's number has the word 引用",
        )
    }
}

impl Value {
    /// Reads a figure in the notation of the language; any hanzi may stand as a measure word.
    pub fn read(written: &str, counts: &Counts) -> Result<Value, ValueError> {
        if written.contains(':') {
            let parts = written.split(':').map(Exact::parse);
            return parts.collect::<Result<_, _>>().map(Value::Ratio).map_err(ValueError::Number);
        }
        if written.matches('-').count() == 2 {
            return Date::parse(written).map(Value::Day).map_err(ValueError::Date);
        }
        if let Some((month, day)) = month_day(written) {
            // 2000 is a leap year, so every day that some year has is there.
            Date::new(2000, month, day).map_err(ValueError::Date)?;
            return Ok(Value::MonthDay(month, day));
        }
        if let Some((year, month)) = year_month(written) {
            Date::new(year, month, 1).map_err(ValueError::Date)?;
            return Ok(Value::Month(year, month));
        }
        let is_number_part = |c: char| c.is_ascii_digit() || matches!(c, '.' | ',' | '_' | '-');
        let split = written.find(|c| !is_number_part(c)).unwrap_or(written.len());
        let (number, unit) = written.split_at_checked(split).unwrap_or((written, ""));
        Self::of_number(number, unit.trim_start(), counts)
    }

    /// The value of a number and its unit; the unit may be empty.
    pub fn of_number(number: &str, unit: &str, counts: &Counts) -> Result<Value, ValueError> {
        if let ("年", 4, Ok(year)) = (unit, number.len(), number.parse()) {
            return Ok(Value::Year(year));
        }
        let value = Exact::parse(number).map_err(ValueError::Number)?;
        if unit.is_empty() {
            return Ok(Value::Number(value, What::Known(Dimension::PLAIN)));
        }
        match parse_unit(unit, counts) {
            // 个 goes with whatever is counted, whichever word a set declares it for.
            Ok(read) if unit.ends_with('个') => Ok(Value::Number(
                value.checked_mul(read.factor).ok_or(ValueError::Number(ExactError::TooLarge))?,
                What::Word("个".to_owned()),
            )),
            Ok(unit) => {
                let canonical = value.checked_mul(unit.factor);
                let canonical = canonical.ok_or(ValueError::Number(ExactError::TooLarge))?;
                Ok(Value::Number(canonical, What::Known(unit.dimension)))
            }
            Err(UnitError::Unknown { word }) if is_measure_word(&word) && unit.contains('/') => {
                // By what the set does not count may as well be left out.
                let above = unit.split('/').next().unwrap_or_default();
                match above == unit || above.ends_with(&word) {
                    true => Err(ValueError::Unit(UnitError::Unknown { word })),
                    false => Self::of_number(number, above, counts),
                }
            }
            Err(UnitError::Unknown { word }) if is_measure_word(&word) => {
                // A scale before the word counts: 5万人 is 50,000.
                let scale = unit.strip_suffix(&word).unwrap_or_default();
                let factor = match scale {
                    "" | "个" => Exact::ONE,
                    scale => parse_unit(scale, counts).map_err(ValueError::Unit)?.factor,
                };
                let value = value.checked_mul(factor);
                let value = value.ok_or(ValueError::Number(ExactError::TooLarge))?;
                Ok(Value::Number(value, What::Word(word)))
            }
            Err(error) => Err(ValueError::Unit(error)),
        }
    }

    /// Whether it counts things by a measure word.
    pub fn is_count(&self) -> bool {
        match self {
            Value::Number(_, What::Word(_)) => true,
            Value::Number(_, What::Known(dimension)) => is_count(*dimension),
            _ => false,
        }
    }

    /// Whether a literal of a rule says this figure of the text. The text may leave out what a rule
    /// has to say: `每吨 … 100元` is 100元 for `100 元/吨`, 300吨 of coal equivalent are 300吨.
    pub fn said_by(&self, literal: &Value) -> bool {
        match (self, literal) {
            (Value::Number(a, of), Value::Number(b, by)) => a == b && of.fits(by),
            (Value::Ratio(parts), Value::Ratio(other)) => proportional(parts, other),
            (Value::Ratio(parts), Value::Number(number, What::Known(what))) => {
                what.is_plain() && is_part_or_quotient(parts, *number)
            }
            (Value::Number(number, What::Known(what)), Value::Ratio(parts)) => {
                what.is_plain() && is_quotient(parts, *number)
            }
            (Value::Year(year), Value::Day(day)) => {
                // A year is also given by its first or its last day, as is a month.
                let ends = [(1, 1), (12, 31)];
                *year == day.year() && ends.contains(&(day.month(), day.day()))
            }
            (Value::Month(year, month), Value::Day(day)) => {
                let is_last = day.add_days(1).is_none_or(|next| next.month() != *month);
                (day.year(), day.month()) == (*year, *month) && (day.day() == 1 || is_last)
            }
            (figure, literal) => figure == literal,
        }
    }
}

impl What {
    /// Whether what a literal counts may stand for what the text counts.
    fn fits(&self, literal: &What) -> bool {
        match (self, literal) {
            (What::Word(_), What::Known(by)) => by.is_plain() || is_count(*by),
            (What::Word(of), What::Word(by)) => of == by || of == "个",
            (What::Known(of), What::Word(by)) => is_count(*of) && by == "个",
            (What::Known(of), What::Known(by)) => {
                let above = of.upper() == by.upper() || is_count(*of) && by.is_plain();
                let (below_of, below_by) = (of.lower(), by.lower());
                let open = below_of.is_empty() || below_by.is_empty();
                above && (open || below_of == below_by)
            }
        }
    }
}

/// The bases of a dimension above and below the line; coal equivalent is weighed as mass.
trait Sides {
    fn upper(&self) -> Vec<(Base, i8)>;
    fn lower(&self) -> Vec<(Base, i8)>;
}

impl Sides for Dimension {
    fn upper(&self) -> Vec<(Base, i8)> {
        self.terms().filter(|(_, exponent)| *exponent > 0).map(weighed).collect()
    }

    fn lower(&self) -> Vec<(Base, i8)> {
        self.terms().filter(|(_, exponent)| *exponent < 0).map(weighed).collect()
    }
}

fn weighed((base, exponent): (Base, i8)) -> (Base, i8) {
    match base {
        Base::CoalEquivalent => (Base::Mass, exponent),
        other => (other, exponent),
    }
}

fn is_count(dimension: Dimension) -> bool {
    matches!(dimension.base(), Some(Base::Count(_)))
}

fn is_measure_word(word: &str) -> bool {
    !word.is_empty() && word.chars().all(|c| matches!(c, '\u{4E00}'..='\u{9FFF}'))
}

fn proportional(parts: &[Exact], other: &[Exact]) -> bool {
    let (Some(first), Some(second)) = (parts.first(), other.first()) else { return false };
    parts.len() == other.len()
        && parts.iter().zip(other).all(|(a, b)| {
            let crossed = (a.checked_mul(*second), b.checked_mul(*first));
            crossed.0.is_some() && crossed.0 == crossed.1
        })
}

/// Whether the number is what two parts come to: 2 for 2:1.
fn is_quotient(parts: &[Exact], number: Exact) -> bool {
    let [over, under] = parts else { return false };
    number.checked_mul(*under) == Some(*over)
}

/// Of more than two parts, each stands as a number of its own: the weights of a split.
fn is_part_or_quotient(parts: &[Exact], number: Exact) -> bool {
    match parts.len() {
        2 => is_quotient(parts, number),
        _ => parts.contains(&number),
    }
}

/// `2022年9月`.
fn year_month(written: &str) -> Option<(i32, u32)> {
    let (year, rest) = written.split_once('年')?;
    let four_digits = year.len() == 4;
    Some((four_digits.then(|| year.parse().ok())??, rest.strip_suffix('月')?.parse().ok()?))
}

/// `3月1日`.
fn month_day(written: &str) -> Option<(u32, u32)> {
    let (month, rest) = written.split_once('月')?;
    Some((month.parse().ok()?, rest.strip_suffix('日')?.parse().ok()?))
}
