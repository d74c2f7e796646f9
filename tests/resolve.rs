//! Names: each mistake in a declaration, shown as the source and then the errors in both languages.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use polc::diag::render::{Style, one};
use polc::diag::{Code, Diagnostics, Lang};
use polc::ir::RuleId;
use polc::resolve::{Need, RuleName, Symbols, rule_order, symbols, vocabulary};
use polc::source::Sources;
use polc::{ast, syntax};

/// A list that is in order, for the tests of clauses.
const LIST: &str = "\
清单 示范清单 (demo_list) {
  标题 \"示范市产业支持清单\"
  层级 省级 (province)、市级 (city)
  机构 工信局 (industry_bureau)、财政局 (finance_bureau)
  支付 精确到 1分 四舍五入
}
主体 企业 (enterprise) {
  位于开发区 (in_zone): 是否
  按期建成 (built_on_time): 是否
  营业收入 (revenue): 元 每年 精确到 1分
}
主体 项目 (project) 属于 企业 {
  投资额 (investment): 元 每年 精确到 1分
}
";

/// Parses the texts as files of one policy set. They hold no syntax errors.
fn parsed(texts: &[&str]) -> (Sources, Vec<ast::File>) {
    let mut sources = Sources::new();
    let mut files = Vec::new();
    for (position, text) in texts.iter().enumerate() {
        let id = sources.add(format!("{position}.pol"), *text);
        let (file, found) = syntax::parse(id, text);
        let found: Vec<_> = found.into_sorted();
        assert!(found.is_empty(), "{found:#?}");
        files.push(file);
    }
    (sources, files)
}

/// What is wrong with a set.
fn problems(files: &[ast::File]) -> Diagnostics {
    let (symbols, mut found) = symbols(files);
    let (_, more) = vocabulary(&symbols);
    found.extend(more);
    found
}

/// The source of the last text, then the errors in both languages.
fn shown(texts: &[&str], sources: &Sources, found: Diagnostics) -> String {
    let found = found.into_sorted();
    let in_lang = |lang| {
        let style = Style { lang, ..Style::default() };
        found.iter().map(|problem| one(problem, sources, style)).collect::<Vec<_>>().join("\n")
    };
    let [zh, en] = [Lang::Zh, Lang::En].map(in_lang);
    format!("{}\n──── zh\n{zh}\n──── en\n{en}", texts.last().unwrap())
}

/// Shows a mistake in a snapshot and holds it to its codes, in order of place.
macro_rules! mistake {
    ($name:ident, [$($code:ident),*], $($text:expr),+) => {
        #[test]
        fn $name() {
            let texts = [$($text),+];
            let (sources, files) = parsed(&texts);
            let found = problems(&files);
            let codes: Vec<Code> = found.clone().into_sorted().iter().map(|one| one.code).collect();
            assert_eq!(codes, [$(Code::$code),*]);
            insta::assert_snapshot!(shown(&texts, &sources, found));
        }
    };
}

mistake!(
    a_clause_number_twice,
    [ClauseTwice],
    LIST,
    "\
条款 14 投资奖励 (reward) { 出处 \"二·14\" }
条款 14 增量补贴 (increment) { 出处 \"四·41\" }
"
);

mistake!(
    a_fact_twice,
    [DeclaredTwice],
    "\
主体 企业 (enterprise) {
  营业收入 (revenue): 元 每年 精确到 1分
  营业收入 (revenue): 万元 每年 精确到 1万元
}
"
);

mistake!(
    a_kind_with_two_parents,
    [DeclaredTwice, DeclaredTwice],
    "计数 项 (item) 又 个\n计数 户 (household)\n",
    LIST,
    "\
主体 园区 (park) { }
主体 项目 (project) 属于 园区 计数 个 { 占地 (land): 亩 精确到 1亩 }
主体 项目 (project) 属于 enterprise 计数 项 { }
主体 项目 (project) 计数 户 { }
"
);

mistake!(
    a_fact_twice_in_two_files,
    [DeclaredTwice],
    LIST,
    "\
主体 项目 (project) {
  占地 (land): 亩 精确到 1亩
  投资额 (investment): 万元 精确到 1万元
}
"
);

mistake!(two_lists, [DeclaredTwice], LIST, "清单 另一份清单 (other_list) { 标题 \"另一份\" }\n");

mistake!(clauses_without_a_list, [NoList], "条款 14 投资奖励 (reward) { 出处 \"二·14\" }\n");

mistake!(an_alias_missing, [MissingAlias], "主体 企业 (enterprise) {\n  在本地注册: 是否\n}\n");

mistake!(
    one_alias_for_two_names,
    [AliasTaken],
    "枚举 级别 (grade) { 国家级 (national)、全国性 (national) }\n"
);

mistake!(
    two_aliases_for_one_name,
    [AliasTaken],
    "\
主体 企业 (enterprise) { 投资额 (investment): 元 精确到 1分 }
主体 园区 (park) { 投资额 (park_investment): 元 精确到 1分 }
"
);

mistake!(
    an_alias_that_is_another_name,
    [AliasTaken],
    "\
枚举 级别 (grade) { A (B)、B (C) }
"
);

mistake!(
    kinds_in_a_circle,
    [KindCycle],
    "\
主体 设备 (equipment) 属于 产线 { }
主体 项目 (project) 属于 设备 { }
主体 产线 (line) 属于 项目 { }
主体 零件 (part_of_line) 属于 产线 { }
"
);

mistake!(an_unknown_parent, [UnknownName], LIST, "主体 贷款 (loan) 属于 企叶 { }\n");

mistake!(
    an_unknown_unit,
    [UnknownName, UnknownName],
    LIST,
    "\
主体 产线 (line) 属于 企业 {
  加工量 (processed): 万噸 每年 精确到 1千克
  级别 (grade): 等级
}
"
);

mistake!(
    a_reference_to_nothing,
    [UnknownName],
    LIST,
    "主体 贷款 (loan) 属于 企业 {\n  所属 (loan_project): 指 项口\n}\n"
);

mistake!(
    unknown_names_in_heads,
    [UnknownName, UnknownName, UnknownName, UnknownName],
    LIST,
    "\
条款 25 成果转化 (conversion) {
  出处 \"三·25\"
  责任 工信局、财政局局
  争取 上级支持 (aid) 向 国家级 给 企业 每年 {
    金额 1万元
  }
  给付 转化奖励 (award) 给 公司 每年 {
    裁量 额度 (quota) 由 经信局: 不超过 100万元
    金额 额度
    出资 市级
  }
}
"
);

mistake!(
    a_name_of_a_fact_taken_again,
    [HidesFact],
    LIST,
    "\
条款 14 投资奖励 (reward) {
  给付 奖励 (bonus) 给 项目 每年 {
    设 营业收入 (revenue) = 5万元
    金额 营业收入
    出资 市级
  }
}
"
);

mistake!(
    an_intermediate_twice,
    [DeclaredTwice],
    LIST,
    "\
条款 14 投资奖励 (reward) {
  设 基数 (base) 每 企业 = 5万元
  给付 奖励 (bonus) 给 企业 每年 {
    设 基数 (base) = 6万元
    金额 基数
    出资 市级
  }
}
"
);

mistake!(
    an_item_twice,
    [ClauseTwice],
    LIST,
    "\
条款 49 节能 (energy) {
  款 ① \"改造\" { }
  款 ① \"服务\" { }
}
"
);

mistake!(
    a_reading_of_one_number,
    [ReadingAlternatives, ReadingAlternatives],
    LIST,
    "\
条款 14 投资奖励 (reward) {
  读法 档次 (scope) { 1: \"整额\" 1: \"超过部分\" }
  读法 口径 (basis) { 1: \"按项目\" }
}
"
);

mistake!(
    no_smallest_unit,
    [MissingGranule, MissingGranule],
    "\
主体 企业 (enterprise) {
  加工量 (processed): 吨 每年
  营业收入 (revenue): 万元 每年
}
"
);

mistake!(
    a_smallest_unit_of_another_dimension,
    [MisfitGranule, MisfitGranule],
    "\
主体 企业 (enterprise) {
  加工量 (processed): 吨 每年 精确到 1分
  能耗 (energy_use): 吨标准煤 每年 精确到 0吨标准煤
}
"
);

mistake!(
    a_range_that_falls,
    [MisfitRange, MisfitRange],
    "\
主体 企业 (enterprise) {
  持股比例 (share_held): % 精确到 0.01% 范围 100% 至 0%
  加工量 (processed): 吨 精确到 1千克 范围 0 至 0.5千克
}
"
);

mistake!(
    a_truth_with_a_unit,
    [NotAQuantity],
    "主体 企业 (enterprise) {\n  在本地注册 (registered): 是否 精确到 1分\n}\n"
);

mistake!(a_measure_word_that_is_a_unit, [DeclaredTwice], "计数 亩 (mu)\n");

#[test]
fn an_enumeration_has_at_most_64_values() {
    let values = |count: usize| {
        (0..count).map(|n| format!("「值{n}」 (「v{n}」)")).collect::<Vec<_>>().join("、")
    };
    let set = |count| format!("枚举 代码 (code) {{ {} }}\n", values(count));
    let codes = |text: &str| {
        let (_, files) = parsed(&[text]);
        problems(&files).into_sorted().iter().map(|one| one.code).collect::<Vec<_>>()
    };
    assert_eq!(codes(&set(64)), []);
    assert_eq!(codes(&set(65)), [Code::TooMany]);
}

#[test]
fn rules_that_need_each_other() {
    let texts = [
        LIST,
        "\
条款 13 项目奖补 (project_grant) {
  出处 \"二·13\"
  给付 奖补 (grant_paid) 给 企业 每年 { 金额 1万元 出资 市级 排除 14.奖励 }
}
条款 14 投资奖励 (reward) {
  出处 \"二·14\"
  给付 奖励 (bonus) 给 企业 每年 { 金额 2万元 出资 市级 就高 13.奖补 }
}
",
    ];
    let (sources, files) = parsed(&texts);
    let (symbols, _) = symbols(&files);
    let needs: Vec<Need<RuleId>> = symbols
        .rules
        .iter()
        .zip(0..)
        .flat_map(|(rule, id)| {
            let here = symbols.here(RuleId(id));
            let symbols = &symbols;
            rule.decl.entries.iter().filter_map(move |entry| match entry {
                ast::RuleEntry::Relation { to, at, .. } => {
                    let ast::Related::Rule(rule) = &to[0] else { return None };
                    let to = symbols.expect_rule(here, rule).unwrap();
                    Some(Need { from: RuleId(id), to, at: at.0 })
                }
                _ => None,
            })
        })
        .collect();
    assert_eq!(rule_order(&symbols, &needs[..1]).unwrap(), [RuleId(1), RuleId(0)]);
    let found = rule_order(&symbols, &needs).unwrap_err();
    insta::assert_snapshot!(shown(&texts, &sources, found));
}

#[test]
fn a_name_that_several_items_have() {
    let texts = [LIST, "\
条款 49 节能 (energy) {
  出处 \"六·49\"
  款 ① \"改造\" { 给付 奖补 (grant_paid) 给 企业 每年 { 金额 1万元 出资 市级 } }
  款 ② \"服务\" { 给付 奖补 (grant_paid) 给 企业 每年 { 金额 2万元 出资 市级 } }
}
条款 50 节水 (water) {
  给付 节水奖 (water_award) 给 企业 每年 { 金额 1万元 出资 市级 排除 49.奖补 叠加 49.奖朴 叠加 48.奖补 }
}
"];
    let (sources, files) = parsed(&texts);
    let (symbols, _) = symbols(&files);
    let here = symbols.here(RuleId(2));
    let relations = symbols.rules[2].decl.entries.iter().filter_map(|entry| match entry {
        ast::RuleEntry::Relation { to, .. } => match &to[0] {
            ast::Related::Rule(rule) => symbols.expect_rule(here, rule).err(),
            ast::Related::Clause(clause) => symbols.expect_rules_of(clause).err(),
        },
        _ => None,
    });
    let found: Diagnostics = relations.collect();
    assert_eq!(found.len(), 3);
    insta::assert_snapshot!(shown(&texts, &sources, found));
}

/// The unknown name's help line in Chinese.
fn help(symbols: &Symbols<'_>, word: &str) -> Option<String> {
    let kind = symbols.kind("企业");
    let name = ast::Name { text: word.to_owned(), at: ast::At(Default::default()) };
    symbols.unknown_value(Default::default(), kind, &name).help.map(|help| help.zh)
}

#[test]
fn a_kind_gathers_the_facts_of_all_its_declarations() {
    let more = "\
subject project (项目) belongs_to enterprise { land (占地): 亩 precise_to 1亩 }
主体 产线 (line) 属于 项目 { 产能 (capacity): 吨 精确到 1吨 }
主体 项目 (project) { 备案 (filed): 是否 }
";
    for texts in [[LIST, more], [more, LIST]] {
        let (_, files) = parsed(&texts);
        let (symbols, found) = symbols(&files);
        assert_eq!(found.into_sorted(), []);
        let project = symbols.kind("项目").unwrap();
        let own = &symbols.kinds[project.index()];
        assert_eq!(own.parent, symbols.kind("enterprise"));
        let names = |one: &polc::ir::FactId| symbols.facts[one.index()].name.en.clone();
        let mut facts: Vec<String> = own.facts.iter().map(names).collect();
        facts.sort();
        assert_eq!(facts, ["filed", "investment", "land"]);
        let line = symbols.kind("line").unwrap();
        assert_eq!(symbols.visible_fact(line, "备案").unwrap().1, 1);
    }
}

#[test]
fn words_written_together_are_taken_apart() {
    let (_, files) = parsed(&[LIST]);
    let (symbols, _) = symbols(&files);
    let help = |word| help(&symbols, word);
    assert_eq!(help("位于开发区且按期建成").unwrap(), "分开写：位于开发区 且 按期建成");
    assert_eq!(help("营业收入超过").unwrap(), "分开写：营业收入 超过");
    assert_eq!(help("位于開发区").unwrap(), "写成 位于开发区");
    assert_eq!(help("revenu").unwrap(), "写成 revenue");
    assert_eq!(help("毫不相干"), None);
}

#[test]
fn names_are_found_in_either_language_and_from_below() {
    let (_, files) = parsed(&[
        LIST,
        "\
条款 49 节能 (energy) {
  读法 口径 (basis) { 1: \"按项目\" 2: \"按企业\" }
  设 基数 (base) 每 企业 = 5万元
  款 ① \"改造\" {
    给付 奖补 (grant_paid) 给 企业 每年 { 设 额 (sum) = 1元 金额 额 出资 市级 }
  }
  款 ② \"服务\" {
    给付 奖补 (grant_paid) 给 企业 每年 { 金额 基数 出资 市级 }
    给付 服务费 (fee) 给 项目 每年 { 金额 1万元 出资 市级 }
  }
}
条款 13 投资 (invest) { }
",
    ]);
    let (symbols, found) = symbols(&files);
    assert_eq!(found.into_sorted(), []);
    let (enterprise, project) = (symbols.kind("企业").unwrap(), symbols.kind("project").unwrap());
    assert_eq!(symbols.fact(project, "营业收入"), None);
    let (revenue, hops) = symbols.visible_fact(project, "revenue").unwrap();
    assert_eq!((symbols.facts[revenue.index()].name.zh.as_str(), hops), ("营业收入", 1));
    assert_eq!(symbols.hops(project, enterprise), Some(1));
    assert_eq!(symbols.hops(enterprise, project), None);
    let numbers: Vec<u32> = symbols.clauses.iter().map(|clause| clause.number).collect();
    assert_eq!(numbers, [13, 49]);
    let clause = symbols.clause(49).unwrap();
    let here = symbols.here(symbols.clauses[clause.index()].rules[2]);
    let named = |item, name: &str| {
        let found = symbols.rules_named(clause, item, here, name);
        found.iter().map(|rule| symbols.rule_path(*rule).zh).collect::<Vec<_>>()
    };
    assert_eq!(named(Some(1), "奖补"), ["49①.奖补"]);
    assert_eq!(
        named(None, "grant_paid"),
        ["49②.奖补"],
        "the item where the name stands comes first"
    );
    let outside = Default::default();
    assert_eq!(symbols.rules_named(clause, None, outside, "奖补").len(), 2);
    assert_eq!(symbols.rules_named(clause, None, outside, "服务费").len(), 1);
    let rule = symbols.clauses[clause.index()].rules[0];
    assert!(matches!(symbols.rule_name(rule, "sum"), Some(RuleName::Local(_))));
    assert!(matches!(symbols.rule_name(rule, "基数"), Some(RuleName::Local(_))));
    assert!(symbols.reading(Some(clause), "basis").is_some());
    assert_eq!(symbols.names.en("服务费"), Some("fee"));
    assert_eq!(symbols.names.zh("fee"), Some("服务费"));
}

#[test]
fn slots_count_constant_and_yearly_facts_apart() {
    let (_, files) = parsed(&[LIST]);
    let (symbols, _) = symbols(&files);
    let (vocabulary, found) = vocabulary(&symbols);
    assert_eq!(found.into_sorted(), []);
    let slots: Vec<_> = vocabulary
        .facts
        .iter()
        .map(|fact| (fact.name.zh.as_str(), fact.yearly, fact.slot))
        .collect();
    let expected = [
        ("位于开发区", false, 0),
        ("按期建成", false, 1),
        ("营业收入", true, 0),
        ("投资额", true, 0),
    ];
    assert_eq!(slots, expected);
    assert_eq!(vocabulary.kinds[0].constants.len(), 2);
}

#[test]
fn the_shipped_policies_resolve() {
    let texts = polc::driver::texts(&polc::driver::Disk, &["policies".into()]);
    let parsed = texts.sources.iter().map(|(id, file)| syntax::parse(id, file.text()).0);
    let files: Vec<ast::File> = parsed.collect();
    let shown = problems(&files).into_sorted();
    let shown = shown.iter().map(|problem| one(problem, &texts.sources, Style::default()));
    assert_eq!(shown.collect::<Vec<_>>().join("\n"), "");
}
