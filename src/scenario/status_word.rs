//! What an outcome is, in one word: for columns of tables, counts, and choices among outcomes.

use std::str::FromStr;

use crate::diag::Text;
use crate::eval::{Status, TargetState};

macro_rules! status_words {
    ($($(#[$doc:meta])* $name:ident $zh:literal $en:literal;)*) => {
        /// What an outcome is, in one word. The English one is the `status` of the form for
        /// programs, except that a determination is told as its value.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum StatusWord {
            $($(#[$doc])* $name,)*
        }

        impl StatusWord {
            /// All of them, in the order in which they are told.
            pub const ALL: &'static [Self] = &[$(Self::$name),*];

            /// The word.
            #[must_use]
            pub fn text(self) -> Text {
                match self { $(Self::$name => Text::new($zh, $en),)* }
            }
        }

        impl FromStr for StatusWord {
            type Err = ();

            /// The word in either language.
            fn from_str(word: &str) -> Result<Self, ()> {
                match word {
                    $($zh | $en => Ok(Self::$name),)*
                    _ => Err(()),
                }
            }
        }
    };
}

status_words! {
    /// An exact amount.
    Granted "享受" "granted";
    /// All is known; decisions are open.
    Range "待裁量" "range";
    /// Facts are missing.
    Undetermined "缺" "undetermined";
    /// A reading without a default was not chosen.
    ByText "文义未定" "undetermined_by_text";
    /// Decided elsewhere.
    Elsewhere "另定" "elsewhere";
    /// An event is still to come.
    NotYet "未到" "not_yet";
    /// A condition fails.
    NotEligible "不符合" "not_eligible";
    /// Another rule's award excludes it.
    Excluded "已排除" "excluded";
    /// Once, years or caps are used up.
    Exhausted "用尽" "exhausted";
    /// Outside its validity.
    NotInForce "不在时效" "not_in_force";
    /// A determination that holds.
    Yes "是" "yes";
    /// A determination that does not.
    No "否" "no";
    /// A target or limit that is met.
    Met "达标" "met";
    /// A target or limit that is missed.
    Missed "未达标" "missed";
    /// A target whose day has not come.
    Pending "待考" "pending";
    /// A duty.
    Listed "职责" "listed";
    /// Two exceptions hold at once.
    Contradiction "例外矛盾" "contradiction";
    /// A number left the exact range.
    Overflow "数太长" "overflow";
    /// A fault of polc.
    Fault "内部错误" "fault";
}

impl StatusWord {
    /// The word for what a rule comes to.
    #[must_use]
    pub fn of(status: &Status) -> Self {
        match status {
            Status::Granted(_) => Self::Granted,
            Status::Range { .. } => Self::Range,
            Status::NotEligible(_) => Self::NotEligible,
            Status::NotYet { .. } => Self::NotYet,
            Status::Undetermined { .. } => Self::Undetermined,
            Status::ByText(_) => Self::ByText,
            Status::Elsewhere(_) => Self::Elsewhere,
            Status::NotInForce => Self::NotInForce,
            Status::Exhausted(_) => Self::Exhausted,
            Status::Excluded(_) => Self::Excluded,
            Status::Contradiction(_) => Self::Contradiction,
            Status::Determined(true) => Self::Yes,
            Status::Determined(false) => Self::No,
            Status::Target(TargetState::Met) => Self::Met,
            Status::Target(TargetState::Missed) => Self::Missed,
            Status::Target(TargetState::Pending) => Self::Pending,
            Status::Listed => Self::Listed,
            Status::Overflow(_) => Self::Overflow,
            Status::Fault(_) => Self::Fault,
        }
    }

    /// Its position in [`ALL`](Self::ALL).
    #[must_use]
    pub fn position(self) -> usize {
        self as usize
    }
}
