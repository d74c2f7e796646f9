//! A derivation as lines of text.

use super::record::Recorder;
use super::step::{Derivation, Place, Section, Step};
use super::write::derivations;
use crate::diag::{Lang, Text};
use crate::eval::{Facts, Outcome, Prepared};
use crate::scenario::Directory;
use crate::source::Sources;
use crate::text;

/// The derivation of one outcome as lines of text, a heading first; none for a duty, or where the
/// facts do not give such an outcome. The clause is evaluated again for it.
#[must_use]
pub fn derivation_lines(
    directory: &Directory,
    sources: &Sources,
    facts: &Facts,
    outcome: &Outcome,
    lang: Lang,
) -> Vec<String> {
    let clause = directory.program.rules.get(outcome.rule.index()).and_then(|rule| {
        directory.program.clauses.get(rule.clause.index()).map(|clause| clause.number)
    });
    let Some(clause) = clause else { return Vec::new() };
    let mut recorder = Recorder::default();
    let prepared = Prepared::new(directory.program, &[clause], &facts.readings);
    let outcomes = prepared.evaluate(facts, &mut recorder);
    let key = |one: &Outcome| (one.rule, one.stage, one.subject, one.year);
    let same = outcomes.iter().position(|one| key(one) == key(outcome));
    let all = derivations(directory, sources, facts, &outcomes, &recorder);
    let one = all.into_iter().find(|one| Some(one.outcome) == same);
    one.map_or_else(Vec::new, |one| lines(&one, lang))
}

/// A derivation as lines of text: the heading, then each section with its steps indented.
#[must_use]
pub fn lines(derivation: &Derivation, lang: Lang) -> Vec<String> {
    let mut lines = vec![heading(derivation).get(lang).to_owned()];
    let mut section: Option<Section> = None;
    for step in &derivation.steps {
        if section != Some(step.section) {
            section = Some(step.section);
            lines.push(format!("  {}", step.section.title().get(lang)));
        }
        let indent = "  ".repeat(step.depth.saturating_add(2));
        let said = said(step);
        let cited = cited(step.place.as_ref(), derivation);
        lines.push(format!("{indent}{}{}", said.get(lang), cited.get(lang)));
    }
    lines
}

/// Which rule, where it stands in the official list and in the files, for whom, when, and what it
/// comes to.
#[must_use]
pub fn heading(derivation: &Derivation) -> Text {
    let Derivation { title, official, subject, result, .. } = derivation;
    let (title_en, subject_en, result_en) = (&title.en, &subject.en, &result.en);
    let (title, subject, result) = (&title.zh, &subject.zh, &result.zh);
    let (year, year_en) = match derivation.year {
        Some(year) => (format!(" {year}年"), format!(" {year}")),
        None => (String::new(), String::new()),
    };
    text!(
        zh: "{title}（{official}） {subject}{year}：{result}",
        en: "{title_en} ({official}) {subject_en}{year_en}: {result_en}",
    )
}

/// What a step says, with how its condition came out.
#[must_use]
pub fn said(step: &Step) -> Text {
    let Text { zh, en } = &step.said;
    match step.verdict.map(super::Verdict::word) {
        Some(Text { zh: word, en: word_en }) => {
            let open = |text: &str| text.ends_with(['：', ':']);
            let (zh_gap, en_gap) =
                (if open(zh) { "" } else { "，" }, if open(en) { " " } else { " — " });
            text!(zh: "{zh}{zh_gap}{word}", en: "{en}{en_gap}{word_en}")
        }
        None => Text::new(zh.as_str(), en.as_str()),
    }
}

/// Where a step is written: the line, and the file where it is not the rule's own.
#[must_use]
pub fn cited(place: Option<&Place>, derivation: &Derivation) -> Text {
    let Some(place) = place else { return Text::default() };
    let own = derivation.place.as_ref().is_some_and(|own| own.file == place.file);
    let (file, line) = (&place.file, place.line);
    let word = place.word_in_text.as_ref();
    let word = word.map_or_else(
        Text::default,
        |word| text!(zh: "，原文作“{word}”", en: ", in the text: {word}"),
    );
    let (word, word_en) = (word.zh, word.en);
    match own {
        true => text!(zh: "（第{line}行{word}）", en: " (line {line}{word_en})"),
        false => text!(zh: "（{file}:{line}{word}）", en: " ({file}:{line}{word_en})"),
    }
}
