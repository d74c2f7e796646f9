//! A policy set's own declaration and its vocabulary.

use super::{At, Decl, Expr, FigureNote, Name, PartRef, Quantity, Reading, Text};

/// `清单 名 (alias) { … }`: what holds for every clause of the set.
#[derive(Debug, Clone, PartialEq)]
pub struct List {
    /// The list's name.
    pub name: Decl,
    /// Statements in written order.
    pub entries: Vec<ListEntry>,
    /// The whole item.
    pub at: At,
}

/// A statement of the list's declaration.
#[derive(Debug, Clone, PartialEq)]
pub enum ListEntry {
    /// `标题 "…"`.
    Title(Text),
    /// `印发 2022-05-20`.
    Issued(Expr),
    /// `时效 2022-05-20 至 依读法 末日 {…}`.
    Validity(Validity),
    /// `读法 末日 (last_day) { 1: "…" 2: "…" }`.
    Reading(Reading),
    /// `层级 上级 (higher)、本级 (own)`: who may pay.
    Levels(Vec<Decl>),
    /// `机构 甲局 (bureau_a)、…`: who may be responsible.
    Bodies(Vec<Decl>),
    /// `支付 精确到 1分 四舍五入`: the one rounding of payable money.
    Payable(Rounding),
    /// `预算 2022年 5亿元 …`: the most that may be paid in all.
    Budget(Budget),
    /// `豁免 …` and its kin, of the figures outside of any clause.
    FigureNote(FigureNote),
}

/// `预算 2022年 5亿元 出资 本级 条款 14、49① 按比例`: the most that may be paid to all together.
#[derive(Debug, Clone, PartialEq)]
pub struct Budget {
    /// Over which time.
    pub span: BudgetSpan,
    /// The most.
    pub most: Quantity,
    /// `出资 …`: only what these levels pay; what anyone pays when there are none.
    pub payers: Vec<Name>,
    /// `条款 …`: only these clauses or items of one; all when there are none.
    pub clauses: Vec<PartRef>,
    /// What happens when there is not enough; none where the policy does not say.
    pub beyond: Option<Beyond>,
    /// The whole statement.
    pub at: At,
}

/// Over which time a budget counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BudgetSpan {
    /// `2022年`: in that calendar year.
    Year(i32),
    /// `每年`: in each calendar year anew.
    Yearly,
    /// All that is ever paid.
    Whole,
}

/// Who goes without, when a budget does not suffice.
#[derive(Debug, Clone, PartialEq)]
pub enum Beyond {
    /// `先到先得 按 申报日`: those who come later; by that date, else in the order of the data.
    FirstCome(Option<Name>),
    /// `按比例`: each in the same proportion.
    ProRata,
}

/// `FROM 至 TO`, both dates included.
#[derive(Debug, Clone, PartialEq)]
pub struct Validity {
    /// First day.
    pub from: Expr,
    /// Last day.
    pub to: Expr,
    /// The whole statement.
    pub at: At,
}

/// `精确到 1分 四舍五入|进|舍`.
#[derive(Debug, Clone, PartialEq)]
pub struct Rounding {
    /// The granule rounded to.
    pub to: Quantity,
    /// How.
    pub mode: RoundingMode,
    /// The whole of it.
    pub at: At,
}

/// How a written rounding goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RoundingMode {
    /// 四舍五入: half away from zero.
    HalfUp,
    /// 舍去: towards zero.
    Down,
    /// 进位: away from zero.
    Up,
}

/// `计数 户 (household) 又 家`: a nominal count, its measure word and the words that mean the same.
#[derive(Debug, Clone, PartialEq)]
pub struct Measure {
    /// The word and its alias.
    pub word: Decl,
    /// Further words of the same meaning.
    pub also: Vec<Name>,
    /// The whole item.
    pub at: At,
}

/// `枚举 级别 (grade) { 国家级 (national)、… }`.
#[derive(Debug, Clone, PartialEq)]
pub struct Enumeration {
    /// Its name.
    pub name: Decl,
    /// Its values in written order (their order carries no meaning).
    pub variants: Vec<Decl>,
    /// The whole item.
    pub at: At,
}

/// `主体 项目 (project) 属于 企业 计数 项 { facts }`: a kind of subject, its parent in the tree, the
/// measure word that counts it, its facts.
#[derive(Debug, Clone, PartialEq)]
pub struct Kind {
    /// Its name.
    pub name: Decl,
    /// The parent kind; none for a root.
    pub parent: Option<Name>,
    /// The measure word of its counts; none where they are plain numbers.
    pub counted_in: Option<Name>,
    /// Facts in written order.
    pub facts: Vec<FactDecl>,
    /// The whole item.
    pub at: At,
}

/// `生鲜乳加工量 (raw_milk): 吨 每年 精确到 1千克 范围 0吨 至 1亿吨 "…"`.
#[derive(Debug, Clone, PartialEq)]
pub struct FactDecl {
    /// Its name.
    pub name: Decl,
    /// Its type.
    pub ty: FactType,
    /// True for `每年`: one value a year.
    pub yearly: bool,
    /// `精确到 1千克`: the smallest unit a value may have.
    pub granule: Option<Quantity>,
    /// `范围 a 至 b`, both included; default: not negative, unbounded.
    pub range: Option<(Quantity, Quantity)>,
    /// What it means, in a few words.
    pub gloss: Option<Text>,
    /// The whole line.
    pub at: At,
}

/// A fact's type.
#[derive(Debug, Clone, PartialEq)]
pub enum FactType {
    /// `是否`.
    Truth,
    /// `事件`: a date, 未发生, or missing.
    Event,
    /// `日期`: a date.
    Date,
    /// `数`: a plain number.
    Number,
    /// `指 项目`: a reference to a subject of a kind.
    Reference(Name),
    /// A unit (`吨`, `元`, `%/年`, `人次`) or an enumeration's name; which of the two, the resolver decides.
    Named(Name),
}
