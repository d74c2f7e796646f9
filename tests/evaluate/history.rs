//! What was paid before, caps wider than the grain, and other rules' awards.

use polc::eval::{Missing, Status, SubjectId};
use polc::ir::*;
use polc::quantity::Ratio;

use crate::build::*;

const FIRST: SubjectId = SubjectId(0);

fn asks(status: &Status) -> Vec<Missing> {
    let Status::Undetermined { missing, .. } = status else { panic!("{status:?}") };
    missing.clone()
}

fn limited(how: YearLimitHow) -> (Set, KindId, RuleId) {
    let mut set = Set::new();
    let enterprise = set.kind("enterprise", None);
    let sales = set.yearly(enterprise, "sales");
    let rule = set.grant(enterprise, Period::Yearly, Vec::new(), fact(sales));
    set.money(rule).year_limits = vec![YearLimit {
        how: vec![how],
        reading: None,
        years: 3,
        scope: enterprise,
        address: AddressId(9),
    }];
    (set, enterprise, rule)
}

/// Year 4 of a three-year grant pays nothing and says why; 0 uses up no year.
#[test]
fn year_limits() {
    let used_up = || Status::Exhausted(AddressId(9));
    let (five, zero) = (|| granted("5"), || granted("0"));
    for (how, expected) in [
        // Years 2022 … 2027; nothing is earned in 2023.
        (YearLimitHow::Consecutive, [five(), zero(), five(), five(), five(), used_up()]),
        (YearLimitHow::Total, [five(), zero(), five(), five(), used_up(), used_up()]),
        (YearLimitHow::SinceFirst, [five(), zero(), five(), used_up(), used_up(), used_up()]),
    ] {
        let (set, enterprise, rule) = limited(how);
        let mut world = World::new(&set.program);
        world.subject(enterprise, None);
        world.facts.years = Some((2022, 2027));
        world.history(FIRST, &[]);
        for year in 2022..=2027 {
            world.set_in(FIRST, FactId(0), year, n(if year == 2023 { "0" } else { "5" }));
        }
        assert_eq!(world.statuses(rule), expected, "{how:?}");
    }
}

/// Unknown history never means "first time"; years of this run are its own to tell.
#[test]
fn unknown_history() {
    let (set, enterprise, rule) = limited(YearLimitHow::Consecutive);
    let mut world = World::new(&set.program);
    world.subject(enterprise, None);
    world.facts.years = Some((2022, 2023));
    world.set_in(FIRST, FactId(0), 2022, n("0"));
    world.set_in(FIRST, FactId(0), 2023, n("5"));
    let statuses = world.statuses(rule);
    assert_eq!(asks(&statuses[0]), [Missing::History(FIRST)]);
    // 2022 paid nothing, so the run of years before 2023 is broken.
    assert_eq!(statuses[1], granted("5"));
    world.history(FIRST, &[(rule, 2019, "1"), (rule, 2020, "1"), (rule, 2021, "1")]);
    assert_eq!(world.statuses(rule), [Status::Exhausted(AddressId(9)), granted("5")]);
}

/// A year that is not settled writes its bounds, and the limit hangs on the same fact.
#[test]
fn an_open_year_uses_up_perhaps() {
    let (set, enterprise, rule) = limited(YearLimitHow::Total);
    let mut world = World::new(&set.program);
    world.subject(enterprise, None);
    world.history(FIRST, &[(rule, 2020, "1"), (rule, 2021, "1")]);
    world.facts.years = Some((2022, 2023));
    world.set_in(FIRST, FactId(0), 2023, n("5"));
    let sales = |year| Missing::Fact { fact: FactId(0), subject: FIRST, year: Some(year) };
    let statuses = world.statuses(rule);
    assert_eq!(asks(&statuses[0]), [sales(2022)]);
    assert_eq!(asks(&statuses[1]), [sales(2022)]);
}

/// The cap of an enterprise over its projects, under a cap of each project over its loans:
/// narrowest first, told at the widest scope with the parts before it.
#[test]
fn caps_by_scope() {
    let mut set = Set::new();
    let enterprise = set.kind("enterprise", None);
    let project = set.kind("project", Some(enterprise));
    let loan = set.kind("loan", Some(project));
    let interest = set.yearly(loan, "interest");
    let rule = set.grant(loan, Period::Yearly, Vec::new(), fact(interest));
    let wider = |limit, scope, address| Cap {
        limit: num(limit),
        scope,
        lifetime: false,
        shared: vec![rule],
        when: None,
        address: AddressId(address),
    };
    set.money(rule).caps = vec![wider("100", project, 5), wider("150", enterprise, 6)];
    set.money(rule).scope = enterprise;
    let mut world = World::new(&set.program);
    let e = world.subject(enterprise, None);
    let (p, q) = (world.subject(project, Some(e)), world.subject(project, Some(e)));
    let loans = [(p, "80"), (p, "40"), (q, "30")].map(|(of, paid)| {
        let l = world.subject(loan, Some(of));
        world.set_in(l, interest, 2022, n(paid));
        l
    });
    for of in [p, q] {
        world.complete(of, loan);
    }
    world.complete(e, project);
    let told = |world: &World<'_>| {
        world.run().into_iter().find(|outcome| outcome.subject == Some(e)).unwrap()
    };
    let outcome = told(&world);
    // min(80 + 40, 100) + 30 = 130, under 150.
    assert_eq!(outcome.status, granted("130"));
    let parts: Vec<_> =
        outcome.parts.iter().map(|(part, amount)| (*part, amount.unwrap().low)).collect();
    let expected =
        loans.iter().zip(["80", "40", "30"]).map(|(l, paid)| (*l, Ratio::from(exact(paid))));
    assert_eq!(parts, expected.collect::<Vec<_>>());
    world.set_in(loans[2], interest, 2022, n("90"));
    assert_eq!(told(&world).status, granted("150"));
    // Unlisted loans of the first project cannot add to what is capped already.
    world.facts.subjects[p.0 as usize].children[0].1 = polc::eval::Listing::Open;
    assert_eq!(told(&world).status, granted("150"));
}

/// A lifetime cap: what is left of it, then nothing, and the address of the cap.
#[test]
fn a_lifetime_cap_is_used_up() {
    let mut set = Set::new();
    let enterprise = set.kind("enterprise", None);
    let sales = set.yearly(enterprise, "sales");
    let rule = set.grant(enterprise, Period::Yearly, Vec::new(), fact(sales));
    let limit = |shared| Cap {
        limit: num("12"),
        scope: enterprise,
        lifetime: true,
        shared,
        when: None,
        address: AddressId(7),
    };
    set.money(rule).caps = vec![limit(vec![rule])];
    let mut world = World::new(&set.program);
    world.subject(enterprise, None);
    world.facts.years = Some((2022, 2024));
    (2022..=2024).for_each(|year| world.set_in(FIRST, sales, year, n("10")));
    let unknown = world.statuses(rule);
    assert_eq!(asks(&unknown[0]), [Missing::History(FIRST)]);
    world.history(FIRST, &[]);
    assert_eq!(
        world.statuses(rule),
        [granted("10"), granted("2"), Status::Exhausted(AddressId(7))]
    );
    world.history(FIRST, &[(rule, 2020, "5")]);
    assert_eq!(world.statuses(rule)[..2], [granted("7"), Status::Exhausted(AddressId(7))]);
}

/// A cap shared by two rules is filled in the order of the program.
#[test]
fn a_shared_cap() {
    let mut set = Set::new();
    let enterprise = set.kind("enterprise", None);
    let (a, b) = (set.next_rule(), RuleId(1));
    for amount in ["30", "40"] {
        let rule = set.grant(enterprise, Period::Yearly, Vec::new(), num(amount));
        let limit = Cap {
            limit: num("50"),
            scope: enterprise,
            lifetime: false,
            shared: vec![a, b],
            when: None,
            address: AT,
        };
        set.money(rule).caps = vec![limit];
    }
    let mut world = World::new(&set.program);
    world.subject(enterprise, None);
    assert_eq!(world.statuses(a), [granted("30")]);
    assert_eq!(world.statuses(b), [granted("20")]);
}

fn related(how: RelationHow, first: Expr, second: Expr) -> (Set, KindId) {
    let mut set = Set::new();
    let enterprise = set.kind("enterprise", None);
    let (a, b) = (set.truth(enterprise, "a"), set.truth(enterprise, "b"));
    let first = set.grant(enterprise, Period::Yearly, vec![fact(a)], first);
    let second = set.grant(enterprise, Period::Yearly, vec![fact(b)], second);
    let relation =
        Relation { how: vec![how], reading: None, rule: first, why: String::new(), address: AT };
    set.money(second).relations = vec![relation];
    (set, enterprise)
}

#[test]
fn excluded_by_another_award() {
    let (set, enterprise) = related(RelationHow::ExcludedBy, num("1"), num("2"));
    let mut world = World::new(&set.program);
    world.subject(enterprise, None);
    world.set(FIRST, FactId(0), YES);
    world.set(FIRST, FactId(1), YES);
    assert_eq!(world.statuses(RuleId(1)), [Status::Excluded(RuleId(0))]);
    world.set(FIRST, FactId(0), NO);
    assert_eq!(world.statuses(RuleId(1)), [granted("2")]);
    world.set(FIRST, FactId(0), polc::eval::Cell::Missing);
    let a = Missing::Fact { fact: FactId(0), subject: FIRST, year: None };
    assert_eq!(asks(&world.statuses(RuleId(1))[0]), [a]);
}

/// Only the higher is paid; of equals, the one that stands earlier.
#[test]
fn the_highest_of_two() {
    for (one, two, first, second) in [
        ("1", "2", Status::Excluded(RuleId(1)), granted("2")),
        ("2", "2", granted("2"), Status::Excluded(RuleId(0))),
        ("3", "2", granted("3"), Status::Excluded(RuleId(0))),
    ] {
        let (set, enterprise) = related(RelationHow::HighestOf, num(one), num(two));
        let mut world = World::new(&set.program);
        world.subject(enterprise, None);
        world.set(FIRST, FactId(0), YES);
        world.set(FIRST, FactId(1), YES);
        assert_eq!(world.statuses(RuleId(0)), [first]);
        assert_eq!(world.statuses(RuleId(1)), std::slice::from_ref(&second));
        world.set(FIRST, FactId(1), polc::eval::Cell::Missing);
        let b = Missing::Fact { fact: FactId(1), subject: FIRST, year: None };
        let statuses: Vec<_> = world.run().into_iter().map(|outcome| outcome.status).collect();
        match second {
            Status::Granted(_) => {
                // Whether the second is paid decides over the first as well.
                assert_eq!([asks(&statuses[0]), asks(&statuses[1])], [vec![b], vec![b]]);
            }
            _ => assert_eq!(statuses, [granted(one), Status::Excluded(RuleId(0))]),
        }
    }
}

/// A rule may pay what another leaves open: 3 of a total of 10, after 7 paid by the other.
#[test]
fn topping_up() {
    let mut set = Set::new();
    let enterprise = set.kind("enterprise", None);
    let sales = set.yearly(enterprise, "sales");
    let first = set.grant(enterprise, Period::Yearly, Vec::new(), fact(sales));
    let this_year = paid(PaidWhat::Amount, first, enterprise, false);
    let topped = set.grant(enterprise, Period::Yearly, Vec::new(), monus(num("10"), this_year));
    let before = set.grant(
        enterprise,
        Period::Yearly,
        Vec::new(),
        paid(PaidWhat::Amount, first, enterprise, true),
    );
    let times = set.grant(
        enterprise,
        Period::Yearly,
        Vec::new(),
        paid(PaidWhat::Times, first, enterprise, true),
    );
    let year = set.grant(
        enterprise,
        Period::Yearly,
        Vec::new(),
        paid(PaidWhat::FirstYear, first, enterprise, true),
    );
    let mut world = World::new(&set.program);
    world.subject(enterprise, None);
    world.facts.years = Some((2022, 2024));
    for (year, paid) in [(2022, "7"), (2023, "0"), (2024, "4")] {
        world.set_in(FIRST, sales, year, n(paid));
    }
    assert_eq!(world.statuses(topped), [granted("3"), granted("10"), granted("6")]);
    assert_eq!(asks(&world.statuses(before)[0]), [Missing::History(FIRST)]);
    world.history(FIRST, &[]);
    assert_eq!(world.statuses(before), [granted("0"), granted("7"), granted("7")]);
    assert_eq!(world.statuses(times), [granted("0"), granted("1"), granted("1")]);
    assert_eq!(world.statuses(year)[1..], [granted("2022"), granted("2022")]);
    assert!(matches!(world.statuses(year)[0], Status::NotEligible(_)));
}

/// A lower award under a cap of its enterprise is taken away before the cap is applied: projects of
/// 80 and 70 under a cap of 100, the second beaten by an award of 75, leave 80.
#[test]
fn beaten_under_a_wider_cap() {
    let mut set = Set::new();
    let enterprise = set.kind("enterprise", None);
    let project = set.kind("project", Some(enterprise));
    let (sum, other) = (set.number(project, "sum"), set.number(project, "other"));
    let lower = set.grant(project, Period::Yearly, Vec::new(), fact(sum));
    set.money(lower).caps = vec![Cap {
        limit: num("100"),
        scope: enterprise,
        lifetime: false,
        shared: vec![lower],
        when: None,
        address: AT,
    }];
    set.money(lower).scope = enterprise;
    let higher = set.grant(project, Period::Yearly, Vec::new(), fact(other));
    let how = vec![RelationHow::HighestOf];
    set.money(higher).relations =
        vec![Relation { how, reading: None, rule: lower, why: String::new(), address: AT }];
    let mut world = World::new(&set.program);
    world.subject(enterprise, None);
    let [first, second] = [(); 2].map(|()| world.subject(project, Some(FIRST)));
    world.complete(FIRST, project);
    world.set(first, sum, n("80"));
    world.set(first, other, n("10"));
    world.set(second, sum, n("70"));
    world.set(second, other, n("75"));
    assert_eq!(world.statuses(lower), [granted("80")]);
    assert_eq!(world.statuses(higher), [Status::Excluded(lower), granted("75")]);
}

/// What was paid once before is used up, and still stands against the other rule.
#[test]
fn beaten_by_an_earlier_payment() {
    let [highest, excluded] = [RelationHow::HighestOf, RelationHow::ExcludedBy];
    // Of equals the one paid already stands.
    for (how, amount) in [(highest, "50"), (highest, "200"), (excluded, "50")] {
        let mut set = Set::new();
        let enterprise = set.kind("enterprise", None);
        let at = set.event(enterprise, "at");
        let first = set.grant(enterprise, Period::Once(fact(at)), Vec::new(), num("200"));
        let second = set.grant(enterprise, Period::Once(fact(at)), Vec::new(), num(amount));
        set.money(second).relations = vec![Relation {
            how: vec![how],
            reading: None,
            rule: first,
            why: String::new(),
            address: AT,
        }];
        let mut world = World::new(&set.program);
        world.subject(enterprise, None);
        world.set(FIRST, at, polc::eval::Cell::Date(day("2022-09-01")));
        world.facts.as_of = Some(day("2022-12-31"));
        world.history(FIRST, &[]);
        assert_eq!(world.statuses(second), [Status::Excluded(first)], "{how:?}");
        world.history(FIRST, &[(first, 2022, "200")]);
        assert!(matches!(world.statuses(first)[..], [Status::Exhausted(_)]), "{how:?}");
        assert_eq!(world.statuses(second), [Status::Excluded(first)], "{how:?}");
    }
}
