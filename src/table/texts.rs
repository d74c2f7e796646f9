//! The texts of a record, kept in few bytes: rows are read ahead by the hundred thousand.

use csv::ByteRecord;

/// The texts of a record, one after the other in one piece of memory.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Texts {
    all: Box<str>,
    /// Where each text ends; a record is shorter than 4 GiB.
    ends: Box<[u32]>,
}

impl Texts {
    /// The texts of a record in UTF-8; else the first that is none.
    pub(super) fn of_utf8(record: &ByteRecord) -> Result<Self, usize> {
        let end = |at: usize| record.range(at).map_or(0, |range| range.end);
        let ends = (0..record.len()).map(end);
        match std::str::from_utf8(record.as_slice()) {
            Ok(all) if ends.clone().all(|end| all.is_char_boundary(end)) => {
                let ends = ends.map(|end| u32::try_from(end).unwrap_or(u32::MAX));
                Ok(Self { all: all.into(), ends: ends.collect() })
            }
            _ => {
                let bad = record.iter().position(|text| std::str::from_utf8(text).is_err());
                Err(bad.unwrap_or_default())
            }
        }
    }

    /// The text of a column, counted from 0.
    #[must_use]
    pub fn get(&self, column: usize) -> Option<&str> {
        let end = *self.ends.get(column)?;
        let before = column.checked_sub(1).and_then(|before| self.ends.get(before));
        let start = before.copied().unwrap_or(0);
        self.all.get(usize::try_from(start).ok()?..usize::try_from(end).ok()?)
    }

    /// All texts in order.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        (0..self.len()).filter_map(|column| self.get(column))
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }
}

impl<T: AsRef<str>> FromIterator<T> for Texts {
    fn from_iter<I: IntoIterator<Item = T>>(texts: I) -> Self {
        let (mut all, mut ends) = (String::new(), Vec::new());
        for text in texts {
            all.push_str(text.as_ref());
            ends.push(u32::try_from(all.len()).unwrap_or(u32::MAX));
        }
        Self { all: all.into(), ends: ends.into() }
    }
}
