//! Look-up tables: exhaustive over their keys, no two rows for one case, none that no case reaches.

use super::address::word;
use super::compare::set_of;
use super::context::Context;
use super::types::{Ty, Typed};
use crate::ast::{At, Expr, Name, TableRow};
use crate::diag::{Code, Diagnostic, Text, text};
use crate::ir::{self, AddressId, Arm, EnumId, Role, VariantSet, variant_bit};

/// The most cases a table may have; more is no table that anyone reads.
const MAX_CASES: usize = 4096;
/// So many missing cases are listed.
const LISTED: usize = 6;

/// A key of a table: what is looked at, and the values it may have.
struct Key {
    expr: ir::Expr,
    domain: Domain,
}

/// The values of a key. Yes is case 0, no is case 1.
#[derive(Clone, Copy)]
enum Domain {
    Choice(EnumId),
    Truth,
}

/// A row: for each key the cases it names, all of them for 其他.
struct Row {
    cases: Vec<Option<VariantSet>>,
    value: ir::Expr,
    at: At,
    address: AddressId,
}

/// What a table says, case by case, equal neighbours together.
#[derive(Clone, PartialEq)]
enum Node {
    Row(usize),
    Split(Vec<(VariantSet, Node)>),
    /// No row, or several.
    Wrong,
}

/// Going through the cases.
#[derive(Default)]
struct Survey {
    reached: Vec<usize>,
    missing: Vec<Vec<u16>>,
    /// Two rows that both hold, and a case in which they do.
    clashes: Vec<(usize, usize, Vec<u16>)>,
}

impl Context<'_> {
    /// `按 级别、角色 { … }`.
    pub(super) fn table(&mut self, at: At, keys: &[Expr], rows: &[TableRow]) -> Typed {
        let lowered: Vec<Option<Key>> = keys.iter().map(|key| self.key(key)).collect();
        let keys: Option<Vec<Key>> = lowered.into_iter().collect();
        let group = self.book.group(&self.path, word::TABLE);
        let mut lowered = Vec::new();
        let mut values = Vec::new();
        let mut sound = keys.is_some();
        for (number, row) in (1usize..).zip(rows) {
            let path = group.numbered(word::ROW, number);
            let address = self.address(&path, Role::Row, row.at);
            let typed = self.under(path, |cx| cx.pipeline(&row.value));
            let cases = keys.as_ref().and_then(|keys| self.row_cases(keys, row));
            sound &= cases.is_some();
            values.push((row.value.start.at, typed.ty, typed.quotient));
            lowered.push(Row {
                cases: cases.unwrap_or_default(),
                value: typed.expr,
                at: row.at,
                address,
            });
        }
        let ty = self.join_all(values.iter().map(|(at, ty, _)| (*at, *ty)));
        let quotient = values.iter().any(|(.., quotient)| *quotient);
        match keys {
            Some(keys) if sound => match self.lower_table(at, &keys, &lowered) {
                Some(expr) => Typed { expr, ty, quotient },
                None => Typed::failed(),
            },
            _ => Typed::failed(),
        }
    }

    fn key(&mut self, key: &Expr) -> Option<Key> {
        let typed = self.expr(key);
        let domain = match typed.ty {
            Ty::Choice(id) => Domain::Choice(id),
            Ty::Truth => Domain::Truth,
            Ty::Unknown => return None,
            ty => {
                let expected = text!(zh: "枚举或是否", en: "an enumeration or yes and no");
                self.mismatch(key.at, &expected, ty);
                return None;
            }
        };
        Some(Key { expr: typed.expr, domain })
    }

    fn row_cases(&mut self, keys: &[Key], row: &TableRow) -> Option<Vec<Option<VariantSet>>> {
        if row.keys.len() != keys.len() {
            let (want, got) = (keys.len(), row.keys.len());
            let message = text!(zh: "这张表按 {want} 项查，这一行写了 {got} 项", en: "the table has {want} keys, this row {got}");
            self.report(Diagnostic::new(Code::RowKeys, message).at(row.at.0));
            return None;
        }
        let cases: Vec<Option<Option<VariantSet>>> = keys
            .iter()
            .zip(&row.keys)
            .map(|(key, names)| match names {
                None => Some(None),
                Some(names) => self.named_cases(key.domain, names).map(Some),
            })
            .collect();
        cases.into_iter().collect()
    }

    fn named_cases(&mut self, domain: Domain, names: &[Name]) -> Option<VariantSet> {
        let found: Vec<Option<u16>> = names
            .iter()
            .map(|name| match (domain, name.text.as_str()) {
                (Domain::Choice(id), _) => self.variant(id, name),
                (Domain::Truth, "是" | "yes" | "true") => Some(0),
                (Domain::Truth, "否" | "no" | "false") => Some(1),
                (Domain::Truth, _) => {
                    let message = text!(zh: "这里只能写 是 或 否", en: "write yes or no here");
                    self.report(Diagnostic::new(Code::TypeMismatch, message).at(name.at.0));
                    None
                }
            })
            .collect();
        let found: Option<Vec<u16>> = found.into_iter().collect();
        found.map(|variants| set_of(&variants))
    }

    fn lower_table(&mut self, at: At, keys: &[Key], rows: &[Row]) -> Option<ir::Expr> {
        let sizes: Vec<u16> = keys.iter().map(|key| self.case_count(key.domain)).collect();
        let cases =
            sizes.iter().try_fold(1usize, |product, size| product.checked_mul(usize::from(*size)));
        if cases.is_none_or(|cases| cases > MAX_CASES) {
            let message = text!(zh: "这张表的情形超过 {MAX_CASES} 种", en: "the table has more than {MAX_CASES} cases");
            self.report(Diagnostic::new(Code::RowKeys, message).at(at.0));
            return None;
        }
        let mut survey = Survey::default();
        let node = survey.node(rows, &sizes, &[]);
        let sound = self.report_survey(at, keys, rows, &survey);
        sound.then(|| lower_node(&node, keys, rows)).flatten()
    }

    fn case_count(&self, domain: Domain) -> u16 {
        match domain {
            Domain::Truth => 2,
            Domain::Choice(id) => {
                let variants =
                    self.vocabulary.enums.get(id.index()).map_or(0, |one| one.variants.len());
                u16::try_from(variants).unwrap_or(u16::MAX)
            }
        }
    }

    fn report_survey(&mut self, at: At, keys: &[Key], rows: &[Row], survey: &Survey) -> bool {
        let mut told: Vec<(usize, usize)> = Vec::new();
        for (first, second, case) in &survey.clashes {
            if told.contains(&(*first, *second)) {
                continue;
            }
            told.push((*first, *second));
            let (Some(one), Some(other)) = (rows.get(*first), rows.get(*second)) else { continue };
            let case = self.case_name(keys, case);
            let message = Text::new(
                format!("两行都管“{}”", case.zh),
                format!("two rows hold for {}", case.en),
            );
            self.report(
                Diagnostic::new(Code::RowsOverlap, message)
                    .primary(other.at.0, text!(zh: "这一行也管", en: "this row holds too"))
                    .secondary(one.at.0, text!(zh: "先有这一行", en: "the earlier row")),
            );
        }
        if !survey.missing.is_empty() {
            self.report_missing(at, keys, &survey.missing);
        }
        let clashes = |row: usize| survey.clashes.iter().any(|(a, b, _)| *a == row || *b == row);
        for (index, row) in rows.iter().enumerate() {
            if !survey.reached.contains(&index) && !clashes(index) {
                let message = text!(zh: "没有哪种情形用到这一行", en: "no case reaches this row");
                let help = text!(zh: "删去这一行", en: "remove the row");
                self.report(Diagnostic::new(Code::RowUnreachable, message).at(row.at.0).help(help));
            }
        }
        survey.clashes.is_empty() && survey.missing.is_empty()
    }

    fn report_missing(&mut self, at: At, keys: &[Key], missing: &[Vec<u16>]) {
        let names: Vec<Text> =
            missing.iter().take(LISTED).map(|case| self.case_name(keys, case)).collect();
        let more = if missing.len() > LISTED { " …" } else { "" };
        let (listed, first) =
            (join(&names, "；", "; "), names.first().cloned().unwrap_or_default());
        let message = Text::new(
            format!("表里没有：{}{more}", listed.zh),
            format!("the table has no row for: {}{more}", listed.en),
        );
        let help = Text::new(
            format!("补一行“{}: …”，或以“其他: 不予”收尾", first.zh),
            format!("add a row `{}: …`, or end with `other: denied`", first.en),
        );
        self.report(Diagnostic::new(Code::TableNotExhaustive, message).at(at.0).help(help));
    }

    fn case_name(&self, keys: &[Key], case: &[u16]) -> Text {
        let names: Vec<Text> = keys
            .iter()
            .zip(case)
            .map(|(key, value)| match key.domain {
                Domain::Truth if *value == 0 => text!(zh: "是", en: "yes"),
                Domain::Truth => text!(zh: "否", en: "no"),
                Domain::Choice(id) => {
                    let one = self.vocabulary.enums.get(id.index());
                    let variant = one.and_then(|one| one.variants.get(usize::from(*value)));
                    let named = |variant: &ir::Named| Text::new(&*variant.zh, &*variant.en);
                    variant.map(named).unwrap_or_default()
                }
            })
            .collect();
        join(&names, "、", ", ")
    }
}

/// Several texts as one, with what stands between them in either language.
fn join(texts: &[Text], zh: &str, en: &str) -> Text {
    let all = |pick: fn(&Text) -> &str, between: &str| {
        texts.iter().map(pick).collect::<Vec<_>>().join(between)
    };
    Text::new(all(|text| &text.zh, zh), all(|text| &text.en, en))
}

impl Survey {
    /// The table below the cases chosen so far.
    fn node(&mut self, rows: &[Row], sizes: &[u16], chosen: &[u16]) -> Node {
        let Some(size) = sizes.get(chosen.len()) else {
            return self.pick(rows, chosen);
        };
        let mut groups: Vec<(VariantSet, Node)> = Vec::new();
        for value in 0..*size {
            let below = self.node(rows, sizes, &[chosen, &[value]].concat());
            match groups.iter_mut().find(|(_, node)| *node == below) {
                Some((set, _)) => *set |= variant_bit(value),
                None => groups.push((variant_bit(value), below)),
            }
        }
        Node::Split(groups)
    }

    /// The row for a case: the one that names most keys; 其他 gives way to a name.
    fn pick(&mut self, rows: &[Row], case: &[u16]) -> Node {
        let holding: Vec<usize> = rows
            .iter()
            .enumerate()
            .filter(|(_, row)| row.holds(case))
            .map(|(index, _)| index)
            .collect();
        let best = holding.iter().copied().find(|index| {
            holding.iter().all(|other| other == index || gives_way(rows, *other, *index))
        });
        match (best, holding.as_slice()) {
            (Some(row), _) => {
                if !self.reached.contains(&row) {
                    self.reached.push(row);
                }
                Node::Row(row)
            }
            (None, [first, second, ..]) => {
                self.clashes.push((*first, *second, case.to_vec()));
                Node::Wrong
            }
            _ => {
                self.missing.push(case.to_vec());
                Node::Wrong
            }
        }
    }
}

impl Row {
    fn holds(&self, case: &[u16]) -> bool {
        self.cases
            .iter()
            .zip(case)
            .all(|(set, value)| set.is_none_or(|set| set & variant_bit(*value) != 0))
    }
}

/// Whether one row leaves a case to another: the other names every key that it names, and more.
fn gives_way(rows: &[Row], one: usize, other: usize) -> bool {
    let (Some(one), Some(other)) = (rows.get(one), rows.get(other)) else {
        return false;
    };
    let pairs = || one.cases.iter().zip(&other.cases);
    pairs().all(|(one, other)| one.is_none() || other.is_some())
        && pairs().any(|(one, other)| one.is_none() && other.is_some())
}

fn lower_node(node: &Node, keys: &[Key], rows: &[Row]) -> Option<ir::Expr> {
    match node {
        Node::Row(row) => Some(rows.get(*row)?.value.clone()),
        Node::Wrong => None,
        Node::Split(groups) => {
            let (key, below) = keys.split_first()?;
            let arms: Option<Vec<Arm>> = groups
                .iter()
                .map(|(variants, node)| {
                    let body = lower_node(node, below, rows)?;
                    Some(Arm { variants: *variants, body, address: first_row(node, rows)? })
                })
                .collect();
            lower_split(key, arms?)
        }
    }
}

/// A choice on one key. A truth has no variants in the core: it becomes 若.
fn lower_split(key: &Key, arms: Vec<Arm>) -> Option<ir::Expr> {
    match key.domain {
        Domain::Choice(_) => Some(ir::Expr::Match { key: Box::new(key.expr.clone()), arms }),
        Domain::Truth => {
            let on = |value: u16| arms.iter().find(|arm| arm.variants & variant_bit(value) != 0);
            let (yes, no) = (on(0)?, on(1)?);
            let condition =
                ir::Expr::Test { value: Box::new(key.expr.clone()), address: yes.address };
            Some(ir::Expr::If {
                condition: Box::new(condition),
                then: Box::new(yes.body.clone()),
                otherwise: Box::new(no.body.clone()),
                address: yes.address,
            })
        }
    }
}

/// The address of the first row below: what a trace shows for a choice that several rows share.
fn first_row(node: &Node, rows: &[Row]) -> Option<AddressId> {
    match node {
        Node::Row(row) => rows.get(*row).map(|row| row.address),
        Node::Split(groups) => groups.first().and_then(|(_, node)| first_row(node, rows)),
        Node::Wrong => None,
    }
}
