//! Messages in both languages.

use std::fmt;
use std::str::FromStr;

use serde::Serialize;

/// A language in which polc speaks to people.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Lang {
    /// Chinese.
    #[default]
    Zh,
    /// English.
    En,
}

impl FromStr for Lang {
    type Err = ();

    fn from_str(word: &str) -> Result<Self, ()> {
        match word {
            "zh" => Ok(Self::Zh),
            "en" => Ok(Self::En),
            _ => Err(()),
        }
    }
}

impl fmt::Display for Lang {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Zh => "zh",
            Self::En => "en",
        })
    }
}

/// One message, said in Chinese and in English. Made with [`text!`](crate::text!).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize)]
pub struct Text {
    /// In Chinese.
    pub zh: String,
    /// In English.
    pub en: String,
}

impl Text {
    /// A message from its two forms.
    pub fn new(zh: impl Into<String>, en: impl Into<String>) -> Self {
        let (zh, en) = (zh.into(), en.into());
        Self { zh, en }
    }

    /// A message that is the same in both languages: a name, a figure, a file.
    pub fn same(words: impl Into<String>) -> Self {
        let words = words.into();
        Self::new(words.clone(), words)
    }

    /// The form in one language.
    pub fn get(&self, lang: Lang) -> &str {
        match lang {
            Lang::Zh => &self.zh,
            Lang::En => &self.en,
        }
    }
}

/// Builds a [`Text`] from two format strings over the same values.
///
/// ```
/// let (found, limit) = ("3 元/吨", "2%");
/// let message = polc::text!(
///     zh: "这里要的是 {limit}，写的却是 {found}",
///     en: "expected {limit}, found {found}",
/// );
/// assert_eq!(message.en, "expected 2%, found 3 元/吨");
///
/// let one_each = polc::text!(zh: "共 {} 处", en: "{} in all", 2 + 2);
/// assert_eq!(one_each.zh, "共 4 处");
/// ```
#[macro_export]
macro_rules! text {
    (zh: $zh:literal, en: $en:literal $(,)?) => {
        $crate::diag::Text::new(::std::format!($zh), ::std::format!($en))
    };
    (zh: $zh:literal, en: $en:literal, $($args:tt)+) => {
        $crate::diag::Text::new(
            ::std::format!($zh, $($args)+),
            ::std::format!($en, $($args)+),
        )
    };
}
