//! `polc interactions [PATH…]`: which clauses pay for the same thing, and how they stand to each
//! other.

use std::io;

use serde::Serialize;

use super::policies::{PolicySet, unlisted};
use super::{Console, Exit, Format, table};
use crate::analyze::{Finding, Interaction, Witness, describe, interactions};
use crate::diag::{Lang, Text};
use crate::driver::{self, Compiled};
use crate::eval::{Facts, Status};
use crate::ir::{Relation, RelationHow, RuleId};
use crate::scenario::{Directory, words};
use crate::text;

/// Arguments of `interactions`.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(flatten)]
    set: PolicySet,

    /// Only pairs with one of these clauses
    #[arg(long, value_name = "N,…", value_delimiter = ',')]
    clause: Vec<u32>,
}

/// The result for programs.
#[derive(Serialize)]
struct Told {
    schema: &'static str,
    pairs: Vec<Pair>,
}

/// Two rules and what was found of them, in words.
#[derive(Serialize)]
struct Pair {
    rules: [Text; 2],
    clauses: [u32; 2],
    /// What both pay for; none where only a file says that they have to do with each other.
    both_pay_for: Option<Text>,
    finding: &'static str,
    /// How a file says they stand.
    declared: Option<Text>,
    /// The file's reason.
    why: String,
    /// Why they do not both pay.
    reason: Option<Text>,
    /// Facts for which each pays by itself.
    witness: Option<Text>,
    /// What each pays for these facts by itself.
    alone: Vec<Paid>,
    /// What they pay as the file says they stand.
    as_declared: Vec<Paid>,
}

/// What a rule pays: its bounds in 元 (no upper one where there is none), and in words. Nothing
/// has no bounds.
#[derive(PartialEq, Serialize)]
struct Paid {
    low: Option<String>,
    high: Option<String>,
    said: Text,
}

/// Lists the pairs.
pub(super) fn run(args: &Args, console: &mut Console<'_>) -> io::Result<Exit> {
    let Compiled { sources, program, diagnostics, .. } =
        driver::compile(console.files, &args.set.paths);
    let Some(program) = program else {
        return console.problems(&diagnostics, &sources);
    };
    if let Some(sentence) = unlisted(&args.clause, &program) {
        return console.misused(&sentence);
    }
    let directory = Directory::new(&program);
    let found = interactions(&program);
    let mut pairs: Vec<Pair> = found.iter().map(|pair| told(&directory, pair)).collect();
    pairs.retain(|pair| {
        args.clause.is_empty() || pair.clauses.iter().any(|number| args.clause.contains(number))
    });
    match console.format {
        Format::Json => console.json(&Told { schema: "polc.interactions/1", pairs })?,
        Format::Human => console.write(&shown(&pairs, console.lang, console.width))?,
    }
    Ok(Exit::Fine)
}

fn told(directory: &Directory, pair: &Interaction) -> Pair {
    let statuses = |facts: &Facts, statuses: &[Status]| {
        statuses.iter().map(|status| paid(directory, facts, status)).collect()
    };
    let blank = Pair {
        rules: pair.rules.map(|rule| words::rule(directory, rule)),
        clauses: pair.rules.map(|rule| clause_of(directory, rule)),
        both_pay_for: pair.cause.map(|cause| describe::cause(directory.program, cause)),
        finding: "dismissed",
        declared: None,
        why: String::new(),
        reason: None,
        witness: None,
        alone: Vec::new(),
        as_declared: Vec::new(),
    };
    let seen = |witness: &Witness| {
        let facts = describe::facts(directory, &witness.facts);
        (Some(facts), statuses(&witness.facts, &witness.paid))
    };
    match &pair.finding {
        Finding::Undeclared(witness) => {
            let (witness, alone) = seen(witness);
            Pair { finding: "undeclared", witness, alone, ..blank }
        }
        Finding::Declared { by, relation, alone, together } => {
            let declared = Pair {
                finding: "declared",
                declared: Some(said(directory, *by, relation)),
                why: relation.why.clone(),
                ..blank
            };
            match alone {
                Ok(found) => {
                    let as_declared = statuses(&found.facts, together);
                    let (witness, alone) = seen(found);
                    Pair { witness, alone, as_declared, ..declared }
                }
                Err(dismissal) => {
                    Pair { reason: Some(describe::dismissal(directory, dismissal)), ..declared }
                }
            }
        }
        Finding::Dismissed(dismissal) => {
            Pair { reason: Some(describe::dismissal(directory, dismissal)), ..blank }
        }
    }
}

fn paid(directory: &Directory, facts: &Facts, status: &Status) -> Paid {
    let (low, high) = match status {
        Status::Granted(amount) => (Some(*amount), Some(*amount)),
        Status::Range { low, high, .. } => (Some(*low), *high),
        _ => (None, None),
    };
    let [low, high] = [low, high].map(|end| end.map(|end| end.to_string()));
    Paid { low, high, said: words::short_status(directory, facts, status) }
}

fn clause_of(directory: &Directory, rule: RuleId) -> u32 {
    let clause = directory.program.rules.get(rule.index()).map(|rule| rule.clause);
    let clause = clause.and_then(|clause| directory.program.clauses.get(clause.index()));
    clause.map_or(0, |clause| clause.number)
}

/// `20.研发机构奖励：就高`; where a reading decides, each of its alternatives.
fn said(directory: &Directory, by: RuleId, relation: &Relation) -> Text {
    let Text { zh: by_zh, en: by_en } = words::rule(directory, by);
    let how = relation.how.iter().map(|how| match how {
        RelationHow::ExcludedBy => Text::new("排除", "excluded_by"),
        RelationHow::HighestOf => Text::new("就高", "higher_of"),
        RelationHow::Stacks => Text::new("叠加", "stacks_with"),
    });
    let Text { zh, en } = match relation.reading {
        None => words::list(how),
        Some(_) => words::list((1_usize..).zip(how).map(|(position, Text { zh, en })| {
            text!(zh: "读法{position} {zh}", en: "reading {position} {en}")
        })),
    };
    text!(zh: "{by_zh} 写明 {zh}", en: "{by_en} says {en}")
}

fn shown(pairs: &[Pair], lang: Lang, width: usize) -> String {
    let groups = [
        (
            "undeclared",
            Text::new("都付，没有写明关系", "Both pay, and no file says how they stand"),
        ),
        ("declared", Text::new("写明了关系", "Declared")),
        ("dismissed", Text::new("看过，不成立", "Looked at and put aside")),
    ];
    let mut text = String::new();
    for (finding, title) in groups {
        let of_group: Vec<&Pair> = pairs.iter().filter(|pair| pair.finding == finding).collect();
        if of_group.is_empty() {
            continue;
        }
        if !text.is_empty() {
            text.push('\n');
        }
        let count = of_group.len();
        let title = title.get(lang);
        let title = text!(zh: "{title}：{count} 对\n", en: "{title}: {count}\n");
        text.push_str(title.get(lang));
        for pair in of_group {
            text.push_str(&lines(pair, lang, width));
        }
    }
    if text.is_empty() {
        let none = text!(
            zh: "没有两条款为同一项付钱。\n", en: "No two clauses pay for the same thing.\n",
        );
        text.push_str(none.get(lang));
    }
    text
}

/// A pair: the rules and what both pay for, then what is to be said of them.
fn lines(pair: &Pair, lang: Lang, width: usize) -> String {
    let [one, two] = &pair.rules;
    let (one, two) = (one.get(lang), two.get(lang));
    let cause = pair.both_pay_for.as_ref().map(|cause| cause.get(lang));
    let head = match cause {
        Some(cause) => text!(
            zh: "  {two} 与 {one}　同为“{cause}”\n", en: "  {two} and {one}, both for `{cause}`\n",
        ),
        None => text!(
            zh: "  {two} 与 {one}　没有找到共同的事项\n",
            en: "  {two} and {one}, nothing found that both pay for\n",
        ),
    };
    let mut text = head.get(lang).to_owned();
    let mut line = |zh: &str, en: &str, what: &str| {
        let (label, colon) = match lang {
            Lang::Zh => (zh, "："),
            Lang::En => (en, ": "),
        };
        let said = table::wrapped(&format!("    {label}{colon}{what}"), width);
        text.push_str(&said.join("\n"));
        text.push('\n');
    };
    if let Some(declared) = &pair.declared {
        let why = match (pair.why.as_str(), lang) {
            ("", _) => String::new(),
            (why, Lang::Zh) => format!(" “{why}”"),
            (why, Lang::En) => format!(" \"{why}\""),
        };
        line("关系", "relation", &format!("{}{why}", declared.get(lang)));
    }
    if let Some(reason) = &pair.reason {
        line("原因", "reason", reason.get(lang));
    }
    if let Some(witness) = &pair.witness {
        line("实例", "witness", witness.get(lang));
    }
    let both = |amounts: &[Paid]| {
        let amounts = amounts.iter().rev().map(|amount| amount.said.get(lang));
        amounts.collect::<Vec<_>>().join(" | ")
    };
    if !pair.alone.is_empty() {
        line("各自付", "each pays", &both(&pair.alone));
    }
    if !pair.as_declared.is_empty() && pair.as_declared != pair.alone {
        line("依关系付", "as declared", &both(&pair.as_declared));
    }
    text
}
