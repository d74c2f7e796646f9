//! Scenarios in JSON, read into the same tree as those in pol, so that one set of checks serves
//! both. `docs/scenario.md` describes the form.

mod malformed;
mod source;
mod subject;

use source::{Raw, Source, Word};

use super::Directory;
use crate::ast::{At, Expr, ExprKind, Name, Scenario, ScenarioEntry, Text};
use crate::diag::Diagnostics;
use crate::source::FileId;
use crate::text;

/// The version of the form that this module reads.
pub const SCENARIO_SCHEMA: &str = "polc.scenario/1";

/// The scenario that a JSON text states; none when any of it cannot be read.
#[must_use]
pub fn scenario_from_json(
    directory: &Directory,
    file: FileId,
    text: &str,
) -> (Option<Scenario>, Diagnostics) {
    let source = Source { text, file, found: Diagnostics::new() };
    let mut reader = Reader { source, directory, depth: 0 };
    let scenario = reader.source.whole().and_then(|raw| reader.scenario(raw));
    let found = reader.source.found;
    (scenario.filter(|_| !found.has_errors()), found)
}

/// Reads a text with the names of a program at hand: what a string means depends on the fact.
struct Reader<'a, 'd, 'p> {
    source: Source<'a>,
    directory: &'d Directory<'p>,
    /// How many subjects the one that is being read lies in.
    depth: usize,
}

impl<'a> Reader<'a, '_, '_> {
    fn scenario(&mut self, raw: Raw<'a>) -> Option<Scenario> {
        const KEYS: [&str; 7] =
            ["schema", "title", "as_of", "years", "readings", "series", "subjects"];
        let whole = At(self.source.span(raw));
        let mut title = Text { text: String::new(), at: whole };
        let mut entries = Vec::new();
        for (key, value) in self.source.object(raw)? {
            match key.text.as_str() {
                "schema" => self.schema(value),
                "title" => title = self.source.string(value).map_or(title, text_of),
                "as_of" => entries.extend(self.date(value).map(ScenarioEntry::AsOf)),
                "years" => entries.extend(self.years(value)),
                "readings" => entries.extend(self.readings(value)),
                "series" => entries.extend(self.series(value)),
                "subjects" => {
                    let subjects = self.source.array(value).unwrap_or_default();
                    let subjects = subjects.into_iter().filter_map(|one| self.subject(one));
                    entries.extend(subjects.map(ScenarioEntry::Subject));
                }
                _ => self.source.unknown_key(&key, &KEYS),
            }
        }
        Some(Scenario { title, entries, at: whole })
    }

    fn schema(&mut self, raw: Raw<'a>) {
        let is_known = self.source.string(raw).is_some_and(|word| word.text == SCENARIO_SCHEMA);
        if !is_known {
            self.source
                .wants(raw, &text!(zh: " \"{SCENARIO_SCHEMA}\"", en: "\"{SCENARIO_SCHEMA}\""));
        }
    }

    /// `2022`, or `{"from": 2022, "to": 2023}`.
    fn years(&mut self, raw: Raw<'a>) -> Option<ScenarioEntry> {
        let at = At(self.source.span(raw));
        if Source::sort(raw) != '{' {
            let year = self.source.whole_number(raw)?;
            return Some(ScenarioEntry::Years { from: year, to: year, at });
        }
        let before = self.source.found.len();
        let (mut from, mut to) = (None, None);
        for (key, value) in self.source.object(raw)? {
            match key.text.as_str() {
                "from" => from = self.source.whole_number(value),
                "to" => to = self.source.whole_number(value),
                _ => self.source.unknown_key(&key, &["from", "to"]),
            }
        }
        match (from, to) {
            (Some(from), Some(to)) => Some(ScenarioEntry::Years { from, to, at }),
            (None, _) => self.lacking(raw, "from", before),
            (_, None) => self.lacking(raw, "to", before),
        }
    }

    /// `{"14.档次": 2}`.
    fn readings(&mut self, raw: Raw<'a>) -> Vec<ScenarioEntry> {
        let pairs = self.source.object(raw).unwrap_or_default();
        let entry = |(key, value): (Word, Raw<'a>)| {
            let (clause, name) = numbered_name(&key.text);
            let reading = Name { text: name.to_owned(), at: At(key.at) };
            let choice = self.source.whole_number(value)?;
            let at = At(key.at.to(self.source.span(value)));
            Some(ScenarioEntry::Reading { clause, reading, choice, at })
        };
        pairs.into_iter().filter_map(entry).collect()
    }

    /// `{"一年期LPR": {"2022-01-20": "3.7%/年"}}`.
    fn series(&mut self, raw: Raw<'a>) -> Vec<ScenarioEntry> {
        let pairs = self.source.object(raw).unwrap_or_default();
        let mut all = Vec::new();
        for (key, value) in pairs {
            let at = At(key.at);
            let unit = self.directory.series_named(&key.text);
            let info = unit.and_then(|id| self.directory.program.vocabulary.series.get(id.index()));
            let unit = info.map_or("", |info| info.unit.as_str());
            let points = self.source.object(value).unwrap_or_default();
            let point = |(day, value): (Word, Raw<'a>)| {
                let day = Expr { kind: ExprKind::Date(day.text), at: At(day.at) };
                Some((day, self.quantity(value, unit)?))
            };
            let points = points.into_iter().filter_map(point).collect();
            all.push(ScenarioEntry::Series { name: name_of(key), points, at });
        }
        all
    }

    fn date(&mut self, raw: Raw<'a>) -> Option<Expr> {
        let word = self.source.string(raw)?;
        Some(Expr { kind: ExprKind::Date(word.text), at: At(word.at) })
    }

    /// A key is lacking, unless it is there and its value is the mistake: then there is one
    /// problem more than before.
    fn lacking<T>(&mut self, raw: Raw<'a>, key: &str, before: usize) -> Option<T> {
        if self.source.found.len() == before {
            self.source.lacks(raw, key);
        }
        None
    }
}

/// `14.档次` as clause number and name; no number, no clause.
fn numbered_name(text: &str) -> (Option<u32>, &str) {
    let split = text.split_once('.');
    let numbered = split.and_then(|(number, name)| Some((Some(number.parse().ok()?), name)));
    numbered.unwrap_or((None, text))
}

fn name_of(word: Word) -> Name {
    Name { text: word.text, at: At(word.at) }
}

fn text_of(word: Word) -> Text {
    Text { text: word.text, at: At(word.at) }
}
