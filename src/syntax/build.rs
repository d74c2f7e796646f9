//! From pest's pairs to the tree: what every builder shares.
//!
//! The grammar guarantees the shape of a pair; a builder that does not find it gives `None`, the
//! node above leaves it out, and [`Builder::finish`] reports a fault unless an error explains it.

use unicode_normalization::{UnicodeNormalization, is_nfc};

use super::errors;
use super::grammar::Rule;
use super::keyword::Keyword;
use super::mistake;
use super::tree::{Pair, Parts};
use super::words::Worded;
use crate::ast::{At, Decl, Name, PartRef, Quantity, RuleRef, Slot, Switch, Text};
use crate::diag::{Diagnostic, Diagnostics};
use crate::source::{FileId, Span};

/// How many levels a tree may have in all, operators counted one by one; with the limit on
/// brackets it lets every later pass recur freely.
const MAX_HEIGHT: usize = 256;

/// Makes the tree of one file.
pub(super) struct Builder {
    file: FileId,
    diagnostics: Diagnostics,
    height: usize,
    lost: Option<Span>,
}

impl Builder {
    pub(super) fn new(file: FileId) -> Self {
        Self { file, diagnostics: Diagnostics::new(), height: 0, lost: None }
    }

    /// What was found wrong. A node lost without an error is a fault of polc.
    pub(super) fn finish(mut self) -> Diagnostics {
        if let Some(span) = self.lost.filter(|_| self.diagnostics.is_empty()) {
            self.diagnostics.push(errors::fault(span));
        }
        self.diagnostics
    }

    pub(super) fn report(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.push(diagnostic);
    }

    pub(super) fn report_all(&mut self, diagnostics: Diagnostics) {
        self.diagnostics.extend(diagnostics);
    }

    /// The place of a pair.
    pub(super) fn at(&self, pair: &Pair) -> At {
        At(Span::of_range(self.file, pair.range()))
    }

    /// Builds each pair; what cannot be built is left out and remembered.
    pub(super) fn each<'i, T>(
        &mut self,
        pairs: impl Iterator<Item = Pair<'i>>,
        build: impl Fn(&mut Self, Pair<'i>) -> Option<T>,
    ) -> Vec<T> {
        let mut built = Vec::new();
        for pair in pairs {
            let span = self.at(&pair).0;
            match build(self, pair) {
                Some(node) => built.push(node),
                None => self.lost = self.lost.or(Some(span)),
            }
        }
        built
    }

    /// Builds what lies `by` levels deeper, unless that is too deep.
    pub(super) fn deeper<T>(
        &mut self,
        by: usize,
        at: At,
        build: impl FnOnce(&mut Self) -> Option<T>,
    ) -> Option<T> {
        let before = self.height;
        self.height = before.saturating_add(by);
        let built = if self.height > MAX_HEIGHT {
            self.report(errors::too_long(at.0, MAX_HEIGHT));
            None
        } else {
            build(self)
        };
        self.height = before;
        built
    }

    pub(super) fn name(&mut self, pair: &Pair) -> Name {
        self.name_unless(pair, errors::keyword_as_name)
    }

    /// A name in the place of a value.
    pub(super) fn value_name(&mut self, pair: &Pair) -> Name {
        self.name_unless(pair, mistake::keyword_as_value)
    }

    /// A name; if it is a keyword outside 「」, that is an error.
    fn name_unless(&mut self, pair: &Pair, error: fn(Span, &str) -> Diagnostic) -> Name {
        let at = self.at(pair);
        let written = pair.as_str();
        let quoted = written.strip_prefix('「').and_then(|rest| rest.strip_suffix('」'));
        if quoted.is_none() && Keyword::of_word(written).is_some() {
            self.report(error(at.0, written));
        }
        Name { text: nfc(quoted.unwrap_or(written).trim()), at }
    }

    /// All names in a pair, at any depth of one.
    pub(super) fn names(&mut self, pair: Pair) -> Vec<Name> {
        let names = pair.into_inner().filter(|one| one.as_rule() == Rule::name);
        names.map(|one| self.name(&one)).collect()
    }

    /// The name in a pair that holds one, such as `给 企业`.
    pub(super) fn name_in(&mut self, pair: Pair) -> Option<Name> {
        Parts::of(pair).take(Rule::name).map(|name| self.name(&name))
    }

    pub(super) fn decl(&mut self, pair: Pair) -> Option<Decl> {
        let mut parts = Parts::of(pair);
        let first = parts.take(Rule::name)?;
        let first = self.name(&first);
        let Some(second) = parts.take(Rule::name) else {
            return Some(Decl { zh: first, en: None });
        };
        let second = self.name(&second);
        // The English form puts the alias first.
        if is_alias(&first.text) && !is_alias(&second.text) {
            return Some(Decl { zh: second, en: Some(first) });
        }
        Some(Decl { zh: first, en: Some(second) })
    }

    pub(super) fn text(&self, pair: &Pair) -> Text {
        let quotes = ['"', '“', '”'];
        let written = pair.as_str();
        let inner = written.strip_prefix(quotes).and_then(|rest| rest.strip_suffix(quotes));
        Text { text: inner.unwrap_or(written).to_owned(), at: self.at(pair) }
    }

    /// The text in a pair that holds one, such as `概述 "…"`.
    pub(super) fn text_in(&self, pair: Pair) -> Option<Text> {
        Parts::of(pair).take(Rule::text).map(|text| self.text(&text))
    }

    /// A whole number of a clause, an alternative.
    pub(super) fn number(&mut self, pair: &Pair) -> Option<u32> {
        let number = half_width(pair.as_str()).parse().ok();
        if number.is_none() {
            self.report(errors::number_too_large(self.at(pair).0));
        }
        number
    }

    /// `2022年`.
    pub(super) fn year(&self, pair: &Pair) -> Option<i32> {
        half_width(pair.as_str().strip_suffix('年')?).parse().ok()
    }

    pub(super) fn quantity(&mut self, pair: Pair) -> Option<Quantity> {
        let at = self.at(&pair);
        let mut parts = Parts::of(pair);
        let number = half_width(parts.take(Rule::number)?.as_str());
        let unit =
            parts.next().filter(|one| matches!(one.as_rule(), Rule::unit | Rule::spaced_unit));
        let unit = unit.map(|unit| self.unit(&unit)).unwrap_or_default();
        Some(Quantity { number, unit, at })
    }

    /// A unit as written, signs folded.
    pub(super) fn unit(&mut self, pair: &Pair) -> String {
        // A quotient or a unit of up to two hanzi cannot hold a keyword.
        if pair.as_str().len() > 6 {
            self.diagnostics.extend(errors::glued_unit(self.at(pair).0, pair.as_str()));
        }
        half_width(pair.as_str())
    }

    pub(super) fn rule_ref(&mut self, pair: Pair) -> Option<RuleRef> {
        let at = self.at(&pair);
        let mut parts = Parts::of(pair);
        let clause = match parts.take(Rule::clause_no) {
            Some(number) => Some(self.number(&number)?),
            None => None,
        };
        let item = match parts.take(Rule::circled) {
            Some(circled) => Some(item_number(&circled)?),
            None => None,
        };
        let name = parts.take(Rule::name)?;
        Some(RuleRef { clause, item, name: self.name(&name), at })
    }

    /// `44`, `44①`, `①`.
    pub(super) fn part_ref(&mut self, pair: Pair) -> Option<PartRef> {
        let at = self.at(&pair);
        let (mut clause, mut item) = (None, None);
        match pair.as_rule() {
            Rule::circled => item = Some(item_number(&pair)?),
            _ => {
                let mut parts = Parts::of(pair);
                clause = Some(self.number(&parts.take(Rule::clause_no)?)?);
                if let Some(circled) = parts.take(Rule::circled) {
                    item = Some(item_number(&circled)?);
                }
            }
        }
        Some(PartRef { clause, item, at })
    }

    /// A place for a word that may be a reading's: the word itself, or a word for each alternative.
    pub(super) fn slot<T: Worded>(&mut self, pair: Pair) -> Option<Slot<T>> {
        let inner = pair.into_inner().next()?;
        match Keyword::of_rule(inner.as_rule()) {
            Some(keyword) => T::of(keyword).map(Slot::Fixed),
            None => self
                .switch(inner, |_, parts| T::of(parts.keyword()?))
                .map(|switch| Slot::Switch(Box::new(switch))),
        }
    }

    /// `依读法 名 { 1: … 2: … }` with what `arm` makes of what follows each colon.
    pub(super) fn switch<T>(
        &mut self,
        pair: Pair,
        arm: impl Fn(&mut Self, &mut Parts) -> Option<T>,
    ) -> Option<Switch<T>> {
        let at = self.at(&pair);
        let mut parts = Parts::of(pair);
        let reading = parts.take(Rule::name)?;
        let reading = self.name(&reading);
        let arms = self.each(parts.rest(), |this, pair| {
            let mut parts = Parts::of(pair);
            let number = parts.take(Rule::arm_no)?;
            let number = this.number(&number)?;
            parts.take(Rule::colon)?;
            Some((number, arm(this, &mut parts)?))
        });
        Some(Switch { reading, arms, at })
    }
}

/// ① is 1.
pub(super) fn item_number(pair: &Pair) -> Option<u32> {
    let circled = pair.as_str().chars().next()?;
    u32::from(circled).checked_sub(u32::from('①'))?.checked_add(1)
}

/// Whether a name has the form of an English alias.
fn is_alias(name: &str) -> bool {
    name.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_')
}

/// Normal form C; nearly every name is in it already.
fn nfc(text: &str) -> String {
    let plain = |c: char| matches!(c, '\0'..='\u{2FF}' | '\u{4E00}'..='\u{9FFF}');
    if text.chars().all(plain) || is_nfc(text) {
        return text.to_owned();
    }
    text.nfc().collect()
}

/// Full-width digits and signs as half-width ones.
pub(super) fn half_width(text: &str) -> String {
    let fold = |c: char| match c {
        '\u{FF01}'..='\u{FF5E}' => {
            u32::from(c).checked_sub(0xFEE0).and_then(char::from_u32).unwrap_or(c)
        }
        '−' => '-',
        _ => c,
    };
    if text.contains(|c| fold(c) != c) { text.chars().map(fold).collect() } else { text.to_owned() }
}
