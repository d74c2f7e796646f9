//! Which places of the rules the examples have tried: each bound from below, at it and from above;
//! each cap below, reached and over; each tier and table row; each condition true, false, unknown.
//! What no facts can bring about is not asked for.

use std::collections::{BTreeMap, BTreeSet};

use crate::eval::{Event, Position, Seen, SubjectId, Tracer};
use crate::ir::{
    AddressId, Body, Clause, CompareOp, Expr, FoldOp, LocalId, Program, Rule, RuleId, Tiers,
};
use crate::quantity::{Dimension, Exact};

/// A way in which a place can be tried.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Mark {
    /// A condition holds.
    True,
    /// A condition fails.
    False,
    /// A condition cannot be told.
    Unknown,
    /// The value is below the bound or cap.
    Below,
    /// The value is exactly at it.
    At,
    /// The value is above it.
    Above,
    /// The tier or row is taken.
    Taken,
}

const CONDITION: &[Mark] = &[Mark::True, Mark::False, Mark::Unknown];
const BOUND: &[Mark] = &[Mark::Below, Mark::At, Mark::Above];
const ROW: &[Mark] = &[Mark::Taken];

/// Listens to evaluations and remembers what they have tried.
#[derive(Debug, Clone)]
pub struct Tried<'p> {
    program: &'p Program,
    marks: BTreeSet<(AddressId, Mark)>,
}

impl<'p> Tried<'p> {
    /// Nothing tried yet.
    pub fn new(program: &'p Program) -> Tried<'p> {
        Tried { program, marks: BTreeSet::new() }
    }

    /// Whether an amount meets its cap: what is paid is rounded, and no facts may exist of which
    /// 30% come to the cap exactly, so it is enough that both are paid alike.
    fn meets(&self, at: AddressId, before: &Seen, limit: &Seen) -> bool {
        let list = &self.program.list;
        let paid = |seen: &Seen| match seen {
            Seen::Number(amount) if amount.high == Some(amount.low) => {
                amount.low.round(list.payable_to, list.payable_mode)
            }
            _ => None,
        };
        let info = self.program.addresses.get(at.0 as usize);
        let is_money = info.is_some_and(|info| info.dimension == Some(Dimension::MONEY));
        is_money && paid(before).is_some_and(|before| paid(limit) == Some(before))
    }
}

impl Tracer for Tried<'_> {
    const ON: bool = true;

    fn begin(&mut self, _: RuleId, _: usize, _: SubjectId, _: Option<i32>) {}

    fn event(&mut self, at: AddressId, event: Event) {
        let mark = match &event {
            Event::Cap { before, limit, .. } if self.meets(at, before, limit) => Some(Mark::At),
            _ => mark(&event),
        };
        self.marks.extend(mark.map(|mark| (at, mark)));
    }
}

fn mark(event: &Event) -> Option<Mark> {
    match event {
        Event::Condition(holds) | Event::Guard(holds) => Some(match holds {
            Some(true) => Mark::True,
            Some(false) => Mark::False,
            None => Mark::Unknown,
        }),
        Event::Compared { left, right, .. } => stands(left, right),
        Event::Bound(position) | Event::Cap { position, .. } => match position {
            Position::Below => Some(Mark::Below),
            Position::At => Some(Mark::At),
            Position::Above => Some(Mark::Above),
            Position::Unknown => None,
        },
        Event::Arm { certain: true } | Event::Tier { certain: true } => Some(Mark::Taken),
        _ => None,
    }
}

/// How a value stands to a bound, when both are known.
fn stands(value: &Seen, bound: &Seen) -> Option<Mark> {
    let order = match (value, bound) {
        (Seen::Number(value), Seen::Number(bound)) => {
            let known = value.high == Some(value.low) && bound.high == Some(bound.low);
            known.then(|| value.low.cmp(&bound.low))?
        }
        (Seen::Date(value), Seen::Date(bound)) => value.cmp(bound),
        _ => return None,
    };
    Some(match order {
        std::cmp::Ordering::Less => Mark::Below,
        std::cmp::Ordering::Equal => Mark::At,
        std::cmp::Ordering::Greater => Mark::Above,
    })
}

/// A place and the ways in which it has not been tried.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gap {
    /// The place.
    pub address: AddressId,
    /// Ways not tried.
    pub untried: Vec<Mark>,
}

/// How far the examples of a clause go.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClauseCoverage {
    /// The clause's number.
    pub clause: u32,
    /// How many ways there are, over all places.
    pub ways: usize,
    /// How many were tried.
    pub tried: usize,
    /// The places that were not tried in every way.
    pub gaps: Vec<Gap>,
}

/// How far the examples go, clause by clause.
#[must_use]
pub fn coverage(tried: &Tried<'_>) -> Vec<ClauseCoverage> {
    let program = tried.program;
    program.clauses.iter().map(|clause| of_clause(program, clause, tried)).collect()
}

fn of_clause(program: &Program, clause: &Clause, tried: &Tried<'_>) -> ClauseCoverage {
    let mut places = Places { program, wanted: BTreeMap::new(), locals: BTreeSet::new() };
    for rule in clause.rules.iter().filter_map(|id| program.rules.get(id.index())) {
        places.rule(rule);
    }
    let mut result = ClauseCoverage { clause: clause.number, ways: 0, tried: 0, gaps: Vec::new() };
    for (address, wanted) in places.wanted {
        let untried: Vec<Mark> = wanted
            .iter()
            .copied()
            .filter(|mark| !tried.marks.contains(&(address, *mark)))
            .collect();
        let done = wanted.len().saturating_sub(untried.len());
        result.ways = result.ways.saturating_add(wanted.len());
        result.tried = result.tried.saturating_add(done);
        if !untried.is_empty() {
            result.gaps.push(Gap { address, untried });
        }
    }
    result
}

/// Gathers the places of a clause and the ways in which each is to be tried.
struct Places<'p> {
    program: &'p Program,
    wanted: BTreeMap<AddressId, Vec<Mark>>,
    locals: BTreeSet<LocalId>,
}

impl<'p> Places<'p> {
    fn rule(&mut self, rule: &'p Rule) {
        for guard in &rule.guards {
            if asks(self.program, &guard.condition) {
                self.want(guard.address, CONDITION);
            }
        }
        if let Body::Money(money) = &rule.body {
            for cap in &money.caps {
                self.want(cap.address, BOUND);
            }
        }
        for expr in rule.exprs() {
            self.expr(expr);
        }
    }

    fn want(&mut self, address: AddressId, marks: &[Mark]) {
        self.wanted.insert(address, marks.to_vec());
    }

    fn expr(&mut self, expr: &'p Expr) {
        match expr {
            // What no fact decides comes out one way in each year, whatever the examples say.
            Expr::Compare { .. } | Expr::Near { .. } | Expr::During { .. } | Expr::Test { .. }
                if !asks(self.program, expr) => {}
            Expr::Compare { left, right, op, address } => {
                let marks = reachable(self.program, *op, left, right);
                self.wanted.insert(*address, marks);
            }
            Expr::Near { address, .. }
            | Expr::During { address, .. }
            | Expr::Is { address, .. }
            | Expr::Test { address, .. }
            | Expr::EachYear { address, .. } => self.want(*address, CONDITION),
            Expr::Match { arms, .. } => {
                for arm in arms {
                    self.want(arm.address, ROW);
                }
            }
            Expr::Cap { address, .. } => self.want(*address, BOUND),
            Expr::Tiers(tiers) => self.tiers(tiers),
            Expr::Local { local, .. } => self.local(*local),
            _ => {}
        }
        for child in expr.children() {
            self.expr(child);
        }
    }

    fn tiers(&mut self, tiers: &Tiers) {
        for row in &tiers.rows {
            self.want(row.address, ROW);
            if let Some(bound) = &row.lower {
                self.want(bound.address, BOUND);
            }
        }
        if let Some(tail) = &tiers.tail {
            self.want(tail.address, ROW);
        }
    }

    /// An intermediate belongs to the clause that uses it.
    fn local(&mut self, id: LocalId) {
        let program = self.program;
        if self.locals.insert(id)
            && let Some(local) = program.locals.get(id.index())
        {
            self.expr(&local.body);
        }
    }
}

/// Whether what an expression comes to hangs on facts, decisions or awards.
fn asks(program: &Program, expr: &Expr) -> bool {
    let mut found = false;
    expr.walk(&mut |part| {
        found |= match part {
            Expr::Fact { .. } | Expr::Series { .. } | Expr::Decision(_) => true,
            Expr::Paid(_) | Expr::Fold(_) => true,
            Expr::Local { local, .. } => {
                let local = program.locals.get(local.index());
                local.is_none_or(|local| asks(program, &local.body))
            }
            _ => false,
        };
    });
    found
}

/// The ways in which a comparison can be tried: what cannot be below a figure is not asked for
/// there, as an amount that is never negative and zero.
fn reachable(program: &Program, _: CompareOp, left: &Expr, right: &Expr) -> Vec<Mark> {
    let figure = match right {
        Expr::Number(figure, _) => Some(*figure),
        _ => None,
    };
    let (least, greatest) = (least(program, left), greatest(program, left));
    let mut marks = BOUND.to_vec();
    marks.retain(|mark| match mark {
        Mark::Below => figure.is_none() || least.is_none() || least < figure,
        Mark::Above => figure.is_none() || greatest.is_none() || greatest > figure,
        _ => true,
    });
    marks
}

/// The least that an expression can be, where that is plain to see.
fn least(program: &Program, expr: &Expr) -> Option<Exact> {
    let not_negative = |one: &Expr| least(program, one).is_some_and(|least| !least.is_negative());
    match expr {
        Expr::Number(value, _) => Some(*value),
        Expr::Fact { fact, .. } => program.vocabulary.facts.get(fact.index())?.min,
        Expr::Monus(..) | Expr::Paid(_) => Some(Exact::ZERO),
        Expr::InYear(_, inner) => least(program, inner),
        Expr::Local { local, .. } => least(program, &program.locals.get(local.index())?.body),
        Expr::Fold(fold) => match (&fold.op, &fold.body) {
            (FoldOp::Count, _) => Some(Exact::ZERO),
            (_, Some(body)) => not_negative(body).then_some(Exact::ZERO),
            _ => None,
        },
        Expr::Add(a, b) | Expr::Mul(a, b) | Expr::Div(a, b) => {
            (not_negative(a) && not_negative(b)).then_some(Exact::ZERO)
        }
        _ => None,
    }
}

/// The greatest that an expression can be, where that is plain to see.
fn greatest(program: &Program, expr: &Expr) -> Option<Exact> {
    match expr {
        Expr::Number(value, _) => Some(*value),
        Expr::Fact { fact, .. } => program.vocabulary.facts.get(fact.index())?.max,
        Expr::InYear(_, inner) => greatest(program, inner),
        _ => None,
    }
}
