//! What a header says: `2022年 营业收入(万元)`.

/// The words that head columns which hold no fact, in both languages.
pub(super) mod words {
    /// A name in Chinese and in English.
    pub(crate) type Word = [&'static str; 2];

    /// What identifies a subject; results name it.
    pub(crate) const ID: Word = ["编号", "id"];
    /// What a subject is called.
    pub(crate) const NAME: Word = ["名称", "name"];
    /// The id of the subject that a subject belongs to.
    pub(crate) const PARENT: Word = ["所属编号", "parent_id"];
    /// The year that a row's yearly facts belong to, and the year to run.
    pub(crate) const YEAR: Word = ["年度", "year"];
    /// Remarks, which are not read; as a sheet, too.
    pub(crate) const NOTES: Word = ["备注", "notes"];
    /// Stands before a kind of child: whether all are listed.
    pub(crate) const COMPLETE: Word = ["完整", "complete"];
    /// What was paid before: a sheet, and after `完整`.
    pub(crate) const HISTORY: Word = ["历史", "history"];
    /// Stands before the path of a decision.
    pub(crate) const DECISION: Word = ["裁量", "decision"];
    /// The sheet of what holds for all subjects.
    pub(crate) const SETTINGS: Word = ["设置", "settings"];
    /// The sheet of series.
    pub(crate) const SERIES: Word = ["序列", "series"];
    /// The sheet of explanations, which is not read.
    pub(crate) const GUIDE: Word = ["说明", "guide"];
    /// The hidden sheet of a template's long drop-downs.
    pub(crate) const CHOICES: Word = ["选项", "choices"];
    /// The day of evaluation; of series, the day of publication stands under `日期`.
    pub(crate) const AS_OF: Word = ["评价日", "as_of"];
    /// A day.
    pub(crate) const DATE: Word = ["日期", "date"];
    /// The rule that paid.
    pub(crate) const RULE: Word = ["规则", "rule"];
    /// The stage that was paid.
    pub(crate) const STAGE: Word = ["阶段", "stage"];
    /// What was paid.
    pub(crate) const AMOUNT: Word = ["金额", "amount"];
    /// A kind of subject.
    pub(crate) const KIND: Word = ["主体", "kind"];
}

use words::Word;

/// The parts of a header.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Heading<'h> {
    /// The name of a fact, or one of [`words`].
    pub(super) name: &'h str,
    /// The year.
    pub(super) year: Option<i32>,
    /// The unit in parentheses.
    pub(super) unit: Option<&'h str>,
}

impl<'h> Heading<'h> {
    /// The parts of `2022年 营业收入(万元)`. The year may also stand behind the name, alone or in
    /// brackets: `revenue [2022] (万元)`.
    pub(super) fn of(text: &'h str) -> Self {
        let (rest, unit) = split_unit(text.trim());
        let (name, year) = split_year(rest.trim());
        Self { name, year, unit }
    }

    /// Whether the header is one of these words and nothing else.
    pub(super) fn is(&self, word: Word) -> bool {
        word.contains(&self.name) && self.year.is_none() && self.unit.is_none()
    }

    /// What stands after a word: `项目` after `完整`.
    pub(super) fn after(&self, word: Word) -> Option<&'h str> {
        let rest = word.iter().find_map(|word| self.name.strip_prefix(word))?;
        let parted = rest.strip_prefix(|c: char| c.is_whitespace() || c == ':' || c == '：')?;
        Some(parted.trim())
    }
}

/// Text before a last pair of parentheses of either width, and what stands in it.
fn split_unit(text: &str) -> (&str, Option<&str>) {
    let inside = text.strip_suffix(')').or_else(|| text.strip_suffix('）'));
    match inside.and_then(|inside| inside.rsplit_once(['(', '（'])) {
        Some((before, unit)) => (before, Some(unit.trim())),
        None => (text, None),
    }
}

/// A name without its year, and the year.
fn split_year(text: &str) -> (&str, Option<i32>) {
    if let Some((digits, rest)) = text.split_at_checked(4)
        && let Some(year) = year(digits)
        && let Some(name) = rest.strip_prefix(|c: char| c == '年' || c.is_whitespace())
        && !name.trim().is_empty()
    {
        return (name.trim(), Some(year));
    }
    if let Some((name, last)) = text.rsplit_once(|c: char| c == '[' || c.is_whitespace())
        && let Some(year) = year(last.trim_end_matches([']', '年']))
        && !name.trim().is_empty()
    {
        return (name.trim(), Some(year));
    }
    (text, None)
}

/// The year that four digits write.
pub(super) fn year(text: &str) -> Option<i32> {
    let digits = text.len() == 4 && text.bytes().all(|byte| byte.is_ascii_digit());
    text.parse().ok().filter(|_| digits)
}

#[cfg(test)]
mod tests;
