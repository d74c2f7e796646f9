//! JSON with places: every key and value knows where it stands.
//!
//! `serde_json` does the parsing; what it hands over are slices of the text ([`RawValue`]), so
//! a place is the slice's distance from the start.

use std::collections::BTreeMap;
use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;
use unicode_normalization::UnicodeNormalization;

use super::malformed;
use crate::diag::{Code, Diagnostic, Diagnostics, Text, suggest};
use crate::scenario::settings::given_twice;
use crate::source::{FileId, Span};
use crate::text;

/// A piece of the text that holds one value.
pub(super) type Raw<'a> = &'a RawValue;

/// A text that is being read, and the problems found in it.
pub(super) struct Source<'a> {
    pub(super) text: &'a str,
    pub(super) file: FileId,
    pub(super) found: Diagnostics,
}

/// A string and where it stands.
#[derive(Debug, Clone)]
pub(super) struct Word {
    pub(super) text: String,
    pub(super) at: Span,
}

impl<'a> Source<'a> {
    /// The one value that the text holds.
    pub(super) fn whole(&mut self) -> Option<Raw<'a>> {
        let value = serde_json::from_str::<Raw<'a>>(self.text);
        value.map_err(|error| self.found.push(self.malformed(&error))).ok()
    }

    /// Where a value stands.
    pub(super) fn span(&self, raw: Raw<'a>) -> Span {
        let start = raw.get().as_ptr().addr().saturating_sub(self.text.as_ptr().addr());
        Span::of_range(self.file, start..start.saturating_add(raw.get().len()))
    }

    /// The keys and values of an object; a key that stands twice is an error.
    pub(super) fn object(&mut self, raw: Raw<'a>) -> Option<Vec<(Word, Raw<'a>)>> {
        let what = text!(zh: "对象 {{…}}", en: "an object {{…}}");
        let Pairs(pairs) = self.read(raw, '{', &what)?;
        let mut seen: BTreeMap<String, Span> = BTreeMap::new();
        let mut read = Vec::new();
        for (key, value) in pairs {
            let key = self.string(key)?;
            match seen.get(&key.text) {
                Some(first) => {
                    let name = &key.text;
                    let what = text!(zh: "键“{name}”", en: "the key `{name}`");
                    self.found.push(given_twice(&what, *first, key.at));
                }
                None => {
                    seen.insert(key.text.clone(), key.at);
                    read.push((key, value));
                }
            }
        }
        Some(read)
    }

    /// The values of an array.
    pub(super) fn array(&mut self, raw: Raw<'a>) -> Option<Vec<Raw<'a>>> {
        self.read(raw, '[', &text!(zh: "数组 […]", en: "an array […]"))
    }

    /// A string, in Unicode's normal form as names are.
    pub(super) fn string(&mut self, raw: Raw<'a>) -> Option<Word> {
        let text: String = self.read(raw, '"', &text!(zh: "字符串", en: "a string"))?;
        Some(Word { text: text.nfc().collect(), at: self.span(raw) })
    }

    /// A whole number.
    pub(super) fn whole_number<N: for<'de> Deserialize<'de>>(&mut self, raw: Raw<'a>) -> Option<N> {
        let number = serde_json::from_str(raw.get()).ok();
        if number.is_none() {
            self.wants(raw, &text!(zh: "整数", en: "a whole number"));
        }
        number
    }

    /// The first character of a value, which says what sort it is of.
    pub(super) fn sort(raw: Raw<'a>) -> char {
        raw.get().chars().next().unwrap_or_default()
    }

    /// Reports that something else was wanted here.
    pub(super) fn wants(&mut self, raw: Raw<'a>, what: &Text) {
        let (zh, en) = (&what.zh, &what.en);
        let message = text!(zh: "这里要的是{zh}", en: "expected {en}");
        self.found.push(Diagnostic::new(Code::BadJson, message).at(self.span(raw)));
    }

    /// Reports a key that has no meaning here.
    pub(super) fn unknown_key(&mut self, key: &Word, known: &[&str]) {
        let (name, all, all_en) = (&key.text, known.join("、"), known.join(", "));
        let message = text!(zh: "没有“{name}”这个键", en: "there is no key `{name}`");
        let help = match suggest(name, known.iter().copied()) {
            Some(close) => text!(zh: "写成 \"{close}\"", en: "write \"{close}\""),
            None => text!(zh: "这里可用：{all}", en: "known here: {all_en}"),
        };
        self.found.push(Diagnostic::new(Code::UnknownKey, message).at(key.at).help(help));
    }

    /// Reports a key that is lacking.
    pub(super) fn lacks(&mut self, raw: Raw<'a>, key: &str) {
        let message = text!(zh: "缺“{key}”这个键", en: "the key `{key}` is missing");
        self.found.push(Diagnostic::new(Code::BadJson, message).at(self.span(raw)));
    }

    fn read<T: Deserialize<'a>>(&mut self, raw: Raw<'a>, start: char, what: &Text) -> Option<T> {
        let value = match Self::sort(raw) == start {
            true => serde_json::from_str(raw.get()).ok(),
            false => None,
        };
        if value.is_none() {
            self.wants(raw, what);
        }
        value
    }

    /// What `serde_json` found, at its place. It counts columns in bytes.
    fn malformed(&self, error: &serde_json::Error) -> Diagnostic {
        let before = error.line().saturating_sub(1);
        let lines = self.text.split_inclusive('\n').take(before).map(str::len);
        let start = lines.fold(0, usize::saturating_add);
        let at = start.saturating_add(error.column().saturating_sub(1)).min(self.text.len());
        let at = self.text.floor_char_boundary(at);
        let next =
            self.text.get(at..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8);
        let message = match error.is_eof() {
            true => text!(zh: "JSON 没有写完", en: "the JSON ends too early"),
            false => text!(zh: "JSON 从这里起读不下去", en: "the JSON cannot be read on from here"),
        };
        let problem = Diagnostic::new(Code::BadJson, message)
            .at(Span::of_range(self.file, at..at.saturating_add(next)));
        problem.help(malformed::help(error, self.text.get(at..).unwrap_or_default()))
    }
}

/// The keys and values of an object, in written order, repeats included.
struct Pairs<'a>(Vec<(Raw<'a>, Raw<'a>)>);

impl<'de: 'a, 'a> Deserialize<'de> for Pairs<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Collect;

        impl<'de> Visitor<'de> for Collect {
            type Value = Vec<(Raw<'de>, Raw<'de>)>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<Self::Value, M::Error> {
                let mut pairs = Vec::new();
                while let Some(pair) = map.next_entry()? {
                    pairs.push(pair);
                }
                Ok(pairs)
            }
        }

        deserializer.deserialize_map(Collect).map(Pairs)
    }
}
