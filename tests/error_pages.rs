//! Every code has a page of explanation, every page a code, and each the same form.
#![allow(clippy::unwrap_used)]

mod common;

use common::files_under;
use polc::diag::{Code, Lang, Severity, explain};

const ZH: [&str; 4] = ["意思", "出错的例子", "改法", "原因"];
const EN: [&str; 4] = ["Meaning", "Failing example", "Fix", "Reason"];

#[test]
fn every_page_belongs_to_a_code() {
    for file in files_under("docs/errors") {
        let name = file.path.rsplit('/').next().unwrap().trim_end_matches(".md");
        let code: Result<Code, ()> = name.parse();
        assert!(name == "README" || code.is_ok(), "{} explains no code of the table", file.path);
    }
}

#[test]
fn every_page_has_the_same_form() {
    for code in Code::ALL {
        let headings: Vec<&str> = headings(code.page()).collect();
        let title = code.title();
        let mut expected = vec![format!("# {code}")];
        for (title, sections) in [(title.zh, ZH), (title.en, EN)] {
            expected.push(format!("## {title}"));
            expected.extend(sections.map(|section| format!("### {section}")));
        }
        assert_eq!(headings, expected, "{code}: see docs/errors/README.md");
    }
}

#[test]
fn every_page_shows_an_example_in_both_languages() {
    for code in Code::ALL {
        for (lang, section) in [(Lang::Zh, "### 出错的例子"), (Lang::En, "### Failing example")]
        {
            let shown = explain(*code, lang);
            let example = shown.split(section).nth(1).unwrap();
            assert!(example.trim_start().starts_with("```"), "{code}: {section} has no code block");
        }
    }
}

#[test]
fn codes_are_cited_as_they_are_written() {
    for code in Code::ALL {
        let written = code.to_string();
        assert_eq!(written.parse(), Ok(*code));
        assert_eq!(written.to_lowercase().parse(), Ok(*code));
        let warning = written.starts_with("W09");
        assert_eq!(code.severity() == Severity::Warning, warning);
    }
    let mut sorted = Code::ALL.to_vec();
    sorted.sort_by_key(|code| code.as_str());
    sorted.dedup_by_key(|code| code.as_str());
    assert_eq!(sorted.len(), Code::ALL.len(), "a code stands twice in the table");
    assert_eq!("E0000".parse::<Code>(), Err(()));
}

#[test]
fn an_explanation_is_in_one_language() {
    let zh = explain(Code::UnknownName, Lang::Zh);
    assert!(zh.starts_with("# E0301 没有这个名称\n\n### 意思\n"));
    assert!(!zh.contains("Meaning"));
    let en = explain(Code::UnknownName, Lang::En);
    assert!(en.starts_with("# E0301 there is no such name\n\n### Meaning\n"));
    assert!(en.ends_with("nobody anything.\n"));
}

/// The heading lines outside code blocks.
fn headings(page: &str) -> impl Iterator<Item = &str> {
    let mut in_code = false;
    page.lines().filter(move |line| {
        in_code ^= line.starts_with("```");
        !in_code && line.starts_with('#')
    })
}
