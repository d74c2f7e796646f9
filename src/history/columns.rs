//! The columns of a history.

/// A title in both languages; the first is written, either is read.
pub(super) type Title = [&'static str; 2];

pub(super) const KIND: Title = ["主体", "kind"];
pub(super) const ID: Title = ["编号", "id"];
pub(super) const RULE: Title = ["规则", "rule"];
pub(super) const STAGE: Title = ["阶段", "stage"];
pub(super) const YEAR: Title = ["年度", "year"];
pub(super) const PART: Title = ["其中", "part"];
pub(super) const AMOUNT: Title = ["金额(元)", "amount(CNY)"];
pub(super) const LEAST: Title = ["至少(元)", "at_least(CNY)"];
pub(super) const MOST: Title = ["至多(元)", "at_most(CNY)"];
pub(super) const PERHAPS: Title = ["可能没有", "perhaps_none"];

/// All, in the order in which they are written.
pub(super) const ALL: [Title; 10] =
    [KIND, ID, RULE, STAGE, YEAR, PART, AMOUNT, LEAST, MOST, PERHAPS];

/// In the place of a rule: all awards of the year (of every year, without one) are told.
pub(super) const COMPLETE: Title = ["齐全", "complete"];
/// That there may be no entitlement.
pub(super) const YES: Title = ["是", "yes"];
/// Between the ids of a subject and of what is below it.
pub(super) const BELOW: &str = "/";
