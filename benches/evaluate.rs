//! What the interpreter costs beside arithmetic written by hand: clauses 14, 41 and 51 of the
//! shipped policies for one enterprise, loaded, without a trace. At most 10 times is wanted.
#![allow(missing_docs, reason = "criterion's macros write public items")]
#![allow(clippy::unwrap_used, clippy::unreachable)]

#[path = "by_hand/mod.rs"]
mod by_hand;

use std::hint::black_box;

use by_hand::{Enterprise, by_hand, routes, told, told_by_hand};
use criterion::{Criterion, criterion_group, criterion_main};
use polc::ast::Item;
use polc::driver;
use polc::eval::{Facts, NoTrace, Prepared};
use polc::ir::Program;
use polc::scenario::{Directory, facts};
use polc::source::FileId;
use polc::syntax::parse;

/// An enterprise that gets something by each of the three clauses.
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

fn three_clauses(criterion: &mut Criterion) {
    let program = driver::shipped().unwrap().program;
    let facts = scenario(&program, SCENARIO);
    let enterprise = Enterprise::of(&program, &facts, 2022);
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
