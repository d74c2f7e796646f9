//! What is found of five enterprises.
//!
//! | | 投资 | 奖励 (10 %, from 100万, at most 50万) | 补助 (20 %, at most 30万 each enterprise) |
//! |---|---|---|---|
//! | 甲 | 200万 | 20万 | two projects of 100万: 40万, capped at 30万 |
//! | 乙 | 800万 | 80万, capped at 50万 | |
//! | 丙 | 96万 | not eligible | |
//! | 丁 | unknown | nothing, or 10万 to 50万 | |
//! | 戊 | 104万 | 10.4万 | |

use polc::batch::{ListeningToBounds, fold_all};
use polc::budget::{Figure, Findings, NearAsked, NearValue, Side, Survey, Wanted};
use polc::eval::Prepared;
use polc::ir::{Program, RuleId};
use polc::quantity::{Exact, apportion};
use proptest::prelude::*;

use super::set::{CLAUSES, ENTERPRISES, compiled, compiled_with, exact, records};

fn found<'p>(program: &'p Program, text: &str) -> Findings<'p> {
    let near = Some(NearAsked { part: exact("0.05"), days: 30, listed: 10 });
    let executor = ListeningToBounds(Prepared::new(program, &[], &[]));
    let survey = Survey::new(program, &[], &[], near);
    fold_all(&executor, records(program, text).into_iter(), survey).findings()
}

#[test]
fn each_cap_tells_what_it_saves() {
    let program = compiled("").unwrap();
    let found = found(&program, ENTERPRISES);
    let told = found.caps.iter().map(|cap| {
        let saved = cap.saved.0.unwrap().to_string();
        (program.path(cap.address), cap.met, cap.lowered, cap.records, saved, cap.open)
    });
    // 乙 loses 30万 to the cap of the award, 甲 10万 to that of its projects; 丁 is open.
    let expected = [
        ("1.奖励.上限1", 3, 1, 1, "300000".to_owned(), 1),
        ("2.补助.上限1", 1, 1, 1, "100000".to_owned(), 0),
    ];
    assert_eq!(told.collect::<Vec<_>>(), expected);
}

/// 20万 for each of the two projects of 甲, at most 15万 each and 25万 for the enterprise: the first
/// cap takes 5万 twice, the second the 5万 by which the 30万 that are left exceed it.
#[test]
fn each_of_two_caps_tells_what_it_takes_of_what_the_first_left() {
    let one = "上限 30万元 每 企业 每年";
    assert!(CLAUSES.contains(one));
    let two = CLAUSES.replace(one, "上限 15万元 上限 25万元 每 企业 每年");
    let program = compiled_with("", &two).unwrap();
    let found = found(&program, ENTERPRISES);
    let told = found.caps.iter().map(|cap| {
        let saved = cap.saved.0.unwrap().to_string();
        (program.path(cap.address), cap.met, cap.lowered, cap.records, saved)
    });
    let expected = [
        ("1.奖励.上限1", 3, 1, 1, "300000".to_owned()),
        ("2.补助.上限1", 2, 2, 1, "100000".to_owned()),
        ("2.补助.上限2", 1, 1, 1, "50000".to_owned()),
    ];
    assert_eq!(told.collect::<Vec<_>>(), expected);
}

#[test]
fn awards_are_distributed_in_classes_and_quantiles() {
    let program = compiled("").unwrap();
    let found = found(&program, ENTERPRISES);
    let award = found.distributions.iter().find(|one| one.rule == RuleId(0)).unwrap();
    // 10.4万, 20万, 50万: the median is the second, nine in ten reach the third.
    assert_eq!((award.count, award.sum.0), (3, Some(exact("804000"))));
    let quantiles = [award.least, award.median, award.nine_tenths, award.greatest];
    assert_eq!(quantiles, ["104000", "200000", "500000", "500000"].map(exact));
    assert_eq!(award.classes.iter().map(|class| class.count).collect::<Vec<_>>(), [1, 1, 1]);
}

fn number(text: &str) -> Figure {
    Figure::Number(exact(text).into())
}

#[test]
fn who_is_near_a_threshold_is_evaluated_on_its_other_side() {
    let program = compiled("").unwrap();
    let found = found(&program, ENTERPRISES);
    let near = found.near.unwrap();
    let [near] = near.as_slice() else { panic!("{near:?}") };
    assert_eq!(program.path(near.threshold.address), "1.奖励.条件1.界1");
    // 丙 would get 10 % of 100万; 戊 at 1分 less than 100万 would lose its 10.4万.
    assert_eq!((near.below.values, near.below.change.0), (1, Some(exact("100000"))));
    assert_eq!((near.above.values, near.above.change.0), (1, Some(exact("-104000"))));
    let listed = |near: &NearValue| (near.id.clone(), near.side, near.value);
    let expected = [("丙", Side::Below, "960000"), ("戊", Side::Above, "1040000")];
    let expected = expected.map(|(id, side, value)| (id.to_owned(), side, number(value)));
    assert_eq!(near.listed.iter().map(listed).collect::<Vec<_>>(), expected);
}

#[test]
fn what_is_missing_is_ranked_by_the_money_at_stake() {
    let program = compiled("").unwrap();
    let found = found(&program, ENTERPRISES);
    let [row] = found.missing.as_slice() else { panic!("{:?}", found.missing) };
    let Wanted::Fact(fact) = row.wanted else { panic!() };
    assert_eq!(program.vocabulary.facts[usize::from(fact.0)].name.zh, "投资");
    // 丁 may get nothing or up to 50万. (That it is no 重点 settles the money sought.)
    let stake = row.stake;
    assert_eq!((stake.records, stake.outcomes, stake.width.0), (1, 1, Some(exact("500000"))));
    assert_eq!((stake.unbounded, stake.without_amount), (0, 0));
    assert_eq!(found.missing_by_rule.len(), 1);
}

/// The budget's awards as id, amount and what is borne.
fn borne(found: &Findings) -> Vec<(String, String, String)> {
    let claims = found.ceilings[0].claims.iter();
    claims
        .map(|one| (one.id.clone(), one.amount.to_string(), one.borne.unwrap().to_string()))
        .collect()
}

fn rows<const N: usize>(rows: [(&str, &str, &str); N]) -> Vec<(String, String, String)> {
    rows.map(|(a, b, c)| (a.to_owned(), b.to_owned(), c.to_owned())).to_vec()
}

#[test]
fn a_budget_that_does_not_suffice_says_by_how_much() {
    let program = compiled("  预算 2022年 100万元\n  预算 每年 100万元 出资 市级").unwrap();
    let found = found(&program, ENTERPRISES);
    let [all, city] = found.ceilings.as_slice() else { panic!() };
    // 20 + 30 + 50 + 10.4万; 丁 may add up to 50万, and comes to nothing at least.
    assert_eq!((all.committed.0, all.awards), (Some(exact("1104000")), 4));
    assert_eq!((all.over, all.claims.len()), (Some(exact("104000")), 0));
    assert_eq!((all.open_low.0, all.open_high.0), (Some(exact("0")), Some(exact("500000"))));
    // Half of each award, and all of the support: 10 + 30 + 25 + 5.2万.
    assert_eq!((city.year, city.committed.0), (Some(2022), Some(exact("702000"))));
    assert_eq!(city.over, Some(Exact::ZERO));
}

#[test]
fn pro_rata_sums_exactly_to_the_budget() {
    let program = compiled("  预算 2022年 100万元 按比例").unwrap();
    // × 100 ÷ 110.4: 181159.4202…, 271739.1304…, 452898.5507…, 94202.8985…: the 分 that rounding
    // down leaves goes to the last, which lost the most.
    let expected = rows([
        ("甲", "200000", "181159.42"),
        ("甲", "300000", "271739.13"),
        ("乙", "500000", "452898.55"),
        ("戊", "104000", "94202.9"),
    ]);
    assert_eq!(borne(&found(&program, ENTERPRISES)), expected);
}

#[test]
fn who_comes_first_is_served_first() {
    let program = compiled("  预算 2022年 100万元 先到先得 按 申报日").unwrap();
    // 10.4 + 50 + 20 leave 19.6万.
    let expected = rows([
        ("戊", "104000", "104000"),
        ("乙", "500000", "500000"),
        ("甲", "200000", "200000"),
        ("甲", "300000", "196000"),
    ]);
    assert_eq!(borne(&found(&program, ENTERPRISES)), expected);
    let program = compiled("  预算 2022年 100万元 先到先得").unwrap();
    // 20 + 30 + 50 in the order of the data leave nothing.
    let expected = rows([
        ("甲", "200000", "200000"),
        ("甲", "300000", "300000"),
        ("乙", "500000", "500000"),
        ("戊", "104000", "0"),
    ]);
    assert_eq!(borne(&found(&program, ENTERPRISES)), expected);
}

#[test]
fn a_budget_that_suffices_bears_everything() {
    for how in ["按比例", "先到先得"] {
        let program = compiled(&format!("  预算 2022年 200万元 {how}")).unwrap();
        let found = found(&program, ENTERPRISES);
        assert_eq!(found.ceilings[0].over, Some(Exact::ZERO));
        assert!(found.ceilings[0].claims.iter().all(|one| one.borne == Some(one.amount)));
    }
}

#[test]
fn a_budget_of_another_year_or_clause_bears_nothing() {
    let budgets = "  预算 2023年 100万元\n  预算 每年 1元 条款 2 出资 省级";
    let program = compiled("  预算 2023年 100万元\n  预算 每年 1元 出资 省级 条款 2").unwrap();
    assert!(compiled(budgets).is_err());
    let found = found(&program, ENTERPRISES);
    assert_eq!(found.ceilings.len(), 2);
    assert!(found.ceilings.iter().all(|one| one.committed.0 == Some(Exact::ZERO)));
}

#[test]
fn parts_joined_are_the_whole_however_they_are_parted() {
    let program = compiled("  预算 2022年 100万元 按比例").unwrap();
    let all = records(&program, ENTERPRISES);
    let many: Vec<_> = all.iter().cycle().take(700).cloned().collect();
    let executor = ListeningToBounds(Prepared::new(&program, &[], &[]));
    let near = Some(NearAsked { part: exact("0.05"), days: 30, listed: 10 });
    let once = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        let survey = Survey::new(&program, &[], &[], near);
        pool.install(|| fold_all(&executor, many.iter().cloned(), survey)).findings()
    };
    let one = once(1);
    assert_eq!(one, once(3));
    assert_eq!(one.records, 700);
    assert_eq!(one.caps[0].saved.0, Some(exact("42000000")));
    let shared = one.ceilings[0].claims.iter().map(|claim| claim.borne.unwrap());
    let sum = shared.fold(Exact::ZERO, |sum, share| sum.checked_add(share).unwrap());
    assert_eq!(sum, exact("1000000"));
}

proptest! {
    #[test]
    fn shares_sum_to_the_whole_and_stray_less_than_a_fen(
        total in 0i64..1_000_000_000_000,
        weights in proptest::collection::vec(0i64..1_000_000_000_000, 1..60),
    ) {
        let total = Exact::from_i64(total).checked_mul(Exact::CENT).unwrap();
        let exact: Vec<Exact> = weights.iter().map(|weight| Exact::from_i64(*weight)).collect();
        let all = exact.iter().fold(Exact::ZERO, |sum, one| sum.checked_add(*one).unwrap());
        let Some(shares) = apportion(total, &exact) else {
            prop_assert!(all.is_zero());
            return Ok(());
        };
        let sum = shares.iter().fold(Exact::ZERO, |sum, one| sum.checked_add(*one).unwrap());
        prop_assert_eq!(sum, total);
        for (share, weight) in shares.iter().zip(&exact) {
            // |share × all − total × weight| < 0.01 × all
            let off = share.checked_mul(all).unwrap();
            let off = off.checked_sub(total.checked_mul(*weight).unwrap()).unwrap().abs();
            prop_assert!(off < all.checked_mul(Exact::CENT).unwrap());
        }
    }
}
