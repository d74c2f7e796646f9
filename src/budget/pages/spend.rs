//! What is spent, by clause and by body, each level apart.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::super::page::{Head, Item, Page};
use super::{kind, top};
use crate::batch::{Sum, Summary, Tally};
use crate::diag::Text;
use crate::ir::{ClauseId, LevelId, MoneyKind};
use crate::scenario::{Directory, words};
use crate::text;

/// What some rules come to, of one kind of money and over all years.
#[derive(Default)]
struct Spent {
    awarded: Sum,
    levels: BTreeMap<Option<LevelId>, Sum>,
    awards: u64,
    open_low: Sum,
    open_high: Sum,
    unbounded: u64,
}

impl Spent {
    fn add(&mut self, kind: MoneyKind, tally: &Tally) {
        self.awarded.join(tally.awarded);
        // Of money that nobody pays out there is no payer to name.
        let told = |level: &Option<LevelId>| level.is_some() || kind == MoneyKind::Paid;
        for (level, sum) in tally.payers.iter().filter(|(level, _)| told(level)) {
            self.levels.entry(*level).or_default().join(*sum);
        }
        self.awards = self.awards.saturating_add(tally.count(crate::scenario::StatusWord::Granted));
        self.open_low.join(tally.open_low);
        self.open_high.join(tally.open_high);
        self.unbounded = self.unbounded.saturating_add(tally.unbounded);
    }

    fn says(&self) -> bool {
        let open = [self.awarded, self.open_low, self.open_high];
        self.unbounded > 0 || open.iter().any(|sum| *sum != Sum::default())
    }
}

/// By clause, and by body.
pub(super) fn pages(directory: &Directory, summary: &Summary) -> [Page; 2] {
    let program = directory.program;
    let mut clauses: BTreeMap<(MoneyKind, ClauseId), Spent> = BTreeMap::new();
    let mut bodies: BTreeMap<(MoneyKind, crate::ir::BodyId), Spent> = BTreeMap::new();
    for (rule, _, tally) in summary.tallies() {
        let (Some(kind), Some(info)) = (kind(directory, rule), directory.rule_info(rule)) else {
            continue;
        };
        clauses.entry((kind, info.clause)).or_default().add(kind, tally);
        let clause = program.clauses.get(info.clause.index());
        for body in clause.into_iter().flat_map(|clause| &clause.responsible) {
            bodies.entry((kind, *body)).or_default().add(kind, tally);
        }
    }
    let by_clause = clauses.into_iter().filter_map(|((kind, id), spent)| {
        let clause = program.clauses.get(id.index())?;
        let (number, name) = (clause.number, &clause.name);
        let label = Text::new(format!("{number} {}", name.zh), format!("{number} {}", name.en));
        Some((kind, label, spent))
    });
    let by_body = bodies.into_iter().filter_map(|((kind, id), spent)| {
        Some((kind, words::named(program.vocabulary.bodies.get(id.index())?), spent))
    });
    let joint = text!(
        zh: "由几个机构共同负责的条款，对每个机构都全额计入，所以各行不能相加",
        en: "a clause for which several bodies are responsible counts in full for each, so rows do not add up",
    );
    [
        page(
            directory,
            ("spend", Text::new("按条款", "by clause")),
            Head::text("clause", "条款", "clause"),
            None,
            by_clause.collect(),
        ),
        page(
            directory,
            ("spend_by_body", Text::new("按机构", "by body")),
            Head::text("body", "机构", "body"),
            Some(joint),
            by_body.collect(),
        ),
    ]
}

fn page(
    directory: &Directory,
    (key, title): (&'static str, Text),
    head: Head,
    note: Option<Text>,
    mut spent: Vec<(MoneyKind, Text, Spent)>,
) -> Page {
    spent.retain(|(_, _, spent)| spent.says());
    // Money paid first, the most of it first.
    spent.sort_by_key(|(kind, _, spent)| (*kind, Reverse(spent.awarded.0)));
    let mut levels: Vec<Option<LevelId>> =
        spent.iter().flat_map(|(_, _, spent)| spent.levels.keys().copied()).collect();
    levels.sort_by_key(|level| (level.is_none(), *level));
    levels.dedup();
    let mut heads = vec![
        head,
        Head::text("kind", "资金性质", "money"),
        Head::whole("awards", "笔数", "awards"),
        Head::money("amount", "金额", "amount"),
    ];
    heads.extend(levels.iter().map(|level| level_head(directory, *level)));
    heads.extend([
        Head::money("open_low", "未定，至少", "open, at least"),
        Head::money("open_high", "未定，至多", "open, at most"),
        Head::whole("unbounded", "无上限的笔数", "without bound"),
    ]);
    let rows = spent.iter().map(|(kind, label, spent)| {
        let mut row = vec![
            Item::Named(label.clone()),
            Item::Named(words::money_kind(directory, *kind)),
            Item::count(spent.awards),
            Item::sum(spent.awarded.0),
        ];
        row.extend(levels.iter().map(|level| {
            let sum = spent.levels.get(level);
            sum.map_or(Item::Empty, |sum| Item::sum(sum.0))
        }));
        row.extend([
            Item::sum(spent.open_low.0),
            Item::sum(spent.open_high.0),
            Item::some(spent.unbounded),
        ]);
        row
    });
    let rows: Vec<_> = rows.collect();
    let paid = spent.iter().filter(|(kind, _, spent)| {
        *kind == MoneyKind::Paid && spent.awarded.0.is_none_or(|sum| !sum.is_zero())
    });
    let figures = (4..4usize.saturating_add(levels.len())).collect();
    let drawn = Text::new(format!("给付的钱，{}", title.zh), format!("money paid, {}", title.en));
    let drawings = top(drawn, 0, figures, paid.count());
    Page { key, title, note, heads, rows, drawings }
}

/// The column of a level. Its key is its alias, so that programs find it.
fn level_head(directory: &Directory, level: Option<LevelId>) -> Head {
    let level = level.and_then(|level| directory.program.vocabulary.levels.get(level.index()));
    match level {
        Some(level) => Head::money_of(level),
        None => Head::money("unstated", "未载明", "not stated"),
    }
}
