//! How rules of several clauses that pay for the same thing stand to each other.
//!
//! A pair is looked at when both rules pay for the same quantity, event, count or title, or when a
//! file says how the two stand. It is put aside only for a reason: the two are paid to different
//! parties, their conditions exclude each other, they share a cap, or no facts were found for
//! which both pay. Whatever is left has a witness that the interpreter confirms.

use std::sync::OnceLock;

use super::candidates::Values;
use super::case::line_of;
use super::cause::{Cause, Causes, causes, money_of};
use super::conditions::{Key, Needed, Way, joined};
use super::witness::{Witness, comes_to, witness};
use crate::eval::Status;
use crate::ir::{Body, KindId, MoneyKind, Program, ReadingId, Relation, Rule, RuleId};

/// Ways of meeting the conditions of both rules that are tried, of one thing both pay for.
const MOST_WAYS: usize = 8;

/// Two rules, and how they stand to each other.
#[derive(Debug, Clone, PartialEq)]
pub struct Interaction {
    /// The earlier rule and the later one.
    pub rules: [RuleId; 2],
    /// What both pay for; none where only a file says that they have to do with each other.
    pub cause: Option<Cause>,
    /// What was found.
    pub finding: Finding,
}

/// What was found of a pair.
#[derive(Debug, Clone, PartialEq)]
pub enum Finding {
    /// Both pay, and no file says how they stand.
    Undeclared(Witness),
    /// A file says how they stand.
    Declared {
        /// The rule that says it.
        by: RuleId,
        /// What it says.
        relation: Relation,
        /// Facts for which each would pay by itself; else why there are none.
        alone: Result<Witness, Dismissal>,
        /// What they pay for these facts as declared.
        together: Vec<Status>,
    },
    /// They do not both pay for it.
    Dismissed(Dismissal),
}

/// Why two rules do not both pay for what both pay for.
#[derive(Debug, Clone, PartialEq)]
pub enum Dismissal {
    /// Neither is paid to the other's subject or one above it: a third party paid for the same
    /// thing is not paid twice.
    Apart,
    /// Their conditions exclude each other: the first thing on which they do not agree.
    Exclusive(Key, Needed, Needed),
    /// They draw on one cap.
    SharedCap,
    /// No facts were found for which both pay.
    NoCase,
}

/// Every pair that was looked at, by rule.
pub fn interactions(program: &Program) -> Vec<Interaction> {
    let examiner = Examiner::new(program);
    examiner.pairs().map(|pair| examiner.examined(&pair)).collect()
}

/// The pairs that pay for the same thing without a file's saying how they stand, with a witness.
pub(super) fn undeclared(program: &Program) -> Vec<Interaction> {
    let examiner = Examiner::new(program);
    let open = examiner.pairs().filter(|pair| pair.declared.is_none());
    let examined = open.map(|pair| examiner.examined(&pair));
    examined.filter(|one| matches!(one.finding, Finding::Undeclared(_))).collect()
}

/// A rule that commits money, and what it pays for.
struct Paying<'p> {
    id: RuleId,
    rule: &'p Rule,
    causes: Causes,
}

/// A pair that has something to do with each other.
struct Pair<'e> {
    earlier: &'e Paying<'e>,
    later: &'e Paying<'e>,
    shared: Vec<Cause>,
    declared: Option<(RuleId, &'e Relation)>,
}

struct Examiner<'p> {
    program: &'p Program,
    /// The same rules, each by itself: without relations to others.
    alone: Program,
    paying: Vec<Paying<'p>>,
}

impl<'p> Examiner<'p> {
    fn new(program: &'p Program) -> Self {
        let rules = (0..).map(RuleId).zip(&program.rules);
        let paying = rules.filter_map(|(id, rule)| {
            let money = money_of(rule).filter(|money| money.kind == MoneyKind::Paid)?;
            Some(Paying { id, rule, causes: causes(program, rule, money) })
        });
        Self { program, alone: without_relations(program), paying: paying.collect() }
    }

    fn pairs(&self) -> impl Iterator<Item = Pair<'_>> {
        self.paying.iter().enumerate().flat_map(|(position, later)| {
            let before = self.paying.iter().take(position);
            before.filter_map(move |earlier| Pair::of(earlier, later))
        })
    }

    fn examined(&self, pair: &Pair<'_>) -> Interaction {
        let rules = [pair.earlier.id, pair.later.id];
        let (cause, case) = match self.case(pair) {
            Ok((cause, witness)) => (cause, Ok(witness)),
            Err(dismissal) => (pair.shared.first().copied(), Err(dismissal)),
        };
        let finding = match (pair.declared, case) {
            (None, Ok(witness)) => Finding::Undeclared(witness),
            (None, Err(dismissal)) => Finding::Dismissed(dismissal),
            (Some((by, relation)), case) => {
                let related = self.related(by, relation);
                let together = case.iter().flat_map(|alone| {
                    rules.iter().filter_map(|rule| comes_to(&related, *rule, &alone.facts))
                });
                let together = together.collect();
                Finding::Declared { by, relation: relation.clone(), alone: case, together }
            }
        };
        Interaction { rules, cause, finding }
    }

    /// Facts for which both pay, and for what; else why there are none.
    fn case(&self, pair: &Pair<'_>) -> Result<(Option<Cause>, Witness), Dismissal> {
        let Pair { earlier, later, shared, .. } = pair;
        let kind = self.lower(earlier, later).ok_or(Dismissal::Apart)?;
        if shares_cap(earlier, later) {
            return Err(Dismissal::SharedCap);
        }
        if shared.is_empty() {
            let witness = self.witness(pair, kind, Way::new());
            return witness.map(|witness| (None, witness)).ok_or(Dismissal::NoCase);
        }
        let mut dismissal = None;
        for cause in shared {
            let ways = |of: &'_ Paying<'_>| of.causes.get(cause).cloned().unwrap_or_default();
            let (ones, others) = (ways(earlier), ways(later));
            let pairs = ones.iter().flat_map(|one| others.iter().map(move |two| joined(one, two)));
            let mut tried = 0;
            for joint in pairs {
                match joint {
                    Err((key, one, two)) => {
                        dismissal.get_or_insert(Dismissal::Exclusive(key, one, two));
                    }
                    Ok(way) if tried < MOST_WAYS => {
                        tried = tried.saturating_add(1);
                        if let Some(witness) = self.witness(pair, kind, way) {
                            return Ok((Some(*cause), witness));
                        }
                        dismissal = Some(Dismissal::NoCase);
                    }
                    Ok(_) => break,
                }
            }
        }
        Err(dismissal.unwrap_or(Dismissal::NoCase))
    }

    /// Facts that meet these demands and for which each of the two pays by itself.
    fn witness(&self, pair: &Pair<'_>, kind: KindId, way: Way) -> Option<Witness> {
        let mut start = line_of(self.program, kind);
        let clauses = [pair.earlier, pair.later].into_iter();
        let clauses = clauses.filter_map(|one| self.program.clauses.get(one.rule.clause.index()));
        start.clauses = clauses.map(|clause| clause.number).collect();
        start.readings = chosen(&way);
        let rules = [pair.earlier.id, pair.later.id];
        witness(&self.alone, &rules, start, &Values { way, ..Values::default() })
    }

    /// The rules with this one relation between them.
    fn related(&self, by: RuleId, relation: &Relation) -> Program {
        let mut related = self.alone.clone();
        let rule = related.rules.get_mut(by.index()).map(|rule| &mut rule.body);
        if let Some(Body::Money(money)) = rule {
            money.relations.push(relation.clone());
        }
        related.links = OnceLock::new();
        related
    }

    /// The lower kind of the two subjects, if one of them is the other or above it.
    fn lower(&self, one: &Paying<'_>, two: &Paying<'_>) -> Option<KindId> {
        let kinds = &self.program.vocabulary.kinds;
        let above = |kind: KindId| {
            std::iter::successors(Some(kind), |kind| kinds.get(kind.index())?.parent)
        };
        let (one, two) = (one.rule.subject?, two.rule.subject?);
        let is_above = |upper, lower| above(lower).any(|kind| kind == upper);
        if is_above(one, two) {
            return Some(two);
        }
        is_above(two, one).then_some(one)
    }
}

impl<'e> Pair<'e> {
    /// Two rules of different clauses that pay for the same thing, or of which one speaks of the
    /// other.
    fn of(earlier: &'e Paying<'e>, later: &'e Paying<'e>) -> Option<Self> {
        let shared = earlier.causes.keys().filter(|cause| later.causes.contains_key(cause));
        let shared: Vec<Cause> = shared.copied().collect();
        let declared = later.relation_to(earlier).or_else(|| earlier.relation_to(later));
        let is_one =
            earlier.rule.clause != later.rule.clause && (declared.is_some() || !shared.is_empty());
        is_one.then_some(Self { earlier, later, shared, declared })
    }
}

impl<'p> Paying<'p> {
    /// What this rule says of the other.
    fn relation_to(&self, other: &Paying<'_>) -> Option<(RuleId, &'p Relation)> {
        let relations = &money_of(self.rule)?.relations;
        let relation = relations.iter().find(|relation| relation.rule == other.id)?;
        Some((self.id, relation))
    }
}

fn shares_cap(one: &Paying<'_>, two: &Paying<'_>) -> bool {
    let caps = money_of(one.rule).into_iter().flat_map(|money| &money.caps);
    caps.into_iter().any(|cap| cap.shared.contains(&two.id))
}

/// The readings that a way asks for and that are not the default; of several alternatives the
/// first.
fn chosen(way: &Way) -> Vec<(ReadingId, usize)> {
    let readings = way.iter().filter_map(|(key, needed)| match (key, needed) {
        (Key::Reading(reading), Needed::Among(alternatives)) => {
            Some((*reading, usize::try_from(alternatives.trailing_zeros()).ok()?))
        }
        _ => None,
    });
    readings.filter(|(_, position)| *position > 0).collect()
}

fn without_relations(program: &Program) -> Program {
    let mut alone = Program { links: OnceLock::new(), ..program.clone() };
    for rule in &mut alone.rules {
        if let Body::Money(money) = &mut rule.body {
            money.relations.clear();
        }
    }
    alone
}
