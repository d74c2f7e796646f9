//! Empty scenarios, in pol and in JSON: every fact is there, and not known.

use std::collections::BTreeMap;

use serde::{Serialize, Serializer};

use super::Needed;
use crate::diag::Lang;
use crate::format::written_name;
use crate::ir::{Fact, FactId, KindId, Named, Program, Type};
use crate::scenario::{Directory, SCENARIO_SCHEMA};

/// A scenario in pol that states what is needed as unknown, with what it means behind it.
#[must_use]
pub fn scenario_pol(
    directory: &Directory<'_>,
    needed: &Needed,
    years: Option<(i32, i32)>,
    lang: Lang,
) -> String {
    let writer = Writer { program: directory.program, needed, years, lang };
    let word = |zh, en| writer.either(zh, en);
    let mut text = format!("{} \"{}\" {{\n", word("情景", "scenario"), word("模板", "template"));
    if let Some((from, to)) = years {
        let (keyword, until) = (word("年度", "calendar_years"), word("至", "to"));
        text.push_str(&match from == to {
            true => format!("  {keyword} {from}年\n"),
            false => format!("  {keyword} {from}年 {until} {to}年\n"),
        });
    }
    for kind in writer.roots() {
        writer.block(kind, 1, &mut text);
    }
    text.push_str("}\n");
    text
}

/// The same in JSON, which has no place for what facts mean.
#[must_use]
pub fn scenario_json(
    directory: &Directory<'_>,
    needed: &Needed,
    years: Option<(i32, i32)>,
    lang: Lang,
) -> String {
    let writer = Writer { program: directory.program, needed, years, lang };
    let scenario = Scenario {
        schema: SCENARIO_SCHEMA,
        title: writer.either("模板", "template"),
        years: years.map(|(from, to)| Years { from, to }),
        subjects: writer.roots().map(|kind| writer.subject(kind)).collect(),
    };
    // What can be written always is: there are no keys but texts.
    let text = serde_json::to_string_pretty(&scenario).unwrap_or_default();
    format!("{text}\n")
}

/// A scenario, its keys in the order in which people read them.
#[derive(Serialize)]
struct Scenario<'a> {
    schema: &'static str,
    title: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    years: Option<Years>,
    subjects: Vec<Subject<'a>>,
}

#[derive(Serialize)]
struct Years {
    from: i32,
    to: i32,
}

#[derive(Serialize)]
struct Subject<'a> {
    kind: &'a str,
    label: &'static str,
    facts: Unknown<'a>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    years: BTreeMap<String, Unknown<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    children: Vec<Subject<'a>>,
}

/// Names of facts that are not known, in the order of their declaration.
struct Unknown<'a>(Vec<&'a str>);

impl Serialize for Unknown<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|name| (name, ())))
    }
}

struct Writer<'a> {
    program: &'a Program,
    needed: &'a Needed,
    years: Option<(i32, i32)>,
    lang: Lang,
}

impl<'a> Writer<'a> {
    fn either<'n>(&self, zh: &'n str, en: &'n str) -> &'n str {
        match self.lang {
            Lang::Zh => zh,
            Lang::En => en,
        }
    }

    fn name<'n>(&self, name: &'n Named) -> &'n str {
        self.either(&name.zh, &name.en)
    }

    fn roots(&self) -> impl Iterator<Item = KindId> {
        let kinds = &self.program.vocabulary.kinds;
        let is_root =
            |kind: &KindId| kinds.get(kind.index()).is_some_and(|one| one.parent.is_none());
        self.needed.kinds.iter().copied().filter(is_root)
    }

    fn kind(&self, kind: KindId) -> &'a str {
        let info = self.program.vocabulary.kinds.get(kind.index());
        info.map_or("", |info| match self.lang {
            Lang::Zh => &info.name.zh,
            Lang::En => &info.name.en,
        })
    }

    /// The facts of a kind that have years, or those that have none.
    fn facts(&self, kind: KindId, yearly: bool) -> impl Iterator<Item = (FactId, &'a Fact)> {
        let ids: Vec<FactId> =
            self.needed.facts_of(self.program, kind).map(|(fact, _)| fact).collect();
        let facts = &self.program.vocabulary.facts;
        let infos = ids.into_iter().filter_map(move |fact| Some((fact, facts.get(fact.index())?)));
        infos.filter(move |(_, info)| info.yearly == yearly)
    }

    /// The years in which yearly facts of a kind are looked at, each with these facts.
    fn years(&self, kind: KindId) -> BTreeMap<i32, Vec<&'a Fact>> {
        let mut years: BTreeMap<i32, Vec<&'a Fact>> = BTreeMap::new();
        let Some(run) = self.years else { return years };
        for (fact, info) in self.facts(kind, true) {
            for year in self.needed.years_of(fact, run) {
                years.entry(year).or_default().push(info);
            }
        }
        years
    }

    /// The unit of a number, the values to choose from.
    fn choices(&self, info: &Fact) -> String {
        match info.ty {
            Type::Number(_) => info.unit.clone(),
            Type::Choice(of) => {
                let variants = self.program.vocabulary.variants(of);
                variants.iter().map(|name| self.name(name)).collect::<Vec<_>>().join("、")
            }
            Type::Truth | Type::Date { .. } | Type::Subject(_) => String::new(),
        }
    }

    fn block(&self, kind: KindId, depth: usize, text: &mut String) {
        let indent = "  ".repeat(depth);
        let unknown = self.either("未知", "unknown");
        let line = |info: &Fact, indent: &str| {
            let (name, gloss) = (self.name(&info.name), info.gloss.replace('\n', " "));
            let said = [self.choices(info), gloss];
            let said: Vec<String> = said.into_iter().filter(|said| !said.is_empty()).collect();
            let said = match said.is_empty() {
                true => String::new(),
                false => format!("  // {}", said.join("，")),
            };
            format!("{indent}  {}: {unknown}{said}\n", written_name(name))
        };
        text.push_str(&format!("{indent}{} \"1\" {{\n", written_name(self.kind(kind))));
        for (_, info) in self.facts(kind, false) {
            text.push_str(&line(info, &indent));
        }
        for (year, facts) in self.years(kind) {
            text.push_str(&format!("{indent}  {year}年 {{\n"));
            for info in facts {
                text.push_str(&line(info, &format!("{indent}  ")));
            }
            text.push_str(&format!("{indent}  }}\n"));
        }
        for child in self.needed.children(self.program, kind) {
            self.block(child, depth.saturating_add(1), text);
        }
        text.push_str(&format!("{indent}}}\n"));
    }

    fn subject(&self, kind: KindId) -> Subject<'a> {
        let name = |info: &'a Fact| self.name(&info.name);
        let years = self.years(kind).into_iter();
        Subject {
            kind: self.kind(kind),
            label: "1",
            facts: Unknown(self.facts(kind, false).map(|(_, info)| name(info)).collect()),
            years: years
                .map(|(year, facts)| {
                    (year.to_string(), Unknown(facts.into_iter().map(name).collect()))
                })
                .collect(),
            children: self
                .needed
                .children(self.program, kind)
                .map(|child| self.subject(child))
                .collect(),
        }
    }
}
