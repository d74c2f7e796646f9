//! What is stated of each subject: its facts, which lists are complete, history, decisions.

use std::collections::BTreeMap;

use super::directory::{Directory, Home};
use super::settings::{Settings, Stated, year_exists};
use super::tree::{Node, Tree};
use super::value::Limits;
use crate::ast::{At, Expr, FactLine, FactValue, HistoryLine, Name, RuleRef, SubjectEntry};
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::eval::{Cell, DecisionTaken, Payment, SubjectId};
use crate::ir::{Decision, DecisionId, Fact, FactId, KindId, Named, Period, Program, Series, Type};
use crate::quantity::{Dimension, Exact};
use crate::text;

/// What is stated of one subject.
#[derive(Debug, Default)]
pub(super) struct Sheet {
    pub(super) facts: BTreeMap<(FactId, Option<i32>), Option<Stated<Cell>>>,
    /// For each kind of child, whether the list is complete.
    pub(super) complete: BTreeMap<KindId, Option<Stated<()>>>,
    /// What was paid before; none when it is not said.
    pub(super) history: Option<Stated<Vec<Payment>>>,
    pub(super) decisions: BTreeMap<(DecisionId, Option<i32>), Option<Stated<Cell>>>,
}

/// Fills in sheets, and remembers what their entries need.
pub(super) struct Filler<'a, 'p> {
    pub(super) directory: &'a Directory<'p>,
    pub(super) home: Option<Home>,
    pub(super) settings: &'a Settings,
    pub(super) tree: &'a Tree<'a>,
    pub(super) found: &'a mut Diagnostics,
}

impl Filler<'_, '_> {
    /// The sheet of every subject, in order of ids.
    pub(super) fn sheets(&mut self) -> Vec<Sheet> {
        let nodes = (0..).map(SubjectId).zip(&self.tree.nodes);
        nodes.map(|(id, node)| self.sheet(id, node)).collect()
    }

    fn sheet(&mut self, id: SubjectId, node: &Node) -> Sheet {
        let mut sheet = Sheet::default();
        for (layer, block) in &node.blocks {
            for entry in &block.entries {
                self.take(&mut sheet, id, node, *layer, entry);
            }
        }
        sheet
    }

    fn take(
        &mut self,
        sheet: &mut Sheet,
        id: SubjectId,
        node: &Node,
        layer: usize,
        entry: &SubjectEntry,
    ) {
        match entry {
            SubjectEntry::Fact(line) => self.fact(sheet, id, node, layer, line, None),
            SubjectEntry::Year { year, facts, at } => {
                if year_exists(*year, at.0, self.found).is_some() {
                    for line in facts {
                        self.fact(sheet, id, node, layer, line, Some(*year));
                    }
                }
            }
            // The tree has taken these.
            SubjectEntry::Child(_) => {}
            SubjectEntry::Complete(kinds, _) => {
                for name in kinds {
                    self.listing(sheet, id, node, layer, name, false);
                }
            }
            SubjectEntry::None(kinds, _) => {
                for name in kinds {
                    self.listing(sheet, id, node, layer, name, true);
                }
            }
            SubjectEntry::History { entries, at } => {
                let value = self.history(node.kind, entries.as_deref().unwrap_or_default());
                let what = text!(zh: "历史", en: "the history");
                let new = Stated { layer, at: at.0, value };
                Stated::put(&mut sheet.history, new, &what, self.found);
            }
            SubjectEntry::Decision { rule, decision, year, value, at } => {
                let taken = self.decision(node.kind, rule, decision, *year, value);
                if let Some((key, value)) = taken {
                    let name = &decision.text;
                    let what = text!(zh: "裁量 {name}", en: "the decision `{name}`");
                    let place = sheet.decisions.entry(key).or_default();
                    Stated::put(place, Stated { layer, at: at.0, value }, &what, self.found);
                }
            }
        }
    }

    fn fact(
        &mut self,
        sheet: &mut Sheet,
        id: SubjectId,
        node: &Node,
        layer: usize,
        line: &FactLine,
        year: Option<i32>,
    ) {
        let Some(fact) = self.directory.fact(node.kind, &line.name, self.found) else { return };
        let Some(info) = self.directory.program.vocabulary.facts.get(fact.index()) else { return };
        let year = self.year_of(info, year, &line.name);
        let value = self.cell(info, id, &line.value);
        let (Some(year), Some(value)) = (year, value) else { return };
        let name = &line.name.text;
        let what = match year {
            Some(year) => text!(zh: "{year} 年的 {name}", en: "`{name}` of {year}"),
            None => text!(zh: "{name}", en: "`{name}`"),
        };
        let place = sheet.facts.entry((fact, year)).or_default();
        Stated::put(place, Stated { layer, at: line.name.at.0, value }, &what, self.found);
    }

    /// The year a value belongs to: none for a constant fact; for a yearly one the written year,
    /// or the only one that is run.
    pub(super) fn year_of(
        &mut self,
        info: &Fact,
        written: Option<i32>,
        name: &Name,
    ) -> Option<Option<i32>> {
        let fact = &name.text;
        let (message, help) = match (info.yearly, written.or(self.settings.only_year())) {
            (true, Some(year)) => return Some(Some(year)),
            (false, _) if written.is_none() => return Some(None),
            (false, _) => (
                text!(zh: "{fact} 不分年度", en: "`{fact}` has no year"),
                text!(zh: "写在年度之外：{fact}: …", en: "write it outside the year: `{fact}: …`"),
            ),
            (true, None) => (
                text!(zh: "{fact} 要写明是哪一年的", en: "`{fact}` needs its year"),
                text!(zh: "写成 2022年 {{ {fact}: … }}", en: "write `2022年 {{ {fact}: … }}`"),
            ),
        };
        self.found.push(Diagnostic::new(Code::WrongYear, message).at(name.at.0).help(help));
        None
    }

    /// The cell that a written value makes.
    pub(super) fn cell(&mut self, info: &Fact, of: SubjectId, value: &FactValue) -> Option<Cell> {
        match (value, info.ty) {
            (FactValue::Unknown(_), _) => Some(Cell::Missing),
            (FactValue::NotHappened(_), Type::Date { event: true }) => Some(Cell::NotHappened),
            (FactValue::Label(label), Type::Subject(kind)) => {
                let tree = self.tree;
                let subject = tree.labelled(self.directory, kind, label, Some(of), self.found);
                subject.map(Cell::Subject)
            }
            (FactValue::Expr(expr), ty) => {
                self.directory.constant(expr, ty, &limits(info), self.found)
            }
            (FactValue::NotHappened(at), ty) => self.wrong_type(ty, *at),
            (FactValue::Label(label), ty) => self.wrong_type(ty, label.at),
        }
    }

    fn wrong_type<T>(&mut self, ty: Type, at: At) -> Option<T> {
        self.found.push(self.directory.wrong_type(ty, at.0));
        None
    }

    fn listing(
        &mut self,
        sheet: &mut Sheet,
        id: SubjectId,
        node: &Node,
        layer: usize,
        name: &Name,
        none: bool,
    ) {
        let Some(kind) = self.directory.kind(name, self.found) else { return };
        let Named { zh, en } = self.directory.kind_name(kind);
        let info = self.directory.program.vocabulary.kinds.get(kind.index());
        if info.and_then(|info| info.parent) != Some(node.kind) {
            let Named { zh: of_zh, en: of_en } = self.directory.kind_name(node.kind);
            let message = text!(zh: "{zh}不属于{of_zh}", en: "`{en}` does not belong to `{of_en}`");
            self.found.push(Diagnostic::new(Code::MisplacedSubject, message).at(name.at.0));
            return;
        }
        if none && !self.tree.children(Some(id), kind).is_empty() {
            let message = text!(
                zh: "既说无{zh}，又列了{zh}", en: "`{en}` is said to have none, and one is given",
            );
            let help = text!(zh: "写成 完整 {zh}", en: "say that the list is complete instead");
            let problem = Diagnostic::new(Code::ContradictoryListing, message);
            self.found.push(problem.at(name.at.0).help(help));
            return;
        }
        let what = text!(zh: "{zh}列表的完整与否", en: "whether the list of {en} is complete");
        let place = sheet.complete.entry(kind).or_default();
        Stated::put(place, Stated { layer, at: name.at.0, value: () }, &what, self.found);
    }

    fn history(&mut self, kind: KindId, lines: &[HistoryLine]) -> Vec<Payment> {
        lines.iter().filter_map(|line| self.payment(kind, line)).collect()
    }

    fn payment(&mut self, kind: KindId, line: &HistoryLine) -> Option<Payment> {
        let rule = self.directory.rule(&line.rule, self.home, self.found)?;
        self.belongs(kind, &line.rule, rule)?;
        let stage = match &line.stage {
            Some(name) => self.directory.stage(rule, name, self.found)?,
            None => 0,
        };
        let year = year_exists(line.year, line.at.0, self.found)?;
        let amount =
            self.directory.number(&line.amount, &payable(self.directory.program), self.found)?;
        Some(Payment { rule, stage, year, amount })
    }

    fn decision(
        &mut self,
        kind: KindId,
        rule: &RuleRef,
        name: &Name,
        year: Option<i32>,
        value: &Expr,
    ) -> Option<((DecisionId, Option<i32>), Cell)> {
        let id = self.directory.rule(rule, self.home, self.found)?;
        self.belongs(kind, rule, id)?;
        let decision = self.directory.decision(id, name, self.found)?;
        let year = self.year_of_decision(id, name, year)?;
        let value = self.decided(decision, value)?;
        Some(((decision, year), value))
    }

    /// What was decided, as a cell. Whether it lies within the bounds is told once all facts are
    /// known.
    pub(super) fn decided(&mut self, decision: DecisionId, value: &Expr) -> Option<Cell> {
        let info = self.directory.program.decisions.get(decision.index())?;
        let limits = limits_of_decision(self.directory.program, info);
        self.directory.constant(value, info.ty, &limits, self.found)
    }

    /// A decision of a yearly rule is one year's; where several years run, which must be said.
    fn year_of_decision(
        &mut self,
        rule: crate::ir::RuleId,
        name: &Name,
        year: Option<i32>,
    ) -> Option<Option<i32>> {
        let yearly = self.directory.rule_info(rule)?.period == Period::Yearly;
        if yearly && year.is_none() && self.settings.only_year().is_none() {
            let decision = &name.text;
            let message = text!(
                zh: "裁量 {decision} 要写明是哪一年的", en: "the decision `{decision}` needs its year",
            );
            let help = text!(zh: "写成 {decision} 2022年: …", en: "write `{decision} 2022年: …`");
            self.found.push(Diagnostic::new(Code::WrongYear, message).at(name.at.0).help(help));
            return None;
        }
        if let Some(year) = year {
            year_exists(year, name.at.0, self.found)?;
        }
        Some(year)
    }

    /// A rule's awards and decisions are stated of a subject of the rule's kind, or of the kind
    /// at which it reports.
    fn belongs(
        &mut self,
        kind: KindId,
        reference: &RuleRef,
        rule: crate::ir::RuleId,
    ) -> Option<()> {
        let kinds = self.directory.kinds_of(rule);
        if kinds.contains(&kind) {
            return Some(());
        }
        let Named { zh: rule_zh, en: rule_en } = self.directory.rule_path(rule);
        let Named { zh, en } = self.directory.kind_name(kind);
        let problem = Diagnostic::new(
            Code::MisplacedAward,
            text!(zh: "{rule_zh} 不给{zh}", en: "`{rule_en}` is not for `{en}`"),
        );
        let owner = kinds.first().map(|owner| {
            let Named { zh, en } = self.directory.kind_name(*owner);
            text!(zh: "写进{zh}的花括号里", en: "write it in the block of `{en}`")
        });
        self.found.push(problem.at(reference.at.0).maybe_help(owner));
        None
    }
}

/// What a fact's numbers must keep to.
pub(crate) fn limits(info: &Fact) -> Limits<'_> {
    let dimension = match info.ty {
        Type::Number(dimension) => dimension,
        _ => Dimension::PLAIN,
    };
    Limits { unit: &info.unit, dimension, granule: info.granule, min: info.min, max: info.max }
}

/// What an amount that was paid must keep to.
pub(crate) fn payable(program: &Program) -> Limits<'static> {
    Limits {
        unit: "元",
        dimension: Dimension::MONEY,
        granule: Some(program.list.payable_to),
        min: Some(Exact::ZERO),
        max: None,
    }
}

/// What the values of a series must keep to.
pub(crate) fn limits_of_series(info: &Series) -> Limits<'_> {
    let (dimension, granule) = (info.dimension, Some(info.granule));
    Limits { unit: &info.unit, dimension, granule, min: None, max: None }
}

/// What is decided must keep to, its bounds apart.
pub(crate) fn limits_of_decision<'p>(program: &Program, info: &'p Decision) -> Limits<'p> {
    let dimension = match info.ty {
        Type::Number(dimension) => dimension,
        _ => Dimension::PLAIN,
    };
    let granule = (dimension == Dimension::MONEY).then_some(program.list.payable_to);
    Limits { unit: &info.unit, dimension, granule, min: None, max: None }
}

/// The decisions taken, by subject.
pub(super) fn decisions(sheets: &[Sheet]) -> Vec<DecisionTaken> {
    let of_one = |(subject, sheet): (SubjectId, &Sheet)| {
        let taken = sheet.decisions.iter().filter_map(move |((decision, year), stated)| {
            let (decision, year, value) = (*decision, *year, (*stated)?.value);
            Some(DecisionTaken { decision, subject, year, value })
        });
        taken.collect::<Vec<_>>()
    };
    (0..).map(SubjectId).zip(sheets).flat_map(of_one).collect()
}
