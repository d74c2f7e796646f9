//! All facts are known.

use polc::eval::{Cell, Failure, Found, Status, TargetState};
use polc::ir::CompareOp::{Above, AtLeast, AtMost};
use polc::ir::*;
use polc::quantity::{Exact, Ratio};

use crate::build::*;

/// Clause 14 by hand: items summed, then a table of rates on the whole or on the parts.
#[test]
fn a_table_on_a_sum() {
    let mut set = Set::new();
    let enterprise = set.kind("enterprise", None);
    let project = set.kind("project", Some(enterprise));
    let on_time = set.truth(project, "on time");
    let invested = set.yearly(project, "invested");
    let sum = |kind| {
        let of = fold(FoldOp::Sum, project, Some(test(item(on_time))), Some(item(invested)));
        tiers(kind, of, "0.02", &[("1500000000", false, "0.025"), ("3000000000", false, "0.03")])
    };
    let whole = set.grant(enterprise, Period::Yearly, Vec::new(), sum(TierKind::Whole));
    let marginal = set.grant(enterprise, Period::Yearly, Vec::new(), sum(TierKind::Marginal));
    // (first project, second project) → 2% up to 15亿, 2.5% to 30亿, 3% beyond.
    for (a, b, on_whole, on_parts) in [
        ("1500000000", "0", "30000000", "30000000"),
        ("1000000000", "500000000.01", "37500000", "30000000"),
        ("2000000000", "0", "50000000", "42500000"),
        ("3000000000", "0", "75000000", "67500000"),
        ("3000000000", "1000000000", "120000000", "97500000"),
    ] {
        let mut world = World::new(&set.program);
        let e = world.subject(enterprise, None);
        for amount in [a, b, "77"] {
            let p = world.subject(project, Some(e));
            world.set(p, on_time, if amount == "77" { NO } else { YES });
            world.set_in(p, invested, 2022, n(amount));
        }
        world.complete(e, project);
        assert_eq!(world.statuses(whole), [granted(on_whole)], "{a} + {b}");
        assert_eq!(world.statuses(marginal), [granted(on_parts)], "{a} + {b}");
    }
}

/// Clause 51 by hand: generated rows. 10 元 a ton to 20万吨, 15 beyond, 5 more for every 10万吨.
#[test]
fn generated_tiers() {
    let mut set = Set::new();
    let project = set.kind("project", None);
    let used = set.yearly(project, "used");
    let mut rules = Vec::new();
    for kind in [TierKind::Marginal, TierKind::Whole, TierKind::Flat] {
        let mut table = tiers(kind, fact(used), "10", &[("200000", false, "15")]);
        if let Expr::Tiers(tiers) = &mut table {
            tiers.tail = Some(TierTail { step: num("100000"), add: num("5"), address: AT });
        }
        rules.push(set.grant(project, Period::Yearly, Vec::new(), table));
    }
    for (tons, expected) in [
        ("200000", ["2000000", "2000000", "10"]),
        ("200001", ["2000015", "3000015", "15"]),
        ("300000", ["3500000", "4500000", "15"]),
        // 20万 at 10, 10万 at 15, 5万 at 20.
        ("350000", ["4500000", "7000000", "20"]),
        // 20万 at 10, then 10万 each at 15, 20, 25.
        ("500000", ["8000000", "12500000", "25"]),
        ("500001", ["8000030", "15000030", "30"]),
    ] {
        let mut world = World::new(&set.program);
        let p = world.subject(project, None);
        world.set_in(p, used, 2022, n(tons));
        for (rule, expected) in rules.iter().zip(expected) {
            assert_eq!(world.statuses(*rule), [granted(expected)], "{tons}");
        }
    }
}

/// Clause 41 by hand: an increment over the year before, shared 100 : 50 : 50.
#[test]
fn an_increment_shared_by_three() {
    let mut set = Set::new();
    let enterprise = set.kind("enterprise", None);
    let milk = set.yearly(enterprise, "milk");
    let before = Expr::InYear(YearRef::Offset(-1), Box::new(fact(milk)));
    let rule = set.grant(
        enterprise,
        Period::Yearly,
        Vec::new(),
        mul(monus(fact(milk), before), num("200")),
    );
    let share = |(level, weight)| Share { level: LevelId(level), weight: num(weight), address: AT };
    let shares = [(0, "100"), (1, "50"), (2, "50")].map(share).to_vec();
    set.money(rule).payers = Payers { shares, remainder: 2 };
    for (last, this, total, parts) in [
        ("10000", "10100", "20000", ["10000", "5000", "5000"]),
        // 0.0001 吨 × 200 is two 分: half to the first, the rest left over goes to the third.
        ("10000", "10000.0001", "0.02", ["0.01", "0", "0.01"]),
        ("10000", "9000", "0", ["0", "0", "0"]),
    ] {
        let mut world = World::new(&set.program);
        let e = world.subject(enterprise, None);
        world.set_in(e, milk, 2021, n(last));
        world.set_in(e, milk, 2022, n(this));
        let outcome = &world.run()[0];
        assert_eq!(outcome.status, granted(total));
        let paid: Vec<Exact> = outcome.payers.iter().map(|(_, amount)| *amount).collect();
        assert_eq!(paid, parts.map(exact));
    }
}

#[test]
fn absence_is_not_zero() {
    let mut set = Set::new();
    let enterprise = set.kind("enterprise", None);
    let project = set.kind("project", Some(enterprise));
    let good = set.truth(project, "good");
    let size = set.number(project, "size");
    let divisor = set.number(enterprise, "divisor");
    let sum = || fold(FoldOp::Sum, project, Some(test(item(good))), Some(item(size)));
    let none = set.grant(enterprise, Period::Yearly, Vec::new(), sum());
    let with_bonus = set.grant(enterprise, Period::Yearly, Vec::new(), add(sum(), num("5")));
    let guarded =
        set.grant(enterprise, Period::Yearly, vec![compare(sum(), AtLeast, num("0"))], num("1"));
    let divided = set.grant(enterprise, Period::Yearly, Vec::new(), div(num("6"), fact(divisor)));
    let highest = Expr::Extreme { highest: true, of: vec![sum(), num("3")] };
    let highest = set.grant(enterprise, Period::Yearly, Vec::new(), highest);
    let count =
        set.grant(enterprise, Period::Yearly, Vec::new(), fold(FoldOp::Count, project, None, None));

    let mut world = World::new(&set.program);
    let e = world.subject(enterprise, None);
    let p = world.subject(project, Some(e));
    world.set(p, good, NO);
    world.set(p, size, n("10"));
    world.set(e, divisor, n("0"));
    world.complete(e, project);
    let no_item = vec![Failure { address: AT, found: Some(Found::NoItem) }];
    assert_eq!(world.statuses(none), [Status::NotEligible(no_item.clone())]);
    assert_eq!(world.statuses(with_bonus), [granted("5")]);
    assert_eq!(world.statuses(guarded), [Status::NotEligible(no_item)]);
    assert_eq!(world.statuses(divided), [Status::NotEligible(Vec::new())]);
    assert_eq!(world.statuses(highest), [granted("3")]);
    assert_eq!(world.statuses(count), [granted("1")]);
    world.set(e, divisor, n("4"));
    assert_eq!(world.statuses(divided), [granted("1.5")]);
}

/// One rounding, from the exact quotient: 1 ÷ 3 × 3 is 1, 0.005 rounds up, a third rounds down.
#[test]
fn payable_money_is_rounded_once() {
    let mut set = Set::new();
    let enterprise = set.kind("enterprise", None);
    let x = set.number(enterprise, "x");
    let third = || div(fact(x), num("3"));
    let again = set.grant(enterprise, Period::Yearly, Vec::new(), mul(third(), num("3")));
    let once = set.grant(enterprise, Period::Yearly, Vec::new(), third());
    let mut world = World::new(&set.program);
    let e = world.subject(enterprise, None);
    for (value, thrice, one) in
        [("1", "1", "0.33"), ("0.02", "0.02", "0.01"), ("0.01", "0.01", "0")]
    {
        world.set(e, x, n(value));
        assert_eq!(world.statuses(again), [granted(thrice)]);
        assert_eq!(world.statuses(once), [granted(one)]);
    }
}

#[test]
fn failed_conditions_with_what_was_found() {
    let mut set = Set::new();
    let enterprise = set.kind("enterprise", None);
    let registered = set.truth(enterprise, "registered");
    let size = set.number(enterprise, "size");
    let grade = set.choice(enterprise, "grade", 3);
    let at = |expr, address| match expr {
        Expr::Test { value, .. } => Expr::Test { value, address: AddressId(address) },
        Expr::Compare { op, left, right, .. } => {
            Expr::Compare { op, left, right, address: AddressId(address) }
        }
        Expr::Is { value, variants, .. } => {
            Expr::Is { value, variants, address: AddressId(address) }
        }
        other => other,
    };
    let both = Expr::And(vec![
        at(test(fact(registered)), 11),
        at(compare(fact(size), Above, num("100")), 12),
    ]);
    let either = Expr::Or(vec![
        at(is(fact(grade), &[0]), 13),
        Expr::And(vec![
            at(compare(fact(size), AtLeast, num("1")), 14),
            at(compare(fact(size), AtMost, num("9")), 15),
        ]),
    ]);
    set.grant(enterprise, Period::Yearly, vec![both, either], num("1"));
    let mut world = World::new(&set.program);
    let e = world.subject(enterprise, None);
    world.set(e, registered, NO);
    world.set(e, size, n("100"));
    world.set(e, grade, Cell::Variant(2));
    let failure = |address, found| Failure { address: AddressId(address), found: Some(found) };
    let hundred = || Found::Number(Ratio::from(exact("100")));
    assert_eq!(
        world.status(),
        Status::NotEligible(vec![
            failure(11, Found::Truth(false)),
            failure(12, hundred()),
            failure(13, Found::Variant(grade, 2)),
            failure(15, hundred()),
        ])
    );
}

#[test]
fn exceptions_override_and_may_contradict() {
    let mut set = Set::new();
    let enterprise = set.kind("enterprise", None);
    let (a, b) = (set.truth(enterprise, "a"), set.truth(enterprise, "b"));
    let rule = set.grant(enterprise, Period::Yearly, Vec::new(), num("1"));
    let exception = |condition, amount, address| Exception {
        condition: fact(condition),
        amount,
        address: AddressId(address),
    };
    set.money(rule).exceptions = vec![
        exception(a, Amount::Computed(num("2")), 21),
        exception(b, Amount::Elsewhere("another rule".into()), 22),
    ];
    let mut world = World::new(&set.program);
    let e = world.subject(enterprise, None);
    for (x, y, expected) in [
        (NO, NO, granted("1")),
        (YES, NO, granted("2")),
        (NO, YES, Status::Elsewhere("another rule".into())),
        (YES, YES, Status::Contradiction(vec![AddressId(21), AddressId(22)])),
    ] {
        world.set(e, a, x);
        world.set(e, b, y);
        assert_eq!(world.status(), expected);
    }
}

#[test]
fn targets_and_service_limits() {
    let mut set = Set::new();
    let city = set.kind("city", None);
    let value = set.yearly(city, "value");
    let measure = || compare(fact(value), AtLeast, num("200"));
    let near = Expr::Near {
        value: Box::new(fact(value)),
        target: Box::new(num("200")),
        tolerance: Box::new(num("0.1")),
        relative: true,
        address: AT,
    };
    let target = |measure, deadline| Body::Target { measure, deadline };
    let in_year = set.other(city, Period::Yearly, Vec::new(), target(measure(), None));
    let by_day =
        set.other(city, Period::Yearly, Vec::new(), target(measure(), Some(date("2023-06-30"))));
    let about = set.other(city, Period::Yearly, Vec::new(), target(near, None));
    let limit = Body::ServiceLimit { measure: measure(), baseline: None, deadline: None };
    let limit = set.other(city, Period::Yearly, Vec::new(), limit);
    let mut world = World::new(&set.program);
    let c = world.subject(city, None);
    let mut state = |found: &str, as_of: &str, rule| {
        world.facts.as_of = Some(day(as_of));
        world.set_in(c, value, 2022, n(found));
        let statuses = world.statuses(rule);
        let Status::Target(state) = statuses[0] else { panic!("{statuses:?}") };
        state
    };
    assert_eq!(state("200", "2022-06-01", in_year), TargetState::Met);
    assert_eq!(state("199", "2022-12-31", in_year), TargetState::Pending);
    assert_eq!(state("199", "2023-01-01", in_year), TargetState::Missed);
    assert_eq!(state("199", "2023-06-30", by_day), TargetState::Pending);
    assert_eq!(state("199", "2023-07-01", by_day), TargetState::Missed);
    assert_eq!(state("180", "2023-01-01", about), TargetState::Met);
    assert_eq!(state("220", "2023-01-01", about), TargetState::Met);
    assert_eq!(state("220.01", "2023-01-01", about), TargetState::Missed);
    assert_eq!(state("199", "2022-06-01", limit), TargetState::Missed);
}

#[test]
fn a_number_that_does_not_fit_is_never_wrong() {
    let mut set = Set::new();
    let enterprise = set.kind("enterprise", None);
    let x = set.number(enterprise, "x");
    set.grant(enterprise, Period::Yearly, Vec::new(), mul(fact(x), num("1000000000000.01")));
    let mut world = World::new(&set.program);
    let e = world.subject(enterprise, None);
    world.set(e, x, n("9999999999999999.99"));
    assert_eq!(world.status(), Status::Overflow(AddressId(1)));
}
