//! Rules: their heads, guards and waits, and the bodies of those that pay no money.

use super::address::{Path, word};
use super::caps::Pays;
use super::context::{Context, RuleFrame};
use super::scope::Scope;
use super::statement::{self, Statements, is_money};
use crate::ast::{At, Expr, ExprKind, Modality, Period, Rule, RuleKind, Text};
use crate::diag::text;
use crate::ir::{self, Body, BodyId, Guard, Role, RuleId};

impl Context<'_> {
    /// Lowers a rule; `None` when something in it failed, which has been reported.
    pub(super) fn rule(&mut self, id: RuleId) -> Option<ir::Rule> {
        let symbol = self.symbols.rules.get(id.index())?;
        let rule = symbol.decl;
        let named = self.symbols.rule_path(id);
        self.enter_rule(id, rule, Path::root(named.zh, named.en));
        let path = self.rule.path.clone();
        let address = self.address(&path, Role::Rule, rule.name.zh.at);
        let statements = self.statements(rule);
        if rule.kind != RuleKind::Duty && rule.subject.is_none() {
            self.missing_statement(rule, statement::SUBJECT);
        }
        for local in &symbol.locals {
            self.local_type(*local);
        }
        for decision in &symbol.decisions {
            self.decision_type(*decision);
        }
        let period = self.period(rule, &statements);
        let guards = statements
            .guards
            .iter()
            .map(|(expr, negative, at)| self.guard(expr, *negative, *at))
            .collect();
        let awaits =
            statements.awaits.iter().map(|(expr, at)| self.time(word::AWAIT, expr, *at)).collect();
        let body = self.body(id, rule, &statements);
        self.check_unread(id);
        Some(ir::Rule {
            clause: symbol.clause,
            part: symbol.part,
            name: symbol.name.clone(),
            subject: symbol.subject,
            period: period?,
            guards,
            awaits,
            decisions: symbol.decisions.clone(),
            body: body?,
            address,
        })
    }

    fn enter_rule(&mut self, id: RuleId, rule: &Rule, path: Path) {
        let subject = self.symbols.rules.get(id.index()).and_then(|rule| rule.subject);
        let staged =
            rule.entries.iter().any(|entry| matches!(entry, crate::ast::RuleEntry::Stage { .. }));
        let pays = match &rule.period {
            Period::Yearly => Pays::Yearly,
            Period::Once(_) => Pays::Once,
            Period::Unbound if staged => Pays::Staged,
            Period::Unbound => Pays::Never,
        };
        // A once-only benefit falls in the year of its event, so a year is bound in it too.
        let year_bound = pays != Pays::Never;
        self.scope = Scope {
            here: self.symbols.here(id),
            frames: subject.into_iter().collect(),
            year_bound,
        };
        self.path = path.clone();
        self.rule = RuleFrame { path, subject, pays, year_bound, too_long: false };
    }

    fn period(&mut self, rule: &Rule, statements: &Statements<'_>) -> Option<ir::Period> {
        match &rule.period {
            Period::Yearly => Some(ir::Period::Yearly),
            Period::Once(event) => {
                let event = self.event(event);
                Some(ir::Period::Once(event))
            }
            Period::Unbound if !statements.stages.is_empty() => Some(ir::Period::Staged),
            Period::Unbound if is_money(rule.kind) => {
                self.missing_statement(rule, statement::PERIOD);
                None
            }
            Period::Unbound => Some(ir::Period::Unbound),
        }
    }

    /// The date a once-only payment hangs on. It settles the year, so no year is bound in it.
    pub(super) fn event(&mut self, event: &Expr) -> ir::Expr {
        let path = self.path.word(word::EVENT);
        self.under(path, |cx| cx.with_year(false, |cx| cx.date(event)))
    }

    fn guard(&mut self, expr: &Expr, negative: bool, at: At) -> Guard {
        let path = self.book.next(&self.path, word::CONDITION);
        let address = self.address(&path, Role::Condition, at);
        let condition = self.under(path, |cx| cx.condition(expr));
        let condition = if negative { ir::Expr::Not(Box::new(condition)) } else { condition };
        Guard { condition, negative, address }
    }

    /// A date of a rule, at an address of its own.
    fn time(
        &mut self,
        word: super::address::Word,
        expr: &Expr,
        at: At,
    ) -> (ir::Expr, ir::AddressId) {
        let path = self.book.next(&self.path, word);
        let address = self.address(&path, Role::Time, at);
        let date = self.under(path, |cx| {
            let typed = cx.figure(address, expr);
            cx.require_date(expr.at, typed)
        });
        (date, address)
    }

    fn body(&mut self, id: RuleId, rule: &Rule, statements: &Statements<'_>) -> Option<Body> {
        match rule.kind {
            RuleKind::Determination => self.determination(rule, statements),
            RuleKind::Target => self.target(rule, statements),
            RuleKind::ServiceLimit => self.service_limit(rule, statements),
            RuleKind::Duty => self.duty(id, rule, statements),
            _ => self.money(id, rule, statements).map(|money| Body::Money(Box::new(money))),
        }
    }

    fn determination(&mut self, rule: &Rule, statements: &Statements<'_>) -> Option<Body> {
        let (modality, written) =
            self.required(rule, statement::CONSEQUENCE, &statements.consequences)?;
        Some(Body::Determination {
            modality: modality_of(modality),
            consequence: written.text.clone(),
        })
    }

    fn target(&mut self, rule: &Rule, statements: &Statements<'_>) -> Option<Body> {
        let measure = self.measure(rule, statements);
        let deadline = self.deadline(statements);
        Some(Body::Target { measure: measure?, deadline })
    }

    fn service_limit(&mut self, rule: &Rule, statements: &Statements<'_>) -> Option<Body> {
        let measure = self.measure(rule, statements);
        let deadline = self.deadline(statements);
        let baseline = self
            .one(statement::BASELINE, &statements.baselines)
            .map(|expr| self.baseline(statements, expr));
        Some(Body::ServiceLimit { measure: measure?, baseline, deadline })
    }

    fn measure(&mut self, rule: &Rule, statements: &Statements<'_>) -> Option<ir::Expr> {
        let expr = self.required(rule, statement::MEASURE, &statements.measures)?;
        let path = self.path.word(word::MEASURE);
        Some(self.under(path, |cx| cx.condition(expr)))
    }

    fn deadline(&mut self, statements: &Statements<'_>) -> Option<ir::Expr> {
        let expr = self.one(statement::DEADLINE, &statements.deadlines)?;
        Some(self.time(word::DEADLINE, expr, expr.at).0)
    }

    /// The figure before: of the dimension that the measure is of.
    fn baseline(&mut self, statements: &Statements<'_>, expr: &Expr) -> ir::Expr {
        let path = self.path.word(word::BASELINE);
        let address = self.address(&path, Role::Time, expr.at);
        let typed = self.under(path, |cx| cx.figure(address, expr));
        let typed = self.require_number(expr.at, typed);
        let limit = statements.measures.first().and_then(|(measure, _)| limit_of(measure));
        match limit
            .and_then(|quantity| crate::quantity::parse_unit(&quantity.unit, self.counts).ok())
        {
            Some(unit) => {
                self.number_of(
                    typed,
                    expr.at,
                    unit.dimension,
                    &text!(zh: "原来的数", en: "the figure before"),
                )
                .expr
            }
            None => typed.expr,
        }
    }

    fn duty(&mut self, id: RuleId, rule: &Rule, statements: &Statements<'_>) -> Option<Body> {
        let modality = self.required(rule, statement::MODALITY, &statements.modalities);
        let content = self.required(rule, statement::CONTENT, &statements.contents);
        let bodies = self.duty_bodies(id, statements);
        let addressees = self.one(statement::ADDRESSEES, &statements.addressees);
        let topics = self.one(statement::TOPICS, &statements.topics);
        let texts = |all: Option<&[Text]>| {
            all.unwrap_or_default().iter().map(|one| one.text.clone()).collect()
        };
        Some(Body::Duty {
            modality: modality_of(modality?),
            bodies,
            addressees: texts(addressees),
            content: content?.text.clone(),
            topics: texts(topics),
        })
    }

    /// Who bears a duty: those it names, else all who are responsible for the clause.
    fn duty_bodies(&mut self, id: RuleId, statements: &Statements<'_>) -> Vec<BodyId> {
        if let Some(names) = self.one(statement::BODIES, &statements.bodies) {
            let found: Vec<Option<BodyId>> =
                names.iter().map(|name| self.ok(self.symbols.expect_body(name))).collect();
            return found.into_iter().flatten().collect();
        }
        let rule = self.symbols.rules.get(id.index());
        let clause = rule.and_then(|rule| self.symbols.clauses.get(rule.clause.index()));
        clause.map(|clause| clause.responsible.clone()).unwrap_or_default()
    }
}

/// The literal that a measure is held against.
fn limit_of(measure: &Expr) -> Option<&crate::ast::Quantity> {
    match &measure.kind {
        ExprKind::Compare { right, .. } => match &right.kind {
            ExprKind::Quantity(quantity) => Some(quantity),
            _ => None,
        },
        _ => None,
    }
}

/// A modality in the core.
pub(super) fn modality_of(modality: Modality) -> ir::Modality {
    match modality {
        Modality::Must => ir::Modality::Must,
        Modality::MustNot => ir::Modality::MustNot,
        Modality::May => ir::Modality::May,
        Modality::Exempt => ir::Modality::Exempt,
        Modality::Priority => ir::Modality::Priority,
        Modality::Applies => ir::Modality::Applies,
        Modality::Encourage => ir::Modality::Encourage,
        Modality::Seek => ir::Modality::Seek,
        Modality::Explore => ir::Modality::Explore,
        Modality::Promote => ir::Modality::Promote,
        Modality::Support => ir::Modality::Support,
        Modality::Guide => ir::Modality::Guide,
    }
}
