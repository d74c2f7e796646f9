//! One name, one alias, over the whole set: the formatter turns either language into the other.

use std::collections::BTreeMap;

use crate::ast::{Decl, File, Names, declared};
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::source::Span;
use crate::text;

/// The pairs of names and aliases; what is missing or contradicts an earlier pair is reported.
///
/// Names form one space with the aliases, since files may write either: no alias of one thing
/// may be the original name of another.
pub(super) fn names(files: &[File], found: &mut Diagnostics) -> Names {
    let mut pairs = Pairs::default();
    for decl in files.iter().flat_map(declared) {
        found.extend(pairs.add(decl));
    }
    Names::of(files)
}

/// Each word and what it is paired with, and where.
#[derive(Default)]
struct Pairs<'a> {
    zh: BTreeMap<&'a str, (&'a str, Span)>,
    en: BTreeMap<&'a str, (&'a str, Span)>,
    missing: BTreeMap<&'a str, Span>,
}

impl<'a> Pairs<'a> {
    fn add(&mut self, decl: &'a Decl) -> Option<Diagnostic> {
        let (zh, at) = (decl.zh.text.as_str(), decl.zh.at.0);
        let Some(alias) = &decl.en else {
            // A name declared in several places is reported once.
            return self.missing.insert(zh, at).is_none().then(|| missing(decl));
        };
        let (en, en_at) = (alias.text.as_str(), alias.at.0);
        let by_name = *self.zh.entry(zh).or_insert((en, en_at));
        let by_alias = *self.en.entry(en).or_insert((zh, at));
        if by_name.0 != en {
            return Some(two_aliases(decl, by_name, en_at));
        }
        if by_alias.0 != zh {
            return Some(alias_of_two(en, (zh, en_at), by_alias));
        }
        let other = self.en.get(zh).filter(|(owner, _)| *owner != zh);
        let crossed =
            other.map(|(owner, owner_at)| alias_of_two(zh, (zh, at), (*owner, *owner_at)));
        crossed.or_else(|| {
            let (_, named_at) = self.zh.get(en).filter(|_| en != zh)?;
            Some(alias_of_two(en, (zh, en_at), (en, *named_at)))
        })
    }
}

fn missing(decl: &Decl) -> Diagnostic {
    let word = &decl.zh.text;
    Diagnostic::new(
        Code::MissingAlias,
        text!(zh: "“{word}”没有英文别名", en: "`{word}` has no English alias"),
    )
    .primary(decl.zh.at.0, text!(zh: "后面缺别名", en: "an alias must follow"))
    .help(text!(zh: "写成 {word} (english_alias)", en: "write `{word} (english_alias)`"))
}

fn two_aliases(decl: &Decl, (known, known_at): (&str, Span), at: Span) -> Diagnostic {
    let word = &decl.zh.text;
    Diagnostic::new(
        Code::AliasTaken,
        text!(zh: "“{word}”有两个别名", en: "`{word}` has two aliases"),
    )
    .primary(at, text!(zh: "又一个别名", en: "another alias"))
    .secondary(known_at, text!(zh: "先前是 {known}", en: "it was `{known}` before"))
    .help(text!(zh: "写成 {word} ({known})", en: "write `{word} ({known})`"))
}

/// `word` stands for `name` here and for `other` elsewhere.
fn alias_of_two(
    word: &str,
    (name, at): (&str, Span),
    (other, other_at): (&str, Span),
) -> Diagnostic {
    Diagnostic::new(
        Code::AliasTaken,
        text!(
            zh: "{word} 既指“{name}”又指“{other}”",
            en: "`{word}` stands for both `{name}` and `{other}`",
        ),
    )
    .primary(at, text!(zh: "在这里指“{name}”", en: "here for `{name}`"))
    .secondary(other_at, text!(zh: "在这里指“{other}”", en: "here for `{other}`"))
    .help(text!(zh: "给“{name}”另起一个别名", en: "give `{name}` another alias"))
}
