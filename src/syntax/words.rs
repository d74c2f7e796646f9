//! Which keyword stands for which case of the tree's small enumerations, both ways.

use super::keyword::Keyword;
use crate::ast::{
    Aspect, BinaryOp, BoundWord, FigureNoteKind, FoldOp, Modality, PaidWhat, RelationHow,
    RoundingMode, RuleKind, TargetState, TierKind, YearLimitHow,
};

/// An enumeration each case of which is written as one keyword.
pub trait Worded: Copy {
    /// The keyword that stands for it.
    fn keyword(self) -> Keyword;

    /// The case that a keyword stands for.
    fn of(keyword: Keyword) -> Option<Self>;
}

macro_rules! worded {
    ($($type:ident { $($case:ident $keyword:ident)* })*) => {$(
        impl Worded for $type {
            fn keyword(self) -> Keyword {
                match self { $(Self::$case => Keyword::$keyword,)* }
            }

            fn of(keyword: Keyword) -> Option<Self> {
                match keyword {
                    $(Keyword::$keyword => Some(Self::$case),)*
                    _ => None,
                }
            }
        }
    )*};
}

worded! {
    RuleKind {
        Grant Grant Seek Seek Deduction Deduct Deferral Defer Reduction Reduce
        Determination Determine Target Target ServiceLimit Limit Duty Duty
    }
    Modality {
        Must Must MustNot MustNot May May Exempt Exempt Priority Priority Applies Applies
        Encourage Encourage Seek Seek Explore Explore Promote Promote Support Support Guide Guide
    }
    YearLimitHow { Consecutive Consecutive Total Cumulative SinceFirst SinceFirst }
    RelationHow { ExcludedBy ExcludedBy HighestOf HigherOf Stacks StacksWith }
    BoundWord {
        Yishang Yishang BuDiyu BuDiyu Zhishao Zhishao Man Man Dadao Dadao
        Yixia Yixia Yinei Yinei BuChaoguo BuChaoguo JiYixia JiYixia
        Chaoguo Chaoguo Yiwai Yiwai Diyu Diyu Buzu Buzu Buman Buman
        Zaoyu Zaoyu Wanyu Wanyu BuZaoyu BuZaoyu BuWanyu BuWanyu
        Dengyu Dengyu Zuoyou Zuoyou
    }
    FoldOp {
        Each Each Pooled Pooled Highest Highest Lowest Lowest Count Count Exists Exists
        All All First First
    }
    PaidWhat { Amount Received Times TimesReceived FirstYear FirstYearReceived }
    TierKind { Whole Whole Marginal Marginal Flat Flat }
    RoundingMode { HalfUp HalfUp Down RoundDown Up RoundUp }
    FigureNoteKind { Waived Waive Same SameFigure Outside OutsideSource }
    Aspect { Unstated Unstated Formerly Formerly }
    TargetState { Met Met Missed Missed Pending Pending }
}

impl Keyword {
    /// Whether a comparison word stands after its figure: `1万吨 以上`.
    pub fn follows_figure(word: BoundWord) -> bool {
        use BoundWord::{JiYixia, Yinei, Yishang, Yiwai, Yixia, Zuoyou};
        matches!(word, Yishang | Yixia | Yinei | JiYixia | Yiwai | Zuoyou)
    }

    /// The keyword of an operator that is a word; the others are signs.
    pub fn of_operator(op: BinaryOp) -> Option<Self> {
        match op {
            BinaryOp::Or => Some(Self::Or),
            BinaryOp::And => Some(Self::And),
            BinaryOp::Monus => Some(Self::MinusToZero),
            BinaryOp::Add | BinaryOp::Sub | BinaryOp::Mul | BinaryOp::Div => None,
        }
    }
}
