//! Why an outcome is what it is: what an evaluation passed on its way, in its order, each step
//! with the place it stands at.

use serde::Serialize;

use crate::diag::{Lang, Text};
use crate::eval::{Event, Facts, Interval, Outcome, Position, Seen, SubjectId, Tracer};
use crate::ir::{AddressId, RuleId};
use crate::scenario::{Directory, words};
use crate::source::Sources;
use crate::text;

use super::line::{Context, Line};
use super::table;

/// How an outcome comes about, for programs.
#[derive(Debug, Serialize)]
pub(crate) struct Derivation<'a> {
    /// The position of the outcome in the list of outcomes.
    outcome: usize,
    steps: Vec<Step<'a>>,
}

#[derive(Debug, Serialize)]
struct Step<'a> {
    address: &'a str,
    said: Text,
    file: &'a str,
    line: usize,
}

/// What was evaluated: rule, stage, subject, year.
type Key = (RuleId, usize, Option<SubjectId>, Option<i32>);

/// Listens to evaluations and writes down what they pass.
#[derive(Debug, Default)]
pub(crate) struct Recorder {
    steps: Vec<(Key, Vec<(AddressId, Event)>)>,
}

impl Tracer for Recorder {
    const ON: bool = true;

    fn begin(&mut self, rule: RuleId, stage: usize, subject: SubjectId, year: Option<i32>) {
        self.steps.push(((rule, stage, Some(subject), year), Vec::new()));
    }

    /// Shares come last, when all awards are settled: the outcome has them, and they are told from
    /// there.
    fn event(&mut self, at: AddressId, event: Event) {
        if let Some((_, events)) = self.steps.last_mut()
            && !matches!(event, Event::Share { .. })
        {
            events.push((at, event));
        }
    }
}

/// The derivation of every outcome that has one.
pub(in crate::cli) fn explanation(
    context: Context,
    sources: &Sources,
    outcomes: &[Outcome],
    recorder: &Recorder,
) -> String {
    let explainer = Explainer { context, sources };
    let derivations = outcomes
        .iter()
        .filter_map(|outcome| explainer.derivation(outcome, recorder.events(outcome)?));
    derivations.collect::<Vec<_>>().join("\n")
}

/// The derivation of every outcome that has one, for programs.
pub(crate) fn derivations<'a>(
    directory: &'a Directory<'a>,
    sources: &'a Sources,
    facts: &'a Facts,
    outcomes: &[Outcome],
    recorder: &Recorder,
) -> Vec<Derivation<'a>> {
    let explainer =
        |lang| Explainer { context: Context { directory, facts, lang, width: 0 }, sources };
    let (zh, en) = (explainer(Lang::Zh), explainer(Lang::En));
    let derivation = |(position, outcome): (usize, &Outcome)| {
        let events = recorder.events(outcome)?.iter();
        let steps = events.filter_map(|(at, event)| {
            let said = Text::new(zh.said(*at, event)?.zh, en.said(*at, event)?.en);
            let address = directory.program.addresses.get(at.0 as usize)?;
            let (file, line) = zh.place(*at)?;
            Some(Step { address: &address.path, said, file, line })
        });
        Some(Derivation { outcome: position, steps: steps.collect() })
    };
    outcomes.iter().enumerate().filter_map(derivation).collect()
}

impl Recorder {
    /// What the evaluation of an outcome passed.
    fn events(&self, outcome: &Outcome) -> Option<&[(AddressId, Event)]> {
        let key = (outcome.rule, outcome.stage, outcome.subject, outcome.year);
        let (_, events) = self.steps.iter().rfind(|(at, _)| *at == key)?;
        Some(events)
    }
}

struct Explainer<'a> {
    context: Context<'a>,
    sources: &'a Sources,
}

impl<'a> Explainer<'a> {
    fn derivation(&self, outcome: &Outcome, events: &[(AddressId, Event)]) -> Option<String> {
        let line = Line::of(self.context, outcome)?;
        let title = self.context.title(&line);
        let subject = self.context.subject(outcome.subject);
        let (year, status) = (self.context.year(&line), self.context.status(&line));
        let official = &line.clause.source;
        let head = format!("{title}（{official}） {subject} {year}: {status}\n");
        let mut rows: Vec<[String; 3]> = Vec::new();
        for (at, event) in events {
            let Some(said) = self.said(*at, event) else { continue };
            let row = self.row(*at, &said);
            // A guard of one part only says again what the part has said.
            let repeats = |last: &[String; 3]| match event {
                Event::Guard(_) => last.iter().skip(1).eq(row.iter().skip(1)),
                _ => *last == row,
            };
            if rows.last().is_some_and(repeats) {
                rows.pop();
            }
            rows.push(row);
        }
        rows.extend(self.shares(outcome, &line));
        let rows: Vec<Vec<String>> = rows.into_iter().map(Vec::from).collect();
        Some(format!("{head}{}", table::aligned(&rows)))
    }

    /// A step: what stands there, what it comes to, and where that is.
    fn row(&self, at: AddressId, said: &Text) -> [String; 3] {
        let text = self.context.say(&words::address(self.context.directory, at));
        let place = self.place(at).map(|(file, line)| format!("{file}:{line}"));
        [format!("  {}", shortened(&text)), self.context.say(said), place.unwrap_or_default()]
    }

    /// What each payer pays.
    fn shares(&self, outcome: &Outcome, line: &Line) -> Vec<[String; 3]> {
        let shares = line.money().map_or(&[][..], |money| money.payers.shares.as_slice());
        let paid = outcome.payers.iter().zip(shares);
        paid.map(|((_, amount), share)| self.row(share.address, &words::money(*amount))).collect()
    }

    /// What a step says; none for one that only leads to the next.
    fn said(&self, at: AddressId, event: &Event) -> Option<Text> {
        Some(match event {
            Event::Condition(holds) | Event::Guard(holds) => holds_words(*holds),
            Event::Compared { left, holds, .. } => {
                let (Text { zh, en }, left) = (holds_words(*holds), self.seen(at, left));
                text!(zh: "{left} → {zh}", en: "{left} → {en}")
            }
            Event::Arm { certain: true } => Text::new("取这一行", "this row"),
            Event::Tier { certain: true } => Text::new("在这一档", "this tier"),
            Event::Arm { .. } | Event::Tier { .. } => Text::new("也许", "perhaps"),
            Event::Bound(_) => return None,
            Event::Item { subject, kept } => {
                let subject = self.context.subject(Some(*subject));
                match kept {
                    Some(true) => text!(zh: "{subject} 计入", en: "{subject} counts"),
                    Some(false) => text!(zh: "{subject} 不计", en: "{subject} does not count"),
                    None => text!(zh: "{subject} 未定", en: "{subject} is not settled"),
                }
            }
            Event::Cap { before, limit, position, after } => {
                self.capped(before, limit, *position, after)
            }
            Event::Step { before, after } => {
                let (before, after) = (self.seen(at, before), self.seen(at, after));
                text!(zh: "{before} → {after}", en: "{before} → {after}")
            }
            Event::Local(value) => Text::same(format!("= {}", self.seen(at, value))),
            Event::Share { amount, .. } => words::money(*amount),
            Event::Relation(Some(true)) => Text::new("因此不发", "takes this award away"),
            Event::Relation(Some(false)) => Text::new("不影响", "takes nothing away"),
            Event::Relation(None) => Text::new("未定", "not settled"),
            Event::Exhausted(Some(true)) => Text::new("已用尽", "used up"),
            Event::Exhausted(Some(false)) => Text::new("未用尽", "not used up"),
            Event::Exhausted(None) => Text::new("是否用尽未定", "whether used up is not settled"),
            Event::Amount(amount) => {
                let amount = self.money(amount);
                text!(zh: "得 {amount}", en: "comes to {amount}")
            }
        })
    }

    fn capped(&self, before: &Seen, limit: &Seen, position: Position, after: &Seen) -> Text {
        let [before, limit, after] = [before, limit, after].map(|seen| self.money(seen));
        match position {
            Position::Above => {
                text!(zh: "{before} 封顶为 {after}", en: "{before}, capped to {after}")
            }
            Position::At => text!(zh: "{before}，恰到上限", en: "{before}, exactly at the cap"),
            Position::Below => {
                text!(zh: "{before}，未到 {limit}", en: "{before}, below {limit}")
            }
            Position::Unknown => {
                text!(zh: "{before}，上限 {limit}，得 {after}", en: "{before}, cap {limit}, so {after}")
            }
        }
    }

    /// A value in the unit of its place.
    fn seen(&self, at: AddressId, seen: &Seen) -> String {
        let directory = self.context.directory;
        self.shown(seen, |value| words::number(directory, at, value))
    }

    /// A value that is money.
    fn money(&self, seen: &Seen) -> String {
        self.shown(seen, |value| match value.to_exact() {
            Some(exact) => self.context.say(&words::money(exact)),
            None => format!("{value}元"),
        })
    }

    fn shown(&self, seen: &Seen, number: impl Fn(crate::quantity::Ratio) -> String) -> String {
        let words = match seen {
            Seen::Number(Interval { low, high: Some(high) }) if low == high => {
                return number(*low);
            }
            Seen::Number(Interval { low, high: Some(high) }) => {
                return format!("{} – {}", number(*low), number(*high));
            }
            Seen::Number(Interval { low, high: None }) => return format!("≥ {}", number(*low)),
            Seen::Truth(truth) => words::truth(*truth),
            Seen::Date(day) => return day.to_string(),
            Seen::NotHappened => Text::new("未发生", "not happened"),
            Seen::Absent => Text::new("无", "nothing"),
            Seen::AnyNumber | Seen::Variant(_) | Seen::Unknown => Text::new("未知", "unknown"),
        };
        self.context.say(&words)
    }

    /// File and line of a place.
    fn place(&self, at: AddressId) -> Option<(&'a str, usize)> {
        let info = self.context.directory.program.addresses.get(at.0 as usize)?;
        let file = self.sources.get(info.span.file)?;
        Some((file.name(), file.position(info.span.start).line))
    }
}

/// So much of a source text is shown; the place says where the rest stands.
const SHOWN: usize = 40;

/// A source text with its end cut off, if it is long.
fn shortened(text: &str) -> String {
    match text.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
        None => text.to_owned(),
    }
}

fn holds_words(holds: Option<bool>) -> Text {
    match holds {
        Some(true) => Text::new("成立", "holds"),
        Some(false) => Text::new("不成立", "does not hold"),
        None => Text::new("未定", "not settled"),
    }
}
