//! The table of codes: what each stands for, and its page of explanation.
//!
//! A code never changes its meaning and is never used again once dropped. To add one, write its
//! line here, in its group, and its page in `docs/errors/` (the build fails without).
//!
//! | group | about |
//! |---|---|
//! | E01 | reading files, lexing |
//! | E02 | syntax |
//! | E03 | names and declarations |
//! | E04 | types and dimensions |
//! | E05 | tables, tiers, caps, splits |
//! | E06 | readings, relations between clauses, order |
//! | E07 | scenario data |
//! | E08 | examples and expectations |
//! | E10 | the figures of the official text |
//! | E11 | tables read and written |
//! | E12 | data sets: tables of subjects |
//! | E13 | the award history kept in a file |
//! | E14 | figures on trial |
//! | W09 | warnings |
//! | E99 | faults of polc itself |

use std::fmt;
use std::str::FromStr;

use serde::{Serialize, Serializer};

use super::Text;

/// How bad a problem is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// The sources cannot be used.
    Error,
    /// The sources can be used, and someone should look.
    Warning,
}

macro_rules! codes {
    ($($name:ident $code:ident $zh:literal $en:literal;)*) => {
        /// What kind of problem it is. Displays as its stable code, `E0301`.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Code {
            $(#[doc = concat!("`", stringify!($code), "`: ", $en, ".")] $name,)*
        }

        impl Code {
            /// Every code, in order of the table.
            pub const ALL: &'static [Self] = &[$(Self::$name),*];

            /// The code as people cite it.
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$name => stringify!($code),)* }
            }

            /// A few words that name the problem.
            pub fn title(self) -> Text {
                match self { $(Self::$name => Text::new($zh, $en),)* }
            }

            /// The page that explains it, in Markdown: a failing example, the fix, the reason.
            pub fn page(self) -> &'static str {
                match self {
                    $(Self::$name => include_str!(
                        concat!("../../docs/errors/", stringify!($code), ".md")
                    ),)*
                }
            }
        }
    };
}

codes! {
    // E01: reading files, lexing
    UnreadableFile E0101 "文件读不了" "the file cannot be read";
    FileTooLarge E0102 "文件太大" "the file is too large";
    NotUtf8 E0103 "文件不是 UTF-8" "the file is not UTF-8";
    EmptyFile E0104 "空文件" "an empty file";
    UnclosedString E0111 "引号没有合上" "a string is not closed";
    StrayCharacter E0112 "无法识别的字符" "a character with no meaning here";

    // E02: syntax
    Unexpected E0201 "这里要的是别的" "something else is expected here";
    UnclosedBracket E0202 "括号没有合上" "a bracket is not closed";
    UnmatchedBracket E0203 "多出一个括号" "a bracket closes nothing";
    TooDeep E0204 "嵌套太深" "brackets are nested too deeply";
    TooLong E0205 "式子太长" "an expression is too long";
    KeywordAsName E0206 "关键词不能作名称" "a keyword cannot stand as a name";
    GluedUnit E0207 "单位和关键词连在一起" "a unit and a keyword are written as one word";
    NumberTooLarge E0208 "编号太大" "a number is too large";
    WrongCellCount E0209 "表格的格数不对" "a row has the wrong number of cells";
    SecondBackground E0210 "背景只能有一个" "an example has two backgrounds";

    // E03: names and declarations
    UnknownName E0301 "没有这个名称" "there is no such name";
    AmbiguousName E0302 "名称可以指几样东西" "the name may mean several things";
    DeclaredTwice E0303 "重复声明" "declared twice";
    ClauseTwice E0304 "条款号重复" "a clause number stands twice";
    MissingAlias E0305 "缺英文别名" "the English alias is missing";
    AliasTaken E0306 "名称与别名不是一一对应" "names and aliases are not one to one";
    HidesFact E0307 "与事实同名" "the name of a fact is taken again";
    KindCycle E0308 "主体绕成一圈" "kinds of subjects form a circle";
    TooMany E0309 "声明太多" "too many declarations";
    MissingGranule E0310 "没有写最小单位" "the smallest unit is missing";
    MisfitGranule E0311 "最小单位不合" "the smallest unit does not fit";
    MisfitRange E0312 "范围不合" "the range does not fit";
    NotAQuantity E0313 "不是数量，没有精确度和范围" "not a quantity, so without precision or range";
    NoList E0314 "没有清单声明" "there is no list declaration";

    // E04: types and dimensions
    DimensionMismatch E0401 "量纲不合" "dimensions do not fit";
    TypeMismatch E0402 "类型不合" "types do not fit";
    NoYear E0403 "没有定年度" "no year is bound";
    BadNumber E0404 "数不合规" "the number cannot be held";
    UnknownUnit E0405 "没有这个单位" "there is no such unit";
    NoSuchDate E0406 "没有这一天" "there is no such day";
    DivisionByZero E0407 "除以零" "division by zero";
    QuotientUsed E0408 "商没有取整" "a quotient is not rounded";
    WordMisused E0409 "比较词用错了地方" "a comparison word out of place";
    NotConstant E0410 "这里要写确定的数" "a fixed figure is needed";
    SeriesWithoutDay E0411 "序列没有写日期" "a series without a day";
    ScopeTooNarrow E0412 "范围不在主体之上" "the scope is not at or above the subject";
    ChainTooLong E0413 "表达式太长" "the expression is too long";
    BelowZero E0414 "数小于零" "a figure below zero";

    // E05: tables, tiers, caps, splits
    TableNotExhaustive E0501 "表没有写全" "the table does not cover every case";
    RowsOverlap E0502 "两行重叠" "two rows hold for one case";
    RowUnreachable E0503 "用不到的行" "no case reaches a row";
    RowKeys E0504 "表的项数不合" "the keys of a table do not fit";
    TierStart E0505 "档表不从起开始" "a tier table does not start at zero";
    TierGap E0506 "档与档之间有缺口" "a value falls in no tier";
    TierOverlap E0507 "档与档重叠" "a value falls in two tiers";
    TierDisorder E0508 "档不是从低到高" "tiers do not rise";
    StepInPool E0509 "合并的花括号里有步骤" "a step inside the braces of a pool";
    TiersOnEach E0510 "逐项之后按档" "tiers after a sum of items";
    FoldShape E0511 "汇总写得不全" "a fold is not complete";
    CapOrder E0512 "上限次序不对" "caps are out of order";
    CapMisplaced E0513 "上限写错了地方" "a cap out of place";
    CapWindow E0514 "上限没有写期间" "a cap without its window";
    StepAfterCap E0515 "上限之后还有步骤" "a step after a wider cap";
    SplitSum E0516 "出资合计不符" "the shares do not sum";
    SplitRemainder E0517 "没有写余数归谁" "nobody takes the remainder";
    SplitMixed E0518 "份额写法不一" "shares of different sorts";
    StatementMissing E0519 "缺一句" "a statement is missing";
    StatementTwice E0520 "同一句写了两次" "a statement is written twice";
    StatementMisplaced E0521 "这句不该在这里" "a statement out of place";
    SharedCap E0522 "合用的上限写得不一样" "rules do not agree on the cap they share";

    // E06: readings, relations between clauses, order
    ReadingAlternatives E0601 "读法的解释不合" "the alternatives of a reading do not fit";
    RuleCycle E0602 "规则互相依赖" "rules depend on each other";
    LocalCycle E0603 "中间量互相依赖" "intermediates depend on each other";
    ReadingArms E0604 "读法的各项没有写全" "alternatives of a reading are missing";
    UnusedReading E0605 "读法没有用到" "a reading is not used";
    RelationMismatch E0606 "两条规则不能相比" "two rules cannot be held against each other";

    // E07: scenario data
    GivenTwice E0701 "给了两次" "given twice";
    WrongValue E0702 "值的类型或单位不对" "a value of the wrong type or unit";
    TooFine E0703 "值比最小单位还细" "a value finer than its smallest unit";
    OutOfRange E0704 "值超出范围" "a value outside its range";
    WrongYear E0705 "年份缺失或不该有" "a year that is missing or out of place";
    BadDate E0706 "没有这个日期" "no such date";
    NumberTooLong E0707 "数无法精确表示" "a number that cannot be held exactly";
    UnknownSubject E0708 "没有这个主体" "there is no such subject";
    MisplacedSubject E0709 "主体的位置不对" "a subject out of place";
    ContradictoryListing E0710 "列表前后矛盾" "contradictory statements on a list";
    MisplacedAward E0711 "历史或裁量与主体不符" "a history or decision that is not this subject's";
    DecisionOutOfBounds E0712 "裁量超出限度" "a decision outside its bounds";
    BadJson E0713 "JSON 不合格式" "JSON of the wrong form";
    UnknownKey E0714 "没有这个键" "there is no such key";
    UnknownChoice E0715 "没有这个选项" "there is no such alternative";
    NoScenario E0716 "不是情景文件" "not a file of scenarios";

    // E08: examples and expectations
    ExpectationFailed E0801 "结果与示例不符" "an example comes out otherwise";
    BadExpectation E0802 "示例看不懂要比什么" "an expectation that names nothing to compare";
    UnknownBackground E0803 "没有这个背景" "there is no such background";

    // E10: the figures of the official text
    LedgerRow E1001 "清册的行不合格式" "a line of the ledger is not well formed";
    LedgerFigure E1002 "清册里的数看不懂" "a figure of the ledger cannot be read";
    LedgerOrder E1003 "清册的次序不对" "the ledger is out of order";
    FigureOpen E1004 "原文的数没有落到规则里" "a figure of the text is in no rule";
    FigureSide E1005 "数在界线的另一边" "a figure on the other side of its boundary";
    LiteralUnsourced E1006 "规则里的数原文没有" "a figure of a rule is not in the text";
    FigureNoteIdle E1007 "关于数的说明落空" "a note on figures that meets none";
    ClauseUnwritten E1008 "条款没有写" "a clause is not written";

    // E11: tables read and written
    WrongFormat E1101 "文件不是这种格式" "the file is not of its format";
    Locked E1102 "文件加了密码" "the file is locked by a password";
    EmptyTable E1103 "表是空的" "the table is empty";
    TableTooLarge E1104 "表太大" "the table is too large";
    BadEncoding E1105 "编码不对" "the encoding is wrong";
    RaggedRow E1106 "一行的格数不对" "a row of the wrong width";
    ErrorValue E1107 "单元格是错误值" "a cell holds an error";
    UncachedFormula E1108 "公式没有算过" "a formula was never computed";
    MergedCell E1109 "合并的单元格" "a merged cell";
    NestedValue E1110 "单元格里还有列表" "a list inside a cell";
    CannotWrite E1111 "写不下去" "writing failed";
    FormatNotBuilt E1112 "没有包含这种格式" "the format is not built in";
    DisguisedNumber E1113 "单元格显示的不是它存的数" "a cell shows another number than it holds";

    // E12: data sets: tables of subjects
    TableUnknown E1201 "看不出表里放的是什么" "what a table holds cannot be told";
    TableTwice E1202 "同一类主体有两个表" "two tables of one kind";
    TableMissing E1203 "缺一个表" "a table is missing";
    HeaderUnknown E1204 "没有这一列" "no such column";
    HeaderTwice E1205 "列重复" "a column stands twice";
    HeaderUnit E1206 "列的单位不对" "the unit of a column is missing or wrong";
    ColumnMissing E1207 "缺一列" "a column is missing";
    SettingUnknown E1208 "没有这个设置" "no such setting";
    IdMissing E1209 "没有编号" "an id is missing";
    IdTwice E1210 "编号重复" "an id stands twice";
    RowOrphaned E1211 "这一行不属于任何主体" "a row that belongs to no subject";
    RowLate E1212 "这一行排得太后" "a row that comes too late";
    MoreProblems E1213 "还有更多问题" "there are more problems";

    // E13: the award history kept in a file
    HistoryColumns E1301 "历史文件的列不对" "the columns of a history do not fit";
    HistoryUnnamed E1302 "历史记不到谁名下" "whose history it is cannot be told";
    HistoryContradicted E1303 "两处历史不一致" "two histories contradict each other";
    HistoryPart E1304 "分项没有总数" "a part without its whole";

    // E14: figures on trial
    UnknownAddress E1401 "没有这个地址" "there is no such address";
    AddressNotFigure E1402 "这个地址不是一个数" "no single figure stands at the address";

    // W09: warnings
    UnusedName W0901 "名称没有用到" "a name is not used";
    Overlap W0910 "可能付两次" "two rules may pay for the same thing";
    Cliff W0911 "多了反而少得" "more gives less";

    // E99: faults of polc itself
    Internal E9901 "polc 自身出错" "a fault of polc itself";
}

impl Code {
    /// How bad a problem of this kind is: the letter of the code says.
    pub fn severity(self) -> Severity {
        match self.as_str().starts_with('W') {
            true => Severity::Warning,
            false => Severity::Error,
        }
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl Serialize for Code {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl FromStr for Code {
    type Err = ();

    /// Finds a code in either case: `E0301`, `e0301`.
    fn from_str(written: &str) -> Result<Self, ()> {
        let matches = |code: &Self| code.as_str().eq_ignore_ascii_case(written.trim());
        Self::ALL.iter().copied().find(matches).ok_or(())
    }
}
