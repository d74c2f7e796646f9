//! From a book to the facts of a run: what was awarded in years that are not run now.

use super::book::{Award, Book, Entries, Sum};
use super::names::Names;
use crate::diag::{Code, Diagnostic};
use crate::eval::{Facts, PastAmount, PastAward, Payment, SubjectId};
use crate::ir::{KindId, Named};
use crate::text;

impl Book<'_> {
    /// Puts into facts what the book tells of their subjects. What it says of the years run, and of
    /// awards without a year, this run will say anew. An award that the facts state as well counts
    /// once.
    ///
    /// Errors: an award of which facts and book say different things.
    pub fn state(&self, names: &Names, facts: &mut Facts) -> Result<(), Vec<Diagnostic>> {
        let mut found = Vec::new();
        if facts.years.is_none() {
            let message = text!(
                zh: "没有写年度，历史不知道记在哪一年", en: "no years are run, so the history has none to keep",
            );
            return Err(vec![Diagnostic::new(Code::WrongYear, message)]);
        }
        for (subject, key) in names.iter() {
            let entries = self.subjects.get(key);
            let every_year = entries.is_some_and(|entries| entries.settled.contains(&None));
            if every_year || self.complete {
                know_all_below(facts, subject);
            }
            let Some(entries) = entries else { continue };
            settle(facts, subject, entries);
            for (award, sum) in &entries.awards {
                self.state_award(names, facts, subject, (award, sum), &mut found);
            }
            self.contradicted(facts, subject, entries, &mut found);
        }
        if found.is_empty() { Ok(()) } else { Err(found) }
    }

    fn state_award(
        &self,
        names: &Names,
        facts: &mut Facts,
        subject: SubjectId,
        (award, sum): (&Award, &Sum),
        found: &mut Vec<Diagnostic>,
    ) {
        let Some(year) = award.year.filter(|year| !runs(facts, *year)) else { return };
        let part_kind = self.directory.program.rules.get(award.rule.index());
        let part_kind = part_kind.and_then(|rule| rule.subject).unwrap_or(KindId(u16::MAX));
        // A part that is no longer among the data is still in the whole.
        let part =
            |(id, amount): (&String, &PastAmount)| Some((names.subject(part_kind, id)?, *amount));
        let parts: Vec<_> = sum.parts.iter().filter_map(part).collect();
        let stated = take_stated(facts, subject, award, year);
        if let Some(stated) = stated.filter(|stated| sum.amount.settled() != Some(stated.amount)) {
            found.push(self.contradiction(subject, facts, &stated, Some(sum.amount)));
        }
        facts.past.awards.push(PastAward {
            rule: award.rule,
            stage: award.stage,
            subject,
            year,
            amount: sum.amount,
            parts,
        });
    }

    /// Awards that the facts state for a year all of whose awards the book tells, and that it does
    /// not know.
    fn contradicted(
        &self,
        facts: &Facts,
        subject: SubjectId,
        entries: &Entries,
        found: &mut Vec<Diagnostic>,
    ) {
        let stated = facts.subject(subject).and_then(|own| own.history.as_deref());
        for paid in stated.unwrap_or_default() {
            if entries.settled.contains(&Some(paid.year)) && !runs(facts, paid.year) {
                found.push(self.contradiction(subject, facts, paid, None));
            }
        }
    }

    fn contradiction(
        &self,
        subject: SubjectId,
        facts: &Facts,
        stated: &Payment,
        kept: Option<PastAmount>,
    ) -> Diagnostic {
        let label = facts.subject(subject).map(|own| own.label.as_str()).unwrap_or_default();
        let Named { zh, en } = self.directory.rule_path(stated.rule);
        let (year, amount) = (stated.year, stated.amount);
        let message = match kept.map(PastAmount::settled) {
            Some(Some(kept)) => text!(
                zh: "“{label}”{year} 年的 {zh}，数据说是 {amount}元，历史文件说是 {kept}元",
                en: "`{en}` of {year} for “{label}” is {amount}元 in the data and {kept}元 in the history file",
            ),
            Some(None) => text!(
                zh: "“{label}”{year} 年的 {zh}，数据说是 {amount}元，历史文件说还没有定",
                en: "`{en}` of {year} for “{label}” is {amount}元 in the data and not settled in the history file",
            ),
            None => text!(
                zh: "“{label}”{year} 年的 {zh}，数据说是 {amount}元，历史文件里没有",
                en: "`{en}` of {year} for “{label}” is {amount}元 in the data and not in the history file",
            ),
        };
        let help = text!(
            zh: "查明付了多少，改掉数据或历史文件里的一处；重算那一年会改写历史文件",
            en: "find out what was paid and correct one of them; running that year again rewrites the file",
        );
        Diagnostic::new(Code::HistoryContradicted, message).help(help)
    }
}

/// Whether a year is run.
pub(super) fn runs(facts: &Facts, year: i32) -> bool {
    facts.years.is_some_and(|(first, last)| (first..=last).contains(&year))
}

/// Takes an award out of what the facts state of a subject, if it is there.
fn take_stated(facts: &mut Facts, subject: SubjectId, award: &Award, year: i32) -> Option<Payment> {
    let history = facts.subjects.get_mut(subject.0 as usize)?.history.as_mut()?;
    let same =
        |paid: &Payment| (paid.rule, paid.stage, paid.year) == (award.rule, award.stage, year);
    let at = history.iter().position(same)?;
    Some(history.remove(at))
}

/// Notes the years all of whose awards are told.
fn settle(facts: &mut Facts, subject: SubjectId, entries: &Entries) {
    let years: Vec<i32> =
        entries.settled.iter().flatten().copied().filter(|year| !runs(facts, *year)).collect();
    facts.past.settled.extend(years.into_iter().map(|year| (subject, year)));
}

/// What is not listed of a subject, and of those below it that have no history of their own, was not
/// paid.
fn know_all_below(facts: &mut Facts, top: SubjectId) {
    let mut known = vec![top];
    for (id, subject) in (0..).map(SubjectId).zip(&mut facts.subjects) {
        let is_below = subject.parent.is_some_and(|parent| known.contains(&parent));
        if is_below {
            known.push(id);
        }
        if is_below || id == top {
            subject.history.get_or_insert_default();
        }
    }
}
