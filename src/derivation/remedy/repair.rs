//! What would turn a condition, read off the way it was evaluated. These are candidates: whether
//! one does what it should is seen by evaluating again.

use super::solve;
use super::{CHANGES, Change};
use crate::derivation::formula::within;
use crate::derivation::items::{Item, items};
use crate::derivation::record::{Node, Part, Passed, What};
use crate::eval::{Cell, Event, Facts, Seen};
use crate::ir::{CompareOp, FactId, FoldOp, Program, Type, VariantSet};
use crate::quantity::{Date, DateRange};

/// Changes to be made together.
pub(super) type Repair = Vec<Change>;

/// So many ways to turn one condition are looked at.
const WAYS: usize = 12;

/// What an evaluation passed, and with which facts.
pub(super) struct Repairer<'a> {
    pub(super) program: &'a Program,
    pub(super) facts: &'a Facts,
    pub(super) parts: &'a [Part],
}

impl Repairer<'_> {
    /// Ways to mend all that fails of one part of an outcome: any one part will do.
    pub(super) fn repairs(&self) -> Vec<Repair> {
        let listed = self.parts.iter().filter(|part| self.facts.subject(part.subject).is_some());
        let mut ways: Vec<Repair> = listed.flat_map(|part| self.part(part)).collect();
        for change in ways.iter_mut().flatten() {
            let fact = self.program.vocabulary.facts.get(change.fact.index());
            change.year = change.year.filter(|_| fact.is_some_and(|fact| fact.yearly));
        }
        ways
    }

    fn part(&self, part: &Part) -> Vec<Repair> {
        let mut ways = vec![Vec::new()];
        let mut before: Option<&Node> = None;
        for passed in &part.passed {
            match passed {
                Passed::Node(node) => before = Some(node),
                Passed::Event(_, Event::Guard(holds)) => {
                    if let (Some(false), Some(node)) = (holds, before.take()) {
                        ways = both(ways, self.turned(node, true));
                    }
                }
                Passed::Event(_, Event::Amount(Seen::Absent)) => {
                    if let Some(node) = before.take() {
                        ways = both(ways, self.present(node));
                    }
                }
                Passed::Event(..) => {}
            }
        }
        ways
    }

    /// Ways to make a condition come out as wanted; one that changes nothing where it does.
    pub(super) fn turned(&self, node: &Node, wanted: bool) -> Vec<Repair> {
        if node.holds() == Some(wanted) {
            return vec![Vec::new()];
        }
        let all = |nodes: &mut dyn Iterator<Item = &Node>| {
            nodes.fold(vec![Vec::new()], |ways, one| both(ways, self.needed(one, wanted)))
        };
        match &node.what {
            What::And if wanted => all(&mut node.nodes()),
            What::Or if !wanted => all(&mut node.nodes()),
            What::And | What::Or => some(node.nodes().flat_map(|one| self.turned(one, wanted))),
            What::EachYear { .. } if wanted => all(&mut node.nodes()),
            What::EachYear { .. } => some(node.nodes().flat_map(|one| self.turned(one, wanted))),
            What::Not => self.first(node, |inner| self.turned(inner, !wanted)),
            What::Test(_) | What::InYear | What::Switch(_) => {
                self.first(node, |inner| self.turned(inner, wanted))
            }
            What::Local(_) => match self.computed(node).and_then(Node::first) {
                Some(inner) => self.turned(inner, wanted),
                None => Vec::new(),
            },
            What::If(_) | What::Match => {
                self.other_branch(node, |taken| self.turned(taken, wanted))
            }
            What::Fact(fact) => change(node, *fact, Cell::Truth(wanted)),
            What::Compare { op, .. } => self.compared(node, *op, wanted),
            What::Is { variants, .. } => self.among(node, *variants, wanted),
            What::During { year, .. } => self.during(node, year.or(node.year), wanted),
            What::Happened => self.happened(node, wanted),
            What::Near { .. } => self.near(node, wanted),
            What::Fold { op, has_body, .. } => self.question(node, (*op, *has_body), wanted),
            _ => Vec::new(),
        }
    }

    /// The same of one of several that are all needed: what is not settled is left as it is.
    fn needed(&self, node: &Node, wanted: bool) -> Vec<Repair> {
        match node.holds() {
            None => vec![Vec::new()],
            Some(_) => self.turned(node, wanted),
        }
    }

    fn first(&self, node: &Node, f: impl Fn(&Node) -> Vec<Repair>) -> Vec<Repair> {
        node.first().map(f).unwrap_or_default()
    }

    /// An intermediate where it was computed: it is computed once, and known from then on.
    pub(super) fn computed<'n>(&'n self, node: &'n Node) -> Option<&'n Node> {
        if node.first().is_some() {
            return Some(node);
        }
        let passed = self.parts.iter().flat_map(|part| &part.passed);
        let mut open: Vec<&Node> = passed
            .filter_map(|passed| match passed {
                Passed::Node(node) => Some(node),
                Passed::Event(..) => None,
            })
            .collect();
        let key = |node: &Node| (node.what.clone(), node.subject, node.year);
        while let Some(one) = open.pop() {
            if one.first().is_some() && key(one) == key(node) {
                return Some(one);
            }
            open.extend(one.nodes());
        }
        None
    }

    /// The branch that was taken made to come out as wanted, or another branch taken.
    fn other_branch(&self, node: &Node, f: impl Fn(&Node) -> Vec<Repair>) -> Vec<Repair> {
        let mut nodes = node.nodes();
        let Some(key) = nodes.next() else { return Vec::new() };
        let within = nodes.next_back().map(&f).unwrap_or_default();
        let otherwise = match key.holds() {
            Some(holds) => self.turned(key, !holds),
            None => self.other_variants(key),
        };
        some(within.into_iter().chain(otherwise))
    }

    /// A choice changed to any other value.
    fn other_variants(&self, key: &Node) -> Vec<Repair> {
        let Some((fact, node)) = self.fact(key) else { return Vec::new() };
        let now = match node.value {
            Some(Seen::Variant(now)) => Some(now),
            _ => None,
        };
        let all = (0..self.count(fact)).filter(|one| Some(*one) != now);
        some(all.flat_map(|one| change(node, fact, Cell::Variant(one))))
    }

    /// How many values a choice has.
    fn count(&self, fact: FactId) -> u16 {
        let vocabulary = &self.program.vocabulary;
        let count = match vocabulary.facts.get(fact.index()).map(|fact| fact.ty) {
            Some(Type::Choice(of)) => vocabulary.enums.get(of.index()).map(|of| of.variants.len()),
            _ => None,
        };
        count.and_then(|count| u16::try_from(count).ok()).unwrap_or(0)
    }

    /// The fact that an expression leads to, if it is one.
    pub(super) fn fact<'n>(&'n self, node: &'n Node) -> Option<(FactId, &'n Node)> {
        match within(node) {
            Node { what: What::Fact(fact), .. } => Some((*fact, within(node))),
            local @ Node { what: What::Local(_), .. } => self.fact(self.computed(local)?.first()?),
            _ => None,
        }
    }

    /// A choice changed to a value that is wanted; the others that are wanted may do as well.
    fn among(&self, node: &Node, variants: VariantSet, wanted: bool) -> Vec<Repair> {
        let Some((fact, value)) = node.first().and_then(|value| self.fact(value)) else {
            return Vec::new();
        };
        let is_wanted = |one: &u16| {
            let bit = variants.checked_shr(u32::from(*one)).unwrap_or(0) & 1;
            (bit == 1) == wanted
        };
        let mut cells = (0..self.count(fact)).filter(is_wanted).map(Cell::Variant);
        let Some(to) = cells.next() else { return Vec::new() };
        let mut ways = change(value, fact, to);
        for one in ways.iter_mut().flatten() {
            one.or = cells.by_ref().collect();
        }
        ways
    }

    fn compared(&self, node: &Node, op: CompareOp, wanted: bool) -> Vec<Repair> {
        let Some((left, right)) = node.pair() else { return Vec::new() };
        let op = match (op, wanted) {
            (op, true) => op,
            (CompareOp::AtLeast, false) => CompareOp::Below,
            (CompareOp::AtMost, false) => CompareOp::Above,
            (CompareOp::Above, false) => CompareOp::AtMost,
            (CompareOp::Below, false) => CompareOp::AtLeast,
            // Any other value would do: there is no nearest one to name.
            (CompareOp::Equal, false) => return Vec::new(),
        };
        let left_side = solve::solve(self, left, op, right.value.as_ref());
        let right_side = solve::solve(self, right, op.mirrored(), left.value.as_ref());
        some(left_side.into_iter().chain(right_side))
    }

    fn during(&self, node: &Node, year: Option<i32>, wanted: bool) -> Vec<Repair> {
        let date = node.first().and_then(|date| self.fact(date));
        let (Some((fact, value)), Some(year), true) = (date, year, wanted) else {
            return Vec::new();
        };
        let Some(range) = DateRange::of_year(year) else { return Vec::new() };
        let now = match value.value {
            Some(Seen::Date(now)) => Some(now),
            _ => self.facts.as_of,
        };
        let nearest = match now {
            Some(now) if now < range.from() => range.from(),
            Some(now) if now > range.to() => range.to(),
            Some(now) => now,
            None => range.to(),
        };
        change(value, fact, Cell::Date(nearest))
    }

    fn happened(&self, node: &Node, wanted: bool) -> Vec<Repair> {
        let Some((fact, value)) = node.first().and_then(|date| self.fact(date)) else {
            return Vec::new();
        };
        match (wanted, self.facts.as_of) {
            (true, Some(today)) => change(value, fact, Cell::Date(today)),
            (false, _) => change(value, fact, Cell::NotHappened),
            (true, None) => Vec::new(),
        }
    }

    fn near(&self, node: &Node, wanted: bool) -> Vec<Repair> {
        let (Some((value, target)), true) = (node.pair(), wanted) else { return Vec::new() };
        solve::solve(self, value, CompareOp::Equal, target.value.as_ref())
    }

    /// An item that decides the question made, or each that decides it unmade.
    fn question(&self, node: &Node, (op, has_body): (FoldOp, bool), wanted: bool) -> Vec<Repair> {
        let items = items(node);
        match (op, wanted) {
            (FoldOp::Exists, true) => some(items.iter().flat_map(|item| self.taken_in(item))),
            (FoldOp::All, true) => items.iter().filter(|item| item.kept == Some(true)).fold(
                vec![Vec::new()],
                |ways, item| {
                    let body = item.filter.last().filter(|_| has_body);
                    both(ways, body.map(|body| self.turned(body, true)).unwrap_or_default())
                },
            ),
            (FoldOp::Exists, false) => items.iter().filter(|item| item.kept == Some(true)).fold(
                vec![Vec::new()],
                |ways, item| {
                    let out = item.filter.iter().flat_map(|one| self.turned(one, false));
                    both(ways, some(out))
                },
            ),
            _ => Vec::new(),
        }
    }

    /// All that keeps an item out mended.
    pub(super) fn taken_in(&self, item: &Item<'_>) -> Vec<Repair> {
        let filter = item.filter.iter();
        filter.fold(vec![Vec::new()], |ways, one| both(ways, self.needed(one, true)))
    }

    /// Ways to make an amount that comes to 无 come to something.
    fn present(&self, node: &Node) -> Vec<Repair> {
        if node.value != Some(Seen::Absent) {
            return vec![Vec::new()];
        }
        match &node.what {
            What::Fold { .. } => some(items(node).iter().flat_map(|item| {
                let body = item.body.map_or_else(|| vec![Vec::new()], |body| self.present(body));
                both(self.taken_in(item), body)
            })),
            What::If(_) | What::Match => self.other_branch(node, |taken| self.present(taken)),
            What::Local(_) => match self.computed(node).and_then(Node::first) {
                Some(inner) => self.present(inner),
                None => Vec::new(),
            },
            What::Add | What::Extreme { .. } => {
                some(node.nodes().flat_map(|one| self.present(one)))
            }
            What::Mul | What::Div | What::Sub => {
                node.nodes().fold(vec![Vec::new()], |ways, one| both(ways, self.present(one)))
            }
            What::InYear
            | What::Switch(_)
            | What::Cap(_)
            | What::Round { .. }
            | What::Tiers { .. }
            | What::Monus(_) => self.first(node, |inner| self.present(inner)),
            _ => Vec::new(),
        }
    }
}

/// A change of one fact: one way, if the fact is that of a subject that is listed.
pub(super) fn change(node: &Node, fact: FactId, to: Cell) -> Vec<Repair> {
    let Some(subject) = node.subject else { return Vec::new() };
    vec![vec![Change { fact, subject, year: node.year, to, or: Vec::new() }]]
}

/// A change of the date that an expression leads to.
pub(super) fn date_change(node: &Node, fact: FactId, to: Option<Date>) -> Vec<Repair> {
    to.map(|to| change(node, fact, Cell::Date(to))).unwrap_or_default()
}

/// One way of the first together with one of the second.
fn both(first: Vec<Repair>, second: Vec<Repair>) -> Vec<Repair> {
    let pairs = first.iter().flat_map(|one| {
        second.iter().map(move |two| {
            let new = two.iter().filter(|change| !one.contains(change));
            one.iter().chain(new).cloned().collect::<Repair>()
        })
    });
    some(pairs.filter(|repair| repair.len() <= CHANGES))
}

/// The first ways of several.
fn some(ways: impl IntoIterator<Item = Repair>) -> Vec<Repair> {
    ways.into_iter().take(WAYS).collect()
}
