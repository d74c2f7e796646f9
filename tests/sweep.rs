//! `polc sweep`: break points, jumps and lines worked by hand; what it says where there is no line;
//! what it refuses.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

mod common;

use common::memory::{Memory, polc};
use polc::cli::Exit;

/// One dairy enterprise with one project, for clauses 13 and 14.
const DAIRY: &str = "\
情景 \"一家乳企\" {
  评价日 2022-12-31
  年度 2022年
  企业 \"甲乳业\" {
    位于乳业开发区: 是
    项目 \"一期\" { 按约定期限建成: 是 }
    完整 项目
  }
}
";

/// One enterprise with a project of clause 51.
const REUSE: &str = "\
情景 \"一家利废企业\" {
  评价日 2022-12-31
  年度 2022年
  企业 \"丁\" {
    综合利用项目 \"粉煤灰\" { 属于固废或再生资源: 是  获自治区利用奖补: 否 }
    完整 综合利用项目
    历史 无
  }
}
";

/// A list with what the shipped clauses lack: a square, steps, a quotient, a decision.
const SET: &str = "\
清单 示范清单 (demo_list) {
  标题 \"示范市产业支持清单\"
  层级 市级 (city)
  机构 甲局 (bureau_a)
  支付 精确到 1分 四舍五入
}
枚举 级别 (grade) { 甲级 (grade_a)、乙级 (grade_b) }
主体 企业 (enterprise) {
  得分 (score): % 每年 精确到 1%
  重量 (weight): 吨 每年 精确到 0.1吨
  收入 (revenue): 元 每年 精确到 1分
  成本 (cost): 元 每年 精确到 1分
  产值 (output): 元 每年 精确到 1分
  自身级别 (own_grade): 级别
  开业日 (opened): 事件
}
条款 1 评分奖励 (score_award) {
  给付 评分奖 (score_prize) 给 企业 每年 {
    条件 得分 60% 以上
    金额 100万元 × 得分 × 得分
    出资 市级
  }
  给付 封顶奖 (capped_prize) 给 企业 每年 {
    金额 100万元 × 得分 × 得分 上限 50万元
    出资 市级
  }
}
条款 2 按吨奖励 (tonne_award) {
  给付 整吨奖 (tonne_prize) 给 企业 每年 {
    金额 (重量 取整 精确到 1吨 舍去) × 100元/吨
    出资 市级
  }
}
条款 3 回报奖励 (return_award) {
  给付 回报奖 (return_prize) 给 企业 每年 {
    条件 收入 ÷ 成本 2 以上
    金额 10万元
    出资 市级
  }
  给付 酌情奖 (special_prize) 给 企业 每年 {
    裁量 额度 (sum) 由 甲局: 不超过 收入 × 10%
    金额 额度
    出资 市级
  }
}
条款 5 累计奖励 (lifetime_award) {
  给付 累计奖 (lifetime_prize) 给 企业 每年 {
    金额 产值 × 1% 上限 15元 累计
    出资 市级
  }
}
条款 4 级别奖励 (grade_award) {
  给付 级别奖 (grade_prize) 给 企业 一次 于 开业日 {
    金额 按 自身级别 { 甲级: 20万元  乙级: 5万元 }
    出资 市级
  }
}
";

const ONE: &str = "\
情景 \"一家企业\" {
  评价日 2022-12-31
  年度 2022年
  企业 \"甲\" { 2022年 { 得分: 80%  重量: 2吨  收入: 100万元  成本: 40万元 }  自身级别: 甲级  开业日: 2022-05-20  历史 无 }
}
情景 \"两年\" {
  评价日 2023-12-31
  年度 2022年 至 2023年
  企业 \"甲\" { 2022年 { 产值: 1000.01元 }  2023年 { 产值: 1000元 }  历史 无 }
}
情景 \"两家企业\" {
  评价日 2022-12-31
  年度 2022年
  企业 \"乙\" { 得分: 80% }
  企业 \"丙\" { 得分: 90% }
}
";

fn files() -> Memory {
    Memory::of(&[
        ("s.pol", DAIRY.as_bytes()),
        ("set/set.pol", SET.as_bytes()),
        ("one.pol", ONE.as_bytes()),
        ("reuse.pol", REUSE.as_bytes()),
    ])
}

fn told(line: &str) -> String {
    let (exit, out, err) = polc(&files(), "zh_CN.UTF-8", line);
    assert_eq!((exit, err.as_str()), (Exit::Fine, ""), "{line}");
    out
}

fn demo(line: &str) -> String {
    told(&format!("sweep one.pol --title 一家企业 --policies set {line}"))
}

#[track_caller]
fn says(told: &str, lines: &[&str]) {
    for line in lines {
        assert!(told.contains(line), "{line}\nis not in\n{told}");
    }
}

/// 15亿元 × (2.5% − 2%) = 750万元; 30亿元 × (3% − 2.5%) = 1500万元.
#[test]
fn the_two_cliffs_of_clause_14() {
    let told = told("sweep s.pol --clause 14 --fact 一期.当年完成投资 --to 40亿元");
    let lines = [
        "  0元 ≤ x ≤ 15亿元     0元 → 3000万元       2% × x\n",
        "  15亿元 < x ≤ 30亿元  3750万元 → 7500万元  2.5% × x\n",
        "  30亿元 < x ≤ 40亿元  9000万元 → 1.2亿元   3% × x\n",
        "  跃变：超过 15亿元 时多得 750万元；超过 30亿元 时多得 1500万元\n",
    ];
    says(&told, &lines);
    let page = common::files_under("docs").into_iter().find(|file| file.path.ends_with("sweep.md"));
    says(&page.unwrap().text, &lines);
    insta::assert_snapshot!(told);
}

/// Marginal: 15亿元 × (2% − 2.5%) = −750万元; −750万元 + 30亿元 × (2.5% − 3%) = −2250万元.
#[test]
fn marginal_tiers_have_no_cliff() {
    let line = "sweep s.pol --clause 14 --fact 当年完成投资 --to 40亿元 --reading 14.档次=2";
    let told = told(line);
    says(&told, &["2.5% × x − 750万元", "3% × x − 2250万元", "15亿元 < x ≤ 30亿元"]);
    assert!(!told.contains("跃变"), "{told}");
}

/// Every number of a sweep for programs is exact.
#[test]
fn the_same_for_programs() {
    let line =
        "sweep s.pol --clause 14 --fact 当年完成投资 --from 14亿元 --to 16亿元 --format json";
    insta::assert_snapshot!(told(line));
}

/// 60%: 100万元 × 0.36 = 36万元 is the first that is paid; what comes after is no line.
#[test]
fn a_square_is_sampled_between_break_points_that_are_computed() {
    let told = demo("--clause 1 --fact 得分 --to 100%");
    says(&told, &["0% ≤ x < 60%", "60% ≤ x ≤ 100%", "不按直线变化"]);
    let json = demo("--clause 1 --fact 得分 --to 100% --format json");
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    let pieces = json["outcomes"][0]["pieces"].as_array().unwrap();
    assert_eq!(pieces[1]["amount"], "sampled");
    assert_eq!(pieces[1]["from"], serde_json::json!({ "at": "0.6", "included": true }));
    let first = &pieces[1]["samples"][0];
    assert_eq!((first["at"].as_str(), first["amount"].as_str()), (Some("0.6"), Some("360000")));
    // The cap turns on the square: nothing is claimed between samples, at 100% it is 50万元.
    let capped = json["outcomes"][1]["pieces"].as_array().unwrap();
    let samples = capped.last().unwrap()["samples"].as_array().unwrap();
    assert_eq!(samples.last().unwrap()["amount"], "500000");
}

/// 年利用量 of a child: below 1万吨 nothing; 10 元/吨 up to 20万吨, 15 on what is over it, 5 more for
/// each further 10万吨: 200万, 350万 and 550万元 where they begin, 800万元 at 50万吨, where it is capped.
/// 15 × 20万 − 200万 = 100万; 20 × 30万 − 350万 = 250万; 25 × 40万 − 550万 = 450万.
#[test]
fn clause_51_breaks_at_each_generated_tier_and_at_its_cap() {
    let told = told("sweep reuse.pol --clause 51 --fact 粉煤灰.年利用量 --to 60万吨");
    let lines = [
        "x < 10000吨",
        "10000吨 ≤ x ≤ 200000吨",
        "200000吨 < x ≤ 300000吨",
        "300000吨 < x ≤ 400000吨",
        "400000吨 < x ≤ 500000吨",
        "500000吨 < x ≤ 600000吨",
        "10万元 → 200万元",
        "200万元 → 350万元",
        "350万元 → 550万元",
        "550万元 → 800万元",
        "− 100万元",
        "− 250万元",
        "− 450万元",
        "跃变：达到 10000吨 时多得 10万元\n",
    ];
    says(&told, &lines);
}

/// 1000.01元 made 10.0001元 in 2022, of which 10.00 was paid: 5.00 of the 15元 are left for 2023, and
/// not 4.9999. The output of 2022 moves both: 15元 less what 2022 makes, less or more than 5元.
#[test]
fn an_earlier_year_counts_as_paid_unless_it_moves() {
    let line = "sweep one.pol --title 两年 --policies set --clause 5 --fact 产值 --to 2000元";
    let later = told(&format!("{line} --year 2023"));
    says(&later, &["0元 ≤ x ≤ 500元", "0元 → 5元", "500元 < x ≤ 2000元"]);
    assert!(!later.contains("取整之前"), "{later}");
    let earlier = told(&format!("{line} --year 2022"));
    // 10元 of 2023 are all paid up to 500元 of output in 2022; at 1500元 nothing is left.
    says(
        &earlier,
        &[
            "0元 ≤ x ≤ 500元",
            "500元 < x < 1500元",
            "10元 → 0元",
            "往年随它变化的给付，按取整之前计入",
        ],
    );
}

/// Whole tonnes, rounded down: steps of 100元 at each tonne.
#[test]
fn a_rounded_number_rises_in_steps() {
    let told = demo("--clause 2 --fact 重量 --to 3吨");
    says(&told, &["0吨 ≤ x < 1吨", "1吨 ≤ x < 2吨", "2吨 ≤ x < 3吨", "x = 3吨"]);
    says(&told, &["达到 1吨 时多得 100元；达到 2吨 时多得 100元；达到 3吨 时多得 100元"]);
}

/// 100万元 ÷ x is 2 or more up to 50万元. A cost of nothing makes no quotient, so nothing is paid.
#[test]
fn a_quotient_that_is_compared_breaks_at_its_root() {
    let told = demo("--clause 3 --fact 成本 --to 100万元");
    says(&told, &["x = 0元", "0元 < x ≤ 50万元", "50万元 < x ≤ 100万元"]);
    says(&told, &["超过 0元 时多得 10万元；超过 50万元 时少得 10万元"]);
}

/// A decision up to a tenth of the revenue: between nothing and a line. Up to 4分 of revenue less
/// than half a 分 is at stake, and nothing is paid whatever is decided.
#[test]
fn an_open_decision_is_two_lines() {
    let told = demo("--clause 3 --fact 收入 --to 200万元");
    says(&told, &["待裁量，至少 0元，至多 0.005元 → 20万元", "10% × x"]);
}

#[test]
fn what_is_no_number_is_shown_value_by_value() {
    let told = demo("--clause 4 --fact own_grade");
    says(&told, &["  甲级  20万元\n", "  乙级  5万元\n"]);
    let told = demo("--clause 4 --fact 开业日 --from 2022-12-30 --to 2023-01-01");
    says(&told, &["2022-12-30 至 2022-12-31", "未发生"]);
}

#[test]
fn a_drawing_is_written() {
    let files = files();
    let line = "sweep s.pol --clause 14 --fact 当年完成投资 --to 40亿元 --svg out.svg";
    assert_eq!(polc(&files, "zh_CN.UTF-8", line).0, Exit::Fine);
    let written = files.1.borrow();
    let drawn = written.values().next().unwrap();
    says(drawn, &["<title id=\"title\">", "超过 15亿元 时多得 750万元", "</svg>"]);
}

/// 3.5 % on what passes 15亿元: 5250万元 there instead of 3750万元, 2250万元 more than the 3000万元
/// below it. Wherever the result is told it says so.
#[test]
fn figures_on_trial_are_told_with_what_they_come_to() {
    let files = files();
    let line =
        "sweep s.pol --clause 14 --fact 当年完成投资 --to 20亿元 --set 14.投资奖励.档2.率=3.5%";
    let (exit, told, err) = polc(&files, "zh_CN.UTF-8", &format!("{line} --svg out.svg"));
    assert_eq!(exit, Exit::Fine, "{err}");
    let changed = "14.投资奖励.档2.率：2.5% 改为 3.5%";
    says(&told, &[changed, "3.5% × x", "超过 15亿元 时多得 2250万元"]);
    says(files.1.borrow().values().next().unwrap(), &[changed]);
    let (_, told, _) = polc(&files, "C", &format!("{line} --format json"));
    let told: serde_json::Value = serde_json::from_str(&told).unwrap();
    let changed = &told["changed_figures"][0];
    assert_eq!((&changed["before"], &changed["after"]), (&"2.5%".into(), &"3.5%".into()));
    assert_eq!(changed["address"]["en"], "14.investment_reward.tier2.rate");
}

#[test]
fn what_makes_no_sense_is_refused() {
    let s = "sweep s.pol --clause 14";
    let two = "sweep one.pol --title 两家企业 --policies set";
    let lines = [
        format!("{s} --fact 当年完成投姿 --to 40亿元"),
        format!("{s} --fact 当年完成投资"),
        format!("{s} --fact 当年完成投资 --from 40亿元 --to 1亿元"),
        format!("{s} --fact 当年完成投资 --to 0.001元"),
        format!("{s} --fact 当年完成投资 --from -1元 --to 1元"),
        format!("{s} --fact 当年完成投资 --to 40吨"),
        format!("{s} --fact 二期.当年完成投资 --to 40亿元"),
        format!("{s} --fact 当年完成投资 --to 40亿元 --year 1999"),
        format!("{s} --fact 位于乳业开发区 --to 1"),
        format!("{s} --fact 建成投产日"),
        format!("{s} --fact 位于乳业开发区 --svg x.svg"),
        format!("{two} --fact 得分 --to 100%"),
        "sweep one.pol --policies set --fact 得分 --to 100%".to_owned(),
        format!("{s} --to 40亿元"),
    ];
    let mut said = String::new();
    for line in &lines {
        let [zh, en] = ["zh_CN.UTF-8", "C"].map(|locale| {
            let (exit, out, err) = polc(&files(), locale, line);
            assert_eq!((exit, out.as_str()), (Exit::Usage, ""), "{line}");
            err
        });
        said.push_str(&format!("$ polc {line}\n{zh}{en}\n"));
    }
    insta::assert_snapshot!(said);
}
