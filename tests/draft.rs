//! Clause files drafted from official texts.
#![allow(clippy::unwrap_used)]

mod common;

use common::memory::{Memory, polc};
use polc::cli::Exit;
use polc::diag::Lang;
use polc::draft::draft;
use polc::ledger::{clauses, figures_in};
use polc::source::FileId;
use polc::syntax::parse;

const TEXT: &str = include_str!("fixtures/official.txt");

/// A text of our own in Markdown: thresholds, a rate and who pays it, limits, a determination, a duty.
const LIST: &str = "\
# 示范清单

## 三、奖补

### 7

投资5000万元以上的项目，按投资的 2% 给予奖励，最高不超过 800 万元，连续奖励不超过3年。每吨补贴 200 元
（其中省级 150 元，市级50元）。开工时限由9个工作日压缩至5个工作日。

责任单位：工信局、财政局等

### 8

容量在160千瓦及以下的用户，免费接电。本条2022年1月1日至2023年12月31日执行。

### 9

推进改造。
";

#[test]
fn a_draft_holds_what_the_text_says() {
    let all = clauses(LIST);
    let drafts = all.iter().skip(1).map(|clause| draft(clause, Lang::Zh).unwrap());
    insta::assert_snapshot!(format!("{LIST}\n────\n{}", drafts.collect::<Vec<_>>().join("\n")));
}

#[test]
fn every_draft_parses_and_tells_every_figure() {
    for clause in clauses(TEXT).iter().chain(&clauses(LIST)) {
        let written = draft(clause, Lang::Zh).unwrap();
        let (_, problems) = parse(FileId::default(), &written);
        assert!(problems.is_empty(), "{written}\n{problems:#?}");
        for figure in figures_in(&clause.text) {
            assert!(written.contains(&figure.figure), "{}: {written}", figure.figure);
        }
        let english = draft(clause, Lang::En).unwrap();
        assert!(english.contains(&format!("clause {} todo_clause", clause.number)), "{english}");
    }
}

#[test]
fn a_draft_is_refused_until_it_is_filled_in() {
    let files = Memory::of(&[("list.md", LIST.as_bytes())]);
    let (exit, written, _) = polc(&files, "zh", "new 7 --text list.md");
    assert_eq!(exit, Exit::Fine);
    let demo = include_bytes!("fixtures/demo.pol");
    let set = Memory::of(&[("set/demo.pol", demo), ("set/7.pol", written.as_bytes())]);
    let (exit, told, _) = polc(&set, "zh", "check set");
    assert_eq!(exit, Exit::Problems);
    for name in ["待填主体", "工信局"] {
        assert!(told.contains(name), "{told}");
    }
}

#[test]
fn a_clause_that_the_text_lacks() {
    let files = Memory::of(&[("list.md", LIST.as_bytes()), ("empty.md", "没有条款".as_bytes())]);
    let (exit, _, err) = polc(&files, "zh", "new 10 --text list.md");
    assert_eq!((exit, &*err), (Exit::Usage, "polc: 文本里没有条款 10，最后一条是 9\n"));
    let (exit, _, err) = polc(&files, "en", "new 10 --text empty.md");
    assert_eq!(exit, Exit::Usage);
    assert!(err.contains("no clauses are found"), "{err}");
    assert_eq!(polc(&files, "en", "new 10 --text nowhere.md").0, Exit::Problems);
}
