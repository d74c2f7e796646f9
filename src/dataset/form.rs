//! What the cells of a column are, and how each becomes a value.

use crate::diag::{CellPlace, Code, Diagnostic, suggest};
use crate::eval::Cell as Value;
use crate::ir::{KindId, Type};
use crate::quantity::{
    Base, Date, DateError, Dimension, Exact, ExactError, Quantity, QuantityError, parse_quantity,
    parse_unit,
};
use crate::scenario::{Directory, Limits};
use crate::source::Span;
use crate::table::Cell;
use crate::text;

/// How a yes, a no, an unknown and what has not happened may be written; English in any case.
const YES: [&str; 3] = ["是", "yes", "true"];
const NO: [&str; 3] = ["否", "no", "false"];
const UNKNOWN: [&str; 2] = ["未知", "unknown"];
const NOT_HAPPENED: [&str; 2] = ["未发生", "not_happened"];

/// What the cells of a column hold.
#[derive(Debug)]
pub(super) enum Form<'p> {
    /// Numbers in the header's unit.
    Number(Numbers<'p>),
    /// Yes or no.
    Truth,
    /// The values of an enumeration by their names in both languages.
    Choice(Type, Vec<(&'p str, u16)>),
    /// Dates; of an event, also that it has not happened.
    Date(Type),
    /// Ids of subjects of a kind.
    Subject(KindId),
}

/// Numbers in one unit.
#[derive(Debug)]
pub(super) struct Numbers<'p> {
    limits: Limits<'p>,
    /// One of the header's unit in the canonical one.
    factor: Exact,
    /// Where the smallest unit is 1 over a power of ten, the digits after the point that it allows.
    places: Option<u32>,
}

impl<'p> Form<'p> {
    /// The form of values of a type, numbers in the unit that the header states.
    pub(super) fn of(
        directory: &Directory<'p>,
        ty: Type,
        limits: Limits<'p>,
        unit: Option<&str>,
    ) -> Result<Self, Diagnostic> {
        if let Type::Number(_) = ty {
            return Numbers::of(directory, limits, unit).map(Self::Number);
        }
        if let Some(unit) = unit {
            let message = text!(zh: "这一列不是数，没有单位", en: "the column holds no numbers and has no unit");
            let help = text!(zh: "删去“({unit})”", en: "remove `({unit})`");
            return Err(Diagnostic::new(Code::HeaderUnit, message).help(help));
        }
        Ok(match ty {
            Type::Choice(of) => {
                let named = (0..).zip(directory.program.vocabulary.variants(of));
                let both = named.flat_map(|(at, name)| [(&*name.zh, at), (&*name.en, at)]);
                Self::Choice(ty, both.collect())
            }
            Type::Date { .. } => Self::Date(ty),
            Type::Subject(kind) => Self::Subject(kind),
            Type::Truth | Type::Number(_) => Self::Truth,
        })
    }

    /// The value of a cell; what is empty is not known. (References are for the caller to find.)
    pub(super) fn value(
        &self,
        directory: &Directory<'_>,
        cell: Cell<'_>,
    ) -> Result<Value, Diagnostic> {
        let value = match (self, cell) {
            (_, Cell::Empty) => return Ok(Value::Missing),
            (_, Cell::Fault(fault)) => Err(fault.diagnostic(CellPlace::default())),
            (Self::Number(numbers), cell) => numbers.value(directory, cell).map(Value::Number),
            (Self::Truth, Cell::Truth(truth)) => Ok(Value::Truth(truth)),
            (Self::Truth, Cell::Text(text)) => match truth(text) {
                Some(truth) => Ok(Value::Truth(truth)),
                None => Err(not_of_type(directory, Type::Truth, text)),
            },
            (Self::Choice(ty, variants), Cell::Text(text)) => {
                choice(directory, *ty, variants, text)
            }
            (Self::Date(_), Cell::Date(date)) => Ok(Value::Date(date)),
            (Self::Date(ty), Cell::Text(text)) => event(directory, *ty, text),
            (form, _) => Err(directory.wrong_type(form.ty(), Span::default())),
        };
        match cell {
            Cell::Text(text) if value.is_err() && UNKNOWN.contains(&text) => Ok(Value::Missing),
            _ => value,
        }
    }

    fn ty(&self) -> Type {
        match self {
            Self::Number(numbers) => Type::Number(numbers.limits.dimension),
            Self::Truth => Type::Truth,
            Self::Choice(ty, _) | Self::Date(ty) => *ty,
            Self::Subject(kind) => Type::Subject(*kind),
        }
    }
}

impl<'p> Numbers<'p> {
    fn of(
        directory: &Directory<'_>,
        limits: Limits<'p>,
        unit: Option<&str>,
    ) -> Result<Self, Diagnostic> {
        let is_count = matches!(limits.dimension.base(), Some(Base::Count(_)));
        let wanted = limits.unit;
        let unit = match unit {
            Some(unit) if !unit.is_empty() => unit,
            // A count can be counted in one way only.
            _ if wanted.is_empty() || is_count => "",
            _ => {
                let message = text!(
                    zh: "列名里没有写单位", en: "the header states no unit",
                );
                let help = text!(
                    zh: "在列名后面写上，如“({wanted})”", en: "write it behind the name, such as `({wanted})`",
                );
                return Err(Diagnostic::new(Code::HeaderUnit, message).help(help));
            }
        };
        let factor = match unit {
            "" => Exact::ONE,
            unit => {
                let unit = parse_unit(unit, &directory.counts).map_err(|error| {
                    let error = QuantityError::Unit(error);
                    Diagnostic {
                        code: Code::HeaderUnit,
                        ..directory.unreadable(&error, Span::default())
                    }
                })?;
                if unit.dimension != limits.dimension {
                    return Err(unlike(directory, &limits, unit.dimension));
                }
                unit.factor
            }
        };
        let granule = limits.granule.unwrap_or(Exact::ONE);
        let places = granule.scale();
        let is_unit = Exact::power_of_ten(0i32.saturating_sub_unsigned(places)) == Some(granule);
        Ok(Self { limits, factor, places: is_unit.then_some(places) })
    }

    fn value(&self, directory: &Directory<'_>, cell: Cell<'_>) -> Result<Exact, Diagnostic> {
        let number = match cell {
            Cell::Number(number) => number,
            Cell::Text(text) => match Exact::parse(text) {
                Ok(number) => number,
                Err(error) => return self.quantity(directory, text, error),
            },
            _ => {
                return Err(
                    directory.wrong_type(Type::Number(self.limits.dimension), Span::default())
                );
            }
        };
        let value = match self.factor == Exact::ONE {
            true => Some(number),
            false => number.checked_mul(self.factor),
        };
        let Some(value) = value else {
            return Err(directory.unreadable(&QuantityError::OutOfRange, Span::default()));
        };
        match self.fits(value) {
            true => Ok(value),
            false => {
                let quantity = Quantity { value, dimension: self.limits.dimension };
                directory.within(&quantity, &self.limits, Span::default())
            }
        }
    }

    /// The value of a text that is not just a number: it may have a unit of its own.
    #[cold]
    fn quantity(
        &self,
        directory: &Directory<'_>,
        text: &str,
        error: ExactError,
    ) -> Result<Exact, Diagnostic> {
        let starts = text.starts_with(|c: char| c.is_ascii_digit() || c == '-' || c == '+');
        if !starts {
            return Err(not_of_type(directory, Type::Number(self.limits.dimension), text));
        }
        match parse_quantity(text, &directory.counts) {
            Ok(quantity) => {
                let within = directory.within(&quantity, &self.limits, Span::default());
                // A spreadsheet may show a unit that nobody typed.
                let is_unlike = quantity.dimension != self.limits.dimension;
                within.map_err(|problem| if is_unlike { showing(problem, text) } else { problem })
            }
            Err(QuantityError::Number(ExactError::Malformed)) => {
                let error = QuantityError::Number(error);
                let problem = directory.unreadable(&error, Span::default());
                Err(Diagnostic { code: Code::WrongValue, ..problem })
            }
            Err(error) => Err(directory.unreadable(&error, Span::default())),
        }
    }

    fn fits(&self, value: Exact) -> bool {
        let fine = match (self.places, self.limits.granule) {
            (Some(places), Some(_)) => value.scale() <= places,
            (_, granule) => granule.is_none_or(|granule| value.is_multiple_of(granule)),
        };
        let at_least = self.limits.min.is_none_or(|min| value >= min);
        fine && at_least && self.limits.max.is_none_or(|max| value <= max)
    }
}

/// What a word of yes or no means.
pub(super) fn truth(text: &str) -> Option<bool> {
    let is = |words: [&str; 3]| words.iter().any(|word| word.eq_ignore_ascii_case(text));
    match (is(YES), is(NO)) {
        (true, _) => Some(true),
        (_, true) => Some(false),
        _ => None,
    }
}

fn choice(
    directory: &Directory<'_>,
    ty: Type,
    variants: &[(&str, u16)],
    text: &str,
) -> Result<Value, Diagnostic> {
    if let Some((_, at)) = variants.iter().find(|(name, _)| *name == text) {
        return Ok(Value::Variant(*at));
    }
    let mut problem = not_of_type(directory, ty, text);
    if let Some(close) = suggest(text, variants.iter().map(|(name, _)| *name)) {
        problem = problem.help(text!(zh: "写成 {close}", en: "write `{close}`"));
    }
    Err(problem)
}

fn event(directory: &Directory<'_>, ty: Type, text: &str) -> Result<Value, Diagnostic> {
    if NOT_HAPPENED.contains(&text) && ty == (Type::Date { event: true }) {
        return Ok(Value::NotHappened);
    }
    match date(text) {
        Ok(date) => Ok(Value::Date(date)),
        Err(DateError::Malformed) => Err(not_of_type(directory, ty, text)),
        Err(error) => Err(no_such_date(&error)),
    }
}

/// The date that a text writes: `2022-05-20`, `2022/5/20`, `2022.5.20`, `2022年5月20日`.
pub(super) fn date(text: &str) -> Result<Date, DateError> {
    let forms = [("-", "-", ""), ("/", "/", ""), (".", ".", ""), ("年", "月", "日")];
    let parts = forms.iter().find_map(|(first, second, last)| {
        let (year, rest) = text.split_once(first)?;
        let (month, day) = rest.split_once(second)?;
        Some((year, month, day.strip_suffix(last)?))
    });
    let number = |text: &str, width: std::ops::RangeInclusive<usize>| {
        let fits = width.contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
        text.parse::<u32>().ok().filter(|_| fits).ok_or(DateError::Malformed)
    };
    let (year, month, day) = parts.ok_or(DateError::Malformed)?;
    let (year, month, day) = (number(year, 4..=4)?, number(month, 1..=2)?, number(day, 1..=2)?);
    Date::new(year.try_into().map_err(|_| DateError::Malformed)?, month, day)
}

/// "There is no such day."
pub(super) fn no_such_date(error: &DateError) -> Diagnostic {
    Diagnostic::new(Code::BadDate, crate::diag::Text::new(error.zh(), error.en()))
}

/// The problem, with the text that it is about.
fn showing(problem: Diagnostic, text: &str) -> Diagnostic {
    let (zh, en, shown) = (&problem.message.zh, &problem.message.en, shortened(text));
    let message = text!(zh: "{zh}（{shown}）", en: "{en} ({shown})");
    Diagnostic { message, ..problem }
}

/// "This text is no value of the type", with what one looks like.
fn not_of_type(directory: &Directory<'_>, ty: Type, text: &str) -> Diagnostic {
    let wanted = directory.wrong_type(ty, Span::default());
    let (zh, en) = (&wanted.message.zh, &wanted.message.en);
    let shown = shortened(text);
    let message = text!(zh: "{zh}，写的却是“{shown}”", en: "{en}, found “{shown}”");
    let mut problem = Diagnostic::new(Code::WrongValue, message).maybe_help(wanted.help);
    if PLACEHOLDERS.contains(&text) {
        problem =
            problem.help(text!(zh: "不知道就留空", en: "leave the cell empty if it is not known"));
    }
    problem
}

/// What people write into a cell to say that nothing stands in it.
const PLACEHOLDERS: [&str; 10] = ["-", "--", "—", "/", "无", "N/A", "n/a", "#N/A", "NaN", "null"];

/// A text of which not more is shown than a line holds.
pub(super) fn shortened(text: &str) -> String {
    const LONGEST: usize = 40;
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
        None => text.to_owned(),
    }
}

fn unlike(directory: &Directory<'_>, limits: &Limits<'_>, is: Dimension) -> Diagnostic {
    let quantity = Quantity { value: Exact::ONE, dimension: is };
    let problem = match directory.within(&quantity, limits, Span::default()) {
        Err(problem) => problem,
        Ok(_) => directory.wrong_type(Type::Number(limits.dimension), Span::default()),
    };
    Diagnostic { code: Code::HeaderUnit, ..problem }
}
