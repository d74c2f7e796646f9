//! One outcome, with all that a line of the report says of it.

use crate::diag::{Lang, Text};
use crate::eval::{Facts, Outcome, Status, SubjectId};
use crate::ir::{Body, BodyId, Clause, Money, MoneyKind, Rule};
use crate::quantity::{Exact, yuan};
use crate::scenario::{Directory, words};
use crate::text;

/// In which part of the report an outcome stands, in the order of the report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Group {
    /// Money that is paid.
    Gets,
    /// Money sought from a level above.
    Sought,
    /// Deductions, deferrals, reductions.
    Relief,
    /// Facts are missing.
    CouldGet,
    /// No amount can be told: a number left the exact range, exceptions contradict each other.
    Broken,
    /// A condition fails.
    NotEligible,
    /// Not yet, not in force, exhausted, excluded, decided elsewhere, open by the text.
    NotNow,
    /// Determinations.
    Determinations,
    /// Targets and service limits.
    Targets,
    /// Duties.
    Duties,
}

/// An outcome and whose it is.
#[derive(Clone, Copy)]
pub(super) struct Line<'a> {
    pub(super) outcome: &'a Outcome,
    pub(super) rule: &'a Rule,
    pub(super) clause: &'a Clause,
}

/// What all lines need to be shown.
#[derive(Clone, Copy)]
pub(in crate::cli) struct Context<'a> {
    pub(in crate::cli) directory: &'a Directory<'a>,
    pub(in crate::cli) facts: &'a Facts,
    pub(in crate::cli) lang: Lang,
}

impl<'a> Line<'a> {
    pub(super) fn of(context: Context<'a>, outcome: &'a Outcome) -> Option<Self> {
        let program = context.directory.program;
        let rule = program.rules.get(outcome.rule.index())?;
        let clause = program.clauses.get(rule.clause.index())?;
        Some(Self { outcome, rule, clause })
    }

    pub(super) fn money(&self) -> Option<&'a Money> {
        match &self.rule.body {
            Body::Money(money) => Some(money),
            _ => None,
        }
    }

    pub(super) fn group(&self) -> Group {
        if is_broken(&self.outcome.status) {
            return Group::Broken;
        }
        let kind = match &self.rule.body {
            Body::Money(money) => money.kind,
            Body::Determination { .. } => return Group::Determinations,
            Body::Target { .. } | Body::ServiceLimit { .. } => return Group::Targets,
            Body::Duty { .. } => return Group::Duties,
        };
        match (&self.outcome.status, kind) {
            (Status::Granted(_) | Status::Range { .. }, MoneyKind::Paid) => Group::Gets,
            (Status::Granted(_) | Status::Range { .. }, MoneyKind::Sought(_)) => Group::Sought,
            (Status::Granted(_) | Status::Range { .. }, _) => Group::Relief,
            (Status::Undetermined { .. }, _) => Group::CouldGet,
            (Status::NotEligible(_), _) => Group::NotEligible,
            _ => Group::NotNow,
        }
    }

    /// The least and the greatest amount; the greatest is none where there is no bound.
    pub(super) fn bounds(&self) -> Option<(Exact, Option<Exact>)> {
        match &self.outcome.status {
            Status::Granted(amount) => Some((*amount, Some(*amount))),
            Status::Range { low, high, .. } => Some((*low, *high)),
            Status::Undetermined { bounds, .. } => *bounds,
            _ => None,
        }
    }
}

/// Whether policies or data are such that an outcome could not be told.
pub(in crate::cli) fn is_broken(status: &Status) -> bool {
    matches!(status, Status::Overflow(_) | Status::Fault(_) | Status::Contradiction(_))
}

impl Context<'_> {
    pub(super) fn say(&self, text: &Text) -> String {
        text.get(self.lang).to_owned()
    }

    /// The rule as it is cited, and its stage: `69.上市奖励·受理`.
    pub(super) fn title(&self, line: &Line) -> String {
        let path = self.say(&words::rule(self.directory, line.outcome.rule));
        let stage = line.money().and_then(|money| money.stages.get(line.outcome.stage));
        match stage.and_then(|stage| stage.name.as_ref()) {
            Some(name) => format!("{path}·{}", self.say(&words::named(name))),
            None => path,
        }
    }

    /// The subject at the top of the tree that a line's subject stands in.
    pub(super) fn root(&self, line: &Line) -> Option<SubjectId> {
        let mut root = line.outcome.subject?;
        while let Some(parent) = self.facts.subject(root).and_then(|subject| subject.parent) {
            root = parent;
        }
        Some(root)
    }

    /// A subject by its label, below those of the subjects it belongs to.
    pub(super) fn subject(&self, id: Option<SubjectId>) -> String {
        let mut labels = self.labels(id);
        labels.reverse();
        labels.join("·")
    }

    /// The same within a table of the subject at the top, which is not named again.
    pub(super) fn below_root(&self, id: Option<SubjectId>) -> String {
        let mut labels = self.labels(id);
        labels.pop();
        labels.reverse();
        labels.join("·")
    }

    /// The labels of a subject and of those it belongs to, the subject at the top last. A subject
    /// without a label is left out, unless it is the subject itself or the one at the top.
    fn labels(&self, id: Option<SubjectId>) -> Vec<String> {
        let mut labels = Vec::new();
        let mut at = id;
        while let Some(here) = at {
            let subject = self.facts.subjects.get(here.0 as usize);
            let parent = subject.and_then(|subject| subject.parent);
            let named = subject.is_some_and(|subject| !subject.label.is_empty());
            if named || labels.is_empty() || parent.is_none() {
                labels.push(self.say(&words::subject(self.directory, self.facts, here)));
            }
            at = parent;
        }
        labels
    }

    pub(super) fn year(&self, line: &Line) -> String {
        line.outcome.year.map_or_else(|| "—".to_owned(), |year| year.to_string())
    }

    /// An amount or its bounds in 元.
    pub(super) fn in_yuan(&self, line: &Line) -> String {
        self.between(line, yuan)
    }

    /// An amount or its bounds in 万元.
    pub(super) fn in_wan(&self, line: &Line) -> String {
        self.between(line, wan)
    }

    fn between(&self, line: &Line, show: fn(Exact) -> String) -> String {
        let Some((low, high)) = line.bounds() else { return "—".to_owned() };
        match high {
            Some(high) if high == low => show(low),
            Some(high) => format!("{} – {}", show(low), show(high)),
            None if low.is_zero() => self.say(&Text::new("无上限", "no bound")),
            None => format!("≥ {}", show(low)),
        }
    }

    /// Who pays how much; of an open amount, who would pay.
    pub(super) fn payers(&self, line: &Line) -> String {
        let levels = &self.directory.program.vocabulary.levels;
        let name = |level: crate::ir::LevelId| {
            levels.get(level.index()).map(words::named).unwrap_or_default()
        };
        let Some(money) = line.money() else { return String::new() };
        if let MoneyKind::Sought(level) = money.kind {
            let Text { zh, en } = name(level);
            return self.say(&text!(zh: "向{zh}争取", en: "sought from {en}"));
        }
        let shares = line.outcome.payers.iter().map(|(level, amount)| {
            let (Text { zh, en }, money) = (name(*level), words::money(*amount));
            let (money_zh, money_en) = (money.zh, money.en);
            text!(zh: "{zh} {money_zh}", en: "{en} {money_en}")
        });
        let named = money.payers.shares.iter().map(|share| name(share.level));
        let payers = match line.outcome.payers.is_empty() {
            false => words::list(shares),
            true => words::list(named),
        };
        match money.payers.shares.is_empty() && line.outcome.payers.is_empty() {
            true => self.say(&Text::new("未载明", "not stated")),
            false => self.say(&payers),
        }
    }

    /// The bodies that are responsible.
    pub(super) fn responsible(&self, line: &Line) -> String {
        let bodies = match &line.rule.body {
            Body::Duty { bodies, .. } if !bodies.is_empty() => bodies,
            _ => &line.clause.responsible,
        };
        let all = &self.directory.program.vocabulary.bodies;
        let name = |body: &BodyId| all.get(body.index()).map(words::named);
        self.say(&words::list(bodies.iter().filter_map(name)))
    }

    /// The outcome in a line.
    pub(super) fn status(&self, line: &Line) -> String {
        self.say(&words::status(self.directory, self.facts, &line.outcome.status))
    }
}

/// An amount in 万元, all its digits.
pub(super) fn wan(amount: Exact) -> String {
    let factor = Exact::power_of_ten(-4);
    let scaled = factor.and_then(|factor| amount.checked_mul(factor));
    scaled.map_or_else(|| "—".to_owned(), |scaled| scaled.to_string())
}
