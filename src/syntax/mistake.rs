//! The place where a piece of text stopped parsing, and what to say of it.

use pest::error::{Error, ErrorVariant, InputLocation};

use super::errors;
use super::expected::expected;
use super::grammar::Rule;
use super::keyword::Keyword;
use super::token::{Token, TokenKind};
use crate::diag::{Code, Diagnostic, Text};
use crate::source::{FileId, Span};
use crate::text;

/// Where a piece stopped parsing.
pub(super) struct Mistake<'t> {
    /// The offset of the furthest place reached.
    at: usize,
    /// What could have come there.
    rules: Vec<Rule>,
    /// The piece's tokens up to that place.
    read: &'t [Token],
    /// The tokens from that place on, those after the piece included.
    ahead: &'t [Token],
    /// How many of those still belong to the piece.
    left: usize,
}

impl<'t> Mistake<'t> {
    /// What pest found, of a piece that starts at an offset; `all` are the tokens of the file.
    pub(super) fn new(
        error: Error<Rule>,
        start: usize,
        piece: &'t [Token],
        all: &'t [Token],
    ) -> Self {
        let (InputLocation::Pos(at) | InputLocation::Span((at, _))) = error.location;
        let at = start.saturating_add(at);
        let rules = match error.variant {
            ErrorVariant::ParsingError { positives, .. } => positives,
            ErrorVariant::CustomError { .. } => Vec::new(),
        };
        let before = |token: &Token| token.range().end <= at;
        let read = piece.get(..piece.partition_point(before)).unwrap_or_default();
        let ahead = all.get(all.partition_point(before)..).unwrap_or_default();
        let left = piece.len().saturating_sub(read.len());
        Self { at, rules, read, ahead, left }
    }

    /// The error to report.
    pub(super) fn diagnostic(&self, file: FileId, text: &str) -> Diagnostic {
        let place = |token: &Token| Span::of_range(file, token.range());
        if let Some((before, keyword, token)) = self.keyword_for_value() {
            let wanted = expected(&[Rule::expr], Some(before)).unwrap_or_default();
            let word = Text::same(text.get(token.range()).unwrap_or(keyword.zh()));
            return unexpected(&wanted, &quoted(&word)).at(place(&token));
        }
        let found = self.ahead.first().filter(|_| self.left > 0);
        match found.map(|token| (token, token.kind)) {
            Some((token, TokenKind::Unclosed)) => return errors::unclosed_string(place(token)),
            Some((token, TokenKind::Stray(c))) => return errors::stray(place(token), c),
            _ => {}
        }
        let after = self.read.last().and_then(Token::keyword);
        let wanted = expected(&self.rules, after);
        let wanted = wanted.unwrap_or_else(|| text!(zh: "别的内容", en: "something else"));
        let help = self.glued_word(text);
        match found {
            Some(token) => {
                let end = self.written_together();
                let span = Span::of_range(file, token.range().start..end);
                let written = text.get(span.range()).unwrap_or_default();
                let wanted = year_of_four_digits(written).unwrap_or(wanted);
                unexpected(&wanted, &quoted(&Text::same(written))).at(span)
            }
            None => self.ends_early(&wanted, file, text),
        }
        .maybe_help(help)
    }

    /// The piece ends where more should come: the place is after its last word.
    fn ends_early(&self, wanted: &Text, file: FileId, text: &str) -> Diagnostic {
        let found = match self.ahead.first() {
            Some(token) => quoted(&Text::same(text.get(token.range()).unwrap_or_default())),
            None => text!(zh: "文件结尾", en: "the end of the file"),
        };
        let last = self.read.last().map_or(self.at..self.at, Token::range);
        let (zh, en) = (&wanted.zh, &wanted.en);
        unexpected(wanted, &found).primary(
            Span::of_range(file, last),
            text!(zh: "后面缺{zh}", en: "{en} is missing after this"),
        )
    }

    /// A keyword in the place of a value, which the grammar takes for a name: `条件 且 b`.
    fn keyword_for_value(&self) -> Option<(Keyword, Keyword, Token)> {
        let next = self.ahead.first().filter(|_| self.left > 0);
        let pairs = self.read.iter().zip(self.read.iter().skip(1).chain(next));
        pairs
            .filter_map(|(before, token)| Some((before.keyword()?, token.keyword()?, *token)))
            .find(|(before, keyword, _)| wants_value(*before) && !starts_value(*keyword))
    }

    /// Where the tokens end that are written without a blank from the found one on: `15亿元`.
    fn written_together(&self) -> usize {
        let joins = |token: &Token| {
            matches!(
                token.kind,
                TokenKind::Number | TokenKind::Word | TokenKind::Sign('.' | '%' | '-' | '/')
            )
        };
        let mut tokens = self.ahead.iter().take(self.left);
        let Some(first) = tokens.next() else { return self.at };
        let mut end = first.range().end;
        if first.kind == TokenKind::Number {
            let together = tokens.take_while(|token| joins(token));
            for token in together {
                if token.range().start != end {
                    break;
                }
                end = token.range().end;
            }
        }
        end
    }

    /// What around the place is one word and was meant as several, written apart.
    fn glued_word(&self, text: &str) -> Option<Text> {
        let last = self.read.last().filter(|token| token.kind == TokenKind::Word);
        let found = self.ahead.first().filter(|_| self.left > 0);
        let found_range = found.map(|token| token.range().start..self.written_together());
        let ranges = last.map(Token::range).into_iter().chain(found_range.clone());
        if let Some(apart) = ranges.filter_map(|range| text.get(range)).find_map(apart) {
            return Some(text!(zh: "分开写：{apart}", en: "write it apart: `{apart}`"));
        }
        let digits = found?.kind == TokenKind::Number && last?.range().end == found_range?.start;
        digits.then(|| {
            text!(
                zh: "含数字的名称写在「」里",
                en: "a name that holds digits stands in 「」",
            )
        })
    }
}

/// A keyword that stands where a value should, in a text that the grammar takes.
pub(super) fn keyword_as_value(span: Span, word: &str) -> Diagnostic {
    let wanted = expected(&[Rule::expr], None).unwrap_or_default();
    unexpected(&wanted, &quoted(&Text::same(word))).at(span)
}

fn unexpected(wanted: &Text, found: &Text) -> Diagnostic {
    let message = Text::new(
        format!("这里应是{}，却是{}", wanted.zh, found.zh),
        format!("expected {}, found {}", wanted.en, found.en),
    );
    Diagnostic::new(Code::Unexpected, message)
}

fn quoted(word: &Text) -> Text {
    Text::new(format!("“{}”", word.zh), format!("`{}`", word.en))
}

/// What is meant by a year of more digits than a year has.
fn year_of_four_digits(written: &str) -> Option<Text> {
    let digits = written.strip_suffix('年')?;
    let too_long = digits.len() > 4 && digits.bytes().all(|byte| byte.is_ascii_digit());
    too_long.then(|| text!(zh: "四位数字的年份", en: "a year of four digits"))
}

/// A word with its keywords set apart, unless it is one; only keywords that hardly stand inside a name by chance.
fn apart(word: &str) -> Option<String> {
    let telling = |keyword: &Keyword| {
        matches!(keyword, Keyword::And | Keyword::Or) || keyword.zh().chars().count() > 1
    };
    if Keyword::of_word(word).is_some() || !word.chars().any(char::is_alphabetic) {
        return None;
    }
    let mut parts = String::new();
    let mut rest = word;
    while let Some(first) = rest.chars().next() {
        let keywords = Keyword::ALL.iter().filter(|one| telling(one));
        let longest = keywords
            .map(|one| one.zh())
            .filter(|zh| rest.starts_with(zh))
            .max_by_key(|zh| zh.len());
        match longest {
            Some(keyword) => {
                parts = format!("{} {keyword} ", parts.trim_end());
                rest = rest.get(keyword.len()..)?;
            }
            None => {
                parts.push(first);
                rest = rest.get(first.len_utf8()..)?;
            }
        }
    }
    let parts = parts.trim();
    (parts != word).then(|| parts.to_owned())
}

/// Whether a value has to follow a keyword at once.
fn wants_value(keyword: Keyword) -> bool {
    use Keyword as K;
    matches!(
        keyword,
        K::Condition
            | K::When
            | K::And
            | K::Or
            | K::Not
            | K::Where
            | K::If
            | K::Then
            | K::Else
            | K::Amount
            | K::LastYear
            | K::MinusToZero
            | K::Between
            | K::Await
            | K::Measure
            | K::Formerly
            | K::Deadline
            | K::Cap
            | K::TopUp
            | K::Span
            | K::Chaoguo
            | K::Diyu
            | K::Buzu
            | K::Buman
            | K::BuChaoguo
            | K::BuDiyu
            | K::Zhishao
            | K::Man
            | K::Dadao
            | K::Dengyu
            | K::Zaoyu
            | K::Wanyu
            | K::BuZaoyu
            | K::BuWanyu
    )
}

/// Whether a value may start with a keyword.
fn starts_value(keyword: Keyword) -> bool {
    use Keyword as K;
    matches!(
        keyword,
        K::Yes
            | K::No
            | K::Each
            | K::Pooled
            | K::Highest
            | K::Lowest
            | K::Count
            | K::Exists
            | K::All
            | K::First
            | K::By
            | K::MaxOf
            | K::MinOf
            | K::ByReading
            | K::Received
            | K::TimesReceived
            | K::FirstYearReceived
            | K::Past
            | K::Span
            | K::YearsSince
            | K::Denied
            | K::Not
            | K::If
            | K::LastYear
            | K::Elsewhere
    )
}
