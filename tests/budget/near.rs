//! Who is near a threshold, where it is not a fact by itself that is compared.

use polc::batch::{ListeningToBounds, fold_all};
use polc::budget::{Figure, NearAsked, Side, Survey};
use polc::eval::Prepared;
use polc::ir::Program;

use super::set::{compiled_with, exact, records};

const CLAUSES: &str = "主体 企业 (enterprise) {
  申报日 (applied_on): 日期
  重点 (key): 是否
  投资 (investment): 元 每年 精确到 1分
  产值 (output): 元 每年 精确到 1分
  产量 (tonnage): 吨 每年 精确到 1千克
}
计数 项 (item)
主体 项目 (project) 属于 企业 计数 项 {
  当年投资 (project_investment): 元 每年 精确到 1分
}
条款 1 按投资额 (by_size) {
  给付 奖励 (award) 给 企业 每年 {
    金额 合计 项目 { 当年投资 } 按档 全额累进 { 首档: 2%  超过 1000万元: 3% }
    出资 市级
  }
}
条款 2 强度 (by_intensity) {
  设 投资强度 (intensity) 每 企业 = 投资 ÷ 产值
  给付 补助 (subsidy) 给 企业 每年 {
    条件 重点
    条件 投资强度 不低于 20%
    金额 投资 × 1%
    出资 市级
  }
}
条款 3 按吨 (by_tonne) {
  给付 吨奖 (tonne_award) 给 企业 每年 {
    金额 产量 按档 超额累进 { 首档: 10 元/吨  超过 10万吨: 15 元/吨  其后 每 10万吨 加 5 元/吨 }
    出资 市级
  }
}
条款 4 早报 (early) {
  给付 早报奖 (early_award) 给 企业 每年 {
    条件 申报日 不晚于 2022-06-30
    金额 1万元
    出资 市级
  }
}
";

const ENTERPRISES: &str = r#"
情景 "甲" {
  年度 2022年
  企业 {
    申报日: 2022-07-10  重点: 是
    2022年 { 投资: 196万元  产值: 1000万元  产量: 29.5万吨 }
    项目 "子" { 2022年 { 当年投资: 600万元 } }
    项目 "丑" { 2022年 { 当年投资: 380万元 } }
    完整 项目
    历史 无
  }
}
情景 "乙" {
  年度 2022年
  企业 {
    申报日: 2022-09-01  重点: 否
    2022年 { 投资: 208万元  产值: 1000万元  产量: 5万吨 }
    无 项目
    历史 无
  }
}
"#;

/// Path, record, side, value, figure, what was moved, change: as text.
fn near(program: &Program) -> Vec<String> {
    let near = Some(NearAsked { part: exact("0.05"), days: 30, listed: 10 });
    let executor = ListeningToBounds(Prepared::new(program, &[], &[]));
    let survey = Survey::new(program, &[], &[], near);
    let all = records(program, ENTERPRISES).into_iter();
    let found = fold_all(&executor, all, survey).findings().near.unwrap();
    let figure = |figure: Figure| match figure {
        Figure::Number(number) => number.to_string(),
        Figure::Day(day) => day.to_string(),
    };
    let rows = found.iter().flat_map(|near| {
        near.listed.iter().map(move |one| {
            let path = program.path(near.threshold.address);
            let side = if one.side == Side::Below { '<' } else { '>' };
            let moved = one.moved.as_ref().map(|moved| {
                let fact = &program.vocabulary.facts[usize::from(moved.fact.0)].name.zh;
                format!("{}.{fact} {}", moved.label, figure(moved.to))
            });
            let moved = moved.unwrap_or_default();
            let change = one.change.map(|change| change.to_string()).unwrap_or_default();
            let (value, bound) = (figure(one.value), figure(one.bound));
            format!("{path} {} {value} {side} {bound} [{moved}] {change}", one.id)
        })
    });
    rows.collect()
}

#[test]
fn what_is_computed_is_near_a_threshold_too() {
    let program = compiled_with("", CLAUSES).unwrap();
    let expected = [
        // 600 + 380 = 980万 at 2 %: 19.6万. With 1分 more than 20万 on the first project it is
        // over 1000万, at 3 %: 30万, to the 分.
        "1.奖励.档2.界 甲 9800000 < 10000000 [子.当年投资 6200000.01] 104000",
        // 196万 ÷ 1000万 = 19.6 %; at 200万 the subsidy is 2万 instead of nothing.
        "2.补助.条件2.界1 甲 0.196 < 0.2 [.投资 2000000] 20000",
        // 20.8 %, but it is no 重点: falling to under 20 % changes nothing.
        "2.补助.条件2.界1 乙 0.208 > 0.2 [.投资 1999999.99] 0",
        // 10 × 10 + 10 × 15 + 9.5 × 20 = 440万; at 30万吨 and 1千克 it is 450万 and 25 元/吨 on the
        // last: 2.5分, up to 3分. The fact itself is compared, so it needs no telling.
        "3.吨奖.其后 甲 295000 < 300000 [] 100000.03",
        // Ten days late. 乙 is two months late, which is not near.
        "4.早报奖.条件1.界1 甲 2022-07-10 > 2022-06-30 [] 10000",
    ];
    assert_eq!(near(&program), expected);
}
