//! The tree of subjects: which there are, what each is called, where each was written of.

use std::collections::BTreeMap;

use super::directory::Directory;
use super::settings::{Layer, given_twice};
use crate::ast::{ScenarioEntry, SubjectBlock, SubjectEntry, Text as Label};
use crate::diag::{Code, Diagnostic, Diagnostics, suggest};
use crate::eval::SubjectId;
use crate::ir::{KindId, Named};
use crate::source::Span;
use crate::text;

/// A subject, and the blocks that speak of it.
#[derive(Debug)]
pub(super) struct Node<'a> {
    pub(super) kind: KindId,
    pub(super) parent: Option<SubjectId>,
    pub(super) label: Option<&'a str>,
    /// Each block with its layer, lowest layer first.
    pub(super) blocks: Vec<(usize, &'a SubjectBlock)>,
}

/// All subjects; a parent stands before its children.
#[derive(Debug, Default)]
pub(super) struct Tree<'a> {
    pub(super) nodes: Vec<Node<'a>>,
    labels: BTreeMap<(KindId, &'a str), Vec<SubjectId>>,
    children: BTreeMap<(Option<SubjectId>, KindId), Vec<SubjectId>>,
    own: BTreeMap<(Option<SubjectId>, KindId, &'a str), SubjectId>,
}

impl<'a> Tree<'a> {
    /// The tree that these layers speak of.
    pub(super) fn of(directory: &Directory, layers: &[Layer<'a>], found: &mut Diagnostics) -> Self {
        let mut tree = Self::default();
        for (layer, entries) in layers.iter().enumerate() {
            for entry in *entries {
                if let ScenarioEntry::Subject(block) = entry {
                    tree.grow(directory, layer, None, block, found);
                }
            }
        }
        tree
    }

    /// Children of a kind, in written order; the roots of the kind under no parent.
    pub(super) fn children(&self, of: Option<SubjectId>, kind: KindId) -> &[SubjectId] {
        self.children.get(&(of, kind)).map_or(&[], Vec::as_slice)
    }

    /// The subjects of a kind, in order of their ids.
    pub(super) fn of_kind(&self, kind: KindId) -> impl Iterator<Item = SubjectId> {
        let nodes = (0..).map(SubjectId).zip(&self.nodes);
        nodes.filter(move |(_, node)| node.kind == kind).map(|(id, _)| id)
    }

    /// The subject of this kind and label that is nearest to `from`: under the same parent
    /// before under the same grandparent.
    pub(super) fn labelled(
        &self,
        directory: &Directory,
        kind: KindId,
        label: &Label,
        from: Option<SubjectId>,
        found: &mut Diagnostics,
    ) -> Option<SubjectId> {
        match self.nearest(kind, &label.text, from).as_slice() {
            [one] => return Some(*one),
            [] => found.push(self.no_such_label(directory, kind, label)),
            _ => {
                let (name, Named { zh, en }) = (&label.text, directory.kind_name(kind));
                let message = text!(
                    zh: "叫“{name}”的{zh}不止一个", en: "more than one {en} is called “{name}”",
                );
                found.push(Diagnostic::new(Code::UnknownSubject, message).at(label.at.0));
            }
        }
        None
    }

    fn nearest(&self, kind: KindId, label: &str, from: Option<SubjectId>) -> Vec<SubjectId> {
        let named = self.labels.get(&(kind, label)).map_or(&[][..], Vec::as_slice);
        let mut above = from;
        loop {
            if let Some(own) = self.own.get(&(above, kind, label)) {
                return vec![*own];
            }
            let below = |one: &SubjectId| self.is_below(*one, above);
            let near: Vec<_> = named.iter().copied().filter(below).collect();
            match above.filter(|_| near.is_empty()) {
                None => return near,
                Some(subject) => above = self.parent(subject),
            }
        }
    }

    fn grow(
        &mut self,
        directory: &Directory,
        layer: usize,
        parent: Option<SubjectId>,
        block: &'a SubjectBlock,
        found: &mut Diagnostics,
    ) {
        let Some(kind) = directory.kind(&block.kind, found) else { return };
        if let Some(problem) = self.misplaced(directory, parent, kind, block.kind.at.0) {
            found.push(problem);
            return;
        }
        let id = match self.known(parent, kind, block) {
            Some(id) => id,
            None => self.add(parent, kind, block),
        };
        let Some(node) = self.nodes.get_mut(id.0 as usize) else { return };
        if let Some((_, first)) = node.blocks.iter().find(|(at, _)| *at == layer) {
            found.push(twice(directory, kind, first, block));
            return;
        }
        node.blocks.push((layer, block));
        for entry in &block.entries {
            if let SubjectEntry::Child(child) = entry {
                self.grow(directory, layer, Some(id), child, found);
            }
        }
    }

    /// The subject that a block speaks of, when an earlier one spoke of it: the one of the same
    /// label; without a label, the only one of the kind.
    fn known(
        &self,
        parent: Option<SubjectId>,
        kind: KindId,
        block: &SubjectBlock,
    ) -> Option<SubjectId> {
        match &block.label {
            Some(label) => self.own.get(&(parent, kind, label.text.as_str())).copied(),
            None => match self.children(parent, kind) {
                [only] => Some(*only),
                _ => None,
            },
        }
    }

    fn add(
        &mut self,
        parent: Option<SubjectId>,
        kind: KindId,
        block: &'a SubjectBlock,
    ) -> SubjectId {
        let id = SubjectId(u32::try_from(self.nodes.len()).unwrap_or(u32::MAX));
        let label = block.label.as_ref().map(|label| label.text.as_str());
        self.nodes.push(Node { kind, parent, label, blocks: Vec::new() });
        self.children.entry((parent, kind)).or_default().push(id);
        if let Some(label) = label {
            self.labels.entry((kind, label)).or_default().push(id);
            self.own.insert((parent, kind, label), id);
        }
        id
    }

    fn parent(&self, of: SubjectId) -> Option<SubjectId> {
        self.nodes.get(of.0 as usize)?.parent
    }

    /// Whether a subject is below another, or is it; all are below the forest's top.
    fn is_below(&self, subject: SubjectId, above: Option<SubjectId>) -> bool {
        let Some(above) = above else { return true };
        let mut at = Some(subject);
        while let Some(here) = at {
            if here == above {
                return true;
            }
            at = self.parent(here);
        }
        false
    }

    fn misplaced(
        &self,
        directory: &Directory,
        parent: Option<SubjectId>,
        kind: KindId,
        at: Span,
    ) -> Option<Diagnostic> {
        let wanted = directory.program.vocabulary.kinds.get(kind.index())?.parent;
        let given = parent.and_then(|id| self.nodes.get(id.0 as usize)).map(|node| node.kind);
        if wanted == given {
            return None;
        }
        let Named { zh, en } = directory.kind_name(kind);
        let (message, help) = match wanted.map(|kind| directory.kind_name(kind)) {
            Some(Named { zh: above_zh, en: above_en }) => (
                text!(zh: "{zh}属于{above_zh}", en: "`{en}` belongs to `{above_en}`"),
                text!(
                    zh: "写进{above_zh}的花括号里", en: "write it in the block of `{above_en}`",
                ),
            ),
            None => (
                text!(zh: "{zh}不属于别的主体", en: "`{en}` belongs to no other subject"),
                text!(zh: "写在最外层", en: "write it at the top"),
            ),
        };
        Some(Diagnostic::new(Code::MisplacedSubject, message).at(at).help(help))
    }

    fn no_such_label(&self, directory: &Directory, kind: KindId, label: &Label) -> Diagnostic {
        let (name, Named { zh, en }) = (&label.text, directory.kind_name(kind));
        let labels = self.labels.keys().filter(|(of, _)| *of == kind).map(|(_, label)| *label);
        let closest = suggest(name, labels);
        let message = text!(zh: "没有叫“{name}”的{zh}", en: "no {en} is called “{name}”");
        Diagnostic::new(Code::UnknownSubject, message)
            .at(label.at.0)
            .maybe_help(closest.map(|name| text!(zh: "写成 \"{name}\"", en: "write \"{name}\"")))
    }
}

fn twice(
    directory: &Directory,
    kind: KindId,
    first: &SubjectBlock,
    second: &SubjectBlock,
) -> Diagnostic {
    let Named { zh, en } = directory.kind_name(kind);
    let place = |block: &SubjectBlock| block.label.as_ref().map_or(block.kind.at.0, |one| one.at.0);
    let help = text!(zh: "给每一个不同的名字", en: "give each its own label");
    given_twice(&text!(zh: "这个{zh}", en: "this {en}"), place(first), place(second)).help(help)
}
