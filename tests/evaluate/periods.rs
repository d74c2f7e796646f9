//! Years, events, validity, the day of evaluation.

use polc::eval::{Cell, Missing, Status, SubjectId};
use polc::ir::*;

use crate::build::*;

const FIRST: SubjectId = SubjectId(0);

fn asks(status: &Status) -> Vec<Missing> {
    let Status::Undetermined { missing, .. } = status else { panic!("{status:?}") };
    missing.clone()
}

/// A 一次 rule falls in the year of its event, whatever years are run.
#[test]
fn once() {
    let mut set = Set::new();
    let enterprise = set.kind("enterprise", None);
    let listed = set.event(enterprise, "listed");
    let here = set.truth(enterprise, "here");
    let sales = set.yearly(enterprise, "sales");
    let rule = set.grant(enterprise, Period::Once(fact(listed)), vec![fact(here)], fact(sales));
    let mut world = World::new(&set.program);
    world.subject(enterprise, None);
    world.set(FIRST, here, YES);
    world.set_in(FIRST, sales, 2024, n("24"));
    world.history(FIRST, &[]);
    world.facts.as_of = Some(day("2025-06-30"));
    world.facts.years = Some((2021, 2022));

    world.set(FIRST, listed, Cell::Date(day("2024-03-01")));
    assert_eq!(world.run()[0].year, Some(2024));
    assert_eq!(world.status(), granted("24"));
    world.set(FIRST, listed, Cell::Date(day("2025-07-01")));
    assert_eq!(world.status(), Status::NotYet { earliest: Some(day("2025-07-01")) });
    world.set(FIRST, listed, Cell::NotHappened);
    assert_eq!(world.status(), Status::NotYet { earliest: None });
    world.set(FIRST, listed, Cell::Date(day("2019-12-31")));
    assert_eq!(world.status(), Status::NotInForce);
    world.set(FIRST, listed, Cell::Missing);
    assert_eq!(asks(&world.status()), [Missing::Fact { fact: listed, subject: FIRST, year: None }]);
    // One definitely false guard decides, whatever is unknown.
    world.set(FIRST, here, NO);
    assert!(matches!(world.status(), Status::NotEligible(_)));
    // Labels go in order: outside the validity comes before the failed condition, that before
    // the event still to come.
    world.set(FIRST, listed, Cell::Date(day("2019-12-31")));
    assert_eq!(world.status(), Status::NotInForce);
    world.set(FIRST, listed, Cell::NotHappened);
    assert!(matches!(world.status(), Status::NotEligible(_)));
    // What needs the day of evaluation is undetermined without it.
    world.set(FIRST, here, YES);
    world.set(FIRST, listed, Cell::Date(day("2024-03-01")));
    world.facts.as_of = None;
    assert_eq!(asks(&world.status()), [Missing::AsOf]);
    // Given before: not again.
    world.history(FIRST, &[(rule, 2023, "1")]);
    assert_eq!(world.status(), Status::Exhausted(AddressId(1)));
}

#[test]
fn yearly_rules_hold_when_their_year_touches_the_validity() {
    let mut set = Set::new();
    let enterprise = set.kind("enterprise", None);
    let rule = set.grant(enterprise, Period::Yearly, Vec::new(), num("1"));
    set.program.clauses[0].validity =
        Some(Validity { from: date("2022-12-31"), to: date("2024-01-01") });
    let mut world = World::new(&set.program);
    world.subject(enterprise, None);
    world.facts.years = Some((2021, 2025));
    let (out, one) = (|| Status::NotInForce, || granted("1"));
    assert_eq!(world.statuses(rule), [out(), one(), one(), one(), out()]);
    world.facts.years = None;
    assert_eq!(asks(&world.status()), [Missing::Year]);
}

/// Where the event belongs to the items, validity and year filter them.
#[test]
fn events_of_items() {
    let mut set = Set::new();
    let enterprise = set.kind("enterprise", None);
    let project = set.kind("project", Some(enterprise));
    let opened = set.event(project, "opened");
    let mut sum = fold(FoldOp::Sum, project, None, Some(num("1")));
    if let Expr::Fold(fold) = &mut sum {
        fold.event = Some(item(opened));
    }
    set.program.clauses[0].validity =
        Some(Validity { from: date("2022-03-01"), to: date("2022-11-30") });
    set.grant(enterprise, Period::Yearly, Vec::new(), sum);
    let mut world = World::new(&set.program);
    let e = world.subject(enterprise, None);
    for on in ["2022-02-28", "2022-03-01", "2022-11-30", "2022-12-01", "2021-06-01"] {
        let p = world.subject(project, Some(e));
        world.set(p, opened, Cell::Date(day(on)));
    }
    let p = world.subject(project, Some(e));
    world.set(p, opened, Cell::NotHappened);
    world.complete(e, project);
    assert_eq!(world.status(), granted("2"));
    world.set(p, opened, Cell::Missing);
    assert_eq!(asks(&world.status()), [Missing::Fact { fact: opened, subject: p, year: None }]);
}

/// A date waited for holds the award back, and is named.
#[test]
fn awaits() {
    let mut set = Set::new();
    let enterprise = set.kind("enterprise", None);
    let done = set.event(enterprise, "done");
    let rule = set.grant(enterprise, Period::Yearly, Vec::new(), num("1"));
    let later = Expr::DateAdd {
        date: Box::new(fact(done)),
        amount: 6,
        unit: DateUnit::Months,
        address: AT,
    };
    set.program.rules[rule.index()].awaits = vec![(later, AT)];
    let mut world = World::new(&set.program);
    world.subject(enterprise, None);
    world.set(FIRST, done, Cell::Date(day("2022-08-31")));
    world.facts.as_of = Some(day("2023-02-27"));
    // Six months after 31 August is the last day of February (Civil Code art. 202).
    assert_eq!(world.status(), Status::NotYet { earliest: Some(day("2023-02-28")) });
    world.facts.as_of = Some(day("2023-02-28"));
    assert_eq!(world.status(), granted("1"));
}

/// Stages are paid each once, in the year of its own event; a cap over all of them counts what
/// earlier stages were paid.
#[test]
fn stages() {
    let mut set = Set::new();
    let enterprise = set.kind("enterprise", None);
    let events = ["filed", "accepted", "listed"].map(|name| set.event(enterprise, name));
    let rule = set.grant(enterprise, Period::Staged, Vec::new(), num("0"));
    let stage = |(event, amount): (&FactId, &str)| Stage {
        name: Some(Named { zh: String::new(), en: String::new() }),
        event: Some(fact(*event)),
        amount: Amount::Computed(num(amount)),
        address: AddressId(3),
    };
    let stages = events.iter().zip(["200", "200", "150"]).map(stage).collect();
    let limit = Cap {
        limit: num("500"),
        scope: enterprise,
        lifetime: true,
        shared: vec![rule],
        when: None,
        address: AddressId(4),
    };
    (set.money(rule).stages, set.money(rule).caps) = (stages, vec![limit]);
    let mut world = World::new(&set.program);
    world.subject(enterprise, None);
    world.history(FIRST, &[]);
    world.facts.as_of = Some(day("2024-12-31"));
    let dates = ["2022-05-01", "2023-05-01", "2023-09-01"].map(|on| Cell::Date(day(on)));
    events.iter().zip(dates).for_each(|(event, date)| world.set(FIRST, *event, date));
    assert_eq!(world.statuses(rule), [granted("200"), granted("200"), granted("100")]);
    world.set(FIRST, events[1], Cell::NotHappened);
    let statuses: Vec<_> =
        world.run().into_iter().map(|outcome| (outcome.stage, outcome.status)).collect();
    assert!(statuses.contains(&(1, Status::NotYet { earliest: None })));
    assert!(statuses.contains(&(2, granted("150"))));
    // 450 were paid before in other stages: 50 are left of the third.
    world.history(FIRST, &[(rule, 2021, "450")]);
    world.set(FIRST, events[1], Cell::Date(day("2025-01-01")));
    let found = world.statuses(rule);
    assert!(found.contains(&Status::Exhausted(AddressId(3))), "{found:?}");
    assert!(found.contains(&granted("50")), "{found:?}");
}

/// A determination without a year is judged in the years run, else on the day of evaluation.
#[test]
fn determinations_without_a_year() {
    let mut set = Set::new();
    let enterprise = set.kind("enterprise", None);
    set.determination(enterprise, Vec::new());
    let mut world = World::new(&set.program);
    world.subject(enterprise, None);
    assert_eq!(world.status(), Status::Determined(true));
    world.facts.years = None;
    assert_eq!(asks(&world.status()), [Missing::AsOf]);
    world.facts.as_of = Some(day("2031-01-01"));
    assert_eq!(world.status(), Status::NotInForce);
}
