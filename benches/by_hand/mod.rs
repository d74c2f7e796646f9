//! Clauses 14, 41 and 51 as a programmer would write them for these three and no others, with
//! `rust_decimal`: fields instead of facts, amounts instead of outcomes.
#![allow(dead_code, unreachable_pub, clippy::unwrap_used, clippy::panic)]
#![allow(clippy::indexing_slicing)]
#![allow(clippy::disallowed_methods, clippy::arithmetic_side_effects)]

use polc::eval::{Cell, Facts, Outcome, Status, SubjectId};
use polc::ir::Program;
use rust_decimal::{Decimal, RoundingStrategy};

/// All that the three clauses ask of an enterprise.
pub struct Enterprise {
    pub in_dairy_zone: bool,
    pub registered_here: bool,
    pub has_dairy_licence: bool,
    /// At the national or the regional level.
    pub leads: bool,
    pub milk_before: Decimal,
    pub milk: Decimal,
    pub projects: Vec<Project>,
    pub reuse: Vec<Reuse>,
    pub hauls: Vec<Haul>,
    pub reuse_years: Vec<i32>,
}

pub struct Project {
    pub on_time: bool,
    pub invested: Decimal,
}

pub struct Reuse {
    pub is_waste: bool,
    pub tonnes: Decimal,
    pub regional_award: Option<Decimal>,
}

pub struct Haul {
    pub far: bool,
    pub tonnes: Decimal,
}

/// What the reference pays: nothing where the enterprise is not entitled.
#[derive(Debug, PartialEq, Eq)]
pub struct Paid {
    pub investment: Option<Decimal>,
    pub increment: Option<(Decimal, [Decimal; 3])>,
    pub reuse: Option<Decimal>,
    /// Which projects may apply for the region's award.
    pub routes: Vec<bool>,
    pub top_ups: Vec<Option<Decimal>>,
    pub hauling: Option<Decimal>,
}

/// Reads facts by name. What is not known is an error: the reference has no room for it.
struct Reader<'a> {
    program: &'a Program,
    facts: &'a Facts,
    year: i32,
}

impl Enterprise {
    /// The enterprise that facts are of.
    pub fn of(program: &Program, facts: &Facts, year: i32) -> Enterprise {
        let now = Reader { program, facts, year };
        let before = Reader { year: year - 1, ..now };
        let own = SubjectId(0);
        let projects = now.children("project").map(|project| Project {
            on_time: now.truth(project, "built_on_time"),
            invested: now.number(project, "investment_of_year"),
        });
        let reuse = now.children("reuse_project").map(|project| Reuse {
            is_waste: now.truth(project, "is_waste_or_recycled"),
            tonnes: now.number(project, "reused"),
            regional_award: now
                .truth(project, "has_regional_reuse_grant")
                .then(|| now.number(project, "regional_reuse_grant")),
        });
        let carried = now.children("waste_haul").filter(|haul| now.truth(*haul, "by_road_or_rail"));
        let hauls = carried.map(|haul| Haul {
            far: now.variant(haul, "haul_to") == 2,
            tonnes: now.number(haul, "hauled"),
        });
        let is_award = |rule: usize| program.rules[rule].name.en == "reuse_award";
        let histories = facts.subjects.iter().filter_map(|subject| subject.history.as_ref());
        let paid = histories.flatten().filter(|paid| is_award(paid.rule.index()));
        Enterprise {
            in_dairy_zone: now.truth(own, "in_dairy_zone"),
            registered_here: now.truth(own, "registered_here"),
            has_dairy_licence: now.truth(own, "dairy_licensed"),
            leads: now.variant(own, "agri_leader") < 2,
            milk_before: before.number(own, "raw_milk_processed"),
            milk: now.number(own, "raw_milk_processed"),
            projects: projects.collect(),
            reuse: reuse.collect(),
            hauls: hauls.collect(),
            reuse_years: paid.map(|paid| paid.year).collect(),
        }
    }
}

impl Reader<'_> {
    fn children(&self, kind: &str) -> impl Iterator<Item = SubjectId> {
        let is = |at: usize| self.program.vocabulary.kinds[at].name.en == kind;
        let subjects = (0..).map(SubjectId).zip(&self.facts.subjects);
        let own: Vec<_> =
            subjects.filter(|(_, one)| is(one.kind.index())).map(|(id, _)| id).collect();
        own.into_iter()
    }

    fn cell(&self, of: SubjectId, name: &str) -> Cell {
        let facts = &self.program.vocabulary.facts;
        let fact = facts.iter().position(|fact| fact.name.en == name).unwrap();
        let fact = polc::ir::FactId(fact.try_into().unwrap());
        self.facts.cell(self.program, of, fact, Some(self.year))
    }

    fn truth(&self, of: SubjectId, name: &str) -> bool {
        match self.cell(of, name) {
            Cell::Truth(holds) => holds,
            other => panic!("{name}: {other:?}"),
        }
    }

    fn number(&self, of: SubjectId, name: &str) -> Decimal {
        match self.cell(of, name) {
            Cell::Number(number) => number.to_string().parse().unwrap(),
            other => panic!("{name}: {other:?}"),
        }
    }

    fn variant(&self, of: SubjectId, name: &str) -> u16 {
        match self.cell(of, name) {
            Cell::Variant(at) => at,
            other => panic!("{name}: {other:?}"),
        }
    }
}

fn cents(amount: Decimal) -> Decimal {
    amount.round_dp_with_strategy(2, RoundingStrategy::MidpointAwayFromZero)
}

/// The three clauses by hand.
pub fn by_hand(of: &Enterprise, year: i32) -> Paid {
    Paid {
        investment: investment(of),
        increment: increment(of),
        reuse: reuse(of, year),
        routes: of.reuse.iter().map(|project| project.is_waste).collect(),
        top_ups: of.reuse.iter().map(top_up).collect(),
        hauling: hauling(of),
    }
}

/// Clause 14.
fn investment(of: &Enterprise) -> Option<Decimal> {
    let mut on_time = of.projects.iter().filter(|project| project.on_time).peekable();
    on_time.peek()?;
    let invested: Decimal = on_time.map(|project| project.invested).sum();
    let rate = if invested > Decimal::from(3_000_000_000u64) {
        Decimal::new(3, 2)
    } else if invested > Decimal::from(1_500_000_000u64) {
        Decimal::new(25, 3)
    } else {
        Decimal::new(2, 2)
    };
    of.in_dairy_zone.then(|| cents(invested * rate))
}

/// Clause 41: the amount, and what three levels pay; the second takes the remainder.
fn increment(of: &Enterprise) -> Option<(Decimal, [Decimal; 3])> {
    if !(of.registered_here && of.has_dairy_licence && of.leads) {
        return None;
    }
    let more = (of.milk - of.milk_before).max(Decimal::ZERO);
    let amount = cents(more * Decimal::from(200));
    let share =
        |weight: i64| (amount * Decimal::from(weight) / Decimal::from(200)).trunc_with_scale(2);
    let (region, county) = (share(100), share(50));
    Some((amount, [region, amount - region - county, county]))
}

/// The amount by tonnes of clause 51: 10 a tonne, above 200,000 tonnes 15, and 5 more for every
/// further 100,000.
fn by_tonnes(tonnes: Decimal) -> Decimal {
    let (mut from, mut rate, mut sum) = (Decimal::ZERO, Decimal::from(10), Decimal::ZERO);
    let mut to = Decimal::from(200_000);
    while tonnes > to {
        sum += (to - from) * rate;
        from = to;
        to += Decimal::from(100_000);
        rate += Decimal::from(5);
    }
    sum + (tonnes - from) * rate
}

fn most() -> Decimal {
    Decimal::from(8_000_000)
}

/// Clause 51 ①.
fn reuse(of: &Enterprise, year: i32) -> Option<Decimal> {
    if (1..=3).all(|back| of.reuse_years.contains(&(year - back))) {
        return None;
    }
    let mut sum = None;
    for project in &of.reuse {
        let entitled = project.is_waste
            && project.tonnes >= Decimal::from(10_000)
            && project.regional_award.is_none();
        if entitled {
            let amount = by_tonnes(project.tonnes).min(most());
            sum = Some(sum.unwrap_or(Decimal::ZERO) + amount);
        }
    }
    sum.map(cents)
}

/// Clause 51 ②.
fn top_up(of: &Reuse) -> Option<Decimal> {
    let award = of.regional_award?;
    let entitled = of.is_waste && of.tonnes >= Decimal::from(10_000);
    entitled.then(|| cents((by_tonnes(of.tonnes).min(most()) - award).max(Decimal::ZERO)))
}

/// Clause 51 ③.
fn hauling(of: &Enterprise) -> Option<Decimal> {
    let each =
        of.hauls.iter().map(|haul| haul.tonnes * Decimal::from(if haul.far { 5 } else { 3 }));
    each.reduce(|a, b| a + b).map(cents)
}

/// What the outcomes say of applying.
pub fn routes(outcomes: &[Outcome]) -> Vec<bool> {
    let determined = outcomes.iter().filter_map(|outcome| match outcome.status {
        Status::Determined(holds) => Some(holds),
        _ => None,
    });
    determined.collect()
}

/// Amounts and shares of the outcomes, in order.
pub fn told(outcomes: &[Outcome]) -> Vec<(Option<String>, Vec<String>)> {
    let amount = |outcome: &Outcome| match &outcome.status {
        Status::Granted(amount) => Some(amount.to_string()),
        _ => None,
    };
    let shares = |outcome: &Outcome| match outcome.payers.as_slice() {
        [] | [_] => Vec::new(),
        several => several.iter().map(|(_, amount)| amount.to_string()).collect(),
    };
    let is_award =
        |outcome: &&Outcome| matches!(outcome.status, Status::Granted(_) | Status::NotEligible(_));
    let awards = outcomes.iter().filter(is_award);
    awards.map(|outcome| (amount(outcome), shares(outcome))).collect()
}

/// The same of the reference.
pub fn told_by_hand(paid: &Paid) -> Vec<(Option<String>, Vec<String>)> {
    let shown = |amount: Decimal| amount.normalize().to_string();
    let plain = |amount: Option<Decimal>| (amount.map(shown), Vec::new());
    let mut told = vec![plain(paid.investment)];
    told.push(match paid.increment {
        Some((amount, shares)) => (Some(shown(amount)), shares.map(shown).to_vec()),
        None => plain(None),
    });
    told.push(plain(paid.reuse));
    told.extend(paid.top_ups.iter().map(|amount| plain(*amount)));
    told.push(plain(paid.hauling));
    told
}
