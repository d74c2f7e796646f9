//! A report as Markdown (GitHub's, with tables), to paste into another document.

use super::{Block, Table};
use crate::derivation::{Derivation, Section, Step, cited, heading, said};
use crate::diag::Lang;

/// The blocks as Markdown. Nothing in a label or a text of the policies acts as markup.
pub(in crate::cli) fn markdown(blocks: &[Block], lang: Lang) -> String {
    let told = blocks.iter().map(|block| match block {
        Block::Heading { title, lines } => {
            let lines = lines.iter().map(|line| format!("- {}\n", escaped(line)));
            format!("# {}\n\n{}", escaped(title), lines.collect::<String>())
        }
        Block::Table(table) => drawn(table),
        Block::Note(sentence) => format!("{}\n", escaped(sentence)),
        Block::Derivations(derivations) => {
            let told = derivations.iter().map(|one| derivation(one, lang));
            told.collect::<Vec<_>>().join("\n")
        }
    });
    told.collect::<Vec<_>>().join("\n")
}

fn drawn(table: &Table) -> String {
    let (heads, rows) = table.parts();
    let line = |cells: &mut dyn Iterator<Item = String>| {
        format!("| {} |\n", cells.collect::<Vec<_>>().join(" | "))
    };
    let mut text = table.title.iter().map(|title| format!("## {}\n\n", escaped(title))).collect();
    let rule = (0..heads.len()).map(|column| match table.figures.contains(&column) {
        true => "---:".to_owned(),
        false => "---".to_owned(),
    });
    text = format!("{text}{}", line(&mut heads.iter().map(|head| escaped(head))));
    text.push_str(&line(&mut rule.into_iter()));
    for row in rows {
        let across = row.len() == 1;
        let empty = heads.len().saturating_sub(row.len());
        let cells = row.iter().map(|cell| match across {
            true => format!("**{}**", escaped(cell)),
            false => escaped(cell),
        });
        text.push_str(&line(&mut cells.chain(std::iter::repeat_n(String::new(), empty))));
    }
    text
}

fn derivation(derivation: &Derivation, lang: Lang) -> String {
    let mut text = format!("### {}\n", escaped(heading(derivation).get(lang)));
    if let Some(place) = &derivation.place {
        text.push_str(&format!("\n{}:{}\n", escaped(&place.file), place.line));
    }
    let mut section: Option<Section> = None;
    for step in &derivation.steps {
        if section != Some(step.section) {
            section = Some(step.section);
            text.push_str(&format!("\n**{}**\n\n", escaped(step.section.title().get(lang))));
        }
        text.push_str(&item(step, derivation, lang));
    }
    text
}

fn item(step: &Step, derivation: &Derivation, lang: Lang) -> String {
    let indent = "  ".repeat(step.depth);
    let cited = cited(step.place.as_ref(), derivation);
    format!("{indent}- {}{}\n", escaped(said(step).get(lang)), escaped(cited.get(lang)))
}

/// A text in which no character acts as markup. An underscore inside a word does not.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    let mut before: Option<char> = None;
    while let Some(char) = chars.next() {
        let in_word = |near: Option<char>| near.is_some_and(char::is_alphanumeric);
        let acts = match char {
            '\\' | '`' | '*' | '[' | ']' | '<' | '>' | '|' | '&' | '~' => true,
            '_' => !(in_word(before) && in_word(chars.peek().copied())),
            '#' | '+' | '-' => before.is_none(),
            _ => false,
        };
        match char {
            '\n' | '\r' => escaped.push(' '),
            _ if acts => escaped.extend(['\\', char]),
            _ => escaped.push(char),
        }
        before = Some(char);
    }
    escaped
}
