//! The names of one scope.

use std::collections::BTreeMap;

use crate::ast::Decl;
use crate::source::Span;

/// The names of one scope, in either language, and what each names.
#[derive(Debug, Clone)]
pub(super) struct Scope<'a, T> {
    names: BTreeMap<&'a str, (T, Span)>,
}

impl<T> Default for Scope<'_, T> {
    fn default() -> Self {
        let names = BTreeMap::new();
        Self { names }
    }
}

impl<'a, T: Copy> Scope<'a, T> {
    /// Declares a name and its alias; where the name is taken already, says where it was.
    /// An alias that is taken is left alone: pairing names and aliases is checked for all at once.
    pub(super) fn declare(&mut self, decl: &'a Decl, named: T) -> Result<(), Span> {
        let at = decl.zh.at.0;
        if let Some((_, earlier)) = self.names.get(decl.zh.text.as_str()) {
            return Err(*earlier);
        }
        self.names.insert(&decl.zh.text, (named, at));
        if let Some(en) = &decl.en {
            self.names.entry(&en.text).or_insert((named, at));
        }
        Ok(())
    }

    /// What a name names.
    pub(super) fn get(&self, name: &str) -> Option<T> {
        self.names.get(name).map(|(named, _)| *named)
    }

    /// Every name, in both languages, in a fixed order.
    pub(super) fn words(&self) -> impl Iterator<Item = &str> {
        self.names.keys().map(|word| -> &str { word })
    }
}
