//! Words: keywords, names, literals, lists.

use super::doc::{Doc, mark, seq, spaced, text};
use crate::ast::{At, Decl, Name, PartRef, Quantity, RoundingMode, RuleRef, Text, circled};
use crate::diag::Lang;
use crate::syntax::keyword::Keyword;

/// The form in which a tree is written. The names in the tree are in its language already.
#[derive(Debug, Clone, Copy)]
pub(super) struct Form {
    /// Its language.
    pub(super) lang: Lang,
}

impl Form {
    /// A keyword.
    pub(super) fn word(self, keyword: Keyword) -> Doc {
        text(spelling(keyword, self.lang))
    }

    /// A keyword and what belongs to it.
    pub(super) fn said(self, keyword: Keyword, parts: impl IntoIterator<Item = Doc>) -> Doc {
        spaced([self.word(keyword)].into_iter().chain(parts))
    }

    /// What stands between the members of a list on one line.
    fn comma(self) -> &'static str {
        match self.lang {
            Lang::Zh => "、",
            Lang::En => ", ",
        }
    }

    /// `a、b`, never broken.
    pub(super) fn inline(self, parts: impl IntoIterator<Item = Doc>) -> Doc {
        let mut list = Vec::new();
        for part in parts {
            if !list.is_empty() {
                list.push(text(self.comma()));
            }
            list.push(part);
        }
        seq(list)
    }

    /// `a、b`, broken after each member where it is too long for a line.
    pub(super) fn list(self, parts: Vec<(u32, Doc)>, end: u32) -> Doc {
        let start = parts.first().map_or(end, |(start, _)| *start);
        Doc::Group(start, end, vec![Doc::Nest(self.members(parts))])
    }

    /// `a、b`, broken after each member where the group around is.
    pub(super) fn members(self, parts: Vec<(u32, Doc)>) -> Vec<Doc> {
        let (comma, blanks) = match self.lang {
            Lang::Zh => ("、", 0),
            Lang::En => (",", 1),
        };
        let mut members = Vec::new();
        for (start, part) in parts {
            if !members.is_empty() {
                members.extend([text(comma), Doc::Line(blanks), mark(start)]);
            }
            members.push(part);
        }
        members
    }

    /// `{a、b}`.
    pub(super) fn set(self, parts: impl IntoIterator<Item = Doc>) -> Doc {
        seq(vec![text("{"), self.inline(parts), text("}")])
    }

    /// `a、b` of names.
    pub(super) fn names(self, names: &[Name]) -> Doc {
        let parts = names.iter().map(|one| (one.at.0.start, name(one))).collect();
        self.list(parts, names.last().map_or(0, |one| one.at.0.end))
    }

    /// `名 (alias)`, or `alias (名)`.
    pub(super) fn decl(self, decl: &Decl) -> Doc {
        let Some(en) = &decl.en else {
            return name(&decl.zh);
        };
        let (first, second) = match self.lang {
            Lang::Zh => (&decl.zh, en),
            Lang::En => (en, &decl.zh),
        };
        seq(vec![name(first), text(" ("), name(second), text(")")])
    }

    /// `a (x)、b (y)`.
    pub(super) fn decls(self, decls: &[Decl]) -> Doc {
        let end = decls.last().map_or(0, |decl| decl_at(decl).0.end);
        self.list(self.decl_parts(decls), end)
    }

    /// Declarations and where they start.
    pub(super) fn decl_parts(self, decls: &[Decl]) -> Vec<(u32, Doc)> {
        decls.iter().map(|decl| (decl_start(decl), self.decl(decl))).collect()
    }

    /// `49①.名`.
    pub(super) fn rule_ref(self, rule: &RuleRef) -> Doc {
        let clause = rule.clause.map(|number| number.to_string()).unwrap_or_default();
        let item = rule.item.map(circled).unwrap_or_default();
        let dot = if rule.clause.is_some() || rule.item.is_some() { "." } else { "" };
        seq(vec![text(format!("{clause}{item}{dot}")), name(&rule.name)])
    }

    /// `a 至 b`.
    pub(super) fn range(self, from: Doc, to: Doc) -> Doc {
        spaced([from, self.word(Keyword::To), to])
    }

    /// `原文"以上"`.
    pub(super) fn in_text(self, own: &Text) -> Doc {
        match self.lang {
            Lang::Zh => seq(vec![self.word(Keyword::InText), string(own)]),
            Lang::En => self.said(Keyword::InText, [string(own)]),
        }
    }

    /// `每 企业`.
    pub(super) fn per(self, kind: &Name) -> Doc {
        self.said(Keyword::Per, [name(kind)])
    }

    /// `精确到 1分 四舍五入`.
    pub(super) fn rounding(self, rounding: &crate::ast::Rounding) -> Doc {
        let mode = match rounding.mode {
            RoundingMode::HalfUp => Keyword::HalfUp,
            RoundingMode::Down => Keyword::RoundDown,
            RoundingMode::Up => Keyword::RoundUp,
        };
        self.said(Keyword::PreciseTo, [quantity(&rounding.to), self.word(mode)])
    }
}

/// A keyword's spelling.
pub(super) fn spelling(keyword: Keyword, lang: Lang) -> &'static str {
    match lang {
        Lang::Zh => keyword.zh(),
        Lang::En => keyword.en(),
    }
}

/// A name, in 「」 where it is not a plain word.
pub(super) fn name(name: &Name) -> Doc {
    text(written_name(&name.text))
}

/// A name as it is written in pol: in 「」 where it is not a plain word.
#[must_use]
pub fn written_name(word: &str) -> String {
    match is_plain(word) {
        true => word.to_owned(),
        false => format!("「{word}」"),
    }
}

/// What stands where a name may but need not be one: 是 and 否 among the values of a table, 历史
/// among the facts that are missing.
pub(super) fn word_or_name(word: &Name) -> Doc {
    match Keyword::of_word(&word.text) {
        Some(Keyword::Yes | Keyword::No | Keyword::History) => text(&word.text),
        _ => name(word),
    }
}

/// Whether a name is a run of letters and no keyword.
fn is_plain(word: &str) -> bool {
    let letters = word.chars().all(|c| c.is_alphabetic() || c == '_');
    letters && Keyword::of_word(word).is_none()
}

/// A string in the quotes that it does not hold.
pub(super) fn string(string: &Text) -> Doc {
    let inside = &string.text;
    text(match inside.contains('"') {
        true => format!("“{inside}”"),
        false => format!("\"{inside}\""),
    })
}

/// `1500万元`, `10 元/吨`, `3.7%/年`.
pub(super) fn quantity(quantity: &Quantity) -> Doc {
    let Quantity { number, unit, .. } = quantity;
    let gap = if unit.contains('/') && !unit.starts_with(['%', '‰']) { " " } else { "" };
    text(format!("{number}{gap}{unit}"))
}

/// `2022年`.
pub(super) fn year(year: i32) -> Doc {
    text(format!("{year}年"))
}

/// `44`, `44①`, `①`.
pub(super) fn part_ref(of: &PartRef) -> Doc {
    let number = of.clause.map(|number| number.to_string()).unwrap_or_default();
    text(format!("{number}{}", of.item.map(circled).unwrap_or_default()))
}

/// Where a declaration stands, both its names.
pub(super) fn decl_at(decl: &Decl) -> At {
    let both = decl.en.as_ref().map(|en| decl.zh.at.0.to(en.at.0));
    At(both.unwrap_or(decl.zh.at.0))
}

/// Where a declaration starts.
pub(super) fn decl_start(decl: &Decl) -> u32 {
    decl_at(decl).0.start
}
