//! An award history kept in a file: what a run reads of it, what it leaves behind.
#![allow(clippy::unwrap_used, clippy::unwrap_in_result, clippy::panic)]

mod common;

use std::path::Path;

use common::memory::{Memory, polc};
use polc::cli::Exit;
use proptest::prelude::*;

const DEMO: &str = include_str!("fixtures/demo.pol");

/// 1元 for each 吨, at most 15万元 for an enterprise in its life; two years running of 1万元; a tenth
/// of the investment once for each project, at most 100万元 for the enterprise in its life.
const CLAUSE: &str = r#"条款 1 奖补 (awards) {
  概述 "示范用的条款。"
  出处 "一·1"
  责任 甲局

  给付 增量 (increment) 给 企业 每年 {
    金额 加工量 × 1元/吨 上限 15万元 每 企业 累计
    出资 市级
  }

  给付 连年 (running) 给 企业 每年 {
    条件 年产值 超过 1亿元
    年限 连续 不超过 2年
    金额 1万元
    出资 市级
  }

  给付 建成 (built) 给 项目 一次 于 投产日 {
    金额 投资额 × 10% 上限 100万元 每 企业 累计
    出资 市级
  }
}
"#;

/// A scenario of one enterprise: what it makes and sells by year, its projects, its history.
fn scenario(
    years: &str,
    history: &str,
    tonnage: &[Option<u32>],
    projects: &[(i32, u32)],
) -> String {
    let by_year = (2022..).zip(tonnage).map(|(year, tons)| {
        let tons = tons.map_or_else(|| "未知".to_owned(), |tons| format!("{tons}千克"));
        format!("{year}年 {{ 加工量: {tons}  年产值: 2亿元 }} ")
    });
    let projects = projects.iter().enumerate().map(|(at, (year, invested))| {
        format!("项目 \"{at}\" {{ 投产日: {year}-06-01  投资额: {invested}分 }} ")
    });
    format!(
        "情景 \"甲\" {{ 评价日 2024-05-01  年度 {years}\n  园区 \"东园\" {{ 企业 \"甲公司\" {{ {}{} 完整 项目 {history} }} }}\n}}",
        by_year.collect::<String>(),
        projects.collect::<String>(),
    )
}

/// Runs a scenario with a history; how it ends, what it prints, and the history then.
fn run(scenario: &str, history: Option<&[u8]>, more: &str) -> (Exit, String, Option<Vec<u8>>) {
    let mut files = vec![
        ("set/a.pol", DEMO.as_bytes()),
        ("set/b.pol", CLAUSE.as_bytes()),
        ("one.pol", scenario.as_bytes()),
    ];
    files.extend(history.map(|history| ("history.csv", history)));
    let files = Memory::of(&files);
    let line = format!("run one.pol --policies set --history history.csv {more}");
    let (exit, out, err) = polc(&files, "zh_CN", &line);
    let written = files.2.lock().unwrap().remove(Path::new("history.csv"));
    (exit, out + &err, written)
}

/// The history that a run leaves behind.
fn left(scenario: &str, history: Option<&[u8]>) -> Vec<u8> {
    let (exit, told, written) = run(scenario, history, "");
    assert_eq!(exit, Exit::Fine, "{scenario}\n{told}");
    written.unwrap()
}

fn text(history: &[u8]) -> String {
    String::from_utf8(history.to_vec()).unwrap().replace("\r\n", "\n")
}

/// 10万 and 12.3456789万吨: 10万元, then the 5万元 that the cap leaves. The third year running is
/// refused. The project of 2022 is paid once, whatever year is run.
#[test]
fn the_next_year_knows_what_was_paid() {
    let tons = [Some(100_000_000), Some(123_456_789), Some(1)];
    let of = |years| scenario(years, "历史 无", &tons, &[(2022, 30_000_000)]);
    let first = left(&of("2022年"), None);
    let second = left(&of("2023年"), Some(&first));
    let (_, told, third) = run(&of("2024年"), Some(&second), "");
    insta::assert_snapshot!(format!(
        "{}\n──── 2022\n{}──── 2023\n{}──── 2024\n{}\n{told}",
        of("2022年"),
        text(&first),
        text(&second),
        text(&third.unwrap()),
    ));
}

#[test]
fn a_year_run_again_gives_the_same_file() {
    let tons = [Some(100_000_000), None];
    let of = |years| scenario(years, "历史 无", &tons, &[(2023, 30_000_000)]);
    let first = left(&of("2022年"), None);
    assert_eq!(left(&of("2022年"), Some(&first)), first);
    let second = left(&of("2023年"), Some(&first));
    assert_eq!(left(&of("2023年"), Some(&second)), second);
    // What a run of the first year says anew stands beside what is told of the second.
    assert_eq!(left(&of("2022年"), Some(&second)), second);
}

/// Without `历史`, what was paid before the first year run is not known, and stays so.
#[test]
fn unknown_history_is_never_nothing() {
    let tons = [Some(1_000), Some(1_000)];
    let of = |years| scenario(years, "", &tons, &[]);
    let (_, told, first) = run(&of("2022年"), None, "");
    assert!(told.contains("历史"), "{told}");
    let (_, told, second) = run(&of("2023年"), first.as_deref(), "");
    assert!(told.contains("历史"), "{told}");
    assert!(!text(&second.unwrap()).contains(",1000,"));
    // Declared complete once, the file says so itself.
    let (_, told, first) = run(&of("2022年"), None, "--history-complete");
    assert!(!told.contains("缺少"), "{told}");
    let (_, told, second) = run(&of("2023年"), first.as_deref(), "");
    assert!(!told.contains("缺少"), "{told}");
    insta::assert_snapshot!(format!("{}\n{}", of("2022年"), text(&second.unwrap())));
}

/// A subject that the data do not hold, and years that are not run, stay as they are.
#[test]
fn what_is_not_run_stays() {
    let history = "主体,编号,规则,阶段,年度,其中,金额(元),至少(元),至多(元),可能没有\n\
                   企业,东园/甲公司,1.增量,,2021,,20000,,,\n\
                   企业,东园/甲公司,1.增量,,2022,,7,,,\n\
                   企业,东园/乙公司,1.增量,,2022,,,10,20,是\n\
                   企业,东园/乙公司,1.建成,,2022,,30.05,,,\n\
                   企业,东园/乙公司,1.建成,,2022,东园/乙公司/0,40,,,\n";
    let of = scenario("2022年", "", &[Some(140_000_000)], &[]);
    let (_, told, left) = run(&of, Some(history.as_bytes()), "--history-complete");
    insta::assert_snapshot!(format!(
        "{of}\n──── before\n{history}──── after\n{}\n{told}",
        text(&left.unwrap())
    ));
}

/// Each file, then what is wrong with it. None of them is overwritten.
#[test]
fn mistakes_in_a_history() {
    let of = scenario("2023年", "历史 { 1.增量 2022年: 5元 }", &[None, Some(1)], &[]);
    let head = "主体,编号,规则,阶段,年度,其中,金额(元),至少(元),至多(元),可能没有";
    let row = |rows: &str| format!("{head}\n{rows}\n");
    let files = [
        "主体,编号,规则,年度,金额(万元)\n企业,东园/甲公司,1.增量,2022,5\n".to_owned(),
        "主体,编号,规则,年度\n企业,东园/甲公司,1.增量,2022\n".to_owned(),
        row("企业,东园/甲公司,1.增亮,,2022,,5,,,"),
        row("企叶,,1.增量,,二〇二二,,5,,,"),
        row("项目,东园/甲公司/0,1.建成,,2022,,5,,,"),
        row("企业,东园/甲公司,1.增量,头,2022,,5,,,"),
        row("企业,东园/甲公司,1.增量,,2022,,5.001,,,"),
        row("企业,东园/甲公司,1.增量,,2022,,-5,,,"),
        row("企业,东园/甲公司,1.增量,,2022,,五,,,"),
        row("企业,东园/甲公司,1.增量,,2022,,5,1,,"),
        row("企业,东园/甲公司,1.增量,,2022,,,7,1,"),
        row("企业,东园/甲公司,1.增量,,2022,,5,,,\n企业,东园/甲公司,1.增量,,2022,,5,,,"),
        row("企业,东园/甲公司,1.建成,,2022,东园/甲公司/0,5,,,"),
        row("企业,东园/甲公司,1.增量,,2022,,6,,,"),
        row("企业,东园/甲公司,1.增量,,2022,,,1,,"),
        row("企业,东园/甲公司,齐全,,2022,,,,,"),
        String::new(),
    ];
    let told = files.iter().map(|file| {
        let (exit, told, written) = run(&of, Some(file.as_bytes()), "");
        assert_eq!((exit, written), (Exit::Problems, None), "{file}\n{told}");
        format!("{file}────\n{told}")
    });
    insta::assert_snapshot!(format!("{of}\n{}", told.collect::<Vec<_>>().join("\n")));
}

/// What a history cannot be kept of.
#[test]
fn runs_that_leave_no_history() {
    let named = scenario("2022年", "历史 无", &[Some(1)], &[]);
    let cases = [
        (named.replace("企业 \"甲公司\"", "企业"), ""),
        (named.replace("企业 \"甲公司\" {", "企业 \"甲公司\" {} 企业 \"甲公司\" {"), ""),
        (format!("{named}\n{named}"), ""),
        (named.replace("年度 2022年", ""), ""),
        (named.clone(), "--clause 1"),
    ];
    let told = cases.map(|(scenario, more)| {
        let (exit, told, written) = run(&scenario, None, more);
        assert_eq!(written, None, "{scenario}\n{told}");
        format!("{scenario}\n──── {more}\n{told}{exit:?}\n")
    });
    insta::assert_snapshot!(told.join("\n"));
}

/// In a batch: two enterprises of a data set, the first known from the year before. 10万 and 12万吨
/// come to 10万元 and the 5万元 that its cap leaves; the second, new, gets its 12万元.
#[test]
fn a_batch_keeps_a_history() {
    let demo = DEMO.replace("主体 企业 (enterprise) 属于 园区 {", "主体 企业 (enterprise) {");
    let of = |year: &str, data: &str, history: Option<&[u8]>, more: &str| {
        let mut files = vec![
            ("set/a.pol", demo.as_bytes()),
            ("set/b.pol", CLAUSE.as_bytes()),
            ("data/企业.csv", data.as_bytes()),
        ];
        files.extend(history.map(|history| ("history.csv", history)));
        let files = Memory::of(&files);
        let line = format!(
            "batch data -o out.csv --policies set --year {year} --as-of 2024-05-01 --history history.csv {more}"
        );
        let (exit, out, err) = polc(&files, "zh_CN", &line);
        let written = files.2.lock().unwrap().remove(Path::new("history.csv"));
        (exit, out + &err, written)
    };
    let head = "编号,加工量(吨),年产值(万元)";
    let (exit, told, first) =
        of("2022", &format!("{head}\n甲,100000,1\n"), None, "--history-complete");
    assert_eq!(exit, Exit::Fine, "{told}");
    let both = format!("{head}\n乙,120000,1\n甲,120000,1\n");
    let (exit, told, second) = of("2023", &both, first.as_deref(), "--history-complete");
    assert_eq!(exit, Exit::Fine, "{told}");
    let (_, _, again) = of("2023", &both, second.as_deref(), "");
    assert_eq!(again, second);
    insta::assert_snapshot!(format!("{}\n{told}", text(&second.unwrap())));
    let (exit, told, written) = of("2023", &both, first.as_deref(), "--clause 1");
    assert_eq!((exit, written), (Exit::Usage, None), "{told}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    /// One year after the other leaves the history that all at once leave, in every order of rules
    /// given once and every year.
    #[test]
    fn years_one_by_one_leave_what_all_at_once_leave(
        tons in prop::collection::vec((0u32..90_000_000).prop_map(Some), 3),
        projects in prop::collection::vec((2022..=2024, 0u32..800_000_000), 0..3),
    ) {
        let of = |years| scenario(years, "历史 无", &tons, &projects);
        let together = left(&of("2022年 至 2024年"), None);
        let mut apart = None;
        for year in ["2022年", "2023年", "2024年"] {
            apart = Some(left(&of(year), apart.as_deref()));
        }
        prop_assert_eq!(text(&apart.unwrap()), text(&together));
    }
}

/// 20万吨 in 2022 would make 20万元, of which 15万元 were paid: nothing is left for 2023, and the
/// explanation of that says what was received.
#[test]
fn what_earlier_runs_paid_is_told_where_nothing_is_left() {
    let first = left(&scenario("2022年", "历史 无", &[Some(200_000_000)], &[]), None);
    let second = scenario("2023年", "历史 无", &[Some(200_000_000), Some(1_000_000)], &[]);
    let (exit, told, _) = run(&second, Some(&first), "--explain");
    assert_eq!(exit, Exit::Fine, "{told}");
    assert!(told.contains("已得：2022年 15万元"), "{told}");
}
