//! Outcomes in words, in both languages.

use super::directory::Directory;
use crate::diag::Text;
use crate::eval::{Facts, Failure, Found, Missing, Status, SubjectId, TargetState};
use crate::ir::{AddressId, Expr, Modality, MoneyKind, Named, Rule, RuleId, Type};
use crate::quantity::{Date, Dimension, Exact, Ratio, format_in, money_zh, parse_unit, yuan};
use crate::text;

/// A declared name.
#[must_use]
pub fn named(name: &Named) -> Text {
    Text::new(name.zh.as_str(), name.en.as_str())
}

/// An amount of money: `3000万元`, `CNY 30,000,000.00`.
#[must_use]
pub fn money(amount: Exact) -> Text {
    Text::new(money_zh(amount), format!("CNY {}", yuan(amount)))
}

/// Bounds of an amount; no upper end means that there is none.
#[must_use]
pub fn bounds(low: Exact, high: Option<Exact>) -> Text {
    let Text { zh, en } = money(low);
    match high.filter(|high| *high != low).map(money) {
        _ if high == Some(low) => Text::new(zh, en),
        Some(Text { zh: high_zh, en: high_en }) => {
            text!(zh: "{zh} 至 {high_zh}", en: "{en} to {high_en}")
        }
        None => text!(zh: "{zh} 以上", en: "{en} or more"),
    }
}

/// Yes or no.
#[must_use]
pub fn truth(truth: bool) -> Text {
    match truth {
        true => Text::new("是", "yes"),
        false => Text::new("否", "no"),
    }
}

/// Several texts as a list.
#[must_use]
pub fn list(items: impl IntoIterator<Item = Text>) -> Text {
    let (zh, en): (Vec<_>, Vec<_>) = items.into_iter().map(|one| (one.zh, one.en)).unzip();
    Text::new(zh.join("、"), en.join(", "))
}

/// A subject: its label, else its kind.
#[must_use]
pub fn subject(directory: &Directory, facts: &Facts, id: SubjectId) -> Text {
    let Some(subject) = facts.subjects.get(id.0 as usize) else {
        return Text::new("未列出者", "one that is not listed");
    };
    match subject.label.as_str() {
        "" => named(directory.kind_name(subject.kind)),
        label => Text::same(label),
    }
}

/// A rule as it is cited: `49①.项目奖补`.
#[must_use]
pub fn rule(directory: &Directory, id: RuleId) -> Text {
    named(&directory.rule_path(id))
}

/// What stands at an address, as it is written in the source.
#[must_use]
pub fn address(directory: &Directory, id: AddressId) -> Text {
    match directory.program.addresses.get(id.0 as usize) {
        Some(info) if !info.text.is_empty() => Text::same(one_line(&info.text)),
        Some(info) => Text::new(info.path.as_str(), info.path_en.as_str()),
        None => Text::default(),
    }
}

/// The path of an address.
#[must_use]
pub fn path(directory: &Directory, id: AddressId) -> Text {
    let info = directory.program.addresses.get(id.0 as usize);
    info.map_or_else(Text::default, |info| Text::new(info.path.as_str(), info.path_en.as_str()))
}

/// A source text on one line, blanks run together.
fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A number of an address, in the unit that is written there.
#[must_use]
pub fn number(directory: &Directory, at: AddressId, value: Ratio) -> String {
    let info = directory.program.addresses.get(at.0 as usize);
    let own = directory.program.locals.iter().find(|local| local.address == at);
    let of_local = own.and_then(|local| match local.ty {
        Type::Number(dimension) => Some(dimension),
        _ => None,
    });
    let written = info.and_then(|info| info.dimension);
    let dimension = written.or(of_local).unwrap_or(Dimension::PLAIN);
    let canonical = dimension.canonical_unit(&directory.counts);
    let written = info.and_then(|info| info.unit.as_deref()).unwrap_or(&canonical);
    quantity(directory, value, written, dimension)
}

/// A number in a unit; money as people write it.
#[must_use]
pub fn quantity(directory: &Directory, value: Ratio, unit: &str, dimension: Dimension) -> String {
    match value.to_exact() {
        Some(exact) if dimension == Dimension::MONEY => money_zh(exact),
        Some(exact) => match parse_unit(unit, &directory.counts) {
            Ok(unit) => format_in(exact, &unit),
            Err(_) => exact.to_string(),
        },
        // A quotient that does not end: shown as one.
        None => format!("{value}{}", dimension.canonical_unit(&directory.counts)),
    }
}

/// A value that was found at an address.
#[must_use]
pub fn found(directory: &Directory, at: AddressId, found: &Found) -> Text {
    match found {
        Found::Number(value) => Text::same(number(directory, at, *value)),
        Found::Truth(value) => truth(*value),
        Found::Variant(fact, variant) => {
            let info = directory.program.vocabulary.facts.get(fact.index());
            let of = info.and_then(|info| match info.ty {
                Type::Choice(of) => directory.program.vocabulary.enums.get(of.index()),
                _ => None,
            });
            let name = of.and_then(|of| of.variants.get(usize::from(*variant)));
            name.map(named).unwrap_or_default()
        }
        Found::Date(day) => Text::same(day.to_string()),
        Found::NotHappened => Text::new("未发生", "not happened"),
        Found::NoItem => Text::new("没有符合的", "none that qualifies"),
    }
}

/// A failed condition and what was found there.
#[must_use]
pub fn failure(directory: &Directory, failure: &Failure) -> Text {
    if failure.found == Some(Found::NoItem)
        && let Some(none) = no_subject(directory, failure.address)
    {
        return none;
    }
    let Text { zh, en } = address(directory, failure.address);
    match failure.found.as_ref().map(|one| found(directory, failure.address, one)) {
        Some(Text { zh: is_zh, en: is_en }) => {
            text!(zh: "{zh}（实际：{is_zh}）", en: "{en} (found: {is_en})")
        }
        None => Text::new(zh, en),
    }
}

/// That there is no subject of the kind that a rule speaks of (at the rule's address), or none
/// that a fold takes in (at the fold's).
fn no_subject(directory: &Directory, at: AddressId) -> Option<Text> {
    let rules = &directory.program.rules;
    if let Some(rule) = rules.iter().find(|rule| rule.address == at) {
        let Named { zh, en } = directory.kind_name(rule.subject?);
        return Some(text!(zh: "没有{zh}", en: "there is no {en}"));
    }
    let locals = directory.program.locals.iter().map(|local| &local.body);
    let mut kind = None;
    for whole in rules.iter().flat_map(Rule::exprs).chain(locals) {
        whole.walk(&mut |one| match one {
            Expr::Fold(fold) if fold.address == at => kind = Some(fold.kind),
            _ => {}
        });
    }
    let Named { zh, en } = directory.kind_name(kind?);
    Some(text!(zh: "没有符合的{zh}", en: "there is no {en} that qualifies"))
}

/// Something that is missing: whose, which, of when.
#[must_use]
pub fn missing(directory: &Directory, facts: &Facts, missing: &Missing) -> Text {
    let Text { zh, en } = missing_of(directory, missing);
    let Text { zh: of_zh, en: of_en } = match missing {
        Missing::Fact { fact, subject: of, .. } => match facts.subjects.get(of.0 as usize) {
            Some(_) => subject(directory, facts, *of),
            None => {
                let fact = directory.program.vocabulary.facts.get(fact.index());
                let Some(fact) = fact else { return Text::default() };
                let Named { zh, en } = directory.kind_name(fact.kind);
                text!(zh: "未列出的{zh}", en: "`{en}` that is not listed")
            }
        },
        Missing::Children { subject: of, .. } | Missing::History(of) => {
            subject(directory, facts, *of)
        }
        Missing::Series(..) | Missing::AsOf | Missing::Year => return Text::new(zh, en),
    };
    text!(zh: "{of_zh}·{zh}", en: "{of_en}: {en}")
}

/// The same, without whose it is.
#[must_use]
pub fn missing_of(directory: &Directory, missing: &Missing) -> Text {
    let vocabulary = &directory.program.vocabulary;
    match missing {
        Missing::Fact { fact, year, .. } => {
            let Some(fact) = vocabulary.facts.get(fact.index()) else { return Text::default() };
            let Named { zh, en } = &fact.name;
            match year {
                Some(year) => text!(zh: "{year}年{zh}", en: "{en} of {year}"),
                None => named(&fact.name),
            }
        }
        Missing::Children { kind, .. } => {
            let Named { zh, en } = directory.kind_name(*kind);
            text!(zh: "{zh}是否列全", en: "whether every {en} is listed")
        }
        Missing::History(_) => Text::new("历史", "what was paid before"),
        Missing::Series(series, on) => {
            let name = vocabulary.series.get(series.index()).map(|series| named(&series.name));
            let Text { zh, en } = name.unwrap_or_default();
            match on {
                Some(day) => text!(zh: "{day} 的 {zh}", en: "{en} on {day}"),
                None => text!(zh: "{zh}", en: "{en}"),
            }
        }
        Missing::AsOf => Text::new("评价日", "the day of evaluation"),
        Missing::Year => Text::new("年度", "the year"),
    }
}

/// A kind of money.
#[must_use]
pub fn money_kind(directory: &Directory, kind: MoneyKind) -> Text {
    match kind {
        MoneyKind::Paid => Text::new("给付", "paid"),
        MoneyKind::Sought(from) => {
            let from = directory.program.vocabulary.levels.get(from.index()).map(named);
            let Text { zh, en } = from.unwrap_or_default();
            text!(zh: "向{zh}争取", en: "sought from {en}")
        }
        MoneyKind::Deduction => Text::new("抵扣", "deduction"),
        MoneyKind::Deferral => Text::new("缓缴", "deferral"),
        MoneyKind::Reduction => Text::new("减征", "reduction"),
    }
}

/// An outcome in a few words: of what is missing or fails, only how much that is.
#[must_use]
pub fn short_status(directory: &Directory, facts: &Facts, status: &Status) -> Text {
    match status {
        Status::NotEligible(_) => Text::new("不符合", "not eligible"),
        Status::Undetermined { missing, bounds: within, .. } => {
            let count = missing.len();
            let Text { zh, en } = within.map_or_else(Text::default, |(low, high)| {
                let Text { zh, en } = bounds(low, high);
                text!(zh: "，{zh}", en: ", {en}")
            });
            text!(zh: "缺 {count} 项{zh}", en: "{count} missing{en}")
        }
        other => self::status(directory, facts, other),
    }
}

/// An outcome in a line.
#[must_use]
pub fn status(directory: &Directory, facts: &Facts, status: &Status) -> Text {
    match status {
        Status::Granted(amount) => money(*amount),
        Status::Range { low, high, .. } => {
            let Text { zh, en } = bounds(*low, *high);
            text!(zh: "待裁量 {zh}", en: "awaiting decision, {en}")
        }
        Status::NotEligible(failures) => {
            let Text { zh, en } = list(failures.iter().map(|one| failure(directory, one)));
            text!(zh: "不符合：{zh}", en: "not eligible: {en}")
        }
        Status::NotYet { earliest } => not_yet(*earliest),
        Status::Undetermined { missing: lacking, bounds: within, .. } => {
            let lacking = lacking.iter().map(|one| missing(directory, facts, one));
            let Text { zh, en } = list(lacking);
            match within.map(|(low, high)| bounds(low, high)) {
                Some(Text { zh: in_zh, en: in_en }) => {
                    text!(zh: "缺 {{{zh}}} {in_zh}", en: "missing {{{en}}}, {in_en}")
                }
                None => text!(zh: "缺 {{{zh}}}", en: "missing {{{en}}}"),
            }
        }
        Status::ByText(readings) => {
            let info = readings.iter().filter_map(|id| directory.program.readings.get(id.index()));
            let Text { zh, en } = list(info.map(|reading| named(&reading.name)));
            text!(zh: "文义未定：读法 {zh}", en: "undetermined by the text: reading {en}")
        }
        Status::Elsewhere(by) => text!(zh: "另定：{by}", en: "decided elsewhere: {by}"),
        Status::NotInForce => Text::new("不在时效", "not in force"),
        Status::Exhausted(at) => {
            let Text { zh, en } = address(directory, *at);
            text!(zh: "用尽：{zh}", en: "exhausted: {en}")
        }
        Status::Excluded(by) => {
            let Text { zh, en } = rule(directory, *by);
            text!(zh: "已由 {zh} 排除", en: "excluded by {en}")
        }
        Status::Contradiction(exceptions) => {
            let Text { zh, en } = list(exceptions.iter().map(|at| address(directory, *at)));
            text!(zh: "例外相互矛盾：{zh}", en: "contradictory exceptions: {en}")
        }
        Status::Determined(value) => truth(*value),
        Status::Target(state) => target(*state),
        Status::Listed => Text::new("职责", "duty"),
        Status::Fault(at) => {
            let Text { zh, en } = address(directory, *at);
            text!(zh: "编译器内部错误，请报告：{zh}", en: "an internal fault, please report it: {en}")
        }
        Status::Overflow(at) => {
            let Text { zh, en } = path(directory, *at);
            text!(zh: "数超过 28 位有效数字：{zh}", en: "a number of more than 28 significant digits: {en}")
        }
    }
}

/// How a target stands.
#[must_use]
pub fn target(state: TargetState) -> Text {
    match state {
        TargetState::Met => Text::new("达标", "met"),
        TargetState::Missed => Text::new("未达标", "missed"),
        TargetState::Pending => Text::new("待考", "pending"),
    }
}

fn not_yet(earliest: Option<Date>) -> Text {
    match earliest {
        Some(day) => text!(zh: "未到，最早 {day}", en: "not yet, {day} at the earliest"),
        None => Text::new("未到", "not yet"),
    }
}

/// The word by which a duty binds or a consequence follows.
#[must_use]
pub fn manner(modality: Modality) -> Text {
    match modality {
        Modality::Must => Text::new("应当", "must"),
        Modality::MustNot => Text::new("不得", "must not"),
        Modality::May => Text::new("可以", "may"),
        Modality::Exempt => Text::new("免予", "exempt from"),
        Modality::Priority => Text::new("优先", "priority for"),
        Modality::Applies => Text::new("适用", "applies"),
        Modality::Encourage => Text::new("鼓励", "encourage"),
        Modality::Seek => Text::new("争取", "seek"),
        Modality::Explore => Text::new("探索", "explore"),
        Modality::Promote => Text::new("推动", "promote"),
        Modality::Support => Text::new("支持", "support"),
        Modality::Guide => Text::new("引导", "guide"),
    }
}
