//! Rules that pay, seek, deduct, defer or reduce money.

use super::address::word;
use super::caps::Pays;
use super::context::Context;
use super::statement::{self, Statements};
use super::types::Ty;
use crate::ast::{
    Amount, At, Decl, Expr, PartRef, Pipeline, Related, RelationHow, Rule, RuleKind, RuleRef, Slot,
    YearLimitHow,
};
use crate::diag::{Code, Diagnostic, text};
use crate::ir::{self, KindId, MoneyKind, Role, RuleId, Stage};
use crate::quantity::Dimension;
use crate::resolve::Need;

impl Context<'_> {
    /// Lowers the body of a money rule.
    pub(super) fn money(
        &mut self,
        id: RuleId,
        rule: &Rule,
        statements: &Statements<'_>,
    ) -> Option<ir::Money> {
        let kind = self.money_kind(id, rule);
        let (stages, caps) = self.amounts(rule, statements);
        let exceptions = statements
            .exceptions
            .iter()
            .map(|(condition, amount, at)| self.exception(condition, amount, *at))
            .collect();
        let subject = self.rule.subject;
        let year_limits: Vec<Option<ir::YearLimit>> = statements
            .year_limits
            .iter()
            .map(|(how, years, scope, at)| self.year_limit(how, years, *scope, *at))
            .collect();
        let relations: Vec<Option<ir::Relation>> = statements
            .relations
            .iter()
            .flat_map(|((how, to, why), at)| {
                let why = why.map(|why| why.text.as_str()).unwrap_or_default();
                self.relations(id, how, to, why, *at)
            })
            .collect();
        let payers = self.payers(rule, statements, &stages);
        self.need_shared(id, &caps);
        let scope = subject.map(|subject| self.widest(subject, &caps))?;
        Some(ir::Money {
            kind: kind?,
            stages: stages?,
            exceptions,
            caps,
            scope,
            year_limits: year_limits.into_iter().collect::<Option<_>>()?,
            relations: relations.into_iter().collect::<Option<_>>()?,
            payers: payers?,
        })
    }

    fn money_kind(&mut self, id: RuleId, rule: &Rule) -> Option<MoneyKind> {
        match rule.kind {
            RuleKind::Seek => {
                if rule.sought_from.is_none() {
                    self.missing_statement(rule, ("向", "from"));
                }
                let level = self.symbols.rules.get(id.index())?.sought_from?;
                Some(MoneyKind::Sought(level))
            }
            RuleKind::Deduction => Some(MoneyKind::Deduction),
            RuleKind::Deferral => Some(MoneyKind::Deferral),
            RuleKind::Reduction => Some(MoneyKind::Reduction),
            _ => Some(MoneyKind::Paid),
        }
    }

    /// One amount, or one for each stage, and the caps wider than the rule.
    fn amounts(
        &mut self,
        rule: &Rule,
        statements: &Statements<'_>,
    ) -> (Option<Vec<Stage>>, Vec<ir::Cap>) {
        if let Some((.., at)) = statements.stages.first() {
            if let Some((_, amount_at)) = statements.amounts.first() {
                let message = text!(zh: "有了“阶段”就不写“金额”", en: "a rule with stages has no `amount` of its own");
                self.report(
                    Diagnostic::new(Code::StatementMisplaced, message)
                        .at(amount_at.0)
                        .secondary(at.0, text!(zh: "阶段在这里", en: "a stage is here")),
                );
            }
            let stages: Vec<Option<Stage>> = statements
                .stages
                .iter()
                .map(|(name, event, amount, at)| self.stage(name, event, amount, *at))
                .collect();
            return (stages.into_iter().collect(), self.caps_over_stages(&statements.caps));
        }
        for (_, at) in &statements.caps {
            let message = text!(zh: "没有阶段的规则，上限写在“金额”里", en: "a rule without stages has its caps in `amount`");
            self.report(Diagnostic::new(Code::StatementMisplaced, message).at(at.0));
        }
        let Some(amount) = self.required(rule, statement::AMOUNT, &statements.amounts) else {
            return (None, Vec::new());
        };
        let at = statements.amounts.first().map_or(rule.head, |(_, at)| *at);
        let path = self.path.word(word::SUM);
        let address = self.address(&path, Role::Rule, at);
        let (amount, caps) = self.amount(amount, true);
        (Some(vec![Stage { name: None, event: None, amount, address }]), caps)
    }

    /// An amount in 元; `whole` when it is the rule's own, which may have wider caps.
    fn amount(&mut self, amount: &Amount, whole: bool) -> (ir::Amount, Vec<ir::Cap>) {
        match amount {
            Amount::Elsewhere(by) => (ir::Amount::Elsewhere(by.text.clone()), Vec::new()),
            Amount::Computed(pipeline) => {
                let (expr, caps) = self.computed(pipeline, whole);
                (ir::Amount::Computed(expr), caps)
            }
        }
    }

    fn computed(&mut self, pipeline: &Pipeline, whole: bool) -> (ir::Expr, Vec<ir::Cap>) {
        let (typed, caps) = match whole {
            true => self.amount_pipeline(pipeline),
            false => (self.pipeline(pipeline), Vec::new()),
        };
        let at = pipeline.start.at;
        let typed =
            self.number_of(typed, at, Dimension::MONEY, &text!(zh: "金额", en: "the amount"));
        if typed.quotient {
            let message = text!(
                zh: "除以事实得到的商不一定除得尽，不能直接作为金额",
                en: "a quotient by a fact may have no end and cannot be an amount as it is"
            );
            let help = text!(zh: "写明怎样取整，如“取整 精确到 1元 舍去”", en: "write how it is rounded, such as `round precise_to 1元 round_down`");
            self.report(Diagnostic::new(Code::QuotientUsed, message).at(at.0).help(help));
        }
        self.no_less_than_zero(&typed.expr);
        (typed.expr, caps)
    }

    fn stage(&mut self, name: &Decl, event: &Expr, amount: &Pipeline, at: At) -> Option<Stage> {
        let en = name.en.as_ref().unwrap_or(&name.zh);
        let named = ir::Named { zh: name.zh.text.clone(), en: en.text.clone() };
        let path = self.path.child(&named.zh, &named.en);
        let address = self.address(&path, Role::Rule, at);
        let (event, expr) = self.under(path, |cx| (cx.event(event), cx.computed(amount, false).0));
        Some(Stage {
            name: Some(named),
            event: Some(event),
            amount: ir::Amount::Computed(expr),
            address,
        })
    }

    fn exception(&mut self, condition: &Expr, amount: &Amount, at: At) -> ir::Exception {
        let path = self.book.next(&self.path, word::EXCEPTION);
        let address = self.address(&path, Role::Exception, at);
        self.under(path.clone(), |cx| {
            let condition = cx.under(path.word(word::WHEN), |cx| cx.condition(condition));
            let (amount, _) = cx.amount(amount, false);
            ir::Exception { condition, amount, address }
        })
    }

    fn year_limit(
        &mut self,
        how: &Slot<YearLimitHow>,
        years: &crate::ast::Quantity,
        scope: Option<&crate::ast::Name>,
        at: At,
    ) -> Option<ir::YearLimit> {
        let path = self.book.next(&self.path, word::YEAR_LIMIT);
        let address = self.address(&path, Role::YearLimit, at);
        let how = self.slot(how);
        let count = self.whole_years(years)?;
        self.book.set_number(address, &years.unit, Dimension::of(crate::quantity::Base::Year));
        let subject = self.rule.subject?;
        let scope = self.scope_at_or_above(subject, scope)?;
        let (reading, how) = how?;
        let how = how
            .into_iter()
            .map(|how| match how {
                YearLimitHow::Consecutive => ir::YearLimitHow::Consecutive,
                YearLimitHow::Total => ir::YearLimitHow::Total,
                YearLimitHow::SinceFirst => ir::YearLimitHow::SinceFirst,
            })
            .collect();
        Some(ir::YearLimit { how, reading, years: count, scope, address })
    }

    /// How a rule stands to others: a relation to each rule that the statement names.
    fn relations(
        &mut self,
        id: RuleId,
        how: &Slot<RelationHow>,
        to: &[Related],
        why: &str,
        at: At,
    ) -> Vec<Option<ir::Relation>> {
        let Some((reading, how)) = self.slot(how) else {
            return vec![None];
        };
        let interacts = how.iter().any(|how| *how != RelationHow::Stacks);
        let others: Vec<Option<(RuleId, At)>> = to
            .iter()
            .flat_map(|one| match one {
                Related::Rule(rule) => {
                    let other = self.money_rule(rule).map(|other| (other, rule.at));
                    vec![other.filter(|(other, at)| !interacts || self.same_grain(id, *other, *at))]
                }
                Related::Clause(clause) => self.comparable_rules(id, interacts, clause),
            })
            .collect();
        let several = others.len() > 1;
        let how: Vec<ir::RelationHow> = how.into_iter().map(lowered).collect();
        let mut relation = |(rule, named): (RuleId, At)| {
            let path = self.book.next(&self.path, word::RELATION);
            let address = self.address(&path, Role::Relation, if several { named } else { at });
            if interacts {
                self.rule_needs.push(Need { from: id, to: rule, at: named.0 });
            }
            let (how, why) = (how.clone(), why.to_owned());
            ir::Relation { how, reading, rule, why, address }
        };
        others.into_iter().map(|other| other.map(&mut relation)).collect()
    }

    /// The rules about money of a clause, without the rule itself; where one takes away from the
    /// other, those of the same subject and period.
    fn comparable_rules(
        &mut self,
        id: RuleId,
        interacts: bool,
        clause: &PartRef,
    ) -> Vec<Option<(RuleId, At)>> {
        let Some(rules) = self.ok(self.symbols.expect_rules_of(clause)) else {
            return vec![None];
        };
        let symbol = |id: RuleId| self.symbols.rules.get(id.index());
        let own = symbol(id).map(|rule| (rule.subject, pays(rule.decl)));
        let fits = |other: &RuleId| {
            let rule =
                symbol(*other).filter(|rule| statement::is_money(rule.decl.kind) && *other != id);
            let grain = rule.map(|rule| (rule.subject, pays(rule.decl)));
            grain.is_some() && (!interacts || grain == own)
        };
        let fitting: Vec<_> =
            rules.into_iter().filter(fits).map(|id| Some((id, clause.at))).collect();
        if fitting.is_empty() {
            let message = text!(
                zh: "那里没有能与这条规则相比的规则",
                en: "no rule there can be held against this one",
            );
            let help = text!(
                zh: "排除、就高 要主体和期间相同",
                en: "excluded_by and higher_of need the same subject and period",
            );
            let error = Diagnostic::new(Code::RelationMismatch, message).at(clause.at.0);
            self.report(error.help(help));
            return vec![None];
        }
        fitting
    }

    /// Only benefits of one subject and one period can be held against each other.
    fn same_grain(&mut self, id: RuleId, other: RuleId, written: At) -> bool {
        if id == other {
            let message =
                text!(zh: "规则不能与它自己比", en: "a rule cannot stand in a relation to itself");
            self.report(Diagnostic::new(Code::RelationMismatch, message).at(written.0));
            return false;
        }
        let (Some(one), Some(two)) =
            (self.symbols.rules.get(id.index()), self.symbols.rules.get(other.index()))
        else {
            return false;
        };
        // What is unknown has been reported where it stands.
        let (Some(subject), Some(other_subject)) = (one.subject, two.subject) else {
            return false;
        };
        if subject != other_subject {
            let (own, its) =
                (self.describe(Ty::Subject(subject)), self.describe(Ty::Subject(other_subject)));
            let message = crate::diag::Text::new(
                format!("两条规则的主体不同：这里是 {}，那里是 {}", own.zh, its.zh),
                format!("the two rules have different subjects: {} here, {} there", own.en, its.en),
            );
            self.report(
                Diagnostic::new(Code::RelationMismatch, message)
                    .at(written.0)
                    .secondary(two.decl.head.0, its),
            );
            return false;
        }
        if pays(one.decl) != pays(two.decl) {
            let message = text!(zh: "两条规则的期间不同：一条每年，一条一次", en: "the two rules have different periods: one yearly, one once");
            let problem = Diagnostic::new(Code::RelationMismatch, message).at(written.0);
            self.report(
                problem
                    .secondary(two.decl.head.0, text!(zh: "另一条在这里", en: "the other is here")),
            );
            return false;
        }
        true
    }

    /// The rule a reference names, if it is one about money.
    pub(super) fn money_rule(&mut self, reference: &RuleRef) -> Option<RuleId> {
        let id = self.ok(self.symbols.expect_rule(self.scope.here, reference))?;
        let rule = self.symbols.rules.get(id.index())?;
        if statement::is_money(rule.decl.kind) {
            return Some(id);
        }
        let message =
            text!(zh: "“{0}”不涉及金额", en: "`{0}` is no rule about money", reference.name.text);
        self.report(
            Diagnostic::new(Code::RelationMismatch, message)
                .at(reference.at.0)
                .secondary(rule.decl.head.0, text!(zh: "它在这里", en: "it is here")),
        );
        None
    }

    /// Rules that share a cap draw on it in written order.
    fn need_shared(&mut self, id: RuleId, caps: &[ir::Cap]) {
        let Some(at) = self.symbols.rules.get(id.index()).map(|rule| rule.decl.head.0) else {
            return;
        };
        let earlier = caps.iter().flat_map(|cap| &cap.shared).filter(|other| **other < id);
        self.rule_needs.extend(earlier.map(|other| Need { from: id, to: *other, at }));
    }

    /// The kind at which the outcome is reported.
    fn widest(&self, subject: KindId, caps: &[ir::Cap]) -> KindId {
        let scopes = caps.iter().map(|cap| cap.scope).chain([subject]);
        scopes.max_by_key(|scope| self.symbols.hops(subject, *scope)).unwrap_or(subject)
    }
}

/// A relation in the core.
fn lowered(how: RelationHow) -> ir::RelationHow {
    match how {
        RelationHow::ExcludedBy => ir::RelationHow::ExcludedBy,
        RelationHow::HighestOf => ir::RelationHow::HighestOf,
        RelationHow::Stacks => ir::RelationHow::Stacks,
    }
}

/// When a rule pays.
fn pays(rule: &Rule) -> Pays {
    match &rule.period {
        crate::ast::Period::Yearly => Pays::Yearly,
        crate::ast::Period::Once(_) => Pays::Once,
        crate::ast::Period::Unbound => Pays::Staged,
    }
}
