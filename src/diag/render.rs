//! Problems as text for people, drawn by miette.

use std::fmt;

use miette::{GraphicalReportHandler, GraphicalTheme, LabeledSpan, SourceCode};

use super::excerpt::Excerpt;
use super::line::visible;
use super::{Diagnostic, Label, Lang, Severity, Text};
use crate::source::{FileId, Sources};

/// How a report is to look.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Style {
    /// The language of the words.
    pub lang: Lang,
    /// The width in terminal columns to which messages are wrapped.
    pub width: usize,
    /// Whether to use terminal colours; everything is readable without.
    pub colour: bool,
}

impl Default for Style {
    fn default() -> Self {
        Self { lang: Lang::default(), width: 100, colour: false }
    }
}

/// No message is wrapped narrower than this.
const MIN_WIDTH: usize = 40;

/// Draws every problem, and below them says how many there are.
pub fn report(found: &[Diagnostic], sources: &Sources, style: Style) -> String {
    let mut report = String::new();
    for diagnostic in found {
        report.push_str(&one(diagnostic, sources, style));
        report.push('\n');
    }
    if !found.is_empty() {
        report.push_str(&tally(found, style.lang));
        report.push('\n');
    }
    report
}

/// Draws one problem: the sentence over its source, then other files it speaks of, then facts that
/// show it, then the help.
pub fn one(diagnostic: &Diagnostic, sources: &Sources, style: Style) -> String {
    let lang = style.lang;
    let mut by_file = labels_by_file(diagnostic).into_iter();
    let (file, labels) = by_file.next().unwrap_or_default();
    let mut drawings = vec![Drawing::head(diagnostic, lang).around(file, &labels, sources, lang)];
    for (file, labels) in by_file {
        drawings.push(Drawing::aside(see_also(lang)).around(file, &labels, sources, lang));
    }
    if let Some(witness) = &diagnostic.witness {
        drawings.push(Drawing::aside(witness_line(witness, lang)));
    }
    if let Some(help) = &diagnostic.help {
        drawings.push(Drawing::aside(help_line(help, lang)));
    }
    drawings.iter().map(|drawing| draw(drawing, style)).collect()
}

/// One call of miette: a sentence, and perhaps an excerpt of one file.
#[derive(Debug)]
struct Drawing {
    code: Option<String>,
    sentence: String,
    severity: miette::Severity,
    excerpt: Option<Excerpt>,
    labels: Vec<LabeledSpan>,
}

impl Drawing {
    /// The code and the sentence.
    fn head(diagnostic: &Diagnostic, lang: Lang) -> Self {
        Self {
            code: Some(code_line(diagnostic, lang)),
            severity: severity(diagnostic.severity),
            ..Self::aside(diagnostic.sentence(lang))
        }
    }

    /// A sentence that belongs to the drawing before it.
    fn aside(sentence: String) -> Self {
        Self {
            code: None,
            sentence: visible(&sentence),
            severity: miette::Severity::Advice,
            excerpt: None,
            labels: Vec::new(),
        }
    }

    /// The same over these labels of a file. Without labels, or should the file be unknown, as is.
    fn around(self, file: FileId, labels: &[&Label], sources: &Sources, lang: Lang) -> Self {
        let Some(file) = sources.get(file).filter(|_| !labels.is_empty()) else {
            return self;
        };
        let spans: Vec<_> = labels.iter().map(|label| label.span).collect();
        let (excerpt, places) = Excerpt::around(file, &spans);
        let labels = labels.iter().zip(places).map(|(label, place)| {
            let words = visible(label.text.get(lang));
            let words = Some(words).filter(|words| !words.is_empty());
            match label.primary {
                true => LabeledSpan::new_primary_with_span(words, place),
                false => LabeledSpan::new_with_span(words, place),
            }
        });
        Self { labels: labels.collect(), excerpt: Some(excerpt), ..self }
    }
}

impl fmt::Display for Drawing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.sentence)
    }
}

impl std::error::Error for Drawing {}

impl miette::Diagnostic for Drawing {
    fn code<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        let code = self.code.as_ref()?;
        Some(Box::new(code))
    }

    fn severity(&self) -> Option<miette::Severity> {
        Some(self.severity)
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        let excerpt = self.excerpt.as_ref()?;
        Some(excerpt)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        Some(Box::new(self.labels.iter().cloned()))
    }
}

fn draw(drawing: &Drawing, style: Style) -> String {
    let mut theme = match style.colour {
        true => GraphicalTheme::unicode(),
        false => GraphicalTheme::unicode_nocolor(),
    };
    theme.characters.advice = "=".into();
    let handler = GraphicalReportHandler::new_themed(theme)
        .with_width(style.width.max(MIN_WIDTH))
        .without_syntax_highlighting();
    let mut drawn = String::new();
    // The handler fails only where a label lies outside its source, which an excerpt rules out;
    // the sentence is there in any case.
    if handler.render_report(&mut drawn, drawing).is_err() {
        drawn.push('\n');
    }
    drawn
}

/// The labels grouped by file, the file of the primary label first.
fn labels_by_file(diagnostic: &Diagnostic) -> Vec<(FileId, Vec<&Label>)> {
    let mut groups: Vec<(FileId, Vec<&Label>)> = Vec::new();
    for label in diagnostic.primary_label().into_iter().chain(&diagnostic.labels) {
        match groups.iter_mut().find(|(file, _)| *file == label.span.file) {
            None => groups.push((label.span.file, vec![label])),
            Some((_, labels)) => {
                if !labels.iter().any(|known| std::ptr::eq(*known, label)) {
                    labels.push(label);
                }
            }
        }
    }
    groups
}

/// `错误 E0301` or `error E0301`: the kind of problem in words, for readers without colour.
fn code_line(diagnostic: &Diagnostic, lang: Lang) -> String {
    let word = match (diagnostic.severity, lang) {
        (Severity::Error, Lang::Zh) => "错误",
        (Severity::Error, Lang::En) => "error",
        (Severity::Warning, Lang::Zh) => "警告",
        (Severity::Warning, Lang::En) => "warning",
    };
    format!("{word} {}", diagnostic.code)
}

/// What stands in front of a second file's excerpt.
fn see_also(lang: Lang) -> String {
    match lang {
        Lang::Zh => "另见".to_owned(),
        Lang::En => "see also".to_owned(),
    }
}

fn witness_line(witness: &Text, lang: Lang) -> String {
    let words = witness.get(lang);
    match lang {
        Lang::Zh => format!("实例：{words}"),
        Lang::En => format!("witness: {words}"),
    }
}

fn help_line(help: &Text, lang: Lang) -> String {
    let words = help.get(lang);
    match lang {
        Lang::Zh => format!("改法：{words}"),
        Lang::En => format!("help: {words}"),
    }
}

fn tally(found: &[Diagnostic], lang: Lang) -> String {
    let count = |severity| found.iter().filter(|one| one.severity == severity).count();
    let (errors, warnings) = (count(Severity::Error), count(Severity::Warning));
    match lang {
        Lang::Zh => format!("{errors} 个错误，{warnings} 个警告"),
        Lang::En => format!("errors: {errors}, warnings: {warnings}"),
    }
}

fn severity(severity: Severity) -> miette::Severity {
    match severity {
        Severity::Error => miette::Severity::Error,
        Severity::Warning => miette::Severity::Warning,
    }
}
