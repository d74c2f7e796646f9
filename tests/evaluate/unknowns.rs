//! Facts are missing, decisions open, readings not chosen, lists not complete.

use polc::eval::{Cell, DecisionTaken, Missing, Status, SubjectId, decision_bounds};
use polc::ir::CompareOp::{Above, AtLeast};
use polc::ir::*;
use polc::quantity::{Dimension, Exact, Ratio};

use crate::build::*;

const FIRST: SubjectId = SubjectId(0);

fn missing(fact: FactId, subject: SubjectId, year: Option<i32>) -> Missing {
    Missing::Fact { fact, subject, year }
}

fn undetermined(
    missing: &[Missing],
    may_be_none: bool,
    bounds: Option<(&str, Option<&str>)>,
) -> Status {
    let bounds = bounds.map(|(low, high)| (exact(low), high.map(exact)));
    Status::Undetermined { missing: missing.to_vec(), decisions: Vec::new(), may_be_none, bounds }
}

/// A threshold and a table on the same missing figure: the cases on either side of the threshold
/// give tight bounds (200 元 a ton from 1万吨 on, so at least 200万元).
#[test]
fn a_threshold_bounds_the_amount() {
    let mut set = Set::new();
    let project = set.kind("project", None);
    let tons = set.yearly(project, "tons");
    let guard = compare(fact(tons), AtLeast, num("10000"));
    let amount = cap(mul(fact(tons), num("200")), num("8000000"));
    set.grant(project, Period::Yearly, vec![guard], amount);
    let mut world = World::new(&set.program);
    world.subject(project, None);
    let expected = [missing(tons, FIRST, Some(2022))];
    assert_eq!(world.status(), undetermined(&expected, true, Some(("2000000", Some("8000000")))));
}

/// One failed condition decides, whatever is unknown; a cap that binds anyway leaves no question.
#[test]
fn what_cannot_matter_is_not_asked() {
    let mut set = Set::new();
    let enterprise = set.kind("enterprise", None);
    let here = set.truth(enterprise, "here");
    let size = set.number(enterprise, "size");
    let more = set.number(enterprise, "more");
    let capped = cap(add(fact(size), fact(more)), num("100"));
    set.grant(enterprise, Period::Yearly, vec![fact(here)], capped);
    let mut world = World::new(&set.program);
    world.subject(enterprise, None);
    world.set(FIRST, size, n("100"));
    assert_eq!(
        world.status(),
        undetermined(&[missing(here, FIRST, None)], true, Some(("100", Some("100"))))
    );
    world.set(FIRST, here, YES);
    assert_eq!(world.status(), granted("100"));
    world.set(FIRST, size, n("99"));
    assert_eq!(
        world.status(),
        undetermined(&[missing(more, FIRST, None)], false, Some(("99", Some("100"))))
    );
    world.set(FIRST, here, NO);
    assert!(matches!(world.status(), Status::NotEligible(_)));
}

/// A fact used twice is told apart: `a 或 非 a` is no question.
#[test]
fn a_truth_used_twice() {
    let mut set = Set::new();
    let enterprise = set.kind("enterprise", None);
    let a = set.truth(enterprise, "a");
    let guard = Expr::Or(vec![fact(a), not(fact(a))]);
    set.grant(enterprise, Period::Yearly, vec![guard], iff(fact(a), num("7"), num("7")));
    let mut world = World::new(&set.program);
    world.subject(enterprise, None);
    assert_eq!(world.status(), granted("7"));
}

/// The rows a missing key may reach are joined; a row it cannot matter between is not asked for.
#[test]
fn a_table_on_a_missing_key() {
    let mut set = Set::new();
    let enterprise = set.kind("enterprise", None);
    let grade = set.choice(enterprise, "grade", 3);
    let two = set.choice(enterprise, "two", 2);
    let table = |last| matched(fact(grade), vec![(1, num("200")), (2, num("50")), (4, last)]);
    let with_nothing = set.grant(enterprise, Period::Yearly, Vec::new(), table(Expr::Nothing));
    let same = matched(fact(two), vec![(1, num("5")), (2, num("5"))]);
    let same = set.grant(enterprise, Period::Yearly, Vec::new(), same);
    let mut world = World::new(&set.program);
    world.subject(enterprise, None);
    let asked = [missing(grade, FIRST, None)];
    assert_eq!(
        world.statuses(with_nothing),
        [undetermined(&asked, true, Some(("50", Some("200"))))]
    );
    assert_eq!(world.statuses(same), [granted("5")]);
}

/// A list that is not known to be complete bounds a sum from below only; where the cap is
/// reached by those given, the rest is no question.
#[test]
fn open_lists() {
    let mut set = Set::new();
    let enterprise = set.kind("enterprise", None);
    let project = set.kind("project", Some(enterprise));
    let counts = set.truth(enterprise, "counts");
    let size = set.number(project, "size");
    let sum = || fold(FoldOp::Sum, project, None, Some(item(size)));
    let plain = set.grant(enterprise, Period::Yearly, Vec::new(), sum());
    let capped = set.grant(enterprise, Period::Yearly, Vec::new(), cap(sum(), num("25")));
    let filter = Some(Expr::Fact { fact: counts, place: OWN });
    let filtered = fold(FoldOp::Sum, project, filter, Some(item(size)));
    let filtered = set.grant(enterprise, Period::Yearly, Vec::new(), add(filtered, num("1")));
    let exists = fold(FoldOp::Exists, project, Some(compare(item(size), Above, num("15"))), None);
    let exists = set.determination(enterprise, vec![exists]);

    let mut world = World::new(&set.program);
    let e = world.subject(enterprise, None);
    world.set(e, counts, NO);
    let list = Missing::Children { subject: e, kind: project };
    assert_eq!(world.statuses(plain), [undetermined(&[list], true, Some(("0", None)))]);
    assert_eq!(world.statuses(exists), [undetermined(&[list], true, None)]);
    for size_of in ["10", "20"] {
        let p = world.subject(project, Some(e));
        world.set(p, size, n(size_of));
    }
    assert_eq!(world.statuses(plain), [undetermined(&[list], false, Some(("30", None)))]);
    assert_eq!(world.statuses(capped), [granted("25")]);
    assert_eq!(world.statuses(filtered), [granted("1")]);
    assert_eq!(world.statuses(exists), [Status::Determined(true)]);
    world.complete(e, project);
    assert_eq!(world.statuses(plain), [granted("30")]);
}

/// What is asked of an item is a fact of that item.
#[test]
fn missing_facts_of_items() {
    let mut set = Set::new();
    let enterprise = set.kind("enterprise", None);
    let project = set.kind("project", Some(enterprise));
    let good = set.truth(project, "good");
    let size = set.number(project, "size");
    let sum = fold(FoldOp::Sum, project, Some(test(item(good))), Some(item(size)));
    set.grant(enterprise, Period::Yearly, Vec::new(), sum);
    let mut world = World::new(&set.program);
    let e = world.subject(enterprise, None);
    let (p, q) = (world.subject(project, Some(e)), world.subject(project, Some(e)));
    world.complete(e, project);
    world.set(p, good, YES);
    world.set(p, size, n("10"));
    world.set(q, size, n("5"));
    let asked = [missing(good, q, None)];
    assert_eq!(world.status(), undetermined(&asked, false, Some(("10", Some("15")))));
    world.set(q, size, n("0"));
    assert_eq!(world.status(), granted("10"));
}

/// Two exceptions that may both hold leave open whether they contradict each other.
#[test]
fn exceptions_that_may_both_hold() {
    let mut set = Set::new();
    let enterprise = set.kind("enterprise", None);
    let (a, b) = (set.truth(enterprise, "a"), set.truth(enterprise, "b"));
    let rule = set.grant(enterprise, Period::Yearly, Vec::new(), num("1"));
    let exception = |condition| Exception {
        condition: fact(condition),
        amount: Amount::Computed(num("2")),
        address: AT,
    };
    set.money(rule).exceptions = vec![exception(a), exception(b)];
    let mut world = World::new(&set.program);
    world.subject(enterprise, None);
    world.set(FIRST, a, YES);
    let asked = [missing(b, FIRST, None)];
    assert_eq!(world.status(), undetermined(&asked, true, Some(("2", Some("2")))));
}

/// A decision ranges over its bounds: with all else known the outcome is a range, its ends
/// rounded inwards; a decision taken is exact.
#[test]
fn decisions() {
    let mut set = Set::new();
    let enterprise = set.kind("enterprise", None);
    let size = set.number(enterprise, "size");
    let rule = set.next_rule();
    let third = div(fact(size), num("3"));
    let decision = set.decision(rule, Type::Number(Dimension::MONEY), None, Some(third));
    set.grant(enterprise, Period::Yearly, Vec::new(), add(num("1"), Expr::Decision(decision)));
    let open = set.next_rule();
    let unbounded = set.decision(open, Type::Number(Dimension::MONEY), None, None);
    set.grant(enterprise, Period::Yearly, Vec::new(), Expr::Decision(unbounded));
    let yes = set.next_rule();
    let granting = set.decision(yes, Type::Truth, None, None);
    set.grant(enterprise, Period::Yearly, vec![Expr::Decision(granting)], num("9"));

    let mut world = World::new(&set.program);
    world.subject(enterprise, None);
    world.set(FIRST, size, n("100"));
    let range = |low, high: Option<&str>, decision| Status::Range {
        low: exact(low),
        high: high.map(exact),
        decisions: vec![decision],
    };
    // 1 to 34⅓.
    assert_eq!(world.statuses(rule), [range("1", Some("34.33"), decision)]);
    assert_eq!(world.statuses(open), [range("0", None, unbounded)]);
    assert_eq!(world.statuses(yes), [range("0", Some("9"), granting)]);
    let bounds = decision_bounds(world.program, &world.facts, decision, FIRST, Some(2022)).unwrap();
    assert_eq!(bounds.low, Ratio::ZERO);
    assert_eq!(bounds.high, Ratio::new(exact("100"), Exact::from_i64(3)));

    let taken = |decision, year, value| DecisionTaken { decision, subject: FIRST, year, value };
    world.facts.decisions.push(taken(decision, Some(2021), n("5")));
    assert_eq!(world.statuses(rule), [range("1", Some("34.33"), decision)]);
    world.facts.decisions.push(taken(decision, None, n("20")));
    world.facts.decisions.push(taken(granting, Some(2022), YES));
    assert_eq!(world.statuses(rule), [granted("21")]);
    assert_eq!(world.statuses(yes), [granted("9")]);
    world.facts.decisions.clear();
    world.set(FIRST, size, Cell::Missing);
    let both = Status::Undetermined {
        missing: vec![missing(size, FIRST, None)],
        decisions: vec![decision],
        may_be_none: false,
        bounds: Some((exact("1"), None)),
    };
    assert_eq!(world.statuses(rule), [both]);
}

/// A reading without default matters only where its alternatives differ.
#[test]
fn readings() {
    let mut set = Set::new();
    let enterprise = set.kind("enterprise", None);
    let size = set.number(enterprise, "size");
    let open = set.reading("open", false, 2);
    let closed = set.reading("closed", true, 2);
    let table = |reading| {
        let rows = [("10", false, "0.2")];
        let arms =
            [TierKind::Whole, TierKind::Marginal].map(|kind| tiers(kind, fact(size), "0.1", &rows));
        Expr::Switch { reading, arms: arms.to_vec() }
    };
    let by_open = set.grant(enterprise, Period::Yearly, Vec::new(), table(open));
    let by_closed = set.grant(enterprise, Period::Yearly, Vec::new(), table(closed));
    let mut world = World::new(&set.program);
    world.subject(enterprise, None);
    world.set(FIRST, size, n("10"));
    assert_eq!(world.statuses(by_open), [granted("1")]);
    world.set(FIRST, size, n("20"));
    assert_eq!(world.statuses(by_open), [Status::ByText(vec![open])]);
    assert_eq!(world.statuses(by_closed), [granted("4")]);
    world.facts.readings = vec![(open, 1), (closed, 1)];
    assert_eq!(world.statuses(by_open), [granted("3")]);
    assert_eq!(world.statuses(by_closed), [granted("3")]);
}

/// A reference that is missing leaves open whose fact is meant.
#[test]
fn missing_references() {
    let mut set = Set::new();
    let enterprise = set.kind("enterprise", None);
    let project = set.kind("project", Some(enterprise));
    let loan = set.kind("loan", Some(enterprise));
    let size = set.number(project, "size");
    let of = set.reference(loan, "project", project);
    let place = Place { frame: 0, hops: vec![Hop::Follow(of)] };
    let rule = set.grant(loan, Period::Yearly, Vec::new(), Expr::Fact { fact: size, place });
    let mut world = World::new(&set.program);
    let e = world.subject(enterprise, None);
    let (p, l) = (world.subject(project, Some(e)), world.subject(loan, Some(e)));
    assert_eq!(
        world.statuses(rule),
        [undetermined(&[missing(of, l, None)], false, Some(("0", None)))]
    );
    world.set(l, of, Cell::Subject(p));
    assert_eq!(
        world.statuses(rule),
        [undetermined(&[missing(size, p, None)], false, Some(("0", None)))]
    );
    world.set(p, size, n("3"));
    assert_eq!(world.statuses(rule), [granted("3")]);
}
