//! What the interpreter costs beside arithmetic written by hand: clauses 14, 41 and 51 of the
//! shipped policies for one enterprise, loaded, without a trace. At most 10 times is wanted.
#![allow(missing_docs, reason = "criterion's macros write public items")]
#![allow(clippy::unwrap_used, clippy::panic, clippy::unreachable)]
#![allow(clippy::disallowed_methods, clippy::arithmetic_side_effects)]

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use polc::ast::Item;
use polc::driver;
use polc::eval::{Facts, NoTrace, Outcome, Prepared, Status};
use polc::ir::Program;
use polc::scenario::{Directory, facts};
use polc::source::FileId;
use polc::syntax::parse;
use rust_decimal::{Decimal, RoundingStrategy};

/// All that the three clauses ask of an enterprise.
const SCENARIO: &str = r#"情景 "三条" {
  年度 2022年
  企业 "甲" {
    位于乳业开发区: 是
    在本市注册: 是
    持有乳制品生产许可: 是
    农牧业龙头: 国家级龙头
    2021年 { 生鲜乳加工量: 110000.125吨 }
    2022年 { 生鲜乳加工量: 124000.5吨 }
    项目 "一期" { 按约定期限建成: 是  当年完成投资: 1600000000.01元 }
    项目 "二期" { 按约定期限建成: 否  当年完成投资: 2亿元 }
    综合利用项目 "灰" { 属于固废或再生资源: 是  年利用量: 345678.5吨  获自治区利用奖补: 否 }
    固废外运 "一" { 经公路或铁路运出: 是  去向: 其他省市  外运利用量: 1000.5吨 }
    完整 项目、综合利用项目、固废外运
    历史 无
  }
}"#;

fn scenario(program: &Program, text: &str) -> Facts {
    let (tree, problems) = parse(FileId::default(), text);
    assert!(problems.is_empty());
    let Some(Item::Scenario(scenario)) = tree.items.first() else { unreachable!() };
    let (facts, problems) = facts(&Directory::new(program), scenario);
    assert!(problems.is_empty());
    facts.unwrap()
}

/// The same facts for the reference, held as a programmer would.
struct Enterprise {
    in_dairy_zone: bool,
    registered_here: bool,
    has_dairy_licence: bool,
    /// At the national or the regional level.
    leads: bool,
    milk_before: Decimal,
    milk: Decimal,
    projects: Vec<Project>,
    reuse: Vec<Reuse>,
    hauls: Vec<Haul>,
    reuse_years: Vec<i32>,
}

struct Project {
    on_time: bool,
    invested: Decimal,
}

struct Reuse {
    is_waste: bool,
    tonnes: Decimal,
    regional_award: Option<Decimal>,
}

struct Haul {
    far: bool,
    tonnes: Decimal,
}

/// What the reference pays: nothing where the enterprise is not entitled.
#[derive(Debug, PartialEq, Eq)]
struct Paid {
    investment: Option<Decimal>,
    increment: Option<(Decimal, [Decimal; 3])>,
    reuse: Option<Decimal>,
    /// Which projects may apply for the region's award.
    routes: Vec<bool>,
    top_ups: Vec<Option<Decimal>>,
    hauling: Option<Decimal>,
}

fn enterprise() -> Enterprise {
    let number = |text: &str| text.parse().unwrap();
    Enterprise {
        in_dairy_zone: true,
        registered_here: true,
        has_dairy_licence: true,
        leads: true,
        milk_before: number("110000.125"),
        milk: number("124000.5"),
        projects: vec![
            Project { on_time: true, invested: number("1600000000.01") },
            Project { on_time: false, invested: number("200000000") },
        ],
        reuse: vec![Reuse { is_waste: true, tonnes: number("345678.5"), regional_award: None }],
        hauls: vec![Haul { far: true, tonnes: number("1000.5") }],
        reuse_years: Vec::new(),
    }
}

fn cents(amount: Decimal) -> Decimal {
    amount.round_dp_with_strategy(2, RoundingStrategy::MidpointAwayFromZero)
}

/// The three clauses by hand.
fn by_hand(of: &Enterprise, year: i32) -> Paid {
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
fn routes(outcomes: &[Outcome]) -> Vec<bool> {
    let determined = outcomes.iter().filter_map(|outcome| match outcome.status {
        Status::Determined(holds) => Some(holds),
        _ => None,
    });
    determined.collect()
}

/// Amounts and shares of the outcomes, in order.
fn told(outcomes: &[Outcome]) -> Vec<(Option<String>, Vec<String>)> {
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
fn told_by_hand(paid: &Paid) -> Vec<(Option<String>, Vec<String>)> {
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

fn three_clauses(criterion: &mut Criterion) {
    let program = driver::shipped().unwrap().program;
    let facts = scenario(&program, SCENARIO);
    let enterprise = enterprise();
    let prepared = Prepared::new(&program, &[14, 41, 51], &[]);
    let run = || black_box(&prepared).evaluate(black_box(&facts), &mut NoTrace);
    let reference = || by_hand(black_box(&enterprise), black_box(2022));
    assert_eq!(told(&run()), told_by_hand(&reference()));
    assert_eq!(routes(&run()), reference().routes);

    let mut group = criterion.benchmark_group("three_clauses");
    group.bench_function("by_hand", |bencher| bencher.iter(reference));
    group.bench_function("polc", |bencher| bencher.iter(run));
    group.finish();
}

/// Every clause for the subjects of a shipped scenario.
fn whole_list(criterion: &mut Criterion) {
    let program = driver::shipped().unwrap().program;
    let mut group = criterion.benchmark_group("whole_list");
    for (name, text) in [
        ("small_manufacturer", include_str!("../scenarios/small-manufacturer.pol")),
        ("dairy_enterprise", include_str!("../scenarios/dairy-enterprise.pol")),
        ("missing_facts", include_str!("../scenarios/missing-facts.pol")),
    ] {
        let facts = scenario(&program, text);
        let prepared = Prepared::new(&program, &[], &[]);
        let run = || black_box(&prepared).evaluate(black_box(&facts), &mut NoTrace);
        group.bench_function(name, |bencher| bencher.iter(run));
    }
    group.finish();
}

criterion_group!(benches, three_clauses, whole_list);
criterion_main!(benches);
