//! A report as plain text.

use super::{Block, Table};
use crate::cli::table::{fitted, wrapped};
use crate::derivation::lines;
use crate::diag::Lang;

/// The blocks, no wider than so many columns where their words allow, an empty line between them.
pub(in crate::cli) fn plain(blocks: &[Block], lang: Lang, width: usize) -> String {
    let mut text = String::new();
    for block in blocks {
        let follows = matches!(block, Block::Table(Table { title: None, .. }));
        if !text.is_empty() && !follows {
            text.push('\n');
        }
        match block {
            Block::Heading { title, lines } => {
                text.push_str(&lines_of(std::iter::once(title).chain(lines)));
            }
            Block::Table(table) => text.push_str(&drawn(table, width)),
            Block::Note(sentence) => text.push_str(&lines_of([sentence])),
            Block::Derivations(derivations) => {
                let told = derivations.iter().map(|one| {
                    let lines = lines(one, lang);
                    lines_of(lines.iter().flat_map(|line| wrapped(line, width)))
                });
                text.push_str(&told.collect::<Vec<_>>().join("\n"));
            }
        }
    }
    text
}

fn lines_of(lines: impl IntoIterator<Item = impl AsRef<str>>) -> String {
    lines.into_iter().flat_map(|line| [line.as_ref().to_owned(), "\n".to_owned()]).collect()
}

/// The table, indented below its title. Rows below one that stands across are indented further.
fn drawn(table: &Table, width: usize) -> String {
    let mut rows = table.rows.clone();
    let mut indent = "  ";
    for row in &mut rows {
        let across = row.len() == 1;
        if let Some(first) = row.first_mut() {
            first.insert_str(0, if across { "  " } else { indent });
        }
        if across {
            indent = "    ";
        }
    }
    let title = table.title.iter().map(|title| format!("{title}\n"));
    title.chain([fitted(&rows, &table.figures, width)]).collect()
}
