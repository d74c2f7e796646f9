//! `polc facts`: what the policies ask to know of an enterprise, a project, a park …

use std::collections::BTreeMap;
use std::io;
use std::path::PathBuf;

use serde::Serialize;

use super::policies::{self, unlisted};
use super::{Console, Exit, Format, table};
use crate::dataset::template::needed;
use crate::diag::{Lang, Text};
use crate::ir::{Fact, FactId, Kind, Named, Program, Type};
use crate::quantity::{Counts, Exact, format_in, parse_unit};
use crate::text;

/// Arguments of `facts`.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Only the facts that this clause uses
    #[arg(long, value_name = "N")]
    clause: Option<u32>,

    /// The policies (default: those shipped with polc)
    #[arg(long, value_name = "DIR")]
    policies: Option<PathBuf>,
}

/// The result for programs.
#[derive(Serialize)]
struct Facts {
    schema: &'static str,
    facts: Vec<Row>,
}

/// One fact, as it is shown.
#[derive(Serialize)]
struct Row {
    name: String,
    alias: String,
    owner: Named,
    #[serde(rename = "type")]
    ty: Text,
    /// Of a number.
    unit: String,
    /// What may be chosen, where the type is an enumeration.
    values: Vec<Named>,
    yearly: bool,
    granularity: Option<String>,
    range: Option<Range>,
    gloss: String,
    clauses: Vec<u32>,
}

/// The least and the greatest value, both allowed.
#[derive(Serialize)]
struct Range {
    min: Option<String>,
    max: Option<String>,
}

/// Lists the facts.
pub(super) fn run(args: &Args, console: &mut Console<'_>) -> io::Result<Exit> {
    let program = match policies::load(args.policies.as_ref(), console)? {
        Ok(policies) => policies.program,
        Err(exit) => return Ok(exit),
    };
    if let Some(sentence) = unlisted(args.clause.as_slice(), &program) {
        return console.misused(&sentence);
    }
    let mut facts = rows(&program);
    facts.retain(|row| args.clause.is_none_or(|number| row.clauses.contains(&number)));
    match console.format {
        Format::Json => console.json(&Facts { schema: "polc.facts/1", facts })?,
        Format::Human => console.write(&shown(&facts, console.lang, console.width))?,
    }
    Ok(Exit::Fine)
}

fn rows(program: &Program) -> Vec<Row> {
    let vocabulary = &program.vocabulary;
    let counts = vocabulary.counts();
    let needed = needed(program, &[]);
    let facts = (0..).map(FactId).zip(&vocabulary.facts);
    facts
        .filter_map(|(id, fact)| {
            let clauses = needed.facts.get(&id).into_iter().flatten().copied().collect();
            let owner = vocabulary.kinds.get(fact.kind.index())?;
            Some(row(fact, owner, clauses, program, &counts))
        })
        .collect()
}

fn row(fact: &Fact, owner: &Kind, clauses: Vec<u32>, program: &Program, counts: &Counts) -> Row {
    let written = |value: Exact| in_unit(value, &fact.unit, counts);
    let bounded = fact.min.is_some() || fact.max.is_some();
    Row {
        name: fact.name.zh.clone(),
        alias: fact.name.en.clone(),
        owner: owner.name.clone(),
        ty: type_name(fact.ty, program),
        unit: match fact.ty {
            Type::Number(_) => fact.unit.clone(),
            _ => String::new(),
        },
        values: values(fact.ty, program),
        yearly: fact.yearly,
        granularity: fact.granule.map(written),
        range: bounded.then(|| Range { min: fact.min.map(written), max: fact.max.map(written) }),
        gloss: fact.gloss.clone(),
        clauses,
    }
}

/// A value in the unit in which the fact is declared.
fn in_unit(value: Exact, unit: &str, counts: &Counts) -> String {
    match parse_unit(unit, counts) {
        Ok(unit) => format_in(value, &unit),
        Err(_) => format!("{value}{unit}"),
    }
}

fn type_name(ty: Type, program: &Program) -> Text {
    let vocabulary = &program.vocabulary;
    match ty {
        Type::Number(_) => text!(zh: "数量", en: "number"),
        Type::Truth => text!(zh: "是否", en: "yes or no"),
        Type::Date { event: true } => text!(zh: "事件", en: "event"),
        Type::Date { event: false } => text!(zh: "日期", en: "date"),
        Type::Choice(id) => {
            let name = vocabulary.enums.get(id.index()).map(|one| &one.name);
            name.map(named).unwrap_or_default()
        }
        Type::Subject(id) => {
            let name = vocabulary.kinds.get(id.index()).map(|kind| &kind.name);
            let Text { zh, en } = name.map(named).unwrap_or_default();
            text!(zh: "指 {zh}", en: "reference to {en}")
        }
    }
}

fn values(ty: Type, program: &Program) -> Vec<Named> {
    let Type::Choice(id) = ty else {
        return Vec::new();
    };
    program.vocabulary.variants(id).to_vec()
}

fn named(name: &Named) -> Text {
    Text::new(&name.zh, &name.en)
}

/// The facts as a table for each kind of subject.
fn shown(facts: &[Row], lang: Lang, width: usize) -> String {
    let mut text = String::new();
    for group in facts.chunk_by(|one, next| one.owner == next.owner) {
        let Some(Row { owner, .. }) = group.first() else {
            continue;
        };
        if !text.is_empty() {
            text.push('\n');
        }
        let title = text!(zh: "{} ({})\n", en: "{1} ({0})\n", owner.zh, owner.en);
        text.push_str(title.get(lang));
        let heads = std::iter::once(heads(lang));
        let rows: Vec<_> = heads.chain(group.iter().map(|row| cells(row, lang))).collect();
        text.push_str(&table::fitted(&rows, &[], width));
    }
    text.push_str(&choices(facts, lang));
    text
}

/// The values of every enumeration among the facts, one line each.
fn choices(facts: &[Row], lang: Lang) -> String {
    let choices: BTreeMap<&str, &[Named]> = facts
        .iter()
        .filter(|row| !row.values.is_empty())
        .map(|row| (row.ty.get(lang), row.values.as_slice()))
        .collect();
    let mut text = String::new();
    for (name, values) in choices {
        let (colon, comma) = match lang {
            Lang::Zh => ("：", "、"),
            Lang::En => (": ", ", "),
        };
        let values: Vec<_> =
            values.iter().map(|value| format!("{} ({})", value.zh, value.en)).collect();
        text.push_str(&format!("\n{name}{colon}{}", values.join(comma)));
    }
    if !text.is_empty() {
        text.push('\n');
    }
    text
}

fn heads(lang: Lang) -> Vec<String> {
    let heads = match lang {
        Lang::Zh => ["名称", "别名", "类型", "每年", "精确到", "范围", "条款", "含义"],
        Lang::En => ["name", "alias", "type", "yearly", "to", "range", "clauses", "meaning"],
    };
    indented(heads.map(str::to_owned))
}

fn cells(row: &Row, lang: Lang) -> Vec<String> {
    let kind = match row.unit.is_empty() {
        true => row.ty.get(lang).to_owned(),
        false => row.unit.clone(),
    };
    let yearly = match (row.yearly, lang) {
        (false, _) => "",
        (true, Lang::Zh) => "是",
        (true, Lang::En) => "yes",
    };
    let clauses: Vec<_> = row.clauses.iter().map(u32::to_string).collect();
    indented([
        row.name.clone(),
        row.alias.clone(),
        kind,
        yearly.to_owned(),
        row.granularity.clone().unwrap_or_default(),
        row.range.as_ref().map(range).unwrap_or_default(),
        clauses.join(" "),
        row.gloss.clone(),
    ])
}

fn range(range: &Range) -> String {
    match (&range.min, &range.max) {
        (Some(min), Some(max)) => format!("{min} … {max}"),
        (Some(min), None) => format!("≥ {min}"),
        (None, Some(max)) => format!("≤ {max}"),
        (None, None) => String::new(),
    }
}

/// The cells of a row that stands under a title.
fn indented(cells: [String; 8]) -> Vec<String> {
    let mut cells = Vec::from(cells);
    if let Some(first) = cells.first_mut() {
        first.insert_str(0, "  ");
    }
    cells
}
