//! The tables of the report, one for each group of outcomes.

use super::line::{Context, Group, Line};
use super::{heads, lacking, titled, untitled};
use crate::cli::page::Block;
use crate::diag::Text;
use crate::eval::Status;
use crate::ir::{Body, MoneyKind};
use crate::quantity::{Exact, format_in, parse_unit};
use crate::scenario::words;
use crate::text;

/// One part of the report.
pub(super) fn part(context: Context, group: Group, lines: &[Line]) -> Vec<Block> {
    let one = match group {
        Group::Gets => return amounts(context, &Text::new("可以享受", "Gets"), lines),
        Group::Sought => {
            return amounts(
                context,
                &Text::new("向上争取（不计入出资）", "Sought from levels above (not committed)"),
                lines,
            );
        }
        Group::Relief => {
            return amounts(
                context,
                &Text::new(
                    "抵扣、缓缴、减征（不与奖补相加）",
                    "Deductions, deferrals, reductions (never added to grants)",
                ),
                lines,
            );
        }
        Group::CouldGet => could_get(context, lines),
        Group::Broken => broken(context, lines),
        Group::NotEligible => not_eligible(context, lines),
        Group::NotNow => not_now(context, lines),
        Group::Determinations => determinations(context, lines),
        Group::Targets => targets(context, lines),
        Group::Duties => duties(context, lines),
    };
    vec![one]
}

fn amounts(context: Context, title: &Text, lines: &[Line]) -> Vec<Block> {
    let mut rows = vec![heads(
        context,
        ["条款", "对象", "年度", "金额（元）", "万元", "出资", "备注"],
        ["clause", "for", "year", "amount (yuan)", "10,000 yuan", "paid by", "note"],
    )];
    for (root, lines) in by_root(context, lines) {
        rows.extend(root.map(|root| vec![root]));
        rows.extend(lines.iter().map(|line| {
            vec![
                context.title(line),
                context.below_root(line.outcome.subject),
                context.year(line),
                context.in_yuan(line),
                context.in_wan(line),
                context.payers(line),
                note(context, line),
            ]
        }));
    }
    vec![titled(context, title, rows, &[3, 4]), responsible(context, lines)]
}

/// Who is responsible, each with the clauses: once for many rows.
fn responsible(context: Context, lines: &[Line]) -> Block {
    let mut all: Vec<(String, Vec<u32>)> = Vec::new();
    for line in lines {
        let (bodies, number) = (context.responsible(line), line.clause.number);
        match all.iter_mut().find(|(known, _)| *known == bodies) {
            None => all.push((bodies, vec![number])),
            Some((_, numbers)) => {
                if !numbers.contains(&number) {
                    numbers.push(number);
                }
            }
        }
    }
    let rows = all.into_iter().map(|(bodies, mut numbers)| {
        numbers.sort_unstable();
        let numbers: Vec<String> = numbers.iter().map(u32::to_string).collect();
        vec![numbers.join(" "), bodies]
    });
    let mut rows: Vec<Vec<String>> = rows.collect();
    rows.insert(0, heads(context, ["条款", "责任单位"], ["clauses", "responsible"]));
    untitled(rows, &[])
}

/// What is to be said beside an amount: who still decides, what kind of relief it is.
fn note(context: Context, line: &Line) -> String {
    let is_sought = matches!(line.money().map(|money| money.kind), Some(MoneyKind::Sought(_)));
    let kind = kind_of_money(line).filter(|_| !is_sought);
    let decided = match &line.outcome.status {
        Status::Range { decisions, .. } => Some(awaiting(context, decisions)),
        _ => None,
    };
    context.say(&words::list(kind.into_iter().chain(decided)))
}

/// What kind of money it is, if it is not committed.
fn kind_of_money(line: &Line) -> Option<Text> {
    match line.money()?.kind {
        MoneyKind::Paid => None,
        MoneyKind::Sought(_) => Some(Text::new("争取", "sought")),
        MoneyKind::Deduction => Some(Text::new("抵扣", "deduction")),
        MoneyKind::Deferral => Some(Text::new("缓缴", "deferral")),
        MoneyKind::Reduction => Some(Text::new("减征", "reduction")),
    }
}

/// Which decisions are open, and whose they are.
fn awaiting(context: Context, decisions: &[crate::ir::DecisionId]) -> Text {
    let program = context.directory.program;
    let known = decisions.iter().filter_map(|id| program.decisions.get(id.index()));
    let Text { zh, en } = words::list(known.map(|decision| {
        let authority = program.vocabulary.bodies.get(decision.authority.index());
        let (name, by) = (&decision.name, authority.map(words::named).unwrap_or_default());
        Text::new(format!("{}裁量{}", by.zh, name.zh), format!("{} decides {}", by.en, name.en))
    }));
    text!(zh: "待{zh}", en: "awaiting: {en}")
}

/// What could be got if the missing facts were known, the most money first.
fn could_get(context: Context, lines: &[Line]) -> Block {
    let mut rows = vec![heads(
        context,
        ["条款", "对象", "年度", "可能金额（元）", "性质", "缺少"],
        ["clause", "for", "year", "possible (yuan)", "kind", "missing"],
    )];
    for (root, lines) in by_root(context, lines) {
        rows.extend(root.map(|root| vec![root]));
        let mut ranked: Vec<&Line> = lines.iter().collect();
        ranked.sort_by_key(|line| std::cmp::Reverse(lacking::most(line)));
        rows.extend(ranked.into_iter().map(|line| {
            vec![
                context.title(line),
                context.below_root(line.outcome.subject),
                context.year(line),
                context.in_yuan(line),
                context.say(&kind_of_money(line).unwrap_or_default()),
                lacking::missing(context, line),
            ]
        }));
    }
    let title = Text::new("缺少信息，可能享受", "Could get, if more were known");
    titled(context, &title, rows, &[3])
}

fn broken(context: Context, lines: &[Line]) -> Block {
    let head = (["条款", "对象", "年度", "原因"], ["clause", "for", "year", "why"]);
    let title = Text::new(
        "算不出（请核对事实和政策）",
        "Cannot be computed (check the facts and the policies)",
    );
    told(context, &title, head, lines, |line| context.status(line))
}

fn not_eligible(context: Context, lines: &[Line]) -> Block {
    let head = (["条款", "对象", "年度", "不满足的条件"], ["clause", "for", "year", "what fails"]);
    let why = |line: &Line| match &line.outcome.status {
        Status::NotEligible(failures) => {
            let failures = failures.iter().map(|one| words::failure(context.directory, one));
            context.say(&words::list(failures))
        }
        _ => context.status(line),
    };
    told(context, &Text::new("不符合", "Not eligible"), head, lines, why)
}

fn not_now(context: Context, lines: &[Line]) -> Block {
    let head = (["条款", "对象", "年度", "情况"], ["clause", "for", "year", "state"]);
    let title = Text::new(
        "未到、不在时效、用尽、已排除、另定",
        "Not yet, not in force, exhausted, excluded, decided elsewhere",
    );
    told(context, &title, head, lines, |line| context.status(line))
}

fn determinations(context: Context, lines: &[Line]) -> Block {
    let head = (["条款", "对象", "年度", "认定"], ["clause", "for", "year", "determined"]);
    let result = |line: &Line| {
        let status = context.status(line);
        match (&line.outcome.status, &line.rule.body) {
            (Status::Determined(true), Body::Determination { modality, consequence }) => {
                let Text { zh, en } = words::manner(*modality);
                let said = text!(zh: "：{zh}{consequence}", en: ": {en} {consequence}");
                format!("{status}{}", context.say(&said))
            }
            _ => format!("{status}{}", because(context, line)),
        }
    };
    told(context, &Text::new("认定", "Determinations"), head, lines, result)
}

fn targets(context: Context, lines: &[Line]) -> Block {
    let head = (["条款", "对象", "年度", "情况"], ["clause", "for", "year", "state"]);
    let state = |line: &Line| {
        let status = format!("{}{}", context.status(line), because(context, line));
        let formerly = match &line.rule.body {
            Body::ServiceLimit { baseline: Some(baseline), .. } => formerly(context, baseline),
            _ => None,
        };
        match formerly {
            Some(was) => format!("{status}{}", context.say(&was)),
            None => status,
        }
    };
    told(context, &Text::new("目标与时限", "Targets and service limits"), head, lines, state)
}

/// The conditions that keep a determination or a target from coming out well.
fn because(context: Context, line: &Line) -> String {
    if line.outcome.failures.is_empty() {
        return String::new();
    }
    let failures = line.outcome.failures.iter().map(|one| words::failure(context.directory, one));
    let Text { zh, en } = words::list(failures);
    context.say(&text!(zh: "：{zh}", en: ": {en}"))
}

/// The figure before, where it is a plain literal.
fn formerly(context: Context, baseline: &crate::ir::Expr) -> Option<Text> {
    let crate::ir::Expr::Number(value, address) = baseline else { return None };
    let info = context.directory.program.addresses.get(address.0 as usize)?;
    let shown = shown(context, *value, info.unit.as_deref().unwrap_or_default());
    Some(text!(zh: "（原 {shown}）", en: " (formerly {shown})"))
}

fn shown(context: Context, value: Exact, unit: &str) -> String {
    match parse_unit(unit, &context.directory.counts) {
        Ok(unit) => format_in(value, &unit),
        Err(_) => value.to_string(),
    }
}

/// Duties by clause; of a run of the whole list only how many there are, as they are the same
/// for everyone and have a view of their own.
fn duties(context: Context, lines: &[Line]) -> Block {
    if context.facts.clauses.is_empty() {
        let count = lines.len();
        return Block::Note(context.say(&text!(
            zh: "职责 {count} 项，不因情景而异，用 polc duties 列出",
            en: "Duties: {count}, the same for every scenario; `polc duties` lists them",
        )));
    }
    let mut rows = vec![heads(
        context,
        ["条款", "方式", "对象", "内容", "责任单位"],
        ["clause", "modality", "addressed to", "object", "responsible"],
    )];
    rows.extend(lines.iter().map(|line| {
        let (modality, addressees, content) = match &line.rule.body {
            Body::Duty { modality, addressees, content, .. } => {
                let said = addressees.iter().map(|one| Text::new(one, one));
                let modality = context.say(&words::manner(*modality));
                (modality, context.say(&words::list(said)), content.clone())
            }
            _ => (String::new(), String::new(), String::new()),
        };
        vec![context.title(line), modality, addressees, content, context.responsible(line)]
    }));
    titled(context, &Text::new("职责", "Duties"), rows, &[])
}

fn told(
    context: Context,
    title: &Text,
    (zh, en): ([&str; 4], [&str; 4]),
    lines: &[Line],
    say: impl Fn(&Line) -> String,
) -> Block {
    let mut rows = vec![heads(context, zh, en)];
    for (root, lines) in by_root(context, lines) {
        rows.extend(root.map(|root| vec![root]));
        let cells = lines.iter().map(|line| {
            let subject = context.below_root(line.outcome.subject);
            vec![context.title(line), subject, context.year(line), say(line)]
        });
        let of_years = merged(context, cells, YEAR);
        rows.extend(merged(context, of_years.into_iter(), SUBJECT));
    }
    titled(context, title, rows, &[])
}

/// The lines of each subject at the top, with its name.
fn by_root<'l, 'a>(
    context: Context<'a>,
    lines: &'l [Line<'a>],
) -> impl Iterator<Item = (Option<String>, &'l [Line<'a>])> {
    let groups = lines.chunk_by(move |one, next| context.root(one) == context.root(next));
    groups.map(move |lines| {
        let root = lines.first().and_then(|line| context.root(line));
        (root.map(|root| context.subject(Some(root))), lines)
    })
}

/// The columns of subject and year in a table that tells of states.
const SUBJECT: usize = 1;
const YEAR: usize = 2;

/// The rows, those that differ in one column only made one; a row said twice stays twice.
fn merged(
    context: Context,
    rows: impl Iterator<Item = Vec<String>>,
    column: usize,
) -> Vec<Vec<String>> {
    let mut all: Vec<Vec<String>> = Vec::new();
    let mut firsts: Vec<Vec<String>> = Vec::new();
    for row in rows {
        let differs = |(at, (a, b)): (usize, (&String, &String))| (a != b) == (at == column);
        let known = firsts.iter().position(|first| first.iter().zip(&row).enumerate().all(differs));
        let into = known.and_then(|at| all.get_mut(at)).and_then(|known| known.get_mut(column));
        match (into, row.get(column)) {
            (Some(into), Some(more)) => {
                into.push_str(&context.say(&Text::new("、", ", ")));
                into.push_str(more);
            }
            _ => {
                firsts.push(row.clone());
                all.push(row);
            }
        }
    }
    all
}
