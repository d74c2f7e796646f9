//! A subject in JSON: its facts, its children, what was paid to it and decided for it.

use super::super::rules::rule_ref;
use super::source::{Raw, Source, Word};
use super::{Reader, name_of, text_of};
use crate::ast::{
    At, Expr, ExprKind, FactLine, FactValue, HistoryLine, Name, Quantity, RuleRef, SubjectBlock,
    SubjectEntry,
};
use crate::diag::{Code, Diagnostic};
use crate::ir::{DecisionId, KindId, RuleId, Type};
use crate::quantity::{Base, Dimension};
use crate::text;

/// How deep subjects may lie in each other.
const MAX_DEPTH: usize = 64;

/// How an event that has not happened is written.
const NOT_HAPPENED: [&str; 2] = ["未发生", "not_happened"];

impl<'a> Reader<'a, '_, '_> {
    /// `{"kind": "企业", "label": "…", "facts": {…}, "years": {…}, "children": […], …}`.
    pub(super) fn subject(&mut self, raw: Raw<'a>) -> Option<SubjectBlock> {
        const KEYS: [&str; 9] = [
            "kind",
            "label",
            "facts",
            "years",
            "children",
            "complete",
            "none",
            "history",
            "decisions",
        ];
        let at = At(self.source.span(raw));
        let pairs = self.source.object(raw)?;
        let named = pairs.iter().find(|(key, _)| key.text == "kind").map(|(_, value)| *value);
        let Some(named) = named else { return self.lacking(raw, "kind", self.source.found.len()) };
        let kind = name_of(self.source.string(named)?);
        let id = self.directory.kind_named(&kind.text);
        let (mut label, mut entries) = (None, Vec::new());
        for (key, value) in pairs {
            let at = At(key.at);
            match key.text.as_str() {
                "kind" => {}
                "label" => label = self.source.string(value).map(text_of),
                "facts" => {
                    entries.extend(self.facts(id, value).into_iter().map(SubjectEntry::Fact))
                }
                "years" => entries.extend(self.facts_by_year(id, value)),
                "children" => {
                    let children = self.source.array(value).unwrap_or_default();
                    let children = children.into_iter().filter_map(|child| self.child(child));
                    entries.extend(children.map(SubjectEntry::Child));
                }
                "complete" => entries.push(SubjectEntry::Complete(self.names(value), at)),
                "none" => entries.push(SubjectEntry::None(self.names(value), at)),
                "history" => entries.push(self.history(value, at)),
                "decisions" => entries.extend(self.decisions(value)),
                _ => self.source.unknown_key(&key, &KEYS),
            }
        }
        Some(SubjectBlock { kind, label, entries, at })
    }

    /// A child; nesting is bounded, as it is in pol.
    fn child(&mut self, raw: Raw<'a>) -> Option<SubjectBlock> {
        if self.depth >= MAX_DEPTH {
            let message = text!(zh: "主体嵌套太深", en: "subjects are nested too deep");
            let problem =
                Diagnostic::new(Code::BadJson, message).at(self.source.span(raw).before());
            self.source.found.push(problem);
            return None;
        }
        self.depth = self.depth.saturating_add(1);
        let child = self.subject(raw);
        self.depth = self.depth.saturating_sub(1);
        child
    }

    fn facts(&mut self, kind: Option<KindId>, raw: Raw<'a>) -> Vec<FactLine> {
        let pairs = self.source.object(raw).unwrap_or_default();
        let line = |(key, value): (Word, Raw<'a>)| {
            let at = At(key.at.to(self.source.span(value)));
            let value = self.fact(kind, &key.text, value)?;
            Some(FactLine { name: name_of(key), value, at })
        };
        pairs.into_iter().filter_map(line).collect()
    }

    /// `{"2022": {"生鲜乳加工量": "12万吨"}}`.
    fn facts_by_year(&mut self, kind: Option<KindId>, raw: Raw<'a>) -> Vec<SubjectEntry> {
        let pairs = self.source.object(raw).unwrap_or_default();
        let of_year = |(key, value): (Word, Raw<'a>)| {
            let facts = self.facts(kind, value);
            let Ok(year) = key.text.parse() else {
                let message = text!(zh: "这里的键是年份，如 \"2022\"", en: "keys here are years, such as \"2022\"");
                self.source.found.push(Diagnostic::new(Code::BadJson, message).at(key.at));
                return None;
            };
            Some(SubjectEntry::Year { year, facts, at: At(key.at) })
        };
        pairs.into_iter().filter_map(of_year).collect()
    }

    /// A value; what a string or a number means depends on the fact's type. For a fact that is
    /// not known the name is the mistake, and will be reported: any value will do.
    fn fact(&mut self, kind: Option<KindId>, name: &str, raw: Raw<'a>) -> Option<FactValue> {
        let at = At(self.source.span(raw));
        if raw.get() == "null" {
            return Some(FactValue::Unknown(at));
        }
        let fact = kind.and_then(|kind| self.directory.fact_named(kind, name));
        let Some(info) =
            fact.and_then(|id| self.directory.program.vocabulary.facts.get(id.index()))
        else {
            return Some(FactValue::Unknown(at));
        };
        let (ty, unit) = (info.ty, info.unit.as_str());
        if let Type::Subject(_) = ty {
            return self.source.string(raw).map(text_of).map(FactValue::Label);
        }
        if matches!(ty, Type::Date { event: true }) && Source::sort(raw) == '"' {
            let word = self.source.string(raw)?;
            if NOT_HAPPENED.contains(&word.text.as_str()) {
                return Some(FactValue::NotHappened(at));
            }
        }
        self.value(ty, unit, raw).map(FactValue::Expr)
    }

    /// A value of a type other than a reference.
    fn value(&mut self, ty: Type, unit: &str, raw: Raw<'a>) -> Option<Expr> {
        let at = At(self.source.span(raw));
        let kind = match (ty, raw.get()) {
            (Type::Number(dimension), text) if !text.starts_with('"') => {
                return self.bare_number(dimension, unit, raw);
            }
            (Type::Number(_), _) => return self.quantity(raw, unit),
            (Type::Truth, "true" | "false") => ExprKind::Truth(raw.get() == "true"),
            (Type::Truth, _) => {
                self.source.wants(raw, &text!(zh: " true 或 false", en: "true or false"));
                return None;
            }
            (Type::Date { .. }, text) if text.starts_with('"') => {
                ExprKind::Date(self.source.string(raw)?.text)
            }
            (Type::Date { .. }, _) => {
                let what =
                    text!(zh: "日期，如 \"2022-05-20\"", en: "a date, such as \"2022-05-20\"");
                self.source.wants(raw, &what);
                return None;
            }
            (Type::Choice(_) | Type::Subject(_), _) => {
                ExprKind::Name(name_of(self.source.string(raw)?))
            }
        };
        Some(Expr { kind, at })
    }

    /// `"15亿元"`, or a decimal string in the unit that is declared.
    pub(super) fn quantity(&mut self, raw: Raw<'a>, declared: &str) -> Option<Expr> {
        let word = self.source.string(raw)?;
        let is_number_part = |c: char| c.is_ascii_digit() || "+-_,.".contains(c);
        let text = word.text.trim();
        let unit = text.trim_start_matches(is_number_part);
        let number = text.strip_suffix(unit).unwrap_or(text).to_owned();
        if unit.contains(|c: char| c.is_ascii_digit() || "÷×*()".contains(c)) {
            let what = text!(
                zh: "一个数和它的单位，如 \"15亿元\"", en: "one number and its unit, such as \"15亿元\"",
            );
            self.source.wants(raw, &what);
            return None;
        }
        let unit = if unit.is_empty() { declared } else { unit.trim() }.to_owned();
        let at = At(word.at);
        Some(Expr { kind: ExprKind::Quantity(Quantity { number, unit, at }), at })
    }

    /// A bare number may only be a whole nominal count: for all else its unit would be a guess.
    fn bare_number(&mut self, dimension: Dimension, unit: &str, raw: Raw<'a>) -> Option<Expr> {
        let text = raw.get();
        if !text.starts_with(|c: char| c == '-' || c.is_ascii_digit()) {
            self.source.wants(raw, &text!(zh: "写在字符串里的数量", en: "a quantity in a string"));
            return None;
        }
        let is_whole = text.chars().all(|c| c.is_ascii_digit());
        let is_count = matches!(dimension.base(), Some(Base::Count(_)));
        if !is_whole || !is_count {
            let help = text!(zh: "写成带单位的字符串，如 \"{text}{unit}\"", en: "write a string with its unit, such as \"{text}{unit}\"");
            let message = text!(
                zh: "JSON 数字只用于整数的计数和年份", en: "a bare JSON number may only be a whole count or a year",
            );
            let problem = Diagnostic::new(Code::BadJson, message).at(self.source.span(raw));
            self.source.found.push(problem.help(help));
            return None;
        }
        let at = At(self.source.span(raw));
        let (number, unit) = (text.to_owned(), unit.to_owned());
        Some(Expr { kind: ExprKind::Quantity(Quantity { number, unit, at }), at })
    }

    fn names(&mut self, raw: Raw<'a>) -> Vec<Name> {
        let names = self.source.array(raw).unwrap_or_default();
        names.into_iter().filter_map(|name| self.source.string(name).map(name_of)).collect()
    }

    /// `[]` says that nothing was paid before.
    fn history(&mut self, raw: Raw<'a>, at: At) -> SubjectEntry {
        let lines = self.source.array(raw).unwrap_or_default();
        let lines: Vec<_> = lines.into_iter().filter_map(|line| self.payment(line)).collect();
        SubjectEntry::History { entries: Some(lines).filter(|lines| !lines.is_empty()), at }
    }

    /// `{"rule": "51.利用奖补", "stage": "…", "year": 2021, "amount": "100万元"}`.
    fn payment(&mut self, raw: Raw<'a>) -> Option<HistoryLine> {
        let at = At(self.source.span(raw));
        let before = self.source.found.len();
        let (mut rule, mut stage, mut year, mut amount) = (None, None, None, None);
        for (key, value) in self.source.object(raw)? {
            match key.text.as_str() {
                "rule" => rule = self.rule(value),
                "stage" => stage = self.source.string(value).map(name_of),
                "year" => year = self.source.whole_number(value),
                "amount" => amount = self.quantity(value, "元"),
                _ => self.source.unknown_key(&key, &["rule", "stage", "year", "amount"]),
            }
        }
        match (rule, year, amount) {
            (Some(rule), Some(year), Some(amount)) => {
                Some(HistoryLine { rule, stage, year, amount, at })
            }
            (None, _, _) => self.lacking(raw, "rule", before),
            (_, None, _) => self.lacking(raw, "year", before),
            (_, _, None) => self.lacking(raw, "amount", before),
        }
    }

    fn decisions(&mut self, raw: Raw<'a>) -> Vec<SubjectEntry> {
        let all = self.source.array(raw).unwrap_or_default();
        all.into_iter().filter_map(|one| self.decision(one)).collect()
    }

    /// `{"rule": "25.重大成果", "decision": "额度", "year": 2022, "value": "800万元"}`.
    fn decision(&mut self, raw: Raw<'a>) -> Option<SubjectEntry> {
        let at = At(self.source.span(raw));
        let before = self.source.found.len();
        let (mut rule, mut decision, mut year, mut value) = (None, None, None, None);
        for (key, field) in self.source.object(raw)? {
            match key.text.as_str() {
                "rule" => rule = self.rule(field),
                "decision" => decision = self.source.string(field).map(name_of),
                "year" => year = self.source.whole_number(field),
                "value" => value = Some(field),
                _ => self.source.unknown_key(&key, &["rule", "decision", "year", "value"]),
            }
        }
        let (rule, decision, value) = match (rule, decision, value) {
            (Some(rule), Some(decision), Some(value)) => (rule, decision, value),
            (None, _, _) => return self.lacking(raw, "rule", before),
            (_, None, _) => return self.lacking(raw, "decision", before),
            (_, _, None) => return self.lacking(raw, "value", before),
        };
        let value = self.decided(&rule, &decision, value)?;
        Some(SubjectEntry::Decision { rule, decision, year, value, at })
    }

    /// What was decided. Where rule or decision are not known, that is the mistake.
    fn decided(&mut self, rule: &RuleRef, decision: &Name, raw: Raw<'a>) -> Option<Expr> {
        let id: Option<RuleId> = self.directory.rule(rule, None, &mut self.source.found);
        let id: Option<DecisionId> =
            Some(self.directory.decision(id?, decision, &mut self.source.found)?);
        let info = self.directory.program.decisions.get(id?.index())?;
        self.value(info.ty, &info.unit, raw)
    }

    /// `"49①.项目奖补"`.
    fn rule(&mut self, raw: Raw<'a>) -> Option<RuleRef> {
        let word = self.source.string(raw)?;
        let rule = rule_ref(&word.text, At(word.at));
        if rule.is_none() {
            let what = text!(zh: "规则，如 \"51.利用奖补\" 或 \"49①.项目奖补\"", en: "a rule, such as \"51.利用奖补\" or \"49①.项目奖补\"");
            self.source.wants(raw, &what);
        }
        rule
    }
}
