//! Derivations as an official reads them: the scenario, then how its outcomes come about.
//!
//! The figures are worked by hand in the comment of each test.
#![allow(clippy::unwrap_used, clippy::unwrap_in_result, clippy::panic)]
#![allow(clippy::arithmetic_side_effects, clippy::string_slice)]

mod common;

use common::memory::{Memory, polc};
use polc::cli::Exit;

/// What `polc run` prints of a scenario and some clauses of the shipped policies.
fn ran(scenario: &str, line: &str) -> (Exit, String) {
    let files = Memory::of(&[("one.pol", scenario.as_bytes())]);
    let (exit, out, err) = polc(&files, "C", &format!("run one.pol {line}"));
    (exit, out + &err)
}

/// The derivations alone: what stands from the first heading of one on.
fn derived(scenario: &str, line: &str) -> String {
    let (exit, told) = ran(scenario, &format!("{line} --explain"));
    assert_eq!(exit, Exit::Fine, "{told}");
    let heads = |text: &str| text.starts_with(|c: char| c.is_ascii_digit()) && text.contains('·');
    let mut blocks = told.split("\n\n").skip_while(|block| !heads(block)).peekable();
    assert!(blocks.peek().is_some(), "{told}");
    blocks.collect::<Vec<_>>().join("\n\n")
}

/// The scenario and its derivations in both languages.
fn shown(scenario: &str, clauses: &str) -> String {
    let told = ["zh", "en"].map(|lang| {
        let line = format!("--clause {clauses} --lang {lang}");
        format!("$ polc run one.pol {line} --explain\n{}", derived(scenario, &line))
    });
    format!("{scenario}\n{}", told.join("\n"))
}

const TIERS: &str = r#"情景 "两个项目合并过线" {
  年度 2022年
  企业 "甲乳业" {
    位于乳业开发区: 是
    项目 "一期" { 按约定期限建成: 是  当年完成投资: 15亿元 }
    项目 "二期" { 按约定期限建成: 是  当年完成投资: 1亿元 + 1元 }
    项目 "三期" { 按约定期限建成: 否  当年完成投资: 9亿元 }
    完整 项目
  }
}
"#;

/// (15亿元 + 1亿零1元) × 2.5% = 40000000.025元, rounded half up to 40000000.03元. At the second
/// reading 15亿元 × 2% + 100000001元 × 2.5% = 3000万元 + 2500000.025元 = 32500000.025元.
#[test]
fn tiers_of_a_sum() {
    let marginal = derived(TIERS, "--clause 14 --lang zh --reading 14.tier_scope=2");
    insta::assert_snapshot!(format!("{}\n{marginal}", shown(TIERS, "14")));
}

const CAPS: &str = r#"情景 "封顶" {
  评价日 2022-12-31
  年度 2022年
  企业 "甲冶炼" {
    节能项目 "炉一" {
      节能改造类别: 锅炉节能改造  节能量: 9000吨标准煤  节能验收日: 2022-05-01
      获上级节能补贴: 否
      裁量 49①.节能奖补.奖补标准: 400 元/吨标准煤
    }
    节能项目 "炉二" {
      节能改造类别: 锅炉节能改造  节能量: 8000吨标准煤  节能验收日: 2022-06-01
      获上级节能补贴: 否
      裁量 49①.节能奖补.奖补标准: 400 元/吨标准煤
    }
    节能项目 "炉三" {
      节能改造类别: 锅炉节能改造  节能量: 1500吨标准煤  节能验收日: 2022-07-01
      获上级节能补贴: 否
      裁量 49①.节能奖补.奖补标准: 400 元/吨标准煤
    }
    节能项目 "炉四" {
      节能改造类别: 锅炉节能改造  节能量: 7500吨标准煤  节能验收日: 2022-08-01
      获上级节能补贴: 否
      裁量 49①.节能奖补.奖补标准: 400 元/吨标准煤
    }
    综合利用项目 "粉煤灰" { 属于固废或再生资源: 是  获自治区利用奖补: 否  年利用量: 50.4万吨 }
    完整 节能项目、综合利用项目
    无 数据中心、固废外运
    历史 无
  }
}
"#;

/// 炉一 is before the list. 炉二: 8000 × 400 = 320万元, 20万元 over the cap of a project; 炉三:
/// 1500 × 400 = 60万元; 炉四: 7500 × 400 = 300万元, just the cap. 300 + 60 + 300 = 660万元, 60万元
/// over the cap of an enterprise. Of 炉三, 1500 of the 2000吨标准煤 that the part ② asks for.
#[test]
fn caps_of_a_project_and_of_an_enterprise() {
    insta::assert_snapshot!(shown(CAPS, "49"));
}

/// 20万 × 10 + 10万 × 15 + 10万 × 20 + 10万 × 25 + 4000 × 30 = 200 + 150 + 200 + 250 + 12 = 812万元,
/// 12万元 over the cap.
#[test]
fn generated_tiers_and_a_cap() {
    insta::assert_snapshot!(shown(CAPS, "51"));
}

const INTEREST: &str = r#"情景 "贴息" {
  年度 2022年
  五年期LPR { 2022-01-20: 4.6%/年 }
  企业 "甲乳业" {
    项目 "一期" {
      乳业开发区引进: 是
      项目产业: 乳制品加工
      完成固定资产投资额: 2亿元
      固定资产贷款 "甲" {
        来自商业银行: 是  固贷放款日: 2022-01-20  固贷实际利率: 5%/年
        固贷计息本金: 1亿元  固贷计息天数: 100天
      }
      完整 固定资产贷款
    }
    历史 无
  }
}
"#;

/// 1亿元 × 4.6% × 50% × 100 ÷ 365 = 46000000/73元 = 630136.986301…元, rounded to 630136.99元.
#[test]
fn interest_by_days() {
    insta::assert_snapshot!(shown(INTEREST, "15"));
}

/// 4800万元 of the 5000万元; 乳业开发区引进 and 项目产业 fail as well in the second scenario.
#[test]
fn the_nearest_change_of_several_conditions() {
    let one = INTEREST.replace("2亿元", "4800万元");
    let three = one
        .replace("引进: 是", "引进: 否")
        .replace("乳制品加工", "上下游其他产业")
        .replace("4800万元", "5000万元 - 1分");
    let none = one.replace("来自商业银行: 是", "来自商业银行: 否");
    let told = [one, three, none].map(|scenario| shown(&scenario, "15"));
    insta::assert_snapshot!(told.join("\n"));
}

const SPLIT: &str = r#"情景 "分担" {
  年度 2022年
  企业 "甲乳业" {
    在本市注册: 是
    持有乳制品生产许可: 是
    农牧业龙头: 国家级龙头
    2021年 { 生鲜乳加工量: 1万吨 }
    2022年 { 生鲜乳加工量: 12500吨 }
  }
}
"#;

/// 2500吨 × 200 元/吨 = 50万元: 25万, 12.5万 and 12.5万. Another head of industry: no subsidy, and
/// either of two grades would do.
#[test]
fn a_split_among_three_levels() {
    let other = SPLIT.replace("国家级龙头", "不是重点龙头");
    insta::assert_snapshot!(format!("{}\n{}", shown(SPLIT, "41"), derived(&other, "--clause 41")));
}

const USED_UP: &str = r#"情景 "用尽" {
  评价日 2023-12-31
  年度 2023年 至 2025年
  企业 "甲建材" {
    综合利用项目 "粉煤灰" {
      属于固废或再生资源: 是
      2023年 { 年利用量: 2万吨  获自治区利用奖补: 否 }
      2024年 { 年利用量: 9999吨  获自治区利用奖补: 否 }
    }
    完整 综合利用项目
    无 固废外运
    历史 { 51①.利用奖补 2020年: 10万元  51①.利用奖补 2021年: 12万元  51①.利用奖补 2022年: 10万元 }
  }
}
"#;

/// Three years in a row are used up in 2023; in 2024 1吨 is lacking for 10万元; 2025 lies beyond
/// the list.
#[test]
fn years_used_up_and_a_list_out_of_force() {
    insta::assert_snapshot!(shown(USED_UP, "51"));
}

/// Without the second project's completion 15亿元 × 2% = 3000万元; with it as above.
#[test]
fn what_is_missing_and_what_each_answer_gives() {
    let open = TIERS
        .replace("\"二期\" { 按约定期限建成: 是", "\"二期\" { 按约定期限建成: 未知")
        .replace("1亿元 + 1元", "1亿元");
    insta::assert_snapshot!(shown(&open, "14"));
}

const UNIT: &str = r#"情景 "机组" {
  评价日 2023-12-31
  煤电机组 "一号" { 完成机组改造: 是  改造后供电煤耗: 310 克/千瓦时  同类机组先进煤耗: 300 克/千瓦时 }
}
"#;

/// 10 克/千瓦时 above the best; the text sets no day, so it is pending.
#[test]
fn a_target() {
    insta::assert_snapshot!(shown(UNIT, "10"));
}

/// What stands in labels and texts is text, and nothing else, in every form.
#[test]
fn labels_do_not_act_as_markup() {
    let evil = SPLIT
        .replace("甲乳业", "<b>甲</b>|*乙*[丙](x)<script>alert('1')</script>&amp;")
        .replace("国家级龙头", "不是重点龙头");
    let html = ran(&evil, "--clause 41 --explain --lang zh --format html").1;
    assert!(!html.contains("<b>") && !html.contains("<script"), "{html}");
    assert!(html.contains("&lt;b&gt;甲&lt;/b&gt;|*乙*[丙](x)&lt;script&gt;"), "{html}");
    assert!(html.contains("&amp;amp;"));
    let md = ran(&evil, "--clause 41 --explain --lang zh --format md").1;
    assert!(!md.contains("<b>") && !md.contains("|*乙*") && !md.contains("[丙]("), "{md}");
    assert!(md.contains(r"\<b\>甲\</b\>\|\*乙\*\[丙\](x)"), "{md}");
    let rows: Vec<_> = md.lines().filter(|line| line.starts_with('|')).collect();
    let bars = |row: &str| row.replace(r"\|", "").matches('|').count();
    assert!(rows.iter().any(|row| bars(row) > 4));
}

#[test]
fn a_page_to_paste_and_a_page_to_print() {
    let pages = ["md", "html"].map(|format| {
        let line = format!("--clause 15 --explain --lang zh --format {format}");
        let (exit, told) = ran(INTEREST, &line);
        assert_eq!(exit, Exit::Fine);
        // The digest changes with every edit of the policies.
        let from = told.find('（').unwrap() + '（'.len_utf8();
        told.replacen(&told[from..from + 12], "…", 1)
    });
    insta::assert_snapshot!(pages.join("\n"));
}

#[test]
fn pages_are_refused_where_a_command_writes_none() {
    for line in ["check absent", "duties", "facts", "explain E0301"] {
        for format in ["md", "html"] {
            let files = Memory::default();
            let (exit, out, err) = polc(&files, "C", &format!("{line} --format {format}"));
            assert_eq!((exit, out.as_str()), (Exit::Usage, ""), "{line}");
            assert!(err.contains("writes no md or html"), "{err}");
        }
    }
}
