//! What is left out in writing, filled in.

use super::Figure;
use super::data::{AFTER, BEFORE, FAR, FAR_BEFORE, LIST, PER, RANGE, SHORTENED, SHORTENED_AFTER};
use super::scan::{Piece, Raw, Run};
use crate::ledger::REFERENCE;

/// The figures of a run.
pub(super) fn settle(chars: &[char], raws: Vec<Raw>) -> Vec<Figure> {
    let run = Run(chars);
    let links = links(run, &raws);
    let raws = with_units(run, raws, &links);
    let words = words(run, &raws, &links);
    let figures = raws.iter().zip(words).map(|(raw, word)| Figure {
        figure: written(&raw.piece),
        word,
        context: context(run, raw),
    });
    figures.collect()
}

/// How a find stands to the next one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Link {
    Range,
    List,
    None,
}

fn links(run: Run<'_>, raws: &[Raw]) -> Vec<Link> {
    let pairs = raws.iter().zip(raws.iter().skip(1));
    let links = pairs.map(|(one, next)| {
        let between = run.text(one.to, next.from);
        let between = between.trim_start_matches("(含)");
        let is_reference = |raw: &Raw| matches!(raw.piece, Piece::Reference(_));
        match between {
            _ if is_reference(one) || is_reference(next) => Link::None,
            between if RANGE.contains(&between) => Link::Range,
            between if LIST.contains(&between) => Link::List,
            _ => Link::None,
        }
    });
    links.collect()
}

/// Units that stand once for several: `200—500万元`, `38个、53个工作日`; then 每吨.
fn with_units(run: Run<'_>, mut raws: Vec<Raw>, links: &[Link]) -> Vec<Raw> {
    for at in (0..links.len()).rev() {
        let linked = links.get(at).is_some_and(|link| *link != Link::None);
        let next = raws.get(at.saturating_add(1)).map(|raw| raw.piece.clone());
        if let (true, Some(next), Some(raw)) = (linked, next, raws.get_mut(at)) {
            raw.piece = like_next(&raw.piece, &next);
        }
    }
    // A date after a full one leaves out the year: 2022年1月1日至12月31日.
    for at in 0..links.len() {
        let before = raws.get(at).map(|raw| raw.piece.clone());
        let ranged = links.get(at) == Some(&Link::Range);
        if let (true, Some(before), Some(raw)) =
            (ranged, before, raws.get_mut(at.saturating_add(1)))
        {
            raw.piece = of_year(&before, &raw.piece);
        }
    }
    let rates: Vec<Option<String>> = raws.iter().map(|raw| rate(run, raw)).collect();
    for (raw, rate) in raws.iter_mut().zip(rates) {
        if let (Piece::Number { unit, .. }, Some(per)) = (&mut raw.piece, rate) {
            *unit = format!("{unit}/{per}");
        }
    }
    shares(run, &mut raws);
    raws
}

/// A piece with what it leaves to the next one.
fn like_next(piece: &Piece, next: &Piece) -> Piece {
    match (piece, next) {
        (
            Piece::Number { number, scale, unit },
            Piece::Number { scale: later_scale, unit: later, .. },
        ) => {
            let later = later.as_str();
            let begun = !unit.is_empty() && unit != later && later.starts_with(unit.as_str());
            let (scale, unit) = match (unit.is_empty(), scale.is_empty()) {
                (true, true) => (later_scale.clone(), later.to_owned()),
                (true, false) => (scale.clone(), later.to_owned()),
                (false, _) if begun => (scale.clone(), later.to_owned()),
                (false, _) => (scale.clone(), unit.clone()),
            };
            Piece::Number { number: number.clone(), scale, unit }
        }
        (Piece::Number { number, unit, .. }, Piece::Done(date)) if unit.is_empty() => {
            // 2022—2024年.
            let year = number.len() == 4 && date.len() > 4 && date.ends_with('年');
            match year {
                true => Piece::Done(format!("{number}年")),
                false => piece.clone(),
            }
        }
        _ => piece.clone(),
    }
}

fn of_year(before: &Piece, piece: &Piece) -> Piece {
    let (Piece::Done(full), Piece::Done(date)) = (before, piece) else { return piece.clone() };
    let year = full.split('-').next().filter(|year| year.len() == 4 && full.len() == 10);
    let month_day = date.split_once('月').and_then(|(month, day)| {
        let day: u32 = day.strip_suffix('日')?.parse().ok()?;
        Some((month.parse::<u32>().ok()?, day))
    });
    match (year, month_day) {
        (Some(year), Some((month, day))) => Piece::Done(format!("{year}-{month:02}-{day:02}")),
        _ => piece.clone(),
    }
}

/// How many characters back a figure is still spoken of.
const REACH: usize = 80;

/// What a figure of money is counted by: the nearest 每吨 before it in its part of the sentence.
fn rate(run: Run<'_>, raw: &Raw) -> Option<String> {
    let Piece::Number { unit, .. } = &raw.piece else { return None };
    (unit == "元").then_some(())?;
    let ends = ['，', ',', '。', '；', ';', '(', ')', '\n'];
    let part = (raw.from.saturating_sub(REACH)..raw.from).rev();
    let part = part.take_while(|at| !run.at(*at).is_some_and(|c| ends.contains(&c)));
    for at in part {
        // 每人每年800元 is by the head too.
        let each_time = ["每年", "每月"].iter().any(|each| run.starts(at, each));
        if run.at(at) == Some('每') && !each_time {
            return per_at(run, at.saturating_add(1)).map(str::to_owned);
        }
    }
    None
}

/// What stands after 每: 吨, or with what is done to it 增加1吨, 盘活一亩.
fn per_at(run: Run<'_>, at: usize) -> Option<&'static str> {
    let unit = |at: usize| PER.iter().find(|(word, _)| run.starts(at, word)).map(|(_, per)| *per);
    let done =
        (0..=4).map(|by| at.saturating_add(by)).find(|at| matches!(run.at(*at), Some('1' | '一')));
    unit(at).or_else(|| unit(done?.saturating_add(1)))
}

/// The parts of a rate, in the brackets after it: `每吨200元（其中…100元、…100元）`.
fn shares(run: Run<'_>, raws: &mut [Raw]) {
    let mut rate: Option<String> = None;
    for raw in raws.iter_mut() {
        let is_share = is_share(run, raw.from);
        let Piece::Number { unit, .. } = &mut raw.piece else { continue };
        if unit.starts_with("元/") {
            rate = Some(unit.clone());
        } else if unit == "元" && is_share {
            rate.iter().for_each(|rate| unit.clone_from(rate));
        }
    }
}

/// Whether a place stands in brackets that begin with 其中.
fn is_share(run: Run<'_>, at: usize) -> bool {
    let before = (at.saturating_sub(REACH)..at).rev();
    let mut signs = before.filter(|place| matches!(run.at(*place), Some('(' | ')' | '\n')));
    signs.next().is_some_and(|sign| run.starts(sign, "(其中"))
}

/// The comparison word of each.
fn words(run: Run<'_>, raws: &[Raw], links: &[Link]) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for (at, raw) in raws.iter().enumerate() {
        let link = links.get(at);
        let before = at.checked_sub(1).and_then(|at| links.get(at));
        let own = after(run, raw).or_else(|| self::before(run, raw, raws, at));
        let inherited = found.last().filter(|_| before == Some(&Link::List)).cloned();
        let word = match (&raw.piece, link, before) {
            (Piece::Reference(_), ..) => REFERENCE.to_owned(),
            (_, Some(Link::Range), _) => "从".to_owned(),
            (_, _, Some(Link::Range)) => match own.as_deref() {
                Some("含") => "含".to_owned(),
                _ => "至".to_owned(),
            },
            _ => own.or(inherited).unwrap_or_default(),
        };
        found.push(word);
    }
    found
}

fn after(run: Run<'_>, raw: &Raw) -> Option<String> {
    let word = AFTER.iter().find(|word| run.starts(raw.to, word))?;
    let short = SHORTENED_AFTER.iter().find(|(long, _)| long == word);
    Some(short.map_or(*word, |(_, short)| *short).to_owned())
}

fn before(run: Run<'_>, raw: &Raw, raws: &[Raw], at: usize) -> Option<String> {
    if let Some(word) = BEFORE.iter().find(|word| run.ends(raw.from, word)) {
        let short = SHORTENED.iter().find(|(long, _)| long == word);
        return Some(short.map_or(*word, |(_, short)| *short).to_owned());
    }
    matches!(raw.piece, Piece::Number { .. }).then_some(())?;
    // Further off, but after the figure before and in the same part of the sentence.
    let floor = at.checked_sub(1).and_then(|at| raws.get(at)).map_or(0, |before| before.to);
    let floor = floor.max(raw.from.saturating_sub(FAR));
    let ends = ['，', ',', '。', '；', ';', '\n'];
    let mut place = raw.from;
    while place > floor && !run.at(place.saturating_sub(1)).is_some_and(|c| ends.contains(&c)) {
        if let Some(word) = FAR_BEFORE.iter().find(|word| run.ends(place, word)) {
            return Some((*word).to_owned());
        }
        place = place.saturating_sub(1);
    }
    None
}

fn written(piece: &Piece) -> String {
    match piece {
        Piece::Number { number, scale, unit } => format!("{number}{scale}{unit}"),
        Piece::Done(figure) | Piece::Reference(figure) => figure.clone(),
    }
}

/// A few characters on both sides.
fn context(run: Run<'_>, raw: &Raw) -> String {
    let text = run.text(raw.from.saturating_sub(6), raw.to.saturating_add(4));
    text.replace('\n', " ").trim().to_owned()
}
