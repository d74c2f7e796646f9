//! Other figures on trial: a policy set with some of its figures changed.

use std::collections::BTreeMap;

use crate::check;
use crate::diag::{Code, Diagnostic, Diagnostics, Text, suggest};
use crate::ir::{Address, Named, Program};
use crate::quantity::{Counts, Date, Dimension, parse_quantity};
use crate::source::{FileId, Sources, Span};
use crate::syntax;
use crate::text;

/// A figure to be tried at an address: `14.投资奖励.档2.率=3%`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trial {
    /// The address, in either language.
    pub address: String,
    /// The value, as the language writes it.
    pub value: String,
}

impl Trial {
    /// Reads one; none without `=`.
    #[must_use]
    pub fn parse(written: &str) -> Option<Trial> {
        let (address, value) = written.split_once('=')?;
        let (address, value) = (address.trim().to_owned(), value.trim().to_owned());
        (!address.is_empty() && !value.is_empty()).then_some(Trial { address, value })
    }
}

/// A figure that was changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    /// The address.
    pub address: Named,
    /// What stood there.
    pub before: String,
    /// What stands there now.
    pub after: String,
    /// Whether that is the same value.
    pub same: bool,
}

impl Edit {
    /// What was changed, as a sentence.
    #[must_use]
    pub fn told(&self) -> Text {
        let Edit { address: Named { zh, en }, before, after, same } = self;
        match same {
            true => text!(zh: "{zh}：{before}，没有改动", en: "{en}: {before}, unchanged"),
            false => text!(zh: "{zh}：{before} 改为 {after}", en: "{en}: {before} becomes {after}"),
        }
    }
}

/// A policy set with some of its figures changed.
#[derive(Debug)]
pub struct Changed {
    /// The program, checked anew.
    pub program: Program,
    /// Its texts, under the ids of the texts they came from.
    pub sources: Sources,
    /// What was changed, in the order asked for.
    pub edits: Vec<Edit>,
}

/// Why figures cannot be changed so, and the texts that it is about.
#[derive(Debug)]
pub struct Refused {
    /// What is wrong.
    pub problems: Vec<Diagnostic>,
    /// The texts that the problems speak of.
    pub sources: Sources,
}

/// The policy set with other figures. Nothing is written anywhere: the texts are changed in copies.
///
/// Refused: an address that is none, or at which no single figure stands, a value of another
/// dimension, and whatever the checker says of the changed texts.
pub fn changed(
    program: &Program,
    sources: &Sources,
    trials: &[Trial],
) -> Result<Changed, Box<Refused>> {
    let counts = program.vocabulary.counts();
    let mut found = Diagnostics::new();
    let mut edits = Vec::new();
    let mut places: BTreeMap<Span, String> = BTreeMap::new();
    for trial in trials {
        match edit(program, sources, &counts, trial) {
            Ok((edit, span)) => {
                let value = edit.after.clone();
                if places.insert(span, value).is_some() {
                    found.push(twice(trial, span));
                }
                edits.push(edit);
            }
            Err(problem) => found.push(*problem),
        }
    }
    if found.has_errors() {
        let sources = sources.clone();
        return Err(Box::new(Refused { problems: found.into_sorted(), sources }));
    }
    let sources = rewritten(sources, &places);
    let trees = sources.iter().map(|(id, file)| {
        let (tree, problems) = syntax::parse(id, file.text());
        found.extend(problems);
        tree
    });
    let trees: Vec<_> = trees.collect();
    let program = if found.has_errors() {
        None
    } else {
        let (program, problems) = check::program(&trees, &sources);
        found.extend(problems);
        program
    };
    match program {
        Some(program) => Ok(Changed { program, sources, edits }),
        None => Err(Box::new(Refused { problems: found.into_sorted(), sources })),
    }
}

/// The change that a trial asks for, and where the figure stands.
fn edit(
    program: &Program,
    sources: &Sources,
    counts: &Counts,
    trial: &Trial,
) -> Result<(Edit, Span), Box<Diagnostic>> {
    let address = find(program, &trial.address)?;
    let figure = figure(address, sources).ok_or_else(|| no_figure(program, address))?;
    let before = sources.snippet(figure).unwrap_or_default().to_owned();
    let same = match (Date::parse(&before), Date::parse(&trial.value)) {
        (Ok(old), Ok(new)) => old == new,
        (Ok(_), Err(_)) => return Err(wrong_value(address, figure, &before, trial)),
        (Err(_), _) => {
            let new = parse_quantity(&trial.value, counts)
                .map_err(|_| wrong_value(address, figure, &before, trial))?;
            let old = parse_quantity(&before, counts).ok();
            let dimension = old.map_or(Dimension::PLAIN, |old| old.dimension);
            let bare_zero = new.value.is_zero() && new.dimension == Dimension::PLAIN;
            if new.dimension != dimension && !bare_zero {
                return Err(wrong_value(address, figure, &before, trial));
            }
            old.is_some_and(|old| old.value == new.value)
        }
    };
    let address = Named { zh: address.path.clone(), en: address.path_en.clone() };
    Ok((Edit { address, before, after: trial.value.clone(), same }, figure))
}

fn find<'p>(program: &'p Program, written: &str) -> Result<&'p Address, Box<Diagnostic>> {
    let mut addresses = program.addresses.iter();
    let found = addresses.find(|one| one.path == written || one.path_en == written);
    found.ok_or_else(|| {
        let message = text!(zh: "没有“{written}”这个地址", en: "there is no address `{written}`");
        let all = program.addresses.iter();
        let paths = all.flat_map(|one| [one.path.as_str(), one.path_en.as_str()]);
        let help = match suggest(written, paths) {
            Some(closest) => text!(zh: "写成 {closest}", en: "write `{closest}`"),
            None => listed(program, written).unwrap_or_else(|| text!(
                zh: "用 polc ir 看各条有哪些地址", en: "see with polc ir which addresses there are",
            )),
        };
        Box::new(Diagnostic::new(Code::UnknownAddress, message).help(help))
    })
}

/// The figures that stand at or below an address, or at the rule it starts with.
fn listed(program: &Program, path: &str) -> Option<Text> {
    let below = |prefix: &str| -> Vec<&Address> {
        let is_below = |one: &&Address| {
            let below =
                |path: &str| path.strip_prefix(prefix).is_some_and(|rest| rest.starts_with('.'));
            one.unit.is_some() && (below(&one.path) || below(&one.path_en))
        };
        program.addresses.iter().filter(is_below).take(SHOWN).collect()
    };
    let mut prefixes = std::iter::successors(Some(path), |path| {
        path.rsplit_once('.').map(|(above, _)| above).filter(|above| above.contains('.'))
    });
    let found =
        prefixes.find_map(|prefix| Some(below(prefix)).filter(|found| !found.is_empty()))?;
    let zh = found.iter().map(|one| one.path.as_str()).collect::<Vec<_>>().join("、");
    let en = found.iter().map(|one| one.path_en.as_str()).collect::<Vec<_>>().join(", ");
    Some(text!(zh: "这里的数有：{zh}", en: "the figures here are: {en}"))
}

/// How many addresses are offered.
const SHOWN: usize = 8;

/// Where the only figure of an address stands in its text: the date that it is, or the one number
/// that has its unit.
fn figure(address: &Address, sources: &Sources) -> Option<Span> {
    let text = sources.snippet(address.span)?;
    if Date::parse(text).is_ok() {
        return Some(address.span);
    }
    address.dimension.as_ref()?;
    let unit = address.unit.as_deref().unwrap_or_default();
    let mut found = numbers(text).filter_map(|(start, end)| {
        let rest = text.get(end..)?;
        let blanks = rest.len().saturating_sub(rest.trim_start_matches(' ').len());
        let after = rest.get(blanks..)?;
        let unit_ends = match unit {
            // A bare number has no unit right behind it.
            "" => after.starts_with(is_unit).then_some(()).is_none().then_some(end)?,
            _ => {
                let behind = after.strip_prefix(unit)?;
                let length = blanks.saturating_add(unit.len());
                (!behind.starts_with(is_unit)).then(|| end.saturating_add(length))?
            }
        };
        Some((start, unit_ends))
    });
    let ((start, end), None) = (found.next()?, found.next()) else { return None };
    let at = |offset: usize| {
        u32::try_from(offset).ok().and_then(|offset| address.span.start.checked_add(offset))
    };
    Some(Span::new(address.span.file, at(start)?, at(end)?))
}

/// Where numbers stand in a text: runs of digits with points and separators inside.
fn numbers(text: &str) -> impl Iterator<Item = (usize, usize)> {
    let mut from = 0;
    std::iter::from_fn(move || {
        let rest = text.get(from..)?;
        let start = from.saturating_add(rest.find(|char: char| char.is_ascii_digit())?);
        let inside = |char: char| char.is_ascii_digit() || matches!(char, '.' | ',' | '_');
        let run = text.get(start..)?;
        let length = run.find(|char| !inside(char)).unwrap_or(run.len());
        let number = run.get(..length)?.trim_end_matches(['.', ',', '_']);
        from = start.saturating_add(length);
        Some((start, start.saturating_add(number.len())))
    })
}

/// Whether a character goes on with a unit.
fn is_unit(char: char) -> bool {
    char.is_alphabetic() || matches!(char, '%' | '/')
}

/// The texts with other figures in these places.
fn rewritten(sources: &Sources, places: &BTreeMap<Span, String>) -> Sources {
    let mut changed = Sources::new();
    for (id, file) in sources.iter() {
        changed.add(file.name(), with_figures(id, file.text(), places));
    }
    changed
}

fn with_figures(file: FileId, text: &str, places: &BTreeMap<Span, String>) -> String {
    let (mut changed, mut from) = (String::with_capacity(text.len()), 0);
    for (span, value) in places.iter().filter(|(span, _)| span.file == file) {
        let range = span.range();
        changed.push_str(text.get(from..range.start).unwrap_or_default());
        changed.push_str(value);
        from = range.end;
    }
    changed.push_str(text.get(from..).unwrap_or_default());
    changed
}

fn no_figure(program: &Program, address: &Address) -> Box<Diagnostic> {
    let (zh, en) = (&address.path, &address.path_en);
    let message = text!(zh: "{zh} 不是一个数", en: "`{en}` is no single figure");
    let problem = Diagnostic::new(Code::AddressNotFigure, message).at(address.span);
    Box::new(problem.maybe_help(listed(program, zh)))
}

fn wrong_value(address: &Address, at: Span, before: &str, trial: &Trial) -> Box<Diagnostic> {
    let (zh, en, value) = (&address.path, &address.path_en, &trial.value);
    let message = text!(
        zh: "{zh} 现在是 {before}，不能改成 {value}",
        en: "`{en}` is {before}, which cannot become {value}",
    );
    let help = text!(
        zh: "写一个同样单位的数，例如 {zh}={before}", en: "give one of the same dimension, as in `{en}={before}`",
    );
    Box::new(Diagnostic::new(Code::WrongValue, message).at(at).help(help))
}

fn twice(trial: &Trial, at: Span) -> Diagnostic {
    let address = &trial.address;
    let message = text!(zh: "{address} 改了两次", en: "`{address}` is changed twice");
    Diagnostic::new(Code::GivenTwice, message).at(at)
}
