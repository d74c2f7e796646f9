//! The names of one scope.

use std::collections::BTreeMap;

use crate::ast::Decl;
use crate::source::Span;

/// The names of one scope, in either language, and what each names.
#[derive(Debug, Clone)]
pub(super) struct Scope<'a, T> {
    names: BTreeMap<&'a str, (T, &'a Decl)>,
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
        match self.names.get(decl.zh.text.as_str()) {
            Some((_, earlier)) if earlier.zh.text == decl.zh.text => return Err(earlier.zh.at.0),
            _ => self.names.insert(&decl.zh.text, (named, decl)),
        };
        if let Some(en) = &decl.en {
            self.names.entry(&en.text).or_insert((named, decl));
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
