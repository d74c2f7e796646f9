//! `预算 …` in the list.

use polc::ast::{Item, ListEntry};
use polc::diag::Lang;
use polc::format::{Dictionary, format};
use polc::ir::{Beyond, BudgetSpan};
use polc::source::{FileId, SourceFile};
use polc::syntax::parse;

use super::set::{CLAUSES, compiled, exact, list};

const ALL: &str = "  预算 2022年 5亿元
  预算 每年 3000万元 出资 市级、省级 条款 2、1 按比例
  预算 10亿元 先到先得
  预算 2023年 1亿元 条款 1 先到先得 按 申报日";

#[test]
fn budgets_come_out_as_they_are_written() {
    let program = compiled(ALL).unwrap();
    let [year, yearly, whole, dated] = program.list.budgets.as_slice() else { panic!() };
    assert_eq!((year.span, year.most), (BudgetSpan::Year(2022), exact("500000000")));
    assert_eq!((&year.levels.len(), &year.rules, year.beyond), (&0, &None, None));
    assert_eq!((yearly.span, yearly.most), (BudgetSpan::Yearly, exact("30000000")));
    // 市级, 省级; the rules of clauses 1 and 2, in order.
    assert_eq!(yearly.levels.iter().map(|level| level.0).collect::<Vec<_>>(), [1, 0]);
    let rules = yearly.rules.iter().flatten().map(|rule| rule.0).collect::<Vec<_>>();
    assert_eq!((rules, yearly.beyond), (vec![0, 1, 2], Some(Beyond::ProRata)));
    assert_eq!((whole.span, whole.beyond), (BudgetSpan::Whole, Some(Beyond::FirstCome(None))));
    assert_eq!(dated.rules.as_ref().unwrap().len(), 1);
    let Some(Beyond::FirstCome(Some(fact))) = dated.beyond else { panic!() };
    assert_eq!(program.vocabulary.facts[usize::from(fact.0)].name.zh, "申报日");
    let place = &program.addresses[dated.address.0 as usize];
    assert_eq!(
        (place.path.as_str(), place.path_en.as_str()),
        ("示范清单.预算4", "demo_list.budget4")
    );
    assert_eq!(place.text, "预算 2023年 1亿元 条款 1 先到先得 按 申报日");
}

#[test]
fn budgets_go_to_english_and_back() {
    let zh = list(ALL);
    let tree = |text: &str| {
        let (tree, problems) = parse(FileId::default(), text);
        assert!(problems.is_empty(), "{text}");
        tree
    };
    let dictionary = Dictionary::of([&tree(&zh), &tree(CLAUSES)]);
    let written = |text: &str, lang| {
        format(&tree(text), &SourceFile::new("list.pol", text), &dictionary, lang).unwrap()
    };
    let en = written(&zh, Lang::En);
    insta::assert_snapshot!(en);
    assert_eq!(written(&en, Lang::Zh), written(&zh, Lang::Zh));
    assert_eq!(written(&zh, Lang::Zh), zh);
}

#[test]
fn what_is_wrong_with_a_budget_is_told() {
    let wrong = [
        "  预算 2022年 5亿吨",
        "  预算 2022年 5亿元 出资 镇级",
        "  预算 2022年 5亿元 条款 9",
        "  预算 -1元 先到先得 按 申报",
        "  预算 1元 先到先得 按 投资",
        "  预算 按比例",
    ];
    let told = wrong.map(|budget| format!("{budget}\n──\n{}", compiled(budget).unwrap_err()));
    insta::assert_snapshot!(told.join("\n════\n"));
}

#[test]
fn a_budget_with_a_mistake_leaves_the_list_whole() {
    let text = list("  预算 2022年 5亿元 出资\n  预算 1亿元");
    let (tree, problems) = parse(FileId::default(), &text);
    assert_eq!(problems.len(), 1);
    let Item::List(list) = &tree.items[0] else { panic!() };
    let budgets = list.entries.iter().filter(|entry| matches!(entry, ListEntry::Budget(_)));
    assert_eq!(budgets.count(), 1);
}
