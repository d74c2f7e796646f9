//! The core as text, for people who look into it: one node a line, what it is made of below it.
//! The same program gives the same text.

use std::fmt::{self, Display, Write};

use super::{
    AddressId, Amount, Body, CompareOp, DateUnit, Expr, FoldOp, Hop, Money, Named, Period, Place,
    Program, Rule, RuleId, TierKind, YearRef,
};

/// A rule of a program, displayed as text.
pub struct RuleDump<'a> {
    program: &'a Program,
    rule: &'a Rule,
}

impl Program {
    /// A rule as text.
    pub fn dump(&self, rule: RuleId) -> Option<RuleDump<'_>> {
        let rule = self.rules.get(rule.index())?;
        Some(RuleDump { program: self, rule })
    }

    /// The path of an address.
    pub fn path(&self, address: AddressId) -> &str {
        let entry = usize::try_from(address.0).ok().and_then(|at| self.addresses.get(at));
        entry.map_or("?", |entry| &entry.path)
    }
}

impl Display for RuleDump<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { program, rule } = self;
        let mut out = Lines { program, f, depth: 0 };
        let subject = rule.subject.and_then(|id| program.vocabulary.kinds.get(id.index()));
        let subject = subject.map_or("-", |kind| &kind.name.zh);
        out.line(format_args!("rule {} for {subject}", program.path(rule.address)))?;
        out.depth = 1;
        out.period(&rule.period)?;
        for guard in &rule.guards {
            out.labelled(program.path(guard.address), &guard.condition)?;
        }
        for (date, address) in &rule.awaits {
            out.labelled(program.path(*address), date)?;
        }
        for decision in rule.decisions.iter().filter_map(|id| program.decisions.get(id.index())) {
            out.line(format_args!("decision {}", decision.name.zh))?;
            out.below(decision.lower.iter().chain(&decision.upper))?;
        }
        out.locals(rule)?;
        out.body(&rule.body)
    }
}

/// Writes indented lines.
struct Lines<'a, 'f, 'g> {
    program: &'a Program,
    f: &'f mut fmt::Formatter<'g>,
    depth: usize,
}

impl<'a> Lines<'a, '_, '_> {
    fn line(&mut self, what: fmt::Arguments<'_>) -> fmt::Result {
        writeln!(self.f, "{:1$}{what}", "", self.depth.saturating_mul(2))
    }

    fn below<'e>(&mut self, exprs: impl IntoIterator<Item = &'e Expr>) -> fmt::Result {
        self.depth = self.depth.saturating_add(1);
        let result = exprs.into_iter().try_for_each(|expr| self.expr(expr));
        self.depth = self.depth.saturating_sub(1);
        result
    }

    fn labelled(&mut self, label: &str, expr: &Expr) -> fmt::Result {
        self.line(format_args!("{label}:"))?;
        self.below([expr])
    }

    fn period(&mut self, period: &Period) -> fmt::Result {
        match period {
            Period::Unbound => self.line(format_args!("no period")),
            Period::Yearly => self.line(format_args!("yearly")),
            Period::Staged => self.line(format_args!("by stages")),
            Period::Once(event) => self.labelled("once on", event),
        }
    }

    /// The intermediates that the rule reads, each once.
    fn locals(&mut self, rule: &'a Rule) -> fmt::Result {
        let mut open: Vec<&Expr> = rule.exprs();
        let mut seen = Vec::new();
        while let Some(expr) = open.pop() {
            open.extend(expr.children());
            if let Expr::Local { local, .. } = expr
                && !seen.contains(local)
            {
                seen.push(*local);
                let found = self.program.locals.get(local.index());
                open.extend(found.map(|local| &local.body));
            }
        }
        seen.sort_unstable();
        for local in seen.iter().filter_map(|id| self.program.locals.get(id.index())) {
            self.labelled(&format!("let {}", local.name.zh), &local.body)?;
        }
        Ok(())
    }

    fn body(&mut self, body: &Body) -> fmt::Result {
        match body {
            Body::Money(money) => self.money(money),
            Body::Determination { modality, consequence } => {
                self.line(format_args!("consequence {modality:?} {consequence}"))
            }
            Body::Target { measure, deadline } => {
                self.labelled("measure", measure)?;
                deadline.iter().try_for_each(|date| self.labelled("deadline", date))
            }
            Body::ServiceLimit { measure, baseline, deadline } => {
                self.labelled("measure", measure)?;
                baseline.iter().try_for_each(|figure| self.labelled("baseline", figure))?;
                deadline.iter().try_for_each(|date| self.labelled("deadline", date))
            }
            Body::Duty { modality, addressees, content, .. } => {
                self.line(format_args!("duty {modality:?} {content}"))?;
                addressees.iter().try_for_each(|one| self.line(format_args!("addressed to {one}")))
            }
        }
    }

    fn money(&mut self, money: &Money) -> fmt::Result {
        self.line(format_args!("money {:?}", money.kind))?;
        for stage in &money.stages {
            if let Some(event) = &stage.event {
                self.labelled("on", event)?;
            }
            self.amount(self.program.path(stage.address), &stage.amount)?;
        }
        for exception in &money.exceptions {
            let path = self.program.path(exception.address);
            self.labelled(path, &exception.condition)?;
            self.amount(path, &exception.amount)?;
        }
        for cap in &money.caps {
            let when =
                cap.when.map(|(reading, at)| format!(" when {}", self.alternative(reading, at)));
            let window = if cap.lifetime { "in all" } else { "a year" };
            let (path, when) = (self.program.path(cap.address), when.unwrap_or_default());
            let scope = self.kind(cap.scope);
            let label =
                format!("cap {path} per {scope} {window}{when} over {} rules", cap.shared.len());
            self.labelled(&label, &cap.limit)?;
        }
        for limit in &money.year_limits {
            let scope = self.kind(limit.scope);
            let hows: Vec<String> = limit.how.iter().map(|how| format!("{how:?}")).collect();
            self.line(format_args!("years {} {} per {scope}", hows.join(" | "), limit.years))?;
        }
        for relation in &money.relations {
            let other = self.program.rules.get(relation.rule.index());
            let other = other.map_or("?", |rule| &rule.name.zh);
            self.line(format_args!("relation {:?} {other}", relation.how))?;
        }
        for (position, share) in money.payers.shares.iter().enumerate() {
            let rest = if position == money.payers.remainder { " and the remainder" } else { "" };
            let label = format!("{}{rest}", self.program.path(share.address));
            self.labelled(&label, &share.weight)?;
        }
        Ok(())
    }

    fn amount(&mut self, label: &str, amount: &Amount) -> fmt::Result {
        match amount {
            Amount::Computed(expr) => self.labelled(label, expr),
            Amount::Elsewhere(by) => self.line(format_args!("{label}: elsewhere, {by}")),
        }
    }

    fn kind(&self, kind: super::KindId) -> &'a str {
        self.program.vocabulary.kinds.get(kind.index()).map_or("?", |kind| &kind.name.zh)
    }

    fn alternative(&self, reading: super::ReadingId, position: usize) -> String {
        let name = self.program.readings.get(reading.index()).map_or("?", |one| &one.name.zh);
        format!("{name}={}", position.saturating_add(1))
    }

    fn expr(&mut self, expr: &Expr) -> fmt::Result {
        let head = self.head(expr);
        match expr {
            Expr::Switch { reading, arms } => {
                for (position, arm) in arms.iter().enumerate() {
                    let label = self.alternative(*reading, position);
                    self.labelled(&label, arm)?;
                }
                Ok(())
            }
            Expr::Match { key, arms } => {
                self.line(format_args!("{head}"))?;
                self.below([&**key])?;
                arms.iter().try_for_each(|arm| {
                    let label = format!("{:b} {}", arm.variants, self.program.path(arm.address));
                    self.labelled(&label, &arm.body)
                })
            }
            Expr::Fold(fold) => {
                self.line(format_args!("{head}"))?;
                let parts = [
                    ("on", &fold.event),
                    ("by", &fold.order),
                    ("where", &fold.filter),
                    ("of each", &fold.body),
                ];
                let given =
                    parts.into_iter().filter_map(|(label, part)| Some((label, part.as_ref()?)));
                self.depth = self.depth.saturating_add(1);
                let result =
                    given.into_iter().try_for_each(|(label, part)| self.labelled(label, part));
                self.depth = self.depth.saturating_sub(1);
                result
            }
            Expr::Tiers(tiers) => self.tiers(&head, tiers),
            _ => {
                self.line(format_args!("{head}"))?;
                self.below(expr.children())
            }
        }
    }

    fn tiers(&mut self, head: &str, tiers: &super::Tiers) -> fmt::Result {
        self.line(format_args!("{head}"))?;
        self.below([&tiers.of])?;
        for row in &tiers.rows {
            match &row.lower {
                None => self.line(format_args!("from the start:"))?,
                Some(bound) => {
                    let op = if bound.inclusive { "≥" } else { ">" };
                    self.line(format_args!("from {op}:"))?;
                    self.below([&bound.at])?;
                }
            }
            self.below([&row.value])?;
        }
        tiers.tail.iter().try_for_each(|tail| {
            self.line(format_args!("beyond: each, add"))?;
            self.below([&tail.step, &tail.add])
        })
    }

    /// What a node is, without what it is made of.
    fn head(&self, expr: &Expr) -> String {
        let at = |address: &AddressId| format!(" @{}", self.program.path(*address));
        match expr {
            Expr::Number(value, address) => format!("{value}{}", at(address)),
            Expr::Date(date, address) => format!("{date}{}", at(address)),
            Expr::Truth(truth) => truth.to_string(),
            Expr::Variant(variant) => format!("variant {variant}"),
            Expr::Nothing => "nothing".to_owned(),
            Expr::Fact { fact, place } => {
                let fact = self.program.vocabulary.facts.get(fact.index());
                format!("{}{}", name(fact.map(|fact| &fact.name)), self.place(place))
            }
            Expr::Local { local, place } => {
                let local = self.program.locals.get(local.index());
                format!("{}{}", name(local.map(|local| &local.name)), self.place(place))
            }
            Expr::Decision(id) => {
                name(self.program.decisions.get(id.index()).map(|one| &one.name)).to_owned()
            }
            Expr::Series { series, .. } => {
                let series = self.program.vocabulary.series.get(series.index());
                format!("series {} on", name(series.map(|series| &series.name)))
            }
            Expr::InYear(YearRef::Offset(years), _) => format!("in year {years:+}"),
            Expr::InYear(YearRef::Fixed(year), _) => format!("in {year}"),
            Expr::Add(..) => "+".to_owned(),
            Expr::Sub(..) => "-".to_owned(),
            Expr::Monus(.., address) => format!("- not below zero{}", at(address)),
            Expr::Mul(..) => "×".to_owned(),
            Expr::Div(..) => "÷".to_owned(),
            Expr::Extreme { highest: true, .. } => "greatest".to_owned(),
            Expr::Extreme { .. } => "least".to_owned(),
            Expr::If { address, .. } => format!("if, then, else{}", at(address)),
            Expr::Match { .. } => "match".to_owned(),
            Expr::Fold(fold) => {
                let (op, kind) = (fold_word(fold.op), self.kind(fold.kind));
                format!("{op} {kind}{}{}", self.place(&fold.of), at(&fold.address))
            }
            Expr::Compare { op, address, .. } => format!("{}{}", compare_word(*op), at(address)),
            Expr::Near { relative, address, .. } => {
                format!("near, {}{}", if *relative { "relative" } else { "absolute" }, at(address))
            }
            Expr::During { year, address, .. } => {
                let year =
                    year.map_or_else(|| "the bound year".to_owned(), |year| year.to_string());
                format!("in {year}{}", at(address))
            }
            Expr::And(_) => "and".to_owned(),
            Expr::Or(_) => "or".to_owned(),
            Expr::Not(_) => "not".to_owned(),
            Expr::Is { variants, address, .. } => format!("is {variants:b}{}", at(address)),
            Expr::Test { address, .. } => format!("test{}", at(address)),
            Expr::Happened(_) => "happened".to_owned(),
            Expr::EachYear { years, address, .. } => {
                format!("each of {years} years{}", at(address))
            }
            Expr::Paid(paid) => {
                let window = if paid.lifetime { "in all" } else { "a year" };
                format!("paid {:?} per {} {window}", paid.what, self.kind(paid.scope))
            }
            Expr::Switch { .. } => "switch".to_owned(),
            Expr::Tiers(tiers) => format!("tiers {}{}", tier_word(tiers.kind), at(&tiers.address)),
            Expr::Cap { address, .. } => format!("cap{}", at(address)),
            Expr::Round { to, mode, address, .. } => {
                format!("round to {to} {mode:?}{}", at(address))
            }
            Expr::YearsSince(_) => "years since".to_owned(),
            Expr::Days { .. } => "days".to_owned(),
            Expr::InYears { basis, address, .. } => format!("÷ {basis} days{}", at(address)),
            Expr::DateAdd { amount, unit, address, .. } => {
                format!("{amount:+} {}{}", unit_word(*unit), at(address))
            }
        }
    }

    /// Where a subject stands: nothing for the rule's own.
    fn place(&self, place: &Place) -> String {
        let mut text = String::new();
        if place.frame > 0 {
            // Writing to a string never fails.
            let _ = write!(text, " of frame {}", place.frame);
        }
        for hop in &place.hops {
            match hop {
                Hop::Parent => text.push_str(" ↑"),
                Hop::Follow(fact) => {
                    let fact = self.program.vocabulary.facts.get(fact.index());
                    let _ = write!(text, " → {}", name(fact.map(|fact| &fact.name)));
                }
            }
        }
        text
    }
}

fn name(named: Option<&Named>) -> &str {
    named.map_or("?", |named| &named.zh)
}

fn fold_word(op: FoldOp) -> &'static str {
    match op {
        FoldOp::Sum => "sum over",
        FoldOp::Highest => "highest over",
        FoldOp::Lowest => "lowest over",
        FoldOp::Count => "count of",
        FoldOp::Exists => "exists",
        FoldOp::All => "all",
        FoldOp::First => "first",
    }
}

fn compare_word(op: CompareOp) -> &'static str {
    match op {
        CompareOp::AtLeast => "≥",
        CompareOp::AtMost => "≤",
        CompareOp::Above => ">",
        CompareOp::Below => "<",
        CompareOp::Equal => "=",
    }
}

fn tier_word(kind: TierKind) -> &'static str {
    match kind {
        TierKind::Whole => "whole",
        TierKind::Marginal => "marginal",
        TierKind::Flat => "flat",
    }
}

fn unit_word(unit: DateUnit) -> &'static str {
    match unit {
        DateUnit::Years => "years",
        DateUnit::Months => "months",
        DateUnit::Days => "days",
    }
}
