//! Unknowns against brute force: up to eight facts, every completion tried.

use polc::eval::{Cell, Missing, NoTrace, Outcome, Status, SubjectId, evaluate};
use polc::ir::*;
use polc::quantity::Exact;
use proptest::prelude::*;

use crate::build::*;

const TRUTHS: u16 = 2;
const CHOICES: u16 = 2;
const NUMBERS: u16 = 3;
/// Numbers are whole, from 0 to this.
const MOST: i64 = 3;

fn truth_fact(at: u16) -> FactId {
    FactId(at)
}
fn choice_fact(at: u16) -> FactId {
    FactId(TRUTHS + at)
}
fn number_fact(at: u16) -> FactId {
    FactId(TRUTHS + CHOICES + at)
}

/// The one event: never, or one of these days. Conditions speak of the second and the fourth.
const EVENT: FactId = FactId(TRUTHS + CHOICES + NUMBERS);
const DAYS: [&str; 5] = ["2021-12-31", "2022-01-01", "2022-06-30", "2022-12-31", "2023-01-01"];

/// The vocabulary of all programs here: two truths, two choices of three, three numbers, an event.
fn vocabulary() -> (Set, KindId) {
    let mut set = Set::new();
    let enterprise = set.kind("enterprise", None);
    (0..TRUTHS).for_each(|at| assert_eq!(set.truth(enterprise, "truth"), truth_fact(at)));
    (0..CHOICES).for_each(|at| assert_eq!(set.choice(enterprise, "choice", 3), choice_fact(at)));
    for at in 0..NUMBERS {
        assert_eq!(set.whole(enterprise, "number", "0", &MOST.to_string()), number_fact(at));
    }
    assert_eq!(set.event(enterprise, "event"), EVENT);
    (set, enterprise)
}

fn values(fact: FactId) -> Vec<Cell> {
    if fact.0 < TRUTHS {
        vec![YES, NO]
    } else if fact.0 < TRUTHS + CHOICES {
        (0..3).map(Cell::Variant).collect()
    } else if fact == EVENT {
        let days = DAYS.iter().map(|date| Cell::Date(day(date)));
        [Cell::NotHappened].into_iter().chain(days).collect()
    } else {
        (0..=MOST).map(|value| Cell::Number(Exact::from_i64(value))).collect()
    }
}

/// The years in which the event may be asked to fall; without one, the year bound.
const YEARS: &[Option<i32>] = &[Some(2022), None];

fn condition(years: &'static [Option<i32>]) -> impl Strategy<Value = Expr> {
    use CompareOp::{Above, AtLeast, AtMost, Below, Equal};
    let op = prop::sample::select(vec![Above, AtLeast, AtMost, Below, Equal]);
    let days = (op.clone(), prop::sample::select(vec![DAYS[1], DAYS[3]]));
    let year = prop::sample::select(years);
    let leaf = prop_oneof![
        days.prop_map(|(op, at)| compare(fact(EVENT), op, date(at))),
        year.prop_map(|year| Expr::During { date: Box::new(fact(EVENT)), year, address: AT }),
        (0..TRUTHS).prop_map(|at| test(fact(truth_fact(at)))),
        (0..CHOICES, 1..7u64).prop_map(|(at, variants)| Expr::Is {
            value: Box::new(fact(choice_fact(at))),
            variants,
            address: AT
        }),
        (0..NUMBERS, op, 0..=MOST).prop_map(|(at, op, to)| compare(
            fact(number_fact(at)),
            op,
            num(&to.to_string())
        )),
    ];
    leaf.prop_recursive(3, 12, 3, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 2..4).prop_map(Expr::And),
            prop::collection::vec(inner.clone(), 2..4).prop_map(Expr::Or),
            inner.prop_map(not),
        ]
    })
}

fn amount() -> impl Strategy<Value = Expr> {
    let rows = &[("1", true, "5"), ("2", false, "2")];
    let table = |kind, at| tiers(kind, fact(number_fact(at)), "1", rows);
    let leaf = prop_oneof![
        (0..5i64).prop_map(|value| num(&value.to_string())),
        (0..NUMBERS).prop_map(|at| fact(number_fact(at))),
        (0..NUMBERS).prop_map(move |at| table(TierKind::Whole, at)),
        (0..NUMBERS).prop_map(move |at| table(TierKind::Marginal, at)),
        (0..NUMBERS).prop_map(move |at| table(TierKind::Flat, at)),
        Just(Expr::Nothing),
    ];
    leaf.prop_recursive(4, 16, 3, |inner| {
        let two = (inner.clone(), inner.clone());
        prop_oneof![
            two.clone().prop_map(|(a, b)| add(a, b)),
            two.clone().prop_map(|(a, b)| sub(a, b)),
            two.clone().prop_map(|(a, b)| monus(a, b)),
            two.clone().prop_map(|(a, b)| mul(a, b)),
            two.clone().prop_map(|(a, b)| cap(a, b)),
            (any::<bool>(), two.clone())
                .prop_map(|(highest, (a, b))| Expr::Extreme { highest, of: vec![a, b] }),
            (condition(YEARS), two).prop_map(|(c, (a, b))| iff(c, a, b)),
            (0..CHOICES, inner.clone(), inner.clone(), inner).prop_map(|(at, a, b, c)| {
                matched(fact(choice_fact(at)), vec![(1, a), (2, b), (4, c)])
            }),
        ]
    })
}

/// Leaves each number in the arithmetic once; where it stands again it becomes a constant. (In
/// comparisons with figures it may stand as often as it likes.)
fn once(expr: &mut Expr, seen: &mut Vec<FactId>) {
    match expr {
        Expr::Fact { fact, .. } => {
            if seen.contains(fact) {
                *expr = num("2");
            } else {
                seen.push(*fact);
            }
        }
        Expr::Tiers(tiers) => once(&mut tiers.of, seen),
        Expr::Add(a, b) | Expr::Sub(a, b) | Expr::Mul(a, b) | Expr::Monus(a, b, _) => {
            once(a, seen);
            once(b, seen);
        }
        Expr::Cap { value: a, limit: b, .. } | Expr::If { then: a, otherwise: b, .. } => {
            once(a, seen);
            once(b, seen);
        }
        Expr::Extreme { of, .. } => of.iter_mut().for_each(|part| once(part, seen)),
        Expr::Match { arms, .. } => arms.iter_mut().for_each(|arm| once(&mut arm.body, seen)),
        _ => {}
    }
}

/// All completions of the missing facts, as the outcome of each.
struct Completions {
    missing: Vec<FactId>,
    /// In the order of an odometer whose last fact turns fastest.
    statuses: Vec<Status>,
}

impl Completions {
    fn of(world: &mut World<'_>, missing: &[FactId]) -> Completions {
        let mut statuses = Vec::new();
        let mut at = vec![0; missing.len()];
        loop {
            for (fact, at) in missing.iter().zip(&at) {
                world.set(SubjectId(0), *fact, values(*fact)[*at]);
            }
            statuses.push(told(&world.run()[0]));
            let turned = (0..missing.len()).rev().find(|wheel| {
                at[*wheel] = (at[*wheel] + 1) % values(missing[*wheel]).len();
                at[*wheel] != 0
            });
            if turned.is_none() {
                break;
            }
        }
        missing.iter().for_each(|fact| world.set(SubjectId(0), *fact, Cell::Missing));
        Completions { missing: missing.to_vec(), statuses }
    }

    /// The facts of which, in some completion of the others, two values differ.
    fn relevant(&self) -> Vec<FactId> {
        let mut stride = 1;
        let mut relevant = Vec::new();
        for fact in self.missing.iter().rev() {
            let count = values(*fact).len();
            let differs = |at: usize| {
                let base = at - at / stride % count * stride;
                self.statuses[at] != self.statuses[base]
            };
            if (0..self.statuses.len()).any(differs) {
                relevant.push(*fact);
            }
            stride *= count;
        }
        relevant.sort();
        relevant
    }
}

/// An outcome without its reasons.
fn told(outcome: &Outcome) -> Status {
    match &outcome.status {
        Status::NotEligible(_) => Status::NotEligible(Vec::new()),
        Status::Determined(_) | Status::Granted(_) => outcome.status.clone(),
        other => panic!("{other:?}"),
    }
}

fn facts_of(missing: &[Missing]) -> Vec<FactId> {
    let fact = |missing: &Missing| match missing {
        Missing::Fact { fact, .. } => *fact,
        other => panic!("{other:?}"),
    };
    let mut facts: Vec<_> = missing.iter().map(fact).collect();
    facts.sort();
    facts
}

fn check(set: &Set, kind: KindId, known: &[Option<usize>]) -> Result<(), TestCaseError> {
    let mut world = World::new(&set.program);
    let subject = world.subject(kind, None);
    let mut missing = Vec::new();
    for (at, known) in (0..).zip(known) {
        let values = values(FactId(at));
        match known {
            Some(value) => world.set(subject, FactId(at), values[value % values.len()]),
            None => missing.push(FactId(at)),
        }
    }
    let outcome = &evaluate(&set.program, &world.facts, &mut NoTrace)[0];
    let all = Completions::of(&mut world, &missing);
    let relevant = all.relevant();
    match &outcome.status {
        Status::Undetermined { missing, may_be_none, bounds, .. } => {
            prop_assert_eq!(facts_of(missing), relevant);
            let none = Status::NotEligible(Vec::new());
            let mut possible = Vec::new();
            for status in &all.statuses {
                match status {
                    Status::Granted(amount) => possible.push(*amount),
                    status => prop_assert!(*may_be_none || *status != none || bounds.is_none()),
                }
            }
            if let (Some(least), Some(most)) = (possible.iter().min(), possible.iter().max()) {
                let (low, high) = bounds.unwrap();
                prop_assert!(low <= *least, "{low} > {least}");
                prop_assert!(high.is_none_or(|high| high >= *most), "{high:?} < {most}");
            }
        }
        _ => {
            prop_assert_eq!(&relevant, &Vec::new());
            prop_assert_eq!(&told(outcome), &all.statuses[0]);
        }
    }
    Ok(())
}

fn known() -> impl Strategy<Value = Vec<Option<usize>>> {
    let facts = usize::from(TRUTHS + CHOICES + NUMBERS + 1);
    prop::collection::vec(prop::option::weighted(0.4, 0..12usize), facts)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(192))]

    #[test]
    fn money_hangs_on_what_matters(guards in prop::collection::vec(condition(YEARS), 0..3), amount in amount(), known in known()) {
        let (mut set, kind) = vocabulary();
        let mut amount = amount;
        once(&mut amount, &mut Vec::new());
        set.grant(kind, Period::Yearly, guards, amount);
        check(&set, kind, &known)?;
    }

    #[test]
    fn determinations_hang_on_what_matters(guards in prop::collection::vec(condition(&YEARS[..1]), 1..4), known in known()) {
        let (mut set, kind) = vocabulary();
        set.determination(kind, guards);
        check(&set, kind, &known)?;
    }
}
