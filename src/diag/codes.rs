//! The table of codes: what each stands for, and its page of explanation.
//!
//! A code never changes its meaning and is never used again once dropped. To add one, write its
//! line here, in its group, and its page in `docs/errors/` (the build fails without).
//!
//! | group | about |
//! |---|---|
//! | E01 | reading files, lexing |
//! | E02 | syntax |
//! | E03 | names |
//! | E04 | types and dimensions |
//! | E05 | tables, tiers, caps, splits |
//! | E06 | readings, relations between clauses, order |
//! | E07 | scenario data |
//! | E08 | examples and expectations |
//! | W09 | warnings |
//! | E99 | faults of polc itself |

use std::fmt;
use std::str::FromStr;

use serde::{Serialize, Serializer};

use super::Text;

/// How bad a problem is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// The sources cannot be used.
    Error,
    /// The sources can be used, and someone should look.
    Warning,
}

macro_rules! codes {
    ($($name:ident $code:ident $zh:literal $en:literal;)*) => {
        /// What kind of problem it is. Displays as its stable code, `E0301`.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Code {
            $(#[doc = concat!("`", stringify!($code), "`: ", $en, ".")] $name,)*
        }

        impl Code {
            /// Every code, in order of the table.
            pub const ALL: &'static [Self] = &[$(Self::$name),*];

            /// The code as people cite it.
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$name => stringify!($code),)* }
            }

            /// A few words that name the problem.
            pub fn title(self) -> Text {
                match self { $(Self::$name => Text::new($zh, $en),)* }
            }

            /// The page that explains it, in Markdown: a failing example, the fix, the reason.
            pub fn page(self) -> &'static str {
                match self {
                    $(Self::$name => include_str!(
                        concat!("../../docs/errors/", stringify!($code), ".md")
                    ),)*
                }
            }
        }
    };
}

codes! {
    // E01: reading files, lexing
    UnreadableFile E0101 "文件读不了" "the file cannot be read";
    FileTooLarge E0102 "文件太大" "the file is too large";
    NotUtf8 E0103 "文件不是 UTF-8" "the file is not UTF-8";

    // E02: syntax

    // E03: names
    UnknownName E0301 "没有这个名称" "there is no such name";

    // E04: types and dimensions

    // E05: tables, tiers, caps, splits

    // E06: readings, relations between clauses, order

    // E07: scenario data

    // E08: examples and expectations

    // W09: warnings

    // E99: faults of polc itself
    Internal E9901 "polc 自身出错" "a fault of polc itself";
}

impl Code {
    /// How bad a problem of this kind is: the letter of the code says.
    pub fn severity(self) -> Severity {
        match self.as_str().starts_with('W') {
            true => Severity::Warning,
            false => Severity::Error,
        }
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl Serialize for Code {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl FromStr for Code {
    type Err = ();

    /// Finds a code in either case: `E0301`, `e0301`.
    fn from_str(written: &str) -> Result<Self, ()> {
        let matches = |code: &Self| code.as_str().eq_ignore_ascii_case(written.trim());
        Self::ALL.iter().copied().find(matches).ok_or(())
    }
}
