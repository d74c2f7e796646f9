//! The formatter on every shipped file, and on files made to try it.
#![allow(clippy::unwrap_used, clippy::panic, clippy::arithmetic_side_effects)]
#![allow(clippy::string_slice, clippy::indexing_slicing)]

mod common;

use std::sync::LazyLock;

use common::files_under;
use polc::ast::{File, Item};
use polc::diag::Lang;
use polc::format::{Dictionary, format, language};
use polc::quantity::{Counts, parse_unit};
use polc::source::{FileId, SourceFile};
use polc::syntax::parse;
use proptest::prelude::*;

struct Shipped {
    name: String,
    text: String,
    tree: File,
}

/// Every shipped file.
static SHIPPED: LazyLock<Vec<Shipped>> = LazyLock::new(|| {
    let files = files_under("policies").into_iter().chain(files_under("scenarios"));
    let files = files.filter(|file| file.path.ends_with(".pol"));
    files
        .map(|file| {
            let tree = tree(&file.path, &file.text);
            Shipped { name: file.path, text: file.text, tree }
        })
        .collect()
});

static DICTIONARY: LazyLock<Dictionary> =
    LazyLock::new(|| Dictionary::of(SHIPPED.iter().map(|file| &file.tree)));

/// The tree of a text that has no mistakes.
fn tree(name: &str, text: &str) -> File {
    let (file, problems) = parse(FileId::default(), text);
    assert!(!problems.has_errors(), "{name}: {:#?}\n{text}", problems.iter().next());
    file
}

/// The formatter itself refuses a result whose tree differs, so success means that it does not.
fn formatted(name: &str, text: &str, dictionary: &Dictionary, lang: Lang) -> String {
    match format(&tree(name, text), &SourceFile::new(name, text), dictionary, lang) {
        Ok(formatted) => formatted,
        Err(fault) => panic!("{}\n{text}", fault.message.en),
    }
}

/// Everything that must hold of a text; its Chinese form.
fn holds(name: &str, text: &str, dictionary: &Dictionary) -> String {
    let zh = formatted(name, text, dictionary, Lang::Zh);
    assert_eq!(formatted(name, &zh, dictionary, Lang::Zh), zh, "{name}: zh is not stable");
    let en = formatted(name, &zh, dictionary, Lang::En);
    assert_eq!(formatted(name, &en, dictionary, Lang::En), en, "{name}: en is not stable");
    assert_eq!(formatted(name, &en, dictionary, Lang::Zh), zh, "{name}: en does not go back");
    zh
}

#[test]
fn shipped_files_go_to_english_and_back() {
    for file in &*SHIPPED {
        holds(&file.name, &file.text, &DICTIONARY);
    }
}

#[test]
fn the_english_form_holds_hanzi_only_where_it_may() {
    let counts = counts();
    for Shipped { name, text, .. } in &*SHIPPED {
        let en = formatted(name, text, &DICTIONARY, Lang::En);
        for line in en.lines() {
            for run in hanzi_runs(&bare(line)) {
                let unit = run.trim_start_matches(|c: char| c.is_ascii_digit() || "._".contains(c));
                assert!(parse_unit(unit, &counts).is_ok(), "{name}: {run} in {line}");
            }
        }
    }
}

/// The measure words that the shipped vocabulary declares.
fn counts() -> Counts {
    let mut counts = Counts::default();
    for item in SHIPPED.iter().flat_map(|file| &file.tree.items) {
        if let Item::Measure(measure) = item {
            let en = measure.word.en.as_ref().unwrap();
            let id = counts.declare(&measure.word.zh.text, &en.text).unwrap();
            for also in &measure.also {
                counts.add_alias(&also.text, id).unwrap();
            }
        }
    }
    counts
}

/// A line without its strings, its comment and the original names of what it declares.
fn bare(line: &str) -> String {
    let mut bare = String::new();
    let mut rest = line;
    while let Some(c) = rest.chars().next() {
        let skipped = match c {
            '/' if rest.starts_with("//") => break,
            '"' => rest[1..].find('"').map(|end| end + 2),
            '“' => rest.find('”').map(|end| end + '”'.len_utf8()),
            '(' => original_name(rest),
            _ => None,
        };
        if skipped.is_none() {
            bare.push(c);
        }
        rest = &rest[skipped.unwrap_or(c.len_utf8())..];
    }
    // What a measure word declares are words of units.
    match bare.trim_start().strip_prefix("count_unit") {
        Some(_) => String::new(),
        None => bare,
    }
}

/// The length of `(原名)` at the start of a text; an expression in parentheses has blanks in it.
fn original_name(text: &str) -> Option<usize> {
    let end = text.find(')')?;
    let name = text[1..end].trim_matches(['「', '」']);
    (name.chars().any(is_hanzi) && !name.contains(' ')).then_some(end + 1)
}

fn is_hanzi(c: char) -> bool {
    ('\u{4E00}'..='\u{9FFF}').contains(&c) || "「」".contains(c)
}

fn hanzi_runs(text: &str) -> Vec<String> {
    let words = text.split(|c: char| !(c.is_alphanumeric() || "./_%‰「」".contains(c)));
    // A year may stand in front of a name: `2022年.output`.
    let words = words.map(|word| word.split_once("年.").map_or(word, |(_, name)| name));
    words.filter(|word| word.chars().any(is_hanzi)).map(str::to_owned).collect()
}

#[test]
fn the_language_of_a_file_is_that_of_its_first_keyword() {
    let language = |text: &str| language(&SourceFile::new("t.pol", text));
    assert_eq!(language("// note\n\n  clause 14 x (名) {}"), Lang::En);
    assert_eq!(language("条款 14 x {}"), Lang::Zh);
    assert_eq!(language(""), Lang::Zh);
}

/// What may be done to the text of a file without touching what it says.
#[derive(Debug, Clone)]
enum Edit {
    /// A comment on a line of its own before this line.
    CommentAbove(prop::sample::Index),
    /// A comment at the end of this line.
    CommentBehind(prop::sample::Index),
    /// Blank lines before this line.
    BlankLines(prop::sample::Index, u8),
    /// This gap between two tokens made a line break, behind a comment or not.
    Break(prop::sample::Index, bool),
    /// Blanks at the start of this line.
    Indent(prop::sample::Index, u8),
}

fn edit() -> impl Strategy<Value = Edit> {
    let index = any::<prop::sample::Index>;
    prop_oneof![
        index().prop_map(Edit::CommentAbove),
        index().prop_map(Edit::CommentBehind),
        (index(), 1..4u8).prop_map(|(line, count)| Edit::BlankLines(line, count)),
        (index(), any::<bool>()).prop_map(|(gap, comment)| Edit::Break(gap, comment)),
        (index(), 0..9u8).prop_map(|(line, blanks)| Edit::Indent(line, blanks)),
    ]
}

fn edited(text: &str, edit: &Edit) -> String {
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    match edit {
        Edit::CommentAbove(at) => lines.insert(at.index(lines.len()), "// 甲".into()),
        // On a blank line it would join the tables that the line parts.
        Edit::CommentBehind(at) => {
            let at = at.index(lines.len());
            if !lines[at].trim().is_empty() {
                lines[at].push_str(" //乙");
            }
        }
        // Within a table of cases a blank line would part it in two.
        Edit::BlankLines(at, count) => {
            let at = at.index(lines.len());
            let mut code = lines[at..].iter().map(|line| line.trim_start());
            if !code.find(|line| !line.starts_with("//")).is_some_and(|row| row.starts_with('|')) {
                (0..*count).for_each(|_| lines.insert(at, "  ".into()));
            }
        }
        Edit::Break(at, comment) => {
            let gaps: Vec<(usize, usize)> = lines.iter().enumerate().flat_map(gaps).collect();
            if !gaps.is_empty() {
                let (line, column) = gaps[at.index(gaps.len())];
                let end = if *comment { " // 丙\n" } else { "\n" };
                lines[line].replace_range(column..=column, end);
            }
        }
        Edit::Indent(at, blanks) => {
            let at = at.index(lines.len());
            let line = lines[at].trim_start().to_owned();
            lines[at] = format!("{}{line}", " ".repeat((*blanks).into()));
        }
    }
    lines.join("\n")
}

/// The blanks of a line at which it may be broken: between tokens, but not in a number with its
/// unit, nor in a table of cases.
fn gaps((number, line): (usize, &String)) -> Vec<(usize, usize)> {
    let (mut gaps, mut quoted) = (Vec::new(), false);
    if line.trim_start().starts_with('|') {
        return gaps;
    }
    let indent = line.len() - line.trim_start().len();
    for (at, c) in line.char_indices() {
        match c {
            '"' | '“' | '”' => quoted = !quoted,
            '/' if line[at..].starts_with("//") && !quoted => break,
            ' ' if !quoted && at > indent => {
                let after_digit = line[..at].ends_with(|c: char| c.is_ascii_digit());
                if !after_digit {
                    gaps.push((number, at));
                }
            }
            _ => {}
        }
    }
    gaps
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn layout_and_comments_of_the_source_do_not_matter(
        file in any::<prop::sample::Index>(),
        edits in prop::collection::vec(edit(), 1..12),
    ) {
        let Shipped { name, text, .. } = file.get(&SHIPPED);
        let text = edits.iter().fold(text.clone(), |text, edit| edited(&text, edit));
        holds(name, &text, &DICTIONARY);
    }
}

/// A text, and both its forms.
fn shown(text: &str) -> String {
    let dictionary = Dictionary::of([&tree("t.pol", text)]);
    let [zh, en] = [Lang::Zh, Lang::En].map(|lang| formatted("t.pol", text, &dictionary, lang));
    holds("t.pol", text, &dictionary);
    format!("{text}\n──── zh\n{zh}\n──── en\n{en}")
}

#[test]
fn short_blocks_stay_on_one_line_and_long_ones_break() {
    insta::assert_snapshot!(shown(
        "\
枚举 级别 (grade) { 国家级 (national)、省级龙头 (provincial) }
枚举 类别 (branch) { 农副食品加工业 (farm_food)、食品制造业 (food)、酒饮料和精制茶制造业 (drink) }
计数 户 (household) 又 家
主体 企业 (enterprise) { 户数 (households): 户 每年 产量 (output): 吨 每年 精确到 1千克 范围 0吨 至 1亿吨 \"当年产量\" 单价 (price): 元/吨 「5G基站」 (base_stations): 数 龙头 (leader): 级别 }
条款 1 甲 (a_clause) { 给付 奖励 (award) 给 企业 每年 { 条件 户数 12户 以上 且 产量 超过 1万吨 且 (龙头 为 国家级 或 龙头 不为 省级龙头 且 单价 不足 3.5元/吨)
金额 按 龙头 { 国家级: 200万元 省级龙头: 若 产量 超过 2万吨 则 80万元 否则 50万元 } 上限 100万元 每 企业 累计 } }"
    ));
}

#[test]
fn comments_keep_their_place() {
    insta::assert_snapshot!(shown(
        "\
// first


// second
条款 1 甲 (a) { // behind the brace
  概述 \"x\" // behind an entry
  // above an entry
  责任 // in the middle
    乙局

  给付 奖励 (award) 给 企业 { // on the rule
    金额 1元 + // after a sign
      2元
      // among steps
      上限 5元
    // last in the rule
  } // behind the rule
  示例 \"e\" {
    | 产量 | 奖励 | // heads
    // between rows
    | 1吨 | 3元 |
    // after the table
  }
}
// the end"
    ));
}

#[test]
fn a_comment_within_the_last_word_goes_behind_and_breaks_nothing() {
    let text = "\
条款 1 甲 (a) {
  给付 奖 (award) 给 企业 {
    金额 依读法 零头 {
      1: 增量
      2: 增量 取整 精确到 1吨 // why
        舍去
    }
  }
}
";
    let zh = holds("t.pol", text, &Dictionary::default());
    assert!(zh.contains("\n      2: 增量 取整 精确到 1吨 舍去 // why\n"), "{zh}");
}

#[test]
fn an_empty_file_stays_empty() {
    assert_eq!(shown(""), "\n──── zh\n\n──── en\n");
    assert_eq!(shown(" \n\n"), " \n\n\n──── zh\n\n──── en\n");
}

#[test]
fn notes_on_figures_go_to_english_and_back() {
    let text = "条款 1 奖补 (award) {
  豁免 2021年 \"原政策的年份\"
  豁免   \"3月1日\"：1， 4 \"以事实为界\"
  同数 1亿元: 2、3 \"两档相接\"
  外据 10 元/吨 \"细则\"
}
";
    let zh = holds("notes.pol", text, &DICTIONARY);
    assert!(zh.contains("  豁免 \"3月1日\": 1、4 \"以事实为界\"\n"), "{zh}");
    assert!(zh.contains("  外据 10 元/吨 \"细则\"\n"), "{zh}");
    let en = formatted("notes.pol", text, &DICTIONARY, Lang::En);
    assert!(en.contains("  same_figure 1亿元: 2, 3 \"两档相接\"\n"), "{en}");
}
