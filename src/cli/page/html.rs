//! A report as one HTML page: no scripts, no other files, fit for printing.

use super::{Block, Table};
use crate::chart::escaped;
use crate::derivation::{Derivation, Section, Step, Verdict, cited, heading, said};
use crate::diag::Lang;

/// How the page looks on a screen and on paper. Fonts are those that systems with hanzi have.
const STYLE: &str = include_str!("page.css");

/// The blocks as a page. Every text is escaped: nothing in a label or in a text of the policies
/// acts as markup.
pub(in crate::cli) fn html(blocks: &[Block], lang: Lang) -> String {
    let code = match lang {
        Lang::Zh => "zh-CN",
        Lang::En => "en",
    };
    let titles = blocks.iter().filter_map(|block| match block {
        Block::Heading { title, .. } => Some(escaped(title)),
        _ => None,
    });
    let title = titles.collect::<Vec<_>>().join(" · ");
    let body: String = blocks.iter().map(|block| drawn(block, lang)).collect();
    format!(
        "<!DOCTYPE html>\n<html lang=\"{code}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <title>{title}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n{body}</body>\n</html>\n"
    )
}

fn drawn(block: &Block, lang: Lang) -> String {
    match block {
        Block::Heading { title, lines } => {
            let lines = lines.iter().map(|line| format!("<li>{}</li>\n", escaped(line)));
            let lines: String = lines.collect();
            format!("<h1>{}</h1>\n<ul class=\"about\">\n{lines}</ul>\n", escaped(title))
        }
        Block::Table(one) => table(one),
        Block::Note(sentence) => format!("<p>{}</p>\n", escaped(sentence)),
        Block::Derivations(all) => all.iter().map(|one| derivation(one, lang)).collect(),
    }
}

fn table(table: &Table) -> String {
    let (heads, rows) = table.parts();
    let class = |column: usize| match table.figures.contains(&column) {
        true => " class=\"figure\"",
        false => "",
    };
    let cells = |tag: &str, cells: &[String]| {
        let cells = cells.iter().enumerate();
        let cells =
            cells.map(|(at, cell)| format!("<{tag}{}>{}</{tag}>", class(at), escaped(cell)));
        format!("<tr>{}</tr>\n", cells.collect::<String>())
    };
    let rows = rows.iter().map(|row| match row.as_slice() {
        [across] => {
            let (span, across) = (heads.len(), escaped(across));
            format!("<tr><th colspan=\"{span}\" scope=\"rowgroup\">{across}</th></tr>\n")
        }
        _ => cells("td", row),
    });
    let title = table.title.iter().map(|title| format!("<h2>{}</h2>\n", escaped(title)));
    let (title, heads, rows) =
        (title.collect::<String>(), cells("th", heads), rows.collect::<String>());
    format!("{title}<table>\n<thead>\n{heads}</thead>\n<tbody>\n{rows}</tbody>\n</table>\n")
}

fn derivation(derivation: &Derivation, lang: Lang) -> String {
    let title = escaped(heading(derivation).get(lang));
    let place = derivation
        .place
        .iter()
        .map(|place| format!("<p class=\"place\">{}:{}</p>\n", escaped(&place.file), place.line));
    let place: String = place.collect();
    let sections = derivation.steps.chunk_by(|one, next| one.section == next.section);
    let sections = sections.map(|steps| {
        let title = steps.first().map(|step| step.section).map(Section::title);
        let title = title.map_or_else(String::new, |title| escaped(title.get(lang)));
        format!("<h4>{title}</h4>\n{}", listed(steps, derivation, lang))
    });
    let sections: String = sections.collect();
    format!("<article>\n<h3>{title}</h3>\n{place}{sections}</article>\n")
}

/// Steps as a list; those inside a step as a list in its item.
fn listed(steps: &[Step], derivation: &Derivation, lang: Lang) -> String {
    let least = steps.iter().map(|step| step.depth).min().unwrap_or(0);
    let mut items = String::new();
    let mut rest = steps;
    while let Some((first, more)) = rest.split_first() {
        let inside = more.iter().take_while(|step| step.depth > least).count();
        let (inner, after) = more.split_at_checked(inside).unwrap_or((more, &[]));
        let inner = match inner {
            [] => String::new(),
            inner => format!("\n{}", listed(inner, derivation, lang)),
        };
        items.push_str(&format!("<li>{}{inner}</li>\n", item(first, derivation, lang)));
        rest = after;
    }
    format!("<ul>\n{items}</ul>\n")
}

fn item(step: &Step, derivation: &Derivation, lang: Lang) -> String {
    let said = escaped(said(step).get(lang));
    let class = match step.verdict {
        Some(Verdict::Met) => " class=\"met\"",
        Some(Verdict::NotMet) => " class=\"not-met\"",
        Some(Verdict::Open) => " class=\"open\"",
        None => "",
    };
    let cited = step.place.as_ref().map(|place| {
        let cited = cited(Some(place), derivation);
        let (written, cited) = (escaped(&place.written), escaped(cited.get(lang)));
        format!("<span class=\"place\" title=\"{written}\">{cited}</span>")
    });
    format!("<span{class}>{said}</span>{}", cited.unwrap_or_default())
}
