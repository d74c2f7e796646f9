//! Which rule a reference means.

use super::directory::{Directory, Home};
use super::names::unknown;
use crate::ast;
use crate::diag::{Code, Diagnostic, Diagnostics, suggest};
use crate::ir::{Body, ClauseId, KindId, Named, Rule, RuleId};
use crate::text;

impl<'p> Directory<'p> {
    /// The rule a reference means, seen from `home` (a scenario has none, and must write the
    /// clause's number).
    pub(crate) fn rule(
        &self,
        reference: &ast::RuleRef,
        home: Option<Home>,
        found: &mut Diagnostics,
    ) -> Option<RuleId> {
        let clause = match (reference.clause, home) {
            (Some(number), _) => self.clause(number, reference.at, found)?,
            (None, Some(home)) => home.clause,
            (None, None) => {
                found.push(without_number(reference));
                return None;
            }
        };
        let here = home.filter(|home| home.clause == clause).and_then(|home| home.part);
        let named = self.rules_named(self.rules_of(clause), &reference.name.text);
        let matching = match reference.item {
            Some(item) => self.rules_in(Some(item), &named),
            None => match here.map(|part| self.rules_in(Some(part), &named)) {
                Some(own) if !own.is_empty() => own,
                _ => named,
            },
        };
        match matching.as_slice() {
            [rule] => return Some(*rule),
            [] => found.push(self.no_such_rule(clause, &reference.name)),
            several => found.push(self.ambiguous_rule(reference, several)),
        }
        None
    }

    /// The rules of a clause, in written order.
    pub(super) fn rules_of(&self, clause: ClauseId) -> &'p [RuleId] {
        let clause = self.program.clauses.get(clause.index());
        clause.map_or(&[], |clause| clause.rules.as_slice())
    }

    /// Those of some rules that have this name.
    pub(super) fn rules_named(&self, among: &[RuleId], name: &str) -> Vec<RuleId> {
        let has_name = |rule: &&RuleId| {
            let rule = self.program.rules.get(rule.index());
            rule.is_some_and(|rule| rule.name.zh == name || rule.name.en == name)
        };
        among.iter().filter(has_name).copied().collect()
    }

    /// Those of some rules that stand in this item of their clause.
    pub(super) fn rules_in(&self, part: Option<u32>, among: &[RuleId]) -> Vec<RuleId> {
        let stands_there = |rule: &&RuleId| {
            let rule = self.program.rules.get(rule.index());
            rule.is_some_and(|rule| rule.part == part)
        };
        among.iter().filter(stands_there).copied().collect()
    }

    /// A rule of the program.
    pub(crate) fn rule_info(&self, rule: RuleId) -> Option<&'p Rule> {
        self.program.rules.get(rule.index())
    }

    /// The kinds a rule may speak of: the one at which it reports, then the one it is computed for.
    pub(crate) fn kinds_of(&self, rule: RuleId) -> Vec<KindId> {
        let Some(info) = self.rule_info(rule) else { return Vec::new() };
        let own = info.subject;
        let scope = match &info.body {
            Body::Money(money) => Some(money.scope),
            _ => None,
        };
        scope.into_iter().chain(own.filter(|own| scope != Some(*own))).collect()
    }

    fn no_such_rule(&self, clause: ClauseId, name: &ast::Name) -> Diagnostic {
        let number = self.program.clauses.get(clause.index()).map_or(0, |clause| clause.number);
        let rules = self.rules_of(clause).iter().filter_map(|rule| self.rule_info(*rule));
        let names = rules.flat_map(|rule| [rule.name.zh.as_str(), rule.name.en.as_str()]);
        let what = text!(zh: "条款 {number} 规则", en: "rule of clause {number}");
        unknown(&what, name, suggest(&name.text, names))
    }

    fn ambiguous_rule(&self, reference: &ast::RuleRef, rules: &[RuleId]) -> Diagnostic {
        let name = &reference.name.text;
        let written = rules.iter().map(|rule| self.rule_path(*rule).zh).collect::<Vec<_>>();
        let (or_zh, or_en) = (written.join(" 或 "), written.join(" or "));
        let message = text!(zh: "“{name}”不止一条规则", en: "`{name}` is more than one rule");
        Diagnostic::new(Code::AmbiguousName, message)
            .at(reference.at.0)
            .help(text!(zh: "写成 {or_zh}", en: "write {or_en}"))
    }

    /// A rule as it is cited: `49①.名`.
    pub(crate) fn rule_path(&self, rule: RuleId) -> Named {
        let Some(info) = self.rule_info(rule) else {
            return Named { zh: String::new(), en: String::new() };
        };
        let clause = self.program.clauses.get(info.clause.index());
        let number = clause.map_or(0, |clause| clause.number);
        let part = info.part.map_or_else(String::new, circled);
        let Named { zh, en } = &info.name;
        Named { zh: format!("{number}{part}.{zh}"), en: format!("{number}{part}.{en}") }
    }
}

/// ① for 1; from 21 on there is no such character, and the number stands in parentheses.
pub(super) fn circled(number: u32) -> String {
    let sign = number
        .checked_sub(1)
        .filter(|from_zero| *from_zero < 20)
        .and_then(|from_zero| u32::from('①').checked_add(from_zero))
        .and_then(char::from_u32);
    sign.map_or_else(|| format!("({number})"), String::from)
}

/// `49①.项目奖补` as a reference; none when it is not of that form.
pub(crate) fn rule_ref(text: &str, at: ast::At) -> Option<ast::RuleRef> {
    let (head, name) = text.split_once('.')?;
    let digits = head.trim_end_matches(|c: char| !c.is_ascii_digit());
    let sign = head.strip_prefix(digits).unwrap_or_default();
    let item = (1..=20).find(|number| circled(*number) == sign);
    let clause = digits.parse().ok().filter(|_| sign.is_empty() || item.is_some())?;
    let name = ast::Name { text: name.to_owned(), at };
    Some(ast::RuleRef { clause: Some(clause), item, name, at })
}

fn without_number(reference: &ast::RuleRef) -> Diagnostic {
    let name = &reference.name.text;
    Diagnostic::new(
        Code::UnknownName,
        text!(zh: "“{name}”前面缺条款号", en: "`{name}` lacks its clause's number"),
    )
    .at(reference.at.0)
    .help(text!(zh: "写成 14.{name} 的样子", en: "write it like `14.{name}`"))
}
