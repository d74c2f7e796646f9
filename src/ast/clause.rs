//! Clauses and their rules.

use super::{
    At, Cap, Decl, Example, Expr, Name, Pipeline, Quantity, RuleRef, Slot, Text, Validity,
};

/// `条款 14 名 (alias) { … }`.
#[derive(Debug, Clone, PartialEq)]
pub struct Clause {
    /// The official number.
    pub number: u32,
    /// Where the number stands.
    pub number_at: At,
    /// Its name.
    pub name: Decl,
    /// Entries in written order.
    pub entries: Vec<ClauseEntry>,
    /// The whole item.
    pub at: At,
}

/// What may stand in a clause.
#[derive(Debug, Clone, PartialEq)]
#[allow(missing_docs, reason = "a variant's comment tells of its fields")]
pub enum ClauseEntry {
    /// `概述 "…"`: the clause in plain words.
    Summary(Text),
    /// `出处 "二·14"`: the place in the official list.
    Source(Text),
    /// `责任 甲局、乙局`.
    Responsible(Vec<Name>),
    /// `时效 a 至 b`: the clause's own validity.
    Validity(Validity),
    /// `读法 名 {…}`.
    Reading(Reading),
    /// `豁免 2022年: 1 "reason"` and its kin: how the rules stand to the figures of the text.
    FigureNote(FigureNote),
    /// `设 x (alias) 每 项目 = e`: an intermediate that every rule of the clause (or part) may use.
    Let { name: Decl, kind: Name, value: Pipeline, at: At },
    /// `款 ① "…" { rules }`.
    Part(Part),
    /// A rule.
    Rule(Rule),
    /// `示例 "…" { … }`.
    Example(Example),
}

/// `豁免 2022年: 1、4 "…"`: what a file says of a figure of its official text, or of a literal that
/// the text does not have.
#[derive(Debug, Clone, PartialEq)]
pub struct FigureNote {
    /// What it says.
    pub kind: FigureNoteKind,
    /// Of which figure.
    pub figure: Noted,
    /// The ordinals of the figures meant, when several of the clause have this value.
    pub places: Vec<(u32, At)>,
    /// Why; for an outside source, which.
    pub reason: Text,
    /// The whole of it.
    pub at: At,
}

/// What a note on figures says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FigureNoteKind {
    /// `豁免`: no literal stands for the figure.
    Waived,
    /// `同数`: one literal stands for all of these figures.
    Same,
    /// `外据`: the literal comes from elsewhere.
    Outside,
}

/// The figure a note is about.
#[derive(Debug, Clone, PartialEq)]
pub enum Noted {
    /// One that is a literal of the language.
    Literal(Expr),
    /// One that is not, such as a document's number.
    Text(Text),
}

/// `款 ① "…" { … }`: a numbered item of a clause.
#[derive(Debug, Clone, PartialEq)]
pub struct Part {
    /// ① is 1.
    pub number: u32,
    /// Its title, when it has one.
    pub title: Option<Text>,
    /// Its rules and examples.
    pub entries: Vec<ClauseEntry>,
    /// The whole of it.
    pub at: At,
}

/// `读法 档次 (tier_scope) 无默认 { 1: "…" 2: "…" }`.
#[derive(Debug, Clone, PartialEq)]
pub struct Reading {
    /// Its name.
    pub name: Decl,
    /// False for `无默认`: without a choice the outcome is undetermined by the text.
    pub has_default: bool,
    /// Number and meaning of each alternative; the first is the default.
    pub alternatives: Vec<(u32, Text)>,
    /// The whole of it.
    pub at: At,
}

/// A rule: who gets, may or must what.
#[derive(Debug, Clone, PartialEq)]
pub struct Rule {
    /// What sort of rule.
    pub kind: RuleKind,
    /// Its name.
    pub name: Decl,
    /// `向 上级` of 争取: the level the money is sought from.
    pub sought_from: Option<Name>,
    /// `给 企业`: the subject kind; a duty has none.
    pub subject: Option<Name>,
    /// Once, yearly, or neither.
    pub period: Period,
    /// Statements in written order.
    pub entries: Vec<RuleEntry>,
    /// The head line, up to the brace.
    pub head: At,
    /// The whole of it.
    pub at: At,
}

/// Sorts of rules.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RuleKind {
    /// `给付`: money paid.
    Grant,
    /// `争取`: money sought from a higher level.
    Seek,
    /// `抵扣`: a deduction from a tax base or a tax.
    Deduction,
    /// `缓缴`: a deferral.
    Deferral,
    /// `减征`: a reduction of a tax, fee or rate.
    Reduction,
    /// `认定`: yes or no, with a consequence.
    Determination,
    /// `目标`: a target.
    Target,
    /// `时限`: a service limit.
    ServiceLimit,
    /// `职责`: a duty.
    Duty,
}

/// When a rule pays or holds.
#[derive(Debug, Clone, PartialEq)]
pub enum Period {
    /// Nothing written: no year is bound.
    Unbound,
    /// `每年`.
    Yearly,
    /// `一次 于 e`: once, in the year of the date e.
    Once(Expr),
}

/// A statement of a rule.
#[derive(Debug, Clone, PartialEq)]
#[allow(missing_docs, reason = "a variant's comment tells of its fields")]
pub enum RuleEntry {
    /// `条件 c`.
    Condition(Expr, At),
    /// `不予 当 c`.
    Denied(Expr, At),
    /// `待 d`: not before the date d.
    Await(Expr, At),
    /// `设 x (alias) 每 项目 = e`.
    Let { name: Decl, kind: Option<Name>, value: Pipeline, at: At },
    /// `裁量 x (alias) 由 甲局: …`.
    Decision(Decision),
    /// `金额 …`.
    Amount(Amount, At),
    /// `例外 当 c 金额 …`.
    Exception { condition: Expr, amount: Amount, at: At },
    /// `阶段 名 (alias) 于 d: e`: one of several payments of the rule.
    Stage { name: Decl, event: Expr, amount: Pipeline, at: At },
    /// `上限 500万元 每 企业 累计` of a rule with stages: over all its stages.
    Cap(Cap),
    /// `出资 …`.
    Payers(Payers),
    /// `年限 连续 不超过 3年 每 企业`.
    YearLimit { how: Slot<YearLimitHow>, years: Quantity, scope: Option<Name>, at: At },
    /// `排除 13.项目奖补 "why"`, `叠加 {44.甲、45} "why"` and their kin.
    Relation { how: Slot<RelationHow>, to: Vec<Related>, why: Option<Text>, at: At },
    /// `后果 免予 "…"`: what a determination leads to.
    Consequence { modality: Modality, text: Text, at: At },
    /// `指标 c`: what a target or a service limit measures, as a condition.
    Measure(Expr, At),
    /// `原 38个工作日`: the figure before.
    Baseline(Expr, At),
    /// `期限 2023-12-31`: the day by which a target is to be met.
    Deadline(Expr, At),
    /// `方式 鼓励`: how a duty binds.
    Modality(Modality, At),
    /// `机构 甲局`: who bears a duty, when not all responsible bodies do.
    Bodies(Vec<Name>, At),
    /// `对象 "…"、"…"`: whom a duty addresses.
    Addressees(Vec<Text>),
    /// `内容 "…"`: the object of a duty.
    Content(Text),
    /// `主题 "…"、"…"`: topics to search by.
    Topics(Vec<Text>),
}

/// An amount, or the note that it is decided elsewhere.
#[derive(Debug, Clone, PartialEq)]
pub enum Amount {
    /// Computed.
    Computed(Pipeline),
    /// `另定 "依照…"`: decided elsewhere, by what.
    Elsewhere(Text),
}

/// `裁量 x (alias) 由 甲局: 不超过 e | e 至 e | 不限`: a decision of an authority.
#[derive(Debug, Clone, PartialEq)]
pub struct Decision {
    /// Its name, usable in expressions.
    pub name: Decl,
    /// Who decides.
    pub authority: Name,
    /// What may be decided.
    pub bounds: DecisionBounds,
    /// The whole of it.
    pub at: At,
}

/// What an authority may decide.
#[derive(Debug, Clone, PartialEq)]
pub enum DecisionBounds {
    /// `不超过 e`: from 0 to e.
    UpTo(Expr),
    /// `e 至 e`, both included.
    Between(Expr, Expr),
    /// `不限 元`: no bounds are written; the unit.
    Open(Name),
    /// `是否`: yes or no.
    YesNo,
}

/// How a year limit counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum YearLimitHow {
    /// `连续`: years in an unbroken run before this one.
    Consecutive,
    /// `累计`: years in all.
    Total,
    /// `自首次起`: calendar years since the first award.
    SinceFirst,
}

/// What a relation is to.
#[derive(Debug, Clone, PartialEq)]
pub enum Related {
    /// One rule.
    Rule(RuleRef),
    /// `44`, `44①`: the rules of a clause or of an item of it.
    Clause(PartRef),
}

/// `44`, `44①`, `①`: a clause, or an item of one.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PartRef {
    /// The clause's number; none for an item of the clause where it stands.
    pub clause: Option<u32>,
    /// ① is 1.
    pub item: Option<u32>,
    /// Where.
    pub at: At,
}

/// How two rules stand to each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RelationHow {
    /// `排除`: whoever gets the other does not get this.
    ExcludedBy,
    /// `就高`: only the higher of the two is paid.
    HighestOf,
    /// `叠加`: both are paid.
    Stacks,
}

/// `出资 上级 100 元/吨、本级 50 元/吨 余数归 本级`.
#[derive(Debug, Clone, PartialEq)]
pub struct Payers {
    /// Level and weight, in written order; empty for `未载明`.
    pub shares: Vec<(Name, Option<Expr>)>,
    /// Who takes the rounding remainder.
    pub remainder: Option<Name>,
    /// The whole of it.
    pub at: At,
}

/// How a consequence or duty binds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Modality {
    /// `应当`
    Must,
    /// `不得`
    MustNot,
    /// `可以`
    May,
    /// `免予`
    Exempt,
    /// `优先`
    Priority,
    /// `适用`
    Applies,
    /// `鼓励`
    Encourage,
    /// `争取`
    Seek,
    /// `探索`
    Explore,
    /// `推动`
    Promote,
    /// `支持`
    Support,
    /// `引导`
    Guide,
}
