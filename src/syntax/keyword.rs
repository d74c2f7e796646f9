//! The keywords: one table, Chinese and English in bijection.
//!
//! The grammar holds one rule for each (a test compares the two); the formatter writes from here.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::grammar::Rule;

/// A language in which pol is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Language {
    /// Chinese keywords.
    Zh,
    /// English keywords.
    En,
}

macro_rules! keywords {
    ($($name:ident $rule:ident $zh:literal $en:literal;)*) => {
        /// A keyword.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Keyword {
            $(#[doc = concat!("`", $zh, "`, `", $en, "`.")] $name,)*
        }

        impl Keyword {
            /// All of them, in the order of the table.
            pub const ALL: &'static [Self] = &[$(Self::$name),*];

            /// The Chinese word.
            pub fn zh(self) -> &'static str {
                match self { $(Self::$name => $zh,)* }
            }

            /// The English word.
            pub fn en(self) -> &'static str {
                match self { $(Self::$name => $en,)* }
            }

            /// The keyword that a grammar rule stands for.
            pub(super) fn of_rule(rule: Rule) -> Option<Self> {
                match rule {
                    $(Rule::$rule => Some(Self::$name),)*
                    _ => None,
                }
            }
        }
    };
}

keywords! {
    // The policy set and its vocabulary.
    List k_list "清单" "list";
    CountUnit k_count_unit "计数" "count_unit";
    Also k_also "又" "also";
    Enumeration k_enumeration "枚举" "enumeration";
    Series k_series "序列" "series";
    Subject k_subject "主体" "subject";
    BelongsTo k_belongs_to "属于" "belongs_to";
    Clause k_clause "条款" "clause";
    Scenario k_scenario "情景" "scenario";
    Title k_titled "标题" "titled";
    Issued k_issued "印发" "issued";
    Validity k_in_force "时效" "in_force";
    To k_to "至" "to";
    Reading k_reading "读法" "reading";
    ByReading k_by_reading "依读法" "by_reading";
    NoDefault k_no_default "无默认" "no_default";
    Levels k_levels "层级" "levels";
    Bodies k_bodies "机构" "bodies";
    Payable k_payable "支付" "payable";
    Budget k_budget "预算" "budget";
    FirstCome k_first_come "先到先得" "first_come";
    ProRata k_pro_rata "按比例" "pro_rata";
    PreciseTo k_precise_to "精确到" "precise_to";
    HalfUp k_half_up "四舍五入" "half_up";
    RoundDown k_round_down "舍去" "round_down";
    RoundUp k_round_up "进位" "round_up";
    YesNo k_yes_no "是否" "yes_no";
    Event k_event "事件" "event";
    Date k_date "日期" "date";
    Number k_number "数" "number";
    RefersTo k_refers_to "指" "refers_to";
    Yearly k_yearly "每年" "yearly";
    Range k_range "范围" "range";
    // A clause.
    Summary k_summary "概述" "summary";
    Source k_source "出处" "source";
    Responsible k_responsible "责任" "responsible";
    Waive k_waive "豁免" "waive";
    SameFigure k_same_figure "同数" "same_figure";
    OutsideSource k_outside_source "外据" "outside_source";
    Part k_part "款" "part";
    Example k_example "示例" "example";
    // Rules and their heads.
    Grant k_grant "给付" "grant";
    Seek k_seek "争取" "seek";
    Deduct k_deduct "抵扣" "deduct";
    Defer k_defer "缓缴" "defer";
    Reduce k_reduce "减征" "reduce";
    Determine k_determine "认定" "determine";
    Target k_target "目标" "target";
    Limit k_limit "时限" "limit";
    Duty k_duty "职责" "duty";
    From k_from "向" "from";
    For k_for "给" "for";
    Once k_once "一次" "once";
    At k_at "于" "at";
    // Statements of a rule.
    Condition k_condition "条件" "condition";
    Denied k_denied "不予" "denied";
    When k_when "当" "when";
    Await k_await "待" "await";
    Let k_let "设" "let";
    Per k_per "每" "per";
    Discretion k_discretion "裁量" "discretion";
    DecidedBy k_decided_by "由" "decided_by";
    Unbounded k_unbounded "不限" "unbounded";
    Amount k_amount "金额" "amount";
    Elsewhere k_elsewhere "另定" "elsewhere";
    Exception k_exception "例外" "exception";
    Stage k_stage "阶段" "stage";
    PaidBy k_paid_by "出资" "paid_by";
    RemainderTo k_remainder_to "余数归" "remainder_to";
    Unstated k_unstated "未载明" "unstated";
    YearLimit k_year_limit "年限" "year_limit";
    Consecutive k_consecutive "连续" "consecutive";
    Cumulative k_cumulative "累计" "cumulative";
    SinceFirst k_since_first "自首次起" "since_first";
    ExcludedBy k_excluded_by "排除" "excluded_by";
    HigherOf k_higher_of "就高" "higher_of";
    StacksWith k_stacks_with "叠加" "stacks_with";
    Consequence k_consequence "后果" "consequence";
    Measure k_measure "指标" "measure";
    Formerly k_formerly "原" "formerly";
    Deadline k_deadline "期限" "deadline";
    Manner k_manner "方式" "manner";
    Content k_content "内容" "content";
    AddressedTo k_addressed_to "对象" "addressed_to";
    Topics k_topics "主题" "topics";
    Must k_must "应当" "must";
    MustNot k_must_not "不得" "must_not";
    May k_may "可以" "may";
    Exempt k_exempt "免予" "exempt";
    Priority k_priority "优先" "priority";
    Applies k_applies "适用" "applies";
    Encourage k_encourage "鼓励" "encourage";
    Explore k_explore "探索" "explore";
    Promote k_promote "推动" "promote";
    Support k_support "支持" "support";
    Guide k_guide "引导" "guide";
    // Logic and comparison.
    Or k_or "或" "or";
    And k_and "且" "and";
    Not k_not "非" "not";
    Yishang k_or_more "以上" "or_more";
    BuDiyu k_at_least "不低于" "at_least";
    Zhishao k_no_fewer_than "至少" "no_fewer_than";
    Man k_completes "满" "completes";
    Dadao k_reaches "达到" "reaches";
    Yixia k_or_less "以下" "or_less";
    Yinei k_within "以内" "within";
    BuChaoguo k_at_most "不超过" "at_most";
    JiYixia k_and_below "及以下" "and_below";
    Chaoguo k_over "超过" "over";
    Yiwai k_beyond "以外" "beyond";
    Diyu k_below "低于" "below";
    Buzu k_short_of "不足" "short_of";
    Buman k_under "不满" "under";
    Zaoyu k_before "早于" "before";
    Wanyu k_after "晚于" "after";
    BuZaoyu k_not_before "不早于" "not_before";
    BuWanyu k_not_after "不晚于" "not_after";
    Dengyu k_equals "等于" "equals";
    Zuoyou k_about "左右" "about";
    Tolerance k_tolerance "容差" "tolerance";
    InText k_in_text "原文" "in_text";
    Between k_between "在" "between";
    ThisYear k_this_year "本年度" "this_year";
    Happened k_happened "已发生" "happened";
    Is k_is "为" "is";
    IsNot k_is_not "不为" "is_not";
    // Values and functions.
    MinusToZero k_in_excess_of "高出" "in_excess_of";
    LastYear k_last_year "上年" "last_year";
    MaxOf k_max_of "取高" "max_of";
    MinOf k_min_of "取低" "min_of";
    If k_if "若" "if";
    Then k_then "则" "then";
    Else k_else "否则" "else";
    By k_by "按" "by";
    Other k_other "其他" "other";
    Each k_each "逐项" "each";
    Pooled k_total "合计" "total";
    Highest k_highest "最高" "highest";
    Lowest k_lowest "最低" "lowest";
    Count k_count "个数" "count";
    Exists k_exists "存在" "exists";
    All k_all "全部" "all";
    First k_first "首个" "first";
    Where k_where "其中" "where";
    Past k_past "近" "past";
    Throughout k_throughout "均" "throughout";
    Received k_received "已得" "received";
    TimesReceived k_times_received "已得次数" "times_received";
    FirstYearReceived k_first_year_received "首得年" "first_year_received";
    YearsSince k_years_since "年数自" "years_since";
    Span k_span "从" "span";
    InDays k_in_days "天数" "in_days";
    InYears k_as_years "折年" "as_years";
    Yes k_yes "是" "yes";
    No k_no "否" "no";
    // Steps.
    Tiered k_tiered "按档" "tiered";
    Whole k_whole "全额累进" "whole";
    Marginal k_marginal "超额累进" "marginal";
    Flat k_flat "定额" "flat";
    Start k_first_tier "首档" "first_tier";
    Thereafter k_thereafter "其后" "thereafter";
    Plus k_plus "加" "plus";
    Cap k_cap "上限" "cap";
    Shared k_shared "共" "shared";
    TopUp k_deducting "扣除" "deducting";
    Round k_round "取整" "round";
    // Facts and expectations.
    AsOf k_as_of "评价日" "as_of";
    Years k_calendar_years "年度" "calendar_years";
    Background k_background "背景" "background";
    Expect k_expect "应得" "expect";
    Complete k_complete "完整" "complete";
    Absent k_none "无" "none";
    History k_history "历史" "history";
    NotHappened k_not_happened "未发生" "not_happened";
    Unknown k_unknown "未知" "unknown";
    NotEligible k_not_eligible "不符合" "not_eligible";
    NotYet k_not_yet "未到" "not_yet";
    NotInForce k_not_in_force "不在时效" "not_in_force";
    Exhausted k_exhausted "用尽" "exhausted";
    Excluded k_excluded "已排除" "excluded";
    Missing k_missing "缺" "missing";
    AwaitingDecision k_awaiting_decision "待裁量" "awaiting_decision";
    ByText k_text_undetermined "文义未定" "text_undetermined";
    Met k_met "达标" "met";
    Missed k_missed "未达标" "missed";
    Pending k_pending "待考" "pending";
}

impl Keyword {
    /// The word in a language.
    pub fn word(self, language: Language) -> &'static str {
        match language {
            Language::Zh => self.zh(),
            Language::En => self.en(),
        }
    }

    /// The keyword that a whole word equals, in either language.
    pub fn of_word(word: &str) -> Option<Self> {
        static BY_WORD: LazyLock<HashMap<&'static str, Keyword>> = LazyLock::new(|| {
            let both = |one: &Keyword| [(one.zh(), *one), (one.en(), *one)];
            Keyword::ALL.iter().flat_map(both).collect()
        });
        BY_WORD.get(word).copied()
    }
}

impl std::fmt::Display for Keyword {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.zh())
    }
}
