//! What the subjects of some facts are called in a history.

use std::collections::BTreeSet;

use super::book::{Book, Key};
use super::columns::BELOW;
use crate::diag::{Code, Diagnostic};
use crate::eval::{Facts, Subject, SubjectId};
use crate::ir::{KindId, Named};
use crate::text;

/// The names of the subjects of some facts, by subject; none for those that need none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Names(pub(super) Vec<Option<Key>>);

impl Names {
    /// The subject of a kind and an id.
    pub(super) fn subject(&self, kind: KindId, id: &str) -> Option<SubjectId> {
        let is = |key: &Option<Key>| key.as_ref().is_some_and(|key| key.0 == kind && key.1 == id);
        let at = self.0.iter().position(is)?;
        u32::try_from(at).ok().map(SubjectId)
    }

    /// The name of a subject.
    pub(super) fn of(&self, subject: SubjectId) -> Option<&Key> {
        self.0.get(subject.0 as usize)?.as_ref()
    }

    /// The subjects that have a name, with it.
    pub(super) fn iter(&self) -> impl Iterator<Item = (SubjectId, &Key)> {
        let named = (0..).map(SubjectId).zip(&self.0);
        named.filter_map(|(subject, key)| Some((subject, key.as_ref()?)))
    }
}

impl Book<'_> {
    /// The names under which this book keeps the subjects of some facts: `ids` gives each its own,
    /// those of its parents are put in front. Those that may be awarded, or that stand at the top,
    /// must be told apart by them.
    pub fn names(&self, facts: &Facts, ids: &[&str]) -> Result<Names, Vec<Diagnostic>> {
        let mut paths: Vec<String> = Vec::with_capacity(facts.subjects.len());
        let (mut names, mut found, mut seen) = (Vec::new(), Vec::new(), BTreeSet::new());
        for (position, subject) in facts.subjects.iter().enumerate() {
            let own = ids.get(position).copied().unwrap_or_default();
            let above = subject.parent.and_then(|parent| paths.get(parent.0 as usize));
            let path = above.map_or_else(|| own.to_owned(), |above| format!("{above}{BELOW}{own}"));
            let is_named = self.named.get(subject.kind.index()) == Some(&true);
            names.push(is_named.then(|| (subject.kind, path.clone())));
            if is_named {
                if own.is_empty() {
                    found.push(self.unnamed(subject));
                } else if !seen.insert((subject.kind, path.clone())) {
                    found.push(self.named_twice(subject, &path));
                }
            }
            paths.push(path);
        }
        // What stands below a subject without a name would only say the same again.
        if found.is_empty() { Ok(Names(names)) } else { Err(found) }
    }

    fn unnamed(&self, subject: &Subject) -> Diagnostic {
        let Named { zh, en } = self.directory.kind_name(subject.kind);
        let message = text!(
            zh: "有个{zh}没有名称，历史记不到它名下",
            en: "an `{en}` has no label, under which its history could be kept",
        );
        let help = text!(zh: "写成 {zh} \"名称\" {{ … }}", en: "write `{en} \"label\" {{ … }}`");
        Diagnostic::new(Code::HistoryUnnamed, message).help(help)
    }

    fn named_twice(&self, subject: &Subject, path: &str) -> Diagnostic {
        let Named { zh, en } = self.directory.kind_name(subject.kind);
        let message = text!(
            zh: "有两个{zh}都叫“{path}”，历史分不清是哪一个的",
            en: "two `{en}` are called “{path}”, so that their histories cannot be told apart",
        );
        let help = text!(zh: "改掉其中一个的名称", en: "give one of them another label");
        Diagnostic::new(Code::HistoryUnnamed, message).help(help)
    }
}
