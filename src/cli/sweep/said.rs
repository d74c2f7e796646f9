//! Parts of a sweep in words.

use super::asked::Asked;
use crate::compare::Edit;
use crate::diag::Text;
use crate::eval::{Facts, Outcome, Status};
use crate::ir::{Body, Money, MoneyKind, RuleId, Type};
use crate::quantity::{Dimension, Exact, Mode, Ratio, parse_unit};
use crate::scenario::{Directory, words};
use crate::sweep::{Amount, End, Jump, Key, Line, Piece};
use crate::text;

/// What is spoken of.
#[derive(Clone, Copy)]
pub(super) struct Speaker<'a> {
    pub(super) directory: &'a Directory<'a>,
    pub(super) facts: &'a Facts,
    pub(super) asked: Asked<'a>,
    pub(super) title: &'a str,
    /// The figures on trial.
    pub(super) edits: &'a [Edit],
}

impl<'a> Speaker<'a> {
    /// The fact and whose it is: `甲公司 2023年 固定资产投资`.
    pub(super) fn fact(self) -> Text {
        let place = self.asked.place;
        let Text { zh, en } = words::subject(self.directory, self.facts, place.subject);
        let Text { zh: fact_zh, en: fact_en } = words::named(&self.asked.fact.name);
        match place.year {
            Some(year) => text!(zh: "{zh} {year}年 {fact_zh}", en: "{fact_en} of {en} in {year}"),
            None => text!(zh: "{zh} {fact_zh}", en: "{fact_en} of {en}"),
        }
    }

    /// An outcome: `14.投资奖励（甲公司，2023年）`.
    pub(super) fn outcome(self, key: Key) -> Text {
        let rule = words::rule(self.directory, key.rule);
        let stage = self.money(key.rule).and_then(|money| money.stages.get(key.stage));
        let stage = stage.and_then(|stage| stage.name.as_ref()).map(words::named);
        let Text { zh, en } = match stage {
            Some(Text { zh, en }) => {
                Text::new(format!("{}·{zh}", rule.zh), format!("{}·{en}", rule.en))
            }
            None => rule,
        };
        let whose = key.subject.map(|id| words::subject(self.directory, self.facts, id));
        match (whose, key.year) {
            (Some(Text { zh: of_zh, en: of_en }), Some(year)) => {
                text!(zh: "{zh}（{of_zh}，{year}年）", en: "{en} ({of_en}, {year})")
            }
            (Some(Text { zh: of_zh, en: of_en }), None) => {
                text!(zh: "{zh}（{of_zh}）", en: "{en} ({of_en})")
            }
            (None, _) => Text::new(zh, en),
        }
    }

    fn money(self, rule: RuleId) -> Option<&'a Money> {
        match &self.directory.program.rules.get(rule.index())?.body {
            Body::Money(money) => Some(money),
            _ => None,
        }
    }

    /// Whether a rule pays money.
    pub(super) fn is_paid(self, rule: RuleId) -> bool {
        self.money(rule).is_some_and(|money| money.kind == MoneyKind::Paid)
    }

    /// Whether any of these outcomes is money paid.
    pub(super) fn pays_something(self, outcomes: &[Outcome]) -> bool {
        let pays = |status: &Status| matches!(status, Status::Granted(amount) if !amount.is_zero());
        outcomes.iter().any(|outcome| self.is_paid(outcome.rule) && pays(&outcome.status))
    }

    /// A value of the fact, in its unit.
    pub(super) fn value(self, value: Ratio) -> String {
        words::quantity(self.directory, value, &self.asked.fact.unit, self.dimension())
    }

    /// The dimension of the fact.
    pub(super) fn dimension(self) -> Dimension {
        match self.asked.fact.ty {
            Type::Number(dimension) => dimension,
            _ => Dimension::PLAIN,
        }
    }

    /// Where a piece stretches: `5000万元 ≤ x < 1亿元`.
    pub(super) fn stretch(self, piece: &Piece) -> String {
        let Piece { low, high, .. } = piece;
        if low.at == high.at {
            return format!("x = {}", self.value(low.at));
        }
        let sign = |end: &End| if end.belongs { "≤" } else { "<" };
        let (from, to) = (self.value(low.at), self.value(high.at));
        format!("{from} {} x {} {to}", sign(low), sign(high))
    }

    /// What an outcome comes to over a piece.
    pub(super) fn comes_to(self, piece: &Piece) -> Text {
        let ends = |line: &Line| [line.at(piece.low.at), line.at(piece.high.at)];
        match &piece.amount {
            Amount::None => self.status(&piece.status),
            Amount::Exact(line) => run(ends(line)),
            Amount::Between(low, high) => {
                let Text { zh: why_zh, en: why_en } = self.open(&piece.status);
                let Text { zh, en } = run(ends(low));
                match high.as_ref().map(|high| run(ends(high))) {
                    Some(Text { zh: high_zh, en: high_en }) => text!(
                        zh: "{why_zh}至少 {zh}，至多 {high_zh}",
                        en: "{why_en}at least {en}, at most {high_en}",
                    ),
                    None => text!(zh: "{why_zh}至少 {zh}", en: "{why_en}at least {en}"),
                }
            }
            Amount::Sampled(samples) => {
                let count = samples.len();
                text!(
                    zh: "不按直线变化，只取了 {count} 个点",
                    en: "moves along no line; {count} samples only",
                )
            }
        }
    }

    /// The exact line: `2% × x − 100万元`; empty where the amount stays.
    pub(super) fn formula(self, piece: &Piece) -> String {
        match &piece.amount {
            Amount::Exact(line) => self.line(line),
            Amount::Between(low, high) => {
                let lines = [Some(low), high.as_ref()].into_iter().flatten();
                let lines = lines.map(|line| self.line(line)).filter(|line| !line.is_empty());
                lines.collect::<Vec<_>>().join("; ")
            }
            Amount::None | Amount::Sampled(_) => String::new(),
        }
    }

    fn line(self, line: &Line) -> String {
        if line.slope.is_zero() {
            return String::new();
        }
        let slope = self.slope(line.slope);
        match (line.intercept.is_zero(), line.intercept.is_negative()) {
            (true, _) => format!("{slope} × x"),
            (false, true) => format!("{slope} × x − {}", sum(line.intercept.negated())),
            (false, false) => format!("{slope} × x + {}", sum(line.intercept)),
        }
    }

    /// How much more money for one more of the fact: `2%`, `1000元/人`.
    fn slope(self, slope: Ratio) -> String {
        if self.dimension() == Dimension::MONEY {
            let percent = slope.checked_mul(Exact::from_i64(100).into());
            return percent.map_or_else(|| slope.to_string(), |percent| format!("{percent}%"));
        }
        let unit = parse_unit(&self.asked.fact.unit, &self.directory.counts).ok();
        let each = unit.and_then(|unit| Some((slope.checked_mul(unit.factor.into())?, unit.text)));
        match each {
            Some((each, unit)) => format!("{}/{unit}", sum(each)),
            None => sum(slope),
        }
    }

    /// A jump: `超过 15亿元 时多得 750万元`.
    pub(super) fn jump(self, jump: &Jump) -> Text {
        let at = self.value(jump.at);
        let (when_zh, when_en) = match jump.before {
            true => (format!("超过 {at} 时"), format!("above {at}")),
            false => (format!("达到 {at} 时"), format!("from {at} on")),
        };
        match jump.size() {
            Some(size) if size.is_negative() => {
                let size = money(size.negated());
                let Text { zh, en } = size;
                text!(zh: "{when_zh}少得 {zh}", en: "{when_en}: {en} less")
            }
            Some(size) => {
                let Text { zh, en } = money(size);
                text!(zh: "{when_zh}多得 {zh}", en: "{when_en}: {en} more")
            }
            None => {
                let (from, to) = (within(jump.from), within(jump.to));
                let (from_zh, from_en, to_zh, to_en) = (from.zh, from.en, to.zh, to.en);
                text!(
                    zh: "{when_zh}由 {from_zh} 变为 {to_zh}",
                    en: "{when_en}: {from_en} becomes {to_en}",
                )
            }
        }
    }

    /// A status without the figures that move with the fact.
    pub(super) fn status(self, status: &Status) -> Text {
        match status {
            Status::NotEligible(failures) => {
                let conditions = failures.iter();
                let conditions = conditions.map(|one| words::address(self.directory, one.address));
                let Text { zh, en } = words::list(conditions);
                text!(zh: "不符合：{zh}", en: "not eligible: {en}")
            }
            other => words::status(self.directory, self.facts, other),
        }
    }

    /// Why an amount is open.
    fn open(self, status: &Status) -> Text {
        match status {
            Status::Undetermined { missing, .. } => {
                let missing =
                    missing.iter().map(|one| words::missing(self.directory, self.facts, one));
                let Text { zh, en } = words::list(missing);
                text!(zh: "缺 {{{zh}}}，", en: "missing {{{en}}}, ")
            }
            Status::Range { .. } => Text::new("待裁量，", "awaiting decision, "),
            _ => Text::default(),
        }
    }
}

/// An amount at two ends of a piece: one where it stays.
fn run(ends: [Option<Ratio>; 2]) -> Text {
    let [from, to] = ends.map(|end| end.map_or_else(|| Text::same("?"), money));
    match from == to {
        true => from,
        false => Text::new(format!("{} → {}", from.zh, to.zh), format!("{} → {}", from.en, to.en)),
    }
}

fn within((low, high): (Ratio, Option<Ratio>)) -> Text {
    let Text { zh, en } = money(low);
    match high {
        Some(high) if high == low => Text::new(zh, en),
        Some(high) => {
            let Text { zh: high_zh, en: high_en } = money(high);
            text!(zh: "{zh} 至 {high_zh}", en: "{en} to {high_en}")
        }
        None => text!(zh: "{zh} 以上", en: "{en} or more"),
    }
}

/// An amount of money; of a quotient that does not end, about how much it is.
fn money(amount: Ratio) -> Text {
    let about = || amount.round(Exact::CENT, Mode::HalfUp).map(words::money);
    match (amount.to_exact(), about) {
        (Some(exact), _) => words::money(exact),
        (None, about) => {
            let Text { zh, en } = about().unwrap_or_default();
            text!(zh: "约 {zh}", en: "about {en}")
        }
    }
}

/// An amount as part of a formula.
fn sum(amount: Ratio) -> String {
    money(amount).zh
}
