//! What holds for the whole of a scenario: the day, the years, the readings, the series.

use std::collections::BTreeMap;

use super::directory::{Directory, Home};
use super::fill::limits_of_series;
use super::value::date;
use crate::ast::{At, Expr, Name, ScenarioEntry};
use crate::diag::{Code, Diagnostic, Diagnostics, Text};
use crate::ir::{ReadingId, SeriesId};
use crate::quantity::{Date, DateRange, Exact};
use crate::source::Span;
use crate::text;

/// Statements of one origin. A later layer overrides an earlier one, as an example does its
/// background; within a layer, saying a thing twice is an error.
pub(super) type Layer<'a> = &'a [ScenarioEntry];

/// A value, and where and in which layer it was stated.
#[derive(Debug, Clone, Copy)]
pub(super) struct Stated<T> {
    pub(super) layer: usize,
    pub(super) at: Span,
    pub(super) value: T,
}

impl<T> Stated<T> {
    /// Puts a statement in its place. One of the same layer that is there already stays, and the
    /// second is an error.
    pub(super) fn put(
        place: &mut Option<Stated<T>>,
        new: Stated<T>,
        what: &Text,
        found: &mut Diagnostics,
    ) {
        match place {
            Some(old) if old.layer == new.layer => found.push(given_twice(what, old.at, new.at)),
            _ => *place = Some(new),
        }
    }
}

/// A series' values by date, earliest first.
type Points = Vec<(Date, Exact)>;

/// What holds for every subject.
#[derive(Debug, Default)]
pub(super) struct Settings {
    pub(super) as_of: Option<Stated<Date>>,
    pub(super) years: Option<Stated<(i32, i32)>>,
    readings: BTreeMap<ReadingId, Option<Stated<usize>>>,
    series: BTreeMap<SeriesId, Option<Stated<Points>>>,
}

impl Settings {
    /// The settings of these layers, the last one on top.
    pub(super) fn of(
        directory: &Directory,
        home: Option<Home>,
        layers: &[Layer],
        found: &mut Diagnostics,
    ) -> Self {
        let mut settings = Self::default();
        for (layer, entries) in layers.iter().enumerate() {
            for entry in *entries {
                settings.take(directory, home, layer, entry, found);
            }
        }
        settings
    }

    /// The single year that is run, which a yearly fact may leave out.
    pub(super) fn only_year(&self) -> Option<i32> {
        let (from, to) = self.years.as_ref()?.value;
        (from == to).then_some(from)
    }

    /// The readings chosen, by position of the alternative.
    pub(super) fn readings(&self) -> Vec<(ReadingId, usize)> {
        let chosen = self.readings.iter();
        chosen.filter_map(|(id, choice)| Some((*id, choice.as_ref()?.value))).collect()
    }

    /// The points of each series, by its id, in order of their dates.
    pub(super) fn series(&self, how_many: usize) -> Vec<Points> {
        let mut all = vec![Vec::new(); how_many];
        for (id, points) in &self.series {
            if let (Some(place), Some(points)) = (all.get_mut(id.index()), points) {
                place.clone_from(&points.value);
            }
        }
        all
    }

    fn take(
        &mut self,
        directory: &Directory,
        home: Option<Home>,
        layer: usize,
        entry: &ScenarioEntry,
        found: &mut Diagnostics,
    ) {
        match entry {
            ScenarioEntry::AsOf(day) => {
                let what = text!(zh: "评价日", en: "the day of evaluation");
                if let Some(value) = date(day, found) {
                    let new = Stated { layer, at: day.at.0, value };
                    Stated::put(&mut self.as_of, new, &what, found);
                }
            }
            ScenarioEntry::Years { from, to, at } => {
                if let Some(value) = span_of_years(*from, *to, *at, found) {
                    let what = text!(zh: "年度", en: "the years to run");
                    let new = Stated { layer, at: at.0, value };
                    Stated::put(&mut self.years, new, &what, found);
                }
            }
            ScenarioEntry::Reading { clause, reading, choice, at } => {
                let chosen = chosen(directory, home, *clause, reading, *choice, found);
                if let Some((id, value)) = chosen {
                    let name = &reading.text;
                    let what = text!(zh: "读法 {name}", en: "the reading `{name}`");
                    let new = Stated { layer, at: at.0, value };
                    Stated::put(self.readings.entry(id).or_default(), new, &what, found);
                }
            }
            ScenarioEntry::Series { name, points, at } => {
                let Some(id) = directory.series(name, found) else { return };
                let value = points_of(directory, id, points, found);
                let name = &name.text;
                let what = text!(zh: "序列 {name}", en: "the series `{name}`");
                let new = Stated { layer, at: at.0, value };
                Stated::put(self.series.entry(id).or_default(), new, &what, found);
            }
            ScenarioEntry::Subject(_) => {}
        }
    }
}

/// First and last year, if there are such years and they are in order.
fn span_of_years(from: i32, to: i32, at: At, found: &mut Diagnostics) -> Option<(i32, i32)> {
    year_exists(from, at.0, found)?;
    year_exists(to, at.0, found)?;
    if from > to {
        let message = text!(zh: "{from} 年在 {to} 年之后", en: "{from} is after {to}");
        let help = text!(zh: "写成 {to}年 至 {from}年", en: "write {to}年 first, then {from}年");
        found.push(Diagnostic::new(Code::BadDate, message).at(at.0).help(help));
        return None;
    }
    Some((from, to))
}

/// A year that dates may lie in.
pub(super) fn year_exists(year: i32, at: Span, found: &mut Diagnostics) -> Option<i32> {
    if DateRange::of_year(year).is_none() {
        let message = text!(zh: "{year} 年超出日期的范围", en: "no date lies in the year {year}");
        found.push(Diagnostic::new(Code::BadDate, message).at(at));
        return None;
    }
    Some(year)
}

/// A reading and the position of the alternative of this number.
pub(super) fn chosen(
    directory: &Directory,
    home: Option<Home>,
    clause: Option<u32>,
    name: &Name,
    choice: u32,
    found: &mut Diagnostics,
) -> Option<(ReadingId, usize)> {
    let own = home.and_then(|home| directory.program.clauses.get(home.clause.index()));
    let id = directory.reading(clause.or(own.map(|own| own.number)), name, found)?;
    let info = directory.program.readings.get(id.index())?;
    let position = info.alternatives.iter().position(|(number, _)| *number == choice);
    if position.is_none() {
        let all = info.alternatives.iter().map(|(number, what)| format!("{number}（{what}）"));
        let all = all.collect::<Vec<_>>().join("、");
        let (name, at) = (&name.text, name.at);
        let message = text!(
            zh: "读法 {name} 没有第 {choice} 种", en: "the reading `{name}` has no alternative {choice}",
        );
        let help = text!(zh: "可选：{all}", en: "there are: {all}");
        found.push(Diagnostic::new(Code::UnknownChoice, message).at(at.0).help(help));
    }
    Some((id, position?))
}

impl Directory<'_> {
    /// The reading and alternative that `14.档次=2` names, as a command line has it.
    pub fn reading_choice(&self, written: &str) -> Result<(ReadingId, usize), Text> {
        let malformed = || {
            text!(
                zh: "读法写成 14.档次=2 的样子，不是 {written}",
                en: "a reading is chosen like 14.tier_scope=2, not {written}",
            )
        };
        let (name, choice) = written.split_once('=').ok_or_else(malformed)?;
        let choice = choice.trim().parse().map_err(|_| malformed())?;
        let (clause, name) = match name.split_once('.') {
            Some((number, name)) => (Some(number.trim().parse().map_err(|_| malformed())?), name),
            None => (None, name),
        };
        let at = At(Span::default());
        let (name, mut found) = (Name { text: name.trim().to_owned(), at }, Diagnostics::new());
        let id = chosen(self, None, clause, &name, choice, &mut found);
        let problem = found.into_iter().next().map(|problem| problem.message);
        id.ok_or_else(|| problem.unwrap_or_else(malformed))
    }
}

/// The points of a series in order of their dates; two of the same day are an error.
fn points_of(
    directory: &Directory,
    series: SeriesId,
    written: &[(Expr, Expr)],
    found: &mut Diagnostics,
) -> Points {
    let Some(info) = directory.program.vocabulary.series.get(series.index()) else {
        return Vec::new();
    };
    let limits = limits_of_series(info);
    let mut points: BTreeMap<Date, (Exact, Span)> = BTreeMap::new();
    for (day, value) in written {
        let (on, value) = (date(day, found), directory.number(value, &limits, found));
        let (Some(on), Some(value)) = (on, value) else { continue };
        match points.get(&on) {
            Some((_, first)) => {
                let what = text!(zh: "{on} 的值", en: "the value of {on}");
                found.push(given_twice(&what, *first, day.at.0));
            }
            None => {
                points.insert(on, (value, day.at.0));
            }
        }
    }
    points.into_iter().map(|(on, (value, _))| (on, value)).collect()
}

/// "Given twice", with the first place beside the second.
pub(super) fn given_twice(what: &Text, first: Span, second: Span) -> Diagnostic {
    let (zh, en) = (&what.zh, &what.en);
    Diagnostic::new(Code::GivenTwice, text!(zh: "{zh} 给了两次", en: "{en} is given twice"))
        .primary(second, text!(zh: "第二次", en: "again here"))
        .secondary(first, text!(zh: "第一次", en: "first here"))
        .help(text!(zh: "删去其中一处", en: "remove one of the two"))
}
