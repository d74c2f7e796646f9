//! The editor's grammar is made from the table of keywords, so it lists each of them.
//!
//! After a change of the keywords: `POLC_BLESS=1 cargo test --test editors`.
#![allow(clippy::unwrap_used, clippy::disallowed_methods)]

use polc::quantity::unit_words;
use polc::syntax::Keyword::{self, *};
use serde_json::{Value, json};

const GRAMMAR: &str = "editors/vscode/syntaxes/pol.tmLanguage.json";

/// What opens a declaration.
const DECLARATIONS: &[Keyword] = &[
    List,
    CountUnit,
    Enumeration,
    Series,
    Subject,
    Clause,
    Scenario,
    Reading,
    Part,
    Example,
    Grant,
    Seek,
    Deduct,
    Defer,
    Reduce,
    Determine,
    Target,
    Limit,
    Duty,
    Let,
    Discretion,
    Stage,
];

/// Logic and comparison.
const OPERATORS: &[Keyword] = &[
    Or,
    And,
    Not,
    Yishang,
    BuDiyu,
    Zhishao,
    Man,
    Dadao,
    Yixia,
    Yinei,
    BuChaoguo,
    JiYixia,
    Chaoguo,
    Yiwai,
    Diyu,
    Buzu,
    Buman,
    Zaoyu,
    Wanyu,
    BuZaoyu,
    BuWanyu,
    Dengyu,
    Zuoyou,
    Between,
    Happened,
    Is,
    IsNot,
    BelongsTo,
    MinusToZero,
    If,
    Then,
    Else,
];

/// Values and outcomes.
const CONSTANTS: &[Keyword] = &[
    Yes,
    No,
    Unknown,
    NotHappened,
    NotEligible,
    NotYet,
    NotInForce,
    Exhausted,
    Excluded,
    Missing,
    AwaitingDecision,
    ByText,
    Met,
    Missed,
    Pending,
    Unstated,
];

/// A pattern for any of the words, each only as a whole run of letters.
fn words(keywords: impl Iterator<Item = Keyword>) -> String {
    let mut words: Vec<_> = keywords.flat_map(|one| [one.zh(), one.en()]).collect();
    words.sort_by_key(|word| std::cmp::Reverse(word.chars().count()));
    format!("(?<![\\p{{L}}_])(?:{})(?![\\p{{L}}_])", words.join("|"))
}

fn unit() -> String {
    let mut words: Vec<_> = unit_words().collect();
    words.sort_by_key(|word| std::cmp::Reverse(word.chars().count()));
    format!("[十百千万亿]*(?:{})", words.join("|"))
}

fn grammar() -> Value {
    let grouped = |one: &Keyword| [DECLARATIONS, OPERATORS, CONSTANTS].concat().contains(one);
    let others = Keyword::ALL.iter().copied().filter(|one| !grouped(one));
    let unit = unit();
    let pattern = |name: &str, pattern: String| json!({ "name": name, "match": pattern });
    json!({
        "$schema": "https://raw.githubusercontent.com/martinring/tmlanguage/master/tmlanguage.json",
        "name": "pol",
        "scopeName": "source.pol",
        "patterns": [
            pattern("comment.line.double-slash.pol", "//.*$".into()),
            pattern("string.quoted.double.pol", "\"[^\"\\n]*\"|“[^”\\n]*”".into()),
            pattern("variable.other.quoted.pol", "「[^」\\n]*」".into()),
            pattern("constant.other.date.pol", "\\d{4}-\\d{1,2}-\\d{1,2}".into()),
            pattern(
                "constant.numeric.pol",
                format!("[0-9０-９][0-9０-９_]*(?:[.．][0-9０-９_]+)?(?:\\s?{unit}(?:/{unit})?|[十百千万亿]+)?"),
            ),
            pattern("storage.type.pol", words(DECLARATIONS.iter().copied())),
            pattern("keyword.operator.word.pol", words(OPERATORS.iter().copied())),
            pattern("constant.language.pol", words(CONSTANTS.iter().copied())),
            pattern("keyword.control.pol", words(others)),
            pattern("keyword.operator.pol", "[+\\-−×*÷=|｜]".into()),
        ],
    })
}

#[test]
fn the_grammar_is_that_of_the_keywords() {
    let text = format!("{}\n", serde_json::to_string_pretty(&grammar()).unwrap());
    if std::env::var_os("POLC_BLESS").is_some() {
        std::fs::write(GRAMMAR, &text).unwrap();
    }
    let written = std::fs::read_to_string(GRAMMAR).unwrap();
    assert_eq!(written, text, "out of date: POLC_BLESS=1 cargo test --test editors");
    for keyword in Keyword::ALL {
        for word in [keyword.zh(), keyword.en()] {
            let listed = [format!("|{word}|"), format!(":{word}|"), format!("|{word})")];
            assert!(listed.iter().any(|one| written.contains(one)), "{word} is missing");
        }
    }
}

#[test]
fn the_extension_is_sound_json() {
    for file in ["package.json", "language-configuration.json"] {
        let text = std::fs::read_to_string(format!("editors/vscode/{file}")).unwrap();
        let value: Value = serde_json::from_str(&text).unwrap();
        assert!(value.is_object(), "{file}");
    }
}
