//! From a recorded evaluation to the derivations of its outcomes.

use std::collections::BTreeMap;

use super::condition::conditions;
use super::record::{Node, Part, Passed, Recorder};
use super::step::{Derivation, Place, Section, Step, Verdict};
use super::{amount, missing, payment, refusal, remedy};
use crate::diag::Text;
use crate::eval::{Event, Facts, Outcome, Seen, Status, SubjectId, TargetState};
use crate::ir::{AddressId, Body, Expr, Money, Period, Rule, TierKind, Tiers};
use crate::scenario::{Directory, words};
use crate::source::Sources;
use crate::text;

/// The derivation of every outcome that has one, in their order; duties have none.
///
/// `recorder` has listened to the evaluation of `facts` that gave `outcomes`; `sources` are the
/// texts of the policies.
#[must_use]
pub fn derivations(
    directory: &Directory,
    sources: &Sources,
    facts: &Facts,
    outcomes: &[Outcome],
    recorder: &Recorder,
) -> Vec<Derivation> {
    let teller = Teller::new(directory, sources, facts, outcomes);
    let told = outcomes.iter().enumerate();
    told.filter_map(|(at, outcome)| teller.derivation(at, outcome, recorder.parts(outcome)))
        .collect()
}

/// What all steps need to be told.
pub(super) struct Teller<'a> {
    pub(super) directory: &'a Directory<'a>,
    sources: &'a Sources,
    pub(super) facts: &'a Facts,
    pub(super) outcomes: &'a [Outcome],
    /// Tier tables by address and kind: a reading may apply the rows of one table in two ways.
    tiers: BTreeMap<AddressId, Vec<&'a Tiers>>,
}

/// Where a step stands.
#[derive(Debug, Clone, Copy)]
pub(super) struct Scope {
    pub(super) section: Section,
    pub(super) depth: usize,
    /// Whose facts need no owner's name.
    pub(super) subject: Option<SubjectId>,
    /// Of which year facts need no year.
    pub(super) year: Option<i32>,
    /// Where a formula without an address of its own stands.
    pub(super) at: Option<AddressId>,
}

impl Scope {
    /// One step further inside.
    pub(super) fn deeper(self) -> Scope {
        Scope { depth: self.depth.saturating_add(1), ..self }
    }

    /// In another part of the derivation, from its left margin.
    pub(super) fn section(self, section: Section) -> Scope {
        Scope { section, depth: 0, ..self }
    }

    /// At an address.
    pub(super) fn at(self, at: AddressId) -> Scope {
        Scope { at: Some(at), ..self }
    }
}

/// The steps told so far.
pub(super) struct Steps<'a> {
    pub(super) teller: &'a Teller<'a>,
    steps: Vec<Step>,
    /// Readings named already.
    pub(super) readings: Vec<crate::ir::ReadingId>,
}

impl<'a> Steps<'a> {
    /// Whether a condition at an address was told, and that it is not met.
    pub(super) fn has_failed(&self, at: AddressId) -> bool {
        let place = self.teller.place(at);
        let failed = |step: &Step| step.verdict == Some(Verdict::NotMet) && step.place == place;
        self.steps.iter().any(failed)
    }

    /// One more step, at the scope's address.
    pub(super) fn say(&mut self, scope: Scope, said: Text) {
        self.push(scope, said, None);
    }

    /// A condition and how it came out.
    pub(super) fn judge(&mut self, scope: Scope, said: Text, verdict: Verdict) {
        self.push(scope, said, Some(verdict));
    }

    fn push(&mut self, scope: Scope, said: Text, verdict: Option<Verdict>) {
        let place = scope.at.and_then(|at| self.teller.place(at));
        let step = Step { section: scope.section, depth: scope.depth, said, verdict, place };
        // A condition that several rules of one clause share is said once.
        if self.steps.last() != Some(&step) {
            self.steps.push(step);
        }
    }
}

impl<'a> Teller<'a> {
    fn new(
        directory: &'a Directory<'a>,
        sources: &'a Sources,
        facts: &'a Facts,
        outcomes: &'a [Outcome],
    ) -> Self {
        let program = directory.program;
        let mut tiers: BTreeMap<AddressId, Vec<&Tiers>> = BTreeMap::new();
        let exprs = program.rules.iter().flat_map(Rule::exprs);
        for whole in exprs.chain(program.locals.iter().map(|local| &local.body)) {
            whole.walk(&mut |expr| {
                if let Expr::Tiers(table) = expr {
                    tiers.entry(table.address).or_default().push(table);
                }
            });
        }
        Teller { directory, sources, facts, outcomes, tiers }
    }

    /// The tier table of a kind at an address.
    pub(super) fn tiers(&self, at: AddressId, kind: TierKind) -> Option<&'a Tiers> {
        self.tiers.get(&at)?.iter().find(|tiers| tiers.kind == kind).copied()
    }

    /// A rule of the program.
    pub(super) fn rule(&self, outcome: &Outcome) -> Option<&'a Rule> {
        self.directory.program.rules.get(outcome.rule.index())
    }

    /// File, line and text of an address.
    pub(super) fn place(&self, at: AddressId) -> Option<Place> {
        let info = self.directory.program.addresses.get(at.0 as usize)?;
        let file = self.sources.get(info.span.file)?;
        Some(Place {
            address: info.path.clone(),
            file: file.name().to_owned(),
            line: file.position(info.span.start).line,
            written: info.text.split_whitespace().collect::<Vec<_>>().join(" "),
            word_in_text: info.word_in_text.clone(),
        })
    }

    /// A subject by its label, below those of the subjects it belongs to.
    pub(super) fn subject(&self, id: SubjectId) -> Text {
        let mut line = vec![words::subject(self.directory, self.facts, id)];
        let mut above = self.facts.subject(id).and_then(|subject| subject.parent);
        while let Some(id) = above {
            let subject = self.facts.subject(id);
            if subject.is_some_and(|subject| !subject.label.is_empty()) {
                line.push(words::subject(self.directory, self.facts, id));
            }
            above = subject.and_then(|subject| subject.parent);
        }
        let (zh, en): (Vec<_>, Vec<_>) = line.into_iter().rev().map(|one| (one.zh, one.en)).unzip();
        Text::new(zh.join("·"), en.join("·"))
    }

    fn derivation(&self, at: usize, outcome: &Outcome, parts: &[Part]) -> Option<Derivation> {
        let program = self.directory.program;
        let rule = self.rule(outcome)?;
        let clause = program.clauses.get(rule.clause.index())?;
        let subject = outcome.subject?;
        let mut steps = Steps { teller: self, steps: Vec::new(), readings: Vec::new() };
        steps.outcome(rule, outcome, parts);
        Some(Derivation {
            outcome: at,
            title: title(self.directory, outcome, rule),
            clause: clause.number,
            official: clause.source.clone(),
            subject: self.subject(subject),
            year: outcome.year,
            result: match &outcome.status {
                // Why stands below.
                Status::Exhausted(_) => Text::new("用尽", "used up"),
                status => words::short_status(self.directory, self.facts, status),
            },
            place: self.place(rule.address),
            steps: steps.steps,
        })
    }
}

/// The rule as it is cited, and its stage.
fn title(directory: &Directory, outcome: &Outcome, rule: &Rule) -> Text {
    let Text { zh, en } = words::rule(directory, outcome.rule);
    let stage = match &rule.body {
        Body::Money(money) => money.stages.get(outcome.stage).and_then(|one| one.name.as_ref()),
        _ => None,
    };
    match stage.map(words::named) {
        Some(stage) => Text::new(format!("{zh}·{}", stage.zh), format!("{en}·{}", stage.en)),
        None => Text::new(zh, en),
    }
}

impl Steps<'_> {
    fn outcome(&mut self, rule: &Rule, outcome: &Outcome, parts: &[Part]) {
        let scope = Scope {
            section: Section::Conditions,
            depth: 0,
            subject: outcome.subject,
            year: outcome.year,
            at: Some(rule.address),
        };
        let own = |part: &Part| Some(part.subject) == outcome.subject;
        // A child that no list names stands for doubt only: what is missing tells of it.
        let listed = parts.iter().filter(|part| self.teller.facts.subject(part.subject).is_some());
        for part in listed {
            match own(part) {
                true => self.part(rule, outcome, part, scope),
                false => {
                    let of_part = self.teller.subject(part.subject);
                    self.say(scope, of_part);
                    let scope = Scope { subject: Some(part.subject), ..scope.deeper() };
                    self.part(rule, outcome, part, scope);
                    refusal::part_not_in_force(self, outcome, part, scope);
                }
            }
        }
        let scope = Scope { subject: outcome.subject, ..scope };
        match (&outcome.status, &rule.body) {
            (Status::Granted(_) | Status::Range { .. }, Body::Money(money)) => {
                payment::payment(self, money, outcome, parts, scope.section(Section::Payment));
            }
            (Status::Undetermined { .. } | Status::ByText(_), _) => {
                missing::missing(self, outcome, scope.section(Section::Missing));
            }
            (Status::Determined(_) | Status::Target(_), body) => {
                self.consequence(outcome, body, scope)
            }
            (status, _) => {
                let scope = scope.section(Section::Refusal);
                refusal::refusal(self, outcome, status, parts, scope);
            }
        }
        remedy::tell(self, outcome, scope.section(Section::Remedy));
    }

    /// What was passed for one subject of the rule's own kind.
    fn part(&mut self, rule: &Rule, outcome: &Outcome, part: &Part, scope: Scope) {
        let mut before: Option<&Node> = None;
        let mut guards = rule.guards.iter();
        self.event(rule, outcome, part, scope);
        for passed in &part.passed {
            match passed {
                Passed::Node(node) => before = Some(node),
                Passed::Event(at, Event::Guard(_)) => {
                    let negative = guards.next().is_some_and(|guard| guard.negative);
                    if let Some(node) = before.take() {
                        conditions(self, node, !negative, negative, scope.at(*at));
                    }
                }
                Passed::Event(at, Event::Condition(holds)) => {
                    self.exception(rule, *at, *holds, before.take(), scope);
                }
                Passed::Event(at, event @ (Event::Relation(_) | Event::Exhausted(_))) => {
                    refusal::settled(self, event, scope.at(*at));
                }
                Passed::Event(at, Event::Amount(value)) => {
                    if let (Some(node), Body::Money(money)) = (before.take(), &rule.body) {
                        let of_amount = scope.at(amount_address(money, outcome, *at));
                        let of_amount = Scope { section: Section::Amount, ..of_amount };
                        if Some(part.subject) != outcome.subject {
                            let outer = Scope { depth: 0, at: Some(rule.address), ..of_amount };
                            self.say(outer, self.teller.subject(part.subject));
                        }
                        amount::amount(self, node, value, of_amount);
                    }
                }
                Passed::Event(..) => {}
            }
        }
        if let (Status::Target(_), Some(node)) = (&outcome.status, measure(rule, part)) {
            conditions(self, node, true, false, scope);
        }
    }

    /// The day on which a rule that pays once falls.
    fn event(&mut self, rule: &Rule, outcome: &Outcome, part: &Part, scope: Scope) {
        if !matches!(rule.period, Period::Once(_) | Period::Staged) {
            return;
        }
        let Some(event) = super::record::nodes(&part.passed).next() else { return };
        let Text { zh, en } = self.teller.equation(event, scope);
        let said = match (&event.value, outcome.year) {
            (Some(Seen::Date(_)), Some(year)) => {
                text!(zh: "{zh}，计在 {year}年", en: "{en}: it falls in {year}")
            }
            _ => Text::new(zh, en),
        };
        self.say(scope, said);
    }

    fn exception(
        &mut self,
        rule: &Rule,
        at: AddressId,
        holds: Option<bool>,
        condition: Option<&Node>,
        scope: Scope,
    ) {
        let Body::Money(money) = &rule.body else { return };
        if !money.exceptions.iter().any(|exception| exception.address == at) {
            return;
        }
        let scope = Scope { section: Section::Amount, ..scope.at(at) };
        let said = match holds {
            Some(true) => {
                Text::new("例外成立，金额按例外计", "the exception holds and sets the amount")
            }
            Some(false) => Text::new("例外不成立", "the exception does not hold"),
            None => Text::new("例外是否成立未定", "whether the exception holds is not settled"),
        };
        self.say(scope, said);
        if let Some(node) = condition {
            conditions(self, node, true, false, scope.deeper());
        }
    }

    fn consequence(&mut self, outcome: &Outcome, body: &Body, scope: Scope) {
        let scope = scope.section(Section::Consequence);
        match (&outcome.status, body) {
            (Status::Determined(true), Body::Determination { modality, consequence }) => {
                let Text { zh, en } = words::manner(*modality);
                let said = text!(zh: "认定为是：{zh}{consequence}", en: "yes: {en} {consequence}");
                self.say(scope, said);
            }
            (Status::Determined(_), _) => self.say(scope, Text::new("认定为否", "no")),
            (Status::Target(TargetState::Pending), _) => {
                let said = Text::new("还没有到期限，待考", "its day has not come: pending");
                self.say(scope, said);
            }
            (Status::Target(state), _) => self.say(scope, words::target(*state)),
            _ => {}
        }
    }
}

/// The measure of a target: the last condition that is evaluated, after its deadline.
fn measure<'p>(rule: &Rule, part: &'p Part) -> Option<&'p Node> {
    matches!(rule.body, Body::Target { .. } | Body::ServiceLimit { .. })
        .then(|| super::record::nodes(&part.passed).rfind(|node| node.is_condition()))
        .flatten()
}

/// Where the amount of an outcome is written: the exception's that holds stands with its own.
fn amount_address(money: &Money, outcome: &Outcome, at: AddressId) -> AddressId {
    money.stages.get(outcome.stage).map_or(at, |stage| stage.address)
}
