//! The statements of a rule: which belong to which sort of rule, which it needs, which it may
//! have once.

use super::context::Context;
use crate::ast::{
    Amount, At, Cap, Decl, Expr, Modality, Name, Payers, Pipeline, Quantity, Related, RelationHow,
    Rule, RuleEntry, RuleKind, Slot, Text as Written, YearLimitHow,
};
use crate::diag::{Code, Diagnostic, text};

/// A rule's statements, sorted; each sort in written order.
#[derive(Default)]
pub(super) struct Statements<'a> {
    /// `条件` and, marked true, `不予 当`.
    pub(super) guards: Vec<(&'a Expr, bool, At)>,
    pub(super) awaits: Vec<(&'a Expr, At)>,
    pub(super) amounts: Vec<(&'a Amount, At)>,
    pub(super) exceptions: Vec<(&'a Expr, &'a Amount, At)>,
    pub(super) stages: Vec<(&'a Decl, &'a Expr, &'a Pipeline, At)>,
    /// `上限` over all stages.
    pub(super) caps: Vec<(&'a Cap, At)>,
    pub(super) payers: Vec<(&'a Payers, At)>,
    pub(super) year_limits: Vec<(&'a Slot<YearLimitHow>, &'a Quantity, Option<&'a Name>, At)>,
    pub(super) relations: Vec<(RelationTo<'a>, At)>,
    pub(super) consequences: Vec<((Modality, &'a Written), At)>,
    pub(super) measures: Vec<(&'a Expr, At)>,
    pub(super) baselines: Vec<(&'a Expr, At)>,
    pub(super) deadlines: Vec<(&'a Expr, At)>,
    pub(super) modalities: Vec<(Modality, At)>,
    pub(super) bodies: Vec<(&'a [Name], At)>,
    pub(super) addressees: Vec<(&'a [Written], At)>,
    pub(super) contents: Vec<(&'a Written, At)>,
    pub(super) topics: Vec<(&'a [Written], At)>,
}

/// How a rule stands to which others, and why.
type RelationTo<'a> = (&'a Slot<RelationHow>, &'a [Related], Option<&'a Written>);

/// The word of a statement, in both languages.
pub(super) type Word = (&'static str, &'static str);

impl Context<'_> {
    /// Sorts a rule's statements, and reports those that have no place in it.
    pub(super) fn statements<'a>(&mut self, rule: &'a Rule) -> Statements<'a> {
        let mut sorted = Statements::default();
        for entry in &rule.entries {
            if belongs(rule.kind, entry) {
                sorted.take(entry);
            } else {
                let (at, (zh, en)) = (place(entry), word(entry));
                let (kind_zh, kind_en) = kind_word(rule.kind);
                let message = text!(zh: "“{kind_zh}”里不能写“{zh}”", en: "`{en}` has no place in a rule of sort `{kind_en}`");
                self.report(Diagnostic::new(Code::StatementMisplaced, message).at(at.0));
            }
        }
        sorted
    }

    /// The one statement of a sort, if there is one; more are reported.
    pub(super) fn one<T: Copy>(&mut self, (zh, en): Word, all: &[(T, At)]) -> Option<T> {
        let ((first, first_at), more) = all.split_first()?;
        for (_, at) in more {
            let message = text!(zh: "“{zh}”写了两次", en: "`{en}` is written twice");
            self.report(
                Diagnostic::new(Code::StatementTwice, message)
                    .primary(at.0, text!(zh: "又写了一次", en: "again here"))
                    .secondary(first_at.0, text!(zh: "第一次在这里", en: "first here"))
                    .help(text!(zh: "留下一个", en: "keep one of them")),
            );
        }
        Some(*first)
    }

    /// The one statement of a sort, which the rule needs.
    pub(super) fn required<T: Copy>(
        &mut self,
        rule: &Rule,
        word: Word,
        all: &[(T, At)],
    ) -> Option<T> {
        if all.is_empty() {
            self.missing_statement(rule, word);
        }
        self.one(word, all)
    }

    /// Says that a rule lacks a statement.
    pub(super) fn missing_statement(&mut self, rule: &Rule, (zh, en): Word) {
        let name = &rule.name.zh.text;
        let message = text!(zh: "“{name}”没有写“{zh}”", en: "`{name}` lacks `{en}`");
        let help = text!(zh: "加一句“{zh} …”", en: "add a statement `{en} …`");
        self.report(Diagnostic::new(Code::StatementMissing, message).at(rule.head.0).help(help));
    }
}

impl<'a> Statements<'a> {
    fn take(&mut self, entry: &'a RuleEntry) {
        match entry {
            RuleEntry::Condition(expr, at) => self.guards.push((expr, false, *at)),
            RuleEntry::Denied(expr, at) => self.guards.push((expr, true, *at)),
            RuleEntry::Await(expr, at) => self.awaits.push((expr, *at)),
            // Intermediates and decisions are lowered by id, when they are read.
            RuleEntry::Let { .. } | RuleEntry::Decision(_) => {}
            RuleEntry::Amount(amount, at) => self.amounts.push((amount, *at)),
            RuleEntry::Exception { condition, amount, at } => {
                self.exceptions.push((condition, amount, *at))
            }
            RuleEntry::Stage { name, event, amount, at } => {
                self.stages.push((name, event, amount, *at))
            }
            RuleEntry::Cap(cap) => self.caps.push((cap, cap.at)),
            RuleEntry::Payers(payers) => self.payers.push((payers, payers.at)),
            RuleEntry::YearLimit { how, years, scope, at } => {
                self.year_limits.push((how, years, scope.as_ref(), *at));
            }
            RuleEntry::Relation { how, to, why, at } => {
                self.relations.push(((how, to, why.as_ref()), *at))
            }
            RuleEntry::Consequence { modality, text, at } => {
                self.consequences.push(((*modality, text), *at))
            }
            RuleEntry::Measure(expr, at) => self.measures.push((expr, *at)),
            RuleEntry::Baseline(expr, at) => self.baselines.push((expr, *at)),
            RuleEntry::Deadline(expr, at) => self.deadlines.push((expr, *at)),
            RuleEntry::Modality(modality, at) => self.modalities.push((*modality, *at)),
            RuleEntry::Bodies(names, at) => self.bodies.push((names, *at)),
            RuleEntry::Addressees(texts) => self.addressees.extend(placed(texts)),
            RuleEntry::Content(written) => self.contents.push((written, written.at)),
            RuleEntry::Topics(texts) => self.topics.extend(placed(texts)),
        }
    }
}

/// Strings, and where the first stands.
fn placed(texts: &[Written]) -> Option<(&[Written], At)> {
    Some((texts, texts.first()?.at))
}

/// Whether a rule pays, seeks, deducts, defers or reduces money.
pub(super) fn is_money(kind: RuleKind) -> bool {
    use RuleKind as K;
    matches!(kind, K::Grant | K::Seek | K::Deduction | K::Deferral | K::Reduction)
}

fn belongs(kind: RuleKind, entry: &RuleEntry) -> bool {
    use RuleKind as K;
    match entry {
        RuleEntry::Condition(..)
        | RuleEntry::Denied(..)
        | RuleEntry::Let { .. }
        | RuleEntry::Decision(_) => kind != K::Duty,
        RuleEntry::Await(..) => is_money(kind) || kind == K::Determination,
        RuleEntry::Amount(..)
        | RuleEntry::Exception { .. }
        | RuleEntry::Stage { .. }
        | RuleEntry::Cap(_)
        | RuleEntry::Payers(_)
        | RuleEntry::YearLimit { .. }
        | RuleEntry::Relation { .. } => is_money(kind),
        RuleEntry::Consequence { .. } => kind == K::Determination,
        RuleEntry::Measure(..) | RuleEntry::Deadline(..) => {
            matches!(kind, K::Target | K::ServiceLimit)
        }
        RuleEntry::Baseline(..) => kind == K::ServiceLimit,
        RuleEntry::Modality(..)
        | RuleEntry::Bodies(..)
        | RuleEntry::Addressees(_)
        | RuleEntry::Content(_)
        | RuleEntry::Topics(_) => kind == K::Duty,
    }
}

fn place(entry: &RuleEntry) -> At {
    match entry {
        RuleEntry::Condition(_, at)
        | RuleEntry::Denied(_, at)
        | RuleEntry::Await(_, at)
        | RuleEntry::Let { at, .. }
        | RuleEntry::Amount(_, at)
        | RuleEntry::Exception { at, .. }
        | RuleEntry::Stage { at, .. }
        | RuleEntry::YearLimit { at, .. }
        | RuleEntry::Relation { at, .. }
        | RuleEntry::Consequence { at, .. }
        | RuleEntry::Measure(_, at)
        | RuleEntry::Baseline(_, at)
        | RuleEntry::Deadline(_, at)
        | RuleEntry::Modality(_, at)
        | RuleEntry::Bodies(_, at) => *at,
        RuleEntry::Decision(decision) => decision.at,
        RuleEntry::Cap(cap) => cap.at,
        RuleEntry::Payers(payers) => payers.at,
        RuleEntry::Content(text) => text.at,
        RuleEntry::Addressees(texts) | RuleEntry::Topics(texts) => {
            texts.first().map_or(At(crate::source::Span::default()), |text| text.at)
        }
    }
}

/// What a statement is called.
fn word(entry: &RuleEntry) -> Word {
    match entry {
        RuleEntry::Condition(..) => ("条件", "condition"),
        RuleEntry::Denied(..) => ("不予 当", "denied when"),
        RuleEntry::Await(..) => ("待", "await"),
        RuleEntry::Let { .. } => ("设", "let"),
        RuleEntry::Decision(_) => ("裁量", "discretion"),
        RuleEntry::Amount(..) => AMOUNT,
        RuleEntry::Exception { .. } => ("例外", "exception"),
        RuleEntry::Stage { .. } => ("阶段", "stage"),
        RuleEntry::Cap(_) => ("上限", "cap"),
        RuleEntry::Payers(_) => PAYERS,
        RuleEntry::YearLimit { .. } => ("年限", "year_limit"),
        RuleEntry::Relation { .. } => ("排除、就高、叠加", "excluded_by, higher_of, stacks_with"),
        RuleEntry::Consequence { .. } => CONSEQUENCE,
        RuleEntry::Measure(..) => MEASURE,
        RuleEntry::Baseline(..) => BASELINE,
        RuleEntry::Deadline(..) => DEADLINE,
        RuleEntry::Modality(..) => MODALITY,
        RuleEntry::Bodies(..) => BODIES,
        RuleEntry::Addressees(_) => ADDRESSEES,
        RuleEntry::Content(_) => CONTENT,
        RuleEntry::Topics(_) => TOPICS,
    }
}

pub(super) const AMOUNT: Word = ("金额", "amount");
pub(super) const PAYERS: Word = ("出资", "paid_by");
pub(super) const CONSEQUENCE: Word = ("后果", "consequence");
pub(super) const MEASURE: Word = ("指标", "measure");
pub(super) const BASELINE: Word = ("原", "formerly");
pub(super) const DEADLINE: Word = ("期限", "deadline");
pub(super) const MODALITY: Word = ("方式", "manner");
pub(super) const BODIES: Word = ("机构", "bodies");
pub(super) const ADDRESSEES: Word = ("对象", "addressed_to");
pub(super) const CONTENT: Word = ("内容", "content");
pub(super) const TOPICS: Word = ("主题", "topics");
pub(super) const SUBJECT: Word = ("给", "for");
pub(super) const PERIOD: Word = ("每年 或 一次 于", "yearly or once at");

fn kind_word(kind: RuleKind) -> Word {
    match kind {
        RuleKind::Grant => ("给付", "grant"),
        RuleKind::Seek => ("争取", "seek"),
        RuleKind::Deduction => ("抵扣", "deduct"),
        RuleKind::Deferral => ("缓缴", "defer"),
        RuleKind::Reduction => ("减征", "reduce"),
        RuleKind::Determination => ("认定", "determine"),
        RuleKind::Target => ("目标", "target"),
        RuleKind::ServiceLimit => ("时限", "limit"),
        RuleKind::Duty => ("职责", "duty"),
    }
}
