//! What the grammar found in a text: nodes in written order, each before those inside it.
//!
//! pest hands out its pairs one by one, each holding on to the whole parse; the builder goes over
//! this copy of them instead, which is a slice.

use std::ops::Range;

use pest::Token;
use pest::iterators;

use super::grammar::Rule;
use super::keyword::Keyword;

/// A node: what a rule of the grammar found.
#[derive(Debug, Clone, Copy)]
struct Node {
    rule: Rule,
    start: u32,
    /// The blanks after it are not counted in.
    end: u32,
    /// How many nodes it is, itself and those inside it.
    size: u32,
}

/// The nodes of a parsed text.
pub(super) struct Tree<'t> {
    text: &'t str,
    nodes: Vec<Node>,
}

impl<'t> Tree<'t> {
    /// The nodes that pest found in a text.
    pub(super) fn new(text: &'t str, pairs: iterators::Pairs<Rule>) -> Self {
        let tokens = pairs.tokens();
        let mut nodes: Vec<Node> = Vec::with_capacity(tokens.len() / 2);
        let mut open = Vec::new();
        for token in tokens {
            match token {
                Token::Start { rule, pos } => {
                    open.push(nodes.len());
                    nodes.push(Node { rule, start: offset(pos.pos()), end: 0, size: 0 });
                }
                Token::End { pos, .. } => {
                    let at = open.pop().unwrap_or_default();
                    let size = offset(nodes.len().saturating_sub(at));
                    if let Some(node) = nodes.get_mut(at) {
                        let written = text.get(index(node.start)..pos.pos()).unwrap_or_default();
                        let written = offset(written.trim_end().len());
                        *node = Node { end: node.start.saturating_add(written), size, ..*node };
                    }
                }
            }
        }
        Self { text, nodes }
    }

    /// The outermost nodes.
    pub(super) fn pairs(&self) -> Pairs<'_> {
        Pairs { text: self.text, nodes: &self.nodes }
    }
}

/// A node and those inside it.
#[derive(Clone, Copy)]
pub(super) struct Pair<'t> {
    text: &'t str,
    node: Node,
    inside: &'t [Node],
}

impl<'t> Pair<'t> {
    /// The rule that found it.
    pub(super) fn as_rule(&self) -> Rule {
        self.node.rule
    }

    /// Its text, without the blanks that follow it.
    pub(super) fn as_str(&self) -> &'t str {
        self.text.get(self.range()).unwrap_or_default()
    }

    /// Where it stands, without the blanks that follow it.
    pub(super) fn range(&self) -> Range<usize> {
        index(self.node.start)..index(self.node.end)
    }

    /// The nodes right inside it.
    pub(super) fn into_inner(self) -> Pairs<'t> {
        Pairs { text: self.text, nodes: self.inside }
    }
}

/// Nodes that follow one another.
#[derive(Clone, Copy)]
pub(super) struct Pairs<'t> {
    text: &'t str,
    /// Each is followed by those inside it.
    nodes: &'t [Node],
}

impl<'t> Iterator for Pairs<'t> {
    type Item = Pair<'t>;

    fn next(&mut self) -> Option<Pair<'t>> {
        let node = *self.nodes.first()?;
        let (own, rest) = self.nodes.split_at_checked(index(node.size))?;
        self.nodes = rest;
        Some(Pair { text: self.text, node, inside: own.get(1..)? })
    }
}

/// The nodes in a node, taken one by one. Punctuation and keywords that carry nothing are passed
/// over.
pub(super) struct Parts<'t>(Pairs<'t>);

impl<'t> Parts<'t> {
    pub(super) fn of(pair: Pair<'t>) -> Self {
        Self(pair.into_inner())
    }

    /// The next pair, whatever it is.
    pub(super) fn next(&mut self) -> Option<Pair<'t>> {
        self.0.next()
    }

    /// The next pair if it is of this rule.
    pub(super) fn next_if(&mut self, wanted: Rule) -> Option<Pair<'t>> {
        if self.rule()? == wanted { self.next() } else { None }
    }

    /// Whether the next pair is this keyword, which is then taken.
    pub(super) fn has(&mut self, keyword: Rule) -> bool {
        self.next_if(keyword).is_some()
    }

    /// The next pair if it is of this rule, marks before it passed over (for good, also when
    /// something else follows them).
    pub(super) fn take(&mut self, rule: Rule) -> Option<Pair<'t>> {
        loop {
            match self.rule()? {
                found if found == rule => return self.next(),
                found if is_mark(found) => self.next(),
                _ => return None,
            };
        }
    }

    /// How many pairs are left.
    pub(super) fn left(&self) -> usize {
        self.0.count()
    }

    /// The next pair's rule.
    pub(super) fn rule(&self) -> Option<Rule> {
        self.0.nodes.first().map(|node| node.rule)
    }

    /// The next pair if it is a keyword.
    pub(super) fn keyword(&mut self) -> Option<Keyword> {
        let keyword = Keyword::of_rule(self.rule()?)?;
        self.next();
        Some(keyword)
    }

    /// All pairs left that are no marks.
    pub(super) fn rest(self) -> impl Iterator<Item = Pair<'t>> {
        self.0.filter(|pair| !is_mark(pair.as_rule()))
    }
}

fn is_mark(rule: Rule) -> bool {
    use Rule::{close, colon, comma, dot, equals, lparen, open, rparen};
    matches!(rule, close | colon | comma | dot | equals | lparen | open | rparen)
        || Keyword::of_rule(rule).is_some()
}

/// Offsets fit: no file is so large (see `MAX_FILE_BYTES`).
fn offset(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

fn index(offset: u32) -> usize {
    usize::try_from(offset).unwrap_or(usize::MAX)
}
