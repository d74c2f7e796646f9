//! What the parser takes in, and what it says of what it does not.
#![allow(clippy::unwrap_used, clippy::string_slice, clippy::arithmetic_side_effects)]

use std::collections::BTreeSet;

use polc::source::FileId;
use polc::syntax::{Keyword, parse};

/// Every `pol` block of the language reference.
fn reference_blocks() -> Vec<String> {
    let reference = include_str!("../docs/language.md");
    let mut blocks = reference.split("```pol\n").skip(1);
    blocks.by_ref().map(|rest| rest.split("```").next().unwrap().to_owned()).collect()
}

#[test]
fn every_block_of_the_reference_parses() {
    for block in reference_blocks() {
        let (file, problems) = parse(FileId::default(), &block);
        let said: Vec<_> = problems.iter().map(|one| one.message.zh.clone()).collect();
        assert!(said.is_empty(), "{block}\n{said:#?}");
        assert!(!file.items.is_empty());
    }
}

#[test]
fn the_grammar_holds_the_keyword_table() {
    let grammar = include_str!("../grammar/pol.pest");
    let rules: Vec<_> = grammar.lines().filter(|line| line.starts_with("k_")).collect();
    let table: Vec<_> = Keyword::ALL
        .iter()
        .map(|one| {
            format!("k_{en} = @{{ (\"{}\" | \"{en}\") ~ !letter }}", one.zh(), en = one.en())
        })
        .collect();
    assert_eq!(rules, table);
}

#[test]
fn keywords_are_a_bijection() {
    let words = Keyword::ALL.iter().flat_map(|one| [one.zh(), one.en()]);
    let unique: BTreeSet<_> = words.collect();
    assert_eq!(unique.len(), 2 * Keyword::ALL.len());
    for keyword in Keyword::ALL {
        assert_eq!(Keyword::of_word(keyword.zh()), Some(*keyword));
        assert_eq!(Keyword::of_word(keyword.en()), Some(*keyword));
        assert!(keyword.en().bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_'));
    }
}

#[test]
fn the_reference_lists_every_keyword() {
    let reference = include_str!("../docs/language.md");
    let lines = reference.split("## Keywords").nth(1).unwrap().lines().skip(5);
    let rows: Vec<_> = lines.take_while(|line| line.starts_with('|')).collect();
    let table: Vec<_> =
        Keyword::ALL.iter().map(|one| format!("| `{}` | `{}` |", one.zh(), one.en())).collect();
    assert_eq!(rows, table);
}

/// A look at the next character must let every alternative behind it pass.
#[test]
fn looks_ahead_let_their_keywords_pass() {
    let grammar = include_str!("../grammar/pol.pest");
    let body = |rule: &str| {
        let start = grammar.find(&format!("\n{rule} ")).unwrap();
        let rest = &grammar[start + 1..];
        rest[rest.find('{').unwrap()..rest.find("}\n").unwrap()].to_owned()
    };
    let keywords = |rules: &[&str]| -> Vec<Keyword> {
        let words = rules.iter().flat_map(|rule| {
            body(rule)
                .split(|c: char| !c.is_alphanumeric() && c != '_')
                .map(str::to_owned)
                .collect::<Vec<_>>()
        });
        words.filter_map(|word| Keyword::of_word(word.strip_prefix("k_")?)).collect()
    };
    for (look, firsts) in [
        ("if_first", vec![Keyword::If]),
        ("not_first", vec![Keyword::Not]),
        ("last_year_first", vec![Keyword::LastYear]),
        ("logic_first", vec![Keyword::And, Keyword::Or]),
        ("operator_first", vec![Keyword::MinusToZero]),
        ("postfix_first", vec![Keyword::At, Keyword::InYears]),
        ("step_first", vec![Keyword::Cap, Keyword::Tiered, Keyword::TopUp, Keyword::Round]),
        ("tail_first", keywords(&["bound_word", "tail"])),
        (
            "tail_first",
            vec![
                Keyword::ByReading,
                Keyword::Between,
                Keyword::Is,
                Keyword::IsNot,
                Keyword::BelongsTo,
            ],
        ),
        ("outcome_first", keywords(&["outcome"])),
        ("outcome_first", vec![Keyword::NotYet, Keyword::Missing, Keyword::AwaitingDecision]),
        (
            "builtin_first",
            keywords(&["builtin", "fold_word", "table", "extreme", "counting", "switch"]),
        ),
        (
            "builtin_first",
            vec![
                Keyword::Past,
                Keyword::Span,
                Keyword::YearsSince,
                Keyword::Received,
                Keyword::TimesReceived,
                Keyword::FirstYearReceived,
            ],
        ),
    ] {
        let body = body(look);
        for keyword in firsts {
            for word in [keyword.zh(), keyword.en()] {
                let first = word.chars().next().unwrap();
                let any_latin = first.is_ascii_lowercase() && body.contains("'a'..'z'");
                let listed = body.contains(&format!("\"{first}\""));
                assert!(listed || any_latin, "{look} stops {word}");
            }
        }
    }
    let whole = body("whole_builtin_word");
    for keyword in keywords(&["builtin", "fold_word", "extreme", "counting"]) {
        assert!(whole.contains(&format!("\"{}\"", keyword.en())), "{keyword}");
    }
}
