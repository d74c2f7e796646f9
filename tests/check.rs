//! What the checker makes of a clause: the core it lowers to, or the problems it reports.
#![allow(clippy::unwrap_used, clippy::panic)]

use polc::check;
use polc::diag::render::{Style, report};
use polc::diag::{Code, Diagnostic, Lang};
use polc::ir::{Program, RuleId};
use polc::source::Sources;
use polc::syntax;

const DEMO: &str = include_str!("fixtures/demo.pol");

/// Checks a clause together with the demo's list and vocabulary.
fn checked(clause: &str) -> (Option<Program>, Vec<Diagnostic>, Sources) {
    let mut sources = Sources::new();
    let files = [sources.add("demo.pol", DEMO), sources.add("clause.pol", clause)];
    let mut trees = Vec::new();
    for file in files {
        let (tree, problems) = syntax::parse(file, sources.get(file).unwrap().text());
        assert!(problems.is_empty(), "{}", shown(&problems.into_sorted(), &sources, Lang::En));
        trees.push(tree);
    }
    let (program, problems) = check::program(&trees, &sources);
    (program, problems.into_sorted(), sources)
}

fn shown(problems: &[Diagnostic], sources: &Sources, lang: Lang) -> String {
    report(problems, sources, Style { lang, ..Style::default() })
}

/// The clause, then its rules in the core.
fn lowered(clause: &str) -> String {
    let (program, problems, sources) = checked(clause);
    let problems = shown(&problems, &sources, Lang::En);
    let program = program.unwrap_or_else(|| panic!("{problems}"));
    let rules =
        (0..).take(program.rules.len()).map(|id| program.dump(RuleId(id)).unwrap().to_string());
    format!("{clause}\n──── core\n{}\n{problems}", rules.collect::<Vec<_>>().join("\n"))
}

/// The clause, then the problems in both languages.
fn refused(clause: &str) -> String {
    let (program, problems, sources) = checked(clause);
    assert!(program.is_none(), "there should be a problem:\n{clause}");
    let [zh, en] = [Lang::Zh, Lang::En].map(|lang| shown(&problems, &sources, lang));
    format!("{clause}\n──── zh\n{zh}\n──── en\n{en}")
}

/// A clause with one yearly grant of the statements given.
fn grant(statements: &str) -> String {
    let body =
        statements.lines().map(|line| format!("    {}\n", line.trim_end())).collect::<String>();
    format!("条款 1 甲条 (clause_a) {{\n  给付 奖励 (award) 给 企业 每年 {{\n{body}  }}\n}}\n")
}

macro_rules! snapshots {
    ($how:ident: $($name:ident $clause:expr;)*) => {$(
        #[test]
        fn $name() {
            insta::assert_snapshot!($how(&$clause));
        }
    )*};
}

mod core {
    use super::{grant, lowered};

    snapshots! { lowered:
        conditions_and_their_parts grant(
            "条件 位于园区 且 (龙头级别 属于 {国家级、省级龙头} 或 非 年产值 低于 1亿元)\n\
             条件 加工量 1万吨 以上 且 用工数 不低于 20家\n\
             不予 当 上市日 已发生 且 上市日 早于 2020-01-01\n\
             条件 近 3年 均 { 年产值 超过 0 }\n\
             金额 10万元\n\
             出资 市级",
        );
        a_reading_of_a_tier_kind_shares_its_addresses
            "条款 14 甲条 (clause_a) {
  读法 档次 (tier_scope) { 1: \"整额\"  2: \"分段\" }
  给付 奖励 (award) 给 企业 每年 {
    金额 合计 项目 其中 按期建成 { 当年投资 }
         按档 依读法 档次 { 1: 全额累进  2: 超额累进 } {
           首档: 2%
           超过 15亿元 原文\"以上\": 2.5%
           其后 每 10亿元 加 0.5%
         }
    出资 市级
  }
}
";
        a_reading_of_a_bound_word
            "条款 14 甲条 (clause_a) {
  读法 含否 (inclusive) { 1: \"含\"  2: \"不含\" }
  给付 奖励 (award) 给 企业 每年 {
    条件 年产值 依读法 含否 { 1: 不低于  2: 超过 } 1亿元
    金额 年产值 按档 定额 { 首档: 0  依读法 含否 { 1: 不低于  2: 超过 } 5亿元: 30万元 }
    出资 市级
  }
}
";
        each_or_pooled_by_reading
            "条款 14 甲条 (clause_a) {
  读法 口径 (pooling) { 1: \"逐个\"  2: \"合计\" }
  给付 奖励 (award) 给 企业 每年 {
    金额 依读法 口径 { 1: 逐项  2: 合计 } 项目 其中 投资额 超过 100万元 { 当年投资 }
         按档 全额累进 { 首档: 2%  超过 15亿元: 3% }
         上限 500万元
         上限 5000万元 每 园区 每年
    出资 市级
  }
}
";
        a_table_of_two_keys grant(
            "金额 逐项 项目 { 按 承担角色、龙头级别 {\n\
             \x20 主导、国家级: 50万元\n\
             \x20 主导、省级龙头 或 市级龙头: 30万元\n\
             \x20 其他、其他: 不予\n\
             } }\n\
             出资 市级",
        );
        a_table_on_yes_and_no grant("金额 按 位于园区 { 是: 20万元  否: 10万元 }\n出资 市级");
        references_and_parents grant(
            "金额 逐项 贷款 其中 所属项目.按期建成 且 园区面积 超过 100亩 {\n\
             \x20 本金 × (一年期利率 于 放款日) × (从 放款日 至 还款日 天数 折年 365天) × 50%\n\
             }\n\
             上限 100万元\n\
             出资 市级",
        );
        increments_over_the_year_before grant(
            "设 增量 (increment) = 加工量 高出 上年 加工量\n\
             条件 增量 超过 加工量 于 2021年\n\
             金额 增量 × 200 元/吨\n\
             出资 省级 100 元/吨、市级 50 元/吨、县级 50 元/吨 余数归 县级",
        );
        caps_in_place_and_wider
            "条款 15 甲条 (clause_a) {
  读法 口径 (cap_scope) { 1: \"按企业\"  2: \"按园区\" }
  给付 奖励 (award) 给 项目 每年 {
    金额 投资额 × 5%
         上限 100万元
         上限 600万元 依读法 口径 { 1: 每 企业 每年  2: 每 园区 累计 }
         上限 1亿元 每 园区 每年 共 {补贴}
    出资 市级
  }
  给付 补贴 (subsidy) 给 项目 每年 {
    金额 投资额 × 1% 上限 1亿元 每 园区 每年 共 {奖励}
    出资 未载明
    叠加 奖励
  }
}
";
        decisions_stages_and_years
            "条款 69 甲条 (clause_a) {
  给付 上市奖 (listing_award) 给 企业 {
    阶段 受理 (accepted) 于 上市日: 100万元
    阶段 上市 (listed) 于 (上市日 + 1年): 200万元
    上限 250万元 累计
    出资 市级
  }
  给付 资助 (aid) 给 企业 每年 {
    裁量 额度 (granted_sum) 由 甲局: 300万元 至 500万元
    裁量 同意 (agreed) 由 乙局: 是否
    条件 同意
    待 2023-01-01
    金额 额度
    例外 当 位于园区 金额 600万元
    年限 连续 不超过 3年 每 企业
    出资 省级 60%、市级 40% 余数归 市级
    就高 补助
  }
  给付 补助 (relief) 给 企业 每年 {
    金额 (年产值 × 1% 扣除 已得 补助 累计 取整 精确到 1元 舍去)
    出资 未载明
  }
}
";
        counts_of_declared_measure "计数 项 (item)
主体 厂房 (plant) 属于 企业 计数 项 { 厂龄 (plant_age): 年 精确到 1年 }
条款 1 甲条 (clause_a) {
  读法 算法 (year_count) { 1: \"连着算\" 2: \"合起来算\" }
  给付 奖励 (award) 给 企业 每年 {
    条件 个数 厂房 其中 厂龄 超过 1年 不低于 3项 且 个数 项目 至少 2
    金额 个数 厂房 × 10 万元/项
    年限 依读法 算法 { 1: 连续  2: 自首次起 } 不超过 3年
    出资 市级
  }
}
";
        relations_to_several
            "条款 1 甲条 (clause_a) {
  给付 甲奖 (award_a) 给 企业 每年 { 金额 10万元  出资 市级  叠加 2 \"各管各的\"  就高 {2①.乙奖、2②} }
}
条款 2 乙条 (clause_b) {
  款 ① { 给付 乙奖 (award_b) 给 企业 每年 { 金额 10万元  出资 市级 } }
  款 ② {
    给付 丙奖 (award_c) 给 企业 每年 { 金额 10万元  出资 市级 }
    给付 丁奖 (award_d) 给 项目 每年 { 金额 10万元  出资 市级 }
    职责 宣传 (publicity) { 方式 鼓励  内容 \"宣传\" }
  }
}
";
        days_of_a_year grant("条件 上市日 在 2022年 或 上市日 在 本年度\n金额 10万元\n出资 市级");
        rules_that_pay_nothing
            "条款 91 甲条 (clause_a) {
  认定 免检 (exempt_check) 给 企业 { 条件 龙头级别 为 国家级  后果 免予 \"检查\" }
  目标 产值目标 (output_target) 给 企业 每年 { 指标 年产值 10亿元 左右 容差 10%  期限 2023-12-31 }
  时限 用工办理 (worker_limit) 给 企业 { 指标 用工数 不超过 22家  原 38家 }
  职责 宣传 (publicity) { 方式 鼓励  机构 乙局  内容 \"宣传政策\"  主题 \"宣传\" }
  职责 续贷 (renewal) { 方式 不得  对象 \"银行\"、\"担保机构\"  内容 \"只因受影响就抽贷\" }
}
";
    }
}

/// The longest expressions that the parser lets pass do not overflow a thread's stack.
#[test]
fn long_expressions_are_lowered() {
    for word in [" + ", " - ", " 高出 "] {
        let sum = vec!["1元"; 240].join(word);
        assert!(checked(&grant(&format!("金额 {sum}\n出资 市级"))).0.is_some());
    }
    let nested = format!("{}1元{}", "(".repeat(60), ")".repeat(60));
    assert!(checked(&grant(&format!("金额 {nested}\n出资 市级"))).0.is_some());
    let chain = vec!["位于园区"; 240].join(" 且 ");
    assert!(checked(&grant(&format!("条件 {chain}\n金额 1元\n出资 市级"))).0.is_some());
}

/// Later passes go through intermediates that read each other by recursion, so a chain has an end,
/// whichever way round it is written.
#[test]
fn what_hangs_on_a_name_declared_twice_is_not_told_too() {
    let clause = "\
枚举 级别 (grade) { 国家级 (national)、县级龙头 (county_leader) }
主体 企业 (enterprise) { 年产值 (annual_output): 吨 精确到 1千克 }
条款 1 甲条 (clause_a) {
  给付 奖励 (award) 给 企业 每年 {
    条件 年产值 超过 1吨 且 龙头级别 为 县级龙头
    金额 按 龙头级别 { 县级龙头: 年产值 × 1 元/吨  国家级: 0 }
    出资 市级
  }
}
";
    let (_, problems, sources) = checked(clause);
    let codes: Vec<Code> = problems.iter().map(|one| one.code).collect();
    let twice = [Code::DeclaredTwice, Code::DeclaredTwice];
    assert_eq!(codes, twice, "{}", shown(&problems, &sources, Lang::En));
}

#[test]
fn endless_chains_of_intermediates_are_refused() {
    let link = |n: usize| format!("设 「量{n}」 (「amount_{n}」) = 「量{}」 + 1元\n", n + 1);
    let last = "设 「量1000」 (「amount_1000」) = 1元\n";
    let down: String = (0..1000).map(link).chain([last.to_owned()]).collect();
    let up: String = [last.to_owned()].into_iter().chain((0..1000).rev().map(link)).collect();
    for chain in [down, up] {
        let (program, problems, _) = checked(&grant(&format!("{chain}金额 「量0」\n出资 市级")));
        assert!(program.is_none());
        assert_eq!(problems.iter().map(|one| one.code).collect::<Vec<_>>(), [Code::ChainTooLong]);
    }
}

mod errors {
    use super::{grant, refused};

    snapshots! { refused:
        mixed_dimensions grant("条件 年产值 超过 100吨\n金额 加工量 + 200万元\n出资 市级");
        times_of_one_year grant("条件 已得次数 奖励 每年 低于 3\n金额 1元\n出资 市级");
        counts_of_another_measure "计数 项 (item)
主体 厂房 (plant) 属于 企业 计数 项 { 厂龄 (plant_age): 年 精确到 1年 }
主体 仓库 (store) 属于 企业 计数 栋 { 库龄 (store_age): 年 精确到 1年 }
条款 1 甲条 (clause_a) {
  给付 奖励 (award) 给 企业 每年 {
    条件 个数 厂房 不低于 3户
    金额 个数 厂房 × 10万元
    出资 市级
  }
}
";
        units_mistyped grant("条件 加工量 超过 10万吨 或 用工数 超过 3护\n金额 加工量 × 10 圆/顿\n出资 市级");
        caps_not_shared_alike "条款 1 甲条 (clause_a) {
  给付 甲奖 (award_a) 给 企业 每年 { 金额 年产值 × 1% 上限 100万元 每 企业 每年 共 {乙奖}  出资 市级 }
  给付 乙奖 (award_b) 给 企业 每年 { 金额 年产值 × 2% 上限 100万元 每 园区 每年 共 {甲奖}  出资 市级 }
  给付 丙奖 (award_c) 给 企业 每年 { 金额 年产值 × 3% 上限 50万元 每 企业 累计 共 {丁奖}  出资 市级 }
  给付 丁奖 (award_d) 给 企业 每年 { 金额 年产值 × 4%  出资 市级 }
  给付 戊奖 (award_e) 给 企业 每年 { 金额 年产值 × 5% 上限 80万元 每 企业 每年 共 {己奖}  出资 市级 }
  给付 己奖 (award_f) 给 企业 每年 { 金额 年产值 × 6% 上限 0.8百万元 每 企业 每年 共 {戊奖}  出资 市级 }
}
";
        an_amount_that_is_no_money grant("金额 加工量\n出资 市级");
        a_number_for_a_condition grant("条件 年产值\n金额 10万元\n出资 市级");
        one_cause_one_error grant("设 底数 (base) = 年产直 + 10万元\n条件 底数 超过 1亿元\n金额 底数 × 2% 上限 底数\n出资 市级");
        no_year
            "条款 1 甲条 (clause_a) {
  设 底数 (base) 每 企业 = 年产值 × 2
  认定 合格 (qualified) 给 企业 { 条件 年产值 超过 1亿元 且 底数 超过 1亿元  后果 可以 \"申报\" }
  认定 往年达标 (qualified_before) 给 企业 { 条件 底数 于 2021年 超过 1亿元  后果 可以 \"申报\" }
}
";
        numbers_and_units grant(
            "条件 加工量 超过 10万顿\n\
             条件 年产值 超过 1234567890123456789012345678901234567890元\n\
             金额 年产值 ÷ 0\n\
             出资 市级",
        );
        a_quotient_as_amount grant("金额 (年产值 ÷ (加工量 ÷ 1吨)) × 1\n出资 市级");
        words_out_of_place grant(
            "条件 上市日 超过 2020-01-01\n条件 年产值 早于 1亿元\n条件 年产值 1亿元 左右\n\
             金额 年产值 按档 全额累进 { 首档: 1%  不超过 5亿元: 2% }\n出资 市级",
        );
        a_table_that_misses_cases grant(
            "金额 逐项 项目 { 按 承担角色、龙头级别 {\n\
             \x20 主导、国家级: 50万元\n\
             \x20 主导 或 参与、国家级: 40万元\n\
             \x20 主导、其他: 30万元\n\
             \x20 主导、省级龙头 或 市级龙头: 20万元\n\
             } }\n\
             出资 市级",
        );
        tiers_with_a_gap grant("金额 年产值 按档 定额 { 首档: 0  超过 500万元 不超过 1000万元: 30万元  超过 1100万元: 50万元 }\n出资 市级");
        tiers_that_overlap grant("金额 年产值 按档 定额 { 首档: 0  不低于 500万元 不超过 1000万元: 30万元  不低于 1000万元: 50万元 }\n出资 市级");
        tiers_that_leave_out_the_figure grant("金额 年产值 按档 定额 { 首档: 0  超过 500万元 低于 1000万元: 30万元  超过 1000万元: 50万元 }\n出资 市级");
        tiers_out_of_order grant("金额 年产值 按档 全额累进 { 首档: 1%  超过 5亿元: 3%  超过 2亿元: 2% }\n出资 市级");
        tiers_without_a_start grant("金额 年产值 按档 全额累进 { 超过 5亿元: 3% }\n出资 市级");
        tiers_in_another_dimension grant("金额 年产值 按档 全额累进 { 首档: 1%  超过 5万吨: 3% }\n出资 市级");
        steps_in_a_pool grant("金额 合计 项目 { 当年投资 上限 100万元 }\n出资 市级");
        tiers_after_each grant("金额 逐项 项目 { 当年投资 } 按档 全额累进 { 首档: 1%  超过 5亿元: 3% }\n出资 市级");
        caps_out_of_order
            "条款 1 甲条 (clause_a) {
  给付 奖励 (award) 给 项目 每年 {
    金额 投资额 × 2% 上限 1亿元 每 园区 每年 上限 2000万元 每 企业 每年 扣除 100万元
    出资 市级
  }
  给付 补贴 (subsidy) 给 企业 一次 于 上市日 {
    金额 逐项 项目 { 投资额 × 2% 上限 500万元 每 企业 } 上限 100万元 每 项目
    出资 市级
  }
  给付 补助 (relief) 给 企业 一次 于 上市日 { 金额 10万元 上限 1亿元 每 园区  出资 市级 }
}
";
        splits_that_do_not_sum
            "条款 1 甲条 (clause_a) {
  给付 甲奖 (award_a) 给 企业 每年 { 金额 加工量 × 200 元/吨  出资 省级 100 元/吨、市级 50 元/吨、县级 40 元/吨 余数归 县级 }
  给付 乙奖 (award_b) 给 企业 每年 { 金额 10万元  出资 省级 60%、市级 50% 余数归 市级 }
  给付 丙奖 (award_c) 给 企业 每年 { 金额 10万元  出资 省级 3、市级 2 }
  给付 丁奖 (award_d) 给 企业 每年 { 金额 10万元  出资 省级 3、市级 2 余数归 县级 }
  给付 戊奖 (award_e) 给 企业 每年 { 金额 10万元  出资 省级 30%、市级 2 余数归 市级 }
}
";
        statements_missing_twice_and_misplaced
            "条款 1 甲条 (clause_a) {
  给付 甲奖 (award_a) 给 企业 每年 { 条件 位于园区 }
  给付 乙奖 (award_b) 给 企业 每年 { 金额 10万元  金额 20万元  出资 市级 }
  给付 丙奖 (award_c) 给 企业 { 金额 10万元  出资 市级 }
  认定 丁 (finding_d) 给 企业 { 条件 位于园区 }
  认定 戊 (finding_e) 给 企业 { 条件 位于园区  金额 10万元  后果 可以 \"申报\" }
  职责 己 (duty_f) { 方式 鼓励 }
}
";
        readings_unused_and_incomplete
            "条款 1 甲条 (clause_a) {
  读法 口径 (scope_of_sum) { 1: \"甲\"  2: \"乙\" }
  读法 闲置 (idle) { 1: \"甲\"  2: \"乙\" }
  给付 奖励 (award) 给 企业 每年 { 金额 依读法 口径 { 1: 10万元 }  出资 市级 }
}
";
        relations_between_unlike_rules
            "条款 1 甲条 (clause_a) {
  给付 甲奖 (award_a) 给 企业 每年 { 金额 10万元  出资 市级  排除 乙奖  就高 丙奖  排除 丁 }
  给付 乙奖 (award_b) 给 项目 每年 { 金额 10万元  出资 市级 }
  给付 丙奖 (award_c) 给 企业 一次 于 上市日 { 金额 10万元  出资 市级 }
  认定 丁 (finding_d) 给 企业 { 条件 位于园区  后果 可以 \"申报\" }
}
";
        relations_to_clauses_that_do_not_compare
            "条款 1 甲条 (clause_a) {
  给付 甲奖 (award_a) 给 企业 每年 { 金额 10万元  出资 市级  就高 2  叠加 3  叠加 1 }
}
条款 2 乙条 (clause_b) {
  给付 乙奖 (award_b) 给 项目 每年 { 金额 10万元  出资 市级 }
}
";
        days_of_no_year
            "条款 1 甲条 (clause_a) {
  给付 甲奖 (award_a) 给 企业 每年 { 条件 上市日 在 3年 且 年产值 在 2022年  金额 10万元  出资 市级 }
  认定 丁 (finding_d) 给 企业 { 条件 上市日 在 本年度  后果 可以 \"申报\" }
}
";
        products_out_of_range grant("金额 1000000000000000000亿元 × 100000000000000亿\n出资 市级");
        figures_below_zero
            "条款 1 甲条 (clause_a) {
  给付 甲奖 (award_a) 给 企业 每年 { 金额 -5万元  出资 市级 }
  给付 乙奖 (award_b) 给 企业 每年 {
    条件 年产值 超过 -1元
    金额 若 位于园区 则 年产值 × -2% 否则 年产值 - 5万元 上限 -1元 累计
    出资 市级 200%、县级 -100% 余数归 市级
  }
}
";
        headings_twice_and_misplaced
            "条款 1 甲条 (clause_a) {
  概述 \"甲\"
  概述 \"乙\"
  时效 2023-01-01 至 2022-12-31
  款 ① { 出处 \"一·1\"  给付 奖励 (award) 给 企业 一次 于 2022-02-30 { 金额 10万元  出资 市级 } }
}
";
        an_unused_intermediate
            "条款 1 甲条 (clause_a) {
  设 闲量 (idle_amount) 每 企业 = 10万元
  给付 奖励 (award) 给 企业 每年 {
    设 小计 (subtotal) = 10万元
    裁量 额度 (granted_sum) 由 甲局: 不超过 10万元
    金额 加工量
    出资 市级
  }
}
";
        circles
            "条款 1 甲条 (clause_a) {
  给付 甲奖 (award_a) 给 企业 每年 {
    设 甲量 (amount_a) = 乙量 + 1元
    设 乙量 (amount_b) = 甲量 + 1元
    金额 甲量
    出资 市级
    排除 乙奖
  }
  给付 乙奖 (award_b) 给 企业 每年 { 金额 10万元  出资 市级  排除 甲奖 }
}
";
    }
}
