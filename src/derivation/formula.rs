//! Formulas, once with the names of what stands in them and once with the figures put in.

use super::items::items;
use super::record::{Node, What};
use super::write::{Scope, Teller};
use crate::diag::Text;
use crate::ir::{DateUnit, FactId, FoldOp, KindId, PaidWhat};
use crate::scenario::words;
use crate::text;

/// A formula in words or figures, and how tightly it holds together.
#[derive(Debug, Clone)]
struct Piece {
    text: Text,
    tight: Tight,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Tight {
    Sum,
    Product,
    Whole,
}

impl Piece {
    fn whole(text: Text) -> Piece {
        Piece { text, tight: Tight::Whole }
    }

    /// In parentheses, unless it holds together at least so tightly.
    fn within(self, least: Tight) -> Text {
        let Text { zh, en } = self.text;
        match self.tight >= least {
            true => Text::new(zh, en),
            false => text!(zh: "({zh})", en: "({en})"),
        }
    }
}

/// Which of the two forms of a formula is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    Names,
    Figures,
}

impl Teller<'_> {
    /// A formula: names, then figures, then what it comes to; what repeats is left out.
    pub(super) fn equation(&self, node: &Node, scope: Scope) -> Text {
        let node = within(node);
        let forms = [Form::Names, Form::Figures].map(|form| self.piece(node, form, scope).text);
        let value = self.value(node);
        let mut sides: Vec<Text> = Vec::new();
        for side in forms.into_iter().chain([value]) {
            if sides.last().is_none_or(|last| last.zh != side.zh) {
                sides.push(side);
            }
        }
        match (sides.as_slice(), node.what.is_arithmetic()) {
            // A name and its value are no equation.
            ([name, value], false) => {
                let ([zh, is], [en, is_en]) = ([&name.zh, &value.zh], [&name.en, &value.en]);
                text!(zh: "{zh} {is}", en: "{en} {is_en}")
            }
            _ => {
                let (zh, en): (Vec<_>, Vec<_>) =
                    sides.into_iter().map(|side| (side.zh, side.en)).unzip();
                Text::new(zh.join(" = "), en.join(" = "))
            }
        }
    }

    /// A value with its name, where it has one of its own.
    pub(super) fn called(&self, node: &Node, scope: Scope) -> Text {
        match within(node).what {
            What::Fact(_) | What::Decision(_) | What::Local(_) => self.equation(node, scope),
            _ => self.value(node),
        }
    }

    /// What an expression is called.
    pub(super) fn named(&self, node: &Node, scope: Scope) -> Text {
        self.piece(within(node), Form::Names, scope).text
    }

    fn piece(&self, node: &Node, form: Form, scope: Scope) -> Piece {
        let binary = |sign: &str, tight: Tight, left: Tight, right: Tight| {
            let Some((a, b)) = node.pair() else { return Piece::whole(self.value(node)) };
            let a = self.piece(a, form, scope).within(left);
            let b = self.piece(b, form, scope).within(right);
            let text =
                Text::new(format!("{} {sign} {}", a.zh, b.zh), format!("{} {sign} {}", a.en, b.en));
            Piece { text, tight }
        };
        match &node.what {
            What::Add => binary("+", Tight::Sum, Tight::Sum, Tight::Sum),
            What::Sub | What::Monus(_) => binary("−", Tight::Sum, Tight::Sum, Tight::Product),
            What::Mul => binary("×", Tight::Product, Tight::Product, Tight::Product),
            What::Div => binary("÷", Tight::Product, Tight::Product, Tight::Whole),
            What::Extreme { highest } => self.extreme(node, *highest, form, scope),
            What::InYears { basis } => {
                let days = node.first().map(|days| self.piece(days, form, scope));
                let Text { zh, en } =
                    days.map_or_else(|| self.value(node), |days| days.within(Tight::Product));
                let text = text!(zh: "{zh} ÷ {basis}天", en: "{en} ÷ {basis} days");
                Piece { text, tight: Tight::Product }
            }
            What::Switch(_) | What::InYear | What::Test(_) => {
                match node.nodes().collect::<Vec<_>>()[..] {
                    [only] => self.piece(only, form, scope),
                    _ => Piece::whole(self.value(node)),
                }
            }
            _ if form == Form::Names => Piece::whole(self.name(node, scope)),
            _ => Piece::whole(self.value(node)),
        }
    }

    /// What an expression that is no arithmetic is called; a figure stands for itself.
    fn name(&self, node: &Node, scope: Scope) -> Text {
        let program = self.directory.program;
        match &node.what {
            What::Fact(fact) => self.fact(node, *fact, scope),
            What::Decision(decision) => {
                let decision = program.decisions.get(decision.index());
                decision.map(|one| words::named(&one.name)).unwrap_or_default()
            }
            What::Series(series) => {
                let series = program.vocabulary.series.get(series.index());
                let Text { zh, en } = series.map(|one| words::named(&one.name)).unwrap_or_default();
                match node.first().map(|on| self.value(on)) {
                    Some(Text { zh: on, en: on_en }) => {
                        text!(zh: "{on} 的{zh}", en: "{en} on {on_en}")
                    }
                    None => Text::new(zh, en),
                }
            }
            What::Local(local) => {
                let local = program.locals.get(local.index());
                let name = local.map(|one| words::named(&one.name)).unwrap_or_default();
                self.owned(node, name, scope)
            }
            What::Fold { op, kind, .. } => self.fold(node, *op, *kind, scope),
            What::Paid { what, rules } => self.paid(*what, rules),
            What::Days => self.days(node),
            What::YearsSince => {
                let Text { zh, en } = node.first().map(|day| self.value(day)).unwrap_or_default();
                text!(zh: "自 {zh} 起的年数", en: "years since {en}")
            }
            What::DateAdd { amount, unit } => self.later(node, *amount, *unit, scope),
            _ => self.value(node),
        }
    }

    /// A fact, with its owner and its year where they are not those spoken of.
    fn fact(&self, node: &Node, fact: FactId, scope: Scope) -> Text {
        let Some(info) = self.directory.program.vocabulary.facts.get(fact.index()) else {
            return Text::default();
        };
        let name = self.owned(node, words::named(&info.name), scope);
        match node.year.filter(|year| info.yearly && scope.year != Some(*year)) {
            Some(year) => {
                let Text { zh, en } = name;
                text!(zh: "{year}年{zh}", en: "{en} of {year}")
            }
            None => name,
        }
    }

    fn owned(&self, node: &Node, name: Text, scope: Scope) -> Text {
        let owner = node.subject.filter(|owner| scope.subject != Some(*owner));
        match owner.map(|owner| words::subject(self.directory, self.facts, owner)) {
            Some(Text { zh: of, en: of_en }) => {
                let Text { zh, en } = name;
                text!(zh: "{of}的{zh}", en: "{en} of {of_en}")
            }
            None => name,
        }
    }

    fn extreme(&self, node: &Node, highest: bool, form: Form, scope: Scope) -> Piece {
        let of = node.nodes().map(|one| self.piece(one, form, scope).text);
        let Text { zh, en } = words::list(of);
        Piece::whole(match highest {
            true => text!(zh: "取高{{{zh}}}", en: "the greater of {{{en}}}"),
            false => text!(zh: "取低{{{zh}}}", en: "the lesser of {{{en}}}"),
        })
    }

    /// A fold by what it makes of which children.
    fn fold(&self, node: &Node, op: FoldOp, kind: KindId, scope: Scope) -> Text {
        let Text { zh, en } = self.kind(kind);
        let body = items(node).into_iter().find_map(|item| Some((item.subject, item.body?)));
        let body =
            body.map(|(item, body)| self.named(body, Scope { subject: Some(item), ..scope }));
        let short = |text: &Text| text.zh.chars().count() <= NAME;
        let (of, of_en) = match body.filter(short) {
            Some(Text { zh: of, en: of_en }) => (of, format!("{of_en} of each {en}")),
            None => (String::new(), format!("each {en}")),
        };
        match op {
            FoldOp::Sum => text!(zh: "各{zh}{of}合计", en: "the total of {of_en}"),
            FoldOp::Highest => text!(zh: "各{zh}{of}最高的", en: "the highest of {of_en}"),
            FoldOp::Lowest => text!(zh: "各{zh}{of}最低的", en: "the lowest of {of_en}"),
            FoldOp::Count => text!(zh: "{zh}个数", en: "the number of {en}"),
            FoldOp::First => text!(zh: "最早的{zh}{of}", en: "of the earliest {en}"),
            FoldOp::Exists | FoldOp::All => Text::new(zh, en),
        }
    }

    /// The name of a kind.
    pub(super) fn kind(&self, kind: KindId) -> Text {
        let kind = self.directory.program.vocabulary.kinds.get(kind.index());
        kind.map(|kind| words::named(&kind.name)).unwrap_or_default()
    }

    fn paid(&self, what: PaidWhat, rules: &[crate::ir::RuleId]) -> Text {
        let Text { zh, en } =
            words::list(rules.iter().map(|rule| words::rule(self.directory, *rule)));
        match what {
            PaidWhat::Amount => text!(zh: "已得 {zh}", en: "what was received of {en}"),
            PaidWhat::Times => text!(zh: "已得 {zh} 的年数", en: "years with {en}"),
            PaidWhat::FirstYear => text!(zh: "首得 {zh} 的年份", en: "the first year with {en}"),
        }
    }

    fn days(&self, node: &Node) -> Text {
        let Some((from, to)) = node.pair() else { return self.value(node) };
        let (from, to) = (self.value(from), self.value(to));
        let (from_en, to_en, from, to) = (from.en, to.en, from.zh, to.zh);
        text!(zh: "从 {from} 至 {to} 的天数", en: "days from {from_en} to {to_en}")
    }

    fn later(&self, node: &Node, amount: i32, unit: DateUnit, scope: Scope) -> Text {
        let of = node.first().map(|date| self.named(date, scope)).unwrap_or_default();
        let Text { zh, en } = of;
        let count = amount.unsigned_abs();
        let (unit, unit_en) = match unit {
            DateUnit::Years => ("年", "years"),
            DateUnit::Months => ("个月", "months"),
            DateUnit::Days => ("天", "days"),
        };
        match amount < 0 {
            true => text!(zh: "{zh}前{count}{unit}", en: "{count} {unit_en} before {en}"),
            false => text!(zh: "{zh}后{count}{unit}", en: "{count} {unit_en} after {en}"),
        }
    }
}

/// A name longer than so many characters is not put inside another.
const NAME: usize = 16;

/// What an expression that only leads to another leads to: the alternative of a reading, another
/// year, the row of a table that was taken, the branch of a choice.
pub(super) fn within(node: &Node) -> &Node {
    let leads = match node.what {
        What::InYear | What::Test(_) => true,
        What::Switch(_) => node.nodes().count() == 1,
        _ => false,
    };
    match node.first().filter(|_| leads) {
        Some(inner) => within(inner),
        None => node,
    }
}

impl What {
    /// Whether it is worked out of the numbers in it, so that an equation shows how.
    pub(super) fn is_arithmetic(&self) -> bool {
        matches!(
            self,
            What::Add
                | What::Sub
                | What::Mul
                | What::Div
                | What::Monus(_)
                | What::Extreme { .. }
                | What::InYears { .. }
                | What::Days
                | What::YearsSince
                | What::DateAdd { .. }
        )
    }
}

impl Node {
    /// Whether it is true or false rather than a value.
    pub(super) fn is_condition(&self) -> bool {
        matches!(
            self.what,
            What::And
                | What::Or
                | What::Not
                | What::Test(_)
                | What::Compare { .. }
                | What::Near { .. }
                | What::During { .. }
                | What::Is { .. }
                | What::Happened
                | What::EachYear { .. }
                | What::Truth
                | What::Fold { op: FoldOp::Exists | FoldOp::All, .. }
        )
    }
}
