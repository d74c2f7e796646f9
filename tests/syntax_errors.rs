//! What the parser says of sources that are wrong: the source, then the report in both languages.
#![allow(clippy::unwrap_used, clippy::string_slice, clippy::arithmetic_side_effects)]

use polc::diag::Lang;
use polc::diag::render::{Style, one};
use polc::source::Sources;
use polc::syntax::parse;

/// The source, the errors in both languages, and what is left of the tree.
fn shown(text: &str) -> String {
    let mut sources = Sources::new();
    let file = sources.add("14.pol", text);
    let (tree, problems) = parse(file, text);
    let mut shown = text.to_owned();
    let problems = problems.into_sorted();
    for lang in [Lang::Zh, Lang::En] {
        let style = Style { lang, ..Style::default() };
        shown.push_str(&format!("\n──── {lang}\n"));
        let reports = problems.iter().map(|problem| one(problem, &sources, style));
        shown.push_str(&reports.collect::<Vec<_>>().join("\n"));
    }
    shown.push_str(&format!("\n──── items left: {}", tree.items.len()));
    shown
}

/// A clause with a statement in the place of `…`.
fn in_rule(statement: &str) -> String {
    format!(
        "条款 14 奖励 (reward) {{\n  给付 奖励 (reward) 给 企业 每年 {{\n    {statement}\n    出资 市级\n  }}\n}}\n"
    )
}

#[test]
fn five_mistakes_in_a_clause_give_five_errors() {
    let text = r#"条款 14 投资奖励 (investment_reward) {
  概述 "按当年投资给予奖励"
  责任 市工信局 市财政局

  给付 投资奖励 (reward) 给 企业 每年 {
    条件 位于园区 且
    金额 合计 项目 { 当年投资 }
         按档 全额累进 {
           首档: 2%
           超过 15亿元 2.5%
           超过 30亿元: 3%
         }
    出资 省级 5、市级 余数归
  }

  示例 "一" {
    年度 2022年
    企业 {
      位于园区 是
      当年投资: 20亿元
    }
    应得 投资奖励: 5000万元
  }
}
"#;
    insta::assert_snapshot!(shown(text));
    let (tree, problems) = parse(Default::default(), text);
    assert_eq!(problems.len(), 5);
    let polc::ast::Item::Clause(clause) = &tree.items[0] else { panic!() };
    assert_eq!(clause.entries.len(), 3, "the summary, the rule and the example are left");
}

#[test]
fn a_keyword_in_the_place_of_a_value() {
    insta::assert_snapshot!(shown(&in_rule("条件 且 位于园区")));
}

#[test]
fn a_statement_without_its_value() {
    insta::assert_snapshot!(shown(&in_rule("金额")));
}

#[test]
fn a_keyword_as_a_name() {
    insta::assert_snapshot!(shown(
        "主体 企业 (enterprise) {\n  上限 (ceiling): 元\n  授信 (cap): 元\n}\n"
    ));
}

#[test]
fn a_keyword_grown_into_a_word() {
    insta::assert_snapshot!(shown(&in_rule("条件 投资额超过 15亿元")));
}

#[test]
fn a_unit_grown_into_a_word() {
    insta::assert_snapshot!(shown(&in_rule("条件 年利用量 1万吨以上")));
}

#[test]
fn a_name_with_digits() {
    insta::assert_snapshot!(shown("主体 企业 (enterprise) {\n  新增5G基站数 (stations): 座\n}\n"));
}

#[test]
fn a_stray_character() {
    insta::assert_snapshot!(shown(&in_rule("条件 投资额 ≥ 15亿元")));
}

#[test]
fn an_unclosed_string() {
    insta::assert_snapshot!(shown(
        "条款 14 奖励 (reward) {\n  概述 \"按投资额\n  责任 市工信局\n}\n"
    ));
}

#[test]
fn an_unclosed_brace_loses_only_its_item() {
    let text = "条款 13 甲 (a) {\n  给付 甲 (a) 给 企业 {\n    出资 市级\n\n  职责 乙 (b) {\n    方式 鼓励\n  }\n}\n\n条款 14 丙 (c) {\n}\n";
    insta::assert_snapshot!(shown(text));
}

#[test]
fn a_truncated_file() {
    insta::assert_snapshot!(shown(
        "条款 14 奖励 (reward) {\n  给付 奖励 (reward) 给 企业 每年 {\n    条件 位于"
    ));
}

#[test]
fn a_brace_too_many() {
    insta::assert_snapshot!(shown(
        "条款 14 奖励 (reward) {\n  责任 市工信局\n}\n}\n\n条款 15 乙 (b) {\n}\n"
    ));
}

#[test]
fn a_brace_too_early() {
    insta::assert_snapshot!(shown(
        "条款 14 奖励 (reward) {\n  责任 市工信局\n  }\n  概述 \"奖励\"\n}\n\n条款 15 乙 (b) {\n}\n"
    ));
}

#[test]
fn an_unclosed_parenthesis() {
    insta::assert_snapshot!(shown(&in_rule("金额 (投资额 + 1元 × 2%")));
}

#[test]
fn text_outside_any_item() {
    insta::assert_snapshot!(shown("奖励办法\n条款 14 奖励 (reward) {\n}\n"));
}

#[test]
fn a_head_without_its_word() {
    insta::assert_snapshot!(shown(
        "条款 14 奖励 (reward) {\n  给付 奖励 (reward) 企业 每年 {\n    出资 市级\n  }\n}\n"
    ));
}

#[test]
fn a_table_of_cases() {
    let text = "条款 14 奖励 (reward) {\n  示例 \"一\" {\n    | 投资额 | 奖励 |\n    | 1元 | 2元 |\n    | 3元 |\n    | 5元 : | 6元 |\n  }\n}\n";
    insta::assert_snapshot!(shown(text));
}

#[test]
fn a_look_up_table() {
    let text =
        in_rule("金额 按 级别 {\n      国家级 200万元\n      省级: 50万元\n      其他: 不予 }");
    insta::assert_snapshot!(shown(&text));
}

#[test]
fn line_breaks_of_windows() {
    insta::assert_snapshot!(
        shown(&in_rule("条件 且\n    金额 投资额 ×").replace('\n', "\r\n")).replace('\r', "␍")
    );
}

#[test]
fn brackets_nested_too_deeply() {
    let deep = format!("金额 {}1元{}", "(".repeat(65), ")".repeat(65));
    insta::assert_snapshot!(shown(&in_rule(&deep)));
}
