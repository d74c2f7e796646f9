//! A table of names in both languages, each within a scope.

use std::collections::BTreeMap;

use crate::ast;
use crate::diag::{Code, Diagnostic, Diagnostics, Text, suggest};
use crate::ir::Named;
use crate::text;

/// What names mean within a scope: the facts of a kind, the rules of a clause.
#[derive(Debug)]
pub(super) struct Names<'p, S, I>(BTreeMap<(S, &'p str), I>);

impl<'p, S: Ord + Copy, I: Copy> Names<'p, S, I> {
    /// The table of these names; either form of a name finds its id.
    pub(super) fn of(named: impl Iterator<Item = (S, &'p Named, I)>) -> Self {
        let mut table = BTreeMap::new();
        for (scope, name, id) in named {
            table.insert((scope, name.zh.as_str()), id);
            table.insert((scope, name.en.as_str()), id);
        }
        Self(table)
    }

    /// What the name means in the scope.
    pub(super) fn get(&self, scope: S, name: &str) -> Option<I> {
        self.0.get(&(scope, name)).copied()
    }

    /// What the name means in the scope; if nothing, that is an error.
    pub(super) fn find(
        &self,
        scope: S,
        name: &ast::Name,
        what: &Text,
        found: &mut Diagnostics,
    ) -> Option<I> {
        let id = self.get(scope, &name.text);
        if id.is_none() {
            let closest = suggest(&name.text, self.names(scope));
            found.push(unknown(what, name, closest));
        }
        id
    }

    /// The names of a scope.
    pub(super) fn names(&self, scope: S) -> impl Iterator<Item = &'p str> {
        let from = self.0.range((scope, "")..);
        from.take_while(move |((at, _), _)| *at == scope).map(|((_, name), _)| *name)
    }
}

/// "There is no such name", with the closest one that there is.
pub(super) fn unknown(what: &Text, name: &ast::Name, closest: Option<&str>) -> Diagnostic {
    let (zh, en, written) = (&what.zh, &what.en, &name.text);
    let message = text!(zh: "没有叫“{written}”的{zh}", en: "there is no {en} `{written}`");
    Diagnostic::new(Code::UnknownName, message)
        .primary(name.at.0, text!(zh: "没有这个名称", en: "no such name"))
        .maybe_help(closest.map(|name| text!(zh: "写成 {name}", en: "write `{name}`")))
}
