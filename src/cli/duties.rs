//! `polc duties`: who has to do what, and by which targets and limits it is measured.

use std::io;
use std::path::PathBuf;

use serde::Serialize;

use super::policies::{self, unlisted};
use super::{Console, Exit, Format, table};
use crate::diag::{Lang, Text, suggest};
use crate::ir::{Body, BodyId, Clause, Expr, Modality, Named, Program, Rule, RuleId};
use crate::scenario::{Directory, words};
use crate::text;

/// Arguments of `duties`.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Only those of bodies whose name holds this
    #[arg(long, value_name = "NAME")]
    body: Option<String>,

    /// Only duties with a topic that holds this
    #[arg(long, value_name = "TOPIC")]
    topic: Option<String>,

    /// Only duties that bind by this word, such as must or encourage
    #[arg(long, value_name = "WORD")]
    manner: Option<String>,

    /// Only duties in whose words this stands
    #[arg(long, value_name = "TEXT")]
    find: Option<String>,

    /// Only those of these clauses
    #[arg(long, value_name = "N,…", value_delimiter = ',')]
    clause: Vec<u32>,

    /// The policies (default: those shipped with polc)
    #[arg(long, value_name = "DIR")]
    policies: Option<PathBuf>,
}

/// The result for programs.
#[derive(Serialize)]
struct Listed<'p> {
    schema: &'static str,
    duties: Vec<Duty<'p>>,
    targets: Vec<Measured<'p>>,
}

/// A duty.
#[derive(Serialize)]
struct Duty<'p> {
    clause: u32,
    official: &'p str,
    rule: Text,
    manner: Text,
    addressed_to: &'p [String],
    content: &'p str,
    topics: &'p [String],
    bodies: Vec<&'p Named>,
}

/// A target or a service limit.
#[derive(Serialize)]
struct Measured<'p> {
    clause: u32,
    official: &'p str,
    rule: Text,
    kind: &'static str,
    measure: Text,
    /// The figure before.
    formerly: Option<Text>,
    deadline: Option<Text>,
    bodies: Vec<&'p Named>,
}

/// Lists the duties, targets and limits.
pub(super) fn run(args: &Args, console: &mut Console<'_>) -> io::Result<Exit> {
    let program = match policies::load(args.policies.as_ref(), console)? {
        Ok(policies) => policies.program,
        Err(exit) => return Ok(exit),
    };
    let asked = match Asked::of(args, &program) {
        Ok(asked) => asked,
        Err(sentence) => return console.misused(&sentence),
    };
    let directory = Directory::new(&program);
    let rules = || (0..).map(RuleId).zip(&program.rules);
    let duties = rules().filter_map(|(id, rule)| duty(&directory, id, rule));
    let duties: Vec<Duty> = duties.filter(|duty| asked.wants(duty)).collect();
    let targets = rules().filter_map(|(id, rule)| measured(&directory, id, rule));
    // What is asked of a duty's words leaves no target.
    let targets = targets.filter(|one| !asked.of_duties && asked.concerns(one.clause, &one.bodies));
    let targets: Vec<Measured> = targets.collect();
    match console.format {
        Format::Json => console.json(&Listed { schema: "polc.duties/1", duties, targets })?,
        Format::Human => {
            let told = shown(&asked, &duties, &targets, console.lang, console.width);
            console.write(&told)?;
        }
    }
    Ok(Exit::Fine)
}

/// What the command line asks for.
struct Asked<'a> {
    clauses: &'a [u32],
    /// Names of bodies, in either language; any when none is given.
    bodies: Option<Vec<&'a Named>>,
    topic: Option<&'a str>,
    manner: Option<&'a str>,
    find: Option<&'a str>,
    /// Whether it can be said of duties only.
    of_duties: bool,
}

impl<'a> Asked<'a> {
    fn of(args: &'a Args, program: &'a Program) -> Result<Self, Text> {
        if let Some(sentence) = unlisted(&args.clause, program) {
            return Err(sentence);
        }
        if let Some(manner) = &args.manner {
            let named = |word: &Modality| is_named(&words::manner(*word), manner);
            if !Modality::ALL.iter().any(named) {
                return Err(no_manner(manner));
            }
        }
        Ok(Self {
            clauses: &args.clause,
            bodies: args.body.as_deref().map(|name| bodies(program, name)).transpose()?,
            topic: args.topic.as_deref(),
            manner: args.manner.as_deref(),
            find: args.find.as_deref(),
            of_duties: args.topic.is_some() || args.manner.is_some() || args.find.is_some(),
        })
    }

    fn concerns(&self, clause: u32, bodies: &[&Named]) -> bool {
        let asked = self.bodies.as_ref();
        (self.clauses.is_empty() || self.clauses.contains(&clause))
            && asked.is_none_or(|asked| bodies.iter().any(|body| asked.contains(body)))
    }

    fn wants(&self, duty: &Duty) -> bool {
        let holds = |text: &String, asked: &str| text.contains(asked);
        let words = || duty.addressed_to.iter().chain(duty.topics);
        self.concerns(duty.clause, &duty.bodies)
            && self.topic.is_none_or(|asked| duty.topics.iter().any(|topic| holds(topic, asked)))
            && self.manner.is_none_or(|asked| is_named(&duty.manner, asked))
            && self.find.is_none_or(|asked| {
                let Text { zh, en } = &duty.rule;
                let named = zh.contains(asked) || en.contains(asked);
                named || duty.content.contains(asked) || words().any(|word| holds(word, asked))
            })
    }
}

/// The bodies of this name, else those whose name holds it.
fn bodies<'p>(program: &'p Program, asked: &str) -> Result<Vec<&'p Named>, Text> {
    let all = &program.vocabulary.bodies;
    let with = |fits: &dyn Fn(&str) -> bool| -> Vec<&'p Named> {
        all.iter().filter(|body| fits(&body.zh) || fits(&body.en)).collect()
    };
    let found = match with(&|name| name == asked) {
        none if none.is_empty() => with(&|name| name.contains(asked)),
        found => found,
    };
    if !found.is_empty() {
        return Ok(found);
    }
    let names = all.iter().flat_map(|body| [body.zh.as_str(), body.en.as_str()]);
    Err(match suggest(asked, names) {
        Some(close) => text!(
            zh: "没有叫“{asked}”的机构；是 {close} 吗？", en: "there is no body `{asked}`; did you mean {close}?",
        ),
        None => text!(zh: "没有叫“{asked}”的机构", en: "there is no body `{asked}`"),
    })
}

fn is_named(word: &Text, asked: &str) -> bool {
    word.zh == asked || word.en == asked
}

fn no_manner(asked: &str) -> Text {
    let Text { zh, en } = words::list(Modality::ALL.iter().map(|word| words::manner(*word)));
    text!(zh: "没有 {asked} 这种方式；有 {zh}", en: "there is no manner {asked}; there are {en}")
}

fn duty<'p>(directory: &Directory<'p>, id: RuleId, rule: &'p Rule) -> Option<Duty<'p>> {
    let Body::Duty { modality, bodies, addressees, content, topics } = &rule.body else {
        return None;
    };
    let clause = directory.program.clauses.get(rule.clause.index())?;
    let bodies = if bodies.is_empty() { &clause.responsible } else { bodies };
    Some(Duty {
        clause: clause.number,
        official: &clause.source,
        rule: words::rule(directory, id),
        manner: words::manner(*modality),
        addressed_to: addressees,
        content,
        topics,
        bodies: named(directory.program, bodies),
    })
}

fn measured<'p>(directory: &Directory<'p>, id: RuleId, rule: &'p Rule) -> Option<Measured<'p>> {
    let (kind, measure, formerly, deadline) = match &rule.body {
        Body::Target { measure, deadline } => ("target", measure, &None, deadline),
        Body::ServiceLimit { measure, baseline, deadline } => {
            ("service_limit", measure, baseline, deadline)
        }
        _ => return None,
    };
    let clause: &Clause = directory.program.clauses.get(rule.clause.index())?;
    let written = |expr: &Option<Expr>| expr.as_ref().map(|expr| written(directory, expr));
    Some(Measured {
        clause: clause.number,
        official: &clause.source,
        rule: words::rule(directory, id),
        kind,
        measure: self::written(directory, measure),
        formerly: written(formerly),
        deadline: written(deadline),
        bodies: named(directory.program, &clause.responsible),
    })
}

/// What stands in the source: the conditions and figures of an expression, by the first reading.
fn written(directory: &Directory, expr: &Expr) -> Text {
    let (mut found, mut open) = (Vec::new(), vec![expr]);
    while let Some(expr) = open.pop() {
        match expr {
            Expr::Number(_, at)
            | Expr::Date(_, at)
            | Expr::Compare { address: at, .. }
            | Expr::Near { address: at, .. }
            | Expr::During { address: at, .. }
            | Expr::Is { address: at, .. }
            | Expr::Test { address: at, .. } => found.push(words::address(directory, *at)),
            Expr::Switch { arms, .. } => open.extend(arms.first()),
            _ => open.extend(expr.children().into_iter().rev()),
        }
    }
    words::list(found)
}

fn named<'p>(program: &'p Program, bodies: &[BodyId]) -> Vec<&'p Named> {
    bodies.iter().filter_map(|id| program.vocabulary.bodies.get(id.index())).collect()
}

/// The duties of each body, those with most first, then targets and limits.
fn shown(asked: &Asked, duties: &[Duty], targets: &[Measured], lang: Lang, width: usize) -> String {
    let mut parts = Vec::new();
    for (body, of_body) in by_body(asked, duties) {
        let Named { zh, en } = body;
        let count = of_body.len();
        let title = text!(zh: "{zh}：{count} 项\n", en: "{en}: {count}\n");
        let heads = match lang {
            Lang::Zh => ["  条款", "方式", "内容", "主题"],
            Lang::En => ["  clause", "manner", "content", "topics"],
        };
        let mut rows = vec![heads.map(str::to_owned).to_vec()];
        rows.extend(of_body.iter().map(|duty| duty_row(duty, lang)));
        parts.push(format!("{}{}", title.get(lang), table::fitted(&rows, &[], width)));
    }
    if !targets.is_empty() {
        parts.push(targets_shown(targets, lang, width));
    }
    if parts.is_empty() {
        let none = Text::new("没有这样的职责。\n", "There is no such duty.\n");
        parts.push(none.get(lang).to_owned());
    }
    parts.join("\n")
}

/// The bodies that were asked for, each with its duties.
fn by_body<'d, 'p>(asked: &Asked, duties: &'d [Duty<'p>]) -> Vec<(&'p Named, Vec<&'d Duty<'p>>)> {
    let mut all: Vec<(&Named, Vec<&Duty>)> = Vec::new();
    for duty in duties {
        let wanted =
            |body: &&&Named| asked.bodies.as_ref().is_none_or(|asked| asked.contains(body));
        for body in duty.bodies.iter().filter(wanted) {
            match all.iter_mut().find(|(known, _)| known == body) {
                Some((_, of_body)) => of_body.push(duty),
                None => all.push((body, vec![duty])),
            }
        }
    }
    all.sort_by_key(|(_, of_body)| std::cmp::Reverse(of_body.len()));
    all
}

fn duty_row(duty: &Duty, lang: Lang) -> Vec<String> {
    let content = match duty.addressed_to {
        [] => duty.content.to_owned(),
        all => match lang {
            Lang::Zh => format!("{}：{}", all.join("、"), duty.content),
            Lang::En => format!("{}: {}", all.join(", "), duty.content),
        },
    };
    let topics = duty.topics.join(if lang == Lang::Zh { "、" } else { ", " });
    vec![format!("  {}", duty.rule.get(lang)), duty.manner.get(lang).to_owned(), content, topics]
}

fn targets_shown(targets: &[Measured], lang: Lang, width: usize) -> String {
    let (title, heads) = match lang {
        Lang::Zh => ("目标与时限", ["  条款", "指标", "原来", "期限", "责任单位"]),
        Lang::En => {
            ("Targets and service limits", ["  clause", "measure", "formerly", "by", "responsible"])
        }
    };
    let mut rows = vec![heads.map(str::to_owned).to_vec()];
    rows.extend(targets.iter().map(|one| {
        let said = |text: &Option<Text>| {
            text.as_ref().map_or_else(String::new, |text| text.get(lang).to_owned())
        };
        let bodies = words::list(one.bodies.iter().map(|body| words::named(body)));
        vec![
            format!("  {}", one.rule.get(lang)),
            one.measure.get(lang).to_owned(),
            said(&one.formerly),
            said(&one.deadline),
            bodies.get(lang).to_owned(),
        ]
    }));
    format!("{title}\n{}", table::fitted(&rows, &[], width))
}
