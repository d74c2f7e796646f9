//! What a sweep is asked for: which fact, whose, when, from where to where.

use super::Args;
use crate::diag::{Text, suggest};
use crate::eval::{FactPlace, Facts, Subject, SubjectId};
use crate::ir::{Fact, FactId, Named, Type};
use crate::quantity::{Date, Dimension, Exact, parse_quantity};
use crate::scenario::{Directory, words};
use crate::sweep::Inputs;
use crate::text;

/// The values that are swept over.
#[derive(Debug, Clone, Copy)]
pub(super) enum Over {
    /// A number.
    Number(Inputs),
    /// Every value there is; of a date, the days from one to another.
    Values(Option<(Date, Date)>),
}

/// A fact of the scenario, found.
#[derive(Debug, Clone, Copy)]
pub(super) struct Asked<'p> {
    pub(super) place: FactPlace,
    pub(super) fact: &'p Fact,
    pub(super) over: Over,
}

/// Finds what is asked for, or says what is wrong with it.
pub(super) fn asked<'p>(
    args: &Args,
    directory: &Directory<'p>,
    facts: &Facts,
) -> Result<Asked<'p>, Text> {
    let (label, name) = match (args.fact.rsplit_once('.'), &args.subject) {
        (Some((label, name)), None) => (Some(label), name),
        (_, label) => (label.as_deref(), args.fact.as_str()),
    };
    let (id, fact, subject) = find(directory, facts, label, name)?;
    let place = FactPlace { fact: id, subject, year: year(args, facts, fact)? };
    let over = over(args, directory, fact)?;
    Ok(Asked { place, fact, over })
}

type Found<'p> = (FactId, &'p Fact, SubjectId);

/// The fact of this name, of the subject called so.
fn find<'p>(
    directory: &Directory<'p>,
    facts: &Facts,
    label: Option<&str>,
    name: &str,
) -> Result<Found<'p>, Text> {
    let program = directory.program;
    let declared = (0..).map(FactId).zip(&program.vocabulary.facts);
    let named: Vec<(FactId, &'p Fact)> =
        declared.filter(|(_, fact)| is_called(fact, name)).collect();
    let Some((_, first)) = named.first() else { return Err(unknown(directory, name)) };
    let all = || (0..).map(SubjectId).zip(&facts.subjects);
    let called = |subject: &Subject| label.is_none_or(|label| subject.label == label);
    let mut found = Vec::new();
    for (id, fact) in &named {
        let own = all().filter(|(_, one)| one.kind == fact.kind && called(one));
        found.extend(own.map(|(subject, _)| (*id, *fact, subject)));
    }
    let Named { zh: kind_zh, en: kind_en } = directory.kind_name(first.kind);
    match (found.as_slice(), label) {
        ([one], _) => Ok(*one),
        ([], Some(label)) => {
            let labels = all().map(|(_, one)| one.label.as_str());
            let (near_zh, near_en) = or_near(suggest(label, labels));
            Err(text!(
                zh: "情景里没有叫“{label}”的{kind_zh}{near_zh}",
                en: "the scenario has no {kind_en} called `{label}`{near_en}",
            ))
        }
        ([], None) => Err(text!(
            zh: "{name} 是{kind_zh}的事实，情景里没有{kind_zh}",
            en: "`{name}` is a fact of {kind_en}, and the scenario has none",
        )),
        (several, _) => {
            let labels = several.iter().map(|(.., id)| words::subject(directory, facts, *id));
            let Text { zh, en } = words::list(labels);
            Err(text!(
                zh: "{zh} 都有 {name}，用 --subject 指明是谁的",
                en: "{en} all have `{name}`: say whose with --subject",
            ))
        }
    }
}

fn is_called(fact: &Fact, name: &str) -> bool {
    fact.name.zh == name || fact.name.en == name
}

fn unknown(directory: &Directory, name: &str) -> Text {
    let facts = directory.program.vocabulary.facts.iter();
    let names = facts.flat_map(|fact| [fact.name.zh.as_str(), fact.name.en.as_str()]);
    let (near_zh, near_en) = or_near(suggest(name, names));
    text!(zh: "没有叫“{name}”的事实{near_zh}", en: "there is no fact `{name}`{near_en}")
}

fn or_near(near: Option<&str>) -> (String, String) {
    near.map_or_else(Default::default, |near| {
        (format!("，是不是 {near}"), format!("; did you mean `{near}`?"))
    })
}

/// The year of a yearly fact: the one asked for, else the only one run.
fn year(args: &Args, facts: &Facts, fact: &Fact) -> Result<Option<i32>, Text> {
    let Named { zh, en } = &fact.name;
    match (fact.yearly, args.year, facts.years) {
        (false, None, _) => Ok(None),
        (false, Some(_), _) => Err(text!(
            zh: "{zh} 不分年度，不要写 --year", en: "`{en}` is not yearly: leave out --year",
        )),
        (true, Some(year), _) => {
            let count = i64::try_from(facts.year_count).unwrap_or(i64::MAX);
            let last = i64::from(facts.first_year).saturating_add(count);
            let covered = i64::from(year) >= i64::from(facts.first_year) && i64::from(year) < last;
            match covered {
                true => Ok(Some(year)),
                false => Err(text!(
                    zh: "情景里没有 {year} 年", en: "the scenario says nothing of {year}",
                )),
            }
        }
        (true, None, Some((first, last))) if first == last => Ok(Some(first)),
        (true, None, _) => Err(text!(
            zh: "{zh} 每年一个，用 --year 指明哪一年",
            en: "`{en}` is yearly: say which year with --year",
        )),
    }
}

fn over(args: &Args, directory: &Directory, fact: &Fact) -> Result<Over, Text> {
    let Named { zh, en } = &fact.name;
    let ends = (args.from.as_deref(), args.to.as_deref());
    match (fact.ty, ends) {
        (Type::Number(dimension), (from, Some(to))) => {
            let from = from.map(|from| number(directory, fact, dimension, from)).transpose()?;
            let from = from.or(fact.min).unwrap_or(Exact::ZERO);
            let to = number(directory, fact, dimension, to)?;
            let granule = fact.granule.unwrap_or(Exact::ONE);
            ordered(from < to).map(|()| Over::Number(Inputs { from, to, granule }))
        }
        (Type::Number(_), (_, None)) => Err(text!(
            zh: "{zh} 是数，要写 --to（--from 不写是最小值）",
            en: "`{en}` is a number: give --to (--from is its least value by default)",
        )),
        (Type::Date { .. }, (Some(from), Some(to))) => {
            let day = |written: &str| {
                Date::parse(written).map_err(|error| Text::new(error.zh(), error.en()))
            };
            let (from, to) = (day(from)?, day(to)?);
            ordered(from <= to).map(|()| Over::Values(Some((from, to))))
        }
        (Type::Date { .. }, _) => Err(text!(
            zh: "{zh} 是日期，要写 --from 和 --to", en: "`{en}` is a date: give --from and --to",
        )),
        (Type::Subject(_), _) => Err(text!(
            zh: "{zh} 指另一个主体，不能逐值推算",
            en: "`{en}` refers to a subject and cannot be swept",
        )),
        (Type::Truth | Type::Choice(_), (None, None)) => Ok(Over::Values(None)),
        (Type::Truth | Type::Choice(_), _) => Err(text!(
            zh: "{zh} 不是数，逐个取值列出，不要写 --from、--to",
            en: "`{en}` is no number: all its values are shown, leave out --from and --to",
        )),
    }
}

fn ordered(fine: bool) -> Result<(), Text> {
    match fine {
        true => Ok(()),
        false => Err(text!(zh: "--from 要小于 --to", en: "--from must be below --to")),
    }
}

/// A number as written, which the fact could have.
fn number(
    directory: &Directory,
    fact: &Fact,
    dimension: Dimension,
    written: &str,
) -> Result<Exact, Text> {
    let parsed = parse_quantity(written, &directory.counts)
        .map_err(|error| Text::new(error.zh(), error.en()))?;
    let bare_zero = parsed.value.is_zero() && parsed.dimension.is_plain();
    if parsed.dimension != dimension && !bare_zero {
        let (zh, en) = (dimension.zh(&directory.counts), dimension.en(&directory.counts));
        return Err(text!(
            zh: "{written} 不是{zh}的数", en: "`{written}` is not a number of {en}",
        ));
    }
    let shown = |value: Exact| words::quantity(directory, value.into(), &fact.unit, dimension);
    if let Some(granule) = fact.granule.filter(|granule| !parsed.value.is_multiple_of(*granule)) {
        let granule = shown(granule);
        return Err(text!(
            zh: "{written} 比最小单位 {granule} 还细",
            en: "{written} is finer than the smallest unit, {granule}",
        ));
    }
    let below = fact.min.filter(|min| parsed.value < *min).map(|min| {
        let min = shown(min);
        text!(
            zh: "{written} 不在允许的范围内：不低于 {min}",
            en: "{written} is outside the admissible range: at least {min}",
        )
    });
    let above = fact.max.filter(|max| parsed.value > *max).map(|max| {
        let max = shown(max);
        text!(
            zh: "{written} 不在允许的范围内：不超过 {max}",
            en: "{written} is outside the admissible range: at most {max}",
        )
    });
    below.or(above).map_or(Ok(parsed.value), Err)
}
