//! Scenarios and examples: facts in, expectations out.

use super::{At, Expr, Name, PartRef, RuleRef, Text};

/// `情景 "…" { … }`.
#[derive(Debug, Clone, PartialEq)]
pub struct Scenario {
    /// Its title.
    pub title: Text,
    /// Its entries.
    pub entries: Vec<ScenarioEntry>,
    /// The whole item.
    pub at: At,
}

/// `示例 "…" { … }` in a clause: a scenario with expectations, singly or as a table.
#[derive(Debug, Clone, PartialEq)]
pub struct Example {
    /// Its title.
    pub title: Text,
    /// `背景 "…"`: the title of an earlier example of the clause whose facts it starts from.
    pub background: Option<Text>,
    /// Its entries.
    pub entries: Vec<ScenarioEntry>,
    /// `应得 …` lines.
    pub expectations: Vec<Expectation>,
    /// Tables: each row is a case of its own.
    pub tables: Vec<ExampleTable>,
    /// The whole of it.
    pub at: At,
}

/// A statement of a scenario or example.
#[derive(Debug, Clone, PartialEq)]
#[allow(missing_docs, reason = "a variant's comment tells of its fields")]
pub enum ScenarioEntry {
    /// `评价日 2023-12-31`.
    AsOf(Expr),
    /// `年度 2022年` or `年度 2022年 至 2024年`.
    Years { from: i32, to: i32, at: At },
    /// `读法 14.档次: 2` (the clause may be left out in an example of its own).
    Reading { clause: Option<u32>, reading: Name, choice: u32, at: At },
    /// `序列名 { 2022-01-20: 3.7%/年 … }`.
    Series { name: Name, points: Vec<(Expr, Expr)>, at: At },
    /// `企业 "草原乳业" { … }`.
    Subject(SubjectBlock),
}

/// `项目 "一期" { … }`: a subject, its facts, its children.
#[derive(Debug, Clone, PartialEq)]
pub struct SubjectBlock {
    /// Its kind.
    pub kind: Name,
    /// Its label; an example's single root may have none.
    pub label: Option<Text>,
    /// Facts, children and the rest, in written order.
    pub entries: Vec<SubjectEntry>,
    /// The whole block.
    pub at: At,
}

/// What may stand in a subject's block.
#[derive(Debug, Clone, PartialEq)]
#[allow(missing_docs, reason = "a variant's comment tells of its fields")]
pub enum SubjectEntry {
    /// `生鲜乳加工量: 12万吨`.
    Fact(FactLine),
    /// `2022年 { facts }`.
    Year { year: i32, facts: Vec<FactLine>, at: At },
    /// `项目 "一期" { … }`.
    Child(SubjectBlock),
    /// `完整 项目、贷款`: these lists are complete.
    Complete(Vec<Name>, At),
    /// `无 贷款`: there is none.
    None(Vec<Name>, At),
    /// `历史 无`, or `历史 { 51.利用奖补 2021年: 100万元 }`.
    History { entries: Option<Vec<HistoryLine>>, at: At },
    /// `裁量 25.重大成果.额度: 800万元`, with a year where the rule is yearly and several years run.
    Decision { rule: RuleRef, decision: Name, year: Option<i32>, value: Expr, at: At },
}

/// `名: 值`.
#[derive(Debug, Clone, PartialEq)]
pub struct FactLine {
    /// The fact.
    pub name: Name,
    /// Its value.
    pub value: FactValue,
    /// The whole line.
    pub at: At,
}

/// A fact's value as written.
#[derive(Debug, Clone, PartialEq)]
pub enum FactValue {
    /// A constant expression: `15亿元 + 1分`, `是`, `国家级`, `2022-05-20`.
    Expr(Expr),
    /// `"一期"`: a reference to a subject by label.
    Label(Text),
    /// `未发生`.
    NotHappened(At),
    /// `未知`.
    Unknown(At),
}

/// `51.利用奖补 2021年: 100万元`; a stage may stand after the rule: `69.首发.受理 2021年: …`.
#[derive(Debug, Clone, PartialEq)]
pub struct HistoryLine {
    /// The rule.
    pub rule: RuleRef,
    /// The stage, when the rule has stages.
    pub stage: Option<Name>,
    /// The year it was paid for.
    pub year: i32,
    /// How much.
    pub amount: Expr,
    /// The whole line.
    pub at: At,
}

/// `应得 "一期".项目奖补: 300万元`.
#[derive(Debug, Clone, PartialEq)]
pub struct Expectation {
    /// What is looked at.
    pub target: Target,
    /// What is expected of it.
    pub expected: Expected,
    /// The whole line.
    pub at: At,
}

/// `2023年."一期".投资奖励.本级`, each part optional but one name: a fact or an outcome to look at.
#[derive(Debug, Clone, PartialEq)]
pub struct Target {
    /// The year, when written.
    pub year: Option<i32>,
    /// The subject's label, when written.
    pub label: Option<Text>,
    /// `41.`: the clause of the rule, when written.
    pub clause: Option<PartRef>,
    /// Names in written order: a fact; or a rule, then its stage or payer.
    pub path: Vec<Name>,
    /// `.未载明` or `.原` at the end.
    pub aspect: Option<Aspect>,
    /// `读法.档次`: this column sets a reading instead.
    pub reading: bool,
    /// The whole of it.
    pub at: At,
}

/// A side of an outcome that has no name of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Aspect {
    /// `.未载明`: what is paid without the text's saying by whom.
    Unstated,
    /// `.原`: the figure before a service limit.
    Formerly,
}

/// An example's table.
#[derive(Debug, Clone, PartialEq)]
pub struct ExampleTable {
    /// Column heads: facts and outcomes.
    pub heads: Vec<Target>,
    /// Rows; an empty cell keeps the background's value.
    pub rows: Vec<TableCase>,
    /// The whole table.
    pub at: At,
}

/// A row of an example's table.
#[derive(Debug, Clone, PartialEq)]
pub struct TableCase {
    /// Cells in column order.
    pub cells: Vec<Option<Cell>>,
    /// The whole row.
    pub at: At,
}

/// A cell: a fact's value and an expected outcome look alike until the head is resolved.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell {
    /// A fact's value (an amount is also an expected amount).
    Value(FactValue),
    /// An outcome word.
    Outcome(Expected),
}

/// What an example expects.
#[derive(Debug, Clone, PartialEq)]
pub struct Expected {
    /// Which outcome.
    pub kind: ExpectedKind,
    /// The whole of it.
    pub at: At,
}

/// Outcomes as examples name them.
#[derive(Debug, Clone, PartialEq)]
pub enum ExpectedKind {
    /// An amount, yes or no.
    Value(Expr),
    /// `不符合`: not eligible.
    NotEligible,
    /// `未到`: not yet; the earliest date when written.
    NotYet(Option<Expr>),
    /// `不在时效`: not in force.
    NotInForce,
    /// `用尽`: exhausted.
    Exhausted,
    /// `已排除`: excluded by another rule.
    Excluded,
    /// `另定`: decided elsewhere.
    Elsewhere,
    /// `缺 {a、b} x 至 y`: undetermined for want of exactly these facts, and the bounds when written.
    Missing(Vec<Name>, Option<(Expr, Expr)>),
    /// `待裁量 x 至 y`: a range that decisions will narrow; no bounds written: open.
    Range(Option<(Expr, Expr)>),
    /// `文义未定`: a reading without default was not chosen.
    ByText,
    /// `达标` / `未达标` / `待考`.
    Target(TargetState),
}

/// How a target or service limit stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TargetState {
    /// `达标`: met, or within the limit.
    Met,
    /// `未达标`: missed, or beyond the limit.
    Missed,
    /// `待考`: its day has not come.
    Pending,
}
