//! Reading JSON. The keys of all objects make the header, so a file is read twice.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;
use std::io::SeekFrom;

use serde::Deserialize;
use serde::de::{Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

use super::scan::{Objects, Stop};
use crate::diag::{CellPlace, Diagnostic, Text};
use crate::table::sheet::{RowSource, cell_place};
use crate::table::{
    Cells, Fault, Format, Held, Limits, Notes, Row, Rows, Sheet, Source, number, problem,
};

/// The one sheet of a JSON file.
pub(in crate::table) fn open(
    input: Box<dyn Source>,
    name: &str,
    limits: &Limits,
) -> Result<Sheet, Diagnostic> {
    let place = CellPlace { file: name.to_owned(), ..CellPlace::default() };
    let mut input = input;
    let keys = keys(&mut input, &place, limits)?;
    if keys.names.is_empty() {
        return Err(problem::empty(&place));
    }
    input.seek(SeekFrom::Start(0)).map_err(|error| problem::unreadable(name, &error))?;
    let header = keys.names.clone();
    let rows = Rows::new(Records {
        objects: Objects::new(input, limits.record),
        keys,
        limits: limits.clone(),
        place: place.clone(),
        number: 0,
        done: false,
        notes: Notes::default(),
    });
    Ok(Sheet { name: problem::stem(name).to_owned(), header, header_row: 0, rows, place })
}

/// The keys of a file, each with its column.
#[derive(Debug, Default)]
struct Keys {
    names: Vec<String>,
    columns: BTreeMap<String, usize>,
}

impl Keys {
    /// The column of a key; objects mostly have their keys in one order, so that one is tried first.
    fn column(&self, key: &str, likely: usize) -> Option<usize> {
        match self.names.get(likely) {
            Some(name) if name == key => Some(likely),
            _ => self.columns.get(key).copied(),
        }
    }
}

/// The keys of all objects in the order in which they first come. An object that is not well formed
/// is left to the reading of the rows.
fn keys(
    input: &mut Box<dyn Source>,
    place: &CellPlace,
    limits: &Limits,
) -> Result<Keys, Diagnostic> {
    let mut keys = Keys::default();
    let mut objects = Objects::new(input, limits.record);
    let mut row = 0u64;
    loop {
        row = row.saturating_add(1);
        let object = match objects.next() {
            Ok(Some(object)) => object,
            Ok(None) => return Ok(keys),
            // What came before still has rows to give, and the problem is met again after them.
            Err(Stop::Malformed(_) | Stop::TooLong) if !keys.names.is_empty() => return Ok(keys),
            Err(stop) => return Err(stopped(place, row, stop, limits)),
        };
        let Ok(Fields(fields)) = serde_json::from_slice(object) else { continue };
        for (at, (key, _)) in fields.iter().enumerate() {
            if keys.column(key.trim(), at).is_none() {
                let key = key.trim().to_owned();
                keys.columns.insert(key.clone(), keys.names.len());
                keys.names.push(key);
            }
        }
        if keys.names.len() > limits.columns {
            return Err(problem::too_many_columns(place, limits.columns));
        }
    }
}

/// The objects of a file as rows.
struct Records<R> {
    objects: Objects<R>,
    keys: Keys,
    limits: Limits,
    place: CellPlace,
    number: u64,
    done: bool,
    notes: Notes,
}

impl<R: std::io::Read + Send> RowSource for Records<R> {
    fn next(&mut self) -> Option<Result<Row, Diagnostic>> {
        while !self.done {
            self.number = self.number.saturating_add(1);
            let object = match self.objects.next() {
                Ok(Some(object)) => object,
                Ok(None) => {
                    self.done = true;
                    break;
                }
                Err(stop) => {
                    self.done = true;
                    return Some(Err(stopped(&self.place, self.number, stop, &self.limits)));
                }
            };
            let cells = cells(object, &self.keys, &self.limits, &self.place, self.number);
            match cells {
                Ok(cells) if cells.iter().all(|cell| *cell == Held::Empty) => {}
                Ok(cells) => {
                    return Some(Ok(Row { number: self.number, cells: Cells::Typed(cells) }));
                }
                Err(problem) => return Some(Err(problem)),
            }
        }
        None
    }

    fn notes(&self) -> &Notes {
        &self.notes
    }
}

/// The cells of an object.
fn cells(
    object: &[u8],
    keys: &Keys,
    limits: &Limits,
    place: &CellPlace,
    row: u64,
) -> Result<Vec<Held>, Diagnostic> {
    let Fields(fields) = serde_json::from_slice(object)
        .map_err(|error| problem::bad_json(place, row, Text::same(error.to_string())))?;
    let mut cells = vec![Held::Empty; keys.names.len()];
    let mut seen = vec![false; keys.names.len()];
    for (at, (key, value)) in fields.iter().enumerate() {
        let Some(column) = keys.column(key.trim(), at) else { continue };
        if let Some(seen) = seen.get_mut(column) {
            if *seen {
                return Err(problem::key_twice(place, row, key.trim()));
            }
            *seen = true;
        }
        if value.get().len() > limits.cell {
            return Err(problem::cell_too_long(cell_place(place, row, column), limits.cell));
        }
        if let Some(cell) = cells.get_mut(column) {
            *cell = held(value.get());
        }
    }
    Ok(cells)
}

/// What a value of JSON holds, from its text.
fn held(value: &str) -> Held {
    match value.as_bytes().first() {
        Some(b'"') => match serde_json::from_str::<String>(value) {
            Ok(text) if text.trim().is_empty() => Held::Empty,
            Ok(text) => Held::Text(text.trim().into()),
            Err(_) => Fault::NoValue(value.to_owned()).into(),
        },
        Some(b't') => Held::Truth(true),
        Some(b'f') => Held::Truth(false),
        Some(b'{' | b'[') => Fault::Nested.into(),
        Some(b'-' | b'0'..=b'9') => number::held(value),
        _ => Held::Empty,
    }
}

fn stopped(place: &CellPlace, row: u64, stop: Stop, limits: &Limits) -> Diagnostic {
    match stop {
        Stop::Unreadable(error) => problem::unreadable(&place.file, &error),
        Stop::TooLong => problem::record_too_long(place, row, limits.record),
        Stop::Malformed(found) if row == 1 => {
            problem::not_of_format(&place.file, Format::Json, found)
        }
        Stop::Malformed(found) => problem::bad_json(place, row, found),
    }
}

/// The fields of an object in their order, the values as they are written.
struct Fields<'a>(Vec<(Cow<'a, str>, &'a RawValue)>);

/// A key, without a copy where it has no escapes.
#[derive(Deserialize)]
struct Key<'a>(#[serde(borrow)] Cow<'a, str>);

impl<'de> Deserialize<'de> for Fields<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Object;
        impl<'de> Visitor<'de> for Object {
            type Value = Fields<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut fields = Vec::new();
                while let Some((Key(key), value)) = map.next_entry()? {
                    fields.push((key, value));
                }
                Ok(Fields(fields))
            }
        }
        deserializer.deserialize_map(Object)
    }
}
