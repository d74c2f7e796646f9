//! Expressions and the steps a running amount passes through.

use super::{At, Name, RoundingMode, RuleRef, Text};

/// An expression.
#[derive(Debug, Clone, PartialEq)]
pub struct Expr {
    /// What it is.
    pub kind: ExprKind,
    /// The whole of it, blanks trimmed.
    pub at: At,
}

/// A number and its unit as written: `1500万元`, `2%`, `10 元/吨`, `0`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quantity {
    /// Digits, sign-less; full-width folded.
    pub number: String,
    /// Unit and scale as written, blanks removed: `万元`, `元/吨`; empty for a bare number.
    pub unit: String,
    /// The whole literal.
    pub at: At,
}

/// What an expression is.
#[derive(Debug, Clone, PartialEq)]
#[allow(missing_docs, reason = "a variant's comment tells of its fields")]
pub enum ExprKind {
    /// `1500万元`.
    Quantity(Quantity),
    /// `1:1` or `1比1`: the first over the second, a plain number.
    Proportion(String, String),
    /// `2022-05-20`, as written.
    Date(String),
    /// `2022年` where a year is meant.
    Year(i32),
    /// `是` / `否`.
    Truth(bool),
    /// `不予`: no entitlement.
    Nothing,
    /// A fact, local, decision, enumeration value or series.
    Name(Name),
    /// `所属项目.固定资产投资`.
    Path(Box<Expr>, Name),
    /// `上年 x`.
    LastYear(Box<Expr>),
    /// `x 于 2021年`, `LPR 于 放款日`.
    Of(Box<Expr>, Box<Expr>),
    /// `非 c`.
    Not(Box<Expr>),
    /// `a + b` and the like.
    Binary(BinaryOp, Box<Expr>, Box<Expr>),
    /// `a 超过 b`, `a b 以上`.
    Compare { left: Box<Expr>, word: Bound, right: Box<Expr>, tolerance: Option<Box<Expr>> },
    /// `x 在 a 至 b`: dates or amounts, both ends included.
    Within { value: Box<Expr>, from: Box<Expr>, to: Box<Expr> },
    /// `d 在 2022年`; without a year `d 在 本年度`: the day lies in the year bound.
    During { value: Box<Expr>, year: Option<Box<Expr>> },
    /// `x 属于 {a、b}`; `x 为 a` has one member; `不为` negates.
    Member { value: Box<Expr>, members: Vec<Name>, negated: bool },
    /// `e 已发生`.
    Happened(Box<Expr>),
    /// `取高 {a、b}` / `取低 {a、b}`.
    Extreme { highest: bool, of: Vec<Expr> },
    /// `若 c 则 a 否则 b`.
    If { condition: Box<Expr>, then: Box<Expr>, otherwise: Box<Expr> },
    /// `按 级别、角色 { 国家级、主导: 50万元 … 其他: 不予 }`.
    Table { keys: Vec<Expr>, rows: Vec<TableRow> },
    /// `逐项 项目 于 投产日 其中 c { e }` and its kin.
    Fold(Box<Fold>),
    /// `近 3年 均 { c }`: c holds in each of the last n years, the bound year included.
    EachYear { years: Quantity, body: Box<Expr> },
    /// `已得 投资奖励 累计` and its kin.
    Paid { what: PaidWhat, rule: RuleRef, window: Window, scope: Option<Name> },
    /// `依读法 名 {1: e 2: e}`.
    Switch(Box<Switch<Expr>>),
    /// `年数自 d`: calendar years from the year of d to the bound year.
    YearsSince(Box<Expr>),
    /// `从 a 至 b 天数`: days from a to b.
    Days { from: Box<Expr>, to: Box<Expr> },
    /// `x 折年 365天`: days become years by a declared day count.
    InYears { days: Box<Expr>, basis: Quantity },
    /// `(e)`, or an expression followed by steps.
    Pipeline(Box<Pipeline>),
}

/// Operators, loosest first: 或, 且, then sums, then products.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BinaryOp {
    /// `或`
    Or,
    /// `且`
    And,
    /// `+`
    Add,
    /// `-` (also `−`)
    Sub,
    /// `高出`: a − b, but not below zero.
    Monus,
    /// `×` (also `*`)
    Mul,
    /// `÷`
    Div,
}

/// A comparison word as the rule has it, and the text's own word where that differs.
#[derive(Debug, Clone, PartialEq)]
pub struct Bound {
    /// The word, or one word for each alternative of a reading.
    pub word: Slot<BoundWord>,
    /// `原文"以上"`.
    pub in_text: Option<Text>,
    /// The word.
    pub at: At,
}

/// Words that compare; whether each includes the figure is Civil Code art. 1259.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[allow(missing_docs, reason = "each is the word it is named for; see syntax::keyword")]
pub enum BoundWord {
    // At or above.
    Yishang, // 以上
    BuDiyu,  // 不低于
    Zhishao, // 至少
    Man,     // 满
    Dadao,   // 达到
    // At or below.
    Yixia,     // 以下
    Yinei,     // 以内
    BuChaoguo, // 不超过
    JiYixia,   // 及以下
    // Above.
    Chaoguo, // 超过
    Yiwai,   // 以外
    // Below.
    Diyu,  // 低于
    Buzu,  // 不足
    Buman, // 不满
    // Dates.
    Zaoyu,   // 早于
    Wanyu,   // 晚于
    BuZaoyu, // 不早于
    BuWanyu, // 不晚于
    // Equality of quantities, and nearness with a tolerance.
    Dengyu, // 等于
    Zuoyou, // 左右
}

/// A place that holds one thing, or one for each alternative of a reading.
#[derive(Debug, Clone, PartialEq)]
pub enum Slot<T> {
    /// The same under every reading.
    Fixed(T),
    /// `依读法 名 {1: a 2: b}`.
    Switch(Box<Switch<T>>),
}

/// `依读法 名 {1: a 2: b}`.
#[derive(Debug, Clone, PartialEq)]
pub struct Switch<T> {
    /// The reading's name.
    pub reading: Name,
    /// Alternative number and what stands for it, in written order.
    pub arms: Vec<(u32, T)>,
    /// The whole of it.
    pub at: At,
}

/// One row of a look-up table: a set of values for each key, and the row's value.
#[derive(Debug, Clone, PartialEq)]
pub struct TableRow {
    /// For each key the values it matches (`国家级 或 省级`); `None` is 其他 (any other).
    pub keys: Vec<Option<Vec<Name>>>,
    /// The value.
    pub value: Pipeline,
    /// The whole row.
    pub at: At,
}

/// `逐项 项目 于 投产日 其中 c { e }`.
#[derive(Debug, Clone, PartialEq)]
pub struct Fold {
    /// What is made of the items.
    pub op: Slot<FoldOp>,
    /// The kind of child whose list is gone through.
    pub kind: Name,
    /// `于 e`: only items whose event falls in the bound year and while the rule is in force.
    pub event: Option<Expr>,
    /// `按 e` of `首个`: the date that orders the items.
    pub order: Option<Expr>,
    /// `其中 c`.
    pub filter: Option<Expr>,
    /// What is computed of each item; none for 个数 and 存在.
    pub body: Option<Pipeline>,
    /// The whole of it.
    pub at: At,
}

/// What a fold makes of its items.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FoldOp {
    /// `逐项`: f of each, then the sum.
    Each,
    /// `合计`: the sum, then f.
    Pooled,
    /// `最高`
    Highest,
    /// `最低`
    Lowest,
    /// `个数`
    Count,
    /// `存在`
    Exists,
    /// `全部`
    All,
    /// `首个`
    First,
}

/// What is asked of the award history.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PaidWhat {
    /// `已得`: the amount.
    Amount,
    /// `已得次数`: how often.
    Times,
    /// `首得年`: the first year.
    FirstYear,
}

/// Over which time a cap or the history counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Window {
    /// The benefit's own period.
    Period,
    /// `每年`: the calendar year.
    Year,
    /// `累计`: all years.
    Lifetime,
}

/// An expression and the steps it passes through, in written order.
#[derive(Debug, Clone, PartialEq)]
pub struct Pipeline {
    /// Where it starts.
    pub start: Expr,
    /// The steps.
    pub steps: Vec<Step>,
}

/// A step of a running amount.
#[derive(Debug, Clone, PartialEq)]
pub enum Step {
    /// `按档 全额累进 { … }`.
    Tiers(Tiers),
    /// `上限 800万元 每 企业 每年`.
    Cap(Cap),
    /// `扣除 e`: what is lacking to the running amount after e; not below zero.
    TopUp(Expr, At),
    /// `取整 到 1吨 舍去`.
    Round(super::Rounding),
}

/// `按档 全额累进|超额累进|定额 { rows }`.
#[derive(Debug, Clone, PartialEq)]
pub struct Tiers {
    /// How rows apply.
    pub kind: Slot<TierKind>,
    /// Rows, lowest first.
    pub rows: Vec<TierRow>,
    /// `其后 每 10万吨 加 5 元/吨`.
    pub tail: Option<TierTail>,
    /// The whole step.
    pub at: At,
}

/// How the rows of a tier table apply.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TierKind {
    /// `全额累进`: the tier's rate on the whole amount.
    Whole,
    /// `超额累进`: each tier's rate on the part that lies in it.
    Marginal,
    /// `定额`: the tier's own amount.
    Flat,
}

/// `首档: 2%`, `超过 15亿元: 2.5%`, `超过 500万元 不超过 1000万元: 30万元`.
#[derive(Debug, Clone, PartialEq)]
pub struct TierRow {
    /// Where the row starts; none for `首档`.
    pub lower: Option<(Bound, Expr)>,
    /// Where it ends, when the row says so; it must meet the next row's start.
    pub upper: Option<(Bound, Expr)>,
    /// Rate or amount, a constant.
    pub value: Expr,
    /// The whole row.
    pub at: At,
}

/// `其后 每 s 加 d`: from the last row on, a new row every s, its value d more.
#[derive(Debug, Clone, PartialEq)]
pub struct TierTail {
    /// Width of each further row.
    pub step: Expr,
    /// Added to the value for each.
    pub add: Expr,
    /// The whole row.
    pub at: At,
}

/// `每 企业 每年`: for whom and over which time a cap counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CapScope {
    /// For each what; none is the benefit's own subject.
    pub per: Option<Name>,
    /// Over which time.
    pub window: Window,
}

/// `上限 2000万元 每 项目 每年 共 {a、b}`, or `上限 600万元 依读法 名 {1: 每 企业 每年 2: 每 企业 累计}`.
#[derive(Debug, Clone, PartialEq)]
pub struct Cap {
    /// The most.
    pub limit: Expr,
    /// `每 企业 每年`: for whom and over which time. A slot: the scope may be a reading.
    pub scope: Slot<CapScope>,
    /// Other rules that share the cap, this one among them when written.
    pub shared: Vec<RuleRef>,
    /// The whole step.
    pub at: At,
}

impl RoundingMode {
    /// All modes, in the order of the reference.
    pub const ALL: [RoundingMode; 3] = [RoundingMode::HalfUp, RoundingMode::Down, RoundingMode::Up];
}
